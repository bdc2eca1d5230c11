/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <algorithm>
#include <gtest/gtest.h>

#include "dovecot.hpp"
#include "imap-client.hpp"

#include "stores/imap/imap-store.h"

#include <memory>

namespace
{

using Strings = std::vector<std::string>;

/* A signed-in store of the product. */
class Account
{
public:
  Account (const DovecotServer &server, const char *user)
  {
    DecantImapSettings settings = {};
    g_autoptr (GError) error = nullptr;

    settings.host = "127.0.0.1";
    settings.port = server.port ();
    settings.security = DECANT_SECURITY_PLAINTEXT;
    settings.user = user;
    settings.password = DOVECOT_PASSWORD;
    store = decant_imap_store_new (&settings);
    if (!decant_store_open (store, nullptr, &error))
      ADD_FAILURE () << error->message;
  }

  ~Account ()
  {
    decant_store_close (store, nullptr);
    g_object_unref (store);
  }

  Account (const Account &) = delete;
  Account &operator= (const Account &) = delete;

  GPtrArray *
  list (DecantListFlags flags = DECANT_LIST_COUNTS)
  {
    g_autoptr (GError) error = nullptr;
    GPtrArray *folders = decant_store_list_folders (store, flags, nullptr, &error);

    if (folders == nullptr)
      ADD_FAILURE () << error->message;
    return folders;
  }

  /* The folder of @path, opened. */
  DecantFolder *
  open (const char *path, DecantAccess access, DecantFolderStatus *status = nullptr)
  {
    g_autoptr (GPtrArray) folders = list (DECANT_LIST_PLAIN);
    g_autoptr (GError) error = nullptr;

    for (guint i = 0; i < folders->len; i++)
      {
        auto *folder = static_cast<DecantFolder *> (folders->pdata[i]);

        if (g_strcmp0 (folder->path, path) != 0)
          continue;
        if (!decant_store_open_folder (store, folder, access, status, nullptr, &error))
          ADD_FAILURE () << error->message;
        return decant_folder_ref (folder);
      }
    ADD_FAILURE () << "no folder " << path;
    return nullptr;
  }

  DecantStore *store;
};

Strings
describe (GPtrArray *folders)
{
  Strings result;

  for (guint i = 0; i < folders->len; i++)
    {
      auto *folder = static_cast<DecantFolder *> (folders->pdata[i]);
      std::string text = folder->path;

      if (folder->special_use != DECANT_SPECIAL_USE_NONE)
        text += std::string (" ") + decant_special_use_to_word (folder->special_use);
      if (folder->subscribed)
        text += " subscribed";
      if (folder->selectable)
        {
          EXPECT_TRUE (folder->counted) << text;
          EXPECT_NE (folder->uid_validity, 0u) << text;
          EXPECT_EQ (folder->uid_next, folder->messages + 1) << text;
          EXPECT_EQ (folder->size == 0, folder->messages == 0) << text;
          text += " " + std::to_string (folder->messages);
        }
      result.push_back (text);
    }
  return result;
}

std::string
letter (int i, std::size_t size = 500)
{
  std::string text = "Message-ID: <" + std::to_string (i) +
                     "@cliff.example>\r\nFrom: Ada <ada@cliff.example>\r\nSubject: Letter " +
                     std::to_string (i) + "\r\nDate: Tue, 4 Mar 2008 17:11:12 +0100\r\n\r\n";

  while (text.size () < size)
    text += "{5}\r\nD1 OK this is no answer " + std::to_string (text.size ()) + "\r\n";
  return text;
}

void
fill (ImapClient &client, const std::string &separator)
{
  const std::string umlauts = "Entw&APw-rfe";
  const std::string japanese = "&ZeVnLIqe-";

  client.append ("INBOX", letter (1), "\\Seen");
  client.append ("INBOX", letter (2));
  client.create (separator == "." ? "INBOX.Work" : "Work");
  const std::string work = separator == "." ? "INBOX.Work" : "Work";
  client.create (work + separator + umlauts);
  client.create (work + separator + umlauts + separator + japanese);
  client.append (work + separator + umlauts + separator + japanese, letter (3));
  client.create (work + separator + "R&-D \"x\"");
  client.command ("SUBSCRIBE \"" + work + separator + umlauts + "\"");
}

void
expect_listing (DovecotLayout layout, const char *prefix, const std::string &separator)
{
  DovecotOptions options = {};
  options.layout = layout;
  options.prefix = prefix;
  options.special_use = TRUE;
  DovecotServer server (options);
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);

