#include "base/array.h"
#include "base/number.h"
#include "base/utf8.h"
#include "data/suggestion.h"
#include "letter/evaluator_internal.h"

void evaluator_need_part(struct evaluator *evaluator,
                         const struct figure *figure, enum figure_part part)
{
    const char *lacking = figure_lacking(figure, part);
    char shown[128];

    if (!lacking)
        return;
    utf8_copy(shown, sizeof shown,
              part == FIGURE_NATIONAL ? "all" : evaluator->figures->group);
    evaluator_refuse(
        evaluator, RULE_AVERAGE_INCOMPLETE, evaluator->council->location,
        figure->name,
        "the average of \"%s\" lacks rows with errors; correct them: %s", shown,
        lacking);
}

static const struct row_list *list_of(const struct evaluator *evaluator,
                                      size_t list)
{
    return evaluator->evaluator_input->campaign->lists[list];
}

size_t evaluator_count_rows(const struct evaluator *evaluator, size_t list)
{
    return row_list_count(list_of(evaluator, list), evaluator->council->index);
}

void evaluator_enter_row(struct evaluator *evaluator, size_t list, size_t row)
{
    evaluator->entries[list] =
        row_list_read(list_of(evaluator, list), evaluator->council->index, row,
                      evaluator->arena);
}

/* Records a wrong cell. @return true if it was known already */
static bool was_reported(struct evaluator *evaluator, struct location location)
{
    void **place;

    evaluator->faulty.arena = evaluator->arena;
    place =
        map_at_text(&evaluator->faulty,
                    arena_printf(evaluator->arena, "%s:%d:%d", location.file,
                                 location.line, location.column));
    if (*place)
        return true;
    *place = evaluator;
    return false;
}

/* Adds a cell to a sum. @return false if the cell refuses the row */
static bool add_cell(struct evaluator *evaluator, struct value cell,
                     const char *field, const char *written,
                     struct location needed, int64_t *sum)
{
    char shown[SUGGESTION_SIZE];
    const char *fault = "";
    int64_t count;

    if (number_parse_count(cell.text, &count) &&
        count <= NUMBER_COUNT_MAX - *sum) {
        *sum += count;
        return true;
    }
    if (was_reported(evaluator, cell.location))
        return false;
    if (*cell.text)
        fault = ARENA_JOIN(evaluator->arena, suggestion_quote(shown, cell.text),
                           " is ");
    evaluator_refuse(
        evaluator, *fault ? RULE_VALUE_NOT_COUNT : RULE_VALUE_MISSING,
        cell.location, field, "%s; %s in %s:%d:%d adds up whole numbers",
        *fault ? ARENA_JOIN(evaluator->arena, fault,
                            "not a whole number, or too large")
               : "empty",
        written, needed.file, needed.line, needed.column);
    return false;
}

static struct sum add_up(struct evaluator *evaluator,
                         const struct symbol *symbol, const char *written,
                         struct location needed)
{
    const struct row_list *list = list_of(evaluator, symbol->list);
    const char *field = row_list_column(list, symbol->index).text;
    const size_t count = evaluator_count_rows(evaluator, symbol->list);
    struct arena *scratch = arena_new();
    struct sum sum = {symbol, 0, true};

    for (size_t i = 0; i < count; i++) {
        struct row_list_entry entry;
        arena_reset(scratch);
        entry = row_list_read(list, evaluator->council->index, i, scratch);
        if (!add_cell(evaluator, entry.values[symbol->index], field, written,
                      needed, &sum.value))
            sum.sound = false;
    }
    arena_free(scratch);
    return sum;
}

/* Sums are cached: every row of a table may print one. */
bool evaluator_sum(struct evaluator *evaluator, const struct symbol *symbol,
                   const char *written, struct location needed, int64_t *sum)
{
    size_t i = 0;

    while (i < evaluator->sum_count && evaluator->sums[i].symbol != symbol)
        i++;
    if (i == evaluator->sum_count) {
        ARENA_GROW(evaluator->arena, evaluator->sums, evaluator->sum_count,
                   evaluator->sum_capacity);
        evaluator->sums[evaluator->sum_count++] =
            add_up(evaluator, symbol, written, needed);
    }
    *sum = evaluator->sums[i].value;
    return evaluator->sums[i].sound;
}

struct value evaluator_cell(const struct evaluator *evaluator,
                            const struct symbol *symbol)
{
    if (symbol->kind == SYMBOL_COLUMN)
        return evaluator->council->values[symbol->index];
    if (symbol->kind == SYMBOL_LIST_COLUMN)
        return evaluator->entries[symbol->list].values[symbol->index];
    return (struct value){NULL, NO_LOCATION};
}

