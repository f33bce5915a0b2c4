extension FrozenInterface {

  /// The Python module: it needs numpy and nothing else.
  var pythonText: String {
    let call = pythonCall
    let doc = "\(name), frozen. Needs numpy only."
    return """
      \"\"\"\(doc)\"\"\"
      import ctypes
      import operator
      import pathlib

      import numpy

      _lib = ctypes.CDLL(str(pathlib.Path(__file__).resolve().parent.parent / "lib" / "lib\(name).so"))
      _P = ctypes.c_void_p
      _I = ctypes.c_int64
      _call = _lib.\(name)
      _call.restype = ctypes.c_int32
      _call.argtypes = [
          \(call.types.map { $0 + "," }.joined(separator: "\n    "))
          ctypes.c_char_p, _I,
      ]
      if _lib.\(name)_abi() != \(Self.abi):
          raise ImportError("lib\(name).so has another ABI than this module")


      \(Self.pythonChecks)


      def \(name)(\(pythonParameters)):
          \"\"\"Calls the program; raises ValueError if it fails, and leaves arrays as they were then.

      \(pythonArgumentLines)

          An origin is the index that the first element of an array has.
          \"\"\"
          \(call.checks.joined(separator: "\n    "))
          message = ctypes.create_string_buffer(512)
          code = _call(\((call.arguments + ["message", "512"]).joined(separator: ", ")))
          if code:
              raise ValueError("\(name): " + message.value.decode(errors="replace"))

      """
  }

  /// The parameters of the function, those that have defaults by keyword only.
  private var pythonParameters: String {
    let positional = fields.map(\.name) + scalars.map(\.name) + tables.map(\.name)
    let keywords =
      fields.filter { !$0.dims.isEmpty }.map { f in
        "\(f.name)_origin=(\(f.dims.map { _ in "0," }.joined(separator: " ")))"
      } + tables.filter(\.hasSkipValues).map { "\($0.name)_skip=-1" }
    return positional.joined(separator: ", ")
      + (keywords.isEmpty
        ? "" : (positional.isEmpty ? "*, " : ", *, ") + keywords.joined(separator: ", "))
  }

  /// What the function hands on: the types of `ctypes`, the checks before, a line each, and the arguments.
  private var pythonCall: (types: [String], checks: [String], arguments: [String]) {
    var types: [String] = []
    var arguments: [String] = []
    var checks: [String] = []
    for f in fields {
      let n = f.dims.count
      checks.append(
        "\(f.name)_ = _field(\"\(f.name)\", \(f.name), \"\(FrozenType(f.dtype).python)\", \(n), "
          + "\(n == 0 ? "()" : "\(f.name)_origin"), \(f.intent == "in" ? "False" : "True"))")
      types += n == 0 ? ["_P"] : ["_P", "_I * \(n)", "_I * \(n)", "_I * \(n)"]
      arguments.append("*\(f.name)_")
    }
    for s in scalars {
      let type =
        s.dtype == "bool"
        ? "uint8" : s.dtype == "float64" ? "double" : s.dtype == "float32" ? "float" : s.dtype
      types.append("ctypes.c_\(type)")
      checks.append(
        "\(s.name) = _scalar(\"\(s.name)\", \(s.name), \"\(FrozenType(s.dtype).python)\")")
      arguments.append(s.name)
    }
    for t in tables {
      types += ["_P", "_I", "_I", "_I", "ctypes.c_int32", "ctypes.c_int32"]
      checks.append("\(t.name)_ = _table(\"\(t.name)\", \(t.name), \(t.columns))")
      if t.hasSkipValues {
        checks.append("\(t.name)_skip = _scalar(\"\(t.name)_skip\", \(t.name)_skip, \"int32\")")
      }
      arguments += [
        "*\(t.name)_", t.hasSkipValues ? "1" : "0", t.hasSkipValues ? "\(t.name)_skip" : "0",
      ]
    }
    return (types, checks, arguments)
  }

  /// What the arguments are, a line of the docstring each.
  private var pythonArgumentLines: String {
    let fieldLines = fields.map { f in
      "      \(title(f.name, of: f.source)): \(f.dtype), (\(f.dims.joined(separator: ", "))), \(f.intent)"
    }
    let tableLines = tables.map { t in
      "      \(title(t.name, of: t.source)): int32, (\(t.target), \(t.columns))"
    }
    let scalarLines = scalars.map { "      \(title($0.name, of: $0.source)): \($0.dtype)" }
    let boundLines = bound.map { "      \($0.name) is always \($0.value)" }
    return (fieldLines + scalarLines + tableLines + boundLines).joined(separator: "\n")
  }

  /// The functions that look at what callers pass, and take it apart for C.
  private static let pythonChecks = """
    def _field(name, array, dtype, rank, origin, writable):
        dtype = numpy.dtype(dtype)
        if not isinstance(array, numpy.ndarray) or array.dtype != dtype or array.ndim != rank:
            needed = f"an array of {dtype} with {_count(rank, 'dimension')}"
            raise TypeError(f"{name}: {needed} is needed, not {_given(array)}")
        if not array.dtype.isnative or any(s % dtype.itemsize for s in array.strides):
            raise TypeError(f"{name}: byte order or strides are not those of native {dtype}")
        if writable and not array.flags.writeable:
            raise ValueError(f"{name} is read-only")
        if rank == 0:
            return (array.ctypes.data,)
        n = _I * rank
        strides = [s // dtype.itemsize for s in array.strides]
        return array.ctypes.data, n(*array.shape), n(*strides), n(*_indices(name + "_origin", origin, rank))


    def _indices(name, values, rank):
        try:
            indices = [operator.index(i) for i in values]
        except TypeError:
            indices = []
        if len(indices) != rank:
            needed = f"a tuple of {_count(rank, 'whole number')}"
            raise TypeError(f"{name}: {needed} is needed, not {values!r}")
        return [_within(name, i, -(2**63), 2**63 - 1, "an index") for i in indices]


    def _count(n, noun):
        return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


    def _given(value):
        if isinstance(value, numpy.ndarray):
            return f"one of {value.dtype} with {_count(value.ndim, 'dimension')}"
        return f"{type(value).__name__}: {value!r:.80}"


    def _table(name, array, columns):
        if not isinstance(array, numpy.ndarray) or array.dtype != numpy.int32 or array.ndim != 2:
            raise TypeError(f"{name}: an array of int32 with 2 dimensions is needed, not {_given(array)}")
        if array.shape[1] != columns:
            raise ValueError(f"{name}: {columns} columns are needed, not {array.shape[1]}")
        if any(s % 4 for s in array.strides):
            raise TypeError(f"{name}: strides are not those of int32")
        return array.ctypes.data, array.shape[0], array.strides[0] // 4, array.strides[1] // 4


    def _scalar(name, value, dtype):
        dtype = numpy.dtype(dtype)
        array = numpy.asarray(value)
        if dtype.kind in "iu" and array.dtype.kind in "biuO" and array.ndim == 0:
            try:
                number = int(value) if array.dtype.kind == "b" else operator.index(value)
            except TypeError:
                pass
            else:
                return _within(name, number, numpy.iinfo(dtype).min, numpy.iinfo(dtype).max, dtype)
        if array.ndim or not numpy.can_cast(array.dtype, dtype, "same_kind"):
            article = "an" if dtype.kind == "i" else "a"
            raise TypeError(f"{name}: {article} {dtype} is needed, not {value!r}")
        return array.astype(dtype).item()


    def _within(name, number, least, most, dtype):
        if not least <= number <= most:
            raise OverflowError(f"{name}: {dtype} goes from {least} to {most}, and {number} is not in there")
        return number
    """

}
