import CZlib
import Diagnostics
import Fields
import StencilTypes
import Testing

@testable import Workbench

// Expected pictures were drawn by hand.

@Suite("Plots") struct PlotTests {

  private let i = Dimension("I")
  private let j = Dimension("J")

  /// Returns a field of the given rows, which lie along I and follow each other along J.
  private func plane(_ rows: [[Double]], from start: Int = 0) -> Field {
    let columns = rows[0].indices.map { x in rows.map { $0[x] } }
    return Field(
      columns.flatMap { $0 },
      on: Domain(
        dims: [i, j], ranges: [start ..< start + columns.count, 0 ..< rows.count]))
  }

  private func panels(_ fields: [(String, Field)]) throws -> [Panel] {
    try Panel.panels(of: fields.map { FieldPart($0.0, $0.1) }, .unwatched)
  }

  private func text(_ fields: [(String, Field)], width: Int = 40, inColor: Bool = false) throws
    -> [String]
  {
    Panel.text(of: try panels(fields), width: width, inColor: inColor)
      .split(separator: "\n").map(String.init)
  }

  /// Picture, title, indices, colours, the typed line, what comes next and the prompt fit the screen.
  @Test(arguments: [(12, 5), (20, 13), (24, 17), (50, 20)])
  func `leave room on the screen for what stands around them`(rows: Int, most: Int) throws {
    let workshop = try Workshop(after: [
      "from cartesian import I, J", "field a[I, J] = random I=60 J=60", "field b[I] = random I=60",
    ])
    workshop.session.rows = rows
    let plane = try workshop.succeed("plot a").split(separator: "\n")
    #expect(plane.count { $0.contains("|") } <= most)
    #expect(plane.count <= max(rows - 3, 8))
    #expect(try workshop.succeed("plot b").split(separator: "\n").count <= max(rows - 3, 8))
  }

