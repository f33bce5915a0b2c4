import Glibc
import Synchronization

/// The memory that can be had for large blocks.
public enum Memory {

  /// The number of bytes that the machine has, or that the process may use of them.
  public static let total: Int = {
    let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return min(physical, ControlGroup.own?.limit ?? .max)
  }()

  /// `true` iff a block of `byteCount` bytes can be had, and enough stays for all else.
  ///
  /// An allocation that fails ends the process, so large ones ask first. Where memory is limited,
  /// the system ends it only when it uses what it got.
  public static func has(_ byteCount: Int) -> Bool {
    if byteCount < leastAsked { return true }
    if byteCount > total { return false }
    // Many small ones come to as much as a large one.
    let uncounted = sinceCounted.add(byteCount, ordering: .relaxed).newValue
    if uncounted >= leastCounted {
      // What is asked for before the next look has room too.
      if byteCount > available - leastCounted { return false }
      sinceCounted.store(0, ordering: .relaxed)
    }
    let size = byteCount.addingReportingOverflow(reserve)
    if size.overflow { return false }
    // The limit of the address space, and a system that promises no more than it has, show here.
    let probe = mmap(
      nil, size.partialValue, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if probe == MAP_FAILED { return false }
    munmap(probe, size.partialValue)
    return true
  }

  /// What to do where memory cannot be had: names what limits it here.
  public static var remedy: String {
    var limit = rlimit()
    let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return remedy(
      // No limit is the largest number that there is.
      process: getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
        ? Int(exactly: limit.rlim_cur) : nil,
      group: ControlGroup.own?.limit, groupSetting: ControlGroup.own?.setting ?? "",
      physical: physical)
  }

  /// Returns what to do about the limits of a process and of its control group, `nil` where there is
  /// none, and about that of a machine.
  ///
  /// - Parameter groupSetting: What the limit of the group is called.
  static func remedy(
    process: Int?, group: Int?, groupSetting: String, physical: Int
  ) -> String {
    // What limits less than something else does not matter.
    if let process, process <= min(group ?? .max, physical) {
      return "raise the limit of this process: ulimit -v, --sandbox"
    }
    if let group, group <= physical {
      return
        "raise the limit of the control group, \(groupSetting): that of the container or the job"
    }
    return "end what else uses memory, or take a larger machine"
  }

  /// What stays for stacks and for small blocks.
  private static let reserve = 64 << 20

  private static let leastAsked = 1 << 16

  /// The number of bytes from which on it is looked up what the system has left.
  private static let leastCounted = 64 << 20

  /// The bytes that were asked for since that was looked up.
  private static let sinceCounted = Atomic<Int>(0)

  /// The bytes of blocks that are held, whether anything was written there yet or not.
  private static let held = Atomic<Int>(0)

  /// Takes down that `byteCount` more bytes are held, or fewer if it is negative.
  public static func hold(_ byteCount: Int) { held.add(byteCount, ordering: .relaxed) }

  /// The number of bytes that the system, or the control group, has left.
  private static var available: Int {
    let machine = SystemFile("/proc/meminfo").number(after: "MemAvailable:").map { $0 * 1024 }
    let left = min(machine ?? .max, ControlGroup.own?.available ?? .max)
    // What nobody has written to is promised, but not taken from the system yet.
    let used = SystemFile("/proc/self/status").number(after: "RssAnon:").map { $0 * 1024 }
    return left - max(0, held.load(ordering: .relaxed) - (used ?? .max))
  }

}
