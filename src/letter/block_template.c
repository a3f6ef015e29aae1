#include "letter/block_template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/name_match.h"
#include "letter/block_count_check.h"

/*
 * cmark's blocks come in, nodes go out. Tags are paragraphs of one private
 * character; between an opening and its closing tag, which must be siblings,
 * the nodes go into a frame of their own:
 *
 *     list      a          frame 0:  LIST a
 *     paragraph \U100000             CHOICE f ---> frame 1:  LIST b
 *     list      b                    LIST c
 *     paragraph \U100001
 *     list      c
 *
 * The lists a, b, c are one list to the reader. Which of their items there are
 * only a row can tell, so they are joined when a letter is made; but that they
 * belong together, and so the number they begin with, is known here.
 */

/** Lists in lists, conditions in conditions. */
enum { DEEPEST = 50 };

/* Nodes that follow one another in a container or between two tags. */
struct frame {
    const struct mark *opening; /* NULL: the container itself */
    struct node *choice;
    bool blamed; /* a closing tag stands where its own is wanted */
    const struct node **nodes;
    size_t count;
    size_t room;
};

struct builder {
    struct compiler *compiler;
    const struct campaign *campaign;
    struct panel_forms *forms;
    const struct markup *markup;
    enum program_kind kind;
    const struct condition *condition; /* innermost, or NULL */
    struct census subjects;
    struct census signatures;
    struct place early; /* of a section before the subject; line 0: none */
    struct include *includes;
    size_t include_count;
    bool has_pages;
    int depth;
};

/* A container whose blocks are being compiled. */
struct container {
    struct builder *builder;
    bool is_item;
    struct frame *frames; /* innermost last */
    size_t depth;
    size_t room;
    struct node *list; /* the last block, if that is a list */
};

static void push_frame(struct container *container, const struct mark *opening,
                       struct node *choice)
{
    if (container->depth == container->room) {
        container->room = container->room ? container->room * 2 : 4;
        container->frames = memory_resize(container->frames, container->room,
                                          sizeof *container->frames);
    }
    container->frames[container->depth++] =
        (struct frame){.opening = opening, .choice = choice};
}

static struct frame *top(struct container *container)
{
    return &container->frames[container->depth - 1];
}

static void add_node(struct container *container, const struct node *node)
{
    struct frame *frame = top(container);

    if (frame->count == frame->room) {
        frame->room = frame->room ? frame->room * 2 : 16;
        frame->nodes = memory_resize(frame->nodes, frame->room,
                                     sizeof(const struct node *));
    }
    frame->nodes[frame->count++] = node;
}

static bool belongs_to_page(enum node_kind kind)
{
    switch (kind) {
    case NODE_SUBJECT:
    case NODE_SECTION:
    case NODE_PAGE_BREAK:
    case NODE_PANEL:
    case NODE_SIGNATURE:
        return true;
    case NODE_PARAGRAPH:
    case NODE_LIST:
    case NODE_CHOICE:
    case NODE_INCLUDE:
        break;
    }
    return false;
}

static struct node *new_node(struct container *container, enum node_kind kind,
                             struct place place)
{
    struct node *node =
        ARENA_NEW(container->builder->compiler->arena, struct node);

    node->kind = kind;
    node->place = place;
    add_node(container, node);
    if (kind != NODE_CHOICE)
        container->list = NULL;
    if (belongs_to_page(kind))
        container->builder->has_pages = true;
    return node;
}

static struct node_list end_frame(struct container *container)
{
    struct arena *arena = container->builder->compiler->arena;
    struct frame *frame = top(container);
    struct node_list list = {NULL, frame->count};

    if (frame->count)
        list.items = arena_copy(arena, frame->nodes,
                                frame->count * sizeof *frame->nodes);
    free(frame->nodes);
    container->depth--;
    return list;
}

static const char *show(struct builder *builder, const struct mark *mark)
{
    return placeholder_show(builder->compiler->arena, &mark->placeholder,
                            mark->placeholder.name);
}

static void open_choice(struct container *container, const struct mark *mark)
{
    struct builder *builder = container->builder;
    struct node *choice = new_node(container, NODE_CHOICE, mark->place);
    struct condition *condition =
        ARENA_NEW(builder->compiler->scratch, struct condition);

    choice->binding = mark->binding;
    choice->negated = mark->placeholder.negated;
    condition->binding = mark->binding;
    condition->negated = mark->placeholder.negated;
    condition->outer = builder->condition;
    builder->condition = condition;
    push_frame(container, mark, choice);
    if (++builder->depth == DEEPEST)
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED,
                       mark->place, "nested too deeply");
}

