import Foundation
import Glibc
import TestSupport
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

  private func program(_ text: String) -> String {
    var names = SafeNames()
    return names.program(for: text)
  }

  @Test(arguments: [
    "div", "printf", "remove", "select", "round", "time", "memcpy", "write", "read", "signal",
    "index", "y0", "environ", "isnan", "copy", "random", "json", "stdint", "omp", "c", "m",
    "gfortran", "NULL", "errno", "unix", "x", "map", "stk_field", "int64_t", "pid_t", "new", "this",
    "kernel", "sum", "isinstance", "c_ptr",
  ])
  func `hide nothing of those who call a program`(_ name: String) {
    #expect(program(name) == name + "_")
  }

  @Test(arguments: [
    "lap", "diffuse", "Laplacian", "map_values", "timer", "nabla4", "i", "u", "cpp",
  ])
  func `stay as they are if they are free`(_ name: String) {
    #expect(program(name) == name)
  }

  /// Parameters are nobody's symbols: only what a compiler would not read is another.
  @Test func `of parameters stay as they are unless no compiler takes them`() {
    var names = SafeNames()
    for free in ["div", "time", "index", "copy", "gamma", "y1", "i"] {
      #expect(names.name(for: free) == free)
    }
    var others = SafeNames()
    for taken in ["NULL", "I", "errno", "stk_call", "uint8_t", "new", "operator", "c_ptr", "linux"]
    {
      #expect(others.name(for: taken) == taken + "_")
    }
  }

  /// The process has libc and libm loaded: what they export must not be replaced.
  @Test func `of programs are none of the functions of libc and libm`() {
    let libraries = [dlopen("libc.so.6", RTLD_NOW), dlopen("libm.so.6", RTLD_NOW)]
    let words = [
      "acosh", "bsearch", "cbrt", "clock", "close", "exp10", "fmaxf", "getline", "hypotl", "j0",
      "kill", "lgamma", "mkdir", "nanosleep", "open", "pow", "pthread_create", "qsort", "rename",
      "sched_yield", "sin", "sleep", "stpcpy", "strtod", "tgamma", "truncate", "wcslen", "yn",
    ]
    for word in words {
      #expect(libraries.contains { dlsym($0, word) != nil }, "\(word)")
      #expect(program(word) == word + "_")
    }
  }

  /// A declaration that is another than that of the header, or a macro, is an error of the compiler.
  @Test(arguments: ["div", "map", "x"])
  func `of programs can be called beside all headers`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let frozen = folder.path + "/it"
    let safe = try FrozenSample.freeze(copying: name, to: frozen).interface.name
    let text = """
      #include <fenv.h>
      #include <math.h>
      #include <search.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/mman.h>
      #include <time.h>
      #include <unistd.h>
      #include "\(safe).h"
      int main(void) {
        double in[3] = {1, 2, 4}, out[3] = {0};
        const int64_t n[1] = {3}, s[1] = {1}, o[1] = {0};
        int32_t code = \(safe)(in, n, s, o, out, n, s, o, 0, 0);
        printf("%d %g %d\\n", code, out[2], div(7, 2).quot);
        return 0;
      }

      """
    try text.write(toFile: folder.path + "/main.c", atomically: true, encoding: .utf8)
    let compiler = try NativeEnvironment.system.compiler().compiler.path
    let made = try ExternalCommand(
      compiler,
      [
        "-D_GNU_SOURCE", "-Wall", "-Werror", "-I\(frozen)/include", "main.c", "-L\(frozen)/lib",
        "-l\(safe)", "-lm", "-Wl,-rpath,\(frozen)/lib", "-o", "main",
      ], in: folder.path
    ).run()
    try #require(made.isSuccess, "\(made.errors)")
    #expect(try ExternalCommand(folder.path + "/main", []).run().output == "0 4 3\n")
  }

}
