#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "line_editor.h"
#include "signals.h"

void line_editor_show(const char *text) {
  // Nothing can be done about a terminal that went away; the next read will tell.
  if (write(STDOUT_FILENO, text, strlen(text)) < 0) return;
}

void set_bracketed_paste(int on) { line_editor_show(on ? "\033[?2004h" : "\033[?2004l"); }

// The number of columns that the prompt takes: escape sequences stand between marks.
int prompt_columns(const char *prompt) {
  int columns = 0, is_marked = 0;
  mbstate_t state = {0};
  wchar_t c;
  for (size_t n; (n = mbrtowc(&c, prompt, MB_CUR_MAX, &state)) != 0; prompt += n) {
    if (n > MB_CUR_MAX) break;
    if (c == L'\1') {
      is_marked = !is_marked;
    } else if (!is_marked && wcwidth(c) > 0) {
      columns += wcwidth(c);
    }
  }
  return columns;
}

// The number of rows of a window of `width` columns that a row of `columns` is spread over.
static int rows_of(int columns, int width) { return columns > width ? (columns - 1) / width : 0; }

int rows_above_cursor(EditLine *el, int old_width, int width) {
  int rows = 0, columns = prompt_columns(editor_of(el)->prompt);
  const LineInfoW *line = el_wline(el);
  for (const wchar_t *c = line->buffer; c < line->cursor; c++) {
    if (*c == L'\n') {
      rows += 1 + rows_of(columns, width);
      columns = 0;
    } else if (wcwidth(*c) > 0) {
      columns += wcwidth(*c);
    }
    if (columns >= old_width) {
      rows += 1 + rows_of(old_width, width);
      columns -= old_width;
    }
  }
  return rows + columns / width;
}

void draw_anew(EditLine *el, int rows) {
  char move[64];
  snprintf(move, sizeof move, rows > 0 ? "\r\033[%dA\033[J" : "\r\033[J", rows);
  line_editor_show(move);
  el_set(el, EL_REFRESH);
}

// Draws prompt and buffer anew for a window of another size.
static void redraw_in_new_size(EditLine *el) {
  line_editor *editor = editor_of(el);
  el_resize(el);
  const int old_width = editor->width;
  editor->width = line_editor_columns();
  const int rows = rows_above_cursor(el, old_width, editor->width);
  reveal_lines(el);
  hide_lines(el);
  draw_anew(el, rows);
}

// A place on the screen, from the start of the prompt on.
typedef struct {
  int row, column;
} place;

// Returns the place behind `c`, which is drawn at `*at`; where it does not fit libedit begins a row.
static place place_behind(wchar_t c, place *at, int width) {
  if (c == L'\n') return (place){at->row + 1, 0};
  const int columns = wcwidth(c) > 0 ? wcwidth(c) : 0;
  if (at->column + columns > width) *at = (place){at->row + 1, 0};
  const place next = {at->row, at->column + columns};
  return next.column == width ? (place){next.row + 1, 0} : next;
}

static void move(place from, place to) {
  char text[64];
  const int rows = to.row - from.row;
  int n = snprintf(text, sizeof text, "\r");
  if (rows != 0) {
    n += snprintf(text + n, sizeof text - n, "\033[%d%c", abs(rows), rows < 0 ? 'A' : 'B');
  }
  if (to.column > 0) snprintf(text + n, sizeof text - n, "\033[%dC", to.column);
  line_editor_show(text);
}

static int is_mark(wchar_t c) { return c >= 0x300 && wcwidth(c) == 0; }

static void show_character(wchar_t c) {
  char bytes[MB_LEN_MAX + 1];
  const int n = wctomb(bytes, c);
  if (n <= 0) return;
  bytes[n] = 0;
  line_editor_show(bytes);
}

// Draws those characters of a buffer again that have accents, or other characters without a width,
// behind them.
static void draw_marks(EditLine *el, int width) {
  const LineInfoW *line = el_wline(el);
  place at = {0, prompt_columns(editor_of(el)->prompt)}, cursor = at;
  for (const wchar_t *c = line->buffer; c < line->cursor; c++) {
    cursor = place_behind(*c, &cursor, width);
  }
  place pen = cursor;
  for (const wchar_t *c = line->buffer; c < line->lastchar;) {
    place start = at;
    const wchar_t *base = c++;
    at = place_behind(*base, &start, width);
    if (c == line->lastchar || !is_mark(*c) || *base == L'\n') continue;
    move(pen, start);
    show_character(*base);
    while (c < line->lastchar && is_mark(*c)) show_character(*c++);
    pen = start;
  }
  move(pen, cursor);
}