static void end_choice(struct container *container)
{
    struct builder *builder = container->builder;
    struct node *choice = top(container)->choice;

    choice->children = end_frame(container);
    builder->condition = builder->condition->outer;
    builder->depth--;
}

static void blame_open(struct container *container, const char *why)
{
    const struct mark *opening = top(container)->opening;

    compiler_blame(container->builder->compiler, RULE_TEMPLATE_UNBALANCED,
                   opening->place, "%s %s", show(container->builder, opening),
                   why);
}

/* The frame that a closing tag closes, counted from 1; 0: none. */
static size_t find_opening(const struct container *container, const char *name)
{
    for (size_t i = container->depth; i > 1; i--)
        if (name_equal(container->frames[i - 1].opening->placeholder.name,
                       name))
            return i;
    return 0;
}

/* A closing tag that fits nothing: one mistake, and so one message, even if the
 * tag that it may have been meant for is never closed. */
static void close_nothing(struct container *container, const struct mark *mark)
{
    struct compiler *compiler = container->builder->compiler;
    const char *shown = show(container->builder, mark);
    const struct mark *opening;

    if (container->depth == 1) {
        compiler_blame(compiler, RULE_TEMPLATE_UNBALANCED, mark->place,
                       "%s closes nothing that was opened %s", shown,
                       container->is_item ? "in this list item" : "before it");
        return;
    }
    opening = top(container)->opening;
    compiler_blame(compiler, RULE_TEMPLATE_UNBALANCED, mark->place,
                   "%s stands where ((/%s)) is wanted, for %s on line %d",
                   shown, opening->placeholder.name,
                   show(container->builder, opening), opening->place.line);
    top(container)->blamed = true;
}

static void close_choice(struct container *container, const struct mark *mark)
{
    const size_t opening = find_opening(container, mark->placeholder.name);
    char why[64];

    if (!opening) {
        close_nothing(container, mark);
        return;
    }
    snprintf(why, sizeof why, "is not closed before line %d", mark->place.line);
    while (container->depth > opening) {
        if (!top(container)->blamed)
            blame_open(container, why);
        end_choice(container);
    }
    end_choice(container);
}

static void add_include(struct container *container, const struct mark *mark)
{
    struct builder *builder = container->builder;
    struct node *node;

    if (!mark->binding)
        return;
    node = new_node(container, NODE_INCLUDE, mark->place);
    node->binding = mark->binding;
    node->written = show(builder, mark);
    builder->includes[builder->include_count++] = (struct include){
        mark->binding->index, mark->place, node->written, container->is_item};
}

static void compile_tag(struct container *container, const struct mark *mark)
{
    switch (mark->placeholder.kind) {
    case PLACEHOLDER_OPEN:
        open_choice(container, mark);
        break;
    case PLACEHOLDER_CLOSE:
        close_choice(container, mark);
        break;
    case PLACEHOLDER_INCLUDE:
        add_include(container, mark);
        break;
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
    case PLACEHOLDER_CHOICE:
        break;
    }
}

static void compile_paragraph(struct container *container, cmark_node *block)
{
    struct builder *builder = container->builder;
    const struct mark *mark =
        manuscript_mark(builder->markup->manuscript, markup_lone_letter(block));
    struct node *node;

    if (mark && mark_is_tag(mark)) {
        compile_tag(container, mark);
        return;
    }
    node = new_node(container, NODE_PARAGRAPH,
                    markup_block_place(builder->markup, block));
    node->phrase = phrase_compile(builder->compiler, builder->markup, block);
}

static void refuse(struct builder *builder, struct place place,
                   const char *message)
{
    compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED, place, "%s",
                   message);
}

static void note_section(struct builder *builder, struct place place)
{
    if (builder->kind == PROGRAM_LETTER && !builder->subjects.count &&
        !builder->early.line)
        builder->early = place;
}

static void note_subject(struct builder *builder, struct place place)
{
    if (builder->kind == PROGRAM_INCLUDED)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS, place,
                       "an included text has no subject of its own; begin the "
                       "line with ##");
    else if (builder->kind == PROGRAM_COVER)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS, place,
                       "the subject of an e-mail stands in campaign.yaml, "
                       "under mail; begin the line with ##");
    else
        census_add(&builder->subjects, place, builder->condition);
}

