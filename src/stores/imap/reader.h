/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "stores/content.h"
#include "stores/imap/answer-class.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads the responses of an IMAP server (RFC 3501 9) token by token, believing nothing: every line,
 * literal, list and number has a limit, and whatever cannot be understood is passed over to the end
 * of its response, literals included.
 *
 * It is lenient where servers are known to be: NUL bytes and empty lines before a response, extra
 * or missing blanks, LF alone as line end, "]" and 8-bit bytes in atoms, a TAB within an atom
 * (Exchange has folder names so), a quoted string that ends with its line. Where text follows
 * (status responses, continuations) nothing is taken for a literal.
 *
 * It reads through a function, so that tests can feed it. What it read beyond the last response can
 * be given back. A failed read, an end in the middle and an exceeded limit are TRANSIENT errors
 * (CONNECTION_LOST, GARBLED); after one every call fails with the same. */
typedef struct _DecantReader DecantReader;

/* Like decant_transport_read(). */
typedef gssize (*DecantReadFunc) (gpointer source, void *buffer, gsize length, GError **error);

#define DECANT_READER_LINE_LIMIT (1024 * 1024)       /* a line without its literals */
#define DECANT_READER_STRING_LIMIT (8 * 1024 * 1024) /* a literal held in memory */
#define DECANT_READER_LITERAL_LIMIT G_MAXUINT32      /* any literal (RFC 3501 "number") */
#define DECANT_READER_DEPTH_LIMIT 32                 /* lists in lists */

typedef enum
{
  DECANT_TOKEN_ATOM,    /* atoms, numbers and flags; text in decant_reader_get_text(). The name of a
                           FETCH item with a section is one atom, as the server wrote it:
                           "BODY[HEADER.FIELDS (DATE FROM)]<0>" */
  DECANT_TOKEN_STRING,  /* a quoted string, unquoted */
  DECANT_TOKEN_LITERAL, /* "{n}", "{n+}" or "~{n}" announced: size in
                           decant_reader_get_literal_size(); take it with one of the functions below
                         */
  DECANT_TOKEN_NIL,     /* text is as it was written */
  DECANT_TOKEN_OPEN,
  DECANT_TOKEN_CLOSE,
  DECANT_TOKEN_END, /* of the response */
} DecantToken;

/* What begins a response. */
typedef enum
{
  DECANT_RESPONSE_UNTAGGED,     /* "* " */
  DECANT_RESPONSE_TAGGED,       /* tag in decant_reader_get_text() */
  DECANT_RESPONSE_CONTINUATION, /* "+ " */
} DecantResponse;

DecantReader *decant_reader_new (DecantReadFunc read, gpointer source);
void decant_reader_free (DecantReader *self);

/* Begins the next response, passing over what is left of the current one. */
gboolean decant_reader_next_response (DecantReader *self, DecantResponse *response, GError **error);

/* The next token of the current response. After END it stays END. */
gboolean decant_reader_next_token (DecantReader *self, DecantToken *token, GError **error);

/* Text of the last ATOM, STRING or tag; NUL-terminated, valid until the next call. @length may be
 * NULL. */
const char *decant_reader_get_text (DecantReader *self, gsize *length);
guint64 decant_reader_get_literal_size (DecantReader *self);

/* Takes an announced literal: into memory (at most DECANT_READER_STRING_LIMIT; then as get_text()),
 * into @content, or nowhere. An announced literal that is not taken is passed over by the next
 * call. On an end in the middle @content holds what came. */
gboolean decant_reader_take_string (DecantReader *self, GError **error);
gboolean decant_reader_take_content (DecantReader *self, DecantContent *content, GError **error);

/* Passes over a value whatever it is: an atom, string, literal, or a list with all that is in it.
 * @token is its first. */
gboolean decant_reader_skip_value (DecantReader *self, DecantToken token, GError **error);

typedef struct
{
  DecantImapAnswer answer;
  char *code; /* valid UTF-8 without brackets, NULL where there is none */
  char *text; /* valid UTF-8, never NULL once read */
} DecantStatusAnswer;

/* Whether @word begins a status response: OK, NO, BAD, BYE; PREAUTH counts as OK. */
gboolean decant_reader_parse_answer (const char *word, DecantImapAnswer *answer);

/* Reads the rest of a status response ("OK [CODE args] text") after its tag or "*"; @status is
 * cleared first. Anything else there is GARBLED. */
gboolean decant_reader_read_status (DecantReader *self, DecantStatusAnswer *status, GError **error);

/* The same where the first word was read already, as @answer. */
gboolean decant_reader_read_status_text (DecantReader *self, DecantImapAnswer answer,
                                         DecantStatusAnswer *status, GError **error);
void decant_status_answer_clear (DecantStatusAnswer *status);

/* The rest of the line as text in valid UTF-8 (of any response; a literal at its end is passed over
 * by the next call). Free with g_free(). */
char *decant_reader_read_line (DecantReader *self, GError **error);

/* Passes over what is left of the current response. */
gboolean decant_reader_end_response (DecantReader *self, GError **error);

/* Gives the response up: it cannot be what it pretends to be, for the reason in @detail. GARBLED;
 * always FALSE. */
gboolean decant_reader_fail (DecantReader *self, const char *detail, GError **error);

/* Whether anything was read beyond the current response; only after its END. */
gboolean decant_reader_has_input (DecantReader *self);

/* What was read beyond the current response, to be given back to the source; only after its END.
 * Owned by @self, valid until the next call; empties the buffer. */
const guint8 *decant_reader_steal_rest (DecantReader *self, gsize *length);

/* Lenient number: digits only, TRUE and *@value if it is one that fits. */
gboolean decant_reader_parse_number (const char *text, guint64 max, guint64 *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantReader, decant_reader_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecantStatusAnswer, decant_status_answer_clear)

G_END_DECLS
