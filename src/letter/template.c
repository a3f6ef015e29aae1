#include "letter/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "base/reserved_name.h"
#include "base/utf8.h"
#include "letter/block_template.h"
#include "letter/compile_context.h"
#include "letter/covering_text.h"
#include "letter/equation.h"
#include "letter/evaluator.h"
#include "letter/includes.h"
#include "letter/post_template.h"
#include "letter/setting_lines.h"
#include "letter/setting_template.h"
#include "letter/unused_files.h"

/** Maximum bytes of a file's name, ".pdf" not counted. */
enum { FILE_NAME_LIMIT = 120 };

struct template
{
    const struct campaign *campaign; /* in the language of the text */
    struct template *next;           /* in the next language, or NULL */
    struct symbols *symbols;
    struct block_template block_template;
    struct includes *includes;
    const struct covering_text *covering_text; /* or NULL */
    void *covering;                            /* the compiled text, or NULL */
    const struct post_template *post_template; /* or NULL */
    struct evaluator_input evaluator_input;
    const struct inline_template **addressee;
    const struct inline_template *delivery;      /* or NULL */
    const struct inline_template *delivery_post; /* or NULL */
    const struct inline_template *reference;     /* or NULL */
    const struct inline_template *file_name;
    struct equations equations;
    const char *date;
    size_t name_column; /* with the councils' names, or SIZE_MAX */
    const char *characters;
    unsigned char digest[HASH_SIZE];  /* of the letter text */
    unsigned char digests[HASH_SIZE]; /* of the texts in all languages */
    const char *
        *titles; /* of each statistic's panel; NULL: not equal in all letters */
};

/* The default of the setting is the column `name`, which a campaign may not
 * have. A default has the location of the file's first key. */
static struct value file_name_of(struct compile_context *context,
                                 const struct source_text *source,
                                 const struct settings *settings)
{
    static const char usual[] = "((code))-((name))";
    struct value value = settings->file_name;
    const char byte = *setting_template_at(source, value);

    if (strcmp(value.text, usual) == 0 && !(byte && strchr("\"'(|>", byte)) &&
        settings->name.text)
        value.text = arena_printf(context->scratch, "((code))-((%s))",
                                  settings->name.text);
    return value;
}

static void compile_settings(struct compile_context *context,
                             struct template *template)
{
    const struct settings *settings = &template->campaign->settings;
    const size_t count = settings->addressee.count;
    const struct source_text *source = context->settings;
    struct compile_context unprinted;

    template->addressee =
        ARENA_ARRAY(context->arena, const struct inline_template *, count);
    for (size_t i = 0; i < count; i++)
        template->addressee[i] = setting_template_compile(
            context, source, settings->addressee.items[i]);
    if (settings->delivery.text)
        template->delivery =
            setting_template_compile(context, source, settings->delivery);
    if (settings->delivery_post.text)
        template->delivery_post =
            setting_template_compile(context, source, settings->delivery_post);
    if (settings->post.given)
        template->post_template =
            post_template_compile(context, template->campaign);
    if (settings->reference.text)
        template->reference =
            setting_template_compile(context, source, settings->reference);
    template->equations = equations_compile(context, settings);
    if (!settings->file_name.text)
        return;
    unprinted = *context;
    unprinted.glyph_coverage = NULL;
    template->file_name = setting_template_compile(
        &unprinted, source, file_name_of(&unprinted, source, settings));
    context->status = unprinted.status;
}

static void add_list(struct codepoint_set *codepoint_set,
                     struct value_list list)
{
    for (size_t i = 0; i < list.count; i++)
        codepoint_set_add(codepoint_set, list.items[i].text);
}

/* Adds the characters of settings and figures to those of the texts. */
static void add_characters(struct codepoint_set *codepoint_set,
                           const struct template *template)
{
    const struct settings *settings = &template->campaign->settings;

    codepoint_set_add(codepoint_set, "0123456789%,. -()");
    codepoint_set_add(codepoint_set, template->date);
    codepoint_set_add(codepoint_set, settings->title.text);
    codepoint_set_add(codepoint_set, settings->signatory_name.text);
    codepoint_set_add(codepoint_set, settings->signature_alt.text);
    add_list(codepoint_set, settings->wordmark);
    add_list(codepoint_set, settings->contact);
    add_list(codepoint_set, settings->signatory_roles);
}

