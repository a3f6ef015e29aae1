#include "base/array.h"
#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

static const struct block *make_list(struct evaluator *evaluator,
                                     const struct block_node *node)
{
    struct block *block = evaluator_new_block(evaluator, node);
    struct block_list *items =
        ARENA_ARRAY(evaluator->arena, struct block_list, node->item_count);

    block->ordered = node->marker == '.' || node->marker == ')';
    block->start = node->start;
    block->items = items;
    for (size_t i = 0; i < node->item_count; i++) {
        items[block->item_count] =
            evaluator_write_item(evaluator, node->items[i]);
        block->item_count += items[block->item_count].count > 0;
    }
    return block;
}

/* Begins a joined list with @p first. */
static void begin_join(struct evaluator *evaluator, const struct block *first)
{
    struct block *joined = arena_copy(evaluator->arena, first, sizeof *first);

    evaluator->joined = joined;
    evaluator->joined_capacity = first->item_count;
    evaluator->joined_items =
        arena_copy(evaluator->arena, first->items,
                   first->item_count * sizeof *evaluator->joined_items);
    joined->items = evaluator->joined_items;
}

/* Joins two lists that only tags separate: the last block is, or becomes, the
 * joined list. */
static void join_list(struct evaluator *evaluator, const struct block *list)
{
    const struct block *last = evaluator_last_block(evaluator);
    struct block *joined;

    if (last != evaluator->joined)
        begin_join(evaluator, last);
    joined = evaluator->joined;
    for (size_t i = 0; i < list->item_count; i++) {
        ARENA_GROW(evaluator->arena, evaluator->joined_items,
                   joined->item_count, evaluator->joined_capacity);
        evaluator->joined_items[joined->item_count++] = list->items[i];
    }
    joined->items = evaluator->joined_items;
    evaluator->blocks[evaluator->count - 1] = joined;
    evaluator->seam = false;
}

static void write_list(struct evaluator *evaluator,
                       const struct block_node *node)
{
    const struct block *block = make_list(evaluator, node);

    if (!block->item_count)
        return;
    if (evaluator->seam && evaluator_last_block(evaluator) &&
        evaluator->marker == node->marker)
        join_list(evaluator, block);
    else
        evaluator_push(evaluator, block, node->marker);
}

const struct block_form block_form_list = {false, write_list};
