// For any machine: the registers of the build's target.
#include "lanes.h"
#define LEVEL(name) name##_portable
#define RECIPROCAL(v) (1.0f / (v))
static inline uint32_t portable_bits(const I16 *mask) {
  uint32_t bits = 0;
  for (int i = 0; i < 16; ++i) bits |= ((*mask)[i] ? 1u : 0u) << i;
  return bits;
}
#define MIN(a, b) ({ const F16 one = (a), other = (b); one < other ? one : other; })
#define MAX(a, b) ({ const F16 one = (a), other = (b); one > other ? one : other; })
#define BITS(mask) ({ const I16 taken = (mask); portable_bits(&taken); })
#define COMPRESS(at, v, bits) \
  do { \
    const __typeof__(v) values = (v); \
    __typeof__(*(at)) *to = (at); \
    for (uint32_t rest = (bits); rest; rest &= rest - 1) *to++ = values[__builtin_ctz(rest)]; \
  } while (0)
#include "kernels.inc"
