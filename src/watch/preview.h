#ifndef WATCH_PREVIEW_H
#define WATCH_PREVIEW_H

#include <stdbool.h>

#include "base/buffer.h"
#include "run/engine.h"
#include "run/worker.h"
#include "watch/folder_watch.h"

/** The current state of a campaign: its letters and everything that check
 *  reports. All zero before the first preview_load(). */
struct preview {
    struct engine engine;
    struct arena *arena; ///< owns faulty
    struct worker *worker;
    struct diagnostics *diagnostics;
    const bool *faulty; ///< for each row of the roster; NULL: not checked, or
                        ///< no letters
    bool checked;
};

/** The options of reading a campaign. */
struct preview_options {
    struct engine_paths paths;
    unsigned jobs; ///< threads
    bool werror;
};

/**
 * Reads the campaign and all inputs of its letters again. This invalidates
 * earlier results.
 *
 * @return true if letters can be shown before preview_check()
 */
bool preview_load(struct preview *preview,
                  const struct preview_options *options);

/** Finds everything that check reports. For 400 rows this takes about five
 *  times as long as preview_load(). */
void preview_check(struct preview *preview,
                   const struct preview_options *options);

void preview_close(struct preview *preview);

/**
 * Watches the folders of the campaign's files.
 *
 * @errors RULE_FILE_MISSING: the campaign is missing; RULE_FILE_FULL
 */
enum status preview_watch(struct preview *preview,
                          const struct preview_options *options,
                          struct folder_watch *watch,
                          struct error *err) MUST_CHECK;

/**
 * Writes a letter's pages and their data as members of a JSON object.
 *
 * @param preview  loaded
 * @param code     the council; "": the first. An unknown one has no pages
 * @return true if there are pages
 * @param json     added to
 */
bool preview_write_letter(struct preview *preview, const char *code,
                          struct buffer *json);

/** Writes the councils and the campaign's problems as members of a JSON
 *  object, after preview_check(). */
void preview_write_problems(struct preview *preview, struct buffer *json);

/** @return the bytes of a font file by its index in the object's `fonts`, or
 *  NULL */
const void *preview_font(const struct preview *preview, size_t index,
                         size_t *size);

#endif
