#include "base/utf8.h"
#include "letter/evaluator_internal.h"

static enum figure_part part_of(enum attribute attribute)
{
    switch (attribute) {
    case ATTRIBUTE_COUNT:
        return FIGURE_COUNT;
    case ATTRIBUTE_TOTAL:
        return FIGURE_TOTAL;
    case ATTRIBUTE_AVERAGE:
        return FIGURE_AVERAGE;
    case ATTRIBUTE_RATE:
    case ATTRIBUTE_COMPARED:
        break;
    }
    return FIGURE_RATE;
}

static const char *print_figure(const struct figure *figure,
                                enum attribute attribute,
                                char text[static FIGURE_TEXT_SIZE])
{
    const bool compared = rate_exists(figure->rate) && figure->average >= 0;

    if (attribute == ATTRIBUTE_COMPARED)
        return compared ? "yes" : "";
    return figure_print(text, figure, part_of(attribute));
}

static bool is_comparison(const struct symbol *symbol)
{
    return symbol->kind == SYMBOL_FIGURE &&
           (symbol->attribute == ATTRIBUTE_AVERAGE ||
            symbol->attribute == ATTRIBUTE_COMPARED);
}

void evaluator_need_average(struct evaluator *evaluator,
                            const struct figure *figure)
{
    char shown[128];

    if (!figure->lacking)
        return;
    utf8_copy(shown, sizeof shown, evaluator->figures->group);
    evaluator_refuse(evaluator, RULE_AVERAGE_INCOMPLETE,
                     evaluator->council->location, figure->name,
                     "the average of \"%s\" lacks rows at fault; mend them: %s",
                     shown, figure->lacking);
}

/* What a placeholder prints, "" for nothing. */
static const char *value_of(struct evaluator *evaluator,
                            const struct symbol *symbol,
                            char number[static FIGURE_TEXT_SIZE])
{
    switch (symbol->kind) {
    case SYMBOL_COLUMN:
        return evaluator->council->values[symbol->index].text;
    case SYMBOL_FIGURE:
        if (is_comparison(symbol))
            evaluator_need_average(evaluator,
                                   &evaluator->figures->items[symbol->index]);
        return print_figure(&evaluator->figures->items[symbol->index],
                            symbol->attribute, number);
    case SYMBOL_CONSTANT:
        break;
    }
    return symbol->text ? symbol->text : "";
}

bool evaluator_is_true(struct evaluator *evaluator, const struct symbol *symbol)
{
    char number[FIGURE_TEXT_SIZE];

    /* "we upheld none" would be wrong where the count is only withheld */
    if (symbol->kind == SYMBOL_FIGURE && symbol->attribute == ATTRIBUTE_COUNT)
        return evaluator->figures->items[symbol->index].counted.count > 0;
    return symbols_is_true(value_of(evaluator, symbol, number));
}

static bool was_reported(struct evaluator *evaluator, size_t column)
{
    const size_t columns =
        roster_columns(evaluator->evaluator_input->campaign->roster);
    bool was;

    if (!evaluator->reported)
        evaluator->reported = ARENA_ARRAY(evaluator->arena, bool, columns);
    was = evaluator->reported[column];
    evaluator->reported[column] = true;
    return was;
}

void evaluator_refuse_cell(struct evaluator *evaluator, size_t column,
                           const char *written, struct location needed)
{
    const struct roster *roster = evaluator->evaluator_input->campaign->roster;

    if (was_reported(evaluator, column))
        return;
    evaluator_refuse(evaluator, RULE_VALUE_MISSING,
                     evaluator->council->values[column].location,
                     roster_column(roster, column).text,
                     "empty; %s in %s:%d:%d needs it", written, needed.file,
                     needed.line, needed.column);
}

static void refuse_withheld(struct evaluator *evaluator,
                            const struct inline_part *part,
                            const struct figure *figure)
{
    evaluator_refuse(evaluator, RULE_FIGURE_WITHHELD, part->location,
                     figure->name,
                     "%s is withheld, for the total %lld is below the minimum "
                     "%lld, in the letter of %s",
                     part->text, (long long)figure->counted.total,
                     (long long)figure->minimum, evaluator->council->code);
}

static void refuse_figure(struct evaluator *evaluator,
                          const struct inline_part *part)
{
    const struct figure *figure =
        &evaluator->figures->items[part->symbol->index];
    const char *lack = part->symbol->attribute == ATTRIBUTE_AVERAGE
                           ? "has no average to print"
                           : "has no rate to print, for the total is 0";

    if (is_comparison(part->symbol) && figure->lacking)
        return; /* evaluator_need_average() has refused it */
    if (figure->withheld && part->symbol->attribute != ATTRIBUTE_AVERAGE)
        refuse_withheld(evaluator, part, figure);
    else
        evaluator_refuse_words(
            evaluator, RULE_VALUE_MISSING, part->location, figure->name,
            arena_printf(evaluator->arena, "%s %s", part->text, lack));
}

static void refuse_value(struct evaluator *evaluator,
                         const struct inline_part *part)
{
    if (part->symbol->kind == SYMBOL_COLUMN)
        evaluator_refuse_cell(evaluator, part->symbol->index, part->text,
                              part->location);
    else
        refuse_figure(evaluator, part);
}

/* The part of a figure that a value gives; 0: none. A column may be a
 * statistic's count, its total or the percentage that states its rate. */
static unsigned parts_given(const struct evaluator *evaluator, size_t index,
                            const struct symbol *symbol)
{
    const struct figure *figure = &evaluator->figures->items[index];

    if (symbol->kind == SYMBOL_FIGURE)
        return symbol->index == index ? part_of(symbol->attribute) : 0;
    if (symbol->kind != SYMBOL_COLUMN)
        return 0;
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

/* The figure for whose sake a column may not be printed, or NULL: its count or
 * rate is withheld. */
static const struct figure *find_withheld(const struct evaluator *evaluator,
                                          const struct symbol *symbol)
{
    const unsigned parts = FIGURE_COUNT | FIGURE_RATE;

    if (symbol->kind != SYMBOL_COLUMN || !evaluator->figures)
        return NULL;
    for (size_t i = 0; i < evaluator->figures->count; i++)
        if (evaluator->figures->items[i].withheld &&
            parts_given(evaluator, i, symbol) & parts)
            return &evaluator->figures->items[i];
    return NULL;
}

/* The figure that a value gives though the letter does not print it, or
 * NULL. */
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

/* Refuses the row for a value that may not be given, unless it has a "?".
 * @return true if it may not be given */
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
        evaluator_refuse(evaluator, RULE_FIGURE_WITHHELD, part->location,
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
    const char *text = value_of(evaluator, part->symbol, number);

    if (!*text && !part->optional)
        refuse_value(evaluator, part);
    return *text && is_kept_back(evaluator, part) ? "" : text;
}
