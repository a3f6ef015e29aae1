#include "data/printed_cells.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "data/foreign_placeholder.h"
#include "data/spreadsheet_cell.h"
#include "data/suggestion.h"

/* A number that is a date if its column holds dates. */
struct serial {
    uint32_t row;
    uint32_t column;
};

struct printed_cells {
    const struct campaign *campaign;
    const bool *printed;
    size_t group_column; /* decides who is compared */
    bool *dated;         /* by column: somebody wrote a date there */
    struct serial *serials;
    size_t count;
    size_t capacity;
};

struct printed_cells *printed_cells_new(const struct campaign *campaign,
                                        const bool *printed)
{
    const size_t columns = roster_columns(campaign->roster);
    const char *group = campaign->settings.group_column.text;
    struct printed_cells *cells = memory_alloc(sizeof *cells);

    *cells = (struct printed_cells){
        .campaign = campaign,
        .printed = printed,
        .group_column =
            group ? roster_find_column(campaign->roster, group) : SIZE_MAX,
        .dated = memory_alloc(columns * sizeof(bool))};
    memset(cells->dated, 0, columns * sizeof(bool));
    return cells;
}

static void add_serial(struct printed_cells *cells, struct serial serial)
{
    ARRAY_GROW(cells->serials, cells->count, cells->capacity);
    cells->serials[cells->count++] = serial;
}

static void look_for_error(const struct printed_cells *cells,
                           const struct council *council, size_t column,
                           struct diagnostics *diagnostics)
{
    const struct value cell = council->values[column];
    char word[SPREADSHEET_ERROR_SIZE];

    if (spreadsheet_cell_find_error(cell.text, word))
        diagnostics_add(
            diagnostics, RULE_CELL_ERROR_VALUE, cell.location, council->code,
            roster_column(cells->campaign->roster, column).text,
            "%s is an error of the spreadsheet; mend it there", word);
}

static bool is_column(const char *name, void *context)
{
    return roster_find_column(context, name) != SIZE_MAX;
}

static void look_for_placeholder(const struct printed_cells *cells,
                                 const struct council *council, size_t column,
                                 struct diagnostics *diagnostics)
{
    const struct value cell = council->values[column];
    struct foreign_placeholder found;
    char shown[SUGGESTION_SIZE];

    if (foreign_placeholder_find(cell.text, 0, is_column,
                                 cells->campaign->roster, &found))
        diagnostics_add(
            diagnostics, RULE_TEXT_FOREIGN_PLACEHOLDER, cell.location,
            council->code, roster_column(cells->campaign->roster, column).text,
            "a placeholder was left in %s", suggestion_quote(shown, cell.text));
}

static void look_at_cell(struct printed_cells *cells,
                         const struct council *council, size_t column,
                         struct diagnostics *diagnostics)
{
    const struct value cell = council->values[column];
    char shown[SUGGESTION_SIZE];
    struct date date;

    if (!cells->dated[column] && spreadsheet_cell_is_date(cell.text))
        cells->dated[column] = true;
    if (!diagnostics)
        return;
    look_for_error(cells, council, column, diagnostics);
    look_for_placeholder(cells, council, column, diagnostics);
    if (spreadsheet_cell_is_dash(cell.text))
        diagnostics_add(
            diagnostics, RULE_CELL_DASH, cell.location, council->code,
            roster_column(cells->campaign->roster, column).text,
            "%s will be printed; leave the cell empty where there is "
            "nothing",
            suggestion_quote(shown, cell.text));
    if (spreadsheet_cell_read_serial(cell.text, &date))
        add_serial(cells,
                   (struct serial){(uint32_t)council->index, (uint32_t)column});
}

void printed_cells_look(struct printed_cells *cells,
                        const struct council *council,
                        struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < roster_columns(cells->campaign->roster); i++)
        if (cells->printed[i])
            look_at_cell(cells, council, i, diagnostics);
        else if (i == cells->group_column && diagnostics)
            look_for_error(cells, council, i, diagnostics);
}

void printed_cells_join(struct printed_cells *cells,
                        struct printed_cells *other)
{
    for (size_t i = 0; i < roster_columns(cells->campaign->roster); i++)
        cells->dated[i] |= other->dated[i];
    for (size_t i = 0; i < other->count; i++)
        add_serial(cells, other->serials[i]);
    free(other->serials);
    free(other->dated);
    free(other);
}

static void say_serial(const struct printed_cells *cells, struct serial serial,
                       struct arena *arena, struct diagnostics *diagnostics)
{
    const struct roster *roster = cells->campaign->roster;
    const struct value cell =
        roster_read_cell(roster, serial.row, serial.column, arena);
    char words[DATE_WORDS_SIZE];
    char shown[SUGGESTION_SIZE];
    struct date date;

    if (spreadsheet_cell_read_serial(cell.text, &date))
        diagnostics_add(
            diagnostics, RULE_CELL_DATE, cell.location,
            roster_code(roster, serial.row),
            roster_column(roster, serial.column).text,
            "%s is how a spreadsheet counts the day %s; write the date "
            "as it is to be printed",
            suggestion_quote(shown, cell.text), date_print_iso(words, date));
}

void printed_cells_finish(struct printed_cells *cells,
                          struct diagnostics *diagnostics)
{
    const struct roster *roster = cells->campaign->roster;
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_columns(roster); i++)
        cells->dated[i] |=
            spreadsheet_cell_is_date_column(roster_column(roster, i).text);
    for (size_t i = 0; i < cells->count; i++) {
        arena_reset(arena);
        if (cells->dated[cells->serials[i].column])
            say_serial(cells, cells->serials[i], arena, diagnostics);
    }
    arena_free(arena);
    free(cells->serials);
    free(cells->dated);
    free(cells);
}
