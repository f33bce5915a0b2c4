import CodeGen
import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Transforms

extension Backend {

  /// The backend that writes C, has it compiled, and calls what comes out.
  public static let c = Backend.c(.system)

  /// The backend `c` with the compiler, the cache and the threads of `environment`.
  public static func c(
    _ environment: NativeEnvironment, options: Schedule.Options = Schedule.Options()
  ) -> Backend {
    Backend(
      name: "c", summary: "C", isCompiling: true, pipeline: .compiledC,
      translate: { (input) throws(DiagnosticError) in
        let code = try CProgram(
          lowering: input.program, tables: input.tableTypes, options: options)
        let name = input.program.name
        return GeneratedSource(
          files: [
            .init(name: name + ".c", language: "C", text: code.text),
            .init(name: name + ".json", language: "JSON", text: code.entry.json),
            .init(
              name: name + ".itir", language: "ITIR", text: input.program.text(style: .typed)),
          ], entryPoint: code.entry.symbol,
          interface: CallInterface(input, sites: input.program.sites))
      },
      build: { (source, isCancelled) throws(DiagnosticError) in
        guard let entry = EntryPoint(json: source.files[1].text) else {
          preconditionFailure("the second file is the entry point")
        }
        let object = try reporting { () throws(CompilationProblem) in
          try environment.compiler(isCancelled: isCancelled).object(
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
          program, artifact.interface, text: native.program, threads: environment.threads)
        return Executable(
          artifact.interface,
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try executable.update(&arguments, around)
          })
      },
      allocate: placedInRows)
  }

}

extension CompilableProgram {

  /// What is known of neighbor tables, as code is made for them.
  var tableTypes: [String: TableType] {
    Dictionary(
      uniqueKeysWithValues: connectivities.map {
        (
          $0.offset,
          TableType(
            target: $0.type.target, local: $0.type.local, source: $0.type.source,
            columns: $0.type.neighborCount, hasSkipValues: $0.type.hasSkipValues)
        )
      })
  }

}

/// Returns zeros in rows along the last dimension, which begin at cache lines.
@Sendable func placedInRows(
  _ dtype: ScalarKind, _ domain: Domain
) throws(FieldError) -> Field {
  let dense = try Field.zeros(dtype, on: domain)
  guard domain.dims.count > 1, let last = domain.dims.last, let range = domain.ranges.last,
    range.count * dtype.byteCount >= 256, last.kind != .local
  else { return dense }
  return Field(zeros: dtype, on: domain, layout: .padded(domain.dims, innermost: last))
}

/// Returns what `body` returns; what it throws becomes a message to the user.
private func reporting<T>(
  _ body: () throws(CompilationProblem) -> T
) throws(DiagnosticError) -> T {
  do throws(CompilationProblem) { return try body() } catch {
    throw DiagnosticError(error.diagnostic)
  }
}
