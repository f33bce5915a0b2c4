extension FrozenInterface {

  /// The Fortran module, with lines of at most 100 columns.
  var fortranText: String {
    var lines = [
      "! \(name), frozen:", "! use \(name)_frozen, &", "!   only: \(name)", "module \(name)_frozen",
      "  use, intrinsic :: iso_c_binding", "  implicit none", "  private", "  public :: \(name)",
      "", "  interface",
    ]
    lines += list(
      "    integer(c_int32_t) function \(name)_c(", flatNames, ") bind(c, name=\"\(name)\")")
    lines.append("      import")
    lines += flatDeclarations.map { "      " + $0 }
    lines += ["    end function", "  end interface", "", "contains", ""]
    lines += [
      "  ! Arrays may be sections with strides. An origin is the index that the first element has.",
      "  ! The result is 0, or a code; message says in words what went wrong.",
    ]
    lines += list("  integer function \(name)(", wrapperNames, ") result(code)")
    lines += wrapperDeclarations.map { "    " + $0 }
    lines += wrapperBody.map { "    " + $0 }
    lines += ["  end function", ""]
    lines += [
      "  ! The distance of two elements of so many bytes.",
      "  integer(c_int64_t) function distance(x, y, bytes)",
      "    type(c_ptr), intent(in) :: x, y",
      "    integer(c_int64_t), intent(in) :: bytes",
      "    distance = (transfer(y, 0_c_int64_t) - transfer(x, 0_c_int64_t)) / bytes",
      "  end function", "", "end module", "",
    ]
    return lines.flatMap(folded).joined(separator: "\n")
  }

  /// Returns `line` in as many lines as it takes: compilers cut what is longer than 132 columns.
  private func folded(_ line: String) -> [String] {
    var lines: [String] = []
    var rest = Substring(line)
    // Names are so short that some blank or parenthesis stands before the margin.
    while rest.count > 100, let end = rest.prefix(98).lastIndex(where: { $0 == " " || $0 == "(" }) {
      let next = rest.index(after: end)
      lines.append(rest[..<next] + "&")
      rest = "        " + rest[next...]
    }
    return lines + [String(rest)]
  }

  /// Returns `items` in parentheses, in as many lines as it takes.
  private func list(_ start: String, _ items: [String], _ end: String) -> [String] {
    var lines: [String] = []
    var line = start
    for (i, item) in items.enumerated() {
      let piece = item + (i == items.count - 1 ? "" : ", ")
      if line.count + piece.count > 96 {
        lines.append(line + "&")
        line = "        "
      }
      line += piece
    }
    if line.count + end.count > 98 {
      lines.append(line + "&")
      line = "        "
    }
    return lines + [line + end]
  }

  // MARK: The C function

  private var flatNames: [String] {
    fields.flatMap { f in
      [f.name]
        + (f.dims.isEmpty ? [] : ["shape", "stride", "origin"].map { "\(f.name)_\($0)" })
    } + scalars.map(\.name)
      + tables.flatMap { t in
        [""].map { t.name + $0 }
          + ["rows", "row_stride", "column_stride", "has_skip", "skip"].map { "\(t.name)_\($0)" }
      } + ["message", "message_size"]
  }

  private var flatDeclarations: [String] {
    var lines: [String] = []
    for f in fields {
      lines.append("type(c_ptr), value :: \(f.name)")
      if f.dims.isEmpty { continue }
      for part in ["shape", "stride", "origin"] {
        lines.append("integer(c_int64_t), intent(in) :: \(f.name)_\(part)(\(f.dims.count))")
      }
    }
    for s in scalars { lines.append("\(FrozenType(s.dtype).fortran), value :: \(s.name)") }
    for t in tables {
      lines.append("type(c_ptr), value :: \(t.name)")
      for part in ["rows", "row_stride", "column_stride"] {
        lines.append("integer(c_int64_t), value :: \(t.name)_\(part)")
      }
      for part in ["has_skip", "skip"] {
        lines.append("integer(c_int32_t), value :: \(t.name)_\(part)")
      }
    }
    return lines + [
      "character(kind=c_char), intent(inout) :: message(*)",
      "integer(c_int64_t), value :: message_size",
    ]
  }

  // MARK: The function for Fortran

  private var wrapperNames: [String] {
    fields.flatMap { f in f.dims.isEmpty ? [f.name] : [f.name, "\(f.name)_origin"] }
      + scalars.map(\.name)
      + tables.flatMap { t in t.hasSkipValues ? [t.name, "\(t.name)_skip"] : [t.name] }
      + ["message"]
  }

  private var wrapperDeclarations: [String] {
    var lines: [String] = []
    for f in fields {
      let intent = f.intent == "in" ? "in" : "inout"
      let type = FrozenType(f.dtype).fortran
      let shape = f.dims.isEmpty ? "" : "(\(f.dims.map { _ in ":" }.joined(separator: ", ")))"
      lines.append("\(type), intent(\(intent)), target :: \(f.name)\(shape)")
      if f.dims.isEmpty { continue }
      lines.append("integer, intent(in) :: \(f.name)_origin(\(f.dims.count))")
      lines.append("integer(c_int64_t) :: \(f.name)_stride(\(f.dims.count))")
      lines.append("type(c_ptr) :: \(f.name)_data")
    }
    for s in scalars {
      let type = s.dtype == "bool" ? "logical" : FrozenType(s.dtype).fortran
      lines.append("\(type), intent(in) :: \(s.name)")
    }
    for t in tables {
      lines.append("integer(c_int32_t), intent(in), target :: \(t.name)(:, :)")
      if t.hasSkipValues { lines.append("integer(c_int32_t), intent(in) :: \(t.name)_skip") }
      lines.append("integer(c_int64_t) :: \(t.name)_stride(2)")
      lines.append("type(c_ptr) :: \(t.name)_data")
    }
    return lines + [
      "character(len=*), intent(out), optional :: message",
      "character(kind=c_char) :: stk_text(512)", "integer :: stk_n",
    ]
  }

  private var wrapperBody: [String] {
    var lines = ["stk_text = c_null_char"]
    for f in fields where !f.dims.isEmpty {
      lines += addressing(f.name, rank: f.dims.count, bytes: FrozenType(f.dtype).byteCount)
    }
    for t in tables { lines += addressing(t.name, rank: 2, bytes: 4) }
    var arguments: [String] = []
    for f in fields {
      if f.dims.isEmpty {
        arguments.append("c_loc(\(f.name))")
      } else {
        arguments += [
          "\(f.name)_data", "int(shape(\(f.name)), c_int64_t)", "\(f.name)_stride",
          "int(\(f.name)_origin, c_int64_t)",
        ]
      }
    }
    for s in scalars {
      arguments.append(
        s.dtype == "bool" ? "merge(1_c_int8_t, 0_c_int8_t, \(s.name))" : s.name)
    }
    for t in tables {
      arguments += [
        "\(t.name)_data", "int(size(\(t.name), 1), c_int64_t)", "\(t.name)_stride(1)",
        "\(t.name)_stride(2)",
      ]
      arguments +=
        t.hasSkipValues ? ["1_c_int32_t", "\(t.name)_skip"] : ["0_c_int32_t", "0_c_int32_t"]
    }
    arguments += ["stk_text", "int(size(stk_text), c_int64_t)"]
    lines += list("code = \(name)_c(", arguments, ")")
    lines += [
      "if (present(message)) then", "  message = ' '",
      "  do stk_n = 1, min(len(message), size(stk_text))",
      "    if (stk_text(stk_n) == c_null_char) exit",
      "    message(stk_n:stk_n) = stk_text(stk_n)", "  end do", "end if",
    ]
    return lines
  }

  /// The lines that find out where an array lies.
  private func addressing(_ array: String, rank: Int, bytes: Int) -> [String] {
    // Assumed-shape arrays begin at 1 in every dimension.
    func plain(_ second: Int?) -> String {
      "\(array)(\((1 ... rank).map { $0 == second ? "2" : "1" }.joined(separator: ", ")))"
    }
    var lines = ["\(array)_stride = 1", "\(array)_data = c_null_ptr"]
    lines.append("if (size(\(array)) > 0) then")
    lines.append("  \(array)_data = c_loc(\(plain(nil)))")
    for d in 1 ... rank {
      lines.append("  if (size(\(array), \(d)) > 1) &")
      lines.append(
        "    \(array)_stride(\(d)) = distance(\(array)_data, c_loc(\(plain(d))), \(bytes)_c_int64_t)"
      )
    }
    lines.append("end if")
    return lines
  }

}
