/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/decant-cli.hpp"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

/* What decant-cli says to a command line before it asks any server. Nothing listens at the ports
 * named here. */
namespace
{

const std::string from = "imap://ada@127.0.0.1:1";
const std::string to = "imap://ada@127.0.0.1:2";

class CliArguments : public ::testing::Test
{
protected:
  void
  SetUp () override
  {
    g_autofree char *made = g_dir_make_tmp ("decant-cli-XXXXXX", nullptr);
    ASSERT_NE (made, nullptr);
    directory = made;
    state = directory + "/state";
  }

  void
  TearDown () override
  {
    for (const std::string &name : files)
      g_unlink ((directory + "/" + name).c_str ());
    g_rmdir (directory.c_str ());
  }

  std::string
  write_file (const std::string &name, const std::string &text)
  {
    std::string path = directory + "/" + name;

    files.push_back (name);
    EXPECT_TRUE (g_file_set_contents (path.c_str (), text.data (),
                                      static_cast<gssize> (text.size ()), nullptr));
    return path;
  }

  /* A copy with good accounts and passwords and what is added. */
  CliResult
  copy (const std::vector<std::string> &more)
  {
    std::vector<std::string> arguments{ "copy", "--from", from, "--to", to, "--state-dir", state };

    arguments.insert (arguments.end (), more.begin (), more.end ());
    return run_cli (arguments, { { "DECANT_FROM_PASSWORD", "old-s3cret" },
                                 { "DECANT_TO_PASSWORD", "new-s3cret" } });
  }

