// For x86-64 with AVX-512 (F, BW, DQ, VL).
#include "lanes.h"
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define LEVEL(name) name##_avx512
// 1 / v to 14 bits. Only the place along a segment depends on it, and the distance only on the square of that place's error.
#define RECIPROCAL(v) ((F16)_mm512_rcp14_ps((__m512)(v)))
#define MIN(a, b) ((F16)_mm512_min_ps((__m512)(a), (__m512)(b)))
#define MAX(a, b) ((F16)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define BITS(mask) ((uint32_t)_mm512_movepi32_mask((__m512i)(mask)))
// Compressed in a register: straight into memory it is slow on some machines.
#define COMPRESS(at, v, bits) \
  _mm512_storeu_si512((void *)(at), _mm512_maskz_compress_epi32((__mmask16)(bits), (__m512i)(v)))
#include "kernels.inc"
#pragma clang attribute pop
#endif
