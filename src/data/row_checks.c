#include "data/row_checks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "data/encoding.h"
#include "data/suggestion.h"
#include "data/text_lint.h"

/* A name or an address by its hash; texts are read again to be compared. */
struct claim {
    uint64_t hash;
    uint32_t index;     /* of the council */
    unsigned line : 31; /* of the cell */
    unsigned asked : 1; /* not only a neighbour */
};

struct claims {
    struct claim *items;
    size_t count;
    size_t capacity;
};

struct row_checks {
    const struct campaign *campaign;
    struct arena *arena; /* for the current row */
    size_t name_column;
    size_t email_columns[3];
    size_t email_count;
    struct claims names;
    struct claims emails;
    bool *faulty;
    struct diagnostics *diagnostics; /* NULL: the current row is a neighbour */
};

static void add_claim(struct claims *claims, struct claim claim)
{
    ARRAY_GROW(claims->items, claims->count, claims->capacity);
    claims->items[claims->count++] = claim;
}

static void mark_faulty(struct row_checks *row_checks, size_t index)
{
    if (row_checks->faulty)
        row_checks->faulty[index] = true;
}

static const char *column_name(const struct row_checks *row_checks,
                               size_t column)
{
    return roster_column_names(row_checks->campaign->roster)[column];
}

/* A cell of a council's row, or of a row of a list. */
struct checked_cell {
    const struct council *council;
    struct value cell;
    const char *column;
    uint32_t broken; /* as in struct council */
};

static void check_control(struct row_checks *row_checks,
                          const struct checked_cell *checked)
{
    uint32_t codepoint;

    if (!utf8_find_control(checked->cell.text, &codepoint))
        return;
    encoding_report_control(row_checks->diagnostics, checked->cell.location,
                            checked->council->code, checked->column, codepoint);
    mark_faulty(row_checks, checked->council->index);
}

static void check_text_lint(struct row_checks *row_checks,
                            const struct checked_cell *checked)
{
    struct text_lint text_lint;
    char shown[SUGGESTION_SIZE];

    if (checked->broken) /* the roster has made a space of it */
        encoding_report_control(row_checks->diagnostics, checked->cell.location,
                                checked->council->code, checked->column,
                                checked->broken);
    if (!text_lint_find(checked->cell.text, &text_lint))
        return;
    check_control(row_checks, checked);
    if (text_lint.rule != RULE_TEXT_CONTROL)
        diagnostics_add(row_checks->diagnostics, text_lint.rule,
                        checked->cell.location, checked->council->code,
                        checked->column, "%s in %s", text_lint.words,
                        suggestion_quote(shown, checked->cell.text));
}

static void check_texts(struct row_checks *row_checks,
                        const struct council *council)
{
    for (size_t i = 0; i < roster_columns(row_checks->campaign->roster); i++) {
        const struct checked_cell checked = {
            council, council->values[i], column_name(row_checks, i),
            council->breaks ? council->breaks[i] : 0};
        check_text_lint(row_checks, &checked);
    }
}

static void check_list(struct row_checks *row_checks,
                       const struct council *council,
                       const struct row_list *list)
{
    const size_t count = row_list_count(list, council->index);

    for (size_t i = 0; i < count; i++) {
        const struct row_list_entry row =
            row_list_read(list, council->index, i, row_checks->arena);
        for (size_t j = 0; j < row_list_columns(list); j++) {
            const struct checked_cell checked = {
                council, row.values[j], row_list_column(list, j).text,
                row.breaks ? row.breaks[j] : 0};
            check_text_lint(row_checks, &checked);
        }
    }
}

static struct claim claim_of(const struct row_checks *row_checks,
                             const struct council *council, uint64_t hash,
                             struct location location)
{
    return (struct claim){.hash = hash,
                          .index = (uint32_t)council->index,
                          .line = (unsigned)location.line & INT32_MAX,
                          .asked = row_checks->diagnostics != NULL};
}

