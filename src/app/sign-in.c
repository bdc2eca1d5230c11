/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in.h"

#include "accounts/certificate-trust.h"
#include "accounts/credentials.h"

#include <glib/gi18n-lib.h>

struct _DecantSignIn
{
  GObject parent_instance;

  char *state_dir;
  GStrv trusted;              /* from the command line */
  char *accepted_fingerprint; /* accepted just now, not yet in the state directory */

  char *user;
  char *password;
  char *server;
  char *port;
  DecantSecurity security;
  gboolean remember;
  gboolean server_edited;
  gboolean port_edited;

  DecantSignInState state;
  GError *error;
  GCancellable *cancellable; /* of the sign-in under way */
  DecantAccount *account;
  DecantStoreOpener *opener; /* of the account, with the certificates that were accepted */
};

G_DEFINE_QUARK (decant - sign - in - error - quark, decant_sign_in_error)
G_DEFINE_FINAL_TYPE (DecantSignIn, decant_sign_in, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_USER,
  PROP_PASSWORD,
  PROP_SERVER,
  PROP_PORT,
  PROP_SECURITY,
  PROP_REMEMBER,
  PROP_STATE,
  PROP_ERROR,
  PROP_SUMMARY,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static const char *
usual_port (DecantSecurity security)
{
  return security == DECANT_SECURITY_TLS ? "993" : "143";
}

static void
set_state (DecantSignIn *self, DecantSignInState state, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
decant_sign_in_cancel (DecantSignIn *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_state (self, DECANT_SIGN_IN_ENTERING, NULL);
}

/* Something was typed: what was found out before no longer holds. */
static void
touch (DecantSignIn *self)
{
  decant_sign_in_cancel (self);
  g_clear_pointer (&self->account, decant_account_unref);
  g_clear_pointer (&self->opener, decant_store_opener_unref);
  if (self->state != DECANT_SIGN_IN_ENTERING)
    set_state (self, DECANT_SIGN_IN_ENTERING, NULL);
}

static gboolean
replace_text (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text != NULL ? text : "");
  return TRUE;
}

static void
notify_server (DecantSignIn *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SERVER]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
}

static void
notify_port (DecantSignIn *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PORT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SUMMARY]);
}

static void
propose_server (DecantSignIn *self)
{
  const char *at = strrchr (self->user, '@');
  g_autofree char *proposal = NULL;

  if (self->server_edited)
    return;
  if (at != NULL && strchr (at + 1, '.') != NULL)
    proposal = g_strconcat ("imap.", at + 1, NULL);
  if (replace_text (&self->server, proposal != NULL ? proposal : ""))
    notify_server (self);
}

static void
set_user (DecantSignIn *self, const char *user)
{
  if (!replace_text (&self->user, user))
    return;
  touch (self);
  propose_server (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_USER]);
}

static void
set_server (DecantSignIn *self, const char *server)
{
  if (!replace_text (&self->server, server))
    return;
  touch (self);
  /* Who empties the entry wants the proposal back. */
  self->server_edited = *self->server != '\0';
  notify_server (self);
}

static void
set_port (DecantSignIn *self, const char *port)
{
  if (!replace_text (&self->port, port))
    return;
  touch (self);
  self->port_edited = *self->port != '\0' && strcmp (self->port, usual_port (self->security)) != 0;
  notify_port (self);
}

static void
set_security (DecantSignIn *self, DecantSecurity security)
{
  if (self->security == security)
    return;
  touch (self);
  self->security = security;
  if (!self->port_edited)
    replace_text (&self->port, usual_port (security));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECURITY]);
  notify_port (self);
}

static void
set_password (DecantSignIn *self, const char *password)
{
  if (g_strcmp0 (self->password, password) == 0)
    return;
  touch (self);
  decant_password_free (self->password);
  self->password = g_strdup (password != NULL ? password : "");
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PASSWORD]);
}

