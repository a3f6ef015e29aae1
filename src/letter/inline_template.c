#include "letter/inline_template.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "letter/lang_span.h"
#include "letter/run_builder.h"
#include "letter/sentinel.h"
#include "letter/uri.h"

/*
 * cmark's inline nodes come in, parts go out. Text is cut at the private
 * characters, each of which is a placeholder:
 *
 *     text "Dear \U100000, I"      TEXT "Dear "  VALUE ((name))  TEXT ", I"
 *     strong                       (style of all parts inside)
 *       text "\U100001"            CHOICE ((flag??...)) -> parts of its slip
 *
 * What is the same in all letters becomes text here and now: constants, dates,
 * and choices between them.
 */

/** Emphasis in emphasis in a choice in a choice..., or a letter bomb. */
enum { DEEPEST = 100 };

struct builder {
    struct compiler *compiler;
    const struct manuscript *manuscript;
    const struct markup *markup; /* NULL: a setting */
    cmark_node *block;           /* the block in hand */
    struct markup_drift drift;   /* at the inline that is read */
    struct part *parts;
    size_t count;
    size_t room;
    struct buffer text; /* of the text part in hand */
    struct part hand;   /* its looks */
    bool open;          /* there is a text part in hand */
    bool verbatim;      /* a URI: white space stays as it is */
    int depth;
};

/* The looks that what is added now has. */
struct manner {
    unsigned style;
    const struct link *link;
    const char *language;
    struct place place;
};

static struct builder builder_new(const struct builder *like)
{
    struct builder builder = *like;

    builder.parts = NULL;
    builder.count = builder.room = 0;
    builder.text = buffer_new(SOURCE_LIMIT * 2);
    builder.open = false;
    builder.depth = like->depth + 1;
    return builder;
}

static void add_part(struct builder *builder, struct part part)
{
    if (builder->count == builder->room) {
        builder->room = builder->room ? builder->room * 2 : 16;
        builder->parts = memory_resize(builder->parts, builder->room,
                                       sizeof *builder->parts);
    }
    builder->parts[builder->count++] = part;
}

static void end_text(struct builder *builder)
{
    struct compiler *compiler = builder->compiler;

    if (!builder->open)
        return;
    builder->open = false;
    if (!builder->text.length)
        return;
    builder->hand.text =
        arena_text(compiler->arena, builder->text.bytes, builder->text.length);
    if (compiler->alphabet)
        alphabet_add(compiler->alphabet, builder->hand.text);
    add_part(builder, builder->hand);
}

static void begin_text(struct builder *builder, struct manner manner)
{
    if (builder->open && builder->hand.style == manner.style &&
        builder->hand.link == manner.link &&
        builder->hand.language == manner.language)
        return;
    end_text(builder);
    buffer_clear(&builder->text);
    builder->open = true;
    builder->hand = (struct part){.kind = PART_TEXT,
                                  .style = manner.style,
                                  .link = manner.link,
                                  .language = manner.language,
                                  .place = manner.place};
}

static void add_break(struct builder *builder, struct manner manner)
{
    end_text(builder);
    add_part(builder, (struct part){.kind = PART_BREAK,
                                    .style = manner.style,
                                    .link = manner.link,
                                    .language = manner.language,
                                    .place = manner.place});
}

static bool ends_in_space(const struct buffer *text)
{
    return text->length && text->bytes[text->length - 1] == ' ';
}

static void add_byte(struct builder *builder, char byte, struct manner manner)
{
    const bool space = byte == ' ' || byte == '\t';

    if (byte == '\n') {
        add_break(builder, manner);
        return;
    }
    begin_text(builder, manner);
    if (builder->verbatim)
        buffer_add_char(&builder->text, byte);
    else if (!space || !ends_in_space(&builder->text))
        buffer_add_char(&builder->text, space ? ' ' : byte);
}

static const struct phrase *finish(struct builder *builder);

static void add_text(struct builder *builder, const char *text, size_t length,
                     struct manner manner);

static void add_inlines(struct builder *builder, cmark_node *parent,
                        struct manner manner);

