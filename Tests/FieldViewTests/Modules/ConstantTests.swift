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
    ("bool(2)", "True"),
    ("math.pi", "3.141592653589793:f64"), ("np.e", "2.718281828459045:f64"),
    ("sys.float_info.epsilon", "2.220446049250313e-16:f64"),
    ("sys.float_info.max", "1.7976931348623157e+308:f64"), ("(1, 2.5, 3)[1]", "2.5:f64"),
    ("(1, 2.5, 3)[-1]", "3:i32"),
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
