/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/store-error.h"

G_BEGIN_DECLS

/* Why a message or folder did not arrive, or not as it was: the stable words of the reports. */
typedef enum
{
  DECANT_REASON_NONE,
  DECANT_REASON_UNREADABLE,
  DECANT_REASON_TRUNCATED,
  DECANT_REASON_TOO_BIG,
  DECANT_REASON_REFUSED,
  DECANT_REASON_OVER_QUOTA,
  DECANT_REASON_FOLDER_UNREADABLE,
  DECANT_REASON_FOLDER_NOT_CREATED,
  DECANT_REASON_MISSING,
  DECANT_REASON_ALTERED,
  DECANT_REASON_DUPLICATE, /* left behind, for another that is the same */
} DecantReason;

/* "unreadable", "truncated", "too-big", "refused", "over-quota", "folder-unreadable",
 * "folder-not-created", "missing-after-copy", "altered", "duplicate"; NULL for NONE. */
const char *decant_reason_to_word (DecantReason reason);
DecantReason decant_reason_from_word (const char *word);

/* A sentence for a person, translated. */
const char *decant_reason_describe (DecantReason reason);

/* The reason that fits an error of a store about one message or folder. */
DecantReason decant_reason_from_error (const GError *error, DecantReason fallback);

G_END_DECLS
