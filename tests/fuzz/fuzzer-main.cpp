/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include <glib.h>

/* libFuzzer's two doors to one target, which the build names in FUZZ_TARGET. */

extern "C" int LLVMFuzzerInitialize (int *n_arguments, char ***arguments);
extern "C" int LLVMFuzzerTestOneInput (const std::uint8_t *data, std::size_t size);

extern "C" int
LLVMFuzzerInitialize (int *, char ***)
{
  g_log_set_always_fatal (
    static_cast<GLogLevelFlags> (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING));
  return 0;
}

extern "C" int
LLVMFuzzerTestOneInput (const std::uint8_t *data, std::size_t size)
{
  FUZZ_TARGET (data, size);
  return 0;
}
