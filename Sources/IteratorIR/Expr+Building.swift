import Diagnostics
import StencilTypes

// Short names for building and matching expressions.

extension Expr {

  /// Returns the reference to `name`.
  public static func ref(_ name: String, at span: SourceSpan? = nil) -> Expr {
    Expr(.reference(Symbol(name)), at: span)
  }

  /// Returns the builtin as an expression, to be called.
  public static func builtin(_ builtin: Builtin, at span: SourceSpan? = nil) -> Expr {
    Expr(.builtin(builtin), at: span)
  }

  /// Returns the literal `value`, whose type is part of it.
  public static func literal(_ value: ScalarValue, at span: SourceSpan? = nil) -> Expr {
    Expr(.literal(value), at: span)
  }

  /// Returns the `int32` literal that positions and ranges are made of.
  public static func int(_ value: Int, at span: SourceSpan? = nil) -> Expr {
    Expr(.literal(ScalarValue(wrapping: value, as: .int32)), at: span)
  }

  /// Returns `dimension` as an argument of builtins on domains.
  public static func axis(_ dimension: Dimension) -> Expr { Expr(.axis(dimension)) }

  /// Returns the name of an offset, as `shift` takes it.
  public static func tag(_ name: String) -> Expr { Expr(.offset(.tag(name))) }

  /// Returns a distance or the number of a neighbor, as `shift` takes it.
  public static func offset(_ index: Int) -> Expr { Expr(.offset(.index(index))) }

  /// Returns the function with these parameters.
  public static func lambda(
    _ parameters: [String], _ body: Expr, at span: SourceSpan? = nil
  ) -> Expr {
    Expr(.lambda(parameters.map(Symbol.init), body), at: span)
  }

  /// Returns the call of `builtin` with `arguments`.
  public static func call(
    _ builtin: Builtin, _ arguments: Expr..., at span: SourceSpan? = nil
  ) -> Expr {
    Expr(.call(Expr(.builtin(builtin), at: span), arguments), at: span)
  }

  /// Returns the call of `builtin` with `arguments`.
  public static func call(
    _ builtin: Builtin, arguments: [Expr], at span: SourceSpan? = nil
  ) -> Expr {
    Expr(.call(Expr(.builtin(builtin), at: span), arguments), at: span)
  }

  /// Returns the call of `self` with `arguments`.
  public func applied(to arguments: [Expr], at span: SourceSpan? = nil) -> Expr {
    Expr(.call(self, arguments), at: span)
  }

  /// Returns `(λ(name) → body)(value)`.
  public static func `let`(
    _ name: String, _ value: Expr, in body: Expr, at span: SourceSpan? = nil
  ) -> Expr {
    Expr.lambda([name], body, at: span).applied(to: [value], at: span)
  }

  /// Returns the call of `make_tuple`.
  public static func tuple(_ elements: [Expr], at span: SourceSpan? = nil) -> Expr {
    call(.makeTuple, arguments: elements, at: span)
  }

  /// Returns element `index` of `self`.
  public func element(_ index: Int, at span: SourceSpan? = nil) -> Expr {
    .call(.tupleGet, .int(index), self, at: span)
  }

}

extension Expr {

  /// The builtin and the arguments if `self` calls a builtin.
  @inlinable public var builtinCall: (builtin: Builtin, arguments: [Expr])? {
    guard case .call(let f, let arguments) = kind, case .builtin(let b) = f.kind else { return nil }
    return (b, arguments)
  }

  /// Returns the arguments if `self` calls `builtin`.
  @inlinable public func arguments(of builtin: Builtin) -> [Expr]? {
    guard let c = builtinCall, c.builtin == builtin else { return nil }
    return c.arguments
  }

  /// The parameters, values and body if `self` is `(λ(parameters) → body)(values)`.
  @inlinable public var asLet: (parameters: [Symbol], values: [Expr], body: Expr)? {
    // Most nodes are none, and are asked often.
    guard isLet, case .call(let f, let values) = kind,
      case .lambda(let parameters, let body) = f.kind
    else { return nil }
    return (parameters, values, body)
  }

  /// The value if `self` is a literal.
  @inlinable public var literalValue: ScalarValue? {
    guard case .literal(let v) = kind else { return nil }
    return v
  }

}