/* One address of a cell, which may hold several. */
static void check_address(struct row_checks *row_checks,
                          const struct council *council, size_t column,
                          const char *address)
{
    const struct value cell = council->values[column];
    const char *field = column_name(row_checks, column);
    char shown[SUGGESTION_SIZE];

    if (!email_address_ascii(row_checks->arena, address)) {
        if (!row_checks->diagnostics)
            return;
        diagnostics_add(row_checks->diagnostics, RULE_EMAIL_SYNTAX,
                        cell.location, council->code, field,
                        "%s is not an e-mail address",
                        suggestion_quote(shown, address));
        mark_faulty(row_checks, council->index);
        return;
    }
    if (row_checks->diagnostics &&
        !email_address_resembles(row_checks->arena, address, council->name))
        diagnostics_add(row_checks->diagnostics, RULE_EMAIL_DOMAIN,
                        cell.location, council->code, field,
                        "the domain of %s has nothing of the council's name",
                        suggestion_quote(shown, address));
    add_claim(&row_checks->emails,
              claim_of(row_checks, council,
                       hash_fnv(email_address_key(row_checks->arena, address)),
                       cell.location));
}

/* The next address of a list with commas or semicolons, or NULL. */
static const char *next_address(struct arena *arena, const char **at)
{
    while (**at) {
        const size_t length = strcspn(*at, ",;");
        const char *address =
            utf8_trim(arena, arena_strndup(arena, *at, length));
        *at += length + ((*at)[length] != '\0');
        if (*address)
            return address;
    }
    return NULL;
}

static void check_addresses(struct row_checks *row_checks,
                            const struct council *council, size_t column)
{
    const char *at = council->values[column].text;
    const char *address;

    while ((address = next_address(row_checks->arena, &at)) != NULL)
        check_address(row_checks, council, column, address);
}

static void check_council(struct row_checks *row_checks,
                          const struct council *council)
{
    const struct campaign *campaign = row_checks->campaign;
    const char *name = name_match_fold(row_checks->arena, council->name);

    if (row_checks->diagnostics)
        check_texts(row_checks, council);
    for (size_t i = 0;
         row_checks->diagnostics && i < campaign->settings.list_count; i++)
        if (campaign->lists[i])
            check_list(row_checks, council, campaign->lists[i]);
    for (size_t i = 0; i < row_checks->email_count; i++)
        check_addresses(row_checks, council, row_checks->email_columns[i]);
    add_claim(&row_checks->names,
              claim_of(row_checks, council, hash_fnv(name),
                       council->values[row_checks->name_column].location));
}