/* @return the text of a placeholder, or "" */
static const char *value_of(struct evaluator *evaluator,
                            const struct symbol *symbol, const char *written,
                            struct location needed,
                            char number[static FIGURE_TEXT_SIZE])
{
    int64_t sum;

    switch (symbol->kind) {
    case SYMBOL_COLUMN:
    case SYMBOL_LIST_COLUMN:
        return evaluator_cell(evaluator, symbol).text;
    case SYMBOL_LIST:
        return evaluator_count_rows(evaluator, symbol->list) ? "yes" : "";
    case SYMBOL_LIST_COUNT:
        return number_print_count(
            number, (int64_t)evaluator_count_rows(evaluator, symbol->list));
    case SYMBOL_LIST_SUM:
        return evaluator_sum(evaluator, symbol, written, needed, &sum)
                   ? number_print_count(number, sum)
                   : "";
    case SYMBOL_FIGURE:
        evaluator_need_part(
            evaluator, &evaluator->figures->items[symbol->index], symbol->part);
        return figure_print(number, &evaluator->figures->items[symbol->index],
                            symbol->part);
    case SYMBOL_CONSTANT:
        break;
    }
    return symbol->text ? symbol->text : "";
}

bool evaluator_is_true(struct evaluator *evaluator, const struct symbol *symbol,
                       struct location needed)
{
    char number[FIGURE_TEXT_SIZE];

    /* "we upheld none" would be wrong if the count is only withheld */
    if (symbol->kind == SYMBOL_FIGURE && symbol->part == FIGURE_COUNT)
        return evaluator->figures->items[symbol->index].counted.count > 0;
    return symbols_is_true(
        value_of(evaluator, symbol, symbol->name, needed, number));
}

void evaluator_refuse_cell(struct evaluator *evaluator,
                           const struct symbol *symbol, const char *written,
                           struct location needed)
{
    const struct value cell = evaluator_cell(evaluator, symbol);

    if (was_reported(evaluator, cell.location))
        return;
    evaluator_refuse(evaluator, RULE_VALUE_MISSING, cell.location, symbol->name,
                     "empty; %s in %s:%d:%d needs it", written, needed.file,
                     needed.line, needed.column);
}

static void refuse_withheld(struct evaluator *evaluator,
                            const struct inline_part *part,
                            const struct figure *figure)
{
    const bool by_total =
        !figure->format.form || figure->format.form->needs_total;

    evaluator_refuse(
        evaluator, RULE_FIGURE_WITHHELD, part->looks.location, figure->name,
        "%s is withheld, for the %s %lld is below the minimum "
        "%lld, in the letter of %s",
        part->text, by_total ? "total" : "count",
        (long long)(by_total ? figure->counted.total : figure->counted.count),
        (long long)figure->minimum, evaluator->council->code);
}

/* @return why a part of a figure has no text although it is not withheld */
static const char *describe_lack(const struct figure *figure,
                                 enum figure_part part)
{
    switch (part) {
    case FIGURE_AVERAGE:
    case FIGURE_NATIONAL:
        return "has no average to print";
    case FIGURE_DIFFERENCE:
        if (rate_exists(figure->rate))
            return "has no average to differ from";
        break;
    case FIGURE_PREVIOUS:
    case FIGURE_PREVIOUS_COUNT:
    case FIGURE_PREVIOUS_TOTAL:
        return "has no figure of the year before to print";
    case FIGURE_CHANGE:
        if (rate_exists(figure->rate))
            return "has no figure of the year before to change from";
        break;
    case FIGURE_PEERS:
        return "has no group to print";
    case FIGURE_HIGHER:
        if (rate_exists(figure->rate))
            return "has no group to print";
        break;
    case FIGURE_RATE:
    case FIGURE_COUNT:
    case FIGURE_TOTAL:
    case FIGURE_LOW:
    case FIGURE_HIGH:
    case FIGURE_PARTS:
    case FIGURE_COMPARED:
    case FIGURE_YEARS:
    case FIGURE_PEER_VALUES:
        break;
    }
    return "has no rate to print, for the total is 0";
}

