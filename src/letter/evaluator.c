#include "letter/evaluator.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "letter/uri.h"

enum { NUMBER_SIZE = 32 };

struct writer {
    const struct writing *writing;
    const struct council *council;
    const struct figures *figures;
    struct arena *arena;
    struct report *report;
    struct pen pen;
    bool failed;
    bool *blamed; /* columns already said to be empty; NULL: none */

    const struct link *link; /* the last one written, and its URI */
    const char *uri;

    /* Blocks of the container in hand, and of those around it before them. */
    const struct block **blocks;
    size_t count;
    size_t room;
    size_t base; /* where the container in hand begins */
    char marker; /* of the last block, if that is a list; else 0 */
    bool seam;   /* there is a tag between the last block and the next */
    bool titled; /* a subject has to come before sections */
    size_t subjects;
    size_t signatures;
    size_t depth; /* of included files */
};

struct writer *writer_begin(const struct writing *writing,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct report *report)
{
    struct writer *writer = ARENA_NEW(arena, struct writer);

    writer->writing = writing;
    writer->council = council;
    writer->figures = figures;
    writer->arena = arena;
    writer->report = report;
    writer->pen = pen_new(arena);
    return writer;
}

enum status writer_end(struct writer *writer)
{
    pen_free(&writer->pen);
    free(writer->blocks);
    return writer->failed ? STATUS_INPUT : STATUS_OK;
}

void writer_refuse(struct writer *writer, enum rule rule, struct place place,
                   const char *field, const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_trim_partial(message);
    report_say(writer->report, rule, place, writer->council->code, field, "%s",
               message);
    writer->failed = true;
}

/* The same for a place in the letter text, which is that of all councils: the
 * message says which it is. */
static void refuse_words(struct writer *writer, enum rule rule,
                         struct place place, const char *field,
                         const char *message)
{
    writer_refuse(writer, rule, place, field, "%s, in the letter of %s",
                  message, writer->council->code);
}

/* Values */

static const char *print_figure(const struct figure *figure,
                                enum attribute attribute,
                                char text[static NUMBER_SIZE])
{
    switch (attribute) {
    case ATTRIBUTE_RATE:
        rate_print(text, figure->rate);
        break;
    case ATTRIBUTE_COUNT:
        number_print_count(text, figure->rate.count);
        break;
    case ATTRIBUTE_TOTAL:
        number_print_count(text, figure->rate.total);
        break;
    case ATTRIBUTE_AVERAGE:
        text[0] = '\0';
        if (figure->average >= 0)
            snprintf(text, NUMBER_SIZE, "%d%%", figure->average);
        break;
    case ATTRIBUTE_COMPARED:
        text[0] = '\0';
        if (rate_exists(figure->rate) && figure->average >= 0)
            snprintf(text, NUMBER_SIZE, "yes");
        break;
    }
    return text;
}

/* What a placeholder prints, "" for nothing. */
static const char *value_of(const struct writer *writer,
                            const struct binding *binding,
                            char number[static NUMBER_SIZE])
{
    switch (binding->kind) {
    case BINDING_COLUMN:
        return writer->council->values[binding->index].text;
    case BINDING_FIGURE:
        return print_figure(&writer->figures->items[binding->index],
                            binding->attribute, number);
    case BINDING_CONSTANT:
        break;
    }
    return binding->text ? binding->text : "";
}

static bool is_true(const struct writer *writer, const struct binding *binding)
{
    char number[NUMBER_SIZE];

    return glossary_is_true(value_of(writer, binding, number));
}

static bool was_blamed(struct writer *writer, size_t column)
{
    const size_t columns = roster_columns(writer->writing->campaign->roster);
    bool was;

    if (!writer->blamed)
        writer->blamed = ARENA_ARRAY(writer->arena, bool, columns);
    was = writer->blamed[column];
    writer->blamed[column] = true;
    return was;
}

/* A cell that many placeholders need is empty once. */
static void refuse_cell(struct writer *writer, size_t column,
                        const char *written, struct place needed)
{
    const struct roster *roster = writer->writing->campaign->roster;

    if (was_blamed(writer, column))
        return;
    writer_refuse(
        writer, RULE_VALUE_MISSING, writer->council->values[column].place,
        roster_column(roster, column).text, "empty; %s in %s:%d:%d needs it",
        written, needed.file, needed.line, needed.column);
}

