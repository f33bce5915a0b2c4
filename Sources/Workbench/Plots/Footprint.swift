import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// What a program reads of a field for one point of its result.
struct Footprint {

  /// The field that is read, and the one that is written, by the names of the parameters.
  let input, output: String

  /// What is read; `nil` if nothing is.
  let reads: ReadPoints?

  /// The point of the result.
  let point: [Dimension: Int]

  /// How a point of the input is drawn.
  enum Mark: Character {

    /// It is read.
    case read = "o"

    /// It is read, and it is the point of the result.
    case readPoint = "X"

    /// It is the point of the result, and is not read.
    case point = "+"

  }

  /// Returns how index `i` of a field along `dimension` alone is drawn.
  func mark(at i: Int, along dimension: Dimension) -> Mark? {
    let isRead = reads?.boxes.contains { $0[dimension]?.contains(i) ?? true } ?? false
    let isPoint = point[dimension] == i
    return isRead ? (isPoint ? .readPoint : .read) : isPoint ? .point : nil
  }

  /// `out at I=5, J=5 reads inp on I=4:7, J=4:7`.
  var text: String {
    let place = point.sorted { $0.key < $1.key }.map { "\($0.key.name)=\($0.value)" }
    let what = reads.map { "reads \(input)\($0.text)" } ?? "reads nothing of \(input)"
    return "\(output) at \(place.joined(separator: ", ")) \(what)"
  }

}

extension ReadPoints {

  /// ` on I=4:7, J=4:7` if that box is read, ` at Vertex=0,3,5` if those points are, and else how
  /// many ` at 5 points of I=4:7, J=4:7` are.
  fileprivate var text: String {
    let along = open.sorted().map(\.name).joined(separator: ", ")
    let rest = open.isEmpty ? "" : ", along \(along) where values say"
    // Boxes differ in their dimensions only where some are open.
    let most = boxes.map(\.dims.count).max() ?? 0
    let full = boxes.filter { $0.dims.count == most }
    // A field without dimensions has one point.
    guard let dims = full.first?.dims, !dims.isEmpty else { return rest }
    let sides = dims.map { d in
      full.reduce(into: Set<Int>()) { $0.formUnion($1[d] ?? 0 ..< 0) }.sorted()
    }
    let hull = zip(dims, sides).map { d, s in "\(d.name)=\(s[0]):\(s[s.count - 1] + 1)" }
    let areRanges = sides.map { $0[$0.count - 1] - $0[0] + 1 == $0.count }
    // Of more boxes nobody wants to know how many points they have.
    let points =
      full.reduce(0) { min($0 + $1.count, 1 << 20) } < 1 << 20
      ? full.reduce(into: Set<[Int]>()) { $0.formUnion($1.points) } : nil
    let isFull = points.map { $0.count == sides.reduce(1) { $0 * $1.count } } ?? false
    if isFull, zip(areRanges, sides).allSatisfy({ $0 || $1.count <= 12 }) {
      let texts = zip(dims.indices, areRanges).map { i, isRange in
        isRange
          ? hull[i] : "\(dims[i].name)=" + sides[i].map(String.init).joined(separator: ",")
      }
      let word = areRanges.contains(false) ? "at" : "on"
      return " \(word) \(texts.joined(separator: ", "))\(rest)"
    }
    let number = points.map { "\($0.count) points" } ?? "points"
    return " at \(number) of \(hull.joined(separator: ", "))\(rest)"
  }

}

extension Domain {

  /// The indices of all points.
  fileprivate var points: [[Int]] {
    ranges.reduce([[]]) { points, r in points.flatMap { p in r.map { p + [$0] } } }
  }

}

extension Session {

  /// Returns what the last run read of the field `input` for the value of the field `output` at
  /// `point`.
  func footprint(
    of input: Spelled, for output: Spelled, at point: [Dimension: Int], _ span: SourceSpan
  ) throws(DiagnosticError) -> Footprint {
    guard let lastRun else { throw DiagnosticError(.notRun(at: span)) }
    let (program, arguments) = (lastRun.program, lastRun.arguments)
    let names = program.parameters.map(\.name.name)
    func parameter(_ name: Spelled) throws(DiagnosticError) -> String {
      if names.contains(name.text) { return name.text }
      let field = try self.field(name)
      for (n, value) in zip(names, arguments) {
        if let path = value.path(of: field, at: n) { return path }
      }
      // What was written is another field than what was given.
      if let path = lastRun.written[name.text] { return path }
      throw DiagnosticError(.noParameter(name, names, of: lastRun.name))
    }
    let (read, written) = (try parameter(input), try parameter(output))
    let outputs = program.outputNames
    guard outputs.contains(String(written.prefix { $0 != "[" })) else {
      throw DiagnosticError(.notWritten(output, by: lastRun.name))
    }
    let reads = try Toolchain.reads(
      of: program, for: written, at: point, arguments: arguments.map(ArgumentOutline.init),
      tables: tablesByOffset)
    guard let reads else { throw DiagnosticError(.notWrittenThere(output, point)) }
    return Footprint(input: input.text, output: output.text, reads: reads[read], point: point)
  }

}

extension ArgumentValue {

  /// Returns what requirements call `field` if it is this argument, called `name`, or a part of it.
  fileprivate func path(of field: Field, at name: String) -> String? {
    switch self {
    case .scalar: nil
    case .field(let f): f.storage === field.storage ? name : nil
    case .tuple(let parts):
      parts.enumerated().lazy.compactMap { $1.path(of: field, at: "\(name)[\($0)]") }.first
    }
  }

}

extension Diagnostic {

  fileprivate static func notRun(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.missingArgument, "Nothing was run yet.", at: span,
      hint: "run a program first: its arguments decide what is read")
  }

  fileprivate static func noParameter(
    _ name: Spelled, _ names: [String], of program: String
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "The last run of '\(program)' had no argument '\(name.text)'.", at: name.span,
      hint: "its parameters are \(names.joined(separator: ", "))")
  }

  fileprivate static func notWritten(_ name: Spelled, by program: String) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The program '\(program)' does not write '\(name.text)'.",
      at: name.span, hint: "plot INPUT reads OUTPUT I=INDEX …")
  }

  fileprivate static func notWrittenThere(
    _ name: Spelled, _ point: [Dimension: Int]
  ) -> Diagnostic {
    let place = point.sorted { $0.key < $1.key }.map { "\($0.key.name)=\($0.value)" }
    return Diagnostic(
      code: WorkbenchCode.badValue,
      "The last run did not write '\(name.text)' at \(place.joined(separator: ", ")).",
      at: name.span, hint: "name a point that it has written")
  }

}
