extension TakenNames {

  /// Python's own modules, of versions 3.8 to 3.14, without those that begin with an underscore.
  static let pythonModules = words(
    """
    abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop
    base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd
    code codecs codeop collections colorsys compileall compression concurrent configparser
    contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal
    difflib dis distutils doctest dummy_threading email encodings ensurepip enum errno
    faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc
    genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib
    imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache
    locale logging lzma macpath mailbox mailcap marshal math mimetypes mmap modulefinder msilib
    msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse
    os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib
    posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue
    quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors
    shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3
    sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess
    sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test
    textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc
    tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave
    weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib
    zoneinfo
    """)

  /// The headers of glibc, Linux and gcc, without `.h`.
  static let headers = words(
    """
    ISO_Fortran_binding acc_prof adxintrin aio aliases alloca ammintrin amxbf16intrin
    amxint8intrin amxtileintrin ar argp argz assert avx2intrin avx5124fmapsintrin
    avx5124vnniwintrin avx512bf16intrin avx512bf16vlintrin avx512bitalgintrin avx512bwintrin
    avx512cdintrin avx512dqintrin avx512erintrin avx512fintrin avx512fp16intrin avx512fp16vlintrin
    avx512ifmaintrin avx512ifmavlintrin avx512pfintrin avx512vbmi2intrin avx512vbmi2vlintrin
    avx512vbmiintrin avx512vbmivlintrin avx512vlbwintrin avx512vldqintrin avx512vlintrin
    avx512vnniintrin avx512vnnivlintrin avx512vp2intersectintrin avx512vp2intersectvlintrin
    avx512vpopcntdqintrin avx512vpopcntdqvlintrin avxintrin avxvnniintrin backtrace bmi2intrin
    bmiintrin bmmintrin byteswap cet cetintrin cldemoteintrin clflushoptintrin clwbintrin
    clzerointrin complex cpio cpuid ctype dirent dlfcn elf emmintrin endian enqcmdintrin envz err
    errno error execinfo f16cintrin fcntl features fenv float fma4intrin fmaintrin fmtmsg fnmatch
    fstab fts ftw fxsrintrin gconv gcov getopt gfniintrin glob grp gshadow hresetintrin ia32intrin
    iconv ifaddrs immintrin inttypes iso646 keylockerintrin langinfo lastlog libgen libintl limits
    link locale lwpintrin lzcntintrin malloc math mcheck memory mm3dnow mm_malloc mmintrin mntent
    monetary movdirintrin mqueue mwaitintrin mwaitxintrin netdb nl_types nmmintrin nss obstack omp
    openacc paths pconfigintrin pkuintrin pmmintrin poll popcntintrin prfchwintrin printf
    proc_service pthread pty pwd quadmath quadmath_weak rdseedintrin re_comp regex regexp resolv
    rtmintrin sched search semaphore serializeintrin setjmp sgtty sgxintrin shadow shaintrin
    signal smmintrin spawn stab stdalign stdarg stdatomic stdbool stddef stdfix stdint stdio
    stdio_ext stdlib stdnoreturn string strings syscall sysexits syslimits syslog tar tbmintrin
    termio termios tgmath thread_db threads time tmmintrin tsxldtrkintrin ttyent uchar ucontext
    uintrintrin ulimit unistd unwind utime utmp utmpx vaesintrin values varargs vpclmulqdqintrin
    wait waitpkgintrin wbnoinvdintrin wchar wctype wmmintrin wordexp x86gprintrin x86intrin
    xmmintrin xopintrin xsavecintrin xsaveintrin xsaveoptintrin xsavesintrin xtestintrin
    """)

  /// The libraries of glibc and gcc, without `lib`: another `libm.so` would be linked for theirs.
  static let libraries = words(
    """
    BrokenLocale CNS GB ISOIR165 JIS JISX0213 KSC anl asan atomic backtrace c c_malloc_debug
    c_nonshared caf_single cc1 dl g gcc gcc_eh gcc_s gcov gfortran gomp itm lsan lto_plugin m
    mcheck memusage mvec nsl nss_compat nss_dns nss_files nss_hesiod objc objc_gc pcprofile
    pthread pthread_nonshared quadmath resolv rt ssp_nonshared thread_db tsan ubsan util
    """)

}
