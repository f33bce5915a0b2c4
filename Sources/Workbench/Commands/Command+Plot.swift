import Diagnostics
import Fields
import StencilTypes

extension Command {

  static let plot: Command = Command(
    "plot", "draws fields",
    usage: [
      "plot NAME [NAME …] [DIM=lo:hi|i …] [> FILE.png|FILE.svg|FILE.txt]",
      .init("plot NAME [NAME] at X Y [DIM=i …]", "values on a mesh, at their coordinates"),
      .init("plot NAME reads OUT DIM=i … [at X Y]", "what the last run read for a point of OUT"),
    ],
    arguments: [
      .init("NAME", "a field; of two on two dimensions the difference is drawn too"),
      .init("DIM", "a range, or one index: what has more than two others is drawn at their first"),
      .init(
        "X, Y", "fields of coordinates: of the dimension that the mesh's points are numbered by"),
      .init("OUT", "a field that the last run has written"),
      .init("FILE", "a picture in pixels or lines, or what is shown without colours"),
    ],
    examples: [
      "plot out", "plot u v K=3", "plot h at x y", "plot h reads out Vertex=3 at x y",
      "plot out I=0:8 > out.png",
    ],
    listedWith: "field",
    redirection: .ownFile, isView: true,
    changesMore: { $0.redirection != nil },
    completion: { $0.key == nil ? $0.fields + $0.dimensionsOfFields.map { $0 + "=" } : [] }
  ) { line, session throws(DiagnosticError) in
    guard !line.words.isEmpty else { throw DiagnosticError(.usage(.plot, at: line.span)) }
    let runner = session.runner
    let plot = try runner.interruptibly { [session] () throws(DiagnosticError) in
      try Plot(line, in: session)
    }
    if let file = line.redirection {
      let bytes = try runner.interruptibly { () throws(DiagnosticError) in
        try plot.bytes(for: file)
      }
      try session.write(bytes, to: file, overwriting: line.overwrites)
      return .message("wrote \(file.text)")
    }
    return Output([plot.item] + plot.remarks, next: plot.suggestions(in: session))
  }

}

/// What a `plot` command draws.
private struct Plot: Sendable {

  let picture: Picture
  private let parts: [FieldPart]

  /// The dimensions that were fixed at their first index, since two can be drawn.
  private let cut: [Dimension]

  /// What is drawn over the field.
  private var footprint: Footprint?

  init(_ line: CommandInput, in session: Session) throws(DiagnosticError) {
    let words = line.words
    if words.count > 1, words[1].text == "reads", session.fields["reads"] == nil {
      let isAt = words.count == 6 && words[3].text == "at"
      guard words.count == 3 || isAt else { throw DiagnosticError(.usage(.plot, at: line.span)) }
      try self.init(
        words[0], read: words[2], at: isAt ? (words[4], words[5]) : nil, line, in: session)
    } else if words.count > 3, words[words.count - 3].text == "at", session.fields["at"] == nil {
      try self.init(
        words.dropLast(3), line.options, at: (words[words.count - 2], words[words.count - 1]),
        in: session)
    } else if words.dropFirst().contains(where: { $0.text == "at" }), session.fields["at"] == nil {
      throw DiagnosticError(.usage(.plot, at: line.span))
    } else {
      try self.init(words[...], line.options, in: session)
    }
  }

  /// Draws what is read of `input` for one point of `output`.
  private init(
    _ input: Spelled, read output: Spelled, at coordinates: (x: Spelled, y: Spelled)?,
    _ line: CommandInput, in session: Session
  ) throws(DiagnosticError) {
    let (field, result) = (try session.field(input), try session.field(output))
    var point: [Dimension: Int] = [:]
    // The point is checked as a part of the field that it belongs to.
    let one = try FieldPart(output.text, result, line.options, in: session)
    for (d, r) in zip(one.field.dims, one.field.domain.ranges) {
      guard one.fixed.contains(d) else { throw DiagnosticError(.noPoint(d, output)) }
      point[d] = r.lowerBound
    }
    let footprint = try session.footprint(of: input, for: output, at: point, line.span)
    let whole = FieldPart(input.text, field)
    guard !field.domain.isEmpty else { throw DiagnosticError(.nothingToDraw(input)) }
    let kept = try Self.axes(of: whole, at: coordinates?.x, in: session)
    cut = whole.axes.filter { !kept.contains($0) }
    let part = FieldPart(whole, at: Dictionary(uniqueKeysWithValues: cut.map { ($0, point[$0]) }))
    parts = [part]
    self.footprint = footprint
    switch try Self.picture(of: parts, at: coordinates, input, in: session) {
    case .lines(var plot):
      plot.footprint = footprint
      picture = .lines(plot)
    case .panels(var panels):
      for i in panels.indices { panels[i].footprint = footprint }
      picture = .panels(panels)
    }
  }

