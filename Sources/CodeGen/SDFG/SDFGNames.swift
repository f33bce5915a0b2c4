/// Gives names to what an SDFG holds: as close to the user's as C++, Python and DaCe let them be.
struct SDFGNames {

  private var taken = SDFGNames.reserved

  /// Returns a name like `name` that nothing else has.
  mutating func unique(_ name: String) -> String {
    var safe = cName(name)
    if safe.isEmpty || !(safe.first?.isLetter ?? false) { safe = "x_" + safe }
    // What begins like this, or has two of them, is DaCe's or the compiler's.
    while safe.contains("__") { safe = safe.replacing("__", with: "_") }
    var candidate = safe
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(safe)_\(number)"
      number += 1
    }
    return candidate
  }

  /// Words that mean something where the names stand.
  private static let reserved: Set<String> = {
    let cpp = """
      alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t class
      compl const constexpr const_cast continue decltype default delete do double dynamic_cast else enum
      explicit export extern false float for friend goto if inline int long mutable namespace new noexcept
      not not_eq nullptr operator or or_eq private protected public register reinterpret_cast return short
      signed sizeof static static_assert static_cast struct switch template this thread_local throw true
      try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq
      concept requires co_await co_return co_yield import module
      std dace min max abs pow exp log sin cos tan sqrt floor ceil round int8_t int16_t int32_t int64_t
      uint8_t uint16_t uint32_t uint64_t size_t errno assert stdin stdout stderr NULL NAN INFINITY main
      linux unix I restrict
      """
    let python = """
      False None True and as assert async await break class continue def del elif else except finally for
      from global if import in is lambda nonlocal not or pass raise return try while with yield
      C E I N O Q S pi oo zoo nan beta gamma zeta re im sign Min Max Abs Symbol
      """
    // Names of ours in the code of tasklets.
    let ours = """
      c call code slot fields scalars tables begin end unit is_unit body x first kept scratch at state
      handle
      """
    let words = [cpp, python, ours].flatMap { $0.split(whereSeparator: \.isWhitespace) }
    return Set(words.map(String.init))
  }()

}
