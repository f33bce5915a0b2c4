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
    // Small ones are joined as they are released: to join millions at once takes a second, for which
    // all threads wait, whoever wants to go on.
    mallopt(M_MXFAST, 0)
    let status = withLargeStack {
      Fault.install()
      return run(Array(CommandLine.arguments.dropFirst()))
    }
    exit(status)
  }

  private static func run(_ arguments: [String]) -> Int32 {
    // A file may stand in the place of a subcommand, so they are told apart here.
    let rest = Array(arguments.dropFirst())
    return switch arguments.first {
    case "replay": run(ReplayOptions.self, rest)
    case "tour": run(TourOptions.self, rest)
    default: run(Options.self, arguments)
    }
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
      `stencil-repl tour [LESSON]` plays lessons at your pace.
      `stencil-repl replay PATH…` checks session files: see `stencil-repl replay --help`.
      A session file writes below its own folder, and replaces only what it made itself.
      Exit status: 0 ok, 1 a command failed or a session differs, 2 usage or unreadable input,
      3 a fault of the tool, 130 interrupted.
      """,
    version: "0.1.0")

  @OptionGroup var common: CommonOptions
  @OptionGroup var confinement: ConfinementOptions

  @Option(
    name: .customShort("c"), parsing: .singleValue,
    help: "Run a command and print only its output (repeatable).")
  var commands: [String] = []

  @Flag(name: .customShort("i"), help: "Open a prompt where the file or the commands end.")
  var interactive = false

  @Flag(help: "Open the prompt without the startup file.")
  var noStartup = false

  @Argument(help: "A .stencil-session file to play.")
  var file: String?

  func validate() throws {
    if file == nil, confinement.sandbox {
      throw ValidationError("--sandbox is for a session file: what you type yourself is free.")
    }
    if file != nil, !commands.isEmpty {
      throw ValidationError(
        "Either a file is played or commands are run; to do both: -c 'resume FILE' -c …")
    }
  }

  func run() throws {
    var status = ExitStatus.ok
    let batch = Batch(common, confinement)
    if interactive {
      status = try batch.openPrompt(after: file, commands)
    } else if let file {
      status = try batch.play(file)
    } else if !commands.isEmpty {
      status = batch.run(commands).status
    } else if Prompt.isPossible {
      status = try batch.openPrompt(readsStartup: !noStartup)
    } else {
      status = batch.runPipe()
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
  @OptionGroup var confinement: ConfinementOptions

  @Flag(help: "Put the actual outputs into the files, but for errors that were not expected.")
  var bless = false

  @Flag(help: "Put unexpected errors into the files too, marked with '? fails'.")
  var blessErrors = false

  @Flag(help: "Count inputs that are left out as failures.")
  var strict = false

  @Option(help: "Check only files whose path or title holds this text.")
  var filter: String?

  @Option(name: .customShort("j"), help: "How many files to check at a time.")
  var jobs = 1

  @Option(name: .customLong("to"), help: "Play the file up to this line, and open a prompt there.")
  var line: Int?

  @Option(help: "Write a JUnit report to this file.")
  var junit: String?

  @Argument(help: "Session files, or folders of them.")
  var paths: [String]

  func validate() throws {
    if bless || blessErrors, !environment("CI").isEmpty {
      throw ValidationError("--bless is not for CI: it makes every check pass.")
    }
    if !(1 ... 64).contains(jobs) { throw ValidationError("-j takes a number from 1 to 64.") }
    if let line {
      guard paths.count == 1, !bless, !blessErrors, junit == nil, filter == nil else {
        throw ValidationError("--to takes one file, and goes with no other check.")
      }
      if line < 1 { throw ValidationError("--to takes the number of a line, from 1.") }
    }
  }

  func run() throws {
    let batch = Batch(common, confinement)
    let status =
      if let line {
        try batch.openPrompt(after: paths[0], before: line)
      } else {
        try batch.replay(
          paths,
          ReplayChoices(
            blesses: bless || blessErrors, blessesErrors: blessErrors, isStrict: strict,
            filter: filter, jobs: jobs, junit: junit))
      }
    if status != ExitStatus.ok { throw ExitCode(status) }
  }

}

/// The command line that plays lessons: `stencil-repl tour [LESSON]`.
struct TourOptions: ParsableCommand {

  static let configuration = CommandConfiguration(
    commandName: "stencil-repl tour",
    abstract:
      "Plays lessons: prose, inputs to run or to vary, exercises. Goes on where it was left.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var confinement: ConfinementOptions

  @Argument(help: "A lesson's number, a part of its title, or a .stencil-session file.")
  var lesson: String?

  func run() throws {
    let status = try Batch(common, confinement).tour(TourRequest(lesson: lesson))
    if status != ExitStatus.ok { throw ExitCode(status) }
  }

}

/// How `replay` checks.
struct ReplayChoices: Sendable {
  let blesses: Bool
  let blessesErrors: Bool
  let isStrict: Bool
  let filter: String?
  let jobs: Int
  let junit: String?
}

/// What a session file may do that is played or checked.
struct ConfinementOptions: ParsableArguments {

  @Flag(help: "Let session files write, and load machine code, wherever you may.")
  var trust = false

  @Option(
    name: .customLong("allow-write"), parsing: .singleValue,
    help: "Let session files write below this folder too (repeatable).")
  var writable: [String] = []

  @Flag(
    help: """
      Let session files read below their own folder and the search path only, and take no more \
      than 4 GiB of memory, 60 s of the processor, and 64 MiB for each file and all output.
      """)
  var sandbox = false

  func validate() throws {
    if trust, sandbox || !writable.isEmpty {
      throw ValidationError("--trust allows everything: leave out --sandbox and --allow-write.")
    }
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

  /// Whether the terminal shows ASCII only: the locale is there, and is none of UTF-8.
  ///
  /// What goes to files and pipes is UTF-8 in every locale.
  var isASCII: Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].map(environment)
    guard isatty(1) == 1, let locale = names.first(where: { !$0.isEmpty })?.lowercased() else {
      return false
    }
    return !locale.contains("utf-8") && !locale.contains("utf8")
  }

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
