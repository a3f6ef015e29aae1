#include "type/smart_punctuation.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "type/codepoint.h"

/** How far back a URL is looked for: longer ones are not typed. */
enum { URL_REACH = 2048 };

/* A character in its surroundings. Before it all is dressed already. */
struct spot {
    const char *text; ///< the whole dressed text, NUL behind it
    const char *at;   ///< the quote or hyphen
    uint32_t before;  ///< 0: the start
    uint32_t after;   ///< 0: the end
};

static const char *const elisions[] = {"tis",    "twas", "twere", "twill",
                                       "twould", "em",   "til",   "n"};

/* Whether @p text starts with @p word in any case, as a whole word. */
static bool starts_with_word(const char *text, const char *word)
{
    for (; *word; word++, text++)
        if ((*text | 0x20) != *word)
            return false;
    return !letter_is_alphanumeric(*text);
}

static bool is_elision(const char *after)
{
    for (size_t i = 0; i < sizeof elisions / sizeof *elisions; i++)
        if (starts_with_word(after, elisions[i]))
            return true;
    return letter_is_digit(after[0]) && letter_is_digit(after[1]) &&
           !letter_is_digit(after[2]);
}

/* Whether a quote behind @p letter opens. */
static bool opens_after(uint32_t letter)
{
    switch (letter) {
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
    case DRAWN_OPEN_SINGLE:
    case DRAWN_OPEN_DOUBLE:
    case DRAWN_DASH:
        return true;
    default:
        return letter_is_blank(letter) || letter_is_dash(letter);
    }
}

static bool is_edge(uint32_t letter)
{
    return letter == 0 || letter_is_blank(letter);
}

static bool has(const char *from, const char *end, const char *part)
{
    return memmem(from, (size_t)(end - from), part, strlen(part)) != NULL;
}

/* Inside: an address begins before the quote, and goes on after it. */
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
    if (!dotted ||
        (!has(from, spot->at, "://") && !has(from, spot->at, "www.") &&
         !has(from, spot->at, "mailto:")))
        return false;
    for (; (unsigned char)*to > ' '; to++)
        if (letter_is_alphanumeric(*to))
            return true;
    return false;
}

/* "and/'or'" opens, but "'a.org/'." and "'pre-'," close. */
static bool ends_behind_sign(const struct spot *spot)
{
    return (spot->before == '/' || spot->before == '-') && spot->after < 0x80 &&
           !letter_is_alphanumeric((char)spot->after);
}

static char dressed_quote(const struct spot *spot)
{
    const bool single = *spot->at == '\'';
    bool opens = opens_after(spot->before) && !ends_behind_sign(spot);

    if ((is_edge(spot->before) && is_edge(spot->after)) || is_inside_url(spot))
        return *spot->at;
    if (is_edge(spot->after) || (single && is_elision(spot->at + 1)))
        opens = false;
    if (single)
        return opens ? DRAWN_OPEN_SINGLE : DRAWN_CLOSE_SINGLE;
    return opens ? DRAWN_OPEN_DOUBLE : DRAWN_CLOSE_DOUBLE;
}

static char dressed_hyphen(const struct spot *spot)
{
    const bool parts = letter_is_blank(spot->before) && spot->before != '\n' &&
                       letter_is_blank(spot->after) && spot->after != '\n';

    return parts ? DRAWN_DASH : '-';
}

static char dressed_char(const struct spot *spot)
{
    switch (*spot->at) {
    case '\'':
    case '"':
        return dressed_quote(spot);
    case '-':
        return dressed_hyphen(spot);
    default:
        return DRAWN_NOTHING;
    }
}

void dress_text(const char *text, size_t length, char *dressed)
{
    char *at = dressed;

    memcpy(dressed, text, length);
    dressed[length] = '\0';
    while ((at = strpbrk(at, "'\"-\1\2\3\4\5\6\7")) != NULL) {
        struct spot spot = {.text = dressed, .at = at};
        const char *back = at;
        const char *next = at + 1;

        spot.before = letter_before(dressed, &back);
        spot.after = text_next(&next);
        *at++ = dressed_char(&spot);
    }
}

void dress_soft_hyphen(char *at)
{
    at[0] = DRAWN_HYPHEN;
    at[1] = DRAWN_NOTHING;
}

uint32_t dress_next(const char **at, uint32_t *plain)
{
    static const struct {
        uint16_t drawn;
        char plain;
    } shapes[] = {
        [DRAWN_OPEN_SINGLE] = {0x2018, '\''},
        [DRAWN_CLOSE_SINGLE] = {0x2019, '\''},
        [DRAWN_OPEN_DOUBLE] = {0x201C, '"'},
        [DRAWN_CLOSE_DOUBLE] = {0x201D, '"'},
        [DRAWN_DASH] = {0x2013, '-'},
        [DRAWN_HYPHEN] = {'-', '-'},
        [DRAWN_NOTHING] = {0, 0},
    };
    const unsigned char byte = (unsigned char)**at;

    if (byte > DRAWN_NOTHING)
        return *plain = text_next(at);
    *at += byte == DRAWN_HYPHEN ? 2 : 1;
    *plain = (unsigned char)shapes[byte].plain;
    return shapes[byte].drawn;
}
