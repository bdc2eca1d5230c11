/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the template of a widget is: ui/NAME.ui. */
#define DECANT_UI(name) "/io/github/decantmail/Decant/" name ".ui"