  /// Returns the axes of `part` that are drawn: the first two, or that on which coordinates like `x`
  /// lie.
  private static func axes(
    of part: FieldPart, at x: Spelled?, in session: Session
  ) throws(DiagnosticError) -> [Dimension] {
    guard let x else { return Array(part.axes.prefix(2)) }
    // The points have places along the dimension that the coordinates lie on.
    let dims = try session.field(x).dims
    let kept = part.axes.filter { dims.contains($0) }
    if kept.count != 1 { throw DiagnosticError(.noMesh(x, dims, of: part)) }
    return kept
  }

  /// Draws `parts`, which have the same axes; the first of them was asked for as `name`.
  private static func picture(
    of parts: [FieldPart], at coordinates: (x: Spelled, y: Spelled)?, _ name: Spelled,
    in session: Session
  ) throws(DiagnosticError) -> Picture {
    let (axes, progress) = (parts[0].axes, session.surroundings.progress)
    switch axes.count {
    case 0: throw DiagnosticError(.noAxis(name))
    case 1:
      guard let (x, y) = coordinates else {
        return .lines(try LinePlot(parts, along: axes[0], progress))
      }
      let places = try MeshPlaces(x, y, of: parts, in: session)
      var panels = try Panel.panels(of: parts, progress)
      for i in panels.indices { panels[i].places = places }
      return .panels(panels)
    default: return .panels(try Panel.panels(of: parts, progress))
    }
  }

  /// Draws the fields `words`: in rows, or `at` the coordinates that two fields hold.
  private init(
    _ words: ArraySlice<Spelled>, _ given: [(key: Spelled, value: Spelled)],
    at coordinates: (x: Spelled, y: Spelled)? = nil, in session: Session
  ) throws(DiagnosticError) {
    var fields: [Field] = []
    for name in words { fields.append(try session.shownField(name)) }
    let known = Set(fields.flatMap(\.dims))
    var parts: [FieldPart] = []
    for (name, field) in zip(words, fields) {
      var options: [(key: Spelled, value: Spelled)] = []
      for (key, value) in given {
        let dimension = try session.dimension(key)
        // A dimension that only another field has is none of this one's.
        if field.dims.contains(dimension) || !known.contains(dimension) {
          options.append((key, value))
        }
      }
      let part = try FieldPart(name.text, field, options, in: session)
      guard !part.field.domain.isEmpty else { throw DiagnosticError(.nothingToDraw(name)) }
      parts.append(part)
    }
    let name = parts[0].name
    let kept = try Self.axes(of: parts[0], at: coordinates?.x, in: session)
    cut = parts[0].axes.filter { !kept.contains($0) }
    self.parts = parts.map {
      FieldPart($0, atFirstOf: Set(parts[0].axes.filter { !kept.contains($0) }))
    }
    let axes = self.parts[0].axes
    for (part, other) in zip(self.parts, words) where part.axes != axes {
      throw DiagnosticError(.otherAxes(other, part.axes, axes, of: name))
    }
    picture = try Self.picture(
      of: self.parts, at: coordinates, words[words.startIndex], in: session)
  }

  /// The plot as text.
  var item: Output.Item {
    let picture = picture
    return Output.Item(
      text: { picture.text(in: $0, inColor: false) },
      colored: { picture.text(in: $0, inColor: true) },
      json: { _ in picture.json })
  }

  /// What was left out of the picture.
  var remarks: [Output.Item] {
    if let footprint { return [.message(footprint.text)] }
    if cut.isEmpty { return [] }
    let field = parts[0].field
    let places = cut.map { "\($0.name)=\(field.domain[$0]?.lowerBound ?? 0)" }
    return [.message("drawn at \(places.joined(separator: ", "))")]
  }

