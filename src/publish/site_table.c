#include "publish/site_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/number.h"
#include "base/plural.h"
#include "data/csv_table.h"
#include "layout/ui_strings.h"
#include "stats/figure.h"
#include "stats/format.h"

/* --- columns ------------------------------------------------------------- */

static void add_column(struct site_table *table, struct arena *arena,
                       struct site_column column)
{
    struct site_column *columns =
        ARENA_ARRAY(arena, struct site_column, table->column_count + 1);

    if (table->column_count)
        memcpy(columns, table->columns, table->column_count * sizeof *columns);
    columns[table->column_count++] = column;
    table->columns = columns;
}

static void add_field(struct site_table *table, struct arena *arena,
                      size_t statistic, enum site_field field,
                      const char *ending)
{
    const struct statistic_setting *setting =
        &table->settings->statistics[statistic];

    add_column(table, arena,
               (struct site_column){ARENA_JOIN(arena, setting->name, ending),
                                    field, statistic, 0});
}

/* "Severe maladministration" becomes "severe_maladministration". */
static const char *part_ending(struct arena *arena, const char *label)
{
    char *name = ARENA_JOIN(arena, "_", label);

    for (char *at = name; *at; at++)
        *at = ascii_is_alphanumeric(*at) ? ascii_to_lower(*at) : '_';
    return name;
}

static void add_parts(struct site_table *table, struct arena *arena,
                      size_t statistic)
{
    const struct statistic_setting *setting =
        &table->settings->statistics[statistic];

    for (size_t i = 0; i < setting->part_count; i++)
        add_column(table, arena,
                   (struct site_column){
                       ARENA_JOIN(arena, setting->name,
                                  part_ending(arena, setting->parts[i].label)),
                       SITE_PART, statistic, i});
    add_field(table, arena, statistic, SITE_TOTAL, "_total");
}

static void add_statistic(struct site_table *table, struct arena *arena,
                          size_t statistic)
{
    const struct figure_format *format =
        &table->settings->statistics[statistic].format;
    const struct statistic_form *form =
        format->form ? format->form : &statistic_forms[0];

    if (!form->numerator) {
        add_parts(table, arena, statistic);
    } else {
        add_field(table, arena, statistic, SITE_VALUE, "");
        if (form->denominator) {
            add_field(table, arena, statistic, SITE_COUNT, "_count");
            add_field(table, arena, statistic, SITE_TOTAL, "_total");
        }
        add_field(table, arena, statistic, SITE_AVERAGE, "_average");
    }
    add_field(table, arena, statistic, SITE_NOTE, "_note");
}

/* The names in the languages after the first: "name_en". */
static void add_names(struct site_table *table, struct arena *arena)
{
    const struct value_list *languages = &table->settings->languages;

    for (size_t i = 1; i < languages->count; i++) {
        const char *tag = languages->items[i].text;
        const char *subtag = arena_strndup(arena, tag, strcspn(tag, "-"));
        add_column(table, arena,
                   (struct site_column){ARENA_JOIN(arena, "name_", subtag),
                                        SITE_NAME_IN, SIZE_MAX, i});
    }
}

struct site_table site_table_new(struct arena *arena,
                                 const struct settings *settings,
                                 bool embargoed)
{
    static const char *const fixed[SITE_FIXED] = {
        "code",   "name",         "group",       "page",
        "letter", "letter_pages", "letter_bytes"};
    struct site_table table = {.settings = settings};

    for (size_t i = 0; i < SITE_FIXED; i++)
        add_column(
            &table, arena,
            (struct site_column){fixed[i], (enum site_field)i, SIZE_MAX, 0});
    add_names(&table, arena);
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (!settings->statistics[i].hidden)
            add_statistic(&table, arena, i);
    if (embargoed)
        add_column(
            &table, arena,
            (struct site_column){"embargoed_until", SITE_EMBARGO, SIZE_MAX, 0});
    return table;
}

