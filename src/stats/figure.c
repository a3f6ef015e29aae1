#include "stats/figure.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "stats/interval.h"

const struct figure_attribute figure_attributes[] = {
    {"value", FIGURE_RATE},
    {"rate", FIGURE_RATE},
    {"count", FIGURE_COUNT},
    {"total", FIGURE_TOTAL},
    {"average", FIGURE_AVERAGE},
    {"compared", FIGURE_COMPARED},
    {"national", FIGURE_NATIONAL},
    {"previous.value", FIGURE_PREVIOUS},
    {"previous.rate", FIGURE_PREVIOUS},
    {"previous.count", FIGURE_PREVIOUS_COUNT},
    {"previous.total", FIGURE_PREVIOUS_TOTAL},
    {"change", FIGURE_CHANGE},
    {"difference", FIGURE_DIFFERENCE},
    {"peers", FIGURE_PEERS},
    {"higher", FIGURE_HIGHER},
    {"low", FIGURE_LOW},
    {"high", FIGURE_HIGH},
    {"parts", FIGURE_PARTS},
};

const size_t figure_attribute_count =
    sizeof figure_attributes / sizeof *figure_attributes;

bool figure_attribute_fits(const struct figure_attribute *attribute,
                           const struct figure_format *format)
{
    const struct statistic_form *form =
        format->form ? format->form : &statistic_forms[0];
    const size_t length = strlen(attribute->name);
    const bool is_rate =
        length >= 4 && strcmp(attribute->name + length - 4, "rate") == 0;

    switch (attribute->part) {
    case FIGURE_PARTS:
        return !form->numerator;
    case FIGURE_TOTAL:
        return form->denominator != NULL;
    case FIGURE_PREVIOUS_TOTAL:
        return form->numerator && form->denominator;
    case FIGURE_COUNT:
    case FIGURE_PREVIOUS_COUNT:
        return form->numerator && !form->takes_money;
    case FIGURE_LOW:
    case FIGURE_HIGH:
        return form->interval != INTERVAL_NONE;
    case FIGURE_RATE:
    case FIGURE_PREVIOUS:
        return form->numerator && (form->denominator || !is_rate);
    case FIGURE_AVERAGE:
    case FIGURE_NATIONAL:
    case FIGURE_CHANGE:
    case FIGURE_DIFFERENCE:
    case FIGURE_PEERS:
    case FIGURE_HIGHER:
    case FIGURE_COMPARED:
    case FIGURE_YEARS:
    case FIGURE_PEER_VALUES:
        break;
    }
    return form->numerator != NULL;
}

static const struct statistic_form *form_of(const struct figure *figure)
{
    return figure->format.form ? figure->format.form : &statistic_forms[0];
}

static void print_rate(char text[static FIGURE_TEXT_SIZE],
                       const struct figure *figure, struct rate rate)
{
    if (rate_exists(rate))
        format_print(text, &figure->format,
                     format_scale(&figure->format, rate));
}

const char *figure_print_average(char text[static FIGURE_TEXT_SIZE],
                                 const struct figure *figure,
                                 struct average average)
{
    text[0] = '\0';
    if (average.exists)
        format_print(text, &figure->format, average.scaled);
    return text;
}

const char *figure_print_year(char text[static FIGURE_TEXT_SIZE],
                              const struct figure *figure,
                              const struct figure_year *year)
{
    text[0] = '\0';
    if (year->exists)
        print_rate(text, figure, year->rate);
    return text;
}

/* Puts a number into words such as "up %s". */
static void put(char text[static FIGURE_TEXT_SIZE], const char *words,
                const char *number)
{
    const char *at = strstr(words, "%s");
    const int length = at ? snprintf(text, FIGURE_TEXT_SIZE, "%.*s%s%s",
                                     (int)(at - words), words, number, at + 2)
                          : snprintf(text, FIGURE_TEXT_SIZE, "%s", words);

    if (length >= FIGURE_TEXT_SIZE) /* no text rather than a cut one */
        text[0] = '\0';
}

/* Prints the difference of two printed values: "8 points", "0.4", "£200". */
static void print_apart(char text[static FIGURE_TEXT_SIZE],
                        const struct figure *figure, const struct words *words,
                        int64_t apart)
{
    const struct figure_format plain = {
        .form = figure->format.form && !format_is_share(&figure->format)
                    ? figure->format.form
                    : &statistic_forms[1],
        .decimals = figure->format.decimals,
        .unit = figure->format.unit};
    const enum plural plural =
        plain.decimals ? PLURAL_OTHER : words->plural(apart);
    char number[FORMAT_TEXT_SIZE];

    format_print(number, &plain, apart);
    put(text,
        format_is_share(&figure->format) ? words->figures.points[plural] : "%s",
        number);
}

static void print_signed(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, int64_t apart,
                         const char *over, const char *under, const char *same,
                         const struct words *words)
{
    char number[FIGURE_TEXT_SIZE];

    print_apart(number, figure, words, apart < 0 ? -apart : apart);
    put(text, apart > 0 ? over : apart < 0 ? under : same, number);
}

static const struct words *words_of(const struct figure *figure)
{
    return figure->words ? figure->words : words_find("en");
}

static void print_change(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure)
{
    const struct figure_format *format = &figure->format;
    const struct words *words = words_of(figure);
    const struct figure_year *previous = figure->previous;
    const bool is_ratio = form_of(figure)->denominator != NULL;
    const bool is_money = form_of(figure)->takes_money;

    if (!previous || !rate_exists(previous->rate) ||
        !rate_exists(figure->rate) ||
        figure->years[figure->year_count - 1].break_note)
        return;
    print_signed(text, figure,
                 format_scale(format, figure->rate) -
                     format_scale(format, previous->rate),
                 is_ratio ? words->figures.up : words->figures.more,
                 is_ratio   ? words->figures.down
                 : is_money ? words->figures.less
                            : words->figures.fewer,
                 words->figures.same, words);
}

