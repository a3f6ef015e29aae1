#include "letter/panel_template.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "letter/chart_kind.h"
#include "letter/markdown_extensions.h"
#include "letter/panel_basis_check.h"

enum key {
    KEY_TITLE,
    KEY_HEADLINE,
    KEY_COMPARISON,
    KEY_COUNT,
    KEY_BASIS,
    KEY_NOTE,
    KEY_NONE,
    KEY_FEW,
    KEY_CHARTS,
    KEYS,
};

static const char *const key_names[KEYS] = {"title", "headline", "comparison",
                                            "count", "basis",    "note",
                                            "none",  "few",      "charts"};

/* A value in a panel's body. */
struct panel_entry {
    enum key key;
    struct location location;
    size_t text;  /* index among the texts */
    size_t texts; /* forms of a caption, else 1 */
};

struct panel_body {
    struct location location;
    size_t statistic; /* SIZE_MAX: unknown */
    struct panel_entry *entries;
    size_t count;
    size_t capacity;
    enum chart_kind charts[CHART_KINDS]; /* that the panel names */
    size_t chart_count;
};

struct panel_templates {
    const struct campaign *campaign;
    struct panel_body *bodies;
    size_t count;
    size_t capacity;
    size_t next;
    struct mapped_text **texts;
    size_t text_count;
    size_t text_capacity;
};

/* The body that is being read. */
struct panel_reader {
    struct compile_context *context;
    struct panel_templates *templates;
    const struct markdown *markdown;
    struct panel_body *body;
    struct mapped_text *value; /* of the current entry, or NULL */
    enum key key;
    struct location location;
};

const char *panel_template_fence(struct arena *arena, cmark_node *node,
                                 const char **rest)
{
    const char *info = cmark_node_get_fence_info(node);
    const size_t length = strcspn(info, " \t");

    *rest = info + length + strspn(info + length, " \t");
    return arena_strndup(arena, info, length);
}

static struct location location_at(const struct panel_reader *reader, size_t at)
{
    return source_text_location(
        &reader->markdown->preprocessed->source,
        mapped_text_origin(reader->markdown->mapped_text, at));
}

static size_t add_text(struct panel_templates *templates,
                       struct mapped_text *text)
{
    ARRAY_GROW(templates->texts, templates->text_count,
               templates->text_capacity);
    templates->texts[templates->text_count] = text;
    return templates->text_count++;
}

static void add_entry(struct panel_body *body, struct panel_entry entry)
{
    ARRAY_GROW(body->entries, body->count, body->capacity);
    body->entries[body->count++] = entry;
}

/* @return the end of a line without its comment and white space */
static size_t end_of_value(const char *text, size_t from, size_t to)
{
    for (size_t at = from; at + 2 < to; at++) {
        const bool comment = ascii_is_blank(text[at]) &&
                             ascii_is_blank(text[at + 1]) &&
                             text[at + 2] == '#' &&
                             (at + 3 == to || ascii_is_blank(text[at + 3]));
        if (comment)
            to = at;
    }
    while (to > from && ascii_is_blank(text[to - 1]))
        to--;
    return to;
}

static struct mapped_text *part_of(const struct mapped_text *mapped_text,
                                   size_t from, size_t to)
{
    struct mapped_text *part = mapped_text_new();
    const char *text = mapped_text_text(mapped_text);

    while (from < to && ascii_is_blank(text[from]))
        from++;
    while (to > from && ascii_is_blank(text[to - 1]))
        to--;
    mapped_text_join(part, mapped_text, from, to);
    return part;
}

/* @return the offset of the bar between two forms, or the length */
static size_t find_bar(const char *text, size_t from)
{
    while (text[from] && text[from] != '|')
        from += text[from] == '\\' && text[from + 1] ? 2 : 1;
    return from;
}

