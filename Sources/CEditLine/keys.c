#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

static unsigned char apply(EditLine *el, line_editor_edit edit) {
  if (edit.erased > 0) el_deletestr(el, (int)edit.erased);
  if (edit.inserted != NULL && edit.inserted[0] != 0) el_insertstr(el, edit.inserted);
  unsigned char result = CC_REFRESH;
  if (edit.listing != NULL) {
    leave_buffer(el);
    line_editor_show("\r\n");
    line_editor_show(edit.listing);
    line_editor_show("\r\n");
    // CC_REDISPLAY would first go up by the buffer's lines, over the listing.
    el_set(el, EL_REFRESH);
    result = CC_NORM;
  }
  free(edit.inserted);
  free(edit.listing);
  return result;
}

// `true` iff no line break stands between the cursor and the end of the buffer.
static int is_on_last_line(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  for (const wchar_t *c = line->cursor; c < line->lastchar; c++) {
    if (*c == L'\n') return 0;
  }
  return 1;
}

static int is_on_first_line(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  for (const wchar_t *c = line->buffer; c < line->cursor; c++) {
    if (*c == L'\n') return 0;
  }
  return 1;
}

// `true` iff more came at once than a person types: a paste in a terminal without marks, which has
// its own indentation.
static int has_more_input(const line_editor *editor) {
  return editor->pending_start < editor->pending_end;
}

// Removes the blanks that Enter put before the cursor, if nothing else stands on its line: someone
// who types or pastes an indentation wants that one. Returns nonzero iff some were removed.
static int drop_fresh_blanks(EditLine *el) {
  line_editor *editor = editor_of(el);
  size_t fresh = editor->fresh_blanks;
  editor->fresh_blanks = 0;
  const LineInfoW *line = el_wline(el);
  if (fresh == 0 || (size_t)(line->cursor - line->buffer) <= fresh) return 0;
  if (line->cursor < line->lastchar && *line->cursor != L'\n') return 0;
  for (size_t i = 1; i <= fresh; i++) {
    if (line->cursor[-(long)i] != L' ') return 0;
  }
  if (line->cursor[-(long)fresh - 1] != L'\n') return 0;
  el_deletestr(el, (int)fresh);
  return 1;
}

static int is_line_end(unsigned char byte) { return byte == '\n' || byte == '\r'; }

// Puts what is there already of a line that more than a person has typed into the buffer, up to
// where the line ends or a key begins that is no text.
static void take_line(EditLine *el) {
  line_editor *editor = editor_of(el);
  wchar_t text[sizeof editor->pending * 4 + 1];
  size_t count = 0;
  mbstate_t state = {0};
  while (editor->pending_start < editor->pending_end) {
    const char *next = (const char *)editor->pending + editor->pending_start;
    const size_t left = editor->pending_end - editor->pending_start;
    wchar_t c;
    const size_t n = mbrtowc(&c, next, left, &state);
    // What is no character, or not all of one yet, is for those who read one by one.
    if (n == (size_t)-1 || n == (size_t)-2) break;
    if (c == L'\t' && left > 1) {
      for (int i = 0; i < 4; i++) text[count++] = L' ';
    } else if (c >= L' ' && c != 0x7f) {
      text[count++] = c;
    } else {
      break;
    }
    editor->pending_start += n;
  }
  text[count] = 0;
  if (count == 0) return;
  if (text[0] == L' ') drop_fresh_blanks(el);
  el_winsertstr(el, text);
}

static int is_complete(EditLine *el) {
  line_editor *editor = editor_of(el);
  reveal_lines(el);
  if (!is_on_last_line(el)) return 0;
  size_t length = 0;
  const char *text = text_before(el, el_wline(el)->lastchar, &length);
  return text == NULL || editor->callbacks.is_complete(editor->context, text, length);
}

