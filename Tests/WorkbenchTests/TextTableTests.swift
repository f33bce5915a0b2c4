import Diagnostics
import Testing

@testable import Workbench

@Suite("Tables") struct TextTableTests {

  /// However wide cells are, no line is wider than the terminal, and no text is lost.
  @Test(arguments: [200, 80, 60, 40]) func `fit the width`(width: Int) {
    var table = TextTable(["value", "nodes", "reads"], [.left, .right, .left])
    let long = "first_long_flag=True second_long_flag=False"
    let halo = "a I0:+3 J-2:+3, a_long_field_name_without_end I-2:+0 J-2:+1"
    table.add([long, "1234", halo])
    table.add(["x", "5", "y"])
    let lines = table.text(width: width).split(separator: "\n").map { String($0) }
    #expect(lines.allSatisfy { $0.columnCount <= width }, "\(lines)")
    let text = lines.joined().filter { $0 != " " }
    for c in Set(long + halo) where c != " " {
      #expect(
        text.count { $0 == c } == ("valuenodesreads1234x5y" + long + halo).count { $0 == c }, "\(c)"
      )
    }
    // Words stay whole where they have room.
    if width >= 80 { #expect(lines.contains { $0.contains("a_long_field_name_without_end") }) }
  }

}
