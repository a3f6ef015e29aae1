#include "data/printed_cells.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "data/foreign_placeholder.h"
#include "data/row_list.h"
#include "data/spreadsheet_cell.h"
#include "data/suggestion.h"

/* A number that is a date if its column holds dates. */
struct serial {
    const char *code; /* of the council */
    size_t column;
    const char *text;
    struct location location;
    struct date date;
};

/* A column of the roster, or of a list. */
struct printed_column {
    const char *name;
    bool dated; /* a cell has a written date */
};

struct printed_cells {
    const struct campaign *campaign;
    const bool *printed;
    size_t group_column; /* the group column */
    struct printed_column *columns;
    size_t column_count;
    struct arena *arena; /* of a council's lists */
    struct arena *texts; /* of serials */
    struct serial *serials;
    size_t count;
    size_t capacity;
};

/* The cell that is being checked. */
struct looked_cell {
    const struct council *council;
    size_t column;
    struct value value;
};

size_t printed_cells_columns(const struct campaign *campaign)
{
    size_t count = roster_columns(campaign->roster);

    for (size_t i = 0; i < campaign->settings.list_count; i++)
        count += row_list_columns(campaign->lists[i]);
    return count;
}

struct printed_cells *printed_cells_new(const struct campaign *campaign,
                                        const bool *printed)
{
    const struct roster *roster = campaign->roster;
    const char *group = campaign->settings.group_column.text;
    struct printed_cells *cells = memory_alloc(sizeof *cells);

    *cells = (struct printed_cells){
        .campaign = campaign,
        .printed = printed,
        .group_column = group ? roster_find_column(roster, group) : SIZE_MAX,
        .columns = memory_resize(NULL, printed_cells_columns(campaign),
                                 sizeof *cells->columns),
        .arena = arena_new(),
        .texts = arena_new()};
    for (size_t i = 0; i < roster_columns(roster); i++)
        cells->columns[cells->column_count++] =
            (struct printed_column){roster_column(roster, i).text, false};
    for (size_t i = 0; i < campaign->settings.list_count; i++)
        for (size_t j = 0; j < row_list_columns(campaign->lists[i]); j++)
            cells->columns[cells->column_count++] = (struct printed_column){
                row_list_column(campaign->lists[i], j).text, false};
    return cells;
}

static void add_serial(struct printed_cells *cells, struct serial serial)
{
    ARRAY_GROW(cells->serials, cells->count, cells->capacity);
    cells->serials[cells->count++] = serial;
}

static void look_for_error(const struct printed_cells *cells,
                           const struct looked_cell *cell,
                           struct diagnostics *diagnostics)
{
    char word[SPREADSHEET_ERROR_SIZE];

    if (spreadsheet_cell_find_error(cell->value.text, word))
        diagnostics_add(
            diagnostics, RULE_CELL_ERROR_VALUE, cell->value.location,
            cell->council->code, cells->columns[cell->column].name,
            "%s is an error of the spreadsheet; correct it there", word);
}

static bool is_column(const char *name, void *context)
{
    const struct printed_cells *cells = context;

    for (size_t i = 0; i < cells->column_count; i++)
        if (name_match_equal(cells->columns[i].name, name))
            return true;
    return false;
}

static void look_for_placeholder(struct printed_cells *cells,
                                 const struct looked_cell *cell,
                                 struct diagnostics *diagnostics)
{
    struct foreign_placeholder found;
    char shown[SUGGESTION_SIZE];

    if (foreign_placeholder_find(cell->value.text, 0, is_column, cells, &found))
        diagnostics_add(diagnostics, RULE_TEXT_FOREIGN_PLACEHOLDER,
                        cell->value.location, cell->council->code,
                        cells->columns[cell->column].name,
                        "a placeholder was left in %s",
                        suggestion_quote(shown, cell->value.text));
}

static void look_at_cell(struct printed_cells *cells,
                         const struct looked_cell *cell,
                         struct diagnostics *diagnostics)
{
    struct printed_column *column = &cells->columns[cell->column];
    char shown[SUGGESTION_SIZE];
    struct date date;

    if (!column->dated && spreadsheet_cell_is_date(cell->value.text))
        column->dated = true;
    if (!diagnostics)
        return;
    look_for_error(cells, cell, diagnostics);
    look_for_placeholder(cells, cell, diagnostics);
    if (spreadsheet_cell_is_dash(cell->value.text))
        diagnostics_add(
            diagnostics, RULE_CELL_DASH, cell->value.location,
            cell->council->code, column->name,
            "%s will be printed; leave the cell empty where there is "
            "nothing",
            suggestion_quote(shown, cell->value.text));
    if (spreadsheet_cell_read_serial(cell->value.text, &date))
        add_serial(cells,
                   (struct serial){cell->council->code, cell->column,
                                   arena_strdup(cells->texts, cell->value.text),
                                   cell->value.location, date});
}

/* Checks a list's columns, which begin at @p first. */
static void look_at_list(struct printed_cells *cells,
                         const struct row_list *list, size_t first,
                         const struct council *council,
                         struct diagnostics *diagnostics)
{
    const size_t rows = row_list_count(list, council->index);

    for (size_t row = 0; row < rows; row++) {
        struct row_list_entry entry;
        arena_reset(cells->arena);
        entry = row_list_read(list, council->index, row, cells->arena);
        for (size_t i = 0; i < row_list_columns(list); i++)
            if (cells->printed[first + i])
                look_at_cell(
                    cells,
                    &(struct looked_cell){council, first + i, entry.values[i]},
                    diagnostics);
    }
}

void printed_cells_look(struct printed_cells *cells,
                        const struct council *council,
                        struct diagnostics *diagnostics)
{
    const struct campaign *campaign = cells->campaign;
    const size_t columns = roster_columns(campaign->roster);
    size_t first = columns;

    for (size_t i = 0; i < columns; i++) {
        const struct looked_cell cell = {council, i, council->values[i]};
        if (cells->printed[i])
            look_at_cell(cells, &cell, diagnostics);
        else if (i == cells->group_column && diagnostics)
            look_for_error(cells, &cell, diagnostics);
    }
    for (size_t i = 0; i < campaign->settings.list_count; i++) {
        look_at_list(cells, campaign->lists[i], first, council, diagnostics);
        first += row_list_columns(campaign->lists[i]);
    }
}

static void say_serial(const struct printed_cells *cells,
                       const struct serial *serial,
                       struct diagnostics *diagnostics)
{
    char words[DATE_WORDS_SIZE];
    char shown[SUGGESTION_SIZE];

    diagnostics_add(diagnostics, RULE_CELL_DATE, serial->location, serial->code,
                    cells->columns[serial->column].name,
                    "%s is how a spreadsheet counts the day %s; write the date "
                    "as it is to be printed",
                    suggestion_quote(shown, serial->text),
                    date_print_iso(words, serial->date));
}

void printed_cells_finish(struct printed_cells *cells,
                          struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < cells->column_count; i++)
        cells->columns[i].dated |=
            spreadsheet_cell_is_date_column(cells->columns[i].name);
    for (size_t i = 0; i < cells->count; i++)
        if (cells->columns[cells->serials[i].column].dated)
            say_serial(cells, &cells->serials[i], diagnostics);
    arena_free(cells->arena);
    arena_free(cells->texts);
    free(cells->serials);
    free(cells->columns);
    free(cells);
}
