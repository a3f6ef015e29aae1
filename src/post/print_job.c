#include "post/print_job.h"

#include <stdlib.h>
#include <string.h>

#include "pdf/print_document.h"
#include "post/job_report.h"
#include "post/mailpiece_survey.h"
#include "post/sheet_mark.h"
#include "run/signals.h"
#include "run/worker.h"
#include "store/atomic_file.h"

static const size_t report_limit = (size_t)256 * 1024 * 1024;

/** A specimen's words: across the page, and at its top. */
static const char specimen[] = "SPECIMEN";
static const double specimen_size = 80;
static const double specimen_small = 14;
static const struct colour specimen_grey = {0.85, 0.85, 0.85};
static const struct colour specimen_black = {0, 0, 0};

/** The job that is being written. */
struct job_writing {
    const struct engine *engine;
    struct print_job *job;
    struct worker *worker;
    struct print_document *print_document;
    struct diagnostics *discarded;
};

/* --- order --------------------------------------------------------------- */

static int by_row(const void *left, const void *right)
{
    const struct mailpiece *a = left;
    const struct mailpiece *b = right;

    return (a->row > b->row) - (a->row < b->row);
}

static int by_postcode(const void *left, const void *right)
{
    const struct mailpiece *a = left;
    const struct mailpiece *b = right;
    const int order = strcmp(a->postcode, b->postcode);

    return order ? order : by_row(left, right);
}

static int by_sheets(const void *left, const void *right)
{
    const struct mailpiece *a = left;
    const struct mailpiece *b = right;

    return a->sheets != b->sheets ? (a->sheets > b->sheets ? 1 : -1)
                                  : by_row(left, right);
}

void print_job_sort(const struct engine *engine, struct mailpiece *pieces,
                    size_t count)
{
    static int (*const orders[])(const void *, const void *) = {
        [PIECE_ORDER_ROW] = by_row,
        [PIECE_ORDER_POSTCODE] = by_postcode,
        [PIECE_ORDER_SHEETS] = by_sheets};

    if (count)
        qsort(pieces, count, sizeof *pieces,
              orders[engine->campaign.settings.post.order]);
}

/* --- pages --------------------------------------------------------------- */

/* @return a page with marks below and above its own.
 * @owner @p arena */
static struct page add_marks(struct arena *arena, const struct page *page,
                             const struct mark *below, size_t below_count,
                             const struct mark *above, size_t above_count)
{
    const size_t count = below_count + page->count + above_count;
    struct mark *marks = ARENA_ARRAY_RAW(arena, struct mark, count);
    struct page made = *page;

    if (below_count)
        memcpy(marks, below, below_count * sizeof *marks);
    if (page->count)
        memcpy(marks + below_count, page->marks, page->count * sizeof *marks);
    if (above_count)
        memcpy(marks + below_count + page->count, above,
               above_count * sizeof *marks);
    made.marks = marks;
    made.count = count;
    return made;
}

static enum status add_specimen(const struct job_writing *writing,
                                struct page *page, struct error *err)
{
    const struct engine *engine = writing->engine;
    struct worker *worker = writing->worker;
    struct mark *below, *above;
    size_t below_count, above_count;
    enum status status = sheet_mark_set_text(
        worker->arena, &engine->layout, &worker->tools, specimen, specimen_size,
        specimen_grey, (struct point){geometry_points(25), A4_HEIGHT / 2},
        &below, &below_count, err);

    if (status == STATUS_OK)
        status = sheet_mark_set_text(
            worker->arena, &engine->layout, &worker->tools, specimen,
            specimen_small, specimen_black,
            (struct point){geometry_points(150), geometry_points(14)}, &above,
            &above_count, err);
    if (status == STATUS_OK)
        *page = add_marks(worker->arena, page, below, below_count, above,
                          above_count);
    return status;
}

static enum status mark_page(const struct job_writing *writing,
                             const struct mailpiece *piece, size_t index,
                             struct page *page, struct error *err)
{
    const struct post_settings *post = &writing->engine->campaign.settings.post;
    const size_t pages_a_sheet = post->simplex ? 1 : 2;
    const struct sheet_mark what = {writing->job->name, piece->number,
                                    index / pages_a_sheet + 1, piece->sheets};
    struct worker *worker = writing->worker;
    struct mark *marks = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;

    if (index % pages_a_sheet == 0)
        status = sheet_mark_make(worker->arena, &writing->engine->layout,
                                 &worker->tools, post->mark, &what, &marks,
                                 &count, err);
    if (status == STATUS_OK && count)
        *page = add_marks(worker->arena, page, NULL, 0, marks, count);
    if (status == STATUS_OK && writing->job->is_specimen)
        status = add_specimen(writing, page, err);
    return status;
}

static enum status mark_pages(const struct job_writing *writing,
                              const struct mailpiece *piece,
                              struct document *document, struct error *err)
{
    struct page *pages = arena_copy(writing->worker->arena, document->pages,
                                    document->page_count * sizeof *pages);
    enum status status = STATUS_OK;

    document->pages = pages;
    for (size_t i = 0; i < document->page_count && status == STATUS_OK; i++)
        status = mark_page(writing, piece, i, &pages[i], err);
    return status;
}

/* --- pieces -------------------------------------------------------------- */

