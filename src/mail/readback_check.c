#include "mail/readback_check.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "mail/email_template.h"
#include "mail/letter_identity.h"
#include "mail/message_reader.h"

/* Maximum bytes of a letter. */
static const size_t letter_limit = (size_t)64 * 1024 * 1024;

struct readback_check {
    struct arena *arena;
    const struct mailout *mailout;
    const struct engine *engine;
    struct readback_check_rules rules;
    struct map claims; ///< the council's code by value that must be unique
    pthread_mutex_t mutex;
};

/** The message that is being checked. */
struct examination {
    struct readback_check *readback_check;
    struct arena *arena; ///< for this message
    const struct message *message;
    const struct manifest_entry *entry;
    struct council council;
    struct error *err;
};

struct readback_check *
readback_check_new(struct arena *arena, const struct mailout *mailout,
                   const struct readback_check_rules *rules)
{
    struct readback_check *readback_check =
        ARENA_NEW(arena, struct readback_check);

    *readback_check = (struct readback_check){
        .arena = arena,
        .mailout = mailout,
        .engine = mailout_engine(mailout),
        .rules = *rules,
        .claims = {.arena = arena},
    };
    pthread_mutex_init(&readback_check->mutex, NULL);
    return readback_check;
}

/* --- once ---------------------------------------------------------------- */

/* Claims a value that only one council may have.
 * @return the code of the council that holds it already, or NULL */
static const char *unique_claim(struct readback_check *readback_check,
                                const char *what, const char *code)
{
    struct arena *arena = readback_check->arena;
    const char *owner = map_find_text(&readback_check->claims, what);

    if (owner)
        return strcmp(owner, code) == 0 ? NULL : owner;
    *map_at_text(&readback_check->claims, arena_strdup(arena, what)) =
        arena_strdup(arena, code);
    return NULL;
}

/* --- the letter ---------------------------------------------------------- */

static struct location letter_location(const struct examination *exam)
{
    return (struct location){
        arena_strdup(exam->readback_check->arena, exam->message->letter), 0, 0};
}

#define BLAME_LETTER(exam, ...)                                                \
    error_set((exam)->err, RULE_MAIL_LETTER, letter_location(exam), NULL,      \
              __VA_ARGS__)

/* @return true if @p path is the entry's file, in any folder */
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

/* Compares the bytes on disk and the attached bytes with the manifest's.
 */
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
    if (strcmp(message->file_sha256, entry->sha256) != 0)
        return BLAME_LETTER(exam,
                            "is not what is attached for %s (sha256 %.12s...)",
                            entry->code, message->file_sha256);
    owner = unique_claim(exam->readback_check, entry->sha256, entry->code);
    if (owner)
        return BLAME_LETTER(exam, "%s and %s have the same letter", owner,
                            entry->code);
    return STATUS_OK;
}

/* --- whose it is --------------------------------------------------------- */

static enum status
examine_identity(const struct examination *exam,
                 const struct letter_identity *letter_identity)
{
    const struct council *council = &exam->council;
    const char *title =
        exam->readback_check->engine->campaign.settings.title.text;

    if (strcmp(letter_identity->code, council->code) != 0)
        return BLAME_LETTER(exam, "is the letter of %s (%s), not of %s (%s)",
                            letter_identity->code, letter_identity->council,
                            council->code, council->name);
    if (strcmp(letter_identity->council, council->name) != 0)
        return BLAME_LETTER(exam, "is written to \"%s\", and %s is \"%s\"",
                            letter_identity->council, council->code,
                            council->name);
    if (strcmp(letter_identity->campaign, title) != 0)
        return BLAME_LETTER(exam, "is part of \"%s\", not of \"%s\"",
                            letter_identity->campaign, title);
    if (!letter_identity_names(exam->arena, letter_identity->words,
                               council->name))
        return BLAME_LETTER(exam, "does not name \"%s\" on its first page",
                            council->name);
    return STATUS_OK;
}

