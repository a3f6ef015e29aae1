#include "run/culprit.h"

#include <stdio.h>
#include <string.h>

#include "type/shaper.h"

/* What a message names: all of a word, or as much of it as is shown. */
struct named {
    const char *text;
    size_t length;
};

static struct named word_of(const char *message)
{
    static const char rest[] = "\" is wider than the line";
    static const char cut[] = "\u2026";
    const size_t mark = sizeof cut - 1;
    const char *end = strstr(message, rest);
    struct named word = {message + 1, 0};

    if (*message == '"' && end)
        word.length = (size_t)(end - word.text);
    if (word.length > mark && memcmp(end - mark, cut, mark) == 0)
        word.length -= mark;
    return word;
}

/* The most bytes in a row that both hold. */
static size_t shared_length(struct named word, const char *text)
{
    size_t most = 0;

    for (; *text; text++)
        for (size_t from = 0; from + most < word.length; from++) {
            size_t length = 0;
            while (from + length < word.length && text[length] &&
                   text[length] == word.text[from + length])
                length++;
            if (length > most)
                most = length;
        }
    return most;
}

/* A word may be of several cells without a space between them: to blame is
 * what more than half of it comes from. */
static bool is_mostly_of(struct named word, const char *text)
{
    return 2 * shared_length(word, text) > word.length;
}

static void blame_word(const struct press *press, const struct council *council,
                       struct error *err)
{
    const struct settings *settings = &press->campaign.settings;
    const size_t columns = roster_columns(press->campaign.roster);
    const struct named word = word_of(err->message);

    if (!word.length)
        return;
    for (size_t i = 0; i < columns; i++)
        if (template_uses_column(press->template, i) &&
            is_mostly_of(word, council->values[i].text)) {
            err->place = council->values[i].place;
            return;
        }
    for (size_t i = 0; i < settings->constant_count; i++)
        if (is_mostly_of(word, settings->constants[i].value.text)) {
            err->place = settings->constants[i].value.place;
            return;
        }
}

static void blame_character(const struct press *press, struct shaper *shaper,
                            const struct council *council, struct error *err)
{
    for (size_t i = 0; i < roster_columns(press->campaign.roster); i++) {
        const char *text = council->values[i].text;
        const uint32_t letter = shape_lack(shaper, press->layout.family,
                                           FACE_REGULAR, text, strlen(text));
        char number[16];
        snprintf(number, sizeof number, "(U+%04X)", (unsigned)letter);
        if (letter && strstr(err->message, number) &&
            template_uses_column(press->template, i)) {
            err->place = council->values[i].place;
            return;
        }
    }
}

void culprit_blame(const struct press *press, struct shaper *shaper,
                   const struct council *council, struct error *err)
{
    if (err->rule == RULE_LAYOUT_WORD_TOO_WIDE)
        blame_word(press, council, err);
    if (err->rule == RULE_GLYPH_MISSING || err->rule == RULE_TEXT_DIRECTION)
        blame_character(press, shaper, council, err);
}
