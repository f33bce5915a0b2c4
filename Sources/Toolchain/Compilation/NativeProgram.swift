import CNative
import CodeGen
import Fields
import Glibc
import StencilTypes
import Synchronization

/// Compiled code of one program, ready to be called with fields as they lie in memory.
///
/// Everything but the arguments is prepared when it is loaded. Calls from several threads do not
/// disturb each other.
public final class NativeProgram: Sendable {

  private typealias Function = @convention(c) (UnsafePointer<stk_call>?) -> Int32
  private typealias Size = @convention(c) (UnsafePointer<stk_call>?) -> Int64

  public let entry: EntryPoint

  /// Keeps the code in memory.
  private let object: SharedObject
  private let function: Function
  private let size: Size
  private let isWritten: [Bool]

  /// The number of words that shapes, strides and origins take.
  private let wordCount: Int

  private let workspaces = Mutex<[Workspace]>([])

  /// Finds `entry` in `object`, or what stands for it there under other names.
  ///
  /// - Throws: If the object has no such function.
  public init(
    _ object: SharedObject, entry: EntryPoint, run: String? = nil, workspace: String? = nil
  ) throws(CompilationProblem) {
    let run = run ?? entry.symbol
    guard let function = object.symbol(run),
      let size = object.symbol(workspace ?? entry.symbol + "_workspace")
    else { throw .notLoaded(reason: "it has no function '\(run)'") }
    self.object = object
    self.entry = entry
    self.function = unsafeBitCast(function, to: Function.self)
    self.size = unsafeBitCast(size, to: Size.self)
    isWritten = entry.fields.map(\.isWritten)
    wordCount = entry.fields.reduce(0) { $0 + 3 * $1.dims.count }
  }

  /// How a call ended; fields are as they were before unless it is done.
  public enum Ending: Hashable, Sendable {

    case done

    /// Operation `site` of the entry's failures failed for output `output` at `index`.
    case failed(site: Int, output: Int, index: [Int], coordinate: Int)

    /// A field does not cover what is read or written.
    case uncovered(slot: Int)

    /// The code does not do what these arguments need.
    case unsuitable

    /// There is no memory for what is computed on the way.
    case withoutMemory

    /// Targets of one statement overlap.
    case overlapping

  }

  /// Calls the code with arguments in the order of `entry`; what is written is written in place,
  /// but where others share the memory of a field.
  public func call(
    _ fields: inout [Field], _ scalars: [ScalarValue] = [], tables: [NeighborTable] = [],
    threads: ThreadPool = .shared
  ) -> Ending {
    precondition(
      fields.count == isWritten.count && scalars.count == entry.scalars.count
        && tables.count == entry.tables.count)
    for i in isWritten.indices where isWritten[i] { fields[i].makeUnique() }
    defer { withExtendedLifetime(fields) {} }
    let ending = withUnsafeTemporaryAllocation(of: Int64.self, capacity: wordCount + 1) { words in
      withUnsafeTemporaryAllocation(of: stk_field.self, capacity: fields.count + 1) { slots in
        describe(fields, words, slots)
        return withScalars(scalars) { values in
          withTables(tables) { tables in
            perform(slots.baseAddress, values, tables, threads)
          }
        }
      }
    }
    return ending
  }

  /// Writes down where the fields lie.
  private func describe(
    _ fields: [Field], _ words: UnsafeMutableBufferPointer<Int64>,
    _ slots: UnsafeMutableBufferPointer<stk_field>
  ) {
    guard var next = words.baseAddress else { return }
    for (i, field) in fields.enumerated() {
      let rank = field.domain.ranges.count
      let (shape, stride, origin) = (next, next + rank, next + 2 * rank)
      for d in 0 ..< rank {
        let range = field.domain.ranges[d]
        shape[d] = Int64(range.count)
        stride[d] = Int64(field.strides[d])
        origin[d] = Int64(range.lowerBound)
      }
      next += 3 * rank
      let data = field.storage.bytes.baseAddress.map { $0 + field.offset * field.dtype.byteCount }
      slots[i] = stk_field(data: data, shape: shape, stride: stride, origin: origin)
    }
  }

