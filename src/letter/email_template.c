#include "letter/email_template.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "data/suggestion.h"
#include "letter/evaluator.h"
#include "letter/includes.h"
#include "letter/setting_template.h"

struct cover {
    const struct campaign *campaign;
    const struct phrase *to;
    const struct phrase **cc;
    const struct phrase *subject;
    struct program program;
    struct inserts *inserts;
    struct writing writing;
};

/* Compiling */

/* "=?" begins an encoded word: what is written so, would be read as something
 * else. */
static bool is_header(const char *text)
{
    return text_is_line(text) && !strstr(text, "=?");
}

/* Whether a constant has brought in what no header can have. */
static bool is_broken(const struct part *part)
{
    return part->kind == PART_BREAK ||
           (part->kind == PART_TEXT && !text_is_line(part->text));
}

static void check_parts(struct compiler *compiler, const struct phrase *phrase,
                        const char *field, bool is_address)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        if (part->kind == PART_CHOICE)
            check_parts(compiler, part->inner, field, is_address);
        if (is_address && part->binding &&
            part->binding->kind == BINDING_FIGURE)
            compiler_blame_field(compiler, RULE_SETTING_VALUE, part->place,
                                 field, "an address is made of columns");
        if (is_broken(part))
            compiler_blame_field(compiler, RULE_SETTING_VALUE, part->place,
                                 field,
                                 "one line is wanted, without control "
                                 "characters");
    }
}

static const struct phrase *compile_header(struct compiler *compiler,
                                           const struct source *source,
                                           struct value value,
                                           const char *field, bool is_address)
{
    const struct phrase *phrase;

    if (!is_header(value.text)) {
        compiler_blame_field(compiler, RULE_SETTING_VALUE, value.place, field,
                             "one line is wanted, without control characters "
                             "and without =?");
        return NULL;
    }
    phrase = setting_text_compile(compiler, source, value);
    if (phrase)
        check_parts(compiler, phrase, field, is_address);
    return phrase;
}

/* The last column that a phrase is made of, or SIZE_MAX: in "((chief))
 * <((email))>" that with the address. */
static size_t last_column(const struct phrase *phrase)
{
    size_t column = SIZE_MAX;

    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        const size_t inner =
            part->kind == PART_CHOICE ? last_column(part->inner) : SIZE_MAX;
        if (part->kind == PART_VALUE && part->binding->kind == BINDING_COLUMN)
            column = part->binding->index;
        if (inner != SIZE_MAX)
            column = inner;
    }
    return column;
}

/* Whether there is anything that stands for a value, mistakes included. */
static bool has_placeholder(struct value value)
{
    return strstr(value.text, "((") != NULL;
}

static void compile_headers(struct compiler *compiler, struct cover *cover)
{
    const struct mail_settings *mail = &cover->campaign->settings.mail;
    struct source source;

    setting_text_read(compiler, cover->campaign, &source);
    cover->cc =
        ARENA_ARRAY(compiler->arena, const struct phrase *, mail->cc_count);
    if (mail->to.text)
        cover->to = compile_header(compiler, &source, mail->to, "to", true);
    if (cover->to && last_column(cover->to) == SIZE_MAX &&
        !has_placeholder(mail->to))
        compiler_blame_field(compiler, RULE_SETTING_VALUE, mail->to.place, "to",
                             "the same for all councils; a column is wanted, "
                             "such as ((email))");
    for (size_t i = 0; i < mail->cc_count; i++)
        cover->cc[i] =
            compile_header(compiler, &source, mail->cc[i], "cc", true);
    if (mail->subject.text)
        cover->subject =
            compile_header(compiler, &source, mail->subject, "subject", false);
}

static void compile_body(struct compiler *compiler, struct cover *cover)
{
    const struct mail_settings *mail = &cover->campaign->settings.mail;
    struct error err = {.code = ""};
    struct source source;
    const char *path;
    enum status status;

    if (!mail->body.text)
        return;
    status = campaign_find_file(compiler->arena, cover->campaign, mail->body,
                                "body", &path, &err);
    if (status != STATUS_OK)
        report_add(compiler->report, &err);
    else
        status =
            source_read(compiler->scratch, path, &source, compiler->report);
    if (status == STATUS_OK)
        program_compile(compiler, cover->campaign, &source, PROGRAM_COVER,
                        &cover->program);
    else if (!compiler->status)
        compiler->status = status;
}

