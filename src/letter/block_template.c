#include "letter/block_template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/name_match.h"
#include "letter/block_count_check.h"
#include "letter/block_form.h"
#include "letter/markdown_extensions.h"
#include "letter/pipe_table.h"

/*
 * Converts cmark's blocks to nodes. Tags are paragraphs of one private
 * character. Between an opening and its closing tag, which must be siblings,
 * nodes are in a frame of their own:
 *
 *     list      a          frame 0:  LIST a
 *     paragraph \U100000             CHOICE f ---> frame 1:  LIST b
 *     list      b                    LIST c
 *     paragraph \U100001
 *     list      c
 *
 * To the reader, the lists a, b, c are one list. Its items depend on the row,
 * so the lists are joined when a letter is made; but their first number is
 * known here.
 */

/** Lists in lists, conditions in conditions. */
enum { DEEPEST = 50 };

/* The sequence of nodes in a container or between two tags. */
struct frame {
    const struct placeholder_use *opening; /* NULL: the container itself */
    struct block_node *choice;
    bool reported; /* closed by a closing tag's place only */
    struct block_node **nodes;
    size_t count;
    size_t capacity;
};

struct block_builder {
    struct compile_context *context;
    const struct campaign *campaign;
    struct panel_templates *templates;
    struct pipe_tables tables;
    const struct markdown *markdown;
    enum block_template_kind kind;
    const struct block_condition *condition; /* innermost, or NULL */
    struct block_count_check subjects;
    struct block_count_check signatures;
    struct location
        early; /* of the first section before the subject; line 0: none */
    struct include *includes;
    size_t include_count;
    bool has_pages;
    int depth;
};

/* The container that is being compiled. */
struct container {
    struct block_builder *builder;
    bool is_item;
    struct frame *frames; /* innermost last */
    size_t depth;
    size_t capacity;
    struct block_node *list; /* the last block, if it is a list */
};

static void push_frame(struct container *container,
                       const struct placeholder_use *opening,
                       struct block_node *choice)
{
    ARRAY_GROW(container->frames, container->depth, container->capacity);
    container->frames[container->depth++] =
        (struct frame){.opening = opening, .choice = choice};
}

static struct frame *top(struct container *container)
{
    return &container->frames[container->depth - 1];
}

static void add_node(struct container *container, struct block_node *node)
{
    struct frame *frame = top(container);

    ARRAY_GROW(frame->nodes, frame->count, frame->capacity);
    frame->nodes[frame->count++] = node;
}

static struct block_node *new_node(struct container *container,
                                   enum block_node_kind kind,
                                   struct location location)
{
    struct block_node *node =
        ARENA_NEW(container->builder->context->arena, struct block_node);

    node->kind = kind;
    node->location = location;
    add_node(container, node);
    if (kind != NODE_CHOICE)
        container->list = NULL;
    if (block_form_of(kind)->on_page)
        container->builder->has_pages = true;
    return node;
}

static struct block_node_list end_frame(struct container *container)
{
    struct arena *arena = container->builder->context->arena;
    struct frame *frame = top(container);
    struct block_node_list list = {NULL, frame->count};

    if (frame->count)
        list.items = arena_copy(arena, frame->nodes,
                                frame->count * sizeof *frame->nodes);
    free(frame->nodes);
    container->depth--;
    return list;
}

static const char *show(struct block_builder *builder,
                        const struct placeholder_use *use)
{
    return placeholder_show(builder->context->arena, &use->placeholder,
                            use->placeholder.name);
}

static void open_choice(struct container *container,
                        const struct placeholder_use *use)
{
    struct block_builder *builder = container->builder;
    struct block_node *choice = new_node(container, NODE_CHOICE, use->location);
    struct block_condition *condition =
        ARENA_NEW(builder->context->scratch, struct block_condition);

    choice->symbol = use->symbol;
    choice->negated = use->placeholder.negated;
    condition->symbol = use->symbol;
    condition->negated = use->placeholder.negated;
    condition->outer = builder->condition;
    builder->condition = condition;
    push_frame(container, use, choice);
    if (++builder->depth == DEEPEST)
        compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                               use->location, "nested too deeply");
}

static void end_choice(struct container *container)
{
    struct block_builder *builder = container->builder;
    struct block_node *choice = top(container)->choice;

    choice->children = end_frame(container);
    builder->condition = builder->condition->outer;
    builder->depth--;
}

static void report_open(struct container *container, const char *why)
{
    const struct placeholder_use *opening = top(container)->opening;

    compile_context_report(container->builder->context,
                           RULE_TEMPLATE_UNBALANCED, opening->location, "%s %s",
                           show(container->builder, opening), why);
}

