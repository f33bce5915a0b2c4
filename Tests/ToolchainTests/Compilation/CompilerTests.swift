import Foundation
import Glibc
import Testing

@testable import Toolchain

@Suite("C compilers") struct CompilerTests {

  private func script(_ text: String, at path: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o755)
  }

  @Test func `are looked for in CC, beside Swift and on the path, in this order`() throws {
    let folder = try TemporaryFolder()
    let (a, b, swift) = (folder.path + "/a", folder.path + "/b", folder.path + "/swift")
    for (path, name) in [(a + "/gcc", "gcc 1"), (b + "/clang", "clang 2"), (b + "/cc", "cc 3")] {
      try script("echo '\(name)'; echo \"$@\"", at: path)
    }
    func title(_ search: CompilerSearch) throws -> String {
      try search.compiler(cache: .none).title
    }
    #expect(try title(CompilerSearch(override: nil, path: [a, b])) == "clang 2")
    #expect(try title(CompilerSearch(override: nil, path: [a])) == "gcc 1")
    try script("echo 'clang 0'", at: swift + "/clang")
    let search = CompilerSearch(override: nil, path: [a, b], toolchains: [swift])
    #expect(try title(search) == "clang 0")
    #expect(
      try title(CompilerSearch(override: "gcc", path: [a, b], toolchains: [swift])) == "gcc 1")
    let wrapped = CompilerSearch(override: "\(b)/cc -m64", path: [])
    let compiler = try wrapped.compiler(cache: .none)
    #expect(compiler.versionText == "cc 3\n-m64 --version\n")
    #expect(
      compiler.command(compiling: "k.c", to: "k.so", for: .init(level: .base)).description
        == "\(b)/cc -m64 -std=gnu99 -O3 -ffp-contract=off -fPIC -fvisibility=hidden -w k.c -o k.so"
        + " -shared -lm")
  }

  @Test func `that are not there are said to be so`() throws {
    #expect(throws: CompilationProblem.noCompiler()) {
      try CompilerSearch(override: nil, path: ["/no"]).compiler(cache: .none)
    }
    // Another one would not be what was asked for.
    #expect(throws: CompilationProblem.unusable(path: "/no/cc", reason: "it is not there")) {
      try CompilerSearch(override: "/no/cc", path: ["/usr/bin"]).compiler(cache: .none)
    }
    #expect(
      CompilationProblem.noCompiler().diagnostic.hint
        == "install clang or gcc, or set CC to the path of one")
  }

  @Test func `that are there and cannot be used are said to be so`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/my bin/cc"
    try script("echo 'clang 9'; echo \"$@\"", at: path)
    func search(_ name: String, path: [String] = []) throws -> CCompiler {
      try CompilerSearch(override: name, path: path).compiler(cache: .none)
    }
    func reason(_ name: String, path: [String] = []) throws -> String {
      let error = try #require(throws: CompilationProblem.self) { try search(name, path: path) }
      guard case .unusable(_, let reason, _) = error else { return error.message }
      return reason
    }
    // A path with blanks, and arguments behind it.
    #expect(try search("\(path)  -m64 -g").path == path)
    #expect(try search("\(path) -m64 -g").versionText == "clang 9\n-m64 -g --version\n")
    #expect(try search(" " + path).path == path)
    #expect(try reason(folder.path + "/my bin/gcc x") == "it is not there")
    #expect(try reason(folder.path + "/my bin") == "it is a folder")
    #expect(try reason("cc", path: [folder.path]) == "it is not there on PATH")
    chmod(path, 0o644)
    #expect(try reason(path) == "it is not executable")
    #expect(try reason("cc", path: ["/no", folder.path + "/my bin"]) == "it is not executable")
    chmod(path, 0o755)
    try script("sleep 600", at: path)
    #expect(try reason(path) == "it took longer than 5 s")
  }

  @Test func `are asked once who they are`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/cc"
    try script("echo asked >> \(folder.path)/log; echo clang 7", at: path)
    let search = CompilerSearch(override: path, path: [])
    for _ in 0 ..< 2 {
      let cache = ObjectCache(path: folder.path + "/cache")
      #expect(try search.compiler(cache: cache).title == "clang 7")
    }
    func count() throws -> Int {
      try String(contentsOfFile: folder.path + "/log", encoding: .utf8).split(separator: "\n").count
    }
    #expect(try count() == 1)
    try script("echo asked >> \(folder.path)/log; echo clang 8 of another length", at: path)
    let cache = ObjectCache(path: folder.path + "/cache")
    #expect(try search.compiler(cache: cache).title == "clang 8 of another length")
    #expect(try count() == 2)
  }

  @Test func `take the flags of their family`() {
    func flags(
      _ version: String, _ level: CPULevel, _ optimisation: Optimisation = .full
    ) -> [String] {
      CCompiler(path: "/cc", versionText: version, fileIdentity: "").meaningFlags(
        NativeTarget(level: level, optimisation: optimisation))
    }
    let common = [
      "-std=gnu99", "-O3", "-ffp-contract=off", "-fno-math-errno", "-fwrapv", "-fno-builtin",
    ]
    #expect(
      flags("Debian clang version 14.0.6", .v4)
        == common + ["-march=x86-64-v4", "-mprefer-vector-width=512"])
    #expect(
      flags("cc (Debian 12.2.0) 12.2.0\nFree Software Foundation", .v3)
        == common + ["-fno-trapping-math", "-march=x86-64-v3"])
    #expect(flags("clang", .base) == common)
    #expect(flags("gcc", .base, .quick) == flags("gcc", .base))
    #expect(
      flags("clang", .base, .quick)
        == ["-std=gnu99", "-O2", "-fno-slp-vectorize", "-fno-unroll-loops"] + common.dropFirst(2))
    #expect(flags("tcc version 0.9", .v3) == ["-std=gnu99", "-O3", "-ffp-contract=off"])
  }

  @Test func `make objects that can be called, and make them once`() throws {
    let folder = try TemporaryFolder()
    let text = "__attribute__((visibility(\"default\"))) int answer(void) { return 42; }\n"
    for round in 0 ..< 2 {
      let cache = ObjectCache(path: folder.path + "/cache")
      let native = NativeCompiler(
        compiler: try CompilerSearch.system.compiler(cache: cache), cache: cache)
      let object = try native.object(of: text, about: "answer")
      #expect(object.isCached == (round == 1))
      let loaded = try SharedObject(bytes: object.bytes)
      let symbol = try #require(loaded.symbol("answer"))
      typealias Function = @convention(c) () -> Int32
      #expect(unsafeBitCast(symbol, to: Function.self)() == 42)
      #expect(loaded.symbol("question") == nil)
    }
  }

  @Test func `leave the linking to a linker if there is one, and do it if that fails`() throws {
    let folder = try TemporaryFolder()
    let found = try CompilerSearch.system.compiler(cache: .none)
    try #require(found.family == .clang)
    let bin = folder.path + "/bin"
    for (n, (linker, log)) in [
      ("echo linked >> \(folder.path)/log; exec ld \"$@\"", "linked\n"),
      ("echo failed >> \(folder.path)/log; exit 1", "linked\nfailed\n"),
    ].enumerated() {
      try script(linker, at: bin + "/ld")
      let compiler = try CompilerSearch(override: found.path, path: [bin]).compiler(cache: .none)
      #expect(compiler.linker == bin + "/ld")
      let text = """
        double cos(double);
        __attribute__((visibility("default"))) double f(double x) { return cos(x) + \(n); }

        """
      let native = NativeCompiler(compiler: compiler, cache: .none)
      let object = try SharedObject(bytes: native.object(of: text, about: "f").bytes)
      typealias Function = @convention(c) (Double) -> Double
      let f = unsafeBitCast(try #require(object.symbol("f")), to: Function.self)
      #expect(f(0) == Double(1 + n))
      #expect(try String(contentsOfFile: folder.path + "/log", encoding: .utf8) == log)
    }
    let withArguments = try CompilerSearch(override: found.path + " -g", path: [bin])
      .compiler(cache: .none)
    #expect(
      withArguments.separateCommands(
        compiling: "k.c", .whole, [], to: "k.so", for: NativeTarget(), in: nil) == nil)
  }

  @Test func `load each object as itself`() throws {
    let native = NativeCompiler(
      compiler: try CompilerSearch.system.compiler(cache: .none), cache: .none)
    typealias Function = @convention(c) () -> Int32
    var kept: [SharedObject] = []
    for n in 0 ..< 3 {
      let text = "__attribute__((visibility(\"default\"))) int f(void) { return \(n); }\n"
      let object = try SharedObject(
        bytes: native.object(
          of: text, for: NativeTarget(level: .base, optimisation: .none), about: ""
        ).bytes)
      #expect(unsafeBitCast(try #require(object.symbol("f")), to: Function.self)() == Int32(n))
      kept.append(object)
    }
  }

  @Test func `tell what they did not like`() throws {
    let native = NativeCompiler(
      compiler: try CompilerSearch.system.compiler(cache: .none), cache: .none)
    let error = try #require(throws: CompilationProblem.self) {
      try native.object(of: "int f( { return 1; }\n", about: "f")
    }
    #expect(error.message.hasPrefix("The C compiler failed: k.c:1:8: error: "))
    #expect(throws: CompilationProblem.cancelled) {
      try native.object(of: "int f;", about: "f", isCancelled: { true })
    }
  }

  @Test func `that give no object are said to fail`() throws {
    let folder = try TemporaryFolder()
    try script("exit 0", at: folder.path + "/cc")
    let native = NativeCompiler(
      compiler: try CompilerSearch(override: folder.path + "/cc", path: []).compiler(cache: .none),
      cache: .none)
    let error = try #require(throws: CompilationProblem.self) {
      try native.object(of: "int f;", about: "f")
    }
    #expect(error.message == "The C compiler failed: error: no object came out.")
    #expect(throws: CompilationProblem.self) { try SharedObject(bytes: Array("no object".utf8)) }
  }

  /// What is said once is told apart by its text.
  @Test(arguments: [
    ("exit 1", "The C compiler failed: it ended with status 1."),
    ("kill -SEGV $$", "The C compiler failed: it died of signal 11 (segmentation fault)."),
    (
      "echo \"$PWD/k.c:1: error: no\" >&2; exit 1", "The C compiler failed: k.c:1: error: no."
    ),
    (
      "echo '/tmp/k-0a1b2c.o: error: no' >&2; exit 1", "The C compiler failed: k.o: error: no."
    ),
    (
      "echo 'clang: error: unable to execute command: posix_spawn failed: No such file or directory' >&2; exit 1",
      "The C compiler failed: it did not find its assembler or linker on PATH."
    ),
    (
      "echo 'cannot execute as: execvp: No such file or directory' >&2; exit 1",
      "The C compiler failed: it did not find its assembler or linker on PATH."
    ),
    (
      "echo garbage > k.so", "The compiled program cannot be loaded: file too short."
    ),
  ]) func `say the same of the same cause, without names of temporary files`(
    behaviour: String, message: String
  ) throws {
    let folder = try TemporaryFolder()
    try script("[ \"$1\" != --version ] || exit 0\n\(behaviour)", at: folder.path + "/cc")
    let native = NativeCompiler(
      compiler: try CompilerSearch(override: folder.path + "/cc", path: []).compiler(cache: .none),
      cache: .none)
    for _ in 0 ..< 2 {
      let error = #expect(throws: CompilationProblem.self) {
        try SharedObject(bytes: native.object(of: "int f;", about: "f").bytes)
      }
      #expect(error?.message == message)
    }
    if message.contains("PATH") {
      let problem = CompilationProblem.refused(
        command: "", messages: "posix_spawn failed: No such file or directory")
      #expect(problem.hint.hasPrefix("add the folder with 'as' and 'ld', often /usr/bin, to PATH"))
    }
  }

}
