#include "letter/preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "data/foreign_placeholder.h"
#include "letter/sentinel.h"

/*
 * A text is read in two passes. The first finds its placeholders and the tags
 * that are alone on their lines:
 *
 *     - a                      found   line            margin
 *     ((#f))                   ((#f))  [9, 16)         "  " as of "  - b"
 *       - b ((name))           ((name))
 *     ((/f))                   ((/f))  [31, 38)        "  " as of its ((#f))
 *
 * The second writes the result. A tag gets the margin of the first line that
 * it governs, because in CommonMark a tag at the margin would end the list, and
 * the text after it would no longer be part of "a".
 *
 * The text of ((flag??text)) becomes a separate mapped text, whose
 * placeholders are read in the same way.
 */

/* A placeholder in the text. */
struct find {
    struct bracket bracket;
    struct placeholder placeholder;
    const char *fault;
    bool alone;         /* a tag, alone on its line */
    size_t line;        /* start of its line */
    size_t line_end;    /* end of its line */
    size_t margin;      /* start of the white space to copy */
    size_t margin_size; /* bytes */
};

struct finds {
    struct find *items;
    size_t count;
    size_t capacity;
};

/* An open tag. */
struct open_tag {
    const char *name;
    const struct list_scope *outer; /* the scope around it */
};

struct preprocess_reader {
    struct compile_context *context;
    struct preprocessed *preprocessed;
    const char *bytes;
    struct open_tag *open; /* innermost last */
    size_t open_count;
    size_t open_capacity;
};

static bool is_tag(enum placeholder_kind kind)
{
    switch (kind) {
    case PLACEHOLDER_OPEN:
    case PLACEHOLDER_CLOSE:
    case PLACEHOLDER_INCLUDE:
        return true;
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
    case PLACEHOLDER_CHOICE:
        break;
    }
    return false;
}

bool preprocess_is_tag(const struct placeholder_use *use)
{
    return is_tag(use->placeholder.kind);
}

static size_t margin_at(const char *bytes, size_t line)
{
    return strspn(bytes + line, " \t");
}

static void measure_line(const struct preprocess_reader *reader,
                         struct find *find)
{
    const char *bytes = reader->bytes;
    size_t start = find->bracket.from;
    size_t end = find->bracket.to;

    while (start && ascii_is_blank(bytes[start - 1]))
        start--;
    end += strspn(bytes + end, " \t");
    find->alone = (!start || bytes[start - 1] == '\n') &&
                  (!bytes[end] || bytes[end] == '\n');
    find->line = start;
    find->line_end = end + (bytes[end] == '\n');
    find->margin = start;
    find->margin_size = margin_at(bytes, start);
}

/* Reports a "))" that closes nothing, probably of a placeholder: `(name))`. */
static void check_closers(const struct preprocess_reader *reader, size_t from,
                          size_t to, size_t *depth)
{
    const char *bytes = reader->bytes;

    for (size_t at = from; at < to; at++) {
        if (bytes[at] == '\\' && placeholder_is_punctuation(bytes[at + 1])) {
            at++;
            *depth += bytes[at] == '(';
        } else if (placeholder_paragraph_ends(bytes, at, to)) {
            *depth = 0;
        } else if (bytes[at] == '(') {
            ++*depth;
        } else if (bytes[at] == ')' && at + 1 < to && bytes[at + 1] == ')' &&
                   *depth < 2) {
            compile_context_report(
                reader->context, RULE_TEMPLATE_SYNTAX,
                source_text_location(&reader->preprocessed->source, at),
                ")) closes no ((");
            *depth = 0;
            at++;
        } else if (bytes[at] == ')' && *depth) {
            --*depth;
        }
    }
}

/** Maximum unclosed brackets in a row that are retried one by one. */
enum { UNCLOSED = 16 };

static void collect(const struct preprocess_reader *reader, size_t from,
                    size_t to, struct finds *finds)
{
    struct find find;
    size_t depth = 0;
    size_t unclosed = 0;

    while (placeholder_find(reader->bytes, from, to, &find.bracket)) {
        check_closers(reader, from, find.bracket.from, &depth);
        find.alone = false;
        find.fault = "is not closed by )) in its paragraph";
        if (find.bracket.closed)
            find.fault =
                placeholder_read(reader->context->scratch, reader->bytes,
                                 find.bracket, &find.placeholder);
        if (!find.fault && is_tag(find.placeholder.kind))
            measure_line(reader, &find);
        ARRAY_GROW(finds->items, finds->count, finds->capacity);
        if (!find.bracket.closed && unclosed++ < UNCLOSED)
            find.bracket.to = find.bracket.from + 2;
        finds->items[finds->count++] = find;
        from = find.bracket.to;
    }
    check_closers(reader, from, to, &depth);
}

