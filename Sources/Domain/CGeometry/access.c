// What needs no vectors: finding lists, asking the memory ahead, memory in large pages.
#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif
#include "lanes.h"

static inline const GeoCellHead *cell(const GeoIndex *index, uint32_t key) {
  return (const GeoCellHead *)(index->memory + 8 * (size_t)index->cells[key >> 2]);
}

void geo_touch_cells(const GeoIndex *index, const GeoVisit *visits, size_t count) {
  for (size_t i = 0; i < count; ++i) geo_prefetch(cell(index, visits[i].key));
}

size_t geo_resolve(const GeoIndex *index, GeoVisit *visits, size_t count, const uint32_t *families, const float *penalties,
                   GeoExtra *extras) {
  size_t extra = 0;
  for (size_t i = 0; i < count; ++i) {
    GeoVisit *visit = visits + i;
    const GeoCellHead *head = cell(index, visit->key);
    visit->list = NULL;
    visit->penalty = 0;
    // Bits of the lists of these families: both axes, or the one.
    static const uint32_t axes[4] = {0x55555555u, 0xAAAAAAAAu, 0xFFFFFFFFu, 0xFFFFFFFFu};
    uint32_t wanted = head->lists & families[visit->detection] & axes[visit->key & 3];
    for (; wanted; wanted &= wanted - 1) {
      const uint32_t bit = wanted & -wanted;
      const int place = __builtin_popcount(head->lists & (bit - 1));
      const GeoList *list = (const GeoList *)((const uint8_t *)head + 8 * (size_t)head->listAt[place]);
      const float penalty = penalties ? penalties[16 * visit->detection + (uint32_t)__builtin_ctz(bit) / 2] : 0;
      const uint8_t *line = (const uint8_t *)list;
      for (int k = 0; k < 8; ++k) geo_prefetch(line + 64 * k);
      if (!visit->list) {
        visit->list = list;
        visit->penalty = penalty;
      } else {
        extras[extra++] = (GeoExtra){list, (uint32_t)i, penalty};
      }
    }
  }
  return extra;
}

void geo_touch_directory(const GeoIndex *index, const GeoGate *gates, size_t count) {
  for (size_t i = 0; i < count; ++i) geo_prefetch(index->cells + (gates[i].key >> 2));
}

void geo_touch_points(const GeoIndex *index, const GeoGate *gates, size_t count, int isHead) {
  for (size_t i = 0; i < count; ++i) {
    const uint8_t *head = (const uint8_t *)cell(index, gates[i].key);
    geo_prefetch(isHead ? head : head + 8 * ((const GeoCellHead *)head)->pointsAt);
    if (!isHead) geo_prefetch(head + 8 * ((const GeoCellHead *)head)->pointsAt + 64);
  }
}

void geo_touch_view(const GeoIndex *index, const GeoPlace *place, int stage) {
  const int32_t column = place->column >> 1, row = place->row >> 1;
  if (column < 0 || column >= index->viewColumns || row < 0 || row >= index->viewRows) return;
  const uint32_t *entry = index->views + row * index->viewColumns + column;
  if (stage == 0) {
    geo_prefetch(entry);
    return;
  }
  const uint8_t *line = index->memory + 8 * (size_t)*entry;
  for (int k = 0; k < 20; ++k) geo_prefetch(line + 64 * k);
}

size_t geo_view_entries(const GeoIndex *index, const GeoPlace *place) {
  float x, y;
  const GeoViewHead *head = geo_view(index, place, &x, &y);
  return (size_t)head->points + head->lines;
}

void *geo_allocate(size_t bytes) {
  const size_t page = (size_t)2 << 20;
  const size_t alignment = bytes >= page ? page : 64;
  const size_t size = (bytes + alignment - 1) / alignment * alignment;
  void *memory = aligned_alloc(alignment, size);
  if (!memory) return NULL;
#if defined(__linux__)
  if (alignment == page) madvise(memory, size, MADV_HUGEPAGE);
#endif
  memset(memory, 0, size);
  return memory;
}

void geo_free(void *memory) { free(memory); }
