#include <string.h>

#include "letter/evaluator_internal.h"
#include "letter/uri.h"

static void add_target(struct evaluator *evaluator,
                       const struct inline_template *inline_template,
                       struct buffer *target)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        char number[FIGURE_TEXT_SIZE];
        switch (part->kind) {
        case INLINE_PART_TEXT:
            buffer_add_text(target, part->text);
            break;
        case INLINE_PART_BREAK:
            buffer_add_char(target, '\n');
            break;
        case INLINE_PART_VALUE:
            uri_add_value(target,
                          evaluator_need_value(evaluator, part, number));
            break;
        case INLINE_PART_CHOICE:
            if (evaluator_is_true(evaluator, part->symbol,
                                  part->looks.location) != part->negated)
                add_target(evaluator, part->inner, target);
            break;
        }
    }
}

/* @return the first column in a target, or NULL */
static const struct symbol *
column_of(const struct inline_template *inline_template)
{
    const struct symbol *found = NULL;

    for (size_t i = 0; i < inline_template->count && !found; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        if (part->kind == INLINE_PART_CHOICE)
            found = column_of(part->inner);
        else if (part->kind == INLINE_PART_VALUE &&
                 (part->symbol->kind == SYMBOL_COLUMN ||
                  part->symbol->kind == SYMBOL_LIST_COLUMN))
            found = part->symbol;
    }
    return found;
}

static void refuse_link(struct evaluator *evaluator,
                        const struct inline_link *link, const char *fault)
{
    const struct symbol *column = column_of(link->target);

    if (!column)
        evaluator_refuse_words(evaluator, RULE_TEMPLATE_LINK, link->location,
                               NULL, fault);
    else
        evaluator_refuse(evaluator, RULE_TEMPLATE_LINK,
                         evaluator_cell(evaluator, column).location,
                         column->name, "%s, for the link in %s:%d:%d", fault,
                         link->location.file, link->location.line,
                         link->location.column);
}

static const char *make_uri(struct evaluator *evaluator,
                            const struct inline_link *link)
{
    struct buffer target = buffer_new(1024 * 1024);
    const bool had_failed = evaluator->failed;
    const char *uri = NULL;
    const char *fault;

    evaluator->failed = false;
    add_target(evaluator, link->target, &target);
    fault = evaluator->failed ? NULL
                              : uri_make(evaluator->arena, buffer_text(&target),
                                         link->bare, &uri);
    if (fault)
        refuse_link(evaluator, link, fault);
    evaluator->failed = evaluator->failed || had_failed;
    buffer_free(&target);
    return uri;
}

static const char *uri_of(struct evaluator *evaluator,
                          const struct inline_link *link)
{
    if (!link || link->uri)
        return link ? link->uri : NULL;
    if (link != evaluator->link) {
        evaluator->link = link;
        evaluator->uri = make_uri(evaluator, link);
    }
    return evaluator->uri;
}

static struct run_style run_style_of(struct evaluator *evaluator,
                                     const struct inline_part *part)
{
    return (struct run_style){part->looks.style,
                              uri_of(evaluator, part->looks.link),
                              part->looks.language, part->looks.location};
}

static void write_value(struct evaluator *evaluator,
                        const struct inline_part *part)
{
    char number[FIGURE_TEXT_SIZE];
    const char *text = evaluator_need_value(evaluator, part, number);
    struct run_style run_style;
    struct value cell;

    if (!*text) {
        run_builder_vanish(&evaluator->run_builder);
        return;
    }
    run_style = run_style_of(evaluator, part);
    cell = evaluator_cell(evaluator, part->symbol);
    if (cell.text)
        run_style.location = cell.location;
    evaluator_note_printed(evaluator, part->symbol);
    run_builder_value(&evaluator->run_builder, text, run_style);
}

static void write_parts(struct evaluator *evaluator,
                        const struct inline_template *inline_template);

static void write_choice(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    if (evaluator_is_true(evaluator, part->symbol, part->looks.location) !=
        part->negated)
        write_parts(evaluator, part->inner);
    else
        run_builder_vanish(&evaluator->run_builder);
}

static void write_parts(struct evaluator *evaluator,
                        const struct inline_template *inline_template)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        switch (part->kind) {
        case INLINE_PART_TEXT:
            run_builder_text(&evaluator->run_builder, part->text,
                             run_style_of(evaluator, part));
            break;
        case INLINE_PART_BREAK:
            run_builder_break(&evaluator->run_builder,
                              run_style_of(evaluator, part));
            break;
        case INLINE_PART_VALUE:
            write_value(evaluator, part);
            break;
        case INLINE_PART_CHOICE:
            write_choice(evaluator, part);
            break;
        }
    }
}

struct inline_text
evaluator_inline_text(struct evaluator *evaluator,
                      const struct inline_template *inline_template)
{
    if (inline_template->ready)
        return *inline_template->ready;
    evaluator->link = NULL;
    write_parts(evaluator, inline_template);
    return run_builder_finish(&evaluator->run_builder);
}

const char *evaluator_join(struct arena *arena, struct inline_text words,
                           const char *line_break)
{
    struct buffer text = buffer_new(1024 * 1024);
    const char *copy;

    for (size_t i = 0; i < words.count; i++)
        buffer_add_text(&text, strcmp(words.runs[i].text, "\n") == 0
                                   ? line_break
                                   : words.runs[i].text);
    copy = arena_strndup(arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return copy;
}
