#include "letter/inline_template.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/utf8.h"
#include "letter/lang_span.h"
#include "letter/run_builder.h"
#include "letter/sentinel.h"
#include "letter/uri.h"

/*
 * Converts cmark's inline nodes to parts. Text is cut at the private
 * characters, each of which is a placeholder:
 *
 *     text "Dear \U100000, I"      TEXT "Dear "  VALUE ((name))  TEXT ", I"
 *     strong                       (style of all parts inside)
 *       text "\U100001"            CHOICE ((flag??...)) -> parts of its text
 *
 * Constants, dates and choices between them are the same in all letters, so
 * they become text here.
 */

/** Maximum nesting, against hostile texts. */
enum { DEEPEST = 100 };

struct inline_builder {
    struct compile_context *context;
    const struct preprocessed *preprocessed;
    const struct markdown *markdown;               /* NULL: a setting */
    cmark_node *block;                             /* the current block */
    struct markdown_position_error position_error; /* of the current inline */
    struct inline_part *parts;
    size_t count;
    size_t capacity;
    struct buffer text;         /* of the current text part */
    struct inline_part current; /* its style */
    bool open;                  /* a text part is being built */
    bool verbatim;              /* a URI: white space stays as it is */
    int depth;
};

static struct inline_builder builder_new(const struct inline_builder *like)
{
    struct inline_builder builder = *like;

    builder.parts = NULL;
    builder.count = builder.capacity = 0;
    builder.text = buffer_new(SOURCE_TEXT_LIMIT * 2);
    builder.open = false;
    builder.depth = like->depth + 1;
    return builder;
}

static void add_part(struct inline_builder *builder, struct inline_part part)
{
    ARRAY_GROW(builder->parts, builder->count, builder->capacity);
    builder->parts[builder->count++] = part;
}

static void end_text(struct inline_builder *builder)
{
    struct compile_context *context = builder->context;

    if (!builder->open)
        return;
    builder->open = false;
    if (!builder->text.length)
        return;
    builder->current.text = arena_strndup(context->arena, builder->text.bytes,
                                          builder->text.length);
    if (context->codepoint_set)
        codepoint_set_add(context->codepoint_set, builder->current.text);
    add_part(builder, builder->current);
}

static void begin_text(struct inline_builder *builder,
                       struct inline_style manner)
{
    if (builder->open && builder->current.looks.style == manner.style &&
        builder->current.looks.link == manner.link &&
        builder->current.looks.language == manner.language)
        return;
    end_text(builder);
    buffer_clear(&builder->text);
    builder->open = true;
    builder->current =
        (struct inline_part){.kind = INLINE_PART_TEXT, .looks = manner};
}

static void add_break(struct inline_builder *builder,
                      struct inline_style manner)
{
    end_text(builder);
    add_part(builder,
             (struct inline_part){.kind = INLINE_PART_BREAK, .looks = manner});
}

static bool ends_in_space(const struct buffer *text)
{
    return text->length && text->bytes[text->length - 1] == ' ';
}

static void add_byte(struct inline_builder *builder, char byte,
                     struct inline_style manner)
{
    const bool space = ascii_is_blank(byte);

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

static const struct inline_template *finish(struct inline_builder *builder);

static void add_text(struct inline_builder *builder, const char *text,
                     size_t length, struct inline_style manner);

static void add_inlines(struct inline_builder *builder, cmark_node *parent,
                        struct inline_style manner);

/* Compiles a choice text without Markdown, in a setting or a URI. */
static void add_plain_choice_text(struct inline_builder *builder,
                                  const struct mapped_text *choice_text,
                                  struct inline_style manner)
{
    add_text(builder, mapped_text_text(choice_text),
             mapped_text_length(choice_text), manner);
}

static void add_choice_text(struct inline_builder *builder, size_t index,
                            struct inline_style manner)
{
    if (!builder->markdown || builder->verbatim) {
        add_plain_choice_text(
            builder, builder->preprocessed->choice_texts[index], manner);
        return;
    }
    builder->block = markdown_inline_block(builder->markdown, index);
    builder->position_error =
        markdown_position_error_begin(builder->markdown, builder->block);
    add_inlines(builder, builder->block, manner);
}

static const struct inline_template *
compile_choice_text(struct inline_builder *builder, size_t index,
                    struct inline_style manner)
{
    struct inline_builder inner = builder_new(builder);

