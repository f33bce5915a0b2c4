import Diagnostics
import Fields
import IteratorIR

/// A program that is ready to be called.
public struct Executable: Sendable {

  /// What one call works on besides its arguments.
  public struct CallContext: Sendable {

    /// The neighbor tables by the names of their offsets.
    public let tables: [String: NeighborTable]

    public let isCancelled: IsCancelled

    /// Whether code is made now that the call needs and that is not there; else the interpreter
    /// answers such a call.
    public let compiles: Bool

    /// Creates the context of a call with `tables` by the names of their offsets.
    public init(
      tables: [String: NeighborTable] = [:], compiles: Bool = true,
      isCancelled: @escaping IsCancelled = { false }
    ) {
      self.tables = tables
      self.compiles = compiles
      self.isCancelled = isCancelled
    }

  }

  public let interface: CallInterface

  /// The name of the dimension along which the elements of a field had best lie side by side, by the
  /// parameter with the way through its tuples: `state.0`.
  let rows: [String: String]

  private let update: @Sendable (inout [ArgumentValue], CallContext) throws(DiagnosticError) -> Void

  private let completion: @Sendable (@escaping IsCancelled) throws(DiagnosticError) -> Void

  /// Creates an executable that `run` stands for: it takes the arguments in the order of the
  /// interface's parameters and gives them back updated.
  public init(
    _ interface: CallInterface,
    run:
      @escaping @Sendable ([ArgumentValue], CallContext) throws(DiagnosticError)
      -> [ArgumentValue]
  ) {
    self.init(interface) { (arguments: inout [ArgumentValue], around) throws(DiagnosticError) in
      arguments = try run(arguments, around)
    }
  }

  /// Creates an executable that `update` stands for: it updates the arguments in the order of the
  /// interface's parameters, in place where nobody else has the same memory.
  ///
  /// - Parameter complete: makes all code that would else be made when a call first needs it.
  public init(
    _ interface: CallInterface, rows: [String: String] = [:],
    completing complete:
      @escaping @Sendable (@escaping IsCancelled) throws(DiagnosticError) -> Void = { _ in },
    updating update:
      @escaping @Sendable (inout [ArgumentValue], CallContext) throws(DiagnosticError) -> Void
  ) {
    self.interface = interface
    self.rows = rows
    completion = complete
    self.update = update
  }

  public var name: String { interface.name }

  public var parameters: [Parameter] { interface.parameters }

  /// Runs the program on `arguments`, in the order of `parameters`, and returns them updated.
  ///
  /// - Throws: Errors of the program at these arguments, and `Diagnostic.interrupted`; nothing was
  ///   written then.
  public func call(
    _ arguments: [ArgumentValue], in context: CallContext = CallContext()
  ) throws(DiagnosticError) -> [ArgumentValue] {
    var updated = arguments
    try update(&updated, context)
    return updated
  }

  /// Runs the program on `arguments`, in the order of `parameters`, and updates them.
  ///
  /// Compiled code writes to fields where they lie: nothing is copied, unless another value shares
  /// the memory of a field that is written.
  ///
  /// - Throws: Errors of the program at these arguments, and `Diagnostic.interrupted`; nothing was
  ///   written then.
  public func call(
    updating arguments: inout [ArgumentValue], in context: CallContext = CallContext()
  ) throws(DiagnosticError) {
    try update(&arguments, context)
  }

  /// Makes the code now that would else be made when a call first needs it.
  ///
  /// - Throws: `Diagnostic.interrupted`; what the compiler refuses, the interpreter does.
  public func complete(
    isCancelled: @escaping IsCancelled = { false }
  ) throws(DiagnosticError) {
    try completion(isCancelled)
  }

  /// How a person would write what is called.
  var head: CallableHead { interface.head }

}
