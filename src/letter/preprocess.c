#include "letter/preprocess.h"

#include <stdlib.h>
#include <string.h>

#include "base/name_match.h"
#include "letter/sentinel.h"

/*
 * A text is read in two passes. The first finds its placeholders and, of the
 * tags, those that stand alone on their lines:
 *
 *     - a                      found   line            margin
 *     ((#f))                   ((#f))  [9, 16)         "  " as of "  - b"
 *       - b ((name))           ((name))
 *     ((/f))                   ((/f))  [31, 38)        "  " as of its ((#f))
 *
 * The second writes the draft. A tag's margin is that of the first line it
 * governs, and not its own, because to CommonMark a tag at the margin would
 * end the list, and what follows would no longer be part of "a".
 *
 * The text of ((flag??text)) goes to a slip, a draft of its own, whose
 * placeholders are read in the same way, one level down.
 */

/* A placeholder as found. */
struct find {
    struct bracket bracket;
    struct placeholder placeholder;
    const char *fault;
    bool alone;         /* a tag, alone on its line */
    size_t line;        /* where its line begins */
    size_t line_end;    /* behind its line's end */
    size_t margin;      /* where the white space to put before it begins */
    size_t margin_size; /* bytes */
};

struct finds {
    struct find *items;
    size_t count;
    size_t room;
};

struct reader {
    struct compiler *compiler;
    struct manuscript *manuscript;
    const char *bytes;
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

bool mark_is_tag(const struct mark *mark)
{
    return is_tag(mark->placeholder.kind);
}

static size_t margin_at(const char *bytes, size_t line)
{
    return strspn(bytes + line, " \t");
}

static void measure_line(const struct reader *reader, struct find *find)
{
    const char *bytes = reader->bytes;
    size_t start = find->bracket.from;
    size_t end = find->bracket.to;

    while (start && (bytes[start - 1] == ' ' || bytes[start - 1] == '\t'))
        start--;
    end += strspn(bytes + end, " \t");
    find->alone = (!start || bytes[start - 1] == '\n') &&
                  (!bytes[end] || bytes[end] == '\n');
    find->line = start;
    find->line_end = end + (bytes[end] == '\n');
    find->margin = start;
    find->margin_size = margin_at(bytes, start);
}

/* A "))" that closes neither a placeholder nor two brackets of the text is
 * the rest of a placeholder: `(name))`. */
static void check_closers(const struct reader *reader, size_t from, size_t to,
                          size_t *depth)
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
            compiler_blame(reader->compiler, RULE_TEMPLATE_SYNTAX,
                           source_place(&reader->manuscript->source, at),
                           ")) closes no ((");
            *depth = 0;
            at++;
        } else if (bytes[at] == ')' && *depth) {
            --*depth;
        }
    }
}

/** Brackets in a row that are tried again one by one when none is closed. */
enum { UNCLOSED = 16 };

static void collect(const struct reader *reader, size_t from, size_t to,
                    struct finds *finds)
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
                placeholder_read(reader->compiler->scratch, reader->bytes,
                                 find.bracket, &find.placeholder);
        if (!find.fault && is_tag(find.placeholder.kind))
            measure_line(reader, &find);
        if (finds->count == finds->room) {
            finds->room = finds->room ? finds->room * 2 : 32;
            finds->items =
                memory_resize(finds->items, finds->room, sizeof find);
        }
        if (!find.bracket.closed && unclosed++ < UNCLOSED)
            find.bracket.to = find.bracket.from + 2;
        finds->items[finds->count++] = find;
        from = find.bracket.to;
    }
    check_closers(reader, from, to, &depth);
}

/* Gives an opening tag the margin of the first line behind it that is neither
 * blank nor a tag's. */
static void take_margin(const struct reader *reader, struct find *find,
                        const struct find *next)
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

/* Closing tags stand where their opening tags do. */
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

/* From the last to the first, so that a tag before a tag gets the margin that
 * the second one has found. */
static void set_margins(const struct reader *reader, struct finds *finds)
{
    for (size_t i = finds->count; i-- > 0;) {
        struct find *find = &finds->items[i];
        if (is_open(find) || is_close(find))
            take_margin(reader, find, i + 1 < finds->count ? find + 1 : NULL);
    }
    pair_margins(finds);
}

