import CodeGen
import Diagnostics
import Fields
import Glibc
import Synchronization

/// Native code with the threads that share its loops, and more of it for calls that it refuses.
final class ThreadedProgram: CompiledCode {

  /// Makes the code for calls that the other code refuses.
  ///
  /// - Throws: What the compiler says, and `Diagnostic.interrupted`.
  typealias MakeRest = @Sendable (@escaping IsCancelled) throws(DiagnosticError) -> NativeProgram

  private enum Rest {
    case missing
    case beingMade
    case made(NativeProgram)
    case impossible
  }

  private let program: NativeProgram
  private let threads: ThreadPool
  private let makeRest: MakeRest?
  private let note: @Sendable (String) -> Void
  private let rest = Mutex(Rest.missing)

  /// Creates code that is all there is, or what most calls need: `makeRest` gives the rest then.
  ///
  /// - Parameter note: tells people why there is no rest, if it cannot be made.
  init(
    program: NativeProgram, threads: ThreadPool, makeRest: MakeRest? = nil,
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.program = program
    self.threads = threads
    self.makeRest = makeRest
    self.note = note
  }

  var entry: EntryPoint { program.entry }

  func update(
    _ leaves: inout ArgumentLeaves, tables: [NeighborTable],
    in surroundings: Executable.CallContext
  ) throws(DiagnosticError) -> Bool {
    let ending = program.call(&leaves.fields, leaves.scalars, tables: tables, threads: threads)
    if ending == .done { return true }
    guard ending == .unsuitable,
      let rest = try rest(makes: surroundings.compiles, surroundings.isCancelled)
    else { return false }
    return rest.call(&leaves.fields, leaves.scalars, tables: tables, threads: threads) == .done
  }

  /// Makes the rest, if that was not done yet.
  ///
  /// - Throws: `Diagnostic.interrupted`.
  func complete(_ isCancelled: @escaping IsCancelled) throws(DiagnosticError) {
    _ = try rest(makes: true, isCancelled)
  }

  /// Returns the rest; `nil` if there is none, or if it is not there and `makes` is false.
  private func rest(
    makes: Bool, _ isCancelled: @escaping IsCancelled
  ) throws(DiagnosticError) -> NativeProgram? {
    guard let makeRest else { return nil }
    while true {
      let state = rest.withLock { r in
        let state = r
        if makes, case .missing = r { r = .beingMade }
        return state
      }
      switch state {
      case .made(let program): return program
      case .impossible: return nil
      case .missing:
        if !makes { return nil }
        return try made(by: makeRest, isCancelled)
      case .beingMade:
        if !makes { return nil }
        if isCancelled() { throw DiagnosticError(.interrupted) }
        usleep(2_000)
      }
    }
  }

  private func made(
    by makeRest: MakeRest, _ isCancelled: @escaping IsCancelled
  ) throws(DiagnosticError) -> NativeProgram? {
    do throws(DiagnosticError) {
      let made = try makeRest(isCancelled)
      rest.withLock { $0 = .made(made) }
      return made
    } catch {
      if isCancelled() {
        rest.withLock { $0 = .missing }
        throw error
      }
      rest.withLock { $0 = .impossible }
      for d in error.diagnostics {
        note("\(d.message) Such calls are interpreted. \(d.hint ?? "")")
      }
      return nil
    }
  }

}
