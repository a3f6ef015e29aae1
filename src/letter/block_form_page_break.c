#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

/* A break at the top of a page would leave an empty page. */
static void write_page_break(struct evaluator *evaluator,
                             const struct block_node *node)
{
    const struct block *last = evaluator_last_block(evaluator);

    if (last && last->kind != BLOCK_PAGE_BREAK)
        evaluator_push(evaluator, evaluator_new_block(evaluator, node), 0);
}

const struct block_form block_form_page_break = {true, write_page_break};
