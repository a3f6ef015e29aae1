#include "run/recipient_checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "letter/email_template.h"

/*
 * Of a million rows not the addresses are held, but their hashes. Rows with a
 * hash that came twice are read again, and their addresses compared whole.
 */

/* That an address stands in a row. */
struct sighting {
    uint64_t hash;
    uint32_t row;
};

/* An address and whose it is. */
struct entry {
    const char *address; /* lower case */
    const char *column;
    const char *code;
    struct place place;
};

struct directory {
    const struct press *press;
    struct arena *arena; ///< owns what entries point to
    struct arena *row;   ///< for the row in hand
    struct report *unsaid;
    struct entry *items; ///< of rows that may share an address
    size_t count;
    size_t room;
    struct sighting *sightings; ///< of all rows
    size_t seen;
    size_t seen_room;
};

/* Makes room for one more. */
static void *make_room(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? *room + *room / 2 : 256;
    return memory_resize(items, *room, size);
}

static char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_string(arena, text);

    for (char *at = copy; *at; at++)
        *at = (char)text_lower((unsigned char)*at);
    return copy;
}

static bool is_named(const struct recipient *recipient)
{
    return recipient->mailbox.address && recipient->column;
}

static void note(struct directory *all, size_t row, const char *address)
{
    all->sightings = make_room(all->sightings, all->seen, &all->seen_room,
                               sizeof *all->sightings);
    all->sightings[all->seen++] = (struct sighting){
        hash_swift(0, address, strlen(address)), (uint32_t)row};
}

static void add(struct directory *all, const struct council *council,
                const struct recipient *recipient)
{
    char *address;

    if (!is_named(recipient))
        return;
    address = lower(all->arena, recipient->mailbox.address);
    all->items =
        make_room(all->items, all->count, &all->room, sizeof *all->items);
    all->items[all->count++] = (struct entry){
        address, recipient->column, arena_string(all->arena, council->code),
        recipient->mailbox.place};
}

static void look_at(struct directory *all, const struct council *council,
                    const struct recipient *recipient, struct report *report)
{
    char shown[HINT_SIZE];

    if (!is_named(recipient))
        return;
    if (report &&
        !email_resembles(all->row, recipient->mailbox.address, council->name))
        report_say(report, RULE_EMAIL_DOMAIN, recipient->mailbox.place,
                   council->code, recipient->column,
                   "the domain of %s has nothing of the council's name",
                   hint_value(shown, recipient->mailbox.address));
    note(all, council->index, lower(all->row, recipient->mailbox.address));
}

static void address(struct directory *all, const struct council *council,
                    struct recipients *recipients)
{
    (void)!cover_address(template_cover(all->press->template), council,
                         all->row, recipients, all->unsaid);
    report_clear(all->unsaid);
}

static void add_row(struct directory *all, size_t index)
{
    struct recipients recipients;
    struct council council;

    arena_reset(all->row);
    roster_read(all->press->campaign.roster, index, all->row, &council);
    address(all, &council, &recipients);
    add(all, &council, &recipients.to);
    for (size_t i = 0; i < recipients.cc_count; i++)
        add(all, &council, &recipients.cc[i]);
}

static int compare_hashes(const void *left, const void *right)
{
    const struct sighting *a = left;
    const struct sighting *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static int compare_rows(const void *left, const void *right)
{
    const struct sighting *a = left;
    const struct sighting *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

/* Leaves the sightings whose hash others have, too, by rows. */
static void keep_repeats(struct directory *all)
{
    struct sighting *items = all->sightings;
    uint64_t before = 0;
    size_t kept = 0;

    qsort(items, all->seen, sizeof *items, compare_hashes);
    for (size_t i = 0; i < all->seen; i++) {
        const uint64_t hash = items[i].hash;
        const bool again = i > 0 && hash == before;
        before = hash;
        if (again || (i + 1 < all->seen && items[i + 1].hash == hash))
            items[kept++] = items[i];
    }
    all->seen = kept;
    qsort(items, all->seen, sizeof *items, compare_rows);
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    const int order = strcmp(a->address, b->address);

    if (order)
        return order;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return strcmp(a->code, b->code);
}

/* Blames every entry that another council's entry of the same address stands
 * before. */
static void find_repeats(const struct directory *all, enum rule twice,
                         struct report *report)
{
    const struct entry *first = all->items;
    char shown[HINT_SIZE];

    for (size_t i = 1; i < all->count; i++) {
        const struct entry *entry = &all->items[i];
        if (strcmp(entry->address, first->address) != 0)
            first = entry;
        else if (strcmp(entry->code, first->code) != 0)
            report_say(report, twice, entry->place, entry->code, entry->column,
                       "%s is there already at %s:%d:%d%s",
                       hint_value(shown, entry->address), first->place.file,
                       first->place.line, first->place.column,
                       twice == RULE_RECIPIENT_TWICE
                           ? "; no address can have two councils' letters"
                           : "");
    }
}

struct directory *recipients_new(const struct press *press)
{
    struct directory *all = memory_alloc(sizeof *all);

    *all = (struct directory){.press = press,
                              .arena = arena_new(),
                              .row = arena_new(),
                              .unsaid = report_new()};
    return all;
}

void recipients_look(struct directory *all, const struct council *council,
                     const struct recipients *known, struct report *report)
{
    struct recipients recipients;

    if (!template_cover(all->press->template))
        return;
    arena_reset(all->row);
    if (!known) {
        address(all, council, &recipients);
        known = &recipients;
    }
    look_at(all, council, &known->to, report);
    for (size_t i = 0; i < known->cc_count; i++)
        look_at(all, council, &known->cc[i], report);
}

static void free_directory(struct directory *all)
{
    free(all->items);
    free(all->sightings);
    report_free(all->unsaid);
    arena_free(all->row);
    arena_free(all->arena);
    free(all);
}

void recipients_join(struct directory *all, struct directory *other)
{
    const size_t seen = all->seen + other->seen;

    if (other->seen) {
        all->sightings =
            memory_resize(all->sightings, seen, sizeof *all->sightings);
        memcpy(all->sightings + all->seen, other->sightings,
               other->seen * sizeof *other->sightings);
        all->seen = all->seen_room = seen;
    }
    free_directory(other);
}

void recipients_finish(struct directory *all, enum rule twice,
                       struct report *report)
{
    if (all->seen)
        keep_repeats(all);
    for (size_t i = 0; i < all->seen; i++)
        if (i == 0 || all->sightings[i].row != all->sightings[i - 1].row)
            add_row(all, all->sightings[i].row);
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare);
    find_repeats(all, twice, report);
    free_directory(all);
}

void recipients_check(const struct press *press, enum rule twice,
                      struct report *report)
{
    struct directory *all = recipients_new(press);
    struct arena *arena = arena_new();
    const size_t count = template_cover(press->template)
                             ? roster_count(press->campaign.roster)
                             : 0;

    for (size_t i = 0; i < count; i++) {
        struct council council;
        arena_reset(arena);
        roster_read(press->campaign.roster, i, arena, &council);
        recipients_look(all, &council, NULL, report);
    }
    arena_free(arena);
    recipients_finish(all, twice, report);
}
