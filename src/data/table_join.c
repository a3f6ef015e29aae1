#include "data/table_join.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "data/suggestion.h"

/* Most bytes of a code; it becomes part of file names. */
enum { CODE_LIMIT = 63 };

/* A row under its code; rows of a file are sorted by code, then line. */
struct entry {
    const char *code;
    int32_t row;
    int line;
};

/* The rows of one file that have the code in hand. */
struct group {
    const struct entry *entries;
    size_t count;
};

struct stack {
    struct entry *entries;
    size_t count;
    size_t next;
};

struct join {
    struct arena *arena;
    struct arena *scratch; /* codes, until the end */
    struct arena *passing; /* cells, for a moment */
    const struct join_input *input;
    struct join_result *result;
    struct report *report;
    struct stack *stacks;  /* one a file */
    struct group *groups;  /* one a file, of the code in hand */
    struct buffer reasons; /* of the code in hand */
};

static void add_reason(struct join *join, const char *field,
                       const char *message)
{
    if (join->reasons.length)
        buffer_add_text(&join->reasons, "; ");
    if (field && *field)
        buffer_printf(&join->reasons, "%s: ", field);
    buffer_add_text(&join->reasons, message);
}

static void blame(struct join *join, enum rule rule, struct value cell,
                  const char *code, const char *field, const char *message)
{
    report_say(join->report, rule, cell.place, code, field, "%s", message);
    add_reason(join, field, message);
}

/* A cell of any row; the arena `passing` owns it. */
static struct value read_cell(struct join *join, size_t file, int32_t row,
                              size_t column, struct error *err)
{
    const struct table *table = join->input->files[file].table;
    struct value_list extra;
    struct value *cells;

    arena_reset(join->passing);
    if (row < JOIN_FAULTY)
        return table_read_cell(table, (size_t)row, join->passing, column);
    cells = ARENA_ARRAY(join->passing, struct value, table_columns(table));
    table_read_refused(table, (size_t)(row - JOIN_FAULTY), join->passing, cells,
                       &extra, err);
    return cells[column];
}

