/// A half of a file that is compiled for itself, beside the other: two processors are sooner done.
///
/// The objects of both halves, linked, are what the file is as a whole.
public enum CodeHalf: Int, Sendable, Hashable, CaseIterable {

  /// What calls the functions of nests, and some of them.
  case first = 1

  /// The others.
  case second

  /// The macro that chooses the half; the file is compiled as a whole without it.
  static let macro = "STK_HALF"

  /// The flags that make a compiler take this half.
  public var flags: [String] { ["-D\(Self.macro)=\(rawValue)"] }

  /// `true` iff the file `text` has a second half.
  public static func areFound(in text: String) -> Bool { text.contains(CodeHalf.second.begin) }

  /// The line before code that only this half has.
  var begin: String {
    let other = self == .first ? Self.second : .first
    return "#if \(Self.macro) != \(other.rawValue)\n"
  }

  static let end = "#endif\n"

}

/// Functions of a file in their order, and what stands between them.
struct CFunctions {

  private enum Piece {
    case text(String)
    case nest(CFunction)
  }

  private var pieces: [Piece] = []

  /// Adds what both halves need.
  mutating func add(_ text: String) { pieces.append(.text(text)) }

  /// Adds what one of the halves has, and the other one calls.
  mutating func add(_ function: CFunction) { pieces.append(.nest(function)) }

  /// Returns the text of a file that is compiled as a whole.
  var wholeText: String {
    pieces.reduce(into: "") { text, p in
      switch p {
      case .text(let t): text += t
      case .nest(let f): text += "static \(f.head) \(f.body)"
      }
    }
  }

  /// Returns the text of a file that may be compiled in halves; the first one has `caller`, too.
  ///
  /// The largest functions are given out first, each to the half that has less to do.
  func text(before caller: CFunction) -> String {
    let functions = pieces.compactMap { if case .nest(let f) = $0 { f } else { nil } }
    guard functions.count > 1 else { return wholeText + "static \(caller.head) \(caller.body)" }
    var load = [CodeHalf.first: caller.weight, .second: 0]
    var halves: [String: CodeHalf] = [:]
    for f in functions.sorted(by: { ($1.weight, $0.head) < ($0.weight, $1.head) }) {
      let half = load[.first, default: 0] <= load[.second, default: 0] ? CodeHalf.first : .second
      load[half, default: 0] += f.weight
      halves[f.head] = half
    }
    var text = ""
    for p in pieces {
      switch p {
      case .text(let t): text += t
      case .nest(let f):
        let half = halves[f.head] ?? .first
        text += "STK_NEST \(f.head);\n\(half.begin)STK_NEST \(f.head) \(f.body)\(CodeHalf.end)\n"
      }
    }
    return text + CodeHalf.first.begin + "static \(caller.head) \(caller.body)" + CodeHalf.end
  }

}

/// A function as text.
struct CFunction {

  /// All that stands before the braces but `static`.
  let head: String

  /// What stands in braces, with these.
  let body: String

  /// How long a compiler works on it, compared to others.
  let weight: Int

}
