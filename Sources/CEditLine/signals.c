#define _GNU_SOURCE
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static const int caught[] = {SIGINT, SIGTSTP, SIGWINCH, SIGHUP, SIGTERM};
enum { caught_count = sizeof caught / sizeof *caught };

static struct sigaction previous[caught_count];
static int ends[2] = {-1, -1};

static void on_signal(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe holds enough signals already.
  if (write(ends[1], &byte, 1) < 0) errno = error;
  errno = error;
}

void begin_catching_signals(void) {
  if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  while (next_signal() != 0) {
  }
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < caught_count; i++) sigaction(caught[i], &action, &previous[i]);
}

void end_catching_signals(void) {
  if (ends[0] < 0) return;
  for (int i = 0; i < caught_count; i++) sigaction(caught[i], &previous[i], NULL);
}

int signal_descriptor(void) { return ends[0]; }

int next_signal(void) {
  unsigned char byte;
  return read(ends[0], &byte, 1) == 1 ? byte : 0;
}