  fill (client, separator);
  client.append (prefix != nullptr ? "INBOX.Sent" : "Sent", letter (4));
  Account account (server, "ada");
  g_autoptr (GPtrArray) folders = account.list ();
  Strings lines = describe (folders);
  auto has = [&] (const char *line) {
    return std::find (lines.begin (), lines.end (), line) != lines.end ();
  };

  EXPECT_EQ (lines[0].substr (0, 11), "INBOX inbox");
  EXPECT_TRUE (has ("Work/Entw\u00fcrfe subscribed 0")) << testing::PrintToString (lines);
  EXPECT_TRUE (has ("Work/Entw\u00fcrfe/\u65e5\u672c\u8a9e 1"));
  EXPECT_TRUE (has ("Work/R&D \"x\" 0"));
  auto sent = std::find_if (lines.begin (), lines.end (),
                            [] (const std::string &line) { return line.find ("Sent sent") == 0; });
  ASSERT_NE (sent, lines.end ());
  EXPECT_EQ (sent->back (), '1');
}

TEST (ImapCommands, ListsFoldersOfEveryLayout)
{
  expect_listing (DOVECOT_MAILDIR_FS, nullptr, "/");
  expect_listing (DOVECOT_MAILDIR_PLUS, "INBOX.", ".");
  expect_listing (DOVECOT_SDBOX, nullptr, "/");
}

/* Without any extension the same is learnt in more steps. */
TEST (ImapCommands, ListsTheSameWithoutExtensions)
{
  DovecotOptions plain = {};
  plain.layout = DOVECOT_MAILDIR_FS;
  plain.extra_config = "imap_capability = IMAP4rev1\n";
  DovecotServer server (plain);
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);

  fill (client, "/");
  Account account (server, "ada");
  g_autoptr (GPtrArray) folders = account.list ();
  Strings paths;

  for (guint i = 0; i < folders->len; i++)
    {
      auto *folder = static_cast<DecantFolder *> (folders->pdata[i]);

      EXPECT_TRUE (folder->counted || !folder->selectable) << folder->path;
      EXPECT_EQ (folder->size, DECANT_SIZE_UNKNOWN);
      paths.push_back (std::string (folder->path) + (folder->subscribed ? " subscribed" : "") +
                       " " + std::to_string (folder->messages));
    }
  EXPECT_EQ (paths, (Strings{ "INBOX 2", "Work 0", "Work/Entw\u00fcrfe subscribed 0",
                              "Work/Entw\u00fcrfe/\u65e5\u672c\u8a9e 1", "Work/R&D \"x\" 0" }));
}

struct Listed
{
  std::vector<DecantMessage *> messages;

  ~Listed ()
  {
    for (DecantMessage *message : messages)
      decant_message_free (message);
  }
};

gboolean
keep_message (DecantMessage *message, gpointer user_data, GError **)
{
  static_cast<Listed *> (user_data)->messages.push_back (message);
  return TRUE;
}

struct Read
{
  std::map<guint32, std::string> bodies;
  std::map<guint32, std::string> problems;
};

gboolean
keep_content (guint32 uid, DecantContent *content, const GError *problem, gpointer user_data,
              GError **)
{
  auto *read = static_cast<Read *> (user_data);

  if (content == nullptr)
    {
      read->problems[uid] = problem->message;
      return TRUE;
    }
  std::string &body = read->bodies[uid];
  gsize got = 0;
  body.resize (decant_content_get_size (content));
  while (got < body.size ())
    got += static_cast<gsize> (
      decant_content_read (content, got, &body[got], body.size () - got, nullptr));
  decant_content_unref (content);
  return TRUE;
}

