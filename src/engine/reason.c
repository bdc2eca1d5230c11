/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/reason.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *word;
  const char *sentence;
} reasons[] = {
  [DECANT_REASON_NONE] = { NULL, N_ ("There is no problem.") },
  [DECANT_REASON_UNREADABLE] = { "unreadable",
                                 N_ ("The old server could not hand this message out. It is "
                                     "probably damaged there.") },
  [DECANT_REASON_TRUNCATED] = { "truncated",
                                N_ ("The old server sent less of this message than it announced. "
                                    "It is probably damaged there.") },
  [DECANT_REASON_TOO_BIG] = { "too-big",
                              N_ ("This message is larger than the new server accepts.") },
  [DECANT_REASON_REFUSED] = { "refused", N_ ("The new server did not accept this message.") },
  [DECANT_REASON_OVER_QUOTA] = { "over-quota",
                                 N_ ("There was no room left for this message in the new "
                                     "account.") },
  [DECANT_REASON_FOLDER_UNREADABLE] = { "folder-unreadable",
                                        N_ ("The old server could not open this folder.") },
  [DECANT_REASON_FOLDER_NOT_CREATED] = { "folder-not-created",
                                         N_ ("The new server could not create or open the "
                                             "folder this one goes to.") },
  [DECANT_REASON_MISSING] = { "missing-after-copy",
                              N_ ("This message was copied, but it is not in the new account "
                                  "now.") },
  [DECANT_REASON_ALTERED] = { "altered", N_ ("This message is in the new account, but not exactly "
                                             "as it was sent.") },
  [DECANT_REASON_DUPLICATE] = { "duplicate", N_ ("The same message is in another folder.") },
};

const char *
decant_reason_to_word (DecantReason reason)
{
  g_return_val_if_fail ((gsize)reason < G_N_ELEMENTS (reasons), NULL);
  return reasons[reason].word;
}

DecantReason
decant_reason_from_word (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].word != NULL && g_strcmp0 (reasons[i].word, word) == 0)
      return (DecantReason)i;
  return DECANT_REASON_NONE;
}

const char *
decant_reason_describe (DecantReason reason)
{
  g_return_val_if_fail ((gsize)reason < G_N_ELEMENTS (reasons), NULL);
  return _ (reasons[reason].sentence);
}

DecantReason
decant_reason_from_error (const GError *error, DecantReason fallback)
{
  switch (decant_store_error_get_cause (error))
    {
    case DECANT_CAUSE_UNREADABLE:
      return DECANT_REASON_UNREADABLE;
    case DECANT_CAUSE_TRUNCATED:
      return DECANT_REASON_TRUNCATED;
    case DECANT_CAUSE_TOO_BIG:
      return DECANT_REASON_TOO_BIG;
    case DECANT_CAUSE_REFUSED:
      return DECANT_REASON_REFUSED;
    case DECANT_CAUSE_OVER_QUOTA:
      return DECANT_REASON_OVER_QUOTA;
    case DECANT_CAUSE_FOLDER_UNREADABLE:
      /* On the new side it is the folder this one goes to. */
      return fallback == DECANT_REASON_FOLDER_NOT_CREATED ? fallback
                                                          : DECANT_REASON_FOLDER_UNREADABLE;
    case DECANT_CAUSE_FOLDER_NOT_CREATED:
    case DECANT_CAUSE_FOLDER_FORBIDDEN:
      return DECANT_REASON_FOLDER_NOT_CREATED;
    default:
      return fallback;
    }
}
