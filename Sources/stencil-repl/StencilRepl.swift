import ArgumentParser
import CMalloc
import Diagnostics
import Foundation
import Workbench

/// The command line: a prompt, a session file, single commands, or a check of session files.
@main
struct StencilRepl {

  static func main() {
    StandardStreams.prepare()
    Fault.install()
    // Released blocks of some size go back to the system, whichever thread had them.
    mallopt(M_MMAP_THRESHOLD, 1 << 17)
    mallopt(M_TRIM_THRESHOLD, 1 << 20)
    mallopt(M_ARENA_MAX, 1)
    let status = withLargeStack {
      Fault.install()
      return run(Array(CommandLine.arguments.dropFirst()))
    }
    exit(status)
  }

  private static func run(_ arguments: [String]) -> Int32 {
    // A file may stand in the place of a subcommand, so the only one is told apart here.
    arguments.first == "replay"
      ? run(ReplayOptions.self, Array(arguments.dropFirst())) : run(Options.self, arguments)
  }

  private static func run<C: ParsableCommand>(_ type: C.Type, _ arguments: [String]) -> Int32 {
    do {
      var command = try C.parseAsRoot(arguments)
      try command.run()
      return ExitStatus.ok
    } catch {
      let code = C.exitCode(for: error)
      if error is ExitCode { return code.rawValue }
      if code.isSuccess {
        StandardStreams.write(C.message(for: error))
        return ExitStatus.ok
      }
      standardError(C.fullMessage(for: error))
      return ExitStatus.usage
    }
  }

}

/// What a run of the tool ends with.
enum ExitStatus {
  static let ok: Int32 = 0
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let fault: Int32 = 3
  static let interrupted: Int32 = 130
}

/// The command line of the tool.
///
/// `stencil-repl [FILE] [-c COMMAND]… [--path DIR]…`
struct Options: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "stencil-repl",
    abstract: "A workbench for weather and climate stencils in GT4Py's field view.",
    discussion: """
      Without a file or -c it opens a prompt, or reads commands from a pipe.
      `stencil-repl replay PATH…` checks session files: see `stencil-repl replay --help`.
      Exit status: 0 ok, 1 a command failed or a session differs, 2 usage or unreadable input,
      3 a fault of the tool, 130 interrupted.
      """,
    version: "0.1.0")

  @OptionGroup var common: CommonOptions

  @Option(
    name: .customShort("c"), parsing: .singleValue,
    help: "Run a command and print only its output (repeatable).")
  var commands: [String] = []

  @Argument(help: "A .stencil-session file to play.")
  var file: String?

  func run() throws {
    var status = ExitStatus.ok
    if let file {
      status = try Batch(common).play(file)
    } else if !commands.isEmpty {
      status = Batch(common).run(commands)
    } else if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
      status = Prompt(common).run()
    } else {
      status = Batch(common).runPipe()
    }
    if status != ExitStatus.ok { throw ExitCode(status) }
  }

}

/// The command line that checks session files: `stencil-repl replay PATH…`.
struct ReplayOptions: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "stencil-repl replay",
    abstract: "Runs session files and compares their outputs with those in the files.")

  @OptionGroup var common: CommonOptions

  @Flag(help: "Put the actual outputs into the files.")
  var bless = false

  @Option(help: "Write a JUnit report to this file.")
  var junit: String?

  @Argument(help: "Session files, or folders of them.")
  var paths: [String]

  func validate() throws {
    if bless, !environment("CI").isEmpty {
      throw ValidationError("--bless is not for CI: it makes every check pass.")
    }
  }

  func run() throws {
    let status = try Batch(common).replay(paths, junit: junit, blesses: bless)
    if status != ExitStatus.ok { throw ExitCode(status) }
  }

}

/// The options of all ways to run.
struct CommonOptions: ParsableArguments {

  @Option(
    name: .customLong("path"), parsing: .singleValue,
    help: "Add a folder to the module search path (repeatable); also STENCIL_PATH.")
  var paths: [String] = []

  @Option(help: "When to use colours: auto, always, never.")
  var color: ColorChoice = .auto

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  /// The folders to look for modules in: `--path`, then `STENCIL_PATH`.
  var modulePath: [String] {
    paths + environment("STENCIL_PATH").split(separator: ":").map(String.init)
  }

  /// Whether the terminal says that it has more than 256 colours.
  var hasTrueColor: Bool { ["truecolor", "24bit"].contains(environment("COLORTERM")) }

  /// Whether output is coloured: what was asked for, else by NO_COLOR and the terminal.
  var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      environment("NO_COLOR").isEmpty
        && (!["", "0"].contains(environment("CLICOLOR_FORCE"))
          || (isatty(1) == 1 && environment("CLICOLOR") != "0"
            && !["", "dumb"].contains(environment("TERM"))))
    }
  }

}

/// Returns the value of the environment variable `name`, or nothing.
func environment(_ name: String) -> String { ProcessInfo.processInfo.environment[name] ?? "" }
