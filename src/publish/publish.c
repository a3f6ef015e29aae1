#include "publish/publish.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "publish/approved_letters.h"
#include "publish/council_page.h"
#include "publish/data_files.h"
#include "publish/site_pages.h"
#include "publish/site_record.h"
#include "publish/withholding.h"
#include "run/render.h"
#include "run/worker_pool.h"

/** Maximum bytes of a page, and of a letter. */
enum { PAGE_LIMIT = 64 * 1024 * 1024, SLUG_LIMIT = 100 };

/** A council that is published in this run. */
struct publication {
    const struct made_letter *made;
    const char *slug;
    struct arena *arena; ///< owns row and history; NULL: not made yet
    struct site_row row;
    struct site_history history;
    struct buffer page;
};

struct publishing {
    struct engine *engine;
    const struct publish_options *options;
    struct diagnostics *diagnostics;
    struct arena *arena;
    int64_t now; ///< seconds since 1970
    struct site site;
    struct site_record record;
    struct row_selection selection;
    struct made_letters letters;
    struct publication *publications; ///< as many as letters
    size_t *by_row; ///< for each row of the roster its publication
    size_t *rows;   ///< of the roster, published in this run
    size_t row_count;
    struct map made; ///< pages by code: struct buffer
    struct site_withdrawal withdrawn;
    struct map kept_letters; ///< names of PDF files to keep
};

/* --- before -------------------------------------------------------------- */

static enum status refuse(const struct publishing *publishing,
                          enum diagnostic_id rule, struct location location,
                          const char *field, const char *message)
{
    diagnostics_add(publishing->diagnostics, rule, location, NULL, field, "%s",
                    message);
    return rule_status(rule);
}

static enum status add_error(const struct publishing *publishing,
                             const struct error *err, enum status status)
{
    if (status != STATUS_OK)
        diagnostics_add_error(publishing->diagnostics, err);
    return status;
}

/* @return the day of publication, or the letter's */
static struct date first_day(const struct settings *settings)
{
    return date_is_given(settings->publication) ? settings->publication
                                                : settings->letter_date;
}

static enum status check_embargo(const struct publishing *publishing)
{
    const struct settings *settings = &publishing->engine->campaign.settings;
    const struct date day = first_day(settings);
    char words[DATE_WORDS_SIZE];

    if (publishing->options->embargoed || publishing->now >= time_of_date(day))
        return STATUS_OK;
    return refuse(
        publishing, RULE_PUBLISH_EMBARGO, settings->dates_location,
        date_is_given(settings->publication) ? "dates.publication"
                                             : "dates.letter",
        arena_printf(publishing->arena,
                     "nothing is published before %s; --embargoed makes pages "
                     "that say so",
                     date_print_iso(words, day)));
}

static struct site make_site(const struct publishing *publishing)
{
    struct arena *arena = publishing->arena;
    const struct settings *settings = &publishing->engine->campaign.settings;
    const bool embargoed = publishing->options->embargoed;
    char day[DATE_WORDS_SIZE];
    struct site site = {
        .engine = publishing->engine,
        .settings = settings,
        .year = settings->period_end.year,
        .embargo_date =
            embargoed
                ? arena_strdup(arena, date_print_iso(day, first_day(settings)))
                : NULL,
        .arena = arena,
        .table = site_table_new(arena, settings, embargoed)};

    return site_in_language(&site, 0);
}

/* --- files that publish: names ------------------------------------------- */