// Enter: submits a complete buffer, and begins a new line in any other.
//
// Drawing takes time that grows with the buffer, so lines that are there already are taken at once.
static unsigned char on_enter(EditLine *el, int key) {
  (void)key;
  line_editor *editor = editor_of(el);
  const int rows = rows_above_cursor(el, editor->width, editor->width);
  for (int is_first = 1;; is_first = 0) {
    if (is_complete(el)) {
      if (!is_first) draw_anew(el, rows);
      el_push(el, KEYS_NEWLINE);
      return CC_NORM;
    }
    line_editor_edit edit = {0};
    if (!has_more_input(editor)) {
      size_t length = 0;
      const char *text = text_before(el, el_wline(el)->cursor, &length);
      if (text != NULL) edit = editor->callbacks.indent(editor->context, text, length);
    }
    el_insertstr(el, "\n");
    editor->fresh_blanks = edit.inserted == NULL ? 0 : strlen(edit.inserted);
    if (!has_more_input(editor)) return apply(el, edit);
    take_line(el);
    if (!has_more_input(editor) || !is_line_end(editor->pending[editor->pending_start])) {
      return CC_REFRESH;
    }
    editor->pending_start++;
  }
}

static unsigned char on_space(EditLine *el, int key) {
  (void)key;
  if (drop_fresh_blanks(el)) {
    el_insertstr(el, " ");
    return CC_REFRESH;
  }
  // libedit draws just the blank then, not the whole buffer.
  el_push(el, KEYS_BLANK);
  return CC_NORM;
}

static unsigned char on_tab(EditLine *el, int key) {
  (void)key;
  line_editor *editor = editor_of(el);
  if (has_more_input(editor)) {
    el_insertstr(el, "    ");
    return CC_REFRESH;
  }
  size_t length = 0;
  const char *text = text_before(el, el_wline(el)->cursor, &length);
  return text == NULL ? CC_ERROR : apply(el, editor->callbacks.complete(editor->context, text, length));
}

// Backspace: removes a whole step of indentation where only blanks precede the cursor.
static unsigned char on_backspace(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  if (line->cursor == line->buffer) return CC_ERROR;
  int blanks = 0;
  const wchar_t *c = line->cursor;
  while (c > line->buffer && c[-1] == L' ') {
    c--;
    blanks++;
  }
  int is_indentation = c == line->buffer || c[-1] == L'\n';
  if (is_indentation && blanks > 0 && blanks % 4 == 0) {
    el_deletestr(el, 4);
  } else {
    delete_before(el);
  }
  return CC_REFRESH;
}

// Ctrl-D: deletes the character at the cursor; at the end discards an input of several lines, and
// leaves if there is none.
static unsigned char on_end_of_input(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  const LineInfoW *line = el_wline(el);
  if (line->buffer == line->lastchar) return CC_EOF;
  if (delete_after(el)) return CC_REFRESH;
  if (is_on_first_line(el)) return CC_ERROR;
  drop_input(el, "^D");
  return CC_EOF;
}

// Moves the cursor to the line above, in its column as far as that line goes; from the first line
// to the entry before.
static unsigned char on_up(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  if (is_on_first_line(el)) return go_to_entry(el, editor_of(el)->entry + 1);
  const LineInfoW *line = el_wline(el);
  const wchar_t *start = line->cursor;
  while (start[-1] != L'\n') start--;
  long column = line->cursor - start;
  const wchar_t *end = start - 1;
  const wchar_t *above = end;
  while (above > line->buffer && above[-1] != L'\n') above--;
  long length = end - above;
  el_cursor(el, (int)(above + (column < length ? column : length) - line->cursor));
  hide_lines(el);
  return CC_REFRESH;
}

