#ifndef LETTER_EVALUATOR_INTERNAL_H
#define LETTER_EVALUATOR_INTERNAL_H

#include "base/map.h"
#include "letter/evaluator.h"
#include "stats/figure.h"

/**
 * What the evaluator's files share: evaluator.c walks nodes, evaluator_values.c
 * prints placeholders, evaluator_words.c inline text, and block_form_<name>.c
 * one form of block each.
 */

/** The sum of a list's column over the council's rows. */
struct sum {
    const struct symbol *symbol;
    int64_t value;
    bool sound; ///< false: the row is refused for a cell
};

struct evaluator {
    const struct evaluator_input *evaluator_input;
    const struct council *council;
    const struct figures *figures;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct run_builder run_builder;
    bool failed;
    bool *reported;   ///< columns already said to be empty; NULL: none
    struct sum *sums; ///< of lists' columns, as far as they were needed
    size_t sum_count;
    size_t sum_capacity;
    struct map faulty; ///< cells already reported, by their places
    unsigned *printed; ///< parts of each figure that the page prints
    bool confined;     ///< prints only what the council's letter prints
    struct row_list_entry *entries; ///< the current row of each list

    const struct inline_link *link; ///< the last one written
    const char *uri;                ///< where it leads

    /* Blocks of the current container, after those of the containers around
     * it. */
    const struct block **blocks;
    size_t count;
    size_t capacity;
    size_t base;          ///< where the current container begins
    char marker;          ///< of the last block, if that is a list; else 0
    struct block *joined; ///< the last list that was joined from several
    struct block_list *joined_items; ///< its items
    size_t joined_capacity;
    bool seam;   ///< there is a tag between the last block and the next
    bool titled; ///< a subject must come before sections
    size_t subjects;
    size_t signatures;
};

/** Refuses the row for a place in the letter text, which all councils share:
 *  the message names the council. */
void evaluator_refuse_words(struct evaluator *evaluator,
                            enum diagnostic_id rule, struct location location,
                            const char *field, const char *message);

/** Refuses the row for an empty cell of a column or a list, once for each. */
void evaluator_refuse_cell(struct evaluator *evaluator,
                           const struct symbol *symbol, const char *written,
                           struct location needed);

/** Refuses the row if a part of @p figure lacks rows at fault. */
void evaluator_need_part(struct evaluator *evaluator,
                         const struct figure *figure, enum figure_part part);

/** @return true if a flag is true for the row; @p needed names the place of
 *  the condition in messages */
bool evaluator_is_true(struct evaluator *evaluator, const struct symbol *symbol,
                       struct location needed);

/**
 * Prints a placeholder; refuses the row where a value is required and missing.
 *
 * @param number  scratch
 * @return the value, "" for none
 */
const char *evaluator_need_value(struct evaluator *evaluator,
                                 const struct inline_part *part,
                                 char number[static FIGURE_TEXT_SIZE]);

/** @return the rows of the council in a list */
size_t evaluator_count_rows(const struct evaluator *evaluator, size_t list);

/** Makes a row, from 0, the current one of its list. */
void evaluator_enter_row(struct evaluator *evaluator, size_t list, size_t row);

/**
 * Adds up a column of a list over the council's rows; refuses the row for each
 * cell that is no count.
 *
 * @param written  what needs the sum, as a message shows it
 * @return false: there is no sum
 */
bool evaluator_sum(struct evaluator *evaluator, const struct symbol *symbol,
                   const char *written, struct location needed, int64_t *sum);

/** @return the cell that a symbol means in the current row; text NULL: the
 *  symbol is no column, of the council or a list */
struct value evaluator_cell(const struct evaluator *evaluator,
                            const struct symbol *symbol);

/** Records which parts of which figures a value on the page gives. */
void evaluator_note_printed(struct evaluator *evaluator,
                            const struct symbol *symbol);

/** Writes the blocks of @p nodes into the current container. */
void evaluator_write_nodes(struct evaluator *evaluator,
                           struct block_node_list nodes);

/** Writes the blocks of @p nodes into a container of their own.
 *  @return the blocks */
struct block_list evaluator_write_item(struct evaluator *evaluator,
                                       struct block_node_list nodes);

/** @return a new block with the kind and the location of @p node */
struct block *evaluator_new_block(struct evaluator *evaluator,
                                  const struct block_node *node);

/** Adds a block to the current container.
 *  @param marker  a list's; else 0 */
void evaluator_push(struct evaluator *evaluator, const struct block *block,
                    char marker);

/** @return the last block of the current container, or NULL */
const struct block *evaluator_last_block(const struct evaluator *evaluator);

#endif
