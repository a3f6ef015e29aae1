#include "watch/preview.h"

#include <stdint.h>
#include <string.h>

#include "base/source_excerpt.h"
#include "canvas/svg_painter.h"
#include "data/font_config.h"
#include "run/preflight.h"
#include "run/row_selection.h"

/* Columns of an excerpt of a source file. */
enum { EXCERPT_WIDTH = 88 };

/* --- reading ------------------------------------------------------------- */

/* Runs the checks of the command check: all rows, all pages. */
static void check_rows(struct preview *preview, unsigned jobs)
{
    struct engine *engine = &preview->engine;
    struct row_selection all;
    struct preflight preflight;
    struct worker_pool worker_pool = {.engine = engine, .jobs = jobs};

    if (engine_prepare(engine, preview->diagnostics) != STATUS_OK ||
        row_selection_make(preview->arena, engine->campaign.roster, NULL, 0,
                           &all, preview->diagnostics) != STATUS_OK)
        return;
    worker_pool.rows = all.rows;
    worker_pool.count = all.count;
    if (preflight_run(preview->arena, &worker_pool, PREFLIGHT_PAGES, &preflight,
                      preview->diagnostics) == STATUS_OK)
        preview->faulty = preflight.faulty;
}

bool preview_load(struct preview *preview,
                  const struct preview_options *options)
{
    struct engine *engine = &preview->engine;

    preview_close(preview);
    preview->arena = arena_new();
    preview->diagnostics = diagnostics_new();
    if (options->werror)
        diagnostics_warnings_are_errors(preview->diagnostics);
    if (engine_open(engine, &options->paths, preview->diagnostics) != STATUS_OK)
        return false;
    preview->worker = worker_new(engine);
    return true;
}

void preview_check(struct preview *preview,
                   const struct preview_options *options)
{
    struct engine *engine = &preview->engine;

    if (preview->worker)
        check_rows(preview, options->jobs);
    else if (engine->campaign.roster && engine->averages)
        preflight_figures(engine, preview->diagnostics);
    diagnostics_remove_duplicates(preview->diagnostics);
    preview->checked = true;
}

void preview_close(struct preview *preview)
{
    if (!preview->arena)
        return;
    worker_free(preview->worker);
    engine_close(&preview->engine);
    diagnostics_free(preview->diagnostics);
    arena_free(preview->arena);
    *preview = (struct preview){.arena = NULL};
}

/* --- watching ------------------------------------------------------------ */

/* Folders to watch besides the campaign's own. */
struct other_folders {
    struct arena *arena;
    struct folder_watch *watch;
    enum status status; /* STATUS_AGAIN: a folder could not be watched */
    struct error *err;
};

/* Watches the folder of a file; a missing one is reported elsewhere. */
static void watch_folder_of(struct other_folders *others, const char *file)
{
    const char *slash = file ? strrchr(file, '/') : NULL;
    struct error err = {.code = ""};

    if (!slash || others->status != STATUS_OK ||
        folder_watch_add(
            others->watch,
            arena_strndup(others->arena, file, (size_t)(slash - file)), false,
            &err) == STATUS_OK ||
        err.rule == RULE_FILE_MISSING)
        return;
    *others->err = err;
    others->status = STATUS_AGAIN;
}

/* fonts.yaml may have absolute paths. */
static void watch_fonts(struct other_folders *others, const char *folder)
{
    struct diagnostics *discarded = diagnostics_new();
    struct font_config fonts;

    watch_folder_of(others,
                    arena_printf(others->arena, "%s/fonts.yaml", folder));
    if (font_config_read(others->arena, folder, &fonts, discarded) == STATUS_OK)
        for (size_t i = 0; i < fonts.count; i++)
            for (size_t j = 0; j < FONT_CONFIG_STYLES; j++)
                watch_folder_of(others, fonts.items[i].files[j].text);
    diagnostics_free(discarded);
}

