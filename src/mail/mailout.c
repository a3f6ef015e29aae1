#include "mail/mailout.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "layout/ui_strings.h"
#include "mail/body.h"
#include "mail/email_template.h"
#include "mail/mime_writer.h"
#include "mail/recipient_checks.h"
#include "run/made_letters.h"

enum {
    FILE_NAME_LIMIT = 60, /* bytes without ".pdf": must fit one line */
    PDF_LIMIT = 64 << 20,
    MESSAGE_LIMIT = 128 << 20,
    TEXT_LIMIT = 8 << 20,
};

struct mailout {
    const struct engine *engine;
    const struct email_template *email_template;
    const char *output;
    struct made_letters made;
    const struct made_letter **outgoing; /* letters of rows with an address */
    size_t count;
    const struct made_letter **unmailed; /* letters of rows without one */
    size_t unmailed_count;
};

/* Setting up */

/* @return true if the row has an address, valid or not */
static bool has_address(const struct mailout *mailout, size_t row,
                        struct arena *arena, struct diagnostics *diagnostics)
{
    struct council council;
    struct recipients recipients;

    roster_read(mailout->engine->campaign.roster, row, arena, &council);
    return email_template_recipients(mailout->email_template, &council, arena,
                                     &recipients, diagnostics) != STATUS_OK ||
           !recipients.none;
}

static void sort_letters(struct arena *arena, struct mailout *mailout,
                         struct diagnostics *diagnostics)
{
    const struct made_letters *made = &mailout->made;
    struct arena *scratch = arena_new();

    mailout->outgoing =
        ARENA_ARRAY(arena, const struct made_letter *, made->count);
    mailout->unmailed =
        ARENA_ARRAY(arena, const struct made_letter *, made->count);
    for (size_t i = 0; i < made->count; i++) {
        const struct made_letter *letter = &made->items[i];
        arena_reset(scratch);
        if (has_address(mailout, letter->row, scratch, diagnostics))
            mailout->outgoing[mailout->count++] = letter;
        else
            mailout->unmailed[mailout->unmailed_count++] = letter;
    }
    arena_free(scratch);
}

enum status mailout_open(struct arena *arena, const struct engine *engine,
                         const char *output, struct mailout **mailout,
                         struct diagnostics *diagnostics)
{
    const struct settings *settings = &engine->campaign.settings;
    const size_t before = diagnostics_error_count(diagnostics);
    struct mailout *made = ARENA_NEW(arena, struct mailout);
    enum status status;

    *made =
        (struct mailout){.engine = engine,
                         .email_template = email_template_of(engine->template),
                         .output = output};
    if (!made->email_template) {
        diagnostics_add(
            diagnostics, RULE_SETTING_MISSING,
            (struct location){settings->file, 0, 0}, NULL, "mail",
            "who gets the letters is not said; see mail in the manual");
        return rule_status(RULE_SETTING_MISSING);
    }
    status = made_letters_open(arena, engine, output, &made->made, diagnostics);
    if (status != STATUS_OK && status != STATUS_INPUT)
        return status;
    sort_letters(arena, made, diagnostics);
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
    return mailout->outgoing[index]->location;
}

const struct manifest_entry *mailout_entry(const struct mailout *mailout,
                                           size_t index)
{
    return mailout->outgoing[index]->entry;
}

size_t mailout_unmailed_count(const struct mailout *mailout)
{
    return mailout->unmailed_count;
}

const struct manifest_entry *mailout_unmailed(const struct mailout *mailout,
                                              size_t index)
{
    return mailout->unmailed[index]->entry;
}

const char *mailout_unmailed_reason(const struct mailout *mailout)
{
    return mailout->engine->campaign.settings.post.given
               ? "its letter goes by post"
               : "its row has no e-mail address";
}

bool mailout_is_kept(const struct mailout *mailout, const char *code)
{
    for (size_t i = 0; i < mailout->made.kept_count; i++)
        if (strcmp(mailout->made.kept[i].entry->code, code) == 0)
            return true;
    return false;
}

bool mailout_is_unmailed(const struct mailout *mailout, const char *code)
{
    for (size_t i = 0; i < mailout->unmailed_count; i++)
        if (strcmp(mailout->unmailed[i]->entry->code, code) == 0)
            return true;
    return false;
}

size_t mailout_row(const struct mailout *mailout, size_t index)
{
    return mailout->outgoing[index]->row;
}

