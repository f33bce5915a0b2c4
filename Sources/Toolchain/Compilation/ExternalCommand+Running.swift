import CNative
import Glibc

extension ExternalCommand {

  /// Runs the command and returns what came of it.
  ///
  /// It runs in a process group of its own, so that a key which interrupts us does not reach it;
  /// once `isCancelled` returns true the whole group is killed. It never outlives the caller, whatever
  /// ends that.
  ///
  /// - Throws: That it could not be started, took too long, or was cancelled. A command that ended by
  ///   itself throws nothing, however it ended.
  public func run(
    isCancelled: @Sendable () -> Bool = { false }
  ) throws(Failure) -> Outcome {
    if isCancelled() { throw .cancelled }
    let child = try start()
    // The system kills the command once we are gone, but not what that has started: compilers do
    // their work in a process of their own.
    var watcher = native_watcher()
    let isWatched = native_watch(child.pid, &watcher) == 0
    var streams = [Stream(child.output), Stream(child.errors)]
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: timeLimit)
    var failure: Failure?
    while failure == nil, !hasEnded(child, &streams) {
      if isCancelled() {
        failure = .cancelled
      } else if clock.now >= deadline {
        failure = .timedOut(after: timeLimit)
      }
    }
    // What it left behind goes, too. Its number is its own until we ask how it ended.
    kill(-child.pid, SIGKILL)
    if isWatched { native_dismiss(watcher) }
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
    for i in streams.indices { streams[i].readWhatIsThere() }
    for s in streams { close(s.descriptor) }
    if child.end >= 0 { close(child.end) }
    if let failure { throw failure }
    let signal = status & 0x7f
    return Outcome(
      ending: signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal),
      output: streams[0].text, errors: streams[1].text)
  }

  private func start() throws(Failure) -> native_child {
    var argv = ([executable] + arguments).map { strdup($0) }
    argv.append(nil)
    defer { for a in argv { free(a) } }
    var child = native_child()
    var code = native_spawn(executable, argv, nil, folder, &child)
    // A script that was just written can still be open in a child of another thread, for a moment:
    // on a busy machine for seconds.
    for _ in 0 ..< 1_000 where code == ETXTBSY {
      usleep(5_000)
      code = native_spawn(executable, argv, nil, folder, &child)
    }
    if code != 0 { throw .notStarted(reason: String(cString: strerror(code))) }
    return child
  }

  /// Waits for the child's next sign of life, but not long; returns whether it has ended.
  private func hasEnded(_ child: native_child, _ streams: inout [Stream]) -> Bool {
    var events = streams.map {
      pollfd(fd: $0.isOpen ? $0.descriptor : -1, events: Int16(POLLIN), revents: 0)
    }
    events.append(pollfd(fd: child.end, events: Int16(POLLIN), revents: 0))
    let count = poll(&events, nfds_t(events.count), 10)
    if count > 0 {
      for i in streams.indices where events[i].revents != 0 { streams[i].readWhatIsThere() }
    }
    if child.end >= 0 { return events[2].revents != 0 }
    var status = siginfo_t()
    return waitid(P_PID, id_t(child.pid), &status, WEXITED | WNOHANG | WNOWAIT) == 0
      && status._sifields._kill.si_pid == child.pid
  }

}

/// What comes out of a pipe.
private struct Stream {

  let descriptor: Int32
  private(set) var isOpen = true
  private var bytes: [UInt8] = []

  /// More than this is not kept.
  private static let limit = 1 << 20

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func readWhatIsThere() {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while isOpen {
      let n = read(descriptor, &buffer, buffer.count)
      if n > 0 {
        bytes += buffer[..<min(n, max(0, Self.limit - bytes.count))]
      } else if n < 0, errno == EINTR {
        continue
      } else if n < 0, errno == EAGAIN {
        return
      } else {
        isOpen = false
      }
    }
  }

}
