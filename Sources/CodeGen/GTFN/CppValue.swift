import HashTreeCollections
import IteratorIR
import StencilTypes

/// What an ITIR expression is while C++ is written: texts, and structure that is gone from them.
indirect enum CppValue {

  /// An expression of C++ without side effects, cheap to repeat: a name or a constant.
  case scalar(String, ScalarKind)

  case tuple([CppValue])

  /// Where a stencil reads.
  case iterator(CppIterator)

  /// The values at the neighbors of a point, in the order of the table.
  case list(CppList)

  case function(CppFunction)

  /// A field of the program, by its place among them.
  case field(CppField)

  case axis(Dimension)
  case offset(OffsetLiteral)
  case typeName(ScalarKind)

  /// A value that is written where it is needed first.
  case delayed(CppDelayed)

}

/// The names in scope.
typealias CppScope = TreeDictionary<Symbol, CppValue>

/// An iterator of GridTools, or a tuple of them that move together.
indirect enum CppIterator {

  case leaf(CppLeaf)
  case tuple([CppIterator])

}

/// Where one field is read: the steps from the point that is computed.
struct CppLeaf {

  /// The number of the argument of the functor.
  let argument: Int

  let kind: ScalarKind
  let dims: [Dimension]

  /// The dimensions of the points that are computed.
  let start: [Dimension]

  /// Whether it stands for the index itself or for a scalar, which are everywhere.
  let isBounded: Bool

  /// Whether it stands for the index itself.
  var isIndex = false

  /// Its place among the fields that are passed as one argument; `nil` if it is passed alone.
  var member: Int?

  var moves: [Move] = []

  enum Move {

    /// Along a dimension, by a constant or a text.
    case along(Dimension, by: String, isDynamic: Bool)

    /// To a neighbor by the table of an offset.
    case neighbor(offset: String, Int)

  }

  /// The local dimension of a sparse field.
  var local: Dimension? { dims.first { $0.kind == .local } }

  /// Returns the dimensions of the point that the steps lead to.
  func place(_ offsets: [String: FieldOffset]) -> [Dimension] {
    moves.reduce(into: start) { place, move in
      if case .neighbor(let name, _) = move, let offset = offsets[name] {
        place.removeAll { $0 == offset.target[0] }
        place.append(offset.source)
      }
    }
  }

}

/// A list of `count` elements; `nil` for a constant list, which fits any.
struct CppList {

  let count: Int?

  /// The offset whose table has the neighbors, for the test whether one is there.
  let offset: String?

  /// The C++ condition under which element `i` is there; `nil` if all are.
  let exists: (Int) -> String?

  /// Writes element `i`, which is there.
  let element: (StencilWriter, Int, _ isSure: Bool) throws(GTFNRefusal) -> CppValue

}

/// A function of ITIR that waits for arguments.
indirect enum CppFunction {

  case builtin(Builtin)
  case closure([Symbol], Expr, CppScope)

  /// `shift(tag, index, …)`: what follows the iterator in the call of C++.
  case shift([(tag: String, index: CppValue)])

  case reduce(CppFunction, initial: CppValue)
  case map(CppFunction)

}

/// A value that is not needed on every way, or that may fail: it is written where it is used first.
final class CppDelayed {

  let expr: Expr
  let scope: CppScope

  /// What was written, and where: inner blocks can use it, too.
  var written: (value: CppValue, block: BlockPath)?

  init(_ expr: Expr, _ scope: CppScope) {
    self.expr = expr
    self.scope = scope
  }

}

/// Why a program has no GTFN text.
public struct GTFNRefusal: Error, Hashable, Sendable, CustomStringConvertible {

  public let description: String

  /// What to do about it; `nil` if another backend is all that helps.
  public let remedy: String?

  init(_ description: String, remedy: String? = nil) {
    self.description = description
    self.remedy = remedy
  }

}
