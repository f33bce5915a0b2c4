import Fields
import StencilTypes

/// What a node is on a box, kept in memory.
indirect enum StoredValue {

  case leaf(StoredField)
  case tuple([StoredValue])

}

/// A field in memory with the points that have no value.
final class StoredField {

  var field: Field

  /// A `Failure` for each element of `field`; `nil` while all have values.
  private(set) var failures: FieldStorage?

  init(_ kind: ScalarKind, on domain: Domain) { field = Field(zeros: kind, on: domain) }

  /// The words of `failures` as a field.
  var failureField: Field? {
    failures.map {
      Field(
        dtype: .int64, domain: field.domain, strides: field.strides, offset: field.offset,
        storage: $0)
    }
  }

  /// Writes the lanes of `block`, which lie in the field's domain.
  func write(_ lanes: Lanes, from block: Block, at place: Place) throws(MissingDimension) {
    let offsets = try block.offsets(in: field, at: place) { _, _, _ in .none }
    guard let memory = field.storage.bytes.baseAddress else { return }
    lanes.withSource { source in
      block.scatter(source, to: offsets, of: memory, byteCount: field.dtype.byteCount)
    }
    if lanes.poison.isNone { return }
    let storage = failures ?? FieldStorage(byteCount: field.domain.count * 8)
    failures = storage
    guard let words = storage.bytes.baseAddress else { return }
    switch lanes.poison {
    case .none: break
    case .all(var f):
      withUnsafeBytes(of: &f) { bytes in
        guard let p = bytes.baseAddress else { return }
        block.scatter(
          LaneSource(p, isConstant: true), to: offsets, of: words, byteCount: 8)
      }
    case .lanes(let b):
      block.scatter(LaneSource(b.bytes, isConstant: false), to: offsets, of: words, byteCount: 8)
    }
  }

}

extension Block {

  /// Returns the values of `field` at `place`; `failures` are those of its points.
  func read(
    _ field: Field, failures: FieldStorage? = nil, at place: Place, outside: OutsideFailure
  ) throws(MissingDimension) -> Lanes {
    let o = try offsets(in: field, at: place, outside: outside)
    guard let memory = field.storage.bytes.baseAddress else {
      return .constant(.zero(field.dtype))
    }
    if failures == nil, o.free == nil, o.tables.isEmpty, o.strides.allSatisfy({ $0 == 0 }) {
      let value = ScalarValue(loading: memory + o.base * field.dtype.byteCount, as: field.dtype)
      return Lanes(kind: field.dtype, content: .constant(value), poison: o.poison)
    }
    let buffer = LaneBuffer(from: shape.pool)
    gather(o, from: memory, byteCount: field.dtype.byteCount, into: buffer.bytes)
    var poison = o.poison
    if let words = failures?.bytes.baseAddress {
      let stored = LaneBuffer(from: shape.pool)
      gather(o, from: words, byteCount: 8, into: stored.bytes)
      let lanes = stored.lanes(of: Failure.self)
      if (0 ..< shape.count).contains(where: { !lanes[$0].isNone }) {
        poison = poison.combined(with: .lanes(stored), lanes: shape.count, pool: shape.pool)
      }
    }
    return Lanes(kind: field.dtype, content: .buffer(buffer), poison: poison)
  }

}