static enum status find_file(const struct engine *engine, struct arena *arena,
                             struct value name, const char *field,
                             const char **path, struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    const enum status status =
        campaign_find_file(arena, &engine->campaign, name, field, path, &err);

    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static enum status read_files(const struct engine *engine, struct arena *arena,
                              struct hex_map **map,
                              struct site_catalogue *catalogue,
                              struct diagnostics *diagnostics)
{
    const struct publish_settings *publish = &engine->campaign.settings.publish;
    enum status status = STATUS_OK;
    const char *path;

    if (publish->map.text) {
        status =
            find_file(engine, arena, publish->map, "map", &path, diagnostics);
        if (status == STATUS_OK)
            status = hex_map_read(arena, path, map, diagnostics);
    }
    if (status == STATUS_OK && publish->successors.text) {
        status = find_file(engine, arena, publish->successors, "successors",
                           &path, diagnostics);
        if (status == STATUS_OK)
            status = site_catalogue_read_successors(catalogue, arena, path,
                                                    diagnostics);
    }
    return status;
}

enum status publish_check(const struct engine *engine,
                          struct diagnostics *diagnostics)
{
    struct site_catalogue catalogue = {.count = 0};
    struct hex_map *map = NULL;
    struct arena *arena = arena_new();
    const enum status status =
        read_files(engine, arena, &map, &catalogue, diagnostics);

    arena_free(arena);
    return status;
}

/* --- councils ------------------------------------------------------------ */

/* If two councils have one name, their addresses have their codes. */
static void name_publications(struct publishing *publishing)
{
    struct arena *arena = publishing->arena;
    struct map slugs = {.arena = arena};
    struct publication *items = publishing->publications;

    for (size_t i = 0; i < publishing->letters.count; i++) {
        void **entry;
        items[i].slug = utf8_slug(
            arena, publishing->letters.items[i].entry->name, SLUG_LIMIT);
        entry = map_at_text(&slugs, items[i].slug);
        *entry =
            *entry || !*items[i].slug ? (void *)publishing : (void *)&items[i];
    }
    for (size_t i = 0; i < publishing->letters.count; i++)
        if (map_find_text(&slugs, items[i].slug) != &items[i])
            items[i].slug =
                utf8_slug(arena,
                          ARENA_JOIN(arena, items[i].slug, "-",
                                     publishing->letters.items[i].entry->code),
                          SLUG_LIMIT);
}

static void prepare_publications(struct publishing *publishing)
{
    const size_t rows = roster_count(publishing->engine->campaign.roster);

    publishing->publications = ARENA_ARRAY(
        publishing->arena, struct publication, publishing->letters.count);
    publishing->by_row = ARENA_ARRAY(publishing->arena, size_t, rows);
    publishing->rows =
        ARENA_ARRAY(publishing->arena, size_t, publishing->letters.count);
    for (size_t i = 0; i < publishing->letters.count; i++) {
        const struct made_letter *made = &publishing->letters.items[i];
        publishing->publications[i].made = made;
        publishing->publications[i].page = buffer_new(PAGE_LIMIT);
        publishing->by_row[made->row] = i;
        if (row_selection_contains(&publishing->selection, made->row) &&
            !site_withdrawal_names(&publishing->withdrawn, made->entry->code))
            publishing->rows[publishing->row_count++] = made->row;
    }
    name_publications(publishing);
}

/* Makes the letter for publication: withheld values are replaced, the rest is
 * as in the PDF file. */
static enum status evaluate(struct worker *worker, struct council *council,
                            struct letter *letter,
                            struct diagnostics *diagnostics)
{
    const struct engine *engine = worker->engine;
    const struct figures *figures;
    const enum status status = figures_read_languages(
        worker->arena, &engine->campaign, engine->averages, council, &figures,
        diagnostics);

    withholding_apply(&engine->campaign, worker->arena, council);
    return status == STATUS_OK
               ? template_letter(engine->template, council, figures,
                                 worker->arena, letter, diagnostics)
               : status;
}

static struct site_row make_row(const struct publishing *publishing,
                                const struct publication *publication,
                                const struct letter *letter)
{
    const struct site *site = &publishing->site;
    const bool no_letters = site->settings->publish.no_letters;
    const struct site_facts facts = {
        publication->slug, no_letters ? NULL : publication->made->entry,
        site->embargo_date, site->year};
    struct letter copy = *letter;

    copy.code = arena_strdup(publication->arena, letter->code);
    copy.name = arena_strdup(publication->arena, letter->name);
    copy.figures.group =
        arena_strdup(publication->arena, letter->figures.group);
    return site_table_make_row(&site->table, publication->arena, &copy, &facts);
}

static enum status write_page(struct worker *worker,
                              const struct publishing *publishing,
                              struct publication *publication,
                              const struct letter *letter,
                              const struct council *council, struct error *err)
{
    const struct council_page page = {.site = &publishing->site,
                                      .tools = &worker->tools,
                                      .arena = worker->arena,
                                      .letter = letter,
                                      .row = &publication->row,
                                      .slug = publication->slug};
    const enum status status =
        council_page_write(&page, &publication->page, err);
    const struct withheld_column *leak;

    if (status != STATUS_OK)
        return status;
    leak = withholding_find(&publishing->engine->campaign, worker->arena,
                            council, buffer_text(&publication->page));
    return leak ? error_set(err, RULE_PUBLISH_WITHHELD, leak->column.location,
                            leak->column.text,
                            "is withheld, but the letter of %s spells it out",
                            letter->code)
                : STATUS_OK;
}

static enum status publish_row(struct worker *worker, size_t index,
                               struct diagnostics *diagnostics, void *context)
{
    const struct publishing *publishing = context;
    struct publication *publication =
        &publishing->publications[publishing->by_row[index]];
    struct error err = {.code = ""};
    struct council original;
    struct council council;
    struct letter letter;
    enum status status;

    worker_read_row(worker, index, &original);
    council = original;
    status = evaluate(worker, &council, &letter, diagnostics);
    if (status != STATUS_OK)
        return status;
    publication->arena = arena_new();
    publication->row = make_row(publishing, publication, &letter);
    site_history_add(&publication->history, publication->arena,
                     &publishing->site.table, &letter, &publication->row,
                     publishing->site.year);
    status =
        write_page(worker, publishing, publication, &letter, &original, &err);
    if (status != STATUS_OK) {
        utf8_copy(err.code, sizeof err.code, original.code);
        diagnostics_add_error(diagnostics, &err);
    }
    return status;
}

static enum status make_pages(struct publishing *publishing)
{
    struct worker_pool worker_pool = {
        .engine = publishing->engine,
        .rows = publishing->rows,
        .count = publishing->row_count,
        .jobs = render_jobs(publishing->options->jobs),
        .progress = progress_start(publishing->options->progress, "pages made",
                                   publishing->row_count)};
    const size_t before = diagnostics_error_count(publishing->diagnostics);
    const enum status status = worker_pool_run(
        &worker_pool, publish_row, publishing, publishing->diagnostics);

    progress_finish(worker_pool.progress);
    return status == STATUS_OK &&
                   diagnostics_error_count(publishing->diagnostics) > before
               ? STATUS_INPUT
               : status;
}

static void free_pages(struct publishing *publishing)
{
    for (size_t i = 0;
         publishing->publications && i < publishing->letters.count; i++) {
        arena_free(publishing->publications[i].arena);
        buffer_free(&publishing->publications[i].page);
    }
}

/* --- the letters --------------------------------------------------------- */

/* Copies a PDF file, which must be the one in the manifest. */
static enum status copy_letter(struct publishing *publishing,
                               const struct publication *publication,
                               struct buffer *bytes, struct error *err)
{
    const struct manifest_entry *entry = publication->made->entry;
    const char *path = ARENA_JOIN(
        publishing->arena, publishing->options->output, "/", entry->file);
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    enum status status;

    buffer_clear(bytes);
    status = buffer_read_file(bytes, path, path, err);
    if (status != STATUS_OK)
        return status;
    hash_bytes(buffer_text(bytes), bytes->length, digest);
    if (strcmp(hash_hex(digest, hex), entry->sha256) != 0)
        return error_set(err, RULE_MAIL_CHANGED, (struct location){path, 0, 0},
                         NULL,
                         "is not the file that the manifest names; render "
                         "with --force");
    return site_folder_write(publishing->site.folder,
                             publication->row.cells[SITE_LETTER],
                             buffer_text(bytes), bytes->length, err);
}

static enum status copy_letters(struct publishing *publishing,
                                struct error *err)
{
    struct buffer bytes = buffer_new(PAGE_LIMIT);
    enum status status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < publishing->letters.count;
         i++) {
        const struct publication *publication = &publishing->publications[i];
        if (publication->arena && *publication->row.cells[SITE_LETTER])
            status = copy_letter(publishing, publication, &bytes, err);
    }
    buffer_free(&bytes);
    return status;
}

