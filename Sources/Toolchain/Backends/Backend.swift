import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// A way to run programs: how ITIR is translated, how that becomes executable, how fields lie.
///
/// A backend is a value. Another one needs no change of the steps.
public struct Backend: Sendable {

  public let name: String

  /// CompilableProgram → source for this backend.
  public let translation: Step<CompilableProgram, ProgramSource>

  /// Source → Executable.
  public let compile: Step<ProgramSource, Executable>

  /// Makes the fields that the backend likes best.
  public let allocate: @Sendable (ScalarKind, Domain) throws(FieldError) -> Field

  public init(
    name: String, translation: Step<CompilableProgram, ProgramSource>,
    compile: Step<ProgramSource, Executable>,
    allocate: @escaping @Sendable (ScalarKind, Domain) throws(FieldError) -> Field
  ) {
    self.name = name
    self.translation = translation
    self.compile = compile
    self.allocate = allocate
  }

}

/// An ITIR program as backends take it; its offsets say what they must know of connectivities.
public struct CompilableProgram: Hashable, Sendable {

  public let program: Program

  public init(program: Program) { self.program = program }

}

extension CompilableProgram: StepInput {

  public var key: CompilableProgram { self }

}

/// What a backend's translation makes of a program.
public struct ProgramSource: Hashable, Sendable {

  /// The language of `text`: `ITIR`, `C`.
  public let language: String

  public let text: String

  /// The program that it was made of, after the backend's passes.
  public let program: Program

  public init(language: String, text: String, program: Program) {
    self.language = language
    self.text = text
    self.program = program
  }

}

extension ProgramSource: StepInput {

  public var key: ProgramSource { self }

}

/// A program that is ready to be called.
public struct Executable: Sendable {

  /// What one call works on besides its arguments.
  public struct Surroundings: Sendable {

    public let tables: [String: NeighborTable]
    public let isCancelled: @Sendable () -> Bool

  }

  public let name: String
  public let parameters: [Parameter]

  /// Runs the program: takes the arguments in the order of `parameters`, gives them back updated.
  let run: @Sendable ([ArgumentValue], Surroundings) throws(DiagnosticError) -> [ArgumentValue]

  /// Creates an executable that `run` stands for.
  public init(
    name: String, parameters: [Parameter],
    run:
      @escaping @Sendable ([ArgumentValue], Surroundings) throws(DiagnosticError)
      -> [ArgumentValue]
  ) {
    self.name = name
    self.parameters = parameters
    self.run = run
  }

}
