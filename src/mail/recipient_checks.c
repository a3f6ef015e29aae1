#include "mail/recipient_checks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "mail/email_template.h"

/* An address and its council. */
struct address_entry {
    const char *address; /* email_address_key() */
    const char *column;
    const char *code;
    struct location location;
};

struct recipient_checks {
    const struct engine *engine;
    pthread_mutex_t lock; ///< of the members below
    struct arena *arena;  ///< owns what entries point to
    struct arena *row;    ///< for the current row
    struct diagnostics *discarded;
    struct address_entry *items; ///< of all rows
    size_t count;
    size_t capacity;
};

static bool is_named(const struct recipient *recipient)
{
    return recipient->mailbox.address && recipient->column;
}

static void add(struct recipient_checks *all, const struct council *council,
                const struct recipient *recipient)
{
    const char *address =
        email_address_key(all->row, recipient->mailbox.address);

    ARRAY_GROW(all->items, all->count, all->capacity);
    all->items[all->count++] = (struct address_entry){
        arena_strdup(all->arena, address), recipient->column, council->code,
        recipient->mailbox.location};
}

static void check_recipient(struct recipient_checks *all,
                            const struct council *council,
                            const struct recipient *recipient,
                            struct diagnostics *diagnostics)
{
    const struct mail_settings *mail = &all->engine->campaign.settings.mail;
    char shown[SUGGESTION_SIZE];

    if (!is_named(recipient))
        return;
    if (diagnostics &&
        !mail_settings_allow(all->row, mail, recipient->mailbox.address) &&
        !roster_email_resembles(all->engine->campaign.roster, council, all->row,
                                recipient->mailbox.address))
        diagnostics_add(diagnostics, RULE_EMAIL_DOMAIN,
                        recipient->mailbox.location, council->code,
                        recipient->column,
                        "the domain of %s has nothing of the council's name",
                        suggestion_quote(shown, recipient->mailbox.address));
    add(all, council, recipient);
}

static void address(struct recipient_checks *all, const struct council *council,
                    struct recipients *recipients)
{
    (void)!email_template_recipients(email_template_of(all->engine->template),
                                     council, all->row, recipients,
                                     all->discarded);
    diagnostics_clear(all->discarded);
}

static int compare(const void *left, const void *right)
{
    const struct address_entry *a = left;
    const struct address_entry *b = right;
    const int order = strcmp(a->address, b->address);

    if (order)
        return order;
    if (a->location.line != b->location.line)
        return a->location.line < b->location.line ? -1 : 1;
    return strcmp(a->code, b->code);
}

static void say_shared(const struct recipient_checks *all,
                       const struct address_entry *address_entry,
                       const struct address_entry *other, const char *when,
                       struct diagnostics *diagnostics)
{
    const bool may = all->engine->campaign.settings.mail.shared_recipients;
    char shown[SUGGESTION_SIZE];
    char place[LOCATION_SIZE];

    diagnostics_add(
        diagnostics, may ? RULE_EMAIL_DUPLICATE : RULE_RECIPIENT_TWICE,
        address_entry->location, address_entry->code, address_entry->column,
        "%s is %s at %s%s", suggestion_quote(shown, address_entry->address),
        when, error_print_location(other->location, place),
        may ? ""
            : "; if one person is to have both councils' letters, set "
              "mail.shared_recipients: true");
}

/* Reports every address that an earlier entry of another council has. If that
 * is an error, the first entry is reported too, because it is not known which
 * council is right. */
static void find_repeats(const struct recipient_checks *all,
                         struct diagnostics *diagnostics)
{
    const bool may = all->engine->campaign.settings.mail.shared_recipients;
    const struct address_entry *first = all->items;
    bool said = may;

    for (size_t i = 1; i < all->count; i++) {
        const struct address_entry *address_entry = &all->items[i];
        if (strcmp(address_entry->address, first->address) != 0) {
            first = address_entry;
            said = may;
        } else if (strcmp(address_entry->code, first->code) != 0) {
            say_shared(all, address_entry, first, "already", diagnostics);
            if (!said)
                say_shared(all, first, address_entry, "again", diagnostics);
            said = true;
        }
    }
}

struct recipient_checks *recipient_checks_new(const struct engine *engine)
{
    struct recipient_checks *all = memory_alloc(sizeof *all);

    *all = (struct recipient_checks){.engine = engine,
                                     .lock = PTHREAD_MUTEX_INITIALIZER,
                                     .arena = arena_new(),
                                     .row = arena_new(),
                                     .discarded = diagnostics_new()};
    return all;
}

enum status recipient_checks_add(struct recipient_checks *all,
                                 const struct council *council,
                                 const struct letter *letter,
                                 struct arena *arena,
                                 struct diagnostics *diagnostics)
{
    struct email_content content;
    const enum status status =
        letter ? email_template_write_all(all->engine->template, council,
                                          letter, arena, &content, diagnostics)
               : STATUS_OK;

    pthread_mutex_lock(&all->lock);
    arena_reset(all->row);
    if (!letter || status != STATUS_OK)
        address(all, council, &content.recipients);
    check_recipient(all, council, &content.recipients.to, diagnostics);
    for (size_t i = 0; i < content.recipients.cc_count; i++)
        check_recipient(all, council, &content.recipients.cc[i], diagnostics);
    pthread_mutex_unlock(&all->lock);
    return status;
}

void recipient_checks_finish(struct recipient_checks *all,
                             struct diagnostics *diagnostics)
{
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, compare);
    find_repeats(all, diagnostics);
    free(all->items);
    diagnostics_free(all->discarded);
    arena_free(all->row);
    arena_free(all->arena);
    free(all);
}

void recipient_checks_run(const struct engine *engine,
                          struct diagnostics *diagnostics)
{
    struct recipient_checks *all = recipient_checks_new(engine);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(engine->campaign.roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(engine->campaign.roster, i, arena, &council);
        (void)!recipient_checks_add(all, &council, NULL, arena, diagnostics);
    }
    arena_free(arena);
    recipient_checks_finish(all, diagnostics);
}
