#ifndef DATA_POST_SETTINGS_H
#define DATA_POST_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/geometry.h"

/**
 * The settings under `post:` in campaign.yaml: which letters are posted, the
 * place of the address, and the printing.
 */

/** The parts of the first page that an envelope's window shows. */
struct post_window {
    struct rect address; ///< always visible
    struct rect clear; ///< may be visible: only the address may be printed here
    double folds[2];   ///< from the page's top; 0: none
};

enum sheet_mark_kind {
    SHEET_MARK_TEXT, ///< "piece · n / m"
    SHEET_MARK_NONE,
    SHEET_MARK_DATA_MATRIX, ///< ECC 200
};

enum piece_order {
    PIECE_ORDER_ROW,
    PIECE_ORDER_POSTCODE,
    PIECE_ORDER_SHEETS, ///< then by row
};

struct post_settings {
    bool given; ///< `post:` exists; else all other members are unset
    struct location location; ///< of the key

    struct value when;           ///< true: by post only; or none
    const struct value *address; ///< columns
    size_t address_count;
    struct post_window window;
    bool fold_marks; ///< printed at the folds of the window
    bool simplex;
    enum sheet_mark_kind mark;
    enum piece_order order;
    int max_sheets;  ///< of a piece; more are reported
    int max_letters; ///< in a job
};

struct settings_reader;
struct yaml;

/** Reads `post:` of @p root into the settings.
 *  @errors RULE_SETTING_* */
void post_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

#endif
