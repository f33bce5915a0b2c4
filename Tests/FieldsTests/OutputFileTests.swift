import Foundation
import Synchronization
import Testing

@testable import Fields

/// How files are replaced.
@Suite struct OutputFileTests {

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.at("")).sorted()
  }

  @Test(arguments: [0o600, 0o640, 0o755]) func keepsTheMode(mode: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1], to: "u")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    try replaceFile(at: path, with: [2])
    #expect(try self.mode(path) == mode)
    #expect(FileManager.default.contents(atPath: path) == Data([2]))
    #expect(try names(folder) == ["u"])
  }

  /// The mask of new files belongs to the whole process: whoever asks for it by changing it opens what
  /// other threads make meanwhile.
  @Test func givesNewFilesTheUsualModeAndOthersToo() throws {
    let folder = try TemporaryFolder()
    let usual = folder.at("usual")
    mkdir(usual, 0o777)
    let (fileMode, folderMode) = (try mode(usual) & 0o666, try mode(usual))
    try #require(folderMode != 0o777)
    let isWritten = Mutex(false), open = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 2) { i in
      if i == 0 {
        for n in 0 ..< 1000 { try? replaceFile(at: folder.at("file\(n)"), with: [1]) }
        isWritten.withLock { $0 = true }
      } else {
        while !isWritten.withLock({ $0 }) {
          mkdir(folder.at("other"), 0o777)
          var status = stat()
          stat(folder.at("other"), &status)
          if Int(status.st_mode) & 0o777 != folderMode { open.withLock { $0 += 1 } }
          rmdir(folder.at("other"))
        }
      }
    }
    #expect(open.withLock { $0 } == 0)
    for n in 0 ..< 1000 { #expect(try mode(folder.at("file\(n)")) == fileMode) }
  }

  @Test func leavesAloneWhatIsProtected() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1], to: "u")
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    let error = failure { () throws(FieldFileError) in try replaceFile(at: path, with: [2]) }
    #expect(error?.reason == "is write-protected")
    #expect(FileManager.default.contents(atPath: path) == Data([1]))
  }

  @Test func followsLinks() throws {
    let folder = try TemporaryFolder()
    let (there, dangling) = (folder.at("there"), folder.at("dangling"))
    _ = try folder.write([1], to: "target")
    for (link, target) in [(there, "target"), (dangling, "chain"), (folder.at("chain"), "new")] {
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }
    for link in [there, dangling] { try replaceFile(at: link, with: [2]) }
    for file in ["target", "new"] {
      #expect(FileManager.default.contents(atPath: folder.at(file)) == Data([2]))
    }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: dangling) == "chain")
    #expect(try names(folder) == ["chain", "dangling", "new", "target", "there"])
  }

  /// What a killed process left goes; what somebody is writing, or has named so, stays.
  @Test func sweepsWhatWasLeftBehind() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write([1], to: ".u.stencil-abcdef")
    _ = try folder.write([1], to: ".v.stencil-abcdef")
    _ = try folder.write([1], to: "u.123.tmp")
    let locked = open(folder.at(".v.stencil-abcdef"), O_RDONLY)
    flock(locked, LOCK_EX)
    defer { close(locked) }
    try replaceFile(at: folder.at("u"), with: [2])
    #expect(try names(folder) == [".v.stencil-abcdef", "u", "u.123.tmp"])
  }

  @Test func doesNotWaitForReaders() throws {
    let folder = try TemporaryFolder()
    let path = folder.at("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let error = failure { () throws(FieldFileError) in try replaceFile(at: path, with: [2]) }
    #expect(error?.reason == "is a pipe that nobody reads")
  }

  @Test(arguments: [("/dev/full", "room on the disk"), ("/proc/none/x", "check the path")])
  func saysWhatToDo(path: String, remedy: String) throws {
    let error = failure { () throws(FieldFileError) in try replaceFile(at: path, with: [2]) }
    #expect(error?.remedy?.contains(remedy) == true, "\(String(describing: error))")
  }

  /// Whoever wrote the file before stands in an attribute of it.
  @Test func knowsItsOwn() throws {
    let folder = try TemporaryFolder()
    let path = folder.at("u")
    #expect(isFreeToReplace(path))
    try replaceFile(at: path, with: [2])
    #expect(isFreeToReplace(path))
    _ = try folder.write([3, 4], to: "u")
    #expect(!isFreeToReplace(path))
  }

}
