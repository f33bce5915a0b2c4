import Fields

/// Names of a program made safe for C, Fortran and Python alike, each once.
struct SafeNames {

  private var used: Set<String> = []

  /// What wrappers put behind a name to make others of it.
  private static let endings = [
    "", "_", "_abi", "_c", "_column_stride", "_data", "_describe", "_frozen", "_has_skip",
    "_manifest_digest", "_null", "_origin", "_row_stride", "_rows", "_run", "_shape", "_skip",
    "_stride", "_table", "_workspace",
  ]

  /// The most letters of a name in Fortran.
  private static let limit = 63

  /// Returns the name of the symbol, the header, the library and the modules of the program `text`.
  ///
  /// Two programs never get the same: what cannot stay as it is, because it is long or has letters
  /// that are not safe, ends with a digest of all of it.
  mutating func program(for text: String) -> String {
    let base = Self.legal(text)
    let limit = Self.limit - "_frozen".count
    return unused(
      base == text ? base : Self.marked(base, of: text, limit), of: text, limit,
      isTaken: TakenNames.isTakenForPrograms)
  }

  /// Returns a name like `text` that was not given before; Fortran takes small and capital letters
  /// for the same.
  mutating func name(for text: String) -> String {
    unused(
      Self.legal(text), of: text, Self.limit - "_column_stride".count,
      isTaken: TakenNames.isTakenForParameters)
  }

  /// Returns `text` with letters that all three languages have in names.
  private static func legal(_ text: String) -> String {
    var base = String(
      text.unicodeScalars.map { s -> Character in
        let isPlain =
          ("a" ... "z").contains(s) || ("A" ... "Z").contains(s) || ("0" ... "9").contains(s)
        return isPlain ? Character(s) : "_"
      })
    while base.hasPrefix("_") { base.removeFirst() }
    return base.isEmpty || base.first?.isNumber == true ? "x" + base : base
  }

  /// Returns `base`, which stands for `text`, in at most `limit` letters, `ending` the last of them.
  private static func fitted(
    _ base: String, _ ending: String = "", of text: String, _ limit: Int
  ) -> String {
    base.count + ending.count <= limit
      ? base + ending : marked(base, of: text, limit - ending.count) + ending
  }

  /// Returns `base` with a digest of `text` at its end, in at most `limit` letters.
  private static func marked(_ base: String, of text: String, _ limit: Int) -> String {
    let digest = "_" + SHA256.hexadecimal(of: Array(text.utf8)).prefix(8)
    return base.prefix(limit - digest.count) + digest
  }

  /// Returns `base`, or a name like it, in at most `limit` letters.
  private mutating func unused(
    _ base: String, of text: String, _ limit: Int, isTaken: (String) -> Bool
  ) -> String {
    // `double_` is that of `double`.
    let word = String(base.reversed().drop { $0 == "_" }.reversed())
    let ending = isTaken(word) ? "_" : ""
    var name = Self.fitted(base, ending, of: text, limit)
    var n = 2
    while Self.endings.contains(where: { used.contains(name.lowercased() + $0) }) {
      name = Self.fitted(base, "\(ending)_\(n)", of: text, limit)
      n += 1
    }
    used.formUnion(Self.endings.map { name.lowercased() + $0 })
    return name
  }

}
