#ifndef PUBLISH_DATA_FILES_H
#define PUBLISH_DATA_FILES_H

#include "publish/site.h"
#include "publish/site_history.h"

/**
 * The data of the site: data/<year>.csv with CSVW metadata, data/<year>.json,
 * data/history.csv with its metadata, and data/datapackage.json about the
 * files of all years.
 *
 * @source CSV on the Web, W3C 2015; Data Package 2.0
 */

/** The JSON-LD of a page. */
struct data_set {
    const char *name;
    const char *description;
    const char *address; ///< of the page, below publish.url
    const char *letter;  ///< of the PDF file; "": none
};

/** Adds a page's data set as JSON-LD. @source schema.org, Dataset */
void data_files_describe(const struct site *site,
                         const struct data_set *data_set, struct buffer *json);

/** Writes all files of data to the new site. */
enum status data_files_write(const struct site *site,
                             const struct site_history *history,
                             struct diagnostics *diagnostics) MUST_CHECK;

/** Writes SHA256SUMS of the new site's data and letters, in the format of
 *  sha256sum. */
enum status data_files_write_sums(const struct site *site,
                                  struct error *err) MUST_CHECK;

#endif
