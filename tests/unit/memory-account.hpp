/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store-opener.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

/* A message as an account in memory lists it. */
struct MemoryMessage
{
  guint32 uid;
  gint64 date = DECANT_DATE_UNKNOWN;
  guint64 size = 1000;
  std::string from = "Ada <ada@example.org>";
  std::string subject = "Words";
  std::string id = {}; /* Message-ID; empty: one of its own */
  DecantFlags flags = {};
  guint64 object_id = 0;
  bool damaged = false;    /* it cannot be read */
  std::string part = {};   /* of one that is damaged: what comes of it before that fails */
  std::string header = {}; /* the same of its header, which comes whole */
};

struct MemoryFolder
{
  std::vector<MemoryMessage> messages;
  /* Called before message @n is listed; false: the listing fails with *error. */
  std::function<bool (guint n, GError **error)> before = {};
  bool visited = true; /* it is among those that are listed in one go */
  guint32 uid_validity = 1;
};

/* An account that is a map: for engine tests that are about what is asked rather than about IMAP.
 * What it hands out is as if it had been listed with all headers. */
class MemoryAccount
{
public:
  MemoryAccount ();
  ~MemoryAccount ();

  /* As a survey would list them: counted, in the order of their names, INBOX first. */
  GPtrArray *list_folders () const;

  std::map<std::string, MemoryFolder> folders;
  DecantStoreOpener *opener;
  std::atomic<guint> opened{ 0 };       /* connections, so far */
  std::atomic<guint> examined{ 0 };     /* folders, one by one */
  std::atomic<guint> read{ 0 };         /* messages */
  std::atomic<guint> visited{ 0 };      /* folders, in one go */
  std::atomic<bool> destroyed{ false }; /* no thread has its opener any more */
};
