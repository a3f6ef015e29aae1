#include "publish/site_history.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "data/csv_table.h"
#include "stats/figure.h"

static const char *const names[HISTORY_FIELDS] = {
    "code",  "name",  "year",    "statistic", "part",  "value",
    "count", "total", "average", "note",      "letter"};

const char *site_history_name(enum history_field field)
{
    return names[field];
}

const char *site_history_meaning(const struct site_strings *words,
                                 enum history_field field)
{
    const char *const meanings[HISTORY_FIELDS] = {
        [HISTORY_CODE] = words->means_code,
        [HISTORY_NAME] = words->means_name,
        [HISTORY_YEAR] = words->means_history[0],
        [HISTORY_STATISTIC] = words->means_history[1],
        [HISTORY_PART] = words->means_history[2],
        [HISTORY_VALUE] = words->means_history[3],
        [HISTORY_COUNT] = words->means_count,
        [HISTORY_TOTAL] = words->means_out_of,
        [HISTORY_AVERAGE] = words->means_history[4],
        [HISTORY_NOTE] = words->means_history[5],
        [HISTORY_LETTER] = words->means_history[6]};

    return meanings[field];
}

bool site_history_is_number(enum history_field field)
{
    switch (field) {
    case HISTORY_CODE:
    case HISTORY_NAME:
    case HISTORY_STATISTIC:
    case HISTORY_PART:
    case HISTORY_NOTE:
    case HISTORY_FIELDS:
        return false;
    case HISTORY_YEAR:
    case HISTORY_VALUE:
    case HISTORY_COUNT:
    case HISTORY_TOTAL:
    case HISTORY_AVERAGE:
    case HISTORY_LETTER:
        break;
    }
    return true;
}

/* --- what a letter prints ------------------------------------------------ */

static struct site_history_entry *add_entry(struct site_history *history,
                                            struct arena *arena)
{
    struct site_history_entry *entry;

    ARENA_GROW(arena, history->entries, history->count, history->capacity);
    entry = &history->entries[history->count++];
    for (size_t i = 0; i < HISTORY_FIELDS; i++)
        entry->cells[i] = "";
    return entry;
}

/** A letter whose figures are added. */
struct history_source {
    struct site_history *history;
    struct arena *arena;
    const struct site_table *table;
    const struct site_row *row;
    const char *letter; ///< its year
};

static struct site_history_entry *
add_figure(const struct history_source *source, const struct figure *figure,
           const char *year)
{
    struct site_history_entry *entry =
        add_entry(source->history, source->arena);

    entry->cells[HISTORY_CODE] = source->row->cells[SITE_CODE];
    entry->cells[HISTORY_NAME] = source->row->cells[SITE_NAME];
    entry->cells[HISTORY_YEAR] = year;
    entry->cells[HISTORY_STATISTIC] = figure->name;
    entry->cells[HISTORY_LETTER] = source->letter;
    return entry;
}

static const char *cell(const struct history_source *source, size_t statistic,
                        enum site_field field)
{
    const size_t column = site_table_column(source->table, statistic, field);

    return column == SIZE_MAX ? "" : source->row->cells[column];
}

static void add_own(const struct history_source *source,
                    const struct figure *figure, size_t statistic)
{
    struct site_history_entry *entry =
        add_figure(source, figure, source->letter);

    entry->cells[HISTORY_VALUE] = cell(source, statistic, SITE_VALUE);
    entry->cells[HISTORY_COUNT] = cell(source, statistic, SITE_COUNT);
    entry->cells[HISTORY_TOTAL] = cell(source, statistic, SITE_TOTAL);
    entry->cells[HISTORY_AVERAGE] = cell(source, statistic, SITE_AVERAGE);
    entry->cells[HISTORY_NOTE] = cell(source, statistic, SITE_NOTE);
}

static void add_parts(const struct history_source *source,
                      const struct figure *figure, size_t statistic)
{
    const struct statistic_setting *setting =
        &source->table->settings->statistics[statistic];
    const size_t first = site_table_column(source->table, statistic, SITE_PART);

    for (size_t i = 0; i < setting->part_count; i++) {
        struct site_history_entry *entry =
            add_figure(source, figure, source->letter);
        entry->cells[HISTORY_PART] = setting->parts[i].label;
        entry->cells[HISTORY_COUNT] = source->row->cells[first + i];
        entry->cells[HISTORY_TOTAL] = cell(source, statistic, SITE_TOTAL);
        entry->cells[HISTORY_NOTE] = cell(source, statistic, SITE_NOTE);
    }
}

/* Charts print an earlier year's value, and the cases of a share. */
static void add_past_year(const struct history_source *source,
                          const struct figure *figure,
                          const struct figure_year *year)
{
    struct arena *arena = source->arena;
    struct site_history_entry *entry =
        add_figure(source, figure, site_table_integer(arena, year->year));

    if (rate_exists(year->rate))
        entry->cells[HISTORY_VALUE] = site_table_decimal(
            arena, &figure->format, format_scale(&figure->format, year->rate));
    else
        entry->cells[HISTORY_NOTE] =
            site_table_note(source->table, arena, figure, year->withheld);
    if (!year->withheld && format_is_share(&figure->format)) {
        entry->cells[HISTORY_COUNT] =
            site_table_integer(arena, year->counted.count);
        entry->cells[HISTORY_TOTAL] =
            site_table_integer(arena, year->counted.total);
    }
    if (figure_gives(figure, FIGURE_AVERAGE) && year->average.exists)
        entry->cells[HISTORY_AVERAGE] =
            site_table_decimal(arena, &figure->format, year->average.scaled);
    if (year->break_note && !*entry->cells[HISTORY_NOTE])
        entry->cells[HISTORY_NOTE] = year->break_note;
}

