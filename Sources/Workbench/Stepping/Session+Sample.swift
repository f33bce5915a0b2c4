import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// A program with arguments to try it on.
public struct ProgramSample: Sendable {

  /// The program as it was lowered, before all passes.
  public let program: Program

  /// Random fields that cover what the program reads and writes, and scalars.
  public let arguments: [ArgumentValue]

  /// The neighbor tables by the names of their offsets.
  public let tables: [String: NeighborTable]

}

extension Session {

  /// Returns the current program with what is bound, and random fields that have `extent` points
  /// along each dimension to which no table gives a size.
  ///
  /// - Throws: What is wrong with the program.
  public func sample(extent: Int) throws(DiagnosticError) -> ProgramSample {
    guard let name = current, let callable = callables[name] else {
      preconditionFailure("a program is current")
    }
    var runner = runner
    let info = try toolchain.declaredInfo(of: callable, settings: passSettings, &runner)
    let program = try toolchain.lower(info, &runner).program
    let dims = Set(program.parameters.flatMap { $0.type.leaves }.flatMap(\.fieldDims))
    let sizes = Dictionary(uniqueKeysWithValues: dims.map { ($0, extent) })
    let sample = try SampleArguments(
      program, tables: tablesByOffset, seed: settings.seed, extents: sizes)
    return ProgramSample(program: program, arguments: sample.values, tables: tablesByOffset)
  }

}

extension DataType {

  fileprivate var fieldDims: [Dimension] {
    switch self {
    case .field(let f): f.dims
    case .scalar, .tuple, .named: []
    }
  }

}
