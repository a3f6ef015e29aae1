#include "letter/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "letter/block_template.h"
#include "letter/compile_context.h"
#include "letter/email_template.h"
#include "letter/evaluator.h"
#include "letter/includes.h"
#include "letter/setting_template.h"
#include "letter/unused_files.h"

/** Most bytes of a file's name, ".pdf" not counted. */
enum { FILE_NAME_LIMIT = 120 };

struct template
{
    const struct campaign *campaign;
    struct glossary *glossary;
    struct program program;
    struct inserts *inserts;
    struct cover *cover; /* of the e-mail; or NULL */
    struct writing writing;
    const struct phrase **addressee;
    const struct phrase *delivery; /* or NULL */
    const struct phrase *file_name;
    const char *date;
    size_t name_column; /* with the councils' names, or SIZE_MAX */
    const char *characters;
    unsigned char digest[HASH_SIZE]; /* of the letter text */
};

/* The setting's default names the column `name`; a campaign may call its
 * column otherwise. A default has the place of the file's first key. */
static struct value file_name_of(struct compiler *compiler,
                                 const struct source *source,
                                 const struct settings *settings)
{
    static const char usual[] = "((code))-((name))";
    struct value value = settings->file_name;
    const char byte = *setting_text_at(source, value);

    if (strcmp(value.text, usual) == 0 && !(byte && strchr("\"'(|>", byte)) &&
        settings->name.text)
        value.text = arena_printf(compiler->scratch, "((code))-((%s))",
                                  settings->name.text);
    return value;
}

static void compile_settings(struct compiler *compiler,
                             struct template *template)
{
    const struct settings *settings = &template->campaign->settings;
    const size_t count = settings->addressee.count;
    const struct source *source = compiler->settings;
    struct compiler unprinted;

    template->addressee =
        ARENA_ARRAY(compiler->arena, const struct phrase *, count);
    for (size_t i = 0; i < count; i++)
        template->addressee[i] = setting_text_compile(
            compiler, source, settings->addressee.items[i]);
    if (settings->delivery.text)
        template->delivery =
            setting_text_compile(compiler, source, settings->delivery);
    if (!settings->file_name.text)
        return;
    unprinted = *compiler;
    unprinted.lettering = NULL;
    template->file_name = setting_text_compile(
        &unprinted, source, file_name_of(&unprinted, source, settings));
    compiler->status = unprinted.status;
}

static void add_list(struct alphabet *alphabet, struct value_list list)
{
    for (size_t i = 0; i < list.count; i++)
        alphabet_add(alphabet, list.items[i].text);
}

/* What settings and figures print besides the texts that are compiled. */
static void add_characters(struct alphabet *alphabet,
                           const struct template *template)
{
    const struct settings *settings = &template->campaign->settings;

    alphabet_add(alphabet, "0123456789%,. ");
    alphabet_add(alphabet, template->date);
    alphabet_add(alphabet, settings->title.text);
    alphabet_add(alphabet, settings->signatory_name.text);
    alphabet_add(alphabet, settings->signature_alt.text);
    add_list(alphabet, settings->wordmark);
    add_list(alphabet, settings->signatory_roles);
}

/* What is not printed needs no glyphs. */
static struct cover *open_cover(struct compiler *compiler,
                                const struct campaign *campaign)
{
    struct compiler own = *compiler;
    struct cover *cover;

    own.alphabet = NULL;
    own.lettering = NULL;
    own.status = STATUS_OK;
    cover = cover_open(&own, campaign);
    if (!compiler->status)
        compiler->status = own.status;
    return cover;
}

static const char *print_date(struct arena *arena,
                              const struct settings *settings)
{
    char words[DATE_WORDS_SIZE];

    if (!date_is_given(settings->letter_date))
        return "";
    return arena_string(arena, date_print_words(words, settings->letter_date,
                                                settings->language.text));
}

static void check_value(struct compiler *compiler, struct value value,
                        unsigned style)
{
    if (value.text)
        lettering_check(compiler, compiler->settings, value.place, value.text,
                        strlen(value.text), style);
}

/* What settings print as it is. */
static void check_settings(struct compiler *compiler,
                           const struct settings *settings)
{
    for (size_t i = 0; i < settings->wordmark.count; i++)
        check_value(compiler, settings->wordmark.items[i],
                    i + 1 == settings->wordmark.count ? STYLE_BOLD : 0);
    check_value(compiler, settings->signatory_name, STYLE_BOLD);
    for (size_t i = 0; i < settings->signatory_roles.count; i++)
        check_value(compiler, settings->signatory_roles.items[i], 0);
}

static void compile_all(struct compiler *compiler, const struct source *source,
                        struct template *template)
{
    struct arena *arena = compiler->arena;
    struct source settings;

    setting_text_read(compiler, template->campaign, &settings);
    compiler->settings = &settings;
    check_settings(compiler, &template->campaign->settings);