struct cover *cover_open(struct compiler *compiler,
                         const struct campaign *campaign)
{
    struct cover *cover = ARENA_NEW(compiler->arena, struct cover);

    cover->campaign = campaign;
    compile_headers(compiler, cover);
    compile_body(compiler, cover);
    cover->inserts = inserts_new(compiler, campaign, &cover->program);
    cover->writing = (struct writing){campaign, cover->inserts};
    if (compiler->status == STATUS_OK) {
        writer_prepare(compiler->arena, &cover->program);
        inserts_prepare(compiler->arena, cover->inserts);
    }
    return cover;
}

void cover_close(struct cover *cover)
{
    if (!cover)
        return;
    inserts_free(cover->inserts);
    cover->inserts = NULL;
}

const struct inserts *cover_inserts(const struct cover *cover)
{
    return cover->inserts;
}

/* Writing */

/* What is being written for one row. */
struct scribe {
    const struct cover *cover;
    const struct council *council;
    struct arena *arena;
    struct report *report;
    struct writer *writer;
};

static const char *column_name(const struct scribe *scribe, size_t column)
{
    return roster_column(scribe->cover->campaign->roster, column).text;
}

/* The first column whose cell no header can have, or SIZE_MAX. */
static size_t find_culprit(const struct scribe *scribe,
                           const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        const size_t inner = part->kind == PART_CHOICE
                                 ? find_culprit(scribe, part->inner)
                                 : SIZE_MAX;
        if (inner != SIZE_MAX)
            return inner;
        if (part->kind == PART_VALUE && part->binding->kind == BINDING_COLUMN &&
            !is_header(scribe->council->values[part->binding->index].text))
            return part->binding->index;
    }
    return SIZE_MAX;
}

static bool is_line(struct words words)
{
    for (size_t i = 0; i < words.count; i++)
        if (!text_is_line(words.runs[i].text))
            return false;
    return true;
}

/* One line for a header, or NULL, having refused the row: a line end in a
 * cell could begin a header of its own. */
static const char *write_line(struct scribe *scribe,
                              const struct phrase *phrase, struct words words)
{
    const char *line =
        text_trim(scribe->arena, writer_join(scribe->arena, words, " "));
    size_t column;

    if (is_line(words) && is_header(line))
        return line;
    column = find_culprit(scribe, phrase);
    writer_refuse(scribe->writer, RULE_HEADER_CONTROL,
                  column == SIZE_MAX ? scribe->council->place
                                     : scribe->council->values[column].place,
                  column == SIZE_MAX ? NULL : column_name(scribe, column),
                  is_line(words)
                      ? "=? begins an encoded word in a header of an e-mail"
                      : "a line end or a control character, which no header of "
                        "an e-mail can have");
    return NULL;
}

/* The column to blame for what is wrong with an address: the one with the
 * address, or one before it that has what only an address has. */
static size_t find_liar(const struct scribe *scribe,
                        const struct phrase *phrase, size_t last)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const struct part *part = &phrase->parts[i];
        if (part->kind == PART_VALUE && part->binding->kind == BINDING_COLUMN &&
            part->binding->index != last &&
            strpbrk(scribe->council->values[part->binding->index].text, "<>@"))
            return part->binding->index;
    }
    return last;
}

static struct place column_place(const struct scribe *scribe, size_t column,
                                 struct value setting)
{
    return column == SIZE_MAX ? setting.place
                              : scribe->council->values[column].place;
}

static const char *column_or_null(const struct scribe *scribe, size_t column)
{
    return column == SIZE_MAX ? NULL : column_name(scribe, column);
}

/* Reads a recipient from a line; @return whether it is one. */
static bool read_recipient(struct scribe *scribe, const struct phrase *phrase,
                           struct value setting, const char *line,
                           struct recipient *recipient)
{
    const size_t column = last_column(phrase);
    char shown[HINT_SIZE];
    const char *why;
    size_t liar;

    *recipient = (struct recipient){.column = column_or_null(scribe, column)};
    why = mailbox_parse(scribe->arena, line, &recipient->mailbox);
    recipient->mailbox.place = column_place(scribe, column, setting);
    if (!why)
        return true;
    liar = find_liar(scribe, phrase, column);
    writer_refuse(
        scribe->writer, RULE_EMAIL_SYNTAX, column_place(scribe, liar, setting),
        column_or_null(scribe, liar), "%s %s", hint_value(shown, line), why);
    return false;
}

static void refuse_nobody(struct scribe *scribe)
{
    const size_t column = last_column(scribe->cover->to);
    const struct value row = {NULL, scribe->council->place};

    writer_refuse(
        scribe->writer, RULE_VALUE_MISSING, column_place(scribe, column, row),
        column_or_null(scribe, column), "nobody to send the letter to");
}

