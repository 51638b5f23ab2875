#include "CContracts.h"

#include <stdlib.h>

/* The chunk's bytes follow its header. */
typedef struct chunk {
  struct chunk *before;
  /* Bytes that count, and bytes there are. */
  size_t size;
  size_t room;
} chunk;

struct contract_arena {
  ProtobufCAllocator allocator;
  chunk *last;
  uint8_t *next;
  size_t left;
  size_t used;
  size_t limit;
  int is_full;
};

static void *allocate(void *arena, size_t size) { return contract_arena_alloc(arena, size); }

static void leave(void *arena, void *pointer) {
  (void)arena;
  (void)pointer;
}

static int add_chunk(contract_arena *arena, size_t size) {
  if (size > arena->limit - arena->used || size > SIZE_MAX - sizeof(chunk)) return 0;
  chunk *fresh = malloc(sizeof(chunk) + size);
  if (fresh == NULL) return 0;
  fresh->before = arena->last;
  fresh->size = size;
  fresh->room = size;
  arena->last = fresh;
  arena->next = (uint8_t *)(fresh + 1);
  arena->left = size;
  arena->used += size;
  return 1;
}

contract_arena *contract_arena_new(size_t first, size_t limit) {
  contract_arena *arena = malloc(sizeof(contract_arena));
  if (arena == NULL) return NULL;
  arena->allocator.alloc = allocate;
  arena->allocator.free = leave;
  arena->allocator.allocator_data = arena;
  arena->last = NULL;
  arena->next = NULL;
  arena->left = 0;
  arena->used = 0;
  arena->limit = limit;
  arena->is_full = 0;
  if (first > limit) first = limit;
  if (!add_chunk(arena, first & ~(size_t)7)) {
    free(arena);
    return NULL;
  }
  return arena;
}

void contract_arena_reset(contract_arena *arena, size_t first, size_t limit) {
  chunk *kept = arena->last;
  while (kept->before != NULL) {
    chunk *before = kept->before;
    free(kept);
    kept = before;
  }
  if (first > limit) first = limit;
  first &= ~(size_t)7;
  if (first > kept->room) {
    chunk *larger = malloc(sizeof(chunk) + first);
    if (larger != NULL) {
      larger->before = NULL;
      larger->room = first;
      free(kept);
      kept = larger;
    } else {
      first = kept->room;
    }
  }
  kept->size = first;
  arena->last = kept;
  arena->next = (uint8_t *)(kept + 1);
  arena->left = first;
  arena->used = first;
  arena->limit = limit;
  arena->is_full = 0;
}

void contract_arena_free(contract_arena *arena) {
  chunk *last = arena->last;
  while (last != NULL) {
    chunk *before = last->before;
    free(last);
    last = before;
  }
  free(arena);
}

void *contract_arena_alloc(contract_arena *arena, size_t size) {
  if (size > SIZE_MAX - 8) {
    arena->is_full = 1;
    return NULL;
  }
  size_t rounded = (size + 7) & ~(size_t)7;
  if (rounded == 0) rounded = 8;
  if (rounded > arena->left) {
    /* Chunks double, so that a message of any size costs a handful of them; near the limit they fit what is asked. */
    size_t wanted = arena->last->size * 2;
    size_t room = (arena->limit - arena->used) & ~(size_t)7;
    if (wanted < rounded) wanted = rounded;
    if (wanted > room) wanted = room;
    if (wanted < rounded || !add_chunk(arena, wanted)) {
      arena->is_full = 1;
      return NULL;
    }
  }
  void *piece = arena->next;
  arena->next += rounded;
  arena->left -= rounded;
  return piece;
}

size_t contract_arena_used(const contract_arena *arena) { return arena->used; }

int contract_arena_is_full(const contract_arena *arena) { return arena->is_full; }

ProtobufCAllocator *contract_arena_allocator(contract_arena *arena) { return &arena->allocator; }
