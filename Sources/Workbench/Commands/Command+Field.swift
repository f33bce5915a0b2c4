import Diagnostics
import Fields
import StencilTypes

extension Command {

  static let field: Command = Command(
    "field", "makes a field",
    usage: [
      "field NAME[DIM, …] = random DIM=n … [seed=n] [low=x high=y] [dtype=float32]",
      "field NAME[DIM, …] = zeros|ones|NUMBER DIM=lo:hi … [dtype=…]",
      "field NAME[DIM, …] = index(DIM) DIM=lo:hi …",
      "field NAME[DIM, …] = [VALUE, …] [DIM=lo …] [dtype=…]",
      "field NAME[DIM, …] = load \"file.npy\" [DIM=lo|lo:hi …] [dtype=…]",
      .init(
        "field NAME = EXPR [DIM=lo:hi …] [dtype=…]",
        "computed from other fields, where all of them are or on a part of that"),
    ],
    arguments: [
      .init("NAME", "what commands know the field by"), .dimension,
      .init("EXPR", "fields and numbers with + - * / // % and functions: abs(a - b)"),
      .init("NUMBER", "the value of all points, or true or false"),
      .init(
        "[VALUE, …]", "one by one; lists in a list for more dimensions: [[1.0, 2.0], [3.0, 4.0]]"),
      .init("seed, low, high", "of random numbers: those of one seed are always the same"),
      .init("dtype", "the type of its values; float64 unless told"),
    ],
    examples: [
      "field u[I, J] = random I=64 J=64 seed=1", "field o[I] = zeros I=-1:65",
      "field w[I] = [0.25, 0.5, 0.25] I=-1",
      "field u[I, J] = load \"u.npy\" I=-1 J=-1", "field d = abs(a - b)",
      "field f = u dtype=float32",
    ],
    redirection: .comparison,
    completion: { $0.fieldWords }
  ) { line, session throws(DiagnosticError) in
    guard case .option(let key, let kind)? = line.arguments.first, !key.isQuoted else {
      throw DiagnosticError(.usage(.field, at: line.span))
    }
    if let expression = session.fieldExpression(key, kind, line) {
      return try session.makeField(key, try FieldExpression(at: expression), line)
    }
    var request = try FieldRequest(key: key, session: session)
    request.kind = kind
    for argument in line.arguments.dropFirst() {
      switch argument {
      case .word(let file) where kind.text == "load" && request.file == nil: request.file = file
      case .word(let word): throw DiagnosticError(.unexpectedWord(word, in: .field))
      case .option(let key, let value): try request.set(key, value, session: session)
      }
    }
    let (field, remark) = try request.make(in: session)
    session.fields[request.name] = field
    if let file = request.file { session.noteLoading(of: file) }
    return Output(
      [try session.summary(of: field, named: request.name)]
        + [remark].compactMap { $0.map { .message($0) } })
  }

}

extension Spelled {

  /// The type of elements that is written here.
  var fieldKind: ScalarKind {
    get throws(DiagnosticError) {
      guard let kind = ScalarKind(rawValue: text), kind != .string else {
        throw DiagnosticError(.unknownDtype(self))
      }
      return kind
    }
  }

}

/// What a `field` command asks for.
struct FieldRequest {

  /// The words that say what a field is made of.
  static let kinds = ["random", "zeros", "ones", "load"]

  let name: String
  let dims: [Dimension]
  var kind: Spelled
  var file: Spelled?

  private let key: Spelled
  private(set) var ranges: [Dimension: (range: DimensionRange, spelled: Spelled)] = [:]
  private var seed: Int?
  private var low, high: Spelled?
  private(set) var dtype: ScalarKind?

