import Diagnostics
import FieldView
import Fields
import StencilTypes
import Toolchain

/// Reads the value of one parameter: a field's name, a literal, a constant, a file, or a tuple of
/// those.
struct ArgumentReader {

  let session: Session
  let callable: Callable
  let parameter: String

  /// Whether the program writes the parameter.
  let isOutput: Bool

  /// What there is to say about files that were read.
  private(set) var remarks: [String] = []

  init(session: Session, callable: Callable, parameter: String, isOutput: Bool = false) {
    self.isOutput = isOutput
    self.session = session
    self.callable = callable
    self.parameter = parameter
  }

  /// Returns what `value` means for a parameter of `type`, and where it is kept after the run.
  mutating func read(
    _ value: Spelled, as type: DataType
  ) throws(DiagnosticError) -> (PendingArgument, ArgumentName) {
    try read(value, as: type, path: parameter)
  }

  private mutating func read(
    _ value: Spelled, as type: DataType, path: String
  ) throws(DiagnosticError) -> (PendingArgument, ArgumentName) {
    switch type {
    case .scalar(let kind):
      if value.isQuoted { throw DiagnosticError(.notAScalar(value, kind, parameter: path)) }
      if let literal = ScalarLiteral(value.text) {
        guard let scalar = literal.value(as: kind) else {
          throw DiagnosticError(.badScalar(value, kind, parameter: path))
        }
        return (.ready(.scalar(scalar)), .scalar)
      }
      if let field = session.fields[value.text] {
        guard field.dims.isEmpty, field.dtype == kind, let scalar = field.value(at: []) else {
          throw DiagnosticError(.notAScalar(value, kind, parameter: path))
        }
        return (.ready(.scalar(scalar)), .scalar)
      }
      guard
        case .constant(let scalar)? = session.definitions.constant(value.text, for: callable)?
          .taking(the: type), scalar.kind == kind
      else { throw DiagnosticError(.notAScalar(value, kind, parameter: path)) }
      return (.ready(.scalar(scalar)), .scalar)
    case .field(let fieldType):
      if value.isQuoted {
        let (field, remark) = try session.loadField(
          value, dims: fieldType.dims, origins: fieldType.dims.map { _ in 0 }, dtype: nil)
        if let remark { remarks.append(remark) }
        return (
          .ready(.field(try field.suiting(fieldType, value, parameter: path))), .field(path)
        )
      }
      if fieldType.dims.isEmpty, let scalar = ScalarLiteral(value.text)?.value(as: fieldType.dtype)
      {
        return (.ready(.scalar(scalar)), .scalar)
      }
      guard let field = session.fields[value.text] else {
        guard let filling = try filling(value, of: fieldType, path: path) else {
          let words = FieldFilling.words
          // What is written is as large as the result.
          if isOutput, nearest(to: value.text, among: session.fields.keys + words) == nil {
            throw DiagnosticError(.unknownOutput(value, parameter: parameter))
          }
          throw DiagnosticError(
            .unknownField(value, among: session.fields.keys + words, of: fieldType))
        }
        return (.wanted(fieldType, filling, name: path), .field(path))
      }
      return (
        .ready(.field(try field.suiting(fieldType, value, parameter: path))), .field(value.text)
      )
    case .tuple, .named:
      return try readTuple(value, types: type.elements ?? [], type: type, path: path)
    }
  }

  /// Returns what a field of `type` is to be filled with that is made since `value` is written for it;
  /// `nil` if that is neither a number nor a word for it.
  private func filling(
    _ value: Spelled, of type: FieldType, path: String
  ) throws(DiagnosticError) -> FieldFilling? {
    guard let literal = ScalarLiteral(value.text) else { return FieldFilling(value.text) }
    guard let number = literal.value(as: type.dtype) else {
      throw DiagnosticError(.unsuitableFilling(value, type, parameter: path))
    }
    return .number(number, text: value.text)
  }

  private mutating func readTuple(
    _ value: Spelled, types: [DataType], type: DataType, path: String
  ) throws(DiagnosticError) -> (PendingArgument, ArgumentName) {
    // One word, or one number, makes all fields of a tuple.
    if !value.isQuoted, session.fields[value.text] == nil,
      FieldFilling(value.text) != nil || ScalarLiteral(value.text) != nil,
      type.leaves.allSatisfy({ if case .field = $0 { true } else { false } })
    {
      return try readParts(types.map { (value, $0) }, path: path)
    }
    guard let parts = value.tupleParts else {
      throw DiagnosticError(.notATuple(value, type, parameter: path))
    }
    guard parts.count == types.count else {
      throw DiagnosticError(.wrongTupleSize(value, types.count, parts.count, parameter: path))
    }
    return try readParts(Array(zip(parts, types)), path: path)
  }

  private mutating func readParts(
    _ parts: [(value: Spelled, type: DataType)], path: String
  ) throws(DiagnosticError) -> (PendingArgument, ArgumentName) {
    var values: [PendingArgument] = []
    var names: [ArgumentName] = []
    for (i, part) in parts.enumerated() {
      let (v, n) = try read(part.value, as: part.type, path: "\(path)_\(i)")
      values.append(v)
      names.append(n)
    }
    return (.tuple(values), .tuple(names))
  }

}

extension Spelled {

  /// The parts of `(a,(b,c))`: `a` and `(b,c)`; `nil` if this is no tuple.
  var tupleParts: [Spelled]? { parts(between: "(", ")")?.compactMap(\.self) }

