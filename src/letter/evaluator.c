#include "letter/evaluator_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/utf8.h"
#include "letter/block_form.h"

struct evaluator *evaluator_begin(const struct evaluator_input *evaluator_input,
                                  const struct council *council,
                                  const struct figures *figures,
                                  struct arena *arena,
                                  struct diagnostics *diagnostics)
{
    struct evaluator *evaluator = ARENA_NEW(arena, struct evaluator);

    evaluator->evaluator_input = evaluator_input;
    evaluator->council = council;
    evaluator->figures = figures;
    evaluator->arena = arena;
    evaluator->diagnostics = diagnostics;
    evaluator->run_builder = run_builder_new(arena);
    if (evaluator_input->campaign)
        evaluator->entries =
            ARENA_ARRAY(arena, struct row_list_entry,
                        evaluator_input->campaign->settings.list_count);
    if (figures)
        evaluator->printed = ARENA_ARRAY(arena, unsigned, figures->count);
    return evaluator;
}

enum status evaluator_finish(struct evaluator *evaluator)
{
    run_builder_free(&evaluator->run_builder);
    free(evaluator->blocks);
    return evaluator->failed ? STATUS_INPUT : STATUS_OK;
}

void evaluator_confine(struct evaluator *evaluator)
{
    evaluator->confined = true;
}

struct figures evaluator_figures(const struct evaluator *evaluator)
{
    struct figures figures = *evaluator->figures;
    struct figure *items = arena_copy(evaluator->arena, figures.items,
                                      figures.count * sizeof *items);

    for (size_t i = 0; i < figures.count; i++)
        items[i].given = evaluator->printed[i];
    figures.items = items;
    return figures;
}

void evaluator_refuse(struct evaluator *evaluator, enum diagnostic_id rule,
                      struct location location, const char *field,
                      const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    utf8_trim_partial(message);
    diagnostics_add(evaluator->diagnostics, rule, location,
                    evaluator->council->code, field, "%s", message);
    evaluator->failed = true;
}

void evaluator_refuse_words(struct evaluator *evaluator,
                            enum diagnostic_id rule, struct location location,
                            const char *field, const char *message)
{
    evaluator_refuse(evaluator, rule, location, field,
                     "%s, in the letter of %s", message,
                     evaluator->council->code);
}

void evaluator_push(struct evaluator *evaluator, const struct block *block,
                    char marker)
{
    ARRAY_GROW(evaluator->blocks, evaluator->count, evaluator->capacity);
    evaluator->blocks[evaluator->count++] = block;
    evaluator->marker = marker;
    evaluator->seam = false;
}

const struct block *evaluator_last_block(const struct evaluator *evaluator)
{
    return evaluator->count > evaluator->base
               ? evaluator->blocks[evaluator->count - 1]
               : NULL;
}

static struct block_list take_blocks(struct evaluator *evaluator, size_t from)
{
    struct block_list list = {NULL, evaluator->count - from};

    if (list.count)
        list.items = arena_copy(evaluator->arena, evaluator->blocks + from,
                                list.count * sizeof(const struct block *));
    evaluator->count = from;
    return list;
}

static const struct block_form *const forms[] = {
#define BLOCK(kind, form) [NODE_##kind] = &block_form_##form,
#include "letter/block.def"
#undef BLOCK
    [NODE_CHOICE] = &block_form_choice,
    [NODE_INCLUDE] = &block_form_include,
};

const struct block_form *block_form_of(enum block_node_kind kind)
{
    return forms[kind];
}

struct block *evaluator_new_block(struct evaluator *evaluator,
                                  const struct block_node *node)
{
    struct block *block = ARENA_NEW(evaluator->arena, struct block);

    block->kind = (enum block_kind)node->kind;
    block->location = node->location;
    return block;
}

void evaluator_write_nodes(struct evaluator *evaluator,
                           struct block_node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++)
        forms[nodes.items[i]->kind]->write(evaluator, nodes.items[i]);
}

struct block_list evaluator_write_item(struct evaluator *evaluator,
                                       struct block_node_list nodes)
{
    const size_t base = evaluator->base;
    const char marker = evaluator->marker;
    const bool seam = evaluator->seam;
    const size_t from = evaluator->count;
    struct block_list list;

    evaluator->base = from;
    evaluator->seam = false;
    evaluator_write_nodes(evaluator, nodes);
    list = take_blocks(evaluator, from);
    evaluator->base = base;
    evaluator->marker = marker;
    evaluator->seam = seam;
    return list;
}

/* @return the first subject under any condition, or NULL */
static const struct block_node *find_subject(struct block_node_list nodes)
{
    const struct block_node *subject = NULL;

    for (size_t i = 0; i < nodes.count && !subject; i++)
        subject = nodes.items[i]->kind == NODE_SUBJECT
                      ? nodes.items[i]
                      : find_subject(nodes.items[i]->children);
    return subject;
}

static void check_subject(struct evaluator *evaluator,
                          const struct block_template *block_template)
{
    const struct block_node *subject = find_subject(block_template->nodes);

    if (evaluator->titled && !evaluator->subjects && !evaluator->failed)
        evaluator_refuse_words(evaluator, RULE_TEMPLATE_HEADINGS,
                               subject ? subject->location : NO_LOCATION, NULL,
                               "the subject has no text");
}

struct block_list evaluator_blocks(struct evaluator *evaluator,
                                   const struct block_template *block_template)
{
    evaluator->titled = block_template->titled;
    evaluator_write_nodes(evaluator, block_template->nodes);
    while (evaluator->count &&
           evaluator->blocks[evaluator->count - 1]->kind == BLOCK_PAGE_BREAK)
        evaluator->count--;
    check_subject(evaluator, block_template);
    return take_blocks(evaluator, 0);
}
