import Fields

/// Returns what differs between two lists of arguments; NaNs are one.
public func sameBits(_ a: [ArgumentValue], _ b: [ArgumentValue]) -> String? {
  guard a.count == b.count else { return "counts" }
  for (i, (x, y)) in zip(a, b).enumerated() {
    switch (x, y) {
    case (.scalar(let p), .scalar(let q)): if p != q { return "scalar \(i)" }
    case (.field(let p), .field(let q)):
      guard p.domain == q.domain, p.dtype == q.dtype else { return "domain \(i)" }
      for (n, (u, v)) in zip(p.values, q.values).enumerated() where u != v {
        if let c = u.float64, let d = v.float64, c.isNaN, d.isNaN { continue }
        if let c = u.float32, let d = v.float32, c.isNaN, d.isNaN { continue }
        return "argument \(i), element \(n) of \(p.domain): \(u), expected \(v)"
      }
    case (.tuple(let p), .tuple(let q)):
      if let d = sameBits(p, q) { return "\(i).\(d)" }
    case (.scalar, _), (.field, _), (.tuple, _): return "structure \(i)"
    }
  }
  return nil
}