void site_table_translate(struct site_table *table, struct arena *arena,
                          const struct settings *settings,
                          const struct site_strings *words, size_t language)
{
    table->settings = settings;
    table->words = words;
    table->data_words = language ? table->data_words : words;
    table->language = language;
    table->labels = ARENA_ARRAY(arena, const char *, settings->statistic_count);
}

/* ", per cent", ", for each 100,000", ", £" */
static const char *unit_of(const struct site_table *table, struct arena *arena,
                           const struct figure_format *format)
{
    char number[NUMBER_COUNT_SIZE];
    const char *per;

    if (format_is_share(format))
        return table->words->means_per_cent;
    if (format->unit && *format->unit)
        return ARENA_JOIN(arena, ", ", format->unit);
    if (!format->form || !format->form->denominator)
        return "";
    per = number_print_count(number, format->per);
    return ui_strings_fill(arena, table->words->means_for_each, &per);
}

/* @return the text after the label of a statistic */
static const char *ending_of(const struct site_table *table,
                             struct arena *arena,
                             const struct site_column *column)
{
    const struct site_strings *words = table->words;
    const struct statistic_setting *setting =
        &table->settings->statistics[column->statistic];
    const char *unit = unit_of(table, arena, &setting->format);

    if (column->field == SITE_VALUE)
        return unit;
    if (column->field == SITE_AVERAGE)
        return ARENA_JOIN(arena, words->means_average, unit);
    if (column->field == SITE_COUNT)
        return words->means_number_of_cases;
    if (column->field == SITE_TOTAL)
        return setting->part_count ? words->means_total
                                   : words->means_of_how_many;
    if (column->field == SITE_PART)
        return ARENA_JOIN(arena, ": ", setting->parts[column->part].label);
    return words->means_note;
}

const char *site_table_meaning(const struct site_table *table,
                               struct arena *arena,
                               const struct site_column *column)
{
    const struct site_strings *words = table->words;
    const char *const fixed[SITE_FIXED] = {
        words->means_code,        words->means_name,
        words->means_group,       words->means_page,
        words->means_letter,      words->means_letter_pages,
        words->means_letter_bytes};
    const char *language;

    if (column->statistic != SIZE_MAX)
        return ARENA_JOIN(arena, table->labels[column->statistic],
                          ending_of(table, arena, column));
    if (column->field == SITE_EMBARGO)
        return words->means_embargo;
    if (column->field != SITE_NAME_IN)
        return fixed[column->field];
    language =
        words_find(table->settings->languages.items[column->part].text)->name;
    return ui_strings_fill(arena, words->means_name_in, &language);
}

bool site_table_is_number(const struct site_column *column)
{
    switch (column->field) {
    case SITE_CODE:
    case SITE_NAME:
    case SITE_NAME_IN:
    case SITE_GROUP:
    case SITE_PAGE:
    case SITE_LETTER:
    case SITE_EMBARGO:
    case SITE_NOTE:
        return false;
    case SITE_LETTER_PAGES:
    case SITE_LETTER_BYTES:
    case SITE_VALUE:
    case SITE_COUNT:
    case SITE_TOTAL:
    case SITE_AVERAGE:
    case SITE_PART:
        break;
    }
    return true;
}

size_t site_table_column(const struct site_table *table, size_t statistic,
                         enum site_field field)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].statistic == statistic &&
            table->columns[i].field == field)
            return i;
    return SIZE_MAX;
}

/* --- cells --------------------------------------------------------------- */

/* "5.5" of 55 with one decimal. */
const char *site_table_decimal(struct arena *arena,
                               const struct figure_format *format,
                               int64_t scaled)
{
    const int decimals = format->decimals;
    const int64_t power = format_power(decimals);

    if (!decimals)
        return arena_printf(arena, "%lld", (long long)scaled);
    return arena_printf(arena, "%s%lld.%0*lld", scaled < 0 ? "-" : "",
                        (long long)(llabs(scaled) / power), decimals,
                        (long long)(llabs(scaled) % power));
}

const char *site_table_integer(struct arena *arena, int64_t value)
{
    return arena_printf(arena, "%lld", (long long)value);
}

