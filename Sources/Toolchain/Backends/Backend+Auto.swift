import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import StencilTypes
import Synchronization
import Transforms

extension Backend {

  /// The backend that answers fastest: the interpreter, until compiled code is there.
  ///
  /// Nobody can tell which it was but by the time, since both give the same bits.
  public static let auto = Backend.auto(compiling: .c, in: .system)

  /// The backend that interprets, and compiles with `compiled` beside that where it pays.
  ///
  /// - Parameters:
  ///   - environment: takes notes of what kept it from compiling.
  ///   - patience: the time that programs may be interpreted for before they are compiled.
  ///   - compileTime: about the time that compiling takes: whom the interpreter would take longer
  ///     waits for code, but not longer than for the interpreter.
  public static func auto(
    compiling compiled: Backend, in environment: NativeEnvironment,
    patience: Duration = .milliseconds(20), compileTime: Duration = .milliseconds(200)
  ) -> Backend {
    let plain = Backend.interpreter
    return Backend(
      name: "auto", summary: "the interpreter, and compiled code where that is faster",
      needs: compiled.needs, compilesWith: compiled.name,
      translate: plain.translation.withoutRunner,
      build: plain.compile.withRequest,
      load: { (artifact) throws(DiagnosticError) in
        let interpreted = try plain.load.run(artifact, { false })
        let program = AdaptiveProgram(
          artifact, interpreted: interpreted, compiled: compiled, environment: environment,
          patience: patience, compileTime: compileTime)
        return Executable(
          artifact.interface,
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try program.update(&arguments, around)
          })
      },
      allocate: placedInRows)
  }

}

extension Step {

  /// What the step does, for another step that does the same and is not told to stop.
  fileprivate var withoutRunner: @Sendable (Input) throws(DiagnosticError) -> Output {
    { [run] (input) throws(DiagnosticError) in try run(input, { false }) }
  }

  /// What the step does, for another step that does the same.
  fileprivate var withRequest:
    @Sendable (Input, @escaping IsCancelled) throws(DiagnosticError) -> Output
  { run }

}

/// A program that is interpreted until compiled code is there.
private final class AdaptiveProgram: Sendable {

  private enum Progress {
    case waiting
    case compiling
    case compiled(Executable)
    case impossible
  }

  private struct State {
    var progress = Progress.waiting
    var interpreted = Duration.zero

    /// Whether somebody waited for code in vain.
    var isLate = false
  }

  private let artifact: Artifact
  private let interpreted: Executable
  private let compiled: Backend
  private let environment: NativeEnvironment
  private let patience: Duration
  private let compileTime: Duration

  /// Signalled when the compilation has ended, for whoever waits for that.
  private let end = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  init(
    _ artifact: Artifact, interpreted: Executable, compiled: Backend,
    environment: NativeEnvironment, patience: Duration, compileTime: Duration
  ) {
    self.artifact = artifact
    self.interpreted = interpreted
    self.compiled = compiled
    self.environment = environment
    self.patience = patience
    self.compileTime = compileTime
  }

  func update(
    _ arguments: inout [ArgumentValue], _ around: Executable.CallContext
  ) throws(DiagnosticError) {
    let estimate = interpretation(of: arguments)
    let isLarge = estimate > compileTime
    if isLarge { waitForCode(atMost: estimate, around.isCancelled) }
    if case .compiled(let code) = state.withLock({ $0.progress }) {
      // What the code lacks is being made; nobody waits for that where the work is small.
      let own = Executable.CallContext(
        tables: around.tables, compiles: around.compiles && isLarge,
        isCancelled: around.isCancelled)
      return try code.call(updating: &arguments, in: own)
    }
    let clock = ContinuousClock()
    let start = clock.now
    try interpreted.call(updating: &arguments, in: around)
    let spent = clock.now - start
    let pays = state.withLock { s in
      s.interpreted += spent
      return s.interpreted >= patience
    }
    if pays { begin() }
  }

  /// About the time that the interpreter takes with `arguments`: some 4 ns for a node at a point.
  private func interpretation(of arguments: [ArgumentValue]) -> Duration {
    let points = arguments.flatMap(\.leaves).reduce(0) { most, leaf in
      if case .field(let f) = leaf { max(most, f.domain.count) } else { most }
    }
    return .nanoseconds(4) * Double(points) * Double(nodeCount)
  }

  private var nodeCount: Int { max(10, artifact.interface.sites.count) }

  /// Starts compiling on a thread of its own, unless that was done.
  ///
  /// It ends with the process at the latest, and so does the compiler.
  private func begin() {
    let starts = state.withLock { s in
      guard case .waiting = s.progress else { return false }
      s.progress = .compiling
      return true
    }
    guard starts else { return }
    let thread = Thread { [self] in
      let progress: Progress
      do throws(DiagnosticError) {
        progress = .compiled(
          try withLargeStack { [self] () throws(DiagnosticError) in try compile() })
      } catch {
        progress = .impossible
        for d in error.diagnostics where d.code == CompilationCode.failed.rawValue {
          environment.note("\(d.message) Programs are interpreted. \(d.hint ?? "")")
        }
      }
      state.withLock { $0.progress = progress }
      end.signal()
      if case .compiled(let code) = progress { try? code.complete() }
    }
    thread.start()
  }

  private func compile() throws(DiagnosticError) -> Executable {
    guard case .memory(let bytes) = artifact.content else {
      preconditionFailure("the interpreter builds in memory")
    }
    let file = SourceFile(name: artifact.interface.name + ".itir", bytes: bytes)
    let program = try Program(parsing: file).with(sites: artifact.interface.sites)
    let lowered = CompilableProgram(program, settings: artifact.interface.settings)
    let transformed = try compiled.transforms.run(lowered, { false })
    let source = try compiled.translation.run(transformed, { false })
    return try compiled.load.run(try compiled.compile.run(source, { false }), { false })
  }

  /// Waits until there is code, or it is clear that there will be none, or `limit` is over.
  ///
  /// A compiler that was too slow once is waited for no more: code is used when it is there.
  private func waitForCode(atMost limit: Duration, _ isCancelled: IsCancelled) {
    begin()
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while !isCancelled() {
      let isOver = clock.now >= deadline
      let waits = state.withLock { s in
        guard case .compiling = s.progress, !s.isLate else { return false }
        s.isLate = isOver
        return !isOver
      }
      if !waits { return }
      if end.wait(timeout: .now() + .milliseconds(20)) == .success { end.signal() }
    }
  }

}
