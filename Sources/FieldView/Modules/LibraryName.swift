/// A name of GT4Py or of Python's library that means something at module level, and nothing as a
/// value inside an operator.
public enum LibraryName: String, CaseIterable, Hashable, Sendable {

  // Declarations.
  case dimension = "Dimension", fieldOffset = "FieldOffset"
  case fieldOperator = "field_operator", scanOperator = "scan_operator", program = "program"
  case flipStaggered = "flip_staggered", asNonStaggered = "as_non_staggered"
  case isStaggered = "is_staggered"
  case cartesian = "CARTESIAN", unstructured = "UNSTRUCTURED"

  // Types.
  case field = "Field", dims = "Dims", tuple, type, typeVariable = "TypeVar"
  case final = "Final", classVariable = "ClassVar", annotated = "Annotated"
  case typeAlias = "TypeAlias"

  // Classes.
  case namedTuple = "NamedTuple", dataclass
  case enumeration = "Enum", integerEnumeration = "IntEnum", auto
  case flags = "Flag"
  case frozenNamespace = "FrozenNamespace"

  // Limits of types.
  case floatLimits = "finfo", integerLimits = "iinfo"

}
