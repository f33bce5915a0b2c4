#define _GNU_SOURCE
#include "native.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC 1U
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

// Runs in the child, which shares our memory until it executes: only what signals may do, too.
// It ends with `parent` if that is not 0.
static void become(const char *path, char *const *arguments, char *const *environment,
                   const char *folder, int nothing, int output, int errors, pid_t parent,
                   volatile int *error) {
  if (parent != 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
  }
  setpgid(0, 0);
  struct sigaction usual = {.sa_handler = SIG_DFL};
  const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE};
  for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &usual, NULL);
  if ((folder == NULL || chdir(folder) == 0) && dup2(nothing, 0) >= 0 && dup2(output, 1) >= 0 &&
      dup2(errors, 2) >= 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
  }
  *error = errno;
  _exit(127);
}

int32_t native_spawn(const char *path, char *const *arguments, char *const *environment,
                     const char *folder, native_child *child) {
  int out[2] = {-1, -1}, err[2] = {-1, -1}, nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  volatile int error = 0;
  if (nothing < 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    error = errno;
  } else {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t parent = getpid();
    const pid_t pid = vfork();
    if (pid == 0)
      become(path, arguments, environment ? environment : environ, folder, nothing, out[1], err[1],
             parent, &error);
    if (pid < 0) error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (pid > 0 && error != 0) {
      // It ended before it became the program.
      siginfo_t ended;
      while (syscall(SYS_waitid, 1 /* P_PID */, pid, &ended, 4 /* WEXITED */, NULL) != 0 &&
             errno == EINTR) {
      }
    }
    child->pid = pid;
  }
  if (nothing >= 0) close(nothing);
  if (out[1] >= 0) close(out[1]);
  if (err[1] >= 0) close(err[1]);
  if (error != 0) {
    if (out[0] >= 0) close(out[0]);
    if (err[0] >= 0) close(err[0]);
    return error;
  }
  child->output = out[0];
  child->errors = err[0];
#ifdef SYS_pidfd_open
  child->end = (int32_t)syscall(SYS_pidfd_open, child->pid, 0);
#else
  child->end = -1;
#endif
  return 0;
}

int32_t native_watch(int32_t group, native_watcher *watcher) {
  // The end of the pipe that is ours closes with us, however we end.
  static const char script[] = "read -r line; kill -s KILL -- \"-$0\"";
  char number[16];
  snprintf(number, sizeof number, "%d", group);
  char *const arguments[] = {"sh", "-c", (char *)script, number, NULL};
  int ends[2] = {-1, -1};
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  volatile int error = 0;
  pid_t pid = -1;
  if (nothing < 0 || pipe2(ends, O_CLOEXEC) != 0) {
    error = errno;
  } else {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid = vfork();
    if (pid == 0) become("/bin/sh", arguments, environ, NULL, ends[0], nothing, nothing, 0, &error);
    if (pid < 0) error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (pid > 0 && error != 0) waitpid(pid, NULL, 0);
  }
  if (nothing >= 0) close(nothing);
  if (ends[0] >= 0) close(ends[0]);
  if (error != 0) {
    if (ends[1] >= 0) close(ends[1]);
    return error;
  }
  watcher->pid = pid;
  watcher->end = ends[1];
  return 0;
}

void native_dismiss(native_watcher watcher) {
  kill(watcher.pid, SIGKILL);
  close(watcher.end);
  while (waitpid(watcher.pid, NULL, 0) < 0 && errno == EINTR) {
  }
}

int32_t native_memory_file(const char *name) {
  // Newer systems want to be told that the file may be executed; older ones do not know the flag.
  const int descriptor = memfd_create(name, MFD_CLOEXEC | MFD_EXEC);
  return descriptor >= 0 || errno != EINVAL ? descriptor : memfd_create(name, MFD_CLOEXEC);
}

const char *native_libc_version(void) { return gnu_get_libc_version(); }

const char *native_file_of(const void *address) {
  Dl_info info;
  return dladdr(address, &info) != 0 ? info.dli_fname : NULL;
}
