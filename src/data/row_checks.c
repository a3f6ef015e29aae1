#include "data/row_checks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "data/encoding.h"
#include "data/suggestion.h"
#include "data/text_lint.h"

/* A name or an address that a council has. */
struct claim {
    const char *key; /* folded */
    const char *text;
    const char *code; /* of the council */
    size_t index;     /* of the council */
    const char *column;
    struct location location;
    bool asked; /* not only a neighbour */
};

struct claims {
    struct claim *items;
    size_t count;
    size_t capacity;
};

struct row_checks {
    const struct campaign *campaign;
    struct arena *arena; /* for the current row */
    struct arena *texts; /* of claims */
    size_t email_columns[3];
    size_t email_count;
    struct claims names;
    struct claims emails;
    bool *faulty;
    struct diagnostics *diagnostics; /* NULL: the current row is a neighbour */
};

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

/* A cell of a council's row or of a list's row. */
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

    if (checked->broken) /* the roster has replaced it with a space */
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

/* @param key the text to compare @param text the cell's text */
static void add_claim(struct row_checks *row_checks, struct claims *claims,
                      const struct council *council, size_t column,
                      const char *key, const char *text)
{
    ARRAY_GROW(claims->items, claims->count, claims->capacity);
    claims->items[claims->count++] =
        (struct claim){.key = arena_strdup(row_checks->texts, key),
                       .text = arena_strdup(row_checks->texts, text),
                       .code = council->code,
                       .index = council->index,
                       .column = column_name(row_checks, column),
                       .location = council->values[column].location,
                       .asked = row_checks->diagnostics != NULL};
}

/* Checks one address of a cell, which may hold several. */
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
        !roster_email_resembles(row_checks->campaign->roster, council,
                                row_checks->arena, address))
        diagnostics_add(row_checks->diagnostics, RULE_EMAIL_DOMAIN,
                        cell.location, council->code, field,
                        "the domain of %s has nothing of the council's name",
                        suggestion_quote(shown, address));
    add_claim(row_checks, &row_checks->emails, council, column,
              email_address_key(row_checks->arena, address), address);
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

    if (row_checks->diagnostics)
        check_texts(row_checks, council);
    for (size_t i = 0;
         row_checks->diagnostics && i < campaign->settings.list_count; i++)
        if (campaign->lists[i])
            check_list(row_checks, council, campaign->lists[i]);
    for (size_t i = 0; i < row_checks->email_count; i++)
        check_addresses(row_checks, council, row_checks->email_columns[i]);
    for (size_t i = 0; i < campaign->settings.languages.count; i++) {
        const size_t column = roster_name_column(campaign->roster, i);
        const char *name = council->values[column].text;
        add_claim(row_checks, &row_checks->names, council, column,
                  name_match_fold(row_checks->arena, name), name);
    }
}

static int compare(const void *left, const void *right)
{
    const struct claim *a = left;
    const struct claim *b = right;
    const int order = strcmp(a->key, b->key);

    if (order)
        return order;
    if (a->location.line != b->location.line)
        return a->location.line < b->location.line ? -1 : 1;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return a->location.column - b->location.column;
}

static void report_repeat(struct row_checks *row_checks,
                          enum diagnostic_id rule, const struct claim *one,
                          const struct claim *other, const char *when)
{
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    diagnostics_add(row_checks->diagnostics, rule, one->location, one->code,
                    one->column, "%s is %s at %s",
                    suggestion_quote(shown, one->text), when,
                    error_print_location(other->location, place));
}

/* Refuses two councils of one name. */
static void refuse_names(struct row_checks *row_checks,
                         const struct claim *first, const struct claim *second)
{
    report_repeat(row_checks, RULE_NAME_DUPLICATE, first, second, "again");
    report_repeat(row_checks, RULE_NAME_DUPLICATE, second, first, "already");
    mark_faulty(row_checks, first->index);
    mark_faulty(row_checks, second->index);
}

static void warn_of_email(struct row_checks *row_checks,
                          const struct claim *first, const struct claim *second)
{
    report_repeat(row_checks, RULE_EMAIL_DUPLICATE, second, first, "already");
}

/* Compares every claim with the first one of its key. */
static void check_repeats(struct row_checks *row_checks, struct claims *claims,
                          void (*repeat)(struct row_checks *row_checks,
                                         const struct claim *first,
                                         const struct claim *second))
{
    const struct claim *first = claims->items;

    if (claims->count)
        qsort(claims->items, claims->count, sizeof *claims->items, compare);
    for (size_t i = 1; i < claims->count; i++) {
        const struct claim *claim = &claims->items[i];
        if (strcmp(claim->key, first->key) != 0)
            first = claim;
        else if (claim->index != first->index && (claim->asked || first->asked))
            repeat(row_checks, first, claim);
    }
    free(claims->items);
}

static void find_columns(struct row_checks *row_checks)
{
    static const char *const names[] = {"email", "emails", "email address"};
    const struct campaign *campaign = row_checks->campaign;

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

    *row_checks = (struct row_checks){.campaign = campaign,
                                      .arena = arena_new(),
                                      .texts = arena_new(),
                                      .faulty = faulty};
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
    check_repeats(row_checks, &row_checks->names, refuse_names);
    check_repeats(row_checks, &row_checks->emails, warn_of_email);
    arena_free(row_checks->arena);
    arena_free(row_checks->texts);
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
