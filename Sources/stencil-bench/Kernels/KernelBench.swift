import ArgumentParser
import CodeGen
import Diagnostics
import Fields
import Foundation
import StencilTypes
import Toolchain

/// Measures compiled code against hand-written C and against kernels that only move as many bytes.
///
/// All are built by the same compiler with the same flags, and run in turns in the same process, so
/// that ratios hold on a machine that others use too; times of one line only compare in that line.
struct KernelBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Measures compiled code against hand-written C and against the memory.")

  @Option(help: "Only kernels whose title has this text.")
  var only: String?

  @Flag(help: "Fewer rounds, float64 only, no small size.")
  var quick = false

  @Option(help: "Rounds; the least and the median count.")
  var rounds: Int?

  @Option(help: "Settings of the schedule: 'tiles=off stream=never'.")
  var schedule = ""

  @Option(
    help: """
      A folder with the packages of icon4py: its programs, against the same loops as they come, \
      with everything fused.
      """)
  var site: String?

  func run() throws {
    guard let options = Schedule.Options(schedule) else {
      throw BenchFailure("'\(schedule)' is no schedule")
    }
    let rounds = rounds ?? (quick ? 7 : 21)
    if let site {
      return try SitePrograms(folder: site, only: only, rounds: rounds, options).report()
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "stencil-kernels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = ObjectCache(path: folder.appending(path: "cache").path())
    print("least time, and the median; ratios are rival ÷ ours of the least (of the medians):")
    print("more than 1 is faster than the rival, the limit is at most 1\n")
    for dtype in quick ? [ScalarKind.float64] : [.float64, .float32] {
      let text = folder.appending(path: "kernels_\(dtype).py")
      try kernelPrograms("\(dtype)").write(to: text, atomically: true, encoding: .utf8)
      let environment = NativeEnvironment(search: .system, cache: cache, threads: .single)
      let rivals = try Rivals(dtype, environment)
      heading()
      for make in makers(dtype, rivals) where only.map({ make.title.contains($0) }) ?? true {
        let test = try make.make()
        try KernelRun(test, text.path(), cache, rivals, rounds, options).report()
      }
    }
  }

  private struct Maker {
    let title: String
    let make: () throws -> KernelCase
  }

  private func makers(_ dtype: ScalarKind, _ rivals: Rivals) -> [Maker] {
    let sizes = quick ? [KernelSize.medium, .large] : [.small, .medium, .large]
    var result: [Maker] = []
    func add(_ title: String, _ make: @escaping () throws -> KernelCase) {
      result.append(Maker(title: title, make: make))
    }
    let grids = sizes.map { StructuredKernels(dtype: dtype, size: $0, rivals: rivals) }
    for g in grids { add("lap2d") { try g.laplacian("lap2d", vertical: 0) } }
    for g in grids { add("lap3d") { try g.laplacian("lap3d", vertical: 1) } }
    for g in grids { add("hdiff") { try g.diffusion() } }
    for g in grids { add("vadv") { try g.solve() } }
    for (n, levels) in [(320, 80), (578, 1)] {
      add("nabla") {
        try UnstructuredKernels(dtype: dtype, n: n, levels: levels, rivals: rivals).nabla()
      }
    }
    for g in grids.dropLast() {
      for useLam in [true, false] {
        for isFolded in [false, true] {
          add("lam") { try g.flag(useLam, isFolded: isFolded) }
        }
      }
    }
    return result
  }

  private func heading() {
    row(
      "kernel", "threads", "least", "median", "hand", "naive", "limit", "of 1 thread", "GB/s",
      "compile")
  }

}
