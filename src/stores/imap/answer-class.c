/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/answer-class.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DAY_LIMIT_PAUSE (60 * 60.0) /* seconds; a day's limit is given back bit by bit */
#define LONGEST_NAMED_PAUSE (5 * 60.0)

/* What is said to the person. */
typedef enum
{
  SAY_SLOW_DOWN,
  SAY_DAY_LIMIT,
  SAY_CONNECTIONS,
  SAY_PASSING,
  SAY_CLOSED,
  SAY_PASSWORD,
  SAY_APP_PASSWORD,
  SAY_WEB_SIGN_IN,
  SAY_NO_PASSWORDS,
  SAY_IMAP_OFF,
  SAY_BARRED,
  SAY_TOO_MANY_TRIES,
  SAY_NO_MAILBOX,
  SAY_ADMINISTRATOR,
  SAY_NOT_FOR_OTHERS,
  SAY_ENCRYPT,
  SAY_EXPIRED,
  SAY_QUOTA,
  SAY_QUOTA_OR_BUSY,
  SAY_TOO_BIG,
  SAY_GONE,
  SAY_NO_RIGHTS,
  SAY_NAME,
  SAY_FOLDER_LIMIT,
  SAY_NOT_OPENED,
  SAY_UNREADABLE,
  SAY_REFUSED,
} Sentence;

#define ASKED(what) (1u << DECANT_IMAP_ASKED_##what)
#define ANYTHING (~0u)
#define ENTERING (ASKED (SIGN_IN) | ASKED (ACT_FOR))
#define MAIL (ASKED (OPEN) | ASKED (FETCH) | ASKED (APPEND))

typedef struct
{
  guint asked;       /* for which commands the row holds */
  const char *code;  /* response code, or NULL */
  const char *words; /* in the text, whatever the case; or NULL */
  DecantStoreError error;
  DecantCause cause;
  Sentence sentence;
} Rule;

#define SLOW DECANT_STORE_ERROR_SLOW_DOWN, DECANT_CAUSE_UNKNOWN
#define DAY_LIMIT DECANT_STORE_ERROR_SLOW_DOWN, DECANT_CAUSE_DAY_LIMIT, SAY_DAY_LIMIT
#define PASSING DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_UNKNOWN, SAY_PASSING
#define SIGN_IN DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_SIGN_IN
#define ENCRYPT DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_NO_ENCRYPTION, SAY_ENCRYPT
#define FULL DECANT_STORE_ERROR_PERSON, DECANT_CAUSE_OVER_QUOTA
#define QUOTA FULL, SAY_QUOTA
#define TOO_BIG DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_TOO_BIG, SAY_TOO_BIG
#define GONE DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_GONE, SAY_GONE
#define NO_RIGHTS DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_UNREADABLE, SAY_NO_RIGHTS
#define NAME DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_NOT_CREATED
#define FORBIDDEN DECANT_STORE_ERROR_FOLDER, DECANT_CAUSE_FOLDER_FORBIDDEN

/* The first row that fits decides. Codes alone cannot be trusted (Gmail says OVERQUOTA for a day's
 * limit, Dovecot UNAVAILABLE where others say SERVERBUG), so the telling words come first. */
