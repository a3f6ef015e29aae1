#ifndef LETTER_BLOCK_TEMPLATE_H
#define LETTER_BLOCK_TEMPLATE_H

#include "letter/inline_template.h"
#include "letter/panel_template.h"

/**
 * A compiled letter text: an immutable tree of blocks and conditions, which is
 * walked once for each letter.
 */

struct table_template {
    size_t column_count;
    const enum table_align *aligns;
    const struct inline_template *caption; ///< or NULL
    const struct inline_template **heads;  ///< one a column
};

/** Kinds that are blocks have the values of enum block_kind. */
enum block_node_kind {
#define BLOCK(kind, form) NODE_##kind,
#include "letter/block.def"
#undef BLOCK
    NODE_CHOICE,  ///< ((#flag)) ... ((/flag)), ((^flag)) ... ((/flag))
    NODE_INCLUDE, ///< ((>column))
};

struct block_node;

struct block_node_list {
    struct block_node *const *items;
    size_t count;
};

struct block_node {
    enum block_node_kind kind;
    struct location location;
    const struct inline_template
        *inline_template; ///< subject, section, paragraph

    char marker; ///< list: - + * . or )
    int start;   ///< list: first number of the joined list
    const struct block_node_list *items; ///< list
    size_t item_count;

    const struct panel_template *panel;
    const struct table_template *table;   ///< table, row: of the table
    const struct inline_template **cells; ///< row: one a column

    const struct symbol *symbol;     ///< choice, include: the column
    bool negated;                    ///< choice
    struct block_node_list children; ///< choice; table: its rows
    const char *written;             ///< include: for messages
};

/** A ((>column)) in a text. */
struct include {
    const struct symbol *symbol; ///< a column of the council or of a list
    struct location location;
    const char *written; ///< "((>column))"
    bool in_item;        ///< is in a list item
};

struct block_template {
    struct block_node_list nodes;
    const struct include *includes;
    size_t include_count;
    bool has_pages; ///< has blocks that a list item must not contain
    bool titled;    ///< a subject must come before its sections
};

enum block_template_kind {
    BLOCK_TEMPLATE_LETTER,   ///< has one subject
    BLOCK_TEMPLATE_INCLUDED, ///< has none
    BLOCK_TEMPLATE_EMAIL,    ///< has none, and no pages
};

/**
 * Compiles a text.
 *
 * @param campaign        with the statistics and the signatory
 * @param source          the text
 * @param kind            kind of text
 * @param block_template  [out] without the parts that have errors
 * @errors RULE_TEMPLATE_*, RULE_PANEL_*, RULE_SETTING_MISSING (a signature
 *         without signatory)
 */
void block_template_compile(struct compile_context *context,
                            const struct campaign *campaign,
                            const struct source_text *source,
                            enum block_template_kind kind,
                            struct block_template *block_template);

#endif