static int compare(const void *left, const void *right)
{
    const struct claim *a = left;
    const struct claim *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Reports that the second of two claims of one hash repeats the first. */
typedef void (*repeat_function)(struct row_checks *row_checks,
                                const struct council *first,
                                const struct council *second);

/* Refuses a council for a name that another has. */
static void report_name(struct row_checks *row_checks,
                        const struct council *one, const struct council *other,
                        const char *when)
{
    const size_t column = row_checks->name_column;
    const struct value here = one->values[column];
    const struct location there = other->values[column].location;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    diagnostics_add(row_checks->diagnostics, RULE_NAME_DUPLICATE, here.location,
                    one->code, column_name(row_checks, column),
                    "%s is there %s at %s", suggestion_quote(shown, here.text),
                    when, error_print_location(there, place));
    mark_faulty(row_checks, one->index);
}

static void repeat_name(struct row_checks *row_checks,
                        const struct council *first,
                        const struct council *second)
{
    if (!name_match_equal(first->name, second->name))
        return;
    report_name(row_checks, first, second, "again");
    report_name(row_checks, second, first, "already");
}

/* @return true if a council has an address; @p cell gets where. */
static bool has_address(struct row_checks *row_checks,
                        const struct council *council, const char *wanted,
                        struct value *cell)
{
    const char *key = email_address_key(row_checks->arena, wanted);

    for (size_t i = 0; i < row_checks->email_count; i++) {
        const char *address;
        const char *at;
        *cell = council->values[row_checks->email_columns[i]];
        at = cell->text;
        while ((address = next_address(row_checks->arena, &at)) != NULL)
            if (strcmp(email_address_key(row_checks->arena, address), key) == 0)
                return true;
    }
    return false;
}

static void repeat_email(struct row_checks *row_checks,
                         const struct council *first,
                         const struct council *second)
{
    for (size_t i = 0; i < row_checks->email_count; i++) {
        const size_t column = row_checks->email_columns[i];
        const struct value here = second->values[column];
        const char *at = here.text;
        const char *address;
        struct value there;
        char shown[SUGGESTION_SIZE];
        char place[LOCATION_SIZE];
        while ((address = next_address(row_checks->arena, &at)) != NULL)
            if (has_address(row_checks, first, address, &there))
                diagnostics_add(row_checks->diagnostics, RULE_EMAIL_DUPLICATE,
                                here.location, second->code,
                                column_name(row_checks, column),
                                "%s is there already at %s",
                                suggestion_quote(shown, address),
                                error_print_location(there.location, place));
    }
}

/* Compares every claim with the first one of its hash. */
static void check_repeats(struct row_checks *row_checks, struct claims *claims,
                          repeat_function repeat)
{
    const struct roster *roster = row_checks->campaign->roster;
    size_t first = 0;

    if (claims->count)
        qsort(claims->items, claims->count, sizeof *claims->items, compare);
    for (size_t i = 1; i < claims->count; i++) {
        struct council one, other;
        if (claims->items[i].hash != claims->items[first].hash) {
            first = i;
            continue;
        }
        if (claims->items[i].index == claims->items[first].index ||
            !(claims->items[i].asked || claims->items[first].asked))
            continue;
        arena_reset(row_checks->arena);
        roster_read(roster, claims->items[first].index, row_checks->arena,
                    &one);
        roster_read(roster, claims->items[i].index, row_checks->arena, &other);
        repeat(row_checks, &one, &other);
    }
}

static void find_columns(struct row_checks *row_checks)
{
    static const char *const names[] = {"email", "emails", "email address"};
    const struct campaign *campaign = row_checks->campaign;

    row_checks->name_column =
        roster_find_column(campaign->roster, campaign->settings.name.text);
    if (campaign->settings.mail.given)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t column = roster_find_column(campaign->roster, names[i]);
        if (column != SIZE_MAX)
            row_checks->email_columns[row_checks->email_count++] = column;
    }
}

struct row_checks *row_checks_new(const struct campaign *campaign, bool *faulty)
{
    struct row_checks *row_checks = memory_alloc(sizeof *row_checks);

    *row_checks = (struct row_checks){
        .campaign = campaign, .arena = arena_new(), .faulty = faulty};
    find_columns(row_checks);
    return row_checks;
}

void row_checks_add(struct row_checks *row_checks,
                    const struct council *council,
                    struct diagnostics *diagnostics)
{
    arena_reset(row_checks->arena);
    row_checks->diagnostics = diagnostics;
    check_council(row_checks, council);
}

void row_checks_finish(struct row_checks *row_checks,
                       struct diagnostics *diagnostics)
{
    row_checks->diagnostics = diagnostics;
    check_repeats(row_checks, &row_checks->names, repeat_name);
    check_repeats(row_checks, &row_checks->emails, repeat_email);
    free(row_checks->names.items);
    free(row_checks->emails.items);
    arena_free(row_checks->arena);
    free(row_checks);
}

void row_checks_run(const struct campaign *campaign, bool *faulty,
                    struct diagnostics *diagnostics)
{
    struct row_checks *row_checks = row_checks_new(campaign, faulty);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(campaign->roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(campaign->roster, i, arena, &council);
        row_checks_add(row_checks, &council, diagnostics);
    }
    arena_free(arena);
    row_checks_finish(row_checks, diagnostics);
}
