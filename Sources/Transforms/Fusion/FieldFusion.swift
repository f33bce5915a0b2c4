import IteratorIR
import StencilTypes

/// Merges the stencils of a graph into those that read them, one after the other.
///
/// Readers come before what they read, so that what is merged is never looked into again.
struct FieldFusion {

  private let graph: FieldGraph

  /// The numbers of the nodes that read a node; 0 stands for the statement.
  private var readers: [Int: Set<Int>] = [:]

  /// The numbers of the nodes that are parts of their readers by now.
  private var gone: Set<Int> = []

  /// The nodes that may take in what they read, the next one last.
  private var pending: [FieldNode]

  /// The stencil at work, and the fields that it may take in, the next one last.
  private var current: (reader: FieldNode, stencil: FusedStencil, candidates: [FieldNode])?

  init(_ graph: FieldGraph) {
    self.graph = graph
    pending = graph.nodes.reversed()
    for n in graph.nodes { for c in n.children { readers[c.id, default: []].insert(n.id) } }
    readers[graph.root.id, default: []].insert(0)
  }

  /// Merges one field into a stencil that reads it; `false` if there is none left.
  ///
  /// The graph tells of it after `updateGraph` only.
  mutating func mergeNext() -> Bool {
    while true {
      while let field = current?.candidates.popLast() {
        if merge(field) { return true }
      }
      updateReader()
      current = nil
      guard let reader = pending.popLast() else { return false }
      if !gone.contains(reader.id), case .stencil(let stencil) = reader.kind {
        current = (reader, stencil, reader.children.reversed())
      }
    }
  }

  /// Lets the graph tell of all that was merged.
  mutating func updateGraph() {
    updateReader()
    graph.sort()
  }

  private func updateReader() {
    guard let (reader, stencil, _) = current, stencil.isFused else { return }
    reader.kind = .stencil(stencil)
    reader.children = stencil.fields.map(\.node)
  }

  /// Merges `field` into the stencil at work; `false` if it is better stored.
  private mutating func merge(_ field: FieldNode) -> Bool {
    guard let reader = current?.reader, case .stencil(let other) = field.kind, other.scan == nil
    else { return false }
    // The stencil must not be held when it changes: a copy for each field would make it quadratic.
    let isOnlyReader = readers[field.id] == [reader.id]
    let isMerged = current.map {
      canMerge(field, other, into: $0.stencil, isOnlyReader: isOnlyReader)
    }
    guard isMerged == true else { return false }
    current?.stencil.absorb(field, other)
    readers[field.id]?.remove(reader.id)
    let isGone = readers[field.id]?.isEmpty == true
    if isGone { gone.insert(field.id) }
    for c in field.children {
      if isGone { readers[c.id]?.remove(field.id) }
      readers[c.id, default: []].insert(reader.id)
    }
    // Fields whose other readers are merged by now may follow.
    current?.candidates += field.children.reversed()
    return true
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
    if case .list? = graph.types?[node.expr]?.element { true } else { false }
  }

  private func isCartesian(_ offset: Expr) -> Bool {
    guard case .offset(.tag(let tag)) = offset.kind, let o = graph.offsets[tag] else { return true }
    return o.isCartesian
  }

}