static char *
summarise (DecantSignIn *self)
{
  const char *security[] = {
    [DECANT_SECURITY_TLS] = _ ("encrypted"),
    [DECANT_SECURITY_STARTTLS] = _ ("encrypted (STARTTLS)"),
    [DECANT_SECURITY_PLAINTEXT] = _ ("not encrypted"),
  };

  if (*self->server == '\0')
    return g_strdup (_ ("Proposed from the e-mail address"));
  if (self->port_edited)
    return g_strdup_printf ("%s:%s · %s", self->server, self->port, security[self->security]);
  return g_strdup_printf ("%s · %s", self->server, security[self->security]);
}

/* ---- signing in ---- */

static GError *
find_mistake (DecantSignIn *self)
{
  guint64 port;

  if (*self->user == '\0')
    return g_error_new_literal (DECANT_SIGN_IN_ERROR, DECANT_SIGN_IN_ERROR_USER,
                                _ ("Enter the e-mail address or user name of this account."));
  if (*self->server == '\0')
    return g_error_new_literal (DECANT_SIGN_IN_ERROR, DECANT_SIGN_IN_ERROR_SERVER,
                                _ ("Enter the name of the mail server under “Server”. The provider "
                                   "or your IT department can tell it."));
  if (!g_ascii_string_to_unsigned (self->port, 10, 1, G_MAXUINT16, &port, NULL))
    return g_error_new_literal (DECANT_SIGN_IN_ERROR, DECANT_SIGN_IN_ERROR_PORT,
                                _ ("The port must be a number from 1 to 65535."));
  return NULL;
}

/* What the thread needs and finds. */
typedef struct
{
  char *state_dir;
  char *fingerprint; /* to be accepted first, or NULL */
  DecantAccount *account;
  GStrv trusted; /* in: from the command line; out: all */
} Preparation;

static void
preparation_free (Preparation *preparation)
{
  g_free (preparation->state_dir);
  g_free (preparation->fingerprint);
  decant_account_unref (preparation->account);
  g_strfreev (preparation->trusted);
  g_free (preparation);
}

static void
add_known_certificates (Preparation *preparation)
{
  g_auto (GStrv) known = decant_certificate_trust_lookup (
    preparation->state_dir, decant_account_get_host (preparation->account));
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();

  g_strv_builder_addv (all, (const char **)known);
  if (preparation->trusted != NULL)
    g_strv_builder_addv (all, (const char **)preparation->trusted);
  g_strfreev (preparation->trusted);
  preparation->trusted = g_strv_builder_end (all);
}

static void
prepare (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Preparation *preparation = task_data;
  DecantAccount *account = preparation->account;
  GError *error = NULL;

  if (preparation->fingerprint != NULL &&
      !decant_certificate_trust_add (preparation->state_dir, decant_account_get_host (account),
                                     preparation->fingerprint, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  add_known_certificates (preparation);

  /* A keyring that fails is as good as one that knows nothing: the person types the password. */
  if (!decant_account_has_password (account) &&
      !decant_credentials_lookup (account, cancellable, NULL))
    g_task_return_new_error (task, DECANT_SIGN_IN_ERROR, DECANT_SIGN_IN_ERROR_PASSWORD,
                             _ ("Enter the password of %s."), decant_account_get_label (account));
  else
    g_task_return_boolean (task, TRUE);
}

static void
store_password (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!decant_credentials_store (task_data, cancellable, &error))
    g_message ("The keyring did not take the password: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
remember_password (DecantSignIn *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, decant_account_ref (self->account),
                        (GDestroyNotify)decant_account_unref);
  g_task_run_in_thread (task, store_password);
}

/* An answer to a sign-in that was given up, or overtaken by another, means nothing any more. */
static gboolean
is_current (DecantSignIn *self, GCancellable *cancellable)
{
  return self->cancellable == cancellable && !g_cancellable_is_cancelled (cancellable);
}

static void
end_failed (DecantSignIn *self, GError *error)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->account, decant_account_unref);
  set_state (self, DECANT_SIGN_IN_FAILED, error);
}

/* A sign-in under way, as the callbacks know it. */
typedef struct
{
  DecantSignIn *self;
  GCancellable *cancellable;
} Attempt;