    add_choice_text(&inner, index, manner);
    return finish(&inner);
}

static void append_parts(struct inline_builder *builder,
                         const struct inline_template *inline_template)
{
    end_text(builder);
    for (size_t i = 0; i < inline_template->count; i++)
        add_part(builder, inline_template->parts[i]);
}

static void add_choice(struct inline_builder *builder,
                       const struct placeholder_use *use,
                       struct inline_style manner)
{
    const bool negated = use->placeholder.negated;
    const struct inline_template *inner =
        compile_choice_text(builder, use->choice_text, manner);
    const char *text;

    if (!use->symbol)
        return;
    text = use->symbol->text;
    if (use->symbol->kind == SYMBOL_CONSTANT) {
        if (symbols_is_true(text ? text : "") != negated)
            append_parts(builder, inner);
        return;
    }
    end_text(builder);
    add_part(builder, (struct inline_part){.kind = INLINE_PART_CHOICE,
                                           .looks = manner,
                                           .symbol = use->symbol,
                                           .negated = negated,
                                           .inner = inner});
}

static const char *show(struct inline_builder *builder,
                        const struct placeholder_use *use)
{
    return placeholder_show(builder->context->arena, &use->placeholder,
                            use->placeholder.name);
}

/* A constant's characters are located after its key. */
static void check_constant(struct inline_builder *builder,
                           const struct symbol *symbol,
                           struct inline_style manner)
{
    struct compile_context *context = builder->context;

    if (context->settings && symbol->text && !builder->verbatim)
        glyph_coverage_check(context, context->settings, symbol->location,
                             symbol->text, strlen(symbol->text),
                             manner.style | context->style);
}

/* Prints a date in the language of the surrounding text. @return NULL if that
 * language has no words for it */
static const char *print_date(struct inline_builder *builder,
                              const struct placeholder_use *use,
                              const char *language)
{
    char words[DATE_WORDS_SIZE];

    if (!words_exist(language)) {
        compile_context_report(
            builder->context, RULE_TEMPLATE_UNSUPPORTED, use->location,
            "%s is in a text in \"%s\", for which there are no "
            "months, but for %s; write the date out",
            show(builder, use), language,
            words_list(builder->context->scratch));
        return NULL;
    }
    return arena_strdup(builder->context->arena,
                        date_print_words(words, use->symbol->date, language));
}

static void add_value(struct inline_builder *builder,
                      const struct placeholder_use *use,
                      struct inline_style manner)
{
    const char *text = use->symbol ? use->symbol->text : NULL;

    if (!use->symbol)
        return;
    if (text && manner.language && date_is_given(use->symbol->date))
        text = print_date(builder, use, manner.language);
    if (use->symbol->kind == SYMBOL_CONSTANT) {
        check_constant(builder, use->symbol, manner);
        for (; text && *text; text++)
            add_byte(builder, *text, manner);
        return;
    }
    end_text(builder);
    add_part(builder, (struct inline_part){.kind = INLINE_PART_VALUE,
                                           .looks = manner,
                                           .text = show(builder, use),
                                           .symbol = use->symbol,
                                           .optional = use->placeholder.kind ==
                                                       PLACEHOLDER_OPTIONAL});
}

static void add_use(struct inline_builder *builder,
                    const struct placeholder_use *use,
                    struct inline_style manner)
{
    manner.location = use->location;
    switch (use->placeholder.kind) {
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
        add_value(builder, use, manner);
        break;
    case PLACEHOLDER_CHOICE:
        add_choice(builder, use, manner);
        break;
    case PLACEHOLDER_OPEN:
    case PLACEHOLDER_CLOSE:
    case PLACEHOLDER_INCLUDE:
        compile_context_report(builder->context, RULE_TEMPLATE_SYNTAX,
                               use->location, "%s cannot be used here",
                               show(builder, use));
        break;
    }
}

static const struct inline_link *make_link(struct inline_builder *builder,
                                           const char *target, bool bare,
                                           struct location location);

/* `<((name))>`, which cmark does not recognise as a link, because it has no
 * scheme. */
static bool is_bare_link(const struct inline_builder *builder, const char *text,
                         const char *at, const char *end,
                         struct inline_style manner)
{
    const char *next = at;
    const struct placeholder_use *use =
        preprocess_find_use(builder->preprocessed, utf8_next(&next));

