import Diagnostics
import FieldView
import Fields
import StencilTypes
import Toolchain

/// Where an operator called by itself writes into an output that is there already.
struct WrittenDomain: Sendable {

  /// The argument `domain` of the call.
  let value: ArgumentValue

  /// The dimensions whose ranges were given.
  let dims: Set<Dimension>

}

extension Session {

  /// Returns the part of an output that the ranges of `line` name; `nil` if they name none, or if
  /// the output is made by them.
  func writtenDomain(
    of callable: Callable, _ signature: Signature, _ line: CommandInput
  ) throws(DiagnosticError) -> WrittenDomain? {
    let parameters = Set(signature.keywords.map(\.name))
    guard case .fieldOperator = callable.definition, !parameters.contains("domain"),
      let type = signature.keywords.first(where: { $0.name == "out" })?.value
    else { return nil }
    var ranges: [Dimension: Range<Int>] = [:]
    for (key, value) in line.options where !parameters.contains(key.text) {
      guard let d = knownDimension(key.text) else { continue }
      ranges[d] = try DimensionRange(value, beyondIndices: RunCode.index).range
    }
    let dims = Set(type.leaves.flatMap(\.ownDims)).intersection(ranges.keys)
    if dims.isEmpty { return nil }
    let given = line.options.first { $0.key.text == "out" }?.value
    let out = given ?? Spelled(text: "out", span: line.span, isQuoted: false)
    if given == nil, fields[out.text] == nil { return nil }
    var reader = ArgumentReader(
      session: self, callable: callable, parameter: "out", isOutput: true)
    let (target, _) = try reader.read(out, as: type)
    return target.isToMake ? nil : WrittenDomain(value: target.part(on: ranges), dims: dims)
  }

}

extension DataType {

  fileprivate var ownDims: [Dimension] {
    if case .field(let f) = self { f.dims } else { [] }
  }

}

extension PendingArgument {

  /// `true` iff all of its fields are to be made.
  fileprivate var isToMake: Bool {
    switch self {
    case .ready: false
    case .wanted: true
    case .tuple(let parts): parts.allSatisfy(\.isToMake)
    }
  }

  /// Returns the domain on which a call writes to the argument, a field or several.
  fileprivate func part(on ranges: [Dimension: Range<Int>]) -> ArgumentValue {
    switch self {
    case .ready(let value): value.part(on: ranges)
    case .wanted(let type, _, _): .domain(type.dims.map { ranges[$0] ?? 0 ..< 0 })
    case .tuple(let parts): .tuple(parts.map { $0.part(on: ranges) })
    }
  }

}

extension ArgumentValue {

  /// Returns the domain on which a call writes to the value, a field or several.
  fileprivate func part(on ranges: [Dimension: Range<Int>]) -> ArgumentValue {
    switch self {
    case .field(let f): .domain(zip(f.domain.dims, f.domain.ranges).map { ranges[$0] ?? $1 })
    case .tuple(let elements): .tuple(elements.map { $0.part(on: ranges) })
    case .scalar: self
    }
  }

}
