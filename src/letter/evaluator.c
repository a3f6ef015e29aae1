#include "letter/evaluator.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"
#include "letter/uri.h"
#include "stats/figure.h"

enum { NUMBER_SIZE = FIGURE_TEXT_SIZE };

struct evaluator {
    const struct evaluator_input *evaluator_input;
    const struct council *council;
    const struct figures *figures;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct run_builder run_builder;
    bool failed;
    bool *reported;    /* columns already said to be empty; NULL: none */
    unsigned *printed; /* parts of each figure that stand on the page */
    bool confined; /* gives nothing that the council's letter does not print */

    const struct inline_link *link; /* the last one written, and its URI */
    const char *uri;

    /* Blocks of the current container, and of those around it before them. */
    const struct block **blocks;
    size_t count;
    size_t capacity;
    size_t base; /* where the current container begins */
    char marker; /* of the last block, if that is a list; else 0 */
    bool seam;   /* there is a tag between the last block and the next */
    bool titled; /* a subject has to come before sections */
    size_t subjects;
    size_t signatures;
    size_t depth; /* of included files */
};

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

/* The same for a place in the letter text, which is that of all councils: the
 * message says which it is. */
static void refuse_words(struct evaluator *evaluator, enum diagnostic_id rule,
                         struct location location, const char *field,
                         const char *message)
{
    evaluator_refuse(evaluator, rule, location, field,
                     "%s, in the letter of %s", message,
                     evaluator->council->code);
}

/* Values */

static enum figure_part part_of(enum attribute attribute)
{
    switch (attribute) {
    case ATTRIBUTE_COUNT:
        return FIGURE_COUNT;
    case ATTRIBUTE_TOTAL:
        return FIGURE_TOTAL;
    case ATTRIBUTE_AVERAGE:
        return FIGURE_AVERAGE;
    case ATTRIBUTE_RATE:
    case ATTRIBUTE_COMPARED:
        break;
    }
    return FIGURE_RATE;
}

static const char *print_figure(const struct figure *figure,
                                enum attribute attribute,
                                char text[static NUMBER_SIZE])
{
    const bool compared = rate_exists(figure->rate) && figure->average >= 0;

    if (attribute == ATTRIBUTE_COMPARED)
        return compared ? "yes" : "";
    return figure_print(text, figure, part_of(attribute));
}

static bool is_comparison(const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_FIGURE &&
           (symbol->attribute == ATTRIBUTE_AVERAGE ||
            symbol->attribute == ATTRIBUTE_COMPARED);
}

/* The letter needs an average that lacks rows: it is refused until they are
 * mended. */
static void need_average(struct evaluator *evaluator,
                         const struct figure *figure)
{
    char shown[128];

    if (!figure->lacking)
        return;
    utf8_copy(shown, sizeof shown, evaluator->figures->group);
    evaluator_refuse(evaluator, RULE_AVERAGE_INCOMPLETE,
                     evaluator->council->location, figure->name,
                     "the average of \"%s\" lacks rows at fault; mend them: %s",
                     shown, figure->lacking);
}

/* What a placeholder prints, "" for nothing. */
static const char *value_of(struct evaluator *evaluator,
                            const struct symbol *symbol,
                            char number[static NUMBER_SIZE])
{
    switch (symbol->kind) {
    case SYMBOL_COLUMN:
        return evaluator->council->values[symbol->index].text;
    case SYMBOL_FIGURE:
        if (is_comparison(symbol))
            need_average(evaluator, &evaluator->figures->items[symbol->index]);
        return print_figure(&evaluator->figures->items[symbol->index],
                            symbol->attribute, number);
    case SYMBOL_CONSTANT:
        break;
    }
    return symbol->text ? symbol->text : "";
}

static bool is_true(struct evaluator *evaluator, const struct symbol *symbol)
{
    char number[NUMBER_SIZE];

    /* "we upheld none" would be wrong where the count is only withheld */
    if (symbol->kind == SYMBOL_FIGURE && symbol->attribute == ATTRIBUTE_COUNT)
        return evaluator->figures->items[symbol->index].counted.count > 0;
    return symbols_is_true(value_of(evaluator, symbol, number));
}