  /// The first dimension goes to the right, the second one upwards: 5 stands in the lower right
  /// corner.
  @Test func `have the first dimension to the right and the second one upwards`() throws {
    let field = plane([[0, 0, 5], [0, 0, 0]])
    let lines = try text([("a", field)], width: 14)
    #expect(
      lines == [
        "a", "J=1 |      |", "J=0 |    @@|", "     I=0I=2".replacing("I=0I=2", with: "I=0 I=2"),
        "0 to 5",
      ])
  }

  @Test func `show numbers from the least to the greatest`() throws {
    let field = plane([(0 ..< 10).map { Double($0) }])
    let lines = try text([("a", field)], width: 17)
    #expect(lines[1] == "J=0 | .:-=+*#%@|")
  }

  @Test func `count what is no finite number and say where it is`() throws {
    let field = plane([[1, .nan, 2, .infinity], [3, .nan, .nan, -.infinity]])
    let lines = try text([("a", field)], width: 60)
    #expect(lines.contains { $0.contains("??????") && $0.contains("!!!!!!") })
    #expect(lines.contains("1 [ .:-=+*#%@] 3"))
    #expect(
      lines.last
        == "nan 3, first at I=1, J=0; inf 2, first at I=3, J=0 (? and ! in the plot)"
        .wrapped(to: 60).split(separator: "\n").last.map(String.init))
    let none = try text([("a", plane([[.nan]]))])
    #expect(none.contains("no finite value"))
    #expect(try text([("a", plane([[7, 7], [7, 7]]))]).contains("all finite values are 7"))
  }

  /// What is smaller than the picture is hidden by no mean: one NaN among a million shows.
  @Test func `hide nothing that is no number`() throws {
    var field = Field(zeros: .float64, on: Domain(dims: [i, j], ranges: [0 ..< 64, 0 ..< 64]))
    field.setValue(ScalarValue(Double.nan), at: [17, 33])
    let shown = try text([("a", field)], width: 40)
    #expect(shown.joined().filter { $0 == "?" }.count == 2, "one cell, and the word below")
    #expect(shown.contains { $0.hasPrefix("nan 1, first at I=17, J=33") })
  }

  @Test func `of two fields stand beside each other with their difference`() throws {
    let a = plane([[1, 2], [3, 4]])
    let b = plane([[1, 1], [1, 1]])
    let lines = try text([("a", a), ("b", b)], width: 80)
    #expect(lines[0].split(separator: " ") == ["a", "b", "a", "-", "b"])
    let three = try panels([("a", a), ("b", b)])
    #expect(three.count == 3)
    #expect(three[0].range == 1 ... 4 && three[1].range == 1 ... 4)
    #expect(three[2].range == -3 ... 3)
    #expect(three[2].part.field.values.map(\.number) == [0, 2, 1, 3])
    #expect(lines.allSatisfy { $0.columnCount <= 80 })
    // In a narrow terminal they follow each other.
    #expect(try text([("a", a), ("b", b)], width: 40).contains("b"))
  }

  @Test func `take the difference where both have points`() throws {
    let a = plane([[1, 2, 3]])
    let b = plane([[10, 20, 30]], from: 1)
    let difference = try panels([("a", a), ("b", b)])[2].part.field
    #expect(difference.domain == Domain(dims: [i, j], ranges: [1 ..< 3, 0 ..< 1]))
    #expect(difference.values.map(\.number) == [2 - 10, 3 - 20])
    #expect(try panels([("a", a), ("b", plane([[1]], from: 7))]).count == 2)
  }

  @Test(arguments: [20, 33, 60, 80, 200])
  func `keep to the width, in colours too`(width: Int) throws {
    let a = Field(zeros: .float64, on: Domain(dims: [i, j], ranges: [0 ..< 300, 0 ..< 200]))
    for fields in [[("a", a)], [("a", a), ("b", a)]] {
      let plain = try text(fields, width: width)
      #expect(plain.allSatisfy { $0.columnCount <= width }, "\(plain)")
      #expect(!plain.joined().contains("\u{1B}"))
      let colored = try text(fields, width: width, inColor: true)
      #expect(colored.allSatisfy { $0.visibleColumnCount <= width })
      #expect(colored.joined().contains("▀"))
      // Nothing stays painted at the end of a line.
      for line in colored where line.contains("\u{1B}") {
        #expect(line.contains("\u{1B}[0m"))
        #expect(
          !line.split(separator: "\u{1B}[0m").last!.contains("\u{1B}") || line.hasSuffix("[0m"))
      }
    }
  }

  // MARK: Lines

  @Test func `on one dimension are lines`() throws {
    let a = Field([0.0, 1, 2], on: Domain(dims: [i], ranges: [4 ..< 7]))
    let b = Field([2.0, .nan, 0], on: Domain(dims: [i], ranges: [4 ..< 7]))
    let plot = try LinePlot(
      [FieldPart("a", a), FieldPart("b", b)], along: i, .unwatched)
    let lines = plot.text(width: 60, inColor: false).split(separator: "\n").map(String.init)
    #expect(lines[0] == "* a" && lines[1] == "o b")
    // Three points in 24 columns: at the first, the middle and the last one.
    #expect(lines[2].hasPrefix("2 |o") && lines[2].hasSuffix("*"))
    #expect(lines[17].hasPrefix("0 |*") && lines[17].contains("?") && lines[17].hasSuffix("o"))
    #expect(lines[18] == "   I=4" + String(repeating: " ", count: 18) + "I=6")
    #expect(lines[19] == "b: nan 1, first at I=5 (? in the plot)")
  }

  // MARK: Files

  @Test func `are written as PNG`() throws {
    let image = Picture.panels(try panels([("a", plane([[0, 1], [1, .nan]]))])).image
    #expect(image.width == 128 && image.height == 128)
    let colors = [(0, 127), (127, 127), (0, 0), (127, 0)].map { image[$0.0, $0.1] }
    #expect(colors == [Color(0, 32, 88), Color(255, 232, 80), Color(255, 232, 80), .nan])
    let png = image.png
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var chunks: [(kind: String, data: [UInt8])] = []
    var rest = png.dropFirst(8)
    while rest.count >= 12 {
      let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let body = Array(rest.dropFirst(4).prefix(4 + count))
      let sum = rest.dropFirst(8 + count).prefix(4).reduce(0) { $0 << 8 | UInt($1) }
      #expect(crc32(0, body, UInt32(body.count)) == sum)
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      rest = rest.dropFirst(12 + count)
    }
    #expect(rest.isEmpty)
    #expect(chunks.map(\.kind) == ["IHDR", "IDAT", "IEND"])
    #expect(chunks[0].data == [0, 0, 0, 128, 0, 0, 0, 128, 8, 2, 0, 0, 0])
    var rows = [UInt8](repeating: 0, count: 128 * (1 + 3 * 128))
    var size = UInt(rows.count)
    #expect(uncompress(&rows, &size, chunks[1].data, UInt(chunks[1].data.count)) == Z_OK)
    #expect(size == UInt(rows.count))
    #expect(Array(rows[0 ..< 4]) == [0, 255, 232, 80], "no filter, then the upper left point")
  }

  @Test func `are written to the file that is named`() throws {
    let workshop = try lapWorkshop("field a[I, J] = random I=4 J=3", "field b[I] = index(I) I=4")
    for name in ["a.png", "A.PNG", "a.svg", "a.txt"] {
      #expect(try workshop.succeed("plot a > \(name)") == "wrote \(name)")
      #expect(try !workshop.text(of: name).isEmpty)
    }
    #expect(try workshop.text(of: "a.svg").contains("href=\"data:image/png;base64,iVBOR"))
    try workshop.succeed("plot b > b.svg")
    #expect(try workshop.text(of: "b.svg").contains("points=\"24.00,296.00 221.33,205.33"))
    #expect(try workshop.text(of: "a.txt") == workshop.succeed("plot a") + "\n")
    for name in ["a.gif", "a", "png"] {
      #expect(workshop.perform("plot a > \(name)").failed, "\(name)")
    }
  }

  @Test func `of more than two dimensions say what they leave out`() throws {
    let workshop = try Workshop(after: [
      "from cartesian import *", "field a[I, J, K] = index(K) I=4 J=3 K=5:9",
    ])
    let text = try workshop.succeed("plot a")
    #expect(text.hasPrefix("a K=5\n") && text.hasSuffix("\ndrawn at K=5"))
    #expect(try workshop.succeed("plot a K=7").hasPrefix("a K=7\n"))
    #expect(try workshop.succeed("plot a K=7").contains("all finite values are 7"))
    #expect(try workshop.succeed("plot a I=0 J=1").contains("K=8"))
  }

  // MARK: Colours

  /// Brightness alone tells the order, so no kind of colour vision is needed.
  @Test func `have colours that get brighter all the way`() {
    func brightness(_ c: Color) -> Double {
      0.2126 * Double(c.red) + 0.7152 * Double(c.green) + 0.0722 * Double(c.blue)
    }
    let values = (0 ... 100).map { brightness(ColorMap.values.color(at: Double($0) / 100)) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    let differences = (0 ... 100).map {
      brightness(ColorMap.differences.color(at: Double($0) / 100))
    }
    #expect(zip(differences[...50], differences[1 ... 50]).allSatisfy { $0 < $1 })
    #expect(zip(differences[50...], differences[51...]).allSatisfy { $0 > $1 })
    #expect(ColorMap.values.color(at: -1) == ColorMap.values.color(at: 0))
    #expect(Color(255, 0, 0).index == 196 && Color(0, 0, 0).index == 16)
  }

}