  /// Reads `NAME[Dim, …]`.
  init(key: Spelled, session: Session) throws(DiagnosticError) {
    self.key = key
    kind = key
    let text = key.text
    guard let open = text.firstIndex(of: "["), text.last == "]", open > text.startIndex else {
      throw DiagnosticError(.malformedFieldName(key))
    }
    name = String(text[..<open])
    guard Spelled(text: name, span: key.span, isQuoted: false).isIdentifier else {
      throw DiagnosticError(.malformedFieldName(key))
    }
    var dims: [Dimension] = []
    let names = text[text.index(after: open)...].dropLast().split { ", ".contains($0) }
    var position = key.span.bytes.lowerBound + name.utf8.count + 1
    for part in text[text.index(after: open)...].dropLast().split(
      separator: ",", omittingEmptySubsequences: false)
    {
      let trimmed = part.drop { $0 == " " }.description.trimmingTrailingBlanks()
      let lead = part.prefix { $0 == " " }.utf8.count
      let start = position + lead
      position += part.utf8.count + 1
      if trimmed.isEmpty, text.hasSuffix("[]") { break }
      let spelled = Spelled(
        text: trimmed, span: SourceSpan(key.span.file, start ..< start + trimmed.utf8.count),
        isQuoted: false)
      let dimension = try session.dimension(spelled, amid: names.map(String.init))
      if dims.contains(dimension) { throw DiagnosticError(.repeatedDimension(spelled)) }
      dims.append(dimension)
    }
    self.dims = dims
  }

  /// Takes the option `key=value`.
  mutating func set(
    _ key: Spelled, _ value: Spelled, session: Session
  ) throws(DiagnosticError) {
    switch key.text {
    case "seed": seed = try value.integer()
    case "low": low = value
    case "high": high = value
    case "dtype":
      dtype = try value.fieldKind
    default:
      let dimension = try session.dimension(key)
      guard dims.contains(dimension) else {
        throw DiagnosticError(.foreignDimension(key, field: name, dims: dims))
      }
      ranges[dimension] = (try DimensionRange(value), value)
    }
  }

  /// Makes the field, and returns it with what there is to say about it.
  func make(in session: Session) throws(DiagnosticError) -> (field: Field, remark: String?) {
    if kind.isList { return (try listed(), nil) }
    guard kind.text == "load" else { return (try filled(in: session), nil) }
    guard let file else { throw DiagnosticError(.missingFile(at: kind.span)) }
    let origins = dims.map { ranges[$0]?.range.origin ?? 0 }
    let loaded = try session.loadField(file, dims: dims, origins: origins, dtype: dtype)
    for (d, range) in zip(loaded.field.dims, loaded.field.domain.ranges) {
      guard let wanted = ranges[d], wanted.spelled.text.contains(":"), wanted.range.range != range
      else { continue }
      throw DiagnosticError(.otherExtent(d, range, wanted.spelled, file))
    }
    return loaded
  }

  /// Makes a field that comes from no file.
  private func filled(in session: Session) throws(DiagnosticError) -> Field {
    let isIndex = kind.text.hasPrefix("index(") && kind.text.hasSuffix(")")
    guard isIndex || Self.kinds.contains(kind.text) || ScalarLiteral(kind.text) != nil else {
      throw DiagnosticError(.unknownFieldKind(kind))
    }
    let domain = try requestedDomain()
    let progress = session.surroundings.progress(stoppingWith: FieldError.interrupted)
    let limits = (
      low: try low?.scalar(as: dtype ?? .float64),
      high: try high?.scalar(as: dtype ?? .float64)
    )
    do throws(FieldError) {
      switch kind.text {
      case "random":
        return try Field.random(
          seed: seed ?? session.settings.seed, name: name, on: domain, dtype: dtype ?? .float64,
          low: limits.low, high: limits.high, progress: progress)
      case "zeros": return try Field.zeros(dtype ?? .float64, on: domain)
      case "ones": return try Field.ones(dtype ?? .float64, on: domain, progress: progress)
      default: break
      }
    } catch {
      throw DiagnosticError(.impossibleField(error, at: kind.span))
    }
    if isIndex {
      let inner = String(kind.text.dropFirst("index(".count).dropLast())
      let start = kind.span.bytes.lowerBound + "index(".utf8.count
      let spelled = Spelled(
        text: inner, span: SourceSpan(kind.span.file, start ..< start + inner.utf8.count),
        isQuoted: false)
      let dimension = try session.dimension(spelled)
      guard dims.contains(dimension) else {
        throw DiagnosticError(.foreignDimension(spelled, field: name, dims: dims))
      }
      do throws(FieldError) {
        return try Field.index(dimension, on: domain, dtype: dtype ?? .int32, progress: progress)
      } catch {
        throw DiagnosticError(.impossibleField(error, at: kind.span))
      }
    }
    guard let literal = ScalarLiteral(kind.text) else {
      throw DiagnosticError(.unknownFieldKind(kind))
    }
    guard let value = literal.value(as: dtype) else {
      throw DiagnosticError(.unsuitableValue(kind, dtype ?? literal.naturalKind))
    }
    do throws(FieldError) {
      return try Field.constant(value, on: domain, progress: progress)
    } catch {
      throw DiagnosticError(.impossibleField(error, at: kind.span))
    }
  }

