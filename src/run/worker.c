#include "run/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/words.h"
#include "run/figures_csv.h"

/** Maximum bytes of one letter's file. */
enum { LETTER_LIMIT = 64 * 1024 * 1024 };

struct worker *worker_new(const struct engine *engine)
{
    struct worker *worker = memory_alloc(sizeof *worker);

    worker->engine = engine;
    worker->arena = arena_new();
    worker->tools.shaper = shaper_new();
    worker->tools.builder = path_builder_new();
    worker->painter = engine->pdf ? pdf_painter_new(engine->pdf) : NULL;
    worker->maker =
        engine->pdf && engine->seal_setup.signer
            ? cms_sign_new(engine->seal_setup.signer, engine->seal_setup.stamps)
            : NULL;
    worker->file = buffer_new(LETTER_LIMIT);
    worker->hash = hash_new();
    return worker;
}

void worker_free(struct worker *worker)
{
    if (!worker)
        return;
    arena_free(worker->arena);
    shaper_free(worker->tools.shaper);
    path_builder_free(worker->tools.builder);
    if (worker->painter)
        pdf_painter_free(worker->painter);
    cms_sign_free(worker->maker);
    buffer_free(&worker->file);
    hash_free(worker->hash);
    free(worker);
}

enum status worker_evaluate(struct worker *worker, size_t index,
                            struct council *council, struct letter *letter,
                            struct diagnostics *diagnostics)
{
    const struct engine *engine = worker->engine;
    const struct figures *figures;
    enum status status;

    roster_read(engine->campaign.roster, index, worker->arena, council);
    status = figures_read_languages(worker->arena, &engine->campaign,
                                    engine->averages, council, &figures,
                                    diagnostics);
    if (status != STATUS_OK)
        return status;
    return template_letter(engine->template, council, figures, worker->arena,
                           letter, diagnostics);
}

const char *worker_name(struct worker *worker, size_t index,
                        struct council *council,
                        struct diagnostics *diagnostics)
{
    const struct engine *engine = worker->engine;
    struct figures figures;

    roster_read(engine->campaign.roster, index, worker->arena, council);
    if (figures_read(worker->arena, &engine->campaign, engine->averages,
                     council, &figures, diagnostics) != STATUS_OK)
        return NULL;
    return template_file_name(engine->template, council, &figures,
                              worker->arena, diagnostics);
}

/* Names the council in the message, because all councils share the letter
 * text. */
static void attribute_to_letter(struct error *err, const struct letter *letter)
{
    const size_t length = strlen(err->message);

    utf8_copy(err->code, sizeof err->code, letter->code);
    snprintf(err->message + length, sizeof err->message - length,
             ", in the letter of %s", letter->code);
}

enum status worker_lay_out(struct worker *worker, const struct letter *letter,
                           struct document *document, struct error *err)
{
    const enum status status =
        layout_letter(&worker->engine->layout, &worker->tools, worker->arena,
                      letter, document, err);

    if (status != STATUS_OK)
        attribute_to_letter(err, letter);
    return status;
}

/* @param seal  NULL: without a seal */
static enum status paint(struct worker *worker, const struct letter *letter,
                         const struct document *document, struct pdf_seal *seal,
                         struct error *err)
{
    const struct settings *settings = &worker->engine->campaign.settings;
    struct buffer figures = buffer_new(1024 * 1024);
    struct attachment figures_csv;
    struct pdf_metadata facts;
    enum status status;