/* Gives an opening tag the margin of the next line that is neither blank nor a
 * tag's. */
static void take_margin(const struct preprocess_reader *reader,
                        struct find *find, const struct find *next)
{
    const char *bytes = reader->bytes;
    size_t line = find->line_end;

    while (bytes[line] && bytes[line + margin_at(bytes, line)] == '\n')
        line += margin_at(bytes, line) + 1;
    if (next && next->alone && next->line == line &&
        next->placeholder.kind != PLACEHOLDER_INCLUDE) {
        find->margin = next->margin;
        find->margin_size = next->margin_size;
    } else if (bytes[line]) {
        find->margin = line;
        find->margin_size = margin_at(bytes, line);
    }
}

static bool is_open(const struct find *find)
{
    return find->alone && find->placeholder.kind == PLACEHOLDER_OPEN;
}

static bool is_close(const struct find *find)
{
    return find->alone && find->placeholder.kind == PLACEHOLDER_CLOSE;
}

/* Gives a closing tag the margin of its opening tag. */
static void pair_margins(struct finds *finds)
{
    size_t *open = memory_alloc((finds->count + 1) * sizeof *open);
    size_t depth = 0;

    for (size_t i = 0; i < finds->count; i++) {
        struct find *find = &finds->items[i];
        if (is_open(find)) {
            open[depth++] = i;
        } else if (is_close(find) && depth > 0) {
            const struct find *opening = &finds->items[open[--depth]];
            find->margin = opening->margin;
            find->margin_size = opening->margin_size;
        }
    }
    free(open);
}

/* Processes tags from last to first, so that a tag before a tag gets the
 * second one's margin. */
static void set_margins(const struct preprocess_reader *reader,
                        struct finds *finds)
{
    for (size_t i = finds->count; i-- > 0;) {
        struct find *find = &finds->items[i];
        if (is_open(find) || is_close(find))
            take_margin(reader, find, i + 1 < finds->count ? find + 1 : NULL);
    }
    pair_margins(finds);
}

static struct placeholder_use *add_use(struct preprocess_reader *reader,
                                       const struct find *find)
{
    struct preprocessed *preprocessed = reader->preprocessed;

    ARRAY_GROW(preprocessed->uses, preprocessed->count, preprocessed->capacity);
    preprocessed->uses[preprocessed->count] = (struct placeholder_use){
        .placeholder = find->placeholder,
        .location =
            source_text_location(&preprocessed->source, find->bracket.from)};
    return &preprocessed->uses[preprocessed->count++];
}

size_t preprocess_add_text(struct preprocessed *preprocessed)
{
    ARRAY_GROW(preprocessed->choice_texts, preprocessed->choice_text_count,
               preprocessed->choice_text_capacity);
    preprocessed->choice_texts[preprocessed->choice_text_count] =
        mapped_text_new();
    return preprocessed->choice_text_count++;
}

/* A column's header may end in a question mark: ((late?)) and ((late???text))
 * mean it where there is a "late?" and no "late". */
static void fix_question(const struct preprocess_reader *reader,
                         struct placeholder *placeholder)
{
    const char *longer;
    const bool optional = placeholder->kind == PLACEHOLDER_OPTIONAL;
    const bool choice = placeholder->kind == PLACEHOLDER_CHOICE &&
                        placeholder->text + 1 < placeholder->text_end &&
                        reader->bytes[placeholder->text] == '?';

    if ((!optional && !choice) ||
        symbols_find(reader->context, placeholder->name))
        return;
    longer = arena_printf(reader->context->scratch, "%s?", placeholder->name);
    if (!symbols_find(reader->context, longer))
        return;
    placeholder->name = longer;
    if (optional)
        placeholder->kind = PLACEHOLDER_VALUE;
    else
        placeholder->text++;
}

static void report_find(const struct preprocess_reader *reader,
                        const struct find *find)
{
    compile_context_report(
        reader->context, RULE_TEMPLATE_SYNTAX,
        source_text_location(&reader->preprocessed->source, find->bracket.from),
        "(( %s", find->fault);
}

