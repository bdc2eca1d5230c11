/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/fault-fixture.hpp"

/* Servers that offer COMPRESS=DEFLATE, and an old side with two large messages and some small. */
class FaultyCompression : public Faults
{
protected:
  void
  SetUp () override
  {
    for (FaultyServer *server : { &old_side, &new_side })
      server->edit_options (
        [] (FaultyOptions &options) { options.capabilities += " COMPRESS=DEFLATE"; });
    old_side.edit ([] (FaultyMail &mail) {
      for (unsigned i : { 1001, 1002 })
        {
          std::string body;

          while (body.size () < 660 * 1024)
            body += "A line of a large message, with some words in it, " +
                    std::to_string (body.size ()) + "\r\n";
          mail["Archive"].add (make_message (i, body));
          mail["Archive"].messages.back ().date = "01-Mar-2008 10:11:12 +0000";
        }
    });
    fill ("Archive", 30); /* the folder with most messages comes first */
    fill ("Family", 20, 101);
    fill ("Work", 20, 201);
  }

  /* About half a megabyte a second: so slow that it shows on a busy machine as well. */
  void
  make_slow ()
  {
    old_side.on_message ([] (Delivery &message) {
      if (message.body.size () < 16 * 1024)
        return;
      message.piece = 16 * 1024;
      message.pause = 30;
    });
  }

  CliResult
  copy_by_one ()
  {
    return copy ({ "--connections", "1" });
  }
};

TEST_F (FaultyCompression, BeginsWhereTheLinkIsSlow)
{
  unsigned connection = 0;
  bool has_left = false;

  make_slow ();
  old_side.on ("COMPRESS", [&] (Turn &turn) { connection = turn.connection (); });
  expect_all_arrived (copy_by_one ());
  EXPECT_EQ (old_side.count ("COMPRESS"), 1u);
  EXPECT_EQ (new_side.count ("COMPRESS"), 0u);
  for (const Heard &heard : old_side.log ())
    has_left |= heard.connection == connection && heard.name == "LOGOUT";
  EXPECT_TRUE (has_left);
}

/* Not only before the next folder: what is left of this one may be most of the mail. */
TEST_F (FaultyCompression, BeginsInTheMiddleOfAFolder)
{
  std::vector<std::string> after;

  make_slow ();
  old_side.edit ([] (FaultyMail &mail) {
    mail.erase ("Family");
    mail.erase ("Work");
  });
  fill ("Archive", 3000, 2001);
  expect_all_arrived (copy_by_one ());
  for (const Heard &heard : old_side.log ())
    {
      if (heard.name == "COMPRESS" || !after.empty ())
        after.push_back (heard.name + " " + heard.arguments);
    }
  ASSERT_GE (after.size (), 2u);
  EXPECT_NE (after[1].find ("BODY.PEEK[]"), std::string::npos) << after[1];
}

TEST_F (FaultyCompression, IsNotAskedForWhereTheLinkIsFast)
{
  expect_all_arrived (copy_by_one ());
  EXPECT_EQ (old_side.count ("COMPRESS"), 0u);
}

TEST_F (FaultyCompression, IsNotAskedForBecauseOfALimitOfOurOwn)
{
  expect_all_arrived (copy ({ "--connections", "1", "--rate", "800K" }));
  EXPECT_EQ (old_side.count ("COMPRESS"), 0u);
  EXPECT_EQ (new_side.count ("COMPRESS"), 0u);
}

TEST_F (FaultyCompression, IsNotAskedForAgainWhereItIsRefused)
{
  make_slow ();
  old_side.on ("COMPRESS", [] (Turn &turn) { turn.no ("not today"); });
  expect_all_arrived (copy_by_one ());
  EXPECT_EQ (old_side.count ("COMPRESS"), 1u);
  EXPECT_EQ (old_side.count ("LOGIN") + old_side.count ("AUTHENTICATE"), old_side.connections ());
}

/* A server that cannot do what it offers costs one connection. */
TEST_F (FaultyCompression, IsNotAskedForAgainWhereItBreaksTheConnection)
{
  make_slow ();
  old_side.on ("COMPRESS", [] (Turn &turn) {
    turn.say (turn.tag + " OK from here on\r\n\xff\xff\xff garbage\r\n");
    turn.end (Ending::close);
  });
  expect_all_arrived (copy_by_one ());
  EXPECT_EQ (old_side.count ("COMPRESS"), 1u);
}

TEST_F (FaultyCompression, IsNotAskedForAgainWhereNothingComesAfterIt)
{
  make_slow ();
  old_side.on ("COMPRESS", [] (Turn &turn) {
    turn.say (turn.tag + " OK from here on\r\n");
    turn.end (Ending::close);
  });
  expect_all_arrived (copy_by_one ());
  EXPECT_EQ (old_side.count ("COMPRESS"), 1u);
}
