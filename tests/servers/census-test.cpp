/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/corpus.hpp"
#include "servers/cyrus.hpp"
#include "servers/dovecot.hpp"
#include "servers/imap-account.hpp"
#include "servers/imap-client.hpp"
#include "unit/census-fixture.hpp"

#include <memory>

/* The census and the quota with real servers. */
namespace
{

constexpr guint64 KIB = 1024;

class RealCensus : public CensusCase
{
protected:
  ~RealCensus () override
  {
    g_clear_object (&census);
  }

  void
  take (unsigned short port, const std::string &user)
  {
    account = std::make_unique<ImapAccount> (port, user, DOVECOT_PASSWORD);
    folders = account->survey ();
    census = decant_census_new (folders);
    start_over (account->opener);
    finish ();
  }

  DecantQuota
  ask_quota (unsigned short port, const std::string &user) const
  {
    const ImapAccount other (port, user, DOVECOT_PASSWORD);
    g_autoptr (DecantStore) store = decant_store_opener_make (other.opener);
    g_autoptr (GError) error = nullptr;
    DecantQuota quota = {};

    EXPECT_TRUE (decant_store_open (store, nullptr, &error) &&
                 decant_store_get_quota (store, &quota, nullptr, &error))
      << error->message;
    decant_store_close (store, nullptr);
    return quota;
  }

  std::unique_ptr<ImapAccount> account;
};

TEST_F (RealCensus, MeetsTheWholeCorpusAndChangesNothing)
{
  static const char *const names[] = { "INBOX", "Archive", "Archive/2008" };
  const std::vector<CorpusMessage> corpus = read_corpus ();
  DovecotServer server;
  guint64 size = 0;

  if (corpus.empty ())
    GTEST_SKIP () << "there is no corpus; see DECANT_CORPUS";
  for (size_t i = 0; i < corpus.size (); i++)
    server.put ("ada", names[i % 3], corpus[i].bytes, i % 7 == 0 ? "T" : "",
                900000000 + gint64 (i) * 1000000);
  const auto before = ImapClient (server.port (), "ada", DOVECOT_PASSWORD).read_all ();

  for (const auto &[name, messages] : before)
    for (const StoredMessage &message : messages)
      size += message.body.size ();
  take (server.port (), "ada");
  EXPECT_EQ (totals ().failed, 0U);
  EXPECT_EQ (totals ().messages, corpus.size ());
  EXPECT_EQ (totals ().size, size);
  g_autoptr (DecantPlan) plan = make_plan ();
  const Summary summary = summarise (plan);

  EXPECT_TRUE (summary->complete);
  EXPECT_EQ (summary->taken.messages, corpus.size ());
  EXPECT_EQ (summary->taken.size, size);
  EXPECT_EQ (summary->rules[DECANT_CENSUS_DELETED].messages, (corpus.size () + 6) / 7);
  EXPECT_EQ (summary->unknown_dates, 0U);
  for (guint i = 0; i < summary->largest->len; i++)
    {
      const auto *message = static_cast<DecantCensusMessage *> (summary->largest->pdata[i]);

      EXPECT_TRUE (g_utf8_validate (message->subject, -1, nullptr));
      EXPECT_TRUE (g_utf8_validate (message->from_name, -1, nullptr));
      EXPECT_TRUE (g_utf8_validate (message->from_address, -1, nullptr));
    }
  EXPECT_EQ (read_page ("Archive", DECANT_CENSUS_BY_FROM, false, 0, 10)->total,
             (corpus.size () + 1) / 3);
  DecantSample sample;

  decant_census_get_sample (census, &sample);
  EXPECT_GE (sample.round_trip, 0);
  EXPECT_GT (sample.messages, 3U);
  EXPECT_GT (sample.seconds, 0);
  EXPECT_EQ (ImapClient (server.port (), "ada", DOVECOT_PASSWORD).read_all (), before);
}

TEST_F (RealCensus, DovecotTellsItsQuota)
{
  DovecotOptions options = {};

  options.quota = 2000;
  const DovecotServer server (options);
  DecantQuota quota = ask_quota (server.port (), "bob");

  EXPECT_TRUE (quota.limits_size);
  EXPECT_EQ (quota.size_limit, 2000 * KIB);
  EXPECT_EQ (quota.size_used, 0U);
  EXPECT_FALSE (quota.limits_messages);
}

TEST_F (RealCensus, DovecotWithoutAQuotaTellsNone)
{
  const DovecotServer server;

  EXPECT_FALSE (ask_quota (server.port (), "bob").limits_size);
}

TEST_F (RealCensus, CyrusTellsItsQuota)
{
  const CyrusServer server (false, "ada");

  if (!server.absent ().empty ())
    GTEST_SKIP () << server.absent ();
  EXPECT_FALSE (ask_quota (server.port (), "ada").limits_size);
  ImapClient (server.port (), "admin", CYRUS_PASSWORD)
    .command ("SETQUOTA user/ada (STORAGE 3000 MESSAGE 70)");
  const DecantQuota quota = ask_quota (server.port (), "ada");

  EXPECT_TRUE (quota.limits_size);
  EXPECT_EQ (quota.size_limit, 3000 * KIB);
  EXPECT_TRUE (quota.limits_messages);
  EXPECT_EQ (quota.messages_limit, 70U);
  EXPECT_EQ (quota.messages_used, 0U);
}

}
