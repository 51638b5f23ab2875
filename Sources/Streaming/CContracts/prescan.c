#include "CContracts.h"

/* One message being read: where it ends and which of its fields were seen. */
typedef struct {
  const ProtobufCMessageDescriptor *descriptor;
  const uint8_t *end;
  /* Bit i: field i of the descriptor was seen. */
  uint64_t seen;
} level;

/* Reads a number of at most `most` bytes; 0 where it is cut off or too long. */
static int read_varint(const uint8_t **at, const uint8_t *end, unsigned most, uint64_t *value) {
  uint64_t number = 0;
  const uint8_t *p = *at;
  for (unsigned i = 0; i < most; i++) {
    if (p == end) return 0;
    uint8_t byte = *p++;
    /* The tenth byte holds the last bit of 64. */
    if (i == 9 && byte > 1) return 0;
    number |= (uint64_t)(byte & 0x7f) << (7 * i);
    if (byte < 0x80) {
      *at = p;
      *value = number;
      return 1;
    }
  }
  return 0;
}

/* Well-formed UTF-8 without NUL (Unicode 15, table 3-7). */
static contract_scan_result check_text(const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    uint8_t a = *p;
    if (a == 0) return CONTRACT_SCAN_NUL;
    if (a < 0x80) {
      p++;
      continue;
    }
    unsigned follow;
    uint8_t low = 0x80, high = 0xbf;
    if (a >= 0xc2 && a <= 0xdf) {
      follow = 1;
    } else if (a >= 0xe0 && a <= 0xef) {
      follow = 2;
      if (a == 0xe0) low = 0xa0;
      if (a == 0xed) high = 0x9f;
    } else if (a >= 0xf0 && a <= 0xf4) {
      follow = 3;
      if (a == 0xf0) low = 0x90;
      if (a == 0xf4) high = 0x8f;
    } else {
      return CONTRACT_SCAN_UTF8;
    }
    if ((size_t)(end - p) <= follow || p[1] < low || p[1] > high) return CONTRACT_SCAN_UTF8;
    for (unsigned i = 2; i <= follow; i++) {
      if ((p[i] & 0xc0) != 0x80) return CONTRACT_SCAN_UTF8;
    }
    p += follow + 1;
  }
  return CONTRACT_SCAN_OK;
}

static unsigned wire_type_of(ProtobufCType type) {
  switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT: return PROTOBUF_C_WIRE_TYPE_32BIT;
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE: return PROTOBUF_C_WIRE_TYPE_64BIT;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE: return PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED;
    default: return PROTOBUF_C_WIRE_TYPE_VARINT;
  }
}

static int field_index(const ProtobufCMessageDescriptor *descriptor, uint32_t id) {
  /* Numbers mostly run from 1 without gaps. */
  if (id - 1 < descriptor->n_fields && descriptor->fields[id - 1].id == id) return (int)(id - 1);
  unsigned low = 0, high = descriptor->n_fields;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (descriptor->fields[middle].id < id) low = middle + 1; else high = middle;
  }
  return low < descriptor->n_fields && descriptor->fields[low].id == id ? (int)low : -1;
}

/* True where the field, or another member of its oneof, was seen before; marks it seen. */
static int seen_before(level *here, unsigned index) {
  const ProtobufCFieldDescriptor *fields = here->descriptor->fields;
  uint64_t rivals = (uint64_t)1 << index;
  if (fields[index].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
    for (unsigned i = 0; i < here->descriptor->n_fields; i++) {
      int together = (fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) &&
                     fields[i].quantifier_offset == fields[index].quantifier_offset;
      if (together) rivals |= (uint64_t)1 << i;
    }
  }
  int seen = (here->seen & rivals) != 0;
  here->seen |= (uint64_t)1 << index;
  return seen;
}

