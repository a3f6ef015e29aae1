#ifndef LETTER_PROGRAM_H
#define LETTER_PROGRAM_H

#include "letter/inline_template.h"
#include "letter/panel_template.h"

/**
 * A letter text, compiled: an immutable tree of blocks and conditions that is
 * walked once for each letter.
 */

enum node_kind {
    NODE_SUBJECT,
    NODE_SECTION,
    NODE_PARAGRAPH,
    NODE_LIST,
    NODE_PAGE_BREAK,
    NODE_PANEL,
    NODE_SIGNATURE,
    NODE_CHOICE,  ///< ((#flag)) ... ((/flag)), ((^flag)) ... ((/flag))
    NODE_INCLUDE, ///< ((>column))
};

struct node;

struct node_list {
    const struct node *const *items;
    size_t count;
};

struct node {
    enum node_kind kind;
    struct place place;
    const struct phrase *phrase; ///< subject, section, paragraph

    char marker;                   ///< list: - + * . or )
    int start;                     ///< list: first number of the lists that
                                   ///< only tags part
    const struct node_list *items; ///< list
    size_t item_count;

    const struct panel_form *panel;

    const struct binding *binding; ///< choice, include: the column
    bool negated;                  ///< choice
    struct node_list children;     ///< choice
    const char *written;           ///< include: as a message shows it

    const struct block *ready; ///< the same in all letters; NULL: not so
};

/** An ((>column)) in a text. */
struct include {
    size_t column;
    struct place place;
    const char *written; ///< "((>column))"
    bool in_item;        ///< stands in a list item
};

struct program {
    struct node_list nodes;
    const struct include *includes;
    size_t include_count;
    bool has_pages; ///< has blocks that cannot stand in a list item
    bool titled;    ///< a subject has to come before its sections
};

enum program_kind {
    PROGRAM_LETTER,   ///< has one subject
    PROGRAM_INCLUDED, ///< has none
    PROGRAM_COVER,    ///< has none, and no pages
};

/**
 * Compiles a text.
 *
 * @param compiler  gets every mistake
 * @param campaign  knows the statistics and the signatory
 * @param source    the text
 * @param kind      what it is
 * @param program   filled in, as far as the text makes sense
 * @errors RULE_TEMPLATE_*, RULE_PANEL_*, RULE_SETTING_MISSING (a signature
 *         without signatory)
 */
void program_compile(struct compiler *compiler, const struct campaign *campaign,
                     const struct source *source, enum program_kind kind,
                     struct program *program);

#endif