  /// Returns what stands between two brackets and the commas in there that are in no inner brackets;
  /// `nil` if the word does not begin and end with them.
  ///
  /// A part is `nil` where nothing stands before a comma, or behind the last one.
  func parts(between open: Unicode.Scalar, _ close: Unicode.Scalar) -> [Spelled?]? {
    let bytes = Array(text.utf8)
    guard !isQuoted, bytes.count >= 2, bytes.first == UInt8(ascii: open),
      bytes.last == UInt8(ascii: close)
    else { return nil }
    var parts: [Spelled?] = []
    var depth = 0
    var start = 1
    var position = 1
    while position < bytes.count - 1 {
      switch bytes[position] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        parts.append(part(of: bytes, start ..< position))
        start = position + 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if let quoted = try? QuotedText(bytes, from: position) { position = quoted.end - 1 }
      default: break
      }
      position += 1
    }
    return parts + [part(of: bytes, start ..< bytes.count - 1)]
  }

  /// Returns what stands at `range` of the word without blanks around it; `nil` if that is nothing.
  private func part(of bytes: [UInt8], _ range: Range<Int>) -> Spelled? {
    let isBlank = { (i: Int) in bytes[i] <= UInt8(ascii: " ") }
    let low = range.first { !isBlank($0) }
    let high = range.last { !isBlank($0) }
    guard let low, let high else { return nil }
    let quoted =
      [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[low])
      ? try? QuotedText(bytes, from: low) : nil
    let base = span.bytes.lowerBound
    return Spelled(
      text: quoted?.text ?? String(decoding: bytes[low ... high], as: UTF8.self),
      span: SourceSpan(span.file, base + low ..< base + high + 1), isQuoted: quoted != nil)
  }

}

extension Field {

  /// Returns the field if it is one of `type`, or says why it does not fit.
  func suiting(
    _ type: FieldType, _ name: Spelled, parameter: String
  ) throws(DiagnosticError) -> Field {
    guard self.type == type else {
      throw DiagnosticError(.unsuitableField(self.type, name, type, parameter: parameter))
    }
    return self
  }

}

extension Diagnostic {

  private static func mismatch(
    _ message: String, at span: SourceSpan, hint: String?
  ) -> Diagnostic {
    Diagnostic(code: WorkbenchCode.wrongArgument, message, at: span, hint: hint)
  }

  fileprivate static func notAScalar(
    _ value: Spelled, _ kind: ScalarKind, parameter: String
  ) -> Diagnostic {
    mismatch(
      "Parameter '\(parameter)' takes a value of type \(kind); '\(value.text)' is not one.",
      at: value.span,
      hint: kind == .bool
        ? "write \(parameter)=true or \(parameter)=false" : "write \(parameter)=NUMBER")
  }

  fileprivate static func unknownOutput(_ name: Spelled, parameter: String) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.unknownField, "There is no field '\(name.text)'.", at: name.span,
      hint: "\(parameter)=zeros makes one for the result, called '\(parameter)'")
  }

  /// A number is to fill a field whose elements cannot be it.
  fileprivate static func unsuitableFilling(
    _ value: Spelled, _ type: FieldType, parameter: String
  ) -> Diagnostic {
    mismatch(
      "Parameter '\(parameter)' is a '\(type)'; '\(value.text)' is no value of type "
        + "'\(type.dtype)'.", at: value.span, hint: type.dtype.exampleText)
  }

  fileprivate static func badScalar(
    _ value: Spelled, _ kind: ScalarKind, parameter: String
  ) -> Diagnostic {
    let range = kind.integerRange.map { "from \($0.lowerBound) to \($0.upperBound)" }
    return mismatch(
      "'\(value.text)' is no value of type '\(kind)', which parameter '\(parameter)' has.",
      at: value.span, hint: range.map { "values of type \(kind) are whole numbers \($0)" })
  }

  fileprivate static func notATuple(
    _ value: Spelled, _ type: DataType, parameter: String
  ) -> Diagnostic {
    mismatch(
      "Parameter '\(parameter)' is a \(type); '\(value.text)' is no tuple.", at: value.span,
      hint: "write \(parameter)=(a,b) with the names of fields")
  }

  fileprivate static func wrongTupleSize(
    _ value: Spelled, _ expected: Int, _ found: Int, parameter: String
  ) -> Diagnostic {
    mismatch(
      "Parameter '\(parameter)' has \(expected) elements; \(found) are given.", at: value.span,
      hint: "give one for each: (\((0 ..< expected).map { _ in "…" }.joined(separator: ",")))")
  }

  fileprivate static func unsuitableField(
    _ found: FieldType, _ name: Spelled, _ expected: FieldType, parameter: String
  ) -> Diagnostic {
    let (wanted, given) = texts(.field(expected), .field(found))
    let hint =
      if found.dtype != expected.dtype {
        name.isQuoted
          ? "load it first: field \(parameter)[…] = load \(name.text.asWord) dtype=\(expected.dtype)"
          : "convert it: field \(name.text)2 = \(name.text) dtype=\(expected.dtype)"
      } else if found.description == expected.description {
        "a dimension was declared anew in between: make the field and define the program again"
      } else {
        "its dimensions must be \(expected.dims.map(\.name).joined(separator: ", "))"
      }
    return mismatch(
      "Parameter '\(parameter)' is a '\(wanted)'; '\(name.text)' is a '\(given)'.",
      at: name.span, hint: hint)
  }

}