static Attempt *
attempt_new (DecantSignIn *self)
{
  Attempt *attempt = g_new (Attempt, 1);

  attempt->self = g_object_ref (self);
  attempt->cancellable = g_object_ref (self->cancellable);
  return attempt;
}

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->self);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  DecantSignIn *self = attempt->self;
  g_autoptr (GError) error = NULL;
  gboolean works = decant_connect_check_finish (result, &error);

  if (!is_current (self, attempt->cancellable))
    return;
  if (!works)
    {
      end_failed (self, g_steal_pointer (&error));
      return;
    }
  g_clear_object (&self->cancellable);
  if (self->remember)
    remember_password (self);
  set_state (self, DECANT_SIGN_IN_DONE, NULL);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  DecantSignIn *self = attempt->self;
  Preparation *preparation = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean prepared = g_task_propagate_boolean (G_TASK (result), &error);

  if (!is_current (self, attempt->cancellable))
    return;
  if (!prepared)
    {
      end_failed (self, g_steal_pointer (&error));
      return;
    }
  g_clear_pointer (&self->accepted_fingerprint, g_free);
  DecantConnectOptions options = { .trusted_certificates = preparation->trusted };
  g_clear_pointer (&self->opener, decant_store_opener_unref);
  self->opener = decant_connect_new_opener (self->account, &options);
  decant_connect_check_async (self->opener, self->cancellable, on_checked, attempt_new (self));
}

void
decant_sign_in_start (DecantSignIn *self)
{
  if (self->state == DECANT_SIGN_IN_WORKING)
    return;

  GError *mistake = find_mistake (self);
  if (mistake != NULL)
    {
      end_failed (self, mistake);
      return;
    }

  g_clear_pointer (&self->account, decant_account_unref);
  self->account = decant_account_new (
    self->user, self->server, (guint16)g_ascii_strtoull (self->port, NULL, 10), self->security);
  if (*self->password != '\0')
    decant_account_set_password (self->account, self->password);
  self->cancellable = g_cancellable_new ();
  set_state (self, DECANT_SIGN_IN_WORKING, NULL);

  Preparation *preparation = g_new0 (Preparation, 1);
  preparation->state_dir = g_strdup (self->state_dir);
  preparation->fingerprint = g_strdup (self->accepted_fingerprint);
  preparation->account = decant_account_ref (self->account);
  preparation->trusted = g_strdupv (self->trusted);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_prepared, attempt_new (self));
  g_task_set_task_data (task, preparation, (GDestroyNotify)preparation_free);
  g_task_run_in_thread (task, prepare);
}

void
decant_sign_in_accept_certificate (DecantSignIn *self)
{
  GTlsCertificate *certificate = self->error != NULL
                                   ? decant_store_error_get_certificate (self->error, NULL)
                                   : NULL;

  if (certificate == NULL)
    return;
  g_free (self->accepted_fingerprint);
  self->accepted_fingerprint = decant_certificate_fingerprint (certificate);
  decant_sign_in_start (self);
}

void
decant_sign_in_fail (DecantSignIn *self, GError *error)
{
  touch (self);
  end_failed (self, error);
}

/* ---- what others ask ---- */

DecantSignInState
decant_sign_in_get_state (DecantSignIn *self)
{
  return self->state;
}

const GError *
decant_sign_in_get_error (DecantSignIn *self)
{
  return self->error;
}

DecantAccount *
decant_sign_in_get_account (DecantSignIn *self)
{
  return self->state == DECANT_SIGN_IN_DONE ? self->account : NULL;
}

DecantStoreOpener *
decant_sign_in_ref_opener (DecantSignIn *self)
{
  g_assert (self->state == DECANT_SIGN_IN_DONE);
  return decant_store_opener_ref (self->opener);
}

void
decant_sign_in_set_trusted_certificates (DecantSignIn *self, const char *const *fingerprints)
{
  g_strfreev (self->trusted);
  self->trusted = g_strdupv ((char **)fingerprints);
}

static void
fill_server (DecantSignIn *self, DecantAccount *account)
{
  g_autofree char *port = g_strdup_printf ("%u", decant_account_get_port (account));

  set_server (self, decant_account_get_host (account));
  set_security (self, decant_account_get_security (account));
  set_port (self, port);
}