static const Rule rules[] = {
  { ANYTHING, "THROTTLED", NULL, SLOW, SAY_SLOW_DOWN },
  { ANYTHING, NULL, "throttled", SLOW, SAY_SLOW_DOWN },
  { ANYTHING, NULL, "suggested backoff time", SLOW, SAY_SLOW_DOWN },
  { ANYTHING, NULL, "rate limit", SLOW, SAY_SLOW_DOWN },
  { ANYTHING, NULL, "bandwidth limit", DAY_LIMIT },
  { ANYTHING, NULL, "too many simultaneous", SLOW, SAY_CONNECTIONS },
  { ANYTHING, NULL, "too many connections", SLOW, SAY_CONNECTIONS },
  { ANYTHING, NULL, "maximum number of connections", SLOW, SAY_CONNECTIONS },
  { ANYTHING, NULL, "connection limit", SLOW, SAY_CONNECTIONS },
  { ANYTHING & ~(ASKED (APPEND) | ASKED (CREATE)), "OVERQUOTA", NULL, DAY_LIMIT },

  { ANYTHING, NULL, "authenticated but not connected", SIGN_IN, SAY_NO_MAILBOX },
  { ENTERING, "PRIVACYREQUIRED", NULL, ENCRYPT },
  { ENTERING, NULL, "plaintext authentication disallowed", ENCRYPT },
  { ENTERING, NULL, "command received in invalid state", ENCRYPT },
  { ENTERING, NULL, "application-specific password", SIGN_IN, SAY_APP_PASSWORD },
  { ENTERING, NULL, "app password", SIGN_IN, SAY_APP_PASSWORD },
  { ENTERING, NULL, "via your web browser", SIGN_IN, SAY_WEB_SIGN_IN },
  { ENTERING, NULL, "via a web browser", SIGN_IN, SAY_WEB_SIGN_IN },
  { ENTERING, "WEBALERT", NULL, SIGN_IN, SAY_WEB_SIGN_IN },
  { ENTERING, NULL, "basic authentication is disabled", SIGN_IN, SAY_NO_PASSWORDS },
  { ENTERING, NULL, "basicauthblocked", SIGN_IN, SAY_NO_PASSWORDS },
  { ENTERING, NULL, "imap access is disabled", SIGN_IN, SAY_IMAP_OFF },
  { ENTERING, NULL, "imap is disabled", SIGN_IN, SAY_IMAP_OFF },
  { ENTERING, NULL, "not enabled for imap", SIGN_IN, SAY_IMAP_OFF },
  { ENTERING, NULL, "enable imap", SIGN_IN, SAY_IMAP_OFF },
  { ENTERING, NULL, "country is blacklisted", SIGN_IN, SAY_BARRED },
  { ENTERING, NULL, "too many failed", SIGN_IN, SAY_TOO_MANY_TRIES },
  { ENTERING, NULL, "too many bad", SIGN_IN, SAY_TOO_MANY_TRIES },
  { ENTERING, NULL, "cannot convert mailbox", SIGN_IN, SAY_ADMINISTRATOR },
  { ENTERING, "CONTACTADMIN", NULL, SIGN_IN, SAY_ADMINISTRATOR },
  { ENTERING, "AUTHORIZATIONFAILED", NULL, SIGN_IN, SAY_NOT_FOR_OTHERS },
  { ANYTHING, "EXPIRED", NULL, SIGN_IN, SAY_EXPIRED },
  { ASKED (ACT_FOR), "AUTHENTICATIONFAILED", NULL, SIGN_IN, SAY_NOT_FOR_OTHERS },
  { ANYTHING, "AUTHENTICATIONFAILED", NULL, SIGN_IN, SAY_PASSWORD },

  { ASKED (APPEND), NULL, "server unavailable. 15", FULL, SAY_QUOTA_OR_BUSY },
  { ANYTHING, "OVERQUOTA", NULL, QUOTA },
  { ASKED (APPEND) | ASKED (CREATE), NULL, "quota limit", QUOTA },
  { ASKED (APPEND) | ASKED (CREATE), NULL, "quota exceeded", QUOTA },
  { ASKED (APPEND) | ASKED (CREATE), NULL, "over quota", QUOTA },
  { ASKED (APPEND) | ASKED (CREATE), NULL, "find a bigger place", QUOTA },

  { ASKED (APPEND), "TOOBIG", NULL, TOO_BIG },
  { ASKED (APPEND), NULL, "maximum message size exceeded", TOO_BIG },
  { ASKED (APPEND), NULL, "maximum size of appendable message", TOO_BIG },
  { ASKED (APPEND), NULL, "message size exceeds", TOO_BIG },
  { ASKED (APPEND), NULL, "maximum literal size exceeded", TOO_BIG },
  { ASKED (APPEND), NULL, "literal size too large", TOO_BIG },
  { ASKED (APPEND), NULL, "command line limit exceeded", TOO_BIG },

  { ANYTHING, "UNAVAILABLE", NULL, PASSING },
  { ANYTHING, "INUSE", NULL, PASSING },
  { ANYTHING, "SERVERBUG", NULL, PASSING },
  { ASKED (CREATE), "LIMIT", NULL, NAME, SAY_FOLDER_LIMIT },
  { ANYTHING, "LIMIT", NULL, SLOW, SAY_SLOW_DOWN },
  { ANYTHING & ~ENTERING, NULL, "try again", PASSING },
  { ENTERING, NULL, "try again later", PASSING },
  { ANYTHING, NULL, "server busy", PASSING },
  { ANYTHING, NULL, "server unavailable", PASSING },
  { ANYTHING, NULL, "temporar", PASSING },

  { ASKED (APPEND) | ASKED (OPEN), "TRYCREATE", NULL, GONE },
  { MAIL, "NONEXISTENT", NULL, GONE },
  { MAIL, NULL, "mailbox doesn't exist", GONE },
  { MAIL, NULL, "mailbox does not exist", GONE },
  { MAIL, NULL, "unknown mailbox", GONE },
  { MAIL, "NOPERM", NULL, NO_RIGHTS },
  { MAIL, NULL, "permission denied", NO_RIGHTS },
  { ASKED (APPEND), "READ-ONLY", NULL, NO_RIGHTS },
  { ASKED (APPEND), NULL, "mailbox is read-only", NO_RIGHTS },
  { ASKED (APPEND), NULL, "read-only mailbox", NO_RIGHTS },
  { ASKED (CREATE), "NOPERM", NULL, FORBIDDEN, SAY_NO_RIGHTS },
  { ASKED (CREATE), NULL, "permission denied", FORBIDDEN, SAY_NO_RIGHTS },
};