    if (seal)
        seal->description =
            arena_printf(worker->arena, "%s%s",
                         words_find(letter->language)->ui.seal, seal->name);
    figures_csv_write(settings, &letter->figures, &figures);
    figures_csv = (struct attachment){
        .name = "figures.csv",
        .mime = "text/csv",
        .description = words_find(letter->language)->ui.figures_file,
        .bytes = figures.bytes,
        .size = figures.length,
    };
    facts = (struct pdf_metadata){
        .title = letter->title,
        .author = worker->engine->layout.senders->office,
        .language = letter->language,
        .date = settings->letter_date,
        .code = letter->code,
        .council = letter->name,
        .campaign = settings->title.text,
        .attachments = &figures_csv,
        .attachment_count = letter->figures.count > 0,
        .seal = seal,
    };
    buffer_clear(&worker->file);
    status = painter_paint(pdf_painter_face(worker->painter, &facts), document,
                           &worker->file, err);
    if (status != STATUS_OK && err->location.file)
        utf8_copy(err->code, sizeof err->code, letter->code);
    else if (status != STATUS_OK)
        attribute_to_letter(err, letter);
    buffer_free(&figures);
    return status;
}

enum status worker_print(struct worker *worker, const struct letter *letter,
                         const struct document *document, struct error *err)
{
    struct pdf_seal seal = worker->engine->seal_setup.words;

    seal.maker = worker->maker;
    return paint(worker, letter, document, seal.maker ? &seal : NULL, err);
}

enum status worker_print_again(struct worker *worker,
                               const struct letter *letter,
                               struct pdf_seal *seal, struct error *err)
{
    struct layout_kit kit = worker->engine->layout;
    struct document document;
    enum status status;

    kit.sealed = seal != NULL;
    kit.seal_hidden = worker->engine->campaign.settings.seal.hidden;
    status = layout_letter(&kit, &worker->tools, worker->arena, letter,
                           &document, err);
    return status == STATUS_OK ? paint(worker, letter, &document, seal, err)
                               : status;
}

enum status worker_digest_content(struct worker *worker,
                                  const struct letter *letter,
                                  unsigned char digest[static HASH_SIZE],
                                  struct error *err)
{
    const enum status status = worker_print_again(worker, letter, NULL, err);

    if (status == STATUS_OK)
        hash_bytes(worker->file.bytes, worker->file.length, digest);
    return status;
}

void worker_read_row(struct worker *worker, size_t index,
                     struct council *council)
{
    roster_read(worker->engine->campaign.roster, index, worker->arena, council);
}

/** The parts of a digest of inputs, in bytes. */
enum { OWN_SIZE = 10, COMPARISON_SIZE = 10 };

void worker_digest(struct worker *worker, const struct council *council,
                   unsigned char digest[static HASH_SIZE])
{
    const struct engine *engine = worker->engine;
    unsigned char part[HASH_SIZE];

    hash_add(worker->hash, engine->parts[ENGINE_PROGRAM + 1],
             sizeof engine->parts - sizeof *engine->parts);
    engine_hash_row(engine, council, ENGINE_ROW_OWN, worker->hash);
    hash_finish(worker->hash, part);
    memcpy(digest, part, OWN_SIZE);
    engine_hash_row(engine, council, ENGINE_ROW_COMPARISON, worker->hash);
    hash_finish(worker->hash, part);
    memcpy(digest + OWN_SIZE, part, COMPARISON_SIZE);
    memcpy(digest + OWN_SIZE + COMPARISON_SIZE, engine->digest,
           HASH_SIZE - OWN_SIZE - COMPARISON_SIZE);
}

enum letter_age worker_letter_age(struct worker *worker,
                                  const struct council *council,
                                  const struct manifest_entry *entry)
{
    const char *sent = map_find_text(&worker->engine->sent, council->code);
    unsigned char now[HASH_SIZE];
    unsigned char then[HASH_SIZE];

    worker_digest(worker, council, now);
    if (!hash_read_hex(entry->inputs_sha256, then))
        return LETTER_STALE;
    if (memcmp(now, then, HASH_SIZE) == 0)
        return LETTER_CURRENT;
    return sent && strcmp(sent, entry->content_sha256) == 0 &&
                   memcmp(now, then, OWN_SIZE) == 0 &&
                   memcmp(now + OWN_SIZE, then + OWN_SIZE, COMPARISON_SIZE) != 0
               ? LETTER_KEPT
               : LETTER_STALE;
}
