import IteratorIR
import StencilTypes

/// A field of the program as the C++ outside of stencils names it.
indirect enum CppField {

  /// A view on memory: `stk::view<T, N>`.
  case view(String, ScalarKind, [Dimension])

  case scalar(String, ScalarKind)

  /// The index along a dimension.
  case index(Dimension)

  case tuple([CppField])

  /// What it consists of, from left to right.
  var leaves: [CppField] {
    if case .tuple(let e) = self { e.flatMap(\.leaves) } else { [self] }
  }

}

/// The box of a statement: a range of C++ `int`s for each dimension.
struct CppDomain: Equatable {

  struct Range: Equatable {
    let dimension: Dimension
    let lower: String, upper: String
  }

  let ranges: [Range]

}

/// Domains in the form of the targets.
indirect enum CppDomains: Equatable {

  case one(CppDomain)
  case tuple([CppDomains])

  var leaves: [CppDomain] {
    switch self {
    case .one(let d): [d]
    case .tuple(let e): e.flatMap(\.leaves)
    }
  }

}

/// The functions of ITIR that ask for sizes: they have a meaning outside of stencils only.
struct CppHost {

  let tags: CppTags

  func range(
    _ b: Builtin, _ arguments: [Expr], _ scope: CppScope, _ writer: StencilWriter
  ) throws(GTFNRefusal) -> CppValue {
    if b == .getDomainRange {
      guard case .field(.view(let name, _, let dims)) = try writer.value(arguments[0], scope),
        case .axis(let d) = try writer.value(arguments[1], scope),
        let axis = dims.firstIndex(of: d)
      else { throw GTFNRefusal("the range of what is no field along one of its dimensions") }
      return .tuple([
        .scalar("(std::int32_t)\(name).lower[\(axis)]", .int32),
        .scalar("(std::int32_t)\(name).upper[\(axis)]", .int32),
      ])
    }
    guard case .offset(.tag(let tag)) = try writer.value(arguments[0], scope) else {
      throw GTFNRefusal("the range of neighbors by no offset")
    }
    let rows = try writer.value(arguments[1], scope)
    let lower = try writer.scalar(try writer.element(0, of: rows)).text
    let upper = try writer.scalar(try writer.element(1, of: rows)).text
    let name = writer.text.fresh("r")
    writer.text.line(
      "auto const \(name) = stk::neighbor_range(\(tableName(tag)), \(lower), \(upper));")
    return .tuple([.scalar("\(name).lower", .int32), .scalar("\(name).upper", .int32)])
  }

}

/// The C++ variable that holds a neighbor table.
func tableName(_ offset: String) -> String { safe("table", offset, nil) }
