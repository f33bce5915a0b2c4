// What inlining does step by step. The inliner itself finds the places.

extension Rule {

  static let inlineName = Rule("inline-name", "let x = y; … x … ⇒ … y …")

  static let inlineLiteral = Rule("inline-literal", "let x = 1; … x … ⇒ … 1 …")

  static let inlineSingleUse = Rule(
    "inline-single-use", "let x = v; … x … ⇒ … v …, for a name that is used once",
    except: "in a function that may be called many times")

  static let inlineFunction = Rule(
    "inline-function", "let f = λ(a) → b; … f(v) … ⇒ … (λ(a) → b)(v) …",
    except: "where the function is used more than once, but in dead_code_elimination")

  static let inlineTrivialTuple = Rule(
    "inline-trivial-tuple", "let t = {a, b}; … t … ⇒ … {a, b} …, for names a and b")

  static let inlineScalar = Rule(
    "inline-scalar", "let x = v; … x … ⇒ … v …, for a scalar v outside of stencils")

  static let applyNullary = Rule(
    "apply-nullary", "(λ() → b)() ⇒ b, for a function without parameters")

  static let dropUnused = Rule("drop-unused", "let x = v; b ⇒ b, where b does not use x")

  static let splitTuple = Rule(
    "split-tuple", "let t = {v, w}; b ⇒ let t_0 = v, t_1 = w; let t = {t_0, t_1}; b")

  static let flattenLet = Rule(
    "flatten-let", "let a = (let b = v; w); e ⇒ let b = v; let a = w; e")

  /// All rules of inlining.
  static let inlining: [Rule] = [
    .inlineName, .inlineLiteral, .inlineSingleUse, .inlineFunction, .inlineTrivialTuple,
    .inlineScalar, .applyNullary, .dropUnused, .splitTuple, .flattenLet, .dropLet, .rename,
  ]

  /// The step in which a let loses the names whose uses were replaced.
  static let dropLet = Rule(
    "drop-let", "let x = v; b ⇒ b, once the uses of x were replaced", appliedBy: .consequence)

  /// The step in which a parameter gets a name that captures nothing.
  static let rename = Rule(
    "rename", "λ(x) → b ⇒ λ(x_) → b, so that it captures no other x", appliedBy: .consequence)

}