void
decant_sign_in_fill (DecantSignIn *self, DecantAccount *account)
{
  self->server_edited = FALSE;
  set_user (self, account != NULL ? decant_account_get_user (account) : "");
  if (account != NULL)
    {
      char *password = decant_account_dup_password (account);
      fill_server (self, account);
      set_password (self, password);
      decant_password_free (password);
    }
  else
    {
      set_server (self, "");
      set_security (self, DECANT_SECURITY_TLS);
      set_port (self, usual_port (DECANT_SECURITY_TLS));
      set_password (self, "");
    }
}

/* ---- the object ---- */

static void
decant_sign_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DecantSignIn *self = DECANT_SIGN_IN (object);

  switch (id)
    {
    case PROP_USER:
      g_value_set_string (value, self->user);
      break;
    case PROP_PASSWORD:
      g_value_set_string (value, self->password);
      break;
    case PROP_SERVER:
      g_value_set_string (value, self->server);
      break;
    case PROP_PORT:
      g_value_set_string (value, self->port);
      break;
    case PROP_SECURITY:
      g_value_set_uint (value, self->security);
      break;
    case PROP_REMEMBER:
      g_value_set_boolean (value, self->remember);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SUMMARY:
      g_value_take_string (value, summarise (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_sign_in_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DecantSignIn *self = DECANT_SIGN_IN (object);

  switch (id)
    {
    case PROP_USER:
      set_user (self, g_value_get_string (value));
      break;
    case PROP_PASSWORD:
      set_password (self, g_value_get_string (value));
      break;
    case PROP_SERVER:
      set_server (self, g_value_get_string (value));
      break;
    case PROP_PORT:
      set_port (self, g_value_get_string (value));
      break;
    case PROP_SECURITY:
      set_security (self, (DecantSecurity)g_value_get_uint (value));
      break;
    case PROP_REMEMBER:
      self->remember = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
decant_sign_in_dispose (GObject *object)
{
  DecantSignIn *self = DECANT_SIGN_IN (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (decant_sign_in_parent_class)->dispose (object);
}

static void
decant_sign_in_finalize (GObject *object)
{
  DecantSignIn *self = DECANT_SIGN_IN (object);

  g_free (self->state_dir);
  g_strfreev (self->trusted);
  g_free (self->accepted_fingerprint);
  g_free (self->user);
  decant_password_free (self->password);
  g_free (self->server);
  g_free (self->port);
  g_clear_error (&self->error);
  g_clear_pointer (&self->account, decant_account_unref);
  g_clear_pointer (&self->opener, decant_store_opener_unref);
  G_OBJECT_CLASS (decant_sign_in_parent_class)->finalize (object);
}

static void
decant_sign_in_class_init (DecantSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags text = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = decant_sign_in_get_property;
  object_class->set_property = decant_sign_in_set_property;
  object_class->dispose = decant_sign_in_dispose;
  object_class->finalize = decant_sign_in_finalize;

  props[PROP_USER] = g_param_spec_string ("user", NULL, NULL, "", text);
  props[PROP_PASSWORD] = g_param_spec_string ("password", NULL, NULL, "", text);
  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, "", text);
  props[PROP_PORT] = g_param_spec_string ("port", NULL, NULL, "993", text);
  props[PROP_SECURITY] = g_param_spec_uint ("security", NULL, NULL, 0, DECANT_SECURITY_PLAINTEXT,
                                            DECANT_SECURITY_TLS, text);
  props[PROP_REMEMBER] = g_param_spec_boolean ("remember", NULL, NULL, FALSE,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, DECANT_SIGN_IN_FAILED, 0, shown);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, shown);
  props[PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", shown);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
decant_sign_in_init (DecantSignIn *self)
{
  self->user = g_strdup ("");
  self->password = g_strdup ("");
  self->server = g_strdup ("");
  self->port = g_strdup (usual_port (DECANT_SECURITY_TLS));
}

DecantSignIn *
decant_sign_in_new (const char *state_dir)
{
  DecantSignIn *self = g_object_new (DECANT_TYPE_SIGN_IN, NULL);

  self->state_dir = g_strdup (state_dir);
  return self;
}
