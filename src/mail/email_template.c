#include "mail/email_template.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "data/email_address.h"
#include "data/suggestion.h"
#include "letter/evaluator.h"
#include "letter/includes.h"
#include "letter/post_template.h"
#include "letter/setting_template.h"
#include "letter/template.h"

struct email_template {
    const struct campaign *campaign;
    const struct post_template *post_template; /* or NULL */
    const struct inline_template *to;
    const struct inline_template **cc;
    const struct inline_template *subject;
    struct block_template block_template;
    struct includes *includes;
    struct evaluator_input evaluator_input;
};

/* Compiling */

/* "=?" begins an encoded word, so that a program would decode such text. */
static bool is_header(const char *text)
{
    return utf8_is_line(text) && !strstr(text, "=?");
}

/* @return true if a constant contains characters that headers must not have */
static bool is_broken(const struct inline_part *part)
{
    return part->kind == INLINE_PART_BREAK ||
           (part->kind == INLINE_PART_TEXT && !utf8_is_line(part->text));
}

static void check_parts(struct compile_context *context,
                        const struct inline_template *inline_template,
                        const char *field, bool is_address)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        if (part->kind == INLINE_PART_CHOICE)
            check_parts(context, part->inner, field, is_address);
        if (is_address && part->symbol && part->symbol->kind == SYMBOL_FIGURE)
            compile_context_report_field(context, RULE_SETTING_VALUE,
                                         part->looks.location, field,
                                         "an address is made of columns");
        if (is_broken(part))
            compile_context_report_field(context, RULE_SETTING_VALUE,
                                         part->looks.location, field,
                                         "one line is wanted, without control "
                                         "characters");
    }
}

static const struct inline_template *
compile_header(struct compile_context *context,
               const struct source_text *source, struct value value,
               const char *field, bool is_address)
{
    const struct inline_template *inline_template;

    if (!is_header(value.text)) {
        compile_context_report_field(
            context, RULE_SETTING_VALUE, value.location, field,
            "one line is wanted, without control characters "
            "and without =?");
        return NULL;
    }
    inline_template = setting_template_compile(context, source, value);
    if (inline_template)
        check_parts(context, inline_template, field, is_address);
    return inline_template;
}

/* @return the last column in an inline template, which in "((chief))
 *         <((email))>" has the address; or SIZE_MAX */
static size_t last_column(const struct inline_template *inline_template)
{
    size_t column = SIZE_MAX;

    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        const size_t inner = part->kind == INLINE_PART_CHOICE
                                 ? last_column(part->inner)
                                 : SIZE_MAX;
        if (part->kind == INLINE_PART_VALUE &&
            part->symbol->kind == SYMBOL_COLUMN)
            column = part->symbol->index;
        if (inner != SIZE_MAX)
            column = inner;
    }
    return column;
}

/* @return true if there is a placeholder, even a wrong one */
static bool has_placeholder(struct value value)
{
    return strstr(value.text, "((") != NULL;
}

static void compile_headers(struct compile_context *context,
                            struct email_template *email_template)
{
    const struct mail_settings *mail = &email_template->campaign->settings.mail;
    struct source_text source;

    setting_template_read(context, email_template->campaign, &source);
    email_template->cc = ARENA_ARRAY(
        context->arena, const struct inline_template *, mail->cc_count);
    if (mail->to.text)
        email_template->to =
            compile_header(context, &source, mail->to, "to", true);
    if (email_template->to && last_column(email_template->to) == SIZE_MAX &&
        !has_placeholder(mail->to))
        compile_context_report_field(
            context, RULE_SETTING_VALUE, mail->to.location, "to",
            "the same for all councils; a column is wanted, "
            "such as ((email))");
    for (size_t i = 0; i < mail->cc_count; i++)
        email_template->cc[i] =
            compile_header(context, &source, mail->cc[i], "cc", true);
    if (mail->subject.text)
        email_template->subject =
            compile_header(context, &source, mail->subject, "subject", false);
}

static void compile_body(struct compile_context *context,
                         struct email_template *email_template)
{
    const struct mail_settings *mail = &email_template->campaign->settings.mail;
    struct error err = {.code = ""};
    struct source_text source;
    const char *path;
    enum status status;