static void compile_heading(struct container *container, cmark_node *block)
{
    struct builder *builder = container->builder;
    const struct place place = markup_block_place(builder->markup, block);
    const int level = cmark_node_get_heading_level(block);
    struct node *node;

    if (container->is_item) {
        refuse(builder, place, "a heading cannot stand in a list item");
        return;
    }
    if (level > 2)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS, place,
                       "headings go two deep: # for the subject, ## for "
                       "sections");
    else if (level == 2)
        note_section(builder, place);
    else
        note_subject(builder, place);
    if (!cmark_node_first_child(block))
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS, place,
                       "the heading has no text");
    node = new_node(container, level == 1 ? NODE_SUBJECT : NODE_SECTION, place);
    builder->compiler->style = STYLE_BOLD;
    node->phrase = phrase_compile(builder->compiler, builder->markup, block);
    builder->compiler->style = 0;
}

static struct node_list compile_blocks(struct builder *builder,
                                       cmark_node *first, bool is_item);

static char marker_of(const struct markup *markup, cmark_node *list)
{
    if (cmark_node_get_list_type(list) == CMARK_BULLET_LIST)
        return markup_first_byte(markup, list);
    return cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.';
}

static void compile_items(struct builder *builder, cmark_node *list,
                          struct node *node)
{
    struct node_list *items;
    size_t count = 0;

    for (cmark_node *item = cmark_node_first_child(list); item;
         item = cmark_node_next(item))
        count++;
    items = ARENA_ARRAY(builder->compiler->arena, struct node_list, count);
    node->items = items;
    for (cmark_node *item = cmark_node_first_child(list); item;
         item = cmark_node_next(item))
        items[node->item_count++] =
            compile_blocks(builder, cmark_node_first_child(item), true);
}

static void compile_list(struct container *container, cmark_node *block)
{
    struct builder *builder = container->builder;
    const struct node *before = container->list;
    struct node *node = new_node(container, NODE_LIST,
                                 markup_block_place(builder->markup, block));

    node->marker = marker_of(builder->markup, block);
    node->start = cmark_node_get_list_start(block);
    if (before && before->marker == node->marker)
        node->start = before->start;
    if (builder->depth >= DEEPEST) {
        refuse(builder, node->place, "nested too deeply");
        return;
    }
    builder->depth++;
    compile_items(builder, block, node);
    builder->depth--;
    container->list = node;
}

static void compile_page_break(struct container *container, cmark_node *block)
{
    const struct place place =
        markup_block_place(container->builder->markup, block);

    if (container->is_item)
        refuse(container->builder, place,
               "a page break cannot stand in a list item");
    else if (container->builder->kind == PROGRAM_COVER)
        refuse(container->builder, place, "an e-mail has no pages");
    else
        new_node(container, NODE_PAGE_BREAK, place);
}

static void compile_panel(struct container *container)
{
    struct builder *builder = container->builder;
    const struct panel_form *form =
        panel_forms_next(builder->compiler, builder->forms, builder->markup);

    if (form)
        new_node(container, NODE_PANEL, form->place)->panel = form;
}

static void compile_signature(struct container *container, cmark_node *block,
                              struct place place, const char *rest)
{
    struct builder *builder = container->builder;

    if (*rest || *cmark_node_get_literal(block))
        compiler_blame(builder->compiler, RULE_TEMPLATE_SYNTAX, place,
                       "the signature's fence is empty; name and roles stand "
                       "in campaign.yaml, under signatory");
    if (!builder->campaign->settings.signatory_name.text &&
        !builder->campaign->settings.doubts.signatory)
        compiler_blame(builder->compiler, RULE_SETTING_MISSING, place,
                       "the signature needs signatory: name: in "
                       "campaign.yaml");
    census_add(&builder->signatures, place, builder->condition);
    new_node(container, NODE_SIGNATURE, place);
}

static void refuse_fence(struct builder *builder, const char *word,
                         struct place place)
{
    static const char *const known[] = {"panel", "signature"};
    const char *near = name_suggest(word, known, 2);

    if (*word && near)
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED, place,
                       "```%s is no block of a letter; did you mean ```%s?",
                       word, near);
    else
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED, place,
                       "a fence begins ```panel or ```signature; code has no "
                       "form in a letter");
}

static void compile_fence(struct container *container, cmark_node *block)
{
    struct builder *builder = container->builder;
    const struct place place = markup_block_place(builder->markup, block);
    const char first = markup_first_byte(builder->markup, block);
    const char *rest;
    const char *word = panel_fence(builder->compiler->scratch, block, &rest);

    if (first != '`' && first != '~')
        refuse(builder, place,
               "text that is indented this far is code, which has no form in "
               "a letter; indent it less");
    else if (!name_equal(word, "panel") && !name_equal(word, "signature"))
        refuse_fence(builder, word, place);
    else if (container->is_item)
        refuse(builder, place, "a fence cannot stand in a list item");
    else if (name_equal(word, "panel"))
        compile_panel(container);
    else
        compile_signature(container, block, place, rest);
}