/* What holds where no row fits. */
static const Rule defaults[] = {
  [DECANT_IMAP_ASKED_SIGN_IN] = { 0, NULL, NULL, SIGN_IN, SAY_PASSWORD },
  [DECANT_IMAP_ASKED_ACT_FOR] = { 0, NULL, NULL, SIGN_IN, SAY_NOT_FOR_OTHERS },
  [DECANT_IMAP_ASKED_LIST] = { 0, NULL, NULL, PASSING },
  [DECANT_IMAP_ASKED_OPEN] = { 0, NULL, NULL, DECANT_STORE_ERROR_FOLDER,
                               DECANT_CAUSE_FOLDER_UNREADABLE, SAY_NOT_OPENED },
  [DECANT_IMAP_ASKED_CREATE] = { 0, NULL, NULL, NAME, SAY_NAME },
  [DECANT_IMAP_ASKED_FETCH] = { 0, NULL, NULL, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_UNREADABLE,
                                SAY_UNREADABLE },
  [DECANT_IMAP_ASKED_APPEND] = { 0, NULL, NULL, DECANT_STORE_ERROR_MESSAGE, DECANT_CAUSE_REFUSED,
                                 SAY_REFUSED },
};

static const Rule closed = {
  0, NULL, NULL, DECANT_STORE_ERROR_TRANSIENT, DECANT_CAUSE_CONNECTION_LOST, SAY_CLOSED
};

/* Where @words begin in @text, whatever the case; NULL where they are not in it. */
static const char *
find_words (const char *text, const char *words)
{
  gsize length = strlen (words);

  for (; *text != '\0'; text++)
    if (g_ascii_strncasecmp (text, words, length) == 0)
      return text;
  return NULL;
}

/* Whether @code is @name, with or without arguments. */
static gboolean
is_code (const char *code, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (code, name, length) == 0 &&
         (code[length] == '\0' || code[length] == ' ');
}

static const Rule *
find_rule (DecantImapAsked asked, const char *code, const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const Rule *rule = &rules[i];

      if ((rule->asked & (1u << asked)) == 0)
        continue;
      if (rule->code != NULL ? code != NULL && is_code (code, rule->code)
                             : text != NULL && find_words (text, rule->words) != NULL)
        return rule;
    }
  return NULL;
}

