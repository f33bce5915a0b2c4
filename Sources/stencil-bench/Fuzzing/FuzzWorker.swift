import Foundation

/// Compiles inputs one after the other, and says in a file where it is.
struct FuzzWorker: Sendable {

  /// The exit statuses that are not a crash.
  static let wrongResult: Int32 = 101
  static let tooSlow: Int32 = 102

  let inputs: FuzzInputs
  let progress: FuzzProgress

  /// Compiles the inputs with the numbers in `range`; ends the process at the first one that fails.
  func run(_ range: Range<Int>, limit: Double) {
    watch(limit)
    for index in range {
      progress.current = index
      do {
        progress[try compile(inputs.input(index))] += 1
      } catch {
        standardError("\(error)")
        exit(Self.wrongResult)
      }
    }
    progress.current = range.upperBound
  }

  /// Ends the process when an input takes longer than `limit` seconds of processor time.
  private func watch(_ limit: Double) {
    let progress = progress
    Thread.detachNewThread {
      var (seen, start) = (-1, 0.0)
      while true {
        Thread.sleep(forTimeInterval: limit / 4)
        let now = processorSeconds()
        if progress.current != seen {
          (seen, start) = (progress.current, now)
        } else if now - start > limit {
          exit(Self.tooSlow)
        }
      }
    }
  }

}

private func standardError(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// The seconds for which this process has been computing: waiting for a processor does not count.
private func processorSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
