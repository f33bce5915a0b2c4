import Diagnostics
import Fields
import Foundation
import Glibc
import StencilTypes
import TestSupport
import Testing

@testable import Toolchain

@Suite("Frozen programs") struct FrozenArtifactTests {

  private let sample: FrozenSample
  private let folder: TemporaryFolder

  init() throws {
    sample = try FrozenSample.diffuse.get()
    folder = try TemporaryFolder()
  }

  /// A copy that may be damaged.
  private func copy(_ name: String = "copy") throws -> String {
    let path = folder.path + "/" + name
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: sample.path, toPath: path)
    return path
  }

  private func code(of path: String) -> String? {
    do {
      _ = try FrozenArtifact(path).thaw()
      return nil
    } catch { return error.diagnostics.first?.code }
  }

  private func message(of path: String, level: CPULevel = .ofThisMachine) -> String {
    do {
      _ = try FrozenArtifact(path).thaw(for: level)
      return "thawed"
    } catch { return error.diagnostics.first?.message ?? "" }
  }

  private var paths: [String] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: sample.path).filter {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(
          atPath: sample.path + "/" + $0, isDirectory: &isFolder) && !isFolder.boolValue
      }.sorted()
    }
  }

  @Test func `hold all that callers need`() throws {
    #expect(
      try paths == [
        "fortran/diffuse_frozen.f90", "include/diffuse.h", "ir/final.itir", "ir/lowered.itir",
        "lib/libdiffuse.so", "lib/x86-64-v2/libdiffuse.so", "lib/x86-64-v3/libdiffuse.so",
        "lib/x86-64-v4/libdiffuse.so", "manifest.json", "python/diffuse.py", "src/build.sh",
        "src/diffuse.c", "src/diffuse.map", "src/diffuse_kernel.c", "test/vectors.json",
      ])
    let artifact = try FrozenArtifact(sample.path)
    #expect(artifact.manifest == sample.manifest)
    let interface = artifact.manifest.interface
    #expect(interface.program == "diffuse{use_lam=True}")
    #expect(interface.fields.map(\.intent) == ["in", "out"])
    #expect(interface.scalars.map(\.name) == ["factor"])
    #expect(interface.bound.map(\.value) == ["True"])
    let fortran = try String(
      contentsOfFile: sample.path + "/fortran/diffuse_frozen.f90", encoding: .utf8)
    #expect(fortran.split(separator: "\n").allSatisfy { $0.count <= 132 })
  }

  @Test func `are the same bytes each time`() throws {
    let other = folder.path + "/again"
    let binding = BoundArgument(name: "use_lam", value: .scalar(ScalarValue(true)))
    _ = try FrozenSample.freeze("diffuse", binding: [binding], to: other)
    // Over the first.
    _ = try FrozenSample.freeze("diffuse", binding: [binding], to: other)
    for p in try paths {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: other + "/" + p))
          == Data(contentsOf: URL(fileURLWithPath: sample.path + "/" + p)), "\(p)")
    }
  }

  @Test func `need no more than libc and libm`() throws {
    for p in try paths where p.hasSuffix(".so") {
      let elf = try #require(
        ElfFile(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: sample.path + "/" + p)))))
      #expect(Set(elf.needed).isSubset(of: ["libc.so.6", "libm.so.6"]))
      #expect(elf.note == sample.manifest.digest)
    }
  }

  @Test func `are made again by their own script`() throws {
    let path = try copy("built")
    let before = try Data(contentsOf: URL(fileURLWithPath: path + "/lib/libdiffuse.so"))
    try FileManager.default.removeItem(atPath: path + "/lib/libdiffuse.so")
    let compiler = try NativeEnvironment.system.compiler().compiler
    let outcome = try ExternalCommand(
      "/usr/bin/env", ["CC=\(compiler.path)", "sh", path + "/src/build.sh"]
    ).run()
    #expect(outcome.isSuccess, "\(outcome.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/lib/libdiffuse.so")) == before)
    #expect(code(of: path) == nil)
  }

  @Test(.needsGridTools) func `can be of C++ on GridTools`() throws {
    let path = folder.path + "/gtfn.frozen"
    let manifest = try FrozenSample.freeze(
      "diffuse", binding: [BoundArgument(name: "use_lam", value: .scalar(ScalarValue(true)))],
      to: path, by: Peers.gtfn)
    #expect(manifest.files.contains { $0.path.hasSuffix("_kernel.cpp") })
    let script = try String(contentsOfFile: path + "/src/build.sh", encoding: .utf8)
    #expect(script.contains("-isystem \"$GRIDTOOLS_CPP\""))
    try expectBits(of: FrozenArtifact(path).thaw())
  }

  @Test func `are refused by backends without an object`() throws {
    let error = try #require(throws: DiagnosticError.self) {
      try FrozenSample.freeze(
        "diffuse", binding: [], to: folder.path + "/no.frozen", by: .interpreter)
    }
    #expect(error.diagnostics[0].message == "Only code in C or C++ can be frozen.")
  }

  @Test func `give the bits of the interpreter when they are thawed`() throws {
    let thawed = try FrozenArtifact(sample.path).thaw()
    try expectBits(of: thawed)
    for level in CPULevel.allCases where level >= .v2 && level <= .ofThisMachine {
      #expect(try FrozenArtifact(sample.path).thaw(for: level).level == level.rawValue)
    }
  }

  private func expectBits(of thawed: FrozenArtifact.Thawed) throws {
    var fields = [
      FrozenSample.input,
      Field(zeros: .float64, on: Domain(dims: FrozenSample.dims, ranges: [0 ..< 6, 0 ..< 5])),
    ]
    #expect(thawed.program.call(&fields, [ScalarValue(FrozenSample.factor)]) == .done)
    let bits = fields[1].elements(as: Double.self).map { x in
      let digits = String(x.bitPattern, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    #expect(bits == (try FrozenSample.expectedLines()))
  }

  // MARK: Damages

  @Test func `are refused in order, each with its own message`() throws {
    #expect(
      message(of: folder.path + "/none")
        == "'\(folder.path)/none' cannot be read: no such file or directory.")
    let path = try copy()
    #expect(message(of: path + "/manifest.json") == "'\(path)/manifest.json' is no folder.")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: path)
    #expect(
      message(of: folder.path + "/link") == "'\(folder.path)/link' is a link, and no folder itself."
    )
    chmod(path, 0o777)
    #expect(message(of: path) == "'\(path)' can be written by others.")
    chmod(path, 0o755)
    #expect(message(of: path) == "thawed")
    #expect(
      message(of: path, level: .base)
        == "'\(path)' needs a processor with popcnt, sse3, sse4.1, sse4.2, ssse3; this one is base."
    )

    try edit(path, "manifest.json") {
      $0.replacing("\"formatVersion\" : [\n    1,", with: "\"formatVersion\" : [\n    2,")
    }
    #expect(message(of: path) == "'\(path)' has format 2; this build reads 1.")
    let second = try copy()
    try edit(second, "manifest.json") { _ in "{}" }
    #expect(message(of: second) == "The manifest of '\(path)' is no manifest: it is damaged.")
    let third = try copy()
    try edit(third, "manifest.json") {
      $0.replacing("\"dtype\" : \"float64\"", with: "\"dtype\" : \"float32\"")
    }
    #expect(message(of: third) == "The manifest of '\(path)' contradicts itself: it is damaged.")
    let fourth = try copy()
    try Data().write(to: URL(fileURLWithPath: fourth + "/lib/other.so"))
    #expect(message(of: fourth) == "'\(path)' has a file that nobody lists: 'lib/other.so'.")
    let fifth = try copy()
    try FileManager.default.removeItem(atPath: fifth + "/include/diffuse.h")
    #expect(message(of: fifth) == "'include/diffuse.h' of '\(path)' is missing.")
    try FileManager.default.createSymbolicLink(
      atPath: fifth + "/include/diffuse.h", withDestinationPath: sample.path + "/include/diffuse.h")
    #expect(message(of: fifth) == "'include/diffuse.h' of '\(path)' is no plain file.")
  }

  @Test(arguments: [
    "extra.so", "python/numpy.py", "include/stdint.h", "src/extra.c", "new/folder/file",
    "python/__pycache__x/numpy.pyc",
  ])
  func `are refused with a file that nobody lists, wherever it is`(_ name: String) throws {
    let path = try copy()
    let url = URL(fileURLWithPath: path + "/" + name).standardizedFileURL
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
    let found = url.path.dropFirst(path.count + 1)
    #expect(message(of: path) == "'\(path)' has a file that nobody lists: '\(found)'.")
  }

  @Test func `may hold what Python keeps of the module`() throws {
    let path = try copy()
    let kept = path + "/python/__pycache__"
    try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: false)
    try Data().write(to: URL(fileURLWithPath: kept + "/diffuse.cpython-311.pyc"))
    // As Python makes it where groups have files in common.
    chmod(kept, 0o775)
    #expect(message(of: path) == "thawed")
    // Not so a link that leads to other modules.
    try FileManager.default.removeItem(atPath: kept)
    try FileManager.default.createSymbolicLink(atPath: kept, withDestinationPath: "/tmp")
    #expect(
      message(of: path) == "'\(path)' has a file that nobody lists: 'python/__pycache__'.")
  }

  @Test(
    arguments: [
      ("lib", 0o777), ("lib/x86-64-v2", 0o775), ("lib/libdiffuse.so", 0o666),
      ("manifest.json", 0o664),
      ("python/diffuse.py", 0o646),
    ] as [(String, mode_t)])
  func `are refused if others can write a part of them`(_ name: String, _ mode: mode_t) throws {
    let path = try copy()
    chmod(path + "/" + name, mode)
    #expect(message(of: path) == "'\(name)' of '\(path)' can be written by others.")
  }

  @Test func `are not frozen into one another`() throws {
    let path = try copy()
    for target in [path + "/sub", path + "/lib/x86-64-v2/deep"] {
      let error = try #require(throws: DiagnosticError.self) {
        try FrozenSample.freeze("divide", binding: [], to: target)
      }
      #expect(
        error.diagnostics.map(\.message)
          == ["'\(target)' lies in a frozen program: '\(path)'."])
    }
    #expect(message(of: path) == "thawed")
  }

  private func edit(_ path: String, _ name: String, _ change: (String) -> String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    let before = try String(contentsOf: url, encoding: .utf8)
    let after = change(before)
    try #require(after != before)
    try after.write(to: url, atomically: true, encoding: .utf8)
  }

  /// The objects of another program, listed in the manifest with their digests.
  @Test func `are refused when objects and manifest belong to different programs`() throws {
    let other = try FrozenSample("divide")
    let path = try copy()
    let name = "lib/x86-64-v2/libdiffuse.so"
    let bytes = try Data(
      contentsOf: URL(fileURLWithPath: other.path + "/lib/x86-64-v2/libdivide.so"))
    try bytes.write(to: URL(fileURLWithPath: path + "/" + name))
    try relist(path, name, Array(bytes))
    #expect(
      message(of: path) == "'\(name)' of '\(path)' belongs to another program than its manifest.")
    let text = Array("no object".utf8)
    try Data(text).write(to: URL(fileURLWithPath: path + "/" + name))
    try relist(path, name, text)
    #expect(message(of: path) == "'\(name)' of '\(path)' is no shared object.")
  }

  /// Writes the size and the digest of `bytes` into the manifest.
  private func relist(_ path: String, _ name: String, _ bytes: [UInt8]) throws {
    let old = try FrozenArtifact(path).manifest
    let files = old.files.map { f in
      f.path == name
        ? FrozenManifest.File(path: name, bytes: bytes.count, sha256: SHA256.hexadecimal(of: bytes))
        : f
    }
    let manifest = FrozenManifest(interface: old.interface, targets: old.targets, files: files)
    try Data(manifest.bytes).write(to: URL(fileURLWithPath: path + "/manifest.json"))
  }

  @Test func `are refused when a result differs`() throws {
    let path = try copy()
    let url = URL(fileURLWithPath: path + "/test/vectors.json")
    let vectors = try JSONDecoder().decode(GoldenVectors.self, from: Data(contentsOf: url))
    var text = try String(contentsOf: url, encoding: .utf8)
    let expected = try #require(vectors.fields[1].expected)
    var wrong = expected
    wrong[10] ^= 1
    text = text.replacing(expected.base64EncodedString(), with: wrong.base64EncodedString())
    try text.write(to: url, atomically: true, encoding: .utf8)
    try relist(path, "test/vectors.json", Array(text.utf8))
    #expect(
      message(of: path) == "The test of '\(path)' fails: 'out' is other than when it was frozen.")
  }

  @Test func `are never loaded when a bit is flipped, or a file is cut, swapped or gone`() throws {
    let files = try paths
    let known = Set(FrozenCode.allCases.map(\.rawValue))
    for n in 0 ..< 300 {
      let path = try copy("damaged")
      let name = files[n % files.count]
      let url = URL(fileURLWithPath: path + "/" + name)
      var bytes = try Data(contentsOf: url)
      let position = (n &* 7919 &+ 13) % bytes.count
      switch n % 5 {
      case 0, 1: bytes[position] ^= 1 << UInt8(n % 8)
      case 2: bytes = bytes.prefix(position)
      case 3: bytes.insert(UInt8(truncatingIfNeeded: n), at: position)
      default: bytes = Data()
      }
      try bytes.write(to: url)
      let found = try #require(code(of: path), "damage \(n) of \(name) was not noticed")
      #expect(known.contains(found))
    }
  }

  @Test func `replace nothing that is something else`() throws {
    let path = folder.path + "/mine"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try Data("x".utf8).write(to: URL(fileURLWithPath: path + "/thesis.txt"))
    let error = try #require(throws: DiagnosticError.self) {
      try FrozenSample.freeze("diffuse", binding: [], to: path)
    }
    #expect(error.diagnostics.map(\.message) == ["'\(path)' holds something else already."])
    #expect(FileManager.default.fileExists(atPath: path + "/thesis.txt"))
  }

}
