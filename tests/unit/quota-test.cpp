/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-server.h"

#include "stores/imap/imap-store.h"

#include <gtest/gtest.h>

namespace
{

constexpr guint64 KIB = 1024;

/* What a server that says @untagged and ends with @status lets know of its quota. */
struct Asked
{
  bool well = false;
  bool open = false;
  int commands = 0;
  DecantQuota quota = {};
};

Asked
ask (const std::string &untagged, const std::string &status,
     const std::string &capabilities = "IMAP4rev1 QUOTA")
{
  Conversation conversation;
  Asked asked;

  conversation.capabilities = capabilities;
  conversation.answers["GETQUOTAROOT"] = [&] (const std::string &tag,
                                              const std::string &arguments) {
    EXPECT_EQ (arguments, "INBOX");
    return untagged + tag + " " + status + "\r\n";
  };

  ScriptedServer server (conversation);
  DecantImapSettings settings = {};
  g_autoptr (GError) error = nullptr;

  settings.host = "127.0.0.1";
  settings.port = server.port ();
  settings.security = DECANT_SECURITY_PLAINTEXT;
  settings.user = "ada";
  settings.password = "secret";
  settings.connect_timeout = 20;
  settings.silence_timeout = 20;
  g_autoptr (DecantStore) store = decant_imap_store_new (&settings);

  EXPECT_TRUE (decant_store_open (store, nullptr, &error)) << error->message;
  asked.well = decant_store_get_quota (store, &asked.quota, nullptr, &error);
  asked.open = decant_store_is_open (store);
  asked.commands = server.count ("GETQUOTAROOT");
  return asked;
}

TEST (Quota, IsReadInItsUnits)
{
  const Asked asked = ask ("* QUOTAROOT INBOX \"User quota\"\r\n"
                           "* QUOTA \"User quota\" (STORAGE 10 512 MESSAGE 7 100)\r\n",
                           "OK done");

  EXPECT_TRUE (asked.well);
  EXPECT_TRUE (asked.quota.limits_size);
  EXPECT_EQ (asked.quota.size_used, 10 * KIB);
  EXPECT_EQ (asked.quota.size_limit, 512 * KIB);
  EXPECT_TRUE (asked.quota.limits_messages);
  EXPECT_EQ (asked.quota.messages_used, 7U);
  EXPECT_EQ (asked.quota.messages_limit, 100U);
}

TEST (Quota, TheOneWithTheLeastRoomCounts)
{
  const Asked asked = ask ("* QUOTAROOT INBOX a {1}\r\nb c\r\n"
                           "* QUOTA a (STORAGE 10 1000)\r\n"
                           "* QUOTA {1}\r\nb (MAILBOX 1 2 storage 700 750)\r\n"
                           "* QUOTA c (STORAGE 0 100)\r\n",
                           "OK done");

  EXPECT_EQ (asked.quota.size_used, 700 * KIB);
  EXPECT_EQ (asked.quota.size_limit, 750 * KIB);
  EXPECT_FALSE (asked.quota.limits_messages);
}

TEST (Quota, IsUnknownWhereTheServerDoesNotTell)
{
  static const struct
  {
    const char *untagged, *status;
  } cases[] = {
    { "", "OK done" },
    { "* QUOTAROOT INBOX\r\n", "OK done" },
    { "* QUOTA \"\" ()\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 5 0)\r\n", "OK no limit" },
    { "* QUOTA \"\" (STORAGE)\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 5)\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE -1 5)\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 1 \"5\")\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 1 99999999999999999999999)\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 1 9223372036854775807)\r\n", "OK done" },
    { "* QUOTA \"\" ((STORAGE 1 5))\r\n", "OK done" },
    { "* QUOTA\r\n", "OK done" },
    { "* QUOTA \"\" STORAGE 1 5\r\n", "OK done" },
    { "* QUOTA \"\" (STORAGE 1 5)\r\n", "NO not today" },
    { "", "BAD what is that" },
    { "", "NO [NOPERM] no" },
  };

  for (const auto &one : cases)
    {
      const Asked asked = ask (one.untagged, one.status);

      EXPECT_TRUE (asked.well) << one.untagged << one.status;
      EXPECT_TRUE (asked.open) << one.untagged << one.status;
      EXPECT_FALSE (asked.quota.limits_size) << one.untagged << one.status;
      EXPECT_FALSE (asked.quota.limits_messages) << one.untagged << one.status;
      EXPECT_EQ (asked.commands, 1);
    }
}

TEST (Quota, IsNotAskedForWhereThereIsNone)
{
  const Asked asked = ask ("", "OK done", "IMAP4rev1");

  EXPECT_TRUE (asked.well);
  EXPECT_EQ (asked.commands, 0);
}

}
