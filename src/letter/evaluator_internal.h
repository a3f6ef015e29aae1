#ifndef LETTER_EVALUATOR_INTERNAL_H
#define LETTER_EVALUATOR_INTERNAL_H

#include "base/map.h"
#include "letter/evaluator.h"
#include "stats/figure.h"

/**
 * Shared by the evaluator's files: evaluator.c evaluates nodes,
 * evaluator_values.c placeholders, evaluator_words.c inline text,
 * block_form_<name>.c one form of block.
 */

/** The sum of a list's column over the council's rows. */
struct sum {
    const struct symbol *symbol;
    int64_t value;
    bool sound; ///< false: a cell has refused the row
};

struct evaluator {
    const struct evaluator_input *evaluator_input;
    const struct council *council;
    const struct figures *figures;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct run_builder run_builder;
    bool failed;
    bool *reported;   ///< columns already reported as empty; NULL: none
    struct sum *sums; ///< of lists' columns, computed on demand
    size_t sum_count;
    size_t sum_capacity;
    struct map faulty;              ///< cells already reported, by location
    unsigned *printed;              ///< printed parts of each figure
    bool confined;                  ///< set by evaluator_confine()
    struct row_list_entry *entries; ///< the current row of each list

    const struct inline_link *link; ///< the last one written
    const char *uri;                ///< its target

    /* Blocks of the current container, after those of outer containers. */
    const struct block **blocks;
    size_t count;
    size_t capacity;
    size_t base;          ///< start of the current container
    char marker;          ///< of the last block, if it is a list; else 0
    struct block *joined; ///< the last list that was joined from several
    struct block_list *joined_items; ///< its items
    size_t joined_capacity;
    bool seam;   ///< a tag follows the last block
    bool titled; ///< a subject must come before sections
    size_t subjects;
    size_t signatures;
};

/** Refuses the row at a place in the letter text. The message names the
 *  council, because all councils share the text. */
void evaluator_refuse_words(struct evaluator *evaluator,
                            enum diagnostic_id rule, struct location location,
                            const char *field, const char *message);

/** Refuses the row for an empty cell of a column or a list, once a cell. */
void evaluator_refuse_cell(struct evaluator *evaluator,
                           const struct symbol *symbol, const char *written,
                           struct location needed);

/** Refuses the row if a part of @p figure is missing because of rows with
 *  errors. */
void evaluator_need_part(struct evaluator *evaluator,
                         const struct figure *figure, enum figure_part part);

/** @return true if a flag is true for the row; @p needed is the condition's
 *         location, for messages */
bool evaluator_is_true(struct evaluator *evaluator, const struct symbol *symbol,
                       struct location needed);

/**
 * Prints a placeholder; refuses the row if a required value is missing.
 *
 * @param number  scratch
 * @return the value, or ""
 */
const char *evaluator_need_value(struct evaluator *evaluator,
                                 const struct inline_part *part,
                                 char number[static FIGURE_TEXT_SIZE]);

/** @return the number of the council's rows in a list */
size_t evaluator_count_rows(const struct evaluator *evaluator, size_t list);

/** Makes a row, from 0, the current one of its list. */
void evaluator_enter_row(struct evaluator *evaluator, size_t list, size_t row);

/**
 * Adds up a column of a list over the council's rows; refuses the row for each
 * cell that is not a count.
 *
 * @param written  the placeholder, for messages
 * @return false if there is no
 *                 sum
 */
bool evaluator_sum(struct evaluator *evaluator, const struct symbol *symbol,
                   const char *written, struct location needed, int64_t *sum);

/** @return a symbol's cell in the current row; text NULL if the symbol is not a
 *         column of the council or of a list */
struct value evaluator_cell(const struct evaluator *evaluator,
                            const struct symbol *symbol);

/** Records the parts of figures that a printed value discloses. */
void evaluator_note_printed(struct evaluator *evaluator,
                            const struct symbol *symbol);

/** Adds the blocks of @p nodes to the current container. */
void evaluator_write_nodes(struct evaluator *evaluator,
                           struct block_node_list nodes);

/** @return the blocks of @p nodes, in a new container */
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
