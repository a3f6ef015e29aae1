#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

/* Lists that only tags separate are one list, across rows too. */
static void write_rows(struct evaluator *evaluator,
                       const struct block_node *node)
{
    const size_t list = node->symbol->list;
    const size_t count = evaluator_count_rows(evaluator, list);

    for (size_t i = 0; i < count; i++) {
        evaluator_enter_row(evaluator, list, i);
        evaluator_write_nodes(evaluator, node->children);
        evaluator->seam = true;
    }
}

static void write_choice(struct evaluator *evaluator,
                         const struct block_node *node)
{
    evaluator->seam = true;
    if (node->symbol->kind == SYMBOL_LIST && !node->negated)
        write_rows(evaluator, node);
    else if (evaluator_is_true(evaluator, node->symbol, node->location) !=
             node->negated)
        evaluator_write_nodes(evaluator, node->children);
    evaluator->seam = true;
}

const struct block_form block_form_choice = {false, write_choice};
