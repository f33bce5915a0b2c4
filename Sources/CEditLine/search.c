#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

// The search in older inputs: what is looked for stands in the place of the prompt, and what is found
// in the buffer, where any other key than those of the search goes on with it.

enum { longest = 128 };

typedef struct {
  wchar_t pattern[longest];
  size_t length;
  // How many inputs before the newest the one is that was found; -1 before one is.
  int place;
  int is_found;
} search;

// Looks from input `from` on in steps of `step`, and puts what it finds into the buffer.
static void look(EditLine *el, search *s, int from, int step) {
  for (int place = from; place >= 0; place += step) {
    wchar_t *text = entry_text(editor_of(el), (size_t)place + 1);
    if (text == NULL) break;
    const wchar_t *match = wcsstr(text, s->pattern);
    if (match != NULL) {
      set_buffer(el, text, wcslen(text), (size_t)(match - text));
      s->place = place;
      s->is_found = 1;
      free(text);
      return;
    }
    free(text);
  }
  s->is_found = 0;
}

static void tell(const search *s, char *prompt, size_t size) {
  const char *what = s->is_found || s->length == 0 ? "older input with" : "no older input with";
  snprintf(prompt, size, "(%s '%ls', ^R for the next) ", what, s->pattern);
}

static int rows_above(EditLine *el) {
  const int width = editor_of(el)->width;
  return rows_above_cursor(el, width, width);
}

// Does what `c` means in a search. Returns 0 iff it ends it.
static int take(EditLine *el, search *s, wchar_t c) {
  switch (c) {
  case 0x12:
    look(el, s, s->place + 1, 1);
    return 1;
  case 0x13:
    if (s->place > 0) look(el, s, s->place - 1, -1);
    return 1;
  case 0x08:
  case 0x7f:
    if (s->length > 0) s->pattern[--s->length] = 0;
    look(el, s, 0, 1);
    return 1;
  default:
    if (c < L' ') return 0;
    if (s->length + 1 < longest) s->pattern[s->length++] = c;
    look(el, s, s->place < 0 ? 0 : s->place, 1);
    return 1;
  }
}

unsigned char on_search(EditLine *el, int key) {
  (void)key;
  line_editor *editor = editor_of(el);
  const char *prompt = editor->prompt;
  char own[longest * 4 + 64];
  reveal_lines(el);
  search s = {.place = -1};
  buffer_state before = buffer_now(el);
  editor->is_searching = 1;
  wchar_t c = 0;
  int rows = rows_above(el), is_read = 1;
  do {
    tell(&s, own, sizeof own);
    editor->prompt = own;
    draw_anew(el, rows);
    rows = rows_above(el);
    is_read = el_wgetc(el, &c) == 1;
  } while (is_read && take(el, &s, c));
  editor->is_searching = 0;
  editor->prompt = prompt;
  if (is_read) {
    // Enter takes what was found, Ctrl-G what was there before; any other key means what it means.
    if (c == 0x07 && before.text != NULL) {
      set_buffer(el, before.text, before.count, before.cursor);
    } else if (s.place >= 0) {
      editor->entry = (size_t)s.place + 1;
    }
    if (c != L'\r' && c != L'\n' && c != 0x07) {
      el_push(el, (const char[]){(char)c, 0});
    }
    draw_anew(el, rows);
  }
  free(before.text);
  return is_read ? CC_NORM : CC_EOF;
}
