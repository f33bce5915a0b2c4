#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

void reveal_lines(EditLine *el) {
  line_editor *editor = editor_of(el);
  wchar_t *hidden = editor->hidden;
  if (hidden == NULL) return;
  editor->hidden = NULL;
  const LineInfoW *line = el_wline(el);
  const long place = line->cursor - line->buffer;
  el_cursor(el, (int)(line->lastchar - line->cursor));
  el_winsertstr(el, hidden);
  line = el_wline(el);
  el_cursor(el, (int)(place - (line->cursor - line->buffer)));
  free(hidden);
}

// Returns where the text ends that the screen has room for: at the end of a line, and no earlier
// than that of the cursor's.
static const wchar_t *visible_end(EditLine *el) {
  const int width = line_editor_columns(), height = line_editor_rows();
  const LineInfoW *line = el_wline(el);
  int rows = 0, columns = prompt_columns(editor_of(el)->prompt);
  const wchar_t *end = line->lastchar;
  for (const wchar_t *c = line->buffer;; c++) {
    if (c < line->lastchar && *c != L'\n') {
      const int wide = wcwidth(*c);
      columns += wide > 0 ? wide : 0;
      continue;
    }
    rows += 1 + columns / width;
    columns = 0;
    // The cursor's line is shown anyway, and all others while there is room for them.
    if (c >= line->cursor && (rows <= height || end == line->lastchar)) end = c;
    if (c == line->lastchar || (rows >= height && c >= line->cursor)) return end;
  }
}

void hide_lines(EditLine *el) {
  line_editor *editor = editor_of(el);
  const wchar_t *end = visible_end(el);
  const LineInfoW *line = el_wline(el);
  const size_t count = (size_t)(line->lastchar - end);
  if (count == 0) return;
  wchar_t *hidden = malloc((count + 1) * sizeof *hidden);
  if (hidden == NULL) return;
  wmemcpy(hidden, end, count);
  hidden[count] = 0;
  const long place = line->cursor - line->buffer;
  el_cursor(el, (int)(line->lastchar - line->cursor));
  el_deletestr(el, (int)count);
  line = el_wline(el);
  el_cursor(el, (int)(place - (line->cursor - line->buffer)));
  editor->hidden = hidden;
}

void settle(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  const long before = line->lastchar - line->buffer;
  reveal_lines(el);
  note_change(el);
  hide_lines(el);
  line = el_wline(el);
  if (line->lastchar - line->buffer != before) el_set(el, EL_REFRESH);
}
