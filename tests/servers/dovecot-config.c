/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "servers/dovecot-config.h"

#include "servers/server-process.h"

#include <string.h>

/* Whether the installed Dovecot is of the 2.3 line, the last with the old names of settings. */
static gboolean
is_old (void)
{
  static gsize known = 0;
  static gboolean old = FALSE;

  if (g_once_init_enter (&known))
    {
      g_autofree char *program = server_find_program ("dovecot", "/usr/sbin/dovecot");
      const char *argv[] = { program, "--version", NULL };
      g_autofree char *version = NULL;

      g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &version,
                    NULL, NULL, NULL);
      old = version != NULL && g_str_has_prefix (version, "2.3");
      g_once_init_leave (&known, 1);
    }
  return old;
}

/* In a form in which no character means anything to the parser of settings. */
static char *
encode_password (const char *password)
{
  g_autofree char *encoded = g_base64_encode ((const guint8 *)password, strlen (password));

  return g_strconcat ("{PLAIN.b64}", encoded, NULL);
}

static void
add_password (GString *config, const char *name, const char *password, const char *more)
{
  g_autofree char *encoded = encode_password (password);

  if (is_old ())
    g_string_append_printf (config, "passdb {\n  driver = static\n  args = password=%s\n%s}\n",
                            encoded, more);
  else
    g_string_append_printf (config,
                            "passdb %s {\n  driver = static\n  passdb_static_password = %s\n%s}\n",
                            name, encoded, more);
}

static void
add_users (GString *config, const DovecotSetup *setup)
{
  if (setup->options.master_password != NULL)
    add_password (config, "master", setup->options.master_password, "  master = yes\n");
  add_password (config, "usual", DOVECOT_PASSWORD, "");
  if (setup->options.other_password != NULL)
    add_password (config, "other", setup->options.other_password, "");
  if (is_old ())
    g_string_append_printf (
      config, "userdb {\n  driver = static\n  args = uid=%u gid=%u home=%s/mail/%%u\n}\n",
      setup->uid, setup->gid, setup->directory);
  else
    g_string_append_printf (
      config,
      "userdb static {\n  fields {\n    uid = %u\n    gid = %u\n    home = %s/mail/%%{user}\n"
      "  }\n}\n",
      setup->uid, setup->gid, setup->directory);
}

static void
add_storage (GString *config, const DovecotSetup *setup)
{
  const char *driver = setup->options.layout == DOVECOT_SDBOX ? "sdbox" : "maildir";
  gboolean levels_are_directories = setup->options.layout != DOVECOT_MAILDIR_PLUS;

  g_string_append (config, "mail_fsync = never\nmail_max_userip_connections = 100\n");
  if (is_old ())
    g_string_append_printf (config, "mail_location = %s:%s/mail/%%u%s\n", driver, setup->directory,
                            levels_are_directories ? ":LAYOUT=fs" : "");
  else
    g_string_append_printf (
      config, "mail_driver = %s\nmail_path = %s/mail/%%{user}\nmailbox_list_layout = %s\n", driver,
      setup->directory, levels_are_directories ? "fs" : "maildir++");
}

static void
add_quota (GString *config, guint kilobytes)
{
  if (kilobytes == 0)
    return;
  if (is_old ())
    g_string_append_printf (config,
                            "mail_plugins = quota\n"
                            "protocol imap {\n  mail_plugins = quota imap_quota\n}\n"
                            "plugin {\n  quota = maildir:User quota\n"
                            "  quota_rule = *:storage=%uK\n}\n",
                            kilobytes);
  else
    g_string_append_printf (config,
                            "mail_plugins = quota\n"
                            "protocol imap {\n  mail_plugins = quota imap_quota\n}\n"
                            "quota user {\n  quota_driver = maildir\n"
                            "  quota_storage_size = %uK\n}\n",
                            kilobytes);
}

static void
add_namespace (GString *config, const DovecotSetup *setup)
{
  static const char *const uses[] = { "Drafts", "Junk", "Sent", "Trash", "Archive" };
  const DovecotOptions *options = &setup->options;

  g_string_append_printf (config,
                          "namespace inbox {\n  inbox = yes\n  separator = %s\n  prefix = %s\n",
                          options->layout == DOVECOT_MAILDIR_PLUS ? "." : "/",
                          options->prefix != NULL ? options->prefix : "");
  for (guint i = 0; options->special_use && i < G_N_ELEMENTS (uses); i++)
    g_string_append_printf (config,
                            "  mailbox %s {\n    auto = subscribe\n    special_use = \\%s\n  }\n",
                            uses[i], uses[i]);
  g_string_append (config, "}\n");
}

/* How many clients a process takes one after the other; 0: any number. */
static char *
describe_clients (guint number)
{
  if (is_old ())
    return g_strdup_printf ("service_count = %u", number);
  return number != 0 ? g_strdup_printf ("service_restart_request_count = %u", number)
                     : g_strdup ("service_restart_request_count = unlimited");
}

/* To start a process for each client takes longer than what most tests do. With TLS each sign-in
 * has its own all the same: else the client would take up the last session instead of looking at
 * the certificate. */
static void
add_services (GString *config, const DovecotSetup *setup)
{
  g_autofree char *signing_in = describe_clients (setup->options.tls ? 1 : 0);
  g_autofree char *signed_in = describe_clients (500);

  g_string_append_printf (config,
                          "protocols = imap\nlisten = 127.0.0.1\n"
                          "service imap-login {\n  chroot =\n  %s\n"
                          "  inet_listener imap {\n    port = %u\n  }\n"
                          "  inet_listener imaps {\n    port = %u\n  }\n}\n"
                          "service imap {\n  %s\n}\n"
                          "service anvil {\n  chroot =\n}\n"
                          "service stats {\n  chroot =\n}\n",
                          signing_in, setup->port, setup->options.tls ? setup->tls_port : 0,
                          signed_in);
  if (!setup->options.tls)
    g_string_append (config, "ssl = no\n");
  else if (is_old ())
    g_string_append_printf (
      config, "ssl = yes\nssl_cert = <%1$s/cert.pem\nssl_key = <%1$s/key.pem\n", setup->directory);
  else
    g_string_append_printf (config,
                            "ssl = yes\nssl_server_cert_file = %1$s/cert.pem\n"
                            "ssl_server_key_file = %1$s/key.pem\n",
                            setup->directory);
}

char *
dovecot_config_write (const DovecotSetup *setup)
{
  g_autoptr (GString) config = g_string_new (NULL);

  if (!is_old ())
    g_string_append (config, "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n");
  g_string_append_printf (config,
                          "base_dir = %1$s/run\nstate_dir = %1$s/state\nlog_path = %1$s/log\n"
                          "default_internal_user = %2$s\ndefault_login_user = %2$s\n"
                          "default_internal_group = %3$s\n"
                          "first_valid_uid = 1\nfirst_valid_gid = 1\nauth_failure_delay = 0\n"
                          "%4$s = %5$s\n",
                          setup->directory, setup->user, setup->group,
                          is_old () ? "disable_plaintext_auth" : "auth_allow_cleartext",
                          is_old () ? "no" : "yes");
  add_users (config, setup);
  add_storage (config, setup);
  add_quota (config, setup->options.quota);
  add_namespace (config, setup);
  add_services (config, setup);
  if (setup->options.extra_config != NULL)
    g_string_append (config, setup->options.extra_config);
  return g_strdup (config->str);
}