static void refuse_figure(struct writer *writer, const struct part *part)
{
    const struct figure *figure = &writer->figures->items[part->binding->index];
    const char *lack = part->binding->attribute == ATTRIBUTE_AVERAGE
                           ? "has no average to print"
                           : "has no rate to print, for the total is 0";

    refuse_words(writer, RULE_VALUE_MISSING, part->place, figure->name,
                 arena_printf(writer->arena, "%s %s", part->text, lack));
}

static void refuse_value(struct writer *writer, const struct part *part)
{
    if (part->binding->kind == BINDING_COLUMN)
        refuse_cell(writer, part->binding->index, part->text, part->place);
    else
        refuse_figure(writer, part);
}

/* The value of a part, having refused the row where there must be one. */
static const char *need_value(struct writer *writer, const struct part *part,
                              char number[static NUMBER_SIZE])
{
    const char *text = value_of(writer, part->binding, number);

    if (!*text && !part->optional)
        refuse_value(writer, part);
    return text;
}

/* Words */

static void add_target(struct writer *writer, const struct phrase *phrase,
                       struct buffer *target)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        char number[NUMBER_SIZE];
        switch (part->kind) {
        case PART_TEXT:
            buffer_add_text(target, part->text);
            break;
        case PART_BREAK:
            buffer_add_char(target, '\n');
            break;
        case PART_VALUE:
            link_add_value(target, need_value(writer, part, number));
            break;
        case PART_CHOICE:
            if (is_true(writer, part->binding) != part->negated)
                add_target(writer, part->inner, target);
            break;
        }
    }
}

/* The first column a target is made of, or SIZE_MAX. */
static size_t column_of(const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        const size_t inner =
            part->kind == PART_CHOICE ? column_of(part->inner) : SIZE_MAX;
        if (part->kind == PART_VALUE && part->binding->kind == BINDING_COLUMN)
            return part->binding->index;
        if (inner != SIZE_MAX)
            return inner;
    }
    return SIZE_MAX;
}

static void refuse_link(struct writer *writer, const struct link *link,
                        const char *fault)
{
    const struct roster *roster = writer->writing->campaign->roster;
    const size_t column = column_of(link->target);

    if (column == SIZE_MAX)
        refuse_words(writer, RULE_TEMPLATE_LINK, link->place, NULL, fault);
    else
        writer_refuse(
            writer, RULE_TEMPLATE_LINK, writer->council->values[column].place,
            roster_column(roster, column).text, "%s, for the link in %s:%d:%d",
            fault, link->place.file, link->place.line, link->place.column);
}

static const char *make_uri(struct writer *writer, const struct link *link)
{
    struct buffer target = buffer_new(1024 * 1024);
    const bool had_failed = writer->failed;
    const char *uri = NULL;
    const char *fault;

    writer->failed = false;
    add_target(writer, link->target, &target);
    fault = writer->failed ? NULL
                           : link_make(writer->arena, buffer_text(&target),
                                       link->bare, &uri);
    if (fault)
        refuse_link(writer, link, fault);
    writer->failed = writer->failed || had_failed;
    buffer_free(&target);
    return uri;
}

static const char *uri_of(struct writer *writer, const struct link *link)
{
    if (!link || link->uri)
        return link ? link->uri : NULL;
    if (link != writer->link) {
        writer->link = link;
        writer->uri = make_uri(writer, link);
    }
    return writer->uri;
}

static struct ink ink_of(struct writer *writer, const struct part *part)
{
    return (struct ink){part->style, uri_of(writer, part->link), part->language,
                        part->place};
}

static void write_value(struct writer *writer, const struct part *part)
{
    char number[NUMBER_SIZE];
    const char *text = need_value(writer, part, number);
    struct ink ink;

    if (!*text) {
        pen_vanish(&writer->pen);
        return;
    }
    ink = ink_of(writer, part);
    if (part->binding->kind == BINDING_COLUMN)
        ink.place = writer->council->values[part->binding->index].place;
    pen_value(&writer->pen, text, ink);
}

static void write_parts(struct writer *writer, const struct phrase *phrase);

