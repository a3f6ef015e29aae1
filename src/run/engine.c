#include "run/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "data/font_config.h"
#include "run/build_id.h"
#include "run/run_json.h"
#include "run/settings_hash.h"

/* Errors in binary files are reported where the file is named. */
static void attribute_to_setting(struct error *err, struct location location,
                                 const char *field)
{
    const struct error whole = *err;

    if (!whole.location.file || whole.location.line)
        return;
    (void)error_set(err, whole.rule, location, field, "%s: %s",
                    whole.location.file, whole.message);
}

static enum status open_face(struct engine *engine, struct value file,
                             const struct face **face,
                             struct diagnostics *diagnostics)
{
    const size_t room = sizeof engine->faces / sizeof *engine->faces;
    struct face *opened;
    struct error err = {.code = ""};
    enum status status;

    if (engine->face_count == room) {
        diagnostics_add(diagnostics, RULE_FONT_UNREADABLE, file.location, NULL,
                        NULL, "more than %zu font files", room);
        return STATUS_INPUT;
    }
    status = face_open(file.text, &opened, &err);
    if (status != STATUS_OK) {
        attribute_to_setting(&err, file.location, NULL);
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    engine->faces[engine->face_count++] = opened;
    *face = opened;
    return STATUS_OK;
}

/** The names in fonts.yaml. */
static const char *const style_names[FACE_STYLES] = {"regular", "bold",
                                                     "italic", "bold_italic"};

/* Reports a missing style, without which emphasis would silently be lost. */
static enum status check_style(const struct font_family *typeface, size_t style,
                               const struct family *family,
                               struct diagnostics *diagnostics)
{
    const struct value file = typeface->files[style];
    const char *fault =
        style == FACE_REGULAR
            ? NULL
            : face_style_fault(family->faces[style], (enum face_style)style,
                               family->faces[FACE_REGULAR]);

