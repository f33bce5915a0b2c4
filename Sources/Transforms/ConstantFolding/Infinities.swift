import IteratorIR

// Open ends of domains. They never meet a value at run time: these rules, and the intersection
// with a finite domain, take them away.

extension Rule {

  static let infinityArithmetic = Rule(
    "infinity-arithmetic", "∞ + x ⇒ ∞;  ∞ - x ⇒ ∞;  x - ∞ ⇒ -∞", except: "∞ - ∞",
    heads: [.plus, .minus]
  ) { e, scope in
    guard let (builtin, x, infinity, infinityIsFirst) = e.infinityCall, x.infinitySign == nil,
      let negative = infinity.infinitySign
    else { return .miss(.otherForm) }
    guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
    let flips = builtin == .minus && !infinityIsFirst
    return .match(Expr(.infinity(negative: negative != flips), at: e.span), because: [.total(x)])
  }

  static let infinityMinMax = Rule(
    "infinity-min-max", "minimum(x, ∞) ⇒ x;  minimum(x, -∞) ⇒ -∞;  maximum alike",
    heads: [.minimum, .maximum]
  ) { e, scope in
    guard let (builtin, x, infinity, _) = e.infinityCall, let negative = infinity.infinitySign
    else { return .miss(.otherForm) }
    if negative == (builtin == .maximum) { return .match(x) }
    guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
    return .match(infinity, because: [.total(x)])
  }

  static let infinityComparison = Rule(
    "infinity-comparison", "x < ∞ ⇒ True;  -∞ >= x ⇒ False;  all comparisons alike",
    except: "where x can fail", heads: [.eq, .notEq, .less, .lessEqual, .greater, .greaterEqual]
  ) { e, scope in
    guard
      case let (.scalar(.comparison(comparison)), x, infinity, infinityIsFirst)? = e.infinityCall,
      let negative = infinity.infinitySign
    else { return .miss(.otherForm) }
    guard scope.isTotal(x) else { return .miss(.mayFail(x)) }
    // The sides as -1, 0 and 1: an open end is beyond every number.
    let end = negative ? -1 : 1
    let other = x.infinitySign.map { $0 ? -1 : 1 } ?? 0
    let (a, b) = infinityIsFirst ? (end, other) : (other, end)
    return .match(.boolean(comparison.holds(a, b), at: e.span), because: [.total(x)])
  }

}

extension Expr {

  /// Whether `self` is `-∞` (`true`) or `∞` (`false`); `nil` for everything else.
  fileprivate var infinitySign: Bool? {
    if case .infinity(let negative) = kind { negative } else { nil }
  }

  /// The parts of a call of a builtin on two operands of which one is infinite.
  fileprivate var infinityCall:
    (builtin: Builtin, operand: Expr, infinity: Expr, infinityIsFirst: Bool)?
  {
    guard let (builtin, a) = builtinCall, a.count == 2 else { return nil }
    if a[0].infinitySign != nil { return (builtin, a[1], a[0], true) }
    if a[1].infinitySign != nil { return (builtin, a[0], a[1], false) }
    return nil
  }

}
