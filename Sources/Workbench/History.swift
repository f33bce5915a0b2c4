import Diagnostics
import Synchronization

/// What was typed in a session, in order.
///
/// Adding an entry takes the same time however many there are, and copies share what they have in
/// common.
public struct History: Sendable {

  private var last: Link?

  /// The number of entries.
  public private(set) var count = 0

  private let pool = EntryPool()

  init() {}

  /// Adds `entry` behind the others.
  mutating func append(_ entry: Session.Entry) {
    last = Link(pool.shared(entry), after: last)
    count += 1
  }

  /// The entry that was added last.
  public var latest: Session.Entry? { last?.entry }

  /// Returns the latest entry that satisfies `predicate`.
  func latest(where predicate: (Session.Entry) -> Bool) -> Session.Entry? {
    var link = last
    while let l = link {
      if predicate(l.entry) { return l.entry }
      link = l.previous
    }
    return nil
  }

  /// The entries, the oldest first.
  public var entries: [Session.Entry] {
    var result: [Session.Entry] = []
    result.reserveCapacity(count)
    var link = last
    while let l = link {
      result.append(l.entry)
      link = l.previous
    }
    return result.reversed()
  }

}

extension Session {

  /// An input, and what came of it.
  public struct Entry: Sendable {

    public let text: String

    /// Whether the input did not do what it says.
    public let failed: Bool

    /// What the input gave, as a session file has it; `nil` if it is not part of a recording.
    let answer: Answer?

    /// The folder that relative paths in the input start from.
    let folder: String

    /// What an input gave.
    enum Answer: Sendable {

      case text(String)

      /// A long text, which is written when it is needed.
      case output(Output, OutputForm)

      /// One that is not compared, for the reason given.
      case ignored(because: String)

    }

    /// Takes down that `text` gave `output` under `settings`, and that a recording has `part` of it
    /// unless it failed.
    init(
      _ text: String, _ output: Output, _ settings: Settings, _ part: RecordedPart,
      in folder: String
    ) {
      self.text = text
      self.folder = folder
      failed = output.failed
      if output.failed, !output.changesInSpiteOfErrors {
        answer = nil
        return
      }
      switch part {
      case .nothing: answer = nil
      case .input(let reason): answer = .ignored(because: reason)
      case .all:
        let form = OutputForm(width: settings.width ?? 80, isStable: true)
        let written = output.rendered(in: form)
        answer = written.utf8.count > 1 << 14 ? .output(output, form) : .text(written)
      }
    }

    /// `true` iff the input is part of a recording of the session.
    var isRecorded: Bool { answer != nil }

    /// What the input gave, in the form in which replay compares it.
    var answerText: String {
      switch answer {
      case .text(let text): text
      case .output(let output, let form): output.rendered(in: form)
      case .ignored, nil: ""
      }
    }

  }

}

/// An entry and those before it.
private final class Link: @unchecked Sendable {

  let entry: Session.Entry

  /// Changes once only: when the link dies.
  private(set) var previous: Link?

  init(_ entry: Session.Entry, after previous: Link?) {
    self.entry = entry
    self.previous = previous
  }

  deinit {
    // A long chain is let go of one by one, not by recursion.
    var next = previous
    previous = nil
    while isKnownUniquelyReferenced(&next) {
      let rest = next?.previous
      next?.previous = nil
      next = rest
    }
  }

}

/// Entries of late, so that inputs that are typed again and again, and give the same, take their
/// memory once.
private final class EntryPool: Sendable {

  private let known = Mutex<[[String]: Session.Entry]>([:])

  private static let capacity = 256

  /// Returns an entry that is equal to `entry`.
  func shared(_ entry: Session.Entry) -> Session.Entry {
    guard case .text(let answer)? = entry.answer else { return entry }
    return known.withLock { known in
      let key = [entry.text, answer, entry.folder]
      if let old = known[key] { return old }
      if known.count == Self.capacity { known = [:] }
      known[key] = entry
      return entry
    }
  }

}