/* The survey has checked the letter; a change since then would be a bug. */
static enum status check_same(struct mailpiece *piece,
                              const struct letter *letter, size_t pages,
                              bool simplex, struct arena *arena,
                              struct error *err)
{
    if (!piece->pages) {
        piece->pages = pages;
        piece->sheets = simplex ? pages : (pages + 1) / 2;
    }
    if (pages && pages == piece->pages &&
        strcmp(mailpiece_survey_address(arena, letter), piece->address) == 0)
        return STATUS_OK;
    return error_set(err, RULE_MAIL_CHANGED, NO_LOCATION, NULL,
                     "%s: the letter changed while it was printed",
                     piece->code);
}

static void place_piece(struct job_writing *writing, struct mailpiece *piece,
                        const struct document *document)
{
    const struct post_settings *post = &writing->engine->campaign.settings.post;
    struct print_document *print_document = writing->print_document;
    char label[32];

    snprintf(label, sizeof label, "%lld-", (long long)piece->number);
    piece->first_page = print_document_count_pages(print_document) + 1;
    print_document_begin(print_document, label);
    print_document_add(print_document, document);
    if (!post->simplex && document->page_count % 2) {
        print_document_add_blank(print_document, A4_WIDTH, A4_HEIGHT);
        writing->job->blanks++;
    }
    writing->job->sheets += piece->sheets;
}

static enum status add_piece(struct job_writing *writing,
                             struct mailpiece *piece, struct error *err)
{
    const bool simplex = writing->engine->campaign.settings.post.simplex;
    struct worker *worker = writing->worker;
    struct document document;
    struct council council;
    struct letter letter;
    enum status status;

    arena_reset(worker->arena);
    if (worker_evaluate(worker, piece->row, &council, &letter,
                        writing->discarded) != STATUS_OK)
        return check_same(piece, &letter, 0, simplex, worker->arena, err);
    status = worker_lay_out(worker, &letter, &document, err);
    if (status == STATUS_OK)
        status = check_same(piece, &letter, document.page_count, simplex,
                            worker->arena, err);
    if (status == STATUS_OK)
        status = mark_pages(writing, piece, &document, err);
    if (status == STATUS_OK)
        place_piece(writing, piece, &document);
    diagnostics_clear(writing->discarded);
    return status;
}

static enum status add_pieces(struct job_writing *writing, struct error *err)
{
    for (size_t i = 0; i < writing->job->count; i++) {
        enum status status;
        if (signals_interrupted())
            return STATUS_STOPPED;
        status = add_piece(writing, &writing->job->pieces[i], err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* --- files --------------------------------------------------------------- */

static void write_bytes(void *to, const void *bytes, size_t size)
{
    atomic_file_add(to, bytes, size);
}

static enum status write_pdf(struct job_writing *writing,
                             struct atomic_file *file, struct error *err)
{
    const struct settings *settings = &writing->engine->campaign.settings;
    struct print_job *job = writing->job;
    unsigned char digest[HASH_SIZE];
    enum status status;

    writing->worker = worker_new(writing->engine);
    writing->discarded = diagnostics_new();
    writing->print_document = print_document_new(
        writing->engine->pdf, (struct print_sink){write_bytes, file});
    status = add_pieces(writing, err);
    job->pages = print_document_count_pages(writing->print_document);
    if (status == STATUS_OK)
        status = print_document_finish(writing->print_document, job->name,
                                       settings->letter_date, digest, err);
    if (status == STATUS_OK)
        hash_hex(digest, job->pdf_sha256);
    print_document_free(writing->print_document);
    diagnostics_free(writing->discarded);
    worker_free(writing->worker);
    return status;
}

static enum status write_report(const char *path, const struct buffer *bytes,
                                struct error *err)
{
    return atomic_file_write(path, bytes->bytes, bytes->length, FILE_SYNC_EACH,
                             err);
}

static enum status write_reports(const struct job_writing *writing,
                                 const char *path, struct error *err)
{
    struct arena *arena = arena_new();
    struct buffer csv = buffer_new(report_limit);
    struct buffer text = buffer_new(report_limit);
    enum status status;

    job_report_list(writing->job, &csv);
    job_report_totals(writing->job, &writing->engine->campaign.settings.post,
                      &text);
    status = write_report(ARENA_JOIN(arena, path, ".csv"), &csv, err);
    if (status == STATUS_OK)
        status = write_report(ARENA_JOIN(arena, path, ".txt"), &text, err);
    buffer_free(&csv);
    buffer_free(&text);
    arena_free(arena);
    return status;
}

/* The PDF is written last: if it exists, the job is complete. */
static enum status write_files(struct job_writing *writing, const char *path,
                               struct arena *arena, struct error *err)
{
    const char *pdf = ARENA_JOIN(arena, path, ".pdf");
    struct atomic_file *file;
    enum status status = atomic_file_open(pdf, &file, err);

    if (status != STATUS_OK)
        return status;
    status = write_pdf(writing, file, err);
    if (status == STATUS_OK)
        status = write_reports(writing, path, err);
    if (status != STATUS_OK) {
        atomic_file_drop(file);
        return status;
    }
    return atomic_file_close(file, FILE_SYNC_EACH, err);
}

enum status print_job_write(const struct engine *engine, const char *folder,
                            struct print_job *job, struct error *err)
{
    struct job_writing writing = {.engine = engine, .job = job};
    struct arena *arena = arena_new();
    enum status status = atomic_file_make_folder(folder, err);

    atomic_file_sweep(folder);
    job->pages = job->blanks = job->sheets = 0;
    if (status == STATUS_OK)
        status = write_files(
            &writing, ARENA_JOIN(arena, folder, "/", job->name), arena, err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(folder, FILE_SYNC_EACH, err);
    arena_free(arena);
    return status;
}
