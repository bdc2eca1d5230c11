/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/passwords.h"

#include "accounts/credentials.h"
#include "cli/interrupts.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSWORD_LIMIT 4096

/* Where one account's password may come from. */
typedef struct
{
  DecantAccount *account;
  const char *file; /* NULL: none was named */
  const char *file_option;
  const char *variable;
} Source;

/* Reads up to the end of the line and not a byte further: the next line is for somebody else. */
static gboolean
read_line (int fd, char line[PASSWORD_LIMIT + 1], const char **problem)
{
  gsize length = 0;

  for (;;)
    {
      char c = '\0';
      ssize_t n = read (fd, &c, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        *problem = g_strerror (errno);
      else if (n > 0 && c == '\0')
        *problem = _ ("it is not text.");
      else if (n > 0 && c != '\n' && length == PASSWORD_LIMIT)
        *problem = _ ("its first line is too long for a password.");
      if (*problem != NULL)
        return FALSE;
      if (n == 0 || c == '\n')
        break;
      line[length++] = c;
    }
  if (length > 0 && line[length - 1] == '\r')
    length--;
  line[length] = '\0';
  if (length == 0)
    *problem = _ ("its first line is empty.");
  return length > 0;
}

static gboolean
take_line (int fd, DecantAccount *account, const char **problem)
{
  char line[PASSWORD_LIMIT + 1];
  gboolean taken = read_line (fd, line, problem);

  if (taken)
    decant_account_set_password (account, line);
  explicit_bzero (line, sizeof line);
  return taken;
}

static gboolean
read_file (const Source *source, GError **error)
{
  gboolean is_standard_input = strcmp (source->file, "-") == 0;
  int fd = is_standard_input ? STDIN_FILENO : g_open (source->file, O_RDONLY | O_CLOEXEC, 0);
  const char *problem = fd < 0 ? g_strerror (errno) : NULL;

  if (fd >= 0)
    take_line (fd, source->account, &problem);
  if (fd >= 0 && !is_standard_input)
    close (fd);
  if (problem == NULL)
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
               _ ("%s: no password can be read from “%s”: %s"), source->file_option,
               is_standard_input ? _ ("standard input") : source->file, problem);
  return FALSE;
}

static gpointer
look_into_keyring (gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* No keyring, a locked one, nothing in it: all the same here, the person is asked. */
  if (!decant_credentials_lookup (data, NULL, &error) && error != NULL)
    g_debug ("The keyring gives no password: %s", error->message);
  return NULL;
}

/* Asks on the terminal, without showing what is typed. */
static gboolean
ask (const Source *source, GError **error)
{
  int fd = g_open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY, 0);
  struct termios settings;
  struct termios silent;
  const char *problem = NULL;

  if (fd < 0 || tcgetattr (fd, &settings) != 0)
    {
      g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE,
                   _ ("There is no password for %s, and no terminal to ask for it. Give it with %s "
                      "or in the environment as %s."),
                   decant_account_get_password_label (source->account), source->file_option,
                   source->variable);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  silent = settings;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
  decant_cli_interrupts_guard_terminal (fd, &settings);
  tcsetattr (fd, TCSAFLUSH, &silent);
  dprintf (fd, _ ("Password of %s: "), decant_account_get_password_label (source->account));
  take_line (fd, source->account, &problem);
  dprintf (fd, "\n");
  tcsetattr (fd, TCSANOW, &settings);
  decant_cli_interrupts_unguard_terminal ();
  close (fd);
  if (problem == NULL)
    return TRUE;
  g_set_error (error, DECANT_CLI_ERROR, DECANT_CLI_ERROR_USAGE, _ ("No password was given for %s."),
               decant_account_get_password_label (source->account));
  return FALSE;
}

static gboolean
obtain (const Source *source, GError **error)
{
  const char *value = g_getenv (source->variable);

  if (source->file != NULL)
    return read_file (source, error);
  if (value != NULL && *value != '\0')
    {
      decant_account_set_password (source->account, value);
      return TRUE;
    }
  /* The keyring may only be asked in a thread other than the main one. */
  g_thread_join (g_thread_new ("keyring", look_into_keyring, source->account));
  return decant_account_has_password (source->account) || ask (source, error);
}

gboolean
decant_cli_passwords_obtain (const DecantCliOptions *options, GError **error)
{
  const Source sources[] = {
    { options->old_account, options->from_password_file, "--from-password-file",
      "DECANT_FROM_PASSWORD" },
    { options->new_account, options->to_password_file, "--to-password-file", "DECANT_TO_PASSWORD" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].account != NULL && !obtain (&sources[i], error))
      return FALSE;
  return TRUE;
}
