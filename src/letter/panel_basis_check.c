#include "letter/panel_basis_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct basis {
    struct compile_context *context;
    const struct campaign *campaign;
    const struct preprocessed *preprocessed;
    size_t statistic;
    const char *total; /* the column's name */
    size_t total_column;
    size_t count_column;
    struct panel_total *totals; /* capacity: one a placeholder */
    size_t count;
};

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

/* @return true if a column holds the count or the total of some statistic */
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
    for (const char *at = mapped_text_text(text); *at;) {
        const struct placeholder_use *use;
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
