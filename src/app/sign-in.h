/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/connect.h"

G_BEGIN_DECLS

/* One account as a person enters it, and whether signing in works.
 *
 * Main thread only; what may block (the keyring, the state directory, the server) runs in threads.
 * Whatever is typed puts it back to DECANT_SIGN_IN_ENTERING and ends a sign-in under way.
 *
 * Properties:
 *   "user", "server", "port" (string)   as typed; the server is proposed from the user's domain
 *                                       and the port follows the security until they are edited
 *   "password" (string)                 kept in memory, wiped when replaced
 *   "security" (uint)                   a DecantSecurity
 *   "remember" (boolean)                keep the password in the keyring once it worked
 *   "state" (uint, read-only)           a DecantSignInState
 *   "error" (GError, read-only)         why it failed, of DECANT_STORE_ERROR or
 * DECANT_SIGN_IN_ERROR "summary" (string, read-only)       the server settings in one line */
#define DECANT_TYPE_SIGN_IN (decant_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (DecantSignIn, decant_sign_in, DECANT, SIGN_IN, GObject)

typedef enum
{
  DECANT_SIGN_IN_ENTERING,
  DECANT_SIGN_IN_WORKING,
  DECANT_SIGN_IN_DONE,
  DECANT_SIGN_IN_FAILED,
} DecantSignInState;

/* What is amiss with the entries themselves; tells which of them to show. */
#define DECANT_SIGN_IN_ERROR (decant_sign_in_error_quark ())
typedef enum
{
  DECANT_SIGN_IN_ERROR_USER,
  DECANT_SIGN_IN_ERROR_PASSWORD,
  DECANT_SIGN_IN_ERROR_SERVER,
  DECANT_SIGN_IN_ERROR_PORT,
  DECANT_SIGN_IN_ERROR_SAME_ACCOUNT,
} DecantSignInError;
GQuark decant_sign_in_error_quark (void);

/* @state_dir: where accepted certificates are kept. */
DecantSignIn *decant_sign_in_new (const char *state_dir);

/* Certificates accepted on the command line, NULL-terminated and normalised; copied. */
void decant_sign_in_set_trusted_certificates (DecantSignIn *self, const char *const *fingerprints);

/* Fills everything in from @account, its password included where it has one. NULL empties it. */
void decant_sign_in_fill (DecantSignIn *self, DecantAccount *account);

DecantSignInState decant_sign_in_get_state (DecantSignIn *self);
const GError *decant_sign_in_get_error (DecantSignIn *self); /* owned by @self, or NULL */

/* Tries to sign in. "state" tells what comes of it; harmless while one is under way. Without a
 * password the keyring is asked. */
void decant_sign_in_start (DecantSignIn *self);

/* Ends a sign-in under way; harmless otherwise. */
void decant_sign_in_cancel (DecantSignIn *self);

/* After a failure over a certificate: accepts that one for this server and signs in again. */
void decant_sign_in_accept_certificate (DecantSignIn *self);

/* Fails as if signing in had: for what only shows between two accounts. */
void decant_sign_in_fail (DecantSignIn *self, GError *error);

/* The account of a sign-in that worked, else NULL. Owned by @self. */
DecantAccount *decant_sign_in_get_account (DecantSignIn *self);

/* The opener for the engine, a new reference; only after a sign-in that worked. It is the same
 * until something else is entered, so that the connection that was tried can be used on. */
DecantStoreOpener *decant_sign_in_ref_opener (DecantSignIn *self);

G_END_DECLS