/* A slip where Markdown means nothing: in a setting, in a URI. */
static void add_plain_slip(struct builder *builder, const struct draft *slip,
                           struct manner manner)
{
    add_text(builder, draft_text(slip), draft_length(slip), manner);
}

static void add_slip(struct builder *builder, size_t index,
                     struct manner manner)
{
    if (!builder->markup || builder->verbatim) {
        add_plain_slip(builder, builder->manuscript->slips[index], manner);
        return;
    }
    builder->block = markup_front(builder->markup, index);
    builder->drift = markup_drift_begin(builder->markup, builder->block);
    add_inlines(builder, builder->block, manner);
}

static const struct phrase *compile_slip(struct builder *builder, size_t index,
                                         struct manner manner)
{
    struct builder inner = builder_new(builder);

    add_slip(&inner, index, manner);
    return finish(&inner);
}

static void append_parts(struct builder *builder, const struct phrase *phrase)
{
    end_text(builder);
    for (size_t i = 0; i < phrase->count; i++)
        add_part(builder, phrase->parts[i]);
}

static void add_choice(struct builder *builder, const struct mark *mark,
                       struct manner manner)
{
    const bool negated = mark->placeholder.negated;
    const struct phrase *inner = compile_slip(builder, mark->slip, manner);
    const char *text;

    if (!mark->binding)
        return;
    text = mark->binding->text;
    if (mark->binding->kind == BINDING_CONSTANT) {
        if (glossary_is_true(text ? text : "") != negated)
            append_parts(builder, inner);
        return;
    }
    end_text(builder);
    add_part(builder, (struct part){.kind = PART_CHOICE,
                                    .style = manner.style,
                                    .link = manner.link,
                                    .language = manner.language,
                                    .place = manner.place,
                                    .binding = mark->binding,
                                    .negated = negated,
                                    .inner = inner});
}

static const char *show(struct builder *builder, const struct mark *mark)
{
    return placeholder_show(builder->compiler->arena, &mark->placeholder,
                            mark->placeholder.name);
}

/* A constant's characters stand behind its key. */
static void check_constant(struct builder *builder,
                           const struct binding *binding, struct manner manner)
{
    struct compiler *compiler = builder->compiler;

    if (compiler->settings && binding->text && !builder->verbatim)
        lettering_check(compiler, compiler->settings, binding->place,
                        binding->text, strlen(binding->text),
                        manner.style | compiler->style);
}

static void add_value(struct builder *builder, const struct mark *mark,
                      struct manner manner)
{
    const char *text = mark->binding ? mark->binding->text : NULL;

    if (!mark->binding)
        return;
    if (mark->binding->kind == BINDING_CONSTANT) {
        check_constant(builder, mark->binding, manner);
        for (; text && *text; text++)
            add_byte(builder, *text, manner);
        return;
    }
    end_text(builder);
    add_part(builder, (struct part){.kind = PART_VALUE,
                                    .style = manner.style,
                                    .link = manner.link,
                                    .language = manner.language,
                                    .place = manner.place,
                                    .text = show(builder, mark),
                                    .binding = mark->binding,
                                    .optional = mark->placeholder.kind ==
                                                PLACEHOLDER_OPTIONAL});
}

static void add_mark(struct builder *builder, const struct mark *mark,
                     struct manner manner)
{
    manner.place = mark->place;
    switch (mark->placeholder.kind) {
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
        add_value(builder, mark, manner);
        break;
    case PLACEHOLDER_CHOICE:
        add_choice(builder, mark, manner);
        break;
    case PLACEHOLDER_OPEN:
    case PLACEHOLDER_CLOSE:
    case PLACEHOLDER_INCLUDE:
        compiler_blame(builder->compiler, RULE_TEMPLATE_SYNTAX, mark->place,
                       "%s cannot stand here", show(builder, mark));
        break;
    }
}

static const struct link *make_link(struct builder *builder, const char *target,
                                    bool bare, struct place place);

