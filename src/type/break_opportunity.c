#include "type/break_opportunity.h"

#include <linebreak.h>
#include <pthread.h>
#include <string.h>

#include "base/ascii.h"
#include "type/codepoint.h"
#include "type/smart_punctuation.h"

/*
 * libunibreak looks up every character in a list of ranges, which for a letter
 * takes longer than the rest of line breaking. But nearly all spaces are
 * between ASCII characters, where only three rules forbid a break after a
 * space:
 *
 *     LB13  no break before ) ] } ! ? , . : ; / and a closing double quote
 *     LB14  no break after an opening bracket or quote
 *     LB15  no break between a quote of unknown side and an opening bracket
 *
 * The test compares this with libunibreak for all pairs.
 */

enum {
    REACH = 16, /* characters of context; the rules look at neighbours */
};

enum side {
    SIDE_ASK, /* libunibreak */
    SIDE_OTHER,
    SIDE_OPEN,
    SIDE_CLOSE,
    SIDE_QUOTE,
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Initialises libunibreak's tables, which are then constant. */
static void set_up(void)
{
    pthread_once(&once, init_linebreak);
}

static enum side side_of(char byte)
{
    if (ascii_is_alphanumeric(byte))
        return SIDE_OTHER;
    switch (byte) {
    case '(':
    case '[':
    case '{':
    case SMART_OPEN_SINGLE:
    case SMART_OPEN_DOUBLE:
        return SIDE_OPEN;
    case ')':
    case ']':
    case '}':
    case '!':
    case '?':
    case ',':
    case '.':
    case ':':
    case ';':
    case '/':
    case SMART_CLOSE_DOUBLE:
        return SIDE_CLOSE;
    case '\'':
    case '"':
    case SMART_CLOSE_SINGLE:
        return SIDE_QUOTE;
    case SMART_DASH:
        return SIDE_OTHER;
    default:
        return byte > ' ' && byte < 0x7F ? SIDE_OTHER : SIDE_ASK;
    }
}

static bool are_plain_spaces(const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    return from == to;
}

/* @return the character to pass to libunibreak */
static utf32_t next_codepoint(const char **at)
{
    uint32_t plain;
    const uint32_t codepoint = smart_punctuation_next(at, &plain);

    return codepoint ? codepoint : 1; /* a control character, as it was */
}

/* The last characters of a range. */
static size_t take_last(const char *display_text, struct text_range text_range,
                        utf32_t *codepoints)
{
    const char *at = display_text + text_range.end;
    size_t count = 0;

    for (size_t i = 0; i < REACH && at > display_text + text_range.start; i++)
        codepoint_before(display_text, &at);
    while (at < display_text + text_range.end)
        codepoints[count++] = next_codepoint(&at);
    return count;
}

static bool ask_libunibreak(const char *display_text, struct text_range before,
                            struct text_range after)
{
    const struct text_range spaces = {before.end, after.start};
    const char *next = display_text + after.start;
    utf32_t codepoints[2 * REACH + 1];
    char breaks[2 * REACH + 1];
    size_t count;

    set_up();
    count = take_last(display_text, before, codepoints);
    count += take_last(display_text, spaces, codepoints + count);
    codepoints[count++] = next_codepoint(&next);
    set_linebreaks_utf32(codepoints, count, "en", breaks);
    return breaks[count - 2] != LINEBREAK_NOBREAK;
}

bool break_opportunity_between(const char *display_text,
                               struct text_range before,
                               struct text_range after)
{
    const enum side left = side_of(display_text[before.end - 1]);
    const enum side right = side_of(display_text[after.start]);

    if (left == SIDE_ASK || right == SIDE_ASK ||
        !are_plain_spaces(display_text + before.end,
                          display_text + after.start))
        return ask_libunibreak(display_text, before, after);
    if (left == SIDE_OPEN || right == SIDE_CLOSE)
        return false;
    return left != SIDE_QUOTE || right != SIDE_OPEN;
}

static enum break_opportunity break_opportunity_after(utf32_t codepoint)
{
    switch (codepoint) {
    case 0xAD:
        return BREAK_OPPORTUNITY_SOFT_HYPHEN;
    case 0x200B:
        return BREAK_OPPORTUNITY_SOFT_SPACE;
    default:
        return BREAK_OPPORTUNITY_LAST_RESORT;
    }
}

const unsigned char *break_opportunity_inside(struct arena *scratch,
                                              const char *display_text,
                                              struct text_range word)
{
    const size_t length = word.end - word.start;
    unsigned char *found = ARENA_ARRAY(scratch, unsigned char, length);
    utf32_t *codepoints = ARENA_ARRAY(scratch, utf32_t, length);
    size_t *ends = ARENA_ARRAY(scratch, size_t, length);
    char *breaks = ARENA_ARRAY(scratch, char, length);
    const char *at = display_text + word.start;
    size_t count = 0;

    set_up();
    while (at < display_text + word.end) {
        codepoints[count] = next_codepoint(&at);
        ends[count++] = (size_t)(at - display_text) - word.start;
    }
    set_linebreaks_utf32(codepoints, count, "en", breaks);
    for (size_t i = 0; i + 1 < count; i++)
        if (breaks[i] != LINEBREAK_NOBREAK)
            found[ends[i] - 1] =
                (unsigned char)break_opportunity_after(codepoints[i]);
    return found;
}
