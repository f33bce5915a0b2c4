import StencilTypes

/// One step from a point to another: along a dimension, or through a connectivity.
public struct Shift: Hashable, Sendable {

  /// How far, or to which neighbor.
  public enum Index: Hashable, Sendable {

    case at(Int)

    /// To every neighbor that exists.
    case all

    /// To where a value that is known at run time only says.
    case dynamic

  }

  public let tag: String
  public let index: Index

  /// Creates the shift by `index` along the offset `tag`.
  public init(_ tag: String, _ index: Index) {
    self.tag = tag
    self.index = index
  }

}

/// Where a stencil reads its parameters.
///
/// A place is the sequence of shifts that leads there from the point that is computed; the first
/// shift is done first. What a scan reads is counted for one level.
public struct StencilAccesses: Hashable, Sendable {

  /// The places where one parameter is read.
  public struct Reads: Hashable, Sendable {

    /// Places that every point depends on.
    public internal(set) var certain: Set<[Shift]> = []

    /// Further places, which a point depends on or not as a condition says.
    public internal(set) var possible: Set<[Shift]> = []

    /// Creates the reads at these places, each a list of shifts from left to right.
    public init(certain: Set<[Shift]> = [], possible: Set<[Shift]> = []) {
      self.certain = certain
      self.possible = possible
    }

    /// The places where the parameter may be read.
    public var all: Set<[Shift]> { certain.union(possible) }

  }

  /// Branches of a choice.
  public struct Branches: OptionSet, Sendable {

    public let rawValue: Int

    /// Creates the set of branches whose bits are set in `rawValue`.
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let then = Branches(rawValue: 1)
    public static let otherwise = Branches(rawValue: 2)

  }

  /// The reads of each parameter, in the parameters' order.
  public let parameters: [Reads]

  /// Finds the accesses of `stencil`, which takes `arity` iterators.
  ///
  /// `definitions` says what the names mean that the stencil uses and does not bind; `regional`
  /// gives, by identity, calls of `if_` in the stencil with branches that are looked at elsewhere:
  /// what they read for certain is left out.
  public init(
    of stencil: Expr, arity: Int, definitions: [Symbol: Expr] = [:],
    regional: [ObjectIdentifier: Branches] = [:]
  ) {
    let tracer = AccessTracer(regional: regional)
    let scope = AccessTracer.Scope { name in
      definitions[name].map { tracer.trace($0, AccessTracer.Scope()) }
    }
    self.init(of: tracer.trace(stencil, scope), arity: arity, tracer)
  }

  /// Finds the accesses of a stencil that is known as a value.
  init(of stencil: TracedValue, arity: Int, _ tracer: AccessTracer) {
    let iterators = (0 ..< arity).map { TracedValue.iterator(.parameter($0, [], TracedReads())) }
    let reads = tracer.applyOnce(stencil, iterators).reads(tracer)
    var parameters = [Reads](repeating: Reads(), count: arity)
    for r in reads.certain { parameters[r.parameter].certain.insert(r.shifts) }
    for r in reads.possible { parameters[r.parameter].possible.insert(r.shifts) }
    self.parameters = parameters
  }

}
