#include "publish/withholding.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "letter/symbols.h"

enum { SHORTEST = 4, VALUE_LIMIT = 1024 * 1024 };

void withholding_apply(const struct settings *settings,
                       const struct roster *roster, struct arena *arena,
                       struct council *council)
{
    const struct publish_settings *publish = &settings->publish;
    const size_t columns = roster_columns(roster);
    struct value *values = ARENA_ARRAY(arena, struct value, columns);

    memcpy(values, council->values, columns * sizeof *values);
    for (size_t i = 0; i < publish->withheld_count; i++) {
        struct value *value = &values[roster_find_column(
            roster, publish->withheld[i].column.text)];
        if (symbols_is_true(value->text))
            value->text = publish->withheld[i].words;
    }
    council->values = values;
}

static bool is_in_word(char byte)
{
    return ascii_is_alphanumeric(byte) || (unsigned char)byte >= 0x80;
}

/* @return true if a page has a value as words of their own */
static bool has_words(const char *html, const char *value)
{
    struct buffer escaped = buffer_new(VALUE_LIMIT);
    bool found = false;

    buffer_add_xml(&escaped, value);
    for (const char *at = strstr(html, buffer_text(&escaped)); at && !found;
         at = strstr(at + 1, buffer_text(&escaped)))
        found = (at == html || !is_in_word(at[-1])) &&
                !is_in_word(at[escaped.length]);
    buffer_free(&escaped);
    return found;
}

const struct withheld_column *withholding_find(const struct settings *settings,
                                               const struct roster *roster,
                                               const struct council *council,
                                               const char *html)
{
    const struct publish_settings *publish = &settings->publish;

    for (size_t i = 0; i < publish->withheld_count; i++) {
        const struct withheld_column *withheld = &publish->withheld[i];
        const char *value =
            council->values[roster_find_column(roster, withheld->column.text)]
                .text;
        if (strlen(value) >= SHORTEST && !strstr(council->name, value) &&
            !strstr(withheld->words, value) && has_words(html, value))
            return withheld;
    }
    return NULL;
}
