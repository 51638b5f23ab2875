/* Bytes of the contracts in C: generated messages, and what keeps hostile bytes from costing more than they should. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

#include "frame_view.h"
#include "resurvey/v1/alert.pb-c.h"
#include "resurvey/v1/change_event.pb-c.h"
#include "resurvey/v1/common_cause.pb-c.h"
#include "resurvey/v1/dead_letter.pb-c.h"
#include "resurvey/v1/element_class.pb-c.h"
#include "resurvey/v1/map_tile.pb-c.h"
#include "resurvey/v1/observation_frame.pb-c.h"
#include "resurvey/v1/sensor_health.pb-c.h"
#include "resurvey/v1/tile_log_record.pb-c.h"
#include "resurvey/v1/tile_version.pb-c.h"

/* The messages that travel as the value of a record. */
typedef enum {
  CONTRACT_OBSERVATION_FRAME = 0,
  CONTRACT_TILE_LOG_RECORD = 1,
  CONTRACT_CHANGE_EVENT = 2,
  CONTRACT_TILE_VERSION = 3,
  CONTRACT_ALERT = 4,
  CONTRACT_DEAD_LETTER = 5,
  CONTRACT_SENSOR_HEALTH = 6,
} contract_message;

/* The descriptor of a message; never NULL for a value of the enumeration. */
const ProtobufCMessageDescriptor *contract_descriptor(contract_message message);

/* A bump arena: memory in chunks, given back all at once, never more than `limit` bytes together. */
typedef struct contract_arena contract_arena;

/* An arena whose first chunk holds `first` bytes; NULL when memory is out. */
contract_arena *contract_arena_new(size_t first, size_t limit);
/* Empties an arena to be used again: as a new one, but that it keeps its first chunk. */
void contract_arena_reset(contract_arena *arena, size_t first, size_t limit);
/* Gives all memory back. */
void contract_arena_free(contract_arena *arena);
/* Eight-byte aligned, uninitialized; NULL beyond the limit. Zero bytes still have an address. */
void *contract_arena_alloc(contract_arena *arena, size_t size);
/* Bytes taken so far, chunks included; at most the limit. */
size_t contract_arena_used(const contract_arena *arena);
/* True once something was refused. */
int contract_arena_is_full(const contract_arena *arena);
/* The arena as protobuf-c's allocator; freeing one piece does nothing. Valid as long as the arena. */
ProtobufCAllocator *contract_arena_allocator(contract_arena *arena);

/* Why a scan refused. */
typedef enum {
  CONTRACT_SCAN_OK = 0,
  /* Cut off, a wire type that does not fit, a group, an over-long number. */
  CONTRACT_SCAN_MALFORMED = 1,
  /* A field that stands at most once stands twice, or two members of a oneof stand together. */
  CONTRACT_SCAN_REPEATED = 2,
  /* A string holds a NUL. */
  CONTRACT_SCAN_NUL = 3,
  /* A string is not UTF-8. */
  CONTRACT_SCAN_UTF8 = 4,
  /* More tags than allowed. */
  CONTRACT_SCAN_TAGS = 5,
  /* More unknown fields than allowed. */
  CONTRACT_SCAN_UNKNOWN = 6,
  /* Messages nested deeper than allowed. */
  CONTRACT_SCAN_DEPTH = 7,
} contract_scan_result;

/* Most messages inside messages that a scan follows. */
enum { CONTRACT_SCAN_MAX_DEPTH = 8 };

/* What a scan allows and what it found. */
typedef struct {
  /* In: most tags of known fields, in all messages together. */
  uint32_t max_tags;
  /* In: most unknown fields, in all messages together. */
  uint32_t max_unknown;
  /* Out: number of tags. */
  uint32_t tags;
  /* Out: number of unknown fields. */
  uint32_t unknown;
  /* Out: where the scan stopped, bytes from the start. */
  size_t offset;
  /* Out: the path to where it stopped: message by message, the field last looked at; NULL where none. */
  const ProtobufCFieldDescriptor *path[CONTRACT_SCAN_MAX_DEPTH];
  /* Out: number of entries of `path`. */
  uint32_t path_length;
} contract_scan;

/* Reads the bytes once, without building anything: linear in `size`, no memory besides the stack. */
contract_scan_result contract_prescan(
    const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t size, contract_scan *scan);

/* Unpacks scanned bytes into the arena; NULL where protobuf-c refuses (a broken packed column) or the arena is full. */
ProtobufCMessage *contract_unpack(
    const ProtobufCMessageDescriptor *descriptor, contract_arena *arena, const uint8_t *bytes, size_t size);
