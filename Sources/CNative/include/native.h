// What Swift lacks to compile and call native code: child processes that cannot outlive us, a pool
// of threads, the level of the processor, and the types through which compiled programs are called.

#ifndef STENCIL_NATIVE_H
#define STENCIL_NATIVE_H

#include <stdint.h>

// MARK: The calling convention of compiled programs

typedef struct {
  // The element at the index `origin`.
  void *data;
  // One entry for each dimension of the field's type; strides in elements.
  const int64_t *shape, *stride, *origin;
} stk_field;

typedef struct {
  const int32_t *data;
  int64_t rows, columns, row_stride, column_stride;
  int32_t skip, has_skip;
  // The lowest and highest entry aside from skips; the lowest is higher if there is none.
  int32_t lowest, highest;
} stk_table;

typedef struct {
  int32_t site, output;
  int64_t index[8];
  int64_t coordinate;
} stk_failure;

typedef void stk_body(void *context, int64_t begin, int64_t end);

typedef struct {
  void (*run)(void *pool, int64_t count, int64_t grain, stk_body *body, void *context);
  void *pool;
  int32_t threads;
} stk_threads;

typedef struct {
  const stk_field *fields;
  const void *const *scalars;
  const stk_table *tables;
  void *workspace;
  int64_t workspace_size;
  const stk_threads *threads;
  stk_failure *failure;
} stk_call;

// MARK: Threads

typedef struct native_pool native_pool;

// Returns a pool in which `threads` threads work at most, the caller of `native_pool_run` included.
// Its threads start with the first run and stay; the pool does, too.
native_pool *native_pool_create(int32_t threads);

// Calls `body` for parts of 0 ..< count of at least `grain` indices, each index once, on whatever
// thread is free; returns when all is done. A pool that works already leaves all to the caller.
void native_pool_run(void *pool, int64_t count, int64_t grain, stk_body *body, void *context);

// Returns the number of processors that this process may use.
int32_t native_processor_count(void);

// MARK: The processor

// Returns the highest n for which the processor is an x86-64-vn, at least 1; 0 on others.
int32_t native_x86_level(void);

// MARK: Child processes

typedef struct {
  int32_t pid;
  // The ends of pipes that the child's standard output and error can be read from.
  int32_t output, errors;
  // Can be polled for the end of the child; -1 if the system has no such thing.
  int32_t end;
} native_child;

// Starts `path` in a process group of its own, with nothing to read; it ends with the calling
// thread at the latest. `environment` may be null for ours, `folder` for ours. Returns 0 or errno.
int32_t native_spawn(const char *path, char *const *arguments, char *const *environment,
                     const char *folder, native_child *child);

typedef struct {
  int32_t pid;
  // The end of a pipe: nobody else has it.
  int32_t end;
} native_watcher;

// Starts a process that kills the process group `group` as soon as we have ended, whatever ended us.
// Returns 0 or errno.
int32_t native_watch(int32_t group, native_watcher *watcher);

// Ends a watcher, which kills nobody then.
void native_dismiss(native_watcher watcher);

// MARK: Files

// Returns a descriptor of an empty file that has no name, or -1.
int32_t native_memory_file(const char *name);

// Returns the version of the C library: "2.36".
const char *native_libc_version(void);

// Returns the path of the loaded file that `address` lies in, or NULL.
const char *native_file_of(const void *address);

#endif
