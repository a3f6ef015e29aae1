#include "mail/mailout.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "letter/email_template.h"
#include "mail/body.h"
#include "mail/mime_writer.h"
#include "run/recipient_checks.h"
#include "run/worker.h"

enum {
    FILE_NAME_LIMIT = 60, /* bytes without ".pdf": it goes on one line, for not
                             every mail program can join a name of two */
    PDF_LIMIT = 64 << 20,
    MESSAGE_LIMIT = 128 << 20,
    TEXT_LIMIT = 8 << 20,
};

/* A letter that is to be mailed. */
struct outgoing_letter {
    const struct manifest_entry *entry;
    size_t row;               /* in the roster */
    struct location location; /* of the row */
    bool stale;               /* it would be another letter now */
};

struct mailout {
    const struct engine *engine;
    const struct email_template *email_template;
    const char *output;
    struct outgoing_letter *outgoing_letters;
    size_t count;
    struct outgoing_letter *unmailed; /* letters whose row has no address */
    size_t unmailed_count;
    char manifest_sha256[HASH_HEX_SIZE];
};

/* Setting up */

static enum status read_manifest(struct arena *arena, struct mailout *mailout,
                                 struct manifest_entry **entries, size_t *count,
                                 struct diagnostics *diagnostics)
{
    const char *path = arena_printf(arena, "%s/manifest.csv", mailout->output);
    struct buffer bytes = buffer_new(PDF_LIMIT);
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    enum status status = buffer_read_file(&bytes, path, path, &err);

    if (err.rule == RULE_FILE_MISSING && status != STATUS_OK)
        status =
            error_set(&err, RULE_FILE_MISSING, (struct location){path, 0, 0},
                      NULL, "no letters are on record; render them first");
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    hash_bytes(buffer_text(&bytes), bytes.length, digest);
    hash_hex(digest, mailout->manifest_sha256);
    buffer_free(&bytes);
    if (status != STATUS_OK)
        return status;
    return manifest_read(arena, path, entries, count, diagnostics);
}

static void say_stale(struct diagnostics *diagnostics, struct location location,
                      const char *code, const char *why)
{
    diagnostics_add(diagnostics, RULE_LETTER_STALE, location, code, NULL, "%s",
                    why);
}

/* A letter that other versions of the program or of its libraries made, or
 * that bears another seal, is not stale as long as it says the same: it is made
 * again, without a seal, and compared with what was made then. */
static enum status find_stale(struct worker *worker,
                              const struct manifest_entry *entry,
                              const struct council *council,
                              const struct letter *letter, bool *stale,
                              struct error *err)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    enum status status;

    worker_digest(worker, council, digest);
    *stale = strcmp(hash_hex(digest, hex), entry->inputs_sha256) != 0;
    if (!*stale)
        return STATUS_OK;
    status = worker_digest_content(worker, letter, digest, err);
    *stale = strcmp(hash_hex(digest, hex), entry->content_sha256) != 0;
    return status;
}

static size_t count_stale(const struct outgoing_letter *outgoing_letters,
                          size_t count)
{
    size_t stale = 0;

    for (size_t i = 0; i < count; i++)
        stale += outgoing_letters[i].stale;
    return stale;
}

static void say_stale_parcels(const struct outgoing_letter *outgoing_letters,
                              size_t count, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < count; i++)
        if (outgoing_letters[i].stale)
            say_stale(diagnostics, outgoing_letters[i].location,
                      outgoing_letters[i].entry->code,
                      "the row, or a text or average that it takes, has "
                      "changed since the letter was made; render it again");
}

/* Where all are stale, what they share has changed: that is said once. */
static void check_inputs(const struct mailout *mailout,
                         struct diagnostics *diagnostics)
{
    const struct location campaign = {mailout->engine->campaign.settings.file,
                                      0, 0};
    const size_t stale =
        count_stale(mailout->outgoing_letters, mailout->count) +
        count_stale(mailout->unmailed, mailout->unmailed_count);

