#include "layout/ui_strings.h"

#include <string.h>

#include "base/number.h"

const char *ui_strings_years(const struct ui_strings *ui_strings, size_t count)
{
    return ui_strings->years[count < UI_YEARS ? count : UI_YEARS - 1];
}

const char *ui_strings_number(struct arena *arena, size_t number)
{
    char text[NUMBER_COUNT_SIZE];

    return arena_strdup(arena, number_print_count(text, (int64_t)number));
}

const char *ui_strings_fill(struct arena *arena, const char *text,
                            const char *const *values)
{
    const char *made = "";
    const char *open;

    while ((open = strchr(text, '{')) != NULL) {
        made = ARENA_JOIN(arena, made,
                          arena_strndup(arena, text, (size_t)(open - text)),
                          values[open[1] - '0']);
        text = open + 3;
    }
    return ARENA_JOIN(arena, made, text);
}

const char *ui_strings_count(struct arena *arena,
                             const char *const forms[static 2], size_t count,
                             const char *const *values)
{
    const size_t form = count == 1 ? 0 : 1;
    const char *all[] = {ui_strings_number(arena, count), values[0],
                         strstr(forms[form], "{2}") ? values[1] : ""};

    return ui_strings_fill(arena, forms[form], all);
}

const char *ui_strings_page(const struct ui_strings *ui_strings,
                            struct arena *arena, size_t page, size_t count)
{
    char number[NUMBER_COUNT_SIZE];
    char last[NUMBER_COUNT_SIZE];

    return ARENA_JOIN(
        arena, ui_strings->page, number_print_count(number, (int64_t)page),
        ui_strings->of_pages, number_print_count(last, (int64_t)count));
}
