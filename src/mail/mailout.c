#include "mail/mailout.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "letter/email_template.h"
#include "mail/body.h"
#include "mail/mime_writer.h"
#include "run/recipient_checks.h"

enum {
    FILE_NAME_LIMIT = 60, /* bytes without ".pdf": it goes on one line, for not
                             every mail program can join a name of two */
    PDF_LIMIT = 64 << 20,
    MESSAGE_LIMIT = 128 << 20,
    TEXT_LIMIT = 8 << 20,
};

/* A letter that is to be mailed. */
struct parcel {
    const struct manifest_entry *entry;
    size_t row;         /* in the roster */
    struct place place; /* of the row */
    bool stale;         /* made from other inputs than there are now */
};

struct mailing {
    const struct press *press;
    const struct cover *cover;
    const char *output;
    struct parcel *parcels;
    size_t count;
    char manifest_sha256[HASH_HEX_SIZE];
};

/* Setting up */

static enum status read_manifest(struct arena *arena, struct mailing *mailing,
                                 struct manifest_entry **entries, size_t *count,
                                 struct report *report)
{
    const char *path = arena_printf(arena, "%s/manifest.csv", mailing->output);
    struct buffer bytes = buffer_new(PDF_LIMIT);
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    enum status status = buffer_read_file(&bytes, path, path, &err);

    if (err.rule == RULE_FILE_MISSING && status != STATUS_OK)
        status = error_set(&err, RULE_FILE_MISSING, (struct place){path, 0, 0},
                           NULL, "no letters are on record; render them first");
    if (status != STATUS_OK)
        report_add(report, &err);
    hash_bytes(buffer_text(&bytes), bytes.length, digest);
    hash_hex(digest, mailing->manifest_sha256);
    buffer_free(&bytes);
    if (status != STATUS_OK)
        return status;
    return manifest_read(arena, path, entries, count, report);
}

static void say_stale(struct report *report, struct place place,
                      const char *code, const char *why)
{
    report_say(report, RULE_LETTER_STALE, place, code, NULL, "%s", why);
}

/* Whether a letter that is on disk is sealed: only then does it have the byte
 * range of what a seal covers, and that in the clear. */
static bool is_sealed(const struct mailing *mailing,
                      const struct manifest_entry *entry)
{
    static const char key[] = "/ByteRange";
    struct arena *arena = arena_new();
    const char *path =
        arena_printf(arena, "%s/%s", mailing->output, entry->file);
    struct buffer pdf = buffer_new(PDF_LIMIT);
    struct error err = {.code = ""};
    const bool sealed =
        buffer_read_file(&pdf, path, path, &err) == STATUS_OK && pdf.length &&
        memmem(pdf.bytes, pdf.length, key, sizeof key - 1) != NULL;

    buffer_free(&pdf);
    arena_free(arena);
    return sealed;
}

/* A letter is made from its row; whether from this one, the digest tells,
 * unless it is of a sealed letter and nothing says how that was sealed: whoever
 * sends need not have the certificate. */
static bool is_stale(const struct mailing *mailing, struct hand *hand,
                     const struct manifest_entry *entry,
                     const struct council *council)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hand_digest(hand, council, digest);
    return strcmp(hash_hex(digest, hex), entry->inputs_sha256) != 0 &&
           (mailing->press->sealing.known || !is_sealed(mailing, entry));
}

/* Where all are stale, what they share has changed: that is said once. */
static void check_inputs(const struct mailing *mailing, struct report *report)
{
    const struct place campaign = {mailing->press->campaign.settings.file, 0,
                                   0};
    size_t stale = 0;

    for (size_t i = 0; i < mailing->count; i++)
        stale += mailing->parcels[i].stale;
    if (stale > 1 && stale == mailing->count) {
        report_say(report, RULE_LETTER_STALE, campaign, NULL, NULL,
                   "the settings, or what else all letters share, have changed "
                   "since the %zu letters were made; render again",
                   stale);
        return;
    }
    for (size_t i = 0; i < mailing->count; i++)
        if (mailing->parcels[i].stale)
            say_stale(
                report, mailing->parcels[i].place,
                mailing->parcels[i].entry->code,
                "the row, or a text or average that it takes, has changed "
                "since the letter was made; render it again");
}

