#include "cli/new_from_table.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/number.h"
#include "base/time.h"
#include "base/utf8.h"
#include "data/csv_table.h"

enum { TEXT_LIMIT = 1024 * 1024, GROUPS_MAX = 12, ROWS_MAX = 100000 };

/* The contents of a column. */
struct table_column {
    const char *name;
    const char *key; /* its name as a statistic */
    bool counts;     /* only whole numbers and blanks */
    int64_t *values; /* one a row; -1: blank */
    struct map words;
    size_t filled;
    size_t distinct;
};

struct table_texts {
    struct arena *arena;
    const struct csv_table *table;
    struct table_column *columns;
    size_t count;
    size_t rows;
    const char *data; /* the table's name in the folder */
    size_t code, name, group, addressee, job, total;
    struct new_texts *texts;
};

/* --- columns ------------------------------------------------------------- */

/* A statistic's name: small letters, digits and underscores. */
static const char *key_of(struct arena *arena, const char *name)
{
    char *key = arena_strdup(arena, name);
    char *to = key;

    for (const char *at = name; *at; at++) {
        const bool letter =
            (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        const bool capital = *at >= 'A' && *at <= 'Z';
        if (letter || capital)
            *to++ = capital ? (char)(*at - 'A' + 'a') : *at;
        else if (to > key && to[-1] != '_')
            *to++ = '_';
    }
    while (to > key && to[-1] == '_')
        to--;
    *to = '\0';
    return key;
}

static void add_cell(struct table_texts *from, struct table_column *column,
                     size_t row, const char *text)
{
    const char *word = utf8_trim(from->arena, text);
    void **seen;

    column->values[row] = -1;
    if (!*word)
        return;
    column->filled++;
    if (!number_parse_count(word, &column->values[row]))
        column->counts = false;
    if (column->distinct > GROUPS_MAX && column->distinct < column->filled - 1)
        return;
    seen = map_at_text(&column->words, word);
    column->distinct += !*seen;
    *seen = column;
}

static void read_columns(struct table_texts *from)
{
    struct arena *row_arena = arena_new();
    struct value *cells = ARENA_ARRAY(from->arena, struct value, from->count);

    from->columns = ARENA_ARRAY(from->arena, struct table_column, from->count);
    for (size_t i = 0; i < from->count; i++) {
        struct table_column *column = &from->columns[i];
        column->name = csv_table_column(from->table, i).text;
        column->key = key_of(from->arena, column->name);
        column->counts = true;
        column->words.arena = from->arena;
        column->values = ARENA_ARRAY(from->arena, int64_t, from->rows + 1);
    }
    for (size_t row = 0; row < from->rows; row++) {
        arena_reset(row_arena);
        csv_table_read(from->table, row, row_arena, cells);
        for (size_t i = 0; i < from->count; i++)
            add_cell(from, &from->columns[i], row, cells[i].text);
    }
    for (size_t i = 0; i < from->count; i++)
        from->columns[i].counts =
            from->columns[i].counts && from->columns[i].filled;
    arena_free(row_arena);
}

/* @return the first column whose name contains one of the words, by their order
 */
static size_t find_named(const struct table_texts *from,
                         const char *const *words, bool counts)
{
    for (; *words; words++)
        for (size_t i = 0; i < from->count; i++)
            if (i != from->code && from->columns[i].counts == counts &&
                strstr(from->columns[i].key, *words))
                return i;
    return SIZE_MAX;
}

static void find_columns(struct table_texts *from)
{
    static const char *const names[] = {
        "name", "council",      "authority",   "landlord",
        "body", "organisation", "institution", NULL};
    static const char *const people[] = {"chief_exec", "ceo",     "addressee",
                                         "leader",     "contact", "director",
                                         NULL};
    static const char *const jobs[] = {"job", "position", "role", NULL};
    static const char *const groups[] = {"type",  "group", "category",
                                         "class", "kind",  NULL};
    static const char *const totals[] = {"investigat", "determin", "decided",
                                         "decision",   "total",    "cases",
                                         NULL};

    from->name = find_named(from, names, false);
    from->addressee = find_named(from, people, false);
    from->job = find_named(from, jobs, false);
    from->group = find_named(from, groups, false);
    from->total = find_named(from, totals, true);
    if (from->group != SIZE_MAX &&
        (from->columns[from->group].distinct > GROUPS_MAX ||
         from->columns[from->group].distinct * 2 > from->rows))
        from->group = SIZE_MAX;
}

/* @return true if a column can be a count of the totals */
static bool is_part(const struct table_texts *from, size_t column)
{
    if (from->total == SIZE_MAX || column == from->total)
        return false;
    for (size_t row = 0; row < from->rows; row++)
        if (from->columns[column].values[row] >
            from->columns[from->total].values[row])
            return false;
    return true;
}

/* --- settings ------------------------------------------------------------ */

static void add_name(struct buffer *out, const char *before, const char *name,
                     const char *after)
{
    buffer_add_text(out, before);
    buffer_add_json(out, name);
    buffer_add_text(out, after);
}

/* Adds the year up to the last 31 March. */
static void add_dates(struct buffer *out)
{
    char now[TIME_SIZE];
    int year, month;

    time_print(now, time_now());
    year = (now[0] - '0') * 1000 + (now[1] - '0') * 100 + (now[2] - '0') * 10 +
           (now[3] - '0');
    month = (now[5] - '0') * 10 + (now[6] - '0');
    year -= month < 4;
    buffer_printf(out,
                  "# The letter's date, and the year that it is about.\n"
                  "dates:\n"
                  "  letter: %.10s\n"
                  "  period_start: %d-04-01\n"
                  "  period_end: %d-03-31\n"
                  "\n",
                  now, year - 1, year);
}

static void add_head(struct table_texts *from)
{
    struct buffer *out = &from->texts->campaign;

    buffer_add_text(out, "# Settings for a table. What was worked out from its "
                         "columns is a guess: read\n"
                         "# each line. `man lettermill-campaign` has every "
                         "setting.\n"
                         "title: Annual letter\n"
                         "language: en-GB\n"
                         "letter: letter.md\n");
    add_name(out, "data: [", from->data, "]\n");
    add_name(out, "# The column with the council's name.\nname: ",
             from->columns[from->name].name, "\n");
    buffer_add_text(out, "# Who the letter is to, line by line.\naddressee: [");
    if (from->addressee != SIZE_MAX)
        buffer_printf(out, "\"((%s))\", ", from->columns[from->addressee].name);
    if (from->job != SIZE_MAX)
        buffer_printf(out, "\"((%s?))\", ", from->columns[from->job].name);
    buffer_printf(out, "\"((%s))\"]\n", from->columns[from->name].name);
    buffer_printf(out, "file_name: \"((code))-((%s))\"\n\n",
                  from->columns[from->name].name);
    add_dates(out);
    buffer_add_text(out, "# Whose letter it is: your office, and who signs.\n"
                         "sender: {wordmark: [Your, OFFICE]}\n"
                         "signatory: {name: Your name}\n"
                         "\n");
}

static void add_statistics(struct table_texts *from)
{
    struct buffer *out = &from->texts->campaign;

    for (size_t i = 0; i < from->count; i++) {
        const struct table_column *column = &from->columns[i];
        if (!column->counts || i == from->code || !*column->key)
            continue;
        if (!from->texts->statistics++)
            buffer_add_text(
                out, "# The figures: rates (count out of total) and counts.\n"
                     "statistics:\n");
        buffer_printf(out, "  %s:", column->key);
        add_name(out, " {label: ", column->name, "");
        add_name(out, ", count: ", column->name, "");
        if (is_part(from, i))
            add_name(out, ", total: ", from->columns[from->total].name, "");
        buffer_add_text(out, "}\n");
    }
}

static void add_groups(struct table_texts *from)
{
    struct buffer *out = &from->texts->campaign;
    const struct map_entry *entry = NULL;
    const char *before = "";

    if (from->group == SIZE_MAX || !from->texts->statistics)
        return;
    buffer_add_text(out, "\n# Who is compared with whom.\ngroups:\n");
    add_name(out, "  column: ", from->columns[from->group].name, "\n");
    buffer_add_text(out, "  compared: [");
    while ((entry = map_next(&from->columns[from->group].words, entry))) {
        add_name(out, before, entry->key, "");
        before = ", ";
    }
    buffer_add_text(out, "]\n"
                         "# Worked out from the rows: counts by totals.\n"
                         "averages: {method: pooled}\n");
}

/* --- letter -------------------------------------------------------------- */

static void add_panel(struct table_texts *from, size_t index)
{
    const struct table_column *column = &from->columns[index];
    struct buffer *out = &from->texts->letter;
    const bool rate = is_part(from, index);

    buffer_printf(out,
                  "```panel %s\n"
                  "title: %s\n"
                  "headline: **((%s.value))**%s\n",
                  column->key, column->name, column->key,
                  rate ? " of what was decided." : "");
    if (from->group != SIZE_MAX)
        buffer_printf(out,
                      "comparison: The average of similar councils is "
                      "**((%s.average))**.\n",
                      column->key);
    if (rate)
        buffer_printf(out, "count: case | cases\n"
                           "none: There were none in this period.\n");
    else
        buffer_add_text(out, "charts: figure\n");
    buffer_add_text(out, "```\n\n");
}

static void add_letter(struct table_texts *from)
{
    struct buffer *out = &from->texts->letter;
    const size_t person =
        from->addressee != SIZE_MAX ? from->addressee : from->name;

    buffer_printf(out,
                  "Dear ((%s))\n"
                  "\n"
                  "# Annual letter\n"
                  "\n"
                  "These are the figures of ((%s)) for the year from "
                  "((period_start)) to ((period_end)).\n"
                  "\n"
                  "Yours sincerely,\n"
                  "\n"
                  "```signature\n"
                  "```\n",
                  from->columns[person].name, from->columns[from->name].name);
    if (!from->texts->statistics)
        return;
    buffer_add_text(out, "\n***\n\n## Your figures\n\n");
    for (size_t i = 0; i < from->count; i++)
        if (from->columns[i].counts && i != from->code && *from->columns[i].key)
            add_panel(from, i);
}

static bool refuse_column(const struct table_texts *from, const char *field,
                          const char *message, struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, RULE_COLUMN_MISSING,
                    (struct location){csv_table_file(from->table), 0, 0}, NULL,
                    field, "%s", message);
    return false;
}