static void report_tag(const struct preprocess_reader *reader,
                       const struct find *find, bool inner)
{
    const bool plain = reader->preprocessed->kind == PREPROCESS_PLAIN;
    const char *shown = placeholder_show(
        reader->context->scratch, &find->placeholder, find->placeholder.name);
    const char *fault = plain ? "cannot be in a setting; write ((flag??text))"
                        : inner
                            ? "cannot be inside ((flag??text))"
                            : "is not alone on its line; inside a line write "
                              "((flag??text))";

    if (!plain && !inner && find->placeholder.kind == PLACEHOLDER_INCLUDE)
        fault = "is not alone on its line";
    compile_context_report(
        reader->context, RULE_TEMPLATE_SYNTAX,
        source_text_location(&reader->preprocessed->source, find->bracket.from),
        "%s %s", shown, fault);
}

static void write_text(struct preprocess_reader *reader, size_t from, size_t to,
                       struct mapped_text *mapped_text, bool inner);

static void write_use(struct preprocess_reader *reader, const struct find *find,
                      struct mapped_text *mapped_text)
{
    const size_t index = reader->preprocessed->count;
    struct placeholder_use *use = add_use(reader, find);
    struct placeholder *placeholder = &use->placeholder;

    fix_question(reader, placeholder);
    if (placeholder->kind != PLACEHOLDER_CLOSE)
        use->symbol =
            symbols_resolve(reader->context, placeholder, use->location);
    mapped_text_add_codepoint(mapped_text, SENTINEL_FIRST + (uint32_t)index,
                              find->bracket.from);
    if (placeholder->kind != PLACEHOLDER_CHOICE)
        return;
    use->choice_text = preprocess_add_text(reader->preprocessed);
    /* The array of uses may move while the text is read. */
    write_text(reader, placeholder->text, placeholder->text_end,
               reader->preprocessed->choice_texts[use->choice_text], true);
}

/* Between the tags of a list, names are looked up in its columns first. */
static void open_scope(struct preprocess_reader *reader,
                       const struct placeholder_use *use)
{
    struct compile_context *context = reader->context;
    struct list_scope *scope;

    ARRAY_GROW(reader->open, reader->open_count, reader->open_capacity);
    reader->open[reader->open_count++] =
        (struct open_tag){use->placeholder.name, context->scope};
    if (!use->symbol || use->symbol->kind != SYMBOL_LIST ||
        use->placeholder.negated)
        return;
    scope = ARENA_NEW(context->scratch, struct list_scope);
    *scope = (struct list_scope){use->symbol->list, context->scope};
    context->scope = scope;
}

/* Closes the tag's scope and all scopes inside it. */
static void close_scope(struct preprocess_reader *reader, const char *name)
{
    size_t at = reader->open_count;

    while (at && !name_match_equal(reader->open[at - 1].name, name))
        at--;
    if (!at)
        return;
    reader->context->scope = reader->open[at - 1].outer;
    reader->open_count = at - 1;
}

static void follow_scope(struct preprocess_reader *reader,
                         const struct placeholder_use *use)
{
    if (use->placeholder.kind == PLACEHOLDER_OPEN)
        open_scope(reader, use);
    else if (use->placeholder.kind == PLACEHOLDER_CLOSE)
        close_scope(reader, use->placeholder.name);
}

static void write_tag(struct preprocess_reader *reader, const struct find *find,
                      struct mapped_text *mapped_text)
{
    mapped_text_add(mapped_text, "\n", find->line);
    mapped_text_copy(mapped_text, &reader->preprocessed->source, find->margin,
                     find->margin + find->margin_size);
    write_use(reader, find, mapped_text);
    follow_scope(reader,
                 &reader->preprocessed->uses[reader->preprocessed->count - 1]);
    mapped_text_add(mapped_text, "\n\n", find->bracket.to);
}

/* A line end inside ((flag??text)) must not begin a block: it becomes a space,
 * or a private character for a hard line break. */
static void copy_inner(struct preprocess_reader *reader, size_t from, size_t to,
                       struct mapped_text *mapped_text)
{
    const struct source_text *source = &reader->preprocessed->source;
    const char *bytes = reader->bytes;