/* A tag that has its line to itself begins a block. */
static void refuse_html(struct builder *builder, cmark_node *block)
{
    const char *html = cmark_node_get_literal(block);
    const bool is_span = html && (strncmp(html, "<span ", 6) == 0 ||
                                  strncmp(html, "</span>", 7) == 0);

    refuse(builder, markup_block_place(builder->markup, block),
           is_span ? "<span> and </span> stand on a line with their text"
                   : "HTML has no form in a letter; for a plain < write \\<");
}

static void compile_block(struct container *container, cmark_node *block)
{
    struct builder *builder = container->builder;

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
        refuse(builder, markup_block_place(builder->markup, block),
               "a block quote has no form in a letter; take the > away or "
               "write \\>");
        break;
    default:
        refuse_html(builder, block);
    }
}

static struct node_list compile_blocks(struct builder *builder,
                                       cmark_node *first, bool is_item)
{
    struct container container = {.builder = builder, .is_item = is_item};
    struct node_list list;

    push_frame(&container, NULL, NULL);
    for (cmark_node *block = first; block; block = cmark_node_next(block))
        compile_block(&container, block);
    while (container.depth > 1) {
        if (!top(&container)->blamed)
            blame_open(&container, is_item ? "is not closed in its list item"
                                           : "is not closed");
        end_choice(&container);
    }
    list = end_frame(&container);
    free(container.frames);
    return list;
}

static void check_subjects(struct builder *builder)
{
    const struct sighting *again;
    size_t fewest;
    const struct sighting *first =
        census_count(&builder->subjects, &fewest, &again);
    const struct source *source = &builder->markup->manuscript->source;

    if (builder->kind != PROGRAM_LETTER)
        return;
    if (!builder->subjects.count)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS,
                       (struct place){source->file, 1, 1},
                       "the letter has no subject; one line begins with #");
    else if (first)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS, again->place,
                       "a second subject; the first stands on line %d, and "
                       "sections begin with ##",
                       first->place.line);
    else if (!fewest)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS,
                       builder->subjects.items[0].place,
                       "some letters would have no subject, for it stands "
                       "under a condition");
    if (builder->subjects.count && builder->early.line)
        compiler_blame(builder->compiler, RULE_TEMPLATE_HEADINGS,
                       builder->early,
                       "a section stands before the subject on line %d",
                       builder->subjects.items[0].place.line);
}

static void check_signatures(struct builder *builder)
{
    const struct sighting *again;
    size_t fewest;
    const struct sighting *first =
        census_count(&builder->signatures, &fewest, &again);

    if (first)
        compiler_blame(builder->compiler, RULE_TEMPLATE_SYNTAX, again->place,
                       "a second signature; the first stands on line %d",
                       first->place.line);
}

static void compile_markup(struct builder *builder, const struct markup *markup,
                           struct program *program)
{
    struct arena *arena = builder->compiler->arena;

    builder->markup = markup;
    builder->includes =
        ARENA_ARRAY(arena, struct include, markup->manuscript->count);
    program->nodes = compile_blocks(builder, markup->first, false);
    program->includes = builder->includes;
    program->include_count = builder->include_count;
    program->has_pages = builder->has_pages;
    program->titled = builder->kind == PROGRAM_LETTER;
    check_subjects(builder);
    check_signatures(builder);
    census_free(&builder->subjects);
    census_free(&builder->signatures);
}

void program_compile(struct compiler *compiler, const struct campaign *campaign,
                     const struct source *source, enum program_kind kind,
                     struct program *program)
{
    struct manuscript manuscript;
    struct markup markup;
    struct builder builder = {
        .compiler = compiler, .campaign = campaign, .kind = kind};
    struct draft *const *texts;
    size_t count;

    manuscript_open(compiler, source, MANUSCRIPT_MARKDOWN, &manuscript);
    markup_open(&manuscript, NULL, 0, &markup);
    builder.forms = panel_forms_read(compiler, campaign, &markup);
    texts = panel_forms_texts(builder.forms, &count);
    if (count) {
        markup_close(&markup);
        markup_open(&manuscript, texts, count, &markup);
    }
    compile_markup(&builder, &markup, program);
    panel_forms_free(builder.forms);
    markup_close(&markup);
    manuscript_close(&manuscript);
}
