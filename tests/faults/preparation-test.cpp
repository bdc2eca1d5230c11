/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* Old folders are listed, and new ones made and opened, many at once before they are copied; where
 * that goes wrong, each is dealt with by itself and nothing is different in the end. */
class Preparation : public Faults
{
protected:
  static constexpr unsigned folders = 20;

  void
  SetUp () override
  {
    for (unsigned i = 0; i < folders; i++)
      fill (name (i), 1 + i % 4, 10 * i);
  }

  /* Some are in others. */
  static std::string
  name (unsigned i)
  {
    const std::string top = "Top " + std::to_string (i / 4);

    return i % 4 == 0 ? top : top + "/Folder " + std::to_string (i);
  }

  size_t
  count_for (FaultyServer &server, const std::string &command, const std::string &folder)
  {
    size_t count = 0;

    for (const Heard &heard : server.log ())
      count += heard.name == command && heard.arguments == "\"" + folder + "\"";
    return count;
  }
};

TEST_F (Preparation, AsksOnceForEachFolder)
{
  expect_all_arrived (copy ());
  for (unsigned i = 0; i < folders; i++)
    {
      /* to list it and to read it */
      EXPECT_EQ (count_for (old_side, "EXAMINE", name (i)), 2u) << name (i);
      EXPECT_EQ (count_for (new_side, "CREATE", name (i)), 1u) << name (i);
      EXPECT_EQ (count_for (new_side, "SUBSCRIBE", name (i)), 1u) << name (i);
      EXPECT_EQ (count_for (new_side, "SELECT", name (i)), 1u) << name (i);
    }
}

TEST_F (Preparation, UpperFoldersAreMadeFirst)
{
  expect_all_arrived (copy ());
  std::set<std::string> made;
  for (const Heard &heard : new_side.log ())
    if (heard.name == "CREATE")
      {
        const size_t slash = heard.arguments.find ('/');

        EXPECT_TRUE (slash == std::string::npos ||
                     made.count (heard.arguments.substr (0, slash) + "\"") == 1)
          << heard.arguments;
        made.insert (heard.arguments);
      }
}

TEST_F (Preparation, OneThatIsNotMadeAtOnce)
{
  new_side.on ("CREATE", [] (Turn &turn) {
    if (turn.nth () == 2)
      turn.no ("[CANNOT] not this one");
  });
  expect_all_arrived (copy ());
}

TEST_F (Preparation, FoldersThatDoNotOpenAtOnce)
{
  for (FaultyServer *server : { &old_side, &new_side })
    server->on (server == &old_side ? "EXAMINE" : "SELECT", [] (Turn &turn) {
      if (turn.nth () % 6 == 3 && turn.nth () < folders)
        turn.no ("[NOPERM] Permission denied");
    });
  expect_all_arrived (copy ());
}

/* A connection that is lost at any command, each time another one. */
TEST_F (Preparation, LostConnections)
{
  const std::pair<FaultyServer *, const char *> commands[] = { { &old_side, "EXAMINE" },
                                                               { &old_side, "UID FETCH" },
                                                               { &new_side, "CREATE" },
                                                               { &new_side, "SUBSCRIBE" },
                                                               { &new_side, "SELECT" } };

  for (const auto &[server, command] : commands)
    server->on (command, [] (Turn &turn) {
      if (turn.nth () == 4)
        turn.run_and_cut (20, Ending::close);
    });
  expect_all_arrived (copy ());
  for (unsigned i = 0; i < folders; i++)
    EXPECT_GE (count_for (new_side, "SUBSCRIBE", name (i)), 1u) << name (i);
}

TEST_F (Preparation, AnotherUidValidityBetweenListingAndReading)
{
  old_side.on ("EXAMINE", [this] (Turn &turn) {
    if (turn.nth () == folders + 1)
      old_side.edit ([] (FaultyMail &mail) {
        FaultyFolder &folder = mail[name (19)];

        folder.uid_validity++;
        folder.uid_next += 1000;
        for (FaultyMessage &message : folder.messages)
          message.uid += 1000;
      });
  });
  expect_all_arrived (copy ());
}

/* What was skipped has another turn although the folder is listed together with others. */
TEST_F (Preparation, PlansSkippedMessagesAgain)
{
  new_side.on ("APPEND", [] (Turn &turn) {
    if (turn.message ().find ("Subject: Message 30") != std::string::npos)
      turn.no ("[CANNOT] no such mail here");
  });
  EXPECT_EQ (problems (copy ()).size (), 1u);
  new_side.forget_faults ();
  expect_all_arrived (copy ());
}
