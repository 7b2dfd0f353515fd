// A lane: as many floats as one vector register holds, of the instruction set that is compiled for.

#if defined(__AVX512F__)
#define LANE_FLOATS 16
#define LANE_NUMBERS 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#elif defined(__AVX2__)
#define LANE_FLOATS 8
#define LANE_NUMBERS 0, 1, 2, 3, 4, 5, 6, 7
#else
// SSE and NEON.
#define LANE_FLOATS 4
#define LANE_NUMBERS 0, 1, 2, 3
#endif

typedef float lane_floats __attribute__((ext_vector_type(LANE_FLOATS)));
typedef int lane_bits __attribute__((ext_vector_type(LANE_FLOATS)));

// 0, 1, 2, …
static inline lane_bits lane_numbers(void) { return (lane_bits){LANE_NUMBERS}; }

// x + y · z: one instruction with AVX2, AVX-512 and NEON. SSE has none, and a call for each float would stand there.
static inline lane_floats lane_fused(lane_floats x, lane_floats y, lane_floats z) {
#if defined(__FMA__) || defined(__aarch64__)
  return __builtin_elementwise_fma(y, z, x);
#else
  return x + y * z;
#endif
}