static enum status examine_letter(const struct examination *exam,
                                  const struct buffer *letter)
{
    struct letter_identity letter_identity;
    enum status status = examine_bytes(exam, letter);

    if (status == STATUS_OK)
        status = letter_identity_read(exam->arena, letter_location(exam).file,
                                      letter->bytes, letter->length,
                                      &letter_identity, exam->err);
    return status == STATUS_OK ? examine_identity(exam, &letter_identity)
                               : status;
}

static enum status examine_file(const struct examination *exam)
{
    struct buffer letter = buffer_new(letter_limit);
    const char *path = letter_location(exam).file;
    enum status status = buffer_read_file(&letter, path, path, exam->err);

    if (status == STATUS_OK)
        status = examine_letter(exam, &letter);
    buffer_free(&letter);
    return status;
}

/* Finds the row by the manifest's code; the message must have the same code. */
static enum status find_row(struct examination *exam)
{
    const struct roster *roster = exam->readback_check->engine->campaign.roster;
    const struct manifest_entry *entry = exam->entry;
    const struct message *message = exam->message;
    const char *code = entry->code;
    const size_t row = roster_find(roster, buffer_unguard_csv(code));

    if (row == SIZE_MAX)
        return BLAME_LETTER(exam, "is that of %s, which has no row any more",
                            code);
    roster_read(roster, row, exam->arena, &exam->council);
    if (strcmp(message->code, exam->council.code) != 0 ||
        strcmp(message->name, exam->council.name) != 0 ||
        strcmp(buffer_unguard_csv(entry->name), exam->council.name) != 0)
        return BLAME_LETTER(exam,
                            "was made for %s (%s), the row is %s (%s), the "
                            "e-mail is for %s (%s)",
                            entry->code, entry->name, exam->council.code,
                            exam->council.name, message->code, message->name);
    return STATUS_OK;
}

/* --- recipients ---------------------------------------------------------- */

/* @return true if the ledger has an e-mail of this council to the address,
 *         which was approved with its domain */
static bool is_approved(const struct examination *exam, const char *address)
{
    const struct readback_check_rules *rules = &exam->readback_check->rules;

    for (size_t i = 0; i < rules->entry_count; i++)
        if (strcmp(rules->entries[i].code, exam->council.code) == 0)
            return ledger_entry_names(&rules->entries[i], address);
    return false;
}

static enum status report_recipient(const struct examination *exam,
                                    const struct recipient *recipient,
                                    const char *message)
{
    struct location location = recipient->mailbox.location;

    if (location.file)
        location.file =
            arena_strdup(exam->readback_check->arena, location.file);
    return error_set(exam->err, RULE_MAIL_RECIPIENT, location,
                     recipient->column, "%s has %s%s", exam->council.code,
                     recipient->mailbox.address, message);
}

static bool is_allowed(const struct examination *exam, const char *address)
{
    const struct readback_check_rules *rules = &exam->readback_check->rules;
    const struct mail_settings *mail =
        &exam->readback_check->engine->campaign.settings.mail;

    for (size_t i = 0; i < rules->domain_count; i++)
        if (email_address_is_within(exam->arena, address, rules->domains[i]))
            return true;
    return mail_settings_allow(exam->arena, mail, address) ||
           is_approved(exam, address);
}

/* Checks an address of the row. One from the settings may have any domain and
 * be in every e-mail. */
