#include "mail/readback_check.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "data/email_address.h"
#include "mail/letter_identity.h"
#include "mail/message_reader.h"

/* Most bytes of a letter. */
static const size_t letter_limit = (size_t)64 * 1024 * 1024;

/** Something that is to be there once in the run, and whose it is. */
struct claim {
    const char *what; ///< NULL: a free place
    const char *code;
};

struct assay {
    struct arena *arena;
    const struct mailing *mailing;
    const struct press *press;
    struct assay_rules rules;
    struct claim *claims; ///< open addressing; a power of two
    size_t claim_count;
    size_t room;
    pthread_mutex_t mutex;
};

/** One message that is being examined. */
struct examination {
    struct assay *assay;
    struct arena *arena; ///< for this message
    const struct message *message;
    const struct manifest_entry *entry;
    struct council council;
    struct error *err;
};

struct assay *assay_new(struct arena *arena, const struct mailing *mailing,
                        const struct assay_rules *rules)
{
    struct assay *assay = ARENA_NEW(arena, struct assay);

    *assay = (struct assay){
        .arena = arena,
        .mailing = mailing,
        .press = mailing_press(mailing),
        .rules = *rules,
        .room = 1024,
    };
    assay->claims = ARENA_ARRAY(arena, struct claim, assay->room);
    pthread_mutex_init(&assay->mutex, NULL);
    return assay;
}

/* --- once ---------------------------------------------------------------- */

static struct claim *find_claim(const struct assay *assay, const char *what)
{
    size_t at = hash_short(what) & (assay->room - 1);

    while (assay->claims[at].what && strcmp(assay->claims[at].what, what) != 0)
        at = (at + 1) & (assay->room - 1);
    return &assay->claims[at];
}

static void grow(struct assay *assay)
{
    const struct claim *old = assay->claims;
    const size_t room = assay->room;

    assay->room = room * 2;
    assay->claims = ARENA_ARRAY(assay->arena, struct claim, assay->room);
    for (size_t i = 0; i < room; i++)
        if (old[i].what)
            *find_claim(assay, old[i].what) = old[i];
}

/* @return whose it is already, or NULL: it is @p code's now, or was */
static const char *claim(struct assay *assay, const char *what,
                         const char *code)
{
    struct claim *place = find_claim(assay, what);

    if (place->what)
        return strcmp(place->code, code) == 0 ? NULL : place->code;
    *place = (struct claim){arena_string(assay->arena, what),
                            arena_string(assay->arena, code)};
    if (++assay->claim_count * 2 > assay->room)
        grow(assay);
    return NULL;
}

/* --- the letter ---------------------------------------------------------- */

static struct place letter_place(const struct examination *exam)
{
    return (struct place){
        arena_string(exam->assay->arena, exam->message->letter), 0, 0};
}

#define BLAME_LETTER(exam, ...)                                                \
    error_set((exam)->err, RULE_MAIL_LETTER, letter_place(exam), NULL,         \
              __VA_ARGS__)

/* Whether @p path is the entry's file, in whatever folder. */
static bool is_entrys_file(const char *path, const char *file)
{
    const size_t length = strlen(path);
    const size_t size = strlen(file);

    return length > size && path[length - size - 1] == '/' &&
           strcmp(path + length - size, file) == 0;
}

static const char *hash_of(const void *bytes, size_t size,
                           char hex[HASH_HEX_SIZE])
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(bytes, size, digest);
    return hash_hex(digest, hex);
}

/* The bytes on disk and the bytes attached are those that were made. */
static enum status examine_bytes(const struct examination *exam,
                                 const struct buffer *letter)
{
    const struct message *message = exam->message;
    const struct manifest_entry *entry = exam->entry;
    char hex[HASH_HEX_SIZE];
    const char *owner;

    if (!is_entrys_file(message->letter, entry->file))
        return BLAME_LETTER(exam, "is not the letter of %s, which is %s",
                            entry->code, entry->file);
    if (strcmp(hash_of(letter->bytes, letter->length, hex), entry->sha256) != 0)
        return BLAME_LETTER(exam,
                            "is not as it was made for %s: the manifest has "
                            "sha256 %.12s..., the file %.12s...",
                            entry->code, entry->sha256, hex);
    if (strcmp(message->letter_sha256, entry->sha256) != 0)
        return BLAME_LETTER(exam,
                            "is not what is attached for %s (sha256 %.12s...)",
                            entry->code, message->letter_sha256);
    owner = claim(exam->assay, entry->sha256, entry->code);
    if (owner)
        return BLAME_LETTER(exam, "%s and %s have the same letter", owner,
                            entry->code);
    return STATUS_OK;
}

/* --- whose it is --------------------------------------------------------- */