/* `<((name))>`, which to cmark is no link, for it sees no scheme. */
static bool is_bare_link(const struct builder *builder, const char *text,
                         const char *at, const char *end, struct manner manner)
{
    const char *next = at;
    const struct mark *mark =
        manuscript_mark(builder->manuscript, text_next(&next));

    return builder->markup && !builder->verbatim && !manner.link && mark &&
           mark->placeholder.kind == PLACEHOLDER_VALUE && at > text &&
           at[-1] == '<' && next < end && *next == '>';
}

static void drop_byte(struct builder *builder)
{
    if (builder->open && builder->text.length)
        builder->text.bytes[--builder->text.length] = '\0';
}

static void add_bare_link(struct builder *builder, const char *at,
                          struct manner manner)
{
    const char *next = at;
    const struct mark *mark =
        manuscript_mark(builder->manuscript, text_next(&next));
    const char *target =
        arena_text(builder->compiler->scratch, at, (size_t)(next - at));

    drop_byte(builder);
    manner.link = make_link(builder, target, true, mark->place);
    add_mark(builder, mark, manner);
}

/* A backslash before a bracket, where no cmark takes it off. */
static bool is_plain_escape(const struct builder *builder, const char *at)
{
    return !builder->markup && *at == '\\' && (at[1] == '(' || at[1] == ')');
}

static const char *add_letter(struct builder *builder, const char *text,
                              const char *at, const char *end,
                              struct manner manner)
{
    const char *next = at;
    const uint32_t letter = text_next(&next);
    const struct mark *mark = manuscript_mark(builder->manuscript, letter);

    if (letter == SENTINEL_BREAK) {
        add_break(builder, manner);
    } else if (mark && is_bare_link(builder, text, at, end, manner)) {
        add_bare_link(builder, at, manner);
        next++;
    } else if (mark) {
        add_mark(builder, mark, manner);
    } else if (!is_plain_escape(builder, at)) {
        for (const char *byte = at; byte < next; byte++)
            add_byte(builder, *byte, manner);
    }
    return next;
}

static void add_text(struct builder *builder, const char *text, size_t length,
                     struct manner manner)
{
    const char *end = text + length;

    if (builder->depth > DEEPEST) {
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED,
                       manner.place, "nested too deeply");
        return;
    }
    if (!builder->verbatim)
        lettering_check(builder->compiler, &builder->manuscript->source,
                        manner.place, text, length,
                        manner.style | builder->compiler->style);
    for (const char *at = text; at < end;)
        at = add_letter(builder, text, at, end, manner);
}

static bool is_constant(const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++)
        if (phrase->parts[i].kind != PART_TEXT &&
            phrase->parts[i].kind != PART_BREAK)
            return false;
    return true;
}

