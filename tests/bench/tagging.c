/* What tagging costs: the same letters with all their tags and with none but a
 * document and its links, which annotations need.
 * usage: tagging CAMPAIGN FONTS FOLDER
 *
 * Both are painted and written to FOLDER, one after the other, letter by
 * letter, so that what else the machine does slows both; words and layout count
 * once for each. The cost is said in per cent of the processor's time that a
 * letter without tags takes. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "run/engine.h"
#include "run/worker.h"
#include "store/atomic_file.h"

enum { ROUNDS = 5 };

/* Seconds of one repetition. */
struct cost {
    double before; ///< words and layout
    double tagged;
    double plain;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* A link stays one, below the document. */
static const struct tag *plain_tag(struct arena *arena, const struct tag *tag,
                                   struct tag **tags, size_t *count)
{
    struct tag *link;

    while (tag && tag->kind != TAG_LINK)
        tag = tag->parent;
    if (!tag)
        return tags[0];
    link = arena_copy(arena, tag, sizeof *tag);
    link->parent = tags[0];
    link->number = *count;
    tags[(*count)++] = link;
    return link;
}

/* What is no link is one sequence of the document, artifacts included. */
static struct document strip_tags(struct arena *arena,
                                  const struct document *document)
{
    struct page *pages = ARENA_ARRAY(arena, struct page, document->page_count);
    struct document plain = {pages, document->page_count, NULL, 1};
    struct tag **tags =
        ARENA_ARRAY(arena, struct tag *, document->tag_count + 1);

    tags[0] = arena_copy(arena, document->tags[0], sizeof *document->tags[0]);
    plain.tags = (const struct tag *const *)tags;
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        struct mark *marks =
            arena_copy(arena, page->marks, page->count * sizeof *page->marks);
        for (size_t j = 0; j < page->count; j++) {
            marks[j].artifact = ARTIFACT_NONE;
            marks[j].tag =
                marks[j].kind == MARK_LINK
                    ? plain_tag(arena, marks[j].tag, tags, &plain.tag_count)
                    : tags[0];
        }
        pages[i] = (struct page){page->width, page->height, marks, page->count};
    }
    return plain;
}

static enum status print(struct worker *worker, const struct letter *letter,
                         const struct document *document, const char *path,
                         double *seconds, struct error *err)
{
    const double start = now();
    enum status status = worker_print(worker, letter, document, err);

    if (status == STATUS_OK)
        status = atomic_file_write(path, worker->file.bytes,
                                   worker->file.length, FILE_SYNC_NONE, err);
    *seconds += now() - start;
    return status;
}

static enum status make_letter(struct worker *worker, size_t index,
                               const char *folder, struct cost *cost,
                               struct diagnostics *diagnostics)
{
    const double start = now();
    struct council council;
    struct letter letter;
    struct document document;
    struct document plain;
    struct error err = {.code = ""};
    enum status status;

    arena_reset(worker->arena);
    status = worker_evaluate(worker, index, &council, &letter, diagnostics);
    if (status == STATUS_OK)
        status = worker_lay_out(worker, &letter, &document, &err);
    cost->before += now() - start;
    if (status != STATUS_OK)
        return status;
    plain = strip_tags(worker->arena, &document);
    status = print(worker, &letter, &plain,
                   arena_printf(worker->arena, "%s/%zu-plain", folder, index),
                   &cost->plain, &err);
    if (status == STATUS_OK)
        status =
            print(worker, &letter, &document,
                  arena_printf(worker->arena, "%s/%zu-tagged", folder, index),
                  &cost->tagged, &err);
    return status;
}

/* The repetition that was disturbed least: what else the machine does only
   adds. */
static int measure(const struct engine *engine, const char *folder,
                   struct diagnostics *diagnostics)
{
    struct worker *worker = worker_new(engine);
    const size_t rows = roster_count(engine->campaign.roster);
    struct cost least = {.before = 0};
    int failed = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct cost cost = {.before = 0};
        for (size_t i = 0; i < rows; i++)
            failed |=
                make_letter(worker, i, folder, &cost, diagnostics) != STATUS_OK;
        if (round == 0 || cost.tagged + cost.plain < least.tagged + least.plain)
            least = cost;
    }
    worker_free(worker);
    printf("%.1f\n",
           (least.tagged - least.plain) * 100 / (least.before + least.plain));
    return failed;
}

int main(int count, char **words)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct engine engine = {.arena = NULL};
    struct engine_paths paths = {.campaign = NULL};
    int failed = 1;

    if (count != 4)
        return 2;
    paths.campaign = words[1];
    paths.fonts = words[2];
    if (engine_open(&engine, &paths, diagnostics) == STATUS_OK &&
        engine_prepare(&engine, diagnostics) == STATUS_OK)
        failed = measure(&engine, words[3], diagnostics);
    engine_close(&engine);
    diagnostics_free(diagnostics);
    return failed;
}
