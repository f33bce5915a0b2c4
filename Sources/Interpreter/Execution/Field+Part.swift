import Fields
import StencilTypes

extension Field {

  /// Sets the elements on the domain of `part`, which lies in this one, to those of `part`.
  mutating func copy(_ part: Field) {
    precondition(part.dtype == dtype && part.dims == dims)
    makeUnique()
    let size = dtype.byteCount
    guard let out = storage.bytes.baseAddress, let source = part.storage.bytes.baseAddress else {
      preconditionFailure("no storage")
    }
    let sourceStride = part.strides.last ?? 1
    sliced(to: part.domain).forEachRow { row in
      let from = source + part.position(of: row.index) * size
      let to = out + row.position * size
      if row.stride == 1, sourceStride == 1 {
        to.copyMemory(from: from, byteCount: row.count * size)
      } else {
        for i in 0 ..< row.count {
          (to + i * row.stride * size).copyMemory(
            from: from + i * sourceStride * size, byteCount: size)
        }
      }
    }
  }

}
