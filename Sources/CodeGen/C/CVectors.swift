import StencilTypes

/// The C of vectors: as many numbers as a cache line holds, in types that all compilers know.
enum CVectors {

  /// Returns the definitions for vectors of `kind`.
  ///
  /// They are macros: functions that take vectors have another calling convention for each level.
  static func definitions(_ kind: ScalarKind) -> String {
    let n = 64 / kind.byteCount
    let (t, s) = (kind.cType, kind.cSuffix)
    let word = kind == .float32 ? "int32_t" : "int64_t"
    let f = kind == .float32 ? "f" : ""
    let sign = kind == .float32 ? "INT32_MIN" : "INT64_MIN"
    let most = kind == .float32 ? "INT32_MAX" : "INT64_MAX"
    let all = Array(repeating: "(x)", count: n).joined(separator: ", ")
    func lanes(_ function: String) -> String {
      (0 ..< n).map { "__builtin_\(function)\(f)((a)[\($0)])" }.joined(separator: ", ")
    }
    var text = """
      typedef \(t) stk_vec_\(s) __attribute__((vector_size(64)));
      typedef \(t) stk_row_\(s) __attribute__((vector_size(64), aligned(\(kind.byteCount)), may_alias));
      typedef \(word) stk_mask_\(s) __attribute__((vector_size(64)));
      #define STK_LOAD_\(s)(p) (*(const stk_row_\(s) *)(const void *)(p))
      #define STK_STORE_\(s)(p, v) (*(stk_row_\(s) *)(void *)(p) = (v))
      #if defined(__clang__)
      #define STK_PAST_\(s)(p, v) __builtin_nontemporal_store((v), (stk_vec_\(s) *)(void *)(p))
      #else
      #define STK_PAST_\(s)(p, v) STK_STORE_\(s)(p, v)
      #endif
      #define STK_ALL_\(s)(x) ((stk_vec_\(s)){\(all)})
      #define STK_TRUTH_\(s)(x) ((stk_mask_\(s)){\(all.replacing("(x)", with: "-(\(word))(x)"))})
      #define STK_PICK_\(s)(m, a, b) ((stk_vec_\(s))(((stk_mask_\(s))(a) & (m)) | ((stk_mask_\(s))(b) & ~(m))))
      #define STK_MIN_\(s)(a, b) ((stk_vec_\(s))((stk_mask_\(s))STK_PICK_\(s)((a) < (b), a, b) | (stk_mask_\(s))STK_PICK_\(s)((b) < (a), b, a)))
      #define STK_MAX_\(s)(a, b) ((stk_vec_\(s))((((stk_mask_\(s))STK_PICK_\(s)((a) > (b), a, b) ^ \(sign)) | ((stk_mask_\(s))STK_PICK_\(s)((b) > (a), b, a) ^ \(sign))) ^ \(sign)))
      #define STK_ABS_\(s)(a) ((stk_vec_\(s))((stk_mask_\(s))(a) & \(most)))

      """
    text += "#if defined(__clang__)\n"
    for name in ["sqrt", "floor", "ceil", "trunc"] {
      text += "#define STK_\(name)_\(s)(a) __builtin_elementwise_\(name)(a)\n"
    }
    text += "#else\n"
    for name in ["sqrt", "floor", "ceil", "trunc"] {
      text += "#define STK_\(name)_\(s)(a) ((stk_vec_\(s)){\(lanes(name))})\n"
    }
    return text + "#endif\n"
  }

  /// Returns what `operation` makes of vectors of numbers of the type with suffix `s`, or of truths.
  static func text(_ operation: ScalarOperation, _ operands: [String], _ s: String) -> String {
    let a = operands[0]
    let b = operands.count > 1 ? operands[1] : ""
    switch operation {
    case .unary(let u):
      switch u.definition {
      case .negation: return "-\(a)"
      case .magnitude: return "STK_ABS_\(s)(\(a))"
      case .squareRoot: return "STK_sqrt_\(s)(\(a))"
      case .floor: return "STK_floor_\(s)(\(a))"
      case .ceil: return "STK_ceil_\(s)(\(a))"
      case .trunc: return "STK_trunc_\(s)(\(a))"
      case .libm: break
      }
    case .binary(let o):
      switch o {
      case .plus: return "\(a) + \(b)"
      case .minus: return "\(a) - \(b)"
      case .multiplies: return "\(a) * \(b)"
      case .divides: return "\(a) / \(b)"
      case .minimum: return "STK_MIN_\(s)(\(a), \(b))"
      case .maximum: return "STK_MAX_\(s)(\(a), \(b))"
      case .floorDivides, .remainder, .truncatedRemainder: break
      }
    case .comparison(let c):
      let sign =
        switch c {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessEqual: "<="
        case .greater: ">"
        case .greaterEqual: ">="
        }
      return "(stk_mask_\(s))(\(a) \(sign) \(b))"
    case .logic(let l):
      switch l {
      case .and: return "\(a) & \(b)"
      case .or: return "\(a) | \(b)"
      case .xor: return "\(a) ^ \(b)"
      }
    case .not: return "~\(a)"
    case .predicate, .power: break
    }
    preconditionFailure("lanes have no '\(operation.name)'")
  }

}
