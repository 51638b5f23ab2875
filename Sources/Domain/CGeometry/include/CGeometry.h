// Kernels over the packed index: 16 entries at a time, in the widest registers the machine has.
//
// One text (kernels.inc) is compiled for AVX-512, for AVX2 with FMA and for whatever the build targets; GeoLevel says which one runs, so
// that a program built anywhere works everywhere. Lengths inside a cell are float millimetres from its centre: map coordinates are whole
// millimetres there, and whole numbers below 2^24 are exact.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Which build of the kernels runs.
typedef enum : int32_t { GeoLevelPortable = 0, GeoLevelAVX2 = 1, GeoLevelAVX512 = 2 } GeoLevel;

/// The best one this machine can run.
GeoLevel geo_best_level(void);

enum {
  /// Side of a cell, mm.
  GeoCell_mm = 32768,
  /// Strips a cell is cut into along each axis, and their width, mm.
  GeoStrips = 16,
  GeoStrip_mm = GeoCell_mm / GeoStrips,
  /// Entries a kernel takes at a time, and so may read past the last one.
  GeoLanes = 16,
  /// Side of a view cell, mm, and its unit of length, mm.
  GeoView_mm = 2 * GeoCell_mm,
  GeoViewUnit_mm = 8,
  /// The payload of "none".
  GeoNone = -1,
};

/// Head of a list of segments: one family of classes, one main axis, ordered along it. The columns follow it: x, y of the start and of the
/// way to the end (int16, mm, from the cell's centre), each of `count` values, then the payloads (int32).
typedef struct {
  /// Of each strip: the first entry that can lie within reach, and how many; both in steps of 2^shift entries.
  uint8_t first[GeoStrips], steps[GeoStrips];
  uint32_t count;
  uint8_t shift, axis;
  uint16_t reserved;
} GeoList;

/// Head of a cell: which lists it has (bit 2 × family + axis), how many points, and where each begins, in steps of 8 bytes from here. The
/// points come first: x, y (int16, mm from the centre), payloads (int32), classes (uint8).
typedef struct {
  uint32_t lists, points, pointsAt;
  uint32_t listAt[];
} GeoCellHead;

/// Head of a view cell: what a sensor at any place in it could see. Columns of points: x, y (int16, GeoViewUnit_mm from the centre), ids
/// (int32). Columns of lines: start x, y, way to the end x, y, how far the line leaves that chord (int16), ids (int32).
typedef struct {
  uint32_t points, lines;
} GeoViewHead;

/// An index as the kernels see it. Cell 0 of a directory is empty; so is every cell whose entry is 0. Entries count steps of 8 bytes.
typedef struct {
  const uint8_t *memory;
  const uint32_t *cells, *views;
  int32_t columns, rows, viewColumns, viewRows;
} GeoIndex;

/// Where detections relative to a position lie: the position from the centre of its cell, mm, that cell, and tan of the angle from an axis
/// up to which a direction only fits segments of that axis.
typedef struct {
  float x_mm, y_mm, axisTangent;
  int32_t column, row;
} GeoPlace;

/// Samples of one detection in one cell: where it is, the first of them, the detection. `list` is NULL where the cell has none.
typedef struct {
  const GeoList *_Nullable list;
  uint32_t key, first, detection;
  float penalty;
} GeoVisit;

/// One more list a visit has to look into.
typedef struct {
  const GeoList *list;
  uint32_t visit;
  float penalty;
} GeoExtra;

/// Cells of items: key = cell × 4 + axis (0 x, 1 y, 2 both), strips = x strip + 16 × y strip, and the place in the cell, mm. Items are `stride`
/// floats apart: x, y in metres from the position, and with `stride` 4 a unit direction. Writes up to 15 values past the end.
void geo_locate(GeoLevel level, const GeoIndex *index, const GeoPlace *place, const float *items, size_t stride, size_t count,
                uint32_t *keys, uint8_t *strips, float *xs, float *ys);

/// Runs of samples with one key inside one detection; `offsets` are `detections + 1` places from `base`. `changes` gets one bit a sample: a run
/// begins there. Returns the number of runs; one more is written as the end. Asks the memory for the cells' directory entries.
size_t geo_visits(GeoLevel level, const GeoIndex *index, const uint32_t *keys, const uint32_t *offsets, size_t detections,
                  GeoVisit *visits, uint64_t *changes);

/// Asks the memory for the heads of the visited cells.
void geo_touch_cells(const GeoIndex *index, const GeoVisit *visits, size_t count);

/// Finds the lists of every visit for the families of its detection (`families`: bits as in a cell's head; `penalties`: 16 a detection, mm², or NULL for none) and
/// asks the memory for them. Returns the number of extra lists.
size_t geo_resolve(const GeoIndex *index, GeoVisit *visits, size_t count, const uint32_t *families,
                   const float *_Nullable penalties, GeoExtra *extras);

