/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/capacity.h"

#include "engine/report-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MB (1000 * 1000)

/* What a server may add to a message: trace headers, line ends, its own way of counting. */
#define ADDED_TO_MESSAGE 512
#define ADDED_SHARE 20 /* one in so many bytes */

/* ---- providers ---- */

/* Gmail's figures are its own (Google Workspace, "Gmail bandwidth limits"; it announces 34 MiB as
 * APPENDLIMIT); the others' are what tools for moving mail have met. */
static const struct
{
  const char *domain;
  DecantProvider provider;
} providers[] = {
  { "gmail.com", { "Gmail", 2500ull * MB, 500ull * MB, 35651584 } },
  { "googlemail.com", { "Gmail", 2500ull * MB, 500ull * MB, 35651584 } },
  { "office365.com", { "Exchange Online", 0, 24 * 300ull * MB, 150ull * MB } },
  { "outlook.com", { "Outlook.com", 0, 24 * 300ull * MB, 45ull * MB } },
  { "mail.me.com", { "iCloud", 0, 0, 20ull * MB } },
};

static gboolean
is_below (const char *host, gsize length, const char *domain)
{
  gsize end = strlen (domain);

  return length >= end && g_ascii_strncasecmp (host + length - end, domain, end) == 0 &&
         (length == end || host[length - end - 1] == '.');
}

const DecantProvider *
decant_provider_find (const char *host)
{
  const char *at;
  gsize length;

  if (host == NULL)
    return NULL;
  at = strrchr (host, '@');
  host = at != NULL ? at + 1 : host;
  length = strcspn (host, ":");
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    if (is_below (host, length, providers[i].domain))
      return &providers[i].provider;
  return NULL;
}

/* ---- arithmetic ---- */

static guint64
subtract (guint64 a, guint64 b)
{
  return a > b ? a - b : 0;
}

guint64
decant_capacity_get_message_limit (guint64 told, const DecantProvider *provider)
{
  return told != 0 || provider == NULL ? told : provider->message_size;
}

static DecantCapacityFit
judge_size (const DecantCapacityInput *input, DecantCapacity *capacity)
{
  guint64 with_added = input->size + input->size / ADDED_SHARE + input->messages * ADDED_TO_MESSAGE;

  if (!input->quota.limits_size)
    return DECANT_CAPACITY_UNKNOWN;
  capacity->size_room = subtract (input->quota.size_limit, input->quota.size_used);
  capacity->size_missing = subtract (input->size, capacity->size_room);
  if (capacity->size_missing > 0)
    return DECANT_CAPACITY_TOO_MUCH;
  if (with_added > capacity->size_room)
    return DECANT_CAPACITY_TIGHT;
  return input->complete ? DECANT_CAPACITY_FITS : DECANT_CAPACITY_UNKNOWN;
}

static DecantCapacityFit
judge_messages (const DecantCapacityInput *input, DecantCapacity *capacity)
{
  if (!input->quota.limits_messages)
    return DECANT_CAPACITY_UNKNOWN;
  capacity->messages_room = subtract (input->quota.messages_limit, input->quota.messages_used);
  capacity->messages_missing = subtract (input->messages, capacity->messages_room);
  if (capacity->messages_missing > 0)
    return DECANT_CAPACITY_TOO_MUCH;
  return input->complete ? DECANT_CAPACITY_FITS : DECANT_CAPACITY_UNKNOWN;
}

static guint
count_days (guint64 size, guint64 daily)
{
  guint64 days = daily != 0 ? (size + daily - 1) / daily : 0;

  return days > 1 ? (guint)MIN (days, (guint64)G_MAXINT) : 0;
}

static void
find_days (const DecantCapacityInput *input, DecantCapacity *capacity)
{
  const DecantProvider *old_provider = input->old_provider;
  const DecantProvider *new_provider = input->new_provider;
  guint reading = old_provider != NULL ? count_days (input->size, old_provider->daily_download) : 0;
  guint writing = new_provider != NULL ? count_days (input->size, new_provider->daily_upload) : 0;

  capacity->days = MAX (reading, writing);
  capacity->days_by_old = reading > writing;
  if (capacity->days > 0)
    capacity->days_limit = capacity->days_by_old ? old_provider->name : new_provider->name;
}