/* @return the frame that a closing tag closes, from 1; 0: none */
static size_t find_opening(const struct container *container, const char *name)
{
    for (size_t i = container->depth; i > 1; i--)
        if (name_match_equal(container->frames[i - 1].opening->placeholder.name,
                             name))
            return i;
    return 0;
}

/* Reports a closing tag without an opening tag. One mistake gives one message,
 * even if the intended opening tag is never closed. */
static void close_nothing(struct container *container,
                          const struct placeholder_use *use)
{
    struct compile_context *context = container->builder->context;
    const char *shown = show(container->builder, use);
    const struct placeholder_use *opening;

    if (container->depth == 1) {
        compile_context_report(context, RULE_TEMPLATE_UNBALANCED, use->location,
                               "%s closes nothing that was opened %s", shown,
                               container->is_item ? "in this list item"
                                                  : "before it");
        return;
    }
    opening = top(container)->opening;
    compile_context_report(context, RULE_TEMPLATE_UNBALANCED, use->location,
                           "%s is where ((/%s)) is wanted, for %s on line %d",
                           shown, opening->placeholder.name,
                           show(container->builder, opening),
                           opening->location.line);
    top(container)->reported = true;
}

static void close_choice(struct container *container,
                         const struct placeholder_use *use)
{
    const size_t opening = find_opening(container, use->placeholder.name);
    char why[64];

    if (!opening) {
        close_nothing(container, use);
        return;
    }
    snprintf(why, sizeof why, "is not closed before line %d",
             use->location.line);
    while (container->depth > opening) {
        if (!top(container)->reported)
            report_open(container, why);
        end_choice(container);
    }
    end_choice(container);
}

static void add_include(struct container *container,
                        const struct placeholder_use *use)
{
    struct block_builder *builder = container->builder;
    struct block_node *node;

    if (!use->symbol)
        return;
    node = new_node(container, NODE_INCLUDE, use->location);
    node->symbol = use->symbol;
    node->written = show(builder, use);
    builder->includes[builder->include_count++] = (struct include){
        use->symbol, use->location, node->written, container->is_item};
}

static void compile_tag(struct container *container,
                        const struct placeholder_use *use)
{
    switch (use->placeholder.kind) {
    case PLACEHOLDER_OPEN:
        open_choice(container, use);
        break;
    case PLACEHOLDER_CLOSE:
        close_choice(container, use);
        break;
    case PLACEHOLDER_INCLUDE:
        add_include(container, use);
        break;
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
    case PLACEHOLDER_CHOICE:
        break;
    }
}

/* Closes the container and reports its open tags. */
static struct block_node_list end_container(struct container *container,
                                            const char *fault)
{
    struct block_node_list list;

    while (container->depth > 1) {
        if (!top(container)->reported)
            report_open(container, fault);
        end_choice(container);
    }
    list = end_frame(container);
    free(container->frames);
    return list;
}

/* Compiles separately parsed texts, from @p first on. */
static const struct inline_template **
compile_cells(struct block_builder *builder, size_t first, size_t count)
{
    const struct inline_template **cells = ARENA_ARRAY(
        builder->context->arena, const struct inline_template *, count);

    for (size_t i = 0; i < count; i++)
        cells[i] = inline_template_compile(
            builder->context, builder->markdown,
            markdown_inline_block(builder->markdown, first + i));
    return cells;
}

static const struct table_template *
compile_heads(struct block_builder *builder, const struct pipe_table *table)
{
    struct table_template *form =
        ARENA_NEW(builder->context->arena, struct table_template);

    form->column_count = table->column_count;
    form->aligns = table->aligns;
    builder->context->style = STYLE_BOLD;
    if (table->caption != SIZE_MAX)
        form->caption = compile_cells(builder, table->caption, 1)[0];
    form->heads = compile_cells(builder, table->heads, table->column_count);
    builder->context->style = 0;
    return form;
}

static void compile_rows(struct container *container,
                         const struct pipe_table *table,
                         const struct table_template *form)
{
    for (size_t i = 0; i < table->line_count; i++) {
        const struct pipe_line *line = &table->lines[i];
        struct block_node *row;
        if (line->tag) {
            compile_tag(container, line->tag);
            continue;
        }
        row = new_node(container, NODE_ROW, line->location);
        row->table = form;
        row->cells =
            compile_cells(container->builder, line->text, form->column_count);
    }
}

