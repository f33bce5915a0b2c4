import Foundation
import Testing

/// The tool where the system gives less than it wants: full disks, closed streams, little memory.
@Suite struct SurroundingsTests {

  private static let tool = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("stencil-repl").path

  /// Runs `script` in a shell that knows the tool as `$B`; returns the status and all that was said.
  private func run(_ script: String) throws -> (status: Int32, text: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.environment = ["B": Self.tool, "PATH": "/usr/bin:/bin", "HOME": "/nowhere"]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  @Test(arguments: [
    (
      "$B -c help > /dev/full",
      "stencil-repl: the output cannot be written: No space left on device\n"
    ),
    ("$B -c help >&-", "stencil-repl: the output cannot be written: Bad file descriptor\n"),
    ("$B -c nope 2> /dev/full", ""), ("$B -c nope 2>&-", ""),
    ("$B -c help > /dev/full 2>&1", ""),
  ])
  func saysOnceThatOutputCannotBeWritten(script: String, text: String) throws {
    let answer = try run(script)
    #expect(answer.status == 1)
    #expect(answer.text == text)
  }

  /// A pipe that does not wait takes all in the end; one whose reader is gone is no fault.
  @Test func writesToPipes() throws {
    let long = "'set stable on' " + String(repeating: "-c help ", count: 40)
    let whole = try run("$B -c \(long)")
    let slow = try run(
      """
      python3 - <<'E'
      import fcntl, os, subprocess, sys, time
      r, w = os.pipe(); fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
      p = subprocess.Popen("$B -c \(long)", shell=True, stdout=w); os.close(w); time.sleep(1)
      sys.stdout.flush()
      while d := os.read(r, 1000): os.write(1, d)
      sys.exit(p.wait())
      E
      """)
    #expect(slow.status == 0 && slow.text == whole.text, "\(slow.text.suffix(300))")
    let gone = try run("$B -c \(long) | head -1; exit ${PIPESTATUS[0]}")
    #expect(gone.status != 3 && gone.text.split(separator: "\n").count == 1, "\(gone)")
  }

  /// Stacks are smaller then, and the tool does not wait for a thread that never starts.
  @Test(arguments: [1_000_000, 2_000_000, 6_000_000])
  func worksInLittleMemory(kilobytes: Int) throws {
    let answer = try run(
      """
      ulimit -v \(kilobytes)
      timeout 100 $B -c 'from cartesian import *' -c 'field a[I] = ones I=4' -c 'list fields'
      """)
    #expect(answer.status == 0 && answer.text.contains("mean 1"), "\(answer)")
  }

  /// What takes more stack or memory than there is says so, and ends nothing else.
  @Test(
    arguments: [
      ("(Ioff[1])", 100_000, 300_000), ("(Ioff[1])", 100_000, 600_000),
      (" + a", 100_000, 600_000), (" + a", 100_000, 1_000_000), (" * (a + 1.0)", 50_000, 600_000),
    ])
  func outlivesDeepPrograms(part: String, count: Int, kilobytes: Int) throws {
    let answer = try run(
      """
      f=$(mktemp -d)/deep.py
      python3 - > $f <<'E'
      print('from gt4py.next import *')
      print("I = Dimension('I')")
      print("Ioff = FieldOffset('Ioff', source=I, target=(I,))")
      print('@field_operator')
      print('def f(a: Field[[I], float64]) -> Field[[I], float64]:')
      print('    return a' + '\(part)' * \(count))
      E
      ulimit -v \(kilobytes)
      printf 'load "%s"\n' $f | $B
      s=$?; rm -r $(dirname $f); exit $s
      """)
    #expect(answer.status == 1, "\(answer)")
    #expect(
      answer.text.contains("error[E-MEMORY") || answer.text.contains("error[E-FILE]"), "\(answer)")
  }

