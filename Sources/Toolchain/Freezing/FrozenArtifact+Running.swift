import Diagnostics
import FieldView
import Fields
import IteratorIR

extension FrozenArtifact.Thawed {

  /// Returns the program that it was frozen from, called `name`, as one that can be called like any
  /// other.
  ///
  /// - Throws: If the ITIR in the folder does not read back.
  public func callable(named name: String) throws(DiagnosticError) -> Callable {
    let file = SourceFile(name: "\(name).itir", text: lowered)
    let program = try Program(parsing: file).with(name: name)
    return Callable(.itir(program, text: program.text(style: .typed)))
  }

  /// Returns the backend that runs `callable`, which `callable(named:)` gave, by the loaded object.
  public func backend(for callable: Callable) -> Backend {
    let (program, digest) = (self.program, manifest.digest)
    return Backend(
      name: "frozen-\(digest.prefix(16))",
      translate: { (input) throws(DiagnosticError) in
        GeneratedSource(
          files: [.init(name: "lowered.itir", language: "ITIR", text: lowered)],
          entryPoint: program.entry.symbol,
          interface: CallInterface(input, sites: input.program.sites))
      },
      build: { (source, _) throws(DiagnosticError) in
        Artifact(.memory([]), entryPoint: source.entryPoint, interface: source.interface)
      },
      load: { (artifact) throws(DiagnosticError) in
        let executable = NativeExecutable(
          ThreadedProgram(program: program, threads: .shared), artifact.interface, text: lowered)
        return Executable(
          artifact.interface,
          updating: { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
            try executable.update(&arguments, around)
          })
      },
      allocate: placedInRows)
  }

}