/* --- putting it together ------------------------------------------------- */

/* @return true if councils of this year that this run does not publish are kept
 */
static bool is_update(const struct publishing *publishing)
{
    return publishing->options->only || publishing->options->withdraw;
}

static bool is_kept_letter(const struct publishing *publishing,
                           const char *code)
{
    for (size_t i = 0; i < publishing->letters.kept_count; i++)
        if (strcmp(publishing->letters.kept[i].entry->code, code) == 0)
            return true;
    return false;
}

/* @return true if a council's files on the site are kept, unless this run
 *         publishes it */
static bool stays(const struct publishing *publishing, const char *code)
{
    return is_update(publishing) || is_kept_letter(publishing, code);
}

/* @return true if a row of the old history is not this one's */
static bool is_replaced(const char *code, const char *letter,
                        const void *context)
{
    const struct publishing *publishing = context;
    char year[16];

    snprintf(year, sizeof year, "%d", publishing->site.year);
    return strcmp(letter, year) == 0 &&
           (!stays(publishing, code) ||
            site_withdrawal_names(&publishing->withdrawn, code) ||
            map_find_text(&publishing->made, code));
}

static enum status gather_history(struct publishing *publishing,
                                  struct site_history *history)
{
    const struct site *site = &publishing->site;
    const enum status status =
        site_history_read(history, publishing->arena,
                          site_folder_old_path(site->folder, publishing->arena,
                                               "data/history.csv"),
                          is_replaced, publishing, publishing->diagnostics);