    return builder->markdown && !builder->verbatim && !manner.link && use &&
           use->placeholder.kind == PLACEHOLDER_VALUE && at > text &&
           at[-1] == '<' && next < end && *next == '>';
}

static void drop_byte(struct inline_builder *builder)
{
    if (builder->open && builder->text.length)
        builder->text.bytes[--builder->text.length] = '\0';
}

static void add_bare_link(struct inline_builder *builder, const char *at,
                          struct inline_style manner)
{
    const char *next = at;
    const struct placeholder_use *use =
        preprocess_find_use(builder->preprocessed, utf8_next(&next));
    const char *target =
        arena_strndup(builder->context->scratch, at, (size_t)(next - at));

    drop_byte(builder);
    manner.link = make_link(builder, target, true, use->location);
    add_use(builder, use, manner);
}

/* Removes a backslash before a bracket in text that cmark does not parse. */
static bool is_plain_escape(const struct inline_builder *builder,
                            const char *at)
{
    return !builder->markdown && *at == '\\' && (at[1] == '(' || at[1] == ')');
}

static const char *add_codepoint(struct inline_builder *builder,
                                 const char *text, const char *at,
                                 const char *end, struct inline_style manner)
{
    const char *next = at;
    const uint32_t codepoint = utf8_next(&next);
    const struct placeholder_use *use =
        preprocess_find_use(builder->preprocessed, codepoint);

    if (codepoint == SENTINEL_BREAK) {
        add_break(builder, manner);
    } else if (use && is_bare_link(builder, text, at, end, manner)) {
        add_bare_link(builder, at, manner);
        next++;
    } else if (use) {
        add_use(builder, use, manner);
    } else if (!is_plain_escape(builder, at)) {
        for (const char *byte = at; byte < next; byte++)
            add_byte(builder, *byte, manner);
    }
    return next;
}

static void add_text(struct inline_builder *builder, const char *text,
                     size_t length, struct inline_style manner)
{
    const char *end = text + length;

    if (builder->depth > DEEPEST) {
        compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                               manner.location, "nested too deeply");
        return;
    }
    if (!builder->verbatim)
        glyph_coverage_check(builder->context, &builder->preprocessed->source,
                             manner.location, text, length,
                             manner.style | builder->context->style);
    for (const char *at = text; at < end;)
        at = add_codepoint(builder, text, at, end, manner);
}

static bool is_constant(const struct inline_template *inline_template)
{
    for (size_t i = 0; i < inline_template->count; i++)
        if (inline_template->parts[i].kind != INLINE_PART_TEXT &&
            inline_template->parts[i].kind != INLINE_PART_BREAK)
            return false;
    return true;
}

