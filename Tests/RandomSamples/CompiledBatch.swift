import CodeGen
import Diagnostics
import Fields
import Foundation
import IteratorIR
import StencilTypes
import Toolchain
import Transforms
import Workbench

/// Random programs in one shared object, to be compared with the interpreter.
public struct CompiledBatch: Sendable {

  private struct Member {
    let name: String
    let code: CProgram
    let arguments: [ArgumentValue]
    let tables: [String: NeighborTable]

    /// What the interpreter computes; `nil` if a point fails.
    let expected: [ArgumentValue]?
  }

  private let members: [Member]

  /// The number of programs that have a form in C, and of those that have none.
  public let count: Int
  public private(set) var unsupportedCount = 0

  /// Lowers the programs of `seeds` that can be opened, under the schedule that each seed's turn in
  /// `schedules` gives; fields have `extent` points along each dimension without a table.
  ///
  /// - Throws: What is wrong with a program.
  public init(
    seeds: Range<UInt64>, extent: Int, schedules: [Schedule.Options]
  ) throws(DiagnosticError) {
    var members: [Member] = []
    for seed in seeds {
      guard let session = RandomProgram(seed: seed).opened else { continue }
      // Where domains fail there is nothing to compare.
      guard let sample = try? session.sample(extent: extent) else { continue }
      let transformed: Program
      do { transformed = try Pipeline.compiledC.run(sample.program).result } catch { continue }
      let expected = try? Toolchain.interpret(
        sample.program, sample.arguments, tables: sample.tables)
      let options = schedules[Int(seed % UInt64(schedules.count))]
      do {
        let code = try CProgram(
          lowering: transformed, tables: sample.tables.mapValues { TableType($0.type) },
          options: options)
        if members.contains(where: { $0.code.entry.symbol == code.entry.symbol }) { continue }
        members.append(
          Member(
            name: "seed \(seed), schedule '\(options.text)'", code: code,
            arguments: sample.arguments, tables: sample.tables, expected: expected))
      } catch { unsupportedCount += 1 }
    }
    self.members = members
    count = members.count
  }

  /// Builds all programs as one object for `target`, calls each with each of `pools`, and returns
  /// what differs from the interpreter.
  ///
  /// - Throws: What the compiler refuses: warnings are errors.
  public func failures(
    _ compiler: CCompiler, _ target: NativeTarget, _ pools: [ThreadPool]
  ) throws -> [String] {
    if members.isEmpty { return [] }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stencil-batch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [String] = []
    for (i, m) in members.enumerated() {
      let file = folder.appending(path: "p\(i).c")
      try m.code.text.write(to: file, atomically: false, encoding: .utf8)
      files.append(file.path())
    }
    let output = folder.appending(path: "all.so").path()
    let command = ExternalCommand(
      compiler.path,
      compiler.leadingArguments + compiler.meaningFlags(target) + CCompiler.objectFlags
        + ["-Wall", "-Wextra", "-Werror"] + files + ["-o", output] + compiler.linkFlags,
      timeLimit: .seconds(3600))
    let outcome = try command.run()
    guard outcome.isSuccess else { return ["the compiler: \(outcome.errors.prefix(4000))"] }
    let object = try SharedObject(bytes: Array(Data(contentsOf: URL(filePath: output))))
    var result: [String] = []
    for m in members {
      let program = try NativeProgram(object, entry: m.code.entry)
      for pool in pools {
        if let problem = problem(m, program, pool) {
          result.append("\(m.name), \(target), \(pool.count) threads: \(problem)")
        }
      }
    }
    return result
  }

  private func problem(_ m: Member, _ program: NativeProgram, _ pool: ThreadPool) -> String? {
    var fields = m.arguments.flatMap(\.fields)
    let scalars = m.arguments.flatMap(\.scalars)
    let tables = m.code.entry.tables.compactMap { m.tables[$0.name] }
    let ending = program.call(&fields, scalars, tables: tables, threads: pool)
    guard let expected = m.expected else {
      return ending == .done ? "a point fails in the interpreter only" : nil
    }
    // Who calls asks the interpreter then.
    if ending == .unsuitable || ending == .withoutMemory { return nil }
    guard ending == .done else { return "the code ended with \(ending)" }
    for (i, (own, other)) in zip(fields, expected.flatMap(\.fields)).enumerated()
    where own.digest != other.digest {
      return "argument \(i) has other bits"
    }
    return nil
  }

}

extension ArgumentValue {

  fileprivate var fields: [Field] {
    switch self {
    case .field(let f): [f]
    case .scalar: []
    case .tuple(let parts): parts.flatMap(\.fields)
    }
  }

  fileprivate var scalars: [ScalarValue] {
    switch self {
    case .field: []
    case .scalar(let v): [v]
    case .tuple(let parts): parts.flatMap(\.scalars)
    }
  }

}

extension TableType {

  fileprivate init(_ type: ConnectivityType) {
    self.init(
      target: type.target, local: type.local, source: type.source, columns: type.neighborCount,
      hasSkipValues: type.hasSkipValues)
  }

}
