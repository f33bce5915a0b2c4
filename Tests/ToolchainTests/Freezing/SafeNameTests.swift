import Testing

@testable import Toolchain

@Suite("Safe names") struct SafeNameTests {

  @Test func `are legal in three languages, and differ for Fortran, too`() {
    var names = SafeNames()
    let given = ["u", "U", "state.0", "state_0", "θ", "_x", "3d", "lambda", "real", "u"]
    #expect(
      given.map { names.name(for: $0) } == [
        "u", "U_2", "state_0", "state_0_2", "x", "x_2", "x3d", "lambda_", "real_", "u_3",
      ])
    // What is made of one is no other.
    #expect(names.name(for: "u_shape") == "u_shape_2")
    #expect(names.name(for: "v_origin") == "v_origin")
    #expect(names.name(for: "v") == "v_2")
  }

  /// The longest name that Fortran sees is a program's module, and the stride of a table.
  @Test func `are short enough for Fortran with all that is made of them`() {
    var names = SafeNames()
    let long = String(repeating: "a", count: 80)
    for _ in 0 ..< 12 { #expect((names.name(for: long) + "_column_stride").count <= 63) }
    #expect((names.program(for: long) + "_frozen").count <= 63)
    let fitting = String(repeating: "b", count: 49)
    #expect(names.name(for: fitting) == fitting)
    let program = String(repeating: "c", count: 56)
    #expect(names.program(for: program) == program)
  }

  /// Each program is frozen by itself, so nothing knows of the others' names.
  @Test(arguments: [
    [
      "compute_horizontal_gradient_of_exner_pressure_for_flat_coordinates",
      "compute_horizontal_gradient_of_exner_pressure_for_nonflat_coordinates",
    ],
    ["θ", "φ", "x", "_x", "__x"], ["3d", "x3d"], ["double", "double_", "double__"],
  ])
  func `of different programs differ`(_ programs: [String]) {
    let given = programs.map {
      var names = SafeNames()
      return names.program(for: $0)
    }
    #expect(Set(given).count == programs.count, "\(given)")
  }

}
