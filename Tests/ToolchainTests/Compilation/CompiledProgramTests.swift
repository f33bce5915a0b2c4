import Diagnostics
import Fields
import Foundation
import StencilTypes
import Testing

@testable import Toolchain

@Suite("Compiled programs") struct CompiledProgramTests {

  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sample.py"
    try FrozenSample.text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private var output: Field {
    Field(zeros: .float64, on: Domain(dims: FrozenSample.dims, ranges: [0 ..< 6, 0 ..< 5]))
  }

  @Test func `give the bits of the interpreter, in place`() throws {
    let compiled = try CompiledProgram("diffuse", of: path, binding: ["use_lam": true])
    let interpreted = try CompiledProgram(
      "diffuse", of: path, binding: ["use_lam": true], backend: .interpreter)
    #expect(compiled.parameters.map(\.name.name) == ["u", "out", "factor"])
    var results: [Field] = []
    for program in [compiled, interpreted] {
      var arguments: [ArgumentValue] = [
        .field(FrozenSample.input), .field(output), .scalar(ScalarValue(FrozenSample.factor)),
      ]
      let place = arguments[1].address
      try program.call(&arguments)
      if program.parameters == compiled.parameters, results.isEmpty {
        #expect(arguments[1].address == place)
      }
      if case .field(let f) = arguments[1] { results.append(f) }
    }
    #expect(results.count == 2 && results[0].digest == results[1].digest)
    #expect(results[0].elements(as: Double.self).contains { $0 != 0 })
  }

  @Test func `leave fields as they were when a point fails, in the interpreter's words`() throws {
    let domain = Domain(dims: [Dimension("I")], ranges: [0 ..< 4])
    func arguments() -> [ArgumentValue] {
      [
        .field(Field([1, 2, 3, 4] as [Int32], on: domain)),
        .field(Field([1, 1, 0, 1] as [Int32], on: domain)),
        .field(Field([9, 9, 9, 9] as [Int32], on: domain)),
      ]
    }
    var messages: [[String]] = []
    for backend in [Backend.c, .interpreter] {
      let program = try CompiledProgram("divide", of: path, backend: backend)
      var given = arguments()
      let error = try #require(throws: DiagnosticError.self) { try program.call(&given) }
      messages.append(
        error.diagnostics.map(\.message) + error.diagnostics.flatMap { $0.notes.map(\.message) })
      guard case .field(let out) = given[2] else {
        Issue.record("the result is no field")
        continue
      }
      #expect(out.elements(as: Int32.self) == [9, 9, 9, 9])
    }
    #expect(messages[0] == messages[1])
    #expect(messages[0].first == "An integer is divided by zero.")
  }

  @Test func `say what a file does not have`() {
    #expect(throws: DiagnosticError.self) { try CompiledProgram("nothing", of: path) }
    let error = #expect(throws: DiagnosticError.self) { try CompiledProgram("I", of: path) }
    #expect(error?.diagnostics.map(\.code) == ["E-COMPILATION-NAME"])
  }

  @Test func `are called from a short example`() throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let example = source.appending(path: "Examples/CallingFromSwift/main.swift")
    #expect(try String(contentsOf: example, encoding: .utf8).split(separator: "\n").count < 40)
    let program = Bundle.allBundles.map(\.bundleURL)
      .map { $0.deletingLastPathComponent().appending(path: "calling-from-swift").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    let found = try #require(program ?? besideTests)
    let outcome = try ExternalCommand(
      found, [source.appending(path: "tutorials/lap.py").path]
    ).run()
    #expect(outcome.isSuccess, "\(outcome.errors)")
    var arguments: [ArgumentValue] = try [
      .field(
        Field.random(
          seed: 42, name: "u",
          on: Domain(dims: FrozenSample.dims, ranges: [-1 ..< 129, -1 ..< 129]), dtype: .float64)),
      .field(
        Field(zeros: .float64, on: Domain(dims: FrozenSample.dims, ranges: [0 ..< 128, 0 ..< 128]))),
    ]
    let interpreted = try CompiledProgram(
      "laplacian", of: source.appending(path: "tutorials/lap.py").path, backend: .interpreter)
    try interpreted.call(&arguments)
    guard case .field(let result) = arguments[1] else {
      Issue.record("the result is no field")
      return
    }
    #expect(outcome.output.contains("its digest is \(result.digest)\n"))
  }

  /// The path of the example beside the program that runs the tests.
  private var besideTests: String? {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let path = folder.appending(path: "calling-from-swift").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

}

extension ArgumentValue {

  fileprivate var address: UnsafeMutableRawPointer? {
    if case .field(let f) = self { f.storage.bytes.baseAddress } else { nil }
  }

}
