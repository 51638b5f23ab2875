#include "frame_view.h"

#include <string.h>

/* Wire types of protobuf. */
enum { VARINT = 0, FIXED64 = 1, LENGTH = 2, FIXED32 = 5 };

/* Bytes still to be read. */
typedef struct {
  const uint8_t *at;
  const uint8_t *end;
  /* Unknown fields that may still come. */
  uint32_t unknown_left;
} reader;

/* A number of at most 64 bits in at most `most` bytes; 0 where it is cut off or longer. */
static inline int read_varint(reader *r, unsigned most, uint64_t *value) {
  if (r->at == r->end) return 0;
  uint8_t first = *r->at;
  if (first < 0x80) {
    r->at++;
    *value = first;
    return 1;
  }
  uint64_t number = 0;
  const uint8_t *p = r->at;
  for (unsigned i = 0; i < most; i++) {
    if (p == r->end) return 0;
    uint8_t byte = *p++;
    /* The tenth byte holds the last bit of 64. */
    if (i == 9 && byte > 1) return 0;
    number |= (uint64_t)(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      r->at = p;
      *value = number;
      return 1;
    }
  }
  return 0;
}

static inline int read_number(reader *r, uint64_t *value) { return read_varint(r, 10, value); }

static inline int read_double(reader *r, double *value) {
  if (r->end - r->at < 8) return 0;
  memcpy(value, r->at, 8);
  r->at += 8;
  return 1;
}

static inline int read_piece(reader *r, contract_piece *piece) {
  uint64_t size;
  if (!read_varint(r, 5, &size) || size > (uint64_t)(r->end - r->at)) return 0;
  piece->start = r->at;
  piece->size = (size_t)size;
  r->at += size;
  return 1;
}

/* The next tag; 0 where it is none or longer than 32 bits. */
static inline int read_tag(reader *r, uint32_t *field, uint32_t *wire_type) {
  uint64_t tag;
  if (!read_varint(r, 5, &tag) || tag > UINT32_MAX || tag >> 3 == 0) return 0;
  *field = (uint32_t)(tag >> 3);
  *wire_type = tag & 7;
  return 1;
}

/* Steps over a field this version does not know. */
static int skip_unknown(reader *r, uint32_t wire_type) {
  if (r->unknown_left == 0) return 0;
  r->unknown_left--;
  uint64_t number;
  contract_piece piece;
  switch (wire_type) {
    case VARINT: return read_number(r, &number);
    case LENGTH: return read_piece(r, &piece);
    case FIXED64:
    case FIXED32: {
      ptrdiff_t size = wire_type == FIXED64 ? 8 : 4;
      if (r->end - r->at < size) return 0;
      r->at += size;
      return 1;
    }
    default: return 0;
  }
}

/* True where the field was not seen before; marks it. */
static inline int is_first(uint32_t *seen, uint32_t field) {
  uint32_t bit = (uint32_t)1 << field;
  int first = (*seen & bit) == 0;
  *seen |= bit;
  return first;
}

/* A message whose fields 1 … `count` are doubles, and, where `nested` is not NULL, the one after a message. */
static int read_doubles(reader *outer, double *values, uint32_t count, contract_piece *nested) {
  contract_piece piece;
  if (!read_piece(outer, &piece)) return 0;
  reader r = {piece.start, piece.start + piece.size, outer->unknown_left};
  uint32_t seen = 0;
  while (r.at != r.end) {
    uint32_t field, wire_type;
    if (!read_tag(&r, &field, &wire_type)) return 0;
    if (field <= count) {
      if (wire_type != FIXED64 || !is_first(&seen, field) || !read_double(&r, &values[field - 1])) return 0;
    } else if (nested != NULL && field == count + 1) {
      if (wire_type != LENGTH || !is_first(&seen, field) || !read_piece(&r, nested)) return 0;
    } else if (!skip_unknown(&r, wire_type)) {
      return 0;
    }
  }
  outer->unknown_left = r.unknown_left;
  return 1;
}

static int read_floats(reader *r, contract_column *column) {
  contract_piece piece;
  if (!read_piece(r, &piece) || piece.size % 4 != 0) return 0;
  *column = (contract_column){piece.start, piece.size, piece.size / 4};
  return 1;
}