static void compile_table(struct container *container,
                          const struct pipe_table *table)
{
    struct block_builder *builder = container->builder;
    struct container rows = {.builder = builder};
    struct block_node *node;

    if (container->is_item) {
        compile_context_report(builder->context, RULE_TEMPLATE_TABLE,
                               table->location,
                               "a table cannot be in a list item");
        return;
    }
    node = new_node(container, NODE_TABLE, table->location);
    node->table = compile_heads(builder, table);
    push_frame(&rows, NULL, NULL);
    compile_rows(&rows, table, node->table);
    node->children = end_container(&rows, "is not closed in its table");
}

static void compile_paragraph(struct container *container, cmark_node *block)
{
    struct block_builder *builder = container->builder;
    const uint32_t lone = markdown_lone_codepoint(block);
    const struct placeholder_use *use =
        preprocess_find_use(builder->markdown->preprocessed, lone);
    const struct pipe_table *table = pipe_tables_find(&builder->tables, lone);
    struct block_node *node;

    if (table) {
        compile_table(container, table);
        return;
    }
    if (use && preprocess_is_tag(use)) {
        compile_tag(container, use);
        return;
    }
    node = new_node(container, NODE_PARAGRAPH,
                    markdown_block_location(builder->markdown, block));
    node->inline_template =
        inline_template_compile(builder->context, builder->markdown, block);
}

static void refuse(struct block_builder *builder, struct location location,
                   const char *message)
{
    compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                           location, "%s", message);
}

static void note_section(struct block_builder *builder,
                         struct location location)
{
    if (builder->kind == BLOCK_TEMPLATE_LETTER && !builder->subjects.count &&
        !builder->early.line)
        builder->early = location;
}

/* Reports a block that a letter has once, inside a list, which repeats it. */
static void add_sighting(struct block_builder *builder,
                         struct block_count_check *block_count_check,
                         struct location location, const char *what)
{
    for (const struct block_condition *at = builder->condition; at;
         at = at->outer)
        if (at->symbol && at->symbol->kind == SYMBOL_LIST && !at->negated) {
            compile_context_report(
                builder->context, RULE_TEMPLATE_UNSUPPORTED, location,
                "%s cannot be within ((#%s)), which repeats it", what,
                at->symbol->name);
            break;
        }
    block_count_check_add(block_count_check, location, builder->condition);
}

static void note_subject(struct block_builder *builder,
                         struct location location)
{
    if (builder->kind == BLOCK_TEMPLATE_INCLUDED)
        compile_context_report(
            builder->context, RULE_TEMPLATE_HEADINGS, location,
            "an included text has no subject of its own; begin the "
            "line with ##");
    else if (builder->kind == BLOCK_TEMPLATE_EMAIL)
        compile_context_report(builder->context, RULE_TEMPLATE_HEADINGS,
                               location,
                               "the subject of an e-mail is in campaign.yaml, "
                               "under mail; begin the line with ##");
    else
        add_sighting(builder, &builder->subjects, location, "the subject");
}

static void compile_heading(struct container *container, cmark_node *block)
{
    struct block_builder *builder = container->builder;
    const struct location location =
        markdown_block_location(builder->markdown, block);
    const int level = cmark_node_get_heading_level(block);
    struct block_node *node;

    if (container->is_item) {
        refuse(builder, location, "a heading cannot be in a list item");
        return;
    }
    if (level > 2)
        compile_context_report(
            builder->context, RULE_TEMPLATE_HEADINGS, location,
            "headings go two deep: # for the subject, ## for "
            "sections");
    else if (level == 2)
        note_section(builder, location);
    else
        note_subject(builder, location);
    if (!cmark_node_first_child(block))
        compile_context_report(builder->context, RULE_TEMPLATE_HEADINGS,
                               location, "the heading has no text");
    node =
        new_node(container, level == 1 ? NODE_SUBJECT : NODE_SECTION, location);
    builder->context->style = STYLE_BOLD;
    node->inline_template =
        inline_template_compile(builder->context, builder->markdown, block);
    builder->context->style = 0;
}

static struct block_node_list compile_blocks(struct block_builder *builder,
                                             cmark_node *first, bool is_item);

static char marker_of(const struct markdown *markdown, cmark_node *list)
{
    if (cmark_node_get_list_type(list) == CMARK_BULLET_LIST)
        return markdown_first_byte(markdown, list);
    return cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.';
}

static void compile_items(struct block_builder *builder, cmark_node *list,
                          struct block_node *node)
{
    struct block_node_list *items;
    size_t count = 0;

    for (cmark_node *item = cmark_node_first_child(list); item;
         item = cmark_node_next(item))
        count++;
    items = ARENA_ARRAY(builder->context->arena, struct block_node_list, count);
    node->items = items;
    for (cmark_node *item = cmark_node_first_child(list); item;
         item = cmark_node_next(item))
        items[node->item_count++] =
            compile_blocks(builder, cmark_node_first_child(item), true);
}

