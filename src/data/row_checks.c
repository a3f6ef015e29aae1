#include "data/row_checks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/email_address.h"
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
    size_t room;
};

struct scrutiny {
    const struct campaign *campaign;
    struct arena *arena; /* for the row in hand */
    size_t name_column;
    size_t email_columns[3];
    size_t email_count;
    struct claims names;
    struct claims emails;
    bool *faulty;
    struct report *report; /* NULL: the row in hand is a neighbour */
};

static void add_claim(struct claims *claims, struct claim claim)
{
    if (claims->count == claims->room) {
        claims->room = claims->room ? claims->room * 2 : 256;
        claims->items =
            memory_resize(claims->items, claims->room, sizeof *claims->items);
    }
    claims->items[claims->count++] = claim;
}

static void mark_faulty(struct scrutiny *scrutiny, size_t index)
{
    if (scrutiny->faulty)
        scrutiny->faulty[index] = true;
}

static const char *column_name(const struct scrutiny *scrutiny, size_t column)
{
    return roster_column_names(scrutiny->campaign->roster)[column];
}

static void check_oddity(struct scrutiny *scrutiny,
                         const struct council *council, size_t column)
{
    const struct value cell = council->values[column];
    struct oddity oddity;
    char shown[HINT_SIZE];

    if (!oddity_find(cell.text, &oddity))
        return;
    report_say(scrutiny->report, oddity.rule, cell.place, council->code,
               column_name(scrutiny, column), "%s in %s", oddity.words,
               hint_value(shown, cell.text));
}

static uint64_t hash_address(const char *address)
{
    uint64_t hash = 0;

    for (; *address; address++) {
        const uint32_t letter = text_lower((unsigned char)*address);
        hash = hash_short_bytes(hash, &letter, sizeof letter);
    }
    return hash;
}

/* Addresses differ by more than capitals. */
static bool is_same_address(const char *a, const char *b)
{
    for (; *a && *b; a++, b++)
        if (text_lower((unsigned char)*a) != text_lower((unsigned char)*b))
            return false;
    return *a == *b;
}

static struct claim claim_of(const struct scrutiny *scrutiny,
                             const struct council *council, uint64_t hash,
                             struct place place)
{
    return (struct claim){.hash = hash,
                          .index = (uint32_t)council->index,
                          .line = (unsigned)place.line & INT32_MAX,
                          .asked = scrutiny->report != NULL};
}

/* One address of a cell, which may hold several. */
static void check_address(struct scrutiny *scrutiny,
                          const struct council *council, size_t column,
                          const char *address)
{
    const struct value cell = council->values[column];
    const char *field = column_name(scrutiny, column);
    char shown[HINT_SIZE];

    if (!email_is_valid(address)) {
        if (!scrutiny->report)
            return;
        report_say(scrutiny->report, RULE_EMAIL_SYNTAX, cell.place,
                   council->code, field, "%s is not an e-mail address",
                   hint_value(shown, address));
        mark_faulty(scrutiny, council->index);
        return;
    }
    if (scrutiny->report &&
        !email_resembles(scrutiny->arena, address, council->name))
        report_say(scrutiny->report, RULE_EMAIL_DOMAIN, cell.place,
                   council->code, field,
                   "the domain of %s has nothing of the council's name",
                   hint_value(shown, address));
    add_claim(&scrutiny->emails,
              claim_of(scrutiny, council, hash_address(address), cell.place));
}

/* The next address of a list with commas or semicolons, or NULL. */
static const char *next_address(struct arena *arena, const char **at)
{
    while (**at) {
        const size_t length = strcspn(*at, ",;");
        const char *address = text_trim(arena, arena_text(arena, *at, length));
        *at += length + ((*at)[length] != '\0');
        if (*address)
            return address;
    }
    return NULL;
}

static void check_addresses(struct scrutiny *scrutiny,
                            const struct council *council, size_t column)
{
    const char *at = council->values[column].text;
    const char *address;

    while ((address = next_address(scrutiny->arena, &at)) != NULL)
        check_address(scrutiny, council, column, address);
}

