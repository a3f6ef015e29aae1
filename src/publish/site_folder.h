#ifndef PUBLISH_SITE_FOLDER_H
#define PUBLISH_SITE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

/**
 * The folder of the public pages. The new site is built next to the old one
 * and replaces it by one rename: readers see the old or the new site, and a
 * killed run leaves the old one.
 *
 * An unchanged file is a hard link to the old one. The old site is never
 * modified.
 */
struct site_folder;

/** The changes of a run. */
struct site_changes {
    size_t files; ///< of the new site
    size_t written;
    size_t removed;
};

/**
 * Begins a new site.
 *
 * @param arena  owns the folder
 * @param path   of the site; it need not exist
 * @param site   [out]; end it with site_folder_swap() or site_folder_drop()
 * @errors RULE_PUBLISH_FOLDER: the folder has files but is not a site;
 *         RULE_RUN_OTHER: another run builds a site in the same folder;
 *         RULE_FILE_WRITE, RULE_FILE_FULL
 */
enum status site_folder_open(struct arena *arena, const char *path,
                             struct site_folder **site,
                             struct error *err) MUST_CHECK;

/** @return the path of a file of the old site, of @p arena */
const char *site_folder_old_path(const struct site_folder *site,
                                 struct arena *arena, const char *name);

/** @return true if the old site has a file, which is read to @p bytes */
bool site_folder_read_old(const struct site_folder *site, const char *name,
                          struct buffer *bytes);

/** Writes a file of the new site, and its folders; @p name is relative. */
enum status site_folder_write(struct site_folder *site, const char *name,
                              const void *bytes, size_t size,
                              struct error *err) MUST_CHECK;

/**
 * Keeps files of the old site that the new one does not have.
 *
 * @param is_kept  returns true for each file to keep
 */
enum status site_folder_keep(struct site_folder *site,
                             bool (*is_kept)(const char *name, void *context),
                             void *context, struct error *err) MUST_CHECK;

/** Visits the names of all files of the new site, in order. */
enum status
site_folder_each(struct site_folder *site,
                 enum status (*visit)(const char *name, const char *path,
                                      void *context, struct error *err),
                 void *context, struct error *err) MUST_CHECK;

/** Replaces the old site with the new one and removes it. On failure the old
 *  one is unchanged. Frees the site in any case. */
enum status site_folder_swap(struct site_folder *site,
                             struct site_changes *changes,
                             struct error *err) MUST_CHECK;

/** Removes the new site and frees it; NULL is allowed. */
void site_folder_drop(struct site_folder *site);

#endif
