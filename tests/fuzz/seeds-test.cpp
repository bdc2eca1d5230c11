/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "target.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sstream>
#include <vector>

/* Every fuzz target is fed its seeds, and mutations of them that are the same in each run: no
 * fuzzing, but neither a target nor a seed decays, and what was found once stays found. */

namespace
{

namespace fs = std::filesystem;

struct Target
{
  const char *name;
  FuzzTarget run;
  unsigned mutations; /* of all seeds together: what a target does in some tenths of a second */
};

const Target targets[] = {
  { "account-url", fuzz_account_url, 4000 },
  { "certificates", fuzz_certificates, 2000 },
  { "conversation", fuzz_conversation, 100 },
  { "folder-names", fuzz_folder_names, 10000 },
  { "headers", fuzz_headers, 4000 },
  { "journal", fuzz_journal, 60 },
  { "plan-choices", fuzz_plan_choices, 2000 },
  { "plan-rules", fuzz_plan_rules, 4000 },
  { "report", fuzz_report, 1000 },
  { "response-reader", fuzz_response_reader, 3000 },
  { "response-words", fuzz_response_words, 2000 },
};

class Mutator
{
public:
  explicit Mutator (const std::vector<std::string> &seeds) : seeds_ (seeds)
  {
  }

  std::string
  mutate (std::string bytes)
  {
    for (std::size_t n = below (4) + 1; n > 0; n--)
      change (bytes);
    return bytes;
  }

private:
  /* Not a distribution of the library's: each library has its own. */
  std::size_t
  below (std::size_t limit)
  {
    return limit > 0 ? random_ () % limit : 0;
  }

  void
  change (std::string &bytes)
  {
    static const char interesting[] = { '\0',   '\r', '\n', ' ', '"', '\\',   '(',   ')',
                                        '{',    '}',  '[',  ']', '&', '-',    '0',   '9',
                                        '\x7f', ':',  ',',  '/', '%', '\xff', '\xc3' };
    const std::size_t at = below (bytes.size ());
    const std::size_t length = std::min (below (64) + 1, bytes.size () - at);

    switch (below (7))
      {
      case 0:
        if (!bytes.empty ())
          bytes[at] = static_cast<char> (bytes[at] ^ (1 << below (8)));
        break;
      case 1:
        if (!bytes.empty ())
          bytes[at] = interesting[below (sizeof interesting)];
        break;
      case 2:
        bytes.insert (at, 1, interesting[below (sizeof interesting)]);
        break;
      case 3:
        bytes.erase (at, length);
        break;
      case 4:
        bytes.insert (at, bytes.substr (at, length));
        break;
      case 5:
        bytes.resize (at);
        break;
      default:
        take_over (bytes, at, length);
      }
  }

  void
  take_over (std::string &bytes, std::size_t at, std::size_t length)
  {
    const std::string &other = seeds_[below (seeds_.size ())];

    bytes.insert (at, other.substr (below (other.size ()), length));
  }

  const std::vector<std::string> &seeds_;
  std::mt19937 random_{ 20260101 };
};

std::vector<std::string>
read_seeds (const std::string &name)
{
  std::vector<fs::path> paths;
  std::vector<std::string> seeds;

  for (const auto &entry : fs::directory_iterator (fs::path (DECANT_SEEDS_DIR) / name))
    paths.push_back (entry.path ());
  std::sort (paths.begin (), paths.end ());
  for (const fs::path &path : paths)
    {
      std::ostringstream bytes;

      bytes << std::ifstream (path, std::ios::binary).rdbuf ();
      seeds.push_back (bytes.str ());
    }
  return seeds;
}

class Fuzz : public testing::TestWithParam<Target>
{
protected:
  void
  feed (const std::string &bytes)
  {
    /* a copy of exactly its size, for a sanitizer to see where it ends */
    const std::vector<std::uint8_t> data (bytes.begin (), bytes.end ());

    try
      {
        GetParam ().run (data.data (), data.size ());
      }
    catch (const std::logic_error &broken)
      {
        ADD_FAILURE () << "not kept: " << broken.what () << "\nwith "
                       << testing::PrintToString (bytes);
      }
  }
};

TEST_P (Fuzz, ComesThroughItsSeedsAndMutations)
{
  const std::vector<std::string> seeds = read_seeds (GetParam ().name);
  Mutator mutator (seeds);

  ASSERT_FALSE (seeds.empty ());
  feed ("");
  for (const std::string &seed : seeds)
    {
      feed (seed);
      for (std::size_t n = GetParam ().mutations / seeds.size () + 1; n > 0; n--)
        {
          feed (mutator.mutate (seed));
          if (HasFailure ())
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P (Seeds, Fuzz, testing::ValuesIn (targets),
                          [] (const testing::TestParamInfo<Target> &info) {
                            std::string name = info.param.name;

                            std::replace (name.begin (), name.end (), '-', '_');
                            return name;
                          });

} // namespace
