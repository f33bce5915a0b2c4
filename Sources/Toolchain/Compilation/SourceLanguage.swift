/// The language of a text that a compiler makes an object of.
public enum SourceLanguage: String, Hashable, Sendable, CaseIterable, Codable {

  case c = "C"
  case cPlusPlus = "C++"

  /// The end of the name of a file with such a text.
  public var fileSuffix: String {
    switch self {
    case .c: ".c"
    case .cPlusPlus: ".cpp"
    }
  }

  /// The name of the file that is compiled.
  var fileName: String { "k" + fileSuffix }

  /// The environment variable that names the compiler.
  public var variable: String {
    switch self {
    case .c: "CC"
    case .cPlusPlus: "CXX"
    }
  }

  /// What compilers are called, the one that is tried first in front.
  public var compilerNames: [String] {
    switch self {
    case .c: ["clang", "cc", "gcc"]
    case .cPlusPlus: ["clang++", "c++", "g++"]
    }
  }

  /// What compilers are called that most people have.
  var usualCompilers: String {
    switch self {
    case .c: "clang or gcc"
    case .cPlusPlus: "clang++ or g++"
    }
  }

  /// The flags that say which language it is.
  var flags: [String] {
    switch self {
    case .c: ["-std=gnu99"]
    // A read of a neighbor that is not there is guarded, so nothing has to be asserted.
    case .cPlusPlus: ["-std=c++17", "-DNDEBUG"]
    }
  }

  /// The time after which a compiler is stopped.
  var timeLimit: Duration {
    switch self {
    case .c: .seconds(120)
    // Templates.
    case .cPlusPlus: .seconds(900)
    }
  }

}
