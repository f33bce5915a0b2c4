import Diagnostics
import StencilTypes

/// One field that a statement writes.
final class Leaf {

  let number: Int
  let slot: Slot
  let field: Int
  let box: StagedBox
  let value: StagedOperand
  let span: SourceSpan?

  /// Where it is computed; `nil` before that is decided.
  var target: StagedMemory?

  /// Whether the target is memory of its own, which is copied to the field if this holds.
  var copies = LoopOperand.truth(false)

  init(
    number: Int, slot: Slot, field: Int, box: StagedBox, value: StagedOperand, span: SourceSpan?
  ) {
    self.number = number
    self.slot = slot
    self.field = field
    self.box = box
    self.value = value
    self.span = span
  }

}

/// Something that is computed on a box of points: a node that is kept, or outputs.
final class Sweep {

  enum Content {
    case node(StagedNode)
    case leaves([Leaf])
  }

  let number: Int
  let content: Content

  /// The box without local dimensions, the outermost loop first.
  let sides: [StagedBox.Side]

  /// The nest that computes it; counted from 0.
  var nest = 0

  /// The loop of the nest that computes it.
  var loop = 0

  /// Whether its values are kept for one block of columns only.
  var isLocal = false

  init(number: Int, _ content: Content, sides: [StagedBox.Side]) {
    self.number = number
    self.content = content
    self.sides = sides
  }

  var node: StagedNode? {
    if case .node(let n) = content { n } else { nil }
  }

  var leaves: [Leaf] {
    if case .leaves(let l) = content { l } else { [] }
  }

  /// The column and the direction of a scan.
  var scan: (scan: StagedScan, operands: [StagedOperand], column: Dimension)? {
    if let node, case .scan(let s, let o, let c) = node.kind { (s, o, c) } else { nil }
  }

}

/// A place relative to the point that a sweep computes.
struct RelativePlace: Hashable {

  private struct Part: Hashable {
    var base: String
    var offset = 0
  }

  private var parts: [Dimension: Part] = [:]

  /// `true` iff it is the point itself.
  var isHome: Bool { parts.isEmpty }

  /// `true` iff it lies in the same column along `d`.
  func isInColumn(_ d: Dimension) -> Bool {
    parts.allSatisfy { $0.key == d && $0.value.base == d.name }
  }

  /// Whether the way there leads through a neighbor table.
  var leadsByTable: Bool { parts.values.contains { $0.base == "-" } }

  /// Returns how far it lies along `d`; `nil` if that is not known.
  func distance(along d: Dimension) -> Int? {
    guard let p = parts[d] else { return 0 }
    return p.base == d.name ? p.offset : nil
  }

  /// Returns the place that `steps` lead to.
  func moved(by steps: [PlaceStep], _ offsets: [String: FieldOffset], _ tables: [String: TableType])
    -> RelativePlace
  {
    var r = self
    for s in steps {
      if let o = offsets[s.tag], o.isCartesian {
        let d = o.source
        var p = r.parts[d] ?? Part(base: d.name)
        if let i = s.index { p.offset += i } else { p = Part(base: "?\(s.tag)") }
        r.parts[d] = p.base == d.name && p.offset == 0 ? nil : p
      } else if let t = tables[s.tag] {
        let p = r.parts[t.target] ?? Part(base: t.target.name)
        r.parts[t.target] = Part(base: "-")
        let column = s.index.map { String($0) } ?? "?"
        r.parts[t.source] = Part(base: "\(s.tag)[\(column)](\(p.base)\(p.offset))")
      }
    }
    return r
  }

}

/// A read of a node or a slot from a sweep.
struct Use: Hashable {

  let sweep: Int
  let place: RelativePlace

}