static void check_council(struct scrutiny *scrutiny,
                          const struct council *council)
{
    const char *name = name_fold(scrutiny->arena, council->name);
    const size_t columns = roster_columns(scrutiny->campaign->roster);

    for (size_t i = 0; scrutiny->report && i < columns; i++)
        check_oddity(scrutiny, council, i);
    for (size_t i = 0; i < scrutiny->email_count; i++)
        check_addresses(scrutiny, council, scrutiny->email_columns[i]);
    add_claim(&scrutiny->names,
              claim_of(scrutiny, council, hash_short(name),
                       council->values[scrutiny->name_column].place));
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

/* Says of two claims of one hash that the second repeats the first. */
typedef void (*repeat_function)(struct scrutiny *scrutiny,
                                const struct council *first,
                                const struct council *second);

/* Refuses a council for a name that another has. */
static void blame_name(struct scrutiny *scrutiny, const struct council *one,
                       const struct council *other, const char *when)
{
    const size_t column = scrutiny->name_column;
    const struct value here = one->values[column];
    const struct place there = other->values[column].place;
    char shown[HINT_SIZE];

    report_say(scrutiny->report, RULE_NAME_DUPLICATE, here.place, one->code,
               column_name(scrutiny, column), "%s is there %s at %s:%d:%d",
               hint_value(shown, here.text), when, there.file, there.line,
               there.column);
    mark_faulty(scrutiny, one->index);
}

static void repeat_name(struct scrutiny *scrutiny, const struct council *first,
                        const struct council *second)
{
    if (!name_equal(first->name, second->name))
        return;
    blame_name(scrutiny, first, second, "again");
    blame_name(scrutiny, second, first, "already");
}

/* Whether a council has an address; @p cell gets where. */
static bool has_address(struct scrutiny *scrutiny,
                        const struct council *council, const char *wanted,
                        struct value *cell)
{
    for (size_t i = 0; i < scrutiny->email_count; i++) {
        const char *address;
        const char *at;
        *cell = council->values[scrutiny->email_columns[i]];
        at = cell->text;
        while ((address = next_address(scrutiny->arena, &at)) != NULL)
            if (is_same_address(address, wanted))
                return true;
    }
    return false;
}

static void repeat_email(struct scrutiny *scrutiny, const struct council *first,
                         const struct council *second)
{
    for (size_t i = 0; i < scrutiny->email_count; i++) {
        const size_t column = scrutiny->email_columns[i];
        const struct value here = second->values[column];
        const char *at = here.text;
        const char *address;
        struct value there;
        char shown[HINT_SIZE];
        while ((address = next_address(scrutiny->arena, &at)) != NULL)
            if (has_address(scrutiny, first, address, &there))
                report_say(scrutiny->report, RULE_EMAIL_DUPLICATE, here.place,
                           second->code, column_name(scrutiny, column),
                           "%s is there already at %s:%d:%d",
                           hint_value(shown, address), there.place.file,
                           there.place.line, there.place.column);
    }
}

/* Compares every claim with the first one of its hash. */
static void check_repeats(struct scrutiny *scrutiny, struct claims *claims,
                          repeat_function repeat)
{
    const struct roster *roster = scrutiny->campaign->roster;
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
        arena_reset(scrutiny->arena);
        roster_read(roster, claims->items[first].index, scrutiny->arena, &one);
        roster_read(roster, claims->items[i].index, scrutiny->arena, &other);
        repeat(scrutiny, &one, &other);
    }
}

static void find_columns(struct scrutiny *scrutiny)
{
    static const char *const names[] = {"email", "emails", "email address"};
    const struct campaign *campaign = scrutiny->campaign;

    scrutiny->name_column =
        roster_find_column(campaign->roster, campaign->settings.name.text);
    if (campaign->settings.mail.given)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t column = roster_find_column(campaign->roster, names[i]);
        if (column != SIZE_MAX)
            scrutiny->email_columns[scrutiny->email_count++] = column;
    }
}

struct scrutiny *scrutiny_new(const struct campaign *campaign, bool *faulty)
{
    struct scrutiny *scrutiny = memory_alloc(sizeof *scrutiny);

    *scrutiny = (struct scrutiny){
        .campaign = campaign, .arena = arena_new(), .faulty = faulty};
    find_columns(scrutiny);
    return scrutiny;
}

void scrutiny_look(struct scrutiny *scrutiny, const struct council *council,
                   struct report *report)
{
    arena_reset(scrutiny->arena);
    scrutiny->report = report;
    check_council(scrutiny, council);
}

static void join_claims(struct claims *claims, struct claims *other)
{
    const size_t count = claims->count + other->count;

    if (other->count) {
        claims->items =
            memory_resize(claims->items, count, sizeof *claims->items);
        memcpy(claims->items + claims->count, other->items,
               other->count * sizeof *other->items);
        claims->count = claims->room = count;
    }
    free(other->items);
}

void scrutiny_join(struct scrutiny *scrutiny, struct scrutiny *other)
{
    join_claims(&scrutiny->names, &other->names);
    join_claims(&scrutiny->emails, &other->emails);
    arena_free(other->arena);
    free(other);
}

void scrutiny_finish(struct scrutiny *scrutiny, struct report *report)
{
    scrutiny->report = report;
    check_repeats(scrutiny, &scrutiny->names, repeat_name);
    check_repeats(scrutiny, &scrutiny->emails, repeat_email);
    free(scrutiny->names.items);
    free(scrutiny->emails.items);
    arena_free(scrutiny->arena);
    free(scrutiny);
}

void scrutiny_check(const struct campaign *campaign, bool *faulty,
                    struct report *report)
{
    struct scrutiny *scrutiny = scrutiny_new(campaign, faulty);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(campaign->roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(campaign->roster, i, arena, &council);
        scrutiny_look(scrutiny, &council, report);
    }
    arena_free(arena);
    scrutiny_finish(scrutiny, report);
}