    template->date = print_date(arena, &template->campaign->settings);
    if (source) {
        hash_bytes(source->bytes, source->length, template->digest);
        program_compile(compiler, template->campaign, source, PROGRAM_LETTER,
                        &template->program);
    }
    compile_settings(compiler, template);
    add_characters(compiler->alphabet, template);
    template->inserts =
        inserts_new(compiler, template->campaign, &template->program);
    template->characters = alphabet_text(arena, compiler->alphabet);
    if (template->campaign->settings.mail.given)
        template->cover = open_cover(compiler, template->campaign);
}

static enum status read_letter(struct arena *arena, struct arena *scratch,
                               const struct campaign *campaign,
                               struct source *source, struct report *report)
{
    struct error err = {.code = ""};
    const char *path;

    /* What is wrong with the settings has been said. */
    if (!campaign->settings.letter.text)
        return STATUS_INPUT;
    if (campaign_find_file(arena, campaign, campaign->settings.letter, "letter",
                           &path, &err) != STATUS_OK) {
        report_add(report, &err);
        return rule_status(err.rule);
    }
    return source_read(scratch, path, source, report);
}

static struct template *template_new(struct arena *arena,
                                     const struct campaign *campaign)
{
    const char *name = campaign->settings.name.text;
    struct template *template = ARENA_NEW(arena, struct template);

    template->campaign = campaign;
    template->name_column =
        name ? roster_find_column(campaign->roster, name) : SIZE_MAX;
    template->glossary = glossary_new(arena, campaign);
    return template;
}

/* @p source may be NULL: the letter text could not be read, but the settings
 * can be looked at. */
static enum status compile(struct arena *arena, const struct campaign *campaign,
                           const struct lettering *lettering,
                           const struct source *source,
                           struct template **template, struct report *report)
{
    struct template *made = template_new(arena, campaign);
    struct arena *scratch = arena_new();
    struct compiler compiler = {.arena = arena,
                                .scratch = scratch,
                                .glossary = made->glossary,
                                .alphabet = alphabet_new(scratch),
                                .lettering = lettering,
                                .report = report};

    compile_all(&compiler, source, made);
    arena_free(scratch);
    if (compiler.status != STATUS_OK || !source) {
        template_close(made);
        return compiler.status;
    }
    made->writing = (struct writing){campaign, made->inserts};
    writer_prepare(arena, &made->program);
    inserts_prepare(arena, made->inserts);
    *template = made;
    return STATUS_OK;
}

enum status template_compile(struct arena *arena,
                             const struct campaign *campaign, const char *file,
                             const char *bytes, size_t length,
                             struct template **template, struct report *report)
{
    const struct place origin = {arena_string(arena, file), 1, 1};
    struct source source;
    const enum status status =
        source_set(arena, origin, bytes, length, &source, report);
    const enum status compiled = compile(
        arena, campaign, NULL, status ? NULL : &source, template, report);

    return status ? status : compiled;
}

enum status template_open(struct arena *arena, const struct campaign *campaign,
                          const struct lettering *lettering,
                          struct template **template, struct report *report)
{
    struct arena *scratch = arena_new();
    struct source source;
    const enum status status =
        read_letter(arena, scratch, campaign, &source, report);
    enum status compiled;

    compiled = compile(arena, campaign, lettering, status ? NULL : &source,
                       template, report);
    arena_free(scratch);
    return status ? status : compiled;
}

void template_close(struct template *template)
{
    if (!template)
        return;
    inserts_free(template->inserts);
    cover_close(template->cover);
    template->inserts = NULL;
    template->cover = NULL;
}

/* The lines of a phrase, with their places; a value may hold more than one. */
static size_t add_lines(struct arena *arena, struct words words,
                        const char **lines, struct place *places)
{
    size_t count = 0;
    size_t from = 0;

    for (size_t i = 0; i <= words.count; i++) {
        const bool ends =
            i == words.count || strcmp(words.runs[i].text, "\n") == 0;
        if (ends && i > from)
            places[count] = words.runs[from].place;
        if (ends && i > from)
            lines[count++] = writer_join(
                arena,
                (struct words){.runs = words.runs + from, .count = i - from},
                "");
        if (ends)
            from = i + 1;
    }
    return count;
}

static void write_addressee(struct writer *writer,
                            const struct template *template,
                            struct arena *arena, struct letter *letter)
{
    const struct value_list list = template->campaign->settings.addressee;
    struct words *words = ARENA_ARRAY(arena, struct words, list.count);
    struct place *places;
    const char **lines;
    size_t most = 0;

    for (size_t i = 0; i < list.count; i++) {
        words[i] = writer_words(writer, template->addressee[i]);
        most += words[i].count;
    }
    lines = ARENA_ARRAY(arena, const char *, most);
    places = ARENA_ARRAY(arena, struct place, most);
    for (size_t i = 0; i < list.count; i++)
        letter->addressee_count +=
            add_lines(arena, words[i], lines + letter->addressee_count,
                      places + letter->addressee_count);
    letter->addressee = lines;
    letter->addressee_places = places;
    if (list.count)
        letter->addressee_place = list.items[0].place;
}

