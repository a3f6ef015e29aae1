#include "post/mailpiece_survey.h"

#include <pthread.h>
#include <string.h>

/** The pieces while threads look at them. */
struct survey {
    struct arena *arena;
    struct mailpiece *pieces;
    const size_t *piece_of; ///< for each row of the roster
    pthread_mutex_t lock;   ///< of the arena
    bool simplex;
};

const char *mailpiece_survey_address(struct arena *arena,
                                     const struct letter *letter)
{
    struct buffer text = buffer_new(64 * 1024);
    const char *joined;

    for (size_t i = 0; i < letter->addressee_count; i++)
        buffer_printf(&text, "%s%s", text.length ? ", " : "",
                      letter->addressee[i]);
    for (size_t i = 0; i < letter->address_count; i++)
        buffer_printf(&text, "%s%s", text.length ? ", " : "",
                      letter->address[i]);
    joined = arena_strdup(arena, buffer_text(&text));
    buffer_free(&text);
    return joined;
}

static void keep_texts(struct survey *survey, struct mailpiece *piece,
                       const struct council *council,
                       const struct letter *letter)
{
    pthread_mutex_lock(&survey->lock);
    piece->code = arena_strdup(survey->arena, council->code);
    piece->name = arena_strdup(survey->arena, council->name);
    piece->postcode = arena_strdup(survey->arena, letter->postcode);
    piece->address = mailpiece_survey_address(survey->arena, letter);
    pthread_mutex_unlock(&survey->lock);
}

static enum status check_content(const struct worker *worker,
                                 const struct council *council,
                                 struct mailpiece *piece,
                                 struct diagnostics *diagnostics)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_bytes(worker->file.bytes, worker->file.length, digest);
    hash_hex(digest, hex);
    if (!*piece->content_sha256)
        memcpy(piece->content_sha256, hex, sizeof hex);
    if (strcmp(piece->content_sha256, hex) == 0)
        return STATUS_OK;
    diagnostics_add(
        diagnostics, RULE_MAIL_CHANGED, council->location, council->code, NULL,
        "%s: the letter is not the one that was approved", council->code);
    return STATUS_INPUT;
}

static enum status measure(struct survey *survey, struct worker *worker,
                           const struct letter *letter, struct mailpiece *piece,
                           struct error *err)
{
    struct document document;
    enum status status = worker_lay_out(worker, letter, &document, err);

    if (status == STATUS_OK)
        status = worker_print(worker, letter, &document, err);
    if (status != STATUS_OK)
        return status;
    piece->pages = document.page_count;
    piece->sheets = survey->simplex ? piece->pages : (piece->pages + 1) / 2;
    return STATUS_OK;
}

static enum status look_at(struct worker *worker, size_t row,
                           struct diagnostics *diagnostics, void *context)
{
    struct survey *survey = context;
    struct mailpiece *piece = &survey->pieces[survey->piece_of[row]];
    struct error err = {.code = ""};
    struct council council;
    struct letter letter;
    enum status status =
        worker_evaluate(worker, row, &council, &letter, diagnostics);

    if (status != STATUS_OK)
        return status;
    piece->is_posted = letter.is_posted;
    if (!letter.is_posted || !piece->is_wanted)
        return STATUS_OK;
    keep_texts(survey, piece, &council, &letter);
    status = measure(survey, worker, &letter, piece, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status == STATUS_OK
               ? check_content(worker, &council, piece, diagnostics)
               : status;
}

enum status mailpiece_survey_run(struct arena *arena,
                                 const struct worker_pool *worker_pool,
                                 struct mailpiece *pieces,
                                 struct diagnostics *diagnostics)
{
    const struct campaign *campaign = &worker_pool->engine->campaign;
    const size_t before = diagnostics_error_count(diagnostics);
    size_t *piece_of =
        ARENA_ARRAY(arena, size_t, roster_count(campaign->roster));
    struct survey survey = {.arena = arena,
                            .pieces = pieces,
                            .piece_of = piece_of,
                            .lock = PTHREAD_MUTEX_INITIALIZER,
                            .simplex = campaign->settings.post.simplex};
    enum status status;

    for (size_t i = 0; i < worker_pool->count; i++)
        piece_of[worker_pool->rows[i]] = i;
    status = worker_pool_run(worker_pool, look_at, &survey, diagnostics);
    if (status == STATUS_OK && diagnostics_error_count(diagnostics) > before)
        status = STATUS_INPUT;
    return status;
}