  /// Calls `body` with the addresses of the values of `scalars`.
  private func withScalars(
    _ scalars: [ScalarValue], _ body: (UnsafePointer<UnsafeRawPointer?>?) -> Ending
  ) -> Ending {
    if scalars.isEmpty { return body(nil) }
    return withUnsafeTemporaryAllocation(byteCount: 8 * scalars.count, alignment: 8) { bytes in
      withUnsafeTemporaryAllocation(of: UnsafeRawPointer?.self, capacity: scalars.count) { places in
        for (i, value) in scalars.enumerated() {
          guard let base = bytes.baseAddress else { break }
          value.store(to: base + 8 * i)
          places[i] = UnsafeRawPointer(base + 8 * i)
        }
        return body(places.baseAddress.map { UnsafePointer($0) })
      }
    }
  }

  /// Calls `body` with `tables` as the code takes them.
  private func withTables(
    _ tables: [NeighborTable], _ body: (UnsafePointer<stk_table>?) -> Ending
  ) -> Ending {
    func add(_ n: Int, _ slots: UnsafeMutableBufferPointer<stk_table>) -> Ending {
      if n == tables.count { return body(slots.baseAddress.map { UnsafePointer($0) }) }
      let t = tables[n]
      let range = t.entryRange
      return t.entries.withUnsafeBufferPointer { entries in
        slots[n] = stk_table(
          data: entries.baseAddress, rows: Int64(t.rowCount), columns: Int64(t.columnCount),
          row_stride: Int64(t.columnCount), column_stride: 1, skip: t.skipValue ?? 0,
          has_skip: t.skipValue == nil ? 0 : 1, lowest: Int32(range?.lowerBound ?? 1),
          highest: Int32(range?.upperBound ?? 0))
        return add(n + 1, slots)
      }
    }
    if tables.isEmpty { return body(nil) }
    return withUnsafeTemporaryAllocation(of: stk_table.self, capacity: tables.count) { add(0, $0) }
  }

  private func perform(
    _ fields: UnsafePointer<stk_field>?, _ scalars: UnsafePointer<UnsafeRawPointer?>?,
    _ tables: UnsafePointer<stk_table>?, _ threads: ThreadPool
  ) -> Ending {
    var failure = stk_failure()
    return withUnsafePointer(to: threads.asArgument) { threads in
      withUnsafeMutablePointer(to: &failure) { failure in
        var call = stk_call(
          fields: fields, scalars: scalars, tables: tables, workspace: nil, workspace_size: 0,
          threads: threads, failure: failure)
        // The code says before it writes anything if the workspace of an earlier call is too small.
        var workspace = workspaces.withLock { $0.popLast() }
        if let workspace { call.lend(workspace.bytes) }
        var code = function(&call)
        if code == 3 {
          let byteCount = Int(size(&call))
          // Others may need less, or say how much they asked for.
          guard FieldStorage.canAllocate(byteCount) else { return .withoutMemory }
          let larger = Workspace(byteCount: byteCount)
          call.lend(larger.bytes)
          workspace = larger
          code = function(&call)
        }
        if let workspace { workspaces.withLock { $0.append(workspace) } }
        return ending(code, failure.pointee)
      }
    }
  }

  private func ending(_ code: Int32, _ failure: stk_failure) -> Ending {
    switch code {
    case 0: return .done
    case 1:
      let index = withUnsafeBytes(of: failure.index) { Array($0.bindMemory(to: Int64.self)) }
      return .failed(
        site: Int(failure.site), output: Int(failure.output), index: index.map { Int($0) },
        coordinate: Int(failure.coordinate))
    case 2: return .uncovered(slot: Int(failure.site))
    case 4: return .unsuitable
    case 5: return .overlapping
    default: preconditionFailure("compiled code returned \(code)")
    }
  }

}

extension stk_call {

  fileprivate mutating func lend(_ bytes: UnsafeMutableRawBufferPointer) {
    workspace = bytes.baseAddress
    workspace_size = Int64(bytes.count)
  }

}

/// Memory for what a call computes on the way, aligned to 64 bytes.
private final class Workspace: @unchecked Sendable {

  let bytes: UnsafeMutableRawBufferPointer

  init(byteCount: Int) { bytes = .allocate(byteCount: (byteCount + 63) / 64 * 64, alignment: 64) }

  deinit { bytes.deallocate() }

}
