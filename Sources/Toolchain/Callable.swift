import Diagnostics
import FieldView
import IteratorIR

/// Something that can be called from outside: a program or a field operator, perhaps with some
/// arguments bound.
public struct Callable: Sendable {

  public enum Definition: Sendable {
    case program(ProgramDefinition)
    case fieldOperator(FieldOperatorDefinition)

    /// A program read from ITIR text.
    case itir(Program, text: String)

    /// Creates the definition that a name of a module stands for; `nil` if that is no program and
    /// no operator.
    public init?(_ value: ModuleValue?) {
      switch value {
      case .program(let p)?: self = .program(p)
      case .fieldOperator(let o)?: self = .fieldOperator(o)
      case .dimension?, .dimensionKind?, .offset?, .constant?, .string?, .tuple?, .type?,
        .openTuple?, .genericField?, .typeVariable?, .dims?, .builtin?, .namespace?, .module?,
        .generic?, .scalarFunction?, .library?, .skipped?, nil:
        return nil
      }
    }

    /// Where the names in it are looked up; `nil` for ITIR, which has none.
    public var scope: (any ModuleScope)? {
      switch self {
      case .program(let p): p.scope
      case .fieldOperator(let o): o.scope
      case .itir: nil
      }
    }
  }

  public let definition: Definition

  /// The arguments that a caller no longer passes, in the order in which they were bound.
  public let bindings: [BoundArgument]

  /// Creates a callable of `definition` with no arguments bound.
  public init(_ definition: Definition) { self.init(definition, bindings: []) }

  init(_ definition: Definition, bindings: [BoundArgument]) {
    self.definition = definition
    self.bindings = bindings
  }

  /// Returns the callable with `definition` in place of its own, and the same arguments bound.
  public func redefined(as definition: Definition) -> Callable {
    Callable(definition, bindings: bindings)
  }

  /// The name in the definition.
  public var definitionName: String {
    switch definition {
    case .program(let p): p.name
    case .fieldOperator(let o): o.name
    case .itir(let p, _): p.name
    }
  }

  /// The name with the bound arguments: `my_program{use_lam=True}`.
  public var name: String {
    if bindings.isEmpty { return definitionName }
    return "\(definitionName){\(bindings.map(\.description).joined(separator: ", "))}"
  }

  /// The ITIR function whose parameters are bound: that of an operator called by itself.
  var boundFunction: String? {
    if case .fieldOperator(let o) = definition { o.name } else { nil }
  }

  /// The place of the definition; `nil` for ITIR.
  public var span: SourceSpan? {
    switch definition {
    case .program(let p): p.syntax.span
    case .fieldOperator(let o): o.syntax.span
    case .itir: nil
    }
  }

  /// The text of the definition.
  public var sourceText: String {
    if case .itir(_, let text) = definition { text } else { span?.text ?? "" }
  }

  /// What it is, for messages: "program 'p{n=3}'".
  var words: String {
    switch definition {
    case .program, .itir: "program '\(name)'"
    case .fieldOperator(let o): "\(o.scan == nil ? "field" : "scan") operator '\(name)'"
    }
  }

  /// Returns the parameters that a call has besides `declared` ones: where a result goes.
  func resultParameters(of signature: Signature, besides declared: [String]) -> [String] {
    guard case .fieldOperator = definition else { return [] }
    let isPart = signature.keywords.contains { $0.name == "domain" } && !declared.contains("domain")
    return isPart ? ["out", "domain"] : ["out"]
  }

  /// The step whose output is the PAST; `nil` if there is none.
  public var pastStep: String? {
    switch definition {
    case .program: "past_lint"
    case .fieldOperator: "foast_to_past_closure"
    case .itir: nil
    }
  }

}

extension FieldOperatorDefinition: StepInput {}

extension ProgramDefinition: StepInput {}
