#include "run/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash_prefix_cache.h"
#include "base/utf8.h"
#include "data/font_config.h"
#include "layout/fit_estimate.h"
#include "layout/ui_strings.h"
#include "run/build_id.h"
#include "run/culprit.h"
#include "run/figures_csv.h"
#include "run/run_json.h"
#include "run/settings_hash.h"

/** Most bytes of one letter's file. */
enum { LETTER_LIMIT = 64 * 1024 * 1024 };

/* What is wrong with a file that has no lines is said where it is named. */
static void blame_setting(struct error *err, struct place place,
                          const char *field)
{
    const struct error whole = *err;

    if (!whole.place.file || whole.place.line)
        return;
    (void)error_set(err, whole.rule, place, field, "%s: %s", whole.place.file,
                    whole.message);
}

static enum status open_face(struct press *press, struct value file,
                             const struct face **face, struct report *report)
{
    const size_t room = sizeof press->faces / sizeof *press->faces;
    struct face *opened;
    struct error err = {.code = ""};
    enum status status;

    if (press->face_count == room) {
        report_say(report, RULE_FONT_UNREADABLE, file.place, NULL, NULL,
                   "more than %zu font files", room);
        return STATUS_INPUT;
    }
    status = face_open(file.text, &opened, &err);
    if (status != STATUS_OK) {
        blame_setting(&err, file.place, NULL);
        report_add(report, &err);
        return status;
    }
    press->faces[press->face_count++] = opened;
    *face = opened;
    return STATUS_OK;
}

/* A family that lacks a style lends its nearest. */
static const struct face *nearest_face(const struct family *family,
                                       size_t style)
{
    return style == FACE_BOLD_ITALIC ? family->faces[FACE_BOLD]
                                     : family->faces[FACE_REGULAR];
}

