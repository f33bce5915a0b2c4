#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

// What an input was before each change. A word that is typed is one change.

static void forget(buffer_state *state) {
  free(state->text);
  *state = (buffer_state){0};
}

buffer_state buffer_now(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  const size_t count = (size_t)(line->lastchar - line->buffer);
  buffer_state state = {malloc((count + 1) * sizeof(wchar_t)), count,
                        (size_t)(line->cursor - line->buffer)};
  if (state.text == NULL) return state;
  wmemcpy(state.text, line->buffer, count);
  state.text[count] = 0;
  return state;
}

void set_buffer(EditLine *el, const wchar_t *text, size_t count, size_t cursor) {
  const LineInfoW *line = el_wline(el);
  const int old = (int)(line->lastchar - line->buffer);
  el_cursor(el, (int)(line->lastchar - line->cursor));
  if (old > 0) el_deletestr(el, old);
  if (count > 0) el_winsertstr(el, text);
  el_cursor(el, (int)cursor - (int)count);
}

void forget_changes(line_editor *editor) {
  for (size_t i = 0; i < editor->state_count; i++) forget(&editor->states[i]);
  editor->state_count = 0;
  forget(&editor->state);
  editor->is_typing = 0;
}

// Whether `after` is `before` with one character typed at its cursor.
static int is_one_typed(const buffer_state *before, const buffer_state *after) {
  if (after->count != before->count + 1 || after->cursor != before->cursor + 1) return 0;
  const wchar_t *text = before->text == NULL ? L"" : before->text;
  return wmemcmp(text, after->text, before->cursor) == 0 &&
         wmemcmp(text + before->cursor, after->text + after->cursor,
                 before->count - before->cursor) == 0;
}

void note_change(EditLine *el) {
  line_editor *editor = editor_of(el);
  const LineInfoW *line = el_wline(el);
  const size_t count = (size_t)(line->lastchar - line->buffer);
  buffer_state *last = &editor->state;
  if (count == last->count && (count == 0 || wmemcmp(last->text, line->buffer, count) == 0)) {
    last->cursor = (size_t)(line->cursor - line->buffer);
    return;
  }
  buffer_state now = buffer_now(el);
  if (now.text == NULL) return;
  const int is_typed = is_one_typed(last, &now);
  const wchar_t typed = is_typed ? now.text[now.cursor - 1] : 0;
  if (is_typed && editor->is_typing && typed != L' ' && typed != L'\n') {
    forget(last);
  } else {
    if (editor->state_count == most_states) {
      forget(&editor->states[0]);
      memmove(editor->states, editor->states + 1, (most_states - 1) * sizeof *editor->states);
      editor->state_count--;
    }
    editor->states[editor->state_count++] = *last;
  }
  editor->is_typing = is_typed;
  *last = now;
}

unsigned char on_undo(EditLine *el, int key) {
  (void)key;
  line_editor *editor = editor_of(el);
  reveal_lines(el);
  note_change(el);
  if (editor->state_count == 0) return CC_ERROR;
  forget(&editor->state);
  editor->state = editor->states[--editor->state_count];
  editor->is_typing = 0;
  set_buffer(el, editor->state.text, editor->state.count, editor->state.cursor);
  return CC_REFRESH;
}
