/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/salvage-private.h"

#include "stores/headers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER_LENGTH 60
#define SUBJECT_LENGTH 100
#define PIECE_LENGTH (64 * 1024)
#define MOST_OF_ONE_NAME 1000

/* ---- its name ---- */

/* What no file system, shell or other computer the file may come to stumbles over. */
static gboolean
is_allowed (gunichar character)
{
  return character >= ' ' && character != 0x7f &&
         (character > 0x7f || strchr ("/\\:*?\"<>|", (int)character) == NULL) &&
         g_unichar_type (character) != G_UNICODE_CONTROL &&
         g_unichar_type (character) != G_UNICODE_FORMAT &&
         g_unichar_type (character) != G_UNICODE_UNASSIGNED;
}

/* Adds @text (UTF-8), cut at @most bytes, between characters. */
static void
add_plain (GString *name, const char *text, gsize most)
{
  gsize begun = name->len;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (name->len - begun + (gsize)g_unichar_to_utf8 (character, NULL) > most)
        break;
      g_string_append_unichar (name, is_allowed (character) ? character : '-');
    }
}

char *
decant_salvage_name_file (const DecantProblem *problem, const char *subject)
{
  g_autofree char *folder = decant_headers_clean_text (problem->folder);
  g_autofree char *decoded = decant_headers_decode_text (subject);
  GString *name = g_string_new (NULL);

  add_plain (name, g_strstrip (folder), FOLDER_LENGTH);
  /* Or it would be hidden. */
  if (name->len > 0 && name->str[0] == '.')
    name->str[0] = '-';
  g_string_append_printf (name, " %u", problem->uid);
  if (decoded != NULL && *g_strstrip (decoded) != '\0')
    {
      g_string_append_c (name, ' ');
      add_plain (name, decoded, SUBJECT_LENGTH);
    }
  return g_string_free (name, FALSE);
}

/* ---- the file ---- */

static gboolean
write_pieces (GOutputStream *stream, DecantContent *content, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE_LENGTH);
  guint64 offset = 0;
  gssize length;

  while ((length = decant_content_read (content, offset, piece, PIECE_LENGTH, error)) > 0)
    {
      if (!g_output_stream_write_all (stream, piece, (gsize)length, NULL, NULL, error))
        return FALSE;
      offset += (guint64)length;
    }
  return length == 0 && g_output_stream_close (stream, NULL, error);
}

/* A file that was not there before, for nobody else to read. */
static GFileOutputStream *
create (const char *directory, const char *name, GFile **file, GError **error)
{
  for (guint i = 1; i <= MOST_OF_ONE_NAME; i++)
    {
      g_autofree char *numbered = i > 1 ? g_strdup_printf ("%s (%u).eml", name, i)
                                        : g_strconcat (name, ".eml", NULL);
      g_autofree char *path = g_build_filename (directory, numbered, NULL);
      g_autoptr (GError) problem = NULL;
      GFileOutputStream *stream;

      g_set_object (file, NULL);
      *file = g_file_new_for_path (path);
      stream = g_file_create (*file, G_FILE_CREATE_PRIVATE, NULL, &problem);
      if (stream != NULL)
        return stream;
      if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_EXISTS) || i == MOST_OF_ONE_NAME)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
    }
  return NULL;
}

/* The header may have come now, where it had not before. */
static char *
choose_name (const DecantProblem *problem, const DecantContent *content)
{
  g_autoptr (DecantHeaders) headers = NULL;
  const guint8 *head;
  gsize length;

  head = decant_content_get_head (content, &length);
  headers = decant_headers_parse (head, length);
  return decant_salvage_name_file (problem,
                                   headers->subject != NULL ? headers->subject : problem->subject);
}

char *
decant_salvage_write (const DecantProblem *problem, DecantContent *content, const char *directory,
                      GError **error)
{
  g_autofree char *name = choose_name (problem, content);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileOutputStream) stream = create (directory, name, &file, &failure);

  if (stream != NULL && write_pieces (G_OUTPUT_STREAM (stream), content, &failure))
    return g_file_get_path (file);
  /* A file that breaks off here would be taken for one that broke off there. */
  if (stream != NULL)
    {
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
      g_file_delete (file, NULL, NULL);
    }
  decant_store_error_set (error, DECANT_STORE_ERROR_FATAL, DECANT_CAUSE_LOCAL_STORAGE,
                          failure->message, _ ("“%s” cannot be written to."), directory);
  return NULL;
}
