import HashTreeCollections

/// What a value depends on.
struct TracedReads: Hashable {

  struct Read: Hashable {
    let parameter: Int
    let shifts: [Shift]
  }

  var certain: Set<Read> = []

  /// Reads that are not in `certain`.
  var possible: Set<Read> = []

  /// Reads that points of some region depend on, which is looked at elsewhere.
  var regional: Set<Read> = []

  var isEmpty: Bool { certain.isEmpty && possible.isEmpty && regional.isEmpty }

  /// Returns what a value depends on that needs both.
  func union(_ other: TracedReads) -> TracedReads {
    if other.isEmpty { return self }
    if isEmpty { return other }
    let certain = certain.union(other.certain)
    return TracedReads(
      certain: certain, possible: possible.union(other.possible).subtracting(certain),
      regional: regional.union(other.regional))
  }

  /// Returns what a value depends on that needs the one or the other.
  func either(_ other: TracedReads) -> TracedReads {
    let certain = certain.intersection(other.certain)
    return TracedReads(
      certain: certain, possible: all.union(other.all).subtracting(certain))
  }

  private var all: Set<Read> { certain.union(possible).union(regional) }

  /// What a value depends on in some region if this is what it depends on there.
  var inRegion: TracedReads {
    TracedReads(possible: possible, regional: regional.union(certain))
  }

}

/// What evaluating a stencil gives, as far as reads matter.
indirect enum TracedValue: Hashable {

  /// Scalars, lists, and tuples whose elements are not told apart.
  case value(TracedReads)

  case tuple([TracedValue])
  case iterator(TracedIterator)
  case function(TracedFunction)

  /// Everything that the value depends on.
  func reads(_ tracer: AccessTracer) -> TracedReads {
    switch self {
    case .value(let reads): reads
    case .tuple(let elements):
      elements.reduce(TracedReads()) { $0.union($1.reads(tracer)) }
    case .iterator(let it): tracer.deref(it).reads(tracer)
    case .function: TracedReads()
    }
  }

}

/// An iterator with the way that led to it.
indirect enum TracedIterator: Hashable {

  /// A parameter, shifted to a place that depends on some reads itself.
  case parameter(Int, [Shift], TracedReads)

  case lifted(TracedFunction, [TracedIterator])
  case either(condition: TracedReads, TracedIterator, TracedIterator)

  func shifted(_ shifts: [Shift], _ reads: TracedReads) -> TracedIterator {
    switch self {
    case .parameter(let p, let before, let r): .parameter(p, before + shifts, r.union(reads))
    case .lifted(let stencil, let its): .lifted(stencil, its.map { $0.shifted(shifts, reads) })
    case .either(let condition, let a, let b):
      .either(condition: condition, a.shifted(shifts, reads), b.shifted(shifts, reads))
    }
  }

}

/// A function, called or waiting for its last arguments.
indirect enum TracedFunction: Hashable {

  case builtin(Builtin)
  case closure(AccessTracer.Closure)
  case shift([Shift], TracedReads)
  case lift(TracedFunction)
  case scan(TracedFunction, initial: TracedValue)

  /// `reduce` and `map_` with what they were given first.
  case onLists(TracedFunction, initial: TracedReads?)

  case asFieldop(TracedFunction)

}

extension AccessTracer {

  /// The values of names.
  struct Scope {

    private var names = TreeDictionary<Symbol, TracedValue>()
    private let outer: ((Symbol) -> TracedValue?)?

    init(outer: ((Symbol) -> TracedValue?)? = nil) { self.outer = outer }

    subscript(name: Symbol) -> TracedValue? { names[name] ?? outer?(name) }

    func binding(_ parameters: [Symbol], to values: [TracedValue]) -> Scope {
      var inner = self
      for (p, v) in zip(parameters, values) { inner.names[p] = v }
      return inner
    }

  }

  /// A lambda with the names around it, and the results of its calls so far.
  final class Closure: Hashable {

    let parameters: [Symbol]
    let body: Expr
    let scope: Scope
    var results: [[TracedValue]: TracedValue] = [:]

    init(_ parameters: [Symbol], _ body: Expr, _ scope: Scope) {
      self.parameters = parameters
      self.body = body
      self.scope = scope
    }

    static func == (l: Closure, r: Closure) -> Bool { l === r }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  }

}