/* What a spreadsheet would run bears an apostrophe in the manifest. */
static bool is_listed_as(const char *listed, const char *text)
{
    return strcmp(listed, text) == 0 ||
           (*listed == '\'' && strcmp(listed + 1, text) == 0);
}

static enum status examine_imprint(const struct examination *exam,
                                   const struct imprint *imprint)
{
    const struct council *council = &exam->council;
    const char *title = exam->assay->press->campaign.settings.title.text;

    if (strcmp(imprint->code, council->code) != 0)
        return BLAME_LETTER(exam, "is the letter of %s (%s), not of %s (%s)",
                            imprint->code, imprint->council, council->code,
                            council->name);
    if (strcmp(imprint->council, council->name) != 0)
        return BLAME_LETTER(exam, "is written to \"%s\", and %s is \"%s\"",
                            imprint->council, council->code, council->name);
    if (strcmp(imprint->campaign, title) != 0)
        return BLAME_LETTER(exam, "is part of \"%s\", not of \"%s\"",
                            imprint->campaign, title);
    if (!imprint_names(exam->arena, imprint->words, council->name))
        return BLAME_LETTER(exam, "does not name \"%s\" on its first page",
                            council->name);
    return STATUS_OK;
}

static enum status examine_letter(const struct examination *exam,
                                  const struct buffer *letter)
{
    struct imprint imprint;
    enum status status = examine_bytes(exam, letter);

    if (status == STATUS_OK)
        status =
            imprint_read(exam->arena, letter_place(exam).file, letter->bytes,
                         letter->length, &imprint, exam->err);
    return status == STATUS_OK ? examine_imprint(exam, &imprint) : status;
}

static enum status examine_file(const struct examination *exam)
{
    struct buffer letter = buffer_new(letter_limit);
    const char *path = letter_place(exam).file;
    enum status status = buffer_read_file(&letter, path, path, exam->err);

    if (status == STATUS_OK)
        status = examine_letter(exam, &letter);
    buffer_free(&letter);
    return status;
}

/* The row, by the manifest's code; the message has to be about the same. */
static enum status find_row(struct examination *exam)
{
    const struct roster *roster = exam->assay->press->campaign.roster;
    const struct manifest_entry *entry = exam->entry;
    const struct message *message = exam->message;
    const char *code = entry->code;
    size_t row = roster_find(roster, code);

    if (row == SIZE_MAX && *code == '\'')
        row = roster_find(roster, code + 1);
    if (row == SIZE_MAX)
        return BLAME_LETTER(exam, "is that of %s, which has no row any more",
                            code);
    roster_read(roster, row, exam->arena, &exam->council);
    if (strcmp(message->code, exam->council.code) != 0 ||
        strcmp(message->name, exam->council.name) != 0 ||
        !is_listed_as(entry->name, exam->council.name))
        return BLAME_LETTER(exam,
                            "was made for %s (%s), the row is %s (%s), the "
                            "e-mail is for %s (%s)",
                            entry->code, entry->name, exam->council.code,
                            exam->council.name, message->code, message->name);
    return STATUS_OK;
}

/* --- recipients ---------------------------------------------------------- */

static enum status blame_recipient(const struct examination *exam,
                                   const struct recipient *recipient,
                                   const char *message)
{
    struct place place = recipient->mailbox.place;

    if (place.file)
        place.file = arena_string(exam->assay->arena, place.file);
    return error_set(exam->err, RULE_MAIL_RECIPIENT, place, recipient->column,
                     "%s has %s%s", exam->council.code,
                     recipient->mailbox.address, message);
}

/* Whether a domain is @p allowed or below it. */
static bool is_within(const char *domain, const char *allowed)
{
    const size_t length = strlen(domain);
    const size_t size = strlen(allowed);

    return length >= size && strcasecmp(domain + length - size, allowed) == 0 &&
           (length == size || domain[length - size - 1] == '.');
}

static bool is_allowed(const struct assay *assay, const char *address)
{
    const char *domain = strchr(address, '@') + 1;

    for (size_t i = 0; i < assay->rules.domain_count; i++)
        if (is_within(domain, assay->rules.domains[i]))
            return true;
    return false;
}

static const char *lower(struct arena *arena, const char *address)
{
    char *copy = arena_string(arena, address);

    for (char *at = copy; *at; at++)
        *at = (char)text_lower((unsigned char)*at);
    return copy;
}

/* An address of the row's own. What stands in the settings, the same for all,
 * may have any domain and come with every e-mail. */