static void write_to(struct scribe *scribe, struct recipients *recipients)
{
    const struct cover *cover = scribe->cover;
    const struct value setting = cover->campaign->settings.mail.to;
    const size_t column = last_column(cover->to);
    const char *line;

    /* Its being empty is said once, and not as a placeholder's fault. */
    if (column != SIZE_MAX && !*scribe->council->values[column].text) {
        refuse_nobody(scribe);
        return;
    }
    line =
        write_line(scribe, cover->to, writer_words(scribe->writer, cover->to));
    if (line && !*line)
        refuse_nobody(scribe);
    else if (line)
        (void)read_recipient(scribe, cover->to, setting, line, &recipients->to);
}

/* Whether somebody gets the message already. */
static bool is_there(const struct recipients *recipients,
                     const struct recipient *cc, size_t count,
                     const char *address)
{
    const char *to = recipients->to.mailbox.address;

    for (size_t i = 0; i < count; i++)
        if (strcasecmp(cc[i].mailbox.address, address) == 0)
            return true;
    return to && strcasecmp(to, address) == 0;
}

/* A copy's words, or none: where a value is missing, nobody gets a copy. */
static struct words write_copy(struct scribe *scribe,
                               const struct phrase *phrase)
{
    struct report *unsaid = report_new();
    struct writer *writer = writer_begin(
        &scribe->cover->writing, scribe->council, NULL, scribe->arena, unsaid);
    struct words words = writer_words(writer, phrase);

    if (writer_end(writer) != STATUS_OK)
        words.count = 0;
    report_free(unsaid);
    return words;
}

static void write_cc(struct scribe *scribe, struct recipients *recipients)
{
    const struct mail_settings *mail = &scribe->cover->campaign->settings.mail;
    struct recipient *cc =
        ARENA_ARRAY(scribe->arena, struct recipient, mail->cc_count);
    size_t count = 0;

    for (size_t i = 0; i < mail->cc_count; i++) {
        const struct phrase *phrase = scribe->cover->cc[i];
        const char *line =
            write_line(scribe, phrase, write_copy(scribe, phrase));
        if (line && *line &&
            read_recipient(scribe, phrase, mail->cc[i], line, &cc[count]) &&
            !is_there(recipients, cc, count, cc[count].mailbox.address))
            count++;
    }
    recipients->cc = cc;
    recipients->cc_count = count;
}

static void write_recipients(struct scribe *scribe,
                             struct recipients *recipients)
{
    *recipients = (struct recipients){.cc_count = 0};
    write_to(scribe, recipients);
    write_cc(scribe, recipients);
}

static void write_subject(struct scribe *scribe, struct note *note)
{
    const struct phrase *phrase = scribe->cover->subject;
    const struct value setting = scribe->cover->campaign->settings.mail.subject;

    note->subject =
        write_line(scribe, phrase, writer_words(scribe->writer, phrase));
    if (note->subject && !*note->subject)
        writer_refuse(scribe->writer, RULE_VALUE_MISSING, setting.place,
                      "subject", "nothing is left of it for this row");
}

static struct scribe scribe_open(const struct cover *cover,
                                 const struct council *council,
                                 const struct figures *figures,
                                 struct arena *arena, struct report *report)
{
    return (struct scribe){
        cover, council, arena, report,
        writer_begin(&cover->writing, council, figures, arena, report)};
}

enum status cover_address(const struct cover *cover,
                          const struct council *council, struct arena *arena,
                          struct recipients *recipients, struct report *report)
{
    struct scribe scribe = scribe_open(cover, council, NULL, arena, report);

    write_recipients(&scribe, recipients);
    return writer_end(scribe.writer);
}

enum status cover_write(const struct cover *cover,
                        const struct council *council,
                        const struct figures *figures, struct arena *arena,
                        struct note *note, struct report *report)
{
    const struct settings *settings = &cover->campaign->settings;
    const bool whole =
        inserts_check(cover->inserts, &cover->program, council, report);
    struct scribe scribe = scribe_open(cover, council, figures, arena, report);
    enum status status;

    *note = (struct note){
        .code = council->code,
        .name = council->name,
        .language = settings->language.text,
        .figures = *figures,
        .signatory =
            settings->signatory_name.text ? settings->signatory_name.text : "",
        .roles = settings->signatory_roles,
    };
    write_recipients(&scribe, &note->recipients);
    write_subject(&scribe, note);
    if (whole)
        note->blocks = writer_blocks(scribe.writer, &cover->program);
    status = writer_end(scribe.writer);
    return whole ? status : STATUS_INPUT;
}
