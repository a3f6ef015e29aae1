#ifndef RUN_ENGINE_H
#define RUN_ENGINE_H

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "base/hash.h"
#include "base/map.h"
#include "canvas/display_list.h"
#include "data/campaign.h"
#include "layout/layout.h"
#include "letter/template.h"
#include "pdf/pdf_painter.h"
#include "run/channel.h"
#include "run/seal_setup.h"
#include "stats/averages.h"

/** The parts of the inputs that all letters of a campaign share. If letters
 *  have changed, messages name the changed part. */
enum engine_part {
    ENGINE_PROGRAM, ///< version, sources, libraries that shape a page
    ENGINE_SETTINGS,
    ENGINE_TEXT,
    ENGINE_THEME,
    ENGINE_FONTS,
    ENGINE_ARTWORK,
};

enum { ENGINE_PARTS = ENGINE_ARTWORK + 1 };

/** @return "program", "settings", ...: its key in run.json */
const char *engine_part_key(enum engine_part part);

/**
 * The inputs that letters share, set up once for the run. Immutable once open,
 * so that many workers may use it at once.
 */
struct engine {
    struct arena *arena;
    struct campaign campaign;
    struct averages *averages;
    struct template *template;
    const struct channel *channel; ///< NULL: the campaign does not use it
    struct layout_kit layout;
    struct shared_resources *pdf; ///< NULL: not ready to print
    struct seal_setup seal_setup;
    struct face *faces[16]; ///< opened from fonts/, owned
    size_t face_count;
    unsigned char parts[ENGINE_PARTS][HASH_SIZE];
    unsigned char inputs[HASH_SIZE]; ///< of all inputs but row and seal
    unsigned char digest[HASH_SIZE]; ///< of all inputs but the row
    struct map sent; ///< content_sha256 of sent letters, by code; empty unless
                     ///< a command sets it
};

/** The program's files, and its functions besides letters. */
struct engine_paths {
    const char *campaign; ///< the campaign's folder
    const char *fonts;    ///< the folder with fonts.yaml
    const char *theme;    ///< the house theme, or NULL: the built-in one
    const struct seal_options *seal; ///< or NULL: letters are not sealed
    const struct channel *channel;   ///< or NULL: letters alone
};

/**
 * Reads a campaign and prepares everything that letters share.
 *
 * @param engine       [out] close it even after a failure
 * @param paths        the files to read
 * @param diagnostics  errors in the campaign
 * @return STATUS_OK if letters can be made, even if some rows have errors
 */
enum status engine_open(struct engine *engine, const struct engine_paths *paths,
                        struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Prepares an open engine to write PDF files, which is slow and not needed for
 * checks. Workers that write files must be made after it.
 *
 * @param engine       open; may be prepared twice
 * @param diagnostics  gets what is wrong
 */
enum status engine_prepare(struct engine *engine,
                           struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Reads the seal settings that a previous run recorded in run.json, so that
 * the digests of its letters can be computed without the certificate. It does
 * not seal.
 *
 * @param engine  open; with a signer, nothing changes
 * @param output  the previous run's folder; without a record of seals, nothing
 *                changes
 */
void engine_recall_seal(struct engine *engine, const char *output);

void engine_close(struct engine *engine);

/** The parts of a letter's inputs that are not shared by all letters. */
enum engine_row_part {
    ENGINE_ROW_OWN = 1,        ///< its row, its lists, the files it includes
    ENGINE_ROW_COMPARISON = 2, ///< data of other rows: averages, peers
    ENGINE_ROW = ENGINE_ROW_OWN | ENGINE_ROW_COMPARISON,
};

/** Adds parts of the inputs of one council's letter to @p hash. */
void engine_hash_row(const struct engine *engine, const struct council *council,
                     enum engine_row_part parts, struct hash *hash);

#endif