/* What can be wrong with the words of a message. */
static void check_words(struct hand *hand, size_t row, struct council *council,
                        struct report *report)
{
    struct letter letter;
    struct note note;

    if (hand_write(hand, row, council, &letter, report) == STATUS_OK)
        (void)!hand_note(hand, council, &letter, &note, report);
}

static void add_parcel(struct mailing *mailing, struct hand *hand,
                       const struct manifest_entry *entry, bool *seen,
                       struct report *report)
{
    const size_t row =
        roster_find(mailing->press->campaign.roster, entry->code);
    struct council council;

    if (row != SIZE_MAX)
        seen[row] = true;
    if (entry->status != MANIFEST_MADE)
        return;
    if (row == SIZE_MAX) {
        say_stale(report, NO_PLACE, entry->code,
                  "a letter is on record, but its row is gone or at fault; "
                  "render again");
        return;
    }
    arena_reset(hand->arena);
    check_words(hand, row, &council, report);
    mailing->parcels[mailing->count++] = (struct parcel){
        entry, row, council.place, is_stale(mailing, hand, entry, &council)};
}

static void find_unmade(const struct mailing *mailing, const bool *seen,
                        struct arena *arena, struct report *report)
{
    const struct roster *roster = mailing->press->campaign.roster;

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        if (seen[i])
            continue;
        roster_read(roster, i, arena, &council);
        say_stale(report, council.place, council.code,
                  "no letter was made of this row; render it");
    }
}

static void add_parcels(struct arena *arena, struct mailing *mailing,
                        const struct manifest_entry *entries, size_t count,
                        struct report *report)
{
    struct hand *hand = hand_new(mailing->press);
    bool *seen =
        ARENA_ARRAY(arena, bool, roster_count(mailing->press->campaign.roster));

    mailing->parcels = ARENA_ARRAY(arena, struct parcel, count);
    for (size_t i = 0; i < count; i++)
        add_parcel(mailing, hand, &entries[i], seen, report);
    check_inputs(mailing, report);
    find_unmade(mailing, seen, arena, report);
    hand_free(hand);
}

enum status mailing_open(struct arena *arena, const struct press *press,
                         const char *output, struct mailing **mailing,
                         struct report *report)
{
    const struct settings *settings = &press->campaign.settings;
    const size_t before = report_errors(report);
    struct mailing *made = ARENA_NEW(arena, struct mailing);
    struct manifest_entry *entries;
    size_t count;
    enum status status;

    *made = (struct mailing){.press = press,
                             .cover = template_cover(press->template),
                             .output = output};
    if (!made->cover) {
        report_say(report, RULE_SETTING_MISSING,
                   (struct place){settings->file, 0, 0}, NULL, "mail",
                   "who gets the letters is not said; see mail in the manual");
        return rule_status(RULE_SETTING_MISSING);
    }
    status = read_manifest(arena, made, &entries, &count, report);
    if (status != STATUS_OK)
        return status;
    add_parcels(arena, made, entries, count, report);
    recipients_check(press, RULE_RECIPIENT_TWICE, report);
    if (report_errors(report) > before)
        return STATUS_INPUT;
    mime_open();
    *mailing = made;
    return STATUS_OK;
}

void mailing_close(struct mailing *mailing)
{
    if (mailing)
        mime_close();
}

const struct press *mailing_press(const struct mailing *mailing)
{
    return mailing->press;
}

size_t mailing_count(const struct mailing *mailing)
{
    return mailing->count;
}

const struct manifest_entry *mailing_entry(const struct mailing *mailing,
                                           size_t index)
{
    return mailing->parcels[index].entry;
}

size_t mailing_row(const struct mailing *mailing, size_t index)
{
    return mailing->parcels[index].row;
}

const char *mailing_manifest_sha256(const struct mailing *mailing)
{
    return mailing->manifest_sha256;
}