/* @return the name of a column that may be the code, because it has one of the
 *         usual words and unique values; or NULL */
static const char *find_code(const struct table_texts *from)
{
    static const char *const words[] = {"code", "ref", "_id", "number", NULL};

    for (const char *const *word = words; *word; word++)
        for (size_t i = 0; i < from->count; i++) {
            const struct table_column *column = &from->columns[i];
            if (column->distinct == from->rows && from->rows &&
                strstr(column->key, *word))
                return column->name;
        }
    return NULL;
}

static bool has_keys(struct table_texts *from, struct diagnostics *diagnostics)
{
    if (from->code == SIZE_MAX) {
        const char *other = find_code(from);
        const char *message = "no such column; name so the one that tells "
                              "councils apart, such as their ONS code";
        if (other)
            message =
                arena_printf(from->arena, "%s: in this table perhaps \"%s\"",
                             message, other);
        return refuse_column(from, "code", message, diagnostics);
    }
    if (from->name == SIZE_MAX)
        return refuse_column(from, "name",
                             "no such column; name so the one with the "
                             "councils' names",
                             diagnostics);
    return true;
}

enum status new_from_table(const char *path, struct new_texts *texts,
                           struct diagnostics *diagnostics)
{
    const char *slash = strrchr(path, '/');
    struct table_texts from = {
        .arena = arena_new(), .data = slash ? slash + 1 : path, .texts = texts};
    struct csv_table *table;
    enum status status;

    *texts =
        (struct new_texts){buffer_new(TEXT_LIMIT), buffer_new(TEXT_LIMIT), 0};
    status = csv_table_open(from.arena, path, path, ENCODING_UTF8, &table,
                            diagnostics);
    if (!status) {
        from.table = table;
        from.count = csv_table_columns(table);
        from.rows = csv_table_rows(table);
        if (from.rows > ROWS_MAX)
            from.rows = ROWS_MAX;
        from.code = csv_table_find(table, "code");
        read_columns(&from);
        find_columns(&from);
        if (has_keys(&from, diagnostics)) {
            add_head(&from);
            add_statistics(&from);
            add_groups(&from);
            add_letter(&from);
        } else {
            status = rule_status(RULE_COLUMN_MISSING);
        }
        csv_table_close(table);
    }
    arena_free(from.arena);
    return status;
}

void new_from_table_free(struct new_texts *texts)
{
    buffer_free(&texts->campaign);
    buffer_free(&texts->letter);
}