    for (size_t i = 0; i < publishing->letters.count; i++)
        site_history_join(history, publishing->arena,
                          &publishing->publications[i].history);
    site_history_sort(history);
    return status;
}

/* A page has the comparison of the sent letter. If the campaign now has
 * another, an existing page is kept, and a missing one cannot be made. */
static enum status check_kept(const struct publishing *publishing)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < publishing->letters.kept_count; i++) {
        const struct made_letter *letter = &publishing->letters.kept[i];
        const char *code = letter->entry->code;
        if (row_selection_contains(&publishing->selection, letter->row) &&
            !site_withdrawal_names(&publishing->withdrawn, code) &&
            !site_table_find(&publishing->site.table, code))
            status =
                refuse(publishing, RULE_MAIL_CHANGED, letter->location, NULL,
                       ARENA_JOIN(publishing->arena, code,
                                  ": the comparison in the letter has changed "
                                  "since it was sent, so its page cannot be "
                                  "made; --only publishes others"));
    }
    return status;
}

/* Reads the rows of the old site, without withdrawn ones. */
static enum status read_table(struct publishing *publishing)
{
    struct site *site = &publishing->site;
    struct site_table *table = &site->table;
    const char *path = site_folder_old_path(
        site->folder, publishing->arena,
        arena_printf(publishing->arena, "data/%d.csv", site->year));
    const enum status status = site_table_read(table, publishing->arena, path,
                                               publishing->diagnostics);

    for (size_t i = table->count; i-- > 0;) {
        const char *code = table->rows[i].cells[SITE_CODE];
        if (!stays(publishing, code) ||
            site_withdrawal_names(&publishing->withdrawn, code))
            site_table_remove(table, code);
    }
    for (size_t i = 0; i < table->count; i++) {
        const char *letter = table->rows[i].cells[SITE_LETTER];
        *map_at_text(&publishing->kept_letters, letter) = publishing;
    }
    return status == STATUS_OK ? check_kept(publishing) : status;
}

