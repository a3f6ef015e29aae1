#include "publish/withholding.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/name_match.h"
#include "letter/symbols.h"

enum { SHORTEST = 4, VALUE_LIMIT = 1024 * 1024 };

/* @return the version of a withheld column in the campaign's language */
static size_t find_column(const struct campaign *campaign, struct arena *arena,
                          size_t withheld)
{
    const struct settings *settings = &campaign->settings;
    const struct roster *roster = campaign->roster;
    const size_t column = roster_find_column(
        roster, settings->publish.withheld[withheld].column.text);

    return name_match_in_language(arena, roster_column_names(roster),
                                  roster_columns(roster), column,
                                  settings->language.text);
}

void withholding_apply(const struct campaign *campaign, struct arena *arena,
                       struct council *council)
{
    const size_t columns = roster_columns(campaign->roster);
    struct value *values = ARENA_ARRAY(arena, struct value, columns);

    memcpy(values, council->values, columns * sizeof *values);
    for (; campaign; campaign = campaign->next)
        for (size_t i = 0; i < campaign->settings.publish.withheld_count; i++) {
            const size_t column = find_column(campaign, arena, i);
            /* languages may share a column: the first one's words are kept */
            if (values[column].text == council->values[column].text &&
                symbols_is_true(values[column].text))
                values[column].text =
                    campaign->settings.publish.withheld[i].words;
        }
    council->values = values;
}

static bool is_in_word(char byte)
{
    return ascii_is_alphanumeric(byte) || (unsigned char)byte >= 0x80;
}

/* @return true if a page contains a value as whole words */
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

const struct withheld_column *withholding_find(const struct campaign *campaign,
                                               struct arena *arena,
                                               const struct council *council,
                                               const char *html)
{
    for (; campaign; campaign = campaign->next)
        for (size_t i = 0; i < campaign->settings.publish.withheld_count; i++) {
            const struct withheld_column *withheld =
                &campaign->settings.publish.withheld[i];
            const char *value =
                council->values[find_column(campaign, arena, i)].text;
            if (strlen(value) >= SHORTEST && !strstr(council->name, value) &&
                !strstr(withheld->words, value) && has_words(html, value))
                return withheld;
        }
    return NULL;
}
