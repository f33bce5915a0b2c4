import Diagnostics
import Fields
import Foundation
import Interpreter
import IteratorIR
import Toolchain
import Transforms

extension Backend {

  /// A second backend, small but whole: it has passes of its own and keeps what it builds in a folder,
  /// where a later build of the same text finds it; it runs the text that it finds there.
  ///
  /// - Parameter onBuild: called with the path of each file that is written.
  public static func kept(
    in folder: URL, pipeline: Pipeline = .standard,
    onBuild: @escaping @Sendable (String) -> Void = { _ in }
  ) -> Backend {
    Backend(
      name: "kept",
      texts: [
        .before("kept_domains", "the domains of what is kept") {
          (input) throws(DiagnosticError) in
          input.program.statements.map { "\($0)" }.joined(separator: "\n")
        },
        .code("kept_program", "what is kept", fileSuffix: ".kept"),
      ],
      pipeline: pipeline,
      translate: { (input) throws(DiagnosticError) in
        GeneratedSource(
          files: [
            .init(
              name: "program.itir", language: "ITIR", text: input.program.text(style: .typed)),
            .init(
              name: "parameters.txt", language: "text", role: .description,
              text: input.program.parameters.map { "\($0.name.name): \($0.type)" }
                .joined(separator: "\n")),
          ], entryPoint: input.program.name, interface: CallInterface(input))
      },
      build: { (source, isCancelled) throws(DiagnosticError) in
        if isCancelled() { throw DiagnosticError(.interrupted) }
        let text = source.code
        let path = folder.appending(path: digest(of: text) + ".itir").path()
        if !FileManager.default.fileExists(atPath: path) {
          guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            preconditionFailure("\(path) can be written")
          }
          onBuild(path)
        }
        return Artifact(
          .file(path: path), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        guard case .file(let path) = artifact.content,
          let bytes = FileManager.default.contents(atPath: path)
        else { preconditionFailure("the artifact is in its file") }
        let program = try Program(parsing: SourceFile(name: path, bytes: Array(bytes)))
        return Executable(artifact.interface) { (arguments, around) throws(DiagnosticError) in
          try Interpreter.run(
            program, arguments: arguments, tables: around.tables, isCancelled: around.isCancelled)
        }
      },
      allocate: { (dtype, domain) throws(FieldError) in
        guard let innermost = domain.dims.first else { return try .zeros(dtype, on: domain) }
        return Field(
          zeros: dtype, on: domain, layout: .padded(domain.dims, innermost: innermost))
      })
  }

}

/// Returns a name for `text` that other texts will not have.
private func digest(of text: String) -> String {
  let hash = text.utf8.reduce(14_695_981_039_346_656_037 as UInt64) {
    ($0 ^ UInt64($1)) &* 1_099_511_628_211
  }
  return String(hash, radix: 16)
}
