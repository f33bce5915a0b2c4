import Diagnostics

/// A Python statement inside an operator, a program or a class, or at module level.
public struct Statement: Sendable {

  public indirect enum Kind: Sendable {

    /// `target = value`; several targets for `a = b = value`.
    case assign(targets: [Expression], value: Expression)
    /// `target: annotation = value`
    case annotatedAssign(target: Expression, annotation: Expression, value: Expression?)
    case `return`(Expression?)
    /// `if condition: then else: otherwise`; `elif` is an `if` in `otherwise`.
    case `if`(condition: Expression, then: [Statement], otherwise: [Statement])
    case pass
    case expression(Expression)
    case function(FunctionDefinition)
    case `class`(ClassDefinition)
    case `import`([ImportedModule])
    case importFrom(ImportFrom)
    /// `type name[parameters] = value`
    case typeAlias(name: Identifier, parameters: [Identifier], value: Expression)
    /// Python that is not ours, named for the reader ("for loop", "augmented assignment"), with the
    /// names that it binds. Its text was passed over.
    case unsupported(String, binds: [Identifier])

  }

  public let kind: Kind

  /// The whole statement; for a compound one its header up to the colon.
  public let span: SourceSpan

  /// Creates the statement that is written at `span`.
  public init(_ kind: Kind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

}

/// `@decorators def name(parameters) -> returns: body`.
public struct FunctionDefinition: Sendable {

  public let name: Identifier
  public let decorators: [Expression]
  public let parameters: [FunctionParameter]
  public let returns: Expression?
  public let body: [Statement]

  /// From the first decorator to the end of the body.
  public let span: SourceSpan

  /// From `def` to the colon.
  public let header: SourceSpan

  /// Creates the definition; `span` covers all of it with its decorators, `header` the line of `def`.
  public init(
    name: Identifier, decorators: [Expression], parameters: [FunctionParameter],
    returns: Expression?, body: [Statement], span: SourceSpan, header: SourceSpan
  ) {
    self.name = name
    self.decorators = decorators
    self.parameters = parameters
    self.returns = returns
    self.body = body
    self.span = span
    self.header = header
  }

}

public struct FunctionParameter: Sendable {

  public enum Kind: Sendable {
    case positionalOnly, normal, variadic, keywordOnly, keywords
  }

  public let name: Identifier
  public let kind: Kind
  public let annotation: Expression?
  public let `default`: Expression?

  /// Creates the parameter `name`.
  public init(name: Identifier, kind: Kind, annotation: Expression?, default: Expression?) {
    self.name = name
    self.kind = kind
    self.annotation = annotation
    self.default = `default`
  }

}

/// `@decorators class name(bases): body`; methods in the body are `unsupported`.
public struct ClassDefinition: Sendable {

  public let name: Identifier
  public let decorators: [Expression]
  public let bases: [Argument]
  public let body: [Statement]
  public let span: SourceSpan

  /// Creates the definition; `span` covers all of it with its decorators.
  public init(
    name: Identifier, decorators: [Expression], bases: [Argument], body: [Statement],
    span: SourceSpan
  ) {
    self.name = name
    self.decorators = decorators
    self.bases = bases
    self.body = body
    self.span = span
  }

}

/// `a.b.c as name`.
public struct ImportedModule: Sendable {

  public let path: [Identifier]
  public let alias: Identifier?

  /// Creates `import path as alias`.
  public init(path: [Identifier], alias: Identifier?) {
    self.path = path
    self.alias = alias
  }

}

/// `from ..a.b import c as d, e`; `level` counts the leading dots.
public struct ImportFrom: Sendable {

  public struct Name: Sendable {

    public let name: Identifier
    public let alias: Identifier?

    /// Creates the name as it stands after `import`, with what it is called here.
    public init(name: Identifier, alias: Identifier?) {
      self.name = name
      self.alias = alias
    }

  }

  public let level: Int
  public let path: [Identifier]

  /// Empty for `import *`.
  public let names: [Name]

  /// Creates `from path import names`, with `level` dots before the path.
  public init(level: Int, path: [Identifier], names: [Name]) {
    self.level = level
    self.path = path
    self.names = names
  }

}

/// A parsed file: its statements, and what was wrong with it.
public struct ModuleSyntax: Sendable {

  public let file: SourceFile
  public let statements: [Statement]
  public let diagnostics: [Diagnostic]

  /// Creates the syntax of `file`, with what is wrong in it.
  public init(file: SourceFile, statements: [Statement], diagnostics: [Diagnostic]) {
    self.file = file
    self.statements = statements
    self.diagnostics = diagnostics
  }

}
