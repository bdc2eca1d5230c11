/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/application.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>

/* A desktop, a home of its own for each case, and the application to be started there. Skipped
 * where this machine has no desktop. */
class DesktopTest : public ::testing::Test
{
protected:
  void
  SetUp () override
  {
    char place[] = "/tmp/decant-home-XXXXXX";

    desktop = Desktop::get ();
    if (desktop == nullptr)
      GTEST_SKIP () << Desktop::why_not ();
    home = mkdtemp (place);
  }

  void
  TearDown () override
  {
    application.reset ();
    if (!home.empty ())
      std::filesystem::remove_all (home);
  }

  void
  launch (const std::vector<std::string> &arguments = {},
          const std::vector<std::string> &environment = {})
  {
    application = std::make_unique<Application> (*desktop, home, arguments, environment);
    ASSERT_TRUE (await ([this] { return application->has_window (); }));
  }

  static std::string
  read (const std::filesystem::path &path)
  {
    std::ifstream file (path, std::ios::binary);
    std::stringstream text;

    text << file.rdbuf ();
    return text.str ();
  }

  Desktop *desktop = nullptr;
  std::string home;
  std::unique_ptr<Application> application;
};
