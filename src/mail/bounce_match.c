#include "mail/bounce_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "data/email_address.h"
#include "mail/mailbox_reader.h"

/** One mailbox that is being read. */
struct mailbox_reading {
    struct bounce_match *bounce_match;
    struct ledger *ledger;
    const struct ledger_entry *entries; ///< in order of code
    size_t entry_count;
    int64_t now;
    struct arena *message; ///< for the current message
    struct diagnostics *diagnostics;
    enum status status; ///< the ledger's first failure
};

struct bounce_match bounce_match_new(struct arena *arena)
{
    return (struct bounce_match){.arena = arena};
}

void bounce_match_free(struct bounce_match *bounce_match)
{
    free(bounce_match->lines);
    *bounce_match = (struct bounce_match){.arena = bounce_match->arena};
}

/* --- matching ------------------------------------------------------------ */

static const struct ledger_entry *
find_id(const struct mailbox_reading *mailbox_reading, const char *id)
{
    for (size_t i = 0; i < mailbox_reading->entry_count; i++)
        if (strcmp(mailbox_reading->entries[i].message_id, id) == 0)
            return &mailbox_reading->entries[i];
    return NULL;
}

static const struct ledger_entry *
find_address(const struct mailbox_reading *mailbox_reading, const char *address)
{
    const char *key = email_address_key(mailbox_reading->message, address);
    const struct ledger_entry *found = NULL;

    for (size_t i = 0; *key && i < mailbox_reading->entry_count; i++) {
        const struct ledger_entry *entry = &mailbox_reading->entries[i];
        if (!entry->attempts || !ledger_entry_names(entry, key))
            continue;
        if (found)
            return NULL;
        found = entry;
    }
    return found;
}

static const struct ledger_entry *
match(const struct mailbox_reading *mailbox_reading,
      const struct bounce_report *diagnostics, const struct bounce *bounce)
{
    const struct ledger_entry *entry = NULL;

    if (!diagnostics->message_id_count)
        return find_address(mailbox_reading, bounce->recipient);
    for (size_t i = 0; !entry && i < diagnostics->message_id_count; i++)
        entry = find_id(mailbox_reading, diagnostics->message_ids[i]);
    return entry;
}

/* --- noting -------------------------------------------------------------- */

static void add_line(struct bounce_match *bounce_match,
                     struct bounce_match_line line)
{
    ARRAY_GROW(bounce_match->lines, bounce_match->count,
               bounce_match->capacity);
    bounce_match->lines[bounce_match->count++] = line;
}

/* "5.1.1 for x@example.org: 550 no such user (reported 2022-07-27 09:12)" */
static const char *text_of(struct arena *arena,
                           const struct bounce_report *diagnostics,
                           const struct bounce *bounce)
{
    const char *text = *bounce->status ? bounce->status : "no status";

    if (*bounce->recipient)
        text = arena_printf(arena, "%s for %s", text, bounce->recipient);
    if (*bounce->diagnostic)
        text = arena_printf(arena, "%s: %s", text, bounce->diagnostic);
    if (*diagnostics->date)
        text = arena_printf(arena, "%s (reported %s)", text, diagnostics->date);
    return text;
}

static void note(struct mailbox_reading *mailbox_reading,
                 const struct ledger_entry *entry,
                 const struct bounce_report *diagnostics,
                 const struct bounce *bounce)
{
    struct arena *arena = mailbox_reading->bounce_match->arena;
    const char *event = bounce->action == BOUNCE_FAILED
                            ? "bounced"
                            : bounce_action_word(bounce->action);
    struct bounce_match_line line = {
        .code = arena_strdup(arena, entry->code),
        .name = arena_strdup(arena, entry->name),
        .action = bounce->action,
        .recipient = arena_strdup(arena, bounce->recipient),
        .text = text_of(arena, diagnostics, bounce),
    };
    struct error err = {.code = ""};
    const enum status status =
        ledger_note(mailbox_reading->ledger, entry->message_id,
                    mailbox_reading->now, event, line.text, &line.news, &err);

    if (status == STATUS_OK) {
        add_line(mailbox_reading->bounce_match, line);
        return;
    }
    diagnostics_add_error(mailbox_reading->diagnostics, &err);
    if (mailbox_reading->status == STATUS_OK)
        mailbox_reading->status = status;
}

static void read_report(struct mailbox_reading *mailbox_reading,
                        struct location location,
                        const struct bounce_report *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct bounce *bounce = &diagnostics->bounces[i];
        const struct ledger_entry *entry =
            match(mailbox_reading, diagnostics, bounce);
        if (entry && entry->attempts) {
            note(mailbox_reading, entry, diagnostics, bounce);
            continue;
        }
        mailbox_reading->bounce_match->unmatched++;
        diagnostics_add(
            mailbox_reading->diagnostics, RULE_BOUNCE_UNMATCHED, location, NULL,
            NULL, "a report about %s (%s) is about no letter that was sent",
            *bounce->recipient ? bounce->recipient : "nobody it names",
            bounce_action_word(bounce->action));
    }
}

static void read_message(struct location location, const char *bytes,
                         size_t size, void *context)
{
    struct mailbox_reading *mailbox_reading = context;
    struct bounce_report diagnostics;

    arena_reset(mailbox_reading->message);
    bounce_read(mailbox_reading->message, bytes, size, &diagnostics);
    mailbox_reading->bounce_match->messages++;
    switch (diagnostics.kind) {
    case BOUNCE_REPORT:
        read_report(mailbox_reading, location, &diagnostics);
        break;
    case BOUNCE_OPAQUE:
        mailbox_reading->bounce_match->opaque++;
        diagnostics_add(
            mailbox_reading->diagnostics, RULE_BOUNCE_UNREADABLE, location,
            NULL, NULL,
            "\"%s\" came back from a mail server and is no report that "
            "can be read",
            diagnostics.subject);
        break;
    case BOUNCE_NONE:
        mailbox_reading->bounce_match->others++;
        break;
    }
}

/* An unreadable message is reported; the others are read. */
static void skip_message(const struct error *err, void *context)
{
    struct mailbox_reading *mailbox_reading = context;

    mailbox_reading->bounce_match->opaque++;
    diagnostics_add(mailbox_reading->diagnostics, RULE_BOUNCE_UNREADABLE,
                    err->location, NULL, NULL, "%s", err->message);
}

enum status bounce_match_read(struct bounce_match *bounce_match,
                              struct ledger *ledger, const char *path,
                              int64_t now, struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    struct ledger_entry *entries;
    struct mailbox_reading mailbox_reading = {.bounce_match = bounce_match,
                                              .ledger = ledger,
                                              .now = now,
                                              .message = arena_new(),
                                              .diagnostics = diagnostics};
    struct error err = {.code = ""};
    enum status status = ledger_entries(ledger, arena, &entries,
                                        &mailbox_reading.entry_count, &err);

    mailbox_reading.entries = entries;
    if (status == STATUS_OK)
        status = mailbox_reader_walk(bounce_match->arena, path, read_message,
                                     skip_message, &mailbox_reading, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    arena_free(mailbox_reading.message);
    arena_free(arena);
    return status != STATUS_OK ? status : mailbox_reading.status;
}
