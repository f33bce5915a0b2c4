import Diagnostics
import PythonSyntax
import StencilTypes

extension ProgramTyper {

  /// Types what stands behind `domain=`: a dictionary, or a tuple of dictionaries.
  mutating func domain(_ e: Expression) -> PastDomain? {
    switch e.kind {
    case .tuple(let elements):
      let typed = elements.map { domain($0) }
      return typed.contains { $0 == nil }
        ? nil : .tuple(typed.compactMap { $0 }, at: e.span)
    case .dict(let entries):
      guard !entries.isEmpty else {
        report(emptyDomain(e.span))
        return nil
      }
      var ranges: [PastRange] = []
      for entry in entries {
        // What is wrong with one range is mostly wrong with all: the first stands for them.
        guard let range = range(entry.key, entry.value) else { return nil }
        ranges.append(range)
      }
      return .ranges(ranges, at: e.span)
    case .name, .integer, .float, .string, .bool, .none, .ellipsis, .attribute, .subscript,
      .slice, .call, .unary, .binary, .logical, .compare, .ternary, .list, .starred, .generator,
      .unsupported, .error:
      report(noDomain(e.span))
      return nil
    }
  }

  private mutating func range(_ key: Expression?, _ value: Expression) -> PastRange? {
    var dimension: Dimension?
    if let key {
      let typed = expressions.expression(key)
      if case .dimension(let d) = typed.type {
        dimension = d
      } else if typed.type != .error {
        report(noDimension(key.span))
      }
    } else {
      report(noDomain(value.span))
    }
    guard case .tuple(let bounds) = value.kind, bounds.count == 2 else {
      report(wrongBoundCount(value))
      return nil
    }
    guard let dimension, let lower = bound(bounds[0]), let upper = bound(bounds[1]) else {
      return nil
    }
    return PastRange(dimension: dimension, lower: lower, upper: upper)
  }

  private mutating func bound(_ e: Expression) -> FoastExpression? {
    let typed = argument(e)
    guard typed.type != .error else { return nil }
    guard case .scalar(let kind)? = typed.type.data, kind.isInteger else {
      report(wrongBound(typed))
      return nil
    }
    if let value = typed.beyondIndices {
      report(boundBeyondIndices(value, at: typed.span))
      return nil
    }
    return typed
  }

  /// Returns whether `domain` suits a target of `type`; reports it if not.
  mutating func check(_ domain: PastDomain, against type: DataType) -> Bool {
    switch (domain, type.elements) {
    case (.tuple(let domains, let span), let types?):
      guard domains.count == types.count else {
        report(wrongDomainCount(domains.count, types.count, at: span))
        return false
      }
      return zip(domains, types).allSatisfy { check($0, against: $1) }
    case (.tuple(_, let span), nil):
      report(tupleForOne(type, at: span))
      return false
    case (.ranges(let ranges, let span), _):
      let found = ranges.map(\.dimension)
      // Lists of neighbors are written whole: a local dimension has no range.
      let targets = type.leaves.filter(\.isField).compactMap(\.dims).map {
        $0.filter { $0.kind != .local }
      }
      if let dims = targets.first(where: { $0 != found }) {
        unlowerable.append(wrongDims(found, dims, at: span))
      }
      return true
    }
  }

}

// MARK: - Wording

private func domainError(_ message: String, at span: SourceSpan, _ label: String, hint: String?)
  -> Diagnostic
{
  Diagnostic(code: TypeCode.domain, message, at: span, label: label, hint: hint)
}

private func noDomain(_ span: SourceSpan) -> Diagnostic {
  domainError(
    "This is no domain.", at: span, "not a dictionary", hint: "write '{I: (lower, upper), …}'")
}

private func emptyDomain(_ span: SourceSpan) -> Diagnostic {
  domainError(
    "The domain is empty.", at: span, "has no dimensions", hint: "write '{I: (lower, upper), …}'")
}

private func noDimension(_ span: SourceSpan) -> Diagnostic {
  domainError(
    "The keys of a domain are dimensions.", at: span, "is no dimension",
    hint: "write '{I: (lower, upper), …}'")
}

private func wrongBoundCount(_ e: Expression) -> Diagnostic {
  let count = if case .tuple(let b) = e.kind { b.count } else { 1 }
  return domainError(
    "A range of a domain has two bounds, not \(count).", at: e.span, "not two bounds",
    hint: "write '(lower, upper)'")
}

private func wrongBound(_ e: FoastExpression) -> Diagnostic {
  domainError(
    "Bounds of domains are integers, not '\(e.type)'.", at: e.span, "has type '\(e.type)'",
    hint: nil)
}

func boundBeyondIndices(_ value: Int128, at span: SourceSpan) -> Diagnostic {
  domainError(
    "The bound \(value) is no index.", at: span, "beyond what 'int32' can hold",
    hint: indicesHint)
}

private func wrongDomainCount(_ found: Int, _ expected: Int, at span: SourceSpan) -> Diagnostic {
  domainError(
    "\(found) domains are given for \(expected) results.", at: span, "\(found) domains",
    hint: "give each result a domain, or one for all")
}

private func tupleForOne(_ type: DataType, at span: SourceSpan) -> Diagnostic {
  domainError(
    "Several domains are given for one result.", at: span, "the result is '\(type)'",
    hint: "write one '{I: (lower, upper), …}'")
}

private func wrongDims(_ found: [Dimension], _ expected: [Dimension], at span: SourceSpan)
  -> Diagnostic
{
  let (given, names) = texts(found, expected)
  return domainError(
    "The domain has dimensions \(given), the target has \(names).",
    at: span, "other dimensions than the target's",
    hint: "give a range for each of \(names), in this order")
}