/* Texts that are not printed need no glyphs. */
static void open_covering_text(struct compile_context *context,
                               struct template *template)
{
    struct compile_context own = *context;

    if (!template->covering_text)
        return;
    own.codepoint_set = NULL;
    own.glyph_coverage = NULL;
    own.status = STATUS_OK;
    template->covering = template->covering_text->open(&own, template->campaign,
                                                       template->post_template);
    if (!context->status)
        context->status = own.status;
}

static const char *print_date(struct arena *arena,
                              const struct settings *settings)
{
    char words[DATE_WORDS_SIZE];

    if (!date_is_given(settings->letter_date))
        return "";
    return arena_strdup(arena, date_print_words(words, settings->letter_date,
                                                settings->language.text));
}

static void check_value(struct compile_context *context, struct value value,
                        unsigned style)
{
    if (value.text)
        glyph_coverage_check(context, context->settings, value.location,
                             value.text, strlen(value.text), style);
}

/* Checks titles, names and constants for traces of other programs. */
static void check_leavings(struct compile_context *context,
                           const struct settings *settings)
{
    setting_template_check(context, context->settings, settings->title);
    setting_template_check(context, context->settings,
                           settings->signatory_name);
    setting_template_check(context, context->settings, settings->signature_alt);
    for (size_t i = 0; i < settings->wordmark.count; i++)
        setting_template_check(context, context->settings,
                               settings->wordmark.items[i]);
    for (size_t i = 0; i < settings->signatory_roles.count; i++)
        setting_template_check(context, context->settings,
                               settings->signatory_roles.items[i]);
    for (size_t i = 0; i < settings->constant_count; i++)
        setting_template_check(context, context->settings,
                               settings->constants[i].value);
}

/* What settings print as it is. */
static void check_settings(struct compile_context *context,
                           const struct settings *settings)
{
    check_leavings(context, settings);
    for (size_t i = 0; i < settings->wordmark.count; i++)
        check_value(context, settings->wordmark.items[i],
                    i + 1 == settings->wordmark.count ? STYLE_BOLD : 0);
    for (size_t i = 0; i < settings->contact.count; i++)
        check_value(context, settings->contact.items[i], 0);
    check_value(context, settings->title, 0);
    check_value(context, settings->signatory_name, STYLE_BOLD);
    for (size_t i = 0; i < settings->signatory_roles.count; i++)
        check_value(context, settings->signatory_roles.items[i], 0);
}

static void compile_all(struct compile_context *context,
                        const struct source_text *source,
                        struct template *template)
{
    struct arena *arena = context->arena;
    struct source_text settings;

    setting_template_read(context, template->campaign, &settings);
    context->settings = &settings;
    check_settings(context, &template->campaign->settings);

    template->date = print_date(arena, &template->campaign->settings);
    if (source) {
        hash_bytes(source->bytes, source->length, template->digest);
        block_template_compile(context, template->campaign, source,
                               BLOCK_TEMPLATE_LETTER,
                               &template->block_template);
    }
    compile_settings(context, template);
    add_characters(context->codepoint_set, template);
    template->includes =
        includes_new(context, template->campaign, &template->block_template);
    template->characters = codepoint_set_text(arena, context->codepoint_set);
    open_covering_text(context, template);
}

static enum status read_letter(struct arena *arena, struct arena *scratch,
                               const struct campaign *campaign,
                               struct source_text *source,
                               struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    const char *path;

    /* Errors in the settings were already reported. */
    if (!campaign->settings.letter.text)
        return STATUS_INPUT;
    if (campaign_find_file(arena, campaign, campaign->settings.letter, "letter",
                           &path, &err) != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return rule_status(err.rule);
    }
    return source_text_read(scratch, path, source, diagnostics);
}

