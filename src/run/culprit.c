#include "run/culprit.h"

#include <stdio.h>
#include <string.h>

#include "type/shaper.h"

/* What a message names: all of a word, or as much of it as is shown. */
struct message_word {
    const char *text;
    size_t length;
};

static struct message_word word_of(const char *message)
{
    static const char rest[] = "\" is wider than the line";
    static const char cut[] = "\u2026";
    const size_t mark = sizeof cut - 1;
    const char *end = strstr(message, rest);
    struct message_word word = {message + 1, 0};

    if (*message == '"' && end)
        word.length = (size_t)(end - word.text);
    if (word.length > mark && memcmp(end - mark, cut, mark) == 0)
        word.length -= mark;
    return word;
}

/* The most bytes in a row that both hold. */
static size_t shared_length(struct message_word word, const char *text)
{
    size_t max = 0;

    for (; *text; text++)
        for (size_t from = 0; from + max < word.length; from++) {
            size_t length = 0;
            while (from + length < word.length && text[length] &&
                   text[length] == word.text[from + length])
                length++;
            if (length > max)
                max = length;
        }
    return max;
}

/* A word may be of several cells without a space between them: to blame is
 * what more than half of it comes from. */
static bool is_mostly_of(struct message_word word, const char *text)
{
    return 2 * shared_length(word, text) > word.length;
}

static void find_word(const struct engine *engine,
                      const struct council *council, struct error *err)
{
    const struct settings *settings = &engine->campaign.settings;
    const size_t columns = roster_columns(engine->campaign.roster);
    const struct message_word word = word_of(err->message);

    if (!word.length)
        return;
    for (size_t i = 0; i < columns; i++)
        if (template_uses_column(engine->template, i) &&
            is_mostly_of(word, council->values[i].text)) {
            err->location = council->values[i].location;
            return;
        }
    for (size_t i = 0; i < settings->constant_count; i++)
        if (is_mostly_of(word, settings->constants[i].value.text)) {
            err->location = settings->constants[i].value.location;
            return;
        }
}

static void find_character(const struct engine *engine, struct shaper *shaper,
                           const struct council *council, struct error *err)
{
    for (size_t i = 0; i < roster_columns(engine->campaign.roster); i++) {
        const char *text = council->values[i].text;
        const uint32_t letter = shaper_find_missing(
            shaper, engine->layout.family, FACE_REGULAR, text, strlen(text));
        char number[16];
        snprintf(number, sizeof number, "(U+%04X)", (unsigned)letter);
        if (letter && strstr(err->message, number) &&
            template_uses_column(engine->template, i)) {
            err->location = council->values[i].location;
            return;
        }
    }
}

void culprit_find(const struct engine *engine, struct shaper *shaper,
                  const struct council *council, struct error *err)
{
    if (err->rule == RULE_LAYOUT_WORD_TOO_WIDE)
        find_word(engine, council, err);
    if (err->rule == RULE_GLYPH_MISSING || err->rule == RULE_TEXT_DIRECTION)
        find_character(engine, shaper, council, err);
}
