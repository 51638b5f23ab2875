// Counts what this thread asks of the heap: malloc and its kin stand in for the C library's in the whole program, and call them.
#pragma once
#include <stdint.h>

/// Blocks asked for by this thread so far; −1 where the build has a sanitizer of its own in the way.
int64_t allocation_count(void);