static struct mark *add_mark(struct reader *reader, const struct find *find)
{
    struct manuscript *manuscript = reader->manuscript;

    if (manuscript->count == manuscript->room) {
        manuscript->room = manuscript->room ? manuscript->room * 2 : 32;
        manuscript->marks = memory_resize(manuscript->marks, manuscript->room,
                                          sizeof *manuscript->marks);
    }
    manuscript->marks[manuscript->count] = (struct mark){
        .placeholder = find->placeholder,
        .place = source_place(&manuscript->source, find->bracket.from)};
    return &manuscript->marks[manuscript->count++];
}

static size_t add_slip(struct manuscript *manuscript)
{
    if (manuscript->slip_count == manuscript->slip_room) {
        manuscript->slip_room =
            manuscript->slip_room ? manuscript->slip_room * 2 : 16;
        manuscript->slips = memory_resize(
            manuscript->slips, manuscript->slip_room, sizeof(struct draft *));
    }
    manuscript->slips[manuscript->slip_count] = draft_new();
    return manuscript->slip_count++;
}

/* A column's header may end in a question mark: ((late?)) and ((late???text))
 * mean it where there is a "late?" and no "late". */
static void mend_question(const struct reader *reader,
                          struct placeholder *placeholder)
{
    const char *longer;
    const bool optional = placeholder->kind == PLACEHOLDER_OPTIONAL;
    const bool choice = placeholder->kind == PLACEHOLDER_CHOICE &&
                        placeholder->text + 1 < placeholder->text_end &&
                        reader->bytes[placeholder->text] == '?';

    if ((!optional && !choice) ||
        glossary_find(reader->compiler, placeholder->name))
        return;
    longer = arena_printf(reader->compiler->scratch, "%s?", placeholder->name);
    if (!glossary_find(reader->compiler, longer))
        return;
    placeholder->name = longer;
    if (optional)
        placeholder->kind = PLACEHOLDER_VALUE;
    else
        placeholder->text++;
}

static void blame_find(const struct reader *reader, const struct find *find)
{
    compiler_blame(
        reader->compiler, RULE_TEMPLATE_SYNTAX,
        source_place(&reader->manuscript->source, find->bracket.from), "(( %s",
        find->fault);
}

static void blame_tag(const struct reader *reader, const struct find *find,
                      bool inner)
{
    const bool plain = reader->manuscript->kind == MANUSCRIPT_PLAIN;
    const char *shown = placeholder_show(
        reader->compiler->scratch, &find->placeholder, find->placeholder.name);
    const char *fault =
        plain   ? "cannot stand in a setting; write ((flag??text))"
        : inner ? "cannot stand inside ((flag??text))"
                : "does not stand alone on its line; inside a line write "
                  "((flag??text))";

    if (!plain && !inner && find->placeholder.kind == PLACEHOLDER_INCLUDE)
        fault = "does not stand alone on its line";
    compiler_blame(
        reader->compiler, RULE_TEMPLATE_SYNTAX,
        source_place(&reader->manuscript->source, find->bracket.from), "%s %s",
        shown, fault);
}

static void write_text(struct reader *reader, size_t from, size_t to,
                       struct draft *draft, bool inner);

static void write_mark(struct reader *reader, const struct find *find,
                       struct draft *draft)
{
    const size_t index = reader->manuscript->count;
    struct mark *mark = add_mark(reader, find);
    struct placeholder *placeholder = &mark->placeholder;

    mend_question(reader, placeholder);
    if (placeholder->kind != PLACEHOLDER_CLOSE)
        mark->binding =
            glossary_resolve(reader->compiler, placeholder, mark->place);
    draft_add_letter(draft, SENTINEL_FIRST + (uint32_t)index,
                     find->bracket.from);
    if (placeholder->kind != PLACEHOLDER_CHOICE)
        return;
    mark->slip = add_slip(reader->manuscript);
    /* The mark may move while its text is read. */
    write_text(reader, placeholder->text, placeholder->text_end,
               reader->manuscript->slips[mark->slip], true);
}

