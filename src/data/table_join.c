#include "data/table_join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "data/suggestion.h"

/* Maximum bytes of a code; it becomes part of file names. */
enum { CODE_LIMIT = 63 };

/* A row under its code; rows of a file are sorted by code, then line. */
struct keyed_row {
    const char *code;
    int32_t row;
    int line;
};

/* The rows of one file that have the current code. */
struct group {
    const struct keyed_row *entries;
    size_t count;
};

struct stack {
    struct keyed_row *entries;
    size_t count;
    size_t next;
};

struct twin {
    const char *code;
    const struct keyed_row *other; /* whose code it nearly is */
    size_t file;                   /* of the other */
};

/* Codes that differ from another in case alone, in order of code. */
struct twins {
    struct twin *items;
    size_t count;
};

struct table_join {
    struct arena *arena;
    struct arena *scratch;    /* codes, until the end */
    struct arena *cell_arena; /* cells, for a moment */
    const struct table_join_input *input;
    struct table_join_result *result;
    struct diagnostics *diagnostics;
    struct stack *stacks; /* one a file */
    struct twins twins;
    struct group *groups;      /* one a file, of the current code */
    struct buffer reasons;     /* of the current code */
    enum join_refusal refusal; /* likewise */
};

static void add_reason(struct table_join *join, const char *field,
                       const char *message)
{
    if (join->reasons.length)
        buffer_add_text(&join->reasons, "; ");
    if (field && *field)
        buffer_printf(&join->reasons, "%s: ", field);
    buffer_add_text(&join->reasons, message);
}

static void worsen(struct table_join *join, enum join_refusal refusal)
{
    if (refusal > join->refusal)
        join->refusal = refusal;
}

static void report_cell(struct table_join *join, enum diagnostic_id rule,
                        struct value cell, const char *code, const char *field,
                        const char *message)
{
    diagnostics_add(join->diagnostics, rule, cell.location, code, field, "%s",
                    message);
    add_reason(join, field, message);
}

/* A cell of any row; the arena `cell_arena` owns it. */
static struct value read_cell(struct table_join *join, size_t file, int32_t row,
                              size_t column, struct error *err)
{
    const struct csv_table *table = join->input->files[file].table;
    struct value_list extra;
    struct value *cells;

    arena_reset(join->cell_arena);
    if (row < TABLE_JOIN_FAULTY)
        return csv_table_read_cell(table, (size_t)row, join->cell_arena,
                                   column);
    cells =
        ARENA_ARRAY(join->cell_arena, struct value, csv_table_columns(table));
    csv_table_read_refused(table, (size_t)(row - TABLE_JOIN_FAULTY),
                           join->cell_arena, cells, &extra, err);
    return cells[column];
}

static struct value read_code(struct table_join *join, size_t file,
                              const struct keyed_row *entry)
{
    struct error ignored;

    return read_cell(join, file, entry->row, join->input->files[file].code,
                     &ignored);
}

static int compare(const void *left, const void *right)
{
    const struct keyed_row *a = left;
    const struct keyed_row *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static bool is_sorted(const struct stack *stack)
{
    for (size_t i = 1; i < stack->count; i++)
        if (compare(&stack->entries[i - 1], &stack->entries[i]) > 0)
            return false;
    return true;
}

static void push(struct table_join *join, size_t file, int32_t row)
{
    const struct csv_table *table = join->input->files[file].table;
    struct stack *stack = &join->stacks[file];
    const size_t refused = (size_t)(row - TABLE_JOIN_FAULTY);
    struct keyed_row *entry = &stack->entries[stack->count++];
    struct value cell;

    entry->row = row;
    if (row >= TABLE_JOIN_FAULTY) {
        entry->code = csv_table_refused_code(table, refused, join->scratch);
        entry->line = csv_table_refused_line(table, refused);
        return;
    }
    arena_reset(join->cell_arena);
    cell = csv_table_read_cell(table, (size_t)row, join->cell_arena,
                               join->input->files[file].code);
    entry->code = utf8_trim(join->scratch, cell.text);
    entry->line = cell.location.line;
}

static void fill_stack(struct table_join *join, size_t file)
{
    const struct csv_table *table = join->input->files[file].table;
    const size_t rows = csv_table_rows(table);
    const size_t refused = csv_table_refused(table);
    struct stack *stack = &join->stacks[file];

    stack->entries =
        memory_resize(NULL, rows + refused, sizeof *stack->entries);
    for (size_t i = 0; i < rows; i++)
        push(join, file, (int32_t)i);
    for (size_t i = 0; i < refused; i++)
        push(join, file, TABLE_JOIN_FAULTY + (int32_t)i);
    if (!is_sorted(stack))
        qsort(stack->entries, stack->count, sizeof *stack->entries, compare);
}

static bool is_safe(const char *code)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    const size_t length = strspn(code, safe);

    return *code != '.' && !code[length] && length <= CODE_LIMIT;
}

