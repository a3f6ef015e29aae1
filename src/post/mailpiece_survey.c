#include "post/mailpiece_survey.h"

#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

/** The state that the threads share. */
struct survey {
    struct arena *arena;
    struct mailpiece *pieces;
    const size_t *piece_of; ///< for each row of the roster
    pthread_mutex_t lock;   ///< of the arena
    bool simplex;
    bool counts_sheets; ///< the order is by sheets
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

/* @return true if the letter has the inputs and the program of the approved one
 */
static bool is_same_input(struct worker *worker, const struct council *council,
                          const struct mailpiece *piece)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    if (!*piece->inputs_sha256)
        return false;
    worker_digest(worker, council, digest);
    return strcmp(hash_hex(digest, hex), piece->inputs_sha256) == 0;
}

static enum status check_content(struct worker *worker,
                                 const struct letter *letter,
                                 const struct document *document,
                                 struct mailpiece *piece, struct error *err)
{
    const enum status status = worker_print(worker, letter, document, err);
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    if (status != STATUS_OK)
        return status;
    hash_bytes(worker->file.bytes, worker->file.length, digest);
    hash_hex(digest, hex);
    if (!*piece->content_sha256)
        memcpy(piece->content_sha256, hex, sizeof hex);
    if (strcmp(piece->content_sha256, hex) == 0)
        return STATUS_OK;
    utf8_copy(err->code, sizeof err->code, letter->code);
    return error_set(err, RULE_MAIL_CHANGED, letter->name_location, NULL,
                     "%s: the letter is not the one that was approved",
                     letter->code);
}

static enum status measure(const struct survey *survey, struct worker *worker,
                           const struct letter *letter, bool is_proved,
                           struct mailpiece *piece, struct error *err)
{
    struct document document;
    enum status status;

    if (is_proved && !survey->counts_sheets)
        return STATUS_OK;
    status = worker_lay_out(worker, letter, &document, err);
    if (status == STATUS_OK && !is_proved)
        status = check_content(worker, letter, &document, piece, err);
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
    status = measure(survey, worker, &letter,
                     is_same_input(worker, &council, piece), piece, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
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
                            .simplex = campaign->settings.post.simplex,
                            .counts_sheets = campaign->settings.post.order ==
                                             PIECE_ORDER_SHEETS};
    enum status status;

    for (size_t i = 0; i < worker_pool->count; i++)
        piece_of[worker_pool->rows[i]] = i;
    status = worker_pool_run(worker_pool, look_at, &survey, diagnostics);
    if (status == STATUS_OK && diagnostics_error_count(diagnostics) > before)
        status = STATUS_INPUT;
    return status;
}