static void end_caption(struct panel_reader *reader, struct panel_entry *entry)
{
    const char *text = mapped_text_text(reader->value);
    const size_t length = mapped_text_length(reader->value);
    bool empty = false;

    entry->texts = 0;
    for (size_t from = 0; from <= length; entry->texts++) {
        const size_t bar = find_bar(text, from);
        struct mapped_text *form = part_of(reader->value, from, bar);
        const size_t index = add_text(reader->templates, form);
        empty |= !mapped_text_length(form);
        if (!entry->texts)
            entry->text = index;
        from = bar + 1;
    }
    if (empty || (entry->texts > 2 && entry->texts != PLURAL_FORMS))
        compile_context_report_field(
            reader->context, RULE_TEMPLATE_SYNTAX, reader->location, "count",
            "wants one form, or two: singular | plural; or six: zero, one, "
            "two, few, many, other");
    mapped_text_free(reader->value);
}

/* Shows placeholders in a name as they are written. */
static bool has_sentinel(const char *text, size_t length)
{
    return memchr(text, 0xF4, length) != NULL;
}

static enum chart_kind find_chart(const char *name)
{
    for (size_t i = 0; i < CHART_KINDS; i++)
        if (name_match_equal(name, chart_kind_name((enum chart_kind)i)))
            return (enum chart_kind)i;
    return CHART_KINDS;
}

static void report_chart(struct panel_reader *reader, const char *name,
                         struct location location)
{
    static const char all[] = ""
#define CHART(kind, name, feed, parts) " " #name
#include "letter/chart.def"
#undef CHART
        ;
    const char *near =
        name_match_suggest(name, chart_kind_names(), CHART_KINDS);

    if (near)
        compile_context_report(
            reader->context, RULE_PANEL_UNKNOWN_CHART, location,
            "there is no chart %s; did you mean %s?", name, near);
    else
        compile_context_report(reader->context, RULE_PANEL_UNKNOWN_CHART,
                               location, "there is no chart %s (there are:%s)",
                               name, all);
}

static void add_chart(struct panel_reader *reader, const char *name,
                      struct location location)
{
    struct panel_body *body = reader->body;
    const enum chart_kind chart = find_chart(name);

    if (has_sentinel(name, strlen(name))) {
        compile_context_report(reader->context, RULE_PANEL_UNKNOWN_CHART,
                               location,
                               "a panel's charts cannot be placeholders");
        return;
    }
    if (chart == CHART_KINDS) {
        report_chart(reader, name, location);
        return;
    }
    for (size_t i = 0; i < body->chart_count; i++)
        if (body->charts[i] == chart) {
            compile_context_report(reader->context, RULE_PANEL_DUPLICATE_KEY,
                                   location, "%s occurs twice in this panel",
                                   chart_kind_name(chart));
            return;
        }
    body->charts[body->chart_count++] = chart;
}

/* The names of charts, with white space between them. */
static void read_charts(struct panel_reader *reader)
{
    const char *text = mapped_text_text(reader->value);

    for (size_t at = 0; text[at];) {
        const size_t length = strcspn(text + at, " \t");
        if (length)
            add_chart(
                reader,
                arena_strndup(reader->context->scratch, text + at, length),
                source_text_location(&reader->markdown->preprocessed->source,
                                     mapped_text_origin(reader->value, at)));
        at += length + strspn(text + at + length, " \t");
    }
    mapped_text_free(reader->value);
}

static void end_entry(struct panel_reader *reader)
{
    struct panel_entry entry = {reader->key, reader->location, 0, 1};

    if (!reader->value)
        return;
    if (!mapped_text_length(reader->value)) {
        mapped_text_free(reader->value);
    } else {
        if (reader->key == KEY_COUNT) {
            end_caption(reader, &entry);
        } else if (reader->key == KEY_CHARTS) {
            read_charts(reader);
        } else {
            markdown_extensions_check(reader->context,
                                      &reader->markdown->preprocessed->source,
                                      reader->value);
            entry.text = add_text(reader->templates, reader->value);
        }
        add_entry(reader->body, entry);
    }
    reader->value = NULL;
}

