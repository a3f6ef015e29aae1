#include "letter/setting_template.h"

#include <string.h>

#include "base/utf8.h"

const char *setting_text_at(const struct source *settings, struct value value)
{
    const struct place place = value.place;
    const char *at;

    if (place.line < 1 || (size_t)place.line > settings->line_count)
        return "";
    at = settings->bytes + settings->lines[place.line - 1];
    for (int column = 1; column < place.column && *at && *at != '\n'; column++)
        text_next(&at);
    return at;
}

/* Where the text of a setting begins: behind its quote, if it has one. What
 * is not a plain scalar on one line keeps the place of its beginning. */
static struct place scalar_place(const struct source *settings,
                                 struct value value)
{
    const char byte = *setting_text_at(settings, value);
    struct place place = value.place;

    place.column += byte == '"' || byte == '\'';
    return place;
}

const struct phrase *setting_text_compile(struct compiler *compiler,
                                          const struct source *settings,
                                          struct value value)
{
    const struct place place = scalar_place(settings, value);
    const struct phrase *phrase = NULL;
    struct manuscript manuscript;
    struct source source;

    if (source_set(compiler->scratch, place, value.text, strlen(value.text),
                   &source, compiler->report) != STATUS_OK) {
        compiler->status = rule_status(RULE_TEXT_PRIVATE);
        return NULL;
    }
    manuscript_open(compiler, &source, MANUSCRIPT_PLAIN, &manuscript);
    phrase = phrase_compile_plain(compiler, &manuscript);
    manuscript_close(&manuscript);
    return phrase;
}

void setting_text_read(struct compiler *compiler,
                       const struct campaign *campaign, struct source *source)
{
    struct report *report = report_new();
    const char *path =
        campaign_path(compiler->scratch, campaign, "campaign.yaml");

    *source = (struct source){.line_count = 0};
    if (source_read(compiler->scratch, path, source, report) != STATUS_OK)
        source->line_count = 0;
    report_free(report);
}
