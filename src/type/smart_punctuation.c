#include "type/smart_punctuation.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "type/codepoint.h"

/** Maximum characters searched back for a URL: nobody types longer ones. */
enum { URL_REACH = 2048 };

/* A character in its context; the text before it is already replaced. */
struct spot {
    const char *text; ///< the whole display text, NUL-terminated
    const char *at;   ///< the quote or hyphen
    uint32_t before;  ///< 0: the start
    uint32_t after;   ///< 0: the end
};

static const char *const elisions[] = {"tis",    "twas", "twere", "twill",
                                       "twould", "em",   "til",   "n"};

/* @return true if @p text starts with @p word in any case, as a whole word */
static bool starts_with_word(const char *text, const char *word)
{
    for (; *word; word++, text++)
        if ((*text | 0x20) != *word)
            return false;
    return !ascii_is_alphanumeric(*text);
}

static bool is_elision(const char *after)
{
    for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++)
        if (starts_with_word(after, elisions[i]))
            return true;
    return ascii_is_digit(after[0]) && ascii_is_digit(after[1]) &&
           !ascii_is_digit(after[2]);
}

/* @return true if a quote after @p codepoint opens */
static bool opens_after(uint32_t codepoint)
{
    switch (codepoint) {
    case 0:
    case '(':
    case '[':
    case '{':
    case '<':
    case '/':
    case '-':
    case 0xAB: /* guillemet */
    case 0x2018:
    case 0x201A:
    case 0x201C:
    case 0x201E:
    case SMART_OPEN_SINGLE:
    case SMART_OPEN_DOUBLE:
    case SMART_DASH:
        return true;
    default:
        return codepoint_is_blank(codepoint) || codepoint_is_dash(codepoint);
    }
}

static bool is_edge(uint32_t codepoint)
{
    return codepoint == 0 || codepoint_is_blank(codepoint);
}

static bool contains(const char *from, const char *end, const char *part)
{
    return memmem(from, (size_t)(end - from), part, strlen(part)) != NULL;
}

/* @return true if an address begins before the quote and continues after it */
static bool is_inside_url(const struct spot *spot)
{
    const char *from = spot->at;
    const char *to = spot->at + 1;
    bool dotted = false;

    while (from > spot->text && spot->at - from < URL_REACH &&
           (unsigned char)from[-1] > ' ') {
        from--;
        dotted = dotted || *from == '.' || *from == ':';
    }
    if (!dotted || (!contains(from, spot->at, "://") &&
                    !contains(from, spot->at, "www.") &&
                    !contains(from, spot->at, "mailto:")))
        return false;
    for (; (unsigned char)*to > ' '; to++)
        if (ascii_is_alphanumeric(*to))
            return true;
    return false;
}

/* "and/'or'" opens, but "'a.org/'." and "'pre-'," close. */
static bool closes_after_sign(const struct spot *spot)
{
    return (spot->before == '/' || spot->before == '-') && spot->after < 0x80 &&
           !ascii_is_alphanumeric((char)spot->after);
}

static char smart_quote(const struct spot *spot)
{
    const bool single = *spot->at == '\'';
    bool opens = opens_after(spot->before) && !closes_after_sign(spot);

    if ((is_edge(spot->before) && is_edge(spot->after)) || is_inside_url(spot))
        return *spot->at;
    if (is_edge(spot->after) || (single && is_elision(spot->at + 1)))
        opens = false;
    if (single)
        return opens ? SMART_OPEN_SINGLE : SMART_CLOSE_SINGLE;
    return opens ? SMART_OPEN_DOUBLE : SMART_CLOSE_DOUBLE;
}

static char smart_hyphen(const struct spot *spot)
{
    const bool parts = codepoint_is_blank(spot->before) &&
                       spot->before != '\n' &&
                       codepoint_is_blank(spot->after) && spot->after != '\n';

    return parts ? SMART_DASH : '-';
}

static char smart_char(const struct spot *spot)
{
    switch (*spot->at) {
    case '\'':
    case '"':
        return smart_quote(spot);
    case '-':
        return smart_hyphen(spot);
    default:
        return SMART_NOTHING;
    }
}

void smart_punctuation_apply(const char *text, size_t length,
                             char *display_text)
{
    char *at = display_text;

    memcpy(display_text, text, length);
    display_text[length] = '\0';
    while ((at = strpbrk(at, "'\"-\1\2\3\4\5\6\7")) != NULL) {
        struct spot spot = {.text = display_text, .at = at};
        const char *back = at;
        const char *next = at + 1;

        spot.before = codepoint_before(display_text, &back);
        spot.after = utf8_next(&next);
        *at++ = smart_char(&spot);
    }
}

void smart_punctuation_show_hyphen(char *at)
{
    at[0] = SMART_HYPHEN;
    at[1] = SMART_NOTHING;
}

uint32_t smart_punctuation_next(const char **at, uint32_t *plain)
{
    static const struct {
        uint16_t drawn;
        char plain;
    } shapes[] = {
        [SMART_OPEN_SINGLE] = {0x2018, '\''},
        [SMART_CLOSE_SINGLE] = {0x2019, '\''},
        [SMART_OPEN_DOUBLE] = {0x201C, '"'},
        [SMART_CLOSE_DOUBLE] = {0x201D, '"'},
        [SMART_DASH] = {0x2013, '-'},
        [SMART_HYPHEN] = {'-', '-'},
        [SMART_NOTHING] = {0, 0},
    };
    const unsigned char byte = (unsigned char)**at;

    if (byte > SMART_NOTHING)
        return *plain = utf8_next(at);
    *at += byte == SMART_HYPHEN ? 2 : 1;
    *plain = (unsigned char)shapes[byte].plain;
    return shapes[byte].drawn;
}