static void compile_list(struct container *container, cmark_node *block)
{
    struct block_builder *builder = container->builder;
    const struct block_node *before = container->list;
    struct block_node *node =
        new_node(container, NODE_LIST,
                 markdown_block_location(builder->markdown, block));

    node->marker = marker_of(builder->markdown, block);
    node->start = cmark_node_get_list_start(block);
    if (before && before->marker == node->marker)
        node->start = before->start;
    if (builder->depth >= DEEPEST) {
        refuse(builder, node->location, "nested too deeply");
        return;
    }
    builder->depth++;
    compile_items(builder, block, node);
    builder->depth--;
    container->list = node;
}

static void compile_page_break(struct container *container, cmark_node *block)
{
    const struct location location =
        markdown_block_location(container->builder->markdown, block);

    if (container->is_item)
        refuse(container->builder, location,
               "a page break cannot be in a list item");
    else if (container->builder->kind == BLOCK_TEMPLATE_EMAIL)
        refuse(container->builder, location, "an e-mail has no pages");
    else
        new_node(container, NODE_PAGE_BREAK, location);
}

static void compile_panel(struct container *container)
{
    struct block_builder *builder = container->builder;
    const struct panel_template *form = panel_templates_next(
        builder->context, builder->templates, builder->markdown);

    if (form)
        new_node(container, NODE_PANEL, form->location)->panel = form;
}

static void compile_signature(struct container *container, cmark_node *block,
                              struct location location, const char *rest)
{
    struct block_builder *builder = container->builder;

    if (*rest || *cmark_node_get_literal(block))
        compile_context_report(
            builder->context, RULE_TEMPLATE_SYNTAX, location,
            "the signature's fence is empty; name and roles are "
            "in campaign.yaml, under signatory");
    if (!builder->campaign->settings.signatory_name.text &&
        !builder->campaign->settings.gaps.signatory)
        compile_context_report(builder->context, RULE_SETTING_MISSING, location,
                               "the signature needs signatory: name: in "
                               "campaign.yaml");
    add_sighting(builder, &builder->signatures, location, "the signature");
    new_node(container, NODE_SIGNATURE, location);
}

static void refuse_fence(struct block_builder *builder, const char *word,
                         struct location location)
{
    static const char *const known[] = {"panel", "signature"};
    const char *near = name_match_suggest(word, known, 2);

    if (*word && near)
        compile_context_report(
            builder->context, RULE_TEMPLATE_UNSUPPORTED, location,
            "```%s is no block of a letter; did you mean ```%s?", word, near);
    else
        compile_context_report(
            builder->context, RULE_TEMPLATE_UNSUPPORTED, location,
            "a fence begins ```panel or ```signature; code has no "
            "form in a letter");
}

static void compile_fence(struct container *container, cmark_node *block)
{
    struct block_builder *builder = container->builder;
    const struct location location =
        markdown_block_location(builder->markdown, block);
    const char first = markdown_first_byte(builder->markdown, block);
    const char *rest;
    const char *word =
        panel_template_fence(builder->context->scratch, block, &rest);

    if (first != '`' && first != '~')
        refuse(builder, location,
               "text that is indented this far is code, which has no form in "
               "a letter; indent it less");
    else if (!name_match_equal(word, "panel") &&
             !name_match_equal(word, "signature"))
        refuse_fence(builder, word, location);
    else if (container->is_item)
        refuse(builder, location, "a fence cannot be in a list item");
    else if (name_match_equal(word, "panel"))
        compile_panel(container);
    else
        compile_signature(container, block, location, rest);
}

/* A tag alone on its line begins a block. */
static void refuse_html(struct block_builder *builder, cmark_node *block)
{
    const char *html = cmark_node_get_literal(block);
    const bool is_span = html && (strncmp(html, "<span ", 6) == 0 ||
                                  strncmp(html, "</span>", 7) == 0);

    refuse(builder, markdown_block_location(builder->markdown, block),
           is_span ? "<span> and </span> are on a line with their text"
                   : "HTML has no form in a letter; for a plain < write \\<");
}

static void compile_block(struct container *container, cmark_node *block)
{
    struct block_builder *builder = container->builder;

    switch (cmark_node_get_type(block)) {
    case CMARK_NODE_PARAGRAPH:
        compile_paragraph(container, block);
        break;
    case CMARK_NODE_HEADING:
        compile_heading(container, block);
        break;
    case CMARK_NODE_LIST:
        compile_list(container, block);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        compile_page_break(container, block);
        break;
    case CMARK_NODE_CODE_BLOCK:
        compile_fence(container, block);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        refuse(builder, markdown_block_location(builder->markdown, block),
               "a block quote has no form in a letter; take the > away or "
               "write \\>");
        break;
    default:
        refuse_html(builder, block);
    }
}

