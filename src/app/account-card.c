/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/account-card.h"

#include "app/notice.h"
#include "app/resources.h"

#include <glib/gi18n-lib.h>

struct _DecantAccountCard
{
  AdwBin parent_instance;

  gboolean old;
  DecantSignIn *sign_in;

  AdwPreferencesGroup *group;
  GtkStack *status;
  GtkEditable *user_row;
  GtkEditable *password_row;
  AdwExpanderRow *server_expander;
  GtkEditable *server_row;
  GtkEditable *port_row;
  AdwComboRow *security_row;
  GtkCheckButton *remember_check;
  DecantNotice *notice;
  GtkWidget *accept_button;
};

G_DEFINE_FINAL_TYPE (DecantAccountCard, decant_account_card, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_OLD,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
show_state (DecantAccountCard *self)
{
  const char *names[] = {
    [DECANT_SIGN_IN_ENTERING] = "nothing",
    [DECANT_SIGN_IN_WORKING] = "working",
    [DECANT_SIGN_IN_DONE] = "done",
    [DECANT_SIGN_IN_FAILED] = "nothing",
  };

  gtk_stack_set_visible_child_name (self->status, names[decant_sign_in_get_state (self->sign_in)]);
}

/* The entry an error is about. */
static GtkEditable *
find_entry (DecantAccountCard *self, const GError *error)
{
  if (decant_store_error_get_cause (error) == DECANT_CAUSE_SIGN_IN)
    return self->password_row;
  if (error->domain != DECANT_SIGN_IN_ERROR)
    return NULL;
  switch ((DecantSignInError)error->code)
    {
    case DECANT_SIGN_IN_ERROR_PASSWORD:
      return self->password_row;
    case DECANT_SIGN_IN_ERROR_SERVER:
      return self->server_row;
    case DECANT_SIGN_IN_ERROR_PORT:
      return self->port_row;
    case DECANT_SIGN_IN_ERROR_USER:
    case DECANT_SIGN_IN_ERROR_SAME_ACCOUNT:
    default:
      return self->user_row;
    }
}

static void
mark_entry (DecantAccountCard *self, GtkEditable *marked)
{
  GtkEditable *entries[] = { self->user_row, self->password_row, self->server_row, self->port_row };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (entries[i] == marked)
      gtk_widget_add_css_class (GTK_WIDGET (entries[i]), "error");
    else
      gtk_widget_remove_css_class (GTK_WIDGET (entries[i]), "error");
  if (marked == self->server_row || marked == self->port_row)
    adw_expander_row_set_expanded (self->server_expander, TRUE);
}

static void
show_error (DecantAccountCard *self)
{
  const GError *error = decant_sign_in_get_error (self->sign_in);
  g_autofree char *host = NULL;

  g_object_get (self->sign_in, "server", &host, NULL);
  decant_notice_set_error (self->notice, error, host);
  gtk_widget_set_visible (
    self->accept_button, error != NULL && decant_store_error_get_certificate (error, NULL) != NULL);
  mark_entry (self, error != NULL ? find_entry (self, error) : NULL);
}

/* To what is to be typed next; FALSE where nothing is. */
static gboolean
decant_account_card_grab_focus (GtkWidget *widget)
{
  DecantAccountCard *self = DECANT_ACCOUNT_CARD (widget);
  const GError *error = decant_sign_in_get_error (self->sign_in);
  GtkEditable *entry = error != NULL ? find_entry (self, error) : NULL;

  if (entry == NULL && *gtk_editable_get_text (self->user_row) == '\0')
    entry = self->user_row;
  else if (entry == NULL && *gtk_editable_get_text (self->password_row) == '\0')
    entry = self->password_row;
  return entry != NULL && gtk_widget_grab_focus (GTK_WIDGET (entry));
}

static void
bind (DecantAccountCard *self, const char *property, gpointer target, const char *target_property)
{
  g_object_bind_property (self->sign_in, property, target, target_property,
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

void
decant_account_card_set_sign_in (DecantAccountCard *self, DecantSignIn *sign_in)
{
  self->sign_in = g_object_ref (sign_in);
  bind (self, "user", self->user_row, "text");
  bind (self, "password", self->password_row, "text");
  bind (self, "server", self->server_row, "text");
  bind (self, "port", self->port_row, "text");
  bind (self, "security", self->security_row, "selected");
  bind (self, "remember", self->remember_check, "active");
  g_object_bind_property (sign_in, "summary", self->server_expander, "subtitle",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (sign_in, "notify::state", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sign_in, "notify::error", G_CALLBACK (show_error), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
  show_error (self);
}

static void
on_entry_activated (DecantAccountCard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
}

/* libadwaita leaves the button that shows the password without a name. */
static void
name_buttons (GtkWidget *widget)
{
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_BUTTON)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Show Password"), -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

static void
decant_account_card_constructed (GObject *object)
{
  DecantAccountCard *self = DECANT_ACCOUNT_CARD (object);

  G_OBJECT_CLASS (decant_account_card_parent_class)->constructed (object);
  adw_preferences_group_set_title (self->group, self->old ? _ ("Old Account") : _ ("New Account"));
  adw_preferences_group_set_description (self->group, self->old ? _ ("Where your mail is now")
                                                                : _ ("Where your mail is to go"));
  name_buttons (GTK_WIDGET (self->password_row));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept_button), "s",
                                    self->old ? "old" : "new");
}

static void
decant_account_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OLD)
    DECANT_ACCOUNT_CARD (object)->old = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
decant_account_card_dispose (GObject *object)
{
  g_clear_object (&DECANT_ACCOUNT_CARD (object)->sign_in);
  G_OBJECT_CLASS (decant_account_card_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, group);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, status);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, user_row);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, password_row);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, server_expander);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, server_row);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, port_row);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, security_row);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, remember_check);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, notice);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountCard, accept_button);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
}

static void
decant_account_card_class_init (DecantAccountCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = decant_account_card_constructed;
  object_class->set_property = decant_account_card_set_property;
  object_class->dispose = decant_account_card_dispose;
  props[PROP_OLD] = g_param_spec_boolean (
    "old", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  GTK_WIDGET_CLASS (klass)->grab_focus = decant_account_card_grab_focus;
  g_type_ensure (DECANT_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               DECANT_UI ("account-card"));
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
decant_account_card_init (DecantAccountCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
