/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/folder-arrivals.hpp"

/* Folders of the old side, in whatever way they are named and listed. */
namespace
{

class FolderNames : public FolderArrivals
{
protected:
  /* What LIST says, in place of what there is. */
  void
  list_as (const std::string &lines)
  {
    old_side.on ("LIST", [lines] (Turn &turn) {
      if (turn.arguments.find ('*') == std::string::npos)
        return;
      turn.say (lines);
      turn.ok ("listed");
    });
  }

  std::string
  listed_folders ()
  {
    const CliResult result = run_cli ({ "folders", "--from", old_side.url (), "--allow-plaintext",
                                        "--state-dir", state, "--json", "--timeout", "2" },
                                      environment ());

    EXPECT_EQ (result.status, 0) << result.all ();
    return result.out;
  }
};

TEST_F (FolderNames, AreRawWhereTheyAreNotLegal)
{
  fill_each ({ "say \"b\"", "back\\slash", "100%", "star*", "Entw\xc3\xbcrfe", "gr\xfc\xdf", "a&b",
               "open &AOQ", "&U,BTFw-&ZeVnLIqe-", "with a\ttab", "{5}", std::string (300, 'x'),
               " blank ", "(x)" });
  expect_each_arrived (copy ());
}

TEST_F (FolderNames, AreLegible)
{
  fill_each ({ "with a\ttab", "gr\xfc\xdf", "&U,BTFw-&ZeVnLIqe-", "&AOQ-rger" });
  const std::string listed = listed_folders ();
  EXPECT_NE (listed.find ("with a\u2409tab"), std::string::npos) << listed;
  EXPECT_NE (listed.find ("gr%FC%DF"), std::string::npos) << listed;
  EXPECT_NE (listed.find ("&U,BTFw-&ZeVnLIqe-"), std::string::npos) << listed;
  EXPECT_NE (listed.find ("\u00e4rger"), std::string::npos) << listed;
}

TEST_F (FolderNames, MayHaveNoSeparator)
{
  old_side.edit_options ([] (FaultyOptions &options) { options.separator = '\0'; });
  fill_each ({ "INBOX", "a/b", "a.b", "c" });
  expect_each_arrived (copy ());
  EXPECT_EQ (arrived_as ("a.b"), "a.b");
}

/* Domino's */
TEST_F (FolderNames, MayHaveABackslashBetweenLevels)
{
  old_side.edit_options ([] (FaultyOptions &options) { options.separator = '\\'; });
  fill_each ({ "Mail", "Mail\\2009", "Mail\\2009\\May" });
  expect_each_arrived (copy ());
  EXPECT_EQ (arrived_as ("Mail\\2009\\May"), "Mail/2009/May");
}

TEST_F (FolderNames, OfTheInboxMayBeInAnyCase)
{
  fill_each ({ "INBOX", "Inbox/One", "iNBOX/Two" });
  list_as ("* LIST () \"/\" inbox\r\n* LIST () \"/\" Inbox/One\r\n* LIST () \"/\" iNBOX/Two\r\n");
  expect_each_arrived (copy ());
  EXPECT_EQ (arrived_as ("INBOX"), "INBOX");
  EXPECT_EQ (arrived_as ("Inbox/One"), "INBOX/One");
  EXPECT_EQ (arrived_as ("iNBOX/Two"), "INBOX/Two");
}

/* Doubles, separators behind names, nodes that are no folders, names as literals or bare. */
TEST_F (FolderNames, MayBeListedInOddWays)
{
  fill_each ({ "INBOX", "Work", "Work/2009", "a \"b\"", "Alone" });
  list_as ("* LIST (\\Noselect) \"/\" \"Work/\"\r\n"
           "* LIST () \"/\" Work\r\n"
           "* LIST () \"/\" \"Work\"\r\n"
           "* LIST () \"/\" {9}\r\nWork/2009\r\n"
           "* LIST (\\Noselect \\NonExistent) \"/\" \"Gone\"\r\n"
           "* LIST (\\HasNoChildren) \"/\" \"a \\\"b\\\"\"\r\n"
           "* LIST \"/\" broken\r\n"
           "* LIST () NIL Alone\r\n"
           "* LIST () \"/\" INBOX\r\n");
  const CliResult result = copy ();
  expect_each_arrived (result);
  EXPECT_EQ (json_number (result.report (), "folders"), 5) << result.all ();
  EXPECT_EQ (old_side.count ("EXAMINE"), 2 * 5u)
    << "each to be listed and to be read, and in the first run only";
}

TEST_F (FolderNames, ThatLookAlikeStayApart)
{
  const char *const forward = "* LIST () \"/\" INBOX\r\n"
                              "* LIST () \"/\" \"Entw&APw-rfe\"\r\n"
                              "* LIST () \"/\" \"Entw\xc3\xbcrfe\"\r\n";
  const char *const backward = "* LIST () \"/\" \"Entw\xc3\xbcrfe\"\r\n"
                               "* LIST () \"/\" \"Entw&APw-rfe\"\r\n"
                               "* LIST () \"/\" INBOX\r\n";

  fill_each ({ "Entw&APw-rfe", "Entw\xc3\xbcrfe" });
  list_as (forward);
  expect_each_arrived (copy ());
  old_side.forget_faults ();
  list_as (backward);
  EXPECT_EQ (json_number (copy ().report (), "copied"), 0);
}

TEST_F (FolderNames, MayBeListedWithoutBeingThere)
{
  fill_each ({ "INBOX", "Work" });
  list_as ("* LIST () \"/\" INBOX\r\n* LIST () \"/\" Ghost\r\n* LIST () \"/\" Work\r\n");
  const CliResult result = copy ();
  EXPECT_EQ (result.status, 1);
  EXPECT_EQ (problems (result),
             (std::map<std::string, std::string>{ { "Ghost", "folder-unreadable" } }));
  EXPECT_EQ (arrived_as ("Work"), "Work");
}

TEST_F (FolderNames, MayBeThousands)
{
  std::string lines = "* LIST () \"/\" INBOX\r\n";

  for (unsigned i = 0; i < 5000; i++)
    {
      const std::string name = "\"Archive/" + std::to_string (i) + "\"";

      lines += "* LIST () \"/\" " + name + "\r\n* STATUS " + name + " (MESSAGES 2)\r\n";
    }
  fill_each ({ "Archive/4711" });
  old_side.edit_options (
    [] (FaultyOptions &options) { options.capabilities = "IMAP4rev1 LIST-EXTENDED LIST-STATUS"; });
  list_as (lines);
  EXPECT_EQ (copy ({ "--folder", "Archive/4711" }).status, 0);
  EXPECT_EQ (arrived_as ("Archive/4711"), "Archive/4711");
  EXPECT_EQ (old_side.count ("STATUS"), 1u) << "of the INBOX";
}

} // namespace
