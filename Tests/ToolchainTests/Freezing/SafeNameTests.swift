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
    let long = String(repeating: "a", count: 80)
    #expect(names.name(for: long).count == 40)
    #expect(names.name(for: long).count <= 63)
  }

}
