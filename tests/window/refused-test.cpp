/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/faulty-server.hpp"
#include "window/desktop-test.hpp"

#include <atomic>

#define COPY "DecantCopyPage"
#define REPORT "DecantReportPage"

/* A new server that refuses a message, and what the report offers then. */
class RefusingWindow : public DesktopTest
{
protected:
  void
  SetUp () override
  {
    DesktopTest::SetUp ();
    old_side.edit ([] (FaultyMail &mail) {
      mail["INBOX"].add ("From: Ada <ada@example.org>\r\nSubject: Good\r\n\r\nA few words.\r\n");
      mail["INBOX"].add ("From: Ada <ada@example.org>\r\nSubject: Odd\r\n\r\nA few words.\r\n",
                         { "$Odd" });
    });
    new_side.on ("APPEND", [] (Turn &turn) {
      if (turn.message ().find ("Subject: Odd\r\n\r\nA few words") != std::string::npos)
        turn.no ("Message refused because it contains a virus");
    });
  }

  void
  begin_to_copy ()
  {
    launch ({ "--from", old_side.url (), "--to", new_side.url (), "--allow-plaintext" },
            { "DECANT_FROM_PASSWORD=secret", "DECANT_TO_PASSWORD=secret" });
    ASSERT_TRUE (application->await_enabled ("sign-in"));
    application->command ("sign-in");
    ASSERT_TRUE (application->await_enabled ("start"));
    application->command ("start");
  }

  void
  copy ()
  {
    begin_to_copy ();
    ASSERT_TRUE (application->await_enabled ("save-report"));
  }

  FaultyServer old_side, new_side;
};

TEST_F (RefusingWindow, CopiesRefusedMessagesAsAttachmentsWhenAsked)
{
  copy ();
  EXPECT_TRUE (application->await_text (REPORT, "The new server did not accept this message."));
  ASSERT_TRUE (application->await_enabled ("wrap-refused"));
  const Accessible button = application->find (REPORT, ATSPI_ROLE_PUSH_BUTTON,
                                               "Copy Refused Messages as Attachments");
  ASSERT_TRUE (button);
  button.click ();
  EXPECT_TRUE (
    application->await_text (REPORT, "so it was copied as the attachment of another one"));
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_FALSE (application->is_enabled ("wrap-refused")) << "nothing is refused any more";
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 2u);
}

TEST_F (RefusingWindow, AsksForRoomAndGoesOnWhenThereIsSome)
{
  std::atomic<bool> full = true;

  new_side.forget_faults ();
  new_side.on ("APPEND", [&] (Turn &turn) {
    if (full)
      turn.no ("[OVERQUOTA] Quota exceeded (mailbox for user is full)");
  });
  begin_to_copy ();
  ASSERT_TRUE (application->await_text (COPY, "The account is full."));
  ASSERT_TRUE (application->await_enabled ("resume"));
  full = false;
  application->command ("resume");
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_TRUE (application->await_text (REPORT, "All 2 messages are in the new account"));
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 2u);
}
