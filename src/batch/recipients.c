#include "batch/recipients.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "data/email.h"
#include "data/hint.h"
#include "letter/cover.h"

/* An address and whose it is. */
struct entry {
    const char *address; /* lower case */
    const char *column;
    const char *code;
    struct place place;
};

struct directory {
    struct arena *arena;
    struct entry *items;
    size_t count;
    size_t room;
};

static void add(struct directory *all, const struct council *council,
                const struct recipient *recipient)
{
    char *address = arena_string(all->arena, recipient->mailbox.address);

    for (char *at = address; *at; at++)
        *at = (char)text_lower((unsigned char)*at);
    if (all->count == all->room) {
        all->room = all->room ? all->room * 2 : 256;
        all->items = memory_resize(all->items, all->room, sizeof *all->items);
    }
    all->items[all->count++] = (struct entry){
        address, recipient->column, arena_string(all->arena, council->code),
        recipient->mailbox.place};
}

static void look_at(struct directory *all, struct arena *row,
                    const struct council *council,
                    const struct recipient *recipient, struct report *report)
{
    char shown[HINT_SIZE];

    if (!recipient->mailbox.address || !recipient->column)
        return;
    if (!email_resembles(row, recipient->mailbox.address, council->name))
        report_say(report, RULE_EMAIL_DOMAIN, recipient->mailbox.place,
                   council->code, recipient->column,
                   "the domain of %s has nothing of the council's name",
                   hint_value(shown, recipient->mailbox.address));
    add(all, council, recipient);
}

static void look_at_row(const struct press *press, size_t index,
                        struct directory *all, struct arena *row,
                        struct report *report)
{
    struct report *unsaid = report_new();
    struct recipients recipients;
    struct council council;

    roster_read(press->campaign.roster, index, row, &council);
    (void)!cover_address(template_cover(press->template), &council, row,
                         &recipients, unsaid);
    look_at(all, row, &council, &recipients.to, report);
    for (size_t i = 0; i < recipients.cc_count; i++)
        look_at(all, row, &council, &recipients.cc[i], report);
    report_free(unsaid);
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
                       "%s is there already at %s:%d:%d",
                       hint_value(shown, entry->address), first->place.file,
                       first->place.line, first->place.column);
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

    for (size_t i = 0; i < count; i++) {
        arena_reset(row);
        look_at_row(press, i, &all, row, report);
    }
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, compare);
    find_repeats(&all, twice, report);
    free(all.items);
    arena_free(row);
    arena_free(all.arena);
}
