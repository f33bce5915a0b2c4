// A terminal line editor over libedit: one buffer of many lines, history, completion, paste.
//
// libedit's own calls are variadic and share state with its signal handlers, so none of them is
// visible here. One editor exists at a time, and one thread at a time uses it; signals may arrive
// on any thread.

#ifndef STENCIL_EDITLINE_H
#define STENCIL_EDITLINE_H

#include <stddef.h>

typedef struct line_editor line_editor;

typedef enum {
  LINE_EDITOR_LINE,
  LINE_EDITOR_INTERRUPTED,
  LINE_EDITOR_END_OF_INPUT,
} line_editor_status;

// A change of the buffer at the cursor. Strings come from malloc, or are NULL.
typedef struct {
  // How many characters before the cursor go away.
  size_t erased;
  // What is put in their place.
  char *inserted;
  // What is shown below the buffer.
  char *listing;
} line_editor_edit;

// What the editor asks while it reads. `text` is UTF-8 of `length` bytes, not ended by a zero.
typedef struct {
  // Nonzero iff Enter submits `text`, the whole buffer.
  int (*is_complete)(void *context, const char *text, size_t length);
  // What follows a line break after `text`, the buffer before the cursor.
  line_editor_edit (*indent)(void *context, const char *text, size_t length);
  // What Tab does after `text`, the buffer before the cursor.
  line_editor_edit (*complete)(void *context, const char *text, size_t length);
} line_editor_callbacks;

// Returns an editor on the process's terminal, or NULL.
line_editor *line_editor_open(const char *program, line_editor_callbacks callbacks);

void line_editor_close(line_editor *editor);

// Reads one input. The result comes from malloc, and is NULL unless the status is a line.
//
// Escape sequences in `prompt` stand between bytes of value 1. `context` goes to the callbacks.
char *line_editor_read(
    line_editor *editor, const char *prompt, void *context, line_editor_status *status);

// Adds an entry to the history of this run, unless the last one is the same.
void line_editor_remember(line_editor *editor, const char *text);

// `true` iff something was typed already that the next input is to read, if only a key.
int line_editor_has_input(line_editor *editor);

// The number of columns of the terminal.
int line_editor_columns(void);

// The number of rows of the terminal.
int line_editor_rows(void);

#endif
