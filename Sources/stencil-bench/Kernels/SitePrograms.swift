import CodeGen
import Diagnostics
import FieldView
import Fields
import Foundation
import IteratorIR
import StencilTypes
import Toolchain
import Workbench

/// Measures the programs of installed packages against plain fused loops of the same compiler.
///
/// The rival is what the compiler writes with nothing kept, no tiles and no stores past the caches:
/// one loop a statement, as somebody would write it who fuses by hand and leaves the rest to the C
/// compiler. Fields are random, neighbor tables too, with neighbors nearby.
struct SitePrograms {

  let folder: String
  let only: String?
  let rounds: Int
  let options: Schedule.Options

  /// Points along each horizontal dimension, and levels.
  private static let horizontal = 4096, vertical = 65

  init(folder: String, only: String?, rounds: Int, _ options: Schedule.Options) {
    self.folder = folder
    self.only = only
    self.rounds = rounds
    self.options = options
  }

  private static var plain: Schedule.Options {
    var options = Schedule.Options()
    options.keeping = .recompute
    options.tiling = .off
    options.joinsRows = false
    options.streamedBytes = nil
    options.usesThreads = false
    return options
  }

  /// Prints a line for each program, and the geometric mean over all of them.
  func report() throws {
    let place = FileManager.default.temporaryDirectory.appending(
      path: "stencil-site-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let cache = ObjectCache(path: place.path())
    let environment = NativeEnvironment(search: .system, cache: cache, threads: .single)
    let ours = Backend.c(environment, options: options)
    let plain = Backend.c(environment, options: Self.plain)
    let loader = ModuleLoader(searchPath: [folder])
    row("program", "ours", "plain ÷ ours")
    var ratios: [Double] = []
    var refused: [String] = []
    for (path, names) in try files() {
      for name in names where only.map(name.contains) ?? true {
        do {
          let ratio = try withLargeStack {
            try measured(name, try loader.loadFile(path), ours, plain)
          }
          if let ratio { ratios.append(ratio) }
        } catch {
          refused.append("\(name): \(summary(of: error))")
        }
        fflush(nil)
      }
    }
    guard !ratios.isEmpty else { throw BenchFailure("no program could be measured in '\(folder)'") }
    let mean = exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
    let slower = ratios.count { $0 < 0.95 }
    print(
      "\n\(ratios.count) programs, geometric mean of plain ÷ ours: \(fixed(mean, 2)), "
        + "least \(fixed(ratios.min() ?? 0, 2)); slower by more than 5 %: \(slower)")
    for r in refused { print("  not measured: \(r)") }
  }

  /// The files of the folder that define programs, with their names, in alphabetical order.
  private func files() throws -> [(path: String, programs: [String])] {
    guard let all = FileManager.default.enumerator(atPath: folder) else {
      throw BenchFailure("'\(folder)' is no folder")
    }
    let paths = all.compactMap { $0 as? String }.filter { $0.hasSuffix(".py") }.sorted()
    return paths.compactMap { path in
      let whole = folder + "/" + path
      guard let text = try? String(contentsOfFile: whole, encoding: .utf8) else { return nil }
      let head = /(?m)^@(?:gtx\.)?program\b[^\n]*\n(?:[^\n@]*\n)*?def (\w+)/
      let names = text.matches(of: head).map { String($0.1) }
      return names.isEmpty ? nil : (whole, names)
    }
  }

  private func summary(of error: any Error) -> String {
    guard let error = error as? DiagnosticError else { return "\(error)" }
    return error.diagnostics.first?.message ?? "\(error)"
  }

  /// Prints how long a program takes; returns the plain loop's least time ÷ ours, or `nil` if the
  /// program computes too little to be timed.
  private func measured(
    _ name: String, _ module: SourceModule, _ ours: Backend, _ plain: Backend
  ) throws -> Double? {
    guard let definition = Callable.Definition(try module.lookup(name)) else {
      throw BenchFailure("no program")
    }
    let callable = Callable(definition)
    let lowering = Toolchain(backends: [ours])
    var runner = lowering.runner
    let declared = try lowering.declaredInfo(of: callable, &runner)
    let program = try lowering.lower(declared, &runner).program
    let tables = randomTables(for: program)
    let dims = program.parameters.flatMap(\.type.leaves).flatMap {
      type -> [StencilTypes.Dimension] in
      if case .field(let f) = type { f.dims } else { [] }
    }
    let extents = Dictionary(dims.map { ($0, extent(of: $0)) }) { a, _ in a }
    let sample = try SampleArguments(program, tables: tables, seed: 1, margin: 2, extents: extents)
    var codes: [Executable] = []
    for backend in [ours, plain] {
      let toolchain = Toolchain(backends: [backend])
      var runner = toolchain.runner
      let info = try toolchain.declaredInfo(
        of: callable, settings: .init().knowing(tables), &runner)
      codes.append(try toolchain.compile(info, &runner))
    }
    let context = Executable.CallContext(tables: tables)
    let results = try codes.map { code in
      var values = sample.values
      try code.call(updating: &values, in: context)
      return digests(of: values)
    }
    guard results[0] == results[1] else { throw BenchFailure("other bits") }
    // Both work on the same memory: where fields lie makes more of a difference than loops do.
    var values = try sample.values.map { try placed($0, by: ours) }
    var least = [Double.infinity, .infinity]
    let clock = ContinuousClock()
    for _ in 0 ..< rounds {
      for i in codes.indices {
        for _ in 0 ..< 3 {
          let start = clock.now
          try codes[i].call(updating: &values, in: context)
          least[i] = min(least[i], (clock.now - start).seconds)
        }
      }
    }
    row(name, time(least[0]), fixed(least[1] / least[0], 2))
    return least[1] / least[0]
  }

  private func digests(of values: [ArgumentValue]) -> [String] {
    values.flatMap(\.leaves).map { if case .field(let f) = $0 { f.digest } else { "" } }
  }

  private func extent(of d: StencilTypes.Dimension) -> Int {
    switch d.kind {
    case .vertical: Self.vertical
    case .horizontal: Self.horizontal
    case .local: 1
    }
  }

  private func placed(_ value: ArgumentValue, by backend: Backend) throws -> ArgumentValue {
    switch value {
    case .scalar: value
    case .field(let f): .field(try backend.placed(f))
    case .tuple(let e): .tuple(try e.map { try placed($0, by: backend) })
    }
  }

  /// Returns a table for each offset to neighbors, by its name.
  private func randomTables(for program: Program) -> [String: NeighborTable] {
    var tables: [String: NeighborTable] = [:]
    for (name, offset) in program.offsets.sorted(by: { $0.key < $1.key })
    where offset.target.count == 2 {
      let count = neighborCount(of: name)
      let entries = (0 ..< Self.horizontal).flatMap { row in
        (0 ..< count).map { Int32((row + ($0 * 7919 + row) % 64) % Self.horizontal) }
      }
      tables[name] = NeighborTable(
        target: offset.target[0], local: offset.target[1], source: offset.source,
        rowCount: Self.horizontal, columnCount: count, entries: entries, skipValue: nil)
    }
    return tables
  }

  /// The number of neighbors in the triangles of ICON.
  private func neighborCount(of name: String) -> Int {
    let known = [
      "V2E": 6, "V2C": 6, "E2V": 2, "E2C": 2, "C2E": 3, "C2V": 3, "C2E2C": 3, "C2E2CO": 4,
      "C2E2C2E": 9, "C2E2C2E2C": 9, "E2C2V": 4, "E2C2E": 4, "E2C2EO": 5, "C2CEC": 3, "C2CE": 3,
      "E2EC": 2, "E2ECV": 4,
    ]
    return known[name] ?? 3
  }

}
