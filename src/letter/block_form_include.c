#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

/* includes_check() has found all errors except an empty cell. */
static void write_include(struct evaluator *evaluator,
                          const struct block_node *node)
{
    const struct included_file *included_file =
        includes_find(evaluator->evaluator_input->includes,
                      evaluator_cell(evaluator, node->symbol).text);

    evaluator->seam = true;
    if (!included_file)
        evaluator_refuse_cell(evaluator, node->symbol, node->written,
                              node->location);
    else
        evaluator_write_nodes(evaluator, included_file->block_template.nodes);
    evaluator->seam = true;
}

const struct block_form block_form_include = {false, write_include};
