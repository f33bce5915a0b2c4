import Diagnostics
import FieldView
import Fields
import IteratorIR
import StencilTypes

/// A program or an operator of a file, compiled once and called often: what embeds the compiler in
/// other programs.
///
/// Everything but the arguments is prepared when it is made; code that hardly any call needs, when one
/// does, or by `complete()`. Calls write to fields where they lie,
/// copy nothing that the caller alone holds, and can come from several threads.
public struct CompiledProgram: Sendable {

  private let executable: Executable

  /// Compiles `name` of the Python file at `path`.
  ///
  /// - Parameters:
  ///   - name: the program or operator.
  ///   - path: the file that defines it; what it imports is looked for beside it, and in `searchPath`.
  ///   - values: arguments that are bound: they are folded, and not passed any more.
  ///   - tables: neighbor tables that the code is made for, by the names of their offsets.
  ///   - backend: what compiles it.
  /// - Throws: what is wrong with the file, the values or the compiler.
  public init(
    _ name: String, of path: String, searchPath: [String] = [],
    binding values: KeyValuePairs<String, BoundValue> = [:],
    tables: [String: NeighborTable] = [:], backend: Backend = .c
  ) throws(DiagnosticError) {
    let pairs = values.map { BoundArgument(name: $0.key, value: $0.value) }
    executable = try withLargeStack { () throws(DiagnosticError) in
      let module = try ModuleLoader(searchPath: searchPath, files: .disk).loadFile(path)
      guard let definition = Callable.Definition(try module.lookup(name)) else {
        throw DiagnosticError(.notCallable(name, path))
      }
      let toolchain = Toolchain(backends: [backend])
      var runner = toolchain.runner
      let free = Callable(definition)
      let callable = try free.withBoundArguments(
        pairs, parameters: try toolchain.parameters(of: free, &runner))
      let info = try toolchain.declaredInfo(
        of: callable, settings: .init().knowing(tables), &runner)
      return try toolchain.compile(info, &runner)
    }
  }

  /// Compiles now what the first call that may read outside of its fields would wait for else.
  ///
  /// - Throws: If the compiler fails.
  public func complete() throws(DiagnosticError) { try executable.complete() }

  /// What is passed in a call, in this order.
  public var parameters: [Parameter] { executable.parameters }

  /// Returns zeros on `domain` that lie in memory as the code likes best for a parameter.
  ///
  /// Any other field does as well; that of a scan can be several times slower.
  ///
  /// - Parameter parameter: its name, with the way to a leaf if it is a tuple: `state.0`.
  /// - Throws: If there is no memory for it.
  public func zeros(
    for parameter: String, _ dtype: ScalarKind, on domain: Domain
  ) throws(FieldError) -> Field {
    let name = executable.rows[parameter] ?? domain.dims.last?.name
    guard let row = domain.dims.first(where: { $0.name == name }) else {
      return try Field.zeros(dtype, on: domain)
    }
    return try zerosInRows(dtype, domain, along: row)
  }

  /// Calls the program, and updates `arguments`, which are in the order of `parameters`.
  ///
  /// - Throws: Arguments that do not fit, and errors at points; nothing was written then.
  public func call(
    _ arguments: inout [ArgumentValue], tables: [String: NeighborTable] = [:]
  ) throws(DiagnosticError) {
    try executable.call(updating: &arguments, in: Executable.CallContext(tables: tables))
  }

}

extension Diagnostic {

  fileprivate static func notCallable(_ name: String, _ path: String) -> Diagnostic {
    Diagnostic(
      code: CompilationCode.notCallable, "'\(name)' of '\(path)' is no program and no operator.",
      hint: "name one that the file defines with @program or @field_operator")
  }

}

extension BoundValue: ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{

  /// Creates a `bool`.
  public init(booleanLiteral value: Bool) { self = .scalar(ScalarValue(value)) }

  /// Creates a `float64`.
  public init(floatLiteral value: Double) { self = .scalar(ScalarValue(value)) }

  /// Creates an `int32`, the type of integers that are not said to be others.
  public init(integerLiteral value: Int32) { self = .scalar(ScalarValue(value)) }

}