  /// A session file that takes more fails alone.
  @Test func replaysOtherFilesAfterADeepOne() throws {
    let answer = try run(
      """
      d=$(mktemp -d)
      python3 - > $d/deep.stencil-session <<'E'
      print('#! stencil-session 1\\n')
      print('    > from cartesian import I')
      print('    > @field_operator')
      print('    . def f(a: Field[[I], float64]) -> Field[[I], float64]:')
      print('    .     return a' + ' + 1.0' * 200_000)
      E
      printf '#! stencil-session 1\\n\\n    > set seed 3\\n    seed = 3  (seed of random fields)\\n' > $d/good.stencil-session
      ulimit -v 600000
      $B replay $d/deep.stencil-session $d/good.stencil-session
      s=$?; rm -r $d; exit $s
      """)
    #expect(answer.status == 2, "\(answer)")
    #expect(answer.text.contains("deep.stencil-session' cannot be replayed"), "\(answer)")
    #expect(answer.text.contains("error[E-MEMORY"), "\(answer)")
    #expect(answer.text.contains("1 passed, 0 failed, 1 unreadable"), "\(answer)")
  }

  /// What does not fit is refused with its size, and what was there stays.
  @Test(arguments: ["zeros", "ones", "random", "index(I)"])
  func refusesWhatDoesNotFit(filling: String) throws {
    let answer = try run(
      """
      ulimit -v 3000000
      $B -c 'from cartesian import *' -c 'field a[I] = ones I=4' -c 'field x[I] = \(filling) I=800000000 dtype=float64'
      """)
    #expect(answer.status == 1, "\(answer)")
    let words = answer.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("needs 6400000000 bytes, more memory than can be had"), "\(answer)")
  }

  /// A field that is replaced gives its memory back: sixteen of 8 to 20 MB take little more than one.
  @Test func givesMemoryBack() throws {
    let answer = try run(
      """
      python3 - <<'E'
      import os, resource, subprocess
      text = 'from cartesian import *\\n' + ''.join(
          f'field f[I] = zeros I={1000000 + n % 7 * 250000}\\n' for n in range(16))
      subprocess.run([os.environ['B']], input=text.encode(), stdout=subprocess.DEVNULL, check=True)
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
      E
      """)
    let megabytes = try #require(Int(answer.text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(megabytes < 160, "\(megabytes) MB")
  }

  /// A compressed file is unpacked as far as its header says, if there is memory for that.
  @Test func refusesArchivesThatDoNotFit() throws {
    let answer = try run(
      """
      d=$(mktemp -d); cd $d; python3 - <<'E'
      import struct, zipfile
      h = "{'descr': '|u1', 'fortran_order': False, 'shape': (1200000000,), }"
      h += ' ' * (-(11 + len(h)) % 64) + '\\n'
      with zipfile.ZipFile('b.npz', 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as z:
          with z.open('u.npy', 'w', force_zip64=True) as f:
              f.write(b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(h)) + h.encode())
              for _ in range(1200): f.write(bytes(1000000))
      E
      ulimit -v 1400000
      $B -c 'from cartesian import *' -c 'field f[I] = load "b.npz"'; s=$?; rm -r $d; exit $s
      """)
    #expect(answer.status == 1, "\(answer)")
    #expect(answer.text.contains("needs 1200000000 bytes of memory"), "\(answer)")
  }

  @Test func takesByteOrderMarks() throws {
    let answer = try run(
      #"printf '\xef\xbb\xbffrom cartesian import I\nfield a[I] = ones I=2\n' | $B"#)
    #expect(answer.status == 0 && answer.text.contains("mean 1"), "\(answer)")
  }

  /// `~` is the folder that HOME names.
  @Test func findsHome() throws {
    let answer = try run(
      """
      export HOME=$(mktemp -d); $B -c 'from cartesian import I' -c 'field a[I] = ones I=2' -c 'save a "~/a.npy"'
      s=$?; ls $HOME; rm -r $HOME; exit $s
      """)
    #expect(answer.status == 0 && answer.text.hasSuffix("a.npy\n"), "\(answer)")
  }

}
