/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DECANT_FLOW_IN,  /* received */
  DECANT_FLOW_OUT, /* sent */
  DECANT_N_FLOWS
} DecantFlowDirection;

/* Where a store's bytes are counted and held back, on their way from and to its server. Whoever
 * hands it to decant_store_set_flow() owns it; it must live until the store is closed or has
 * another one. All functions are called from the store's thread. */
typedef struct
{
  /* How many bytes to move at a time, at least 1. */
  gsize (*get_piece) (gpointer user_data);

  /* Called for each piece that has been moved; takes its time where that was too fast. */
  void (*moved) (DecantFlowDirection direction, gsize bytes, gpointer user_data);

  /* The server does what it is told, but complains of too much. */
  void (*objected) (gpointer user_data);

  gpointer user_data;
} DecantFlow;

G_END_DECLS
