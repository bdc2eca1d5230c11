/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/folder.h"
#include "stores/server-kind.h"

G_BEGIN_DECLS

/* What the new server does not allow in the names of folders, as far as that is certain. Of what is
 * not known nothing is forbidden: the server is asked, and engine/new-folder.h has the last resort.
 * Zero-initialised nothing is known. A plain value; its strings are static. */
typedef struct
{
  char separator;        /* of levels, as the server has it; 0: not known */
  guint max_depth;       /* levels of a path; 0: no limit known */
  guint max_length;      /* characters of a level; 0: no limit known */
  const char *forbidden; /* characters, as they stand in a DecantFolder.path (the one for "/" is
                            U+2215); NULL: none */
  gboolean no_controls;  /* nor control characters, which stand as pictures of them */
  const char *not_first; /* ASCII characters that no level begins with; NULL: any may */
  const char *not_last;  /* or ends with */
  gboolean squeezes;     /* no two blanks in a row */
  gboolean ignores_case; /* names that differ in case alone are the same */
} DecantPlanTraits;

/* What is known of a server of this kind on which these folders (DecantFolder) are. */
void
decant_plan_traits_init (DecantPlanTraits *self, DecantServerKind kind, GPtrArray *new_folders);

/* Whether no level may have @c in it. */
gboolean decant_plan_traits_forbid (const DecantPlanTraits *self, gunichar c);

/* The first character of @level that is not allowed, as text for people; NULL: there is none. Free
 * with g_free(). */
char *decant_plan_traits_find_forbidden (const DecantPlanTraits *self, const char *level);

G_END_DECLS