static bool was_reported(struct evaluator *evaluator, size_t column)
{
    const size_t columns =
        roster_columns(evaluator->evaluator_input->campaign->roster);
    bool was;

    if (!evaluator->reported)
        evaluator->reported = ARENA_ARRAY(evaluator->arena, bool, columns);
    was = evaluator->reported[column];
    evaluator->reported[column] = true;
    return was;
}

/* A cell that many placeholders need is empty once. */
static void refuse_cell(struct evaluator *evaluator, size_t column,
                        const char *written, struct location needed)
{
    const struct roster *roster = evaluator->evaluator_input->campaign->roster;

    if (was_reported(evaluator, column))
        return;
    evaluator_refuse(evaluator, RULE_VALUE_MISSING,
                     evaluator->council->values[column].location,
                     roster_column(roster, column).text,
                     "empty; %s in %s:%d:%d needs it", written, needed.file,
                     needed.line, needed.column);
}

static void refuse_withheld(struct evaluator *evaluator,
                            const struct inline_part *part,
                            const struct figure *figure)
{
    evaluator_refuse(evaluator, RULE_FIGURE_WITHHELD, part->location,
                     figure->name,
                     "%s is withheld, for the total %lld is below the minimum "
                     "%lld, in the letter of %s",
                     part->text, (long long)figure->counted.total,
                     (long long)figure->minimum, evaluator->council->code);
}

static void refuse_figure(struct evaluator *evaluator,
                          const struct inline_part *part)
{
    const struct figure *figure =
        &evaluator->figures->items[part->symbol->index];
    const char *lack = part->symbol->attribute == ATTRIBUTE_AVERAGE
                           ? "has no average to print"
                           : "has no rate to print, for the total is 0";

    if (is_comparison(part->symbol) && figure->lacking)
        return; /* need_average() has refused it */
    if (figure->withheld && part->symbol->attribute != ATTRIBUTE_AVERAGE)
        refuse_withheld(evaluator, part, figure);
    else
        refuse_words(evaluator, RULE_VALUE_MISSING, part->location,
                     figure->name,
                     arena_printf(evaluator->arena, "%s %s", part->text, lack));
}

static void refuse_value(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    if (part->symbol->kind == SYMBOL_COLUMN)
        refuse_cell(evaluator, part->symbol->index, part->text, part->location);
    else
        refuse_figure(evaluator, part);
}

/* The part of a figure that a value gives; 0: none. A column may be a
 * statistic's count, its total or the percentage that states its rate. */
static unsigned parts_given(const struct evaluator *evaluator, size_t index,
                            const struct symbol *symbol)
{
    const struct figure *figure = &evaluator->figures->items[index];

    if (symbol->kind == SYMBOL_FIGURE)
        return symbol->index == index ? part_of(symbol->attribute) : 0;
    if (symbol->kind != SYMBOL_COLUMN)
        return 0;
    return (symbol->index == figure->columns.count ? FIGURE_COUNT : 0u) |
           (symbol->index == figure->columns.total ? FIGURE_TOTAL : 0u) |
           (symbol->index == figure->columns.stated ? FIGURE_RATE : 0u);
}

/* Notes what a value on the page gives. */
static void note_printed(struct evaluator *evaluator,
                         const struct symbol *symbol)
{
    for (size_t i = 0; evaluator->printed && i < evaluator->figures->count; i++)
        evaluator->printed[i] |= parts_given(evaluator, i, symbol);
}

/* The figure for whose sake a column may not be printed, or NULL: its count or
 * rate is withheld. */
static const struct figure *find_withheld(const struct evaluator *evaluator,
                                          const struct symbol *symbol)
{
    const unsigned parts = FIGURE_COUNT | FIGURE_RATE;

    if (symbol->kind != SYMBOL_COLUMN || !evaluator->figures)
        return NULL;
    for (size_t i = 0; i < evaluator->figures->count; i++)
        if (evaluator->figures->items[i].withheld &&
            parts_given(evaluator, i, symbol) & parts)
            return &evaluator->figures->items[i];
    return NULL;
}

/* The figure that a value gives though the letter does not print it, or
 * NULL. */
static const struct figure *find_unprinted(const struct evaluator *evaluator,
                                           const struct symbol *symbol)
{
    const struct figure *found = NULL;

    for (size_t i = 0; evaluator->confined && i < evaluator->figures->count;
         i++) {
        const struct figure *figure = &evaluator->figures->items[i];
        const unsigned parts = parts_given(evaluator, i, symbol);
        if (parts & figure->given)
            return NULL;
        if (parts && !found)
            found = figure;
    }
    return found;
}