/* @return the column of the council's name in the letter's language, or
 * SIZE_MAX */
static size_t find_name_column(struct arena *arena,
                               const struct campaign *campaign)
{
    const char *name = campaign->settings.name.text;
    const size_t column =
        name ? roster_find_column(campaign->roster, name) : SIZE_MAX;

    return column == SIZE_MAX
               ? column
               : name_match_in_language(
                     arena, roster_column_names(campaign->roster),
                     roster_columns(campaign->roster), column,
                     campaign->settings.language.text);
}

static struct template *template_new(struct arena *arena,
                                     const struct campaign *campaign)
{
    struct template *template = ARENA_NEW(arena, struct template);

    template->campaign = campaign;
    template->name_column = find_name_column(arena, campaign);
    template->symbols = symbols_new(arena, campaign);
    return template;
}

/* Finds the panel titles that all letters share. */
static void find_titles(struct arena *arena, struct block_node_list nodes,
                        const char **titles)
{
    for (size_t i = 0; i < nodes.count; i++) {
        const struct block_node *node = nodes.items[i];
        const struct panel_template *form = node->panel;
        if (form && form->title->ready && !titles[form->statistic])
            titles[form->statistic] =
                evaluator_join(arena, *form->title->ready, " ");
        find_titles(arena, node->children, titles);
    }
}

/* @p source is NULL if the letter text could not be read: then only the
 *    settings are checked. */
static enum status compile(struct arena *arena, const struct campaign *campaign,
                           const struct glyph_coverage *glyph_coverage,
                           const struct covering_text *covering_text,
                           const struct source_text *source,
                           struct template **template,
                           struct diagnostics *diagnostics)
{
    struct template *made = template_new(arena, campaign);
    struct arena *scratch = arena_new();
    struct compile_context context = {.arena = arena,
                                      .scratch = scratch,
                                      .symbols = made->symbols,
                                      .codepoint_set =
                                          codepoint_set_new(scratch),
                                      .glyph_coverage = glyph_coverage,
                                      .diagnostics = diagnostics};

    made->covering_text = covering_text;
    compile_all(&context, source, made);
    arena_free(scratch);
    if (context.status != STATUS_OK || !source) {
        template_close(made);
        return context.status;
    }
    made->evaluator_input = (struct evaluator_input){campaign, made->includes};
    made->titles =
        ARENA_ARRAY(arena, const char *, campaign->settings.statistic_count);
    find_titles(arena, made->block_template.nodes, made->titles);
    memcpy(made->digests, made->digest, HASH_SIZE);
    *template = made;
    return STATUS_OK;
}

enum status template_compile(struct arena *arena,
                             const struct campaign *campaign, const char *file,
                             const char *bytes, size_t length,
                             struct template **template,
                             struct diagnostics *diagnostics)
{
    const struct location origin = {arena_strdup(arena, file), 1, 1};
    struct source_text source;
    const enum status status =
        source_text_set(arena, origin, bytes, length, &source, diagnostics);
    const enum status compiled =
        compile(arena, campaign, NULL, NULL, status ? NULL : &source, template,
                diagnostics);

    return status ? status : compiled;
}

/* Opens the text in one language. */
static enum status open_one(struct arena *arena,
                            const struct campaign *campaign,
                            const struct glyph_coverage *glyph_coverage,
                            const struct covering_text *covering_text,
                            struct template **template,
                            struct diagnostics *diagnostics)
{
    struct arena *scratch = arena_new();
    struct source_text source;
    const enum status status =
        read_letter(arena, scratch, campaign, &source, diagnostics);
    enum status compiled;

    compiled = compile(arena, campaign, glyph_coverage, covering_text,
                       status ? NULL : &source, template, diagnostics);
    arena_free(scratch);
    return status ? status : compiled;
}

/* Computes what all letters share, in all languages. */
static void join_languages(struct arena *arena, struct template *first)
{
    struct hash *hash = hash_new();

    for (struct template *one = first; one; one = one->next) {
        hash_add(hash, one->digest, HASH_SIZE);
        if (one != first)
            first->characters =
                ARENA_JOIN(arena, first->characters, one->characters);
    }
    hash_finish(hash, first->digests);
    hash_free(hash);
}

