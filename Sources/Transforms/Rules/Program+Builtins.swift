import IteratorIR

extension Program {

  /// The builtins that statements, functions and temporaries mention.
  var builtins: BuiltinSet {
    var builtins = BuiltinSet()
    for f in functions { builtins.formUnion(f.body.builtins) }
    for t in temporaries { builtins.formUnion(t.domain.builtins) }
    for s in body { s.forEachExpression { builtins.formUnion($0.builtins) } }
    return builtins
  }

}
