/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/accounts-page.h"

#include "app/account-card.h"
#include "app/adaptive-box.h"
#include "app/resources.h"

#include <glib/gi18n-lib.h>

struct _DecantAccountsPage
{
  AdwBin parent_instance;

  DecantMigration *migration;

  DecantAccountCard *old_card;
  DecantAccountCard *new_card;
  GtkWidget *activity_box;
  GtkLabel *activity_label;
  GtkSpinner *spinner;
  GtkWidget *sign_in_button;
  GtkLabel *sign_in_label;
};

G_DEFINE_FINAL_TYPE (DecantAccountsPage, decant_accounts_page, ADW_TYPE_BIN)

static void
focus_failed_card (DecantAccountsPage *self)
{
  if (decant_sign_in_get_error (decant_migration_get_old (self->migration)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->old_card));
  else if (decant_sign_in_get_error (decant_migration_get_new (self->migration)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->new_card));
}

static void
show_activity (DecantAccountsPage *self)
{
  g_autofree char *activity = NULL;

  if (decant_migration_get_step (self->migration) != DECANT_STEP_ACCOUNTS)
    return;
  g_object_get (self->migration, "activity", &activity, NULL);
  /* Made transparent instead of invisible, so that the button does not jump. */
  gtk_widget_set_opacity (self->activity_box, activity != NULL ? 1 : 0);
  gtk_label_set_label (self->activity_label, activity != NULL ? activity : "");
  gtk_spinner_set_spinning (self->spinner, activity != NULL);
  if (activity == NULL)
    focus_failed_card (self);
}

static void
show_button (DecantAccountsPage *self)
{
  gboolean done = decant_sign_in_get_state (decant_migration_get_old (self->migration)) ==
                    DECANT_SIGN_IN_DONE &&
                  decant_sign_in_get_state (decant_migration_get_new (self->migration)) ==
                    DECANT_SIGN_IN_DONE;

  gtk_label_set_label (self->sign_in_label, done ? _ ("_Continue") : _ ("_Sign In"));
}

void
decant_accounts_page_set_migration (DecantAccountsPage *self, DecantMigration *migration)
{
  DecantSignIn *sign_ins[] = { decant_migration_get_old (migration),
                               decant_migration_get_new (migration) };

  self->migration = g_object_ref (migration);
  decant_account_card_set_sign_in (self->old_card, sign_ins[0]);
  decant_account_card_set_sign_in (self->new_card, sign_ins[1]);
  for (guint i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    g_signal_connect_object (sign_ins[i], "notify::state", G_CALLBACK (show_button), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (migration, "notify::activity", G_CALLBACK (show_activity), self,
                           G_CONNECT_SWAPPED);
  show_activity (self);
  show_button (self);
}

static gboolean
decant_accounts_page_grab_focus (GtkWidget *widget)
{
  DecantAccountsPage *self = DECANT_ACCOUNTS_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->old_card)) ||
         gtk_widget_grab_focus (GTK_WIDGET (self->new_card)) ||
         gtk_widget_grab_focus (self->sign_in_button);
}

static void
decant_accounts_page_dispose (GObject *object)
{
  g_clear_object (&DECANT_ACCOUNTS_PAGE (object)->migration);
  G_OBJECT_CLASS (decant_accounts_page_parent_class)->dispose (object);
}

static void
decant_accounts_page_class_init (DecantAccountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = decant_accounts_page_dispose;
  widget_class->grab_focus = decant_accounts_page_grab_focus;

  g_type_ensure (DECANT_TYPE_ACCOUNT_CARD);
  g_type_ensure (DECANT_TYPE_ADAPTIVE_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("accounts-page"));
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, old_card);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, new_card);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, activity_box);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, activity_label);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, DecantAccountsPage, sign_in_label);
}

static void
decant_accounts_page_init (DecantAccountsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
