#include "letter/equation.h"

#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "data/suggestion.h"
#include "letter/evaluator_internal.h"

static const char wanted[] = "two counts that are equal are wanted, as in "
                             "subjects.sum.received = received";

static void report(struct compile_context *context, struct value setting,
                   const char *message)
{
    compile_context_report_field(context, RULE_SETTING_VALUE, setting.location,
                                 "checks", message);
}

static bool is_count(const struct symbol *symbol)
{
    switch (symbol->kind) {
    case SYMBOL_COLUMN:
    case SYMBOL_LIST_COUNT:
    case SYMBOL_LIST_SUM:
        return true;
    case SYMBOL_FIGURE:
        return symbol->part == FIGURE_COUNT || symbol->part == FIGURE_TOTAL;
    case SYMBOL_CONSTANT:
    case SYMBOL_LIST:
    case SYMBOL_LIST_COLUMN:
        break;
    }
    return false;
}

/* @return the meaning of a side, or NULL after a mistake */
static const struct symbol *resolve(struct compile_context *context,
                                    struct value setting, const char *name)
{
    const struct placeholder placeholder = {.kind = PLACEHOLDER_CHOICE,
                                            .name = name};
    const struct symbol *symbol =
        symbols_resolve(context, &placeholder, setting.location);

    if (!symbol || is_count(symbol))
        return symbol;
    report(context, setting,
           ARENA_JOIN(context->scratch, name,
                      " is no count; a column, list.count, list.sum.column, "
                      "statistic.count and statistic.total are"));
    return NULL;
}

static bool compile(struct compile_context *context, struct value setting,
                    struct equation *equation)
{
    const char *sign = strchr(setting.text, '=');
    const char *left;

    equation->location = setting.location;
    if (!sign || strchr(sign + 1, '=')) {
        report(context, setting, wanted);
        return false;
    }
    left = arena_strndup(context->scratch, setting.text,
                         (size_t)(sign - setting.text));
    equation->names[0] = utf8_trim(context->arena, left);
    equation->names[1] = utf8_trim(context->arena, sign + 1);
    if (!*equation->names[0] || !*equation->names[1]) {
        report(context, setting, wanted);
        return false;
    }
    for (size_t i = 0; i < 2; i++)
        equation->sides[i] = resolve(context, setting, equation->names[i]);
    return equation->sides[0] && equation->sides[1];
}

struct equations equations_compile(struct compile_context *context,
                                   const struct settings *settings)
{
    struct equation *items =
        ARENA_ARRAY(context->arena, struct equation, settings->checks.count);
    size_t count = 0;

    for (size_t i = 0; i < settings->checks.count; i++)
        count += compile(context, settings->checks.items[i], &items[count]);
    return (struct equations){items, count};
}

/* @return false if the row is refused or the side is withheld */
static bool read_column(struct evaluator *evaluator,
                        const struct symbol *symbol, struct location needed,
                        int64_t *count)
{
    const struct value cell = evaluator_cell(evaluator, symbol);
    char shown[SUGGESTION_SIZE];

    if (number_parse_count(cell.text, count))
        return true;
    evaluator_refuse(evaluator,
                     *cell.text ? RULE_VALUE_NOT_COUNT : RULE_VALUE_MISSING,
                     cell.location, symbol->name,
                     "%s; the check in %s:%d:%d wants a whole number",
                     *cell.text ? suggestion_quote(shown, cell.text) : "empty",
                     needed.file, needed.line, needed.column);
    return false;
}

/* @return false if the row is already refused */
static bool read_side(struct evaluator *evaluator,
                      const struct equation *equation, size_t side,
                      int64_t *count)
{
    const struct symbol *symbol = equation->sides[side];
    const struct figure *figure;

    switch (symbol->kind) {
    case SYMBOL_LIST_COUNT:
        *count = (int64_t)evaluator_count_rows(evaluator, symbol->list);
        return true;
    case SYMBOL_LIST_SUM:
        return evaluator_sum(evaluator, symbol, equation->names[side],
                             equation->location, count);
    case SYMBOL_FIGURE:
        figure = &evaluator->figures->items[symbol->index];
        *count = symbol->part == FIGURE_COUNT ? figure->counted.count
                                              : figure->counted.total;
        return true;
    case SYMBOL_COLUMN:
    case SYMBOL_CONSTANT:
    case SYMBOL_LIST:
    case SYMBOL_LIST_COLUMN:
        break;
    }
    return read_column(evaluator, symbol, equation->location, count);
}

/* @return the location of a side: its cell if it is a column, else the row */
static struct location place_of(const struct evaluator *evaluator,
                                const struct equation *equation)
{
    for (size_t i = 0; i < 2; i++)
        if (equation->sides[i]->kind == SYMBOL_COLUMN)
            return evaluator_cell(evaluator, equation->sides[i]).location;
    return evaluator->council->location;
}

static void check(struct evaluator *evaluator, const struct equation *equation)
{
    char left[NUMBER_COUNT_SIZE];
    char right[NUMBER_COUNT_SIZE];
    int64_t counts[2];

    for (size_t i = 0; i < 2; i++)
        if (!read_side(evaluator, equation, i, &counts[i]))
            return;
    if (counts[0] == counts[1])
        return;
    evaluator_refuse(
        evaluator, RULE_CHECK_DIFFERS, place_of(evaluator, equation), NULL,
        "%s is %s, but %s is %s; %s:%d:%d checks that they are equal",
        equation->names[0], number_print_count(left, counts[0]),
        equation->names[1], number_print_count(right, counts[1]),
        equation->location.file, equation->location.line,
        equation->location.column);
}

void equations_check(struct evaluator *evaluator, struct equations equations)
{
    for (size_t i = 0; i < equations.count; i++)
        check(evaluator, &equations.items[i]);
}
