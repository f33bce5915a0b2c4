#define _GNU_SOURCE
#include <string.h>

#include "line_editor.h"

// Who has `bind -v` in ~/.editrc edits as in vi. That takes away all bindings of ours, and an escape
// ends the insertion there, so keys of a terminal that begin with one come as single keys.

static const struct {
  const char *sequence;
  char key;
} keys[] = {
    {"\033[A", '\020'},   {"\033OA", '\020'},  {"\033[B", '\016'},  {"\033OB", '\016'},
    {"\033[C", '\006'},   {"\033OC", '\006'},  {"\033[D", '\002'},  {"\033OD", '\002'},
    {"\033[H", '\001'},   {"\033OH", '\001'},  {"\033[1~", '\001'}, {"\033[F", '\005'},
    {"\033OF", '\005'},   {"\033[4~", '\005'}, {"\033[3~", '\035'}, {"\033[200~", '\034'},
};

int is_vi(EditLine *el) {
  const char *name = NULL;
  return el_get(el, EL_EDITOR, &name) == 0 && name != NULL && strcmp(name, "vi") == 0;
}

void bind_vi_keys(EditLine *el) {
  static const struct {
    const char *keys, *command;
  } bindings[] = {
      {"^M", "stencil-enter"},   {"^J", "stencil-enter"},     {"^D", "stencil-end"},
      {"^P", "stencil-up"},      {"^N", "stencil-down"},      {"^R", "stencil-search"},
      {"^F", "stencil-right"},   {"^B", "stencil-left"},      {"^A", "stencil-line-start"},
      {"^E", "stencil-line-end"}, {"^]", "stencil-delete"},   {"^\\", "stencil-paste"},
  };
  for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++) {
    el_set(el, EL_BIND, bindings[i].keys, bindings[i].command, NULL);
    el_set(el, EL_BIND, "-a", bindings[i].keys, bindings[i].command, NULL);
  }
  static const struct {
    const char *keys, *command;
  } pushed[] = {
      {KEYS_NEWLINE, "ed-newline"},
      {KEYS_BLANK, "ed-insert"},
  };
  for (size_t i = 0; i < sizeof pushed / sizeof *pushed; i++) {
    el_set(el, EL_BIND, pushed[i].keys, pushed[i].command, NULL);
    el_set(el, EL_BIND, "-a", pushed[i].keys, pushed[i].command, NULL);
  }
  static const struct {
    const char *keys, *command;
  } moving[] = {
      {"j", "stencil-down"},
      {"k", "stencil-up"},
      {"0", "stencil-line-start"},
      {"$", "stencil-line-end"},
  };
  for (size_t i = 0; i < sizeof moving / sizeof *moving; i++) {
    el_set(el, EL_BIND, "-a", moving[i].keys, moving[i].command, NULL);
  }
  // These mean something else where nothing is inserted.
  static const struct {
    const char *keys, *command;
  } inserting[] = {
      {"^I", "stencil-complete"},
      {"^?", "stencil-backspace"},
      {"^H", "stencil-backspace"},
      {" ", "stencil-space"},
      {"^U", "stencil-kill-to-start"},
      {"^_", "stencil-undo"},
  };
  for (size_t i = 0; i < sizeof inserting / sizeof *inserting; i++) {
    el_set(el, EL_BIND, inserting[i].keys, inserting[i].command, NULL);
  }
}

void join_keys(line_editor *editor) {
  const char *bytes = (const char *)editor->pending + editor->pending_start;
  const size_t count = editor->pending_end - editor->pending_start;
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    const size_t length = strlen(keys[i].sequence);
    if (count < length || memcmp(bytes, keys[i].sequence, length) != 0) continue;
    editor->pending_start += length - 1;
    editor->pending[editor->pending_start] = (unsigned char)keys[i].key;
    return;
  }
}
