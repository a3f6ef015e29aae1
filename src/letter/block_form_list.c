#include <string.h>

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

/* Two lists that only tags part are one. */
static const struct block *join_lists(struct evaluator *evaluator,
                                      const struct block *first,
                                      const struct block *second)
{
    struct block *block = arena_copy(evaluator->arena, first, sizeof *first);
    struct block_list *items =
        ARENA_ARRAY(evaluator->arena, struct block_list,
                    first->item_count + second->item_count);

    memcpy(items, first->items, first->item_count * sizeof *items);
    memcpy(items + first->item_count, second->items,
           second->item_count * sizeof *items);
    block->items = items;
    block->item_count = first->item_count + second->item_count;
    return block;
}

static void push_list(struct evaluator *evaluator,
                      const struct block_node *node, const struct block *block)
{
    const struct block *last = evaluator_last_block(evaluator);

    if (!block->item_count)
        return;
    if (evaluator->seam && last && evaluator->marker == node->marker) {
        evaluator->count--;
        block = join_lists(evaluator, last, block);
    }
    evaluator_push(evaluator, block, node->marker);
}
static void write_list(struct evaluator *evaluator,
                       const struct block_node *node)
{
    push_list(evaluator, node,
              node->ready ? node->ready : make_list(evaluator, node));
}

static bool is_ready(struct block_node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++)
        if (!nodes.items[i]->ready)
            return false;
    return true;
}

static bool is_list_ready(const struct block_node *node)
{
    for (size_t i = 0; i < node->item_count; i++)
        if (!is_ready(node->items[i]))
            return false;
    return true;
}

static const struct block *prepare_list(struct evaluator *evaluator,
                                        const struct block_node *node)
{
    return is_list_ready(node) ? make_list(evaluator, node) : NULL;
}

const struct block_form block_form_list = {false, write_list, prepare_list};