/* What a target that never changes leads to. */
static const char *join_text(struct arena *arena, const struct phrase *phrase)
{
    struct buffer text = buffer_new(SOURCE_LIMIT * 2);
    const char *copy;

    for (size_t i = 0; i < phrase->count; i++)
        buffer_add_text(&text,
                        phrase->parts[i].text ? phrase->parts[i].text : "\n");
    copy = arena_text(arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return copy;
}

static const char *check_target(struct builder *builder, struct link *link)
{
    const struct phrase *target = link->target;
    struct arena *arena = builder->compiler->arena;

    if (is_constant(target))
        return link_make(arena, join_text(arena, target), link->bare,
                         &link->uri);
    if (target->parts[0].kind == PART_TEXT &&
        !link_may_begin(target->parts[0].text))
        return arena_printf(arena,
                            "\"%s...\" is no http, https or mailto address; "
                            "a web address begins with https://",
                            target->parts[0].text);
    return NULL;
}

static bool names_all_known(const struct builder *builder, const char *target)
{
    uint32_t letter;

    while ((letter = text_next(&target)) != 0) {
        const struct mark *mark = manuscript_mark(builder->manuscript, letter);
        if (mark && !mark->binding)
            return false;
    }
    return true;
}

static const struct link *make_link(struct builder *builder, const char *target,
                                    bool bare, struct place place)
{
    struct builder inner = builder_new(builder);
    struct link *link = ARENA_NEW(builder->compiler->arena, struct link);
    const char *fault;

    inner.verbatim = true;
    add_text(&inner, target, strlen(target), (struct manner){.place = place});
    link->place = place;
    link->bare = bare;
    link->target = finish(&inner);
    fault =
        names_all_known(builder, target) ? check_target(builder, link) : NULL;
    if (fault)
        compiler_blame(builder->compiler, RULE_TEMPLATE_LINK, place, "%s",
                       fault);
    return link;
}

static bool is_blank(cmark_node *link)
{
    for (cmark_node *node = cmark_node_first_child(link); node;
         node = cmark_node_next(node))
        if (cmark_node_get_type(node) != CMARK_NODE_TEXT ||
            !text_is_blank(cmark_node_get_literal(node)))
            return false;
    return true;
}

static void add_link(struct builder *builder, cmark_node *node,
                     struct manner manner)
{
    if (manner.link)
        compiler_blame(builder->compiler, RULE_TEMPLATE_LINK, manner.place,
                       "a link inside a link");
    if (is_blank(node))
        compiler_blame(builder->compiler, RULE_TEMPLATE_LINK, manner.place,
                       "a link needs a text between [ and ]");
    manner.link =
        make_link(builder, cmark_node_get_url(node), false, manner.place);
    add_inlines(builder, node, manner);
}

static void refuse(struct builder *builder, cmark_node *node,
                   struct place place)
{
    const char *fault = "cannot be set in a letter";

    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_CODE:
        fault = "code between ` and ` has no form in a letter; take the ` away "
                "or write \\`";
        break;
    case CMARK_NODE_IMAGE:
        fault = "pictures have no place in the text; the logo and the "
                "signature are named in campaign.yaml";
        break;
    default:
        break;
    }
    compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED, place, "%s",
                   fault);
}

static void pass_line(struct builder *builder, cmark_node *node)
{
    markup_drift_pass(builder->markup, builder->block, node, &builder->drift);
}

static void add_emphasis(struct builder *builder, cmark_node *node,
                         unsigned style, struct manner manner)
{
    manner.style |= style;
    add_inlines(builder, node, manner);
}

static void add_inline(struct builder *builder, cmark_node *node,
                       struct manner manner)
{
    const char *text;

    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        text = cmark_node_get_literal(node);
        add_text(builder, text, strlen(text), manner);
        break;
    case CMARK_NODE_SOFTBREAK:
        add_byte(builder, ' ', manner);
        pass_line(builder, node);
        break;
    case CMARK_NODE_LINEBREAK:
        add_break(builder, manner);
        pass_line(builder, node);
        break;
    case CMARK_NODE_STRONG:
        add_emphasis(builder, node, STYLE_BOLD, manner);
        break;
    case CMARK_NODE_EMPH:
        add_emphasis(builder, node, STYLE_ITALIC, manner);
        break;
    case CMARK_NODE_LINK:
        add_link(builder, node, manner);
        break;
    default:
        refuse(builder, node, manner.place);
    }
}

/* A <span> that is open between two inlines. */
struct opening {
    const char *language; /* around it */
    struct place place;
};

/** Languages in languages. */
enum { SPANS_MOST = 8 };

/* The <span>s among the inlines of one parent. */
struct openings {
    struct opening items[SPANS_MOST];
    size_t count;
};

static void open_span(struct builder *builder, const char *language,
                      struct openings *openings, struct manner *manner)
{
    if (openings->count == SPANS_MOST) {
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED,
                       manner->place, "nested too deeply");
        return;
    }
    openings->items[openings->count++] =
        (struct opening){manner->language, manner->place};
    manner->language = language;
}

static void close_span(struct builder *builder, struct openings *openings,
                       struct manner *manner)
{
    if (openings->count)
        manner->language = openings->items[--openings->count].language;
    else
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNBALANCED,
                       manner->place,
                       "</span> closes nothing that was opened before it in "
                       "the same text");
}

/* A tag of HTML: <span lang="cy"> and </span> are all there is. One that is
 * wrong opens something all the same, for it will be closed. */