static void report_key(struct panel_reader *reader, const char *key)
{
    const char *near = name_match_suggest(key, key_names, KEYS);

    compile_context_report(
        reader->context, RULE_PANEL_UNKNOWN_KEY, reader->location,
        "a panel has no %s%s%s%s (it has title, headline, "
        "comparison, count, basis, note, none, few and charts)",
        key, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static bool has_key(const struct panel_body *body, enum key key)
{
    for (size_t i = 0; i < body->count; i++)
        if (body->entries[i].key == key)
            return true;
    return false;
}

static enum key find_key(const char *name)
{
    for (size_t i = 0; i < KEYS; i++)
        if (name_match_equal(name, key_names[i]))
            return (enum key)i;
    return KEYS;
}

/* report_tags() has reported it. */
static bool begins_with_tag(const struct panel_reader *reader, const char *at)
{
    const struct placeholder_use *use =
        preprocess_find_use(reader->markdown->preprocessed, utf8_next(&at));

    return use && preprocess_is_tag(use);
}

/* Notes are a list, so a pasted bullet is dropped; other values refuse it.
 * @return the start of the text */
static size_t pass_bullet(struct panel_reader *reader, size_t from,
                          bool is_note)
{
    const char *text = mapped_text_text(reader->markdown->mapped_text);
    size_t size;

    while (ascii_is_blank(text[from]))
        from++;
    size = markdown_extensions_bullet(text + from);
    if (size && !is_note)
        compile_context_report(
            reader->context, RULE_TEMPLATE_UNSUPPORTED,
            location_at(reader, from),
            "a list has no form in a panel; write each point on a "
            "line that begins with note:");
    return from + size;
}

static void begin_entry(struct panel_reader *reader, size_t from, size_t to)
{
    const char *text = mapped_text_text(reader->markdown->mapped_text);
    const char *colon = memchr(text + from, ':', to - from);
    const char *name;

    if (begins_with_tag(reader, text + from))
        return;
    reader->location = location_at(reader, from);
    if (!colon || has_sentinel(text + from, (size_t)(colon - text) - from)) {
        compile_context_report(
            reader->context, RULE_TEMPLATE_SYNTAX, reader->location,
            "a line of a panel is a key, a colon and a text, or "
            "begins with white space and continues the line "
            "before");
        return;
    }
    name = arena_strndup(reader->context->scratch, text + from,
                         (size_t)(colon - text) - from);
    reader->key = find_key(name);
    if (reader->key == KEYS) {
        report_key(reader, name);
        return;
    }
    if (reader->key != KEY_NOTE && has_key(reader->body, reader->key))
        compile_context_report(
            reader->context, RULE_PANEL_DUPLICATE_KEY, reader->location,
            "%s occurs twice in this panel", key_names[reader->key]);
    from = pass_bullet(reader, (size_t)(colon - text) + 1,
                       reader->key == KEY_NOTE);
    reader->value = part_of(reader->markdown->mapped_text, from, to);
}

/* @return the key at the start of a line, or KEYS */
static enum key key_of_line(const struct panel_reader *reader, size_t from,
                            size_t to)
{
    const char *text = mapped_text_text(reader->markdown->mapped_text);
    const char *colon = memchr(text + from, ':', to - from);

    if (!colon)
        return KEYS;
    return find_key(arena_strndup(reader->context->scratch, text + from,
                                  (size_t)(colon - text) - from));
}

static void continue_entry(struct panel_reader *reader, size_t from, size_t to)
{
    const char *text = mapped_text_text(reader->markdown->mapped_text);
    enum key key;

    while (from < to && ascii_is_blank(text[from]))
        from++;
    key = key_of_line(reader, from, to);
    if (key != KEYS) {
        compile_context_report(
            reader->context, RULE_TEMPLATE_SYNTAX, location_at(reader, from),
            "%s begins its line, or white space makes it part of "
            "the line before",
            key_names[key]);
        return;
    }
    if (!reader->value || from == to)
        return;
    from = pass_bullet(reader, from, false);
    if (mapped_text_length(reader->value))
        mapped_text_add(
            reader->value, " ",
            mapped_text_origin(reader->markdown->mapped_text, from));
    mapped_text_join(reader->value, reader->markdown->mapped_text, from, to);
}

static void read_line(struct panel_reader *reader, size_t from, size_t to)
{
    const char *text = mapped_text_text(reader->markdown->mapped_text);
    const bool goes_on = from < to && ascii_is_blank(text[from]);
    const bool comment =
        text[from] == '#' && (from + 1 == to || ascii_is_blank(text[from + 1]));

    to = end_of_value(text, from, to);
    if (from == to || comment)
        return;
    if (goes_on) {
        continue_entry(reader, from, to);
        return;
    }
    end_entry(reader);
    begin_entry(reader, from, to);
}

static int count_lines(const char *text)
{
    int count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* The preprocessor has put a margin and blank lines around tags in a body. */
static void report_tags(struct panel_reader *reader, const char *literal)
{
    const struct preprocessed *preprocessed = reader->markdown->preprocessed;

    while (*literal) {
        const struct placeholder_use *use =
            preprocess_find_use(preprocessed, utf8_next(&literal));
        if (use && preprocess_is_tag(use))
            compile_context_report(
                reader->context, RULE_TEMPLATE_SYNTAX, use->location,
                "%s cannot be in a panel; write ((flag??text)) in a value",
                placeholder_show(reader->context->scratch, &use->placeholder,
                                 use->placeholder.name));
    }
}

static size_t find_statistic(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_match_equal(settings->statistics[i].name, name))
            return i;
    return SIZE_MAX;
}

static const char *suggest_statistic(struct compile_context *context,
                                     const struct settings *settings,
                                     const char *name)
{
    const char **names =
        ARENA_ARRAY(context->scratch, const char *, settings->statistic_count);

    for (size_t i = 0; i < settings->statistic_count; i++)
        names[i] = settings->statistics[i].name;
    return name_match_suggest(name, names, settings->statistic_count);
}

static void report_statistic(struct compile_context *context,
                             const struct settings *settings, const char *name,
                             struct location location)
{
    const char *near = suggest_statistic(context, settings, name);

    if (!*name)
        compile_context_report(
            context, RULE_PANEL_UNKNOWN_STATISTIC, location,
            "the panel names no statistic, as in ```panel upheld");
    else if (has_sentinel(name, strlen(name)))
        compile_context_report(context, RULE_PANEL_UNKNOWN_STATISTIC, location,
                               "a panel's statistic cannot be a placeholder");
    else if (near)
        compile_context_report(context, RULE_PANEL_UNKNOWN_STATISTIC, location,
                               "%s is no statistic; did you mean %s?", name,
                               near);
    else
        compile_context_report(context, RULE_PANEL_UNKNOWN_STATISTIC, location,
                               "%s is no statistic of campaign.yaml", name);
}

static struct panel_body *add_body(struct panel_templates *templates)
{
    ARRAY_GROW(templates->bodies, templates->count, templates->capacity);
    templates->bodies[templates->count] =
        (struct panel_body){.statistic = SIZE_MAX};
    return &templates->bodies[templates->count++];
}

static void check_keys(struct compile_context *context,
                       const struct panel_body *body)
{
    static const enum key wanted[] = {KEY_TITLE, KEY_HEADLINE};

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!has_key(body, wanted[i]))
            compile_context_report(context, RULE_PANEL_MISSING_KEY,
                                   body->location, "the panel has no %s",
                                   key_names[wanted[i]]);
}

/* Checks the requirements of the statistic's setting. */
static void check_setting(struct compile_context *context,
                          const struct panel_body *body,
                          const struct statistic_setting *setting)
{
    if (setting->hidden)
        compile_context_report(
            context, RULE_FIGURE_HIDDEN, body->location,
            "%s is shown: false in campaign.yaml, so no panel can "
            "show it",
            setting->name);
    else if (setting->minimum > 0 && !has_key(body, KEY_FEW))
        compile_context_report(
            context, RULE_PANEL_MISSING_KEY, body->location,
            "the panel has no few: to print where the %s of %s "
            "is below its minimum %lld",
            setting->format.form->needs_total ? "total" : "count",
            setting->name, (long long)setting->minimum);
}

/* @return the names of the charts that can draw figures of a form */
static const char *fitting_charts(struct compile_context *context,
                                  const struct statistic_form *form)
{
    const char *names = "";

    for (int i = 0; i < CHART_KINDS; i++)
        if (chart_kind_fits((enum chart_kind)i, form))
            names = ARENA_JOIN(context->scratch, names, " ",
                               chart_kind_name((enum chart_kind)i));
    return names;
}

/* Checks that the charts can draw the statistic. */
static void check_charts(struct compile_context *context,
                         const struct settings *settings,
                         const struct panel_body *body,
                         const struct statistic_setting *setting)
{
    const struct statistic_form *form = setting->format.form;
    const unsigned parts = chart_kind_parts(body->charts, body->chart_count);

    for (size_t i = 0; i < body->chart_count; i++)
        if (!chart_kind_fits(body->charts[i], form))
            compile_context_report(
                context, RULE_PANEL_CHART_UNFIT, body->location,
                "the chart %s cannot draw %s, which is %s (these can:%s)",
                chart_kind_name(body->charts[i]), setting->name, form->name,
                fitting_charts(context, form));
    if (parts & FIGURE_PEERS && !settings->group_column.text)
        compile_context_report(context, RULE_PANEL_CHART_UNFIT, body->location,
                               "the chart peers draws the councils of a group, "
                               "and campaign.yaml has no groups:");
    if (parts & FIGURE_YEARS && !settings->history_file.text)
        compile_context_report(context, RULE_PANEL_CHART_UNFIT, body->location,
                               "charts of years draw history, and "
                               "campaign.yaml has no history:");
}

static void read_body(struct compile_context *context,
                      struct panel_templates *templates,
                      const struct markdown *markdown, cmark_node *node)
{
    struct panel_reader reader = {.context = context,
                                  .templates = templates,
                                  .markdown = markdown,
                                  .body = add_body(templates)};
    const char *literal = cmark_node_get_literal(node);
    const int first = cmark_node_get_start_line(node) + 1;
    const int end = first + count_lines(literal);
    const char *name;

    reader.body->location = markdown_block_location(markdown, node);
    panel_template_fence(context->scratch, node, &name);
    reader.body->statistic =
        find_statistic(&templates->campaign->settings, name);
    if (reader.body->statistic == SIZE_MAX &&
        !settings_gaps_has_statistic(&templates->campaign->settings.gaps, name))
        report_statistic(context, &templates->campaign->settings, name,
                         reader.body->location);
    report_tags(&reader, literal);
    for (int line = first; line < end; line++) {
        const size_t from = markdown_line(markdown, line);
        size_t to = markdown_line(markdown, line + 1);
        if (to > from &&
            mapped_text_text(markdown->mapped_text)[to - 1] == '\n')
            to--;
        read_line(&reader, from, to);
    }
    end_entry(&reader);
    check_keys(context, reader.body);
    if (reader.body->statistic != SIZE_MAX) {
        const struct settings *settings = &templates->campaign->settings;
        const struct statistic_setting *setting =
            &settings->statistics[reader.body->statistic];

        check_setting(context, reader.body, setting);
        check_charts(context, settings, reader.body, setting);
    }
}

static bool is_panel(struct compile_context *context, cmark_node *node)
{
    const char *rest;

    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           name_match_equal(panel_template_fence(context->scratch, node, &rest),
                            "panel");
}

struct panel_templates *panel_templates_read(struct compile_context *context,
                                             const struct campaign *campaign,
                                             const struct markdown *markdown)
{
    struct panel_templates *templates = memory_alloc(sizeof *templates);

    *templates = (struct panel_templates){.campaign = campaign};
    for (cmark_node *node = markdown->first; node; node = cmark_node_next(node))
        if (is_panel(context, node))
            read_body(context, templates, markdown, node);
    return templates;
}

void panel_templates_free(struct panel_templates *templates)
{
    for (size_t i = 0; i < templates->count; i++)
        free(templates->bodies[i].entries);
    for (size_t i = 0; i < templates->text_count; i++)
        mapped_text_free(templates->texts[i]);
    free(templates->bodies);
    free(templates->texts);
    free(templates);
}

struct mapped_text *const *
panel_templates_texts(const struct panel_templates *templates, size_t *count)
{
    *count = templates->text_count;
    return templates->texts;
}

/* The source of a panel. */
struct panel_filling {
    struct compile_context *context;
    const struct panel_templates *templates;
    const struct markdown *markdown;
    struct panel_template *panel_template;
    const struct inline_template **notes;
};

static const struct inline_template *
compile_text(const struct panel_filling *filling, size_t text)
{
    const size_t choice_texts =
        filling->markdown->preprocessed->choice_text_count;

    return inline_template_compile(
        filling->context, filling->markdown,
        markdown_inline_block(filling->markdown, choice_texts + text));
}

static void fill_basis(struct panel_filling *filling,
                       const struct panel_entry *entry)
{
    struct panel_template *panel_template = filling->panel_template;

    panel_template->basis = compile_text(filling, entry->text);
    if (panel_template->statistic != SIZE_MAX)
        panel_template->total_count = panel_basis_check(
            filling->context, filling->templates->campaign,
            panel_template->statistic, filling->templates->texts[entry->text],
            filling->markdown, &panel_template->totals);
}

static void fill_captions(struct panel_filling *filling,
                          const struct panel_entry *entry)
{
    const struct inline_template **captions = ARENA_ARRAY(
        filling->context->arena, const struct inline_template *, entry->texts);

    for (size_t i = 0; i < entry->texts; i++)
        captions[i] = compile_text(filling, entry->text + i);
    filling->panel_template->captions = captions;
    filling->panel_template->caption_count = entry->texts;
}

static void fill(struct panel_filling *filling, const struct panel_entry *entry)
{
    struct panel_template *panel = filling->panel_template;
    const struct inline_template **const texts[KEYS] = {
        [KEY_TITLE] = &panel->title,
        [KEY_HEADLINE] = &panel->headline,
        [KEY_COMPARISON] = &panel->comparison,
        [KEY_NONE] = &panel->none,
        [KEY_FEW] = &panel->few,
        [KEY_NOTE] = &filling->notes[panel->note_count],
    };

    filling->context->style = entry->key == KEY_TITLE ? STYLE_BOLD : 0;
    if (texts[entry->key])
        *texts[entry->key] = compile_text(filling, entry->text);
    else if (entry->key == KEY_COUNT)
        fill_captions(filling, entry);
    else if (entry->key == KEY_BASIS)
        fill_basis(filling, entry);
    panel->note_count += entry->key == KEY_NOTE;
    filling->context->style = 0;
}

/* @return the default charts of a panel */
static size_t charts_of_form(struct compile_context *context,
                             const struct figure_format *format,
                             enum chart_kind *charts)
{
    size_t count = 0;

    for (const char *at = format->form->charts; *at; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        const enum chart_kind chart =
            find_chart(arena_strndup(context->scratch, at, length));
        if (chart < CHART_KINDS)
            charts[count++] = chart;
        at += length;
    }
    return count;
}

/* @param format  the statistic's; NULL: it is unknown */
static void fill_charts(struct compile_context *context,
                        const struct panel_body *body,
                        const struct figure_format *format,
                        struct panel_template *panel_template)
{
    enum chart_kind *charts =
        ARENA_ARRAY(context->arena, enum chart_kind, CHART_KINDS);

    panel_template->charts = charts;
    if (body->chart_count) {
        panel_template->chart_count = body->chart_count;
        memcpy(charts, body->charts, body->chart_count * sizeof *charts);
    } else if (format) {
        panel_template->chart_count = charts_of_form(context, format, charts);
    }
    if (format)
        symbols_use_part(context->symbols, body->statistic,
                         chart_kind_parts(charts, panel_template->chart_count));
}

const struct panel_template *
panel_templates_next(struct compile_context *context,
                     struct panel_templates *templates,
                     const struct markdown *markdown)
{
    const struct panel_body *body = &templates->bodies[templates->next++];
    const struct settings *settings = &templates->campaign->settings;
    struct panel_template *panel_template =
        ARENA_NEW(context->arena, struct panel_template);
    struct panel_filling filling = {context, templates, markdown,
                                    panel_template, NULL};

    panel_template->location = body->location;
    panel_template->statistic = body->statistic;
    filling.notes = ARENA_ARRAY(context->arena, const struct inline_template *,
                                body->count);
    panel_template->notes = filling.notes;
    for (size_t i = 0; i < body->count; i++)
        fill(&filling, &body->entries[i]);
    fill_charts(context, body,
                body->statistic == SIZE_MAX
                    ? NULL
                    : &settings->statistics[body->statistic].format,
                panel_template);
    if (body->statistic == SIZE_MAX)
        return NULL;
    panel_template->name = settings->statistics[body->statistic].name;
    return panel_template->title && panel_template->headline ? panel_template
                                                             : NULL;
}
