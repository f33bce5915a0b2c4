import CNative

/// A level of processors that one build of a program serves: which instructions it may use.
///
/// Never "native": objects outlive the machine that they were made on.
public enum CPULevel: String, Hashable, Sendable, CaseIterable, Comparable, Codable {

  /// What every processor of its kind has; the only level on others than x86-64.
  case base = "base"
  case v2 = "x86-64-v2"
  case v3 = "x86-64-v3"
  case v4 = "x86-64-v4"

  /// The highest level that this processor has.
  public static let ofThisMachine = allCases[min(max(0, Int(native_x86_level()) - 1), 3)]

  public static func < (l: CPULevel, r: CPULevel) -> Bool { l.rank < r.rank }

  private var rank: Int {
    switch self {
    case .base: 1
    case .v2: 2
    case .v3: 3
    case .v4: 4
    }
  }

  /// The instructions that it has besides those of the level below, as compilers name them.
  public var features: [String] {
    switch self {
    case .base: []
    case .v2: ["popcnt", "sse3", "sse4.1", "sse4.2", "ssse3"]
    case .v3: ["avx", "avx2", "bmi", "bmi2", "fma"]
    case .v4: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
    }
  }

}

/// How much a compiler is to do.
public enum Optimisation: String, Hashable, Sendable, CaseIterable, Codable {

  case none = "-O0"

  /// As much as makes our code fast, and no more: somebody waits for it.
  ///
  /// Vectors along rows are written as such; the compiler is left to find those of plain loops.
  case quick = "-O2"

  case full = "-O3"

}

/// What native code is made for.
public struct NativeTarget: Hashable, Sendable, Codable {

  public let level: CPULevel
  public let optimisation: Optimisation

  /// Creates the target of code for processors of `level`.
  public init(level: CPULevel = .ofThisMachine, optimisation: Optimisation = .quick) {
    self.level = level
    self.optimisation = optimisation
  }

}
