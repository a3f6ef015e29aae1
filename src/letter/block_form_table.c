#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

static const struct inline_text *
write_cells(struct evaluator *evaluator,
            const struct inline_template *const *cells, size_t count)
{
    struct inline_text *words =
        ARENA_ARRAY(evaluator->arena, struct inline_text, count);

    for (size_t i = 0; i < count; i++)
        words[i] = evaluator_inline_text(evaluator, cells[i]);
    return words;
}

static void write_row(struct evaluator *evaluator,
                      const struct block_node *node)
{
    struct block *block = evaluator_new_block(evaluator, node);

    block->cells =
        write_cells(evaluator, node->cells, node->table->column_count);
    evaluator_push(evaluator, block, 0);
}

/* A table without rows leaves no gap, like a false condition. */
static void write_table(struct evaluator *evaluator,
                        const struct block_node *node)
{
    const struct table_template *form = node->table;
    const struct block_list rows =
        evaluator_write_item(evaluator, node->children);
    struct table *table;
    struct block *block;

    if (!rows.count)
        return;
    table = ARENA_NEW(evaluator->arena, struct table);
    table->column_count = form->column_count;
    table->aligns = form->aligns;
    table->heads = write_cells(evaluator, form->heads, form->column_count);
    table->rows = rows;
    block = evaluator_new_block(evaluator, node);
    block->table = table;
    if (form->caption)
        block->words = evaluator_inline_text(evaluator, form->caption);
    evaluator_push(evaluator, block, 0);
}

const struct block_form block_form_row = {false, write_row};
const struct block_form block_form_table = {true, write_table};
