/// An expression of a random program: text with parts in it.
///
/// What made the text need not be known to make it smaller: a part of the same type takes the place
/// of the whole.
struct SampleExpression: Hashable, Sendable {

  let type: SampleType
  private let pieces: [Piece]

  fileprivate enum Piece: Hashable, Sendable {
    case text(String)
    indirect case part(SampleExpression)
  }

  /// Creates the expression of `type` that is written as `pattern`: `"(\(a) + \(b))"`.
  init(_ type: SampleType, _ pattern: Pattern) {
    self.type = type
    pieces = pattern.pieces
  }

  private init(_ type: SampleType, pieces: [Piece]) {
    self.type = type
    self.pieces = pieces
  }

  var text: String {
    pieces.map {
      switch $0 {
      case .text(let text): text
      case .part(let part): part.text
      }
    }.joined()
  }

  private var parts: [SampleExpression] {
    pieces.compactMap { if case .part(let part) = $0 { part } else { nil } }
  }

  /// The parts at any depth that have the type of the whole, the smallest first.
  private func partsLikeWhole(_ type: SampleType) -> [SampleExpression] {
    parts.flatMap { $0.partsLikeWhole(type) + ($0.type == type ? [$0] : []) }
  }

  /// The expressions of the same type that are smaller, the smallest first.
  ///
  /// A part can use a name that is bound only inside: the front end refuses those.
  var smaller: [SampleExpression] {
    partsLikeWhole(type)
      + pieces.indices.flatMap { i -> [SampleExpression] in
        guard case .part(let part) = pieces[i] else { return [] }
        return part.smaller.map {
          var changed = pieces
          changed[i] = .part($0)
          return SampleExpression(type, pieces: changed)
        }
      }
  }

  /// Text with expressions in it.
  struct Pattern: ExpressibleByStringInterpolation, StringInterpolationProtocol {

    fileprivate var pieces: [Piece] = []

    init(literalCapacity: Int, interpolationCount: Int) {}

    init(stringLiteral text: String) { pieces = [.text(text)] }

    init(stringInterpolation: Pattern) { self = stringInterpolation }

    mutating func appendLiteral(_ text: String) { pieces.append(.text(text)) }

    mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      pieces.append(.text("\(value)"))
    }

    mutating func appendInterpolation(_ part: SampleExpression) { pieces.append(.part(part)) }

    /// Appends the parts with commas between them.
    mutating func appendInterpolation(_ parts: [SampleExpression]) {
      for (i, part) in parts.enumerated() {
        if i > 0 { appendLiteral(", ") }
        appendInterpolation(part)
      }
    }

  }

}