enum status template_open(struct arena *arena, const struct campaign *campaign,
                          const struct glyph_coverage *glyph_coverage,
                          const struct covering_text *covering_text,
                          struct template **template,
                          struct diagnostics *diagnostics)
{
    struct template *first = NULL;
    struct template **place = &first;
    enum status status = STATUS_OK;

    for (; campaign; campaign = campaign->next) {
        const enum status opened = open_one(arena, campaign, glyph_coverage,
                                            covering_text, place, diagnostics);
        if (opened == STATUS_OK)
            place = &(*place)->next;
        status = status ? status : opened;
    }
    if (status != STATUS_OK) {
        template_close(first);
        return status;
    }
    if (first->next)
        join_languages(arena, first);
    *template = first;
    return STATUS_OK;
}

void template_close(struct template *template)
{
    for (; template; template = template->next) {
        includes_free(template->includes);
        if (template->covering)
            template->covering_text->close(template->covering);
        template->includes = NULL;
        template->covering = NULL;
    }
}

static void write_addressee(struct evaluator *evaluator,
                            const struct template *template,
                            struct arena *arena, struct letter *letter)
{
    const struct value_list list = template->campaign->settings.addressee;
    const struct setting_lines lines =
        setting_lines_write(evaluator, template->addressee, list.count, arena);

    letter->addressee = lines.texts;
    letter->addressee_origins = lines.origins;
    letter->addressee_count = lines.count;
    if (list.count)
        letter->addressee_location = list.items[0].location;
}

/* Writes a setting of one line.
 * @param inline_template  or NULL: it is not given
 * @param origins    [out] of its parts */
static const char *write_setting(struct evaluator *evaluator,
                                 const struct inline_template *inline_template,
                                 struct arena *arena,
                                 struct text_origins *origins)
{
    struct inline_text words = {.count = 0};

    if (inline_template)
        words = evaluator_inline_text(evaluator, inline_template);
    *origins = setting_lines_origins(arena, words);
    return evaluator_join(arena, words, " ");
}

/* The last place of a code among the words of a name, or NULL. */
static const char *find_code(const char *name, const char *code)
{
    const size_t length = strlen(code);
    const char *found = NULL;

    if (!length)
        return NULL;
    for (const char *at = strstr(name, code); at; at = strstr(at + 1, code))
        if ((at == name || at[-1] == '-') && (!at[length] || at[length] == '-'))
            found = at;
    return found;
}

/* A name that is too long is cut before its code, so that the code stays
 * complete and two letters cannot get one name. */
static char *cut_before_code(struct arena *arena, const char *name,
                             const char *code)
{
    const char *at = find_code(name, code);
    const size_t kept = at ? strlen(code) : 0;
    const char *rest = at;
    char *head;

    if (!at || (size_t)(at - name) + kept <= FILE_NAME_LIMIT)
        return utf8_slug(arena, name, FILE_NAME_LIMIT);
    if (strlen(rest) > FILE_NAME_LIMIT / 2)
        rest = code;
    head = utf8_slug(arena, arena_strndup(arena, name, (size_t)(at - name)),
                     FILE_NAME_LIMIT - strlen(rest) - 1);
    return arena_printf(arena, "%s-%s", head, rest);
}

static void write_file_name(struct evaluator *evaluator,
                            const struct template *template,
                            const struct council *council, struct arena *arena,
                            struct letter *letter)
{
    const struct inline_text words =
        evaluator_inline_text(evaluator, template->file_name);
    const char *text = evaluator_join(arena, words, " ");
    char *name = utf8_slug(arena, text, 2 * FILE_NAME_LIMIT);