static char *
sentence_to_string (Sentence sentence, const char *what)
{
  switch (sentence)
    {
    case SAY_SLOW_DOWN:
      return g_strdup (_ ("The server asks for a slower pace."));
    case SAY_DAY_LIMIT:
      return g_strdup (
        _ ("What the server lets an account do in a day is used up. The copy goes on "
           "by itself when it allows more."));
    case SAY_CONNECTIONS:
      return g_strdup (_ ("The server does not take as many connections at a time."));
    case SAY_PASSING:
      return g_strdup (_ ("The server is in trouble at the moment."));
    case SAY_CLOSED:
      return g_strdup (_ ("The server closed the connection."));
    case SAY_PASSWORD:
      return g_strdup_printf (_ ("“%s” did not accept the user name or the password. Check both."),
                              what);
    case SAY_APP_PASSWORD:
      return g_strdup_printf (_ ("“%s” wants a password made for this program. Create an “app "
                                 "password” in the settings of your account and enter it here."),
                              what);
    case SAY_WEB_SIGN_IN:
      return g_strdup_printf (_ ("“%s” wants you to sign in with a web browser first. Do that, "
                                 "then try again."),
                              what);
    case SAY_NO_PASSWORDS:
      return g_strdup_printf (_ ("“%s” no longer lets anybody sign in with a password, but only "
                                 "through a web page, which Decant cannot do. Ask the provider "
                                 "for an app password."),
                              what);
    case SAY_IMAP_OFF:
      return g_strdup_printf (_ ("Access by IMAP is switched off for this account at “%s”. Switch "
                                 "it on in the settings of your account, then try again."),
                              what);
    case SAY_BARRED:
      return g_strdup_printf (_ ("“%s” does not let you sign in from this place. Ask the "
                                 "provider to allow it."),
                              what);
    case SAY_TOO_MANY_TRIES:
      return g_strdup_printf (_ ("“%s” refuses you for a while because of failed attempts to sign "
                                 "in. Wait an hour, check the password, then try again."),
                              what);
    case SAY_NO_MAILBOX:
      return g_strdup_printf (_ ("“%s” let you sign in, but to no mailbox. Check the user name and "
                                 "the password, and whether IMAP is switched on for this "
                                 "mailbox."),
                              what);
    case SAY_ADMINISTRATOR:
      return g_strdup_printf (_ ("“%s” cannot open this mailbox. Its administrator has to see to "
                                 "it first."),
                              what);
    case SAY_NOT_FOR_OTHERS:
      return g_strdup_printf (_ ("“%s” did not let the user who signs in act for this account. "
                                 "Check the name and the password of that user, and whether the "
                                 "administrator has given it this right."),
                              what);
    case SAY_ENCRYPT:
      return g_strdup_printf (_ ("“%s” does not let you sign in over this connection. Choose "
                                 "another security setting."),
                              what);
    case SAY_EXPIRED:
      return g_strdup (_ ("The password or the permission to sign in has expired. Renew it."));
    case SAY_QUOTA:
      return g_strdup (_ ("The account is full. Make room in it or leave more mail behind."));
    case SAY_QUOTA_OR_BUSY:
      return g_strdup (_ ("The server takes no more mail: the account is full, or the server is "
                          "overloaded. Make room in the account, or wait a while, then go on."));
    case SAY_TOO_BIG:
      return g_strdup (_ ("The message is larger than the server takes."));
    case SAY_GONE:
      return g_strdup_printf (_ ("The server says that “%s” does not exist."), what);
    case SAY_NO_RIGHTS:
      return g_strdup_printf (_ ("The server does not give you the rights for “%s”."), what);
    case SAY_NAME:
      return g_strdup_printf (
        _ ("The server does not create the folder “%s”. Choose another name."), what);
    case SAY_FOLDER_LIMIT:
      return g_strdup_printf (_ ("The server takes no more folders, and so does not create “%s”. "
                                 "Let several folders go into one."),
                              what);
    case SAY_NOT_OPENED:
      return g_strdup_printf (_ ("The server does not open the folder “%s”."), what);
    case SAY_UNREADABLE:
      return g_strdup_printf (_ ("The server cannot read “%s”."), what);
    case SAY_REFUSED:
    default:
      return g_strdup (_ ("The server does not take this message."));
    }
}

static char *
answer_to_detail (const char *code, const char *text)
{
  if (code == NULL)
    return g_strdup (text);
  return g_strdup_printf ("[%s] %s", code, text != NULL ? text : "");
}

/* In seconds. Exchange names a time: "Suggested Backoff Time: 299970 milliseconds". */
static double
find_pause (const Rule *rule, const char *text)
{
  static const char named[] = "suggested backoff time:";
  const char *time = text != NULL ? find_words (text, named) : NULL;

  if (rule->cause == DECANT_CAUSE_DAY_LIMIT)
    return DAY_LIMIT_PAUSE;
  if (rule->error != DECANT_STORE_ERROR_SLOW_DOWN || time == NULL)
    return 0;
  return CLAMP ((double)g_ascii_strtoull (time + strlen (named), NULL, 10) / 1000, 0,
                LONGEST_NAMED_PAUSE);
}

GError *
decant_imap_error_for_answer (DecantImapAnswer answer, DecantImapAsked asked, const char *code,
                              const char *text, const char *what)
{
  const Rule *rule = find_rule (asked, code, text);
  g_autofree char *detail = answer_to_detail (code, text);
  g_autofree char *sentence = NULL;
  DecantStoreError code_of_error;
  GError *error;

  g_assert (answer != DECANT_IMAP_ANSWER_OK);

  if (rule == NULL)
    rule = answer == DECANT_IMAP_ANSWER_BYE ? &closed : &defaults[asked];
  code_of_error = rule->error;
  /* Whatever the reason, after a BYE the connection is gone; before sign-in nothing else is. */
  if (answer == DECANT_IMAP_ANSWER_BYE && (ENTERING & (1u << asked)) == 0 &&
      code_of_error != DECANT_STORE_ERROR_SLOW_DOWN)
    code_of_error = DECANT_STORE_ERROR_TRANSIENT;
  sentence = sentence_to_string (rule->sentence, what != NULL ? what : _ ("the server"));
  error = decant_store_error_new (code_of_error, rule->cause, detail, "%s", sentence);
  decant_store_error_set_pause (error, find_pause (rule, text));
  return error;
}

gboolean
decant_imap_answer_means_exists (const char *code, const char *text)
{
  return (code != NULL && is_code (code, "ALREADYEXISTS")) ||
         (text != NULL && (find_words (text, "already exists") != NULL ||
                           find_words (text, "mailbox exists") != NULL ||
                           find_words (text, "duplicate folder name") != NULL));
}
