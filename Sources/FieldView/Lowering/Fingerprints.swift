import IteratorIR
import StencilTypes

/// The fingerprints by which GT4Py 1.2.3 names the values that it binds: `__val_…`, `__cond_…`.
///
/// A fingerprint is 16 hexadecimal digits: XXH64 of a tag of the node's class and of the
/// fingerprints of its fields, each a pair of its name and its value. So equal expressions have
/// equal ones, in every process.
final class Fingerprints {

  /// Those found so far by the identity of nodes, which are kept alive with them.
  private var known: [ObjectIdentifier: (node: Expr, digits: String)] = [:]

  /// Returns the fingerprint of `e`, in which tags mean `offsets`.
  func digits(of e: Expr, _ offsets: [String: FieldOffset]) -> String {
    if let found = known[e.identity] { return found.digits }
    let digits = fresh(e, offsets)
    known[e.identity] = (e, digits)
    return digits
  }

  private func fresh(_ e: Expr, _ offsets: [String: FieldOffset]) -> String {
    switch e.kind {
    case .reference(let s): return symbol(s.name)
    case .builtin(let b): return symbol(b.currentName)
    case .typeName(let k): return symbol(k.rawValue)
    case .literal(let v): return literal(v.description)
    case .infinity(let negative):
      return node("InfinityLiteral", [("name", text(negative ? "NEGATIVE" : "POSITIVE"))])
    case .offset(.index(let i)): return node("OffsetLiteral", [("value", integer(i))])
    case .offset(.tag(let tag)): return node("OffsetLiteral", [("value", text(tag))])
    case .axis(let d): return axis(d)
    case .lambda(let parameters, let body):
      let names = parameters.map { node("Sym", [("id", text($0.name, of: Self.symbolName))]) }
      return node("Lambda", [("params", list(names)), ("expr", digits(of: body, offsets))])
    case .call(let function, let arguments):
      let callee = digits(of: function, offsets)
      var values: [String] = []
      for (i, a) in arguments.enumerated() {
        if let spelling = a.reductionStart(in: e) {
          values.append(literal(spelling))
        } else if case .offset(.tag(let tag)) = a.kind, let offset = offsets[tag],
          offset.isWrittenWithAxes(before: i + 1 < arguments.count ? arguments[i + 1] : nil)
        {
          values.append(
            node(
              "CartesianOffset",
              [("domain", axis(offset.target[0])), ("codomain", axis(offset.source))]))
        } else {
          values.append(digits(of: a, offsets))
        }
      }
      return node("FunCall", [("fun", callee), ("args", list(values))])
    }
  }

  // MARK: Nodes

  private static let symbolName = "gt4py.eve.concepts.SymbolName"
  private static let symbolReference = "gt4py.eve.concepts.SymbolRef"

  private func symbol(_ name: String) -> String {
    node("SymRef", [("id", text(name, of: Self.symbolReference))])
  }

  private func literal(_ value: String) -> String { node("Literal", [("value", text(value))]) }

  private func axis(_ d: Dimension) -> String {
    node(
      "AxisLiteral",
      [("value", text(d.name)), ("kind", text("\(d.kind)", of: "gt4py.next.common.DimensionKind"))])
  }

  private func node(_ name: String, _ fields: [(String, String)]) -> String {
    aggregate(
      "fields\0gt4py.next.iterator.ir.\(name)", fields.map { pair(text($0.0), $0.1) })
  }

  // MARK: Values

  private func text(_ value: String, of type: String = "builtins.str") -> String {
    aggregate("\(type)\0\(value)", [])
  }

  private func integer(_ value: Int) -> String { aggregate("builtins.int\0\(value)", []) }

  private func pair(_ first: String, _ second: String) -> String {
    aggregate("builtins.tuple", [first, second])
  }

  private func list(_ elements: [String]) -> String { aggregate("builtins.list", elements) }

  private func aggregate(_ state: String, _ parts: [String]) -> String {
    let bytes = Array("node\0\(state)pieces\0".utf8) + parts.flatMap { Array($0.utf8) }
    let digits = String(XXHash64.hash(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

}
