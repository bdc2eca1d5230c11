/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench/options.h"

G_BEGIN_DECLS

/* Whether Decant's time and memory grow faster than what it copies: lets it copy a quarter, the
 * half and the whole of a very large folder and of very many folders, and shows what each took. The
 * new server keeps no Maildir here: in one, Dovecot looks through the whole folder for every
 * APPEND. */
gboolean scaling_measure (const Options *options, GError **error);

G_END_DECLS
