import Diagnostics
import Foundation

/// A crash of the tool itself: it ends the process with a status of its own.
enum Fault {

  /// Makes a failed precondition, and an access that the system forbids, end the process with
  /// `ExitStatus.fault` and a line that says so.
  ///
  /// Handlers run on a stack of their own, since the other one may be what is used up. It belongs
  /// to the calling thread.
  static func install() {
    var stack = stack_t()
    stack.ss_size = 1 << 16
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
    sigaltstack(&stack, nil)
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = { signal, info, context in
      // Only what is safe in a signal handler.
      let address = info.map { UInt(bitPattern: $0.pointee._sifields._sigfault.si_addr) } ?? 0
      if Exhaustion.handle(signal, address: address, instruction: Fault.instruction(in: context)) {
        return
      }
      if Exhaustion.isMemoryUsedUp(signal) {
        let text: StaticString =
          "stencil-repl: memory is used up; make the program smaller, or raise the limit (ulimit -v)\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        _exit(ExitStatus.failed)
      }
      if signal == SIGSEGV || signal == SIGBUS, LargeStack.isLimited {
        let text: StaticString =
          "stencil-repl: memory is limited so far that a program is too deep for the stack; raise the limit (ulimit -v)\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        _exit(ExitStatus.failed)
      }
      let text: StaticString = "stencil-repl: this is a fault of the tool; please report it\n"
      _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      _exit(ExitStatus.fault)
    }
    action.sa_flags = Int32(SA_ONSTACK) | SA_SIGINFO
    for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
      sigaction(signal, &action, nil)
    }
  }

  /// Returns the address of the instruction at which a thread was that `context` tells of.
  private static func instruction(in context: UnsafeMutableRawPointer?) -> UInt {
    guard let context else { return 0 }
    let registers = context.assumingMemoryBound(to: ucontext_t.self).pointee.uc_mcontext
    #if arch(x86_64)
      return UInt(bitPattern: Int(registers.gregs.16))
    #else
      return UInt(registers.pc)
    #endif
  }

}
