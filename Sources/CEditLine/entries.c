#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

// Older inputs in the buffer. libedit forgets how one was edited when another one is looked at.

wchar_t *entry_text(line_editor *editor, size_t back) {
  HistEvent event;
  int found = history(editor->history, &event, H_FIRST);
  for (size_t i = 1; found >= 0 && i < back; i++) found = history(editor->history, &event, H_NEXT);
  if (found < 0) return NULL;
  const size_t size = strlen(event.str) + 1;
  wchar_t *text = malloc(size * sizeof *text);
  if (text != NULL && mbstowcs(text, event.str, size) == (size_t)-1) text[0] = 0;
  return text;
}

// Keeps `text`, which this takes over, as what became of the entry that is so far back.
static void keep_edited(line_editor *editor, size_t back, wchar_t *text) {
  if (back >= editor->edited_count) {
    const size_t count = back + 16;
    wchar_t **larger = realloc(editor->edited, count * sizeof *larger);
    if (larger == NULL) {
      free(text);
      return;
    }
    for (size_t i = editor->edited_count; i < count; i++) larger[i] = NULL;
    editor->edited = larger;
    editor->edited_count = count;
  }
  free(editor->edited[back]);
  editor->edited[back] = text;
}

void forget_edited(line_editor *editor) {
  for (size_t i = 0; i < editor->edited_count; i++) free(editor->edited[i]);
  free(editor->edited);
  editor->edited = NULL;
  editor->edited_count = 0;
}

unsigned char go_to_entry(EditLine *el, size_t back) {
  line_editor *editor = editor_of(el);
  const wchar_t *kept = back < editor->edited_count ? editor->edited[back] : NULL;
  wchar_t *text = kept != NULL ? wcsdup(kept) : back == 0 ? wcsdup(L"") : entry_text(editor, back);
  if (text == NULL) return CC_ERROR;
  const buffer_state left = buffer_now(el);
  if (left.text != NULL) keep_edited(editor, editor->entry, left.text);
  const size_t count = wcslen(text);
  set_buffer(el, text, count, count);
  free(text);
  editor->entry = back;
  editor->fresh_blanks = 0;
  return CC_REFRESH;
}
