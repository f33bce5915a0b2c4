#include <stdlib.h>
#include <string.h>

#include "line_editor.h"

enum { most_bytes = 4 };

// Makes room for `count` characters, be it none. Returns 0 if there is no memory for them.
static int reserve(line_editor *editor, size_t count) {
  if (editor->asked_bytes != NULL && count <= editor->asked_capacity) return 1;
  const size_t capacity = 2 * count + 1024;
  wchar_t *wide = realloc(editor->asked, capacity * sizeof *wide);
  if (wide == NULL) return 0;
  editor->asked = wide;
  char *bytes = realloc(editor->asked_bytes, capacity * most_bytes);
  if (bytes == NULL) return 0;
  editor->asked_bytes = bytes;
  editor->asked_capacity = capacity;
  return 1;
}

static size_t encode(wchar_t c, char *out) {
  const unsigned long n = (unsigned long)c;
  if (n < 0x80) {
    out[0] = (char)n;
    return 1;
  }
  const size_t count = n < 0x800 ? 2 : n < 0x10000 ? 3 : 4;
  static const unsigned char marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = 0; i < count; i++) {
    const unsigned long bits = n >> (6 * (count - 1 - i));
    out[i] = (char)(i == 0 ? marks[count] | bits : 0x80 | (bits & 0x3F));
  }
  return count;
}

const char *text_before(EditLine *el, const wchar_t *end, size_t *length) {
  line_editor *editor = editor_of(el);
  const wchar_t *text = el_wline(el)->buffer;
  const size_t count = (size_t)(end - text);
  if (!reserve(editor, count)) return NULL;
  if (editor->asked_count > count || wmemcmp(editor->asked, text, editor->asked_count) != 0) {
    editor->asked_count = editor->asked_length = 0;
  }
  for (size_t i = editor->asked_count; i < count; i++) {
    editor->asked[i] = text[i];
    editor->asked_length += encode(text[i], editor->asked_bytes + editor->asked_length);
  }
  editor->asked_count = count;
  *length = editor->asked_length;
  return editor->asked_bytes;
}
