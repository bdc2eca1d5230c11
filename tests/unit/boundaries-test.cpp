/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proves the floors of the house from the #include lines of src/: arrows point downwards only. */

#include <cstring>
#include <filesystem>
#include <fstream>
#include <glib.h>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace
{

using Strings = std::vector<std::string>;

struct Include
{
  std::string file;   /* relative to the root */
  std::string target; /* own headers relative to the root, others as written */
  bool own;
};

bool
starts_with (const std::string &text, const std::string &prefix)
{
  return text.compare (0, prefix.size (), prefix) == 0;
}

bool
starts_with_any (const std::string &text, const Strings &prefixes)
{
  for (const std::string &prefix : prefixes)
    if (starts_with (text, prefix))
      return true;
  return false;
}

/* What a quoted name stands for: a file beside the including one wins, as it does for compilers. */
std::string
resolve (const fs::path &root, const fs::path &file, const std::string &name)
{
  fs::path beside = (file.parent_path () / name).lexically_normal ();

  if (fs::exists (root / beside))
    return beside.generic_string ();
  return fs::path (name).lexically_normal ().generic_string ();
}

/* Takes an #include line apart; FALSE for any other line. */
bool
parse_line (const std::string &line, std::string *name, bool *quoted)
{
  const char *const blanks = " \t";
  const size_t hash = line.find_first_not_of (blanks);
  if (hash == std::string::npos || line[hash] != '#')
    return false;
  const size_t word = line.find_first_not_of (blanks, hash + 1);
  if (word == std::string::npos || line.compare (word, 7, "include") != 0)
    return false;
  const size_t start = line.find_first_of ("<\"", word + 7);
  const size_t end = line.find_first_of (">\"", start + 1);
  if (start == std::string::npos || end == std::string::npos)
    return false;
  *quoted = line[start] == '"';
  *name = line.substr (start + 1, end - start - 1);
  return true;
}

std::vector<Include>
read_includes (const fs::path &root)
{
  std::vector<Include> includes;

  for (const auto &entry : fs::recursive_directory_iterator (root))
    {
      const std::string ending = entry.path ().extension ().string ();
      if (!entry.is_regular_file () || (ending != ".c" && ending != ".h"))
        continue;

      const fs::path file = fs::relative (entry.path (), root);
      std::ifstream stream (entry.path ());
      std::string line, name;
      bool own;
      while (std::getline (stream, line))
        if (parse_line (line, &name, &own))
          includes.push_back (
            { file.generic_string (), own ? resolve (root, file, name) : name, own });
    }
  return includes;
}

const Strings toolkit = { "gtk/", "gdk/", "gsk/", "adwaita", "libadwaita" };
const Strings glib_and_gio = { "glib.h", "glib/", "glib-object.h", "glib-unix.h", "gio/" };

bool
is_system_header (const std::string &target)
{
  static const std::set<std::string> names = {
    "assert.h", "ctype.h",   "errno.h",  "fcntl.h",  "float.h",   "inttypes.h",
    "limits.h", "locale.h",  "math.h",   "poll.h",   "pthread.h", "signal.h",
    "stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "stdio.h",   "stdlib.h",
    "string.h", "strings.h", "time.h",   "unistd.h", "locale.h",  "langinfo.h",
  };
  return names.count (target) > 0 || starts_with (target, "sys/");
}

bool
engine_may_include (const Include &include)
{
  if (include.own)
    return starts_with (include.target, "engine/") ||
           (starts_with (include.target, "stores/") &&
            include.target.find ('/', strlen ("stores/")) == std::string::npos);
  return is_system_header (include.target) || starts_with_any (include.target, glib_and_gio) ||
         include.target == "sqlite3.h" || starts_with (include.target, "json-glib/");
}

bool
may_include_libetpan (const std::string &file)
{
  return starts_with (file, "stores/imap/") || file == "stores/headers-decode.c";
}

bool
may_include_gnutls (const std::string &file)
{
  return file == "stores/content.c";
}

/* Why an #include breaks the floors; empty when it does not. */
std::string
objection (const Include &include)
{
  const std::string &file = include.file, &target = include.target;
  const bool app = starts_with (file, "app/");

  if (!include.own && starts_with (target, "libetpan/") && !may_include_libetpan (file))
    return "only stores/imap and stores/headers-decode.c know libetpan";
  if (!include.own && starts_with (target, "gnutls/") && !may_include_gnutls (file))
    return "GnuTLS only hashes content; TLS is GIO's";
  if (!include.own && starts_with_any (target, toolkit) && !app)
    return "only app knows GTK";
  if (starts_with (file, "stores/") && include.own && !starts_with (target, "stores/"))
    return "stores are the ground and know nobody";
  if (starts_with (file, "stores/") && (target == "sqlite3.h" || starts_with (target, "libsecret")))
    return "stores keep neither journals nor passwords";
  if (starts_with (file, "engine/") && !engine_may_include (include))
    return "the engine knows the stores' interface, GLib, GIO, SQLite and JSON only";
  if (starts_with (file, "accounts/") && include.own &&
      !starts_with_any (target, { "accounts/", "stores/" }))
    return "accounts know stores only";
  if (starts_with (file, "cli/") && include.own && starts_with (target, "app/"))
    return "the command line knows nothing of the window";
  if (app && include.own && starts_with (target, "cli/"))
    return "the window knows nothing of the command line";
  return "";
}

Strings
find_breaches (const fs::path &root)
{
  Strings breaches;

  for (const Include &include : read_includes (root))
    {
      const std::string why = objection (include);
      if (!why.empty ())
        breaches.push_back (include.file + " includes " + include.target + ": " + why);
    }
  return breaches;
}

class MadeUpTree : public testing::Test
{
protected:
  void
  SetUp () override
  {
    g_autoptr (GError) error = nullptr;
    g_autofree char *directory = g_dir_make_tmp ("decant-boundaries-XXXXXX", &error);

    ASSERT_NE (directory, nullptr) << error->message;
    root = directory;
    write ("stores/store.h", "#include <gio/gio.h>\n");
    write ("stores/content.c", "#include <gnutls/crypto.h>\n");
    write ("stores/imap/session.c",
           "#include \"stores/store.h\"\n#include <libetpan/libetpan.h>\n");
    write ("engine/journal.c",
           "#include \"journal.h\"\n#include <sqlite3.h>\n#include <string.h>\n");
    write ("engine/journal.h", "#include \"stores/store.h\"\n");
    write ("app/window.c", "#include <adwaita.h>\n#include <gtk/gtk.h>\n");
  }

  void
  TearDown () override
  {
    if (!root.empty ())
      fs::remove_all (root);
  }

  void
  write (const std::string &path, const std::string &text)
  {
    fs::create_directories ((root / path).parent_path ());
    std::ofstream (root / path) << text;
  }

  fs::path root;
};

TEST_F (MadeUpTree, LawfulIncludesPass)
{
  EXPECT_EQ (find_breaches (root), Strings ());
}

TEST_F (MadeUpTree, EveryForbiddenIncludeIsFound)
{
  const std::vector<std::pair<std::string, std::string>> forbidden = {
    { "stores/a.c", "\"engine/journal.h\"" },
    { "stores/a.c", "\"accounts/account.h\"" },
    { "stores/a.c", "\"cli/main.h\"" },
    { "stores/a.c", "\"app/window.h\"" },
    { "stores/a.c", "<libetpan/mailimf.h>" },
    { "stores/imap/a.c", "<gtk/gtk.h>" },
    { "stores/imap/a.c", "<gnutls/gnutls.h>" },
    { "stores/imap/a.c", "<sqlite3.h>" },
    { "stores/imap/a.c", "\"../../engine/journal.h\"" },
    { "engine/a.c", "\"stores/imap/session.h\"" },
    { "engine/a.c", "\"../stores/imap/session.h\"" },
    { "engine/a.c", "\"accounts/account.h\"" },
    { "engine/a.c", "\"cli/main.h\"" },
    { "engine/a.c", "\"app/window.h\"" },
    { "engine/a.c", "<libetpan/libetpan.h>" },
    { "engine/a.c", "<gtk/gtk.h>" },
    { "engine/a.c", "<gnutls/crypto.h>" },
    { "engine/a.c", "<libsecret/secret.h>" },
    { "engine/a.h", "  <adwaita.h>" },
    { "accounts/a.c", "\"engine/move.h\"" },
    { "accounts/a.c", "\"cli/main.h\"" },
    { "accounts/a.c", "\"app/window.h\"" },
    { "accounts/a.c", "<gtk/gtk.h>" },
    { "accounts/a.c", "<libetpan/libetpan.h>" },
    { "cli/a.c", "\"app/window.h\"" },
    { "cli/a.c", "<adwaita.h>" },
    { "app/a.c", "\"cli/main.h\"" },
    { "app/a.c", "<libetpan/libetpan.h>" },
  };

  for (const auto &[file, target] : forbidden)
    {
      write (file, "#include <glib.h>\n # include " + target + "\n");
      const Strings breaches = find_breaches (root);
      ASSERT_EQ (breaches.size (), 1u) << file << " includes " << target;
      EXPECT_TRUE (starts_with (breaches[0], file + " includes ")) << breaches[0];
      fs::remove (root / file);
    }
}

TEST (Boundaries, SourcesKeepToTheirFloors)
{
  ASSERT_GT (read_includes (DECANT_SOURCE_DIR).size (), 50u) << DECANT_SOURCE_DIR;
  EXPECT_EQ (find_breaches (DECANT_SOURCE_DIR), Strings ());
}

} // namespace
