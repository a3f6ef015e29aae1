#include "letter/setting_template.h"

#include <string.h>

#include "base/utf8.h"
#include "data/suggestion.h"
#include "data/text_lint.h"

const char *setting_template_at(const struct source_text *settings,
                                struct value value)
{
    const struct location location = value.location;
    const char *at;

    if (location.line < 1 || (size_t)location.line > settings->line_count)
        return "";
    at = settings->bytes + settings->lines[location.line - 1];
    for (int column = 1; column < location.column && *at && *at != '\n';
         column++)
        utf8_next(&at);
    return at;
}

/* @return the location of a setting's text, after its quote. Other scalars than
 *         those on one line keep the location of their beginning. */
static struct location scalar_location(const struct source_text *settings,
                                       struct value value)
{
    const char byte = *setting_template_at(settings, value);
    struct location location = value.location;

    location.column += byte == '"' || byte == '\'';
    return location;
}

/* Warns of mojibake and HTML. Control characters were refused when the file
 * was read. */
static void check_text_lint(struct compile_context *context,
                            const struct source_text *source)
{
    struct text_lint text_lint;
    char shown[SUGGESTION_SIZE];

    if (text_lint_find(source->bytes, &text_lint) &&
        text_lint.rule != RULE_TEXT_DOUBLE_SPACE &&
        text_lint.rule != RULE_TEXT_CONTROL)
        diagnostics_add(context->diagnostics, text_lint.rule,
                        source_text_location(source, text_lint.offset), NULL,
                        NULL, "%s in %s", text_lint.words,
                        suggestion_quote(shown, source->bytes));
}

void setting_template_check(struct compile_context *context,
                            const struct source_text *settings,
                            struct value value)
{
    struct source_text source;

    if (!value.text)
        return;
    if (source_text_set(context->scratch, scalar_location(settings, value),
                        value.text, strlen(value.text), &source,
                        context->diagnostics) != STATUS_OK) {
        context->status = rule_status(RULE_TEXT_PRIVATE);
        return;
    }
    check_text_lint(context, &source);
    preprocess_check_foreign(context, &source);
}

const struct inline_template *
setting_template_compile(struct compile_context *context,
                         const struct source_text *settings, struct value value)
{
    const struct location location = scalar_location(settings, value);
    const struct inline_template *inline_template = NULL;
    struct preprocessed preprocessed;
    struct source_text source;

    if (source_text_set(context->scratch, location, value.text,
                        strlen(value.text), &source,
                        context->diagnostics) != STATUS_OK) {
        context->status = rule_status(RULE_TEXT_PRIVATE);
        return NULL;
    }
    check_text_lint(context, &source);
    preprocess_open(context, &source, PREPROCESS_PLAIN, &preprocessed);
    inline_template = inline_template_compile_plain(context, &preprocessed);
    preprocess_close(&preprocessed);
    return inline_template;
}

void setting_template_read(struct compile_context *context,
                           const struct campaign *campaign,
                           struct source_text *source)
{
    struct diagnostics *diagnostics = diagnostics_new();
    const char *path =
        campaign_path(context->scratch, campaign, "campaign.yaml");

    *source = (struct source_text){.line_count = 0};
    if (source_text_read(context->scratch, path, source, diagnostics) !=
        STATUS_OK)
        source->line_count = 0;
    diagnostics_free(diagnostics);
}
