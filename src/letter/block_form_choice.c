#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

static void write_choice(struct evaluator *evaluator,
                         const struct block_node *node)
{
    evaluator->seam = true;
    if (evaluator_is_true(evaluator, node->symbol) != node->negated)
        evaluator_write_nodes(evaluator, node->children);
    evaluator->seam = true;
}

const struct block_form block_form_choice = {false, write_choice, NULL};
