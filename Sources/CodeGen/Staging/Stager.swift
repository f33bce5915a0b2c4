import Diagnostics
import IteratorIR
import StencilTypes

/// Evaluates expressions as the interpreter does, but on values that compiled code will compute.
///
/// What is decided when a call starts, domains and scalars, is written into scope 0 of the emitter;
/// what belongs to points into the loops that are open.
final class Stager {

  let emitter = Emitter()
  let offsets: [String: FieldOffset]
  let tableTypes: [String: TableType]

  /// Every dimension of the program and its tables.
  let dimensions: [Dimension]

  /// Whether reads are checked point by point rather than once at the start.
  let isChecked: Bool

  /// The tables in use, in order of first use.
  private(set) var tables: [(name: String, type: TableType)] = []

  /// What can fail, in order of first use.
  fileprivate(set) var sites: [FailureSite] = []
  fileprivate var siteNumbers: [FailureSite: Int] = [:]

  /// What sites say of spans: many sites have one.
  private var places: [SourceSpan: (line: Int, text: String)] = [:]

  /// What has to hold at the start.
  var requirements: [Requirement] = []

  /// What is known where evaluation stands.
  var knowledge: Knowledge

  /// How much of it was used since somebody asked.
  var usedDepth = 0

  /// Whether evaluation is between fields, or at the points of a loop.
  var isAtPoints = false

  /// Notes reads while a node is looked at.
  var tracer: NodeTracer?

  /// Where fields were read in the loop at hand.
  var memo: [ReadKey: (value: StagedValue, knowledge: Knowledge)] = [:]

  /// Where variables of loops lie.
  var ranges: [LoopOperand: (lower: LoopOperand, upper: LoopOperand)] = [:]

  /// The rows that entries were taken from.
  var entries: [LoopOperand: TableEntry] = [:]

  /// The coordinates that `int32` values stand for.
  var coordinates: [LoopOperand: Coordinate] = [:]

  /// Comparisons of variables of loops with bounds that were met: places to split loops.
  var breaks: [(variable: LoopOperand, bound: LoopOperand)] = []

  /// The innermost variable: its neighbors lie side by side.
  var vectorVariable: LoopOperand?

  /// What strides are hoped to be in the nest at hand.
  var hopes: [StrideHope] = []

  /// Strides along the innermost variable.
  var unitStrides: [LoopOperand] { hopes.filter(\.isAlongRow).map(\.stride) }

  /// The condition of the statement at hand.
  var activity = LoopOperand.truth(true)

  /// What expressions without a span stand for.
  var spanOfNode: SourceSpan?

  private var nodeCount = 0
  private var loadVersion = 0

  struct ReadKey: Hashable {
    let node: Int
    let place: StagedPlace
  }

  struct TableEntry {
    let table: Int
    let rows: (lower: LoopOperand, upper: LoopOperand)
  }

  init(
    offsets: [String: FieldOffset], tables: [String: TableType], isChecked: Bool
  ) {
    self.offsets = offsets
    tableTypes = tables
    dimensions = promote(
      offsets.values.map { [$0.source] + $0.target } + tables.values.map { [$0.target, $0.source] }
    ).filter { $0.kind != .local }
    self.isChecked = isChecked
    knowledge = Knowledge(parent: nil, condition: nil)
  }

  func makeNode(_ kind: StagedNode.Kind, domain: StagedBox? = nil, span: SourceSpan?) -> StagedNode
  {
    nodeCount += 1
    return StagedNode(kind, number: nodeCount, domain: domain, span: span ?? spanOfNode)
  }

  /// Returns a number for a load that no other load equals.
  func freshVersion() -> Int {
    loadVersion += 1
    return -loadVersion
  }

  /// Calls `body` and returns its result with the least knowledge with which it holds.
  func tracked<R>(
    _ body: () throws(DiagnosticError) -> R
  ) throws(DiagnosticError) -> (R, Knowledge) {
    let outer = usedDepth
    usedDepth = 0
    defer { usedDepth = max(usedDepth, outer) }
    let r = try body()
    return (r, knowledge.ancestor(at: usedDepth))
  }

