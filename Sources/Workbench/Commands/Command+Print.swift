import Diagnostics
import Fields
import StencilTypes

extension Command {

  static let print: Command = Command(
    "print", "prints a field's values", usage: ["print NAME|EXPR [DIM=lo:hi|i …]"],
    arguments: [
      .field, .init("EXPR", "what is made of fields: abs(a-b)"),
      .init("DIM", "a range, or one index"),
    ],
    examples: ["print out", "print out I=0:4 J=2"], listedWith: "field", redirection: .file,
    isView: true,
    completion: { point in
      if point.key != nil { return [] }
      return point.isFirst ? point.fields : point.dimensionsOfFields.map { $0 + "=" }
    }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, options: true, of: .print)
    return try printed(line.words[0], line, in: session)
  }

  private static func printed(
    _ name: Spelled, _ line: CommandInput, in session: Session
  ) throws(DiagnosticError) -> Output {
    let part = try FieldPart(name.text, try session.shownField(name), line.options, in: session)
    guard part.field.domain.count <= FieldText.limit else {
      throw DiagnosticError(.tooMuch(name, part.field.domain.count))
    }
    return Output([FieldText(part).item], next: session.plotLine(for: name.text).map { [$0] } ?? [])
  }

  /// What a field's name by itself means: its figures, and the values at its lower corner; with
  /// ranges, the values there.
  static let value: Command = Command(
    "NAME", "shows a field's figures and its first values", usage: ["NAME [DIM=lo:hi|i …]"],
    arguments: [.field], examples: ["out"], redirection: .file, isView: true
  ) { line, session throws(DiagnosticError) in
    if !line.options.isEmpty { return try printed(line.verb, line, in: session) }
    let field = try session.field(line.verb)
    let summary = try session.summary(of: field, named: line.verb.text)
    let corner = FieldText(FieldPart(line.verb.text, field.corner))
    return Output(
      field.domain.isEmpty
        ? [summary]
        : [summary, corner.item] + [field.cutRemark].compactMap { $0.map { .message($0) } },
      next: session.looks(at: line.verb.text))
  }

}

extension Command {

  /// What the name of a constant by itself means: its value.
  static let constant: Command = Command(
    "CONSTANT", "shows the value of a constant", usage: ["CONSTANT"],
    arguments: [.init("CONSTANT", "a name that was given a number: dt = 0.25")], examples: ["dt"]
  ) { line, session throws(DiagnosticError) in
    guard let value = session.constant(line.verb.text) else {
      preconditionFailure("only constants come here")
    }
    return .message("\(line.verb.text) = \(value)")
  }

  /// What an expression of fields by itself means: a look at what it comes to.
  static let expression: Command = Command(
    "EXPR", "shows what an expression of fields comes to", usage: ["EXPR"],
    arguments: [.init("EXPR", "fields and numbers with + - * / // % and functions: max(a - b)")],
    examples: ["max(out)", "a - b"], redirection: .file, isView: true
  ) { line, session throws(DiagnosticError) in
    guard let found = session.expression(of: line)?.lookedAt else {
      preconditionFailure("only expressions come here")
    }
    let (field, remark) = try found.value(in: session)
    let text = found.text
    let title = text.count > 48 ? text.prefix(23) + "…" + text.suffix(24) : text[...]
    let part = FieldText(FieldPart(String(title), field.corner)).item
    let isNumber = field.dims.isEmpty || field.domain.isEmpty
    let remarks = [remark, isNumber ? nil : field.cutRemark].compactMap(\.self)
    return Output(
      (isNumber ? [] : [try session.summary(of: field, named: String(title))]) + [part]
        + remarks.map { .message($0) },
      next: isNumber ? [] : ["field \(session.freeName(for: "d")) = \(text)"])
  }

}

extension Session {

  /// Returns the expression of fields that is all of `line`; `nil` if the line is anything else.
  func expression(of line: CommandInput) -> FieldExpression? {
    guard line.options.isEmpty, !line.verb.isQuoted, !line.words.contains(where: \.isQuoted)
    else { return nil }
    let end = line.words.last?.span.bytes.upperBound ?? line.verb.span.bytes.upperBound
    let span = SourceSpan(line.span.file, line.verb.span.bytes.lowerBound ..< end)
    guard let found = try? FieldExpression(at: span), found.isLook(in: self) else { return nil }
    return found
  }

  /// Returns the line that `source`, which begins as Python does, is if it is nothing but an expression
  /// of fields.
  func expressionLine(_ source: SourceFile) -> CommandInput? {
    // A definition of many lines need not be read twice.
    let lines = source.bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
    guard lines.count == 1, let line = try? CommandInput(source, isValue: isValue),
      expression(of: line) != nil
    else { return nil }
    return line
  }

  /// Returns the field that `name` names, or that it is an expression of: `abs(a-b)`.
  func shownField(_ name: Spelled) throws(DiagnosticError) -> Field {
    guard fields[name.text] == nil, !name.isQuoted, !name.isIdentifier,
      let found = try? FieldExpression(at: name.span), found.isLook(in: self)
    else { return try field(name) }
    return try found.value(in: self).field
  }

  /// Returns `name`, or if there is such a field, the first of `name2`, `name3`, … that is free.
  fileprivate func freeName(for name: String) -> String {
    var (free, number) = (name, 1)
    while fields[free] != nil {
      number += 1
      free = "\(name)\(number)"
    }
    return free
  }

  /// Returns lines that show the field `name`, and one that keeps it.
  func looks(at name: String) -> [String] {
    [plotLine(for: name), printLine(for: name), "save \(name) \"\(name).npy\""].compactMap(\.self)
  }

