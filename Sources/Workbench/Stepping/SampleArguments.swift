import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// Arguments to try a program on: random fields, as large as the program reads and writes them.
package struct SampleArguments {

  package let values: [ArgumentValue]

  /// The number of points along each dimension of what is written.
  static let extent = 6

  /// Makes arguments for `program`.
  ///
  /// A scalar that is an upper bound of a domain, or of a region in it, is the extent along its
  /// dimension, a lower bound 0, any other integer 1, a float 0.75, and a flag true. Fields reach
  /// `margin` points further than is known to be read, for programs whose data says where to read.
  /// Their integers are random, or 1.
  ///
  /// - Throws: What is wrong with the program, and that there is no memory for its fields.
  package init(
    _ program: Program, tables: [String: NeighborTable], seed: Int, margin: Int = 0,
    integersAreOne: Bool = false, extents: [Dimension: Int] = [:]
  ) throws(DiagnosticError) {
    let (outlines, found) = try Self.sizes(of: program, tables, extents: extents)
    let needs = found.mapValues {
      margin > 0 ? $0.domain.widened(by: margin, tables) : $0.domain
    }
    var values: [ArgumentValue] = []
    for (p, outline) in zip(program.parameters, outlines) {
      values.append(
        try Self.value(p.type, outline, p.name.name, needs, seed, integersAreOne: integersAreOne))
    }
    self.values = values
  }

  /// Returns where `program` reads the fields that it does not write, parts of tuples included, and
  /// the hull of what it writes along each dimension, if the scalars are what `known` says of them.
  ///
  /// What is written covers all points at which a literal bound in the program makes a difference.
  static func needs(
    of program: Program, tables: [String: NeighborTable], known: [String: ArgumentOutline]
  ) throws(DiagnosticError) -> (fields: [String: Requirement], written: [Dimension: Range<Int>]) {
    let outputs = program.outputNames
    var inputs = try sizes(of: program, tables, known: known, extents: program.extents).needs
    var written: [Dimension: Range<Int>] = [:]
    for p in program.parameters where outputs.contains(p.name.name) {
      for name in p.type.fieldNames(below: p.name.name) {
        guard let domain = inputs.removeValue(forKey: name)?.domain else { continue }
        for (d, r) in zip(domain.dims, domain.ranges) {
          written[d] =
            written[d].map {
              min($0.lowerBound, r.lowerBound) ..< max($0.upperBound, r.upperBound)
            } ?? r
        }
      }
    }
    return (inputs, written)
  }

  /// Returns what the arguments of `program` are, and the boxes on which it reads and writes them.
  ///
  /// What is written grows until it covers what the program writes and reads of it: literal bounds
  /// may lie beyond the extent, and a result may be read by a later statement.
  private static func sizes(
    of program: Program, _ tables: [String: NeighborTable],
    known: [String: ArgumentOutline] = [:], extents: [Dimension: Int] = [:]
  ) throws(DiagnosticError) -> (outlines: [ArgumentOutline], needs: [String: Requirement]) {
    let outputs = program.outputNames
    let bounds = DomainBounds(program, withRegions: true)
    var outlines = program.parameters.map { p -> ArgumentOutline in
      if let outline = known[p.name.name] { return outline }
      return outline(
        p.type, p.name.name, isOutput: outputs.contains(p.name.name), bounds, tables, extents)
    }
    // One round for each statement that reads what one before it wrote is enough, if any number is.
    for _ in 0 ... program.body.count + 1 {
      let needs = try Toolchain.requirements(
        of: program, arguments: outlines, tables: tables, checksCoverage: false)
      let grown = zip(program.parameters, outlines).map { $1.covering(needs, $0.name.name) }
      if grown.elementsEqual(outlines, by: { $0.domains == $1.domains }) {
        return (outlines, needs)
      }
      outlines = grown
    }
    let needs = try Toolchain.requirements(of: program, arguments: outlines, tables: tables)
    return (outlines, needs)
  }

  private static func outline(
    _ type: DataType, _ name: String, isOutput: Bool, _ bounds: DomainBounds,
    _ tables: [String: NeighborTable], _ extents: [Dimension: Int]
  ) -> ArgumentOutline {
    switch type {
    case .scalar(let kind):
      let own = (bounds.upper[name] ?? []).compactMap { extents[$0] }.min()
      return .scalar(scalar(kind, name, bounds, own ?? extents.values.max() ?? extent))
    case .field(let f):
      return .field(isOutput ? domain(f, tables, extents) : nil)
    case .tuple, .named:
      return .tuple(
        (type.elements ?? []).map { outline($0, name, isOutput: isOutput, bounds, tables, extents) }
      )
    }
  }

  private static func domain(
    _ f: FieldType, _ tables: [String: NeighborTable], _ extents: [Dimension: Int]
  ) -> Domain {
    Domain(
      dims: f.dims,
      ranges: f.dims.map { d in
        let rows = tables.values.filter { $0.target == d }.map(\.rowCount).min()
        let columns = tables.values.filter { $0.local == d }.map(\.columnCount).min()
        return 0 ..< (columns ?? rows ?? extents[d] ?? extent)
      })
  }

  /// Returns what the scalar `name` is: the upper bounds of domains are `extent`.
  static func scalar(
    _ kind: ScalarKind, _ name: String, _ bounds: DomainBounds, _ extent: Int
  ) -> ScalarValue {
    switch kind {
    case .bool: return ScalarValue(true)
    case .float64, .string: return ScalarValue(0.75)
    case .float32: return ScalarValue(Float(0.75))
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      let value = bounds.upper[name] != nil ? extent : bounds.lower[name] != nil ? 0 : 1
      return ScalarValue(wrapping: value, as: kind)
    }
  }

  private static func value(
    _ type: DataType, _ outline: ArgumentOutline, _ name: String, _ needs: [String: Domain],
    _ seed: Int, integersAreOne: Bool
  ) throws(DiagnosticError) -> ArgumentValue {
    switch (type, outline) {
    case (.field(let f), .field(let known)):
      let empty = Domain(dims: f.dims, ranges: f.dims.map { _ in 0 ..< 1 })
      let need = needs[name]
      // What is written keeps its size: default domains come from it.
      let domain = known ?? need ?? empty
      do throws(FieldError) {
        if integersAreOne, f.dtype.isInteger {
          return .field(try Field.constant(ScalarValue(wrapping: 1, as: f.dtype), on: domain))
        }
        return .field(try Field.random(seed: seed, name: name, on: domain, dtype: f.dtype))
      } catch {
        throw DiagnosticError(.impossibleField(error, at: nil))
      }
    case (_, .scalar(let v)): return .scalar(v)
    case (_, .tuple(let outlines)):
      var values: [ArgumentValue] = []
      for (i, (t, o)) in zip(type.elements ?? [], outlines).enumerated() {
        values.append(
          try value(t, o, "\(name)[\(i)]", needs, seed, integersAreOne: integersAreOne))
      }
      return .tuple(values)
    case (_, .field), (_, .unknown):
      preconditionFailure("an outline has the form of its type, and a value")
    }
  }

}