  private func requestedDomain() throws(DiagnosticError) -> Domain {
    var result: [Range<Int>] = []
    for d in dims.sorted() {
      guard let r = ranges[d] else {
        throw DiagnosticError(.missingRange(d, field: name, at: key.span))
      }
      if r.range.isNegative { throw DiagnosticError(.badRange(r.spelled)) }
      result.append(r.range.range)
    }
    return Domain(dims: dims.sorted(), ranges: result)
  }

}

extension FieldType {

  /// Returns a line that makes a field of the type.
  func example(named name: String, filledWith filling: String) -> String {
    let names = dims.map(\.name)
    let options = names.map { "\($0)=8" } + (dtype == .float64 ? [] : ["dtype=\(dtype)"])
    return (["field \(name)[\(names.joined(separator: ", "))] = \(filling)"] + options)
      .joined(separator: " ")
  }

}

extension Diagnostic {

  fileprivate static func malformedFieldName(_ key: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "A field is written NAME[Dim, …].", at: key.span,
      hint: "field u[I, J] = random I=64 J=64")
  }

  fileprivate static func repeatedDimension(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownDimension, "The field has '\(name.text)' already.",
      at: name.span, hint: "name each dimension once")
  }

  /// A field has not the dimension that `name` names.
  static func foreignDimension(
    _ name: Spelled, field: String, dims: [Dimension]
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownDimension,
      "The field '\(field)' does not extend along '\(name.text)'.", at: name.span,
      hint: dims.isEmpty
        ? "it has no dimensions" : "it extends along \(dims.map(\.name).joined(separator: ", "))")
  }

  fileprivate static func missingRange(
    _ dimension: Dimension, field: String, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The range of '\(field)' along '\(dimension.name)' is missing.",
      at: span, hint: "add \(dimension.name)=n, or \(dimension.name)=lo:hi")
  }

  /// What is there has another number of points along a dimension than the range says.
  static func otherExtent(
    _ dimension: Dimension, _ found: Range<Int>, _ wanted: Spelled, _ file: Spelled
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(file.text)' has \(counted(found.count, "point")) along '\(dimension.name)'.",
      at: wanted.span,
      hint: "write \(dimension.name)=\(found.lowerBound) for where they begin; they end at "
        + "\(found.upperBound)")
  }

  fileprivate static func missingFile(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'load' needs the name of a file.", at: span,
      hint: "load \"u.npy\"")
  }

  fileprivate static func unknownDtype(_ name: Spelled) -> Diagnostic {
    let names = ScalarKind.allCases.filter { $0 != .string }.map(\.rawValue)
    return Diagnostic(
      code: WorkbenchCode.badValue, "There is no scalar type '\(name.text)'.", at: name.span,
      hint: nearest(to: name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "types are \(names.joined(separator: ", "))")
  }

  fileprivate static func unknownFieldKind(_ kind: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "'\(kind.text)' makes no field.", at: kind.span,
      hint: nearest(to: kind.text, among: ["random", "zeros", "ones", "load"])
        .map { "did you mean '\($0)'?" }
        ?? (kind.text.hasPrefix("(")
          ? "values stand in brackets: [1.0, 2.0]; one number fills all points"
          : "write random, zeros, ones, index(Dim), a number, [1.0, 2.0], or load \"file.npy\""))
  }

  /// A value that is written out is none of the type that it is to have.
  static func unsuitableValue(_ value: Spelled, _ kind: ScalarKind) -> Diagnostic {
    .noValue(
      value.text, of: kind, at: value.span, hint: "leave dtype out, or write one that can hold it")
  }

  /// A field cannot be made as asked.
  static func impossibleField(_ error: FieldError, at span: SourceSpan?) -> Diagnostic {
    if error == .interrupted { return .interrupted }
    return Diagnostic(
      code: WorkbenchCode.badValue, error.description.asSentence, at: span, hint: error.hint)
  }

}