    if (stale > 1 && stale == mailout->count + mailout->unmailed_count) {
        diagnostics_add(
            diagnostics, RULE_LETTER_STALE, campaign, NULL, NULL,
            "the settings, or what else all letters share, have changed "
            "since the %zu letters were made; render again",
            stale);
        return;
    }
    say_stale_parcels(mailout->outgoing_letters, mailout->count, diagnostics);
    say_stale_parcels(mailout->unmailed, mailout->unmailed_count, diagnostics);
}

/* Reports what is wrong with the words of a letter and its message.
 *
 * @param written  [out] whether the letter can be written
 * @return whether the row has an address to send it to, or a mistake in it */
static bool check_words(struct worker *worker, size_t row,
                        struct council *council, struct letter *letter,
                        bool *written, struct diagnostics *diagnostics)
{
    struct email_content note;

    *written =
        worker_evaluate(worker, row, council, letter, diagnostics) == STATUS_OK;
    return !*written ||
           worker_evaluate_email(worker, council, letter, &note, diagnostics) !=
               STATUS_OK ||
           !note.recipients.none;
}

static void add_outgoing_letter(struct mailout *mailout, struct worker *worker,
                                const struct manifest_entry *entry, bool *seen,
                                struct diagnostics *diagnostics)
{
    const size_t row =
        roster_find(mailout->engine->campaign.roster, entry->code);
    struct error err = {.code = ""};
    struct council council;
    struct outgoing_letter *outgoing_letter;
    struct letter letter;
    bool written;
    bool stale = false;

    if (row != SIZE_MAX)
        seen[row] = true;
    if (entry->status != MANIFEST_MADE)
        return;
    if (row == SIZE_MAX) {
        say_stale(diagnostics, NO_LOCATION, entry->code,
                  "a letter is on record, but its row is gone or at fault; "
                  "render again");
        return;
    }
    arena_reset(worker->arena);
    outgoing_letter =
        check_words(worker, row, &council, &letter, &written, diagnostics)
            ? &mailout->outgoing_letters[mailout->count++]
            : &mailout->unmailed[mailout->unmailed_count++];
    if (written &&
        find_stale(worker, entry, &council, &letter, &stale, &err) != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    *outgoing_letter =
        (struct outgoing_letter){entry, row, council.location, stale};
}

static void find_unmade(const struct mailout *mailout, const bool *seen,
                        struct arena *arena, struct diagnostics *diagnostics)
{
    const struct roster *roster = mailout->engine->campaign.roster;

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        if (seen[i])
            continue;
        roster_read(roster, i, arena, &council);
        say_stale(diagnostics, council.location, council.code,
                  "no letter was made of this row; render it");
    }
}

static void add_outgoing_letters(struct arena *arena, struct mailout *mailout,
                                 const struct manifest_entry *entries,
                                 size_t count, struct diagnostics *diagnostics)
{
    struct worker *worker = worker_new(mailout->engine);
    bool *seen = ARENA_ARRAY(arena, bool,
                             roster_count(mailout->engine->campaign.roster));

    mailout->outgoing_letters =
        ARENA_ARRAY(arena, struct outgoing_letter, count);
    mailout->unmailed = ARENA_ARRAY(arena, struct outgoing_letter, count);
    for (size_t i = 0; i < count; i++)
        add_outgoing_letter(mailout, worker, &entries[i], seen, diagnostics);
    check_inputs(mailout, diagnostics);
    find_unmade(mailout, seen, arena, diagnostics);
    worker_free(worker);
}

enum status mailout_open(struct arena *arena, const struct engine *engine,
                         const char *output, struct mailout **mailout,
                         struct diagnostics *diagnostics)
{
    const struct settings *settings = &engine->campaign.settings;
    const size_t before = diagnostics_error_count(diagnostics);
    struct mailout *made = ARENA_NEW(arena, struct mailout);
    struct manifest_entry *entries;
    size_t count;
    enum status status;

    *made = (struct mailout){.engine = engine,
                             .email_template = template_email(engine->template),
                             .output = output};
    if (!made->email_template) {
        diagnostics_add(
            diagnostics, RULE_SETTING_MISSING,
            (struct location){settings->file, 0, 0}, NULL, "mail",
            "who gets the letters is not said; see mail in the manual");
        return rule_status(RULE_SETTING_MISSING);
    }
    status = read_manifest(arena, made, &entries, &count, diagnostics);
    if (status != STATUS_OK)
        return status;
    add_outgoing_letters(arena, made, entries, count, diagnostics);
    recipient_checks_run(engine, diagnostics);
    if (diagnostics_error_count(diagnostics) > before)
        return STATUS_INPUT;
    mime_writer_open();
    *mailout = made;
    return STATUS_OK;
}

