#include "mail/mail_strings.h"

#include <stddef.h>

#include "base/language_tag.h"

static const struct mail_strings table[] = {
    {
        .language = "en",
        .figures = "The figures in the letter",
        .compared = "The figures in the letter, with the average of similar "
                    "organisations",
        .measure = "Measure",
        .result = "Result",
        .cases = "Cases",
        .average = "Average",
        .out_of = " of ",
        .no_rate = "No rate",
        .not_compared = "Not compared",
    },
    {
        .language = "cy",
        .figures = "Y ffigurau yn y llythyr",
        .compared = "Y ffigurau yn y llythyr, gyda chyfartaledd sefydliadau "
                    "tebyg",
        .measure = "Mesur",
        .result = "Canlyniad",
        .cases = "Achosion",
        .average = "Cyfartaledd",
        .out_of = " o ",
        .no_rate = "Dim cyfradd",
        .not_compared = "Heb ei gymharu",
    },
};

const struct mail_strings *mail_strings_find(const char *language)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (language_tag_is(language, table[i].language))
            return &table[i];
    return &table[0];
}
