/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan-traits.h"
#include "stores/folder.h"
#include "stores/message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The plan: which folders go where and what is left behind. Pure data, computed from two lists of
 * folders and the person's rules; no I/O. One thread at a time. */

#define DECANT_PLAN_ERROR (decant_plan_error_quark ())
typedef enum
{
  DECANT_PLAN_ERROR_RULE,  /* a rule is malformed; the message says which and why */
  DECANT_PLAN_ERROR_PLACE, /* a folder cannot go there; the message says why */
  DECANT_PLAN_ERROR_FILE,  /* a file is no plan that this program can read; the message says why */
} DecantPlanError;
GQuark decant_plan_error_quark (void);

/* What the person asks for. Zero-initialised it takes everything along. */
typedef struct
{
  char **include_folders; /* globs on old paths; NULL: all. A folder is of the move if one of them
                             matches */
  char *
    *exclude_folders; /* globs; a match takes the folder out of the move, and wins over include */
  char **folder_map; /* "OLD=NEW"; OLD is a path (its subfolders follow) or a glob (each folder that
                        matches goes to NEW). The rule for the nearest path counts, then the first
                        glob */
  gint64 newer_than; /* internal dates before this moment are left behind; 0: no limit */
  gint64 older_than; /* internal dates from this moment on are left behind; 0: no limit */
  guint64 max_size;  /* larger messages are left behind; 0: no limit */
  gboolean leave_deleted; /* messages marked as deleted are left behind */
  gboolean copy_once; /* a message that is in several folders is copied into the first of them only,
                         where the server tells (DecantFolder.tells_object_ids) */
  gboolean leave_duplicates; /* of several messages of one identity and size that are taken along
                                one goes, the others are left behind (engine/twins.h) */
  gboolean leave_groupware; /* calendars, contacts, tasks, notes and the like of Exchange and Zimbra
                               are left behind, with their subfolders */
  guint leave_special; /* bits 1 << DecantSpecialUse: folders left behind, with their subfolders */
} DecantPlanRules;

DecantPlanRules *decant_plan_rules_copy (const DecantPlanRules *rules);
void decant_plan_rules_free (DecantPlanRules *rules);

/* Checks what options can get wrong: an "OLD=NEW" without "=", with an empty side or with a glob in
 * NEW. */
gboolean decant_plan_rules_check (const DecantPlanRules *rules, GError **error);

/* "2019-03-31" (midnight UTC) or RFC 3339 with a time. */
gboolean decant_plan_parse_date (const char *text, gint64 *date, GError **error);

/* "500", "25k", "25M", "1G", "1.5 MB", "2MiB": k, M, G are powers of 1000, Ki, Mi, Gi of 1024. */
gboolean decant_plan_parse_size (const char *text, guint64 *size, GError **error);

/* Whether @glob ("*" any run, also over "/"; "?" one character) matches the whole of @path; "INBOX"
 * in any case. */
gboolean decant_plan_glob_matches (const char *glob, const char *path);

typedef enum
{
  DECANT_PLAN_NOT_CHOSEN, /* not of this move: excluded, or only a node of the tree */
  DECANT_PLAN_COPY,
  DECANT_PLAN_LEAVE_BEHIND, /* of this move, but pruned on purpose: counted as found and as left
                               behind */
} DecantPlanChoice;

/* Why a folder goes where it goes, where that is not plain to see; what weighs most. */
typedef enum
{
  DECANT_PLAN_REMARK_NONE,
  DECANT_PLAN_REMARK_CHARACTER, /* the new server does not allow a character of its name */
  DECANT_PLAN_REMARK_TOO_LONG,  /* the new server does not allow names as long */
  DECANT_PLAN_REMARK_TOO_DEEP,  /* the new server does not allow as many levels */
  DECANT_PLAN_REMARK_CASE,    /* another folder there differs in case alone, or not at all once the
                                 name was changed: there is a number behind it */
  DECANT_PLAN_REMARK_MERGED,  /* other folders (DecantPlanFolder.merged) go to the same place */
  DECANT_PLAN_REMARK_USE,     /* it meets the folder that the new server has for the same use */
  DECANT_PLAN_REMARK_NAME,    /* the same, but the name of one of them told what it is for */
  DECANT_PLAN_REMARK_SIMILAR, /* it goes into a folder whose name differs in case alone */
  DECANT_PLAN_REMARK_FOLLOWS, /* it goes below the one above it, which goes elsewhere */
} DecantPlanRemark;

/* One old folder and what becomes of it. Owned by the plan. */
typedef struct
{
  DecantFolder *old_folder;
  DecantPlanChoice choice;
  char *new_path;           /* where its messages go */
  DecantFolder *new_folder; /* the existing folder of that path, NULL where it will be created */
  gboolean rest_only;       /* it shows all mail: only what is in no other folder is taken along */
  gboolean mapped;          /* new_path was set by a rule or by hand, not by the automatic */
  DecantPlanRemark remark;
  guint merged; /* how many other folders that are copied go to new_path */
} DecantPlanFolder;

typedef struct _DecantPlan DecantPlan;

