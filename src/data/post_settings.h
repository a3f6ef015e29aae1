#ifndef DATA_POST_SETTINGS_H
#define DATA_POST_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/geometry.h"

/**
 * The settings under `post:` in campaign.yaml: which letters are posted, where
 * their address is on the page, and how they are printed.
 */

/** Where an envelope's window is over the first page. */
struct post_window {
    struct rect address; ///< seen however the letter lies in the envelope
    struct rect clear;   ///< seen at some time: nothing but the address here
    double folds[2];     ///< from the page's top; 0: none
};

enum sheet_mark_kind {
    SHEET_MARK_TEXT, ///< "piece · n / m"
    SHEET_MARK_NONE,
    SHEET_MARK_DATA_MATRIX, ///< ECC 200
};

enum piece_order {
    PIECE_ORDER_ROW,
    PIECE_ORDER_POSTCODE,
    PIECE_ORDER_SHEETS, ///< and by row where they have as many
};

struct post_settings {
    bool given; ///< there is a `post:`; what follows holds only then
    struct location location; ///< of the key

    struct value when;           ///< true: goes by post only; or none
    const struct value *address; ///< columns
    size_t address_count;
    struct post_window window;
    bool fold_marks; ///< printed where the window says
    bool simplex;
    enum sheet_mark_kind mark;
    enum piece_order order;
    int max_sheets;  ///< a piece with more is reported
    int max_letters; ///< a job
};

struct settings_reader;
struct yaml;

/** Reads `post:` of @p root into the settings that are being read.
 *  @errors RULE_SETTING_* */
void post_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

#endif