const char *site_table_note(const struct site_table *table, struct arena *arena,
                            const struct figure *figure, bool withheld)
{
    char number[NUMBER_COUNT_SIZE];
    const char *minimum = number_print_count(number, figure->minimum);

    return withheld ? ui_strings_fill(arena, table->words->fewer, &minimum)
                    : table->words->no_rate;
}

/* @return the reason for a missing value */
static const char *note_cell(const struct site_table *table,
                             struct arena *arena, const struct figure *figure)
{
    if (!(figure->given &
          (FIGURE_RATE | FIGURE_COUNT | FIGURE_TOTAL | FIGURE_PARTS)))
        return table->words->not_printed;
    if (figure->withheld ||
        (!figure->part_columns && !rate_exists(figure->rate)))
        return site_table_note(table, arena, figure, figure->withheld);
    return figure_gives(figure,
                        figure->part_columns ? FIGURE_PARTS : FIGURE_RATE)
               ? ""
               : table->words->not_printed;
}

static const char *value_cell(struct arena *arena, const struct figure *figure)
{
    return figure_gives(figure, FIGURE_RATE) && rate_exists(figure->rate)
               ? site_table_decimal(arena, &figure->format,
                                    format_scale(&figure->format, figure->rate))
               : "";
}

static const char *figure_cell(const struct site_table *table,
                               struct arena *arena, const struct figure *figure,
                               const struct site_column *column)
{
    char text[FIGURE_TEXT_SIZE];

    switch (column->field) {
    case SITE_VALUE:
        return value_cell(arena, figure);
    case SITE_COUNT:
        return *figure_print_given(text, figure, FIGURE_COUNT)
                   ? site_table_integer(arena, figure->counted.count)
                   : "";
    case SITE_TOTAL:
        return *figure_print_given(text, figure, FIGURE_TOTAL)
                   ? site_table_integer(arena, figure->counted.total)
                   : "";
    case SITE_AVERAGE:
        return figure_gives(figure, FIGURE_AVERAGE) && figure->average.exists
                   ? site_table_decimal(arena, &figure->format,
                                        figure->average.scaled)
                   : "";
    case SITE_PART:
        return figure_gives(figure, FIGURE_PARTS) &&
                       column->part < figure->part_count
                   ? site_table_integer(arena,
                                        figure->parts[column->part].count)
                   : "";
    case SITE_NOTE:
        return note_cell(table, arena, figure);
    case SITE_CODE:
    case SITE_NAME:
    case SITE_NAME_IN:
    case SITE_GROUP:
    case SITE_PAGE:
    case SITE_LETTER:
    case SITE_LETTER_PAGES:
    case SITE_LETTER_BYTES:
    case SITE_EMBARGO:
        break;
    }
    return "";
}

/* @return the name in the letter's part in another language */
static const char *name_cell(struct arena *arena, const struct letter *letter,
                             size_t language)
{
    for (; language; language--)
        letter = letter->next;
    return arena_strdup(arena, letter->name);
}

struct site_row site_table_make_row(const struct site_table *table,
                                    struct arena *arena,
                                    const struct letter *letter,
                                    const struct site_facts *facts)
{
    const char **cells = ARENA_ARRAY(arena, const char *, table->column_count);
    const struct manifest_entry *made = facts->letter;

    cells[SITE_CODE] = letter->code;
    cells[SITE_NAME] = letter->name;
    cells[SITE_GROUP] = letter->figures.group;
    cells[SITE_PAGE] =
        arena_printf(arena, "council/%s/%d.html", facts->slug, facts->year);
    cells[SITE_LETTER] = made ? arena_printf(arena, "council/%s/%d.pdf",
                                             facts->slug, facts->year)
                              : "";
    cells[SITE_LETTER_PAGES] =
        made ? site_table_integer(arena, (int64_t)made->pages) : "";
    cells[SITE_LETTER_BYTES] =
        made ? site_table_integer(arena, (int64_t)made->bytes) : "";
    for (size_t i = SITE_FIXED; i < table->column_count; i++) {
        const struct site_column *column = &table->columns[i];
        cells[i] = column->field == SITE_EMBARGO ? facts->embargo
                   : column->field == SITE_NAME_IN
                       ? name_cell(arena, letter, column->part)
                       : figure_cell(table, arena,
                                     &letter->figures.items[column->statistic],
                                     column);
    }
    return (struct site_row){cells};
}

