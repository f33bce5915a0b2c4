import Diagnostics
import StencilTypes

/// A function that the statements of a program can call: `name = λ(parameters) → body`.
public struct FunctionDefinition: Hashable, Sendable {

  public let name: Symbol
  public let parameters: [Symbol]
  public let body: Expr

  /// Creates the function `name`; `body` may mention its parameters and functions above it.
  public init(name: Symbol, parameters: [Symbol], body: Expr) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }

}

/// A parameter of a program with its type; named collections are plain tuples here.
public struct Parameter: Hashable, Sendable {

  public let name: Symbol
  public let type: DataType

  /// Creates the parameter `name`.
  public init(name: Symbol, type: DataType) {
    self.name = name
    self.type = type
  }

}

/// A field that a program makes for itself: `name = temporary(domain=…, dtype=…)`.
///
/// `dtype` is a scalar, or a tuple of scalars for a temporary that holds a tuple of fields.
public struct Temporary: Hashable, Sendable {

  public let name: Symbol
  public let domain: Expr
  public let dtype: DataType

  /// Creates the temporary `name`, a field on `domain` with elements of type `dtype`.
  public init(name: Symbol, domain: Expr, dtype: DataType) {
    self.name = name
    self.domain = domain
    self.dtype = dtype
  }

}

/// What a program does, one thing after the other.
public indirect enum Statement: Hashable, Sendable {

  /// `target @ domain ← value`: computes `value` on `domain`, then stores it.
  ///
  /// Target and domain may be tuples of one structure.
  case set(target: Expr, domain: Expr, value: Expr)

  /// `if (condition) { … } else { … }`.
  case `if`(condition: Expr, then: [Statement], otherwise: [Statement])

}

/// An iterator IR program.
public struct Program: Hashable, Sendable {

  public let name: String
  public internal(set) var functions: [FunctionDefinition]
  public let parameters: [Parameter]
  public internal(set) var temporaries: [Temporary]
  public internal(set) var body: [Statement]

  /// The connectivities and implicit offsets that the program's tags mean.
  public let offsets: [String: FieldOffset]

  /// Creates the program `name`, unchecked: `verify` checks it.
  ///
  /// - Parameter offsets: the offsets that shifts may name, by their names.
  public init(
    name: String, functions: [FunctionDefinition] = [], parameters: [Parameter],
    temporaries: [Temporary] = [], body: [Statement], offsets: [String: FieldOffset]
  ) {
    self.name = name
    self.functions = functions
    self.parameters = parameters
    self.temporaries = temporaries
    self.body = body
    self.offsets = offsets
  }

}