void mailout_close(struct mailout *mailout)
{
    if (mailout)
        mime_writer_close();
}

const struct engine *mailout_engine(const struct mailout *mailout)
{
    return mailout->engine;
}

size_t mailout_count(const struct mailout *mailout)
{
    return mailout->count;
}

struct location mailout_location(const struct mailout *mailout, size_t index)
{
    return mailout->outgoing_letters[index].location;
}

const struct manifest_entry *mailout_entry(const struct mailout *mailout,
                                           size_t index)
{
    return mailout->outgoing_letters[index].entry;
}

size_t mailout_unmailed_count(const struct mailout *mailout)
{
    return mailout->unmailed_count;
}

const struct manifest_entry *mailout_unmailed(const struct mailout *mailout,
                                              size_t index)
{
    return mailout->unmailed[index].entry;
}

bool mailout_is_unmailed(const struct mailout *mailout, const char *code)
{
    for (size_t i = 0; i < mailout->unmailed_count; i++)
        if (strcmp(mailout->unmailed[i].entry->code, code) == 0)
            return true;
    return false;
}

size_t mailout_row(const struct mailout *mailout, size_t index)
{
    return mailout->outgoing_letters[index].row;
}

const char *mailout_manifest_sha256(const struct mailout *mailout)
{
    return mailout->manifest_sha256;
}

bool mailout_is_common(const struct mailout *mailout, const char *address)
{
    const struct mail_settings *mail = &mailout->engine->campaign.settings.mail;
    struct arena *arena = arena_new();
    bool common = false;

    for (size_t i = 0; i < mail->cc_count && !common; i++) {
        struct mailbox mailbox;
        common =
            !strstr(mail->cc[i].text, "((") &&
            !mail_settings_parse_mailbox(arena, mail->cc[i].text, &mailbox) &&
            strcmp(email_address_key(arena, mailbox.address),
                   email_address_key(arena, address)) == 0;
    }
    arena_free(arena);
    return common;
}

/* Composing */

/* What one message is made from. */
struct message_parts {
    const struct mailout *mailout;
    const struct outgoing_letter *outgoing_letter;
    struct arena *arena;
    const char *sample; /* the address it goes to instead; or NULL */
    struct council *council;
    struct letter letter;
    struct email_content note;
    struct buffer pdf;
};

static enum status write_words(struct message_parts *message_parts,
                               struct diagnostics *diagnostics)
{
    const struct engine *engine = message_parts->mailout->engine;
    struct council *council = message_parts->council;
    struct figures figures;
    enum status status;

    roster_read(engine->campaign.roster, message_parts->outgoing_letter->row,
                message_parts->arena, council);
    status = figures_read(message_parts->arena, &engine->campaign,
                          engine->averages, council, &figures, diagnostics);
    if (status == STATUS_OK)
        status = template_letter(engine->template, council, &figures,
                                 message_parts->arena, &message_parts->letter,
                                 diagnostics);
    if (status != STATUS_OK)
        return status;
    return email_template_write(message_parts->mailout->email_template, council,
                                &message_parts->letter.figures,
                                message_parts->arena, &message_parts->note,
                                diagnostics);
}

static enum status read_letter(struct message_parts *message_parts,
                               struct message *message,
                               struct diagnostics *diagnostics)
{
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    enum status status;

