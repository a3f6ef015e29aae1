#include "stats/figure_words.h"

#include <stddef.h>

#include "base/language_tag.h"

static const struct figure_words table[] = {
    {
        .language = "en",
        .point = "%s point",
        .points = "%s points",
        .up = "up %s",
        .down = "down %s",
        .more = "%s more",
        .fewer = "%s fewer",
        .less = "%s less",
        .same = "no change",
        .above = "%s above the average",
        .below = "%s below the average",
        .at_average = "the same as the average",
    },
    {
        .language = "cy",
        .point = "%s pwynt",
        .points = "%s pwynt",
        .up = "i fyny %s",
        .down = "i lawr %s",
        .more = "%s yn fwy",
        .fewer = "%s yn llai",
        .less = "%s yn llai",
        .same = "dim newid",
        .above = "%s yn uwch na'r cyfartaledd",
        .below = "%s yn is na'r cyfartaledd",
        .at_average = "yr un fath â'r cyfartaledd",
    },
};

const struct figure_words *figure_words_find(const char *language)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (language_tag_is(language, table[i].language))
            return &table[i];
    return &table[0];
}