// Draws a buffer anew that has or had characters without a width, such as accents of their own.
//
// libedit draws them when they are typed, counts a column for each, and draws none again: what it
// draws of a change stands beside its place, and an accent that is deleted stays where it was.
static void redraw_marks(EditLine *el) {
  line_editor *editor = editor_of(el);
  const LineInfoW *line = el_wline(el);
  int has_marks = 0;
  for (const wchar_t *c = line->buffer; c < line->lastchar && !has_marks; c++) {
    has_marks = is_mark(*c);
  }
  if (!has_marks && !editor->has_marks) return;
  editor->has_marks = has_marks;
  draw_anew(el, rows_above_cursor(el, editor->width, editor->width));
  if (has_marks) draw_marks(el, editor->width);
}

static void stop_until_continued(EditLine *el) {
  set_bracketed_paste(0);
  el_set(el, EL_PREP_TERM, 0);
  raise(SIGSTOP);
  el_set(el, EL_PREP_TERM, 1);
  set_bracketed_paste(1);
  el_set(el, EL_REFRESH);
}

void leave_buffer(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  int lines = 0, columns = 0;
  for (const wchar_t *c = line->cursor; c < line->lastchar; c++) {
    if (*c == L'\n') lines++;
    int width = wcwidth(*c);
    columns += width > 0 ? width : 0;
  }
  char move[64] = "";
  if (lines > 0) {
    snprintf(move, sizeof move, "\033[%dB\r\n", lines);
  } else if (columns > 0) {
    snprintf(move, sizeof move, "\033[%dC", columns);
  }
  line_editor_show(move);
}

void drop_input(EditLine *el, const char *key) {
  const LineInfoW *line = el_wline(el);
  int has_lines = wmemchr(line->buffer, L'\n', (size_t)(line->lastchar - line->buffer)) != NULL;
  leave_buffer(el);
  line_editor_show(key);
  line_editor_show(has_lines ? " discarded\r\n" : "\r\n");
  editor_of(el)->is_interrupted = 1;
}

// Acts on a signal that arrived. Returns 0 iff the input is to be dropped.
static int act_on_signal(EditLine *el, int number) {
  switch (number) {
  case SIGWINCH:
    redraw_in_new_size(el);
    return 1;
  case SIGTSTP:
    stop_until_continued(el);
    return 1;
  case SIGHUP:
  case SIGTERM:
    editor_of(el)->end_signal = number;
    return 0;
  default:
    drop_input(el, "^C");
    return 0;
  }
}

// Waits for bytes and reads them. Returns 1, or 0 at the end of input or if a signal ended it.
static int fill_pending(EditLine *el) {
  line_editor *editor = editor_of(el);
  if (!editor->is_searching) redraw_marks(el);
  for (;;) {
    struct pollfd sources[] = {
        {.fd = STDIN_FILENO, .events = POLLIN}, {.fd = signal_descriptor(), .events = POLLIN}};
    if (poll(sources, 2, -1) < 0 && errno != EINTR) return 0;
    for (int number; (number = next_signal()) != 0;) {
      if (!act_on_signal(el, number)) return 0;
    }
    if (!(sources[0].revents & (POLLIN | POLLHUP | POLLERR))) continue;
    ssize_t n = read(STDIN_FILENO, editor->pending, sizeof editor->pending);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return 0;
    editor->pending_start = 0;
    editor->pending_end = (size_t)n;
    return 1;
  }
}

int next_character(EditLine *el, wchar_t *out) {
  line_editor *editor = editor_of(el);
  mbstate_t state = {0};
  for (;;) {
    if (editor->pending_start == editor->pending_end) {
      if (!editor->is_searching) settle(el);
      if (!fill_pending(el)) return 0;
    }
    if (editor->is_vi) join_keys(editor);
    char byte = (char)editor->pending[editor->pending_start++];
    size_t n = mbrtowc(out, &byte, 1, &state);
    if (n == (size_t)-1) {
      memset(&state, 0, sizeof state);
    } else if (n != (size_t)-2) {
      return 1;
    }
  }
}