@Suite("A field's name") struct FieldNameTests {

  @Test func `shows the field, unless it is a command's`() throws {
    let workshop = try lapWorkshop(
      "field u[I] = index(I) I=3", "field list[I] = ones I=3", "field st[I] = index(I) I=2")
    #expect(try workshop.succeed("u").contains("I=0  0  1  2"))
    #expect(try workshop.succeed("st").contains("I=0  0  1"), "the beginning of several commands")
    #expect(try workshop.succeed("list").hasPrefix("field_operator lap"))
    #expect(try workshop.succeed("u as json").contains("\"values\": [0, 1, 2]"))
    #expect(try workshop.succeed("print u > u.txt") == "wrote u.txt")
    #expect(try workshop.succeed("u I=0") == workshop.succeed("print u I=0"))
    #expect(workshop.perform("u K=0").diagnostics.map(\.code) == ["E-COMMAND-AMBIGUOUS"])
    #expect(workshop.session.history.entries.last { $0.text == "u" }?.isRecorded == true)
    #expect(completions(of: "s", in: workshop.session).contains("st"))
    #expect(!completions(of: "", in: workshop.session).contains("st"))
  }

  // MARK: Meshes

  /// A square of four vertices, with one in the middle and one far to the right of it.
  private static let mesh = [
    "Vertex = Dimension(\"Vertex\")", "Edge = Dimension(\"Edge\")", "from cartesian import K",
    "field x[Vertex] = load \"x.npy\"", "field y[Vertex] = load \"y.npy\"",
    "field h[Vertex] = index(Vertex) Vertex=6 dtype=float64",
    "field t[Vertex, K] = index(K) Vertex=6 K=3", "field e[Edge] = zeros Edge=6",
    "field few[Vertex] = zeros Vertex=5", "field gone[Vertex] = load \"nan.npy\"",
  ]