TEST (ImapCommands, ListsAndReadsWithoutATrace)
{
  DovecotServer server;
  ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);
  const std::string large = letter (3, 3 * 1024 * 1024);

  client.append ("INBOX", letter (1), "\\Seen \\Flagged work $Forwarded",
                 "17-Jul-1996 02:44:25 -0700");
  client.append ("INBOX", letter (2));
  client.append ("INBOX", large);
  client.append ("INBOX", letter (4), "\\Deleted");
  auto before = client.read_all ();

  Account account (server, "ada");
  g_auto (DecantFolderStatus) status = {};
  g_autoptr (DecantFolder) folder = account.open ("INBOX", DECANT_ACCESS_READ, &status);
  g_autoptr (GError) error = nullptr;
  Listed listed;
  Read read;
  const guint32 uids[] = { 1, 2, 3, 4, 9 };
  guint32 current = 77;

  EXPECT_TRUE (status.read_only);
  EXPECT_EQ (status.messages, 4u);
  EXPECT_EQ (status.uid_next, 5u);
  EXPECT_NE (status.uid_validity, 0u);
  EXPECT_NE (status.highest_modseq, 0u);
  ASSERT_TRUE (decant_store_list_messages (account.store, 1, G_MAXUINT32, DECANT_DETAILS_HEADERS,
                                           keep_message, &listed, nullptr, &error));
  ASSERT_EQ (listed.messages.size (), 4u);
  EXPECT_EQ (listed.messages[0]->flags, DECANT_FLAG_SEEN | DECANT_FLAG_FLAGGED);
  g_autofree char *keywords = decant_keywords_join (listed.messages[0]->keywords);
  EXPECT_STREQ (keywords, "$Forwarded work");
  EXPECT_EQ (listed.messages[0]->internal_date, 837596665);
  EXPECT_EQ (listed.messages[0]->size, letter (1).size ());
  EXPECT_STREQ (listed.messages[1]->headers->message_id, "<2@cliff.example>");
  EXPECT_STREQ (listed.messages[1]->headers->subject, "Letter 2");
  EXPECT_EQ (listed.messages[2]->size, large.size ());
  EXPECT_EQ (listed.messages[3]->flags, DECANT_FLAG_DELETED);

  ASSERT_TRUE (decant_store_read_messages (account.store, uids, G_N_ELEMENTS (uids), keep_content,
                                           &read, &current, nullptr, &error))
    << error->message;
  ASSERT_EQ (read.bodies.size (), 4u);
  EXPECT_EQ (read.bodies[1], letter (1));
  EXPECT_EQ (read.bodies[2], letter (2));
  EXPECT_TRUE (read.bodies[3] == large);
  EXPECT_EQ (current, 0u);
  EXPECT_TRUE (read.problems.empty ());

  /* the range is respected beyond the end, and the old account is as it was */
  Listed none;
  ASSERT_TRUE (decant_store_list_messages (account.store, 5, G_MAXUINT32, DECANT_DETAILS_PLAIN,
                                           keep_message, &none, nullptr, &error));
  EXPECT_TRUE (none.messages.empty ());
  EXPECT_EQ (client.read_all (), before);
}