extension Domain {

  /// Returns the domain with `margin` more points on both sides, except where tables give the size.
  fileprivate func widened(by margin: Int, _ tables: [String: NeighborTable]) -> Domain {
    Domain(
      dims: dims,
      ranges: zip(dims, ranges).map { d, r in
        let isFixed =
          d.kind == .local || tables.values.contains { $0.target == d || $0.source == d }
        return isFixed ? r : r.lowerBound - margin ..< r.upperBound + margin
      })
  }

}

extension Program {

  /// The number of points along a dimension that reach two beyond each literal bound of a range in
  /// the program, within limits.
  var extents: [Dimension: Int] {
    var result: [Dimension: Int] = [:]
    forEachNode { e in
      guard let (_, arguments) = e.builtinCall else { return }
      let axes = arguments.compactMap { if case .axis(let d) = $0.kind { d } else { nil } }
      for d in axes {
        for bound in arguments {
          guard let i = bound.literalValue?.integer, let index = Int(exactly: i), index < 1 << 16
          else { continue }
          result[d] = max(result[d] ?? SampleArguments.extent, index + 2)
        }
      }
    }
    return result
  }

}

extension ArgumentOutline {

  /// The known domains of its fields.
  fileprivate var domains: [Domain?] {
    switch self {
    case .scalar, .unknown: []
    case .field(let domain): [domain]
    case .tuple(let parts): parts.flatMap(\.domains)
    }
  }

  /// Returns this with known domains grown to cover the boxes in `needs`, where it is called `name`.
  fileprivate func covering(_ needs: [String: Requirement], _ name: String) -> ArgumentOutline {
    switch self {
    case .scalar, .unknown, .field(nil): self
    case .field(let domain?): .field(needs[name].map { domain.hull($0.domain) } ?? domain)
    case .tuple(let parts):
      .tuple(parts.enumerated().map { $1.covering(needs, "\(name)[\($0)]") })
    }
  }

}