    if (!mail->body.text)
        return;
    status = campaign_find_file(context->arena, email_template->campaign,
                                mail->body, "body", &path, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(context->diagnostics, &err);
    else
        status = source_text_read(context->scratch, path, &source,
                                  context->diagnostics);
    if (status == STATUS_OK)
        block_template_compile(context, email_template->campaign, &source,
                               BLOCK_TEMPLATE_EMAIL,
                               &email_template->block_template);
    else if (!context->status)
        context->status = status;
}

struct email_template *
email_template_open(struct compile_context *context,
                    const struct campaign *campaign,
                    const struct post_template *post_template)
{
    struct email_template *email_template =
        ARENA_NEW(context->arena, struct email_template);

    email_template->campaign = campaign;
    email_template->post_template = post_template;
    compile_headers(context, email_template);
    compile_body(context, email_template);
    email_template->includes =
        includes_new(context, campaign, &email_template->block_template);
    email_template->evaluator_input =
        (struct evaluator_input){campaign, email_template->includes};
    return email_template;
}

void email_template_close(struct email_template *email_template)
{
    includes_free(email_template->includes);
    email_template->includes = NULL;
}

const struct includes *
email_template_includes(const struct email_template *email_template)
{
    return email_template->includes;
}

const struct email_template *email_template_of(const struct template *template)
{
    return template_covering_text(template);
}

/* Writing */

/* The state of writing one row's e-mail. */
struct evaluation {
    const struct email_template *email_template;
    const struct council *council;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct evaluator *evaluator;
};

static const char *column_name(const struct evaluation *evaluation,
                               size_t column)
{
    return roster_column(evaluation->email_template->campaign->roster, column)
        .text;
}

/* @return the first column with a cell that headers must not have, or SIZE_MAX
 */
static size_t find_bad_column(const struct evaluation *evaluation,
                              const struct inline_template *inline_template)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        const size_t inner = part->kind == INLINE_PART_CHOICE
                                 ? find_bad_column(evaluation, part->inner)
                                 : SIZE_MAX;
        if (inner != SIZE_MAX)
            return inner;
        if (part->kind == INLINE_PART_VALUE &&
            part->symbol->kind == SYMBOL_COLUMN &&
            !is_header(evaluation->council->values[part->symbol->index].text))
            return part->symbol->index;
    }
    return SIZE_MAX;
}

static bool is_line(struct inline_text words)
{
    for (size_t i = 0; i < words.count; i++)
        if (!utf8_is_line(words.runs[i].text))
            return false;
    return true;
}

/* @return one line for a header, or NULL if the row is refused: a line end in a
 *         cell could begin another header */
static const char *write_line(struct evaluation *evaluation,
                              const struct inline_template *inline_template,
                              struct inline_text words)
{
    const char *line = utf8_trim(evaluation->arena,
                                 evaluator_join(evaluation->arena, words, " "));
    size_t column;

    if (is_line(words) && is_header(line))
        return line;
    column = find_bad_column(evaluation, inline_template);
    evaluator_refuse(
        evaluation->evaluator, RULE_HEADER_CONTROL,
        column == SIZE_MAX ? evaluation->council->location
                           : evaluation->council->values[column].location,
        column == SIZE_MAX ? NULL : column_name(evaluation, column),
        is_line(words)
            ? "=? begins an encoded word in a header of an e-mail"
            : "a line end or a control character, which no header of "
              "an e-mail can have");
    return NULL;
}

/* @return the column to report for a wrong address: the one with the address,
 *         or an earlier one with characters of an address */
static size_t find_address_column(const struct evaluation *evaluation,
                                  const struct inline_template *inline_template,
                                  size_t last)
{
    for (size_t i = 0; i < inline_template->count; i++) {
        const struct inline_part *part = &inline_template->parts[i];
        if (part->kind == INLINE_PART_VALUE &&
            part->symbol->kind == SYMBOL_COLUMN &&
            part->symbol->index != last &&
            strpbrk(evaluation->council->values[part->symbol->index].text,
                    "<>@"))
            return part->symbol->index;
    }
    return last;
}

static struct location column_location(const struct evaluation *evaluation,
                                       size_t column, struct value setting)
{
    return column == SIZE_MAX ? setting.location
                              : evaluation->council->values[column].location;
}