    if (!fault)
        return STATUS_OK;
    diagnostics_add(
        diagnostics, RULE_FONT_UNREADABLE, file.location, NULL,
        style_names[style], "%s %s; name the family's own %s file", file.text,
        fault, style == FACE_BOLD_ITALIC ? "bold italic" : style_names[style]);
    return STATUS_INPUT;
}

/* Letters use all four styles; fallbacks supply single characters. */
static enum status check_complete(const struct font_family *typeface,
                                  struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;

    for (size_t style = 0; style < FACE_STYLES; style++) {
        if (typeface->files[style].text)
            continue;
        diagnostics_add(
            diagnostics, RULE_SETTING_MISSING, typeface->location, NULL,
            style_names[style],
            "%s has no such face, which letters need; name its file, or "
            "take a family for text that has one",
            typeface->family);
        status = STATUS_INPUT;
    }
    return status;
}

/* A fallback without a style supplies its nearest. */
static const struct face *nearest_face(const struct family *family,
                                       size_t style)
{
    return style == FACE_BOLD_ITALIC ? family->faces[FACE_BOLD]
                                     : family->faces[FACE_REGULAR];
}

static enum status open_family(struct engine *engine,
                               const struct font_family *typeface,
                               struct family *family,
                               struct diagnostics *diagnostics)
{
    for (size_t style = 0; style < FACE_STYLES; style++) {
        const struct value file = typeface->files[style];
        enum status status;
        family->faces[style] = nearest_face(family, style);
        if (!file.text)
            continue;
        status = open_face(engine, file, &family->faces[style], diagnostics);
        if (status == STATUS_OK)
            status = check_style(typeface, style, family, diagnostics);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status open_fonts(struct engine *engine, const char *folder,
                              struct diagnostics *diagnostics)
{
    struct font_config font_config;
    struct family *families;
    enum status status =
        font_config_read(engine->arena, folder, &font_config, diagnostics);

    if (status != STATUS_OK)
        return status;
    status = check_complete(&font_config.items[0], diagnostics);
    if (status != STATUS_OK)
        return status;
    families = ARENA_ARRAY(engine->arena, struct family, font_config.count);
    for (size_t i = 0; i < font_config.count; i++) {
        status = open_family(engine, &font_config.items[i], &families[i],
                             diagnostics);
        if (status != STATUS_OK)
            return status;
        if (i)
            families[i - 1].fallback = &families[i];
    }
    engine->layout.family = families;
    return STATUS_OK;
}

static enum status open_theme(struct engine *engine, const char *house_theme,
                              struct diagnostics *diagnostics)
{
    const struct value file = engine->campaign.settings.theme;
    struct error err = {.code = ""};
    const char *path;

    engine->layout.theme = theme_default();
    if (!file.text)
        return house_theme
                   ? theme_read(house_theme, &engine->layout.theme, diagnostics)
                   : STATUS_OK;
    if (campaign_find_file(engine->arena, &engine->campaign, file, "theme",
                           &path, &err) != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return rule_status(err.rule);
    }
    return theme_read(path, &engine->layout.theme, diagnostics);
}

static enum status open_artwork(struct engine *engine, struct value file,
                                const char *field,
                                const struct artwork **artwork,
                                struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    const char *path;
    enum status status;

    *artwork = NULL;
    if (!file.text)
        return STATUS_OK;
    status = campaign_find_file(engine->arena, &engine->campaign, file, field,
                                &path, &err);
    if (status == STATUS_OK) {
        status = artwork_read(engine->arena, path, artwork, &err);
        attribute_to_setting(&err, file.location, field);
    }
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

const char *engine_part_key(enum engine_part part)
{
    static const char *const keys[ENGINE_PARTS] = {
        "program", "settings", "text", "theme", "fonts", "artwork"};

    return keys[part];
}

static void hash_artwork(struct hash *hash, const struct artwork *artwork)
{
    hash_add_integer(hash, artwork != NULL);
    if (artwork)
        hash_add(hash, artwork->digest, sizeof artwork->digest);
}

static void digest_appearance(struct engine *engine, struct hash *hash)
{
    memcpy(engine->parts[ENGINE_THEME], engine->layout.theme.digest, HASH_SIZE);
    for (size_t i = 0; i < engine->face_count; i++)
        hash_add(hash, face_digest(engine->faces[i]), HASH_SIZE);
    hash_finish(hash, engine->parts[ENGINE_FONTS]);
    for (size_t i = 0; i < engine->campaign.settings.languages.count; i++)
        hash_artwork(hash, engine->layout.senders[i].logo);
    hash_artwork(hash, engine->layout.signature);
    hash_finish(hash, engine->parts[ENGINE_ARTWORK]);
}

/* Hashes the inputs of every letter, besides its row. Included files belong to
 * the row. */
static enum status digest_inputs(struct engine *engine,
                                 struct diagnostics *diagnostics)
{
    struct buffer settings = buffer_new(16 * 1024 * 1024);
    struct hash *hash = hash_new();
    struct error err = {.code = ""};
    const char *path =
        campaign_path(engine->arena, &engine->campaign, "campaign.yaml");
    const enum status status = buffer_read_file(&settings, path, path, &err);

    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    hash_add_text(hash, build_id);
    hash_finish(hash, engine->parts[ENGINE_PROGRAM]);
    settings_hash_add(hash, buffer_text(&settings), &engine->campaign.settings);
    hash_finish(hash, engine->parts[ENGINE_SETTINGS]);
    memcpy(engine->parts[ENGINE_TEXT], template_digest(engine->template),
           HASH_SIZE);
    digest_appearance(engine, hash);
    hash_add(hash, engine->parts, sizeof engine->parts);
    hash_finish(hash, engine->inputs);
    hash_free(hash);
    buffer_free(&settings);
    return status;
}

static void digest_with_seal(struct engine *engine)
{
    struct hash *hash = hash_new();

    hash_add(hash, engine->inputs, sizeof engine->inputs);
    seal_setup_hash(&engine->seal_setup, hash);
    hash_finish(hash, engine->digest);
    hash_free(hash);
}

void engine_recall_seal(struct engine *engine, const char *output)
{
    struct diagnostics *discarded = diagnostics_new();
    struct run_json record;
    const char *path = arena_printf(engine->arena, "%s/run.json", output);

    if (!engine->seal_setup.known && access(path, R_OK) == 0 &&
        run_json_read(engine->arena, path, &record, discarded) == STATUS_OK &&
        hash_read_hex(record.seal_sha256, engine->seal_setup.digest)) {
        engine->seal_setup.known = true;
        digest_with_seal(engine);
    }
    diagnostics_free(discarded);
}

/* Continues after an error, so that one run reports all of them. */
static enum status first_of(enum status so_far, enum status next)
{
    return so_far != STATUS_OK ? so_far : next;
}

/* Callback that looks a character up in the fonts. */
struct glyph_query {
    const struct family *family;
    struct shaper *shaper;
};

static uint32_t ask_fonts(void *context, const char *text, size_t length,
                          unsigned style)
{
    const struct glyph_query *glyph_query = context;

    return shaper_find_missing(glyph_query->shaper, glyph_query->family,
                               (enum face_style)style, text, length);
}

static enum status open_template(struct engine *engine,
                                 const struct channel *channel,
                                 struct diagnostics *diagnostics)
{
    struct glyph_query glyph_query = {.family = engine->layout.family,
                                      .shaper = shaper_new()};
    const struct glyph_coverage glyph_coverage = {ask_fonts, &glyph_query};
    enum status status = averages_open(engine->arena, &engine->campaign,
                                       &engine->averages, diagnostics);

    status = first_of(status,
                      template_open(engine->arena, &engine->campaign,
                                    glyph_query.family ? &glyph_coverage : NULL,
                                    channel ? &channel->text : NULL,
                                    &engine->template, diagnostics));
    for (size_t i = 0;
         status == STATUS_OK && i < engine->campaign.settings.statistic_count;
         i++)
        if (template_uses_parts(engine->template, i) &
            (FIGURE_PEERS | FIGURE_HIGHER))
            averages_collect_peers(engine->averages, engine->arena);
    if (status == STATUS_OK && template_covering_text(engine->template))
        engine->channel = channel;
    shaper_free(glyph_query.shaper);
    return status;
}

static const char *join_lines(struct arena *arena,
                              const struct value_list *lines)
{
    const char *text = "";

    for (size_t i = 0; i < lines->count; i++)
        if (*utf8_trim(arena, lines->items[i].text))
            text = arena_printf(arena, "%s%s%s", text, *text ? " " : "",
                                lines->items[i].text);
    return *text ? text : NULL;
}

/* Finds the office's name, for the logo and as the maker of the letters. The
 * title in a logo's file comes last, because it is rarely checked. */
static enum status find_office(struct engine *engine,
                               const struct settings *settings,
                               struct layout_sender *sender,
                               struct diagnostics *diagnostics)
{
    const struct artwork *logo = sender->logo;
    const char *office = settings->logo_alt.text;

    if (!office)
        office = join_lines(engine->arena, &settings->wordmark);
    if (!office && logo)
        office = logo->title;
    sender->office = office;
    if (office || !logo)
        return STATUS_OK;
    diagnostics_add(
        diagnostics, RULE_SETTING_MISSING, settings->logo.location, NULL,
        "logo_alt",
        "the logo needs alternative text; write the "
        "office's name under sender, as logo_alt: Example Ombudsman");
    return STATUS_INPUT;
}

/* Opens the logo and finds the office's name in each language. */
static enum status open_senders(struct engine *engine,
                                struct diagnostics *diagnostics)
{
    const struct campaign *campaign = &engine->campaign;
    struct layout_sender *senders =
        ARENA_ARRAY(engine->arena, struct layout_sender,
                    campaign->settings.languages.count);
    enum status status = STATUS_OK;

    engine->layout.senders = senders;
    /* without settings there is no language */
    if (!campaign->settings.languages.count)
        return STATUS_OK;
    for (; campaign; campaign = campaign->next, senders++) {
        status =
            first_of(status, open_artwork(engine, campaign->settings.logo,
                                          "logo", &senders->logo, diagnostics));
        status = first_of(status, find_office(engine, &campaign->settings,
                                              senders, diagnostics));
    }
    return status;
}

static enum status open_appearance(struct engine *engine,
                                   const struct engine_paths *paths,
                                   struct diagnostics *diagnostics)
{
    const struct settings *settings = &engine->campaign.settings;
    enum status status = open_fonts(engine, paths->fonts, diagnostics);

    engine->layout.window =
        settings->post.given ? &settings->post.window : NULL;
    engine->layout.window_location = settings->post.location;
    engine->layout.fold_marks = settings->post.fold_marks;

    status = first_of(status, open_theme(engine, paths->theme, diagnostics));
    status = first_of(status, open_senders(engine, diagnostics));
    return first_of(status,
                    open_artwork(engine, settings->signature, "signature",
                                 &engine->layout.signature, diagnostics));
}

static enum status open_seal(struct engine *engine,
                             const struct engine_paths *paths,
                             struct diagnostics *diagnostics)
{
    enum status status;

    if (!paths->seal)
        return STATUS_OK;
    status = seal_setup_open(engine->arena, &engine->campaign, paths->seal,
                             &engine->seal_setup, diagnostics);
    engine->layout.sealed = engine->seal_setup.signer != NULL;
    engine->layout.seal_hidden = engine->seal_setup.hidden;
    return status;
}

enum status engine_open(struct engine *engine, const struct engine_paths *paths,
                        struct diagnostics *diagnostics)
{
    enum status status;

    *engine = (struct engine){.arena = arena_new()};
    engine->sent.arena = engine->arena;
    status = campaign_open(engine->arena, paths->campaign, &engine->campaign,
                           diagnostics);
    if (engine->campaign.folder)
        status = first_of(status, open_appearance(engine, paths, diagnostics));
    /* even with wrong settings, so that one run reports all errors */
    if (engine->campaign.roster)
        status = first_of(status,
                          open_template(engine, paths->channel, diagnostics));
    if (status == STATUS_OK)
        status = open_seal(engine, paths, diagnostics);
    if (status != STATUS_OK)
        return status;
    status = digest_inputs(engine, diagnostics);
    digest_with_seal(engine);
    return status;
}

enum status engine_prepare(struct engine *engine,
                           struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    enum status status;

    if (engine->pdf)
        return STATUS_OK;
    status = shared_resources_open(engine->layout.family,
                                   template_characters(engine->template),
                                   &engine->pdf, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

void engine_close(struct engine *engine)
{
    if (engine->pdf)
        shared_resources_close(engine->pdf);
    seal_setup_close(&engine->seal_setup);
    if (engine->template)
        template_close(engine->template);
    for (size_t i = 0; i < engine->face_count; i++)
        face_close(engine->faces[i]);
    campaign_close(&engine->campaign);
    arena_free(engine->arena);
    *engine = (struct engine){.arena = NULL};
}

static void hash_average(struct hash *hash, struct average average)
{
    const struct {
        int64_t scaled;
        double position;
    } numbers = {average.exists ? average.scaled : -1, average.position};

    hash_add(hash, &numbers, sizeof numbers);
}

/* Hashes a council's earlier years, with the averages of its group. */
static void hash_years(const struct engine *engine,
                       const struct council *council, size_t statistic,
                       const char *group, enum engine_row_part parts,
                       struct hash *hash)
{
    size_t count;
    const struct history_entry *entries = history_find(
        averages_history(engine->averages), council->index, statistic, &count);

    for (size_t i = 0; parts & ENGINE_ROW_OWN && i < count; i++) {
        const int64_t numbers[] = {entries[i].year, entries[i].rate.count,
                                   entries[i].rate.total};
        hash_add(hash, numbers, sizeof numbers);
    }
    for (int year = count && parts & ENGINE_ROW_COMPARISON ? entries[0].year
                                                           : YEAR_MAX;
         year < history_campaign_year(&engine->campaign.settings); year++)
        hash_average(
            hash, averages_of_year(engine->averages, group, statistic, year));
}

static void hash_peers(const struct peers *peers, struct hash *hash)
{
    hash_add_integer(hash, peers ? (int64_t)peers->count : -1);
    if (peers)
        hash_add(hash, peers->digest, sizeof peers->digest);
}

/* Hashes a letter's data of other rows: its group's averages and values, and
 * those of all councils if the text prints them. */
static void hash_statistic(const struct engine *engine,
                           const struct council *council, size_t statistic,
                           const char *group, enum engine_row_part parts,
                           struct hash *hash)
{
    const struct averages *averages = engine->averages;
    const unsigned uses = parts & ENGINE_ROW_COMPARISON
                              ? template_uses_parts(engine->template, statistic)
                              : 0;

    if (parts & ENGINE_ROW_COMPARISON)
        hash_average(hash, averages_find(averages, group, statistic));
    hash_years(engine, council, statistic, group, parts, hash);
    if (uses & FIGURE_NATIONAL)
        hash_average(hash, averages_find(averages, NULL, statistic));
    if (uses & (FIGURE_PEERS | FIGURE_HIGHER))
        hash_peers(averages_peers(averages, group, statistic), hash);
}

void engine_hash_row(const struct engine *engine, const struct council *council,
                     enum engine_row_part parts, struct hash *hash)
{
    const struct settings *settings = &engine->campaign.settings;
    const struct roster *roster = engine->campaign.roster;
    const bool own = parts & ENGINE_ROW_OWN;
    const size_t group =
        settings->group_column.text
            ? roster_find_column(roster, settings->group_column.text)
            : SIZE_MAX;

    for (size_t i = 0; own && i < roster_columns(roster); i++) {
        hash_add_text(hash, roster_column(roster, i).text);
        hash_add_text(hash, council->values[i].text);
    }
    for (size_t i = 0; i < settings->statistic_count; i++)
        hash_statistic(engine, council, i,
                       group == SIZE_MAX ? "" : council->values[group].text,
                       parts, hash);
    for (size_t i = 0; own && i < settings->list_count; i++)
        row_list_hash(engine->campaign.lists[i], council->index, hash);
    if (own)
        template_hash(engine->template, council, hash);
}
