/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan-traits.h"

G_BEGIN_DECLS

/* Other names for a folder whose own the new server does not take: one rule, for what is known of
 * it beforehand and for what is guessed once it has refused a name. Pure. */

/* One level of a path as @traits allow it, which is @level itself where it is allowed: "_" for what
 * is forbidden, what is no end or beginning and doubled blanks left out, a cut name with some
 * digits of a hash behind it, to stay apart. Never empty. Free with g_free(). */
char *decant_new_name_fit (const char *level, const DecantPlanTraits *traits);

/* What is guessed of the server, from the least to the most; each step does what the one
 * before it does as well. */
typedef enum
{
  DECANT_NEW_NAME_PLAIN,
  DECANT_NEW_NAME_CLEAN,    /* "_" for what many servers refuse: control characters and
                               % * " \ ^ : ? < > | ~ &; no blanks or dots at the ends, none doubled */
  DECANT_NEW_NAME_STRICT,   /* "_" for dots and slashes within it, and what stands for them, too */
  DECANT_NEW_NAME_SHORT,    /* at most 100 characters, */
  DECANT_NEW_NAME_SHORTER,  /* 60 */
  DECANT_NEW_NAME_SHORTEST, /* or 30: cut ones end in some digits of a hash, to stay apart */
  DECANT_NEW_NAME_STEPS,
} DecantNewNameStep;

/* One level of a path after @step. Never empty. Free with g_free(). */
char *decant_new_name_level (const char *level, DecantNewNameStep step);

/* @path with its last two levels made one: "Archive/2009 - May" of "Archive/2009/May". NULL where
 * it has one level only. Free with g_free(). */
char *decant_new_name_flatten (const char *path);

G_END_DECLS
