import Diagnostics
import Fields
import StencilTypes
import Transforms

/// A way to run programs: its passes, its source text, what that is built to, how fields lie.
///
/// A backend is a value. Another one needs no change of the steps: see `Backends.md`.
public struct Backend: Sendable {

  /// What `backend=` calls it.
  public let name: String

  /// What it does, in a few words.
  public let summary: String

  /// Looks for what it needs on this machine to build and run programs: compilers, libraries.
  public let needs: @Sendable (IsCancelled) -> [BackendNeed]

  /// The name of the backend that it compiles with while programs run already; `nil` if calls do not
  /// begin before code is there.
  public let compilesWith: String?

  /// `true` iff it runs programs as they were lowered: what it gives is what they mean.
  public let interprets: Bool

  /// The texts that it makes of a program, in the order in which they are made.
  public let texts: [BackendText]

  /// The passes that its translation relies on.
  public let pipeline: Pipeline

  /// Returns a field of zeros that lies in memory as the backend likes best.
  public let allocate: @Sendable (ScalarKind, Domain) throws(FieldError) -> Field

  /// CompilableProgram → CompilableProgram, after the backend's passes.
  let transforms: Step<CompilableProgram, CompilableProgram>

  /// CompilableProgram → GeneratedSource.
  let translation: Step<CompilableProgram, GeneratedSource>

  /// GeneratedSource → Artifact.
  let compile: Step<GeneratedSource, Artifact>

  /// Artifact → Executable.
  let load: Step<Artifact, Executable>

  /// Creates the backend `name`.
  ///
  /// - Parameters:
  ///   - summary: says in a few words what it does.
  ///   - needs: looks for what it needs on this machine; the backend works if all of it is there.
  ///   - compilesWith: the name of the backend that it compiles with while programs run already.
  ///   - interprets: whether it runs programs as they were lowered, and so defines what they mean.
  ///   - texts: what people can read of its way to an executable.
  ///   - pipeline: the passes that `translate` relies on. They are told of neighbor tables and of
  ///     rules that are switched off.
  ///   - translate: writes the source of a program after the passes.
  ///   - build: makes an artifact of a source; asks from time to time whether it is to stop, and
  ///     throws `Diagnostic.interrupted` then. It may find the artifact in a cache on disk.
  ///   - load: makes an artifact callable.
  ///   - allocate: returns a field of zeros that lies in memory as the backend likes best.
  public init(
    name: String, summary: String = "runs programs",
    needs: @escaping @Sendable (IsCancelled) -> [BackendNeed] = { _ in [] },
    compilesWith: String? = nil, interprets: Bool = false, texts: [BackendText] = [],
    pipeline: Pipeline = .empty,
    translate: @escaping @Sendable (CompilableProgram) throws(DiagnosticError) -> GeneratedSource,
    build:
      @escaping @Sendable (GeneratedSource, @escaping IsCancelled) throws(DiagnosticError) ->
      Artifact,
    load: @escaping @Sendable (Artifact) throws(DiagnosticError) -> Executable,
    allocate: @escaping @Sendable (ScalarKind, Domain) throws(FieldError) -> Field =
      { (dtype, domain) throws(FieldError) in try Field.zeros(dtype, on: domain) }
  ) {
    self.name = name
    self.summary = summary
    self.needs = needs
    self.compilesWith = compilesWith
    self.interprets = interprets
    self.texts = texts
    self.pipeline = pipeline
    self.allocate = allocate
    let owner = StepOwner()
    transforms = Step(
      "transforms", of: owner,
      run: { (input, isCancelled) throws(DiagnosticError) in
        try diagnosingPasses {
          let options = Pipeline.Options(
            settings: input.settings, verifies: true, isCancelled: isCancelled)
          return CompilableProgram(
            try pipeline.run(input.program, options).result, settings: input.settings)
        }
      },
      print: { $0.program.text(width: $1) })
    translation = Step(
      "translation", of: owner, run: translate, print: { source, _ in source.text })
    compile = Step("compile", of: owner, run: build, print: { artifact, _ in artifact.summary })
    self.load = Step(
      "load", of: owner, run: load, print: { executable, _ in executable.head.description })
  }

}

extension Backend {

  /// The backends that the toolchain comes with, the one that runs unless another is asked for first.
  ///
  /// A program that embeds the compiler hands a list of its own to `Toolchain`.
  public static let all: [Backend] = [.auto, .interpreter, .c, .gtfn, .dace]

  /// `true` iff it compiles programs before they are called, by itself.
  public var compilesAhead: Bool { !interprets && compilesWith == nil }

  /// Returns `field` as it lies best for the backend.
  ///
  /// - Throws: If there is no memory for a copy.
  /// - Complexity: O(points) unless it lies so already.
  public func placed(_ field: Field) throws(FieldError) -> Field {
    var own = try allocate(field.dtype, field.domain)
    if own.strides == field.strides, own.offset == field.offset { return field }
    own.copyElements(from: field)
    return own
  }

}
