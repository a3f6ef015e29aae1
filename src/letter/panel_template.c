#include "letter/panel_template.h"

#include <stdlib.h>
#include <string.h>

#include "base/name_match.h"
#include "base/utf8.h"
#include "letter/panel_basis_check.h"
#include "letter/sentinel.h"

enum key {
    KEY_TITLE,
    KEY_HEADLINE,
    KEY_COMPARISON,
    KEY_COUNT,
    KEY_BASIS,
    KEY_NOTE,
    KEY_NONE,
    KEYS,
};

static const char *const key_names[KEYS] = {
    "title", "headline", "comparison", "count", "basis", "note", "none"};

/* A value in a panel's body. Captions come as one or two. */
struct entry {
    enum key key;
    struct place place;
    size_t text;  /* index among the texts */
    size_t texts; /* how many: 1, or 2 for singular and plural */
};

struct body {
    struct place place;
    size_t statistic; /* SIZE_MAX: unknown */
    struct entry *entries;
    size_t count;
    size_t room;
};

struct panel_forms {
    const struct campaign *campaign;
    struct body *bodies;
    size_t count;
    size_t room;
    size_t next;
    struct draft **texts;
    size_t text_count;
    size_t text_room;
};

/* A body being read. */
struct reader {
    struct compiler *compiler;
    struct panel_forms *forms;
    const struct markup *markup;
    struct body *body;
    struct draft *value; /* of the entry in hand, or NULL */
    enum key key;
    struct place place;
};

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t';
}

const char *panel_fence(struct arena *arena, cmark_node *node,
                        const char **rest)
{
    const char *info = cmark_node_get_fence_info(node);
    const size_t length = strcspn(info, " \t");

    *rest = info + length + strspn(info + length, " \t");
    return arena_text(arena, info, length);
}

static struct place place_at(const struct reader *reader, size_t at)
{
    return source_place(&reader->markup->manuscript->source,
                        draft_origin(reader->markup->draft, at));
}

static size_t add_text(struct panel_forms *forms, struct draft *text)
{
    if (forms->text_count == forms->text_room) {
        forms->text_room = forms->text_room ? forms->text_room * 2 : 16;
        forms->texts = memory_resize(forms->texts, forms->text_room,
                                     sizeof(struct draft *));
    }
    forms->texts[forms->text_count] = text;
    return forms->text_count++;
}

static void add_entry(struct body *body, struct entry entry)
{
    if (body->count == body->room) {
        body->room = body->room ? body->room * 2 : 8;
        body->entries = memory_resize(body->entries, body->room, sizeof entry);
    }
    body->entries[body->count++] = entry;
}

/* Where a line ends once its comment and its white space are off. */
static size_t end_of_value(const char *text, size_t from, size_t to)
{
    for (size_t at = from; at + 2 < to; at++) {
        const bool comment = is_white(text[at]) && is_white(text[at + 1]) &&
                             text[at + 2] == '#' &&
                             (at + 3 == to || is_white(text[at + 3]));
        if (comment)
            to = at;
    }
    while (to > from && is_white(text[to - 1]))
        to--;
    return to;
}

static struct draft *part_of(const struct draft *draft, size_t from, size_t to)
{
    struct draft *part = draft_new();
    const char *text = draft_text(draft);

    while (from < to && is_white(text[from]))
        from++;
    while (to > from && is_white(text[to - 1]))
        to--;
    draft_join(part, draft, from, to);
    return part;
}

/* Where the bar between singular and plural stands, or the length. */
static size_t find_bar(const char *text, size_t from)
{
    while (text[from] && text[from] != '|')
        from += text[from] == '\\' && text[from + 1] ? 2 : 1;
    return from;
}

static void end_caption(struct reader *reader, struct entry *entry)
{
    const char *text = draft_text(reader->value);
    const size_t length = draft_length(reader->value);
    const size_t bar = find_bar(text, 0);
    struct draft *singular = part_of(reader->value, 0, bar);
    struct draft *plural =
        part_of(reader->value, bar < length ? bar + 1 : 0, length);

    if (!draft_length(singular) || !draft_length(plural) ||
        (bar < length && text[find_bar(text, bar + 1)]))
        compiler_blame_field(reader->compiler, RULE_TEMPLATE_SYNTAX,
                             reader->place, "count",
                             "wants one form, or two: singular | plural");
    entry->text = add_text(reader->forms, singular);
    add_text(reader->forms, plural);
    entry->texts = 2;
    draft_free(reader->value);
}