static enum status open_family(struct press *press,
                               const struct typeface *typeface,
                               struct family *family, struct report *report)
{
    for (size_t style = 0; style < FACE_STYLES; style++) {
        const struct value file = typeface->files[style];
        enum status status;
        family->faces[style] = nearest_face(family, style);
        if (!file.text)
            continue;
        status = open_face(press, file, &family->faces[style], report);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status open_fonts(struct press *press, const char *folder,
                              struct report *report)
{
    struct typefaces typefaces;
    struct family *families;
    enum status status =
        typefaces_read(press->arena, folder, &typefaces, report);

    if (status != STATUS_OK)
        return status;
    families = ARENA_ARRAY(press->arena, struct family, typefaces.count);
    for (size_t i = 0; i < typefaces.count; i++) {
        status = open_family(press, &typefaces.items[i], &families[i], report);
        if (status != STATUS_OK)
            return status;
        if (i)
            families[i - 1].fallback = &families[i];
    }
    press->layout.family = families;
    return STATUS_OK;
}

static enum status open_theme(struct press *press, const char *house_theme,
                              struct report *report)
{
    const struct value file = press->campaign.settings.theme;
    struct error err = {.code = ""};
    const char *path;

    press->layout.theme = theme_default();
    if (!file.text)
        return house_theme
                   ? theme_read(house_theme, &press->layout.theme, report)
                   : STATUS_OK;
    if (campaign_find_file(press->arena, &press->campaign, file, "theme", &path,
                           &err) != STATUS_OK) {
        report_add(report, &err);
        return rule_status(err.rule);
    }
    return theme_read(path, &press->layout.theme, report);
}

static enum status open_artwork(struct press *press, struct value file,
                                const char *field,
                                const struct artwork **artwork,
                                struct report *report)
{
    struct error err = {.code = ""};
    const char *path;
    enum status status;

    *artwork = NULL;
    if (!file.text)
        return STATUS_OK;
    status = campaign_find_file(press->arena, &press->campaign, file, field,
                                &path, &err);
    if (status == STATUS_OK) {
        status = artwork_read(press->arena, path, artwork, &err);
        blame_setting(&err, file.place, field);
    }
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

static void hash_artwork(struct hash *hash, const struct artwork *artwork)
{
    hash_add_integer(hash, artwork != NULL);
    if (artwork)
        hash_add(hash, artwork->digest, sizeof artwork->digest);
}

/* All that every letter depends on, besides template and row. */
static enum status digest_inputs(struct press *press, struct report *report)
{
    struct buffer settings = buffer_new(16 * 1024 * 1024);
    struct hash *hash = hash_new();
    struct error err = {.code = ""};
    const char *path =
        campaign_path(press->arena, &press->campaign, "campaign.yaml");
    const enum status status = buffer_read_file(&settings, path, path, &err);

    if (status != STATUS_OK)
        report_add(report, &err);
    edition_hash(hash);
    settings_text_hash(hash, buffer_text(&settings),
                       &press->campaign.settings.mail);
    hash_add(hash, press->layout.theme.digest,
             sizeof press->layout.theme.digest);
    for (size_t i = 0; i < press->face_count; i++)
        hash_add(hash, face_digest(press->faces[i]), HASH_SIZE);
    hash_artwork(hash, press->layout.logo);
    hash_artwork(hash, press->layout.signature);
    hash_finish(hash, press->inputs);
    hash_free(hash);
    buffer_free(&settings);
    return status;
}

static void digest_with_seal(struct press *press)
{
    struct hash *hash = hash_new();

    hash_add(hash, press->inputs, sizeof press->inputs);
    sealing_hash(&press->sealing, hash);
    hash_finish(hash, press->digest);
    hash_free(hash);
}

void press_recall_seal(struct press *press, const char *output)
{
    struct report *unsaid = report_new();
    struct run_record record;
    const char *path = arena_printf(press->arena, "%s/run.json", output);

    if (!press->sealing.known && access(path, R_OK) == 0 &&
        run_record_read(press->arena, path, &record, unsaid) == STATUS_OK &&
        hash_read_hex(record.seal_sha256, press->sealing.digest)) {
        press->sealing.known = true;
        digest_with_seal(press);
    }
    report_free(unsaid);
}

/* Goes on after a fault, so that one run reports all of them. */
static enum status first_of(enum status so_far, enum status next)
{
    return so_far != STATUS_OK ? so_far : next;
}

/* What asks the fonts for characters. */
struct asking {
    const struct family *family;
    struct shaper *shaper;
};

static uint32_t ask_fonts(void *context, const char *text, size_t length,
                          unsigned style)
{
    const struct asking *asking = context;

    return shape_lack(asking->shaper, asking->family, (enum face_style)style,
                      text, length);
}

static enum status open_words(struct press *press, struct report *report)
{
    struct asking asking = {.family = press->layout.family,
                            .shaper = shaper_new()};
    const struct lettering lettering = {ask_fonts, &asking};
    enum status status =
        averages_open(press->arena, &press->campaign, &press->averages, report);

    status = first_of(status, template_open(press->arena, &press->campaign,
                                            asking.family ? &lettering : NULL,
                                            &press->template, report));
    shaper_free(asking.shaper);
    return status;
}

static enum status open_looks(struct press *press,
                              const struct press_paths *paths,
                              struct report *report)
{
    const struct settings *settings = &press->campaign.settings;
    enum status status = open_fonts(press, paths->fonts, report);

    status = first_of(status, open_theme(press, paths->theme, report));
    status = first_of(status, open_artwork(press, settings->logo, "logo",
                                           &press->layout.logo, report));
    return first_of(status,
                    open_artwork(press, settings->signature, "signature",
                                 &press->layout.signature, report));
}

static enum status open_seal(struct press *press,
                             const struct press_paths *paths,
                             struct report *report)
{
    enum status status;

    if (!paths->seal)
        return STATUS_OK;
    status = sealing_open(press->arena, &press->campaign, paths->seal,
                          &press->sealing, report);
    press->layout.sealed = press->sealing.signer != NULL;
    press->layout.seal_hidden = press->sealing.hidden;
    return status;
}

enum status press_open(struct press *press, const struct press_paths *paths,
                       struct report *report)
{
    enum status status;

    *press = (struct press){.arena = arena_new()};
    status =
        campaign_open(press->arena, paths->campaign, &press->campaign, report);
    if (press->campaign.folder)
        status = first_of(status, open_looks(press, paths, report));
    /* with settings at fault too, so that one run reports all there is */
    if (press->campaign.roster)
        status = first_of(status, open_words(press, report));
    if (status == STATUS_OK)
        status = open_seal(press, paths, report);
    if (status != STATUS_OK)
        return status;
    status = digest_inputs(press, report);
    digest_with_seal(press);
    return status;
}

enum status press_ready(struct press *press, struct report *report)
{
    struct error err = {.code = ""};
    enum status status;

    if (press->pdf)
        return STATUS_OK;
    status =
        pdf_kit_open(press->layout.family, template_characters(press->template),
                     &press->pdf, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

void press_close(struct press *press)
{
    if (press->pdf)
        pdf_kit_close(press->pdf);
    sealing_close(&press->sealing);
    if (press->template)
        template_close(press->template);
    for (size_t i = 0; i < press->face_count; i++)
        face_close(press->faces[i]);
    campaign_close(&press->campaign);
    arena_free(press->arena);
    *press = (struct press){.arena = NULL};
}

struct hand *hand_new(const struct press *press)
{
    struct hand *hand = memory_alloc(sizeof *hand);

    hand->press = press;
    hand->arena = arena_new();
    hand->tools.shaper = shaper_new();
    hand->tools.builder = path_builder_new();
    hand->painter = press->pdf ? pdf_painter_new(press->pdf) : NULL;
    hand->maker =
        press->pdf && press->sealing.signer
            ? signature_maker_new(press->sealing.signer, press->sealing.stamps)
            : NULL;
    hand->file = buffer_new(LETTER_LIMIT);
    hand->hash = hash_new();
    hand->digester = digester_new();
    hand->forecast = NULL;
    return hand;
}

void hand_free(struct hand *hand)
{
    if (!hand)
        return;
    arena_free(hand->arena);
    shaper_free(hand->tools.shaper);
    path_builder_free(hand->tools.builder);
    if (hand->painter)
        pdf_painter_free(hand->painter);
    signature_maker_free(hand->maker);
    digester_free(hand->digester);
    buffer_free(&hand->file);
    hash_free(hand->hash);
    forecast_free(hand->forecast);
    free(hand);
}

enum status hand_write(struct hand *hand, size_t index, struct council *council,
                       struct letter *letter, struct report *report)
{
    const struct press *press = hand->press;
    struct figures figures;
    enum status status;

    roster_read(press->campaign.roster, index, hand->arena, council);
    status = figures_read(hand->arena, &press->campaign, press->averages,
                          council, &figures, report);
    if (status != STATUS_OK)
        return status;
    return template_letter(press->template, council, &figures, hand->arena,
                           letter, report);
}

const char *hand_name(struct hand *hand, size_t index, struct council *council,
                      struct report *report)
{
    const struct press *press = hand->press;
    struct figures figures;

    roster_read(press->campaign.roster, index, hand->arena, council);
    if (figures_read(hand->arena, &press->campaign, press->averages, council,
                     &figures, report) != STATUS_OK)
        return NULL;
    return template_file_name(press->template, council, &figures, hand->arena,
                              report);
}

bool hand_foresees(struct hand *hand, const struct letter *letter)
{
    if (!hand->forecast)
        hand->forecast = forecast_new(&hand->press->layout);
    return forecast_holds(hand->forecast, letter);
}

enum status hand_note(struct hand *hand, const struct council *council,
                      const struct letter *letter, struct note *note,
                      struct report *report)
{
    const struct cover *cover = template_cover(hand->press->template);

    if (!cover)
        return STATUS_OK;
    return cover_write(cover, council, &letter->figures, hand->arena, note,
                       report);
}

/* A place in the letter text is the same for all councils: say which it is. */
static void blame_letter(struct error *err, const struct letter *letter)
{
    const size_t length = strlen(err->message);

    text_copy(err->code, sizeof err->code, letter->code);
    snprintf(err->message + length, sizeof err->message - length,
             ", in the letter of %s", letter->code);
}

enum status hand_set(struct hand *hand, const struct letter *letter,
                     struct document *document, struct error *err)
{
    const enum status status = layout_letter(
        &hand->press->layout, &hand->tools, hand->arena, letter, document, err);
    struct council council;

    if (status == STATUS_OK)
        return STATUS_OK;
    hand_read(hand, roster_find(hand->press->campaign.roster, letter->code),
              &council);
    culprit_blame(hand->press, hand->tools.shaper, &council, err);
    blame_letter(err, letter);
    return status;
}

/* @return @p seal, or NULL where letters are not sealed */
static const struct pdf_seal *describe_seal(const struct hand *hand,
                                            const struct letter *letter,
                                            struct pdf_seal *seal)
{
    if (!hand->maker)
        return NULL;
    *seal = hand->press->sealing.words;
    seal->maker = hand->maker;
    seal->description = arena_printf(
        hand->arena, "%s%s", phrases_find(letter->language)->seal, seal->name);
    return seal;
}

enum status hand_print(struct hand *hand, const struct letter *letter,
                       const struct document *document, struct error *err)
{
    const struct settings *settings = &hand->press->campaign.settings;
    struct buffer figures = buffer_new(1024 * 1024);
    struct attachment companion;
    struct pdf_seal seal;
    struct pdf_facts facts;
    enum status status;

    companion_write(settings, &letter->figures, &figures);
    companion = (struct attachment){
        .name = "figures.csv",
        .mime = "text/csv",
        .description = "The figures of this letter",
        .bytes = figures.bytes,
        .size = figures.length,
    };
    facts = (struct pdf_facts){
        .title = letter->title,
        .author = companion_author(hand->arena, settings),
        .language = letter->language,
        .date = settings->letter_date,
        .code = letter->code,
        .council = letter->name,
        .campaign = settings->title.text,
        .attachments = &companion,
        .attachment_count = letter->figures.count > 0,
        .seal = describe_seal(hand, letter, &seal),
    };
    buffer_clear(&hand->file);
    status =
        pdf_painter_paint(hand->painter, document, &facts, &hand->file, err);
    if (status != STATUS_OK && err->place.file)
        text_copy(err->code, sizeof err->code, letter->code);
    else if (status != STATUS_OK)
        blame_letter(err, letter);
    buffer_free(&figures);
    return status;
}

void hand_read(struct hand *hand, size_t index, struct council *council)
{
    roster_read(hand->press->campaign.roster, index, hand->arena, council);
}

void press_hash_row(const struct press *press, const struct council *council,
                    struct hash *hash)
{
    const struct settings *settings = &press->campaign.settings;
    const struct roster *roster = press->campaign.roster;
    const size_t group =
        settings->group_column.text
            ? roster_find_column(roster, settings->group_column.text)
            : SIZE_MAX;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        hash_add_text(hash, roster_column(roster, i).text);
        hash_add_text(hash, council->values[i].text);
    }
    for (size_t i = 0; group != SIZE_MAX && i < settings->statistic_count; i++)
        hash_add_integer(hash, averages_find(press->averages,
                                             council->values[group].text, i));
    template_hash(press->template, council, hash);
}

void hand_digest(struct hand *hand, const struct council *council,
                 unsigned char digest[static HASH_SIZE])
{
    const struct press *press = hand->press;

    hash_add(hand->hash, press->digest, sizeof press->digest);
    press_hash_row(press, council, hand->hash);
    hash_finish(hand->hash, digest);
}
