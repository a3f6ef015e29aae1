#include "layout/ui_strings.h"

#include "base/language_tag.h"
#include "base/number.h"

static const struct ui_strings table[] = {
    {
        .language = "en",
        .page = "Page ",
        .of_pages = " of ",
        .out_of = " of ",
        .average = "average ",
        .average_of = "average of similar organisations",
        .signature = "Signature of ",
        .seal = "Electronic seal of ",
    },
    {
        .language = "cy",
        .page = "Tudalen ",
        .of_pages = " o ",
        .out_of = " o ",
        .average = "cyfartaledd ",
        .average_of = "cyfartaledd sefydliadau tebyg",
        .signature = "Llofnod ",
        .seal = "Sêl electronig ",
    },
};

const struct ui_strings *ui_strings_find(const char *language)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (language_tag_is(language, table[i].language))
            return &table[i];
    }
    return &table[0];
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
