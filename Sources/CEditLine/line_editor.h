// What the parts of the line editor share.

#ifndef STENCIL_LINE_EDITOR_H
#define STENCIL_LINE_EDITOR_H

#include <histedit.h>
#include <wchar.h>

#include "editline.h"

// A key that no keyboard has; it ends a search and does nothing else.
#define KEY_END_SEARCH L'\034'

struct line_editor {
  EditLine *el;
  History *history;
  line_editor_callbacks callbacks;
  void *context;
  const char *prompt;
  int is_interrupted;
  // Nonzero from the start of a search, at least until it ends.
  int is_searching;
  // How many entries of the history the buffer may be before the newest.
  int entries_back;
  // The number of columns of the window when the buffer was last drawn.
  int width;
  // The number of blanks that Enter put before the cursor, until they are typed over.
  size_t fresh_blanks;
  // Bytes that were read but not yet given to libedit.
  unsigned char pending[4096];
  size_t pending_start, pending_end;
  // What was asked about last, in both forms: a buffer that grows is not converted again and again.
  wchar_t *asked;
  char *asked_bytes;
  size_t asked_count, asked_length, asked_capacity;
};

// Returns the editor that `el` belongs to.
line_editor *editor_of(EditLine *el);

// input.c

// Writes to the terminal at once.
void line_editor_show(const char *text);

// Makes the terminal send pasted text between marks, or not.
void set_bracketed_paste(int on);

// Moves the terminal's cursor past the buffer: to its end, or below if it is not on the last line.
void leave_buffer(EditLine *el);

// Drops what was typed, after `key` was pressed, and says so if that is more than a line. Reading
// ends as interrupted.
void drop_input(EditLine *el, const char *key);

// Gives libedit the next character. Bytes that are no UTF-8 are passed over.
int next_character(EditLine *el, wchar_t *out);

// text.c

// Returns the buffer up to `end` in UTF-8, which is there until the next call; NULL if there is no
// memory for it.
const char *text_before(EditLine *el, const wchar_t *end, size_t *length);

// keys.c

// Binds the keys that libedit does not, or that mean something else in a buffer of many lines.
void bind_keys(EditLine *el);

// Binds the keys that mean one thing in a search, by libedit, and another while text is edited.
void set_searching(EditLine *el, int is_searching);

#endif
