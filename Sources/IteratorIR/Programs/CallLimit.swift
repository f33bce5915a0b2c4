import Diagnostics

/// The largest number of different calls of functions in a statement.
///
/// Functions that call others twice, with other arguments each time, double with each of them. Where
/// the calls are different nothing can be shared, and nothing would end in time.
public let callLimit = 20_000

/// Counts different calls of functions, up to the limit.
public struct CallCounter {

  private var total = 0
  private var counts: [Symbol: Int] = [:]

  /// Creates a counter that has counted nothing.
  public init() {}

  /// Counts a call of `function`; `true` iff there are not too many.
  public mutating func count(_ function: Symbol) -> Bool {
    total += 1
    counts[function, default: 0] += 1
    return total <= callLimit
  }

  /// The function that was counted most often; the first by name if there are several.
  public var mostCalled: Symbol? {
    counts.max { ($0.value, $1.key.name) < ($1.value, $0.key.name) }?.key
  }

}

extension Diagnostic {

  /// Functions call each other with too many different arguments, most of all `function`, which is
  /// at `span`.
  public static func tooManyCalls(of function: Symbol, at span: SourceSpan?) -> Diagnostic {
    Diagnostic(
      code: IRCode.calls,
      "One statement calls operators with more than \(callLimit) different arguments, most of all"
        + " '\(function.name)'.",
      at: span, label: "each operator that calls another one twice doubles the calls",
      hint:
        "keep what an operator gives in a variable and use that twice, or write it to a field by"
        + " a statement of its own")
  }

}
