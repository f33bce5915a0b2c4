import HashTreeCollections
import IteratorIR
import StencilTypes

/// Writes one stencil as a functor.
final class FunctorWriter {

  private let program: GTFNWriter
  private let name: String
  private let scope: CppScope
  private let stencil: StencilWriter

  /// The parameter that stands for many fields, which are passed as one.
  static let members = "fields"

  /// The number of fields from which on they are passed as one: what a compiler takes for a call grows
  /// with the number of arguments faster than that.
  private static let mostAlone = 12

  /// Whether the fields among the arguments are passed as one.
  private(set) var isComposite = false

  /// What the functor takes behind the arguments of the stencil.
  private(set) var more: [String] = []

  init(_ program: GTFNWriter, _ name: String, scope: CppScope) {
    self.program = program
    self.name = name
    self.scope = scope
    stencil = StencilWriter(
      CppText(), connectivities: program.connectivities, offsets: program.program.offsets,
      tags: program.tags, scalars: program.scalars)
  }

  var canFail: Bool { stencil.canFail }
  var canFailIfTested: Bool { stencil.canFailIfTested }
  var isTested: Bool { stencil.isTested }
  var isDynamic: Bool { stencil.isDynamic }

  /// Writes a stencil on `arguments`, and returns the type of its result.
  func write(_ e: Expr, _ arguments: [CppField], _ box: CppDomain) throws(GTFNRefusal) -> DataType {
    let (iterators, parameters) = parameters(of: arguments, box)
    let result = try stencil.evaluated(try apply(e, to: iterators))
    stencil.text.line("return \(result.flatText);")
    finish(parameters, box) { text, list in
      text.braces("template <bool tested> struct \(name) {", "};") {
        text.braces("constexpr auto operator()() const {") {
          text.braces("return [](\(list)) {", "};") { stencil.text.lines.forEach(text.line) }
        }
      }
    }
    return try type(of: result)
  }

  /// Writes a scan whose state begins as `start`, and returns the type of the state.
  func writeScan(
    _ e: Expr, forward: Expr, _ start: CppValue, _ arguments: [CppField], _ box: CppDomain
  ) throws(GTFNRefusal) -> DataType {
    guard let isForward = forward.literalValue?.bool else {
      throw GTFNRefusal("the direction of a scan is no literal")
    }
    let (iterators, parameters) = parameters(of: arguments, box)
    var number = 0
    let isOne = if case .scalar = start { true } else { false }
    let state = try stateValue(start, isOne: isOne, &number)
    let result = try stencil.evaluated(try apply(e, to: [state] + iterators))
    stencil.text.line("return \(result.flatText);")
    finish(parameters, box) { text, list in
      let base = isForward ? "gtfn::fwd" : "gtfn::bwd"
      text.braces("template <bool tested> struct \(name) : \(base) {", "};") {
        text.braces("static constexpr GT_FUNCTION auto body() {") {
          let head =
            "return gtfn::scan_pass([](auto const &state\(list.isEmpty ? "" : ", ")\(list)) {"
          text.braces(head, "}, ::gridtools::host_device::identity());") {
            stencil.text.lines.forEach(text.line)
          }
        }
      }
    }
    return try type(of: start)
  }

  private func finish(
    _ parameters: [String], _ box: CppDomain, _ write: (CppText, String) -> Void
  ) {
    if stencil.canFail || stencil.isTested { more.append("facts") }
    if stencil.isTested { more += box.ranges.map { program.tags.index($0.dimension) } }
    let all = (parameters + more).map { "auto const &\($0)" }
    write(program.functors, all.joined(separator: ", "))
  }

  private func apply(_ e: Expr, to arguments: [CppValue]) throws(GTFNRefusal) -> CppValue {
    guard case .function(let f) = try stencil.value(e, scope) else {
      throw GTFNRefusal("a stencil that is no function")
    }
    return try stencil.apply(f, to: arguments)
  }

  /// Returns what the stencil sees of its arguments, and the names of the functor's parameters.
  private func parameters(
    of arguments: [CppField], _ box: CppDomain
  ) -> ([CppValue], [String]) {
    let start = box.ranges.map(\.dimension)
    let views = arguments.flatMap(\.leaves).filter { if case .view = $0 { true } else { false } }
    isComposite = views.count > Self.mostAlone
    var names = isComposite ? [Self.members] : []
    var (number, member) = (0, 0)
    func iterator(_ f: CppField) -> CppIterator {
      func leaf(
        _ kind: ScalarKind, _ dims: [Dimension], isBounded: Bool, isIndex: Bool = false
      ) -> CppIterator {
        var leaf = CppLeaf(
          argument: number, kind: kind, dims: dims, start: start, isBounded: isBounded,
          isIndex: isIndex)
        number += 1
        if isComposite, isBounded {
          leaf.member = member
          member += 1
        } else {
          names.append("a\(leaf.argument)")
        }
        return .leaf(leaf)
      }
      switch f {
      case .tuple(let e): return .tuple(e.map(iterator))
      case .view(_, let k, let dims): return leaf(k, dims, isBounded: true)
      case .scalar(_, let k): return leaf(k, [], isBounded: false)
      case .index: return leaf(.int32, [], isBounded: false, isIndex: true)
      }
    }
    let values = arguments.map { CppValue.iterator(iterator($0)) }
    return (values, names)
  }

  /// Returns the state of a scan as the stencil sees it: in C++ it is flat.
  private func stateValue(
    _ start: CppValue, isOne: Bool, _ number: inout Int
  ) throws(GTFNRefusal) -> CppValue {
    switch start {
    case .scalar(_, let k):
      defer { number += 1 }
      return isOne
        ? .scalar("state", k) : stencil.named("gtfn::tuple_get(\(number)_c, state)", k)
    case .tuple(let e):
      var parts: [CppValue] = []
      for part in e { parts.append(try stateValue(part, isOne: isOne, &number)) }
      return .tuple(parts)
    case .iterator, .list, .function, .field, .axis, .offset, .typeName, .delayed:
      throw GTFNRefusal("the state of a scan is no data")
    }
  }

  private func type(of v: CppValue) throws(GTFNRefusal) -> DataType {
    switch v {
    case .scalar(_, let k): return .scalar(k)
    case .tuple(let e):
      var parts: [DataType] = []
      for part in e { parts.append(try type(of: part)) }
      return .tuple(parts)
    case .iterator, .list, .function, .field, .axis, .offset, .typeName, .delayed:
      throw GTFNRefusal("a stencil that gives no data")
    }
  }

}
