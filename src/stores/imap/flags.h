/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/imap/reader.h"
#include "stores/store.h"

G_BEGIN_DECLS

/* A list of flags as IMAP writes it (RFC 3501 2.3.2): read leniently, written strictly. */
typedef struct
{
  DecantFlags flags;
  gboolean any_keyword; /* "\*" stood in it */
  GPtrArray *keywords;  /* NULL until there is one */
} DecantFlagList;

/* Adds one flag or keyword. \Recent, unknown flags with a backslash and what cannot be a keyword
 * are left out. */
void decant_flag_list_add (DecantFlagList *self, const char *word);

/* Adds all of "(\Seen $Forwarded \*)", with or without its parentheses. */
void decant_flag_list_add_all (DecantFlagList *self, const char *words);

/* Reads a parenthesised list whose first token is @token; any other value is passed over. */
gboolean decant_flag_list_read (DecantFlagList *self, DecantReader *reader, DecantToken token,
                                GError **error);

/* Takes the keywords out of it: sorted, each once, NULL if there are none. Free with g_strfreev().
 */
char **decant_flag_list_take_keywords (DecantFlagList *self);

void decant_flag_list_clear (DecantFlagList *self);

/* Writes "(\Seen work)" to give @message in a folder of @status: what the folder keeps and the
 * protocol can express. @status NULL: system flags only. */
void decant_flag_list_write (GString *command, const DecantMessage *message,
                             const DecantFolderStatus *status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantFlagList, decant_flag_list_clear)

G_END_DECLS
