import Diagnostics
import PythonSyntax
import Synchronization
import Testing

@testable import FieldView

/// Modules go when nobody needs them: neither they nor loaders keep themselves alive.
@Suite struct ModuleMemoryTests {

  private static let files = [
    "ops.py": """
    from gt4py.next import *
    import back
    I = Dimension("I")
    @field_operator
    def f(a: Field[[I], float64]) -> Field[[I], float64]:
        return a
    both = (f, back)
    class Names:
        op = f

    """,
    "back.py": "from ops import f as g, both\nfrom ops import *\n",
  ]

  /// Holds what a test must not keep alive.
  private struct Weak {
    weak var loader: ModuleLoader?
    weak var module: SourceModule?
  }

  @Test func goWithTheLastUser() throws {
    var refs = Weak()
    do {
      let loader = ModuleLoader(searchPath: ["."], files: .memory(Self.files))
      let module = try loader.loadFile("ops.py")
      refs = Weak(loader: loader, module: module)
      for name in module.boundNames { _ = try module.lookup(name) }
      _ = try loader.importModule("back").lookup("both")
      #expect(refs.module != nil)
    }
    #expect(refs.loader == nil && refs.module == nil)
  }

  /// An operator keeps what it looks names up in.
  @Test func stayWithAnOperator() throws {
    var refs = Weak()
    var value: ModuleValue?
    do {
      let loader = ModuleLoader(searchPath: ["."], files: .memory(Self.files))
      refs.loader = loader
      value = try loader.importModule("back").lookup("g")
    }
    guard case .fieldOperator(let f)? = value else {
      Issue.record("g is missing")
      return
    }
    #expect(refs.loader != nil)
    guard case .dimension? = try f.scope.lookup("I") else {
      Issue.record("I is missing")
      return
    }
  }

  /// The modules that come with the tool are read once, whoever imports them.
  @Test func shareWhatComesWithTheTool() throws {
    let scopes = try (0 ..< 2).map { _ in
      try ModuleLoader(searchPath: []).importModule("cartesian")
    }
    #expect(scopes[0] === scopes[1])
  }

  /// A name is looked up on the disk as often as its module is, not each time it is used.
  @Test(arguments: ["cartesian", "mine"]) func lookForAModuleOnce(name: String) throws {
    let count = Mutex(0)
    let texts = ["/d/mine.py": "from gt4py.next import *\nI = Dimension(\"I\")"]
    let files = ModuleFiles(
      read: { path in
        count.withLock { $0 += 1 }
        return texts[path].map { Array($0.utf8) }
      }, isFolder: { _ in false }, canonical: { $0 })
    let scope = try PromptScope(loader: ModuleLoader(searchPath: ["/d"], files: files))
      .defining(statements("from \(name) import *"))
    _ = try scope.lookup("I")
    let once = count.withLock { $0 }
    for _ in 0 ..< 100 {
      guard case .dimension = try scope.lookup("I") else {
        Issue.record("I is missing")
        return
      }
    }
    #expect(count.withLock { $0 } == once)
  }

  private func statements(_ text: String) -> [Statement] {
    parseModule(SourceFile(name: "<input>", text: text)).statements
  }

  /// A thousand definitions of one name take the place of one.
  @Test func forgetWhatIsHidden() throws {
    var scope = PromptScope(loader: ModuleLoader(searchPath: []))
    for i in 0 ..< 100 {
      scope = try scope.defining(statements("from cartesian import *\nx = \(i)\ny = x + 1"))
      scope = try scope.defining(
        statements("@field_operator\ndef f(a: float64) -> float64:\n    return a + x"))
    }
    #expect(scope.definitions.table.bindings.count == 3)
    #expect(scope.definitions.table.stars.count == 1)
    #expect(try constant("y", in: scope)?.typedDescription == "100:i32")
  }

  /// `g` is the first `f`, and the scan starts at the first `x`: both are still needed.
  @Test func keepWhatStandsBetween() throws {
    var scope = PromptScope(loader: ModuleLoader(searchPath: []))
    for text in [
      "@field_operator\ndef f(a: float64) -> float64: return a", "g = f",
      "@field_operator\ndef f(b: float64) -> float64: return b",
    ] {
      scope = try scope.defining(statements(text))
    }
    guard case .fieldOperator(let g) = try scope.lookup("g") else {
      Issue.record("g is missing")
      return
    }
    #expect(g.syntax.parameters[0].name.name == "a")
    scope = try scope.defining(statements("g = 1"))
    #expect(scope.definitions.table.bindings.count == 2)
  }

}