static void take_tag(struct builder *builder, cmark_node *node,
                     struct openings *openings, struct manner *manner)
{
    const char *language = NULL;
    const char *fault = NULL;
    const enum tongue_tag tag =
        tongue_read(builder->compiler->arena, cmark_node_get_literal(node),
                    &language, &fault);

    if (fault)
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED,
                       manner->place, "%s", fault);
    switch (tag) {
    case TONGUE_OPEN:
    case TONGUE_FAULT:
        open_span(builder, language, openings, manner);
        break;
    case TONGUE_CLOSE:
        close_span(builder, openings, manner);
        break;
    case TONGUE_ALIEN:
        break;
    }
}

static void end_spans(struct builder *builder, const struct openings *openings)
{
    for (size_t i = 0; i < openings->count; i++)
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNBALANCED,
                       openings->items[i].place,
                       "<span> is not closed in the same text");
}

static void add_inlines(struct builder *builder, cmark_node *parent,
                        struct manner manner)
{
    struct openings openings = {.count = 0};

    if (builder->depth > DEEPEST) {
        compiler_blame(builder->compiler, RULE_TEMPLATE_UNSUPPORTED,
                       markup_block_place(builder->markup, builder->block),
                       "nested too deeply");
        return;
    }
    builder->depth++;
    for (cmark_node *node = cmark_node_first_child(parent); node;
         node = cmark_node_next(node)) {
        manner.place = markup_inline_place(builder->markup, builder->block,
                                           &builder->drift, node);
        if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
            take_tag(builder, node, &openings, &manner);
        else
            add_inline(builder, node, manner);
    }
    end_spans(builder, &openings);
    builder->depth--;
}

static const struct phrase *finish(struct builder *builder)
{
    struct arena *arena = builder->compiler->arena;
    struct phrase *phrase = ARENA_NEW(arena, struct phrase);

    end_text(builder);
    if (builder->count)
        phrase->parts = arena_copy(arena, builder->parts,
                                   builder->count * sizeof *builder->parts);
    phrase->count = builder->count;
    free(builder->parts);
    buffer_free(&builder->text);
    return phrase;
}

static const struct words *write_ready(struct arena *arena,
                                       const struct phrase *phrase)
{
    struct words *words = ARENA_NEW(arena, struct words);
    struct pen pen = pen_new(arena);

    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        const struct ink ink = {part->style,
                                part->link ? part->link->uri : NULL,
                                part->language, part->place};
        if (part->kind == PART_TEXT)
            pen_text(&pen, part->text, ink);
        else
            pen_break(&pen, ink);
    }
    *words = pen_finish(&pen);
    words->standing = true;
    pen_free(&pen);
    return words;
}

/* Links must not change either. */
static bool is_ready(const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++)
        if (phrase->parts[i].link && !phrase->parts[i].link->uri)
            return false;
    return is_constant(phrase);
}

static const struct phrase *finish_outer(struct builder *builder)
{
    struct arena *arena = builder->compiler->arena;
    const struct phrase *phrase = finish(builder);
    struct phrase *outer;

    if (!is_ready(phrase))
        return phrase;
    outer = arena_copy(arena, phrase, sizeof *phrase);
    outer->ready = write_ready(arena, phrase);
    return outer;
}

const struct phrase *phrase_compile(struct compiler *compiler,
                                    const struct markup *markup,
                                    cmark_node *block)
{
    const struct builder start = {.compiler = compiler,
                                  .manuscript = markup->manuscript,
                                  .markup = markup,
                                  .block = block,
                                  .drift = markup_drift_begin(markup, block)};
    struct builder builder = builder_new(&start);

    add_inlines(&builder, block, (struct manner){.style = 0});
    return finish_outer(&builder);
}

const struct phrase *phrase_compile_plain(struct compiler *compiler,
                                          const struct manuscript *manuscript)
{
    const struct builder start = {.compiler = compiler,
                                  .manuscript = manuscript};
    struct builder builder = builder_new(&start);

    add_text(&builder, draft_text(manuscript->main),
             draft_length(manuscript->main),
             (struct manner){.place = manuscript->source.origin});
    return finish_outer(&builder);
}
