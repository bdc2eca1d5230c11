/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

gboolean
decant_plan_is_renamed (const DecantPlanFolder *folder)
{
  return folder->remark != DECANT_PLAN_REMARK_NONE && folder->remark < DECANT_PLAN_REMARK_MERGED &&
         strcmp (decant_folder_path_leaf (folder->new_path),
                 decant_folder_path_leaf (folder->old_folder->path)) != 0;
}

static char *
describe_character (const DecantPlan *self, const DecantPlanFolder *folder)
{
  const DecantPlanRow *row = (const DecantPlanRow *)folder;
  const char *level = decant_folder_path_leaf (row->placed != NULL ? row->placed : row->path);
  g_autofree char *character = decant_plan_traits_find_forbidden (&self->traits, level);

  if (character != NULL)
    /* Translators: of the name of a folder. %s is a character, such as : */
    return g_strdup_printf (_ ("Name changed: the new server does not allow “%s”"), character);
  if (strcmp (decant_folder_path_leaf (folder->new_path), level) != 0)
    return g_strdup (
      _ ("Name changed: the new server does not allow blanks at its ends or several in a row"));
  /* Translators: of the name of a folder. “․” and “∕” are other characters, which look alike. */
  return g_strdup (self->traits.separator == '.'
                     ? _ ("“.” becomes “․”: the new server does not allow “.” in names")
                     : _ ("“/” becomes “∕”: the new server does not allow “/” in names"));
}

static char *
describe_depth (const DecantPlan *self)
{
  guint most = self->traits.max_depth;

  return most == 1 ? g_strdup (_ ("Name changed: the new server has no folders in folders"))
                   : g_strdup_printf (ngettext ("Put together with the folder above it: the new "
                                                "server allows %u level",
                                                "Put together with the folder above it: the new "
                                                "server allows %u levels",
                                                most),
                                      most);
}

char *
decant_plan_describe_remark (const DecantPlan *self, const DecantPlanFolder *folder)
{
  switch (folder->remark)
    {
    case DECANT_PLAN_REMARK_CHARACTER:
      return describe_character (self, folder);
    case DECANT_PLAN_REMARK_TOO_LONG:
      return g_strdup_printf (ngettext ("Name cut: the new server allows %u character",
                                        "Name cut: the new server allows %u characters",
                                        self->traits.max_length),
                              self->traits.max_length);
    case DECANT_PLAN_REMARK_TOO_DEEP:
      return describe_depth (self);
    case DECANT_PLAN_REMARK_CASE:
      return g_strdup (_ ("Number added: another folder’s name differs only in case, which is the "
                          "same to the new server"));
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
