#define _GNU_SOURCE
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "line_editor.h"
#include "signals.h"

line_editor *editor_of(EditLine *el) {
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}

static char *prompt_of(EditLine *el) { return (char *)editor_of(el)->prompt; }

// libedit drops what its locale cannot say, so text is UTF-8 even where no locale is set.
static void use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

line_editor *line_editor_open(const char *program, line_editor_callbacks callbacks) {
  use_utf8();
  line_editor *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  editor->callbacks = callbacks;
  editor->prompt = "";
  editor->el = el_init(program, stdin, stdout, stderr);
  editor->history = history_init();
  if (editor->el == NULL || editor->history == NULL) {
    line_editor_close(editor);
    return NULL;
  }
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, 10000);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->el, EL_CLIENTDATA, editor);
  el_set(editor->el, EL_HIST, history, editor->history);
  el_set(editor->el, EL_EDITOR, "emacs");
  el_set(editor->el, EL_SIGNAL, 0);
  el_set(editor->el, EL_PROMPT_ESC, prompt_of, '\1');
  el_set(editor->el, EL_GETCFN, next_character);
  bind_keys(editor->el);
  // Last, so that the user's own bindings win.
  el_source(editor->el, NULL);
  editor->is_vi = is_vi(editor->el);
  if (editor->is_vi) bind_vi_keys(editor->el);
  return editor;
}

void line_editor_close(line_editor *editor) {
  if (editor->history != NULL) history_end(editor->history);
  if (editor->el != NULL) el_end(editor->el);
  forget_changes(editor);
  forget_edited(editor);
  free(editor->hidden);
  free(editor->killed);
  free(editor->asked);
  free(editor->asked_bytes);
  free(editor);
}

char *line_editor_read(
    line_editor *editor, const char *prompt, void *context, line_editor_status *status) {
  editor->prompt = prompt;
  editor->context = context;
  editor->is_interrupted = 0;
  editor->end_signal = 0;
  editor->width = line_editor_columns();
  editor->fresh_blanks = 0;
  editor->has_marks = 0;
  editor->entry = 0;
  forget_changes(editor);
  el_resize(editor->el);
  begin_catching_signals();
  set_bracketed_paste(1);
  // libedit would do this after the prompt, and the terminal's driver would take what is typed
  // between the two: a Ctrl-D never came through.
  el_set(editor->el, EL_PREP_TERM, 1);
  int count = 0;
  const char *text = el_gets(editor->el, &count);
  forget_edited(editor);
  free(editor->hidden);
  editor->hidden = NULL;
  char *result = text == NULL ? NULL : strndup(text, (size_t)count);
  set_bracketed_paste(0);
  end_catching_signals();
  if (editor->end_signal != 0) {
    // Whoever catches it otherwise is to know.
    raise(editor->end_signal);
    free(result);
    result = NULL;
    *status = LINE_EDITOR_END_OF_INPUT;
  } else if (result != NULL) {
    *status = LINE_EDITOR_LINE;
  } else if (editor->is_interrupted) {
    editor->pending_start = editor->pending_end = 0;
    *status = LINE_EDITOR_INTERRUPTED;
  } else {
    line_editor_show("\r\n");
    *status = LINE_EDITOR_END_OF_INPUT;
  }
  editor->prompt = "";
  editor->context = NULL;
  return result;
}

void line_editor_remember(line_editor *editor, const char *text) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, text);
}

int line_editor_columns(void) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

int line_editor_has_input(line_editor *editor) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  if (editor->pending_start < editor->pending_end || poll(&input, 1, 0) > 0) return 1;
  // Between inputs the terminal's driver gives whole lines only; other keys wait for who asks for
  // keys.
  struct termios lines;
  if (tcgetattr(STDIN_FILENO, &lines) != 0 || !(lines.c_lflag & ICANON)) return 0;
  struct termios keys = lines;
  keys.c_lflag &= ~(tcflag_t)ICANON;
  keys.c_cc[VMIN] = keys.c_cc[VTIME] = 0;
  if (tcsetattr(STDIN_FILENO, TCSANOW, &keys) != 0) return 0;
  ssize_t n = read(STDIN_FILENO, editor->pending, sizeof editor->pending);
  tcsetattr(STDIN_FILENO, TCSANOW, &lines);
  editor->pending_start = 0;
  editor->pending_end = n > 0 ? (size_t)n : 0;
  return n > 0;
}

int line_editor_rows(void) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return 24;
}