void site_history_add(struct site_history *history, struct arena *arena,
                      const struct site_table *table,
                      const struct letter *letter, const struct site_row *row,
                      int year)
{
    const struct history_source source = {history, arena, table, row,
                                          site_table_integer(arena, year)};

    for (size_t i = 0; i < letter->figures.count; i++) {
        const struct figure *figure = &letter->figures.items[i];
        if (figure->hidden)
            continue;
        if (figure->part_columns)
            add_parts(&source, figure, i);
        else
            add_own(&source, figure, i);
        if (!figure_gives(figure, FIGURE_YEARS))
            continue;
        for (size_t j = 0; j + 1 < figure->year_count; j++)
            if (figure->years[j].exists)
                add_past_year(&source, figure, &figure->years[j]);
    }
}

void site_history_join(struct site_history *history, struct arena *arena,
                       const struct site_history *other)
{
    for (size_t i = 0; i < other->count; i++)
        *add_entry(history, arena) = other->entries[i];
}

/* --- the file ------------------------------------------------------------ */

static bool has_columns(const struct csv_table *csv)
{
    if (csv_table_columns(csv) < HISTORY_FIELDS)
        return false;
    for (size_t i = 0; i < HISTORY_FIELDS; i++)
        if (strcmp(csv_table_column(csv, i).text, names[i]) != 0)
            return false;
    return true;
}

enum status
site_history_read(struct site_history *history, struct arena *arena,
                  const char *path,
                  bool (*is_replaced)(const char *code, const char *letter,
                                      const void *context),
                  const void *context, struct diagnostics *diagnostics)
{
    struct csv_table *csv = NULL;
    enum status status;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status =
        csv_table_open_any(arena, path, path, ENCODING_UTF8, &csv, diagnostics);
    for (size_t i = 0;
         status == STATUS_OK && has_columns(csv) && i < csv_table_rows(csv);
         i++) {
        struct value *cells =
            ARENA_ARRAY(arena, struct value, csv_table_columns(csv));
        struct site_history_entry *entry;
        csv_table_read(csv, i, arena, cells);
        if (is_replaced(cells[HISTORY_CODE].text, cells[HISTORY_LETTER].text,
                        context))
            continue;
        entry = add_entry(history, arena);
        for (size_t j = 0; j < HISTORY_FIELDS; j++)
            entry->cells[j] = buffer_unguard_csv(cells[j].text);
    }
    csv_table_close(csv);
    return status;
}

static int compare_keys(const struct site_history_entry *a,
                        const struct site_history_entry *b)
{
    int order = 0;

    for (size_t i = 0; !order && i <= HISTORY_PART; i++)
        if (i != HISTORY_NAME)
            order = strcmp(a->cells[i], b->cells[i]);
    return order;
}

static bool is_own(const struct site_history_entry *entry)
{
    return strcmp(entry->cells[HISTORY_YEAR], entry->cells[HISTORY_LETTER]) ==
           0;
}

/* Orders the entries of a figure: first the year's own letter's, then the
 * newest. */
static int compare(const void *a, const void *b)
{
    const struct site_history_entry *first = a;
    const struct site_history_entry *second = b;
    const int order = compare_keys(first, second);

    if (order)
        return order;
    if (is_own(first) != is_own(second))
        return is_own(first) ? -1 : 1;
    return strcmp(second->cells[HISTORY_LETTER], first->cells[HISTORY_LETTER]);
}

void site_history_sort(struct site_history *history)
{
    size_t kept = 0;

    if (history->count)
        qsort(history->entries, history->count, sizeof *history->entries,
              compare);
    for (size_t i = 0; i < history->count; i++)
        if (!kept || compare_keys(&history->entries[kept - 1],
                                  &history->entries[i]) != 0)
            history->entries[kept++] = history->entries[i];
    history->count = kept;
}

void site_history_write_csv(const struct site_history *history,
                            const char *embargo, struct buffer *csv)
{
    for (size_t i = 0; i < HISTORY_FIELDS; i++) {
        buffer_add_text(csv, i ? "," : "");
        buffer_add_csv(csv, names[i]);
    }
    buffer_add_text(csv, embargo ? ",embargoed_until\r\n" : "\r\n");
    for (size_t i = 0; i < history->count; i++) {
        for (size_t j = 0; j < HISTORY_FIELDS; j++) {
            buffer_add_text(csv, j ? "," : "");
            buffer_add_csv(csv, history->entries[i].cells[j]);
        }
        buffer_add_text(csv, embargo ? "," : "");
        buffer_add_text(csv, embargo ? embargo : "");
        buffer_add_text(csv, "\r\n");
    }
}
