import Diagnostics

/// Returns the parts that are not empty with `separator` between them, in indented lines where
/// they do not fit into `width` columns.
func filled(_ parts: [String], separator: String = "  ", width: Int) -> String {
  var lines: [String] = []
  for part in parts where !part.isEmpty {
    if let last = lines.last,
      last.columnCount + separator.columnCount + part.columnCount <= width
    {
      lines[lines.count - 1] = last + separator + part
    } else {
      lines.append((lines.isEmpty ? "" : "    ") + part)
    }
  }
  return lines.joined(separator: "\n")
}

/// Returns `1 step` or `2 steps`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