    while (from < to) {
        const char *line_end = memchr(bytes + from, '\n', to - from);
        const size_t end = line_end ? (size_t)(line_end - bytes) : to;
        const bool two_spaces =
            end > from + 1 && bytes[end - 1] == ' ' && bytes[end - 2] == ' ';
        const bool backslash = end > from && bytes[end - 1] == '\\';
        mapped_text_copy(mapped_text, source, from,
                         end - (line_end && backslash));
        if (!line_end)
            break;
        if (two_spaces || backslash)
            mapped_text_add_codepoint(mapped_text, SENTINEL_BREAK, end);
        else
            mapped_text_add(mapped_text, " ", end);
        from = end + 1;
        from += strspn(bytes + from, " \t");
    }
}

static void copy(struct preprocess_reader *reader, size_t from, size_t to,
                 struct mapped_text *mapped_text, bool inner)
{
    if (from >= to)
        return;
    if (inner && reader->preprocessed->kind == PREPROCESS_MARKDOWN)
        copy_inner(reader, from, to, mapped_text);
    else
        mapped_text_copy(mapped_text, &reader->preprocessed->source, from, to);
}

/* @return the rest of the text */
static size_t write_find(struct preprocess_reader *reader,
                         const struct find *find, size_t from,
                         struct mapped_text *mapped_text, bool inner)
{
    const bool alone = find->alone && !inner &&
                       reader->preprocessed->kind == PREPROCESS_MARKDOWN;

    copy(reader, from, alone ? find->line : find->bracket.from, mapped_text,
         inner);
    if (reader->preprocessed->count == SENTINEL_COUNT)
        return find->bracket.to;
    if (find->fault) {
        report_find(reader, find);
    } else if (alone) {
        write_tag(reader, find, mapped_text);
        return find->line_end;
    } else if (is_tag(find->placeholder.kind)) {
        report_tag(reader, find, inner);
    } else {
        write_use(reader, find, mapped_text);
    }
    return find->bracket.to;
}

static void write_text(struct preprocess_reader *reader, size_t from, size_t to,
                       struct mapped_text *mapped_text, bool inner)
{
    struct finds finds = {NULL, 0, 0};

    collect(reader, from, to, &finds);
    if (!inner)
        set_margins(reader, &finds);
    for (size_t i = 0; i < finds.count; i++)
        from = write_find(reader, &finds.items[i], from, mapped_text, inner);
    copy(reader, from, to, mapped_text, inner);
    free(finds.items);
}

static bool is_known(const char *name, void *context)
{
    return symbols_find(context, name) != NULL;
}

void preprocess_check_foreign(struct compile_context *context,
                              const struct source_text *source)
{
    struct foreign_placeholder found;
    size_t from = 0;

    while (foreign_placeholder_find(source->bytes, from, is_known, context,
                                    &found)) {
        diagnostics_add(context->diagnostics, RULE_TEXT_FOREIGN_PLACEHOLDER,
                        source_text_location(source, found.offset), NULL, NULL,
                        "%.*s is printed as it is; placeholders are written "
                        "((name))",
                        (int)found.length, source->bytes + found.offset);
        from = found.offset + found.length;
    }
}

void preprocess_open(struct compile_context *context,
                     const struct source_text *source,
                     enum preprocess_kind kind,
                     struct preprocessed *preprocessed)
{
    struct preprocess_reader reader = {.context = context,
                                       .preprocessed = preprocessed,
                                       .bytes = source->bytes};

    *preprocessed = (struct preprocessed){
        .kind = kind, .source = *source, .main = mapped_text_new()};
    write_text(&reader, 0, source->length, preprocessed->main, false);
    context->scope = NULL;
    free(reader.open);
    preprocess_check_foreign(context, source);
    if (preprocessed->count == SENTINEL_COUNT)
        compile_context_report(context, RULE_FILE_TOO_LARGE, source->origin,
                               "more than %d placeholders", SENTINEL_COUNT - 1);
}

void preprocess_close(struct preprocessed *preprocessed)
{
    for (size_t i = 0; i < preprocessed->choice_text_count; i++)
        mapped_text_free(preprocessed->choice_texts[i]);
    free(preprocessed->choice_texts);
    free(preprocessed->uses);
    mapped_text_free(preprocessed->main);
}

const struct placeholder_use *
preprocess_find_use(const struct preprocessed *preprocessed, uint32_t codepoint)
{
    const size_t index = codepoint - SENTINEL_FIRST;

    return sentinel_is(codepoint) && index < preprocessed->count
               ? &preprocessed->uses[index]
               : NULL;
}