static void print_difference(char text[static FIGURE_TEXT_SIZE],
                             const struct figure *figure)
{
    const struct words *words = words_of(figure);

    if (rate_exists(figure->rate) && figure->average.exists)
        print_signed(text, figure,
                     format_scale(&figure->format, figure->rate) -
                         figure->average.scaled,
                     words->figures.above, words->figures.below,
                     words->figures.at_average, words);
}

static void print_bound(char text[static FIGURE_TEXT_SIZE],
                        const struct figure *figure, bool low)
{
    struct interval interval;

    if (rate_exists(figure->rate) &&
        interval_find(&figure->format, figure->rate, &interval))
        format_print(text, &figure->format,
                     format_scale_real(&figure->format,
                                       low ? interval.low : interval.high));
}

static void print_previous(char text[static FIGURE_TEXT_SIZE],
                           const struct figure *figure, enum figure_part part)
{
    const struct figure_year *previous = figure->previous;

    if (!previous)
        return;
    if (part == FIGURE_PREVIOUS)
        print_rate(text, figure, previous->rate);
    else if (part == FIGURE_PREVIOUS_TOTAL)
        number_print_count(text, previous->counted.total);
    else if (!previous->withheld)
        number_print_count(text, previous->counted.count);
}

static void print_peers(char text[static FIGURE_TEXT_SIZE],
                        const struct figure *figure, enum figure_part part)
{
    if (!figure->peers || figure->peers->lacking)
        return;
    if (part == FIGURE_PEERS)
        number_print_count(text, (int64_t)figure->peers->count);
    else if (rate_exists(figure->rate))
        number_print_count(text, (int64_t)figure->higher);
}

const char *figure_print(char text[static FIGURE_TEXT_SIZE],
                         const struct figure *figure, enum figure_part part)
{
    text[0] = '\0';
    switch (part) {
    case FIGURE_RATE:
        print_rate(text, figure, figure->rate);
        break;
    case FIGURE_COUNT:
        if (!figure->withheld && form_of(figure)->numerator &&
            !form_of(figure)->takes_money)
            number_print_count(text, figure->counted.count);
        break;
    case FIGURE_TOTAL:
        if (form_of(figure)->denominator)
            number_print_count(text, figure->counted.total);
        break;
    case FIGURE_AVERAGE:
        return figure_print_average(text, figure, figure->average);
    case FIGURE_NATIONAL:
        return figure_print_average(text, figure, figure->national);
    case FIGURE_PREVIOUS:
    case FIGURE_PREVIOUS_COUNT:
    case FIGURE_PREVIOUS_TOTAL:
        print_previous(text, figure, part);
        break;
    case FIGURE_CHANGE:
        print_change(text, figure);
        break;
    case FIGURE_DIFFERENCE:
        print_difference(text, figure);
        break;
    case FIGURE_PEERS:
    case FIGURE_HIGHER:
        print_peers(text, figure, part);
        break;
    case FIGURE_LOW:
    case FIGURE_HIGH:
        print_bound(text, figure, part == FIGURE_LOW);
        break;
    case FIGURE_PARTS:
        return figure->parts_text ? figure->parts_text : text;
    case FIGURE_COMPARED:
        if (rate_exists(figure->rate) && figure->average.exists)
            snprintf(text, FIGURE_TEXT_SIZE, "yes");
        break;
    case FIGURE_YEARS:
    case FIGURE_PEER_VALUES:
        break;
    }
    return text;
}

const char *figure_lacking(const struct figure *figure, enum figure_part part)
{
    const unsigned averages =
        FIGURE_AVERAGE | FIGURE_COMPARED | FIGURE_DIFFERENCE;

    if (part & averages)
        return figure->lacking;
    if (part & FIGURE_NATIONAL)
        return figure->national_lacking;
    return part & (FIGURE_PEERS | FIGURE_HIGHER) && figure->peers
               ? figure->peers->lacking
               : NULL;
}

bool figure_part_tells(enum figure_part part)
{
    const unsigned harmless = FIGURE_TOTAL | FIGURE_AVERAGE | FIGURE_NATIONAL |
                              FIGURE_PEERS | FIGURE_PREVIOUS |
                              FIGURE_PREVIOUS_COUNT | FIGURE_PREVIOUS_TOTAL;

    return !(part & harmless);
}

bool figure_gives(const struct figure *figure, enum figure_part part)
{
    return figure->given & part && !figure->hidden;
}

const char *figure_print_given(char text[static FIGURE_TEXT_SIZE],
                               const struct figure *figure,
                               enum figure_part part)
{
    text[0] = '\0';
    return figure_gives(figure, part) ? figure_print(text, figure, part) : text;
}

bool figure_is_given(const struct figure *figure)
{
    return figure_gives(figure, FIGURE_RATE) ||
           figure_gives(figure, FIGURE_COUNT) ||
           figure_gives(figure, FIGURE_PARTS);
}

const char *figure_cases(struct arena *arena, const struct figure *figure,
                         const char *out_of)
{
    const struct statistic_form *form = form_of(figure);
    const bool is_share = format_is_share(&figure->format);
    char count[FIGURE_TEXT_SIZE];
    char total[FIGURE_TEXT_SIZE];

    if (!is_share && (form->denominator || form->takes_money || !figure->of))
        return "";
    return ARENA_JOIN(arena, figure_print(count, figure, FIGURE_COUNT),
                      is_share ? out_of : "",
                      is_share ? figure_print(total, figure, FIGURE_TOTAL) : "",
                      figure->of ? " " : "", figure->of ? figure->of : "");
}