bool mailing_is_common(const struct mailing *mailing, const char *address)
{
    const struct mail_settings *mail = &mailing->press->campaign.settings.mail;
    struct arena *arena = arena_new();
    bool common = false;

    for (size_t i = 0; i < mail->cc_count && !common; i++) {
        struct mailbox mailbox;
        common = !strstr(mail->cc[i].text, "((") &&
                 !mailbox_parse(arena, mail->cc[i].text, &mailbox) &&
                 strcasecmp(mailbox.address, address) == 0;
    }
    arena_free(arena);
    return common;
}

/* Composing */

/* What one message is made from. */
struct parts {
    const struct mailing *mailing;
    const struct parcel *parcel;
    struct arena *arena;
    const char *sample; /* the address it goes to instead; or NULL */
    struct council *council;
    struct letter letter;
    struct note note;
    struct buffer pdf;
};

static enum status write_words(struct parts *parts, struct report *report)
{
    const struct press *press = parts->mailing->press;
    struct council *council = parts->council;
    struct figures figures;
    enum status status;

    roster_read(press->campaign.roster, parts->parcel->row, parts->arena,
                council);
    status = figures_read(parts->arena, &press->campaign, press->averages,
                          council, &figures, report);
    if (status == STATUS_OK)
        status = template_letter(press->template, council, &figures,
                                 parts->arena, &parts->letter, report);
    if (status != STATUS_OK)
        return status;
    return cover_write(parts->mailing->cover, council, &figures, parts->arena,
                       &parts->note, report);
}

static enum status read_letter(struct parts *parts, struct message *message,
                               struct report *report)
{
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    enum status status;

    message->letter =
        arena_printf(parts->arena, "%s/%s", parts->mailing->output,
                     parts->parcel->entry->file);
    status =
        buffer_read_file(&parts->pdf, message->letter, message->letter, &err);
    if (status != STATUS_OK) {
        text_copy(err.code, sizeof err.code, parts->note.code);
        report_add(report, &err);
        return status;
    }
    hash_bytes(buffer_text(&parts->pdf), parts->pdf.length, digest);
    hash_hex(digest, message->letter_sha256);
    return STATUS_OK;
}

/* A sample is another message than the one it shows. */
static const char *make_id(const struct parts *parts,
                           const struct message *message)
{
    const struct settings *settings = &parts->mailing->press->campaign.settings;
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();
    char hex[HASH_HEX_SIZE];

    hash_add_text(hash, settings->title.text);
    hash_add_text(hash, parts->note.code);
    hash_add_text(hash, message->letter_sha256);
    hash_add_text(hash, parts->sample);
    hash_finish(hash, digest);
    hash_free(hash);
    return arena_printf(parts->arena, "%.32s.%s%s@%s", hash_hex(digest, hex),
                        text_slug(parts->arena, parts->note.code, 64),
                        parts->sample ? ".sample" : "",
                        strchr(settings->mail.from.address, '@') + 1);
}

/* "annual-review-letter-2022-luton-borough-council.pdf" */
static const char *make_file_name(const struct parts *parts)
{
    const struct settings *settings = &parts->mailing->press->campaign.settings;
    const char *words = arena_printf(
        parts->arena, "%s %s", settings->title.text,
        text_slug(parts->arena, parts->note.name, FILE_NAME_LIMIT));

    return arena_printf(parts->arena, "%s.pdf",
                        text_slug(parts->arena, words, FILE_NAME_LIMIT));
}

/* The envelope has whoever the headers name, and nobody else. */
static void address(const struct parts *parts, struct draft_message *draft,
                    struct message *message)
{
    const struct recipients *recipients = &parts->note.recipients;
    const size_t count = parts->sample ? 0 : recipients->cc_count;
    const char **envelope = ARENA_ARRAY(parts->arena, const char *, count + 1);
    struct mailbox *to = ARENA_NEW(parts->arena, struct mailbox);
    struct mailbox *cc = ARENA_ARRAY(parts->arena, struct mailbox, count);

