#include "data/history_settings.h"

#include "base/number.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void read_break(struct settings_reader *reader, const struct yaml *node,
                       struct history_break *broken)
{
    const struct value note = settings_reader_scalar(reader, node, "breaks");
    int64_t year;

    if (!number_parse_count(node->key, &year) || year < YEAR_MIN ||
        year > YEAR_MAX)
        settings_reader_report(reader, RULE_SETTING_VALUE, node->key_location,
                               "breaks", "a year is wanted, such as 2021");
    else if (note.text)
        *broken = (struct history_break){(int)year, note.text};
    settings_reader_check_plain(reader, note, "breaks");
}

void history_settings_read(struct settings_reader *reader,
                           const struct yaml *root)
{
    static const char *const keys[] = {"from", "breaks"};
    struct settings *settings = reader->settings;
    const struct yaml *map =
        settings_reader_map(reader, root, "history", keys, LENGTH(keys));
    const struct yaml *breaks =
        settings_reader_map(reader, map, "breaks", NULL, 0);
    struct history_break *items;

    if (!map)
        return;
    settings->history_file = settings_reader_require(reader, map, "from");
    if (!date_is_given(settings->period_end) &&
        !settings_gaps_has_placeholder(&settings->gaps, "period_end", false))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->key_location, "history",
            "period_end is wanted under dates, for it says which year this is");
    if (!breaks)
        return;
    items = ARENA_ARRAY(reader->arena, struct history_break, breaks->count);
    for (const struct yaml *node = breaks->first; node; node = node->next)
        read_break(reader, node, &items[settings->break_count++]);
    settings->breaks = items;
}
