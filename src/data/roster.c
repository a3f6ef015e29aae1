#include "data/roster.h"

#include <stdint.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/csv_table.h"
#include "data/email_address.h"
#include "data/suggestion.h"

/* A data file, with the place of its columns in a council's values. */
struct roster_file {
    struct csv_table *table;
    size_t code;     /* column of the table */
    size_t *targets; /* for each column of the table */
};

/* The source of a column of the roster: a file and a column of it. */
struct origin {
    size_t source;
    size_t column;
};

struct roster {
    struct roster_file *sources;
    size_t source_count;
    struct value *columns;
    struct origin *origins; /* one a column */
    const char **names;
    size_t column_count;
    size_t code_column;
    size_t *name_columns; /* one a language */
    size_t name_count;
    struct table_join_result joined;
};

struct roster_opening {
    struct arena *arena;
    const char *folder;
    const struct settings *settings;
    struct roster *roster;
    struct diagnostics *diagnostics;
    enum status status; /* of the first fatal error */
};

static void note_status(struct roster_opening *opening, enum status status)
{
    if (!opening->status)
        opening->status = status;
}

static const char **table_names(struct arena *arena,
                                const struct csv_table *table)
{
    const size_t count = csv_table_columns(table);
    const char **names = ARENA_ARRAY(arena, const char *, count);

    for (size_t i = 0; i < count; i++)
        names[i] = csv_table_column(table, i).text;
    return names;
}

const char *roster_guess_code(struct arena *arena,
                              const struct csv_table *table,
                              char suggestion[static SUGGESTION_SIZE])
{
    const char **names = table_names(arena, table);
    const size_t count = csv_table_columns(table);

    if (count == 1 && strpbrk(names[0], ";\t"))
        return "; cells are parted by commas only";
    return suggestion_similar(suggestion, "code", names, count);
}

static void find_code(struct roster_opening *opening,
                      struct roster_file *source)
{
    const struct csv_table *table = source->table;
    char suggestion[SUGGESTION_SIZE];

    source->code = csv_table_find(table, "code");
    if (source->code != SIZE_MAX)
        return;
    diagnostics_add(opening->diagnostics, RULE_COLUMN_MISSING,
                    (struct location){csv_table_file(table),
                                      csv_table_column(table, 0).location.line,
                                      0},
                    NULL, "code", "no such column; files are joined on it%s",
                    roster_guess_code(opening->arena, table, suggestion));
    note_status(opening, rule_status(RULE_COLUMN_MISSING));
}

static void add_column(struct roster_opening *opening,
                       struct roster_file *source, size_t column)
{
    struct roster *roster = opening->roster;
    const struct value name = csv_table_column(source->table, column);
    const size_t other = roster_find_column(roster, name.text);

    if (other != SIZE_MAX && column != source->code) {
        const struct location there = roster->columns[other].location;
        char place[LOCATION_SIZE];
        diagnostics_add(opening->diagnostics, RULE_COLUMN_DUPLICATE,
                        name.location, NULL, name.text,
                        "column is already at %s",
                        error_print_location(there, place));
        note_status(opening, rule_status(RULE_COLUMN_DUPLICATE));
    }
    source->targets[column] = other;
    if (other != SIZE_MAX)
        return;
    source->targets[column] = roster->column_count;
    roster->origins[roster->column_count] =
        (struct origin){(size_t)(source - roster->sources), column};
    roster->names[roster->column_count] = name.text;
    roster->columns[roster->column_count++] = name;
}

static void add_columns(struct roster_opening *opening)
{
    struct roster *roster = opening->roster;
    size_t max = 0;

    for (size_t i = 0; i < roster->source_count; i++)
        max += csv_table_columns(roster->sources[i].table);
    roster->columns = ARENA_ARRAY(opening->arena, struct value, max);
    roster->origins = ARENA_ARRAY(opening->arena, struct origin, max);
    roster->names = ARENA_ARRAY(opening->arena, const char *, max);
    for (size_t i = 0; i < roster->source_count; i++) {
        struct roster_file *source = &roster->sources[i];
        const size_t count = csv_table_columns(source->table);
        find_code(opening, source);
        source->targets = ARENA_ARRAY(opening->arena, size_t, count);
        for (size_t column = 0; column < count; column++)
            add_column(opening, source, column);
    }
    roster->code_column = roster_find_column(roster, "code");
}

