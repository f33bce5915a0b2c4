import Fields
import StencilTypes
import Toolchain

/// One kernel of one size: our arguments, and the rivals with fields of their own.
struct KernelCase {

  let title: String

  /// The program's name, and what is bound.
  let program: String
  var bindings: KeyValuePairs<String, BoundValue> = [:]

  let dtype: ScalarKind
  var arguments: [ArgumentValue]
  var tables: [String: NeighborTable] = [:]

  /// The arguments that are written.
  let outputs: [Int]

  let hand: Work
  let naive: Work

  /// What the hand-written and the naive loops write.
  let handResults: [Field], naiveResults: [Field]

  let stream: Stream

}

/// How large a kernel is: points along each horizontal dimension, and levels.
struct KernelSize {

  let horizontal, vertical: Int

  var text: String { "\(horizontal)²x\(vertical)" }

  static let small = KernelSize(horizontal: 32, vertical: 10)
  static let medium = KernelSize(horizontal: 128, vertical: 80)
  static let large = KernelSize(horizontal: 256, vertical: 80)

}

extension Field {

  /// The address of the point whose indices are all 0, which may lie outside.
  var zero: Pointer {
    guard let base = storage.bytes.baseAddress else { preconditionFailure("a field has memory") }
    return base + position(of: dims.map { _ in 0 }) * dtype.byteCount
  }

  func stride(_ d: Dimension) -> Int64 {
    Int64(domain.dims.firstIndex(of: d).map { strides[$0] } ?? 0)
  }

}
