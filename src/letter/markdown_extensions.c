#include "letter/markdown_extensions.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "letter/text_line.h"

struct extension_check {
    struct compile_context *context;
    const struct source_text *source;
    const struct mapped_text *mapped_text;
    const char *text;
};

static bool is_blank_or_end(char byte)
{
    return ascii_is_blank(byte) || byte == '\n' || byte == '\0';
}

/* ---- what is refused ---- */

static void refuse(const struct extension_check *check, size_t at,
                   const char *message)
{
    compile_context_report(
        check->context, RULE_TEMPLATE_UNSUPPORTED,
        source_text_location(check->source,
                             mapped_text_origin(check->mapped_text, at)),
        "%s", message);
}

/* "|---|:-:|", or "+---+---+" of a grid. */
static bool is_rule_row(const char *text, const struct text_line *line)
{
    const char *at = text + line->content;
    const size_t length = line->end - line->content;

    return length > 1 && strspn(at, "|+:-= \t\r") >= length &&
           (memchr(at, '|', length) || *at == '+') && memchr(at, '-', length);
}

/* A line between bars. */
static bool is_bar_row(const char *text, const struct text_line *line)
{
    size_t end = line->end;

    while (end > line->content && ascii_is_blank(text[end - 1]))
        end--;
    return end > line->content + 1 && text[line->content] == '|' &&
           text[end - 1] == '|' && text[end - 2] != '\\';
}

static bool begins_table(const char *text, const struct text_line *line)
{
    struct text_line next;

    if (line->content == line->end)
        return false;
    if (is_rule_row(text, line) || is_bar_row(text, line))
        return true;
    if (!text[line->end])
        return false;
    next = text_line_at(text, line->end + 1);
    return is_rule_row(text, &next) && next.content < next.end &&
           memchr(text + line->content, '|', line->end - line->content);
}

static bool is_box(const char *at)
{
    return at[0] == '[' && at[1] && strchr(" xX", at[1]) && at[2] == ']' &&
           is_blank_or_end(at[3]);
}

/* "[^1]", "^[text]" */
static bool is_footnote(const char *at)
{
    const size_t length =
        at[0] == '[' && at[1] == '^' ? strcspn(at + 2, "[] \t\n") : 0;

    return (length && at[2 + length] == ']') || (at[0] == '^' && at[1] == '[');
}

/** Maximum bytes to search for the end of an address or of struck-out text,
 *  which limits the time for long lines. */
enum { REACH_MAX = 4096 };

static size_t reach(size_t at, size_t end)
{
    return end - at > REACH_MAX ? at + REACH_MAX : end;
}

/* @return true if the "~" at @p close, whose text begins at @p open, ends it */
static bool closes_strike(const char *text, size_t open, size_t close)
{
    return close > open && text[close] == '~' && text[close + 1] != '~' &&
           !ascii_is_blank(text[close - 1]) &&
           (is_blank_or_end(text[close + 1]) ||
            strchr(")]\"'*_.,;:!?", text[close + 1]));
}

/* Skips text between "~~" or "~". @return its last byte, or @p at if there is
 * none */
static size_t strike_end(const char *text, size_t at, size_t end)
{
    const size_t count = strspn(text + at, "~");
    const char before = at ? text[at - 1] : '\n';
    size_t close = at + count;

    end = reach(at, end);
    if (count == 2) {
        while (close < end && strncmp(text + close, "~~", 2) != 0)
            close++;
        return close < end ? close + 1 : at + 1;
    }
    if (count != 1 || is_blank_or_end(text[at + 1]) ||
        !(is_blank_or_end(before) || strchr("([\"'*_", before)))
        return at;
    while (close < end && !closes_strike(text, at + 1, close))
        close++;
    return close < end ? close : at;
}

/* @return the end of an address, whose characters are literal; or @p at
 */
static size_t pass_address(const char *text, size_t at, size_t end)
{
    const char *close = NULL;

    if (text[at] == ']' && text[at + 1] == '(')
        close = memchr(text + at, ')', reach(at, end) - at);
    else if (text[at] == '<')
        close = memchr(text + at, '>', reach(at, end) - at);
    else if (strncmp(text + at, "://", 3) == 0)
        return at + strcspn(text + at, " \t\n");
    return close ? (size_t)(close - text) : at;
}

static void check_inlines(const struct extension_check *check,
                          const struct text_line *line)
{
    const char *text = check->text;

    if (is_box(text + line->content))
        refuse(check, line->content,
               "a task box has no form in a letter; take the brackets away or "
               "write \\[");
    for (size_t at = line->content; at < line->end; at++) {
        at = pass_address(text, at, line->end);
        if (text[at] == '\\' && text[at + 1] && text[at + 1] != '\n') {
            at++;
        } else if (is_footnote(text + at)) {
            refuse(check, at,
                   "a footnote has no form in a letter; put its words in the "
                   "text, or write \\[");
        } else if (text[at] == '~' && strike_end(text, at, line->end) > at) {
            refuse(check, at,
                   "struck-out text has no form in a letter; take it away or "
                   "write \\~");
            at = strike_end(text, at, line->end);
        } else if (at > line->content && ascii_is_blank(text[at - 1]) &&
                   text_line_marker_size(text + at) &&
                   is_box(text + at + text_line_marker_size(text + at))) {
            refuse(check, at + text_line_marker_size(text + at),
                   "a task box has no form in a letter; take the brackets "
                   "away or write \\[");
        }
    }
}