static void write_delivery(struct writer *writer,
                           const struct template *template, struct arena *arena,
                           struct letter *letter)
{
    struct words words = {.count = 0};

    if (template->delivery)
        words = writer_words(writer, template->delivery);
    letter->delivery = writer_join(arena, words, " ");
    letter->delivery_place = words.count
                                 ? words.runs[0].place
                                 : template->campaign->settings.delivery.place;
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

/* A name that is too long loses the end of what stands before its code, so that
 * the code stays whole: else two letters might share what is left. */
static char *cut_before_code(struct arena *arena, const char *name,
                             const char *code)
{
    const char *at = find_code(name, code);
    const size_t kept = at ? strlen(code) : 0;
    const char *rest = at;
    char *head;

    if (!at || (size_t)(at - name) + kept <= FILE_NAME_LIMIT)
        return text_slug(arena, name, FILE_NAME_LIMIT);
    if (strlen(rest) > FILE_NAME_LIMIT / 2)
        rest = code;
    head = text_slug(arena, arena_text(arena, name, (size_t)(at - name)),
                     FILE_NAME_LIMIT - strlen(rest) - 1);
    return arena_printf(arena, "%s-%s", head, rest);
}

static void write_file_name(struct writer *writer,
                            const struct template *template,
                            const struct council *council, struct arena *arena,
                            struct letter *letter)
{
    const struct words words = writer_words(writer, template->file_name);
    const char *text = writer_join(arena, words, " ");
    char *name = text_slug(arena, text, 2 * FILE_NAME_LIMIT);

    if (strlen(name) > FILE_NAME_LIMIT)
        name =
            cut_before_code(arena, text_slug(arena, text, 3 * strlen(text)),
                            text_slug(arena, council->code, FILE_NAME_LIMIT));
    letter->file = name;
    if (!*letter->file)
        writer_refuse(writer, RULE_FILE_NAME_EMPTY, council->place, "file_name",
                      "nothing is left of it for this row");
}

static const char *text_or_nothing(struct value value)
{
    return value.text ? value.text : "";
}

/* Where the council's name stands in its row. */
static struct place name_place(const struct template *template,
                               const struct council *council)
{
    return template->name_column == SIZE_MAX
               ? council->place
               : council->values[template->name_column].place;
}

static void write_head(struct writer *writer, const struct template *template,
                       const struct council *council, struct arena *arena,
                       struct letter *letter)
{
    const struct settings *settings = &template->campaign->settings;

    letter->code = council->code;
    letter->name = council->name;
    letter->name_place = name_place(template, council);
    letter->title = arena_printf(
        arena, "%s - %s", text_or_nothing(settings->title), council->name);
    letter->language = settings->language.text;
    letter->wordmark = settings->wordmark;
    letter->date = template->date;
    letter->date_place = settings->dates_place;
    write_delivery(writer, template, arena, letter);
    write_addressee(writer, template, arena, letter);
    write_file_name(writer, template, council, arena, letter);
    letter->signatory = text_or_nothing(settings->signatory_name);
    letter->roles = settings->signatory_roles;
    letter->signature_alt = text_or_nothing(settings->signature_alt);
}

enum status template_letter(const struct template *template,
                            const struct council *council,
                            const struct figures *figures, struct arena *arena,
                            struct letter *letter, struct report *report)
{
    const bool whole =
        inserts_check(template->inserts, &template->program, council, report);
    struct writer *writer =
        writer_begin(&template->writing, council, figures, arena, report);
    enum status status;

    *letter = (struct letter){.figures = *figures};
    write_head(writer, template, council, arena, letter);
    if (whole)
        letter->blocks = writer_blocks(writer, &template->program);
    status = writer_end(writer);
    return whole ? status : STATUS_INPUT;
}

const char *template_file_name(const struct template *template,
                               const struct council *council,
                               const struct figures *figures,
                               struct arena *arena, struct report *report)
{
    struct writer *writer =
        writer_begin(&template->writing, council, figures, arena, report);
    struct letter letter;

    write_file_name(writer, template, council, arena, &letter);
    return writer_end(writer) == STATUS_OK ? letter.file : NULL;
}

const struct cover *template_cover(const struct template *template)
{
    return template->cover;
}

bool template_uses_column(const struct template *template, size_t column)
{
    return glossary_uses_column(template->glossary, column);
}

void template_find_leftovers(const struct template *template,
                             struct report *report)
{
    leftovers_find(template->inserts,
                   template->cover ? cover_inserts(template->cover) : NULL,
                   template->campaign, report);
}

void template_hash(const struct template *template,
                   const struct council *council, struct hash *hash)
{
    hash_add(hash, template->digest, sizeof template->digest);
    inserts_hash(template->inserts, &template->program, council, hash);
}

const char *template_characters(const struct template *template)
{
    return template->characters;
}
