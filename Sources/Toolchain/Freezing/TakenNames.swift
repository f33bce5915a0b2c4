/// Names that mean something else already to those who call a frozen program.
///
/// The lists are the same on each machine, so that the same program gives the same bytes.
enum TakenNames {

  /// Returns the words of `text`.
  static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// `true` iff no parameter can have the name in the header, the wrapper or the modules.
  static func isTakenForParameters(_ name: String) -> Bool {
    let small = name.lowercased()
    return languages.contains(small) || wrappers.contains(small) || macros.contains(name)
      || small.hasPrefix("stk_")
  }

  /// `true` iff no program can have the name: as a symbol it would hide another, or as a file or a
  /// module be found in the place of another.
  static func isTakenForPrograms(_ name: String) -> Bool {
    // POSIX keeps the names of types.
    isTakenForParameters(name) || files.contains(name.lowercased()) || name.hasSuffix("_t")
      || functions.contains { symbols.contains(name.lowercased() + $0) }
      || constants.contains { macros.contains(name.uppercased() + $0) }
  }

  /// What stands behind the name in functions and constants that are made of it.
  private static let functions = [
    "", "_abi", "_describe", "_manifest_digest", "_null", "_run", "_table", "_workspace",
  ]
  private static let constants = [
    "_FAILED", "_FROZEN_H", "_NULL", "_OK", "_OVERLAP", "_UNCOVERED", "_UNSUITABLE", "_WORKSPACE",
  ]

  private static let symbols = small(
    cLibrary, mathLibrary, functionMacros, otherSymbols, fortranIntrinsics)
  private static let files = small(pythonModules, headers, libraries)

  private static func small(_ lists: Set<String>...) -> Set<String> {
    Set(lists.joined().map { $0.lowercased() })
  }

  /// The words of C, C++, Fortran's way to C, and Python, in small letters.
  private static let languages = words(
    """
    alignas alignof and and_eq as asm assert async atomic_cancel atomic_commit atomic_noexcept
    auto await bitand bitor bool break case catch char char16_t char32_t char8_t class co_await
    co_return co_yield compl complex concept const const_cast consteval constexpr constinit
    continue contract_assert decltype def default del delete do double dynamic_cast elif else enum
    except explicit export extern false finally float for friend from global goto if imaginary
    import in inline int integer is lambda logical long match mutable namespace new noexcept none
    nonlocal noreturn not not_eq nullptr operator or or_eq pass private protected public raise
    real reflexpr register reinterpret_cast requires restrict return short signed sizeof static
    static_assert static_cast struct switch synchronized template this thread_local throw true try
    type typedef typeid typename typeof typeof_unqual union unsigned using virtual void volatile
    wchar_t while with xor xor_eq yield c_alert c_associated c_backspace c_bool c_carriage_return
    c_char c_double c_double_complex c_f_pointer c_f_procpointer c_float c_float_complex
    c_form_feed c_funloc c_funptr c_horizontal_tab c_int c_int16_t c_int32_t c_int64_t c_int8_t
    c_int_fast16_t c_int_fast32_t c_int_fast64_t c_int_fast8_t c_int_least16_t c_int_least32_t
    c_int_least64_t c_int_least8_t c_intmax_t c_intptr_t c_loc c_long c_long_double
    c_long_double_complex c_long_long c_new_line c_null_char c_null_funptr c_null_ptr c_ptr
    c_ptrdiff_t c_short c_signed_char c_size_t c_sizeof c_vertical_tab iso_c_binding
    """)

  /// What the header, the wrapper and the modules use themselves, in small letters.
  private static let wrappers = words(
    """
    bool_ call chosen code ctypes decode distance failure field_dims field_names fields free
    int16_t int32_t int64_t int8_t intptr_t kernel kernels len level_v2 level_v3 level_v4 main
    malloc memory merge message message_size min note numpy overflowerror pathlib present result
    scalars shape sites size size_t snprintf stk tables transfer typeerror uint16_t uint32_t
    uint64_t uint8_t uintptr_t valueerror workspace workspace_size
    """)

  /// Types and constants of C17 and POSIX that no list of symbols or macros has, and builtins of Python that
  /// the module calls.
  private static let otherSymbols = words(
    """
    action caddr_t dir endorder enter entry file find fts ftsent isinstance jmp_buf leaf p_all
    p_pgid p_pid p_pidfd postorder preorder sigjmp_buf str u_char u_int u_long u_short uint ulong
    ushort va_list visit
    """)

  /// The functions of Fortran that a module's function of the same name would hide.
  private static let fortranIntrinsics = words(
    """
    abs achar acos acosh adjustl adjustr aimag aint all allocated anint any asin asinh associated
    atan atan2 atanh bessel_j0 bessel_j1 bessel_jn bessel_y0 bessel_y1 bessel_yn bge bgt bit_size
    ble blt btest ceiling char cmplx command_argument_count conjg cos cosh count cpu_time cshift
    date_and_time dble digits dim dot_product dprod dshiftl dshiftr eoshift epsilon erf erfc
    erfc_scaled exp exponent findloc floor fraction gamma hypot huge iachar iall iand iany ibclr
    ibits ibset ichar ieor image_index index int ior iparity ishft ishftc kind lbound leadz len
    len_trim lge lgt lle llt log log10 log_gamma maskl maskr matmul max maxexponent maxloc maxval
    merge merge_bits min minexponent minloc minval mod modulo move_alloc mvbits nearest new_line
    nint norm2 null num_images pack parity popcnt poppar precision present product radix
    random_number random_seed range real repeat reshape rrspacing same_type_as scale scan
    selected_char_kind selected_int_kind selected_real_kind set_exponent shape shifta shiftl
    shiftr sign sin sinh size spacing spread sqrt storage_size sum system_clock tan tanh
    this_image tiny trailz transfer transpose trim ubound unpack verify
    """)

}