/* @return the URI of a target that is the same in all letters */
static const char *join_text(struct arena *arena,
                             const struct inline_template *inline_template)
{
    struct buffer text = buffer_new(SOURCE_TEXT_LIMIT * 2);
    const char *copy;

    for (size_t i = 0; i < inline_template->count; i++)
        buffer_add_text(&text, inline_template->parts[i].text
                                   ? inline_template->parts[i].text
                                   : "\n");
    copy = arena_strndup(arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return copy;
}

static const char *check_target(struct inline_builder *builder,
                                struct inline_link *link)
{
    const struct inline_template *target = link->target;
    struct arena *arena = builder->context->arena;

    if (is_constant(target))
        return uri_make(arena, join_text(arena, target), link->bare,
                        &link->uri);
    if (target->parts[0].kind == INLINE_PART_TEXT &&
        !uri_may_begin(target->parts[0].text))
        return arena_printf(arena,
                            "\"%s...\" is no http, https or mailto address; "
                            "a web address begins with https://",
                            target->parts[0].text);
    return NULL;
}

static bool names_all_known(const struct inline_builder *builder,
                            const char *target)
{
    uint32_t codepoint;

    while ((codepoint = utf8_next(&target)) != 0) {
        const struct placeholder_use *use =
            preprocess_find_use(builder->preprocessed, codepoint);
        if (use && !use->symbol)
            return false;
    }
    return true;
}

static const struct inline_link *make_link(struct inline_builder *builder,
                                           const char *target, bool bare,
                                           struct location location)
{
    struct inline_builder inner = builder_new(builder);
    struct inline_link *link =
        ARENA_NEW(builder->context->arena, struct inline_link);
    const char *fault;

    inner.verbatim = true;
    add_text(&inner, target, strlen(target),
             (struct inline_style){.location = location});
    link->location = location;
    link->bare = bare;
    link->target = finish(&inner);
    fault =
        names_all_known(builder, target) ? check_target(builder, link) : NULL;
    if (fault)
        compile_context_report(builder->context, RULE_TEMPLATE_LINK, location,
                               "%s", fault);
    return link;
}

static bool is_blank(cmark_node *link)
{
    for (cmark_node *node = cmark_node_first_child(link); node;
         node = cmark_node_next(node))
        if (cmark_node_get_type(node) != CMARK_NODE_TEXT ||
            !utf8_is_blank(cmark_node_get_literal(node)))
            return false;
    return true;
}

static void add_link(struct inline_builder *builder, cmark_node *node,
                     struct inline_style manner)
{
    if (manner.link)
        compile_context_report(builder->context, RULE_TEMPLATE_LINK,
                               manner.location, "a link inside a link");
    if (is_blank(node))
        compile_context_report(builder->context, RULE_TEMPLATE_LINK,
                               manner.location,
                               "a link needs a text between [ and ]");
    manner.link =
        make_link(builder, cmark_node_get_url(node), false, manner.location);
    add_inlines(builder, node, manner);
}

static void refuse(struct inline_builder *builder, cmark_node *node,
                   struct location location)
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
    compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                           location, "%s", fault);
}

static void pass_line(struct inline_builder *builder, cmark_node *node)
{
    markdown_position_error_pass(builder->markdown, builder->block, node,
                                 &builder->position_error);
}

static void add_emphasis(struct inline_builder *builder, cmark_node *node,
                         unsigned style, struct inline_style manner)
{
    manner.style |= style;
    add_inlines(builder, node, manner);
}

static void add_inline(struct inline_builder *builder, cmark_node *node,
                       struct inline_style manner)
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
        refuse(builder, node, manner.location);
    }
}

/* An open <span> between two inlines. */
struct span_opening {
    const char *language; /* around it */
    struct location location;
};

/** Maximum nesting of languages. */
enum { SPANS_MAX = 8 };

/* The <span>s among the inlines of one parent. */
struct openings {
    struct span_opening items[SPANS_MAX];
    size_t count;
};

static void open_span(struct inline_builder *builder, const char *language,
                      struct openings *openings, struct inline_style *manner)
{
    if (openings->count == SPANS_MAX) {
        compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                               manner->location, "nested too deeply");
        return;
    }
    openings->items[openings->count++] =
        (struct span_opening){manner->language, manner->location};
    manner->language = language;
}

static void close_span(struct inline_builder *builder,
                       struct openings *openings, struct inline_style *manner)
{
    if (openings->count)
        manner->language = openings->items[--openings->count].language;
    else
        compile_context_report(
            builder->context, RULE_TEMPLATE_UNBALANCED, manner->location,
            "</span> closes nothing that was opened before it in "
            "the same text");
}

/* Reads an HTML tag: only <span lang="cy"> and </span> are allowed. A wrong
 * tag still opens a span, so that its closing tag is no second mistake. */
static void take_tag(struct inline_builder *builder, cmark_node *node,
                     struct openings *openings, struct inline_style *manner)
{
    const char *language = NULL;
    const char *fault = NULL;
    const enum lang_span_tag tag =
        lang_span_read(builder->context->arena, cmark_node_get_literal(node),
                       &language, &fault);

    if (fault)
        compile_context_report(builder->context, RULE_TEMPLATE_UNSUPPORTED,
                               manner->location, "%s", fault);
    switch (tag) {
    case LANG_SPAN_OPEN:
    case LANG_SPAN_FAULT:
        open_span(builder, language, openings, manner);
        break;
    case LANG_SPAN_CLOSE:
        close_span(builder, openings, manner);
        break;
    case LANG_SPAN_OTHER_TAG:
        break;
    }
}