static void check_safe(struct table_join *join)
{
    const struct group *first = &join->groups[0];
    const char *code = first->count ? first->entries->code : "";
    char shown[SUGGESTION_SIZE];
    char message[SUGGESTION_SIZE + 96];

    if (is_safe(code))
        return;
    snprintf(message, sizeof message,
             "%s cannot be part of a file's name; letters, digits, dots, "
             "dashes and underscores can",
             suggestion_quote(shown, code));
    if (strlen(code) > CODE_LIMIT)
        snprintf(message, sizeof message, "longer than %d bytes", CODE_LIMIT);
    report_cell(join, RULE_CODE_UNSAFE, read_code(join, 0, first->entries),
                code, "code", message);
}

static void check_duplicates(struct table_join *join, size_t file)
{
    const struct group *group = &join->groups[file];
    const struct location first =
        group->count > 1 ? read_code(join, file, group->entries).location
                         : NO_LOCATION;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    for (size_t i = 1; i < group->count; i++) {
        const struct keyed_row *entry = &group->entries[i];
        const char *message =
            arena_printf(join->scratch, "%s is there already at %s",
                         suggestion_quote(shown, entry->code),
                         error_print_location(first, place));
        report_cell(join, RULE_CODE_DUPLICATE, read_code(join, file, entry),
                    entry->code, "code", message);
        worsen(join, JOIN_REFUSED_MATCH);
    }
}

static const struct twin *find_twin(const struct twins *twins, const char *code)
{
    const size_t index =
        ARRAY_FIND_TEXT(struct twin, code, twins->items, twins->count, code);

    return index == SIZE_MAX ? NULL : &twins->items[index];
}

/* The first row of the code in hand, in whatever file. */
static struct value read_first_code(struct table_join *join)
{
    size_t file = 0;

    while (!join->groups[file].count)
        file++;
    return read_code(join, file, join->groups[file].entries);
}

/* @return true if another code differs from this one in case alone, which is
 * said. */
static bool check_twin(struct table_join *join, const char *code)
{
    const struct twin *twin = find_twin(&join->twins, code);
    struct location there;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    if (!twin)
        return false;
    there = read_code(join, twin->file, twin->other).location;
    report_cell(join, RULE_CODE_CASE, read_first_code(join), code, "code",
                arena_printf(join->scratch,
                             "%s differs only in capitals from %s at %s",
                             suggestion_quote(shown, code), twin->other->code,
                             error_print_location(there, place)));
    worsen(join, JOIN_REFUSED_MATCH);
    return true;
}

/* A code that one file has and another has not, said where it stands. */
static void report_unmatched(struct table_join *join, size_t file, size_t other)
{
    const struct keyed_row *entry = join->groups[file].entries;
    char shown[SUGGESTION_SIZE];
    const char *message = arena_printf(join->scratch, "%s is not in %s",
                                       suggestion_quote(shown, entry->code),
                                       join->input->files[other].name);

    report_cell(join, RULE_CODE_UNMATCHED, read_code(join, file, entry),
                entry->code, "code", message);
    worsen(join, JOIN_REFUSED_MATCH);
}

static void check_matched(struct table_join *join)
{
    const bool listed = join->groups[0].count > 0;

    for (size_t i = 1; i < join->input->count; i++) {
        if (listed && !join->groups[i].count)
            report_unmatched(join, 0, i);
        if (!listed && join->groups[i].count)
            report_unmatched(join, i, 0);
    }
}

/* Rows that csv_table_open() left out have been reported there. */
static void add_faults(struct table_join *join, size_t file)
{
    const struct group *group = &join->groups[file];

    for (size_t i = 0; i < group->count; i++) {
        struct error err = {0};
        if (group->entries[i].row < TABLE_JOIN_FAULTY)
            continue;
        (void)read_cell(join, file, group->entries[i].row, 0, &err);
        add_reason(join, err.field, err.message);
        worsen(join, err.rule == RULE_CSV_UNCLOSED_QUOTE ? JOIN_REFUSED_REST
                                                         : JOIN_REFUSED_CELLS);
    }
}