/// Of every sample the nearest segment that runs along it: payloads (GeoNone where none is closer than the limit) and distance² + penalty, mm².
/// Of segments at the same distance the one with the smaller payload.
void geo_nearest(GeoLevel level, const GeoVisit *visits, size_t count, const GeoExtra *extras, size_t extraCount,
                 const float *samples, const uint8_t *strips, const float *xs, const float *ys, float limit_mm2, float cosine2,
                 int32_t *payloads, float *costs);

/// How many samples of a detection belong to one payload.
typedef struct {
  int32_t payload, count;
} GeoVote;

/// Counts each detection's samples by payload, payloads in the order of their first sample; the votes of detection i are at `ends[i - 1]..<ends[i]`.
/// At most as many votes as samples. `offsets` are `detections + 1` places from `base`.
void geo_tally(GeoLevel level, const int32_t *payloads, const uint32_t *offsets, size_t detections, GeoVote *votes, uint32_t *ends);

/// A position's gate: inverse of its covariance, 1/mm², the bits of the classes that fit, and its key.
typedef struct {
  float xx, xy2, yy, x, y;
  uint32_t classes, key;
} GeoGate;

/// Asks the memory for the directory entries of the gates' cells.
void geo_touch_directory(const GeoIndex *index, const GeoGate *gates, size_t count);

/// Asks the memory for the heads (`isHead`) or the points of the gates' cells.
void geo_touch_points(const GeoIndex *index, const GeoGate *gates, size_t count, int isHead);

/// Points inside each gate: payloads and Mahalanobis distances² below `limit`; the candidates of gate i are at `ends[i - 1]..<ends[i]`. Stops before
/// `capacity - 16` candidates; returns how many gates were done. Writes up to 15 values past the last candidate.
size_t geo_gate(GeoLevel level, const GeoIndex *index, const GeoGate *gates, size_t count, float limit, int32_t *payloads,
                float *distances, uint32_t *ends, size_t capacity);

/// A rectangle in a cell, mm from its centre.
typedef struct {
  float lowX, lowY, highX, highY;
} GeoBox;

/// Which of 16 segments of a list, from `at` on, have their middle in the list's cell and meet a box by their own: one bit each. Every segment has its
/// middle in one cell, whatever cells hold it.
uint32_t geo_segments_in(GeoLevel level, const GeoList *list, uint32_t at, const GeoBox *box);

/// Which of 16 points of a cell, from `at` on, lie in it and in a box: one bit each.
uint32_t geo_points_in(GeoLevel level, const GeoCellHead *head, uint32_t at, const GeoBox *box);

/// How many elements a view list was found to hold in sight.
typedef struct {
  uint32_t certain, perhaps;
} GeoSight;

/// Asks the memory for a view cell; `stage` 0 its directory entry, 1 its content.
void geo_touch_view(const GeoIndex *index, const GeoPlace *place, int stage);

/// Entries of the view cell around a place, an upper bound of what `geo_within` writes.
size_t geo_view_entries(const GeoIndex *index, const GeoPlace *place);

/// Elements certainly within `range_mm` of a place (`certain`) and those whose exact shape must decide (`perhaps`). Both arrays hold the view
/// cell's entries and 16 more.
GeoSight geo_within(GeoLevel level, const GeoIndex *index, const GeoPlace *place, float range_mm, int32_t *certain,
                    int32_t *perhaps);

/// The head of a cell by its number.
static inline const GeoCellHead *geo_cell(const GeoIndex *index, int32_t cell) {
  return (const GeoCellHead *)(index->memory + 8 * (size_t)index->cells[cell]);
}
/// One of a cell's lists, counted from 0.
static inline const GeoList *geo_list(const GeoCellHead *head, uint32_t place) {
  return (const GeoList *)((const uint8_t *)head + 8 * (size_t)head->listAt[place]);
}
/// Payload of an entry of a list.
static inline int32_t geo_list_payload(const GeoList *list, uint32_t at) {
  return ((const int32_t *)((const int16_t *)(list + 1) + 4 * (size_t)list->count))[at];
}
/// Payload of a point of a cell.
static inline int32_t geo_point_payload(const GeoCellHead *head, uint32_t at) {
  const int16_t *x = (const int16_t *)((const uint8_t *)head + 8 * (size_t)head->pointsAt);
  return ((const int32_t *)(x + 2 * (size_t)head->points))[at];
}

/// Memory of at least `bytes` bytes, zeroed, aligned to 64 bytes, in large pages where the system has them; NULL where there is none.
void *_Nullable geo_allocate(size_t bytes);
/// Gives it back.
void geo_free(void *_Nullable memory);

/// Asks the memory for a line that will be read soon.
static inline void geo_prefetch(const void *line) { __builtin_prefetch(line, 0, 3); }

#pragma clang assume_nonnull end