  private func meshWorkshop() throws -> Workshop {
    let workshop = try Workshop()
    for (name, values) in [
      ("x", [0.0, 1, 0, 1, 0.5, 4]), ("y", [0, 0, 1, 1, 0.5, 0.5]),
      ("nan", [Double](repeating: .nan, count: 6)),
    ] {
      let field = Field(
        values, on: Domain(dims: [Dimension("Vertex")], ranges: [0 ..< values.count]))
      try workshop.session.surroundings.writeField(
        field, workshop.folder.appending(path: name + ".npy").path, .unwatched)
    }
    for input in Self.mesh { try workshop.succeed(input) }
    return workshop
  }

  /// The least value is a dot and the greatest an at; each corner stands where it lies, and far from
  /// all points there is nothing.
  @Test func `lay values on a mesh out at their coordinates`() throws {
    let workshop = try meshWorkshop()
    let lines = try workshop.succeed("plot h at x y").split(separator: "\n").map(String.init)
    #expect(lines[0] == "h")
    let rows = lines.filter { $0.contains("|") }.map { $0.split(separator: "|")[1] }
    #expect(rows[0].first == "=" && rows[rows.count - 1].first == ".")
    #expect(rows[rows.count / 2].last == "@")
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let middle = Array(rows[rows.count / 2])
    #expect(middle.contains("%") && middle[middle.count * 5 / 8] == " ")
    #expect(lines[1].hasPrefix("y=1 |"))
    #expect(lines.contains { $0.hasPrefix("     x=0 ") && $0.hasSuffix(" x=4") })
    #expect(lines.last == "0 [.:-=+*#%@] 5")
  }

  @Test func `draw one level of a mesh, pairs with their difference, and files`() throws {
    let workshop = try meshWorkshop()
    #expect(try workshop.succeed("plot t at x y").hasSuffix("drawn at K=0"))
    #expect(try workshop.succeed("plot t at x y K=2").contains("all finite values are 2"))
    #expect(try workshop.succeed("plot h h at x y").contains("h - h"))
    try workshop.succeed("plot h at x y > h.svg")
    #expect(try workshop.text(of: "h.svg").contains("0 to 5"))
    try workshop.succeed("plot h at x y > h.png")
    try workshop.succeed("plot h at x y > h.txt")
    #expect(
      try workshop.text(of: "h.txt") == workshop.succeed("plot h at x y") + "\n")
  }

  @Test(arguments: [
    ("plot h at x e", "lies on [Edge]"), ("plot h at e x", "lies on [Edge]"),
    ("plot h at few y", "no value for some points of 'h'"), ("plot h at gone y", "finite"),
    ("plot h at x z", "no field 'z'"), ("plot h at x", "at X Y"),
  ])
  func `refuse what are no coordinates`(input: String, fragment: String) throws {
    let output = try meshWorkshop().perform(input)
    #expect(output.failed)
    #expect(output.rendered().contains(fragment), "\(output.rendered())")
  }

}
