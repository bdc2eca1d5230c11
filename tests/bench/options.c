/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/options.h"

#include "bench/measuring.h"
#include "bench/table.h"

#include <stdlib.h>

#define USUAL_ROUND_TRIPS "0,40"
#define LONGEST_ROUND_TRIP 10000
#define USUAL_ROUNDS 3
#define USUAL_LIMIT_SECONDS 900
#define LIMIT_SECONDS_LIMIT 86400

static char *mailbox_names;
static char *contestant_names;
static char *round_trip_numbers;
static int rounds = USUAL_ROUNDS;
static double scale = 1;
static int limit_seconds = USUAL_LIMIT_SECONDS;
static gboolean cyrus;
static gboolean scaling;
static gboolean markdown;
static char *decant_cli;
static char *limit_program;
static char *stopwatch;

static const GOptionEntry entries[] = {
  { "mailbox", 0, 0, G_OPTION_ARG_STRING, &mailbox_names,
    "small, large, mixed, many, second (all of many copied before); all of them as usual",
    "NAME[,NAME...]" },
  { "rtt", 0, 0, G_OPTION_ARG_STRING, &round_trip_numbers,
    "Round trip to both servers, " USUAL_ROUND_TRIPS " as usual", "MS[,MS...]" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "Rounds, of which the median counts", "N" },
  { "contestant", 0, 0, G_OPTION_ARG_STRING, &contestant_names,
    "mbsync, decant, decant-no-verify, limit, dsync, imapsync; all that are installed as usual",
    "NAME[,NAME...]" },
  { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &scale, "Use only this part of the messages, as in 0.1",
    "PART" },
  { "limit", 0, 0, G_OPTION_ARG_INT, &limit_seconds, "End a contestant after so long", "SECONDS" },
  { "cyrus", 0, 0, G_OPTION_ARG_NONE, &cyrus, "A Cyrus as the new server", NULL },
  { "scaling", 0, 0, G_OPTION_ARG_NONE, &scaling,
    "Instead: Decant with up to 200,000 messages in a folder and up to 5,000 folders", NULL },
  { "markdown", 0, 0, G_OPTION_ARG_NONE, &markdown, "Print one Markdown table", NULL },
  { "decant-cli", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &decant_cli, NULL, NULL },
  { "limit-program", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &limit_program, NULL, NULL },
  { "stopwatch", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &stopwatch, NULL, NULL },
  G_OPTION_ENTRY_NULL,
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "cannot use “%s”", what);
  return FALSE;
}

static gboolean
is_named (const char *const *names, const char *name)
{
  return names == NULL || g_strv_contains (names, name);
}

static gboolean
choose_mailboxes (Options *self, GError **error)
{
  g_auto (GStrv) names = mailbox_names != NULL ? g_strsplit (mailbox_names, ",", -1) : NULL;

  for (guint i = 0; i < n_mailbox_specs; i++)
    if (is_named ((const char *const *)names, mailbox_specs[i].name))
      g_ptr_array_add (self->mailboxes, (gpointer)&mailbox_specs[i]);
  return names == NULL || self->mailboxes->len == g_strv_length (names) ||
         refuse (error, mailbox_names);
}

static gboolean
choose_contestants (Options *self, GError **error)
{
  g_auto (GStrv) names = contestant_names != NULL ? g_strsplit (contestant_names, ",", -1) : NULL;
  guint found = 0;

  for (guint i = 0; i < n_contestants; i++)
    {
      if (!is_named ((const char *const *)names, contestants[i].name))
        continue;
      found++;
      if (contestant_is_installed (&contestants[i]))
        g_ptr_array_add (self->contestants, (gpointer)&contestants[i]);
      else
        g_printerr ("%s is not installed and left out.\n", contestants[i].name);
    }
  return names == NULL || found == g_strv_length (names) || refuse (error, contestant_names);
}

static gboolean
choose_round_trips (Options *self, GError **error)
{
  g_auto (GStrv) numbers = g_strsplit (
    round_trip_numbers != NULL ? round_trip_numbers : USUAL_ROUND_TRIPS, ",", -1);

  for (guint i = 0; numbers[i] != NULL; i++)
    {
      guint64 number;
      guint round_trip;

      if (!g_ascii_string_to_unsigned (numbers[i], 10, 0, LONGEST_ROUND_TRIP, &number, error))
        return FALSE;
      round_trip = (guint)number;
      g_array_append_val (self->round_trips, round_trip);
    }
  return TRUE;
}

static gboolean
check_numbers (GError **error)
{
  if (rounds < 1 || rounds > ROUNDS_LIMIT)
    return refuse (error, "--rounds");
  if (limit_seconds < 1 || limit_seconds > LIMIT_SECONDS_LIMIT)
    return refuse (error, "--limit");
  return (scale > 0 && scale <= 1) || refuse (error, "--scale");
}

static gboolean
parse (int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
    context, "Measures Decant against mbsync and against the limit, the speed at "
             "which the servers let mail through at all.");
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  return *argc == 1 || refuse (error, (*argv)[1]);
}

Options *
options_parse (int *argc, char ***argv, GError **error)
{
  g_autoptr (Options) self = g_new0 (Options, 1);

  self->mailboxes = g_ptr_array_new ();
  self->contestants = g_ptr_array_new ();
  self->round_trips = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!parse (argc, argv, error) || !check_numbers (error))
    return NULL;
  if (decant_cli == NULL || limit_program == NULL || stopwatch == NULL)
    {
      refuse (error, "this without ./dev bench");
      return NULL;
    }
  contestants_set_programs (decant_cli, limit_program);
  measuring_set_stopwatch (stopwatch);
  self->rounds = (guint)rounds;
  self->scale = scale;
  self->limit_seconds = (guint)limit_seconds;
  self->cyrus = cyrus;
  self->scaling = scaling;
  self->markdown = markdown;
  if (!choose_mailboxes (self, error) || !choose_contestants (self, error) ||
      !choose_round_trips (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
options_free (Options *self)
{
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->contestants);
  g_array_unref (self->round_trips);
  g_free (self);
}