static enum status gather(struct publishing *publishing,
                          struct site_history *history)
{
    struct site *site = &publishing->site;
    enum status status = is_update(publishing) || publishing->letters.kept_count
                             ? read_table(publishing)
                             : STATUS_OK;

    for (size_t i = 0; i < publishing->letters.count; i++) {
        struct publication *publication = &publishing->publications[i];
        if (!publication->arena)
            continue;
        site_table_put(&site->table, publishing->arena, publication->row);
        *map_at_text(&publishing->made, publication->row.cells[SITE_CODE]) =
            &publication->page;
    }
    if (status == STATUS_OK)
        status = gather_history(publishing, history);
    if (status == STATUS_OK)
        status = site_catalogue_read(&site->catalogue, publishing->arena,
                                     site->folder, site->year,
                                     publishing->diagnostics);
    site_catalogue_add(&site->catalogue, publishing->arena, &site->table,
                       site->year);
    return status;
}

static enum status build(struct publishing *publishing)
{
    struct site *site = &publishing->site;
    struct site_history history = {NULL, 0, 0};
    struct error err = {.code = ""};
    enum status status = gather(publishing, &history);

    if (status != STATUS_OK)
        return status;
    status = copy_letters(publishing, &err);
    if (status == STATUS_OK)
        status = site_pages_write(site, &publishing->made, &err);
    return status == STATUS_OK
               ? data_files_write(site, &history, publishing->diagnostics)
               : add_error(publishing, &err, status);
}

static bool is_kept(const char *name, void *context)
{
    const struct publishing *publishing = context;

    return site_pages_keeps(&publishing->site, name) ||
           map_find_text(&publishing->kept_letters, name);
}

/* Replaces the old site, and records it in the ledger. */
static enum status swap(struct publishing *publishing, const char *path,
                        struct site_changes *changes, struct error *err)
{
    struct site *site = &publishing->site;
    struct site_folder *folder = site->folder;
    struct map made = {.arena = publishing->arena};

    for (size_t i = 0; i < publishing->letters.count; i++)
        if (publishing->publications[i].arena)
            *map_at_text(&made, publishing->letters.items[i].entry->code) =
                &publishing->letters.items[i];
    site_record_compare(&publishing->record, site, &made,
                        &publishing->withdrawn);
    site->folder = NULL;
    return site_record_swap(&publishing->record, folder, path, publishing->now,
                            changes, err);
}

static enum status finish(struct publishing *publishing,
                          struct publish_summary *summary)
{
    struct site *site = &publishing->site;
    struct site_changes changes = {0, 0, 0};
    struct error err = {.code = ""};
    enum status status =
        site_folder_keep(site->folder, is_kept, publishing, &err);

    if (status == STATUS_OK)
        status = data_files_write_sums(site, &err);
    if (status == STATUS_OK)
        status = site_withdrawal_write(&publishing->withdrawn,
                                       publishing->options->output, &err);
    if (status == STATUS_OK)
        status = swap(publishing, summary->folder, &changes, &err);
    summary->councils = site->table.count;
    summary->files = changes.files;
    summary->written = changes.written;
    summary->removed = changes.removed;
    summary->withdrawn = publishing->withdrawn.count;
    return add_error(publishing, &err, status);
}

static enum status open_folder(struct publishing *publishing,
                               struct publish_summary *summary)
{
    const struct campaign *campaign = &publishing->engine->campaign;
    const struct value folder = campaign->settings.publish.folder;
    struct error err = {.code = ""};

    summary->folder =
        folder.text ? campaign_path(publishing->arena, campaign, folder.text)
                    : ARENA_JOIN(publishing->arena, publishing->options->output,
                                 "/site");
    return add_error(publishing, &err,
                     site_folder_open(publishing->arena, summary->folder,
                                      &publishing->site.folder, &err));
}

