#define _GNU_SOURCE
#include "CAllocationCount.h"
#include <errno.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
// The C library's own, by the names it exports for this.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static _Thread_local int64_t asked __attribute__((tls_model("initial-exec")));

void *malloc(size_t size) {
  ++asked;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  ++asked;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  ++asked;
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  ++asked;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  ++asked;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size) {
  ++asked;
  void *memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *out = memory;
  return 0;
}

int64_t allocation_count(void) { return asked; }
#else
int64_t allocation_count(void) { return -1; }
#endif