void
decant_capacity_compute (const DecantCapacityInput *input, DecantCapacity *capacity)
{
  DecantCapacityFit by_size;
  DecantCapacityFit by_messages;

  *capacity = (DecantCapacity){ 0 };
  by_size = judge_size (input, capacity);
  by_messages = judge_messages (input, capacity);
  /* Most often only one of the two is limited; then that one tells. */
  capacity->fit = MAX (by_size, by_messages);
  find_days (input, capacity);
}

/* ---- words ---- */

static char *
describe_messages (guint64 messages)
{
  g_autofree char *number = decant_report_format_number (messages);

  return g_strdup_printf (ngettext ("%s message", "%s messages", messages), number);
}

static char *
describe_too_much (const DecantCapacity *capacity)
{
  g_autofree char *size = g_format_size (capacity->size_missing);
  g_autofree char *messages = describe_messages (capacity->messages_missing);

  if (capacity->size_missing > 0 && capacity->messages_missing > 0)
    /* Translators: the first %s is a size (“1.2 GB”), the second a number of messages */
    return g_strdup_printf (_ ("The new account is too small: %s and %s are too much. Leave more "
                               "behind, or ask the provider for more room."),
                            size, messages);
  /* Translators: %s is a size (“1.2 GB”) or a number of messages */
  return g_strdup_printf (_ ("The new account is too small: %s too much. Leave more behind, or ask "
                             "the provider for more room."),
                          capacity->size_missing > 0 ? size : messages);
}

char *
decant_capacity_describe_room (const DecantCapacityInput *input, const DecantCapacity *capacity)
{
  g_autofree char *room = g_format_size (capacity->size_room);
  g_autofree char *messages = describe_messages (capacity->messages_room);
  const char *free = input->quota.limits_size ? room : messages;

  if (!input->quota.limits_size && !input->quota.limits_messages)
    return NULL;
  switch (capacity->fit)
    {
    case DECANT_CAPACITY_TOO_MUCH:
      return describe_too_much (capacity);
    case DECANT_CAPACITY_TIGHT:
      /* Translators: %s is a size */
      return g_strdup_printf (_ ("It may not fit: the new account has %s left, which is just about "
                                 "what is chosen."),
                              free);
    case DECANT_CAPACITY_FITS:
      /* Translators: %s is a size or a number of messages */
      return g_strdup_printf (_ ("It fits: the new account has room for %s."), free);
    default:
      /* Translators: %s is a size or a number of messages */
      return g_strdup_printf (_ ("The new account has room for %s. Not all that is chosen has been "
                                 "counted yet."),
                              free);
    }
}

char *
decant_capacity_describe_oversize (const DecantCapacityInput *input)
{
  g_autofree char *limit = NULL;
  g_autofree char *number = NULL;

  if (input->message_limit == 0 || input->oversize_messages == 0)
    return NULL;
  limit = g_format_size (input->message_limit);
  number = decant_report_format_number (input->oversize_messages);
  /* Translators: the first %s is a number of messages, the second a size */
  return g_strdup_printf (
    ngettext ("%s message is larger than the %s that the new account takes.",
              "%s messages are larger than the %s that the new account takes.",
              input->oversize_messages),
    number, limit);
}

char *
decant_capacity_describe_days (const DecantCapacity *capacity)
{
  if (capacity->days == 0)
    return NULL;
  if (capacity->days_by_old)
    /* Translators: %s is a provider such as Gmail */
    return g_strdup_printf (
      ngettext ("%s lets only so much be read in a day: this takes at least %u day.",
                "%s lets only so much be read in a day: this takes at least %u days.",
                capacity->days),
      capacity->days_limit, capacity->days);
  /* Translators: %s is a provider such as Gmail */
  return g_strdup_printf (ngettext ("%s takes only so much in a day: this takes at least %u day.",
                                    "%s takes only so much in a day: this takes at least %u days.",
                                    capacity->days),
                          capacity->days_limit, capacity->days);
}
