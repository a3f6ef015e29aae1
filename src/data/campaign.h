#ifndef DATA_CAMPAIGN_H
#define DATA_CAMPAIGN_H

#include "base/diagnostics.h"
#include "data/roster.h"
#include "data/row_list.h"
#include "data/settings.h"

/** An open campaign folder: settings and councils. It does not change once
 *  open, so threads may read it. */
struct campaign {
    const char *folder; ///< as given, without a trailing slash
    const char *name;   ///< last part of the folder's real path: "2022"
    struct settings settings;
    struct roster *roster;
    struct row_list **lists; ///< settings.list_count of them; NULL: the list
                             ///< has errors
    struct campaign *next;   ///< this campaign in the next language, or NULL
};

/**
 * Opens a campaign.
 *
 * @param arena        owns the campaign
 * @param folder       as given on the command line
 * @param campaign     [out]
 * @param diagnostics  gets everything that is wrong with settings and data
 * @return STATUS_OK if letters can be made, even if some rows have errors
 */
enum status campaign_open(struct arena *arena, const char *folder,
                          struct campaign *campaign,
                          struct diagnostics *diagnostics) MUST_CHECK;

/** @return the name of a campaign's folder: the last part of its real path */
const char *campaign_name(struct arena *arena, const char *folder);

void campaign_close(struct campaign *campaign);

/** @return "<folder>/<name>", as diagnostics show it */
const char *campaign_path(struct arena *arena, const struct campaign *campaign,
                          const char *name);

/**
 * Finds a file that a setting or a cell names, in the campaign's folder only:
 * absolute paths, ".." and links to other folders are refused.
 *
 * @param arena     owns the path
 * @param campaign  the campaign
 * @param name      the file's name and where it was written
 * @param field     what names it, for the diagnostic
 * @param path      [out] campaign_path() of it
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_FILE_OUTSIDE, RULE_FILE_MISSING; the location is that of @p name
 */
enum status campaign_find_file(struct arena *arena,
                               const struct campaign *campaign,
                               struct value name, const char *field,
                               const char **path, struct error *err) MUST_CHECK;

#endif
