#include "letter/block_form.h"
#include "letter/evaluator_internal.h"

/* @return true if the text is not empty */
static bool write_prose(struct evaluator *evaluator,
                        const struct block_node *node)
{
    const struct inline_text words =
        evaluator_inline_text(evaluator, node->inline_template);
    struct block *block;

    if (!words.count)
        return false;
    block = evaluator_new_block(evaluator, node);
    block->words = words;
    evaluator_push(evaluator, block, 0);
    return true;
}

static void write_paragraph(struct evaluator *evaluator,
                            const struct block_node *node)
{
    (void)write_prose(evaluator, node);
}

static void write_subject(struct evaluator *evaluator,
                          const struct block_node *node)
{
    evaluator->subjects += write_prose(evaluator, node);
}

static void write_section(struct evaluator *evaluator,
                          const struct block_node *node)
{
    if (write_prose(evaluator, node) && evaluator->titled &&
        !evaluator->subjects)
        evaluator_refuse_words(evaluator, RULE_TEMPLATE_HEADINGS,
                               node->location, NULL,
                               "a section comes before the subject");
}

const struct block_form block_form_subject = {true, write_subject};
const struct block_form block_form_section = {true, write_section};
const struct block_form block_form_paragraph = {false, write_paragraph};
