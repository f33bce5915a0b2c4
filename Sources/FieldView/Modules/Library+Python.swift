import StencilTypes

extension Library {

  /// The modules of Python's library, and NumPy, with the names that matter here.
  static let pythonModules: [Library] = [
    Library("math", constants.merging(ScalarFunction.math) { first, _ in first }), numpy, typing,
    Library("typing_extensions", typingMembers),
    Library("enum", enumMembers),
    Library("dataclasses", ["dataclass": .library(.dataclass)]),
    Library("sys", ["float_info": .namespace(name: "float_info", members: floatInfo)]),
    Library("__future__"), Library("abc"), Library("collections"), Library("functools"),
    Library("itertools"), Library("logging"), Library("os"), Library("pathlib"), Library("types"),
  ]

  /// What Python binds without an import.
  static func pythonBuiltin(_ name: String) -> ModuleValue? {
    switch name {
    case "bool", "int", "float", "tuple": scalarTypes[name]
    case "type": .library(.type)
    case "str": .type(.scalar(.string))
    case "__name__", "__file__": .skipped(what: "a name of Python's own", at: nil)
    case "abs", "max", "min", "pow", "round": ScalarFunction.python[name]
    default:
      builtinFunctions.contains(name)
        ? .skipped(what: "Python's builtin '\(name)'", at: nil) : nil
    }
  }

  /// What GT4Py has in place of functions of Python's.
  static let counterparts = [
    "max": "maximum", "min": "minimum", "pow": "power", "sum": "neighbor_sum",
  ]

  private static let builtinFunctions: Set = [
    "all", "any", "bytes", "callable", "complex", "dict", "divmod", "enumerate", "filter",
    "frozenset", "getattr", "globals", "hasattr", "hash", "id", "isinstance", "issubclass",
    "iter", "len", "list", "map", "next", "object", "open", "ord", "print",
    "property", "range", "repr", "reversed", "set", "slice", "sorted", "staticmethod",
    "classmethod", "sum", "super", "zip", "Exception", "ValueError", "NotImplementedError",
    "NotImplemented",
  ]

  private static let constants: [String: ModuleValue] = [
    "pi": .constant(ScalarValue(Double.pi)),
    "e": .constant(ScalarValue(2.718281828459045)),
    "tau": .constant(ScalarValue(2 * Double.pi)),
    "inf": .constant(ScalarValue(Double.infinity)),
    "nan": .constant(ScalarValue(Double.nan)),
  ]

  private static let numpy: Library = {
    var members: [String: ModuleValue] = ["bool_": .type(.scalar(.bool))]
    for kind in ScalarKind.allCases where kind != .string {
      members[kind.rawValue] = .type(.scalar(kind))
    }
    members.merge(ScalarFunction.numpy) { first, _ in first }
    members["finfo"] = .library(.floatLimits)
    members["iinfo"] = .library(.integerLimits)
    members["single"] = .type(.scalar(.float32))
    members["double"] = .type(.scalar(.float64))
    for name in ["pi", "e", "inf", "nan"] { members[name] = constants[name] }
    return Library("numpy", members)
  }()

  private static let typing = Library("typing", typingMembers)

  private static let typingMembers: [String: ModuleValue] = [
    "TypeAlias": .library(.typeAlias), "TypeVar": .library(.typeVariable),
    "Final": .library(.final), "ClassVar": .library(.classVariable),
    "Annotated": .library(.annotated), "NamedTuple": .library(.namedTuple),
    "Tuple": .library(.tuple), "Type": .library(.type),
  ]

  private static let enumMembers: [String: ModuleValue] = [
    "Enum": .library(.enumeration), "IntEnum": .library(.integerEnumeration),
    "ReprEnum": .library(.enumeration), "StrEnum": .library(.enumeration),
    "Flag": .library(.flags), "IntFlag": .library(.flags),
    "auto": .library(.auto),
  ]

  static let floatInfo: [String: ModuleValue] = [
    "epsilon": .constant(ScalarValue(Double.ulpOfOne)),
    "max": .constant(ScalarValue(Double.greatestFiniteMagnitude)),
    "min": .constant(ScalarValue(Double.leastNormalMagnitude)),
  ]

}
