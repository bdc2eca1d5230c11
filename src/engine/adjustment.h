/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was changed on a message's way because the new server did not take it as it was, or of a
 * folder: the stable words of the reports. They are bits, and as such in journals: never to be
 * given anew. */
typedef enum
{
  DECANT_ADJUSTMENT_NONE = 0,
  DECANT_ADJUSTMENT_LINE_ENDS = 1 << 0, /* line ends made CRLF, a missing one added */
  DECANT_ADJUSTMENT_KEYWORDS = 1 << 1,  /* keywords left out */
  DECANT_ADJUSTMENT_DATE = 1 << 2,      /* the internal date moved to what every server takes */
  DECANT_ADJUSTMENT_WRAPPED = 1 << 3,   /* copied as attachment of a message made for it */
  DECANT_ADJUSTMENT_FOLDER_RENAMED = 1 << 4, /* of a folder: it is called otherwise there */
} DecantAdjustment;

#define DECANT_ADJUSTMENT_LAST DECANT_ADJUSTMENT_FOLDER_RENAMED

/* "line-ends", "keywords", "date", "wrapped", "folder-renamed"; NULL for NONE and for several at
 * once. */
const char *decant_adjustment_to_word (DecantAdjustment adjustment);
DecantAdjustment decant_adjustment_from_word (const char *word);

/* A sentence for a person, translated, about one of them. */
const char *decant_adjustment_describe (DecantAdjustment adjustment);

/* What is to be said of each of several adjustments is kept as one text, a line for each, lowest
 * bit first. */

/* The line of @adjustment, one of @adjustments, in @details; NULL where it is empty. Free with
 * g_free(). */
char *decant_adjustment_get_detail (const char *details, DecantAdjustment adjustments,
                                    DecantAdjustment adjustment);

/* The text with @line (may be NULL; taken up to its end of line) for @adjustment as well, which
 * replaces what was said of it. Free with g_free(). */
char *decant_adjustment_add_detail (const char *details, DecantAdjustment adjustments,
                                    DecantAdjustment adjustment, const char *line);

G_END_DECLS