    if (strlen(name) > FILE_NAME_LIMIT)
        name =
            cut_before_code(arena, utf8_slug(arena, text, 3 * strlen(text)),
                            utf8_slug(arena, council->code, FILE_NAME_LIMIT));
    if (reserved_name_is(name))
        name = arena_printf(arena, "letter-%s", name);
    letter->file = name;
    if (!*letter->file)
        evaluator_refuse(evaluator, RULE_FILE_NAME_EMPTY, council->location,
                         "file_name", "nothing is left of it for this row");
}

static const char *text_or_nothing(struct value value)
{
    return value.text ? value.text : "";
}

/* @return the council's name in the letter's language, with its place */
static struct value name_of(const struct template *template,
                            const struct council *council)
{
    return template->name_column == SIZE_MAX
               ? (struct value){council->name, council->location}
               : council->values[template->name_column];
}

static void write_address(struct evaluator *evaluator,
                          const struct template *template,
                          const struct council *council, struct arena *arena,
                          struct letter *letter)
{
    letter->has_window = true;
    letter->is_posted =
        !template->covering ||
        !template->covering_text->takes(template->covering, council, arena);
    if (letter->is_posted)
        post_template_write(template->post_template, evaluator, council, arena,
                            letter);
}

static void write_head(struct evaluator *evaluator,
                       const struct template *template,
                       const struct council *council, struct arena *arena,
                       struct letter *letter)
{
    const struct settings *settings = &template->campaign->settings;
    const struct value name = name_of(template, council);

    letter->code = council->code;
    letter->name = name.text;
    letter->name_location = name.location;
    write_addressee(evaluator, template, arena, letter);
    if (template->post_template)
        write_address(evaluator, template, council, arena, letter);
    letter->title = arena_printf(arena, "%s - %s",
                                 text_or_nothing(settings->title), name.text);
    letter->campaign_title = text_or_nothing(settings->title);
    letter->language = settings->language.text;
    letter->wordmark = settings->wordmark;
    letter->date = template->date;
    letter->date_location = settings->dates_location;
    letter->contact = settings->contact;
    letter->delivery = write_setting(
        evaluator,
        letter->is_posted && template->delivery_post ? template->delivery_post
                                                     : template->delivery,
        arena, &letter->delivery_origins);
    letter->reference = write_setting(evaluator, template->reference, arena,
                                      &letter->reference_origins);
    letter->signatory = text_or_nothing(settings->signatory_name);
    letter->roles = settings->signatory_roles;
    letter->signature_alt = text_or_nothing(settings->signature_alt);
}

/* @return the title of a statistic's panel in this letter, or NULL */
static const char *drawn_title(struct arena *arena, struct block_list blocks,
                               const struct figure *figure)
{
    for (size_t i = 0; i < blocks.count; i++) {
        const struct panel *panel = blocks.items[i]->panel;
        if (panel && strcmp(panel->figure->name, figure->name) == 0)
            return evaluator_join(arena, panel->title, " ");
    }
    return NULL;
}

/* A statistic without a label has the title of its panel, in this letter or in
 * others. */
static struct figures name_figures(const struct template *template,
                                   struct figures figures, struct arena *arena,
                                   struct block_list blocks)
{
    const struct settings *settings = &template->campaign->settings;
    struct figure *items =
        arena_copy(arena, figures.items, figures.count * sizeof *items);

    for (size_t i = 0; i < figures.count; i++) {
        const char *title = drawn_title(arena, blocks, &items[i]);
        if (settings->statistics[i].labelled)
            continue;
        if (!title || !*title)
            title = template->titles[i];
        if (title)
            items[i].label = title;
    }
    figures.items = items;
    return figures;
}

const char *template_statistic_label(const struct template *template,
                                     size_t statistic)
{
    const struct statistic_setting *setting =
        &template->campaign->settings.statistics[statistic];

    return setting->labelled || !template->titles[statistic]
               ? setting->label
               : template->titles[statistic];
}

/* Writes the letter in one language. */
static enum status write_letter(const struct template *template,
                                const struct council *council,
                                const struct figures *figures,
                                struct arena *arena, struct letter *letter,
                                struct diagnostics *diagnostics)
{
    const bool whole = includes_check(
        template->includes, &template->block_template, council, diagnostics);
    struct evaluator *evaluator = evaluator_begin(
        &template->evaluator_input, council, figures, arena, diagnostics);
    enum status status;

