import Foundation
import Testing
import Toolchain

@testable import Workbench

@Suite("What is said of the cache") struct CacheCommandTests {

  @Test func `a cache that is not used is told with the reason and the remedy`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString)")
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path()
    let cache = ObjectCache(path: path)
    let reason = "'\(path)' is no folder"
    let remedy = "set STENCIL_CACHE_DIR to a folder of yours that nobody else can write in"
    func words(_ items: [Output.Item]) -> String {
      Output(items).rendered().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(words([Command.summary(of: cache)]) == "not used \(reason) to do \(remedy)")
    #expect(
      words(Command.explanations(of: [], in: cache))
        == "nothing is kept, since \(reason): \(remedy)")
    #expect(
      words(Command.explanations(of: [], in: ObjectCache(path: path + "-other")))
        == "nothing was compiled yet: run backend=c")
    try FileManager.default.removeItem(atPath: path + "-other")
  }

}