static void write_choice(struct writer *writer, const struct part *part)
{
    if (is_true(writer, part->binding) != part->negated)
        write_parts(writer, part->inner);
    else
        pen_vanish(&writer->pen);
}

static void write_parts(struct writer *writer, const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        switch (part->kind) {
        case PART_TEXT:
            pen_text(&writer->pen, part->text, ink_of(writer, part));
            break;
        case PART_BREAK:
            pen_break(&writer->pen, ink_of(writer, part));
            break;
        case PART_VALUE:
            write_value(writer, part);
            break;
        case PART_CHOICE:
            write_choice(writer, part);
            break;
        }
    }
}

struct words writer_words(struct writer *writer, const struct phrase *phrase)
{
    if (phrase->ready)
        return *phrase->ready;
    writer->link = NULL;
    write_parts(writer, phrase);
    return pen_finish(&writer->pen);
}

const char *writer_join(struct arena *arena, struct words words,
                        const char *line_break)
{
    struct buffer text = buffer_new(1024 * 1024);
    const char *copy;

    for (size_t i = 0; i < words.count; i++)
        buffer_add_text(&text, strcmp(words.runs[i].text, "\n") == 0
                                   ? line_break
                                   : words.runs[i].text);
    copy = arena_text(arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return copy;
}

/* Panels */

/* A column that the basis prints may hold another total than the rate's. */
static void check_totals(struct writer *writer, const struct panel_form *form,
                         const struct figure *figure)
{
    for (size_t i = 0; i < form->total_count; i++) {
        const struct panel_total *total = &form->totals[i];
        int64_t count;
        if (number_parse_count(writer->council->values[total->column].text,
                               &count) &&
            count != figure->rate.total)
            report_say(writer->report, RULE_PANEL_BASIS, total->place,
                       writer->council->code, figure->name,
                       "the basis states %lld, but the total of %s is %lld, "
                       "in the letter of %s",
                       (long long)count, figure->name,
                       (long long)figure->rate.total, writer->council->code);
    }
}

static struct words optional_words(struct writer *writer,
                                   const struct phrase *phrase)
{
    return phrase ? writer_words(writer, phrase) : (struct words){.count = 0};
}

static void write_notes(struct writer *writer, const struct panel_form *form,
                        struct panel *panel)
{
    struct words *notes =
        ARENA_ARRAY(writer->arena, struct words, form->note_count);

    panel->notes = notes;
    for (size_t i = 0; i < form->note_count; i++) {
        notes[panel->note_count] = writer_words(writer, form->notes[i]);
        panel->note_count += notes[panel->note_count].count > 0;
    }
}

/* What is printed only where there is a rate, and what instead of it. */
static void write_rate(struct writer *writer, const struct panel_form *form,
                       struct panel *panel)
{
    const struct figure *figure = panel->figure;

    if (rate_exists(figure->rate)) {
        panel->headline = writer_words(writer, form->headline);
        if (figure->average >= 0)
            panel->comparison = optional_words(writer, form->comparison);
        panel->caption = optional_words(
            writer, figure->rate.count == 1 ? form->singular : form->plural);
        return;
    }
    if (!form->none)
        refuse_words(writer, RULE_PANEL_MISSING_KEY, form->place, figure->name,
                     "the total is 0, and the panel has no none: to print");
    panel->none = optional_words(writer, form->none);
}

static const struct panel *write_panel(struct writer *writer,
                                       const struct panel_form *form)
{
    struct panel *panel = ARENA_NEW(writer->arena, struct panel);

    panel->figure = &writer->figures->items[form->statistic];
    panel->title = writer_words(writer, form->title);
    write_rate(writer, form, panel);
    panel->basis = optional_words(writer, form->basis);
    write_notes(writer, form, panel);
    check_totals(writer, form, panel->figure);
    return panel;
}

/* Blocks */

static void push(struct writer *writer, const struct block *block, char marker)
{
    if (writer->count == writer->room) {
        writer->room = writer->room ? writer->room * 2 : 64;
        writer->blocks = memory_resize(writer->blocks, writer->room,
                                       sizeof(const struct block *));
    }
    writer->blocks[writer->count++] = block;
    writer->marker = marker;
    writer->seam = false;
}

static const struct block *last_block(const struct writer *writer)
{
    return writer->count > writer->base ? writer->blocks[writer->count - 1]
                                        : NULL;
}

static struct block_list copy_blocks(struct writer *writer, size_t from)
{
    struct block_list list = {NULL, writer->count - from};

    if (list.count)
        list.items = arena_copy(writer->arena, writer->blocks + from,
                                list.count * sizeof(const struct block *));
    writer->count = from;
    return list;
}

static enum block_kind block_kind_of(enum node_kind kind)
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

static struct block *new_block(struct writer *writer, const struct node *node)
{
    struct block *block = ARENA_NEW(writer->arena, struct block);

    block->kind = block_kind_of(node->kind);
    block->place = node->place;
    return block;
}

static void write_nodes(struct writer *writer, struct node_list nodes);

static struct block_list write_item(struct writer *writer,
                                    struct node_list nodes)
{
    const size_t base = writer->base;
    const char marker = writer->marker;
    const bool seam = writer->seam;
    const size_t from = writer->count;
    struct block_list list;

    writer->base = from;
    writer->seam = false;
    write_nodes(writer, nodes);
    list = copy_blocks(writer, from);
    writer->base = base;
    writer->marker = marker;
    writer->seam = seam;
    return list;
}

static const struct block *make_list(struct writer *writer,
                                     const struct node *node)
{
    struct block *block = new_block(writer, node);
    struct block_list *items =
        ARENA_ARRAY(writer->arena, struct block_list, node->item_count);

    block->ordered = node->marker == '.' || node->marker == ')';
    block->start = node->start;
    block->items = items;
    for (size_t i = 0; i < node->item_count; i++) {
        items[block->item_count] = write_item(writer, node->items[i]);
        block->item_count += items[block->item_count].count > 0;
    }
    return block;
}

/* Two lists that only tags part are one. */
static const struct block *join_lists(struct writer *writer,
                                      const struct block *first,
                                      const struct block *second)
{
    struct block *block = arena_copy(writer->arena, first, sizeof *first);
    struct block_list *items =
        ARENA_ARRAY(writer->arena, struct block_list,
                    first->item_count + second->item_count);

    memcpy(items, first->items, first->item_count * sizeof *items);
    memcpy(items + first->item_count, second->items,
           second->item_count * sizeof *items);
    block->items = items;
    block->item_count = first->item_count + second->item_count;
    return block;
}

static void push_list(struct writer *writer, const struct node *node,
                      const struct block *block)
{
    const struct block *last = last_block(writer);

    if (!block->item_count)
        return;
    if (writer->seam && last && writer->marker == node->marker) {
        writer->count--;
        block = join_lists(writer, last, block);
    }
    push(writer, block, node->marker);
}

static void check_section(struct writer *writer, const struct node *node)
{
    if (writer->titled && !writer->subjects)
        refuse_words(writer, RULE_TEMPLATE_HEADINGS, node->place, NULL,
                     "a section stands before the subject");
}

static void write_prose(struct writer *writer, const struct node *node)
{
    const struct block *block = node->ready;
    struct block *written;
    struct words words;

    if (!block) {
        words = writer_words(writer, node->phrase);
        if (!words.count)
            return;
        written = new_block(writer, node);
        written->words = words;
        block = written;
    }
    writer->subjects += node->kind == NODE_SUBJECT;
    if (node->kind == NODE_SECTION)
        check_section(writer, node);
    push(writer, block, 0);
}

static void write_list(struct writer *writer, const struct node *node)
{
    push_list(writer, node,
              node->ready ? node->ready : make_list(writer, node));
}

/* A break at the top of a page would leave the page empty. */
static void write_page_break(struct writer *writer, const struct node *node)
{
    const struct block *last = last_block(writer);

    if (last && last->kind != BLOCK_PAGE_BREAK)
        push(writer, node->ready ? node->ready : new_block(writer, node), 0);
}

static void write_signature(struct writer *writer, const struct node *node)
{
    if (++writer->signatures == 2)
        refuse_words(writer, RULE_TEMPLATE_SYNTAX, node->place, NULL,
                     "a second signature");
    push(writer, node->ready ? node->ready : new_block(writer, node), 0);
}

static void write_panel_block(struct writer *writer, const struct node *node)
{
    struct block *block = new_block(writer, node);

    block->panel = write_panel(writer, node->panel);
    push(writer, block, 0);
}

static void write_condition(struct writer *writer, const struct node *node)
{
    writer->seam = true;
    if (is_true(writer, node->binding) != node->negated)
        write_nodes(writer, node->children);
    writer->seam = true;
}

/* inserts_check() has looked at all that can be wrong, but for a cell that
 * names nothing. */
static void write_include(struct writer *writer, const struct node *node)
{
    const size_t column = node->binding->index;
    const struct insert *insert = inserts_find(
        writer->writing->inserts, writer->council->values[column].text);

    writer->seam = true;
    if (!insert)
        refuse_cell(writer, column, node->written, node->place);
    else
        write_nodes(writer, insert->program.nodes);
    writer->seam = true;
}

static void write_node(struct writer *writer, const struct node *node)
{
    switch (node->kind) {
    case NODE_SUBJECT:
    case NODE_SECTION:
    case NODE_PARAGRAPH:
        write_prose(writer, node);
        break;
    case NODE_LIST:
        write_list(writer, node);
        break;
    case NODE_PAGE_BREAK:
        write_page_break(writer, node);
        break;
    case NODE_PANEL:
        write_panel_block(writer, node);
        break;
    case NODE_SIGNATURE:
        write_signature(writer, node);
        break;
    case NODE_CHOICE:
        write_condition(writer, node);
        break;
    case NODE_INCLUDE:
        write_include(writer, node);
        break;
    }
}

static void write_nodes(struct writer *writer, struct node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++)
        write_node(writer, nodes.items[i]);
}

