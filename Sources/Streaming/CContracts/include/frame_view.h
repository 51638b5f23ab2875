/* A frame's bytes seen without building a message: where every column starts, in one pass and without memory of its own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Bytes within the frame. */
typedef struct {
  const uint8_t *start;
  size_t size;
} contract_piece;

/* A packed column: `count` entries in the bytes of the piece; NULL where it was left out. */
typedef struct {
  const uint8_t *start;
  size_t size;
  size_t count;
} contract_column;

/* Most sensors, labels, and bytes of either table in a plain frame: so few that their tags are no more than any frame may have. */
enum { CONTRACT_VIEW_SENSORS = 64, CONTRACT_VIEW_LABELS = 256, CONTRACT_VIEW_TABLE_BYTES = 8192 };

/* A repeated message whose entries follow each other: the bytes from its first tag to its last entry's end. */
typedef struct {
  const uint8_t *start;
  size_t size;
  size_t count;
} contract_table;

/* Columns of points, of lines and polygons, and of bearings: the field's number less one is its place. */
enum { CONTRACT_POINT_COLUMNS = 9, CONTRACT_LINE_COLUMNS = 8, CONTRACT_BEARING_COLUMNS = 8 };

/* What stands in the bytes of a plain frame. Fields left out read as zero. */
typedef struct {
  uint32_t schema_version;
  uint64_t sequence;
  int64_t capture_time_ns;
  /* Not checked to be text. */
  contract_piece vehicle, drive, software, calibration;
  int has_gnss, has_heading, has_motion, has_free_space;
  /* Latitude, longitude, height, variance east, covariance, variance north; then yaw and its deviation. */
  double gnss[6], heading[2];
  /* Speed, turn rate and their deviations. */
  double motion[4];
  /* First ray and step. */
  double free_space[2];
  contract_column rays;
  /* Not looked into. */
  contract_table sensors, labels;
  contract_column points[CONTRACT_POINT_COLUMNS];
  contract_column lines[CONTRACT_LINE_COLUMNS];
  contract_column polygons[CONTRACT_LINE_COLUMNS];
  contract_column bearings[CONTRACT_BEARING_COLUMNS];
} contract_frame_view;

/* Fills a zeroed view and returns 1 for a plain frame: every field at most once, every column packed and whole, the entries of
 * a table together and within the bounds above, unknown fields outside tables at most `max_unknown`. Returns 0 for all else,
 * which says nothing about whether the frame is right: the general decoder does. Linear in `size`; pointers of the view are
 * into `bytes`. */
int contract_frame_view_read(contract_frame_view *view, const uint8_t *bytes, size_t size, uint32_t max_unknown);

/* Takes the next entry, its tag and length with it, off a table of a view; the caller counts. */
contract_piece contract_table_next(contract_table *table);

/* Writes the column's numbers to `out`, which has room for `count`; 0 where one is longer than 32 bits. */
int contract_column_numbers(const contract_column *column, uint32_t *out);

/* A hash of bytes, equal for equal bytes. */
uint64_t contract_hash(const uint8_t *bytes, size_t size);

/* 1 where the bytes are the same. */
int contract_is_same(const uint8_t *a, const uint8_t *b, size_t size);