/* Updates the withdrawn councils from the command line. */
static enum status read_withdrawn(struct publishing *publishing)
{
    const struct publish_options *options = publishing->options;
    struct site_withdrawal *withdrawn = &publishing->withdrawn;
    const enum status status = site_withdrawal_read(
        withdrawn, publishing->arena, options->output, publishing->diagnostics);

    for (size_t i = 0; i < options->withdraw_count; i++)
        site_withdrawal_add(withdrawn, publishing->arena, options->withdraw[i]);
    for (size_t i = 0; i < options->only_count; i++)
        site_withdrawal_remove(withdrawn, options->only[i]);
    return status;
}

/* Reads the letters; all that are published must be approved. Withdrawing
 * needs no approval. */
static enum status read_letters(struct publishing *publishing)
{
    struct engine *engine = publishing->engine;
    const struct publish_options *options = publishing->options;
    enum status status;

    if (options->withdraw)
        return row_selection_make(publishing->arena, engine->campaign.roster,
                                  options->withdraw, options->withdraw_count,
                                  &publishing->selection,
                                  publishing->diagnostics);
    status = row_selection_make(
        publishing->arena, engine->campaign.roster, options->only,
        options->only_count, &publishing->selection, publishing->diagnostics);
    if (status == STATUS_OK)
        status = approved_letters_open(
            publishing->arena, engine, options->output, &publishing->selection,
            &publishing->letters, publishing->diagnostics);
    return status;
}

static enum status publish(struct publishing *publishing,
                           struct publish_summary *summary)
{
    struct engine *engine = publishing->engine;
    struct error err = {.code = ""};
    enum status status = engine_prepare(engine, publishing->diagnostics);

    if (status == STATUS_OK)
        status =
            read_files(engine, publishing->arena, &publishing->site.map,
                       &publishing->site.catalogue, publishing->diagnostics);
    if (status == STATUS_OK)
        status = read_withdrawn(publishing);
    if (status == STATUS_OK)
        status = read_letters(publishing);
    if (status == STATUS_OK)
        status =
            add_error(publishing, &err,
                      site_record_open(&publishing->record, publishing->arena,
                                       publishing->options->output, &err));
    if (status != STATUS_OK)
        return status;
    prepare_publications(publishing);
    status = make_pages(publishing);
    if (status == STATUS_OK)
        status = open_folder(publishing, summary);
    if (status == STATUS_OK)
        status = build(publishing);
    return status == STATUS_OK ? finish(publishing, summary) : status;
}

enum status publish_run(struct engine *engine,
                        const struct publish_options *options, int64_t now,
                        struct publish_summary *summary,
                        struct diagnostics *diagnostics)
{
    struct publishing publishing = {.engine = engine,
                                    .options = options,
                                    .diagnostics = diagnostics,
                                    .arena = engine->arena,
                                    .now = now,
                                    .made = {.arena = engine->arena},
                                    .kept_letters = {.arena = engine->arena}};
    enum status status;

    *summary = (struct publish_summary){.folder = ""};
    if (options->only && options->withdraw)
        return refuse(&publishing, RULE_USAGE, NO_LOCATION, "--withdraw",
                      "takes councils out, and --only puts councils in; say "
                      "one of them");
    if (!engine->campaign.settings.publish.given)
        return refuse(&publishing, RULE_SETTING_MISSING,
                      (struct location){engine->campaign.settings.file, 0, 0},
                      "publish",
                      "is missing: url, licence and withhold say where and "
                      "what to publish");
    status = check_embargo(&publishing);
    if (status != STATUS_OK)
        return status;
    publishing.site = make_site(&publishing);
    status = publish(&publishing, summary);
    site_folder_drop(publishing.site.folder);
    site_record_close(&publishing.record);
    free_pages(&publishing);
    return status;
}