    *letter = (struct letter){.figures = *figures};
    equations_check(evaluator, template->equations);
    write_head(evaluator, template, council, arena, letter);
    if (whole)
        letter->blocks = evaluator_blocks(evaluator, &template->block_template);
    letter->figures = name_figures(template, evaluator_figures(evaluator),
                                   arena, letter->blocks);
    /* after the figures: a file's name is not printed */
    write_file_name(evaluator, template, council, arena, letter);
    status = evaluator_finish(evaluator);
    return whole ? status : STATUS_INPUT;
}

/* A part counts as printed if one language prints it. */
static void join_figures(struct arena *arena, struct letter *first)
{
    const size_t count = first->figures.count;
    unsigned *given = ARENA_ARRAY(arena, unsigned, count);

    for (struct letter *letter = first; letter; letter = letter->next)
        for (size_t i = 0; i < count; i++)
            given[i] |= letter->figures.items[i].given;
    for (struct letter *letter = first; letter; letter = letter->next) {
        struct figure *items =
            arena_copy(arena, letter->figures.items, count * sizeof *items);
        for (size_t i = 0; i < count; i++)
            items[i].given = given[i];
        letter->figures.items = items;
    }
}

enum status template_letter(const struct template *template,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct letter *letter,
                            struct diagnostics *diagnostics)
{
    struct letter *first = letter;
    enum status status =
        write_letter(template, council, figures, arena, letter, diagnostics);

    while ((template = template->next) != NULL) {
        enum status written;
        letter->next = ARENA_NEW(arena, struct letter);
        letter = letter->next;
        written = write_letter(template, council, ++figures, arena, letter,
                               diagnostics);
        status = status ? status : written;
    }
    if (first->next)
        join_figures(arena, first);
    return status;
}

const char *template_file_name(const struct template *template,
                               const struct council *council,
                               const struct figures *figures,
                               struct arena *arena,
                               struct diagnostics *diagnostics)
{
    struct evaluator *evaluator = evaluator_begin(
        &template->evaluator_input, council, figures, arena, diagnostics);
    struct letter letter;

    write_file_name(evaluator, template, council, arena, &letter);
    return evaluator_finish(evaluator) == STATUS_OK ? letter.file : NULL;
}

const struct template *template_next(const struct template *template)
{
    return template->next;
}

const void *template_covering_text(const struct template *template)
{
    return template->covering;
}

bool template_uses_column(const struct template *template, size_t column)
{
    for (; template; template = template->next)
        if (symbols_uses_column(template->symbols, column))
            return true;
    return false;
}

bool template_uses_list_column(const struct template *template, size_t list,
                               size_t column)
{
    for (; template; template = template->next)
        if (symbols_uses_list_column(template->symbols, list, column))
            return true;
    return false;
}

unsigned template_uses_parts(const struct template *template, size_t statistic)
{
    unsigned parts = 0;

    for (; template; template = template->next)
        parts |= symbols_parts(template->symbols, statistic);
    return parts;
}

void template_find_unused_files(const struct template *template,
                                struct diagnostics *diagnostics)
{
    const size_t max = 2 * template->campaign->settings.languages.count;
    const struct includes **includes =
        memory_alloc(max * sizeof(struct includes *));
    size_t count = 0;

    for (const struct template *one = template; one; one = one->next) {
        includes[count++] = one->includes;
        if (one->covering)
            includes[count++] = one->covering_text->includes(one->covering);
    }
    unused_files_find(includes, count, template->campaign, diagnostics);
    free(includes);
}

void template_hash(const struct template *template,
                   const struct council *council, struct hash *hash)
{
    for (; template; template = template->next) {
        hash_add(hash, template->digest, sizeof template->digest);
        includes_hash(template->includes, &template->block_template, council,
                      hash);
    }
}

const unsigned char *template_digest(const struct template *template)
{
    return template->digests;
}

const char *template_characters(const struct template *template)
{
    return template->characters;
}
