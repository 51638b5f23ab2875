#include "CContracts.h"

const ProtobufCMessageDescriptor *contract_descriptor(contract_message message) {
  switch (message) {
    case CONTRACT_OBSERVATION_FRAME: return &resurvey__v1__observation_frame__descriptor;
    case CONTRACT_TILE_LOG_RECORD: return &resurvey__v1__tile_log_record__descriptor;
    case CONTRACT_CHANGE_EVENT: return &resurvey__v1__change_event__descriptor;
    case CONTRACT_TILE_VERSION: return &resurvey__v1__tile_version__descriptor;
    case CONTRACT_ALERT: return &resurvey__v1__alert__descriptor;
    case CONTRACT_DEAD_LETTER: return &resurvey__v1__dead_letter__descriptor;
    case CONTRACT_SENSOR_HEALTH: return &resurvey__v1__sensor_health__descriptor;
  }
  return NULL;
}

ProtobufCMessage *contract_unpack(
    const ProtobufCMessageDescriptor *descriptor, contract_arena *arena, const uint8_t *bytes, size_t size) {
  return protobuf_c_message_unpack(descriptor, contract_arena_allocator(arena), size, bytes);
}
