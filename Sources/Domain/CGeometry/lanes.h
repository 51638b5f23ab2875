// Vector types of 16 lanes and the view cell lookup that all levels share.
#pragma once
#include "CGeometry.h"

typedef float F16 __attribute__((ext_vector_type(16)));
typedef float F8 __attribute__((ext_vector_type(8)));
typedef float F4 __attribute__((ext_vector_type(4)));
typedef int32_t I16 __attribute__((ext_vector_type(16)));
typedef int16_t S16 __attribute__((ext_vector_type(16)));
typedef uint8_t B16 __attribute__((ext_vector_type(16)));
// The same at any address.
typedef F16 F16u __attribute__((aligned(4), may_alias));
typedef I16 I16u __attribute__((aligned(4), may_alias));
typedef S16 S16u __attribute__((aligned(2), may_alias));
typedef B16 B16u __attribute__((aligned(1), may_alias));

#define SPLAT(v) ((F16)(v))
#define LOAD(p) __builtin_convertvector(*(const S16u *)(p), F16)
#define LANE ((I16){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
#define FLOOR(v) __builtin_elementwise_floor(v)

/// The view cell around a place, and the place from its centre, mm.
static inline const GeoViewHead *geo_view(const GeoIndex *index, const GeoPlace *place, float *x_mm, float *y_mm) {
  const int32_t column = place->column >> 1, row = place->row >> 1;
  const int inside = column >= 0 && column < index->viewColumns && row >= 0 && row < index->viewRows;
  // An even cell is the lower half of its view cell, whose centre is half a cell up.
  *x_mm = place->x_mm + (place->column & 1 ? GeoCell_mm / 2 : -(GeoCell_mm / 2));
  *y_mm = place->y_mm + (place->row & 1 ? GeoCell_mm / 2 : -(GeoCell_mm / 2));
  const uint32_t at = inside ? index->views[row * index->viewColumns + column] : 0;
  return (const GeoViewHead *)(index->memory + 8 * (size_t)at);
}
