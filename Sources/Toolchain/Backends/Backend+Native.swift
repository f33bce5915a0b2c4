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
  ///   - needs: what it needs besides the compiler.
  ///   - compiler: the compiler with what the code needs besides.
  static func native(
    _ name: String, summary: String, _ environment: NativeEnvironment,
    _ language: SourceLanguage, pipeline: Pipeline,
    needs: @escaping @Sendable (IsCancelled) -> [BackendNeed] = { _ in [] },
    compiler:
      @escaping @Sendable (@escaping IsCancelled) throws(CompilationProblem) -> NativeCompiler,
    write: @escaping @Sendable (CompilableProgram) throws(DiagnosticError) -> NativeCode
  ) -> Backend {
    Backend(
      name: name, summary: summary,
      needs: { [.compiler(for: language, in: environment, $0)] + needs($0) },
      pipeline: pipeline,
      translate: { (input) throws(DiagnosticError) in
        let code = try write(input)
        let program = input.program.name
        return GeneratedSource(
          files: [
            .init(
              name: program + language.fileSuffix, language: language.rawValue, text: code.text),
            .init(name: program + ".json", language: "JSON", text: code.entry.json),
            .init(
              name: program + ".itir", language: "ITIR", text: input.program.text(style: .typed)),
          ], entryPoint: code.entry.symbol,
          interface: CallInterface(input, sites: input.program.sites))
      },
      build: { (source, isCancelled) throws(DiagnosticError) in
        guard let entry = EntryPoint(json: source.files[1].text) else {
          preconditionFailure("the second file is the entry point")
        }
        let object = try reporting { () throws(CompilationProblem) in
          try compiler(isCancelled).object(
            of: source.files[0].text, for: environment.target, about: source.interface.name,
            isCancelled: isCancelled)
        }
        environment.note(object.lookup)
        let artifact = NativeArtifact(
          object: object.bytes, entry: entry, program: source.files[2].text)
        return Artifact(
          .memory(artifact.bytes), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        guard case .memory(let bytes) = artifact.content, let native = NativeArtifact(bytes: bytes)
        else { preconditionFailure("the backend builds in memory") }
        let program = try reporting { () throws(CompilationProblem) in
          try NativeProgram(SharedObject(bytes: native.object), entry: native.entry)
        }
        let executable = NativeExecutable(
          ThreadedProgram(program: program, threads: environment.threads), artifact.interface,
          text: native.program)
        let rows = native.entry.fields.compactMap { f in f.row.map { (f.name, $0) } }
        return Executable(
          artifact.interface, rows: Dictionary(rows) { first, _ in first },
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try executable.update(&arguments, around)
          })
      },
      allocate: placedInRows)
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