static struct block_node_list compile_blocks(struct block_builder *builder,
                                             cmark_node *first, bool is_item)
{
    struct container container = {.builder = builder, .is_item = is_item};

    push_frame(&container, NULL, NULL);
    for (cmark_node *block = first; block; block = cmark_node_next(block))
        compile_block(&container, block);
    return end_container(&container, is_item ? "is not closed in its list item"
                                             : "is not closed");
}

static void check_subjects(struct block_builder *builder)
{
    const struct block_sighting *again;
    size_t fewest;
    const struct block_sighting *first =
        block_count_check_run(&builder->subjects, &fewest, &again);
    const struct source_text *source = &builder->markdown->preprocessed->source;

    if (builder->kind != BLOCK_TEMPLATE_LETTER)
        return;
    if (!builder->subjects.count)
        compile_context_report(
            builder->context, RULE_TEMPLATE_HEADINGS,
            (struct location){source->file, 1, 1},
            "the letter has no subject; one line begins with #");
    else if (first)
        compile_context_report(builder->context, RULE_TEMPLATE_HEADINGS,
                               again->location,
                               "a second subject; the first is on line %d, and "
                               "sections begin with ##",
                               first->location.line);
    else if (!fewest)
        compile_context_report(builder->context, RULE_TEMPLATE_HEADINGS,
                               builder->subjects.items[0].location,
                               "some letters would have no subject, for it is "
                               "under a condition");
    if (builder->subjects.count && builder->early.line)
        compile_context_report(builder->context, RULE_TEMPLATE_HEADINGS,
                               builder->early,
                               "a section comes before the subject on line %d",
                               builder->subjects.items[0].location.line);
}

static void check_signatures(struct block_builder *builder)
{
    const struct block_sighting *again;
    size_t fewest;
    const struct block_sighting *first =
        block_count_check_run(&builder->signatures, &fewest, &again);

    if (first)
        compile_context_report(builder->context, RULE_TEMPLATE_SYNTAX,
                               again->location,
                               "a second signature; the first is on line %d",
                               first->location.line);
}

static void compile_markdown(struct block_builder *builder,
                             const struct markdown *markdown,
                             struct block_template *block_template)
{
    struct arena *arena = builder->context->arena;

    builder->markdown = markdown;
    builder->includes =
        ARENA_ARRAY(arena, struct include, markdown->preprocessed->count);
    block_template->nodes = compile_blocks(builder, markdown->first, false);
    block_template->includes = builder->includes;
    block_template->include_count = builder->include_count;
    block_template->has_pages = builder->has_pages;
    block_template->titled = builder->kind == BLOCK_TEMPLATE_LETTER;
    check_subjects(builder);
    check_signatures(builder);
    block_count_check_free(&builder->subjects);
    block_count_check_free(&builder->signatures);
}

static void check_extensions(struct compile_context *context,
                             const struct preprocessed *preprocessed)
{
    markdown_extensions_check(context, &preprocessed->source,
                              preprocessed->main);
    for (size_t i = 0; i < preprocessed->choice_text_count; i++)
        markdown_extensions_check(context, &preprocessed->source,
                                  preprocessed->choice_texts[i]);
}

void block_template_compile(struct compile_context *context,
                            const struct campaign *campaign,
                            const struct source_text *source,
                            enum block_template_kind kind,
                            struct block_template *block_template)
{
    struct preprocessed preprocessed;
    struct markdown markdown;
    struct block_builder builder = {
        .context = context, .campaign = campaign, .kind = kind};
    struct mapped_text *const *texts;
    size_t count;

    preprocess_open(context, source, PREPROCESS_MARKDOWN, &preprocessed);
    pipe_tables_read(context, &preprocessed, &builder.tables);
    check_extensions(context, &preprocessed);
    markdown_open(&preprocessed, NULL, 0, &markdown);
    builder.templates = panel_templates_read(context, campaign, &markdown);
    texts = panel_templates_texts(builder.templates, &count);
    if (count) {
        markdown_close(&markdown);
        markdown_open(&preprocessed, texts, count, &markdown);
    }
    compile_markdown(&builder, &markdown, block_template);
    panel_templates_free(builder.templates);
    markdown_close(&markdown);
    preprocess_close(&preprocessed);
}