/* @return the rest of the text: after a reported table, or at the next line */
static size_t check_line(const struct extension_check *check,
                         const struct text_line *line)
{
    const char *text = check->text;
    const char *end;

    if (!begins_table(text, line)) {
        check_inlines(check, line);
        return line->end;
    }
    refuse(check, line->content,
           "a table is a row of heads, a line such as |---|--:| under it, and "
           "rows with no blank line between them, outside lists; for a plain "
           "| write \\|");
    end = strstr(text + line->end, "\n\n");
    return end ? (size_t)(end - text) : mapped_text_length(check->mapped_text);
}

void markdown_extensions_check(struct compile_context *context,
                               const struct source_text *source,
                               const struct mapped_text *mapped_text)
{
    const struct extension_check check = {context, source, mapped_text,
                                          mapped_text_text(mapped_text)};
    struct fence fence = {0, 0};
    size_t at = 0;

    while (at < mapped_text_length(mapped_text)) {
        const struct text_line line = text_line_at(check.text, at);
        if (text_line_pass_fence(check.text, &line, &fence))
            at = line.end;
        else
            at = check_line(&check, &line);
        at += check.text[at] == '\n';
    }
}

/* ---- bullets ---- */

/* Bullets of word processors; except the first, only before white space.
 * U+F0B7 and U+F0A7 are from the font Symbol. */
static const uint32_t bullets[] = {0x2022, 0x00B7, 0x2023, 0x2043, 0x25AA,
                                   0x25CF, 0x25E6, 0xF0A7, 0xF0B7};

static bool is_bullet(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (codepoint == bullets[i])
            return true;
    return false;
}

size_t markdown_extensions_bullet(const char *text)
{
    const char *at = text;
    const char *space;
    const uint32_t first = utf8_next(&at);

    if (!is_bullet(first))
        return 0;
    for (space = at; ascii_is_blank(*at) || strncmp(at, "\xC2\xA0", 2) == 0;)
        at += ascii_is_blank(*at) ? 1 : 2;
    return at > space || first == bullets[0] ? (size_t)(at - text) : 0;
}

/** Maximum nesting of lists with bullet characters. */
enum { LEVELS_MAX = 8 };

/* A run of bullet lines, with the indents of its levels. */
struct bullet_run {
    size_t indents[LEVELS_MAX];
    size_t depth; /* 0: no run */
    size_t base;  /* spaces before its bullets of the first level */
    bool in_list; /* the last line that is not blank belongs to a list */
};

static size_t indent_of(const char *line, size_t size)
{
    size_t columns = 0;

    for (size_t i = 0; i < size; i++)
        columns += line[i] == '\t' ? 4 - columns % 4 : 1;
    return columns;
}

/* @return the spaces for a bullet of this indent on its level */
static size_t margin_of(struct bullet_run *run, size_t indent)
{
    while (run->depth > 1 && indent < run->indents[run->depth - 1])
        run->depth--;
    if (!run->depth) {
        run->base = indent < 4 || run->in_list ? indent : 0;
        run->indents[run->depth++] = indent;
    } else if (indent > run->indents[run->depth - 1] + 1 &&
               run->depth < LEVELS_MAX) {
        run->indents[run->depth++] = indent;
    }
    return run->base + 2 * (run->depth - 1);
}

/* Passes a line without a bullet: text at the margin after a blank line ends
 * the run. */
static void pass_plain_line(const char *line, bool after_blank,
                            struct bullet_run *run)
{
    const size_t indent = strspn(line, " \t");

    if (is_blank_or_end(line[indent]) && !ascii_is_blank(line[indent]))
        return;
    if ((!indent && after_blank) || text_line_marker_size(line + indent))
        run->depth = 0;
    run->in_list = indent > 0 || text_line_marker_size(line + indent);
}

static void join_bullet(struct mapped_text *to, const struct mapped_text *from,
                        size_t start, struct bullet_run *run)
{
    const char *text = mapped_text_text(from);
    const size_t indent = strspn(text + start, " \t");
    const size_t bullet = start + indent;
    size_t margin = margin_of(run, indent_of(text + start, indent));

    for (; margin > 0; margin--)
        mapped_text_add(to, " ", mapped_text_origin(from, start));
    mapped_text_add(to, "- ", mapped_text_origin(from, bullet));
    run->in_list = true;
}

void markdown_extensions_join(struct mapped_text *to,
                              const struct mapped_text *from)
{
    const char *text = mapped_text_text(from);
    const size_t length = mapped_text_length(from);
    struct fence fence = {0, 0};
    struct bullet_run run = {.depth = 0};
    bool after_blank = true;
    size_t copied = 0;

    for (size_t at = 0; at < length;) {
        const struct text_line line = text_line_at(text, at);
        const size_t indent = strspn(text + at, " \t");
        const size_t size = markdown_extensions_bullet(text + at + indent);
        if (text_line_pass_fence(text, &line, &fence)) {
            run.depth = 0;
        } else if (size) {
            mapped_text_join(to, from, copied, at);
            join_bullet(to, from, at, &run);
            copied = at + indent + size;
        } else {
            pass_plain_line(text + at, after_blank, &run);
        }
        after_blank = at + indent >= line.end;
        at = line.end + (text[line.end] == '\n');
    }
    mapped_text_join(to, from, copied, length);
}