static void end_entry(struct reader *reader)
{
    struct entry entry = {reader->key, reader->place, 0, 1};

    if (!reader->value)
        return;
    if (!draft_length(reader->value)) {
        draft_free(reader->value);
    } else {
        if (reader->key == KEY_COUNT)
            end_caption(reader, &entry);
        else
            entry.text = add_text(reader->forms, reader->value);
        add_entry(reader->body, entry);
    }
    reader->value = NULL;
}

static void blame_key(struct reader *reader, const char *key)
{
    const char *near = name_suggest(key, key_names, KEYS);

    if (near)
        compiler_blame(reader->compiler, RULE_PANEL_UNKNOWN_KEY, reader->place,
                       "a panel has no %s; did you mean %s?", key, near);
    else
        compiler_blame(reader->compiler, RULE_PANEL_UNKNOWN_KEY, reader->place,
                       "a panel has no %s; it has title, headline, "
                       "comparison, count, basis, note and none",
                       key);
}

static bool has_key(const struct body *body, enum key key)
{
    for (size_t i = 0; i < body->count; i++)
        if (body->entries[i].key == key)
            return true;
    return false;
}

static enum key find_key(const char *name)
{
    for (size_t i = 0; i < KEYS; i++)
        if (name_equal(name, key_names[i]))
            return (enum key)i;
    return KEYS;
}

/* Placeholders in a name show as what they are: not part of it. */
static bool has_sentinel(const char *text, size_t length)
{
    return memchr(text, 0xF4, length) != NULL;
}

/* blame_tags() has said what is wrong with it. */
static bool begins_with_tag(const struct reader *reader, const char *at)
{
    const struct mark *mark =
        manuscript_mark(reader->markup->manuscript, text_next(&at));

    return mark && mark_is_tag(mark);
}

static void begin_entry(struct reader *reader, size_t from, size_t to)
{
    const char *text = draft_text(reader->markup->draft);
    const char *colon = memchr(text + from, ':', to - from);
    const char *name;

    if (begins_with_tag(reader, text + from))
        return;
    reader->place = place_at(reader, from);
    if (!colon || has_sentinel(text + from, (size_t)(colon - text) - from)) {
        compiler_blame(reader->compiler, RULE_TEMPLATE_SYNTAX, reader->place,
                       "a line of a panel is a key, a colon and a text, or "
                       "begins with white space and goes on with the line "
                       "before");
        return;
    }
    name = arena_text(reader->compiler->scratch, text + from,
                      (size_t)(colon - text) - from);
    reader->key = find_key(name);
    if (reader->key == KEYS) {
        blame_key(reader, name);
        return;
    }
    if (reader->key != KEY_NOTE && has_key(reader->body, reader->key))
        compiler_blame(reader->compiler, RULE_PANEL_DUPLICATE_KEY,
                       reader->place, "%s stands twice in this panel",
                       key_names[reader->key]);
    reader->value =
        part_of(reader->markup->draft, (size_t)(colon - text) + 1, to);
}

/* The key that a line begins with, or KEYS. */
static enum key key_of_line(const struct reader *reader, size_t from, size_t to)
{
    const char *text = draft_text(reader->markup->draft);
    const char *colon = memchr(text + from, ':', to - from);

    if (!colon)
        return KEYS;
    return find_key(arena_text(reader->compiler->scratch, text + from,
                               (size_t)(colon - text) - from));
}

static void continue_entry(struct reader *reader, size_t from, size_t to)
{
    const char *text = draft_text(reader->markup->draft);
    enum key key;

    while (from < to && is_white(text[from]))
        from++;
    key = key_of_line(reader, from, to);
    if (key != KEYS) {
        compiler_blame(reader->compiler, RULE_TEMPLATE_SYNTAX,
                       place_at(reader, from),
                       "%s begins its line, or white space makes it part of "
                       "the line before",
                       key_names[key]);
        return;
    }
    if (!reader->value || from == to)
        return;
    if (draft_length(reader->value))
        draft_add(reader->value, " ",
                  draft_origin(reader->markup->draft, from));
    draft_join(reader->value, reader->markup->draft, from, to);
}