static int read_numbers(reader *r, contract_column *column) {
  contract_piece piece;
  if (!read_piece(r, &piece)) return 0;
  if (piece.size > 0 && piece.start[piece.size - 1] >= 0x80) return 0;
  size_t count = 0;
  for (size_t i = 0; i < piece.size; i++) count += piece.start[i] < 0x80;
  *column = (contract_column){piece.start, piece.size, count};
  return 1;
}

/* A message of packed columns; bit i of `numbers`: field i holds numbers, else floats. */
static int read_columns(reader *outer, contract_column *columns, uint32_t count, uint32_t numbers) {
  contract_piece piece;
  if (!read_piece(outer, &piece)) return 0;
  reader r = {piece.start, piece.start + piece.size, outer->unknown_left};
  uint32_t seen = 0;
  while (r.at != r.end) {
    uint32_t field, wire_type;
    if (!read_tag(&r, &field, &wire_type)) return 0;
    if (field > count) {
      if (!skip_unknown(&r, wire_type)) return 0;
      continue;
    }
    if (wire_type != LENGTH || !is_first(&seen, field)) return 0;
    contract_column *column = &columns[field - 1];
    if (!(numbers >> field & 1 ? read_numbers(&r, column) : read_floats(&r, column))) return 0;
  }
  outer->unknown_left = r.unknown_left;
  return 1;
}

static int read_free_space(reader *outer, contract_frame_view *view) {
  contract_piece piece;
  if (!read_piece(outer, &piece)) return 0;
  reader r = {piece.start, piece.start + piece.size, outer->unknown_left};
  uint32_t seen = 0;
  while (r.at != r.end) {
    uint32_t field, wire_type;
    if (!read_tag(&r, &field, &wire_type)) return 0;
    if (field <= 2) {
      if (wire_type != FIXED64 || !is_first(&seen, field) || !read_double(&r, &view->free_space[field - 1])) return 0;
    } else if (field == 3) {
      if (wire_type != LENGTH || !is_first(&seen, field) || !read_floats(&r, &view->rays)) return 0;
    } else if (!skip_unknown(&r, wire_type)) {
      return 0;
    }
  }
  outer->unknown_left = r.unknown_left;
  view->has_free_space = 1;
  return 1;
}

static int read_gnss(reader *r, contract_frame_view *view) {
  contract_piece heading = {NULL, 0};
  if (!read_doubles(r, view->gnss, 6, &heading)) return 0;
  view->has_gnss = 1;
  if (heading.start == NULL) return 1;
  reader inner = {heading.start, heading.start + heading.size, r->unknown_left};
  uint32_t seen = 0;
  while (inner.at != inner.end) {
    uint32_t field, wire_type;
    if (!read_tag(&inner, &field, &wire_type)) return 0;
    if (field <= 2) {
      if (wire_type != FIXED64 || !is_first(&seen, field) || !read_double(&inner, &view->heading[field - 1])) return 0;
    } else if (!skip_unknown(&inner, wire_type)) {
      return 0;
    }
  }
  r->unknown_left = inner.unknown_left;
  view->has_heading = 1;
  return 1;
}

/* The next entry of a table; its tag starts at `tag`. */
static int read_entry(reader *r, const uint8_t *tag, contract_table *table, size_t most) {
  contract_piece entry;
  if (table->count == 0) table->start = tag;
  if (table->count == most || table->start + table->size != tag || !read_piece(r, &entry)) return 0;
  table->count++;
  table->size = (size_t)(r->at - table->start);
  return table->size <= CONTRACT_VIEW_TABLE_BYTES;
}

contract_piece contract_table_next(contract_table *table) {
  reader r = {table->start, table->start + table->size, 0};
  contract_piece entry = {table->start, 0};
  contract_piece value;
  uint32_t field, wire_type;
  if (!read_tag(&r, &field, &wire_type) || !read_piece(&r, &value)) return entry;
  entry.size = (size_t)(r.at - table->start);
  table->size -= entry.size;
  table->start = r.at;
  return entry;
}

