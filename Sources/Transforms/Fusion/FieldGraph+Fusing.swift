import IteratorIR
import StencilTypes

extension FieldGraph {

  /// Merges stencils into those that read them, and returns how many were merged.
  ///
  /// Readers come before what they read, so that what is merged is never looked into again.
  func fuse() -> Int {
    var readers: [Int: Set<Int>] = [:]
    for n in nodes { for c in n.children { readers[c.id, default: []].insert(n.id) } }
    readers[root.id, default: []].insert(0)
    var gone: Set<Int> = []
    var count = 0
    for reader in nodes where !gone.contains(reader.id) {
      guard case .stencil(var stencil) = reader.kind else { continue }
      var candidates = Array(reader.children.reversed())
      while let field = candidates.popLast() {
        guard case .stencil(let other) = field.kind, other.scan == nil,
          canMerge(field, other, into: stencil, isOnlyReader: readers[field.id] == [reader.id])
        else { continue }
        stencil.absorb(field, other)
        count += 1
        readers[field.id]?.remove(reader.id)
        let isGone = readers[field.id]?.isEmpty == true
        if isGone { gone.insert(field.id) }
        for c in field.children {
          if isGone { readers[c.id]?.remove(field.id) }
          readers[c.id, default: []].insert(reader.id)
        }
        // Fields whose other readers are merged by now may follow.
        candidates += field.children.reversed()
      }
      if stencil.isFused {
        reader.kind = .stencil(stencil)
        reader.children = stencil.fields.map(\.node)
      }
    }
    if count > 0 { sort() }
    return count
  }

  /// `true` iff `field` is better computed where `reader` reads it.
  private func canMerge(
    _ field: FieldNode, _ stencil: FusedStencil, into reader: FusedStencil, isOnlyReader: Bool
  ) -> Bool {
    if reader.iterators[field.id] != nil { return stencil.copiedField != nil }
    let places = reader.places(of: field)
    if places.isEmpty { return false }
    if stencil.isCopy { return true }
    if isOnlyReader, places.count == 1, places[0].offsets.allSatisfy(isCartesian) { return true }
    // Lists cannot be stored.
    return isListField(field)
  }

  private func isListField(_ node: FieldNode) -> Bool {
    if case .list? = types?[node.expr]?.element { true } else { false }
  }

  private func isCartesian(_ offset: Expr) -> Bool {
    guard case .offset(.tag(let tag)) = offset.kind, let o = offsets[tag] else { return true }
    return o.isCartesian
  }

}