static void read_line(struct reader *reader, size_t from, size_t to)
{
    const char *text = draft_text(reader->markup->draft);
    const bool goes_on = from < to && is_white(text[from]);
    const bool comment =
        text[from] == '#' && (from + 1 == to || is_white(text[from + 1]));

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

/* Tags in a body have got a margin and blank lines of their own. */
static void blame_tags(struct reader *reader, const char *literal)
{
    const struct manuscript *manuscript = reader->markup->manuscript;

    while (*literal) {
        const struct mark *mark =
            manuscript_mark(manuscript, text_next(&literal));
        if (mark && mark_is_tag(mark))
            compiler_blame(
                reader->compiler, RULE_TEMPLATE_SYNTAX, mark->place,
                "%s cannot stand in a panel; write ((flag??text)) in a value",
                placeholder_show(reader->compiler->scratch, &mark->placeholder,
                                 mark->placeholder.name));
    }
}

static size_t find_statistic(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_equal(settings->statistics[i].name, name))
            return i;
    return SIZE_MAX;
}

static const char *suggest_statistic(struct compiler *compiler,
                                     const struct settings *settings,
                                     const char *name)
{
    const char **names =
        ARENA_ARRAY(compiler->scratch, const char *, settings->statistic_count);

    for (size_t i = 0; i < settings->statistic_count; i++)
        names[i] = settings->statistics[i].name;
    return name_suggest(name, names, settings->statistic_count);
}

static void blame_statistic(struct compiler *compiler,
                            const struct settings *settings, const char *name,
                            struct place place)
{
    const char *near = suggest_statistic(compiler, settings, name);

    if (!*name)
        compiler_blame(compiler, RULE_PANEL_UNKNOWN_STATISTIC, place,
                       "the panel names no statistic, as in ```panel upheld");
    else if (has_sentinel(name, strlen(name)))
        compiler_blame(compiler, RULE_PANEL_UNKNOWN_STATISTIC, place,
                       "a panel's statistic cannot be a placeholder");
    else if (near)
        compiler_blame(compiler, RULE_PANEL_UNKNOWN_STATISTIC, place,
                       "%s is no statistic; did you mean %s?", name, near);
    else
        compiler_blame(compiler, RULE_PANEL_UNKNOWN_STATISTIC, place,
                       "%s is no statistic of campaign.yaml", name);
}

static struct body *add_body(struct panel_forms *forms)
{
    if (forms->count == forms->room) {
        forms->room = forms->room ? forms->room * 2 : 8;
        forms->bodies =
            memory_resize(forms->bodies, forms->room, sizeof *forms->bodies);
    }
    forms->bodies[forms->count] = (struct body){.statistic = SIZE_MAX};
    return &forms->bodies[forms->count++];
}

static void check_keys(struct compiler *compiler, const struct body *body)
{
    static const enum key wanted[] = {KEY_TITLE, KEY_HEADLINE};

    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!has_key(body, wanted[i]))
            compiler_blame(compiler, RULE_PANEL_MISSING_KEY, body->place,
                           "the panel has no %s", key_names[wanted[i]]);
}

static void read_body(struct compiler *compiler, struct panel_forms *forms,
                      const struct markup *markup, cmark_node *node)
{
    struct reader reader = {.compiler = compiler,
                            .forms = forms,
                            .markup = markup,
                            .body = add_body(forms)};
    const char *literal = cmark_node_get_literal(node);
    const int first = cmark_node_get_start_line(node) + 1;
    const int end = first + count_lines(literal);
    const char *name;

    reader.body->place = markup_block_place(markup, node);
    panel_fence(compiler->scratch, node, &name);
    reader.body->statistic = find_statistic(&forms->campaign->settings, name);
    if (reader.body->statistic == SIZE_MAX &&
        !doubts_statistic(&forms->campaign->settings.doubts, name))
        blame_statistic(compiler, &forms->campaign->settings, name,
                        reader.body->place);
    blame_tags(&reader, literal);
    for (int line = first; line < end; line++) {
        const size_t from = markup_line(markup, line);
        size_t to = markup_line(markup, line + 1);
        if (to > from && draft_text(markup->draft)[to - 1] == '\n')
            to--;
        read_line(&reader, from, to);
    }
    end_entry(&reader);
    check_keys(compiler, reader.body);
}

