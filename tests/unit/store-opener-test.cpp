/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/store-opener.h"

#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace
{

std::atomic<int> closed;

/* While it is not 0, nobody is through with closing before so many have begun. */
std::atomic<int> closed_together;
std::atomic<int> closing;

constexpr auto LONGEST = std::chrono::seconds (10);

/* A store that is nothing but open or closed. */
struct BareStore
{
  DecantStore parent_instance;
};

struct BareStoreClass
{
  DecantStoreClass parent_class;
};

G_DEFINE_TYPE (BareStore, bare_store, DECANT_TYPE_STORE)

gboolean
open_store (DecantStore *self, GCancellable *, GError **)
{
  decant_store_set_open (self, TRUE);
  return TRUE;
}

void
close_store (DecantStore *self, GCancellable *)
{
  const auto end = std::chrono::steady_clock::now () + LONGEST;

  closing++;
  while (closing < closed_together && std::chrono::steady_clock::now () < end)
    std::this_thread::yield ();
  decant_store_set_open (self, FALSE);
  if (closing >= closed_together)
    closed++;
}

void
bare_store_class_init (BareStoreClass *klass)
{
  DECANT_STORE_CLASS (klass)->open = open_store;
  DECANT_STORE_CLASS (klass)->close = close_store;
}

void
bare_store_init (BareStore *)
{
}

DecantStore *
make_store (gpointer)
{
  return DECANT_STORE (g_object_new (bare_store_get_type (), nullptr));
}

class StoreOpener : public ::testing::Test
{
protected:
  StoreOpener () : opener (decant_store_opener_new ("id", "label", make_store, nullptr, nullptr))
  {
    closed = 0;
    closing = 0;
    closed_together = 0;
  }

  ~StoreOpener () override
  {
    if (opener != nullptr)
      decant_store_opener_unref (opener);
  }

  DecantStore *
  make_open () const
  {
    DecantStore *store = decant_store_opener_make (opener);

    EXPECT_TRUE (decant_store_open (store, nullptr, nullptr));
    return store;
  }

  DecantStoreOpener *opener;
};

}

TEST_F (StoreOpener, HandsOutWhatWasGivenBack)
{
  DecantStore *store = make_open ();

  EXPECT_EQ (decant_store_opener_take_idle (opener), nullptr);
  decant_store_opener_give_back (opener, store);
  EXPECT_EQ (decant_store_opener_take_idle (opener), store);
  EXPECT_EQ (decant_store_opener_take_idle (opener), nullptr);
  EXPECT_EQ (closed, 0);
  g_object_unref (store);
}

TEST_F (StoreOpener, DoesNotKeepWhatIsClosed)
{
  DecantStore *store = make_open ();

  decant_store_close (store, nullptr);
  decant_store_opener_give_back (opener, store);
  EXPECT_EQ (decant_store_opener_take_idle (opener), nullptr);
}

TEST_F (StoreOpener, KeepsAFewOnly)
{
  for (int i = 0; i < 10; i++)
    decant_store_opener_give_back (opener, make_open ());
  EXPECT_EQ (closed, 6);
  decant_store_opener_wait_dismissed (opener);
  EXPECT_EQ (closed, 10);
}

TEST_F (StoreOpener, KeepsOthersAfterADismissal)
{
  decant_store_opener_wait_dismissed (opener);
  decant_store_opener_give_back (opener, make_open ());
  decant_store_opener_wait_dismissed (opener);
  EXPECT_EQ (closed, 1);
  decant_store_opener_give_back (opener, make_open ());
  g_autoptr (DecantStore) store = decant_store_opener_take_idle (opener);
  EXPECT_NE (store, nullptr);
}

TEST_F (StoreOpener, TakesLeaveOfAllWhenItGoes)
{
  for (int i = 0; i < 3; i++)
    decant_store_opener_give_back (opener, make_open ());
  decant_store_opener_unref (opener);
  opener = nullptr;
  while (closed < 3)
    std::this_thread::yield ();
}

TEST_F (StoreOpener, TakesLeaveOfAllAtOnce)
{
  closed_together = 4;
  for (int i = 0; i < 4; i++)
    decant_store_opener_give_back (opener, make_open ());
  decant_store_opener_wait_dismissed (opener);
  EXPECT_EQ (closed, 4);
}

TEST_F (StoreOpener, BearsManyThreads)
{
  std::vector<std::thread> threads;

  for (int i = 0; i < 4; i++)
    threads.emplace_back ([this] {
      for (int n = 0; n < 500; n++)
        {
          DecantStore *store = decant_store_opener_take_idle (opener);

          if (n % 50 == 0)
            decant_store_opener_dismiss_idle (opener);
          decant_store_opener_give_back (opener, store != nullptr ? store : make_open ());
        }
    });
  for (std::thread &thread : threads)
    thread.join ();
  decant_store_opener_wait_dismissed (opener);
  EXPECT_EQ (decant_store_opener_take_idle (opener), nullptr);
}