/* Dovecot lists a message whose file is gone bad, and closes the connection when it is read. */
TEST (ImapCommands, SurvivesAMessageThatIsReallyDamaged)
{
  DovecotServer server;
  std::string file;

  for (int i = 1; i <= 3; i++)
    {
      std::string path = server.put ("ada", "INBOX", letter (i));

      if (i == 2)
        file = path;
    }
  {
    ImapClient client (server.port (), "ada", DOVECOT_PASSWORD);

    ASSERT_EQ (client.read_folder ("INBOX").size (), 3u);
  }
  server.damage (file, DOVECOT_DAMAGE_DIRECTORY);

  Account account (server, "ada");
  g_autoptr (DecantFolder) folder = account.open ("INBOX", DECANT_ACCESS_READ);
  g_autoptr (GError) error = nullptr;
  Listed listed;
  Read read;
  std::vector<guint32> uids;
  guint32 current = 0;

  ASSERT_TRUE (decant_store_list_messages (account.store, 1, G_MAXUINT32, DECANT_DETAILS_PLAIN,
                                           keep_message, &listed, nullptr, &error));
  ASSERT_EQ (listed.messages.size (), 3u);
  for (DecantMessage *message : listed.messages)
    uids.push_back (message->uid);
  EXPECT_FALSE (decant_store_read_messages (account.store, uids.data (), uids.size (), keep_content,
                                            &read, &current, nullptr, &error));
  EXPECT_TRUE (decant_store_error_ends_connection (error)) << error->message;
  EXPECT_FALSE (decant_store_is_open (account.store));
  EXPECT_EQ (current, uids[1]);
  EXPECT_EQ (read.bodies.size (), 1u);
  EXPECT_NE (decant_store_error_get_detail (error), nullptr);
}

/* Messages on their way to a store. */
class Batch
{
public:
  ~Batch ()
  {
    for (auto &append : appends)
      g_clear_error (&append.error);
  }

  DecantMessage *
  add (const std::string &text)
  {
    DecantMessage *message = decant_message_new (0);
    DecantContent *content = decant_content_new (text.size ());
    DecantAppend append = {};

    decant_content_write (content, text.data (), text.size (), nullptr);
    decant_content_finish (content, nullptr);
    messages.emplace_back (message, decant_message_free);
    contents.emplace_back (content, decant_content_unref);
    append.message = message;
    append.content = content;
    appends.push_back (append);
    return message;
  }

  void
  send (Account &account, const DecantFolder *folder)
  {
    g_autoptr (GError) error = nullptr;

    ASSERT_TRUE (decant_store_append_messages (account.store, folder, appends.data (),
                                               appends.size (), nullptr, &error))
      << error->message;
  }

  std::vector<DecantAppend> appends;

private:
  std::vector<std::unique_ptr<DecantMessage, decltype (&decant_message_free)>> messages;
  std::vector<std::unique_ptr<DecantContent, decltype (&decant_content_unref)>> contents;
};

void
expect_appends (const char *extra_config)
{
  DovecotOptions options = {};
  options.layout = DOVECOT_MAILDIR_FS;
  options.extra_config = extra_config;
  DovecotServer server (options);
  Account account (server, "bob");
  g_autoptr (GError) error = nullptr;
  g_autoptr (DecantFolder)
    made = decant_store_create_folder (account.store, "Caf\u00e9/R&D", nullptr, nullptr, &error);
  ASSERT_NE (made, nullptr) << error->message;
  g_autoptr (DecantFolder) folder = account.open ("Caf\u00e9/R&D", DECANT_ACCESS_WRITE);
  const char *keywords[] = { "$Forwarded", "work", nullptr };
  const std::string large = letter (2, 3 * 1024 * 1024);
  Batch batch;

  DecantMessage *first = batch.add (letter (1));
  first->flags = DecantFlags (DECANT_FLAG_SEEN | DECANT_FLAG_ANSWERED);
  first->keywords = g_strdupv (const_cast<char **> (keywords));
  first->internal_date = 837596665;
  first->date_offset = -420;
  batch.add (large);
  for (int i = 3; i <= 200; i++)
    batch.add (letter (i))->internal_date = 1204647072;
  batch.send (account, folder);

  ImapClient client (server.port (), "bob", DOVECOT_PASSWORD);
  std::vector<StoredMessage> stored = client.read_folder ("Caf&AOk-/R&-D");
  ASSERT_EQ (stored.size (), 200u);
  for (std::size_t i = 0; i < stored.size (); i++)
    {
      EXPECT_TRUE (batch.appends[i].answered);
      EXPECT_EQ (batch.appends[i].error, nullptr);
      EXPECT_EQ (batch.appends[i].uid,
                 extra_config == nullptr ? stored[i].uid : batch.appends[i].uid);
      EXPECT_TRUE (stored[i].body == (i == 1 ? large : letter (int (i) + 1))) << i;
    }
  EXPECT_EQ (batch.appends[199].uid, stored[199].uid);
  EXPECT_EQ (stored[0].flags,
             (std::set<std::string>{ "\\Seen", "\\Answered", "$Forwarded", "work" }));
  Listed listed;
  g_autoptr (DecantFolder) again = account.open ("Caf\u00e9/R&D", DECANT_ACCESS_READ);
  ASSERT_TRUE (decant_store_list_messages (account.store, 1, 3, DECANT_DETAILS_PLAIN, keep_message,
                                           &listed, nullptr, &error));
  ASSERT_EQ (listed.messages.size (), 3u);
  EXPECT_EQ (listed.messages[0]->internal_date, 837596665);
  EXPECT_EQ (listed.messages[2]->internal_date, 1204647072);
}