static void watch_table(struct other_folders *others,
                        const struct campaign *campaign, struct value file)
{
    if (file.text)
        watch_folder_of(
            others,
            arena_printf(others->arena, "%s/%s/%s", campaign->folder,
                         campaign->settings.data_folder.text, file.text));
}

/* Tables may be in the data folder or its subfolders. */
static void watch_tables(struct other_folders *others,
                         const struct campaign *campaign)
{
    const struct settings *settings = &campaign->settings;

    if (!campaign->folder || !settings->data_folder.text)
        return;
    for (size_t i = 0; i < settings->data.count; i++)
        watch_table(others, campaign, settings->data.items[i]);
    for (size_t i = 0; i < settings->list_count; i++)
        watch_table(others, campaign, settings->lists[i].file);
}

enum status preview_watch(struct preview *preview,
                          const struct preview_options *options,
                          struct folder_watch *watch, struct error *err)
{
    struct other_folders others = {
        .arena = arena_new(), .watch = watch, .status = STATUS_OK, .err = err};

    watch_fonts(&others, options->paths.fonts);
    watch_folder_of(&others, options->paths.theme);
    watch_tables(&others, &preview->engine.campaign);
    arena_free(others.arena);
    return others.status != STATUS_OK
               ? others.status
               : folder_watch_add(watch, options->paths.campaign, true, err);
}

/* --- writing ------------------------------------------------------------- */

static void add_name(struct buffer *json, const char *name)
{
    buffer_printf(json, "\"%s\":", name);
}

static void add_text(struct buffer *json, const char *name, const char *text)
{
    add_name(json, name);
    buffer_add_json(json, text ? text : "");
    buffer_add_char(json, ',');
}

/* Ends a list or an object whose last member ends in a comma. */
static void end_list(struct buffer *json, const char *end)
{
    if (json->length && json->bytes[json->length - 1] == ',')
        json->length--;
    buffer_add_text(json, end);
}

/* The context of diagnostics_each(). */
struct problem_writing {
    struct buffer *json;
    struct source_excerpt *excerpt;
    struct buffer lines;
};

static void add_problem(enum severity severity, const struct error *err,
                        void *context)
{
    struct problem_writing *writing = context;
    struct buffer *json = writing->json;
    char place[LOCATION_SIZE];

    buffer_clear(&writing->lines);
    source_excerpt_add(writing->excerpt, err->location, false, &writing->lines);
    buffer_add_char(json, '{');
    add_text(json, "severity", rule_severity_word(severity));
    add_text(json, "place", error_print_location(err->location, place));
    add_text(json, "code", err->code);
    add_text(json, "field", err->field);
    add_text(json, "message", err->message);
    add_text(json, "excerpt", buffer_text(&writing->lines));
    end_list(json, "},");
}

static void add_problems(const struct preview *preview, struct buffer *json)
{
    struct problem_writing writing = {
        .json = json,
        .excerpt = source_excerpt_new(EXCERPT_WIDTH),
        .lines = buffer_new(64 * 1024),
    };

    buffer_printf(json, "\"errors\":%zu,\"warnings\":%zu,",
                  diagnostics_error_count(preview->diagnostics),
                  diagnostics_warning_count(preview->diagnostics));
    add_name(json, "problems");
    buffer_add_char(json, '[');
    diagnostics_each(preview->diagnostics, add_problem, &writing);
    end_list(json, "],");
    source_excerpt_free(writing.excerpt);
    buffer_free(&writing.lines);
}

/* Maps the families that the SVG painter names to the campaign's fonts: the
 * text family, then its fallbacks. */
