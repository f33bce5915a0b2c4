import Diagnostics
import StencilTypes

/// The types of a program's expressions.
public struct InferredTypes: Sendable {

  /// Keeps the nodes alive whose identities are keys.
  private var programs: [Program]
  private var recorded: [Expr] = []

  private var types: [ObjectIdentifier: IRType]

  init(_ types: [ObjectIdentifier: IRType], of program: Program) {
    self.types = types
    programs = [program]
  }

  /// The type of `e`, a node of the program itself.
  ///
  /// Functions have the type of their application. The type is `nil` if the node is never applied
  /// or reached, or if it has several types: in a function that is applied to several types, or as
  /// a node that stands at several places.
  public subscript(e: Expr) -> IRType? { types[e.identity] }

  /// Notes the type of a node that was made since.
  public mutating func record(_ type: IRType, of e: Expr) {
    recorded.append(e)
    types[e.identity] = type
  }

  /// `true` iff the types are those of just the nodes of `program`.
  public func areThose(of program: Program) -> Bool {
    programs.last?.isIdentical(to: program) == true
  }

  /// Returns the types as those of `program`, which was made of the one before: what is new in it was
  /// recorded if it matters to anyone who looks at fields.
  public func following(to program: Program) -> InferredTypes {
    var result = self
    result.programs.append(program)
    return result
  }

}

extension Program {

  /// Infers the types of all expressions.
  ///
  /// - Throws: What is wrong with the program.
  public func inferTypes() throws(DiagnosticError) -> InferredTypes {
    try withLargeStack { () throws(DiagnosticError) in
      let typer = Typer(offsets: offsets, nodeCount: nodeCount)
      try typer.check(self)
      return InferredTypes(typer.types, of: self)
    }
  }

}

extension Expr {

  /// Infers the type of the expression where `names` have the given types.
  ///
  /// The type is that of data; for functions, apply them first.
  ///
  /// - Throws: What does not fit, with its place, or the name that is not bound.
  public func inferType(
    where names: [Symbol: IRType] = [:], offsets: [String: FieldOffset] = [:]
  ) throws(DiagnosticError) -> IRType {
    try withLargeStack { () throws(DiagnosticError) in
      let typer = Typer(offsets: offsets)
      let scope = TypeScope(names.mapValues { .data($0) })
      return try typer.data(self, scope)
    }
  }

}