static bool is_panel(struct compiler *compiler, cmark_node *node)
{
    const char *rest;

    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           name_equal(panel_fence(compiler->scratch, node, &rest), "panel");
}

struct panel_forms *panel_forms_read(struct compiler *compiler,
                                     const struct campaign *campaign,
                                     const struct markup *markup)
{
    struct panel_forms *forms = memory_alloc(sizeof *forms);

    *forms = (struct panel_forms){.campaign = campaign};
    for (cmark_node *node = markup->first; node; node = cmark_node_next(node))
        if (is_panel(compiler, node))
            read_body(compiler, forms, markup, node);
    return forms;
}

void panel_forms_free(struct panel_forms *forms)
{
    for (size_t i = 0; i < forms->count; i++)
        free(forms->bodies[i].entries);
    for (size_t i = 0; i < forms->text_count; i++)
        draft_free(forms->texts[i]);
    free(forms->bodies);
    free(forms->texts);
    free(forms);
}

struct draft *const *panel_forms_texts(const struct panel_forms *forms,
                                       size_t *count)
{
    *count = forms->text_count;
    return forms->texts;
}

/* What a form is filled in from. */
struct filling {
    struct compiler *compiler;
    const struct panel_forms *forms;
    const struct markup *markup;
    struct panel_form *form;
    const struct phrase **notes;
};

static const struct phrase *compile_text(const struct filling *filling,
                                         size_t text)
{
    const size_t slips = filling->markup->manuscript->slip_count;

    return phrase_compile(filling->compiler, filling->markup,
                          markup_front(filling->markup, slips + text));
}

static void fill_basis(struct filling *filling, const struct entry *entry)
{
    struct panel_form *form = filling->form;

    form->basis = compile_text(filling, entry->text);
    if (form->statistic != SIZE_MAX)
        form->total_count = basis_check(
            filling->compiler, filling->forms->campaign, form->statistic,
            filling->forms->texts[entry->text], filling->markup, &form->totals);
}

static void fill(struct filling *filling, const struct entry *entry)
{
    struct panel_form *form = filling->form;

    switch (entry->key) {
    case KEY_TITLE:
        filling->compiler->style = STYLE_BOLD;
        form->title = compile_text(filling, entry->text);
        filling->compiler->style = 0;
        break;
    case KEY_HEADLINE:
        form->headline = compile_text(filling, entry->text);
        break;
    case KEY_COMPARISON:
        form->comparison = compile_text(filling, entry->text);
        break;
    case KEY_COUNT:
        form->singular = compile_text(filling, entry->text);
        form->plural = compile_text(filling, entry->text + 1);
        break;
    case KEY_BASIS:
        fill_basis(filling, entry);
        break;
    case KEY_NOTE:
        filling->notes[form->note_count++] = compile_text(filling, entry->text);
        break;
    case KEY_NONE:
        form->none = compile_text(filling, entry->text);
        break;
    case KEYS:
        break;
    }
}

const struct panel_form *panel_forms_next(struct compiler *compiler,
                                          struct panel_forms *forms,
                                          const struct markup *markup)
{
    const struct body *body = &forms->bodies[forms->next++];
    const struct settings *settings = &forms->campaign->settings;
    struct panel_form *form = ARENA_NEW(compiler->arena, struct panel_form);
    struct filling filling = {compiler, forms, markup, form, NULL};

    form->place = body->place;
    form->statistic = body->statistic;
    filling.notes =
        ARENA_ARRAY(compiler->arena, const struct phrase *, body->count);
    form->notes = filling.notes;
    for (size_t i = 0; i < body->count; i++)
        fill(&filling, &body->entries[i]);
    if (body->statistic == SIZE_MAX)
        return NULL;
    form->name = settings->statistics[body->statistic].name;
    return form->title && form->headline ? form : NULL;
}