static enum status examine_recipient(const struct examination *exam,
                                     const struct recipient *recipient,
                                     const char *stated)
{
    struct arena *arena = exam->arena;
    const char *address = recipient->mailbox.address;
    const char *owner;

    if (!stated || strcmp(stated, address) != 0)
        return report_recipient(exam, recipient,
                                arena_printf(arena, ", the e-mail goes to %s",
                                             stated ? stated : "nobody"));
    if (!recipient->column)
        return STATUS_OK;
    if (!email_address_is_valid(address))
        return report_recipient(exam, recipient,
                                ", which is no e-mail address");
    if (!roster_email_resembles(exam->readback_check->engine->campaign.roster,
                                &exam->council, arena, address) &&
        !is_allowed(exam, address))
        return report_recipient(
            exam, recipient,
            arena_printf(arena,
                         ", whose domain has nothing of \"%s\"; if it is "
                         "right: approve with --allow-domain %s, or "
                         "mail.allow_domains in campaign.yaml",
                         exam->council.name, strchr(address, '@') + 1));
    if (exam->readback_check->engine->campaign.settings.mail.shared_recipients)
        return STATUS_OK;
    owner = unique_claim(exam->readback_check,
                         email_address_key(arena, address), exam->council.code);
    if (owner)
        return report_recipient(exam, recipient,
                                arena_printf(arena, ", and so has %s", owner));
    return STATUS_OK;
}

static const char *stated_at(const struct message *message, size_t index)
{
    return index < message->recipient_count ? message->recipients[index] : NULL;
}

/* Compares the envelope with the row's recipients, in order. */
static enum status examine_recipients(const struct examination *exam)
{
    const struct template *template = exam->readback_check->engine->template;
    struct diagnostics *diagnostics = diagnostics_new();
    struct recipients own;
    enum status status =
        email_template_recipients(email_template_of(template), &exam->council,
                                  exam->arena, &own, diagnostics);

    diagnostics_free(diagnostics);
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

static bool has_address(struct arena *arena,
                        const struct message_contents *message_contents,
                        const char *address)
{
    const char *shown = message_reader_address(arena, address);

    for (size_t i = 0; i < message_contents->recipient_count; i++)
        if (strcmp(message_contents->recipients[i], shown) == 0)
            return true;
    return false;
}

/* Compares the message as a mail program reads it. */
static enum status examine_contents(const struct examination *exam)
{
    const struct message *message = exam->message;
    struct message_contents message_contents;

    message_reader_read(exam->arena, message->bytes.bytes,
                        message->bytes.length, &message_contents);
    if (message_contents.letters != 1)
        return BLAME_LETTER(exam, "the e-mail to %s has %zu letters attached",
                            exam->council.code, message_contents.letters);
    if (strcmp(message_contents.sha256, exam->entry->sha256) != 0)
        return BLAME_LETTER(exam,
                            "is not what is attached for %s: the attachment "
                            "has sha256 %.12s...",
                            exam->council.code, message_contents.sha256);
    if (!message_contents.message_id ||
        strcmp(message_contents.message_id, message->id) != 0)
        return BLAME_LETTER(exam, "the e-mail to %s has another Message-ID",
                            exam->council.code);
    for (size_t i = 0; i < message->recipient_count; i++)
        if (!has_address(exam->arena, &message_contents,
                         message->recipients[i]))
            return BLAME_LETTER(exam, "the e-mail to %s does not name %s",
                                exam->council.code, message->recipients[i]);
    if (message_contents.recipient_count != message->recipient_count)
        return BLAME_LETTER(exam,
                            "the e-mail to %s names %zu addresses and goes to "
                            "%zu",
                            exam->council.code,
                            message_contents.recipient_count,
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
        status = examine_contents(exam);
    return status;
}

enum status readback_check_message(struct readback_check *readback_check,
                                   size_t index, const struct message *message,
                                   struct error *err)
{
    struct examination exam = {
        .readback_check = readback_check,
        .arena = arena_new(),
        .message = message,
        .entry = mailout_entry(readback_check->mailout, index),
        .err = err,
    };
    enum status status;

    utf8_copy(err->code, sizeof err->code, message->code);
    pthread_mutex_lock(&readback_check->mutex);
    status = examine(&exam);
    pthread_mutex_unlock(&readback_check->mutex);
    arena_free(exam.arena);
    return status;
}
