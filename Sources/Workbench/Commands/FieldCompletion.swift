extension CompletionPoint {

  /// What can go on a `field` command.
  var fieldWords: [String] {
    if let dims = openDimensions { return dims }
    if key == "dtype" { return ["float32", "float64", "int32", "int64", "bool"] }
    if key?.hasSuffix("]") ?? false {
      return word.hasPrefix("index(")
        ? dimensions.map { "index(" + $0 } : ["random", "zeros", "ones", "index(", "load"]
    }
    if key != nil { return [] }
    if words.last == "load" { return files("npy", "npz") }
    if words.contains("=") {
      return dimensionsInBrackets.map { $0 + "=" } + ["dtype=", "seed=", "low=", "high="]
    }
    return words.count > 1 ? ["="] : []
  }

  /// The dimensions that can stand in the brackets of `field x[`; `nil` behind and before them.
  private var openDimensions: [String]? {
    if key != nil { return nil }
    let text = (words.dropFirst() + [word]).joined(separator: " ")
    guard let open = text.lastIndex(of: "["), !text[open...].contains("]") else { return nil }
    let taken = text[text.index(after: open)...].split(separator: ",").map {
      $0.trimmingPrefix(" ")
    }
    let start = word.lastIndex { "[,".contains($0) }.map { word[...$0] } ?? ""
    return dimensions.filter { name in !taken.contains { $0 == name } }.map { start + $0 }
  }

  /// The dimensions of the field that the line makes.
  private var dimensionsInBrackets: [String] {
    let text = words.dropFirst().joined(separator: " ")
    guard let open = text.firstIndex(of: "["), let close = text.firstIndex(of: "]") else {
      return []
    }
    return text[text.index(after: open) ..< close].split(separator: ",").map {
      String($0.trimmingPrefix(" "))
    }
  }

}
