// For x86-64 with AVX2 and FMA.
#include "lanes.h"
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#define LEVEL(name) name##_avx2
typedef int32_t I8 __attribute__((ext_vector_type(8)));
static inline uint32_t avx2_bits(const I16 *mask) {
  const I8 low = __builtin_shufflevector(*mask, *mask, 0, 1, 2, 3, 4, 5, 6, 7);
  const I8 high = __builtin_shufflevector(*mask, *mask, 8, 9, 10, 11, 12, 13, 14, 15);
  return (uint32_t)_mm256_movemask_ps((__m256)low) | (uint32_t)_mm256_movemask_ps((__m256)high) << 8;
}
/// 1 / v: an estimate of 12 bits and one step of Newton's.
static inline void avx2_reciprocal(const F16 *v, F16 *out) {
  const F8 low = __builtin_shufflevector(*v, *v, 0, 1, 2, 3, 4, 5, 6, 7);
  const F8 high = __builtin_shufflevector(*v, *v, 8, 9, 10, 11, 12, 13, 14, 15);
  const F8 a = (F8)_mm256_rcp_ps((__m256)low), b = (F8)_mm256_rcp_ps((__m256)high);
  const F16 r = __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  *out = r * (2.0f - *v * r);
}
#define RECIPROCAL(v) ({ const F16 of = (v); F16 inverse; avx2_reciprocal(&of, &inverse); inverse; })
#define MIN(a, b) ({ const F16 one = (a), other = (b); one < other ? one : other; })
#define MAX(a, b) ({ const F16 one = (a), other = (b); one > other ? one : other; })
#define BITS(mask) ({ const I16 taken = (mask); avx2_bits(&taken); })
#define COMPRESS(at, v, bits) \
  do { \
    const __typeof__(v) values = (v); \
    __typeof__(*(at)) *to = (at); \
    for (uint32_t rest = (bits); rest; rest &= rest - 1) *to++ = values[__builtin_ctz(rest)]; \
  } while (0)
#include "kernels.inc"
#pragma clang attribute pop
#endif
