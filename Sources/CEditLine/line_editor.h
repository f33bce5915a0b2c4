// What the parts of the line editor share.

#ifndef STENCIL_LINE_EDITOR_H
#define STENCIL_LINE_EDITOR_H

#include <histedit.h>
#include <wchar.h>

#include "editline.h"

// Key sequences that no terminal sends. A function of ours cannot call one of libedit's, but it can
// push keys that are bound to one.
#define KEYS_NEWLINE "\036n"
// What ed-insert inserts of it is the last character.
#define KEYS_BLANK "\036 "

// What an input is between two keys.
typedef struct {
  wchar_t *text;
  size_t count, cursor;
} buffer_state;

enum { most_states = 256 };

struct line_editor {
  EditLine *el;
  History *history;
  line_editor_callbacks callbacks;
  void *context;
  const char *prompt;
  int is_interrupted;
  // The signal that ended the reading, if it is one that ends programs.
  int end_signal;
  // Nonzero while older inputs are searched.
  int is_searching;
  // Nonzero if keys mean what they do in vi.
  int is_vi;
  // How many entries of the history the buffer is back; 0 for a text that is in none.
  size_t entry;
  // The texts of the entries that were left in this reading, as they were edited, by their places.
  wchar_t **edited;
  size_t edited_count;
  // The end of the buffer, if the screen has no room for it.
  wchar_t *hidden;
  // The number of columns of the window when the buffer was last drawn.
  int width;
  // Nonzero if the buffer had characters without a width when it was last drawn.
  int has_marks;
  // The number of blanks that Enter put before the cursor, until they are typed over.
  size_t fresh_blanks;
  // Bytes that were read but not yet given to libedit.
  unsigned char pending[4096];
  size_t pending_start, pending_end;
  // What was asked about last, in both forms: a buffer that grows is not converted again and again.
  wchar_t *asked;
  char *asked_bytes;
  size_t asked_count, asked_length, asked_capacity;
  // What was killed last, or NULL.
  wchar_t *killed;
  // The input as it was last seen, and before each change; whether the last change was a character
  // that was typed.
  buffer_state state;
  buffer_state states[most_states];
  size_t state_count;
  int is_typing;
};

// Returns the editor that `el` belongs to.
line_editor *editor_of(EditLine *el);

// input.c

// Writes to the terminal at once.
void line_editor_show(const char *text);

// Makes the terminal send pasted text between marks, or not.
void set_bracketed_paste(int on);

// The number of columns that the prompt takes.
int prompt_columns(const char *prompt);

// Moves the terminal's cursor past the buffer: to its end, or below if it is not on the last line.
void leave_buffer(EditLine *el);

// Returns the number of rows between the start of the prompt and the cursor in a window of `width`
// columns.
//
// libedit has broken long lines into rows of `old_width`, the width when they were drawn, and most
// terminals have by then spread each of these over rows of the new one.
int rows_above_cursor(EditLine *el, int old_width, int width);

// Draws prompt and buffer anew, from so many rows above the terminal's cursor on: libedit draws from
// where that is.
void draw_anew(EditLine *el, int rows);

// Drops what was typed, after `key` was pressed, and says so if that is more than a line. Reading
// ends as interrupted.
void drop_input(EditLine *el, const char *key);

// Gives libedit the next character. Bytes that are no UTF-8 are passed over.
int next_character(EditLine *el, wchar_t *out);

// text.c

// Returns the buffer up to `end` in UTF-8, which is there until the next call; NULL if there is no
// memory for it.
const char *text_before(EditLine *el, const wchar_t *end, size_t *length);

// view.c

// Puts the lines that the screen has no room for back at the end of the buffer.
void reveal_lines(EditLine *el);

// Takes lines below the cursor out of the buffer until the screen has room for the rest: libedit
// draws all that follows the cursor, and forgets where the cursor was when the screen is full.
void hide_lines(EditLine *el);

// Takes note of what the last keys made of the input, and draws it if the screen has room for other
// lines then.
void settle(EditLine *el);

// entries.c

// Puts the entry of the history that is so far back into the buffer, or what became of it in this
// reading; 0 stands for what was typed. Returns what a key of libedit does.
unsigned char go_to_entry(EditLine *el, size_t back);

// Returns the text of the entry that is so far back, from 1, which the caller frees; NULL if there is
// none.
wchar_t *entry_text(line_editor *editor, size_t back);

// Forgets how entries were edited.
void forget_edited(line_editor *editor);

// lines.c

// Binds the keys that work on the line that the cursor is in, and on characters as they are seen.
void bind_line_keys(EditLine *el);

// Deletes the character before the cursor, with all that is drawn over it.
void delete_before(EditLine *el);

// Deletes the character at the cursor, with all that is drawn over it. Returns 0 if there is none.
int delete_after(EditLine *el);

// undo.c

// Returns what the buffer is now, which the caller frees; its text is NULL if there is no memory.
buffer_state buffer_now(EditLine *el);

// Puts `count` characters into the place of the buffer, and the cursor before the one numbered `cursor`.
void set_buffer(EditLine *el, const wchar_t *text, size_t count, size_t cursor);

// Takes note of what the last keys made of the input.
void note_change(EditLine *el);

// Makes the input what it was before the last change.
unsigned char on_undo(EditLine *el, int key);

// Forgets what inputs were.
void forget_changes(line_editor *editor);

// search.c

// Searches older inputs until another key goes on with what was found.
unsigned char on_search(EditLine *el, int key);

// vi.c

// `true` iff the user has chosen the keys of vi.
int is_vi(EditLine *el);

// Binds keys of ours among those of vi.
void bind_vi_keys(EditLine *el);

// Makes a key of the terminal that begins with an escape, and comes next, one of a single character.
void join_keys(line_editor *editor);

// keys.c

// Binds the keys that libedit does not, or that mean something else in a buffer of many lines.
void bind_keys(EditLine *el);

#endif
