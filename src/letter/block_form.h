#ifndef LETTER_BLOCK_FORM_H
#define LETTER_BLOCK_FORM_H

#include "letter/block_template.h"

/**
 * The forms of block. A form turns a node of a block template into blocks of a
 * letter.
 *
 * A form is a file block_form_<name>.c, written with the functions of
 * letter/evaluator_internal.h, and a line in letter/block.def.
 */

struct evaluator;

struct block_form {
    bool on_page; ///< not allowed in list items and e-mails

    /** Adds a node's blocks for the current row. */
    void (*write)(struct evaluator *evaluator, const struct block_node *node);
};

#define BLOCK(kind, form) extern const struct block_form block_form_##form;
#include "letter/block.def"
#undef BLOCK
extern const struct block_form block_form_choice;
extern const struct block_form block_form_include;

/** @return the form of a kind of node */
const struct block_form *block_form_of(enum block_node_kind kind);

#endif