/* The first subject, under whatever condition, or NULL. */
static const struct node *find_subject(struct node_list nodes)
{
    const struct node *subject = NULL;

    for (size_t i = 0; i < nodes.count && !subject; i++)
        subject = nodes.items[i]->kind == NODE_SUBJECT
                      ? nodes.items[i]
                      : find_subject(nodes.items[i]->children);
    return subject;
}

static void check_subject(struct writer *writer, const struct program *program)
{
    const struct node *subject = find_subject(program->nodes);

    if (writer->titled && !writer->subjects && !writer->failed)
        refuse_words(writer, RULE_TEMPLATE_HEADINGS,
                     subject ? subject->place : NO_PLACE, NULL,
                     "the subject has no text");
}

struct block_list writer_blocks(struct writer *writer,
                                const struct program *program)
{
    writer->titled = program->titled;
    write_nodes(writer, program->nodes);
    while (writer->count &&
           writer->blocks[writer->count - 1]->kind == BLOCK_PAGE_BREAK)
        writer->count--;
    check_subject(writer, program);
    return copy_blocks(writer, 0);
}

/* Preparation */

static bool is_ready(struct node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++)
        if (!nodes.items[i]->ready)
            return false;
    return true;
}

static bool is_list_ready(const struct node *node)
{
    for (size_t i = 0; i < node->item_count; i++)
        if (!is_ready(node->items[i]))
            return false;
    return true;
}

