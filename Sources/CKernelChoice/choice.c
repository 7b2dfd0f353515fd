// Helps OpenBLAS to choose its kernels on processors that are newer than it.
//
// OpenBLAS knows Intel's processors by their model numbers. Up to version 0.3.24 it takes one that it does not know for a
// Prescott of 2004 and multiplies with SSE3, far slower than the processor can
// (https://github.com/OpenMathLib/OpenBLAS/issues/4267). Debian 12 has 0.3.21, to which laptops of 2023 are new. So when a
// program starts, before it multiplies anything, this file asks which kernels were chosen. If it is Prescott's although the
// processor has AVX2, it names better ones and lets OpenBLAS choose again. Whoever sets OPENBLAS_CORETYPE is left alone.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)

char *openblas_get_corename(void);

__attribute__((constructor)) static void choose_kernels(void) {
  if (getenv("OPENBLAS_CORETYPE") || strcmp(openblas_get_corename(), "Prescott") != 0) return;
  __builtin_cpu_init();
  const char *core = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") ? "SkylakeX"
                     : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")       ? "Haswell"
                                                                                             : NULL;
  // A library that was built for one kind of processor has neither function, and nothing to choose from.
  void (*quit)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit");
  void (*init)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init");
  if (!core || !quit || !init) return;
  setenv("OPENBLAS_CORETYPE", core, 0);
  quit();
  init();
}

#endif
