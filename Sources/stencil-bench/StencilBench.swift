import ArgumentParser
import Diagnostics
import Foundation

/// Measures the compiler and looks for inputs that break it.
@main
struct StencilBench: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "stencil-bench",
    abstract: "Measures the compiler and the interpreter, and looks for inputs that break them.",
    discussion: "Build it with `-c release`; figures of debug builds say nothing.",
    subcommands: [
      FrontendBench.self, FoldingBench.self, PassesBench.self, InterpreterBench.self,
      SessionBench.self, Fuzz.self, RandomPrograms.self, CacheBench.self, CallBench.self,
      KernelBench.self, LatencyBench.self, CompiledPrograms.self,
    ])

}

/// A bench that could not run, and why.
struct BenchFailure: Error, CustomStringConvertible {

  let description: String

  init(_ description: String) { self.description = description }

  init(_ error: DiagnosticError) {
    self.init(error.diagnostics.map { $0.rendered() }.joined(separator: "\n"))
  }

}
