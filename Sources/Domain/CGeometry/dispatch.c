// Which level runs.
#include "CGeometry.h"

#if defined(__x86_64__)
#define FOR_EACH(call) \
  switch (level) { \
    case GeoLevelAVX512: return call(avx512); \
    case GeoLevelAVX2: return call(avx2); \
    case GeoLevelPortable: return call(portable); \
  } \
  return call(portable)
#define DECLARE(result, name, parameters) \
  result name##_portable parameters; \
  result name##_avx2 parameters; \
  result name##_avx512 parameters
#else
#define FOR_EACH(call) \
  (void)level; \
  return call(portable)
#define DECLARE(result, name, parameters) result name##_portable parameters
#endif

#pragma clang assume_nonnull begin

GeoLevel geo_best_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int has2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (has2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    return GeoLevelAVX512;
  }
  if (has2) return GeoLevelAVX2;
#endif
  return GeoLevelPortable;
}

DECLARE(void, geo_locate, (const GeoIndex *, const GeoPlace *, const float *, size_t, size_t, uint32_t *, uint8_t *, float *, float *));
DECLARE(size_t, geo_visits, (const GeoIndex *, const uint32_t *, const uint32_t *, size_t, GeoVisit *, uint64_t *));
DECLARE(void, geo_nearest, (const GeoVisit *, size_t, const GeoExtra *, size_t, const float *, const uint8_t *, const float *,
                            const float *, float, float, int32_t *, float *));
DECLARE(void, geo_tally, (const int32_t *, const uint32_t *, size_t, GeoVote *, uint32_t *));
DECLARE(size_t, geo_gate, (const GeoIndex *, const GeoGate *, size_t, float, int32_t *, float *, uint32_t *, size_t));
DECLARE(uint32_t, geo_segments_in, (const GeoList *, uint32_t, const GeoBox *));
DECLARE(uint32_t, geo_points_in, (const GeoCellHead *, uint32_t, const GeoBox *));
DECLARE(GeoSight, geo_within, (const GeoIndex *, const GeoPlace *, float, int32_t *, int32_t *));

void geo_locate(GeoLevel level, const GeoIndex *index, const GeoPlace *place, const float *items, size_t stride, size_t count,
                uint32_t *keys, uint8_t *strips, float *xs, float *ys) {
#define CALL(name) geo_locate_##name(index, place, items, stride, count, keys, strips, xs, ys)
  FOR_EACH(CALL);
#undef CALL
}

size_t geo_visits(GeoLevel level, const GeoIndex *index, const uint32_t *keys, const uint32_t *offsets, size_t detections,
                  GeoVisit *visits, uint64_t *changes) {
#define CALL(name) geo_visits_##name(index, keys, offsets, detections, visits, changes)
  FOR_EACH(CALL);
#undef CALL
}

void geo_nearest(GeoLevel level, const GeoVisit *visits, size_t count, const GeoExtra *extras, size_t extraCount,
                 const float *samples, const uint8_t *strips, const float *xs, const float *ys, float limit_mm2, float cosine2,
                 int32_t *payloads, float *costs) {
#define CALL(name) \
  geo_nearest_##name(visits, count, extras, extraCount, samples, strips, xs, ys, limit_mm2, cosine2, payloads, costs)
  FOR_EACH(CALL);
#undef CALL
}

void geo_tally(GeoLevel level, const int32_t *payloads, const uint32_t *offsets, size_t detections, GeoVote *votes, uint32_t *ends) {
#define CALL(name) geo_tally_##name(payloads, offsets, detections, votes, ends)
  FOR_EACH(CALL);
#undef CALL
}

size_t geo_gate(GeoLevel level, const GeoIndex *index, const GeoGate *gates, size_t count, float limit, int32_t *payloads,
                float *distances, uint32_t *ends, size_t capacity) {
#define CALL(name) geo_gate_##name(index, gates, count, limit, payloads, distances, ends, capacity)
  FOR_EACH(CALL);
#undef CALL
}

uint32_t geo_segments_in(GeoLevel level, const GeoList *list, uint32_t at, const GeoBox *box) {
#define CALL(name) geo_segments_in_##name(list, at, box)
  FOR_EACH(CALL);
#undef CALL
}

uint32_t geo_points_in(GeoLevel level, const GeoCellHead *head, uint32_t at, const GeoBox *box) {
#define CALL(name) geo_points_in_##name(head, at, box)
  FOR_EACH(CALL);
#undef CALL
}

GeoSight geo_within(GeoLevel level, const GeoIndex *index, const GeoPlace *place, float range_mm, int32_t *certain,
                    int32_t *perhaps) {
#define CALL(name) geo_within_##name(index, place, range_mm, certain, perhaps)
  FOR_EACH(CALL);
#undef CALL
}

#pragma clang assume_nonnull end