  func number(ofTable name: String, at span: SourceSpan?) throws(DiagnosticError) -> Int {
    if let i = tables.firstIndex(where: { $0.name == name }) { return i }
    guard let type = tableTypes[name] else {
      throw .unknownTable(of: name, at: span ?? spanOfNode)
    }
    tables.append((name, type))
    return tables.count - 1
  }

  func offset(_ tag: String, at span: SourceSpan?) throws(DiagnosticError) -> FieldOffset {
    if let o = offsets[tag] { return o }
    throw .unsupported("The unknown offset '\(tag)'", at: span ?? spanOfNode)
  }

  func inapplicable(_ builtin: Builtin, _ span: SourceSpan?) -> DiagnosticError {
    .unsupported("A use of '\(builtin.name)'", at: span ?? spanOfNode)
  }

  /// Returns the word that says that `reason` is why something at `span` has no value.
  func failure(
    _ reason: FailureSite.Reason, field: String = "", dimension: String = "",
    coordinate: LoopOperand? = nil, at span: SourceSpan?
  ) -> LoopOperand {
    let span = span ?? spanOfNode
    let place = span.map(place(of:)) ?? (line: 0, text: "")
    let site = FailureSite(
      reason: reason, field: field, dimension: dimension, file: span?.file.name ?? "",
      line: place.line, text: place.text)
    let number = self.number(of: site)
    guard let coordinate else { return .index(number) }
    return emitter.index(.pack, coordinate, .index(number))
  }

}

extension Stager {

  /// Returns the number of the line on which `span` starts, and the start of its first line that is
  /// not empty.
  private func place(of span: SourceSpan) -> (line: Int, text: String) {
    if let known = places[span] { return known }
    let text = span.text.drop(while: \.isNewline).prefix { !$0.isNewline }.prefix(200)
    let place = (line: span.line, text: String(text))
    places[span] = place
    return place
  }

  /// Returns the number of `site`, from 1.
  @discardableResult func number(of site: FailureSite) -> Int {
    if let n = siteNumbers[site] { return n }
    sites.append(site)
    siteNumbers[site] = sites.count
    return sites.count
  }

}

// Failures as words: 0 for none.
extension Stager {

  /// Returns the failure of `a`, or else that of `b`.
  func combine(_ a: LoopOperand?, _ b: LoopOperand?) -> LoopOperand? {
    guard let a, a.constantIndex != 0 else { return b?.constantIndex == 0 ? nil : b }
    guard let b, b.constantIndex != 0, a != b else { return a }
    if a.constantIndex != nil { return a }
    let fails = emitter.define(.scalar(.comparison(.notEqual), [a, .index(0)]), .bool)
    return emitter.select(fails, a, b)
  }

  /// Returns `a` where `c` holds and `b` elsewhere.
  func choose(_ c: LoopOperand, _ a: LoopOperand?, _ b: LoopOperand?) -> LoopOperand? {
    if a == nil && b == nil { return nil }
    let r = emitter.select(c, a ?? .index(0), b ?? .index(0))
    return r.constantIndex == 0 ? nil : r
  }

  /// Returns `failure` where `condition` does not hold.
  func unless(_ condition: LoopOperand?, _ failure: LoopOperand) -> LoopOperand? {
    guard let condition else { return nil }
    return choose(condition, nil, failure)
  }

}

/// Collects what a node reads while it is looked at.
final class NodeTracer {

  var accesses: [(node: StagedNode, steps: [PlaceStep])] = []
  private var seen: Set<NodeTrace.Access> = []
  var cost = 0
  var dynamicCount = 0

  func record(_ node: StagedNode, _ steps: [PlaceStep]) {
    if seen.insert(NodeTrace.Access(node: ObjectIdentifier(node), steps: steps)).inserted {
      accesses.append((node, steps))
    }
  }

}

/// Something that has to hold at the start of a call, if `condition` does.
struct Requirement: Hashable {

  let condition: LoopOperand
  let isMet: LoopOperand
  let slot: Int
  let comment: String

}

extension Stager {

  /// Numbers tables and failures as `entry` does, and new ones after them.
  func adopt(_ entry: EntryPoint) throws(DiagnosticError) {
    for t in entry.tables { _ = try number(ofTable: t.name, at: nil) }
    for s in entry.failures { number(of: s) }
  }

}
