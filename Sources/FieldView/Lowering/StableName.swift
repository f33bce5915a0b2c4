import IteratorIR
import StencilTypes

extension Expr {

  /// 16 hexadecimal digits that equal expressions share, the same in every process.
  var stableName: String {
    var hash = StableHash()
    hash.add(self)
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

}

/// The FNV-1a hash of a tree.
private struct StableHash {

  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ e: Expr) {
    switch e.kind {
    case .reference(let s): add("r" + s.name)
    case .builtin(let b): add("b" + b.name)
    case .literal(let v): add("l" + v.typedDescription)
    case .typeName(let k): add("t" + k.rawValue)
    case .infinity(let negative): add(negative ? "-" : "+")
    case .offset(.tag(let t)): add("o" + t)
    case .offset(.index(let i)): add("i\(i)")
    case .axis(let d): add("a" + d.name)
    case .lambda(let parameters, let body):
      add("λ\(parameters.count)")
      parameters.forEach { add($0.name) }
      add(body)
    case .call(let function, let arguments):
      add("c\(arguments.count)")
      add(function)
      arguments.forEach { add($0) }
    }
  }

  private mutating func add(_ text: String) {
    for b in text.utf8 { add(b) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }

}
