import IteratorIR

extension Expr {

  /// The builtin that makes the domain, or the first domain of a tuple of them, however deep; `nil` if
  /// `self` is no such call.
  var domainBuiltin: Builtin? {
    guard let (b, arguments) = builtinCall else { return nil }
    if b == .makeTuple { return arguments.first?.domainBuiltin }
    return b.structural?.definition.makesDomain == true ? b : nil
  }

}
