#define _GNU_SOURCE
#include "native.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

// One job at a time. Threads take parts of it as they get to it: with processors that others use,
// fixed halves would wait for the slower one.
struct native_pool {
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  // Both change under the mutex. Helpers may join the job while it is open.
  _Atomic uint64_t generation;
  int is_open;
  int helpers, wanted;
  // The helpers that are in the job.
  _Atomic int joined;

  stk_body *body;
  void *context;
  int64_t count, part;
  _Atomic int64_t next;
};

// Whether this thread works on a part: what it starts itself is its own work.
static _Thread_local int is_inside;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

static void take_parts(native_pool *pool) {
  is_inside = 1;
  for (;;) {
    const int64_t begin = atomic_fetch_add(&pool->next, pool->part);
    if (begin >= pool->count) break;
    const int64_t left = pool->count - begin;
    pool->body(pool->context, begin, begin + (left < pool->part ? left : pool->part));
  }
  is_inside = 0;
}

static void *help(void *argument) {
  native_pool *pool = argument;
  uint64_t last = 0;
  for (;;) {
    // A caller in a loop comes back soon; waking up takes longer than that.
    for (int i = 0; i < 2000 && atomic_load_explicit(&pool->generation, memory_order_relaxed) == last; i++)
      pause_briefly();
    pthread_mutex_lock(&pool->mutex);
    while (pool->generation == last) pthread_cond_wait(&pool->wake, &pool->mutex);
    last = pool->generation;
    const int joins = pool->is_open;
    if (joins) atomic_fetch_add(&pool->joined, 1);
    pthread_mutex_unlock(&pool->mutex);
    if (!joins) continue;
    take_parts(pool);
    atomic_fetch_sub(&pool->joined, 1);
  }
  return NULL;
}

static void start_helpers(native_pool *pool) {
  sigset_t all, before;
  sigfillset(&all);
  // Signals are for the other threads.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (pool->helpers < pool->wanted) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, help, pool) != 0) {
      pool->wanted = pool->helpers;
      break;
    }
    pthread_detach(thread);
    pool->helpers++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

native_pool *native_pool_create(int32_t threads) {
  native_pool *pool = calloc(1, sizeof *pool);
  if (pool == NULL) abort();
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->wake, NULL);
  pool->wanted = threads < 1 ? 0 : threads - 1;
  return pool;
}

void native_pool_run(void *opaque, int64_t count, int64_t grain, stk_body *body, void *context) {
  native_pool *pool = opaque;
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  if (count <= grain || pool->wanted == 0 || is_inside) {
    body(context, 0, count);
    return;
  }
  pthread_mutex_lock(&pool->mutex);
  if (pool->is_open) {
    pthread_mutex_unlock(&pool->mutex);
    body(context, 0, count);
    return;
  }
  if (pool->helpers < pool->wanted) start_helpers(pool);
  const int64_t parts = 8 * (int64_t)(pool->helpers + 1);
  pool->part = (count + parts - 1) / parts;
  if (pool->part < grain) pool->part = grain;
  pool->body = body;
  pool->context = context;
  pool->count = count;
  atomic_store(&pool->next, 0);
  pool->is_open = 1;
  pool->generation++;
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->mutex);

  take_parts(pool);

  // Who comes now comes too late; who is in the job has begun its last part.
  pthread_mutex_lock(&pool->mutex);
  pool->is_open = 0;
  // The job is not over for `is_open` of the next caller before the last helper has left it: the
  // mutex is kept.
  for (int i = 0; atomic_load(&pool->joined) > 0; i++) {
    if (i < 2000)
      pause_briefly();
    else
      sched_yield();
  }
  pthread_mutex_unlock(&pool->mutex);
}

int32_t native_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  const int count = CPU_COUNT(&set);
  return count < 1 ? 1 : count;
}