// Moves the cursor to the line below; from the last line to the entry after.
static unsigned char on_down(EditLine *el, int key) {
  (void)key;
  reveal_lines(el);
  if (is_on_last_line(el)) {
    const size_t entry = editor_of(el)->entry;
    return entry == 0 ? CC_ERROR : go_to_entry(el, entry - 1);
  }
  const LineInfoW *line = el_wline(el);
  const wchar_t *start = line->cursor;
  while (start > line->buffer && start[-1] != L'\n') start--;
  long column = line->cursor - start;
  const wchar_t *below = line->cursor;
  while (*below != L'\n') below++;
  below++;
  const wchar_t *end = below;
  while (end < line->lastchar && *end != L'\n') end++;
  long length = end - below;
  el_cursor(el, (int)(below + (column < length ? column : length) - line->cursor));
  hide_lines(el);
  return CC_REFRESH;
}

// Puts pasted text into the buffer as it is, but for tabs and carriage returns.
static unsigned char on_paste(EditLine *el, int key) {
  (void)key;
  static const wchar_t end_mark[] = L"\033[201~";
  const size_t end_length = sizeof end_mark / sizeof *end_mark - 1;
  size_t count = 0, capacity = 1024;
  wchar_t *text = malloc(capacity * sizeof *text);
  wchar_t c;
  while (text != NULL && el_wgetc(el, &c) == 1) {
    if (count + 8 > capacity) {
      wchar_t *larger = realloc(text, 2 * capacity * sizeof *text);
      if (larger == NULL) break;
      text = larger;
      capacity *= 2;
    }
    if (c == L'\t') {
      for (int i = 0; i < 4; i++) text[count++] = L' ';
    } else if (c == L'\r') {
      text[count++] = L'\n';
    } else if (c >= L' ' || c == L'\n' || c == L'\033') {
      text[count++] = c;
    }
    if (count >= end_length && wmemcmp(text + count - end_length, end_mark, end_length) == 0) {
      count -= end_length;
      break;
    }
  }
  if (text != NULL && count > 0) {
    text[count] = 0;
    if (text[0] == L' ') drop_fresh_blanks(el);
    el_winsertstr(el, text);
  }
  free(text);
  return CC_REFRESH;
}

void bind_keys(EditLine *el) {
  bind_line_keys(el);
  static const struct {
    const char *name, *help;
    unsigned char (*function)(EditLine *, int);
  } functions[] = {
      {"stencil-enter", "Submit a complete input, else begin a line", on_enter},
      {"stencil-complete", "Complete the word, or indent", on_tab},
      {"stencil-backspace", "Delete a character, or a step of indentation", on_backspace},
      {"stencil-space", "Insert a blank", on_space},
      {"stencil-end", "Delete a character, discard the input, or leave", on_end_of_input},
      {"stencil-search", "Search older entries", on_search},
      {"stencil-up", "Move to the line above or the entry before", on_up},
      {"stencil-down", "Move to the line below or the entry after", on_down},
      {"stencil-paste", "Insert what the terminal pastes", on_paste},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    el_set(el, EL_ADDFN, functions[i].name, functions[i].help, functions[i].function);
  }
  static const struct {
    const char *keys, *command;
  } bindings[] = {
      {"^M", "stencil-enter"},
      {"^J", "stencil-enter"},
      {"^I", "stencil-complete"},
      {"^D", "stencil-end"},
      {"\033[A", "stencil-up"},
      {"\033OA", "stencil-up"},
      {"^P", "stencil-up"},
      {"\033[B", "stencil-down"},
      {"\033OB", "stencil-down"},
      {"^N", "stencil-down"},
      {"\033[200~", "stencil-paste"},
      {"^R", "stencil-search"},
      {"^?", "stencil-backspace"},
      {"^H", "stencil-backspace"},
      {" ", "stencil-space"},
      {"\033[1;5C", "em-next-word"},
      {"\033[1;5D", "ed-prev-word"},
      {"\033<", "ed-move-to-beg"},
      {"\033>", "ed-move-to-end"},
      {"\033[1;5H", "ed-move-to-beg"},
      {"\033[1;5F", "ed-move-to-end"},
      {KEYS_NEWLINE, "ed-newline"},
      {KEYS_BLANK, "ed-insert"},
  };
  for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++) {
    el_set(el, EL_BIND, bindings[i].keys, bindings[i].command, NULL);
  }
}