static void add_fonts(const struct preview *preview, struct buffer *json)
{
    static const char *const names[] = {"Liberation Sans", "Arimo", "Arial",
                                        "Helvetica"};
    static const char *const weights[FACE_STYLES] = {"400", "700", "400",
                                                     "700"};
    static const char *const styles[FACE_STYLES] = {"normal", "normal",
                                                    "italic", "italic"};
    const struct engine *engine = &preview->engine;
    const struct family *family =
        preview->worker ? engine->layout.family : NULL;
    char hex[HASH_HEX_SIZE];

    add_name(json, "fonts");
    buffer_add_char(json, '[');
    for (size_t i = 0; family && i < sizeof names / sizeof *names;
         i++, family = family->fallback)
        for (size_t style = 0; style < FACE_STYLES; style++)
            for (size_t at = 0; at < engine->face_count; at++)
                if (engine->faces[at] == family->faces[style])
                    buffer_printf(
                        json, "[\"%s\",\"%s\",\"%s\",%zu,\"%.16s\"],", names[i],
                        weights[style], styles[style], at,
                        hash_hex(face_digest(engine->faces[at]), hex));
    end_list(json, "],");
}

static void add_councils(struct preview *preview, struct buffer *json)
{
    const struct roster *roster = preview->engine.campaign.roster;
    struct arena *arena = arena_new();

    add_name(json, "councils");
    buffer_add_char(json, '[');
    for (size_t i = 0; roster && i < roster_count(roster); i++) {
        struct council council;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        buffer_add_char(json, '[');
        buffer_add_json(json, council.code);
        buffer_add_char(json, ',');
        buffer_add_json(json, council.name);
        buffer_printf(json, ",%d],", preview->faulty ? preview->faulty[i] : 0);
    }
    end_list(json, "],");
    arena_free(arena);
}

/* Errors in a letter are in the list of problems. */
static void add_pages(struct preview *preview, size_t index,
                      struct buffer *json)
{
    struct diagnostics *discarded = diagnostics_new();
    struct worker *worker = preview->worker;
    struct buffer svg = buffer_new(json->limit);
    struct error err = {.code = ""};
    struct document document = {.page_count = 0};
    struct council council;
    struct letter letter;

    arena_reset(worker->arena);
    if (worker_evaluate(worker, index, &council, &letter, discarded) ==
            STATUS_OK &&
        worker_lay_out(worker, &letter, &document, &err) != STATUS_OK)
        document.page_count = 0;
    for (size_t i = 0; i < document.page_count; i++) {
        struct svg_page page = {.page = i, .points_to_em = 12};
        buffer_clear(&svg);
        if (painter_paint(svg_painter(&page), &document, &svg, &err) !=
            STATUS_OK)
            break;
        buffer_add_json(json, buffer_text(&svg));
        buffer_add_char(json, ',');
    }
    buffer_free(&svg);
    diagnostics_free(discarded);
}

bool preview_write_letter(struct preview *preview, const char *code,
                          struct buffer *json)
{
    const struct campaign *campaign = &preview->engine.campaign;
    const struct roster *roster = campaign->roster;
    size_t index = SIZE_MAX;
    size_t before;

    if (roster && *code)
        index = roster_find(roster, code);
    else if (roster && roster_count(roster))
        index = 0;
    add_text(json, "campaign", campaign->name);
    add_text(json, "title", campaign->settings.title.text);
    add_text(json, "language", campaign->settings.language.text);
    add_text(json, "code",
             index == SIZE_MAX ? code : roster_code(roster, index));
    add_fonts(preview, json);
    add_name(json, "pages");
    buffer_add_char(json, '[');
    before = json->length;
    if (preview->worker && (preview->faulty || !preview->checked) &&
        index != SIZE_MAX)
        add_pages(preview, index, json);
    end_list(json, "],");
    return json->length > before + strlen("],");
}

void preview_write_problems(struct preview *preview, struct buffer *json)
{
    add_councils(preview, json);
    add_problems(preview, json);
}

const void *preview_font(const struct preview *preview, size_t index,
                         size_t *size)
{
    return preview->worker && index < preview->engine.face_count
               ? face_bytes(preview->engine.faces[index], size)
               : NULL;
}
