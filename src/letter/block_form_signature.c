#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

static void write_signature(struct evaluator *evaluator,
                            const struct block_node *node)
{
    if (++evaluator->signatures == 2)
        evaluator_refuse_words(evaluator, RULE_TEMPLATE_SYNTAX, node->location,
                               NULL, "a second signature");
    evaluator_push(evaluator, evaluator_new_block(evaluator, node), 0);
}

const struct block_form block_form_signature = {true, write_signature};
