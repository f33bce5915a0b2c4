import CodeGen
import Diagnostics
import Fields
import StencilTypes
import Transforms

extension Backend {

  /// What a translation gives that a compiler makes native code of.
  struct NativeCode {

    let text: String
    let entry: EntryPoint

  }

  /// A backend that writes one file in `language`, has it compiled, and calls what comes out.
  ///
  /// - Parameters:
  ///   - texts: what people can read of its way to code.
  ///   - needs: what it needs besides the compiler.
  ///   - compiler: the compiler with what the code needs besides.
  static func native(
    _ name: String, summary: String, _ environment: NativeEnvironment,
    _ language: SourceLanguage, texts: [BackendText], pipeline: Pipeline,
    needs: @escaping @Sendable (IsCancelled) -> [BackendNeed] = { _ in [] },
    compiler:
      @escaping @Sendable (@escaping IsCancelled) throws(CompilationProblem) -> NativeCompiler,
    write: @escaping @Sendable (CompilableProgram) throws(DiagnosticError) -> NativeCode
  ) -> Backend {
    let maker = ObjectMaker(environment: environment, compiler: compiler)
    return Backend(
      name: name, summary: summary,
      needs: { [.compiler(for: language, in: environment, $0)] + needs($0) },
      texts: texts, pipeline: pipeline,
      translate: { (input) throws(DiagnosticError) in
        let code = try write(input)
        let program = input.program.name
        return GeneratedSource(
          files: [
            .init(
              name: program + language.fileSuffix, language: language.rawValue, text: code.text),
            .init(
              name: program + ".json", language: "JSON", role: .entryPoint, text: code.entry.json),
            .init(
              name: program + ".itir", language: "ITIR", role: .program,
              text: input.program.text(style: .typed)),
          ], entryPoint: code.entry.symbol,
          interface: CallInterface(input, sites: input.program.sites))
      },
      build: { (source, isCancelled) throws(DiagnosticError) in
        guard let entry = EntryPoint(json: source.written(.entryPoint)) else {
          preconditionFailure("what the translation writes reads back")
        }
        let code = source.code
        let hasRest = language == .c && CodePart.areFound(in: code)
        let object = try maker.object(
          code, language == .c ? .usual : .whole, source.interface, isCancelled)
        let artifact = NativeArtifact(
          object: object, entry: entry, program: source.written(.program),
          code: hasRest ? code : nil)
        return Artifact(
          .memory(artifact.bytes), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        guard case .memory(let bytes) = artifact.content, let native = NativeArtifact(bytes: bytes)
        else { preconditionFailure("the backend builds in memory") }
        let code = ThreadedProgram(
          program: try program(native.object, native.entry), threads: environment.threads,
          makeRest: native.code.map { maker.rest(of: $0, native.entry, artifact.interface) },
          note: { environment.note($0) })
        let executable = NativeExecutable(code, artifact.interface, text: native.program)
        let rows = native.entry.fields.compactMap { f in f.row.map { (f.name, $0) } }
        return Executable(
          artifact.interface, rows: Dictionary(rows) { first, _ in first },
          completing: { (isCancelled) throws(DiagnosticError) in try code.complete(isCancelled) },
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try executable.update(&arguments, around)
          })
      },
      allocate: placedInRows)
  }

}

/// Has parts of code compiled, and keeps a record of what was found in the cache.
private struct ObjectMaker: Sendable {

  let environment: NativeEnvironment
  let compiler: @Sendable (@escaping IsCancelled) throws(CompilationProblem) -> NativeCompiler

  func object(
    _ code: String, _ part: CodePart, _ interface: CallInterface,
    _ isCancelled: @escaping IsCancelled
  ) throws(DiagnosticError) -> [UInt8] {
    let object = try reporting { () throws(CompilationProblem) in
      try compiler(isCancelled).object(
        of: code, part, for: environment.target, about: interface.name, isCancelled: isCancelled)
    }
    environment.note(object.lookup)
    return object.bytes
  }

  /// Returns what makes the part of `code` that most calls do not need.
  func rest(
    of code: String, _ entry: EntryPoint, _ interface: CallInterface
  ) -> ThreadedProgram.MakeRest {
    { (isCancelled) throws(DiagnosticError) in
      try program(object(code, .rest, interface, isCancelled), entry)
    }
  }

}

/// Loads `object` as the code of `entry`.
private func program(
  _ object: [UInt8], _ entry: EntryPoint
) throws(DiagnosticError) -> NativeProgram {
  try reporting { () throws(CompilationProblem) in
    try NativeProgram(SharedObject(bytes: object), entry: entry)
  }
}

/// Returns zeros in rows along the last dimension, which begin at cache lines.
@Sendable func placedInRows(
  _ dtype: ScalarKind, _ domain: Domain
) throws(FieldError) -> Field {
  guard let last = domain.dims.last else { return try Field.zeros(dtype, on: domain) }
  return try zerosInRows(dtype, domain, along: last)
}

/// Returns zeros in rows along `row`, which begin at cache lines if they are long.
func zerosInRows(
  _ dtype: ScalarKind, _ domain: Domain, along row: Dimension
) throws(FieldError) -> Field {
  // That there is memory for it is found out before more of it is asked for.
  let dense = try Field.zeros(dtype, on: domain)
  guard domain.dims.count > 1, let range = domain[row], row.kind != .local else { return dense }
  let isLong = range.count * dtype.byteCount >= 256
  if !isLong, row == domain.dims.last { return dense }
  let order = domain.dims.filter { $0 != row } + [row]
  return Field(
    zeros: dtype, on: domain,
    layout: isLong ? .padded(domain.dims, innermost: row) : FieldLayout(order: order))
}

/// Returns what `body` returns; what it throws becomes a message to the user.
func reporting<T>(
  _ body: () throws(CompilationProblem) -> T
) throws(DiagnosticError) -> T {
  do throws(CompilationProblem) { return try body() } catch {
    throw DiagnosticError(error.diagnostic)
  }
}