static void end_spans(struct inline_builder *builder,
                      const struct openings *openings)
{
    for (size_t i = 0; i < openings->count; i++)
        compile_context_report(builder->context, RULE_TEMPLATE_UNBALANCED,
                               openings->items[i].location,
                               "<span> is not closed in the same text");
}

static void add_inlines(struct inline_builder *builder, cmark_node *parent,
                        struct inline_style manner)
{
    struct openings openings = {.count = 0};

    if (builder->depth > DEEPEST) {
        compile_context_report(
            builder->context, RULE_TEMPLATE_UNSUPPORTED,
            markdown_block_location(builder->markdown, builder->block),
            "nested too deeply");
        return;
    }
    builder->depth++;
    for (cmark_node *node = cmark_node_first_child(parent); node;
         node = cmark_node_next(node)) {
        manner.location = markdown_inline_location(
            builder->markdown, builder->block, &builder->position_error, node);
        if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
            take_tag(builder, node, &openings, &manner);
        else
            add_inline(builder, node, manner);
    }
    end_spans(builder, &openings);
    builder->depth--;
}

static const struct inline_template *finish(struct inline_builder *builder)
{
    struct arena *arena = builder->context->arena;
    struct inline_template *inline_template =
        ARENA_NEW(arena, struct inline_template);

    end_text(builder);
    if (builder->count)
        inline_template->parts = arena_copy(
            arena, builder->parts, builder->count * sizeof *builder->parts);
    inline_template->count = builder->count;
    free(builder->parts);
    buffer_free(&builder->text);
    return inline_template;
}

static const struct inline_text *
write_ready(struct arena *arena, const struct inline_template *inline_template)
{
    struct inline_text *words = ARENA_NEW(arena, struct inline_text);
    struct run_builder run_builder = run_builder_new(arena);

    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        const struct inline_style looks = part->looks;
        const struct run_style run_style = {looks.style,
                                            looks.link ? looks.link->uri : NULL,
                                            looks.language, looks.location};
        if (part->kind == INLINE_PART_TEXT)
            run_builder_text(&run_builder, part->text, run_style);
        else
            run_builder_break(&run_builder, run_style);
    }
    *words = run_builder_finish(&run_builder);
    words->is_shared = true;
    run_builder_free(&run_builder);
    return words;
}

/* The link must be the same, too. */
static bool is_ready(const struct inline_template *inline_template)
{
    for (size_t i = 0; i < inline_template->count; i++)
        if (inline_template->parts[i].looks.link &&
            !inline_template->parts[i].looks.link->uri)
            return false;
    return is_constant(inline_template);
}

static const struct inline_template *
finish_outer(struct inline_builder *builder)
{
    struct arena *arena = builder->context->arena;
    const struct inline_template *inline_template = finish(builder);
    struct inline_template *outer;

    if (!is_ready(inline_template))
        return inline_template;
    outer = arena_copy(arena, inline_template, sizeof *inline_template);
    outer->ready = write_ready(arena, inline_template);
    return outer;
}

const struct inline_template *
inline_template_compile(struct compile_context *context,
                        const struct markdown *markdown, cmark_node *block)
{
    const struct inline_builder start = {
        .context = context,
        .preprocessed = markdown->preprocessed,
        .markdown = markdown,
        .block = block,
        .position_error = markdown_position_error_begin(markdown, block)};
    struct inline_builder builder = builder_new(&start);

    add_inlines(&builder, block, (struct inline_style){.style = 0});
    return finish_outer(&builder);
}

const struct inline_template *
inline_template_compile_plain(struct compile_context *context,
                              const struct preprocessed *preprocessed)
{
    const struct inline_builder start = {.context = context,
                                         .preprocessed = preprocessed};
    struct inline_builder builder = builder_new(&start);

    add_text(&builder, mapped_text_text(preprocessed->main),
             mapped_text_length(preprocessed->main),
             (struct inline_style){.location = preprocessed->source.origin});
    return finish_outer(&builder);
}
