#include "mail/bounce_match.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mail/mailbox_reader.h"

/** One mailbox that is being read. */
struct reading {
    struct returns *returns;
    struct ledger *ledger;
    const struct ledger_entry *entries; ///< in order of code
    size_t entry_count;
    int64_t now;
    struct arena *message; ///< for the message in hand
    struct report *report;
    enum status status; ///< of the ledger; the first that is not well
};

struct returns returns_new(struct arena *arena)
{
    return (struct returns){.arena = arena};
}

void returns_free(struct returns *returns)
{
    free(returns->lines);
    *returns = (struct returns){.arena = returns->arena};
}

/* --- matching ------------------------------------------------------------ */

static const struct ledger_entry *find_id(const struct reading *reading,
                                          const char *id)
{
    for (size_t i = 0; i < reading->entry_count; i++)
        if (strcmp(reading->entries[i].message_id, id) == 0)
            return &reading->entries[i];
    return NULL;
}

/* Whether a list "a@b.c, d@e.f" has this address. */
static bool has_address(const char *list, const char *address)
{
    const size_t length = strlen(address);

    for (const char *at = list; (at = strcasestr(at, address)); at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ',' || !at[length]))
            return true;
    return false;
}

static const struct ledger_entry *find_address(const struct reading *reading,
                                               const char *address)
{
    const struct ledger_entry *found = NULL;

    for (size_t i = 0; *address && i < reading->entry_count; i++) {
        const struct ledger_entry *entry = &reading->entries[i];
        if (!entry->attempts || !has_address(entry->recipients, address))
            continue;
        if (found)
            return NULL;
        found = entry;
    }
    return found;
}

static const struct ledger_entry *match(const struct reading *reading,
                                        const struct bounce_report *report,
                                        const struct bounce *bounce)
{
    const struct ledger_entry *entry = NULL;

    if (!report->message_id_count)
        return find_address(reading, bounce->recipient);
    for (size_t i = 0; !entry && i < report->message_id_count; i++)
        entry = find_id(reading, report->message_ids[i]);
    return entry;
}

/* --- noting -------------------------------------------------------------- */

static void add_line(struct returns *returns, struct return_line line)
{
    if (returns->count == returns->room) {
        returns->room = returns->room ? returns->room * 2 : 64;
        returns->lines = memory_resize(returns->lines, returns->room,
                                       sizeof *returns->lines);
    }
    returns->lines[returns->count++] = line;
}

/* "5.1.1 for x@example.org: 550 no such user (reported 2022-07-27 09:12)" */
static const char *text_of(struct arena *arena,
                           const struct bounce_report *report,
                           const struct bounce *bounce)
{
    const char *text = *bounce->status ? bounce->status : "no status";

    if (*bounce->recipient)
        text = arena_printf(arena, "%s for %s", text, bounce->recipient);
    if (*bounce->diagnostic)
        text = arena_printf(arena, "%s: %s", text, bounce->diagnostic);
    if (*report->date)
        text = arena_printf(arena, "%s (reported %s)", text, report->date);
    return text;
}

static void note(struct reading *reading, const struct ledger_entry *entry,
                 const struct bounce_report *report,
                 const struct bounce *bounce)
{
    struct arena *arena = reading->returns->arena;
    const char *event = bounce->action == BOUNCE_FAILED
                            ? "bounced"
                            : bounce_action_word(bounce->action);
    struct return_line line = {
        .code = arena_string(arena, entry->code),
        .name = arena_string(arena, entry->name),
        .action = bounce->action,
        .recipient = arena_string(arena, bounce->recipient),
        .text = text_of(arena, report, bounce),
    };
    struct error err = {.code = ""};
    const enum status status =
        ledger_note(reading->ledger, entry->message_id, reading->now, event,
                    line.text, &line.news, &err);

    if (status == STATUS_OK) {
        add_line(reading->returns, line);
        return;
    }
    report_add(reading->report, &err);
    if (reading->status == STATUS_OK)
        reading->status = status;
}

static void read_report(struct reading *reading, struct place place,
                        const struct bounce_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct bounce *bounce = &report->bounces[i];
        const struct ledger_entry *entry = match(reading, report, bounce);
        if (entry && entry->attempts) {
            note(reading, entry, report, bounce);
            continue;
        }
        reading->returns->unmatched++;
        report_say(reading->report, RULE_BOUNCE_UNMATCHED, place, NULL, NULL,
                   "a report about %s (%s) is about no letter that was sent",
                   *bounce->recipient ? bounce->recipient : "nobody it names",
                   bounce_action_word(bounce->action));
    }
}

static void read_message(struct place place, const char *bytes, size_t size,
                         void *context)
{
    struct reading *reading = context;
    struct bounce_report report;

    arena_reset(reading->message);
    bounce_read(reading->message, bytes, size, &report);
    reading->returns->messages++;
    switch (report.kind) {
    case BOUNCE_REPORT:
        read_report(reading, place, &report);
        break;
    case BOUNCE_OPAQUE:
        reading->returns->opaque++;
        report_say(reading->report, RULE_BOUNCE_UNREADABLE, place, NULL, NULL,
                   "\"%s\" came back from a mail server and is no report that "
                   "can be read",
                   report.subject);
        break;
    case BOUNCE_NONE:
        reading->returns->others++;
        break;
    }
}

enum status returns_read(struct returns *returns, struct ledger *ledger,
                         const char *path, int64_t now, struct report *report)
{
    struct arena *arena = arena_new();
    struct ledger_entry *entries;
    struct reading reading = {.returns = returns,
                              .ledger = ledger,
                              .now = now,
                              .message = arena_new(),
                              .report = report};
    struct error err = {.code = ""};
    enum status status =
        ledger_entries(ledger, arena, &entries, &reading.entry_count, &err);

    reading.entries = entries;
    if (status == STATUS_OK)
        status =
            mailbag_open(returns->arena, path, read_message, &reading, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    arena_free(reading.message);
    arena_free(arena);
    return status != STATUS_OK ? status : reading.status;
}
