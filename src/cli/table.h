/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table on standard output, its columns as wide as what stands in them. */
typedef struct _DecantCliTable DecantCliTable;

/* The headings, NULL-terminated. */
DecantCliTable *decant_cli_table_new (const char *heading, ...) G_GNUC_NULL_TERMINATED;
void decant_cli_table_free (DecantCliTable *self);

/* Aligns a column, counted from 0, at its end. */
void decant_cli_table_align_end (DecantCliTable *self, guint column);

/* As many texts as there are headings, NULL-terminated; copied. */
void decant_cli_table_add_row (DecantCliTable *self, const char *text, ...) G_GNUC_NULL_TERMINATED;

void decant_cli_table_print (DecantCliTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantCliTable, decant_cli_table_free)

G_END_DECLS
