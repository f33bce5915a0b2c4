import Diagnostics
import FieldView
import StencilTypes
import Testing

@Suite struct ConstantTests {

  /// Values are those of CPython 3.11 and NumPy 2.
  @Test(arguments: [
    ("7", "7:i32"), ("2**31", "2147483648:i64"), ("-2**31", "-2147483648:i32"),
    ("2**40 // 2**39", "2:i32"), ("7 // -2", "-4:i32"), ("7 % -2", "-1:i32"),
    ("-7 % 2", "1:i32"), ("1 / 4", "0.25:f64"), ("6 / 3", "2.0:f64"), ("2**-1", "0.5:f64"),
    ("2**0.5", "1.4142135623730951:f64"), ("7.5 // 2", "3.0:f64"), ("-7.5 % 2", "0.5:f64"),
    ("7.5 % -2", "-0.5:f64"), ("1.5 + 1", "2.5:f64"), ("0x1F & 3", "3:i32"), ("1 << 4", "16:i32"),
    ("-17 >> 2", "-5:i32"), ("~5", "-6:i32"), ("True + True", "2:i32"), ("True & False", "False"),
    ("not 0", "True"), ("+3.0", "3.0:f64"), ("-(2 + 3) * 4", "-20:i32"), ("1_000.5", "1000.5:f64"),
    ("0.1 + 0.2", "0.30000000000000004:f64"), ("0**0", "1:i32"), ("(-1)**3", "-1:i32"),
    ("gtx.float32(0.1)", "0.1:f32"), ("gtx.float32(1.5) * 2.0", "3.0:f32"),
    ("gtx.int64(3) + 1", "4:i64"), ("gtx.int8(100) + gtx.int8(100)", "-56:i8"),
    ("gtx.float64(\"0.5\")", "0.5:f64"), ("gtx.int32(\"12\")", "12:i32"),
    ("gtx.int32(2.9)", "2:i32"), ("float(3)", "3.0:f64"), ("int(2.5)", "2:i32"),
    ("bool(2)", "True"), ("bool((2,))", "True"), ("bool((0,))", "True"), ("bool(())", "False"),
    ("math.pi", "3.141592653589793:f64"), ("np.e", "2.718281828459045:f64"),
    ("sys.float_info.epsilon", "2.220446049250313e-16:f64"),
    ("sys.float_info.max", "1.7976931348623157e+308:f64"), ("(1, 2.5, 3)[1]", "2.5:f64"),
    ("(1, 2.5, 3)[-1]", "3:i32"),
    ("(1, 2, 3, 4)[1:3][1]", "3:i32"), ("(1, 2, 3, 4)[::-1][0]", "4:i32"),
    ("(1, 2, 3, 4)[-3::2][1]", "4:i32"), ("(1, 2, 3, 4)[99:-99:-3][1]", "1:i32"),
    ("max((1, 5, 3)[-99:2])", "5:i32"), ("min((4, 3, 9)[:2**62])", "3:i32"),
    ("math.exp(1.5)", "4.4816890703380645:f64"), ("math.gamma(0.25)", "3.6256099082219087:f64"),
    ("math.gamma(-1.5)", "2.3632718012073544:f64"), ("math.gamma(7)", "720.0:f64"),
    ("math.gamma(171.3)", "3.391673609972721e+307:f64"),
    ("math.lgamma(0.7)", "0.2608672465316669:f64"), ("math.lgamma(-3.3)", "-0.824355805017426:f64"),
    ("math.log(8, 2)", "3.0:f64"), ("math.log10(3)", "0.47712125471966244:f64"),
    ("math.log1p(1e-9)", "9.999999995e-10:f64"), ("math.sqrt(2)", "1.4142135623730951:f64"),
    ("math.floor(-2.5)", "-3:i32"), ("math.ceil(2.1)", "3:i32"), ("math.trunc(-2.7)", "-2:i32"),
    ("math.hypot(3, 4)", "5.0:f64"), ("math.atan2(1, -1)", "2.356194490192345:f64"),
    ("math.radians(30)", "0.5235987755982988:f64"), ("math.factorial(10)", "3628800:i32"),
    ("math.comb(10, 3)", "120:i32"), ("math.perm(5, 2)", "20:i32"), ("math.gcd(12, 18)", "6:i32"),
    ("math.isqrt(99)", "9:i32"), ("math.erf(0.5)", "0.5204998778130465:f64"),
    ("math.fmod(-7, 3)", "-1.0:f64"), ("math.isnan(0.0)", "False"),
    ("math.ldexp(0.75, 4)", "12.0:f64"),
    ("math.gamma(4.5) * math.exp(-1)", "4.279073742387229:f64"),
    ("np.sqrt(2.0)", "1.4142135623730951:f64"), ("np.sqrt(gtx.float32(2.0))", "1.4142135:f32"),
    ("np.log(2)", "0.6931471805599453:f64"), ("np.floor(2.5)", "2.0:f64"),
    ("np.arctan2(1.0, 2.0)", "0.4636476090008061:f64"), ("np.maximum(2.0, 3.0)", "3.0:f64"),
    ("np.sign(-2.5)", "-1.0:f64"), ("np.square(3)", "9:i32"), ("np.power(2.0, 3)", "8.0:f64"),
    ("np.finfo(np.float32).eps", "1.1920929e-07:f32"), ("np.iinfo(np.int32).max", "2147483647:i32"),
    ("abs(-3)", "3:i32"), ("max(1, 2.5)", "2.5:f64"), ("min((4, 3))", "3:i32"),
    ("round(2.675, 2)", "2.67:f64"), ("round(2.5)", "2:i32"), ("pow(2, 10)", "1024:i32"),
    ("1 < 2 <= 2", "True"), ("3 if 2 > 1 else 4", "3:i32"), ("0 or 7", "7:i32"),
    ("1 and 0.5", "0.5:f64"), ("not (1 == 1.0)", "False"),
    ("gtx.int64(-9223372036854775808)", "-9223372036854775808:i64"),
    ("gtx.uint64(2**64 - 1)", "18446744073709551615:u64"),
    ("gtx.uint64(18446744073709551615)", "18446744073709551615:u64"),
    ("-9223372036854775808", "-9223372036854775808:i64"),
    ("2**63", "9223372036854775808:u64"), ("2**64 - 1", "18446744073709551615:u64"),
    ("-2**63", "-9223372036854775808:i64"), ("2**64 - 2**64 + 3", "3:i32"),
    ("gtx.float64(2**70)", "1.1805916207174113e+21:f64"),
  ])
  func evaluates(expression: String, expected: String) throws {
    let m = try module(
      """
      import gt4py.next as gtx
      import math, sys
      import numpy as np
      x = \(expression)
      """)
    #expect(try constant("x", in: m)?.typedDescription == expected)
  }