static void check_name(struct table_join *join)
{
    const size_t file = join->input->name_file;
    const struct keyed_row *entry = join->groups[file].entries;
    struct error ignored;
    struct value name;

    if (!join->groups[file].count || entry->row >= TABLE_JOIN_FAULTY)
        return;
    name =
        read_cell(join, file, entry->row, join->input->name_column, &ignored);
    if (utf8_is_blank(name.text))
        report_cell(join, RULE_NAME_MISSING, name, entry->code,
                    csv_table_column(join->input->files[file].table,
                                     join->input->name_column)
                        .text,
                    "the council has no name");
}

static void check_blank_code(struct table_join *join, size_t file)
{
    const struct keyed_row *entry = join->groups[file].entries;

    if (entry->row < TABLE_JOIN_FAULTY)
        report_cell(join, RULE_CODE_MISSING, read_code(join, file, entry), NULL,
                    "code", "the row has no code");
}

static void refuse(struct table_join *join, const char *code, size_t turn)
{
    struct table_join_result *result = join->result;
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++) {
        const struct group *group = &join->groups[i];
        rows[i] = TABLE_JOIN_NONE;
        if (group->count)
            rows[i] = group->entries[turn < group->count ? turn : 0].row;
    }
    ARRAY_GROW(result->refused, result->refused_count,
               result->refused_capacity);
    result->refused[result->refused_count++] = (struct table_join_refused){
        {arena_strdup(join->arena, code), rows},
        arena_strdup(join->arena, buffer_text(&join->reasons)),
        join->refusal};
}

static void accept(struct table_join *join, const char *code)
{
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++)
        rows[i] = join->groups[i].entries->row;
    join->result->members[join->result->count++] =
        (struct table_join_member){arena_strdup(join->arena, code), rows};
}

/* As many refused rows as the file with the most rows of the code has. */
static void finish_council(struct table_join *join, const char *code)
{
    size_t turns = 0;

    if (!join->reasons.length) {
        accept(join, code);
        return;
    }
    for (size_t i = 0; i < join->input->count; i++)
        if (join->groups[i].count > turns)
            turns = join->groups[i].count;
    for (size_t turn = 0; turn < turns; turn++)
        refuse(join, code, turn);
}

static void join_council(struct table_join *join, const char *code)
{
    buffer_clear(&join->reasons);
    join->refusal = JOIN_REFUSED_NAME;
    check_safe(join);
    for (size_t i = 0; i < join->input->count; i++) {
        check_duplicates(join, i);
        add_faults(join, i);
    }
    if (!check_twin(join, code))
        check_matched(join);
    check_name(join);
    finish_council(join, code);
}

/* Rows without a code belong to nobody: each is refused on its own. */
static void join_blank(struct table_join *join, size_t file)
{
    struct stack *stack = &join->stacks[file];

    for (; stack->next < stack->count && !*stack->entries[stack->next].code;
         stack->next++) {
        for (size_t i = 0; i < join->input->count; i++)
            join->groups[i] = (struct group){NULL, 0};
        join->groups[file] = (struct group){&stack->entries[stack->next], 1};
        buffer_clear(&join->reasons);
        join->refusal =
            join->input->count > 1 ? JOIN_REFUSED_MATCH : JOIN_REFUSED_NAME;
        add_faults(join, file);
        check_blank_code(join, file);
        refuse(join, "", 0);
    }
}

/* The least code that is left; NULL: none is. */
static const char *next_code(const struct table_join *join)
{
    const char *lowest = NULL;

    for (size_t i = 0; i < join->input->count; i++) {
        const struct stack *stack = &join->stacks[i];
        if (stack->next < stack->count &&
            (!lowest || strcmp(stack->entries[stack->next].code, lowest) < 0))
            lowest = stack->entries[stack->next].code;
    }
    return lowest;
}

static struct group take(struct stack *stack, const char *code)
{
    struct group group = {stack->entries + stack->next, 0};

    while (stack->next < stack->count &&
           strcmp(stack->entries[stack->next].code, code) == 0) {
        stack->next++;
        group.count++;
    }
    return group;
}

