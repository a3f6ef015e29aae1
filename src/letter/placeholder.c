#include "letter/placeholder.h"

#include <string.h>

#include "base/ascii.h"

/* The open brackets during the search for a placeholder's end: true for a
 * placeholder, false for a bracket of the text. */
enum { DEEPEST = 64 };

struct nesting {
    bool open[DEEPEST];
    size_t depth;
};

bool placeholder_is_punctuation(char byte)
{
    return byte && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", byte);
}

static bool is_escape(const char *bytes, size_t at, size_t end)
{
    return bytes[at] == '\\' && at + 1 < end &&
           placeholder_is_punctuation(bytes[at + 1]);
}

bool placeholder_paragraph_ends(const char *bytes, size_t at, size_t end)
{
    if (bytes[at] != '\n')
        return false;
    for (at++; at < end && ascii_is_blank(bytes[at]); at++)
        ;
    return at >= end || bytes[at] == '\n';
}

static size_t run_length(const char *bytes, size_t at, size_t end)
{
    size_t length = 0;

    while (at + length < end && bytes[at + length] == '(')
        length++;
    return length;
}

static bool push(struct nesting *nesting, bool placeholder)
{
    if (nesting->depth == DEEPEST)
        return false;
    nesting->open[nesting->depth++] = placeholder;
    return true;
}

/* The last two of a run of brackets open a placeholder. */
static bool push_run(struct nesting *nesting, size_t length)
{
    for (size_t i = length; i > 2; i--)
        if (!push(nesting, false))
            return false;
    return push(nesting, length > 1);
}

/* Closes one bracket or "))". @return its bytes */
static size_t pop(struct nesting *nesting, const char *bytes, size_t at,
                  size_t end)
{
    if (!nesting->open[nesting->depth - 1]) {
        nesting->depth--;
        return 1;
    }
    if (at + 1 < end && bytes[at + 1] == ')') {
        nesting->depth--;
        return 2;
    }
    return 1;
}

static void find_end(const char *bytes, size_t end, struct bracket *bracket)
{
    struct nesting nesting = {{true}, 1};
    size_t at = bracket->from + 2;

    while (at < end && !placeholder_paragraph_ends(bytes, at, end)) {
        size_t length = 1;
        if (is_escape(bytes, at, end)) {
            length = 2;
        } else if (bytes[at] == '(') {
            length = run_length(bytes, at, end);
            if (!push_run(&nesting, length))
                break;
        } else if (bytes[at] == ')') {
            length = pop(&nesting, bytes, at, end);
        }
        at += length;
        if (nesting.depth == 0) {
            bracket->to = at;
            bracket->closed = true;
            return;
        }
    }
    while (at < end && !placeholder_paragraph_ends(bytes, at, end))
        at++;
    bracket->to = at;
    bracket->closed = false;
}

bool placeholder_find(const char *bytes, size_t from, size_t end,
                      struct bracket *bracket)
{
    size_t at = from;

    while (at < end) {
        if (is_escape(bytes, at, end)) {
            at += 2;
        } else if (bytes[at] != '(') {
            at++;
        } else {
            const size_t length = run_length(bytes, at, end);
            at += length;
            if (length < 2)
                continue;
            bracket->from = at - 2;
            find_end(bytes, end, bracket);
            return true;
        }
    }
    return false;
}

static bool is_white(char byte)
{
    return ascii_is_blank(byte) || byte == '\n';
}

static void trim(const char *bytes, size_t *from, size_t *to)
{
    while (*from < *to && is_white(bytes[*from]))
        ++*from;
    while (*to > *from && is_white(bytes[*to - 1]))
        --*to;
}

/* Copies a name on one line; editors write chief\_executive. */
static const char *copy_name(struct arena *arena, const char *bytes,
                             size_t from, size_t to)
{
    char *name = arena_alloc(arena, to - from + 1);
    char *end = name;

    while (from < to) {
        if (is_escape(bytes, from, to))
            from++;
        if (!is_white(bytes[from]))
            *end++ = bytes[from];
        else if (end[-1] != ' ')
            *end++ = ' ';
        from++;
    }
    return name;
}

/* @return the offset of "??", or @p to; *nested: a placeholder precedes it */
static size_t find_question(const char *bytes, size_t from, size_t to,
                            bool *nested)
{
    *nested = false;
    for (size_t at = from; at + 1 < to; at++) {
        if (is_escape(bytes, at, to)) {
            at++;
            continue;
        }
        if (bytes[at] == '(' && bytes[at + 1] == '(')
            *nested = true;
        if (bytes[at] == '?' && bytes[at + 1] == '?')
            return at;
    }
    return to;
}

static enum placeholder_kind kind_of_sigil(char sigil)
{
    switch (sigil) {
    case '#':
    case '^':
        return PLACEHOLDER_OPEN;
    case '/':
        return PLACEHOLDER_CLOSE;
    case '>':
        return PLACEHOLDER_INCLUDE;
    default:
        return PLACEHOLDER_VALUE;
    }
}

static const char *read_choice(size_t question, size_t end,
                               struct placeholder *placeholder)
{
    if (placeholder->kind != PLACEHOLDER_VALUE && !placeholder->negated)
        return "has a text after ??, so it takes no # / or > before its name";
    placeholder->kind = PLACEHOLDER_CHOICE;
    placeholder->text = question + 2;
    placeholder->text_end = end;
    return placeholder->text < end ? NULL : "has no text after ??";
}

const char *placeholder_read(struct arena *arena, const char *bytes,
                             struct bracket bracket,
                             struct placeholder *placeholder)
{
    size_t from = bracket.from + 2;
    size_t to = bracket.to - 2;
    const size_t end = to;
    const char *fault = NULL;
    bool nested;
    const size_t question = find_question(bytes, from, to, &nested);

    *placeholder = (struct placeholder){.name = ""};
    to = question;
    trim(bytes, &from, &to);
    if (from < to) {
        placeholder->kind = kind_of_sigil(bytes[from]);
        placeholder->negated = bytes[from] == '^';
        from += placeholder->kind != PLACEHOLDER_VALUE;
    }
    if (question < end)
        fault = read_choice(question, end, placeholder);
    else if (placeholder->kind == PLACEHOLDER_VALUE && from < to &&
             bytes[to - 1] == '?') {
        placeholder->kind = PLACEHOLDER_OPTIONAL;
        to--;
    }
    trim(bytes, &from, &to);
    placeholder->name = copy_name(arena, bytes, from, to);
    if (nested)
        return "holds a placeholder, which may only be after ??";
    return !*placeholder->name ? "holds no name" : fault;
}

const char *placeholder_show(struct arena *arena,
                             const struct placeholder *placeholder,
                             const char *name)
{
    const char *sigil = "";

    switch (placeholder->kind) {
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
    case PLACEHOLDER_CHOICE:
        break;
    case PLACEHOLDER_OPEN:
        sigil = placeholder->negated ? "^" : "#";
        break;
    case PLACEHOLDER_CLOSE:
        sigil = "/";
        break;
    case PLACEHOLDER_INCLUDE:
        sigil = ">";
        break;
    }
    return arena_printf(arena, "((%s%s))", sigil, name);
}