/* Whether a value may not be given here; without "?" the row is refused. */
static bool is_kept_back(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    const struct figure *withheld = find_withheld(evaluator, part->symbol);
    const struct figure *unprinted =
        withheld ? NULL : find_unprinted(evaluator, part->symbol);

    if (part->optional)
        return withheld || unprinted;
    if (withheld)
        refuse_withheld(evaluator, part, withheld);
    if (unprinted)
        evaluator_refuse(evaluator, RULE_FIGURE_WITHHELD, part->location,
                         unprinted->name,
                         "%s is not printed in the letter of %s, so its e-mail "
                         "may not give it",
                         part->text, evaluator->council->code);
    return withheld || unprinted;
}

/* The value of a part, having refused the row where there must be one. */
static const char *need_value(struct evaluator *evaluator,
                              const struct inline_part *part,
                              char number[static NUMBER_SIZE])
{
    const char *text = value_of(evaluator, part->symbol, number);

    if (!*text && !part->optional)
        refuse_value(evaluator, part);
    return *text && is_kept_back(evaluator, part) ? "" : text;
}

/* Words */

static void add_target(struct evaluator *evaluator,
                       const struct inline_template *inline_template,
                       struct buffer *target)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        char number[NUMBER_SIZE];
        switch (part->kind) {
        case INLINE_PART_TEXT:
            buffer_add_text(target, part->text);
            break;
        case INLINE_PART_BREAK:
            buffer_add_char(target, '\n');
            break;
        case INLINE_PART_VALUE:
            uri_add_value(target, need_value(evaluator, part, number));
            break;
        case INLINE_PART_CHOICE:
            if (is_true(evaluator, part->symbol) != part->negated)
                add_target(evaluator, part->inner, target);
            break;
        }
    }
}

/* The first column a target is made of, or SIZE_MAX. */
static size_t column_of(const struct inline_template *inline_template)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        const size_t inner = part->kind == INLINE_PART_CHOICE
                                 ? column_of(part->inner)
                                 : SIZE_MAX;
        if (part->kind == INLINE_PART_VALUE &&
            part->symbol->kind == SYMBOL_COLUMN)
            return part->symbol->index;
        if (inner != SIZE_MAX)
            return inner;
    }
    return SIZE_MAX;
}

