#include "mail/approval.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/name_match.h"
#include "base/plural.h"
#include "base/utf8.h"

/* Maximum bytes of a summary. */
enum { SUMMARY_LIMIT = 1024 * 1024, CODES_SHOWN = 20 };

/* --- counting ------------------------------------------------------------ */

/** A name and how often it occurs. */
struct approval_tally {
    const char *name;
    size_t count;
};

struct approval_tallies {
    struct arena *arena;
    struct approval_tally *items;
    size_t count;
    size_t capacity;
};

static struct approval_tallies tallies_new(struct arena *arena)
{
    return (struct approval_tallies){.arena = arena};
}

static void count_one(struct approval_tallies *approval_tallies,
                      const char *name)
{
    for (size_t i = 0; i < approval_tallies->count; i++)
        if (strcmp(approval_tallies->items[i].name, name) == 0) {
            approval_tallies->items[i].count++;
            return;
        }
    ARRAY_GROW(approval_tallies->items, approval_tallies->count,
               approval_tallies->capacity);
    approval_tallies->items[approval_tallies->count++] =
        (struct approval_tally){arena_strdup(approval_tallies->arena, name), 1};
}

/* Orders by falling count, then by name. */
static int by_count(const void *left, const void *right)
{
    const struct approval_tally *a = left;
    const struct approval_tally *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

/** The state of composing and counting messages. */
struct gathering {
    struct arena *arena;
    const struct engine *engine;
    const struct mailout *mailout;
    const struct readback_check_rules *rules;
    struct readback_check *readback_check;
    struct approval *approval;
    struct approval_tallies groups;
    struct approval_tallies ends; ///< of domains: "gov.uk"
    size_t copies;                ///< recipients besides the first of each
    struct hash *hash;
    struct arena *letter; ///< of the current message
};

/* @return the group's name in the settings, or "not compared" */
static const char *group_of(const struct gathering *gathering, size_t row)
{
    const struct settings *settings = &gathering->engine->campaign.settings;
    const struct roster *roster = gathering->engine->campaign.roster;
    struct council council;
    size_t column;

    if (!settings->group_column.text)
        return "letters";
    column = roster_find_column(roster, settings->group_column.text);
    if (column == SIZE_MAX)
        return "letters";
    roster_read(roster, row, gathering->letter, &council);
    for (size_t i = 0; i < settings->groups_compared.count; i++)
        if (name_match_equal(settings->groups_compared.items[i].text,
                             council.values[column].text))
            return settings->groups_compared.items[i].text;
    return "not compared";
}

/* @return the last two labels of an address's domain, in lower case */
static const char *end_of_domain(struct arena *arena, const char *address)
{
    char *domain = arena_strdup(arena, strchr(address, '@') + 1);
    char *at = domain + strlen(domain);
    int dots = 0;

    for (char *c = domain; *c; c++)
        *c = (char)utf8_lower((unsigned char)*c);
    while (at > domain && dots < 2)
        dots += *--at == '.';
    return dots == 2 ? at + 1 : domain;
}

static void count_message(struct gathering *gathering, size_t index,
                          const struct message *message)
{
    count_one(&gathering->groups,
              group_of(gathering, mailout_row(gathering->mailout, index)));
    for (size_t i = 0; i < message->recipient_count; i++)
        count_one(&gathering->ends,
                  end_of_domain(gathering->letter, message->recipients[i]));
    gathering->copies += message->recipient_count - 1;
    hash_add(gathering->hash, message->content_sha256, HASH_HEX_SIZE - 1);
    hash_add(gathering->hash, message->message_sha256, HASH_HEX_SIZE - 1);
}

/* --- gathering ----------------------------------------------------------- */

/* Joins recipients as the ledger stores them. */
static const char *join_recipients(struct arena *arena,
                                   const struct message *message)
{
    const char *list = "";

    for (size_t i = 0; i < message->recipient_count; i++)
        list = arena_printf(arena, "%s%s%s", list, i ? ", " : "",
                            message->recipients[i]);
    return list;
}

static void add_entry(struct gathering *gathering, size_t index,
                      const struct message *message)
{
    struct arena *arena = gathering->arena;
    struct approval *approval = gathering->approval;
    struct ledger_entry *entry = &approval->entries[approval->count++];

    *entry = (struct ledger_entry){
        .code = arena_strdup(arena, message->code),
        .name = arena_strdup(arena, message->name),
        .recipients = join_recipients(arena, message),
        .file = mailout_entry(gathering->mailout, index)->file,
        .message_id = arena_strdup(arena, message->id),
    };
    memcpy(entry->file_sha256, message->file_sha256, HASH_HEX_SIZE);
    memcpy(entry->content_sha256, message->content_sha256, HASH_HEX_SIZE);
    memcpy(entry->message_sha256, message->message_sha256, HASH_HEX_SIZE);
}

static enum status gather_message(struct gathering *gathering, size_t index,
                                  int64_t now, struct diagnostics *diagnostics)
{
    struct message message = {.code = NULL};
    struct error err = {.code = ""};
    enum status status =
        mailout_compose(gathering->mailout, index, now, gathering->letter,
                        &message, diagnostics);

    if (status != STATUS_OK)
        return status;
    status = readback_check_message(gathering->readback_check, index, &message,
                                    &err);
    if (status == STATUS_OK) {
        add_entry(gathering, index, &message);
        count_message(gathering, index, &message);
    } else {
        diagnostics_add_error(diagnostics, &err);
    }
    message_free(&message);
    return status;
}

static void add_tallies(struct buffer *text, const char *before,
                        struct approval_tallies *approval_tallies)
{
    if (approval_tallies->count)
        qsort(approval_tallies->items, approval_tallies->count,
              sizeof *approval_tallies->items, by_count);
    for (size_t i = 0; i < approval_tallies->count; i++)
        buffer_printf(text, "%s%s %zu", i ? ", " : before,
                      approval_tallies->items[i].name,
                      approval_tallies->items[i].count);
}

/* Names the exceptions that were allowed, so that the approver sees each. */
static void add_exceptions(struct buffer *text,
                           const struct gathering *gathering)
{
    const struct readback_check_rules *rules = gathering->rules;
    const struct mail_settings *mail =
        &gathering->engine->campaign.settings.mail;
    const char *before = "\ndomains allowed: ";
    const char *unmailed =
        gathering->engine->campaign.settings.post.given
            ? "\nto be posted: "
            : "\nnot to be e-mailed, because they have no address: ";

    for (size_t i = 0; i < rules->domain_count; i++, before = ", ")
        buffer_printf(text, "%s%s", before, rules->domains[i]);
    for (size_t i = 0; i < mail->allow_domain_count; i++, before = ", ")
        buffer_printf(text, "%s%s", before, mail->allow_domains[i].text);
    for (size_t i = gathering->approval->mailed; i < gathering->approval->count;
         i++) {
        buffer_printf(text, "%s%s", unmailed,
                      gathering->approval->entries[i].code);
        unmailed = ", ";
    }
}

static const char *summarise(struct gathering *gathering,
                             const char *const *refused, size_t refusals)
{
    struct buffer text = buffer_new(SUMMARY_LIMIT);
    const size_t count = gathering->approval->mailed;
    const char *copy;

    buffer_printf(&text, "%zu letter%s of %s\n", count, plural_s(count),
                  gathering->engine->campaign.settings.title.text);
    if (gathering->groups.count > 1) {
        add_tallies(&text, "by group: ", &gathering->groups);
        buffer_add_char(&text, '\n');
    }
    buffer_printf(&text, "to %zu address%s, copies to %zu", count,
                  count == 1 ? "" : "es", gathering->copies);
    add_tallies(&text, "; domains: ", &gathering->ends);
    add_exceptions(&text, gathering);
    buffer_printf(&text, "\n%zu row%s without a letter%s", refusals,
                  plural_s(refusals), refusals ? ": " : "");
    for (size_t i = 0; i < refusals && i < CODES_SHOWN; i++)
        buffer_printf(&text, "%s%s", i ? ", " : "", refused[i]);
    buffer_add_text(&text, refusals > CODES_SHOWN ? " and more\n" : "\n");
    copy = arena_strdup(gathering->arena, buffer_text(&text));
    buffer_free(&text);
    return copy;
}

static enum status gather(struct gathering *gathering, int64_t now,
                          struct diagnostics *diagnostics)
{
    const size_t count = mailout_count(gathering->mailout);
    const size_t unmailed = mailout_unmailed_count(gathering->mailout);
    struct approval *approval = gathering->approval;
    enum status status = STATUS_OK;

    approval->entries =
        ARENA_ARRAY(gathering->arena, struct ledger_entry, count + unmailed);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        arena_reset(gathering->letter);
        status = gather_message(gathering, i, now, diagnostics);
    }
    approval->mailed = approval->count;
    for (size_t i = 0; i < unmailed; i++)
        approval->entries[approval->count++] =
            ledger_entry_of(mailout_unmailed(gathering->mailout, i));
    return status;
}

enum status approval_gather(struct arena *arena, const struct engine *engine,
                            const struct mailout *mailout,
                            const struct readback_check_rules *rules,
                            const char *const *refused, size_t refusals,
                            int64_t now, struct approval *approval,
                            struct diagnostics *diagnostics)
{
    struct gathering gathering = {
        .arena = arena,
        .engine = engine,
        .mailout = mailout,
        .rules = rules,
        .readback_check = readback_check_new(arena, mailout, rules),
        .approval = approval,
        .groups = tallies_new(arena),
        .ends = tallies_new(arena),
        .hash = hash_new(),
        .letter = arena_new(),
    };
    unsigned char digest[HASH_SIZE];
    enum status status;

    *approval = (struct approval){.summary = ""};
    status = gather(&gathering, now, diagnostics);
    hash_finish(gathering.hash, digest);
    hash_hex(digest, approval->messages_sha256);
    if (status == STATUS_OK)
        approval->summary = summarise(&gathering, refused, refusals);
    hash_free(gathering.hash);
    free(gathering.groups.items);
    free(gathering.ends.items);
    arena_free(gathering.letter);
    return status;
}