    message->letter = arena_printf(message_parts->arena, "%s/%s",
                                   message_parts->mailout->output,
                                   message_parts->outgoing_letter->entry->file);
    status = buffer_read_file(&message_parts->pdf, message->letter,
                              message->letter, &err);
    if (status != STATUS_OK) {
        utf8_copy(err.code, sizeof err.code, message_parts->note.code);
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    hash_bytes(buffer_text(&message_parts->pdf), message_parts->pdf.length,
               digest);
    hash_hex(digest, message->letter_sha256);
    return STATUS_OK;
}

/* A sample is another message than the one it shows. */
static const char *make_id(const struct message_parts *message_parts,
                           const struct message *message)
{
    const struct settings *settings =
        &message_parts->mailout->engine->campaign.settings;
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();
    char hex[HASH_HEX_SIZE];

    hash_add_text(hash, settings->title.text);
    hash_add_text(hash, message_parts->note.code);
    hash_add_text(hash, message->letter_sha256);
    hash_add_text(hash, message_parts->sample);
    hash_finish(hash, digest);
    hash_free(hash);
    return arena_printf(
        message_parts->arena, "%.32s.%s%s@%s", hash_hex(digest, hex),
        utf8_slug(message_parts->arena, message_parts->note.code, 64),
        message_parts->sample ? ".sample" : "",
        strchr(settings->mail.from.address, '@') + 1);
}

/* "annual-review-letter-2022-luton-borough-council.pdf" */
static const char *make_file_name(const struct message_parts *message_parts)
{
    const struct settings *settings =
        &message_parts->mailout->engine->campaign.settings;
    const char *words =
        arena_printf(message_parts->arena, "%s %s", settings->title.text,
                     utf8_slug(message_parts->arena, message_parts->note.name,
                               FILE_NAME_LIMIT));

    return arena_printf(
        message_parts->arena, "%s.pdf",
        utf8_slug(message_parts->arena, words, FILE_NAME_LIMIT));
}

/* The envelope has whoever the headers name, and nobody else. */
static void address(const struct message_parts *message_parts,
                    struct mime_message *draft, struct message *message)
{
    const struct recipients *recipients = &message_parts->note.recipients;
    const size_t count = message_parts->sample ? 0 : recipients->cc_count;
    const char **envelope =
        ARENA_ARRAY(message_parts->arena, const char *, count + 1);
    struct mailbox *to = ARENA_NEW(message_parts->arena, struct mailbox);
    struct mailbox *cc =
        ARENA_ARRAY(message_parts->arena, struct mailbox, count);

    *to = recipients->to.mailbox;
    if (message_parts->sample)
        *to = (struct mailbox){"", message_parts->sample, NO_LOCATION};
    envelope[0] = to->address;
    for (size_t i = 0; i < count; i++) {
        cc[i] = recipients->cc[i].mailbox;
        envelope[i + 1] = cc[i].address;
    }
    draft->to = to;
    draft->cc = cc;
    draft->cc_count = count;
    message->recipients = envelope;
    message->recipient_count = count + 1;
}

static void write_bodies(const struct message_parts *message_parts,
                         struct buffer *text, struct buffer *html)
{
    const struct body body = body_make(
        message_parts->arena, &message_parts->note, message_parts->sample);

    body_write_text(&body, text);
    body_write_html(&body, html);
}

/* The header Date, its line end included. It is in the message once, for
 * nobody else writes headers. */
static const char *find_date(const char *bytes, size_t *length)
{
    const char *line = bytes;

    while (strncmp(line, "\r\n", 2) != 0 && *line) {
        const size_t size = strcspn(line, "\n") + 1;
        if (strncmp(line, "Date:", 5) == 0) {
            *length = size;
            return line;
        }
        line += size;
    }
    *length = 0;
    return bytes;
}

/* All but the header Date, which says when and not what; and the row, for the
 * letter may have been made before somebody changed it. */
static void digest_content(const struct message_parts *message_parts,
                           struct message *message)
{
    const char *bytes = buffer_text(&message->bytes);
    const char *end = bytes + message->bytes.length;
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();
    size_t length;
    const char *date = find_date(bytes, &length);

    engine_hash_row(message_parts->mailout->engine, message_parts->council,
                    hash);
    hash_add(hash, bytes, (size_t)(date - bytes));
    hash_add(hash, date + length, (size_t)(end - date - (ptrdiff_t)length));
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, message->content_sha256);
}

static void draft_headers(struct message_parts *message_parts, int64_t now,
                          struct mime_message *draft, struct message *message)
{
    const struct settings *settings =
        &message_parts->mailout->engine->campaign.settings;

