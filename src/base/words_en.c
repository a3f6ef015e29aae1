#include "base/words.h"

static enum plural plural(int64_t number)
{
    return number == 1 ? PLURAL_ONE : PLURAL_OTHER;
}

const struct words words_en = {
    .language = "en",
    .plural = plural,
    .name = "English",
    .months = {"January", "February", "March", "April", "May", "June", "July",
               "August", "September", "October", "November", "December"},
    .figures =
        {
            .points = {"%s points", "%s point", "%s points", "%s points",
                       "%s points", "%s points"},
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
    .ui =
        {
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
    .mail =
        {
            .figures = "The figures in the letter",
            .compared =
                "The figures in the letter, with the average of similar "
                "organisations",
            .measure = "Measure",
            .result = "Result",
            .cases = "Cases",
            .average = "Average",
            .out_of = " of ",
            .no_rate = "No rate",
            .not_compared = "Not compared",
        },
};
