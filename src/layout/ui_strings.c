#include "layout/ui_strings.h"

#include <string.h>

#include "base/language_tag.h"
#include "base/number.h"
#include "base/plural.h"

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
        .average_upper = "Average ",
        .to = " to ",
        .you = "you ",
        .no_figure = "no figure",
        .no_figure_alone = "No figure",
        .similar = "similar organisation",
        .similar_plural = "similar organisations",
        .years = {"No year", "One year", "Two years", "Three years",
                  "Four years", "Five years", "Six years", "Seven years"},
        .head_figure = "Your figure",
        .head_peers = "All {0}, in order",
        .head_bar = "Beside the average",
        .head_parts = "In its parts",
        .peers_higher = {"{0} of the {1} is higher.",
                         "{0} of the {1} are higher."},
        .peers_highest = "None of the {0} is higher.",
        .peers_equal = {"{0} of the {1} is at {2}.",
                        "{0} of the {1} are at {2}."},
        .peers_have = {"{0} {1} has a figure.", "{0} {1} have a figure."},
        .peers_alone = "No other {0} has a figure.",
        .peers_none = "No {0} has a figure.",
        .key_peer = "another {0}",
        .key_average = "average of {0}",
        .key_case = "one case each",
        .key_break = "break",
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
        .average_upper = "Cyfartaledd ",
        .to = " i ",
        .you = "chi ",
        .no_figure = "dim ffigur",
        .no_figure_alone = "Dim ffigur",
        .similar = "sefydliad tebyg",
        .similar_plural = "sefydliadau tebyg",
        .years = {"Dim blwyddyn", "Un flwyddyn", "Dwy flynedd", "Tair blynedd",
                  "Pedair blynedd", "Pum mlynedd", "Chwe blynedd",
                  "Saith mlynedd"},
        .head_figure = "Eich ffigur",
        .head_peers = "Pob un o’r {0}, mewn trefn",
        .head_bar = "Ochr yn ochr â’r cyfartaledd",
        .head_parts = "Fesul rhan",
        .peers_higher = {"Mae {0} o’r {1} yn uwch.",
                         "Mae {0} o’r {1} yn uwch."},
        .peers_highest = "Nid oes yr un o’r {0} yn uwch.",
        .peers_equal = {"Mae {0} o’r {1} ar {2}.", "Mae {0} o’r {1} ar {2}."},
        .peers_have = {"Mae gan {0} {1} ffigur.", "Mae gan {0} {1} ffigur."},
        .peers_alone = "Nid oes gan yr un {0} arall ffigur.",
        .peers_none = "Nid oes gan yr un {0} ffigur.",
        .key_peer = "{0} arall",
        .key_average = "cyfartaledd {0}",
        .key_case = "un achos yr un",
        .key_break = "toriad",
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
                             const struct ui_strings *ui_strings,
                             const char *const forms[static 2], size_t count,
                             const char *const *values)
{
    const size_t form = plural_choose(ui_strings->language, (int64_t)count, 2);
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
