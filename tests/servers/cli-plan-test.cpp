/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/cli-move.hpp"

#include <fstream>

/* Plans in files: --save-plan and --plan, with real servers. */
namespace
{

class CliPlan : public CliMove
{
protected:
  void
  write (const std::string &name, const std::string &text) const
  {
    std::ofstream (path (name), std::ios::binary) << text;
  }

  std::string
  find_old_uid_validity (const std::string &folder) const
  {
    ImapClient client (old_server->port (), "ada", DOVECOT_PASSWORD);
    const std::string answer = client.command ("STATUS " + folder + " (UIDVALIDITY)").front ();
    const size_t digits = answer.rfind ("UIDVALIDITY ") + 12;

    return answer.substr (digits, answer.find (')', digits) - digits);
  }
};

TEST_F (CliPlan, APlanIsSavedAndGoneByAgain)
{
  fill ("INBOX", "Letter", 3);
  fill ("Archive/2009", "Paper", 2);
  fill ("Junk", "Rubbish", 1);

  const CliResult saved = run_json ("copy",
                                    { "--dry-run", "--leave-special", "junk", "--map",
                                      "Archive/2009=Papers", "--save-plan", path ("plan.json") });
  EXPECT_EQ (saved.status, 0) << saved.all ();
  ASSERT_TRUE (exists ("plan.json"));
  const auto rules = saved.events ("rules");
  ASSERT_EQ (rules.size (), 1u);
  EXPECT_EQ (json_list (rules[0], "leave_special").size (), 1u);
  EXPECT_TRUE (json_is_null (rules[0], "max_size"));
  EXPECT_FALSE (json_flag (rules[0], "leave_duplicates"));

  const CliResult result = run_json ("copy", { "--plan", path ("plan.json") });
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_EQ (json_number (result.report (), "copied"), 5);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 1);
  auto there = read_new ();
  EXPECT_EQ (there["Papers"].size (), 2u);
  EXPECT_TRUE (there["Junk"].empty ());
}

TEST_F (CliPlan, APlansChoicesHoldForFoldersAndSingleMessages)
{
  fill ("INBOX", "Letter", 3);
  fill ("Archive/2009", "Paper", 2);
  const std::string uid_validity = find_old_uid_validity ("INBOX");

  write ("plan.json", "{\"decant_plan\":1,\"folders\":[{\"path\":\"Gone\",\"choice\":\"copy\"},"
                      "{\"path\":\"Archive/2009\",\"new_path\":\"Attic\"},"
                      "{\"path\":\"INBOX\",\"left_behind\":{\"uid_validity\":" +
                        uid_validity + ",\"uids\":\"1,3\"}}]}");
  const CliResult result = run_json ("copy", { "--plan", path ("plan.json") });
  EXPECT_EQ (result.status, 0) << result.all ();
  EXPECT_TRUE (holds (result.err, "Gone")) << result.err;
  EXPECT_EQ (json_number (result.report (), "copied"), 3);
  EXPECT_EQ (json_number (result.report (), "left_behind"), 2);
  auto there = read_new ();
  EXPECT_EQ (there["INBOX"].size (), 1u);
  EXPECT_EQ (there["Attic"].size (), 2u);

  const CliResult asked = run_json (
    "copy", { "--plan", path ("plan.json"), "--dry-run", "--exclude", "Archive/*" });
  for (const auto &event : asked.events ("plan"))
    {
      const std::string folder = json_text (event, "folder");

      EXPECT_EQ (json_number (event, "ticked_off"), folder == "INBOX" ? 2 : 0);
      EXPECT_EQ (json_text (event, "choice") == "not-chosen", folder == "Archive/2009")
        << folder << ": options go before the file";
    }

  write ("plan.json", "{\"decant_plan\":1}");
  const CliResult rest = run_json ("copy",
                                   { "--plan", path ("plan.json"), "--map", "Archive/2009=Attic" });
  EXPECT_EQ (json_number (rest.report (), "copied"), 2) << "what is ticked again comes along";
  EXPECT_EQ (read_new ()["INBOX"].size (), 3u);
}

TEST_F (CliPlan, WhatIsNoPlanIsRefusedBeforeAnythingElse)
{
  for (const char *text : { "", "[1]", "{\"decant_plan\":2}", "{\"rules\":{}}" })
    {
      write ("plan.json", text);
      const CliResult result = run ("copy", { "--plan", path ("plan.json") });
      EXPECT_EQ (result.status, 2) << text;
      EXPECT_TRUE (holds (result.err, "plan.json")) << result.err;
    }
  EXPECT_EQ (run ("copy", { "--plan", path ("none.json") }).status, 2);
  EXPECT_EQ (run ("copy", { "--dry-run", "--save-plan", path ("no/dir.json") }).status, 4);
  EXPECT_FALSE (exists ("state"));
}

} // namespace
