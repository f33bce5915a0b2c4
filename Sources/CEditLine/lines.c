#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

// Keys that work on the line of a block that the cursor is in, and on characters as they are seen:
// libedit takes the whole buffer for a line, and an accent for a character.

static const wchar_t *start_of_line(const LineInfoW *line) {
  const wchar_t *c = line->cursor;
  while (c > line->buffer && c[-1] != L'\n') c--;
  return c;
}

static const wchar_t *end_of_line(const LineInfoW *line) {
  const wchar_t *c = line->cursor;
  while (c < line->lastchar && *c != L'\n') c++;
  return c;
}

// Whether `c` is drawn over the character before it: an accent, a variation, the colour of a skin.
static int is_drawn_over(wchar_t c) {
  const unsigned long n = (unsigned long)c;
  return c != L'\n' && (wcwidth(c) == 0 || (0x1F3FB <= n && n <= 0x1F3FF));
}

#define JOINER ((wchar_t)0x200D)

// Returns how many characters of the buffer are seen as the one before the cursor.
static int count_before(const LineInfoW *line) {
  const wchar_t *c = line->cursor;
  while (c > line->buffer) {
    c--;
    if (c > line->buffer && (is_drawn_over(*c) || c[-1] == JOINER)) continue;
    break;
  }
  return (int)(line->cursor - c);
}

// Returns how many characters of the buffer are seen as the one at the cursor.
static int count_after(const LineInfoW *line) {
  const wchar_t *c = line->cursor;
  if (c == line->lastchar) return 0;
  c++;
  while (c < line->lastchar && (is_drawn_over(*c) || c[-1] == JOINER)) c++;
  return (int)(c - line->cursor);
}

void delete_before(EditLine *el) { el_deletestr(el, count_before(el_wline(el))); }

int delete_after(EditLine *el) {
  const int count = count_after(el_wline(el));
  if (count == 0) return 0;
  el_cursor(el, count);
  el_deletestr(el, count);
  return 1;
}

static unsigned char on_left(EditLine *el, int key) {
  (void)key;
  const int count = count_before(el_wline(el));
  if (count == 0) return CC_ERROR;
  el_cursor(el, -count);
  return CC_CURSOR;
}

static unsigned char on_right(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  const int count = count_after(el_wline(el));
  if (count == 0) return CC_ERROR;
  el_cursor(el, count);
  hide_lines(el);
  return CC_CURSOR;
}

static unsigned char on_delete(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  return delete_after(el) ? CC_REFRESH : CC_ERROR;
}

static unsigned char on_line_start(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  el_cursor(el, (int)(start_of_line(line) - line->cursor));
  return CC_CURSOR;
}

static unsigned char on_line_end(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  el_cursor(el, (int)(end_of_line(line) - line->cursor));
  return CC_CURSOR;
}

// Takes the `count` characters before the cursor out of the buffer, for `on_yank`.
static unsigned char kill_before(EditLine *el, size_t count) {
  line_editor *editor = editor_of(el);
  if (count == 0) return CC_ERROR;
  wchar_t *killed = malloc((count + 1) * sizeof *killed);
  if (killed == NULL) return CC_ERROR;
  wmemcpy(killed, el_wline(el)->cursor - count, count);
  killed[count] = 0;
  free(editor->killed);
  editor->killed = killed;
  el_deletestr(el, (int)count);
  return CC_REFRESH;
}

// Kills up to the end of the line; at its end the line break.
static unsigned char on_kill_to_end(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  const LineInfoW *line = el_wline(el);
  long count = end_of_line(line) - line->cursor;
  if (count == 0 && line->cursor < line->lastchar) count = 1;
  el_cursor(el, (int)count);
  return kill_before(el, (size_t)count);
}

// Kills from the start of the line up to the cursor; at its start the line break before it.
static unsigned char on_kill_to_start(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  size_t count = (size_t)(line->cursor - start_of_line(line));
  if (count == 0 && line->cursor > line->buffer) count = 1;
  return kill_before(el, count);
}

static unsigned char on_yank(EditLine *el, int key) {
  (void)key;
  const wchar_t *killed = editor_of(el)->killed;
  if (killed == NULL || el_winsertstr(el, killed) != 0) return CC_ERROR;
  return CC_REFRESH;
}

void bind_line_keys(EditLine *el) {
  static const struct {
    const char *name, *help;
    unsigned char (*function)(EditLine *, int);
    const char *keys[6];
  } functions[] = {
      {"stencil-left", "Move to the character before", on_left, {"^B", "\033[D", "\033OD"}},
      {"stencil-right", "Move to the character behind", on_right, {"^F", "\033[C", "\033OC"}},
      {"stencil-delete", "Delete the character at the cursor", on_delete, {"\033[3~"}},
      {"stencil-line-start", "Move to the start of the line", on_line_start,
       {"^A", "\033[H", "\033OH", "\033[1~", "\033[7~"}},
      {"stencil-line-end", "Move to the end of the line", on_line_end,
       {"^E", "\033[F", "\033OF", "\033[4~", "\033[8~"}},
      {"stencil-kill-to-end", "Kill up to the end of the line", on_kill_to_end, {"^K"}},
      {"stencil-kill-to-start", "Kill from the start of the line", on_kill_to_start, {"^U"}},
      {"stencil-yank", "Insert what was killed", on_yank, {"^Y"}},
      {"stencil-undo", "Undo the last change of the input", on_undo, {"^_"}},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    el_set(el, EL_ADDFN, functions[i].name, functions[i].help, functions[i].function);
    for (size_t k = 0; functions[i].keys[k] != NULL; k++) {
      el_set(el, EL_BIND, functions[i].keys[k], functions[i].name, NULL);
    }
  }
}
