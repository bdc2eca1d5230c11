/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "servers/decant-cli.hpp"

#include <cstdlib>

/* @environment with one of the libraries of preload.h before the system's own; @orders are its
 * variables, without "DECANT_PRELOAD_". */
inline Environment
preloaded (const std::string &name, const Environment &orders, Environment environment)
{
  const char *options = getenv ("ASAN_OPTIONS");

  environment["LD_PRELOAD"] = std::string (DECANT_PRELOAD_DIR "/preload-") + name + ".so";
  for (const auto &[order, value] : orders)
    environment["DECANT_PRELOAD_" + order] = value;
  /* A sanitizer wants to come first; it does without where it is told to. */
  environment["ASAN_OPTIONS"] = std::string (options != nullptr ? options : "") +
                                ":verify_asan_link_order=0";
  return environment;
}