int contract_frame_view_read(contract_frame_view *view, const uint8_t *bytes, size_t size, uint32_t max_unknown) {
  /* Fields of the groups that hold numbers, not floats. */
  enum { POINTS = 1 << 6 | 1 << 7 | 1 << 9, LINES = 1 << 1 | 1 << 5 | 1 << 6 | 1 << 8, BEARINGS = 1 << 5 | 1 << 6 | 1 << 8 };
  /* Fields 1, 4 and 5 are numbers, all else is length-prefixed; tables repeat. */
  enum { LAST = 16, NUMBERS = 1 << 1 | 1 << 4 | 1 << 5, TABLES = 1 << 10 | 1 << 11 };
  reader r = {bytes, bytes + size, max_unknown};
  uint32_t seen = 0;
  while (r.at != r.end) {
    const uint8_t *tag = r.at;
    uint32_t field, wire_type;
    if (!read_tag(&r, &field, &wire_type)) return 0;
    if (field > LAST) {
      if (!skip_unknown(&r, wire_type)) return 0;
      continue;
    }
    if (wire_type != (NUMBERS >> field & 1 ? VARINT : LENGTH)) return 0;
    if (!is_first(&seen, field) && !(TABLES >> field & 1)) return 0;
    uint64_t number = 0;
    int is_plain = 0;
    switch (field) {
      case 1:
        is_plain = read_number(&r, &number) && number <= UINT32_MAX;
        view->schema_version = (uint32_t)number;
        break;
      case 2: is_plain = read_piece(&r, &view->vehicle); break;
      case 3: is_plain = read_piece(&r, &view->drive); break;
      case 4: is_plain = read_number(&r, &view->sequence); break;
      case 5:
        is_plain = read_number(&r, &number);
        view->capture_time_ns = (int64_t)number;
        break;
      case 6: is_plain = read_piece(&r, &view->software); break;
      case 7: is_plain = read_piece(&r, &view->calibration); break;
      case 8: is_plain = read_gnss(&r, view); break;
      case 9:
        is_plain = read_doubles(&r, view->motion, 4, NULL);
        view->has_motion = 1;
        break;
      case 10: is_plain = read_entry(&r, tag, &view->sensors, CONTRACT_VIEW_SENSORS); break;
      case 11: is_plain = read_entry(&r, tag, &view->labels, CONTRACT_VIEW_LABELS); break;
      case 12: is_plain = read_columns(&r, view->points, CONTRACT_POINT_COLUMNS, POINTS); break;
      case 13: is_plain = read_columns(&r, view->lines, CONTRACT_LINE_COLUMNS, LINES); break;
      case 14: is_plain = read_columns(&r, view->polygons, CONTRACT_LINE_COLUMNS, LINES); break;
      case 15: is_plain = read_columns(&r, view->bearings, CONTRACT_BEARING_COLUMNS, BEARINGS); break;
      case 16: is_plain = read_free_space(&r, view); break;
    }
    if (!is_plain) return 0;
  }
  return 1;
}

int contract_column_numbers(const contract_column *column, uint32_t *out) {
  if (column->count == column->size) {
    for (size_t i = 0; i < column->size; i++) out[i] = column->start[i];
    return 1;
  }
  const uint8_t *p = column->start;
  for (size_t i = 0; i < column->count; i++) {
    uint64_t number = 0;
    unsigned shift = 0;
    /* The column ends with a byte that ends a number, so no number runs past it. */
    for (; *p >= 0x80; shift += 7) {
      if (shift == 28) return 0;
      number |= (uint64_t)(*p++ & 0x7f) << shift;
    }
    number |= (uint64_t)*p++ << shift;
    if (number > UINT32_MAX) return 0;
    out[i] = (uint32_t)number;
  }
  return 1;
}

uint64_t contract_hash(const uint8_t *bytes, size_t size) {
  uint64_t hash = size * 0x9e3779b97f4a7c15u;
  for (; size >= 8; bytes += 8, size -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  uint64_t word = 0;
  for (size_t i = 0; i < size; i++) word |= (uint64_t)bytes[i] << (8 * i);
  hash = (hash ^ word) * 0xff51afd7ed558ccdu;
  return hash ^ hash >> 32;
}

int contract_is_same(const uint8_t *a, const uint8_t *b, size_t size) { return memcmp(a, b, size) == 0; }