/* --- rows ---------------------------------------------------------------- */

/* @return the index of a code's row, or the one at which to insert it */
static size_t place_of(const struct site_table *table, const char *code)
{
    size_t low = 0;
    size_t high = table->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(table->rows[middle].cells[SITE_CODE], code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct site_row *site_table_find(const struct site_table *table,
                                       const char *code)
{
    const size_t place = place_of(table, code);

    return place < table->count &&
                   strcmp(table->rows[place].cells[SITE_CODE], code) == 0
               ? &table->rows[place]
               : NULL;
}

void site_table_put(struct site_table *table, struct arena *arena,
                    struct site_row row)
{
    const size_t place = place_of(table, row.cells[SITE_CODE]);

    if (site_table_find(table, row.cells[SITE_CODE])) {
        table->rows[place] = row;
        return;
    }
    ARENA_GROW(arena, table->rows, table->count, table->capacity);
    memmove(table->rows + place + 1, table->rows + place,
            (table->count - place) * sizeof *table->rows);
    table->rows[place] = row;
    table->count++;
}

void site_table_remove(struct site_table *table, const char *code)
{
    const size_t place = place_of(table, code);

    if (!site_table_find(table, code))
        return;
    table->count--;
    memmove(table->rows + place, table->rows + place + 1,
            (table->count - place) * sizeof *table->rows);
}

/* --- CSV ----------------------------------------------------------------- */

static bool has_same_columns(const struct site_table *table,
                             const struct csv_table *csv)
{
    if (csv_table_columns(csv) != table->column_count)
        return false;
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(csv_table_column(csv, i).text, table->columns[i].name) != 0)
            return false;
    return true;
}

static void read_rows(struct site_table *table, struct arena *arena,
                      const struct csv_table *csv)
{
    for (size_t i = 0; i < csv_table_rows(csv); i++) {
        struct value *values =
            ARENA_ARRAY(arena, struct value, table->column_count);
        const char **cells =
            ARENA_ARRAY(arena, const char *, table->column_count);
        csv_table_read(csv, i, arena, values);
        for (size_t j = 0; j < table->column_count; j++)
            cells[j] = buffer_unguard_csv(values[j].text);
        site_table_put(table, arena, (struct site_row){cells});
    }
}

enum status site_table_read(struct site_table *table, struct arena *arena,
                            const char *path, struct diagnostics *diagnostics)
{
    struct csv_table *csv = NULL;
    enum status status;

    if (access(path, F_OK) != 0)
        return STATUS_OK;
    status =
        csv_table_open_any(arena, path, path, ENCODING_UTF8, &csv, diagnostics);
    if (status == STATUS_OK && !has_same_columns(table, csv)) {
        diagnostics_add(diagnostics, RULE_PUBLISH_OTHER,
                        (struct location){path, 1, 0}, NULL, NULL,
                        "has other columns than this campaign; publish all "
                        "councils, without --only");
        status = STATUS_INPUT;
    }
    if (status == STATUS_OK)
        read_rows(table, arena, csv);
    csv_table_close(csv);
    return status;
}

void site_table_write_csv(const struct site_table *table, struct buffer *csv)
{
    for (size_t i = 0; i < table->column_count; i++) {
        buffer_add_text(csv, i ? "," : "");
        buffer_add_csv(csv, table->columns[i].name);
    }
    buffer_add_text(csv, "\r\n");
    for (size_t i = 0; i < table->count; i++) {
        for (size_t j = 0; j < table->column_count; j++) {
            buffer_add_text(csv, j ? "," : "");
            buffer_add_csv(csv, table->rows[i].cells[j]);
        }
        buffer_add_text(csv, "\r\n");
    }
}

/* --- for people ---------------------------------------------------------- */

const char *site_table_name(const struct site_table *table,
                            const struct site_row *row)
{
    for (size_t i = SITE_FIXED; i < table->column_count; i++)
        if (table->columns[i].field == SITE_NAME_IN &&
            table->columns[i].part == table->language)
            return row->cells[i];
    return row->cells[SITE_NAME];
}

const char *site_table_reason(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic)
{
    const struct site_strings *data = table->data_words;
    const char *note =
        row->cells[site_table_column(table, statistic, SITE_NOTE)];
    char number[NUMBER_COUNT_SIZE];
    const char *minimum = number_print_count(
        number, table->settings->statistics[statistic].minimum);

    if (!table->language || !*note)
        return note;
    if (strcmp(note, data->no_rate) == 0)
        return table->words->no_rate;
    if (strcmp(note, data->not_printed) == 0)
        return table->words->not_printed;
    return ui_strings_fill(arena, table->words->fewer, &minimum);
}

static int decimals_of(const struct site_table *table,
                       const struct site_column *column)
{
    return column->field == SITE_VALUE || column->field == SITE_AVERAGE
               ? table->settings->statistics[column->statistic].format.decimals
               : 0;
}

bool site_table_scaled(const struct site_table *table,
                       const struct site_row *row, size_t column,
                       int64_t *scaled)
{
    const char *cell = row->cells[column];
    const bool is_negative = *cell == '-';
    int decimals = decimals_of(table, &table->columns[column]);
    bool is_after = false;

    *scaled = 0;
    for (const char *at = cell + is_negative; *at; at++) {
        if (*at == '.') {
            is_after = true;
            continue;
        }
        *scaled = *scaled * 10 + (*at - '0');
        decimals -= is_after;
    }
    *scaled *= format_power(decimals < 0 ? 0 : decimals);
    if (is_negative)
        *scaled = -*scaled;
    return *cell != '\0';
}

const char *site_table_print(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t column)
{
    const struct site_column *facts = &table->columns[column];
    char text[FORMAT_TEXT_SIZE];
    int64_t scaled;

    if (!site_table_is_number(facts))
        return row->cells[column];
    if (!site_table_scaled(table, row, column, &scaled))
        return "";
    if (facts->field == SITE_VALUE || facts->field == SITE_AVERAGE)
        return arena_strdup(
            arena,
            format_print(text,
                         &table->settings->statistics[facts->statistic].format,
                         scaled));
    return arena_strdup(arena, number_print_count(text, scaled));
}

const char *site_table_figure(const struct site_table *table,
                              struct arena *arena, const struct site_row *row,
                              size_t statistic)
{
    const struct statistic_setting *setting =
        &table->settings->statistics[statistic];
    const size_t value = site_table_column(table, statistic, SITE_VALUE);
    const size_t first = site_table_column(table, statistic, SITE_PART);
    const char *text = "";

    if (value != SIZE_MAX)
        return site_table_print(table, arena, row, value);
    for (size_t i = 0; i < setting->part_count; i++)
        if (*row->cells[first + i])
            text = ARENA_JOIN(arena, text, *text ? ", " : "",
                              site_table_print(table, arena, row, first + i),
                              " ", setting->parts[i].label);
    return text;
}

const char *site_table_cases(const struct site_table *table,
                             struct arena *arena, const struct site_row *row,
                             size_t statistic)
{
    const struct statistic_setting *setting =
        &table->settings->statistics[statistic];
    const size_t count = site_table_column(table, statistic, SITE_COUNT);
    const size_t total = site_table_column(table, statistic, SITE_TOTAL);
    const char *of;
    int64_t number;

    if (count == SIZE_MAX || total == SIZE_MAX || !*row->cells[count] ||
        !format_is_share(&setting->format) ||
        !site_table_scaled(table, row, total, &number))
        return "";
    of = setting->of_count
             ? setting->of[plural_choose(table->settings->language.text, number,
                                         setting->of_count)]
             : NULL;
    return ARENA_JOIN(arena, site_table_print(table, arena, row, count),
                      table->words->out_of,
                      site_table_print(table, arena, row, total), of ? " " : "",
                      of ? of : "");
}
