import Foundation
import StencilTypes
import Testing

@testable import Toolchain

/// Returns the path of the program `name`.
private func program(_ name: String) -> String? {
  CompilerSearch.system.path.map { "\($0)/\(name)" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

private let fortranCompiler = program("gfortran")

/// The path of a Python that has NumPy.
///
/// What is on the path may be a script that needs the path.
private let python: String? = {
  let code = "import numpy, sys; print(sys.executable)"
  guard let asked = program("python3"),
    let ended = try? ExternalCommand(asked, ["-c", code]).run(),
    ended.isSuccess
  else { return nil }
  return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
}()

/// Whether a test that needs `program` is run: where all tests run, it must be there.
private func isTested(_ program: String?) -> Bool {
  program != nil || ProcessInfo.processInfo.environment["CI"] != nil
}

extension Trait where Self == ConditionTrait {

  fileprivate static var needsFortran: Self {
    .enabled(if: isTested(fortranCompiler), "gfortran is not installed: see .ci/setup")
  }

  fileprivate static var needsPython: Self {
    .enabled(if: isTested(python), "python3 with NumPy is not installed: see .ci/setup")
  }

}

@Suite("Callers of frozen programs") struct CallerTests {

  private let sample: FrozenSample
  private let folder: TemporaryFolder
  private let expected: [String]

  init() throws {
    sample = try FrozenSample.diffuse.get()
    folder = try TemporaryFolder()
    expected = try FrozenSample.expectedLines()
  }

  private func write(_ text: String, to name: String) throws {
    try text.write(toFile: folder.path + "/" + name, atomically: true, encoding: .utf8)
  }

  /// Runs a command that must succeed; nothing of ours is on any path.
  private func run(_ executable: String, _ arguments: [String]) throws -> [String] {
    let command = ExternalCommand("/usr/bin/env", ["-i", executable] + arguments, in: folder.path)
    let outcome = try command.run()
    try #require(outcome.isSuccess, "\(command)\n\(outcome.errors)\(outcome.output)")
    return outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Runs a compiler, which may need the usual paths.
  private func compile(_ executable: String, _ arguments: [String]) throws {
    let outcome = try ExternalCommand(executable, arguments, in: folder.path).run()
    try #require(outcome.isSuccess, "\(outcome.errors)\(outcome.output)")
  }

  private let cCaller = """
    #include "diffuse.h"
    #include <stdio.h>
    #include <string.h>
    int main(void) {
      enum { N = 6, M = 5 };
      static double u[N + 2][M + 2], out[M][2 * N + 2];
      for (int i = 0; i < N + 2; i++) for (int j = 0; j < M + 2; j++) u[i][j] = (double)((i * 7 + j * 3) % 11) / 7.0;
      const int64_t un[2] = {N + 2, M + 2}, us[2] = {M + 2, 1}, uo[2] = {-1, -1};
      /* Transposed, and every second element. */
      const int64_t n[2] = {N, M}, s[2] = {2, 2 * N + 2}, o[2] = {0, 0};
      char text[200] = "";
      int32_t code = diffuse(&u[0][0], un, us, uo, &out[0][0], n, s, o, 0.3, text, sizeof text);
      if (code) { printf("%d %s\\n", code, text); return 1; }
      for (int i = 0; i < N; i++) for (int j = 0; j < M; j++) {
        uint64_t bits;
        memcpy(&bits, &out[j][2 * i], 8);
        printf("%016llx\\n", (unsigned long long)bits);
      }
      const int64_t more[2] = {N + 1, M};
      code = diffuse(&u[0][0], un, us, uo, &out[0][0], more, s, o, 0.3, text, sizeof text);
      printf("%d %s\\n", code, text);
      code = diffuse(0, un, us, uo, &out[0][0], n, s, o, 0.3, text, sizeof text);
      printf("%d %s\\n", code, text);
      return diffuse_abi() != 1;
    }

    """

  @Test func `in C get the bits of the prompt, and are told what is wrong`() throws {
    try write(cCaller, to: "main.c")
    let compiler = try NativeEnvironment.system.compiler().compiler
    try compile(
      compiler.path,
      [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-I\(sample.path)/include", "main.c",
        "-L\(sample.path)/lib", "-ldiffuse", "-Wl,-rpath,\(sample.path)/lib", "-o", "main",
      ])
    let lines = try run(folder.path + "/main", [])
    #expect(Array(lines.dropLast(2)) == expected)
    let outside = lines[lines.count - 2]
    #expect(outside.hasPrefix("1 u is read where it has no value, along I"))
    #expect(outside.hasSuffix("needed for out at I=6, J=0"))
    #expect(lines.last == "6 an address is null")
    // Each level by itself.
    for level in ["x86-64-v2", "x86-64-v3", "x86-64-v4"]
    where CPULevel(rawValue: level).map({ $0 <= .ofThisMachine }) == true {
      try compile(
        compiler.path,
        [
          "-std=c99", "-I\(sample.path)/include", "main.c", "-L\(sample.path)/lib/\(level)",
          "-ldiffuse",
          "-Wl,-rpath,\(sample.path)/lib/\(level)", "-o", "level",
        ])
      #expect(Array(try run(folder.path + "/level", []).dropLast(2)) == expected)
    }
  }

  @Test(.needsFortran) func `in Fortran get the bits of the prompt`() throws {
    let compiler = try #require(fortranCompiler, "gfortran is not installed")
    try write(
      """
      program main
        use diffuse_frozen, only: diffuse
        use, intrinsic :: iso_c_binding
        implicit none
        integer, parameter :: n = 6, m = 5
        real(c_double) :: u(0:n+1, 0:m+1), wide(2*n, m)
        character(len=200) :: text
        integer :: i, j, code
        do j = 0, m + 1
          do i = 0, n + 1
            u(i, j) = real(mod(i * 7 + j * 3, 11), c_double) / 7.0_c_double
          end do
        end do
        code = diffuse(u, [-1, -1], wide(1::2, :), [0, 0], 0.3_c_double, text)
        if (code /= 0) stop 1
        do i = 1, n
          do j = 1, m
            print '(z16.16)', transfer(wide(2*i - 1, j), 0_c_int64_t)
          end do
        end do
        code = diffuse(u, [0, -1], wide(1::2, :), [0, 0], 0.3_c_double, text)
        print '(i0, 1x, a)', code, trim(text)
      end program

      """, to: "main.f90")
    try compile(
      compiler,
      [
        "-std=f2008", "-Wall", "-Werror", "-fcheck=all", "-J.",
        "\(sample.path)/fortran/diffuse_frozen.f90", "main.f90", "-L\(sample.path)/lib",
        "-ldiffuse",
        "-Wl,-rpath,\(sample.path)/lib", "-o", "main",
      ])
    let lines = try run(folder.path + "/main", [])
    #expect(lines.dropLast().map { $0.lowercased() } == expected)
    let last = try #require(lines.last)
    #expect(last.hasPrefix("1 u is read where it has no value, along I"))
    #expect(last.hasSuffix("needed for out at I=0, J=0"))
  }

  /// A program whose name, and that of an argument, are longer than those for callers.
  private static let longName = "gather_with_a_name_of_more_letters_than_those_for_callers_can_have"

  @Test func `find the names of the program where theirs are shorter`() throws {
    let frozen = try FrozenSample(Self.longName)
    let short = frozen.manifest.interface.name
    let long = "contravariant_correction_at_vertices_on_half_levels"
    for file in ["include/\(short).h", "python/\(short).py"] {
      let text = try String(contentsOfFile: frozen.path + "/" + file, encoding: .utf8)
      // The digits are those of `sha256sum`.
      #expect(text.contains("\(long.prefix(40))_d4f292a5 (\(long))"))
    }
    let module = frozen.path + "/fortran/\(short)_frozen.f90"
    let lines = try String(contentsOfFile: module, encoding: .utf8).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test(.needsFortran) func `in Fortran get lines that are short enough`() throws {
    let frozen = try FrozenSample(Self.longName)
    let module = "\(frozen.path)/fortran/\(frozen.manifest.interface.name)_frozen.f90"
    let compiler = try #require(fortranCompiler, "gfortran is not installed")
    try compile(compiler, ["-Wall", "-Werror", "-c", module])
  }

  @Test(.needsPython) func `in Python get the bits of the prompt`() throws {
    let python = try #require(python, "python3 with NumPy is not installed")
    try write(
      """
      import sys
      sys.path.insert(0, "\(sample.path)/python")
      sys.dont_write_bytecode = True
      import numpy as np
      from diffuse import diffuse
      n, m = 6, 5
      i, j = np.meshgrid(np.arange(n + 2), np.arange(m + 2), indexing="ij")
      for order in "CF":
          u = np.asarray(((i * 7 + j * 3) % 11) / 7.0, order=order)
          out = np.zeros((n, m), order=order)
          diffuse(u, out, 0.3, u_origin=(-1, -1))
      for x in out.reshape(-1):
          print(format(np.float64(x).view(np.uint64), "016x"))
      for bad in [
          lambda: diffuse(u, np.zeros((n + 1, m)), 0.3, u_origin=(-1, -1)),
          lambda: diffuse(u.astype(np.float32), out, 0.3),
          lambda: diffuse(u, out, "x"),
      ]:
          try:
              bad()
              print("no error")
          except Exception as e:
              print(type(e).__name__, e)

      """, to: "main.py")
    let lines = try run(python, ["main.py"])
    #expect(Array(lines.dropLast(3)) == expected)
    let outside = lines[lines.count - 3]
    #expect(outside.hasPrefix("ValueError diffuse: u is read where it has no value, along I"))
    #expect(outside.hasSuffix("needed for out at I=6, J=0"))
    #expect(
      lines.suffix(2) == [
        "TypeError u: an array of float64 with 2 dimensions is needed, not one of float32 with 2 "
          + "dimensions",
        "TypeError factor: a float64 is needed, not 'x'",
      ])
  }

  /// The ranges are those that C gives these types.
  @Test(
    .needsPython,
    arguments: [
      (.uint8, "0", "255"), (.int16, "-32768", "32767"), (.uint16, "0", "65535"),
      (.int64, "-9223372036854775808", "9223372036854775807"),
      (.uint64, "0", "18446744073709551615"),
    ] as [(ScalarKind, String, String)])
  func `pass whole numbers of Python`(_ kind: ScalarKind, _ least: String, _ most: String) throws {
    let python = try #require(python, "python3 with NumPy is not installed")
    let frozen = folder.path + "/fill.frozen"
    _ = try FrozenSample.freeze(filling: kind, to: frozen)
    try write(
      """
      import sys
      sys.path.insert(0, "\(frozen)/python")
      sys.dont_write_bytecode = True
      import numpy as np
      from fill import fill
      out = np.zeros(2, np.\(kind))
      for n in [\(least), \(most), np.\(kind)(7), np.int8(8), np.asarray(9), True, np.True_]:
          fill(out, n)
          print(out[1])
      for n in [\(least) - 1, \(most) + 1, 2**70, 1.0, "x", [1]]:
          try:
              fill(out, n)
              print("no error")
          except Exception as e:
              print(type(e).__name__, e)

      """, to: "fill.py")
    let lines = try run(python, ["fill.py"])
    #expect(lines.prefix(7) == [least, most, "7", "8", "9", "1", "1"])
    let range = "n: \(kind) goes from \(least) to \(most), and "
    let article = kind.rawValue.hasPrefix("i") ? "an" : "a"
    #expect(lines.count == 13)
    #expect(lines[7 ... 8].allSatisfy { $0.hasPrefix("OverflowError \(range)") }, "\(lines)")
    #expect(lines[9] == "OverflowError \(range)1180591620717411303424 is not in there")
    #expect(
      lines[10...] == [
        "TypeError n: \(article) \(kind) is needed, not 1.0",
        "TypeError n: \(article) \(kind) is needed, not 'x'",
        "TypeError n: \(article) \(kind) is needed, not [1]",
      ])
  }

  @Test(.needsPython) func `in Python are told what they gave instead`() throws {
    let python = try #require(python, "python3 with NumPy is not installed")
    let gather = try FrozenSample("gather")
    try write(
      """
      import sys
      sys.path[:0] = ["\(sample.path)/python", "\(gather.path)/python"]
      sys.dont_write_bytecode = True
      import numpy as np
      from diffuse import diffuse
      from gather import gather
      u, out = np.ones((8, 7)), np.zeros((6, 5))
      table = np.array([[0, 1], [1, 3], [2, -1]], np.int32)
      e, v = np.array([1.0, 2, 4, 8]), np.zeros(3)
      diffuse(u, out, 0.3, u_origin=np.array([-1, -1]))
      gather(e, v, 10, table, V2E_skip=np.int64(-1))
      print(v)
      for bad in [
          lambda: diffuse(u, out, 0.3, u_origin=(-1.9, -1)),
          lambda: diffuse(u, out, 0.3, u_origin=(-1,)),
          lambda: diffuse(u, out, 0.3, u_origin=-1),
          lambda: diffuse(u, out, 0.3, u_origin=(2**64 - 1, -1)),
          lambda: diffuse([1.0], out, 0.3),
          lambda: gather(e.reshape(2, 2), v, 10, table),
          lambda: gather(e, v, 1.5, table),
          lambda: gather(e, v, 10, table.astype(np.int64)),
          lambda: gather(e, v, 10, table, V2E_skip=2**32 - 1),
      ]:
          try:
              bad()
              print("no error")
          except Exception as e_:
              print(type(e_).__name__, e_)

      """, to: "told.py")
    #expect(
      try run(python, ["told.py"]) == [
        "[ 30. 100.  40.]",
        "TypeError u_origin: a tuple of 2 whole numbers is needed, not (-1.9, -1)",
        "TypeError u_origin: a tuple of 2 whole numbers is needed, not (-1,)",
        "TypeError u_origin: a tuple of 2 whole numbers is needed, not -1",
        "OverflowError u_origin: an index goes from -9223372036854775808 to 9223372036854775807, and "
          + "18446744073709551615 is not in there",
        "TypeError u: an array of float64 with 2 dimensions is needed, not list: [1.0]",
        "TypeError e: an array of float64 with 1 dimension is needed, not one of float64 with 2 "
          + "dimensions",
        "TypeError n: an int32 is needed, not 1.5",
        "TypeError V2E: an array of int32 with 2 dimensions is needed, not one of int64 with 2 "
          + "dimensions",
        "OverflowError V2E_skip: int32 goes from -2147483648 to 2147483647, and 4294967295 is not in "
          + "there",
      ])
  }

  /// 1 + 2, 2 + 8 and 4, ten times; by hand.
  @Test func `pass neighbor tables from C`() throws {
    let gather = try FrozenSample("gather")
    try write(
      """
      #include "gather.h"
      #include <stdio.h>
      int main(void) {
        const double e[4] = {1, 2, 4, 8};
        double out[3] = {0};
        /* Column by column. */
        const int32_t table[6] = {0, 1, 2, 1, 3, -1};
        const int64_t ne[1] = {4}, nv[1] = {3}, s[1] = {1}, o[1] = {0};
        char text[200] = "";
        int32_t code = gather(e, ne, s, o, out, nv, s, o, 10, table, 3, 1, 3, 1, -1, text, sizeof text);
        printf("%d %s%g %g %g\\n", code, text, out[0], out[1], out[2]);
        return 0;
      }

      """, to: "main.c")
    try compile(
      try NativeEnvironment.system.compiler().compiler.path,
      [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-I\(gather.path)/include", "main.c",
        "-L\(gather.path)/lib", "-lgather", "-Wl,-rpath,\(gather.path)/lib", "-o", "main",
      ])
    #expect(try run(folder.path + "/main", []) == ["0 30 100 40"])
  }

  /// The same table and numbers.
  @Test(.needsFortran) func `pass neighbor tables from Fortran`() throws {
    let compiler = try #require(fortranCompiler, "gfortran is not installed")
    let gather = try FrozenSample("gather")
    try write(
      """
      program main
        use gather_frozen, only: gather
        use, intrinsic :: iso_c_binding
        implicit none
        real(c_double) :: e(4) = [1, 2, 4, 8], v(3)
        integer(c_int32_t) :: table(3, 2) = reshape([0, 1, 2, 1, 3, -1], [3, 2])
        integer :: code
        code = gather(e, [0], v, [0], 10_c_int32_t, table, -1_c_int32_t)
        print '(i0, 3(1x, i0))', code, int(v)
      end program

      """, to: "main.f90")
    try compile(
      compiler,
      [
        "-std=f2008", "-Wall", "-Werror", "-fcheck=all", "-J.",
        "\(gather.path)/fortran/gather_frozen.f90", "main.f90", "-L\(gather.path)/lib", "-lgather",
        "-Wl,-rpath,\(gather.path)/lib", "-o", "fortran",
      ])
    #expect(try run(folder.path + "/fortran", []) == ["0 30 100 40"])
  }

  @Test func `are told what failed at which point`() throws {
    let divide = try FrozenSample("divide")
    try write(
      """
      #include "divide.h"
      #include <stdio.h>
      int main(void) {
        int32_t a[4] = {7, -7, 9, 1}, b[4] = {2, 2, 0, 1}, out[4] = {5, 5, 5, 5};
        const int64_t n[1] = {4}, s[1] = {1}, o[1] = {10};
        char text[400] = "";
        int32_t code = divide(a, n, s, o, b, n, s, o, out, n, s, o, text, sizeof text);
        printf("%d %s\\n%d %d %d %d\\n", code, text, out[0], out[1], out[2], out[3]);
        b[2] = -4;
        code = divide(a, n, s, o, b, n, s, o, out, n, s, o, text, sizeof text);
        printf("%d %d %d %d %d\\n", code, out[0], out[1], out[2], out[3]);
        return 0;
      }

      """, to: "main.c")
    try compile(
      try NativeEnvironment.system.compiler().compiler.path,
      [
        "-I\(divide.path)/include", "main.c", "-L\(divide.path)/lib", "-ldivide",
        "-Wl,-rpath,\(divide.path)/lib", "-o", "main",
      ])
    let lines = try run(folder.path + "/main", [])
    #expect(lines[0].hasPrefix("1 an integer is divided by zero"))
    #expect(lines[0].contains("a // b"))
    #expect(lines[0].hasSuffix("needed for out at I=12"))
    #expect(lines[1] == "5 5 5 5")
    #expect(lines[2] == "0 3 -4 -3 1")
  }

  /// Outputs may lie between each other in one array, but no element may be written twice.
  @Test func `are refused with outputs that overlap`() throws {
    let split = try FrozenSample("split")
    try write(
      """
      #include "split.h"
      #include <stdio.h>
      static int32_t a[4] = {0, 1, 2, 3}, m[16];
      static int call(int32_t *x, int64_t sx, int32_t *y, int64_t sy) {
        const int64_t n[1] = {4}, s[1] = {1}, o[1] = {0};
        char text[400] = "";
        for (int i = 0; i < 16; i++) m[i] = 9;
        const int code = split(a, n, s, o, x, n, &sx, o, y, n, &sy, o, text, sizeof text);
        printf("%d %s|", code, text);
        for (int i = 0; i < 8; i++) printf(" %d", (int)m[i]);
        printf("\\n");
        return code;
      }
      int main(void) {
        call(m, 2, m + 1, 2);     /* every second element */
        call(m, 1, m + 4, 1);     /* one behind the other */
        call(m + 3, -1, m + 4, 1); /* backwards */
        call(m, 1, m, 1);
        call(m, 1, m + 3, 1);
        call(m, 2, m + 2, 2);
        call(m, 3, m + 2, 1);     /* they lie in different ways */
        call(m, 0, m + 8, 1);     /* one element for all */
        return 0;
      }

      """, to: "main.c")
    try compile(
      try NativeEnvironment.system.compiler().compiler.path,
      [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-I\(split.path)/include", "main.c",
        "-L\(split.path)/lib", "-lsplit", "-Wl,-rpath,\(split.path)/lib", "-o", "main",
      ])
    let lines = try run(folder.path + "/main", [])
    #expect(
      lines.prefix(3) == [
        "0 | 1 2 2 3 3 4 4 5", "0 | 1 2 3 4 2 3 4 5", "0 | 4 3 2 1 2 3 4 5",
      ])
    for line in lines.dropFirst(3) {
      #expect(line == "5 outputs overlap| 9 9 9 9 9 9 9 9")
    }
    #expect(lines.count == 8)
  }

}
