/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/notice.h"

#include "accounts/certificate-trust.h"
#include "app/resources.h"
#include "stores/store-error.h"

#include <glib/gi18n-lib.h>

struct _DecantNotice
{
  GtkBox parent_instance;

  GtkLabel *message;
  GtkExpander *expander;
  GtkLabel *detail;
};

G_DEFINE_FINAL_TYPE (DecantNotice, decant_notice, GTK_TYPE_BOX)

static void
show_detail (DecantNotice *self, const char *title, const char *detail, gboolean expanded)
{
  gtk_widget_set_visible (GTK_WIDGET (self->expander), detail != NULL);
  gtk_expander_set_label (self->expander, title);
  gtk_expander_set_expanded (self->expander, expanded);
  gtk_label_set_label (self->detail, detail != NULL ? detail : "");
}

void
decant_notice_set_error (DecantNotice *self, const GError *error, const char *host)
{
  GTlsCertificateFlags flags = G_TLS_CERTIFICATE_NO_FLAGS;
  GTlsCertificate *certificate;

  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL);
  if (error == NULL)
    return;
  gtk_label_set_label (self->message, error->message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  error->message, -1);
  certificate = decant_store_error_get_certificate (error, &flags);
  if (certificate != NULL)
    {
      g_autofree char *text = decant_certificate_describe (certificate, flags,
                                                           host != NULL ? host : "");

      show_detail (self, _ ("The certificate"), text, TRUE);
    }
  else
    show_detail (self, _ ("What the server said"), decant_store_error_get_detail (error), FALSE);
}

static void
decant_notice_class_init (DecantNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, DECANT_UI ("notice"));
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_bind_template_child (widget_class, DecantNotice, message);
  gtk_widget_class_bind_template_child (widget_class, DecantNotice, expander);
  gtk_widget_class_bind_template_child (widget_class, DecantNotice, detail);
}

static void
decant_notice_init (DecantNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
