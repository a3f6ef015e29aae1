#include "batch/recipients.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "data/email.h"
#include "data/hint.h"
#include "letter/cover.h"

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
    struct arena *arena;
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

static void look_at(struct directory *all, struct arena *row,
                    const struct council *council,
                    const struct recipient *recipient, struct report *report)
{
    char shown[HINT_SIZE];

    if (!is_named(recipient))
        return;
    if (!email_resembles(row, recipient->mailbox.address, council->name))
        report_say(report, RULE_EMAIL_DOMAIN, recipient->mailbox.place,
                   council->code, recipient->column,
                   "the domain of %s has nothing of the council's name",
                   hint_value(shown, recipient->mailbox.address));
    note(all, council->index, lower(row, recipient->mailbox.address));
}

static void read_row(const struct press *press, size_t index, struct arena *row,
                     struct council *council, struct recipients *recipients)
{
    struct report *unsaid = report_new();

    arena_reset(row);
    roster_read(press->campaign.roster, index, row, council);
    (void)!cover_address(template_cover(press->template), council, row,
                         recipients, unsaid);
    report_free(unsaid);
}

static void look_at_row(const struct press *press, size_t index,
                        struct directory *all, struct arena *row,
                        struct report *report)
{
    struct recipients recipients;
    struct council council;

    read_row(press, index, row, &council, &recipients);
    look_at(all, row, &council, &recipients.to, report);
    for (size_t i = 0; i < recipients.cc_count; i++)
        look_at(all, row, &council, &recipients.cc[i], report);
}

static void add_row(const struct press *press, size_t index,
                    struct directory *all, struct arena *row)
{
    struct recipients recipients;
    struct council council;

    read_row(press, index, row, &council, &recipients);
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

void recipients_check(const struct press *press, enum rule twice,
                      struct report *report)
{
    struct directory all = {.arena = arena_new()};
    struct arena *row = arena_new();
    const size_t count = template_cover(press->template)
                             ? roster_count(press->campaign.roster)
                             : 0;

    for (size_t i = 0; i < count; i++)
        look_at_row(press, i, &all, row, report);
    if (all.seen)
        keep_repeats(&all);
    for (size_t i = 0; i < all.seen; i++)
        if (i == 0 || all.sightings[i].row != all.sightings[i - 1].row)
            add_row(press, all.sightings[i].row, &all, row);
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, compare);
    find_repeats(&all, twice, report);
    free(all.items);
    free(all.sightings);
    arena_free(row);
    arena_free(all.arena);
}
