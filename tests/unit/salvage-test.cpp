/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/salvage.h"
#include "scripted-server.h"
#include "stores/imap/imap-store.h"
#include "unit/memory-account.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace
{

std::string
read_file (const std::filesystem::path &path)
{
  std::ifstream file (path, std::ios::binary);
  std::stringstream text;

  text << file.rdbuf ();
  return text.str ();
}

/* ---- what a server gives ---- */

/* What came of message 7 of a server that answers @fetch to it, whatever is asked for ("@" stands
 * for the tag; without one it hangs up); "-" for nothing; "…" behind what is not all. */
std::string
salvage (const std::string &fetch, DecantPart part = DECANT_PART_MESSAGE)
{
  Conversation conversation;
  std::string asked;

  conversation.answers["EXAMINE"] = [] (const std::string &tag, const std::string &) {
    return "* 1 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 8] ok\r\n" + tag +
           " OK [READ-ONLY] done\r\n";
  };
  conversation.answers["UID"] = [&] (const std::string &tag, const std::string &arguments) {
    std::string answer = fetch;

    asked = arguments;
    if (answer.find ('@') != std::string::npos)
      answer.replace (answer.find ('@'), 1, tag);
    return answer;
  };

  ScriptedServer server (conversation);
  DecantImapSettings settings = {};
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantFolder) folder = decant_folder_new ("INBOX", "INBOX", '/');

  settings.host = "127.0.0.1";
  settings.port = server.port ();
  settings.security = DECANT_SECURITY_PLAINTEXT;
  settings.user = "ada";
  settings.password = "secret";
  settings.connect_timeout = 20;
  settings.silence_timeout = 1;
  g_autoptr (DecantStore) store = decant_imap_store_new (&settings);

  EXPECT_TRUE (decant_store_open (store, nullptr, &error)) << error->message;
  EXPECT_TRUE (
    decant_store_open_folder (store, folder, DECANT_ACCESS_READ, nullptr, nullptr, &error))
    << error->message;
  g_autoptr (DecantContent) content = decant_store_salvage (store, 7, part, nullptr, &error);
  EXPECT_EQ (asked, part == DECANT_PART_HEADER ? "FETCH 7 (UID BODY.PEEK[HEADER])"
                                               : "FETCH 7 (UID BODY.PEEK[])");
  if (content == nullptr)
    {
      EXPECT_NE (error, nullptr);
      return "-";
    }
  std::string text (decant_content_get_size (content), '\0');
  decant_content_read (content, 0, &text[0], text.size (), nullptr);
  return text + (error != nullptr ? "…" : "");
}

TEST (Salvage, KeepsWhatCameBeforeTheServerFailed)
{
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[] {5}\r\nwhole)\r\n@ OK done\r\n"), "whole");
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[] {500}\r\nthe first words"), "the first words…");
  EXPECT_EQ (salvage ("* 1 FETCH (BODY[] {500}\r\nno UID yet"), "no UID yet…");
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[] {5}\r\nwhole)\r\n@ NO but no\r\n"), "whole…");
}

TEST (Salvage, NothingIsNothing)
{
  EXPECT_EQ (salvage ("@ NO cannot\r\n"), "-");
  EXPECT_EQ (salvage (""), "-");
  EXPECT_EQ (salvage ("@ OK done\r\n"), "-");
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[] NIL)\r\n@ OK done\r\n"), "-");
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[] \"\")\r\n@ OK done\r\n"), "-");
  EXPECT_EQ (salvage ("* 2 FETCH (UID 8 BODY[] {5}\r\nother)\r\n@ OK done\r\n"), "-");
  EXPECT_EQ (
    salvage (
      "* 1 FETCH (UID 7 BODY[] {120}\r\nFrom: Microsoft Exchange Server\r\nSubject: "
      "Retrieval using the IMAP4 protocol failed for the following message: 7\r\n\r\nNo.\r\n)"
      "\r\n@ OK done\r\n"),
    "-");
}

TEST (Salvage, TheHeaderAlone)
{
  EXPECT_EQ (salvage ("* 1 FETCH (UID 7 BODY[HEADER] {14}\r\nSubject: a\r\n\r\n)\r\n@ OK done\r\n",
                      DECANT_PART_HEADER),
             "Subject: a\r\n\r\n");
}

