/// The way to a statement: its number among its siblings, then, for each `if` around it, the branch
/// (0 for the first, 1 for `else`) and the number in that branch.
public struct StatementPath: Hashable, Sendable {

  // Most statements are in no branch: theirs takes no array.
  private let number: Int
  private let rest: [Int]

  private init(_ number: Int, _ rest: [Int]) {
    self.number = number
    self.rest = rest
  }

  /// Creates the path of the statement with this number in no branch.
  public init(_ number: Int) { self.init(number, []) }

  public var indices: [Int] { [number] + rest }

  /// Returns the path of statement `index` in `branch` of the statement here.
  public func inside(branch: Int, _ index: Int) -> StatementPath {
    StatementPath(number, rest + [branch, index])
  }

}

/// The way from a program down to one of its expressions.
///
/// A path is a list that starts at its end, so paths that begin alike share their beginnings, and
/// one more step costs the same at any depth.
public struct Path: Sendable {

  /// An expression that stands directly in a program.
  public enum Root: Hashable, Sendable {

    /// The body of the function with this number.
    case function(Int)

    /// The domain of the temporary with this number.
    case temporary(Int)

    case target(StatementPath)
    case domain(StatementPath)
    case value(StatementPath)
    case condition(StatementPath)

  }

  private let node: Node

  private init(_ node: Node) { self.node = node }

  /// Creates the path of an expression that stands directly in a program.
  public init(_ root: Root) { node = Node(root, parent: nil, slot: 0, depth: 0) }

  /// Returns the path of the child with number `slot` (its index in `Expr.children`).
  public func child(_ slot: Int) -> Path {
    Path(Node(node.root, parent: node, slot: slot, depth: node.depth + 1))
  }

  public var root: Root { node.root }

  /// The number of children to descend to.
  public var depth: Int { node.depth }

  /// The path without its last step; `nil` at the root.
  public var parent: Path? { node.parent.map(Path.init) }

  /// The last step; 0 at the root.
  public var slot: Int { node.slot }

  /// The numbers of the children on the way down.
  public var slots: [Int] {
    var slots: [Int] = []
    var at = node
    while let up = at.parent {
      slots.append(at.slot)
      at = up
    }
    return slots.reversed()
  }

  /// `true` iff `self` and `other` are the same list, not merely equal ones.
  public func isIdentical(to other: Path) -> Bool { node === other.node }

  /// `parent` changes once only: when the node dies, to let go of long lists one by one.
  private final class Node: @unchecked Sendable {

    let root: Root
    var parent: Node?
    let slot: Int
    let depth: Int

    init(_ root: Root, parent: Node?, slot: Int, depth: Int) {
      self.root = root
      self.parent = parent
      self.slot = slot
      self.depth = depth
    }

    deinit {
      var next = parent
      parent = nil
      while isKnownUniquelyReferenced(&next) {
        let up = next?.parent
        next?.parent = nil
        next = up
      }
    }

  }

}

extension Path: Hashable {

  public static func == (l: Path, r: Path) -> Bool {
    guard l.root == r.root, l.depth == r.depth else { return false }
    var (a, b): (Node?, Node?) = (l.node, r.node)
    while let x = a, let y = b {
      if x === y { return true }
      if x.slot != y.slot { return false }
      (a, b) = (x.parent, y.parent)
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(root)
    hasher.combine(depth)
    hasher.combine(slot)
  }

}