/* A row by its code, to sort without regard to case. */
struct folded {
    const struct keyed_row *entry;
    size_t file;
};

static int compare_folded(const void *left, const void *right)
{
    const struct folded *a = left;
    const struct folded *b = right;
    int order = strcasecmp(a->entry->code, b->entry->code);

    if (!order)
        order = compare(a->entry, b->entry);
    return order ? order : (a->file > b->file) - (a->file < b->file);
}

static int compare_twins(const void *left, const void *right)
{
    return strcmp(((const struct twin *)left)->code,
                  ((const struct twin *)right)->code);
}

static void add_twin(struct table_join *join, const struct folded *one,
                     const struct folded *other)
{
    struct twins *twins = &join->twins;

    twins->items =
        memory_resize(twins->items, twins->count + 1, sizeof *twins->items);
    twins->items[twins->count++] =
        (struct twin){one->entry->code, other->entry, other->file};
}

static struct folded *list_codes(const struct table_join *join, size_t *count)
{
    struct folded *list;
    size_t capacity = 1;

    *count = 0;
    for (size_t i = 0; i < join->input->count; i++)
        capacity += join->stacks[i].count;
    list = memory_resize(NULL, capacity, sizeof *list);
    for (size_t file = 0; file < join->input->count; file++)
        for (size_t i = 0; i < join->stacks[file].count; i++)
            list[(*count)++] =
                (struct folded){&join->stacks[file].entries[i], file};
    qsort(list, *count, sizeof *list, compare_folded);
    return list;
}

static void find_twins(struct table_join *join)
{
    size_t count;
    struct folded *list = list_codes(join, &count);

    for (size_t i = 1; i < count; i++) {
        const struct folded *one = &list[i - 1];
        const struct folded *other = &list[i];
        if (strcasecmp(one->entry->code, other->entry->code) != 0 ||
            strcmp(one->entry->code, other->entry->code) == 0)
            continue;
        add_twin(join, one, other);
        add_twin(join, other, one);
    }
    free(list);
    if (join->twins.count)
        qsort(join->twins.items, join->twins.count, sizeof *join->twins.items,
              compare_twins);
}

static bool has_any(const char *text, char from, char to)
{
    while (*text && (*text < from || *text > to))
        text++;
    return *text != '\0';
}

/* Codes without a small letter, or without a capital, differ in more. */
static bool may_have_twins(const struct table_join *join)
{
    bool small = false;
    bool capital = false;

    for (size_t file = 0; file < join->input->count; file++)
        for (size_t i = 0; i < join->stacks[file].count; i++) {
            const char *code = join->stacks[file].entries[i].code;
            small = small || has_any(code, 'a', 'z');
            capital = capital || has_any(code, 'A', 'Z');
        }
    return small && capital;
}

static void merge(struct table_join *join)
{
    const char *code;

    for (size_t i = 0; i < join->input->count; i++)
        join_blank(join, i);
    while ((code = next_code(join)) != NULL) {
        for (size_t i = 0; i < join->input->count; i++)
            join->groups[i] = take(&join->stacks[i], code);
        join_council(join, code);
    }
}

void table_join_files(struct arena *arena, const struct table_join_input *input,
                      struct table_join_result *result,
                      struct diagnostics *diagnostics)
{
    struct table_join join = {.arena = arena,
                              .scratch = arena_new(),
                              .cell_arena = arena_new(),
                              .input = input,
                              .result = result,
                              .diagnostics = diagnostics,
                              .reasons = buffer_new(4096)};

    *result = (struct table_join_result){0};
    join.stacks = ARENA_ARRAY(join.scratch, struct stack, input->count);
    join.groups = ARENA_ARRAY(join.scratch, struct group, input->count);
    for (size_t i = 0; i < input->count; i++)
        fill_stack(&join, i);
    if (may_have_twins(&join))
        find_twins(&join);
    result->members =
        ARENA_ARRAY(arena, struct table_join_member, join.stacks[0].count);
    merge(&join);
    for (size_t i = 0; i < input->count; i++)
        free(join.stacks[i].entries);
    free(join.twins.items);
    buffer_free(&join.reasons);
    arena_free(join.cell_arena);
    arena_free(join.scratch);
}

void table_join_free(struct table_join_result *result)
{
    free(result->refused);
    *result = (struct table_join_result){0};
}
