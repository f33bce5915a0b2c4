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
    // What the wrappers use themselves.
    "call", "chosen", "c_loc", "distance", "fields", "failure", "free", "kernels", "len", "malloc",
    "main", "memory", "merge", "message_size", "min", "note", "pathlib", "present", "scalars",
    "sites",
    "snprintf", "tables", "transfer",
  ]

  /// What wrappers put behind a name to make others of it.
  private static let endings = [
    "", "_", "_abi", "_c", "_column_stride", "_data", "_describe", "_frozen", "_has_skip",
    "_manifest_digest", "_null", "_origin", "_row_stride", "_rows", "_run", "_shape", "_skip",
    "_stride", "_table", "_workspace",
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
    while Self.endings.contains(where: { used.contains(name.lowercased() + $0) }) {
      name = "\(base)_\(n)"
      n += 1
    }
    used.formUnion(Self.endings.map { name.lowercased() + $0 })
    return name
  }

}
