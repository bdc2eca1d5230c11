/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stores/imap/utf7.h"
