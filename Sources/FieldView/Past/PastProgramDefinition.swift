import Diagnostics
import StencilTypes

/// A typed program: its parameters and the operator calls that it consists of.
///
/// It has identity: closures refer to the definition itself.
public final class PastProgramDefinition: Sendable {

  public let name: String

  /// The name in its definition.
  public let span: SourceSpan

  public let parameters: [TypedSymbol]
  public let body: [PastCall]

  /// What the decorator asks for, else what the captured names say.
  public let gridType: GridType

  /// The operators by the names by which the program calls them.
  public let captures: FoastCaptures

  /// What is well typed but cannot be lowered: GT4Py takes such a definition until it is used.
  let unlowerable: [Diagnostic]

  init(
    name: String, span: SourceSpan, parameters: [TypedSymbol], body: [PastCall],
    gridType: GridType, captures: FoastCaptures, unlowerable: [Diagnostic]
  ) {
    self.name = name
    self.span = span
    self.parameters = parameters
    self.body = body
    self.gridType = gridType
    self.captures = captures
    self.unlowerable = unlowerable
  }

}

extension PastProgramDefinition {

  /// The names of the parameters that bounds of domains are computed from: scalars.
  public var namesInBounds: Set<String> {
    var names: Set<String> = []
    func visit(_ domain: PastDomain) {
      switch domain {
      case .ranges(let ranges, _):
        for r in ranges { names.formUnion(r.lower.localNames + r.upper.localNames) }
      case .tuple(let elements, _): elements.forEach { visit($0) }
      }
    }
    for call in body { call.domain.map { visit($0) } }
    return names
  }

}

extension FoastExpression {

  /// The names in an expression that a program may compute.
  fileprivate var localNames: [String] {
    switch kind {
    case .local(let name): [name]
    case .unary(_, let operand): operand.localNames
    case .element(let value, _), .member(let value, _, _): value.localNames
    case .binary(_, let l, let r): l.localNames + r.localNames
    case .builtin(_, let operands): operands.flatMap(\.localNames)
    case .constant, .string, .dimension, .tuple, .neighbor, .compare, .ternary, .shift, .call,
      .reduction, .broadcast, .cast, .construct, .error:
      []
    }
  }

}

extension PastProgramDefinition: Hashable {

  public static func == (l: PastProgramDefinition, r: PastProgramDefinition) -> Bool { l === r }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

/// `operator(arguments…, out=target, domain=domain)`.
public struct PastCall: Sendable {

  public let callee: FoastOperatorDefinition

  /// In the order of the callee's parameters.
  public let arguments: [FoastExpression]

  public let target: PastTarget

  /// `nil` to write all of the target.
  public let domain: PastDomain?

  public let span: SourceSpan

}

/// What a call writes to.
public indirect enum PastTarget: Sendable {

  /// A parameter, or the part of it that the slices say; a slice for each dimension, or none.
  case parameter(TypedSymbol, slices: [PastSlice], at: SourceSpan)

  case tuple([PastTarget], at: SourceSpan)

}

/// `lower:upper`; a negative bound counts from the end, an absent one is the end itself.
public struct PastSlice: Hashable, Sendable {

  public let lower, upper: Int?

  /// `true` iff the slice is `:`.
  var isWhole: Bool { lower == nil && upper == nil }

  /// `true` iff the slice ends at or before the start of `other`, whatever the size of the field.
  func endsBefore(_ other: PastSlice) -> Bool {
    guard let upper, let start = other.lower, (upper < 0) == (start < 0) else { return false }
    return upper <= start
  }

}

/// Where a call writes.
public indirect enum PastDomain: Sendable {

  /// `{I: (lower, upper), …}`
  case ranges([PastRange], at: SourceSpan)

  /// One domain for each element of the target.
  case tuple([PastDomain], at: SourceSpan)

}

/// `dimension: (lower, upper)`.
public struct PastRange: Sendable {

  public let dimension: Dimension
  public let lower, upper: FoastExpression

}

extension PastTarget {

  public var span: SourceSpan {
    switch self {
    case .parameter(_, _, let span), .tuple(_, let span): span
    }
  }

  public var type: DataType {
    switch self {
    case .parameter(let p, _, _): p.type
    case .tuple(let elements, _): .tuple(elements.map(\.type))
    }
  }

  /// The parameters in it, from left to right.
  var parameters: [(symbol: TypedSymbol, slices: [PastSlice], span: SourceSpan)] {
    switch self {
    case .parameter(let p, let slices, let span): [(p, slices, span)]
    case .tuple(let elements, _): elements.flatMap(\.parameters)
    }
  }

}