static enum status examine_recipient(const struct examination *exam,
                                     const struct recipient *recipient,
                                     const char *stated)
{
    struct arena *arena = exam->arena;
    const char *address = recipient->mailbox.address;
    const char *owner;

    if (!stated || strcmp(stated, address) != 0)
        return blame_recipient(exam, recipient,
                               arena_printf(arena, ", the e-mail goes to %s",
                                            stated ? stated : "nobody"));
    if (!recipient->column)
        return STATUS_OK;
    if (!email_is_valid(address))
        return blame_recipient(exam, recipient, ", which is no e-mail address");
    if (!is_allowed(exam->assay, address) &&
        !email_resembles(arena, address, exam->council.name))
        return blame_recipient(
            exam, recipient,
            arena_printf(arena,
                         ", whose domain has nothing of \"%s\"; if it is "
                         "right: --allow-domain %s",
                         exam->council.name, strchr(address, '@') + 1));
    owner = claim(exam->assay, lower(arena, address), exam->council.code);
    if (owner)
        return blame_recipient(exam, recipient,
                               arena_printf(arena, ", and so has %s", owner));
    return STATUS_OK;
}

static const char *stated_at(const struct message *message, size_t index)
{
    return index < message->recipient_count ? message->recipients[index] : NULL;
}

/* Whom the row names, and the envelope, in the same order. */
static enum status examine_recipients(const struct examination *exam)
{
    const struct template *template = exam->assay->press->template;
    struct report *report = report_new();
    struct recipients own;
    enum status status = cover_address(template_cover(template), &exam->council,
                                       exam->arena, &own, report);

    report_free(report);
    if (status != STATUS_OK)
        return BLAME_LETTER(exam, "the row of %s names no recipients",
                            exam->council.code);
    status = examine_recipient(exam, &own.to, stated_at(exam->message, 0));
    for (size_t i = 0; status == STATUS_OK && i < own.cc_count; i++)
        status = examine_recipient(exam, &own.cc[i],
                                   stated_at(exam->message, i + 1));
    if (status == STATUS_OK &&
        exam->message->recipient_count != own.cc_count + 1)
        return BLAME_LETTER(exam,
                            "the e-mail with it goes to %zu addresses, the row "
                            "of %s names %zu",
                            exam->message->recipient_count, exam->council.code,
                            own.cc_count + 1);
    return status;
}

/* --- the message's bytes ------------------------------------------------- */

static bool has_address(const struct enclosure *enclosure, const char *address)
{
    for (size_t i = 0; i < enclosure->recipient_count; i++)
        if (strcmp(enclosure->recipients[i], address) == 0)
            return true;
    return false;
}

/* What a reader's program finds in the message. */
static enum status examine_enclosure(const struct examination *exam)
{
    const struct message *message = exam->message;
    struct enclosure enclosure;

    enclosure_read(exam->arena, message->bytes.bytes, message->bytes.length,
                   &enclosure);
    if (enclosure.letters != 1)
        return BLAME_LETTER(exam, "the e-mail to %s has %zu letters attached",
                            exam->council.code, enclosure.letters);
    if (strcmp(enclosure.sha256, exam->entry->sha256) != 0)
        return BLAME_LETTER(exam,
                            "is not what is attached for %s: the attachment "
                            "has sha256 %.12s...",
                            exam->council.code, enclosure.sha256);
    if (!enclosure.message_id || strcmp(enclosure.message_id, message->id) != 0)
        return BLAME_LETTER(exam, "the e-mail to %s has another Message-ID",
                            exam->council.code);
    for (size_t i = 0; i < message->recipient_count; i++)
        if (!has_address(&enclosure, message->recipients[i]))
            return BLAME_LETTER(exam, "the e-mail to %s does not name %s",
                                exam->council.code, message->recipients[i]);
    if (enclosure.recipient_count != message->recipient_count)
        return BLAME_LETTER(exam,
                            "the e-mail to %s names %zu addresses and goes to "
                            "%zu",
                            exam->council.code, enclosure.recipient_count,
                            message->recipient_count);
    return STATUS_OK;
}

static enum status examine(struct examination *exam)
{
    enum status status = find_row(exam);

    if (status == STATUS_OK)
        status = examine_file(exam);
    if (status == STATUS_OK)
        status = examine_recipients(exam);
    if (status == STATUS_OK)
        status = examine_enclosure(exam);
    return status;
}

enum status assay_message(struct assay *assay, size_t index,
                          const struct message *message, struct error *err)
{
    struct examination exam = {
        .assay = assay,
        .arena = arena_new(),
        .message = message,
        .entry = mailing_entry(assay->mailing, index),
        .err = err,
    };
    enum status status;

    text_copy(err->code, sizeof err->code, message->code);
    pthread_mutex_lock(&assay->mutex);
    status = examine(&exam);
    pthread_mutex_unlock(&assay->mutex);
    arena_free(exam.arena);
    return status;
}
