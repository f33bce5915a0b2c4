import Diagnostics

/// What can end a run, whatever runs the program.
public enum RunCode: String, DiagnosticCode {

  /// Something outside a field is read.
  case outside = "E-RUN-OUTSIDE"

  /// An integer is divided by zero.
  case division = "E-RUN-DIVISION"

  /// An integer is raised to a negative power.
  case power = "E-RUN-POWER"

  /// A neighbor that does not exist is read.
  case skip = "E-RUN-SKIP"

  /// A neighbor table is missing or too small.
  case table = "E-RUN-TABLE"

  /// A target does not cover the domain that is written.
  case target = "E-RUN-TARGET"

  /// One point is written twice by one statement.
  case overlap = "E-RUN-OVERLAP"

  /// An argument does not fit its parameter.
  case argument = "E-RUN-ARGUMENT"

  /// A domain is no box of points.
  case domain = "E-RUN-DOMAIN"

  /// Something is no index: a bound, a distance, or where a field would have to be read.
  case index = "E-RUN-INDEX"

  /// The range of a field is asked for that has no size yet.
  case size = "E-RUN-SIZE"

  /// The program applies something to what it does not take.
  case program = "E-RUN-PROGRAM"

  /// There is no memory for what is computed.
  case memory = "E-RUN-MEMORY"

  /// `true` iff the error belongs to the value of a point, which another run on the same arguments
  /// computes as well.
  public var isOfPoint: Bool {
    switch self {
    case .outside, .division, .power, .skip: true
    case .table, .target, .overlap, .argument, .domain, .index, .size, .program, .memory: false
    }
  }

}
