import Diagnostics
import StencilTypes

/// A typed field operator or scan operator.
///
/// It has identity: calls refer to the definition itself.
public final class FoastOperatorDefinition: @unchecked Sendable {

  /// What makes an operator a scan.
  public struct Scan: Sendable {

    public let axis: Dimension
    public let forward: Bool

    /// A literal, or a tuple of literals, of the carry's type.
    public let initial: FoastExpression

    /// Creates the scan along `axis` that starts from `initial`, upward iff `forward`.
    public init(axis: Dimension, forward: Bool, initial: FoastExpression) {
      self.axis = axis
      self.forward = forward
      self.initial = initial
    }

  }

  public let name: String

  /// The name in its definition.
  public let span: SourceSpan

  /// The parameters of the function; the first one of a scan is the carry.
  public let parameters: [TypedSymbol]

  /// Changes once only: when the operator dies.
  public private(set) var body: [FoastStatement]

  /// What the function returns: for a scan the carry's type.
  public let returnType: DataType

  /// `nil` for a field operator.
  public let scan: Scan?

  /// Changes once only: when the operator dies.
  public private(set) var captures: FoastCaptures

  /// What is odd about it, but not wrong.
  public let warnings: [Diagnostic]

  init(
    name: String, span: SourceSpan, parameters: [TypedSymbol], body: [FoastStatement],
    returnType: DataType, scan: Scan?, captures: FoastCaptures, warnings: [Diagnostic]
  ) {
    self.name = name
    self.span = span
    self.parameters = parameters
    self.body = body
    self.returnType = returnType
    self.scan = scan
    self.captures = captures
    self.warnings = warnings
  }

  deinit {
    // Operators that call each other in a long chain are let go of one by one.
    var pending = letGo()
    while var o = pending.popLast() {
      if isKnownUniquelyReferenced(&o) { pending += o.letGo() }
    }
  }

  /// Empties the operator and returns those that it calls.
  private func letGo() -> [FoastOperatorDefinition] {
    let callees = Array(captures.operators.values)
    body = []
    captures = FoastCaptures()
    return callees
  }

  /// The parameters that a caller passes.
  public var callParameters: [TypedSymbol] {
    scan == nil ? parameters : Array(parameters.dropFirst())
  }

}

extension FoastOperatorDefinition: Hashable {

  public static func == (l: FoastOperatorDefinition, r: FoastOperatorDefinition) -> Bool { l === r }

  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

}

extension FoastCaptures {

  /// Whether an unstructured offset or a local dimension is captured here, or by an operator that
  /// is called.
  public var isUnstructuredAnywhere: Bool {
    isUnstructured || functionOrder(self).contains { $0.captures.isUnstructured }
  }

}

/// What a function takes from the scope around it.
public struct FoastCaptures: Sendable {

  /// The operators, by the names by which they are called.
  public let operators: [String: FoastOperatorDefinition]

  /// Whether an unstructured offset or a local dimension is among them.
  public let isUnstructured: Bool

  /// Creates what an operator takes from its module: the operators that it calls, by name, and whether
  /// it uses neighbors.
  public init(operators: [String: FoastOperatorDefinition] = [:], isUnstructured: Bool = false) {
    self.operators = operators
    self.isUnstructured = isUnstructured
  }

}