/* ---- files ---- */

class SalvageFiles : public ::testing::Test
{
protected:
  SalvageFiles ()
  {
    char place[] = "/tmp/decant-salvage-XXXXXX";

    directory = mkdtemp (place);
    account.folders["INBOX"] = { {
      { 1, 5, 100, "Bob <bob@x>", "part" },
      { 2, 6, 100, "Bob <bob@x>", "head" },
      { 3, 7, 100, "Bob <bob@x>", "gone" },
      { 4, 7, 30, "Bob <bob@x>", "well" },
    } };
    auto &messages = account.folders["INBOX"].messages;
    for (int i = 0; i < 3; i++)
      messages[i].damaged = true;
    messages[0].part = "Subject: part\r\n\r\nHalf a wor";
    messages[0].header = "Subject: part\r\n\r\n";
    messages[1].part = "Sub";
    messages[1].header = "Subject: the head itself\r\n\r\n";
  }

  ~SalvageFiles () override
  {
    std::filesystem::permissions (directory, std::filesystem::perms::owner_all);
    std::filesystem::remove_all (directory);
  }

  /* Of messages 1 to 4. */
  DecantSalvage *
  save (GError **error = nullptr, GCancellable *cancellable = nullptr)
  {
    g_autoptr (GPtrArray) folders = account.list_folders ();
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    g_autoptr (DecantPlan) plan = decant_plan_new (folders, none, nullptr);
    g_autoptr (GPtrArray) problems = g_ptr_array_new ();
    g_autoptr (GAsyncResult) over = nullptr;
    std::vector<DecantProblem> list (5);

    for (guint i = 0; i < 4; i++)
      {
        list[i].folder = const_cast<char *> ("INBOX");
        list[i].uid = i + 1;
        list[i].subject = const_cast<char *> (
          account.folders["INBOX"].messages[i].subject.c_str ());
      }
    list[4].folder = const_cast<char *> ("Whole folder");
    for (DecantProblem &problem : list)
      g_ptr_array_add (problems, &problem);
    decant_salvage_run_async (
      account.opener, plan, problems, directory.c_str (), nullptr, nullptr, cancellable,
      [] (GObject *, GAsyncResult *finished, gpointer kept) {
        *static_cast<GAsyncResult **> (kept) = G_ASYNC_RESULT (g_object_ref (finished));
      },
      &over);
    while (over == nullptr)
      g_main_context_iteration (nullptr, TRUE);
    return decant_salvage_run_finish (over, error);
  }

  std::set<std::string>
  names () const
  {
    std::set<std::string> all;

    for (const auto &entry : std::filesystem::directory_iterator (directory))
      all.insert (entry.path ().filename ());
    return all;
  }

  MemoryAccount account;
  std::string directory;
};

TEST_F (SalvageFiles, HoldAsMuchAsThereIs)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantSalvage) salvaged = save (&error);

  ASSERT_EQ (error, nullptr);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_WHOLE], 1U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_PART], 1U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_HEADER], 1U);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_NOTHING], 1U);
  EXPECT_EQ (salvaged->untried, 0U);
  EXPECT_EQ (salvaged->files->len, 3U);
  EXPECT_EQ (names (), (std::set<std::string>{ "INBOX 1 part.eml", "INBOX 2 the head itself.eml",
                                               "INBOX 4 well.eml" }));
  EXPECT_EQ (read_file (directory + "/INBOX 1 part.eml"), "Subject: part\r\n\r\nHalf a wor");
  EXPECT_EQ (read_file (directory + "/INBOX 2 the head itself.eml"),
             "Subject: the head itself\r\n\r\n");
  EXPECT_EQ (read_file (directory + "/INBOX 4 well.eml"), std::string (30, 'x'));
  EXPECT_EQ (std::filesystem::status (directory + "/INBOX 4 well.eml").permissions (),
             std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F (SalvageFiles, NeverTakeTheirPlaceFromOthers)
{
  std::ofstream (directory + "/INBOX 4 well.eml") << "mine";
  std::filesystem::create_symlink (directory + "/elsewhere",
                                   directory + "/INBOX 2 the head itself.eml");
  g_autoptr (DecantSalvage) salvaged = save ();

  EXPECT_EQ (read_file (directory + "/INBOX 4 well.eml"), "mine");
  EXPECT_EQ (read_file (directory + "/INBOX 4 well (2).eml"), std::string (30, 'x'));
  EXPECT_EQ (read_file (directory + "/INBOX 2 the head itself (2).eml"),
             "Subject: the head itself\r\n\r\n");
  EXPECT_FALSE (std::filesystem::exists (directory + "/elsewhere"));
}

TEST_F (SalvageFiles, SayWhereTheyCannotBeWritten)
{
  g_autoptr (GError) error = nullptr;

  std::filesystem::remove_all (directory);
  g_autoptr (DecantSalvage) salvaged = save (&error);
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FATAL));
  EXPECT_NE (std::string (error->message).find (directory), std::string::npos);
  ASSERT_NE (salvaged, nullptr);
  EXPECT_EQ (salvaged->untried, 4U);
  std::filesystem::create_directory (directory);
}