static void refuse_link(struct evaluator *evaluator,
                        const struct inline_link *link, const char *fault)
{
    const struct roster *roster = evaluator->evaluator_input->campaign->roster;
    const size_t column = column_of(link->target);

    if (column == SIZE_MAX)
        refuse_words(evaluator, RULE_TEMPLATE_LINK, link->location, NULL,
                     fault);
    else
        evaluator_refuse(evaluator, RULE_TEMPLATE_LINK,
                         evaluator->council->values[column].location,
                         roster_column(roster, column).text,
                         "%s, for the link in %s:%d:%d", fault,
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
    return (struct run_style){part->style, uri_of(evaluator, part->link),
                              part->language, part->location};
}

static void write_value(struct evaluator *evaluator,
                        const struct inline_part *part)
{
    char number[NUMBER_SIZE];
    const char *text = need_value(evaluator, part, number);
    struct run_style run_style;

    if (!*text) {
        run_builder_vanish(&evaluator->run_builder);
        return;
    }
    run_style = run_style_of(evaluator, part);
    if (part->symbol->kind == SYMBOL_COLUMN)
        run_style.location =
            evaluator->council->values[part->symbol->index].location;
    note_printed(evaluator, part->symbol);
    run_builder_value(&evaluator->run_builder, text, run_style);
}

static void write_parts(struct evaluator *evaluator,
                        const struct inline_template *inline_template);

static void write_choice(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    if (is_true(evaluator, part->symbol) != part->negated)
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

/* Panels */

/* A column that the basis prints may hold another total than the rate's. */
static void check_totals(struct evaluator *evaluator,
                         const struct panel_template *form,
                         const struct figure *figure)
{
    for (size_t i = 0; i < form->total_count; i++) {
        const struct panel_total *total = &form->totals[i];
        int64_t count;
        if (number_parse_count(evaluator->council->values[total->column].text,
                               &count) &&
            count != figure->counted.total)
            diagnostics_add(
                evaluator->diagnostics, RULE_PANEL_BASIS, total->location,
                evaluator->council->code, figure->name,
                "the basis states %lld, but the total of %s is %lld, "
                "in the letter of %s",
                (long long)count, figure->name,
                (long long)figure->counted.total, evaluator->council->code);
    }
}

static struct inline_text
optional_words(struct evaluator *evaluator,
               const struct inline_template *inline_template)
{
    return inline_template ? evaluator_inline_text(evaluator, inline_template)
                           : (struct inline_text){.count = 0};
}

static void write_notes(struct evaluator *evaluator,
                        const struct panel_template *form, struct panel *panel)
{
    struct inline_text *notes =
        ARENA_ARRAY(evaluator->arena, struct inline_text, form->note_count);

    panel->notes = notes;
    for (size_t i = 0; i < form->note_count; i++) {
        notes[panel->note_count] =
            evaluator_inline_text(evaluator, form->notes[i]);
        panel->note_count += notes[panel->note_count].count > 0;
    }
}

/* The picture beside the words shows count, total and average, and so does
 * what is said of it to those who do not see it. */
static void note_panel(struct evaluator *evaluator, const struct panel *panel)
{
    unsigned *printed =
        &evaluator->printed[panel->figure - evaluator->figures->items];

    if (panel->figure->withheld)
        return;
    *printed |= FIGURE_COUNT | FIGURE_TOTAL;
    if (!rate_exists(panel->figure->rate))
        return;
    *printed |= FIGURE_RATE;
    if (panel->figure->average >= 0)
        *printed |= FIGURE_AVERAGE;
}

/* What stands in the place of a rate. */
static const struct inline_template *
instead_of_rate(struct evaluator *evaluator, const struct panel_template *form,
                const struct figure *figure)
{
    if (figure->withheld)
        return form->few;
    if (!form->none)
        refuse_words(evaluator, RULE_PANEL_MISSING_KEY, form->location,
                     figure->name,
                     "the total is 0, and the panel has no none: to print");
    return form->none;
}

/* What is printed only where there is a rate, and what instead of it. */
static void write_rate(struct evaluator *evaluator,
                       const struct panel_template *form, struct panel *panel)
{
    const struct figure *figure = panel->figure;

    if (rate_exists(figure->rate)) {
        need_average(evaluator,
                     figure); /* a tick shows it even without words */
        panel->headline = evaluator_inline_text(evaluator, form->headline);
        if (figure->average >= 0)
            panel->comparison = optional_words(evaluator, form->comparison);
        panel->caption = optional_words(
            evaluator, figure->rate.count == 1 ? form->singular : form->plural);
        return;
    }
    panel->none =
        optional_words(evaluator, instead_of_rate(evaluator, form, figure));
}

static const struct panel *write_panel(struct evaluator *evaluator,
                                       const struct panel_template *form)
{
    struct panel *panel = ARENA_NEW(evaluator->arena, struct panel);

    panel->charts = form->charts;
    panel->chart_count = form->chart_count;
    panel->figure = &evaluator->figures->items[form->statistic];
    panel->title = evaluator_inline_text(evaluator, form->title);
    write_rate(evaluator, form, panel);
    note_panel(evaluator, panel);
    panel->basis = optional_words(evaluator, form->basis);
    write_notes(evaluator, form, panel);
    check_totals(evaluator, form, panel->figure);
    return panel;
}

/* Blocks */

static void push(struct evaluator *evaluator, const struct block *block,
                 char marker)
{
    if (evaluator->count == evaluator->capacity) {
        evaluator->capacity =
            evaluator->capacity ? evaluator->capacity * 2 : 64;
        evaluator->blocks =
            memory_resize(evaluator->blocks, evaluator->capacity,
                          sizeof(const struct block *));
    }
    evaluator->blocks[evaluator->count++] = block;
    evaluator->marker = marker;
    evaluator->seam = false;
}

static const struct block *last_block(const struct evaluator *evaluator)
{
    return evaluator->count > evaluator->base
               ? evaluator->blocks[evaluator->count - 1]
               : NULL;
}

static struct block_list copy_blocks(struct evaluator *evaluator, size_t from)
{
    struct block_list list = {NULL, evaluator->count - from};

    if (list.count)
        list.items = arena_copy(evaluator->arena, evaluator->blocks + from,
                                list.count * sizeof(const struct block *));
    evaluator->count = from;
    return list;
}

static enum block_kind block_kind_of(enum block_node_kind kind)
{
    switch (kind) {
    case NODE_SUBJECT:
        return BLOCK_SUBJECT;
    case NODE_SECTION:
        return BLOCK_SECTION;
    case NODE_LIST:
        return BLOCK_LIST;
    case NODE_PAGE_BREAK:
        return BLOCK_PAGE_BREAK;
    case NODE_PANEL:
        return BLOCK_PANEL;
    case NODE_SIGNATURE:
        return BLOCK_SIGNATURE;
    case NODE_PARAGRAPH:
    case NODE_CHOICE:
    case NODE_INCLUDE:
        break;
    }
    return BLOCK_PARAGRAPH;
}

static struct block *new_block(struct evaluator *evaluator,
                               const struct block_node *node)
{
    struct block *block = ARENA_NEW(evaluator->arena, struct block);

    block->kind = block_kind_of(node->kind);
    block->location = node->location;
    return block;
}

static void write_nodes(struct evaluator *evaluator,
                        struct block_node_list nodes);

static struct block_list write_item(struct evaluator *evaluator,
                                    struct block_node_list nodes)
{
    const size_t base = evaluator->base;
    const char marker = evaluator->marker;
    const bool seam = evaluator->seam;
    const size_t from = evaluator->count;
    struct block_list list;

    evaluator->base = from;
    evaluator->seam = false;
    write_nodes(evaluator, nodes);
    list = copy_blocks(evaluator, from);
    evaluator->base = base;
    evaluator->marker = marker;
    evaluator->seam = seam;
    return list;
}

static const struct block *make_list(struct evaluator *evaluator,
                                     const struct block_node *node)
{
    struct block *block = new_block(evaluator, node);
    struct block_list *items =
        ARENA_ARRAY(evaluator->arena, struct block_list, node->item_count);

    block->ordered = node->marker == '.' || node->marker == ')';
    block->start = node->start;
    block->items = items;
    for (size_t i = 0; i < node->item_count; i++) {
        items[block->item_count] = write_item(evaluator, node->items[i]);
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
    const struct block *last = last_block(evaluator);

    if (!block->item_count)
        return;
    if (evaluator->seam && last && evaluator->marker == node->marker) {
        evaluator->count--;
        block = join_lists(evaluator, last, block);
    }
    push(evaluator, block, node->marker);
}

static void check_section(struct evaluator *evaluator,
                          const struct block_node *node)
{
    if (evaluator->titled && !evaluator->subjects)
        refuse_words(evaluator, RULE_TEMPLATE_HEADINGS, node->location, NULL,
                     "a section stands before the subject");
}

static void write_prose(struct evaluator *evaluator,
                        const struct block_node *node)
{
    const struct block *block = node->ready;
    struct block *written;
    struct inline_text words;

    if (!block) {
        words = evaluator_inline_text(evaluator, node->inline_template);
        if (!words.count)
            return;
        written = new_block(evaluator, node);
        written->words = words;
        block = written;
    }
    evaluator->subjects += node->kind == NODE_SUBJECT;
    if (node->kind == NODE_SECTION)
        check_section(evaluator, node);
    push(evaluator, block, 0);
}

static void write_list(struct evaluator *evaluator,
                       const struct block_node *node)
{
    push_list(evaluator, node,
              node->ready ? node->ready : make_list(evaluator, node));
}

/* A break at the top of a page would leave the page empty. */
static void write_page_break(struct evaluator *evaluator,
                             const struct block_node *node)
{
    const struct block *last = last_block(evaluator);

    if (last && last->kind != BLOCK_PAGE_BREAK)
        push(evaluator, node->ready ? node->ready : new_block(evaluator, node),
             0);
}

static void write_signature(struct evaluator *evaluator,
                            const struct block_node *node)
{
    if (++evaluator->signatures == 2)
        refuse_words(evaluator, RULE_TEMPLATE_SYNTAX, node->location, NULL,
                     "a second signature");
    push(evaluator, node->ready ? node->ready : new_block(evaluator, node), 0);
}

static void write_panel_block(struct evaluator *evaluator,
                              const struct block_node *node)
{
    struct block *block = new_block(evaluator, node);

    block->panel = write_panel(evaluator, node->panel);
    push(evaluator, block, 0);
}

static void write_condition(struct evaluator *evaluator,
                            const struct block_node *node)
{
    evaluator->seam = true;
    if (is_true(evaluator, node->symbol) != node->negated)
        write_nodes(evaluator, node->children);
    evaluator->seam = true;
}

/* includes_check() has looked at all that can be wrong, but for a cell that
 * names nothing. */
static void write_include(struct evaluator *evaluator,
                          const struct block_node *node)
{
    const size_t column = node->symbol->index;
    const struct included_file *included_file =
        includes_find(evaluator->evaluator_input->includes,
                      evaluator->council->values[column].text);

    evaluator->seam = true;
    if (!included_file)
        refuse_cell(evaluator, column, node->written, node->location);
    else
        write_nodes(evaluator, included_file->block_template.nodes);
    evaluator->seam = true;
}

static void write_node(struct evaluator *evaluator,
                       const struct block_node *node)
{
    switch (node->kind) {
    case NODE_SUBJECT:
    case NODE_SECTION:
    case NODE_PARAGRAPH:
        write_prose(evaluator, node);
        break;
    case NODE_LIST:
        write_list(evaluator, node);
        break;
    case NODE_PAGE_BREAK:
        write_page_break(evaluator, node);
        break;
    case NODE_PANEL:
        write_panel_block(evaluator, node);
        break;
    case NODE_SIGNATURE:
        write_signature(evaluator, node);
        break;
    case NODE_CHOICE:
        write_condition(evaluator, node);
        break;
    case NODE_INCLUDE:
        write_include(evaluator, node);
        break;
    }
}

static void write_nodes(struct evaluator *evaluator,
                        struct block_node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++)
        write_node(evaluator, nodes.items[i]);
}

/* The first subject, under whatever condition, or NULL. */
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
        refuse_words(evaluator, RULE_TEMPLATE_HEADINGS,
                     subject ? subject->location : NO_LOCATION, NULL,
                     "the subject has no text");
}

struct block_list evaluator_blocks(struct evaluator *evaluator,
                                   const struct block_template *block_template)
{
    evaluator->titled = block_template->titled;
    write_nodes(evaluator, block_template->nodes);
    while (evaluator->count &&
           evaluator->blocks[evaluator->count - 1]->kind == BLOCK_PAGE_BREAK)
        evaluator->count--;
    check_subject(evaluator, block_template);
    return copy_blocks(evaluator, 0);
}

/* Preparation */

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

static bool can_prepare(const struct block_node *node)
{
    switch (node->kind) {
    case NODE_SUBJECT:
    case NODE_SECTION:
    case NODE_PARAGRAPH:
        return node->inline_template->ready &&
               node->inline_template->ready->count;
    case NODE_LIST:
        return is_list_ready(node);
    case NODE_PAGE_BREAK:
    case NODE_SIGNATURE:
        return true;
    case NODE_PANEL:
    case NODE_CHOICE:
    case NODE_INCLUDE:
        break;
    }
    return false;
}

static const struct block *prepare_block(struct evaluator *evaluator,
                                         const struct block_node *node)
{
    struct block *block;

    if (node->kind == NODE_LIST)
        return make_list(evaluator, node);
    block = new_block(evaluator, node);
    if (node->inline_template)
        block->words = *node->inline_template->ready;
    return block;
}

static void prepare_nodes(struct evaluator *evaluator,
                          struct block_node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++) {
        struct block_node *node = (struct block_node *)nodes.items[i];
        for (size_t j = 0; j < node->item_count; j++)
            prepare_nodes(evaluator, node->items[j]);
        prepare_nodes(evaluator, node->children);
        if (can_prepare(node))
            node->ready = prepare_block(evaluator, node);
    }
}

void evaluator_prepare(struct arena *arena,
                       const struct block_template *block_template)
{
    const struct evaluator_input evaluator_input = {NULL, NULL};
    struct evaluator *evaluator =
        evaluator_begin(&evaluator_input, NULL, NULL, arena, NULL);

    prepare_nodes(evaluator, block_template->nodes);
    if (evaluator_finish(evaluator) != STATUS_OK)
        abort();
}
