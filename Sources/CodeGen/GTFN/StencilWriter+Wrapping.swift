import StencilTypes

/// What a C++ name of an integer was computed from, to tell whether it wrapped on the way.
struct CppInteger {

  enum Origin {
    case operation(ScalarOperation)
    case cast(from: ScalarKind)

    /// One of the operands, whichever was chosen.
    case choice
  }

  let origin: Origin
  let operands: [String]
  let kind: ScalarKind

  /// Where it stands.
  let block: BlockPath

}

// Where a point is does not wrap: a bound that did so is one that nobody meant. The call changes
// nothing then, and the interpreter tells what is wrong, or computes on integers without limits.
extension StencilWriter {

  /// Remembers what the integer `value` was computed from.
  func remember(_ value: CppValue, _ origin: CppInteger.Origin, _ operands: [String]) {
    guard case .scalar(let name, let kind) = value, kind.isInteger else { return }
    integers[name] = CppInteger(
      origin: origin, operands: operands, kind: kind, block: text.block)
  }

  /// Returns the C++ conditions, one of which holds if an integer wrapped on the way to `name`.
  func wrapping(onTheWayTo name: String) -> [String] {
    var conditions: [String] = []
    var pending = [name]
    var seen: Set<String> = []
    while let name = pending.popLast() {
      guard seen.insert(name).inserted, let integer = integers[name] else { continue }
      pending += integer.operands
      guard let condition = integer.wraps else { continue }
      // What was written in a branch has no name here.
      conditions.append(integer.block.encloses(text.block) ? condition : "true")
    }
    var written: Set<String> = []
    return conditions.filter { written.insert($0).inserted }
  }

}

extension CppInteger {

  /// The C++ condition under which it is not what integers without limits would be; `nil` if that
  /// cannot be.
  fileprivate var wraps: String? {
    let type = kind.cType
    func test(_ name: String, _ a: String, _ b: String) -> String {
      "stk::\(name)<\(type)>(\(a), \(b))"
    }
    switch origin {
    case .choice: return nil
    case .cast(let from):
      guard let old = from.integerRange, let new = kind.integerRange,
        !(new.lowerBound <= old.lowerBound && old.upperBound <= new.upperBound)
      else { return nil }
      return test("sum_wraps", operands[0], "0")
    case .operation(let operation):
      switch operation {
      case .binary(.plus): return test("sum_wraps", operands[0], operands[1])
      case .binary(.minus): return test("difference_wraps", operands[0], operands[1])
      case .binary(.multiplies): return test("product_wraps", operands[0], operands[1])
      case .unary(let u) where u.definition.takesIntegers:
        return test("difference_wraps", "0", operands[0])
      case .power: return "true"
      case .binary, .unary, .predicate, .comparison, .logic, .not: return nil
      }
    }
  }

}
