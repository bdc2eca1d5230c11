/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/answer-class.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace
{

/* Answers of real servers, as their users and other clients' authors have reported them. */
struct Answer
{
  DecantImapAnswer answer;
  DecantImapAsked asked;
  const char *code;
  const char *text;
  DecantStoreError error;
  DecantCause cause;
};

void
PrintTo (const Answer &answer, std::ostream *out)
{
  *out << (answer.code != nullptr ? answer.code : "-") << " / " << answer.text;
}

constexpr auto NO = DECANT_IMAP_ANSWER_NO;
constexpr auto BAD = DECANT_IMAP_ANSWER_BAD;
constexpr auto BYE = DECANT_IMAP_ANSWER_BYE;
constexpr auto SIGN_IN = DECANT_IMAP_ASKED_SIGN_IN;
constexpr auto LIST = DECANT_IMAP_ASKED_LIST;
constexpr auto OPEN = DECANT_IMAP_ASKED_OPEN;
constexpr auto CREATE = DECANT_IMAP_ASKED_CREATE;
constexpr auto FETCH = DECANT_IMAP_ASKED_FETCH;
constexpr auto APPEND = DECANT_IMAP_ASKED_APPEND;
constexpr auto TRANSIENT = DECANT_STORE_ERROR_TRANSIENT;
constexpr auto SLOW_DOWN = DECANT_STORE_ERROR_SLOW_DOWN;
constexpr auto MESSAGE = DECANT_STORE_ERROR_MESSAGE;
constexpr auto FOLDER = DECANT_STORE_ERROR_FOLDER;
constexpr auto PERSON = DECANT_STORE_ERROR_PERSON;
constexpr auto NO_CAUSE = DECANT_CAUSE_UNKNOWN;

const Answer answers[] = {
  /* The server is in trouble. */
  { NO, FETCH, "UNAVAILABLE", "UID FETCH Server error while fetching messages", TRANSIENT,
    NO_CAUSE },
  { NO, OPEN, "INUSE", "Mailbox in use", TRANSIENT, NO_CAUSE },
  { NO, FETCH, "SERVERBUG", "Internal error occurred. Refer to server log", TRANSIENT, NO_CAUSE },
  { NO, FETCH, nullptr, "Server Busy", TRANSIENT, NO_CAUSE },
  { BAD, OPEN, nullptr, "Please TRY AGAIN later", TRANSIENT, NO_CAUSE },
  { NO, SIGN_IN, "UNAVAILABLE", "Temporary authentication failure.", TRANSIENT, NO_CAUSE },
  { NO, FETCH, nullptr, "Server Unavailable. 15", TRANSIENT, NO_CAUSE },
  { NO, LIST, nullptr, "LIST failed", TRANSIENT, NO_CAUSE },

  /* It wants less. */
  { NO, FETCH, "LIMIT", "UID FETCH Rate limit hit", SLOW_DOWN, NO_CAUSE },
  { BYE, FETCH, "LIMIT", "UID FETCH Rate limit hit", SLOW_DOWN, NO_CAUSE },
  { BAD, FETCH, nullptr, "Request is throttled. Suggested Backoff Time: 299970 milliseconds",
    SLOW_DOWN, NO_CAUSE },
  { NO, APPEND, "THROTTLED", "wait", SLOW_DOWN, NO_CAUSE },
  { NO, FETCH, nullptr, "Some text [THROTTLED]", SLOW_DOWN, NO_CAUSE },
  { NO, FETCH, "OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)", SLOW_DOWN,
    DECANT_CAUSE_DAY_LIMIT },
  { NO, APPEND, "OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)", SLOW_DOWN,
    DECANT_CAUSE_DAY_LIMIT },
  { NO, SIGN_IN, "OVERQUOTA", "Account exceeded command or bandwidth limits.", SLOW_DOWN,
    DECANT_CAUSE_DAY_LIMIT },
  { NO, SIGN_IN, "ALERT", "Account exceeded command or bandwidth limits. (Failure)", SLOW_DOWN,
    DECANT_CAUSE_DAY_LIMIT },
  { BYE, OPEN, "OVERQUOTA", "Exceeded daily quota", SLOW_DOWN, DECANT_CAUSE_DAY_LIMIT },
  { BYE, FETCH, nullptr, "Account exceeded command or bandwidth limits", SLOW_DOWN,
    DECANT_CAUSE_DAY_LIMIT },
  { BYE, SIGN_IN, nullptr, "Maximum connection limit reached for your address", SLOW_DOWN,
    NO_CAUSE },
  { NO, SIGN_IN, nullptr, "Too many connections from this user/host", SLOW_DOWN, NO_CAUSE },
  { NO, SIGN_IN, "ALERT", "Too many simultaneous connections. (Failure)", SLOW_DOWN, NO_CAUSE },
  { NO, SIGN_IN, "UNAVAILABLE",
    "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
    SLOW_DOWN, NO_CAUSE },
  { BYE, SIGN_IN, nullptr, "Too many connections from this user", SLOW_DOWN, NO_CAUSE },

  /* Sign-in. */
  { NO, SIGN_IN, "AUTHENTICATIONFAILED", "Authentication failed.", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "AUTHENTICATIONFAILED", "Invalid credentials (Failure)", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "LOGIN failed.", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "Invalid password, please try again", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "Too busy, try again later", TRANSIENT, NO_CAUSE },
  { NO, SIGN_IN, "ALERT", "Application-specific password required: https://support.example", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "WEBALERT https://accounts.example/signin", "Web login required.", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "ALERT", "Please log in via your web browser: https://support.example", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "ALERT", "Your account is not enabled for IMAP use.", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "ALERT", "IMAP access is disabled for your account.", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "ALERT",
    "You are yet to enable IMAP for your account. Please contact your administrator (Failure)",
    PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "Please Login to your account via a web browser to verify", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "LogonDenied-BasicAuthBlocked", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "(#AUTH005) Too many bad auth attempts.", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "Login failure, cannot convert Mailbox: code 02:46", PERSON,
    DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "CONTACTADMIN", "Your account is locked", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "AUTHORIZATIONFAILED", "No such authorization-ID", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, nullptr, "LOGIN DENIED -- COUNTRY IS BLACKLISTED", PERSON, DECANT_CAUSE_SIGN_IN },
  { BAD, LIST, nullptr, "User is authenticated but not connected.", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, FETCH, "EXPIRED", "Access token expired", PERSON, DECANT_CAUSE_SIGN_IN },
  { NO, SIGN_IN, "PRIVACYREQUIRED",
    "Plaintext authentication disallowed on non-secure (SSL/TLS) connections.", PERSON,
    DECANT_CAUSE_NO_ENCRYPTION },
  { BAD, SIGN_IN, nullptr, "Command received in Invalid state.", PERSON,
    DECANT_CAUSE_NO_ENCRYPTION },

  /* The new account is full. */
  { NO, APPEND, "OVERQUOTA", "Quota exceeded (mailbox for user is full)", PERSON,
    DECANT_CAUSE_OVER_QUOTA },
  { NO, APPEND, nullptr, "Quota limit will be exceeded", PERSON, DECANT_CAUSE_OVER_QUOTA },
  { NO, APPEND, nullptr, "full: it is time to find a bigger place", PERSON,
    DECANT_CAUSE_OVER_QUOTA },
  { NO, APPEND, nullptr, "Over quota", PERSON, DECANT_CAUSE_OVER_QUOTA },
  { NO, APPEND, nullptr, "Server Unavailable. 15", PERSON, DECANT_CAUSE_OVER_QUOTA },
  { NO, CREATE, "OVERQUOTA", "Too many folders", PERSON, DECANT_CAUSE_OVER_QUOTA },

  /* One message. */
  { NO, APPEND, "TOOBIG", "Message too large.", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, "TOOBIG 35651584", "Message too large.", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, nullptr, "maximum message size exceeded", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, nullptr, "Message size exceeds fixed limit", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { BAD, APPEND, nullptr, "command line limit exceeded", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, nullptr, "Maximum size of appendable message has been exceeded", MESSAGE,
    DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, nullptr, "maximum literal size exceeded", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { BAD, APPEND, nullptr, "literal size too large", MESSAGE, DECANT_CAUSE_TOO_BIG },
  { NO, APPEND, nullptr, "APPEND failed", MESSAGE, DECANT_CAUSE_REFUSED },
  { NO, APPEND, nullptr, "Unexpected exception", MESSAGE, DECANT_CAUSE_REFUSED },
  { NO, APPEND, nullptr, "Message contains NUL characters", MESSAGE, DECANT_CAUSE_REFUSED },
  { NO, APPEND, nullptr, "Message contains bare newlines", MESSAGE, DECANT_CAUSE_REFUSED },
  { NO, APPEND, nullptr, "Message refused because it contains a virus", MESSAGE,
    DECANT_CAUSE_REFUSED },
  { BAD, APPEND, nullptr, "Command Argument Error. 11", MESSAGE, DECANT_CAUSE_REFUSED },
  { NO, FETCH, nullptr, "Some messages could not be FETCHed (Failure)", MESSAGE,
    DECANT_CAUSE_UNREADABLE },
  { BAD, FETCH, nullptr, "Command Error. 10", MESSAGE, DECANT_CAUSE_UNREADABLE },

  /* One folder. */
  { NO, APPEND, "TRYCREATE", "Mailbox doesn't exist: Archive", FOLDER, DECANT_CAUSE_FOLDER_GONE },
  { NO, OPEN, "NONEXISTENT", "Unknown Mailbox: [Gmail] (Failure)", FOLDER,
    DECANT_CAUSE_FOLDER_GONE },
  { NO, OPEN, nullptr, "Mailbox doesn't exist: x", FOLDER, DECANT_CAUSE_FOLDER_GONE },
  { NO, OPEN, "NOPERM", "Permission denied", FOLDER, DECANT_CAUSE_FOLDER_UNREADABLE },
  { NO, OPEN, "CANNOT", "Mailbox isn't a valid mbox file", FOLDER, DECANT_CAUSE_FOLDER_UNREADABLE },
  { NO, CREATE, nullptr, "Permission denied", FOLDER, DECANT_CAUSE_FOLDER_FORBIDDEN },
  { NO, CREATE, "CANNOT", "Folder contains excess whitespace (Failure)", FOLDER,
    DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Character not allowed in mailbox name: '.'", FOLDER,
    DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, "LIMIT", "Too many mailboxes", FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Invalid mailbox name", FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Name must not have '/' characters", FOLDER,
    DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Mailbox name is too long", FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Mailbox path is too deep", FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED },
  { NO, CREATE, nullptr, "Folder name is reserved", FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED },

  /* A BYE ends the connection, whatever its reason. */
  { BYE, OPEN, nullptr, "Session expired, please login again.", TRANSIENT,
    DECANT_CAUSE_CONNECTION_LOST },
  { BYE, FETCH, nullptr, "Session expired, please login again.", TRANSIENT,
    DECANT_CAUSE_CONNECTION_LOST },
  { BYE, APPEND, "TOOBIG", "Literal too large", TRANSIENT, DECANT_CAUSE_TOO_BIG },
  { BYE, OPEN, "NOPERM", "Permission denied", TRANSIENT, DECANT_CAUSE_FOLDER_UNREADABLE },
  { BYE, SIGN_IN, nullptr, "Disconnected for inactivity.", TRANSIENT,
    DECANT_CAUSE_CONNECTION_LOST },
};

class AnswerClass : public testing::TestWithParam<Answer>
{
};

TEST_P (AnswerClass, JudgesByCodeAndWords)
{
  const Answer &answer = GetParam ();
  g_autoptr (GError) error = decant_imap_error_for_answer (answer.answer, answer.asked, answer.code,
                                                           answer.text, "mail.example.org");

  ASSERT_EQ (error->domain, DECANT_STORE_ERROR);
  EXPECT_EQ (error->code, answer.error) << error->message;
  EXPECT_EQ (decant_store_error_get_cause (error), answer.cause) << error->message;
  EXPECT_NE (std::string (error->message), "");
}

TEST_P (AnswerClass, KeepsTheServersWords)
{
  const Answer &answer = GetParam ();
  g_autoptr (GError) error = decant_imap_error_for_answer (answer.answer, answer.asked, answer.code,
                                                           answer.text, "x");
  const std::string detail = decant_store_error_get_detail (error);

  EXPECT_NE (detail.find (answer.text), std::string::npos) << detail;
  if (answer.code != nullptr)
    {
      EXPECT_EQ (detail.find (std::string ("[") + answer.code + "]"), 0u) << detail;
    }
}

INSTANTIATE_TEST_SUITE_P (RealServers, AnswerClass, testing::ValuesIn (answers));

/* A code is the whole word: none is taken for another that begins with it. */
TEST (AnswerClassCode, IsComparedAsAWord)
{
  g_autoptr (GError) error = decant_imap_error_for_answer (NO, APPEND, "TOOBIGGER", "no", "x");

  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_REFUSED);
}

TEST (AnswerClassCode, IsNotCaseSensitive)
{
  g_autoptr (GError) error = decant_imap_error_for_answer (NO, APPEND, "TooBig", "no", "x");

  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_TOO_BIG);
}

double
pause_for (DecantImapAnswer answer, DecantImapAsked asked, const char *code, const char *text)
{
  g_autoptr (GError) error = decant_imap_error_for_answer (answer, asked, code, text, "x");
  g_autoptr (GError) copy = g_error_copy (error);

  return decant_store_error_get_pause (copy);
}

TEST (AnswerClassPause, IsTheOneTheServerNames)
{
  EXPECT_DOUBLE_EQ (pause_for (BAD, FETCH, nullptr,
                               "Request is throttled. Suggested Backoff Time: 2500 milliseconds"),
                    2.5);
  EXPECT_DOUBLE_EQ (pause_for (NO, APPEND, nullptr, "suggested backoff time: soon"), 0);
  EXPECT_DOUBLE_EQ (pause_for (NO, APPEND, "THROTTLED", "wait"), 0);
}

TEST (AnswerClassPause, IsFiveMinutesAtMost)
{
  EXPECT_DOUBLE_EQ (
    pause_for (BAD, FETCH, nullptr,
               "Request is throttled. Suggested Backoff Time: 3000000 milliseconds"),
    300);
  EXPECT_DOUBLE_EQ (
    pause_for (BAD, FETCH, nullptr, "Suggested Backoff Time: 99999999999999999999 milliseconds"),
    300);
}

TEST (AnswerClassPause, IsAnHourForADaysLimit)
{
  EXPECT_DOUBLE_EQ (pause_for (NO, FETCH, "OVERQUOTA", "Account exceeded bandwidth limits."), 3600);
  EXPECT_DOUBLE_EQ (pause_for (NO, APPEND, "OVERQUOTA", "Over quota"), 0);
}

TEST (AnswerClassSentence, NamesWhatItIsAbout)
{
  g_autoptr (GError) error = decant_imap_error_for_answer (NO, SIGN_IN, nullptr, "LOGIN failed.",
                                                           "mail.example.org");

  EXPECT_NE (std::string (error->message).find ("mail.example.org"), std::string::npos);
}

TEST (AnswerClassSentence, NeedsNeitherCodeNorText)
{
  g_autoptr (GError) error = decant_imap_error_for_answer (NO, FETCH, nullptr, nullptr, nullptr);

  EXPECT_EQ (decant_store_error_get_cause (error), DECANT_CAUSE_UNREADABLE);
  EXPECT_EQ (decant_store_error_get_detail (error), nullptr);
}

TEST (AnswerClassExists, IsKnownByCodeAndWords)
{
  EXPECT_TRUE (decant_imap_answer_means_exists ("ALREADYEXISTS", "Duplicate name"));
  EXPECT_TRUE (decant_imap_answer_means_exists (nullptr, "Mailbox already exists"));
  EXPECT_TRUE (decant_imap_answer_means_exists (nullptr, "Mailbox exists."));
  EXPECT_TRUE (decant_imap_answer_means_exists (nullptr, "Duplicate folder name Work (Failure)"));
  EXPECT_FALSE (decant_imap_answer_means_exists ("CANNOT", "Invalid mailbox name"));
  EXPECT_FALSE (decant_imap_answer_means_exists (nullptr, nullptr));
}

}
