import CodeGen
import Fields
import Foundation
import Glibc
import StencilTypes

/// A C compiler of this machine.
struct CCompiler {

  let path: String

  /// The one beside the Swift toolchain, or else one on the path; `nil` without one.
  static let found: CCompiler? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init)
    let isTool = { (file: String) in access(file, X_OK) == 0 }
    let beside = folders.filter { isTool($0 + "/swiftc") }.map { $0 + "/clang" }
    let all = beside + ["clang", "cc", "gcc"].flatMap { n in folders.map { "\($0)/\(n)" } }
    return all.first(where: isTool).map(CCompiler.init)
  }()

  static func named(_ name: String) -> CCompiler? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
      .map(CCompiler.init)
  }

  static let flags = [
    "-std=gnu99", "-ffp-contract=off", "-fno-math-errno", "-fwrapv", "-fno-builtin", "-fPIC",
    "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror",
  ]

  /// Compiles `texts` to one shared object.
  func compile(_ texts: [String], flags: [String] = ["-O1"]) throws -> CompiledObject {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "codegen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [String] = []
    for (i, t) in texts.enumerated() {
      let file = folder.appending(path: "p\(i).c").path()
      try t.write(toFile: file, atomically: false, encoding: .utf8)
      files.append(file)
    }
    let object = folder.appending(path: "x.so").path()
    let log = folder.appending(path: "log").path()
    let arguments = [path] + CCompiler.flags + flags + files + ["-o", object, "-lm"]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT, 0o600)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for w in words { free(w) } }
    var child = pid_t()
    guard posix_spawn(&child, path, &actions, nil, &words, environ) == 0 else {
      throw CompilationError(message: "cannot run \(path)")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {}
    guard status == 0, let handle = dlopen(object, RTLD_NOW | RTLD_LOCAL) else {
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw CompilationError(message: String(text.prefix(4000)))
    }
    return CompiledObject(handle: handle)
  }

}

struct CompilationError: Error, CustomStringConvertible {

  let message: String
  var description: String { message }

}

/// A loaded shared object with compiled programs; never unloaded.
struct CompiledObject: @unchecked Sendable {

  let handle: UnsafeMutableRawPointer

  typealias Function = @convention(c) (UnsafeRawPointer) -> Int32
  typealias Size = @convention(c) (UnsafeRawPointer) -> Int64

  /// What a call did.
  struct Outcome {
    let code: Int32
    let failure: CFailure
    let arguments: [ArgumentValue]
    let workspace: Int64
  }

  /// Calls `program` on copies of `arguments`; some fields have the memory of others, by number.
  func call(
    _ entry: EntryPoint, _ arguments: [ArgumentValue], tables: [String: NeighborTable],
    threads: UnsafePointer<CThreads>? = nil, sharing: [Int: Int] = [:]
  ) -> Outcome {
    guard let f = dlsym(handle, entry.symbol), let s = dlsym(handle, entry.symbol + "_workspace")
    else { preconditionFailure("no \(entry.symbol)") }
    let run = unsafeBitCast(f, to: Function.self), size = unsafeBitCast(s, to: Size.self)
    let memory = CallMemory()
    let results = arguments.map(memory.copy)
    for (to, from) in sharing { memory.copies[to] = memory.copies[from] }
    let fields = zip(entry.fields, memory.copies).map(memory.field)
    let cTables = entry.tables.map { slot in
      guard let table = tables[slot.name] else { preconditionFailure("no table \(slot.name)") }
      return memory.table(table)
    }
    var failure = CFailure()
    defer { withExtendedLifetime(memory) {} }
    return fields.withUnsafeBufferPointer { fields in
      memory.scalars.withUnsafeBufferPointer { scalars in
        cTables.withUnsafeBufferPointer { tables in
          withUnsafeMutablePointer(to: &failure) { failure in
            var call = CCall(
              fields: fields.baseAddress, scalars: scalars.baseAddress,
              tables: tables.baseAddress, workspace: nil, workspaceSize: 0, threads: threads,
              failure: failure)
            let bytes = withUnsafePointer(to: &call) { size(UnsafeRawPointer($0)) }
            let space = memory.allocate(Int(bytes))
            // What is not written must not be read.
            space.initializeMemory(as: UInt8.self, repeating: 0xcd, count: Int(bytes))
            call.workspace = space
            call.workspaceSize = bytes
            let code = withUnsafePointer(to: &call) { run(UnsafeRawPointer($0)) }
            return Outcome(
              code: code, failure: failure.pointee, arguments: results, workspace: bytes)
          }
        }
      }
    }
  }

}