static void refuse_figure(struct evaluator *evaluator,
                          const struct inline_part *part)
{
    const enum figure_part wanted = part->symbol->part;
    const struct figure *figure =
        &evaluator->figures->items[part->symbol->index];

    if (figure_lacking(figure, wanted))
        return; /* evaluator_need_part() has refused it */
    if (figure->withheld && figure_part_tells(wanted))
        refuse_withheld(evaluator, part, figure);
    else
        evaluator_refuse_words(evaluator, RULE_VALUE_MISSING,
                               part->looks.location, figure->name,
                               ARENA_JOIN(evaluator->arena, part->text, " ",
                                          describe_lack(figure, wanted)));
}

static void refuse_value(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    switch (part->symbol->kind) {
    case SYMBOL_COLUMN:
    case SYMBOL_LIST_COLUMN:
        evaluator_refuse_cell(evaluator, part->symbol, part->text,
                              part->looks.location);
        break;
    case SYMBOL_FIGURE:
    case SYMBOL_CONSTANT:
        refuse_figure(evaluator, part);
        break;
    case SYMBOL_LIST:
    case SYMBOL_LIST_COUNT:
    case SYMBOL_LIST_SUM: /* evaluator_sum() has refused it */
        break;
    }
}

/* @return the part of a figure that a value discloses; 0: none. A column may be
 *         a statistic's count, total or stated percentage. */
static unsigned parts_given(const struct evaluator *evaluator, size_t index,
                            const struct symbol *symbol)
{
    const struct figure *figure = &evaluator->figures->items[index];

    if (symbol->kind == SYMBOL_FIGURE)
        return symbol->index == index ? symbol->part : 0;
    if (symbol->kind != SYMBOL_COLUMN)
        return 0;
    for (size_t i = 0; i < figure->part_columns; i++)
        if (symbol->index == figure->columns.parts[i])
            return FIGURE_PARTS;
    return (symbol->index == figure->columns.count ? FIGURE_COUNT : 0u) |
           (symbol->index == figure->columns.total ? FIGURE_TOTAL : 0u) |
           (symbol->index == figure->columns.stated ? FIGURE_RATE : 0u);
}

void evaluator_note_printed(struct evaluator *evaluator,
                            const struct symbol *symbol)
{
    for (size_t i = 0; evaluator->printed && i < evaluator->figures->count; i++)
        evaluator->printed[i] |= parts_given(evaluator, i, symbol);
}

/* @return the figure with a withheld count or rate that a column would
 *         disclose, or NULL */
static const struct figure *find_withheld(const struct evaluator *evaluator,
                                          const struct symbol *symbol)
{
    const unsigned parts = FIGURE_COUNT | FIGURE_RATE | FIGURE_PARTS;

    if (symbol->kind != SYMBOL_COLUMN || !evaluator->figures)
        return NULL;
    for (size_t i = 0; i < evaluator->figures->count; i++)
        if (evaluator->figures->items[i].withheld &&
            parts_given(evaluator, i, symbol) & parts)
            return &evaluator->figures->items[i];
    return NULL;
}

/* @return the figure that a value discloses although the letter does not print
 *         it, or NULL */
static const struct figure *find_unprinted(const struct evaluator *evaluator,
                                           const struct symbol *symbol)
{
    const struct figure *found = NULL;

    for (size_t i = 0; evaluator->confined && i < evaluator->figures->count;
         i++) {
        const struct figure *figure = &evaluator->figures->items[i];
        const unsigned parts = parts_given(evaluator, i, symbol);
        if (parts & figure->given)
            return NULL;
        if (parts && !found)
            found = figure;
    }
    return found;
}

/* Refuses the row for a value that must not be printed, unless it has a "?".
 * @return true if it must not be printed */
static bool is_kept_back(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    const struct figure *withheld = find_withheld(evaluator, part->symbol);
    const struct figure *unprinted =
        withheld ? NULL : find_unprinted(evaluator, part->symbol);

    if (part->optional)
        return withheld || unprinted;
    if (withheld)
        refuse_withheld(evaluator, part, withheld);
    if (unprinted)
        evaluator_refuse(evaluator, RULE_FIGURE_WITHHELD, part->looks.location,
                         unprinted->name,
                         "%s is not printed in the letter of %s, so its e-mail "
                         "may not give it",
                         part->text, evaluator->council->code);
    return withheld || unprinted;
}

const char *evaluator_need_value(struct evaluator *evaluator,
                                 const struct inline_part *part,
                                 char number[static FIGURE_TEXT_SIZE])
{
    const char *text = value_of(evaluator, part->symbol, part->text,
                                part->looks.location, number);

    if (!*text && !part->optional)
        refuse_value(evaluator, part);
    return *text && is_kept_back(evaluator, part) ? "" : text;
}
