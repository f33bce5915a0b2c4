import HashTreeCollections
import IteratorIR
import StencilTypes

/// Writes the values of ITIR expressions as statements of C++, each operation a line.
///
/// An expression is evaluated as far as its structure goes: lets, tuples, lists and calls are gone from
/// the text. What is chosen by `if_` is written inside of the branch, so nothing is read that is not
/// needed.
final class StencilWriter {

  let text: CppText

  /// What is known of neighbor tables.
  let connectivities: [String: ConnectivityType]

  let offsets: [String: FieldOffset]

  /// The name of the C++ object for a dimension or an offset.
  let tags: CppTags

  /// The functions that only have a meaning outside of stencils: ranges of fields and tables.
  let host: CppHost?

  /// The C of operations; all stencils share the helpers.
  let scalars: CppScalars

  /// What integers were computed from, by their names.
  var integers: [String: CppInteger] = [:]

  /// The names of what was read from the index along a dimension.
  var indexNames: Set<String> = []

  /// Whether something that was written can fail.
  var canFail = false

  /// Whether something can fail only where reads are tested.
  var canFailIfTested = false

  /// Whether a read stands in the text that is tested when the functor is told to.
  var isTested = false

  /// Whether all places that are read are known before.
  var isDynamic = false

  init(
    _ text: CppText, connectivities: [String: ConnectivityType], offsets: [String: FieldOffset],
    tags: CppTags, scalars: CppScalars, host: CppHost? = nil
  ) {
    self.text = text
    self.connectivities = connectivities
    self.offsets = offsets
    self.tags = tags
    self.scalars = scalars
    self.host = host
  }

  /// Returns the value of `e`.
  func value(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppValue {
    switch e.kind {
    case .reference(let name):
      guard let v = scope[name] else { throw GTFNRefusal("nothing is named '\(name.name)'") }
      return try known(v)
    case .builtin(let b): return .function(.builtin(b))
    case .literal(let v): return .scalar(v.cText, v.kind)
    case .typeName(let k): return .typeName(k)
    case .offset(let o): return .offset(o)
    case .axis(let d): return .axis(d)
    case .infinity: throw GTFNRefusal("a range has no end")
    case .lambda(let parameters, let body): return .function(.closure(parameters, body, scope))
    case .call(let f, let arguments):
      if let l = e.asLet { return try letValue(l, scope) }
      guard case .function(let function) = try value(f, scope) else {
        throw GTFNRefusal("what is called is no function")
      }
      if case .builtin(let b) = function {
        return try builtin(b, arguments, scope)
      }
      var values: [CppValue] = []
      for a in arguments { values.append(try argument(a, scope)) }
      return try apply(function, to: values)
    }
  }

  /// Returns the value in which nothing is delayed.
  func known(_ v: CppValue) throws(GTFNRefusal) -> CppValue {
    guard case .delayed(let d) = v else { return v }
    if let (value, block) = d.written, block.encloses(text.block) { return value }
    let new = try value(d.expr, d.scope)
    d.written = (new, text.block)
    return new
  }

  /// Returns the value of an argument: at once if that is free or certain to go well.
  func argument(_ e: Expr, _ scope: CppScope) throws(GTFNRefusal) -> CppValue {
    switch e.kind {
    case .reference(let n): scope[n] ?? .delayed(CppDelayed(e, scope))
    case .builtin, .literal, .typeName, .offset, .axis, .lambda, .infinity: try value(e, scope)
    case .call: .delayed(CppDelayed(e, scope))
    }
  }

  private func letValue(
    _ l: (parameters: [Symbol], values: [Expr], body: Expr), _ scope: CppScope
  ) throws(GTFNRefusal) -> CppValue {
    var inner = scope
    for (p, v) in zip(l.parameters, l.values) { inner[p] = try argument(v, scope) }
    return try value(l.body, inner)
  }

  /// Returns the value of a call whose arguments are known.
  func apply(
    _ function: CppFunction, to arguments: [CppValue]
  ) throws(GTFNRefusal) -> CppValue {
    switch function {
    case .builtin(let b):
      let names = arguments.indices.map { Symbol("argument \($0)") }
      let scope = CppScope(uniqueKeysWithValues: zip(names, arguments))
      return try builtin(b, names.map { Expr(.reference($0)) }, scope)
    case .closure(let parameters, let body, let scope):
      guard parameters.count == arguments.count else {
        throw GTFNRefusal("a function of \(parameters.count) is called with \(arguments.count)")
      }
      var inner = scope
      for (p, a) in zip(parameters, arguments) { inner[p] = a }
      return try value(body, inner)
    case .shift(let steps):
      guard case .iterator(let i) = try known(arguments[0]) else {
        throw GTFNRefusal("what is shifted is no iterator")
      }
      return .iterator(try shifted(i, by: steps))
    case .reduce(let f, let initial): return try reduced(f, initial, arguments)
    case .map(let f): return try mapped(f, arguments)
    }
  }

  // MARK: Scalars

  /// Returns the text and the kind of a scalar.
  func scalar(_ v: CppValue) throws(GTFNRefusal) -> (text: String, kind: ScalarKind) {
    guard case .scalar(let t, let k) = try known(v) else {
      throw GTFNRefusal("a scalar is needed here")
    }
    return (t, k)
  }

  func scalar(
    _ e: Expr, _ scope: CppScope
  ) throws(GTFNRefusal) -> (text: String, kind: ScalarKind) {
    try scalar(try value(e, scope))
  }

  /// Writes a name for `expression`.
  func named(_ expression: String, _ kind: ScalarKind) -> CppValue {
    let name = text.fresh()
    text.line("\(kind.cType) const \(name) = \(expression);")
    return .scalar(name, kind)
  }

  /// Writes a test that lets the call fail where `condition` holds, in the place where it is needed.
  func fail(if condition: String) {
    canFail = true
    text.line("if (\(condition)) gtfn::deref(facts).fail();")
  }

}

/// The C of scalar operations with the helpers in use, shared by all who write one file.
final class CppScalars {

  private var scalars = CScalars()

  /// The helpers, each after those that it calls.
  var helpers: [String] { scalars.helpers }

  func text(_ operation: ScalarOperation, _ operands: [String], _ kinds: [ScalarKind]) -> String {
    scalars.text(operation, operands, kinds)
  }

  func cast(_ operand: String, _ from: ScalarKind, to: ScalarKind) -> String {
    scalars.cast(operand, from, to)
  }

}