/* @old_folders, @new_folders: of DecantFolder, copied by reference. @rules (may be NULL) is copied.
 *
 * Automatic destinations, in this order: a rule of folder_map; INBOX to INBOX; a folder of a
 * special use (RFC 6154) to the new side's folder of that use, its subfolders below it; else the
 * same path, or the existing path that differs only in case. Where a server says nothing of a use,
 * the names of folders at the top tell it (engine/folder-uses.h).
 *
 * A folder of all mail is taken along only where its server tells which messages are the same
 * (DecantFolder.tells_object_ids), and then only with what is in no other folder (rest_only), which
 * goes where archived mail is; or as a whole where include_folders names it in full. */
DecantPlan *
decant_plan_new (GPtrArray *old_folders, GPtrArray *new_folders, const DecantPlanRules *rules);

/* What is known of the servers, from the survey; until then nothing is. Names that the new server
 * does not allow are changed with a remark, by the rule of engine/new-name.h. */
void decant_plan_set_servers (DecantPlan *self, DecantServerKind old_kind,
                              const DecantPlanTraits *new_traits);
DecantPlan *decant_plan_copy (const DecantPlan *self);
void decant_plan_free (DecantPlan *self);

guint decant_plan_get_n_folders (const DecantPlan *self);
const DecantPlanFolder *decant_plan_get_folder (const DecantPlan *self, guint index);

/* The index of an old path, or -1. */
int decant_plan_find (const DecantPlan *self, const char *old_path);
const DecantPlanRules *decant_plan_get_rules (const DecantPlan *self);

/* Other rules (copied); choices by hand stay. */
void decant_plan_set_rules (DecantPlan *self, const DecantPlanRules *rules);

/* A sentence for people about folder->remark of a folder of @self, such as “Name changed: …”; NULL
 * where there is nothing to remark. Free with g_free(). */
char *decant_plan_describe_remark (const DecantPlan *self, const DecantPlanFolder *folder);

/* A stable lower-case word for JSON: "character", "too-long", …; NULL for NONE. */
const char *decant_plan_remark_to_word (DecantPlanRemark remark);

/* Whether the new server would not take its name, and so it is called otherwise. */
gboolean decant_plan_is_renamed (const DecantPlanFolder *folder);

/* Whether the folder holds no mail but calendars, contacts and the like, as far as its server and
 * its name tell; rules.leave_groupware is about those. */
gboolean decant_plan_is_groupware (const DecantPlan *self, guint index);

/* By hand: take a folder along or leave it behind. Folders that are not selectable stay as they
 * are. */
void decant_plan_set_choice (DecantPlan *self, guint index, DecantPlanChoice choice);

/* By hand: where a folder goes; NULL: back to the automatic. The folders below it follow, unless a
 * rule, their use or a hand has placed them elsewhere. */
void decant_plan_set_new_path (DecantPlan *self, guint index, const char *new_path);

/* Whether the rules, and the hand that ticked single ones off, take this message of @folder, a
 * chosen one, along. Where @folder is rest_only, the message must have been listed with its labels;
 * without any told, decant_sharing_gives() decides. */
gboolean decant_plan_takes_message (const DecantPlan *self, const DecantPlanFolder *folder,
                                    const DecantMessage *message);

/* The same where the folder was opened under @uid_validity (0: not told), which may be another than
 * the survey's. */
gboolean decant_plan_takes_message_under (const DecantPlan *self, const DecantPlanFolder *folder,
                                          guint32 uid_validity, const DecantMessage *message);

/* All that decides about single messages of @folder, as one line that differs where that differs.
 * Free with g_free(). */
char *decant_plan_describe_rules (const DecantPlan *self, const DecantPlanFolder *folder);

/* A row of the new account as it will be: every existing folder and every one to be created,
 * parents before children. */
typedef struct
{
  char *path;
  DecantFolder *folder; /* NULL: will be created */
  guint64 arriving;     /* messages that will come */
  guint64 arriving_size;
} DecantPlanTarget;

/* Of DecantPlanTarget, freed with the array. */
GPtrArray *decant_plan_list_targets (const DecantPlan *self);

typedef struct
{
  guint folders;
  guint64 messages;
  guint64 size; /* of those whose size is known */
  gboolean size_complete;
} DecantPlanTotals;

/* What will be copied, by the folders' counts (rules about single messages are not in it, nor is
 * what rest_only folders hold). */
void decant_plan_get_totals (const DecantPlan *self, DecantPlanTotals *totals);

/* The choices by hand and the rules as JSON text, to be kept with the move, and back onto a fresh
 * plan: folders that are no longer there are passed over, new ones keep their automatic choice.
 * Free with g_free(). */
char *decant_plan_save_choices (const DecantPlan *self);
gboolean decant_plan_load_choices (DecantPlan *self, const char *json, GError **error);

/* The paths (strings, owned by the array) for which the text has a choice, but which are not among
 * the old folders. */
GPtrArray *decant_plan_list_unknown (const DecantPlan *self, const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPlan, decant_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DecantPlanRules, decant_plan_rules_free)

G_END_DECLS