static const char *column_or_null(const struct evaluation *evaluation,
                                  size_t column)
{
    return column == SIZE_MAX ? NULL : column_name(evaluation, column);
}

/* Reads a recipient from a line; @return true if it is one. */
static bool read_recipient(struct evaluation *evaluation,
                           const struct inline_template *inline_template,
                           struct value setting, const char *line,
                           struct recipient *recipient)
{
    const size_t column = last_column(inline_template);
    char shown[SUGGESTION_SIZE];
    const char *why;
    size_t bad_column;

    *recipient =
        (struct recipient){.column = column_or_null(evaluation, column)};
    why = mail_settings_parse_mailbox(evaluation->arena, line,
                                      &recipient->mailbox);
    recipient->mailbox.location = column_location(evaluation, column, setting);
    if (!why)
        return true;
    bad_column = find_address_column(evaluation, inline_template, column);
    evaluator_refuse(evaluation->evaluator, RULE_EMAIL_SYNTAX,
                     column_location(evaluation, bad_column, setting),
                     column_or_null(evaluation, bad_column), "%s %s",
                     suggestion_quote(shown, line), why);
    return false;
}

static void note_nobody(struct evaluation *evaluation,
                        struct recipients *recipients)
{
    const size_t column = last_column(evaluation->email_template->to);
    const struct value row = {NULL, evaluation->council->location};

    recipients->none = true;
    if (evaluation->email_template->post_template)
        return; /* an address to post to is wanted, or it is said */
    diagnostics_add(evaluation->diagnostics, RULE_EMAIL_MISSING,
                    column_location(evaluation, column, row),
                    evaluation->council->code,
                    column_or_null(evaluation, column),
                    "no e-mail address: the letter is made, and not e-mailed");
}

/* @return a recipient's words; NULL if a value is missing: then a copy is left
 *         out, or the row has no address */
static struct inline_text
try_words(struct evaluation *evaluation,
          const struct inline_template *inline_template)
{
    struct diagnostics *discarded = diagnostics_new();
    struct evaluator *evaluator = evaluator_begin(
        &evaluation->email_template->evaluator_input, evaluation->council, NULL,
        evaluation->arena, discarded);
    struct inline_text words =
        evaluator_inline_text(evaluator, inline_template);

    if (evaluator_finish(evaluator) != STATUS_OK)
        words.count = 0;
    diagnostics_free(discarded);
    return words;
}

/* @return true if a recipient's line lacks its address: "Ms Ellery <>" */
static bool lacks_address(const char *line)
{
    const size_t length = strlen(line);

    return !length || (length >= 2 && strcmp(line + length - 2, "<>") == 0);
}

static void write_to(struct evaluation *evaluation,
                     struct recipients *recipients)
{
    const struct email_template *email_template = evaluation->email_template;
    const struct value setting = email_template->campaign->settings.mail.to;
    const size_t column = last_column(email_template->to);
    const char *line;

    if (post_template_takes(email_template->post_template, evaluation->council,
                            evaluation->arena)) {
        recipients->none = true;
        return;
    }
    /* An empty address is reported once, not as an empty placeholder. */
    if (column != SIZE_MAX && !*evaluation->council->values[column].text &&
        !try_words(evaluation, email_template->to).count) {
        note_nobody(evaluation, recipients);
        return;
    }
    line = write_line(
        evaluation, email_template->to,
        evaluator_inline_text(evaluation->evaluator, email_template->to));
    if (line && lacks_address(line))
        note_nobody(evaluation, recipients);
    else if (line)
        (void)read_recipient(evaluation, email_template->to, setting, line,
                             &recipients->to);
}

/* @return true if the message already goes to the address */
static bool is_there(struct arena *arena, const struct recipients *recipients,
                     const struct recipient *cc, size_t count,
                     const char *address)
{
    const char *to = recipients->to.mailbox.address;
    const char *key = email_address_key(arena, address);

    for (size_t i = 0; i < count; i++)
        if (strcmp(email_address_key(arena, cc[i].mailbox.address), key) == 0)
            return true;
    return to && strcmp(email_address_key(arena, to), key) == 0;
}

