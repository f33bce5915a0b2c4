/// Names of a program made safe for C, Fortran and Python alike, each once.
struct SafeNames {

  private var used: Set<String> = []

  /// Words that are taken in one of the languages, in small letters.
  private static let reserved: Set<String> = [
    "and", "as", "assert", "async", "auto", "await", "bool", "break", "case", "char", "class",
    "code", "complex", "const", "continue", "def", "default", "del", "do", "double", "elif", "else",
    "enum", "except", "extern", "false", "finally", "float", "for", "from", "global", "goto", "if",
    "import", "in", "inline", "int", "integer", "is", "lambda", "logical", "long", "match",
    "message",
    "none", "nonlocal", "not", "numpy", "ctypes", "or", "pass", "raise", "real", "register",
    "restrict", "result", "return", "short", "signed", "size", "sizeof", "static", "stk", "struct",
    "switch", "true", "try", "type", "typedef", "union", "unsigned", "void", "volatile", "while",
    "with", "workspace", "workspace_size", "yield", "shape",
  ]

  /// Returns a name like `text` that was not given before; Fortran takes small and capital letters
  /// for the same, and at most 63 of them.
  mutating func name(for text: String) -> String {
    var base = String(
      text.unicodeScalars.map { s -> Character in
        let isPlain =
          ("a" ... "z").contains(s) || ("A" ... "Z").contains(s) || ("0" ... "9").contains(s)
        return isPlain ? Character(s) : "_"
      })
    while base.hasPrefix("_") { base.removeFirst() }
    if base.isEmpty || base.first?.isNumber == true { base = "x" + base }
    base = String(base.prefix(40))
    if Self.reserved.contains(base.lowercased()) { base += "_" }
    var name = base
    var n = 2
    while !used.insert(name.lowercased()).inserted {
      name = "\(base)_\(n)"
      n += 1
    }
    return name
  }

}
