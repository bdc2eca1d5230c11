/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/message.h"

#include <string.h>

DecantMessage *
decant_message_new (guint32 uid)
{
  DecantMessage *self = g_new0 (DecantMessage, 1);

  self->uid = uid;
  self->internal_date = DECANT_DATE_UNKNOWN;
  return self;
}

DecantMessage *
decant_message_copy (const DecantMessage *self)
{
  DecantMessage *copy = g_memdup2 (self, sizeof *self);

  copy->keywords = g_strdupv (self->keywords);
  copy->labels = g_strdupv (self->labels);
  copy->headers = self->headers != NULL ? decant_headers_copy (self->headers) : NULL;
  return copy;
}

void
decant_message_free (DecantMessage *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->keywords);
  g_strfreev (self->labels);
  decant_headers_free (self->headers);
  g_free (self);
}

gboolean
decant_message_is_bare (const DecantMessage *self)
{
  return self->size == 0 && self->internal_date == DECANT_DATE_UNKNOWN;
}

int
decant_compare_uids (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *)a;
  guint32 second = *(const guint32 *)b;

  return (first > second) - (first < second);
}

char *
decant_keywords_join (char **keywords)
{
  return keywords != NULL && keywords[0] != NULL ? g_strjoinv (" ", keywords) : NULL;
}

char **
decant_keywords_split (const char *joined)
{
  return joined != NULL && *joined != '\0' ? g_strsplit (joined, " ", -1) : NULL;
}

gboolean
decant_keyword_can_be_sent (const char *keyword)
{
  if (*keyword == '\0')
    return FALSE;
  for (const char *c = keyword; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c) || strchr ("(){%*\"\\]", *c) != NULL)
      return FALSE;
  return TRUE;
}
