import Diagnostics
import PythonSyntax
import StencilTypes

/// What a name at module level stands for.
public indirect enum ModuleValue: Sendable {

  case dimension(Dimension)

  /// A dimension kind: `DimensionKind.VERTICAL`.
  case dimensionKind(DimensionKind)

  case offset(FieldOffset)

  /// A number or a truth value. A Python integer is an `int32` if it fits, else an `int64`.
  case constant(ScalarValue)

  case string(String)
  case tuple([ModuleValue])

  /// A type: `gtx.float64`, `float`, `Field[[I], float]`, a named collection, `wpfloat`.
  case type(DataType)

  /// A tuple type of any length, `tuple[float, ...]`, or one with such a part.
  case openTuple(TypePattern)

  /// A field type whose dtype is still open, `Field[Dims[I, K], T]`, with the type variable's name.
  case genericField(dims: [Dimension], variable: String)

  case typeVariable(String)

  /// `Dims[I, K]` or `[I, K]` in an annotation.
  case dims([Dimension])

  case builtin(FieldViewBuiltin)
  case fieldOperator(FieldOperatorDefinition)
  case program(ProgramDefinition)

  /// An enumeration or a namespace of constants: `PhysicsConstants.rd`.
  case namespace(name: String, members: [String: ModuleValue])

  case module(any ModuleScope)

  /// A type statement with parameters, `type F[T] = Field[[I], T]`, and where its names are looked
  /// up.
  case generic(parameters: [String], value: Expression, scope: any ModuleScope)

  /// A function of constants: `math.exp`, `np.sqrt`, `max`.
  case scalarFunction(ScalarFunction)

  /// A name that only the module level understands: `gtx.Dimension`, `NamedTuple`, `Final`.
  case library(LibraryName)

  /// Something that is Python, but not ours: using it is an error that says so.
  ///
  /// `what` is a phrase that goes on "it is …": "a plain function".
  case skipped(what: String, at: SourceSpan?)

}

extension ModuleValue {

  /// `true` iff a scope belongs to the value, which lives as long as the value does.
  var holdsScope: Bool {
    switch self {
    case .fieldOperator, .program, .generic: true
    case .module(let scope): !(scope is Library)
    case .tuple(let elements): elements.contains(where: \.holdsScope)
    case .namespace(_, let members): members.values.contains(where: \.holdsScope)
    case .dimension, .dimensionKind, .offset, .constant, .string, .type, .openTuple,
      .genericField, .typeVariable, .dims, .builtin, .library, .scalarFunction, .skipped:
      false
    }
  }

}

/// A place to look names up in: a module of the search path, or what was typed at the prompt.
public protocol ModuleScope: AnyObject, Sendable {

  /// The dotted name, for messages.
  var name: String { get }

  /// Returns what `name` stands for; `nil` if the scope does not bind it.
  ///
  /// Evaluated at the first use; nothing is executed. Errors in its definition are thrown.
  func lookup(_ name: String) throws(DiagnosticError) -> ModuleValue?

  /// The names that the scope binds, for did-you-mean.
  var boundNames: [String] { get }

  /// What tells whether an operator means the same in two scopes: it does if they have one meaning,
  /// and it is without mistakes in one of them.
  var meaning: any AnyObject & Sendable { get }

}

extension ModuleScope {

  public var meaning: any AnyObject & Sendable { self }

}

/// The meaning of all names in one or several scopes.
public final class ScopeMeaning: Sendable {}

/// A function decorated with `@field_operator` or `@scan_operator`, as read.
public struct FieldOperatorDefinition: Sendable {

  /// The decorator's arguments for a scan.
  public struct Scan: Sendable {

    public let axis: Dimension
    public let forward: Bool

    /// A constant, a tuple of constants, or a named collection made of them.
    public let initial: ModuleValue
    public let initialSpan: SourceSpan

    /// Creates the arguments of `scan_operator`.
    public init(axis: Dimension, forward: Bool, initial: ModuleValue, initialSpan: SourceSpan) {
      self.axis = axis
      self.forward = forward
      self.initial = initial
      self.initialSpan = initialSpan
    }

  }

  public let syntax: PythonSyntax.FunctionDefinition

  /// Where the names that it captures are looked up.
  public let scope: any ModuleScope

  /// `nil` for a field operator.
  public let scan: Scan?

  /// The types of the parameters in calls of one kind, where annotations leave them open; `nil` if
  /// the annotations hold.
  public let parameterTypes: [DataType]?

  public var name: String { syntax.name.name }

  /// Creates the definition of an operator, whose names are looked up in `scope`.
  public init(
    syntax: PythonSyntax.FunctionDefinition, scope: any ModuleScope, scan: Scan?,
    parameterTypes: [DataType]? = nil
  ) {
    self.syntax = syntax
    self.scope = scope
    self.scan = scan
    self.parameterTypes = parameterTypes
  }

}

/// Whether a program runs on a structured or an unstructured grid.
public enum GridType: String, Hashable, Sendable {
  case cartesian, unstructured
}

/// A function decorated with `@program`, as read.
public struct ProgramDefinition: Sendable {

  public let syntax: PythonSyntax.FunctionDefinition

  /// Where the names that it captures are looked up.
  public let scope: any ModuleScope

  /// What the decorator asks for; `nil` to deduce it.
  public let gridType: GridType?

  public var name: String { syntax.name.name }

  /// Creates the definition; its names are looked up in `scope`.
  public init(
    syntax: PythonSyntax.FunctionDefinition, scope: any ModuleScope, gridType: GridType?
  ) {
    self.syntax = syntax
    self.scope = scope
    self.gridType = gridType
  }

}
