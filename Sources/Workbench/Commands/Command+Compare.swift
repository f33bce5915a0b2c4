import Diagnostics
import Fields
import StencilTypes

extension Command {

  static let compare: Command = Command(
    "compare", "compares two fields",
    usage: ["compare A B [rtol=X] [atol=X]"],
    arguments: [
      .init("A, B", "fields, or one of them a \"file.npy\""),
      .init("X", "the relative or absolute error that is let pass; none unless told"),
    ],
    examples: ["compare out \"reference.npy\"", "compare a b rtol=1e-12"], redirection: .file,
    completion: { point in
      if point.key != nil { return [] }
      return point.words.count < 3
        ? point.fields + point.files("npy", "npz") : ["rtol=", "atol="]
    }
  ) { line, session throws(DiagnosticError) in
    let words = line.words
    try line.demand(words: 2 ... 2, options: true, of: .compare)
    var rtol = 0.0
    var atol = 0.0
    for (key, value) in line.options {
      switch key.text {
      case "rtol": rtol = try value.number()
      case "atol": atol = try value.number()
      default: throw DiagnosticError(.usage(.compare, at: key.span))
      }
    }
    let (a, b, remark) = try session.comparable(words[0], words[1])
    let isExact = rtol == 0 && atol == 0
    let result = try Fields.compare(
      a, b, isExact ? .exact : .within(relative: rtol, absolute: atol),
      session.surroundings.progress)
    let finding = result.text(dims: a.dims, isExact: isExact)
    let item = Output.Item(
      json: .object([
        "equal": .bool(result.areEqual), "differing": .integer(result.differingCount),
        "maxAbsoluteError": .number(result.maximumAbsoluteError),
        "maxRelativeError": .number(result.maximumRelativeError),
      ])
    ) { "\(words[0].text) and \(words[1].text) \(finding)".wrapped(to: $0) }
    let remarks = [remark].compactMap { $0.map { Output.Item.message($0) } }
    if result.areEqual { return Output([item] + remarks) }
    return Output(
      remarks,
      diagnostics: [
        Diagnostic(
          code: WorkbenchCode.differs, "'\(words[0].text)' and '\(words[1].text)' \(finding).",
          at: words[0].span.union(words[1].span),
          hint: result.remedy)
      ])
  }

  static let digest: Command = Command(
    "digest", "prints a field's fingerprint", usage: ["digest NAME"],
    arguments: [.field], examples: ["digest out"], listedWith: "compare", redirection: .file,
    completion: { $0.isFirst ? $0.fields : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 1 ... 1, of: .digest)
    let name = line.words[0]
    let digest = try session.field(name).digest(session.surroundings.progress)
    return Output([
      .init(
        "\(name.text)  \(digest)",
        json: .object(["field": .string(name.text), "digest": .string(digest)]))
    ])
  }

}

extension Session {

  /// Returns the two things to compare, and what there is to say about a file, which takes
  /// dimensions and origin of the other one.
  fileprivate func comparable(
    _ a: Spelled, _ b: Spelled
  ) throws(DiagnosticError) -> (Field, Field, remark: String?) {
    switch (a.isQuoted, b.isQuoted) {
    case (false, false): return (try field(a), try field(b), nil)
    case (false, true):
      let f = try field(a)
      let read = try fieldFile(b, like: f)
      return (f, read.field, read.remark)
    case (true, false):
      let f = try field(b)
      let read = try fieldFile(a, like: f)
      return (read.field, f, read.remark)
    case (true, true):
      throw DiagnosticError(
        Diagnostic(
          code: WorkbenchCode.usage, "At least one of the two must be a field.", at: a.span,
          hint: "field a[I, …] = load \"\(a.text)\""))
    }
  }

  private func fieldFile(
    _ file: Spelled, like field: Field
  ) throws(DiagnosticError) -> (field: Field, remark: String?) {
    try loadField(
      file, dims: field.dims, origins: field.domain.ranges.map(\.lowerBound), dtype: nil)
  }

}

extension FieldComparison {

  /// How the fields could be compared after all, or less strictly.
  fileprivate var remedy: String {
    switch mismatch {
    case .dtypes: "make one of them anew with the dtype of the other"
    case .dims, .domains: "make one of them anew on the ranges of the other"
    case nil: "to allow for rounding: rtol=1e-12, atol=1e-12"
    }
  }

  /// What came of the comparison, behind the names of the fields.
  fileprivate func text(dims: [Dimension], isExact: Bool) -> String {
    switch mismatch {
    case .dtypes(let a, let b): return "have different types, \(a) and \(b)"
    case .dims(let a, let b):
      let (first, second) = texts(a, b)
      return "have different dimensions, [\(first)] and [\(second)]"
    case .domains(let a, let b): return "have different ranges, \(a) and \(b)"
    case nil: break
    }
    guard let first = firstDifference else {
      return isExact
        ? "are equal at all \(count) points"
        : "are equal at all \(count) points (largest error \(shortText(maximumAbsoluteError)))"
    }
    let place = zip(dims, first.index).map { "\($0.name)=\($1)" }.joined(separator: ", ")
    return
      "differ at \(differingCount) of \(count) points, first at \(place): \(first.a) and "
      + "\(first.b) (largest error \(shortText(maximumAbsoluteError)))"
  }

}