  std::string directory, state;
  std::vector<std::string> files;
};

bool
holds (const std::string &text, const std::string &part)
{
  return text.find (part) != std::string::npos;
}

TEST_F (CliArguments, VersionAndHelp)
{
  CliResult version = run_cli ({ "--version" });
  EXPECT_EQ (version.status, 0);
  EXPECT_TRUE (holds (version.out, "decant-cli ")) << version.out;

  CliResult help = run_cli ({ "--help" });
  EXPECT_EQ (help.status, 0);
  for (const char *command : { "folders", "check", "copy", "verify", "moves" })
    {
      EXPECT_TRUE (holds (help.out, command)) << help.out;
      CliResult own = run_cli ({ command, "--help" });
      EXPECT_EQ (own.status, 0);
      EXPECT_TRUE (holds (own.out, "--json")) << own.out;
      EXPECT_TRUE (own.err.empty ()) << own.err;
    }
}

TEST_F (CliArguments, HelpOfCopyNamesEveryOption)
{
  CliResult help = run_cli ({ "copy", "--help" });

  for (const char *option : { "--from",
                              "--to",
                              "--from-password-file",
                              "--to-password-file",
                              "--allow-plaintext",
                              "--trust-certificate",
                              "--folder",
                              "--exclude",
                              "--map",
                              "--newer-than",
                              "--older-than",
                              "--max-size",
                              "--leave-deleted",
                              "--leave-duplicates",
                              "--leave-special",
                              "--several",
                              "--from-authuser",
                              "--to-authuser",
                              "--connections",
                              "--rate",
                              "--timeout",
                              "--dry-run",
                              "--no-verify",
                              "--verify",
                              "--state-dir",
                              "--report",
                              "--json",
                              "--quiet",
                              "--verbose",
                              "--debug-protocol" })
    EXPECT_TRUE (holds (help.out, option)) << option;
}

TEST_F (CliArguments, WithoutACommandItIsUnusable)
{
  EXPECT_EQ (run_cli ({}).status, 2);
  EXPECT_EQ (run_cli ({ "move" }).status, 2);
  EXPECT_EQ (run_cli ({ "--from", from }).status, 2);
}

struct BadOption
{
  std::vector<std::string> arguments;
  const char *word; /* what the sentence must name */
};

TEST_F (CliArguments, BadOptionsAreRefusedInWords)
{
  const BadOption table[] = {
    { { "--unknown" }, "--unknown" },
    { { "surplus" }, "surplus" },
    { { "--from" }, "--from" },
    { { "--newer-than", "yesterday" }, "--newer-than" },
    { { "--newer-than", "2019-02-30" }, "--newer-than" },
    { { "--older-than", "31.3.2019" }, "--older-than" },
    { { "--newer-than", "2020-01-01", "--older-than", "2019-01-01" }, "--older-than" },
    { { "--max-size", "big" }, "--max-size" },
    { { "--max-size", "0" }, "--max-size" },
    { { "--max-size", "-5M" }, "--max-size" },
    { { "--rate", "fast" }, "--rate" },
    { { "--rate", "0" }, "--rate" },
    { { "--connections", "0" }, "--connections" },
    { { "--connections", "two" }, "--connections" },
    { { "--connections", "-1" }, "--connections" },
    { { "--connections", "17" }, "--connections" },
    { { "--timeout", "0" }, "--timeout" },
    { { "--timeout", "1.5" }, "--timeout" },
    { { "--leave-special", "junk,rubbish" }, "rubbish" },
    { { "--leave-special", "" }, "--leave-special" },
    { { "--several", "twice" }, "once" },
    { { "--folder", "Entw\xfcrfe" }, "--folder" },
    { { "--map", "Old" }, "Old" },
    { { "--map", "=New" }, "=New" },
    { { "--map", "Old=" }, "Old=" },
    { { "--verify", "everything" }, "full" },
    { { "--verify", "full", "--no-verify" }, "--no-verify" },
    { { "--quiet", "--verbose" }, "--quiet" },
    { { "--trust-certificate", "all" }, "--trust-certificate" },
    { { "--trust-certificate", std::string (63, 'a') }, "--trust-certificate" },
    { { "--report", "report" }, ".html" },
    { { "--report", "report.txt" }, ".csv" },
    { { "--report", "/dev/null/no/report.json" }, "/dev/null/no" },
    { { "--report", "/dev/null/no/a.html", "--report", "b.json" }, "/dev/null/no" },
    { { "--debug-protocol", "/dev/null/no/log" }, "/dev/null/no/log" },
    { { "--from-password-file", "/dev/null/no/secret" }, "--from-password-file" },
    { { "--from-authuser", "" }, "--from-authuser" },
    { { "--to-authuser", "a\nb" }, "--to-authuser" },
    { { "--to-authuser", "a\xff" }, "--to-authuser" },
  };

  for (const BadOption &bad : table)
    {
      std::string trace;
      for (const std::string &argument : bad.arguments)
        trace += argument + " ";
      SCOPED_TRACE (trace);
      CliResult result = copy (bad.arguments);

      EXPECT_EQ (result.status, 2);
      EXPECT_TRUE (holds (result.err, bad.word)) << result.err;
      EXPECT_TRUE (result.out.empty ()) << result.out;
      EXPECT_FALSE (g_file_test (state.c_str (), G_FILE_TEST_EXISTS));
    }
}

TEST_F (CliArguments, AReportIntoAFolderNobodyMayWriteIntoIsRefused)
{
  std::string path = directory + "/folder.json";
  ASSERT_EQ (g_mkdir (path.c_str (), 0700), 0);

  CliResult result = copy ({ "--report", path });

  EXPECT_EQ (result.status, 2);
  EXPECT_TRUE (holds (result.err, path)) << result.err;
  g_rmdir (path.c_str ());
}

TEST_F (CliArguments, OptionsOfOtherCommandsAreRefused)
{
  EXPECT_EQ (run_cli ({ "folders", "--from", from, "--to", to }).status, 2);
  EXPECT_EQ (run_cli ({ "check", "--from", from, "--dry-run" }).status, 2);
  EXPECT_EQ (run_cli ({ "moves", "--from", from }).status, 2);
}

TEST_F (CliArguments, BothAccountsAreNeeded)
{
  EXPECT_TRUE (holds (run_cli ({ "copy", "--to", to }).err, "--from"));
  EXPECT_TRUE (holds (run_cli ({ "copy", "--from", from }).err, "--to"));
  EXPECT_TRUE (holds (run_cli ({ "verify", "--from", from }).err, "--to"));
  EXPECT_EQ (run_cli ({ "copy", "--from", from }).status, 2);
  EXPECT_EQ (run_cli ({ "folders" }).status, 2);
  EXPECT_EQ (run_cli ({ "check" }).status, 2);
}

TEST_F (CliArguments, OneAccountIsNotMovedIntoItself)
{
  CliResult result = run_cli (
    { "copy", "--from", "imap://ada@LOCALHOST:143", "--to", "imap://ada@localhost" });

  EXPECT_EQ (result.status, 2);
  EXPECT_TRUE (holds (result.err, "same account")) << result.err;
}

TEST_F (CliArguments, APasswordInAUrlIsRefusedAndNotRepeated)
{
  CliResult result = run_cli ({ "folders", "--from", "imaps://ada:s3cret@localhost" });

  EXPECT_EQ (result.status, 2);
  EXPECT_TRUE (holds (result.err, "--from")) << result.err;
  EXPECT_FALSE (holds (result.all (), "s3cret")) << result.all ();
}

TEST_F (CliArguments, KindsOfAccountsToComeAreNamedAsSuch)
{
  for (const char *url : { "pop3s://ada@localhost", "mbox:/home/ada/Mail", "maildir:/home/ada" })
    {
      CliResult result = run_cli ({ "folders", "--from", url });

      EXPECT_EQ (result.status, 2) << url;
      EXPECT_TRUE (holds (result.err, "not supported by this version")) << result.err;
    }
}

TEST_F (CliArguments, WithoutPasswordAndTerminalItSaysHowToGiveOne)
{
  CliResult result = run_cli ({ "folders", "--from", from, "--state-dir", state });

  EXPECT_EQ (result.status, 2);
  EXPECT_TRUE (holds (result.err, "--from-password-file")) << result.err;
  EXPECT_TRUE (holds (result.err, "DECANT_FROM_PASSWORD")) << result.err;
}

TEST_F (CliArguments, APasswordFileMustHoldOne)
{
  for (const std::string &text : { std::string (), std::string ("\nsecond line\n"),
                                   std::string (5000, 'x'), std::string ("a\0b\n", 4) })
    {
      std::string path = write_file ("password", text);
      CliResult result = run_cli ({ "folders", "--from", from, "--from-password-file", path });

      EXPECT_EQ (result.status, 2);
      EXPECT_TRUE (holds (result.err, path)) << result.err;
      EXPECT_FALSE (holds (result.err, "xxxx")) << result.err;
    }
}

TEST_F (CliArguments, StandardInputMustHoldBothPasswords)
{
  CliResult result = run_cli ({ "copy", "--from", from, "--from-password-file", "-", "--to", to,
                                "--to-password-file", "-", "--state-dir", state },
                              {}, "only one line\n");

  EXPECT_EQ (result.status, 2);
  EXPECT_TRUE (holds (result.err, "--to-password-file")) << result.err;
}

TEST_F (CliArguments, VerifyNeedsAnEarlierCopy)
{
  CliResult result = run_cli ({ "verify", "--from", from, "--to", to, "--state-dir", state });

  EXPECT_EQ (result.status, 2);
  EXPECT_FALSE (result.err.empty ());
  EXPECT_FALSE (g_file_test (state.c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (CliArguments, NoServerMeansNoConnection)
{
  CliResult result = copy ({ "--json" });

  EXPECT_EQ (result.status, 3);
  EXPECT_FALSE (result.err.empty ());
  auto report = result.report ();
  EXPECT_EQ (json_number (report, "status"), 3);
  EXPECT_EQ (json_number (report, "copied"), 0);
  EXPECT_FALSE (json_flag (report, "verified"));
  EXPECT_FALSE (json_text (report, "error").empty ());
  EXPECT_FALSE (holds (result.all (), "s3cret"));
  EXPECT_FALSE (g_file_test (state.c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (CliArguments, WithoutAnyMovesTheListIsEmpty)
{
  CliResult result = run_cli ({ "moves", "--state-dir", state, "--json" });

  EXPECT_EQ (result.status, 0) << result.err;
  EXPECT_EQ (json_number (result.report (), "moves"), 0);
  EXPECT_EQ (result.events ().size (), 1u);
  EXPECT_FALSE (g_file_test (state.c_str (), G_FILE_TEST_EXISTS));

  CliResult quiet = run_cli ({ "moves", "--state-dir", state, "--quiet" });
  EXPECT_EQ (quiet.status, 0);
  EXPECT_EQ (quiet.all (), "");
}

TEST_F (CliArguments, TheStateDirectoryFollowsTheStandard)
{
  CliResult result = run_cli ({ "moves" }, { { "XDG_DATA_HOME", directory } });

  EXPECT_EQ (result.status, 0) << result.err;
  EXPECT_TRUE (holds (result.out, directory + "/decant")) << result.out;
}

TEST_F (CliArguments, OutputThatCannotBeWrittenIsNoSuccess)
{
  g_autofree char *command = g_strdup_printf ("exec \"$DECANT_CLI\" --version > /dev/full");
  g_autoptr (GError) error = nullptr;
  const char *argv[] = { "/bin/sh", "-c", command, nullptr };
  g_autoptr (GSubprocess)
    process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

  ASSERT_NE (process, nullptr) << error->message;
  g_subprocess_wait (process, nullptr, nullptr);
  EXPECT_EQ (g_subprocess_get_exit_status (process), 4);
}

TEST_F (CliArguments, ThePasswordIsAskedForOnTheTerminalAndNotShown)
{
  CliResult result = run_cli_on_terminal ({ "folders", "--from", from, "--state-dir", state }, 80,
                                          "Password of ada on 127.0.0.1: ", "typed-s3cret\n");

  EXPECT_EQ (result.status, 3) << result.out; /* nobody listens, but it got as far as that */
  EXPECT_TRUE (holds (result.out, "Password of ada on 127.0.0.1: ")) << result.out;
  EXPECT_FALSE (holds (result.out, "typed-s3cret")) << result.out;
}

TEST_F (CliArguments, AnInterruptAtThePromptEndsIt)
{
  CliResult result = run_cli_on_terminal ({ "folders", "--from", from, "--state-dir", state }, 80,
                                          "Password of", "\x03");

  EXPECT_EQ (result.status, 4) << result.out;
}

} // namespace
