import Diagnostics
import FieldView
import Foundation
import Interpreter
import PythonSyntax
import StencilTypes
import Synchronization
import TestSupport
import Testing
import Toolchain

@testable import Workbench

/// What is said about commands that are wrong: at mark 1 of the input.
@Suite("Messages about commands") struct MessageTests {

  struct Mistake: Sendable {

    let code: String
    let before: [String]
    let input: String
    let fragment: String

    init(_ code: some DiagnosticCode, _ input: String, _ fragment: String, after: String...) {
      self.code = code.rawValue
      self.before = after
      self.input = input
      self.fragment = fragment
    }

  }

  static let lines: [Mistake] = [
    Mistake(WorkbenchCode.syntax, "1️⃣=3", "A command starts with a word."),
    Mistake(WorkbenchCode.syntax, "run u1️⃣=", "write options as name=value"),
    Mistake(WorkbenchCode.syntax, "run a=b 1️⃣= 3", "Expected a name before '='."),
    Mistake(
      WorkbenchCode.syntax, "run u1️⃣= out=zeros", "Expected a value for 'u' after '='."),
    Mistake(WorkbenchCode.syntax, "show itir 1️⃣>", "show itir > lap.itir"),
    Mistake(WorkbenchCode.syntax, "show > a 1️⃣> b", "one file name after '>'"),
    Mistake(WorkbenchCode.syntax, "load 1️⃣“lap.py”", "'“' (U+201C) has no meaning"),
    Mistake(WorkbenchCode.syntax, "field1️⃣\u{A0}u[I] = ones I=2", "write a plain blank"),
    Mistake(WorkbenchCode.syntax, "list1️⃣\u{200B} fields", "U+200B has no meaning"),
    Mistake(
      WorkbenchCode.badValue, "field u[I] = random I=2 seed=1️⃣99999999999999999999",
      "is not a number of 64 bits", after: "from cartesian import I"),
    Mistake(
      WorkbenchCode.badValue, "field u[I] = 1️⃣random I=2 low=-1e308 high=1e308",
      "lie too far apart", after: "from cartesian import I"),
    Mistake(WorkbenchCode.syntax, "list 1️⃣\u{1B}[31m", "U+001B has no meaning"),
    Mistake(WorkbenchCode.syntax, "\u{FFFD}\u{FFFD}l1️⃣\0i\0s\0t\0", "save the text as UTF-8"),
    Mistake(WorkbenchCode.syntax, "load 1️⃣\"lap.py", "close it with the same quotation mark"),
    Mistake(WorkbenchCode.syntax, "load \"a1️⃣\\q\"", "write \\\\ for a backslash"),
    Mistake(WorkbenchCode.syntax, "load \"1️⃣\\u12\"", "This escape means nothing."),
    Mistake(WorkbenchCode.syntax, "load \"1️⃣\\ud83d\"", "This escape means nothing."),
    Mistake(WorkbenchCode.syntax, "field u1️⃣[I = ones I=2", "close it on the same line"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣laod lap.py", "did you mean 'load'?"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣lap(u)", "to execute a program: run lap"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣where", "a word of definitions: help where"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣broadcast(a, (I,))", "help broadcast"),
    Mistake(WorkbenchCode.file, "cd 1️⃣-", "goes back to where an earlier `cd` came from"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣export a.itir", "show itir > FILE"),
    Mistake(WorkbenchCode.definition, "import 1️⃣lap.itir", "write load lap.itir as NAME"),
    Mistake(WorkbenchCode.definition, "import 1️⃣lap.py", "write load lap.py"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣frobnicate", "type `help` for the list"),
    Mistake(WorkbenchCode.ambiguousCommand, "1️⃣l", "load, list"),
  ]

  static let uses: [Mistake] = [
    Mistake(WorkbenchCode.usage, "load lap.py as 1️⃣mine", "load lap.py"),
    Mistake(WorkbenchCode.usage, "use lap > 1️⃣f", "show itir > FILE", after: lapModule),
    Mistake(
      WorkbenchCode.usage, "run u=random out=zeros I=3 > 1️⃣f", "save NAME \"out.npy\"",
      after: lapModule),
    Mistake(
      ModuleCode.undefined, "n = 1️⃣true", "to fix the parameter: bind n=true", after: farModule),
    Mistake(WorkbenchCode.unknownRule, "set rule 1️⃣iff-literal off", "did you mean 'if-literal'?"),
    Mistake(WorkbenchCode.unknownRule, "set rule 1️⃣literal-if off", "'and-literal' or "),
    Mistake(WorkbenchCode.unknownRule, "set rule 1️⃣foo off", "`set rule` lists the rules"),
    Mistake(WorkbenchCode.unknownSetting, "set schedule 1️⃣tile off", "did you mean 'tiles'?"),
    Mistake(
      WorkbenchCode.badValue, "set schedule rows 1️⃣0",
      "use 1 to 4096, or auto for what is usual"),
    Mistake(WorkbenchCode.usage, "1️⃣load", "usage: load FILE.py"),
    Mistake(WorkbenchCode.usage, "1️⃣use", "usage: use PROGRAM"),
    Mistake(WorkbenchCode.usage, "use lap 1️⃣scale", "'scale' does not belong here."),
    Mistake(WorkbenchCode.usage, "use lap 1️⃣x=3", "'x' does not belong here."),
    Mistake(WorkbenchCode.usage, "list 1️⃣everything", "usage: list [programs|fields"),
    Mistake(WorkbenchCode.usage, "list fields 1️⃣programs", "does not belong here"),
    Mistake(WorkbenchCode.usage, "1️⃣show itir past", "usage: show [STAGE]"),
    Mistake(WorkbenchCode.usage, "1️⃣show itir of", "usage: show [STAGE]"),
    Mistake(WorkbenchCode.usage, "show itir 1️⃣colour=red", "usage: show [STAGE]"),
    Mistake(WorkbenchCode.usage, "1️⃣show of lap of scale", "usage: show [STAGE]"),
    Mistake(WorkbenchCode.usage, "diff 1️⃣lap", "write `diff lap OTHER`, or `use lap`"),
    Mistake(WorkbenchCode.usage, "passes lap 1️⃣scale", "usage: passes [changed]"),
    Mistake(WorkbenchCode.usage, "stages lap 1️⃣scale", "usage: stages [PROGRAM]"),
    Mistake(WorkbenchCode.usage, "1️⃣field", "usage: field NAME[DIM"),
    Mistake(WorkbenchCode.usage, "field 1️⃣u = random I=8", "NAME[Dim, …]"),
    Mistake(WorkbenchCode.usage, "field 1️⃣3u[I] = random I=8", "NAME[Dim, …]"),
    Mistake(WorkbenchCode.usage, "field 1️⃣u[I,J] = random I=8", "add J=n, or J=lo:hi"),
    Mistake(WorkbenchCode.usage, "field u[I] = 1️⃣gaussian I=8", "write random, zeros, ones"),
    Mistake(WorkbenchCode.usage, "field u[I] = 1️⃣load I=8", "load \"u.npy\""),
    Mistake(WorkbenchCode.usage, "field u[I] = random I=8 1️⃣foo", "does not belong here"),
    Mistake(WorkbenchCode.usage, "1️⃣connect", "usage: connect OFFSET"),
    Mistake(WorkbenchCode.usage, "connect 1️⃣Ioff = load \"x.npy\"", "moves along one dimension"),
    Mistake(WorkbenchCode.usage, "1️⃣bind", "usage: bind NAME=VALUE"),
    Mistake(WorkbenchCode.usage, "1️⃣unbind", "usage: unbind NAME"),
    Mistake(
      RunCode.index, "run u=random n=1️⃣5000000000 out=zeros I=3 J=3", "is no index",
      after: farModule),
    Mistake(BindingCode.index, "bind n=1️⃣5000000000", "is declared here", after: farModule),
    Mistake(WorkbenchCode.usage, "run laplacian 1️⃣lap", "usage: run [PROGRAM]"),
    Mistake(WorkbenchCode.usage, "run u=random 1️⃣u=zeros", "leave one of them out"),
    Mistake(
      WorkbenchCode.usage, "run u=random out=zeros n=3 I=3 J=3 1️⃣foo=3",
      "parameters are u, out, n"),
    Mistake(WorkbenchCode.usage, "run 1️⃣ot=zeros", "did you mean 'out'?"),
    Mistake(
      WorkbenchCode.usage, "run u=random out=o n=3 1️⃣I=3", "no output with this dimension is made",
      after: "field o[I, J] = zeros I=3 J=3"),
    Mistake(WorkbenchCode.usage, "1️⃣compare a", "usage: compare A B"),
    Mistake(WorkbenchCode.usage, "compare 1️⃣\"a.npy\" \"b.npy\"", "must be a field"),
    Mistake(WorkbenchCode.usage, "1️⃣digest", "usage: digest NAME"),
    Mistake(WorkbenchCode.usage, "1️⃣save", "usage: save NAME"),
    Mistake(WorkbenchCode.usage, "save 1️⃣a", "not clear what to save"),
    Mistake(WorkbenchCode.usage, "1️⃣set width 1 2", "usage: set"),
    Mistake(WorkbenchCode.usage, "help run 1️⃣load", "usage: help [TOPIC]"),
    Mistake(WorkbenchCode.usage, "quit 1️⃣now", "usage: quit"),
    Mistake(WorkbenchCode.unknownTopic, "help 1️⃣rnu", "did you mean 'help run'?"),
    Mistake(WorkbenchCode.unknownTopic, "help 1️⃣nothing", "list of commands"),
  ]

  static let names: [Mistake] = [
    Mistake(WorkbenchCode.unknownProgram, "use 1️⃣lapp", "did you mean 'lap'?"),
    Mistake(WorkbenchCode.unknownProgram, "run 1️⃣nothing", "`list` shows what there is"),
    Mistake(WorkbenchCode.unknownProgram, "show itir of 1️⃣lpa", "did you mean 'lap'?"),
    Mistake(WorkbenchCode.unknownField, "digest 1️⃣a", "make one: field a[I]"),
    Mistake(
      WorkbenchCode.unknownField, "digest 1️⃣speeed", "did you mean 'speed'?",
      after: "field speed[I] = ones I=3"),
    Mistake(WorkbenchCode.unknownField, "digest 1️⃣\"a b\"", "`list fields`"),
    Mistake(WorkbenchCode.unknownField, "compare 1️⃣a b", "make one"),
    Mistake(WorkbenchCode.unknownField, "run n=1 u=random out=1️⃣zero", "did you mean 'zeros'?"),
    Mistake(WorkbenchCode.unknownField, "save 1️⃣a \"a.npy\"", "make one"),
    Mistake(
      WorkbenchCode.unknownDimension, "field u[1️⃣X] = random X=8",
      "define it: X = Dimension(\"X\")"),
    Mistake(WorkbenchCode.unknownDimension, "field u[1️⃣Eedge] = ones", "did you mean 'Edge'?"),
    Mistake(WorkbenchCode.unknownDimension, "field u[I] = random 1️⃣J=8", "it extends along I"),
    Mistake(WorkbenchCode.unknownDimension, "field u[I,1️⃣I] = random I=8", "name each dimension"),
    Mistake(WorkbenchCode.unknownDimension, "field u[I] = index(1️⃣J) I=8", "extends along I"),
    Mistake(WorkbenchCode.unknownOffset, "connect 1️⃣E2CC = load \"x\"", "did you mean 'E2C'?"),
    Mistake(WorkbenchCode.unknownOffset, "connect 1️⃣nowhere = load \"x\"", "define it: nowhere"),
    Mistake(WorkbenchCode.unknownStage, "show 1️⃣itri", "did you mean 'itir'?"),
    Mistake(WorkbenchCode.unknownStage, "show 1️⃣nothing", "stages are itir, final, source"),
    Mistake(WorkbenchCode.unknownPass, "diff 1️⃣constant_fold", "did you mean 'constant_folding'?"),
    Mistake(WorkbenchCode.unknownRule, "set rule 1️⃣if-litera off", "did you mean 'if-literal'?"),
    Mistake(WorkbenchCode.noStep, "1️⃣why", "step, then why"),
    Mistake(WorkbenchCode.noStep, "goto 1️⃣1000", "states are 0 to"),
    Mistake(WorkbenchCode.noStep, "goto 1️⃣start", "goto end goes to the last"),
    Mistake(WorkbenchCode.usage, "bind n=1 1️⃣n=2", "leave one of them out"),
    Mistake(
      WorkbenchCode.usage, "bind on=1️⃣true, factor=2.0", "separate bindings by blanks",
      after: "use scaled"),
    Mistake(WorkbenchCode.unknownCommand, "1️⃣bind(n=3)", "commands have no parentheses"),
    Mistake(WorkbenchCode.usage, "1️⃣load a.itir", "load FILE.itir as NAME"),
    Mistake(WorkbenchCode.usage, "1️⃣bind n==3", "usage: bind NAME=VALUE"),
    Mistake(WorkbenchCode.usage, "1️⃣until", "usage: until RULE | no NAME"),
    Mistake(WorkbenchCode.usage, "until 1️⃣3", "usage: until RULE | no NAME"),
    Mistake(WorkbenchCode.usage, "until 1️⃣line x", "usage: until RULE | no NAME"),
    Mistake(WorkbenchCode.usage, "until 1️⃣no", "usage: until RULE | no NAME"),
    Mistake(WorkbenchCode.usage, "until 1️⃣nodes<many", "usage: until RULE | no NAME"),
    Mistake(WorkbenchCode.usage, "until 1️⃣if-litteral", "did you mean 'if-literal'?"),
    Mistake(
      WorkbenchCode.noStep, "1️⃣until line 99", "in the step ahead",
      after: "use scaled", "bind on=True"),
    Mistake(
      WorkbenchCode.noStep, "1️⃣until line 99", "No step is ahead", after: "use scaled",
      "bind on=True", "finish"),
    Mistake(
      WorkbenchCode.noStep, "1️⃣until line 99", "never happens in the", after: "step pipeline"),
    Mistake(WorkbenchCode.unknownSetting, "set 1️⃣widht 3", "did you mean 'width'?"),
    Mistake(WorkbenchCode.unknownSetting, "set 1️⃣nothing", "settings are width"),
  ]

  static let values: [Mistake] = [
    Mistake(WorkbenchCode.badValue, "show itir style=1️⃣x", "style=gt4py or style=gt4py-1.1"),
    Mistake(WorkbenchCode.badValue, "field u[I] = random I=1️⃣x", "write n for 0:n, or lo:hi"),
    Mistake(WorkbenchCode.badValue, "field u[I] = random I=1️⃣3:1", "with lo <= hi"),
    Mistake(WorkbenchCode.badValue, "field u[I] = random I=1️⃣-3", "write n for 0:n, or lo:hi"),
    Mistake(WorkbenchCode.badValue, "field u[I] = ones I=8 dtype=1️⃣flot32", "mean 'float32'?"),
    Mistake(WorkbenchCode.badValue, "field u[I] = random I=8 low=1️⃣x", "write a number"),
    Mistake(WorkbenchCode.badValue, "field u[I] = random I=8 seed=1️⃣x", "write digits"),
    Mistake(
      WorkbenchCode.badValue, "field u[I] = 1️⃣random I=8 low=3 high=1",
      "No random value lies between"),
    Mistake(WorkbenchCode.badValue, "field u[I] = 1️⃣300 I=8 dtype=int8", "no value of type 'int8'"),
    Mistake(
      WorkbenchCode.badValue, "field u[I] = 1️⃣1e39 I=8 dtype=float32", "no value of type 'float32'"),
    Mistake(
      WorkbenchCode.badValue, "field u[I, J] = 1️⃣random I=2147483647 J=2147483647",
      "make the ranges smaller"),
    Mistake(WorkbenchCode.badValue, "set width 1️⃣1", "use 20 to 1000"),
    Mistake(WorkbenchCode.badValue, "set hints 1️⃣maybe", "use on or off"),
    Mistake(
      ToolchainCode.unknownBackend, "run u=random out=zeros n=3 I=3 J=3 backend=1️⃣cuda",
      "backend=interpreter"),
    Mistake(
      WorkbenchCode.badValue, "compare a a rtol=1️⃣x", "write it like 1e-12 or 0.5",
      after: "field a[I] = ones I=3"),
    Mistake(BindingCode.unknown, "bind 1️⃣m=1", "parameters that can be bound are n"),
    Mistake(BindingCode.nonScalar, "bind 1️⃣u=1", "only scalars can be bound"),
    Mistake(BindingCode.type, "bind n=1️⃣1.5", "bind a whole number from -2147483648 to"),
    Mistake(BindingCode.type, "bind n=1️⃣3000000000", "'n' is declared here"),
    Mistake(BindingCode.type, "bind on=1️⃣3", "bind on=true or on=false", after: "use scaled"),
    Mistake(WorkbenchCode.notBound, "unbind 1️⃣n", "nothing is bound"),
    Mistake(WorkbenchCode.notBound, "unbind 1️⃣u", "bound are n", after: "bind n=3"),
    Mistake(WorkbenchCode.missingArgument, "1️⃣run u=random n=3", "add out=FIELD, out=random"),
    Mistake(WorkbenchCode.missingArgument, "1️⃣run u=random out=zeros I=3 J=3", "add n=VALUE"),
    Mistake(
      WorkbenchCode.missingArgument, "1️⃣run scaled u=random factor=2 out=zeros I=3 J=3",
      "add on=true or on=false"),
    Mistake(WorkbenchCode.missingArgument, "run lap u=random out=1️⃣zeros J=3", "add I=lo:hi"),
    Mistake(
      WorkbenchCode.wrongArgument, "run u=random out=zeros n=1️⃣1.5 I=3 J=3",
      "whole numbers from -2147483648"),
    Mistake(WorkbenchCode.wrongArgument, "run n=1️⃣x u=random out=zeros I=3 J=3", "write n=NUMBER"),
    Mistake(
      WorkbenchCode.wrongArgument, "run lap u=1️⃣true out=zeros I=3 J=3", "write a number: 0.5"),
    Mistake(
      WorkbenchCode.wrongArgument, "run u=1️⃣a n=1 out=zeros I=3 J=3", "its dimensions must be I, J",
      after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.wrongArgument, "run u=1️⃣a n=1 out=zeros I=3 J=3", "field a2 = a dtype=float64",
      after: "field a[I, J] = 1 I=3 J=3"),
    Mistake(WorkbenchCode.file, "load 1️⃣none.py", "paths start from the folder of the session"),
    Mistake(WorkbenchCode.file, "field u[I] = load 1️⃣\"none.npy\"", "No such file"),
    Mistake(WorkbenchCode.file, "field u[I] = load 1️⃣\"lap.py\"", "lap.py"),
    Mistake(
      WorkbenchCode.file, "save a 1️⃣\"none/a.npy\"", "none/a.npy",
      after: "field a[I] = ones I=3"),
    Mistake(WorkbenchCode.file, "show itir > 1️⃣none/a.itir", "cannot be written"),
    Mistake(
      WorkbenchCode.badValue, "field u[I] = load \"a.npy\" I=1️⃣0:4", "they end at 3",
      after: "field a[I] = ones I=3", "save a \"a.npy\""),
    Mistake(
      SyntaxCode.decorator, "@1️⃣field_operater\ndef f(a: int32):\n    return a\n", "did you mean"),
    Mistake(
      WorkbenchCode.table, "connect E2C = load 1️⃣\"a.npy\"", "E2C",
      after: "field a[I] = ones I=3", "save a \"a.npy\""),
    Mistake(
      WorkbenchCode.differs, "compare 1️⃣a b", "differ at 3 of 3 points, first at I=0: 1.0 and 2.0",
      after: "field a[I] = 1.0 I=3", "field b[I] = 2.0 I=3"),
    Mistake(
      WorkbenchCode.differs, "compare 1️⃣a b", "have different ranges",
      after: "field a[I] = 1.0 I=3", "field b[I] = 1.0 I=4"),
  ]

  static let hints = [
    Mistake(
      WorkbenchCode.unknownField, "run lap u=1️⃣w out=zeros I=3 J=3",
      "make one: field w[I, J] = random I=8 J=8"),
    Mistake(
      WorkbenchCode.usage, "run lap u=random out=zeros I=3 J=3 1️⃣bckend=c",
      "did you mean 'backend'?"),
    Mistake(WorkbenchCode.usage, "field a[I] = 1️⃣randm I=3", "did you mean 'random'?"),
    Mistake(WorkbenchCode.file, "load 1️⃣lap", "did you mean 'lap.py'?"),
  ]

  static let shown: [Mistake] = [
    Mistake(
      WorkbenchCode.badValue, "print a I=1️⃣9", "has I=0:3; 9 lies outside",
      after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.badValue, "print a I=1️⃣2:4", "lo:hi, from 0 on", after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.badValue, "print a I=1️⃣2:1", "no range", after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.unknownDimension, "print a 1️⃣J=0", "extends along I",
      after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.usage, "print a I=0 1️⃣I=1", "given twice", after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.badValue, "print 1️⃣a", "a I=0:10", after: "field a[I] = zeros I=20000"),
    Mistake(WorkbenchCode.unknownField, "plot 1️⃣nothing", "make one"),
    Mistake(WorkbenchCode.usage, "1️⃣plot", "usage: plot NAME"),
    Mistake(
      WorkbenchCode.badValue, "plot 1️⃣a I=0", "One point is no picture",
      after: "field a[I] = ones I=3"),
    Mistake(
      WorkbenchCode.badValue, "plot 1️⃣a", "has no points", after: "field a[I] = ones I=0"),
    Mistake(
      WorkbenchCode.badValue, "plot a 1️⃣b", "'b' extends along [J] here, 'a' along [I]",
      after: "field a[I] = ones I=3", "field b[J] = ones J=3"),
    Mistake(
      WorkbenchCode.missingArgument, "1️⃣plot a reads out I=0 J=0", "Nothing was run yet",
      after: "field a[I, J] = ones I=3 J=3", "field out[I, J] = ones I=3 J=3"),
    Mistake(
      WorkbenchCode.badValue, "plot u reads 1️⃣out I=0", "add J=INDEX",
      after: "run u=random out=zeros n=3"),
    Mistake(
      WorkbenchCode.badValue, "plot u reads 1️⃣u I=0 J=0", "does not write 'u'",
      after: "run u=random out=zeros n=3"),
    Mistake(
      WorkbenchCode.badValue, "plot 1️⃣a reads out I=0 J=0", "had no argument 'a'",
      after: "field a[I, J] = ones I=3 J=3", "run u=random out=zeros n=3"),
    Mistake(WorkbenchCode.badValue, "run u=random out=zeros n=3 seed=1️⃣-1", "from 0"),
    Mistake(
      WorkbenchCode.usage, "plot a > 1️⃣a.gif", "NAME.png", after: "field a[I] = ones I=3"),
  ]

  static let all = hints + lines + uses + names + values + shown

  @Test(arguments: all)
  func `point to the mistake, say what to write, and change nothing`(mistake: Mistake) throws {
    let workshop = try Workshop(["lap.py": lapModule], after: loaded + mistake.before)
    let marked = MarkedText(mistake.input)
    let before = SessionState(workshop.session)
    let output = workshop.perform(marked.text)
    let shown = output.rendered(in: OutputForm(width: 1000))
    #expect(output.diagnostics.map(\.code) == [mistake.code], "\(shown)")
    expectPlace(output.diagnostics.first, in: marked, "\(shown)")
    #expect(shown.contains(mistake.fragment), "\(shown)")
    #expect(output.diagnostics.allSatisfy { $0.hint != nil && isHint($0.hint) }, "\(shown)")
    #expect(output.diagnostics.allSatisfy { isHeadline($0.message) }, "\(shown)")
    for line in output.rendered().split(separator: "\n") {
      #expect(line.columnCount <= 80, "\(output.rendered())")
    }
    #expect(SessionState(workshop.session) == before)
  }

  @Test func `say that there is no program yet`() throws {
    let output = try Workshop().perform("show itir")
    #expect(output.diagnostics.map(\.code) == [WorkbenchCode.noProgram.rawValue])
    #expect(output.diagnostics.first?.hint == "define one, or load FILE.py")
  }

  @Test func `name all arguments that are missing`() throws {
    let workshop = try lapWorkshop()
    let output = workshop.perform("run")
    #expect(output.diagnostics.map(\.code) == ["E-RUN-ARGUMENT"])
    let message = output.diagnostics.first?.message ?? ""
    for name in ["'u' of type", "'out' of type", "'n' of type 'int32'"] {
      #expect(message.contains(name), "\(message)")
    }
    // What the message proposes works as it stands.
    let hint = try #require(output.diagnostics.first?.hint)
    let proposal = hint.split(separator: "`")[1]
    try workshop.succeed(String(proposal))
    let some = try lapWorkshop().perform("run u=random").diagnostics
    #expect(some.map(\.hint) == ["add out=zeros n=VALUE"])
  }

  @Test func `name all ranges that are missing`() throws {
    let output = try lapWorkshop().perform("run lap u=random out=zeros")
    #expect(
      output.diagnostics.map(\.message) == ["The range of 'out' along 'I' and 'J' is not known."])
    #expect(output.diagnostics.first?.hint == "add I=lo:hi J=lo:hi")
  }

  /// A name that some module has is found there, and is told about once.
  @Test(arguments: [
    ("I", "cartesian"), ("Vertex", "icon"), ("IntEnum", "enum"), ("pi", "math"),
  ])
  func `say where names come from`(name: String, module: String) throws {
    let definition = """
      @field_operator
      def f(a: Field[[J], float]) -> Field[[J], float]:
          return a + \(name) + \(name)

      """
    let workshop = try Workshop(after: ["from cartesian import J"])
    let found = workshop.perform(definition).diagnostics
      .filter { $0.code == "E-NAME-UNDECLARED" }
    #expect(found.map(\.hint) == ["import it: from \(module) import \(name)"])
    // The same in what is no body.
    let field = "Field[[\(name)], float]"
    let head = "@field_operator\ndef f(a: \(field)) -> \(field):\n    return a\n"
    let problems = workshop.perform(head).diagnostics
    #expect(problems.map(\.code) == ["E-MODULE-UNDEFINED"])
    #expect(problems.first?.hint == "import it: from \(module) import \(name)")
  }

  @Test func `stop when cancelled, and keep the fields`() throws {
    let inputs = loaded + ["field o[I, J] = ones I=3 J=3"]
    let wish = Wish()
    let workshop = try Workshop(["lap.py": lapModule], after: inputs, isCancelled: { wish.isDue })
    let before = SessionState(workshop.session)
    wish.make(after: 0)
    let output = workshop.perform("run u=random out=o n=3")
    #expect(output.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(SessionState(workshop.session) == before)
  }

  /// Commands that are long on large fields; the fields have more points than work stops after.
  @Test(arguments: [
    "field b[I] = random I=100000", "field b[I] = ones I=100000", "field b[I] = index(I) I=100000",
    "compare a a", "digest a", "save a \"a.npy\"", "list fields", "field b[I] = load \"u.npy\"",
  ])
  func `stop when interrupted, and change nothing`(input: String) throws {
    let wish = Wish()
    let workshop = try Workshop(
      ["lap.py": lapModule],
      after: loaded + ["field a[I] = random I=100000", "save a \"u.npy\""],
      isCancelled: { wish.isDue })
    let before = SessionState(workshop.session)
    wish.make(after: 0)
    let output = workshop.perform(input)
    #expect(output.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(isHint(output.diagnostics.first?.hint))
    #expect(SessionState(workshop.session) == before)
    #expect(!FileManager.default.fileExists(atPath: workshop.folder.path() + "/a.npy"))
  }

  /// Commands that let passes work: they stop between steps, and in the middle of a pass.
  @Test(
    arguments: [
      "passes", "show itir final", "show itir after fuse_maps", "diff constant_folding",
      "diff scaled laplacian", "step", "step pipeline", "check passes", "step check", "bind n=3",
      "bind n=?", "until nodes<3", "why not line 3",
    ], [1, 2, 3, 5, 8, 13])
  func `stop at any time, and change nothing`(input: String, count: Int) throws {
    let wish = Wish()
    let workshop = try Workshop(["lap.py": lapModule], after: loaded, isCancelled: { wish.isDue })
    let before = SessionState(workshop.session)
    wish.make(after: count)
    let output = workshop.perform(input)
    #expect(output.diagnostics.map(\.code) == ["E-INTERRUPTED"])
    #expect(SessionState(workshop.session) == before)
    wish.make(after: .max)
    #expect(try !workshop.succeed("passes").isEmpty)
  }

  @Test func `have a sample for every code`() {
    // `sessionFile` and `confined` have their samples with the session files, `missingVariant` with
    // `compile`; only a wrong pass gives `diverges`.
    let elsewhere: Set<String> = [
      WorkbenchCode.sessionFile.rawValue, WorkbenchCode.confined.rawValue,
      WorkbenchCode.diverges.rawValue,
      WorkbenchCode.noProgram.rawValue, WorkbenchCode.missingVariant.rawValue,
    ]
    let sampled = Set(Self.all.map(\.code)).union(elsewhere)
    #expect(WorkbenchCode.allCases.filter { !sampled.contains($0.rawValue) }.isEmpty)
  }

}

/// A program whose domain has a bound that is no `int32`.
private let farModule = """
  @program
  def far(u: Field[[I, J], float64], n: int64, out: Field[[I, J], float64]):
      lap(u, out=out, domain={I: (0, n), J: (0, n)})
  """

/// When the user wants the running command to stop.
private final class Wish: Sendable {

