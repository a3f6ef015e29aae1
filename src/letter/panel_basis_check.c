#include "letter/panel_basis_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "letter/sentinel.h"

struct basis {
    struct compile_context *context;
    const struct campaign *campaign;
    const struct preprocessed *preprocessed;
    size_t statistic;
    const char *total; /* the column's name */
    size_t total_column;
    size_t count_column;
    struct panel_total *totals; /* room for one a placeholder */
    size_t count;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 0x80;
}

static bool begins_month(const char *text)
{
    static const char *const months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",     "Aug", "Sep",
        "Oct", "Nov", "Dec", "Ion", "Chw", "Maw", "Ebr",     "Mai", "Meh",
        "Gor", "Aws", "Med", "Hyd", "Tac", "Rha", "per cent"};

    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (strncmp(text, months[i], strlen(months[i])) == 0)
            return true;
    return false;
}

/* Whether digits stand for a count: not for a year, a day of a month, a part
 * of a date, a per cent or a part of a word. */
static bool is_count(const char *text, const char *from, const char *to)
{
    const char before = from > text ? from[-1] : ' ';
    const bool year = to - from == 4 && (from[0] == '1' || from[0] == '2');

    if (is_letter(before) || strchr("/-.&#", before) || is_letter(*to))
        return false;
    if ((*to && strchr("/-%", *to)) || (*to == '.' && is_digit(to[1])))
        return false;
    return !year && !(*to == ' ' && begins_month(to + 1));
}

static const char *end_of_digits(const char *at)
{
    while (is_digit(*at) || (*at == ',' && is_digit(at[1])))
        at++;
    return at;
}

static struct location location_at(const struct basis *basis,
                                   const struct mapped_text *text, size_t at)
{
    return source_text_location(&basis->preprocessed->source,
                                mapped_text_origin(text, at));
}

static void warn(struct basis *basis, struct location location,
                 const char *what)
{
    const struct statistic_setting *statistic =
        &basis->campaign->settings.statistics[basis->statistic];
    char message[256];

    snprintf(
        message, sizeof message,
        "the basis states %.80s, but the total of %.60s is ((%.60s.total))",
        what, statistic->name, statistic->name);
    utf8_trim_partial(message);
    compile_context_report_field(basis->context, RULE_PANEL_BASIS, location,
                                 statistic->name, message);
}

/* Whether a column holds the count or the total of some statistic. */
static bool is_of_statistic(const struct basis *basis, size_t column)
{
    const struct settings *settings = &basis->campaign->settings;
    const struct roster *roster = basis->campaign->roster;

    for (size_t i = 0; i < settings->statistic_count; i++) {
        const struct statistic_setting *statistic = &settings->statistics[i];
        if (statistic->count.text &&
            roster_find_column(roster, statistic->count.text) == column)
            return true;
        if (statistic->total.text &&
            roster_find_column(roster, statistic->total.text) == column)
            return true;
    }
    return false;
}

static void check_use(struct basis *basis, const struct placeholder_use *use)
{
    const struct symbol *symbol = use->symbol;
    size_t column;

    if (!symbol || (use->placeholder.kind != PLACEHOLDER_VALUE &&
                    use->placeholder.kind != PLACEHOLDER_OPTIONAL))
        return;
    column = symbols_column(basis->context->symbols, symbol);
    if (column == SIZE_MAX || column == basis->total_column ||
        column == basis->count_column)
        return;
    if (symbol->kind == SYMBOL_FIGURE || is_of_statistic(basis, column))
        warn(basis, use->location,
             placeholder_show(basis->context->scratch, &use->placeholder,
                              use->placeholder.name));
    else
        basis->totals[basis->count++] =
            (struct panel_total){column, use->location};
}

static void check_text(struct basis *basis, const struct mapped_text *text)
{
    const char *start = mapped_text_text(text);

    for (const char *at = start; *at;) {
        const char *here = at;
        const struct placeholder_use *use;
        if (is_digit(*at)) {
            at = end_of_digits(at);
            if (is_count(start, here, at))
                warn(basis, location_at(basis, text, (size_t)(here - start)),
                     arena_strndup(basis->context->scratch, here,
                                   (size_t)(at - here)));
            continue;
        }
        use = preprocess_find_use(basis->preprocessed, utf8_next(&at));
        if (use)
            check_use(basis, use);
        if (use && use->placeholder.kind == PLACEHOLDER_CHOICE)
            check_text(basis,
                       basis->preprocessed->choice_texts[use->choice_text]);
    }
}

size_t panel_basis_check(struct compile_context *context,
                         const struct campaign *campaign, size_t statistic,
                         const struct mapped_text *text,
                         const struct markdown *markdown,
                         const struct panel_total **totals)
{
    const struct statistic_setting *setting =
        &campaign->settings.statistics[statistic];
    struct basis basis = {.context = context,
                          .campaign = campaign,
                          .preprocessed = markdown->preprocessed,
                          .statistic = statistic,
                          .total = setting->total.text};

    if (!setting->total.text || !setting->count.text)
        return 0;
    basis.total_column =
        roster_find_column(campaign->roster, setting->total.text);
    basis.count_column =
        roster_find_column(campaign->roster, setting->count.text);
    basis.totals = ARENA_ARRAY(context->arena, struct panel_total,
                               markdown->preprocessed->count);
    check_text(&basis, text);
    *totals = basis.totals;
    return basis.count;
}
