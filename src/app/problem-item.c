/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/problem-item.h"

#include "app/words.h"
#include "engine/report.h"
#include "stores/headers.h"

#include <glib/gi18n-lib.h>

struct _DecantProblemItem
{
  GObject parent_instance;

  char *title;
  char *place;
  char *reason;
  char *detail;
};

G_DEFINE_FINAL_TYPE (DecantProblemItem, decant_problem_item, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PLACE,
  PROP_REASON,
  PROP_DETAIL,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static char *
describe_message (const DecantProblem *problem)
{
  g_autofree char *subject = decant_headers_decode_text (problem->subject);

  if (subject != NULL && *subject != '\0')
    return g_steal_pointer (&subject);
  /* The server may not even hand out the header; the UID is all that is known then. */
  return g_strdup_printf (_ ("Message %u without a readable subject"), problem->uid);
}

static char *
describe_place (const DecantProblem *problem)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *from = decant_headers_decode_text (problem->from);
  g_autofree char *date = decant_words_date (problem->internal_date);

  g_ptr_array_add (parts, decant_words_folder_path (problem->folder));
  if (from != NULL && *from != '\0')
    g_ptr_array_add (parts, g_steal_pointer (&from));
  if (*date != '\0')
    g_ptr_array_add (parts, g_steal_pointer (&date));
  if (problem->size > 0 && problem->size != DECANT_SIZE_UNKNOWN)
    g_ptr_array_add (parts, g_format_size (problem->size));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
decant_problem_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantProblemItem *self = DECANT_PROBLEM_ITEM (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PLACE:
      g_value_set_string (value, self->place);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_problem_item_finalize (GObject *object)
{
  DecantProblemItem *self = DECANT_PROBLEM_ITEM (object);

  g_free (self->title);
  g_free (self->place);
  g_free (self->reason);
  g_free (self->detail);
  G_OBJECT_CLASS (decant_problem_item_parent_class)->finalize (object);
}

static void
decant_problem_item_class_init (DecantProblemItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const char *names[] = {
    [PROP_TITLE] = "title",
    [PROP_PLACE] = "place",
    [PROP_REASON] = "reason",
    [PROP_DETAIL] = "detail",
  };

  object_class->get_property = decant_problem_item_get_property;
  object_class->finalize = decant_problem_item_finalize;
  for (guint i = PROP_TITLE; i < N_PROPS; i++)
    props[i] = g_param_spec_string (names[i], NULL, NULL, "",
                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_problem_item_init (DecantProblemItem *self)
{
}

DecantProblemItem *
decant_problem_item_new (const DecantProblem *problem)
{
  DecantProblemItem *self = g_object_new (DECANT_TYPE_PROBLEM_ITEM, NULL);
  const char *detail = NULL;

  self->title = problem->uid != 0 ? describe_message (problem)
                                  : g_strdup_printf (_ ("Folder “%s”"), problem->folder);
  self->place = problem->uid != 0 ? describe_place (problem) : g_strdup ("");
  self->reason = decant_report_explain_problem (problem, &detail);
  self->detail = g_strdup (detail != NULL ? detail : "");
  return self;
}
