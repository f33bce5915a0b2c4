import Diagnostics
import StencilTypes

/// What went wrong on one lane: a place in the program and a coordinate; eight bytes.
struct Failure: Hashable, BitwiseCopyable {

  /// The number of a `FailureSite`, from 1; 0 for no failure.
  let site: UInt32

  /// The coordinate that was outside; 0 if the site needs none.
  let coordinate: Int32

  static let none = Failure(site: 0, coordinate: 0)

  var isNone: Bool { site == 0 }

}

/// An operation that can fail, with the expression that asks for it.
struct FailureSite: Hashable {

  enum Reason: Hashable {

    case operation(ScalarFailure)

    /// `field` was read outside `range`.
    case outside(field: String, dimension: Dimension, range: Range<Int>)

    /// A scan was read before the level at which it starts.
    case beforeScan(Dimension, start: Int)

    /// The neighbor in an offset's table is a skip value.
    case skipValue

    /// A row outside an offset's table was used.
    case outsideTable

    /// An element of a list of `count` was asked for that is not there.
    case outsideList(count: Int)

    /// A lane was read that the demand analysis had ruled out: a fault of ours.
    case unforeseen

  }

  let reason: Reason
  let span: SourceSpan?

}

/// The failure sites of a run, numbered as they are met.
final class FailureSites {

  private var sites: [FailureSite] = []
  private var numbers: [FailureSite: UInt32] = [:]

  /// Returns the failure for `reason` at `span`, at `coordinate`.
  func failure(
    _ reason: FailureSite.Reason, at span: SourceSpan?, coordinate: Int = 0
  ) -> Failure {
    let site = FailureSite(reason: reason, span: span)
    let number =
      numbers[site]
      ?? {
        sites.append(site)
        let n = UInt32(sites.count)
        numbers[site] = n
        return n
      }()
    return Failure(site: number, coordinate: Int32(clamping: coordinate))
  }

  /// Returns the message about `failure`; `place` says what needs the value.
  func diagnostic(_ failure: Failure, _ place: Diagnostic.Note?) -> Diagnostic {
    let site = sites[Int(failure.site) - 1]
    let notes = place.map { [$0] } ?? []
    func error(_ code: RunCode, _ message: String, label: String, hint: String?) -> Diagnostic {
      Diagnostic(code: code, message, at: site.span, label: label, notes: notes, hint: hint)
    }
    let at = failure.coordinate
    return switch site.reason {
    case .operation(.divisionByZero):
      error(
        .division, "An integer is divided by zero.", label: "the divisor is 0",
        hint: "choose another divisor where it is 0, with 'where(d == 0, 1, d)'")
    case .operation(.negativePower):
      error(
        .power, "An integer is raised to a negative power.", label: "the exponent is negative",
        hint: "convert the base to a floating-point type with 'astype'")
    case .operation(.undefined):
      error(.program, "The operation has no value.", label: "here", hint: nil)
    case .outside(let field, let d, let range):
      error(
        .outside, "'\(field)' is read at \(d.name)=\(at), where it has no value.",
        label: "covers \(d.name)=\(range.lowerBound):\(range.upperBound)",
        hint: "give '\(field)' a larger range, or compute on a smaller domain")
    case .beforeScan(let d, let start):
      error(
        .outside, "A scan is read at \(d.name)=\(at), before its first level.",
        label: "starts at \(d.name)=\(start)", hint: "begin the output's domain earlier")
    case .skipValue:
      error(
        .skip, "A neighbor is read that does not exist.",
        label: "the table has a skip value here",
        hint: "reduce over the neighbors, which passes over skip values")
    case .outsideTable:
      error(
        .table, "A neighbor of point \(at) is read, which has no row in the table.",
        label: "no such row", hint: "connect a larger table, or compute on a smaller domain")
    case .outsideList(let count):
      error(
        .outside, "Element \(at) of a list of \(count) is read.", label: "no such element",
        hint: count > 0 ? "elements are numbered from 0 to \(count - 1)" : nil)
    case .unforeseen:
      error(
        .outside, "A value is read that was not expected to be needed.",
        label: "this is a fault of the interpreter", hint: nil)
    }
  }

}