static void find_name(struct roster_opening *opening)
{
    struct roster *roster = opening->roster;
    const struct value name = opening->settings->name;
    const struct value_list languages = opening->settings->languages;
    const size_t column = roster_find_column(roster, name.text);
    char suggestion[SUGGESTION_SIZE];
    char shown[SUGGESTION_SIZE];

    roster->name_count = languages.count;
    roster->name_columns = ARENA_ARRAY(opening->arena, size_t, languages.count);
    for (size_t i = 0; i < languages.count && column != SIZE_MAX; i++)
        roster->name_columns[i] = name_match_in_language(
            opening->arena, roster->names, roster->column_count, column,
            languages.items[i].text);
    if (column != SIZE_MAX)
        return;
    diagnostics_add(opening->diagnostics, RULE_COLUMN_MISSING, name.location,
                    NULL, "name", "no column %s for the council's name%s",
                    suggestion_quote(shown, name.text),
                    suggestion_similar(suggestion, name.text, roster->names,
                                       roster->column_count));
    note_status(opening, rule_status(RULE_COLUMN_MISSING));
}

static void join(struct roster_opening *opening)
{
    struct roster *roster = opening->roster;
    struct table_join_file *files = ARENA_ARRAY(
        opening->arena, struct table_join_file, roster->source_count);
    const struct origin name = roster->origins[*roster->name_columns];
    const struct table_join_input input = {files, roster->source_count,
                                           name.source, name.column};

    for (size_t i = 0; i < roster->source_count; i++)
        files[i] = (struct table_join_file){
            roster->sources[i].table, opening->settings->data.items[i].text,
            roster->sources[i].code};
    table_join_files(opening->arena, &input, &roster->joined,
                     opening->diagnostics);
}

enum status roster_open(struct arena *arena, const char *folder,
                        const struct settings *settings, struct roster **result,
                        struct diagnostics *diagnostics)
{
    struct roster *roster = ARENA_NEW(arena, struct roster);
    struct roster_opening opening = {arena,  folder,      settings,
                                     roster, diagnostics, STATUS_OK};

    roster->source_count = settings->data.count;
    roster->sources =
        ARENA_ARRAY(arena, struct roster_file, roster->source_count);
    for (size_t i = 0; i < roster->source_count; i++) {
        const struct csv_table_setting setting = {
            folder, settings, settings->data.items[i], "data", false};
        note_status(&opening, csv_table_open_setting(arena, &setting,
                                                     &roster->sources[i].table,
                                                     diagnostics));
    }
    if (!opening.status) {
        add_columns(&opening);
        find_name(&opening);
    }
    if (!opening.status)
        join(&opening);
    if (opening.status)
        roster_close(roster);
    else
        *result = roster;
    return opening.status;
}

void roster_close(struct roster *roster)
{
    if (!roster)
        return;
    for (size_t i = 0; i < roster->source_count; i++)
        csv_table_close(roster->sources[i].table);
    table_join_free(&roster->joined);
}

size_t roster_count(const struct roster *roster)
{
    return roster->joined.count;
}

size_t roster_columns(const struct roster *roster)
{
    return roster->column_count;
}

struct value roster_column(const struct roster *roster, size_t column)
{
    return roster->columns[column];
}

size_t roster_find_column(const struct roster *roster, const char *name)
{
    for (size_t i = 0; i < roster->column_count; i++)
        if (name_match_equal(roster->names[i], name))
            return i;
    return SIZE_MAX;
}

const char *const *roster_column_names(const struct roster *roster)
{
    return roster->names;
}

size_t roster_find(const struct roster *roster, const char *code)
{
    return ARRAY_FIND_TEXT(struct table_join_member, code,
                           roster->joined.members, roster->joined.count, code);
}

const char *roster_code(const struct roster *roster, size_t index)
{
    return roster->joined.members[index].code;
}

/* Replaces the breaks that office programs leave with spaces. @param first
 * [out] the first break, or 0 */
static const char *drop_breaks(struct arena *arena, const char *text,
                               uint32_t *first)
{
    char *copy;

    *first = 0;
    if (!strchr(text, '\v') && !strchr(text, '\f'))
        return text;
    copy = arena_strdup(arena, text);
    for (char *at = copy; *at; at++)
        if (*at == '\v' || *at == '\f') {
            *first = *first ? *first : (unsigned char)*at;
            *at = ' ';
        }
    return copy;
}

const char *roster_clean(struct arena *arena, const char *text, uint32_t *first)
{
    return buffer_unguard_csv(
        utf8_trim(arena, drop_breaks(arena, text, first)));
}

/* Moves a file's cells to their places in a council's values. @param breaks as
 * in struct council; allocated if needed */