  @Test(arguments: [
    "math.sqrt(-1)", "math.log(0)", "math.exp(1000)", "math.gamma(-2)", "math.factorial(-1)",
    "math.sin(1, 2)", "gtx.uint64(2**64)", "gtx.int64(-2**63 - 1)", "2**64",
    "-2**63 - 1",
  ])
  func refuses(expression: String) throws {
    let m = try module("import gt4py.next as gtx\nimport math\nx = \(expression)")
    #expect(throws: DiagnosticError.self) { try m.lookup("x") }
  }

  @Test func readsDecoratedClassesOfConstants() throws {
    let m = try module(
      """
      import enum, math
      import gt4py.next as gtx
      from gt4py.eve import utils as eve_utils
      from somewhere import registry

      def keep[T](c: type[T]) -> type[T]:
          return c

      @keep
      class Mode(gtx.int32, enum.Enum):
          A = enum.auto()
          B = 5

      @registry.register("name")
      @keep
      class Scale(float, enum.Enum):
          X = 3.0 * math.exp(0.5 * 2)
          Y = math.gamma(X + 1.0)

      @keep
      class Point(tuple, enum.Enum):
          ORIGIN = (4, 2)

      @keep
      class Bits(enum.IntFlag):
          READ = enum.auto()
          WRITE = enum.auto()
          ALSO = enum.auto()

      class Names(eve_utils.FrozenNamespace):
          k = 7

      n = eve_utils.FrozenNamespace(a=(4, 2))
      a = Mode.A
      b = Mode.B
      x = Scale.Y
      p = Point.ORIGIN[1]
      f = Bits.ALSO
      k = Names.k
      q = n.a[0]
      """)
    let expected = [
      "a": "1:i32", "b": "5:i32", "x": "56244.97107543593:f64", "p": "2:i32", "f": "4:i32",
      "k": "7:i32", "q": "4:i32",
    ]
    for (name, value) in expected {
      #expect(try constant(name, in: m)?.typedDescription == value, "\(name)")
    }
  }

  @Test func seesWhatStandsAbove() throws {
    let m = try module(
      """
      a = 1
      b = a + 1
      a = 10
      c = d = a
      e, (f, g) = 1, (2, 3.5)
      h: "Final[float]" = b
      """)
    #expect(try constant("b", in: m) == ScalarValue(Int32(2)))
    #expect(try constant("a", in: m) == ScalarValue(Int32(10)))
    #expect(try constant("c", in: m) == ScalarValue(Int32(10)))
    #expect(try constant("d", in: m) == ScalarValue(Int32(10)))
    #expect(try constant("g", in: m) == ScalarValue(3.5))
    #expect(try constant("h", in: m) == ScalarValue(Int32(2)))
    #expect(m.boundNames == ["a", "b", "c", "d", "e", "f", "g", "h"])
  }

  @Test func skipsWhatIsNotOurs() throws {
    let m = try module(
      """
      import logging, xarray as xr
      from os import environ
      log = logging.getLogger(__name__)
      level = environ.get("LEVEL", 3) + 1
      table = [1, 2]
      f = lambda x: x
      data = xr.open("x")
      def plain(x): return x <<< 2
      if level:
          bound = 3
      result = plain(3)
      """)
    #expect(try skipped("log", in: m)?.contains("logging") == true)
    #expect(try skipped("level", in: m)?.contains("environ") == true)
    #expect(try skipped("table", in: m) == "a list")
    #expect(try skipped("f", in: m) == "a lambda")
    #expect(try skipped("data", in: m)?.contains("'xarray', which was not found") == true)
    #expect(try skipped("plain", in: m) == "a plain function")
    #expect(try skipped("result", in: m) == "a plain function")
    #expect(try skipped("bound", in: m) == "bound in an if statement, which is not executed")
  }

}