    *draft = (struct mime_message){
        .id = make_id(message_parts, message),
        .code = message_parts->note.code,
        .date = now,
        .from = &settings->mail.from,
        .reply_to =
            settings->mail.reply_to.address ? &settings->mail.reply_to : NULL,
        .subject = message_parts->note.subject,
        .language = message_parts->note.language,
        .file_name = make_file_name(message_parts),
        .description = message_parts->letter.title,
        .pdf = buffer_text(&message_parts->pdf),
        .pdf_size = message_parts->pdf.length,
    };
    address(message_parts, draft, message);
    message->id = arena_printf(message_parts->arena, "<%s>", draft->id);
    message->subject = draft->subject;
    message->sender = settings->mail.from.address;
}

static enum status write_message(struct message_parts *message_parts,
                                 int64_t now, struct message *message,
                                 struct diagnostics *diagnostics)
{
    struct buffer text = buffer_new(TEXT_LIMIT);
    struct buffer html = buffer_new(TEXT_LIMIT);
    struct mime_message draft;
    bool full;

    draft_headers(message_parts, now, &draft, message);
    write_bodies(message_parts, &text, &html);
    draft.text = buffer_text(&text);
    draft.html = buffer_text(&html);
    message->bytes = buffer_new(MESSAGE_LIMIT);
    mime_writer_write(&draft, &message->bytes);
    full = text.full || html.full || message->bytes.full;
    buffer_free(&text);
    buffer_free(&html);
    if (!full) {
        digest_content(message_parts, message);
        return STATUS_OK;
    }
    message_free(message);
    diagnostics_add(diagnostics, RULE_FILE_TOO_LARGE,
                    (struct location){message->letter, 0, 0},
                    message_parts->note.code, NULL, "the message is too large");
    return rule_status(RULE_FILE_TOO_LARGE);
}

static void mark_sample(struct message_parts *message_parts)
{
    message_parts->note.subject =
        arena_printf(message_parts->arena, "[SAMPLE for %s] %s",
                     message_parts->note.name, message_parts->note.subject);
}

static enum status compose(struct message_parts *message_parts, int64_t now,
                           struct message *message,
                           struct diagnostics *diagnostics)
{
    enum status status;

    message_parts->council = ARENA_NEW(message_parts->arena, struct council);
    status = write_words(message_parts, diagnostics);
    *message = (struct message){.code = message_parts->note.code,
                                .name = message_parts->note.name};
    if (status == STATUS_OK)
        status = read_letter(message_parts, message, diagnostics);
    if (status == STATUS_OK && message_parts->sample)
        mark_sample(message_parts);
    if (status == STATUS_OK)
        status = write_message(message_parts, now, message, diagnostics);
    buffer_free(&message_parts->pdf);
    return status;
}

enum status mailout_compose(const struct mailout *mailout, size_t index,
                            int64_t now, struct arena *arena,
                            struct message *message,
                            struct diagnostics *diagnostics)
{
    struct message_parts message_parts = {.mailout = mailout,
                                          .outgoing_letter =
                                              &mailout->outgoing_letters[index],
                                          .arena = arena,
                                          .pdf = buffer_new(PDF_LIMIT)};

    return compose(&message_parts, now, message, diagnostics);
}

enum status mailout_compose_sample(const struct mailout *mailout, size_t index,
                                   int64_t now, const char *address,
                                   struct arena *arena, struct message *message,
                                   struct diagnostics *diagnostics)
{
    struct message_parts message_parts = {
        .mailout = mailout,
        .outgoing_letter = &mailout->outgoing_letters[index],
        .arena = arena,
        .sample = arena_strdup(arena, address),
        .pdf = buffer_new(PDF_LIMIT)};
    char shown[SUGGESTION_SIZE];

    if (!email_address_is_valid(address)) {
        diagnostics_add(diagnostics, RULE_EMAIL_SYNTAX, NO_LOCATION, NULL, NULL,
                        "%s is not an e-mail address",
                        suggestion_quote(shown, address));
        return rule_status(RULE_EMAIL_SYNTAX);
    }
    return compose(&message_parts, now, message, diagnostics);
}
