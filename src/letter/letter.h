#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text_origins.h"
#include "stats/figures.h"

/**
 * One council's letter: words and panels, no coordinates.
 *
 * The result of a template and a row, and the input of layout. The letter's
 * arena owns it.
 */

/** Bits of a run's style. */
enum {
    STYLE_BOLD = 1,
    STYLE_ITALIC = 2,
};

/** A part of a text in one style. */
struct text_run {
    const char *text; ///< UTF-8, with final white space; "\n" alone is a hard
                      ///< line break
    unsigned style;   ///< bits
    const char *link; ///< a URI, or NULL
    const char *language;     ///< BCP 47; NULL: the letter's
    struct location location; ///< of the template's line, or of the first cell
    struct text_origins origins; ///< of its parts, if there are several
};

/** The runs of a paragraph; count 0: empty. */
struct inline_text {
    const struct text_run *runs;
    size_t count;
    bool is_shared; ///< all letters share the runs
};

enum block_kind {
#define BLOCK(kind, form) BLOCK_##kind,
#include "letter/block.def"
#undef BLOCK
};

struct block;

struct block_list {
    const struct block *const *items;
    size_t count;
};

/** One for each line of chart.def. */
enum chart_kind {
#define CHART(kind, name, feed, parts) CHART_##kind,
#include "letter/chart.def"
#undef CHART
    CHART_KINDS,
};

/** A statistic with its words; charts draw the figure. */
struct panel {
    const struct figure *figure;
    const enum chart_kind *charts; ///< drawn if there is a rate, top to bottom;
                                   ///< at least one
    size_t chart_count;
    struct inline_text title;
    struct inline_text headline;   ///< empty without a rate
    struct inline_text comparison; ///< empty without a comparison
    struct inline_text caption; ///< under the large number, in its plural form;
                                ///< empty: no large number
    struct inline_text basis;
    struct inline_text none; ///< only if the rate is missing or withheld
    const struct inline_text *notes;
    size_t note_count;
};

enum table_align {
    TABLE_ALIGN_LEFT,
    TABLE_ALIGN_CENTRE,
    TABLE_ALIGN_RIGHT,
};

enum { TABLE_COLUMNS_MAX = 24 };

/** The content of a table, without its caption, which is the words of its
 *  block. */
struct table {
    size_t column_count;
    const enum table_align *aligns;
    const struct inline_text *heads; ///< one a column, empty or not
    struct block_list rows;          ///< of the kind BLOCK_ROW; at least one
};

struct block {
    enum block_kind kind;
    struct location location;
    struct inline_text words; ///< subject, section, paragraph; caption of a
                              ///< table
    const struct table *table;
    const struct inline_text *cells; ///< row: one a column of its table
    bool ordered;                    ///< list: numbered
    int start;                       ///< list: first number
    const struct block_list *items;  ///< list: each item's blocks
    size_t item_count;
    const struct panel *panel;
};

/** The text, with the parts above and below it, in one language. */
struct letter {
    struct letter *next; ///< this letter in the next language, or NULL
    const char *code;    ///< the council's
    const char *name;    ///< the council's
    struct location name_location; ///< of its cell
    const char *campaign_title;    ///< the same in all letters
    const char *title;             ///< "<title> - <name>"
    const char *language;          ///< BCP 47
    const char *file;              ///< file name without ".pdf"

    struct value_list wordmark; ///< the same in all letters
    const char *date;           ///< in words; likewise
    struct location date_location;
    const char *delivery; ///< or ""
    struct text_origins delivery_origins;
    struct value_list contact; ///< the sender's; the same in all letters
    const char *reference;     ///< or ""
    struct text_origins reference_origins;
    const char *const *addressee;
    size_t addressee_count;
    struct location addressee_location;           ///< of the setting
    const struct text_origins *addressee_origins; ///< of each line

    bool has_window; ///< the addressee is set in an envelope's window
    bool is_posted;  ///< the address is set below it
    const char *const *address;
    const struct text_origins *address_origins; ///< of each line
    size_t address_count;
    const char *postcode; ///< as printed, or ""; NULL: not posted

    const char *signatory;   ///< the same in all letters
    struct value_list roles; ///< likewise
    const char *signature_alt;

    struct block_list blocks;
    struct figures figures; ///< `given` has the printed parts
};

#endif
