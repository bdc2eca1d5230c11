/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faults/faulty-server.hpp"
#include "window/application.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>

#define REPORT "DecantReportPage"

/* A new server that refuses a message, and what the report offers then. */
class RefusingWindow : public ::testing::Test
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
  TearDown () override
  {
    application.reset ();
    if (!home.empty ())
      std::filesystem::remove_all (home);
  }

  void
  launch ()
  {
    application = std::make_unique<Application> (
      *desktop, home,
      std::vector<std::string>{ "--from", old_side.url (), "--to", new_side.url (),
                                "--allow-plaintext" },
      std::vector<std::string>{ "DECANT_FROM_PASSWORD=secret", "DECANT_TO_PASSWORD=secret" });
    ASSERT_TRUE (await ([this] { return application->has_window (); }));
    ASSERT_TRUE (application->await_enabled ("sign-in"));
    application->command ("sign-in");
    ASSERT_TRUE (application->await_enabled ("start"));
    application->command ("start");
    ASSERT_TRUE (application->await_enabled ("save-report"));
  }

  Desktop *desktop = nullptr;
  std::string home;
  FaultyServer old_side, new_side;
  std::unique_ptr<Application> application;
};

TEST_F (RefusingWindow, CopiesRefusedMessagesAsAttachmentsWhenAsked)
{
  launch ();
  EXPECT_TRUE (application->await_text (REPORT, "The new server did not accept this message."));
  ASSERT_TRUE (application->await_enabled ("wrap-refused"));
  const Accessible button = application->find (REPORT, ATSPI_ROLE_PUSH_BUTTON,
                                               "Copy as Attachments");
  ASSERT_TRUE (button);
  button.click ();
  EXPECT_TRUE (
    application->await_text (REPORT, "so it was copied as the attachment of another one"));
  ASSERT_TRUE (application->await_enabled ("save-report"));
  EXPECT_FALSE (application->is_enabled ("wrap-refused")) << "nothing is refused any more";
  EXPECT_EQ (new_side.mail ()["INBOX"].messages.size (), 2u);
}
