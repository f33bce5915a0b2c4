import IteratorIR

extension Program {

  /// The builtins that statements, functions and temporaries mention.
  var builtins: BuiltinSet {
    var builtins = BuiltinSet()
    forEachExpression { builtins.formUnion($0.builtins) }
    return builtins
  }

}
