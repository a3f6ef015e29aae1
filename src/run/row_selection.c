#include "run/row_selection.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/name_match.h"

/* Finds the code most like a missing one. */
static const char *suggest_code(const struct roster *roster, const char *code)
{
    const size_t rows = roster_count(roster);
    const size_t count = rows + roster_refused(roster);
    const char **codes = memory_resize(NULL, count, sizeof *codes);
    const char *best;

    for (size_t i = 0; i < count; i++)
        codes[i] = i < rows ? roster_code(roster, i)
                            : roster_refused_code(roster, i - rows);
    best = name_match_suggest(code, codes, count);
    free(codes);
    return best;
}

static int by_index(const void *left, const void *right)
{
    const size_t a = *(const size_t *)left;
    const size_t b = *(const size_t *)right;

    return (a > b) - (a < b);
}

static void select_absent(const struct roster *roster, const char *code,
                          struct row_selection *selection)
{
    for (size_t i = roster_find_refused(roster, code);
         i < roster_refused(roster) &&
         strcmp(roster_refused_code(roster, i), code) == 0;
         i++) {
        selection->absent_count += !selection->absent[i];
        selection->absent[i] = true;
    }
}

static enum status select_codes(const struct roster *roster,
                                const char *const *only, size_t count,
                                struct row_selection *selection,
                                struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const size_t row = roster_find(roster, only[i]);
        const char *near;
        if (row != SIZE_MAX)
            selection->rows[selection->count++] = row;
        else
            select_absent(roster, only[i], selection);
        if (row != SIZE_MAX || roster_find_refused(roster, only[i]) != SIZE_MAX)
            continue;
        near = suggest_code(roster, only[i]);
        diagnostics_add(diagnostics, RULE_CODE_UNKNOWN, NO_LOCATION, NULL,
                        "--only", "no row has the code %s%s%s%s", only[i],
                        near ? "; did you mean " : "", near ? near : "",
                        near ? "?" : "");
        status = STATUS_INPUT;
    }
    if (selection->count)
        qsort(selection->rows, selection->count, sizeof *selection->rows,
              by_index);
    for (size_t i = 0; i < selection->count; i++)
        if (!kept || selection->rows[kept - 1] != selection->rows[i])
            selection->rows[kept++] = selection->rows[i];
    selection->count = kept;
    return status;
}

enum status row_selection_make(struct arena *arena, const struct roster *roster,
                               const char *const *only, size_t count,
                               struct row_selection *selection,
                               struct diagnostics *diagnostics)
{
    const size_t all = roster_count(roster);

    *selection = (struct row_selection){
        .rows = ARENA_ARRAY(arena, size_t, only ? count : all),
        .absent = ARENA_ARRAY(arena, bool, roster_refused(roster))};
    if (only)
        return select_codes(roster, only, count, selection, diagnostics);
    for (size_t i = 0; i < all; i++)
        selection->rows[selection->count++] = i;
    selection->absent_count = roster_refused(roster);
    for (size_t i = 0; i < selection->absent_count; i++)
        selection->absent[i] = true;
    return STATUS_OK;
}

void row_selection_limit_to_shard(struct row_selection *selection,
                                  const struct roster *roster,
                                  const struct shard *shard)
{
    size_t kept = 0;

    for (size_t i = 0; i < selection->count; i++) {
        const size_t row = selection->rows[i];
        if (shard_contains(shard, roster_code(roster, row)))
            selection->rows[kept++] = row;
    }
    selection->count = kept;
    for (size_t i = 0; i < roster_refused(roster); i++)
        if (selection->absent[i] &&
            !shard_contains(shard, roster_refused_code(roster, i))) {
            selection->absent[i] = false;
            selection->absent_count--;
        }
}

bool row_selection_contains(const struct row_selection *selection, size_t row)
{
    return selection->count && bsearch(&row, selection->rows, selection->count,
                                       sizeof row, by_index);
}