static struct value read_code(struct join *join, size_t file,
                              const struct entry *entry)
{
    struct error ignored;

    return read_cell(join, file, entry->row, join->input->files[file].code,
                     &ignored);
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
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

static void push(struct join *join, size_t file, int32_t row)
{
    const struct table *table = join->input->files[file].table;
    struct stack *stack = &join->stacks[file];
    const size_t refused = (size_t)(row - JOIN_FAULTY);
    struct entry *entry = &stack->entries[stack->count++];
    struct value cell;

    entry->row = row;
    if (row >= JOIN_FAULTY) {
        entry->code = table_refused_code(table, refused, join->scratch);
        entry->line = table_refused_line(table, refused);
        return;
    }
    arena_reset(join->passing);
    cell = table_read_cell(table, (size_t)row, join->passing,
                           join->input->files[file].code);
    entry->code = text_trim(join->scratch, cell.text);
    entry->line = cell.place.line;
}

static void fill_stack(struct join *join, size_t file)
{
    const struct table *table = join->input->files[file].table;
    const size_t rows = table_rows(table);
    const size_t refused = table_refused(table);
    struct stack *stack = &join->stacks[file];

    stack->entries =
        memory_resize(NULL, rows + refused, sizeof *stack->entries);
    for (size_t i = 0; i < rows; i++)
        push(join, file, (int32_t)i);
    for (size_t i = 0; i < refused; i++)
        push(join, file, JOIN_FAULTY + (int32_t)i);
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

static void check_safe(struct join *join)
{
    const struct group *first = &join->groups[0];
    const char *code = first->count ? first->entries->code : "";
    char shown[HINT_SIZE];
    char message[HINT_SIZE + 96];

    if (is_safe(code))
        return;
    snprintf(message, sizeof message,
             "%s cannot be part of a file's name; letters, digits, dots, "
             "dashes and underscores can",
             hint_value(shown, code));
    if (strlen(code) > CODE_LIMIT)
        snprintf(message, sizeof message, "longer than %d bytes", CODE_LIMIT);
    blame(join, RULE_CODE_UNSAFE, read_code(join, 0, first->entries), code,
          "code", message);
}

static void check_duplicates(struct join *join, size_t file)
{
    const struct group *group = &join->groups[file];
    const struct place first = group->count > 1
                                   ? read_code(join, file, group->entries).place
                                   : NO_PLACE;
    char shown[HINT_SIZE];

    for (size_t i = 1; i < group->count; i++) {
        const struct entry *entry = &group->entries[i];
        const char *message =
            arena_printf(join->scratch, "%s is there already at %s:%d:%d",
                         hint_value(shown, entry->code), first.file, first.line,
                         first.column);
        blame(join, RULE_CODE_DUPLICATE, read_code(join, file, entry),
              entry->code, "code", message);
    }
}

/* A code that one file has and another has not, said where it stands. */
static void say_unmatched(struct join *join, size_t file, size_t other)
{
    const struct entry *entry = join->groups[file].entries;
    char shown[HINT_SIZE];
    const char *message = arena_printf(join->scratch, "%s is not in %s",
                                       hint_value(shown, entry->code),
                                       join->input->files[other].name);

    blame(join, RULE_CODE_UNMATCHED, read_code(join, file, entry), entry->code,
          "code", message);
}

static void check_matched(struct join *join)
{
    const bool listed = join->groups[0].count > 0;

    for (size_t i = 1; i < join->input->count; i++) {
        if (listed && !join->groups[i].count)
            say_unmatched(join, 0, i);
        if (!listed && join->groups[i].count)
            say_unmatched(join, i, 0);
    }
}

/* Rows that table_open() left out have been reported there. */
static void add_faults(struct join *join, size_t file)
{
    const struct group *group = &join->groups[file];

    for (size_t i = 0; i < group->count; i++) {
        struct error err = {0};
        if (group->entries[i].row < JOIN_FAULTY)
            continue;
        (void)read_cell(join, file, group->entries[i].row, 0, &err);
        add_reason(join, err.field, err.message);
    }
}

static void check_name(struct join *join)
{
    const size_t file = join->input->name_file;
    const struct entry *entry = join->groups[file].entries;
    struct error ignored;
    struct value name;

    if (!join->groups[file].count || entry->row >= JOIN_FAULTY)
        return;
    name =
        read_cell(join, file, entry->row, join->input->name_column, &ignored);
    if (text_is_blank(name.text))
        blame(join, RULE_NAME_MISSING, name, entry->code,
              table_column(join->input->files[file].table,
                           join->input->name_column)
                  .text,
              "the council has no name");
}

static void check_blank_code(struct join *join, size_t file)
{
    const struct entry *entry = join->groups[file].entries;

    if (entry->row < JOIN_FAULTY)
        blame(join, RULE_CODE_MISSING, read_code(join, file, entry), NULL,
              "code", "the row has no code");
}

static void refuse(struct join *join, const char *code, size_t turn)
{
    struct join_result *result = join->result;
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++) {
        const struct group *group = &join->groups[i];
        rows[i] = JOIN_NONE;
        if (group->count)
            rows[i] = group->entries[turn < group->count ? turn : 0].row;
    }
    if (result->refused_count == result->refused_room) {
        result->refused_room =
            result->refused_room ? result->refused_room * 2 : 16;
        result->refused = memory_resize(result->refused, result->refused_room,
                                        sizeof *result->refused);
    }
    result->refused[result->refused_count++] = (struct join_refused){
        {arena_string(join->arena, code), rows},
        arena_string(join->arena, buffer_text(&join->reasons))};
}

static void accept(struct join *join, const char *code)
{
    const size_t files = join->input->count;
    int32_t *rows = ARENA_ARRAY(join->arena, int32_t, files);

    for (size_t i = 0; i < files; i++)
        rows[i] = join->groups[i].entries->row;
    join->result->members[join->result->count++] =
        (struct join_member){arena_string(join->arena, code), rows};
}

/* As many refused rows as the file with the most rows of the code has. */
static void settle(struct join *join, const char *code)
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

static void join_council(struct join *join, const char *code)
{
    buffer_clear(&join->reasons);
    check_safe(join);
    for (size_t i = 0; i < join->input->count; i++) {
        check_duplicates(join, i);
        add_faults(join, i);
    }
    check_matched(join);
    check_name(join);
    settle(join, code);
}

/* Rows without a code belong to nobody: each is refused on its own. */
static void join_blank(struct join *join, size_t file)
{
    struct stack *stack = &join->stacks[file];

    for (; stack->next < stack->count && !*stack->entries[stack->next].code;
         stack->next++) {
        for (size_t i = 0; i < join->input->count; i++)
            join->groups[i] = (struct group){NULL, 0};
        join->groups[file] = (struct group){&stack->entries[stack->next], 1};
        buffer_clear(&join->reasons);
        add_faults(join, file);
        check_blank_code(join, file);
        refuse(join, "", 0);
    }
}

/* The least code that is left; NULL: none is. */
static const char *next_code(const struct join *join)
{
    const char *least = NULL;

    for (size_t i = 0; i < join->input->count; i++) {
        const struct stack *stack = &join->stacks[i];
        if (stack->next < stack->count &&
            (!least || strcmp(stack->entries[stack->next].code, least) < 0))
            least = stack->entries[stack->next].code;
    }
    return least;
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

static void merge(struct join *join)
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

void join_files(struct arena *arena, const struct join_input *input,
                struct join_result *result, struct report *report)
{
    struct join join = {.arena = arena,
                        .scratch = arena_new(),
                        .passing = arena_new(),
                        .input = input,
                        .result = result,
                        .report = report,
                        .reasons = buffer_new(4096)};

    *result = (struct join_result){0};
    join.stacks = ARENA_ARRAY(join.scratch, struct stack, input->count);
    join.groups = ARENA_ARRAY(join.scratch, struct group, input->count);
    for (size_t i = 0; i < input->count; i++)
        fill_stack(&join, i);
    result->members =
        ARENA_ARRAY(arena, struct join_member, join.stacks[0].count);
    merge(&join);
    for (size_t i = 0; i < input->count; i++)
        free(join.stacks[i].entries);
    buffer_free(&join.reasons);
    arena_free(join.passing);
    arena_free(join.scratch);
}

void join_free(struct join_result *result)
{
    free(result->refused);
    *result = (struct join_result){0};
}