  /// How often a command asks before it is to stop.
  private let patience = Atomic<Int>(.max)

  func make(after count: Int) { patience.store(count, ordering: .relaxed) }

  /// Whether the command is to stop; asked by the command.
  var isDue: Bool { patience.wrappingSubtract(1, ordering: .relaxed).newValue <= 0 }

  /// Who lacks one dimension is told of all that the text lacks.
  @Test func `name all dimensions that are missing`() throws {
    let workshop = try Workshop()
    let definition = """
      @field_operator
      def f(a: Field[[I, K], float64], b: Field[[J], float64]) -> Field[[I, K], float64]:
          return a(Ioff[1])

      """
    #expect(
      workshop.perform(definition).diagnostics.first?.hint
        == "import them: from cartesian import I, K, J, Ioff")
    try workshop.succeed("from cartesian import I, K, J, Ioff")
    try workshop.succeed(definition)
    let field = workshop.perform("field a[P, I, Q] = zeros P=1 I=1 Q=1").diagnostics.first
    #expect(field?.message == "There are no dimensions 'P' and 'Q'.")
    #expect(field?.hint == "define them: P = Dimension(\"P\"), then Q = Dimension(\"Q\")")
  }

  /// What is passed over silently says so where it is used, and what may have been meant.
  @Test(arguments: [
    ("from math import pie", "pie", "did you mean 'pi'?"),
    ("from cartesin import pie", "pie", "did you mean 'cartesian'?"),
  ])
  func `suggest what a misspelt import meant`(line: String, use: String, hint: String) throws {
    let workshop = try Workshop(after: ["from cartesian import I", line])
    let output = workshop.perform(
      """
      @field_operator
      def f(a: Field[[I], float64]) -> Field[[I], float64]:
          return a * \(use)

      """)
    #expect(output.diagnostics.first?.message.contains(hint) == true, "\(output.rendered())")
  }

}
