/// What is done in Python for the backend `dace`: DaCe's own code, in a process of its own.
enum DaceScripts {

  /// Prints DaCe's version and the path of `cmake`, or nothing; ends badly without DaCe.
  static let probe = """
    import importlib.metadata, importlib.util, os, shutil, sys
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    if importlib.util.find_spec("dace") is None: sys.exit(1)
    print(importlib.metadata.version("dace"))
    print(shutil.which("cmake") or "")
    """

  /// Loads `program.sdfg` from the folder at hand, validates and compiles it there, and leaves the library
  /// `program.so` and the names of its arguments in the order of the call in `arguments.json`.
  ///
  /// An SDFG carries no flags: they come in the environment, since DaCe's own change bits.
  static let build = """
    import json, os, re, shutil, sys, warnings
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    os.environ["DACE_CONFIG"] = os.path.abspath("dace.conf")
    os.environ["DACE_default_build_folder"] = os.path.abspath("build")
    os.environ["DACE_compiler_cpu_args"] = sys.argv[1]
    os.environ["DACE_compiler_use_cache"] = "0"
    os.environ["DACE_profiling"] = "0"
    warnings.simplefilter("ignore")
    import dace
    sdfg = dace.SDFG.from_file("program.sdfg")
    sdfg.validate()
    sdfg.compile(return_program_handle=False)
    folder = sdfg.build_folder
    shutil.copy(os.path.join(folder, "build", "lib%s.so" % sdfg.name), "program.so")
    header = open(os.path.join(folder, "include", sdfg.name + ".h")).read()
    def names(function):
        text = re.search(re.escape(function) + r"\\((.*?)\\);", header, re.S).group(1)
        return [p.split()[-1].lstrip("*&") for p in text.split(",") if p.strip()]
    init, call = names("__dace_init_" + sdfg.name), names("__program_" + sdfg.name)[1:]
    json.dump({"name": sdfg.name, "init": init, "call": call}, open("arguments.json", "w"))
    """

  /// Calls the library `program.so` of the folder at hand with the values that `call.json` names; arrays are
  /// files, which it works on in place.
  static let run = """
    import ctypes, json, mmap, os
    call = json.load(open("call.json"))
    kinds = {"bool": ctypes.c_bool, "float32": ctypes.c_float, "float64": ctypes.c_double}
    for n in (8, 16, 32, 64):
        kinds["int%d" % n] = getattr(ctypes, "c_int%d" % n)
        kinds["uint%d" % n] = getattr(ctypes, "c_uint%d" % n)
    kept = []
    def value(name):
        kind, text = call["values"][name]
        if kind != "file":
            number = float.fromhex(text) if kind.startswith("float") else int(text)
            return kinds[kind](number)
        size = os.path.getsize(text)
        if size == 0: return ctypes.c_void_p(ctypes.addressof(kept[0]))
        with open(text, "r+b") as file: memory = mmap.mmap(file.fileno(), size)
        kept.append(memory)
        return ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
    kept.append(ctypes.create_string_buffer(64))
    library = ctypes.CDLL(os.path.abspath("program.so"))
    init = getattr(library, "__dace_init_" + call["name"])
    init.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(init(*[value(n) for n in call["init"]]))
    if not handle.value: raise SystemExit("the library could not be initialised")
    run = getattr(library, "__program_" + call["name"])
    run.restype = None
    run(handle, *[value(n) for n in call["call"]])
    getattr(library, "__dace_exit_" + call["name"])(handle)
    """

}