static bool can_prepare(const struct node *node)
{
    switch (node->kind) {
    case NODE_SUBJECT:
    case NODE_SECTION:
    case NODE_PARAGRAPH:
        return node->phrase->ready && node->phrase->ready->count;
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

static const struct block *prepare_block(struct writer *writer,
                                         const struct node *node)
{
    struct block *block;

    if (node->kind == NODE_LIST)
        return make_list(writer, node);
    block = new_block(writer, node);
    if (node->phrase)
        block->words = *node->phrase->ready;
    return block;
}

static void prepare_nodes(struct writer *writer, struct node_list nodes)
{
    for (size_t i = 0; i < nodes.count; i++) {
        struct node *node = (struct node *)nodes.items[i];
        for (size_t j = 0; j < node->item_count; j++)
            prepare_nodes(writer, node->items[j]);
        prepare_nodes(writer, node->children);
        if (can_prepare(node))
            node->ready = prepare_block(writer, node);
    }
}

void writer_prepare(struct arena *arena, const struct program *program)
{
    const struct writing writing = {NULL, NULL};
    struct writer *writer = writer_begin(&writing, NULL, NULL, arena, NULL);

    prepare_nodes(writer, program->nodes);
    if (writer_end(writer) != STATUS_OK)
        abort();
}