static void spread(const struct roster *roster,
                   const struct roster_file *source, struct arena *arena,
                   const struct value *cells, struct value *values,
                   uint32_t **breaks)
{
    for (size_t i = 0; i < csv_table_columns(source->table); i++) {
        struct value *value = &values[source->targets[i]];
        uint32_t first;
        if (value->location.file)
            continue; /* the first file's code stays */
        value->location = cells[i].location;
        value->text = roster_clean(arena, cells[i].text, &first);
        if (first && !*breaks)
            *breaks = ARENA_ARRAY(arena, uint32_t, roster->column_count);
        if (first)
            (*breaks)[source->targets[i]] = first;
    }
}

void roster_read(const struct roster *roster, size_t index, struct arena *arena,
                 struct council *council)
{
    const struct table_join_member *member = &roster->joined.members[index];
    struct value *values =
        ARENA_ARRAY(arena, struct value, roster->column_count);
    uint32_t *breaks = NULL;

    for (size_t i = 0; i < roster->source_count; i++) {
        const struct roster_file *source = &roster->sources[i];
        struct value *cells =
            ARENA_ARRAY(arena, struct value, csv_table_columns(source->table));
        csv_table_read(source->table, (size_t)member->rows[i], arena, cells);
        spread(roster, source, arena, cells, values, &breaks);
    }
    *council = (struct council){index,
                                member->code,
                                values[*roster->name_columns].text,
                                values[roster->code_column].location,
                                values,
                                breaks};
}

struct value roster_read_cell(const struct roster *roster, size_t index,
                              size_t column, struct arena *arena)
{
    const struct origin *origin = &roster->origins[column];
    const struct table_join_member *member = &roster->joined.members[index];
    struct value cell = csv_table_read_cell(
        roster->sources[origin->source].table,
        (size_t)member->rows[origin->source], arena, origin->column);
    uint32_t first;

    cell.text = roster_clean(arena, cell.text, &first);
    return cell;
}

size_t roster_refused(const struct roster *roster)
{
    return roster->joined.refused_count;
}

const char *roster_refused_code(const struct roster *roster, size_t index)
{
    return roster->joined.refused[index].member.code;
}

size_t roster_find_refused(const struct roster *roster, const char *code)
{
    return ARRAY_FIND_TEXT(struct table_join_refused, member.code,
                           roster->joined.refused, roster->joined.refused_count,
                           code);
}

static struct value_list join_lists(struct arena *arena, struct value_list one,
                                    struct value_list other)
{
    struct value *items;

    if (!one.count || !other.count)
        return one.count ? one : other;
    items = ARENA_ARRAY(arena, struct value, one.count + other.count);
    memcpy(items, one.items, one.count * sizeof *items);
    memcpy(items + one.count, other.items, other.count * sizeof *items);
    return (struct value_list){items, one.count + other.count};
}

static struct value_list read_any(const struct roster_file *source, int32_t row,
                                  struct arena *arena, struct value *cells)
{
    struct value_list extra = {NULL, 0};
    struct error ignored;

    if (row < TABLE_JOIN_FAULTY)
        csv_table_read(source->table, (size_t)row, arena, cells);
    else
        csv_table_read_refused(source->table, (size_t)(row - TABLE_JOIN_FAULTY),
                               arena, cells, &extra, &ignored);
    return extra;
}

void roster_read_refused(const struct roster *roster, size_t index,
                         struct arena *arena, struct refused_row *row)
{
    const struct table_join_refused *refused = &roster->joined.refused[index];
    struct value *values =
        ARENA_ARRAY(arena, struct value, roster->column_count);
    uint32_t *breaks = NULL;

    *row = (struct refused_row){.code = refused->member.code,
                                .values = values,
                                .reason = refused->reason,
                                .refusal = refused->refusal};
    for (size_t i = 0; i < roster->source_count; i++) {
        const struct roster_file *source = &roster->sources[i];
        struct value *cells;
        if (refused->member.rows[i] == TABLE_JOIN_NONE)
            continue;
        cells =
            ARENA_ARRAY(arena, struct value, csv_table_columns(source->table));
        row->extra =
            join_lists(arena, row->extra,
                       read_any(source, refused->member.rows[i], arena, cells));
        spread(roster, source, arena, cells, values, &breaks);
    }
    for (size_t i = 0; i < roster->column_count; i++)
        if (!values[i].text)
            values[i].text = "";
}

size_t roster_name_column(const struct roster *roster, size_t language)
{
    return roster->name_columns[language];
}

bool roster_email_resembles(const struct roster *roster,
                            const struct council *council, struct arena *arena,
                            const char *address)
{
    for (size_t i = 0; i < roster->name_count; i++)
        if (email_address_resembles(
                arena, address, council->values[roster->name_columns[i]].text))
            return true;
    return false;
}