/// What the structures of one call point to, for as long as it is held.
private final class CallMemory {

  private var blocks: [UnsafeMutableRawPointer] = []

  /// The fields and the scalars of the arguments that were copied, in order.
  var copies: [Field] = []
  private(set) var scalars: [UnsafeRawPointer?] = []

  deinit { for b in blocks { b.deallocate() } }

  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let p = UnsafeMutableRawPointer.allocate(byteCount: max(64, bytes), alignment: 64)
    blocks.append(p)
    return p
  }

  private func numbers(_ values: [Int]) -> UnsafePointer<Int64> {
    let p = allocate(values.count * 8).bindMemory(to: Int64.self, capacity: max(1, values.count))
    for (i, v) in values.enumerated() { p[i] = Int64(v) }
    return UnsafePointer(p)
  }

  /// Returns a copy of `argument`, whose leaves are taken down.
  func copy(_ argument: ArgumentValue) -> ArgumentValue {
    switch argument {
    case .scalar(let v):
      let p = allocate(8)
      v.store(to: p)
      scalars.append(UnsafeRawPointer(p))
      return argument
    case .field(var f):
      f.makeUnique()
      copies.append(f)
      return .field(f)
    case .tuple(let parts): return .tuple(parts.map(copy))
    }
  }

  func field(_ slot: FieldSlot, _ f: Field) -> CField {
    let order = slot.dims.map { name in f.domain.dims.firstIndex { $0.name == name } ?? 0 }
    return CField(
      data: f.storage.bytes.baseAddress.map { $0 + f.offset * f.dtype.byteCount },
      shape: numbers(order.map { f.domain.ranges[$0].count }),
      stride: numbers(order.map { f.strides[$0] }),
      origin: numbers(order.map { f.domain.ranges[$0].lowerBound }))
  }

  func table(_ t: NeighborTable) -> CTable {
    let p = allocate(t.entries.count * 4).bindMemory(
      to: Int32.self, capacity: max(1, t.entries.count))
    for (i, e) in t.entries.enumerated() { p[i] = e }
    let present = t.entries.filter { $0 != t.skipValue }
    return CTable(
      data: UnsafePointer(p), rows: Int64(t.rowCount), columns: Int64(t.columnCount),
      rowStride: Int64(t.columnCount), columnStride: 1, skip: t.skipValue ?? 0,
      hasSkip: t.type.hasSkipValues ? 1 : 0, lowest: present.min() ?? 1,
      highest: present.max() ?? 0)
  }

}

// The structures of the C interface.

struct CField {
  let data: UnsafeMutableRawPointer?
  let shape, stride, origin: UnsafePointer<Int64>
}

struct CTable {
  let data: UnsafePointer<Int32>
  let rows, columns, rowStride, columnStride: Int64
  let skip, hasSkip, lowest, highest: Int32
}

struct CFailure {
  var site: Int32 = -9, output: Int32 = -9
  var index: (Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0, 0, 0, 0)
  var coordinate: Int64 = 0
}

typealias CBody = @convention(c) (UnsafeMutableRawPointer?, Int64, Int64) -> Void

struct CThreads {
  let run:
    @convention(c) (UnsafeMutableRawPointer?, Int64, Int64, CBody, UnsafeMutableRawPointer?) -> Void
  let pool: UnsafeMutableRawPointer?
  let threads: Int32
}

struct CCall {
  let fields: UnsafePointer<CField>?
  let scalars: UnsafePointer<UnsafeRawPointer?>?
  let tables: UnsafePointer<CTable>?
  var workspace: UnsafeMutableRawPointer?
  var workspaceSize: Int64
  let threads: UnsafePointer<CThreads>?
  let failure: UnsafeMutablePointer<CFailure>?
}

extension TableType {

  /// Creates what is known of `table` before a call.
  init(_ table: NeighborTable) {
    self.init(
      target: table.target, local: table.local, source: table.source, columns: table.columnCount,
      hasSkipValues: table.type.hasSkipValues)
  }

}