static void write_tag(struct reader *reader, const struct find *find,
                      struct draft *draft)
{
    draft_add(draft, "\n", find->line);
    draft_copy(draft, &reader->manuscript->source, find->margin,
               find->margin + find->margin_size);
    write_mark(reader, find, draft);
    draft_add(draft, "\n\n", find->bracket.to);
}

/* A line end inside ((flag??text)) cannot begin a block: it becomes a space,
 * or a private character where CommonMark has a hard line break. */
static void copy_inner(struct reader *reader, size_t from, size_t to,
                       struct draft *draft)
{
    const struct source *source = &reader->manuscript->source;
    const char *bytes = reader->bytes;

    while (from < to) {
        const char *line_end = memchr(bytes + from, '\n', to - from);
        const size_t end = line_end ? (size_t)(line_end - bytes) : to;
        const bool two_spaces =
            end > from + 1 && bytes[end - 1] == ' ' && bytes[end - 2] == ' ';
        const bool backslash = end > from && bytes[end - 1] == '\\';
        draft_copy(draft, source, from, end - (line_end && backslash));
        if (!line_end)
            break;
        if (two_spaces || backslash)
            draft_add_letter(draft, SENTINEL_BREAK, end);
        else
            draft_add(draft, " ", end);
        from = end + 1;
        from += strspn(bytes + from, " \t");
    }
}

static void copy(struct reader *reader, size_t from, size_t to,
                 struct draft *draft, bool inner)
{
    if (from >= to)
        return;
    if (inner && reader->manuscript->kind == MANUSCRIPT_MARKDOWN)
        copy_inner(reader, from, to, draft);
    else
        draft_copy(draft, &reader->manuscript->source, from, to);
}

/* @return where the text goes on */
static size_t write_find(struct reader *reader, const struct find *find,
                         size_t from, struct draft *draft, bool inner)
{
    const bool alone = find->alone && !inner &&
                       reader->manuscript->kind == MANUSCRIPT_MARKDOWN;

    copy(reader, from, alone ? find->line : find->bracket.from, draft, inner);
    if (reader->manuscript->count == SENTINEL_COUNT)
        return find->bracket.to;
    if (find->fault) {
        blame_find(reader, find);
    } else if (alone) {
        write_tag(reader, find, draft);
        return find->line_end;
    } else if (is_tag(find->placeholder.kind)) {
        blame_tag(reader, find, inner);
    } else {
        write_mark(reader, find, draft);
    }
    return find->bracket.to;
}

static void write_text(struct reader *reader, size_t from, size_t to,
                       struct draft *draft, bool inner)
{
    struct finds finds = {NULL, 0, 0};

    collect(reader, from, to, &finds);
    if (!inner)
        set_margins(reader, &finds);
    for (size_t i = 0; i < finds.count; i++)
        from = write_find(reader, &finds.items[i], from, draft, inner);
    copy(reader, from, to, draft, inner);
    free(finds.items);
}

void manuscript_open(struct compiler *compiler, const struct source *source,
                     enum manuscript_kind kind, struct manuscript *manuscript)
{
    struct reader reader = {compiler, manuscript, source->bytes};

    *manuscript = (struct manuscript){
        .kind = kind, .source = *source, .main = draft_new()};
    write_text(&reader, 0, source->length, manuscript->main, false);
    if (manuscript->count == SENTINEL_COUNT)
        compiler_blame(compiler, RULE_FILE_TOO_LARGE, source->origin,
                       "more than %d placeholders", SENTINEL_COUNT - 1);
}

void manuscript_close(struct manuscript *manuscript)
{
    for (size_t i = 0; i < manuscript->slip_count; i++)
        draft_free(manuscript->slips[i]);
    free(manuscript->slips);
    free(manuscript->marks);
    draft_free(manuscript->main);
}

const struct mark *manuscript_mark(const struct manuscript *manuscript,
                                   uint32_t letter)
{
    const size_t index = letter - SENTINEL_FIRST;

    return sentinel_is(letter) && index < manuscript->count
               ? &manuscript->marks[index]
               : NULL;
}