static void write_cc(struct evaluation *evaluation,
                     struct recipients *recipients)
{
    const struct mail_settings *mail =
        &evaluation->email_template->campaign->settings.mail;
    struct recipient *cc =
        ARENA_ARRAY(evaluation->arena, struct recipient, mail->cc_count);
    size_t count = 0;

    for (size_t i = 0; i < mail->cc_count; i++) {
        const struct inline_template *inline_template =
            evaluation->email_template->cc[i];
        const char *line = write_line(evaluation, inline_template,
                                      try_words(evaluation, inline_template));
        if (line && *line &&
            read_recipient(evaluation, inline_template, mail->cc[i], line,
                           &cc[count]) &&
            !is_there(evaluation->arena, recipients, cc, count,
                      cc[count].mailbox.address))
            count++;
    }
    recipients->cc = cc;
    recipients->cc_count = recipients->none ? 0 : count;
}

static void write_recipients(struct evaluation *evaluation,
                             struct recipients *recipients)
{
    *recipients = (struct recipients){.cc_count = 0};
    write_to(evaluation, recipients);
    write_cc(evaluation, recipients);
}

static void write_subject(struct evaluation *evaluation,
                          struct email_content *content)
{
    const struct inline_template *inline_template =
        evaluation->email_template->subject;
    const struct value setting =
        evaluation->email_template->campaign->settings.mail.subject;

    content->subject = write_line(
        evaluation, inline_template,
        evaluator_inline_text(evaluation->evaluator, inline_template));
    if (content->subject && !*content->subject)
        evaluator_refuse(evaluation->evaluator, RULE_VALUE_MISSING,
                         setting.location, "subject",
                         "nothing is left of it for this row");
}

static struct evaluation
evaluation_new(const struct email_template *email_template,
               const struct council *council, const struct figures *figures,
               struct arena *arena, struct diagnostics *diagnostics)
{
    return (struct evaluation){email_template, council, arena, diagnostics,
                               evaluator_begin(&email_template->evaluator_input,
                                               council, figures, arena,
                                               diagnostics)};
}

enum status
email_template_recipients(const struct email_template *email_template,
                          const struct council *council, struct arena *arena,
                          struct recipients *recipients,
                          struct diagnostics *diagnostics)
{
    struct evaluation evaluation =
        evaluation_new(email_template, council, NULL, arena, diagnostics);

    write_recipients(&evaluation, recipients);
    return evaluator_finish(evaluation.evaluator);
}

enum status email_template_write(const struct email_template *email_template,
                                 const struct council *council,
                                 const struct figures *figures,
                                 struct arena *arena,
                                 struct email_content *content,
                                 struct diagnostics *diagnostics)
{
    const struct settings *settings = &email_template->campaign->settings;
    struct evaluation evaluation =
        evaluation_new(email_template, council, figures, arena, diagnostics);
    bool whole;
    enum status status;

    *content = (struct email_content){
        .code = council->code,
        .name = council->name,
        .language = settings->language.text,
        .figures = *figures,
        .signatory =
            settings->signatory_name.text ? settings->signatory_name.text : "",
        .roles = settings->signatory_roles,
    };
    evaluator_confine(evaluation.evaluator);
    write_recipients(&evaluation, &content->recipients);
    if (content->recipients.none)
        return evaluator_finish(evaluation.evaluator);
    whole =
        includes_check(email_template->includes,
                       &email_template->block_template, council, diagnostics);
    write_subject(&evaluation, content);
    if (whole)
        content->blocks = evaluator_blocks(evaluation.evaluator,
                                           &email_template->block_template);
    status = evaluator_finish(evaluation.evaluator);
    return whole ? status : STATUS_INPUT;
}

enum status email_template_write_all(const struct template *template,
                                     const struct council *council,
                                     const struct letter *letter,
                                     struct arena *arena,
                                     struct email_content *content,
                                     struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;

    for (; template; template = template_next(template)) {
        const enum status written =
            email_template_write(email_template_of(template), council,
                                 &letter->figures, arena, content, diagnostics);
        status = status ? status : written;
        content->name = letter->name; /* in this language */
        if (!template_next(template))
            break;
        content->next = ARENA_NEW(arena, struct email_content);
        content = content->next;
        letter = letter->next;
    }
    return status;
}
