#include "type/break_opportunity.h"

#include <linebreak.h>
#include <pthread.h>
#include <string.h>

#include "type/codepoint.h"
#include "type/smart_punctuation.h"

/*
 * libunibreak looks up every character in a list of ranges: for the text of a
 * letter that takes longer than all else that is done to break its lines. But
 * nearly all spaces lie between ASCII characters, where the rules that forbid
 * a break after a space come down to three:
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

/* Sorts libunibreak's own tables; nothing changes after that. */
static void set_up(void)
{
    pthread_once(&once, init_linebreak);
}

static enum side side_of(char byte)
{
    if (letter_is_alphanumeric(byte))
        return SIDE_OTHER;
    switch (byte) {
    case '(':
    case '[':
    case '{':
    case DRAWN_OPEN_SINGLE:
    case DRAWN_OPEN_DOUBLE:
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
    case DRAWN_CLOSE_DOUBLE:
        return SIDE_CLOSE;
    case '\'':
    case '"':
    case DRAWN_CLOSE_SINGLE:
        return SIDE_QUOTE;
    case DRAWN_DASH:
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

/* A character as libunibreak is to see it. */
static utf32_t next_letter(const char **at)
{
    uint32_t plain;
    const uint32_t letter = dress_next(at, &plain);

    return letter ? letter : 1; /* a control character, as it was */
}

/* The last characters of a stretch. */
static size_t take_last(const char *dressed, struct stretch stretch,
                        utf32_t *letters)
{
    const char *at = dressed + stretch.end;
    size_t count = 0;

    for (size_t i = 0; i < REACH && at > dressed + stretch.start; i++)
        letter_before(dressed, &at);
    while (at < dressed + stretch.end)
        letters[count++] = next_letter(&at);
    return count;
}

static bool ask(const char *dressed, struct stretch before,
                struct stretch after)
{
    const struct stretch spaces = {before.end, after.start};
    const char *next = dressed + after.start;
    utf32_t letters[2 * REACH + 1];
    char breaks[2 * REACH + 1];
    size_t count;

    set_up();
    count = take_last(dressed, before, letters);
    count += take_last(dressed, spaces, letters + count);
    letters[count++] = next_letter(&next);
    set_linebreaks_utf32(letters, count, "en", breaks);
    return breaks[count - 2] != LINEBREAK_NOBREAK;
}

bool opportunity_between(const char *dressed, struct stretch before,
                         struct stretch after)
{
    const enum side left = side_of(dressed[before.end - 1]);
    const enum side right = side_of(dressed[after.start]);

    if (left == SIDE_ASK || right == SIDE_ASK ||
        !are_plain_spaces(dressed + before.end, dressed + after.start))
        return ask(dressed, before, after);
    if (left == SIDE_OPEN || right == SIDE_CLOSE)
        return false;
    return left != SIDE_QUOTE || right != SIDE_OPEN;
}

static enum opportunity opportunity_after(utf32_t letter)
{
    switch (letter) {
    case 0xAD:
        return OPPORTUNITY_SOFT_HYPHEN;
    case 0x200B:
        return OPPORTUNITY_SOFT_SPACE;
    default:
        return OPPORTUNITY_LAST_RESORT;
    }
}

const unsigned char *opportunity_inside(struct arena *scratch,
                                        const char *dressed,
                                        struct stretch word)
{
    const size_t length = word.end - word.start;
    unsigned char *found = ARENA_ARRAY(scratch, unsigned char, length);
    utf32_t *letters = ARENA_ARRAY(scratch, utf32_t, length);
    size_t *ends = ARENA_ARRAY(scratch, size_t, length);
    char *breaks = ARENA_ARRAY(scratch, char, length);
    const char *at = dressed + word.start;
    size_t count = 0;

    set_up();
    while (at < dressed + word.end) {
        letters[count] = next_letter(&at);
        ends[count++] = (size_t)(at - dressed) - word.start;
    }
    set_linebreaks_utf32(letters, count, "en", breaks);
    for (size_t i = 0; i + 1 < count; i++)
        if (breaks[i] != LINEBREAK_NOBREAK)
            found[ends[i] - 1] = (unsigned char)opportunity_after(letters[i]);
    return found;
}