TEST (ImapCommands, AppendsManyMessages)
{
  expect_appends (nullptr);
}

TEST (ImapCommands, AppendsOneByOneWithoutLiteralPlus)
{
  expect_appends ("imap_capability = IMAP4rev1 UIDPLUS\n");
}

TEST (ImapCommands, TellsARefusedMessageFromTheOthers)
{
  DovecotServer server;
  Account account (server, "bob");
  g_autoptr (DecantFolder) folder = account.open ("INBOX", DECANT_ACCESS_WRITE);
  Batch batch;

  batch.add (letter (1));
  batch.add ("");
  batch.add (letter (3));
  batch.send (account, folder);
  EXPECT_EQ (batch.appends[0].uid, 1u);
  EXPECT_TRUE (
    g_error_matches (batch.appends[1].error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_MESSAGE));
  EXPECT_EQ (batch.appends[2].uid, 2u);
}

TEST (ImapCommands, StopsWhereTheQuotaIsReached)
{
  DovecotOptions options = {};
  options.quota = 100;
  DovecotServer server (options);
  Account account (server, "bob");
  g_autoptr (DecantFolder) folder = account.open ("INBOX", DECANT_ACCESS_WRITE);
  Batch batch;
  int stored = 0;

  for (int i = 0; i < 300; i++)
    batch.add (letter (i, 5000));
  batch.send (account, folder);
  for (const auto &append : batch.appends)
    {
      EXPECT_TRUE (append.answered);
      if (append.error != nullptr)
        EXPECT_EQ (decant_store_error_get_cause (append.error), DECANT_CAUSE_OVER_QUOTA);
      else
        stored++;
    }
  EXPECT_GT (stored, 5);
  EXPECT_LT (stored, 30);
  ImapClient client (server.port (), "bob", DOVECOT_PASSWORD);
  EXPECT_EQ (client.count ("INBOX"), unsigned (stored));
}

TEST (ImapCommands, SaysThatAFolderIsGone)
{
  DovecotServer server;
  Account account (server, "bob");
  g_autoptr (DecantFolder) folder = decant_folder_new ("Gone", "Gone", '/');
  g_autoptr (GError) error = nullptr;
  Batch batch;

  EXPECT_FALSE (
    decant_store_open_folder (account.store, folder, DECANT_ACCESS_READ, nullptr, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, DECANT_STORE_ERROR, DECANT_STORE_ERROR_FOLDER));
  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_FOLDER_GONE);
  batch.add (letter (1));
  batch.send (account, folder);
  EXPECT_EQ (decant_store_error_get_cause (batch.appends[0].error), DECANT_CAUSE_FOLDER_GONE);
  EXPECT_TRUE (decant_store_is_open (account.store));
}

} // namespace