enum status mailout_prove(const struct mailout *mailout, size_t index,
                          struct diagnostics *diagnostics)
{
    return made_letters_prove(mailout->engine, mailout->output,
                              mailout->outgoing[index], 1, diagnostics);
}

const struct made_letters *mailout_letters(const struct mailout *mailout)
{
    return &mailout->made;
}

/* Composing */

/* The inputs of one message. */
struct message_parts {
    const struct mailout *mailout;
    const struct made_letter *made_letter;
    struct arena *arena;
    const char *sample; /* the address of a sample; or NULL */
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
    const struct figures *figures;
    enum status status;

    roster_read(engine->campaign.roster, message_parts->made_letter->row,
                message_parts->arena, council);
    status = figures_read_languages(message_parts->arena, &engine->campaign,
                                    engine->averages, council, &figures,
                                    diagnostics);
    if (status == STATUS_OK)
        status = template_letter(engine->template, council, figures,
                                 message_parts->arena, &message_parts->letter,
                                 diagnostics);
    if (status != STATUS_OK)
        return status;
    return email_template_write_all(
        engine->template, council, &message_parts->letter, message_parts->arena,
        &message_parts->note, diagnostics);
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
                                   message_parts->made_letter->entry->file);
    status = buffer_read_file(&message_parts->pdf, message->letter,
                              message->letter, &err);
    if (status != STATUS_OK) {
        utf8_copy(err.code, sizeof err.code, message_parts->note.code);
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    hash_bytes(buffer_text(&message_parts->pdf), message_parts->pdf.length,
               digest);
    hash_hex(digest, message->file_sha256);
    memcpy(message->content_sha256,
           message_parts->made_letter->entry->content_sha256, HASH_HEX_SIZE);
    return STATUS_OK;
}

/* Samples have separate IDs. */
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
    hash_add_text(hash, message->content_sha256);
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

/* The envelope has exactly the recipients in the headers. */
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

static void hash_mailbox(struct hash *hash, const struct mailbox *mailbox)
{
    hash_add_text(hash, mailbox ? mailbox->name : NULL);
    hash_add_text(hash, mailbox ? mailbox->address : NULL);
}

/* Hashes the message's content, independent of the library that writes its
 * bytes, and without the header Date. The row is included, because it may have
 * changed since the letter was made. */
static void digest_message(const struct message_parts *message_parts,
                           const struct mime_message *draft,
                           struct message *message)
{
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();

    engine_hash_row(message_parts->mailout->engine, message_parts->council,
                    ENGINE_ROW, hash);
    hash_add_text(hash, draft->id);
    hash_add_text(hash, draft->code);
    hash_mailbox(hash, draft->from);
    hash_mailbox(hash, draft->reply_to);
    hash_mailbox(hash, draft->to);
    hash_add_integer(hash, (int64_t)draft->cc_count);
    for (size_t i = 0; i < draft->cc_count; i++)
        hash_mailbox(hash, &draft->cc[i]);
    hash_add_text(hash, draft->subject);
    hash_add_text(hash, draft->language);
    hash_add_text(hash, draft->text);
    hash_add_text(hash, draft->html);
    hash_add_text(hash, draft->file_name);
    hash_add_text(hash, draft->description);
    hash_add_text(hash, message->content_sha256);
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, message->message_sha256);
}

/* "cy, en-GB" */
static const char *list_languages(struct arena *arena,
                                  const struct email_content *note)
{
    const char *list = note->language;

    while ((note = note->next) != NULL)
        list = ARENA_JOIN(arena, list, ", ", note->language);
    return list;
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
        .subject = body_subject(message_parts->arena, &message_parts->note),
        .language = list_languages(message_parts->arena, &message_parts->note),
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
    digest_message(message_parts, &draft, message);
    buffer_free(&text);
    buffer_free(&html);
    if (!full)
        return STATUS_OK;
    message_free(message);
    diagnostics_add(diagnostics, RULE_FILE_TOO_LARGE,
                    (struct location){message->letter, 0, 0},
                    message_parts->note.code, NULL, "the message is too large");
    return rule_status(RULE_FILE_TOO_LARGE);
}

static void mark_sample(struct message_parts *message_parts)
{
    struct arena *arena = message_parts->arena;

    for (struct email_content *note = &message_parts->note; note;
         note = note->next) {
        const char *mark = words_find(note->language)->mail.sample_subject;
        note->subject = ARENA_JOIN(
            arena, ui_strings_fill(arena, mark, &note->name), note->subject);
    }
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
                                          .made_letter =
                                              mailout->outgoing[index],
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
        .made_letter = mailout->outgoing[index],
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