TEST_F (SalvageFiles, AreNotMadeAfterAStop)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = nullptr;

  g_cancellable_cancel (cancellable);
  g_autoptr (DecantSalvage) salvaged = save (&error, cancellable);
  EXPECT_TRUE (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  EXPECT_EQ (salvaged->untried, 4U);
  EXPECT_TRUE (names ().empty ());
}

/* Messages of a folder that was numbered anew are others. */
TEST_F (SalvageFiles, AreOfTheMessagesThatWereMeant)
{
  account.folders["INBOX"].uid_validity = 2;
  g_autoptr (GPtrArray) folders = account.list_folders ();
  static_cast<DecantFolder *> (folders->pdata[0])->uid_validity = 1;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (DecantPlan) plan = decant_plan_new (folders, none, nullptr);
  g_autoptr (GPtrArray) problems = g_ptr_array_new ();
  g_autoptr (GAsyncResult) over = nullptr;
  DecantProblem problem = {};

  problem.folder = const_cast<char *> ("INBOX");
  problem.uid = 4;
  g_ptr_array_add (problems, &problem);
  decant_salvage_run_async (
    account.opener, plan, problems, directory.c_str (), nullptr, nullptr, nullptr,
    [] (GObject *, GAsyncResult *finished, gpointer kept) {
      *static_cast<GAsyncResult **> (kept) = G_ASYNC_RESULT (g_object_ref (finished));
    },
    &over);
  while (over == nullptr)
    g_main_context_iteration (nullptr, TRUE);
  g_autoptr (DecantSalvage) salvaged = decant_salvage_run_finish (over, nullptr);
  EXPECT_EQ (salvaged->counts[DECANT_SALVAGED_NOTHING], 1U);
  EXPECT_TRUE (names ().empty ());
}

TEST (SalvageName, IsBorneByEveryFileSystem)
{
  static const struct
  {
    const char *folder, *subject, *name;
  } cases[] = {
    { "INBOX", "Hello", "INBOX 7 Hello" },
    { "Work/2009", "a/b\\c:d*e?\"f<g>h|i", "Work-2009 7 a-b-c-d-e--f-g-h-i" },
    { "..", "../../etc/passwd", "-. 7 ..-..-etc-passwd" },
    { ".hidden", nullptr, "-hidden 7" },
    { "INBOX", "  ", "INBOX 7" },
    { "INBOX", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "INBOX 7 Grüße" },
    { "INBOX", "two\r\n\tlines", "INBOX 7 two lines" },
  };

  for (const auto &one : cases)
    {
      DecantProblem problem = {};

      problem.folder = const_cast<char *> (one.folder);
      problem.subject = const_cast<char *> (one.subject);
      problem.uid = 7;
      g_autofree char *name = decant_salvage_name_file (&problem, problem.subject);
      EXPECT_STREQ (name, one.name);
    }
}

TEST (SalvageName, IsCutBetweenCharacters)
{
  std::string subject, folder (300, 'f');
  DecantProblem problem = {};

  for (int i = 0; i < 200; i++)
    subject += "ü";
  problem.folder = const_cast<char *> (folder.c_str ());
  problem.subject = const_cast<char *> (subject.c_str ());
  problem.uid = G_MAXUINT32;
  g_autofree char *name = decant_salvage_name_file (&problem, problem.subject);
  EXPECT_LT (strlen (name), 200U);
  EXPECT_TRUE (g_utf8_validate (name, -1, nullptr));
}

}