  /// Returns a line that draws the field `name`; `nil` if it has nothing to draw.
  func plotLine(for name: String) -> String? {
    guard let field = fields[name], !field.dims.isEmpty, !field.domain.isEmpty else { return nil }
    return "plot \(name)"
  }

  /// Returns a line that prints the field `name`, or its first values if it has many.
  func printLine(for name: String) -> String? {
    guard let field = fields[name] else { return nil }
    if field.domain.count <= FieldText.limit { return "print \(name)" }
    let parts = zip(field.domain.dims, field.domain.ranges).map { d, r in
      "\(d.name)=\(r.lowerBound):\(min(r.upperBound, r.lowerBound + 8))"
    }
    return "print \(name) \(parts.joined(separator: " "))"
  }

}

extension Field {

  /// Says along which dimensions the corner leaves points out; `nil` if there are none.
  fileprivate var cutRemark: String? {
    let names = zip(domain.dims, zip(domain.ranges, corner.domain.ranges)).compactMap { d, ranges in
      ranges.0.count > ranges.1.count ? d.name : nil
    }
    return names.isEmpty ? nil : "the first points along \(names.joined(separator: ", ")) only"
  }

  /// The first few points along each dimension.
  fileprivate var corner: Field {
    let most = [6, 6, 2]
    return part(
      on: Domain(
        dims: dims,
        ranges: domain.ranges.enumerated().map { i, r in
          r.lowerBound ..< min(r.upperBound, r.lowerBound + (i < most.count ? most[i] : 1))
        }))
  }

}

/// The values of a part of a field as text.
///
/// Two axes make a table, the first one downwards; more make one after the other.
private struct FieldText {

  /// The most values that are printed at once.
  static let limit = 10_000

  private let part: FieldPart

  init(_ part: FieldPart) { self.part = part }

  var item: Output.Item {
    let part = part
    return Output.Item(
      json: .object([
        "field": .string(part.name), "dtype": .string(part.field.dtype.rawValue),
        "domain": .object(
          zip(part.field.domain.dims, part.field.domain.ranges).map {
            JSONValue.Member(
              key: $0.name, value: .array([.integer($1.lowerBound), .integer($1.upperBound)]))
          }),
        "values": .array(part.field.values.map(JSONValue.init)),
      ])
    ) { width in Self(part).text(width: width) }
  }

  private func text(width: Int) -> String {
    if part.field.domain.isEmpty { return "\(part.title)  no points" }
    switch part.axes.count {
    case 0: return "\(part.title)  \(text(at: []))"
    case 1: return line(width: width)
    default: return tables(width: width)
    }
  }

  /// The ranges along the axes.
  private var ranges: [Range<Int>] { part.axes.compactMap { part.field.domain[$0] } }

  /// The values along one axis, from left to right in lines.
  private func line(width: Int) -> String {
    let range = ranges[0]
    let texts = range.map { text(at: [$0]) }
    let cell = (texts.map(\.columnCount).max() ?? 1) + 2
    let labels = range.map { "\(part.axes[0].name)=\($0)" }
    let margin = labels.map(\.columnCount).max() ?? 0
    let count = max(1, (width - margin) / cell)
    return stride(from: 0, to: texts.count, by: count).map { start in
      labels[start].leftPadded(to: margin)
        + texts[start ..< min(texts.count, start + count)].map { $0.leftPadded(to: cell) }.joined()
    }.joined(separator: "\n")
  }

  /// The tables for the first two axes, for each index along the others.
  private func tables(width: Int) -> String {
    var others: [[Int]] = [[]]
    for r in ranges.dropFirst(2) { others = others.flatMap { o in r.map { o + [$0] } } }
    return others.map { rest in
      let heading = zip(part.axes.dropFirst(2), rest).map { "\($0.name)=\($1)" }
      let lines = heading.isEmpty ? [] : [heading.joined(separator: ", ")]
      return (lines + tables(at: rest, width: width)).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The tables of one plane: several below each other if one would be wider than `width`.
  private func tables(at rest: [Int], width: Int) -> [String] {
    let names = part.axes.map(\.name)
    let texts = ranges[0].map { i in ranges[1].map { j in text(at: [i, j] + rest) } }
    let heads = ranges[1].map { "\(names[1])=\($0)" }
    let labels = ranges[0].map { "\(names[0])=\($0)" }
    let cell = (texts.joined().map(\.columnCount) + heads.map(\.columnCount)).max() ?? 1
    let margin = labels.map(\.columnCount).max() ?? 0
    let count = max(1, (width - margin) / (cell + 2))
    return stride(from: 0, to: heads.count, by: count).flatMap { start in
      let shown = start ..< min(heads.count, start + count)
      let rows = zip([""] + labels, [heads] + texts)
      return rows.map { label, cells in
        label.leftPadded(to: margin)
          + cells[shown].map { $0.leftPadded(to: cell + 2) }.joined()
      }
    }
  }

  /// Returns the value at the indices along the axes.
  private func text(at indices: [Int]) -> String {
    var rest = indices[...]
    let index = zip(part.field.dims, part.field.domain.ranges).map {
      part.fixed.contains($0) ? $1.lowerBound : rest.removeFirst()
    }
    guard let value = part.field.value(at: index) else { return "" }
    return value.kind.isFloat ? shortText(value.number) : value.description
  }

}

extension String {

  /// The text with blanks before it, so that it takes `width` columns.
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - columnCount)) + self
  }

}

extension Diagnostic {

  fileprivate static func tooMuch(_ name: Spelled, _ count: Int) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The field '\(name.text)' has \(count) values here.",
      at: name.span,
      hint: "print a part of it: \(name.text) I=0:10; at most \(FieldText.limit) are printed")
  }

}
