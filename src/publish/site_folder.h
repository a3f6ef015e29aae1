#ifndef PUBLISH_SITE_FOLDER_H
#define PUBLISH_SITE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

/**
 * The folder of the public pages, built anew beside the one that is there, and
 * put in its place by one rename: whoever reads sees the old site or the new
 * one, and a run that is killed leaves the old one.
 *
 * A file that has not changed is a hard link to the old one. The old site is
 * never written to.
 */
struct site_folder;

/** What a run changed. */
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
 * @errors RULE_PUBLISH_FOLDER: files are there that are not of a site;
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

/** Writes a file of the new site; @p name is relative, and its folders are
 *  made. */
enum status site_folder_write(struct site_folder *site, const char *name,
                              const void *bytes, size_t size,
                              struct error *err) MUST_CHECK;

/**
 * Takes over all files of the old site that the new one does not have.
 *
 * @param is_kept  says of each whether it stays
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

/** Puts the new site in the old one's place and removes the old one. On failure
 *  the old one is left as it was. Frees the site whatever this returns. */
enum status site_folder_swap(struct site_folder *site,
                             struct site_changes *changes,
                             struct error *err) MUST_CHECK;

/** Removes what was built and frees the site; NULL is allowed. */
void site_folder_drop(struct site_folder *site);

#endif
