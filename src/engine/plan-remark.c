/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>

const char *
decant_plan_remark_to_word (DecantPlanRemark remark)
{
  static const char *const words[] = {
    [DECANT_PLAN_REMARK_CHARACTER] = "character", [DECANT_PLAN_REMARK_TOO_LONG] = "too-long",
    [DECANT_PLAN_REMARK_TOO_DEEP] = "too-deep",   [DECANT_PLAN_REMARK_CASE] = "case",
    [DECANT_PLAN_REMARK_MERGED] = "merged",       [DECANT_PLAN_REMARK_USE] = "use",
    [DECANT_PLAN_REMARK_NAME] = "name",           [DECANT_PLAN_REMARK_SIMILAR] = "similar",
    [DECANT_PLAN_REMARK_FOLLOWS] = "follows",
  };

  return words[remark];
}

char *
decant_plan_describe_remark (const DecantPlan *self, const DecantPlanFolder *folder)
{
  switch (folder->remark)
    {
    case DECANT_PLAN_REMARK_MERGED:
      return g_strdup_printf (ngettext ("Goes together with %u other folder",
                                        "Goes together with %u other folders", folder->merged),
                              folder->merged);
    case DECANT_PLAN_REMARK_USE:
      return g_strdup (_ ("The new account’s folder for the same use"));
    case DECANT_PLAN_REMARK_NAME:
      return g_strdup (_ ("The new account’s folder for the same use, going by its name"));
    case DECANT_PLAN_REMARK_SIMILAR:
      return g_strdup (_ ("Goes into the folder whose name differs only in case"));
    case DECANT_PLAN_REMARK_FOLLOWS:
      return g_strdup (_ ("Follows the folder above it"));
    default:
      return NULL;
    }
}