    *to = recipients->to.mailbox;
    if (parts->sample)
        *to = (struct mailbox){"", parts->sample, NO_PLACE};
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

static void write_bodies(const struct parts *parts, struct buffer *text,
                         struct buffer *html)
{
    const struct body body =
        body_make(parts->arena, &parts->note, &parts->letter, parts->sample);

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
static void digest_content(const struct parts *parts, struct message *message)
{
    const char *bytes = buffer_text(&message->bytes);
    const char *end = bytes + message->bytes.length;
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();
    size_t length;
    const char *date = find_date(bytes, &length);

    press_hash_row(parts->mailing->press, parts->council, hash);
    hash_add(hash, bytes, (size_t)(date - bytes));
    hash_add(hash, date + length, (size_t)(end - date - (ptrdiff_t)length));
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, message->content_sha256);
}

static void draft_headers(struct parts *parts, int64_t now,
                          struct draft_message *draft, struct message *message)
{
    const struct settings *settings = &parts->mailing->press->campaign.settings;

    *draft = (struct draft_message){
        .id = make_id(parts, message),
        .code = parts->note.code,
        .date = now,
        .from = &settings->mail.from,
        .reply_to =
            settings->mail.reply_to.address ? &settings->mail.reply_to : NULL,
        .subject = parts->note.subject,
        .language = parts->note.language,
        .file_name = make_file_name(parts),
        .description = parts->letter.title,
        .pdf = buffer_text(&parts->pdf),
        .pdf_size = parts->pdf.length,
    };
    address(parts, draft, message);
    message->id = arena_printf(parts->arena, "<%s>", draft->id);
    message->subject = draft->subject;
    message->sender = settings->mail.from.address;
}

static enum status write_message(struct parts *parts, int64_t now,
                                 struct message *message, struct report *report)
{
    struct buffer text = buffer_new(TEXT_LIMIT);
    struct buffer html = buffer_new(TEXT_LIMIT);
    struct draft_message draft;
    bool full;

    draft_headers(parts, now, &draft, message);
    write_bodies(parts, &text, &html);
    draft.text = buffer_text(&text);
    draft.html = buffer_text(&html);
    message->bytes = buffer_new(MESSAGE_LIMIT);
    mime_write(&draft, &message->bytes);
    full = text.full || html.full || message->bytes.full;
    buffer_free(&text);
    buffer_free(&html);
    if (!full) {
        digest_content(parts, message);
        return STATUS_OK;
    }
    message_free(message);
    report_say(report, RULE_FILE_TOO_LARGE,
               (struct place){message->letter, 0, 0}, parts->note.code, NULL,
               "the message is too large");
    return rule_status(RULE_FILE_TOO_LARGE);
}

static void mark_sample(struct parts *parts)
{
    parts->note.subject = arena_printf(parts->arena, "[SAMPLE for %s] %s",
                                       parts->note.name, parts->note.subject);
}

static enum status compose(struct parts *parts, int64_t now,
                           struct message *message, struct report *report)
{
    enum status status;

    parts->council = ARENA_NEW(parts->arena, struct council);
    status = write_words(parts, report);
    *message =
        (struct message){.code = parts->note.code, .name = parts->note.name};
    if (status == STATUS_OK)
        status = read_letter(parts, message, report);
    if (status == STATUS_OK && parts->sample)
        mark_sample(parts);
    if (status == STATUS_OK)
        status = write_message(parts, now, message, report);
    buffer_free(&parts->pdf);
    return status;
}

enum status mailing_compose(const struct mailing *mailing, size_t index,
                            int64_t now, struct arena *arena,
                            struct message *message, struct report *report)
{
    struct parts parts = {.mailing = mailing,
                          .parcel = &mailing->parcels[index],
                          .arena = arena,
                          .pdf = buffer_new(PDF_LIMIT)};

    return compose(&parts, now, message, report);
}

enum status mailing_compose_sample(const struct mailing *mailing, size_t index,
                                   int64_t now, const char *address,
                                   struct arena *arena, struct message *message,
                                   struct report *report)
{
    struct parts parts = {.mailing = mailing,
                          .parcel = &mailing->parcels[index],
                          .arena = arena,
                          .sample = arena_string(arena, address),
                          .pdf = buffer_new(PDF_LIMIT)};
    char shown[HINT_SIZE];

    if (!email_is_valid(address)) {
        report_say(report, RULE_EMAIL_SYNTAX, NO_PLACE, NULL, NULL,
                   "%s is not an e-mail address", hint_value(shown, address));
        return rule_status(RULE_EMAIL_SYNTAX);
    }
    return compose(&parts, now, message, report);
}