  /// Lines to type next: another index of what was cut, the values, a picture.
  func suggestions(in session: Session) -> [String] {
    let name = parts[0].name
    let other = cut.first.flatMap { d in
      parts[0].field.domain[d].map { "plot \(name) \(d.name)=\($0.upperBound - 1)" }
    }
    // Of an expression the signs are left out.
    let file = name.filter { $0.isLetter || $0.isNumber || $0 == "_" }
    return [other, session.printLine(for: name), "plot \(name) > \(file).png"].compactMap(\.self)
  }

  /// Returns the bytes of the kind of file that its name asks for.
  func bytes(for file: Spelled) throws(DiagnosticError) -> [UInt8] {
    let ending = file.text.lastIndex(of: ".").map { file.text[$0...].lowercased() }
    switch ending {
    case ".png": return picture.image.png
    case ".svg": return Array(picture.svg.utf8)
    case ".txt": return Array((picture.text(in: OutputForm(), inColor: false) + "\n").utf8)
    default: throw DiagnosticError(.noPicture(file))
    }
  }

}

extension Picture {

  fileprivate func text(in form: OutputForm, inColor: Bool) -> String {
    let (width, trueColor) = (form.width, form.hasTrueColor)
    // Titles, indices, what colours mean, a sentence, and on the screen the line that was typed, what
    // to type next and the next prompt.
    let rows = max(4, form.rows - 7)
    return switch self {
    case .panels(let p):
      Panel.text(of: p, width: width, rows: min(20, rows), inColor: inColor, trueColor: trueColor)
    case .lines(let plot):
      plot.text(width: width, rows: min(16, rows), inColor: inColor, trueColor: trueColor)
    }
  }

  /// What is drawn, in figures.
  fileprivate var json: JSONValue {
    let figures =
      switch self {
      case .panels(let panels): panels.map { ($0.title, $0.figures) }
      case .lines(let plot): plot.lines.map { ($0.title, $0.figures) }
      }
    return .object([
      "plot": .array(
        figures.map { title, f in
          .object([
            "field": .string(title), "count": .integer(f.count),
            "min": f.range.map { .number($0.lowerBound) },
            "max": f.range.map { .number($0.upperBound) }, "nan": .integer(f.nan.count),
            "inf": .integer(f.infinity.count),
          ])
        })
    ])
  }

}

extension CompletionPoint {

  /// The dimensions of the fields that the line names.
  var dimensionsOfFields: [String] {
    var seen: Set<String> = []
    return words.dropFirst().flatMap { fieldDimensions[$0] ?? [] }
      .filter { seen.insert($0).inserted }
  }

}

extension Diagnostic {

  fileprivate static func nothingToDraw(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "The field '\(name.text)' has no points here.", at: name.span,
      hint: "make it on a larger range, or draw a larger part")
  }

  fileprivate static func noPoint(_ dimension: Dimension, _ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue,
      "One point of '\(name.text)' has an index along '\(dimension.name)' too.", at: name.span,
      hint: "add \(dimension.name)=INDEX")
  }

  fileprivate static func noMesh(
    _ name: Spelled, _ dims: [Dimension], of part: FieldPart
  ) -> Diagnostic {
    let lists = [dims, part.axes].map { "[\($0.map(\.name).joined(separator: ", "))]" }
    return Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(name.text)' lies on \(lists[0]), '\(part.name)' extends along \(lists[1]) here.",
      at: name.span, hint: "give two fields that hold the coordinates of its points")
  }

  fileprivate static func noAxis(_ name: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.badValue, "One point is no picture.", at: name.span,
      hint: "print \(name.text) shows it; draw along a range: DIM=lo:hi")
  }

  fileprivate static func otherAxes(
    _ name: Spelled, _ found: [Dimension], _ expected: [Dimension], of first: String
  ) -> Diagnostic {
    let lists = [found, expected].map { "[\($0.map(\.name).joined(separator: ", "))]" }
    return Diagnostic(
      code: WorkbenchCode.badValue,
      "'\(name.text)' extends along \(lists[0]) here, '\(first)' along \(lists[1]).", at: name.span,
      hint: "fix the other dimensions at an index, or draw them one after the other")
  }

  fileprivate static func noPicture(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The end of '\(file.text)' names no kind of picture.",
      at: file.span, hint: "write to NAME.png, NAME.svg or NAME.txt")
  }

}
