/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DECANT_TESTS_PCH
#define DECANT_TESTS_PCH

/* What most tests read and what takes a compiler long, precompiled once for each test program.
 * Every file still includes what it uses. (No "pragma once": compilers warn of it in what they
 * precompile.) */

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gio/gio.h>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#endif