/* Steps over a value without looking into it; 0 where it is cut off or of a wire type that no longer exists. */
static int skip(const uint8_t **at, const uint8_t *end, unsigned wire_type) {
  uint64_t number;
  switch (wire_type) {
    case PROTOBUF_C_WIRE_TYPE_VARINT: return read_varint(at, end, 10, &number);
    case PROTOBUF_C_WIRE_TYPE_64BIT:
      if (end - *at < 8) return 0;
      *at += 8;
      return 1;
    case PROTOBUF_C_WIRE_TYPE_32BIT:
      if (end - *at < 4) return 0;
      *at += 4;
      return 1;
    case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
      if (!read_varint(at, end, 5, &number) || number > (uint64_t)(end - *at)) return 0;
      *at += number;
      return 1;
    default: return 0;
  }
}

contract_scan_result contract_prescan(
    const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t size, contract_scan *scan) {
  level levels[CONTRACT_SCAN_MAX_DEPTH];
  unsigned depth = 0;
  const uint8_t *at = bytes;
  contract_scan_result result = CONTRACT_SCAN_OK;
  levels[0] = (level){.descriptor = descriptor, .end = bytes + size, .seen = 0};
  scan->tags = 0;
  scan->unknown = 0;
  scan->path[0] = NULL;

  for (;;) {
    level *here = &levels[depth];
    if (at == here->end) {
      if (depth == 0) break;
      depth--;
      continue;
    }
    scan->path[depth] = NULL;
    uint64_t tag;
    if (!read_varint(&at, here->end, 5, &tag) || tag > UINT32_MAX || tag >> 3 == 0) {
      result = CONTRACT_SCAN_MALFORMED;
      break;
    }
    unsigned wire_type = tag & 7;
    int index = field_index(here->descriptor, (uint32_t)(tag >> 3));
    if (index < 0) {
      if (++scan->unknown > scan->max_unknown) {
        result = CONTRACT_SCAN_UNKNOWN;
        break;
      }
      if (!skip(&at, here->end, wire_type)) {
        result = CONTRACT_SCAN_MALFORMED;
        break;
      }
      continue;
    }
    const ProtobufCFieldDescriptor *field = &here->descriptor->fields[index];
    scan->path[depth] = field;
    if (++scan->tags > scan->max_tags) {
      result = CONTRACT_SCAN_TAGS;
      break;
    }
    /* Singular fields are tracked in 64 bits; a message of more fields would need another way. */
    if (field->label != PROTOBUF_C_LABEL_REPEATED && (index >= 64 || seen_before(here, (unsigned)index))) {
      result = CONTRACT_SCAN_REPEATED;
      break;
    }
    unsigned expected = wire_type_of(field->type);
    int packed = field->label == PROTOBUF_C_LABEL_REPEATED && expected != PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED &&
                 wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED;
    if (wire_type != expected && !packed) {
      result = CONTRACT_SCAN_MALFORMED;
      break;
    }
    const uint8_t *value = at;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
      uint64_t length;
      if (!read_varint(&at, here->end, 5, &length) || length > (uint64_t)(here->end - at)) {
        result = CONTRACT_SCAN_MALFORMED;
        break;
      }
      if (depth + 1 == CONTRACT_SCAN_MAX_DEPTH) {
        result = CONTRACT_SCAN_DEPTH;
        break;
      }
      depth++;
      levels[depth] = (level){.descriptor = field->descriptor, .end = at + length, .seen = 0};
      scan->path[depth] = NULL;
      continue;
    }
    if (!skip(&at, here->end, wire_type)) {
      result = CONTRACT_SCAN_MALFORMED;
      break;
    }
    /* What stands inside a packed column, protobuf-c checks itself. */
    if (field->type == PROTOBUF_C_TYPE_STRING) {
      uint64_t length = 0;
      read_varint(&value, at, 5, &length);
      result = check_text(value, at);
      if (result != CONTRACT_SCAN_OK) break;
    }
  }
  scan->offset = (size_t)(at - bytes);
  scan->path_length = depth + 1;
  return result;
}
