/* Microseconds a letter by stage, on one thread.
 * usage: stages CAMPAIGN FONTS FOLDER
 *
 * The linker puts the functions below between the program's modules and those
 * that they call (ld's --wrap, see tests/CMakeLists.txt), so that the program
 * itself carries no clocks. What a stage calls of another stage counts for
 * that one alone. Letters are written to FOLDER, as the program writes them. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "pdf/content_stream.h"
#include "pdf/flate.h"
#include "pdf/static_deflate.h"
#include "run/engine.h"
#include "run/worker.h"
#include "store/atomic_file.h"
#include "type/paragraph.h"
#include "type/word_shaper.h"

enum stage {
    STAGE_NONE,
    STAGE_WORDS,
    STAGE_SHAPE,
    STAGE_BREAK,
    STAGE_PLACE,
    STAGE_PAINT,
    STAGE_DEFLATE,
    STAGE_SAVE,
    STAGE_DIGEST,
    STAGE_WRITE,
    STAGES
};

static const char *const names[STAGES] = {
    [STAGE_WORDS] = "words: row and template",
    [STAGE_SHAPE] = "shape: words not met before",
    [STAGE_BREAK] = "break: lines",
    [STAGE_PLACE] = "place: pages, panels",
    [STAGE_PAINT] = "paint: pages to operators",
    [STAGE_DEFLATE] = "deflate",
    [STAGE_SAVE] = "save: tags, fonts, objects",
    [STAGE_DIGEST] = "digest of the file",
    [STAGE_WRITE] = "write",
};

/* The wrapped functions take no context of ours, so this is the program's. */
static struct {
    enum stage now;
    double since;
    double seconds[STAGES];
    size_t letters;
} watch;

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* @return the stage that was on, to go back to */
static enum stage turn_to(enum stage stage)
{
    const enum stage before = watch.now;
    const double time = now();

    watch.seconds[before] += time - watch.since;
    watch.since = time;
    watch.now = stage;
    return before;
}

/* WRAP(which, type, function, (parameters), (arguments)) */
#define WRAP(which, type, function, parameters, arguments)                     \
    type __real_##function parameters;                                         \
    type __wrap_##function parameters;                                         \
    type __wrap_##function parameters                                          \
    {                                                                          \
        const enum stage before = turn_to(which);                              \
        type result = __real_##function arguments;                             \
                                                                               \
        turn_to(before);                                                       \
        return result;                                                         \
    }

/* The same for functions that return nothing. */
#define WRAP_VOID(which, function, parameters, arguments)                      \
    void __real_##function parameters;                                         \
    void __wrap_##function parameters;                                         \
    void __wrap_##function parameters                                          \
    {                                                                          \
        const enum stage before = turn_to(which);                              \
                                                                               \
        __real_##function arguments;                                           \
        turn_to(before);                                                       \
    }

WRAP(STAGE_SHAPE, struct word *, word_shaper_shape,
     (struct word_shaper * word_shaper, struct arena *arena,
      const struct family *family, enum face_style style,
      const char *display_text, size_t length),
     (word_shaper, arena, family, style, display_text, length))
WRAP(STAGE_BREAK, enum status, paragraph_break,
     (struct shaper * shaper, struct arena *arena, const struct family *family,
      const struct span *spans, size_t count,
      const struct paragraph_style *style, struct paragraph *paragraph,
      struct error *err),
     (shaper, arena, family, spans, count, style, paragraph, err))
WRAP_VOID(STAGE_PAINT, content_stream_paint,
          (struct content_stream * content, const struct structure *structure,
           size_t index, struct buffer *out),
          (content, structure, index, out))
WRAP(STAGE_DEFLATE, size_t, static_deflate_pack,
     (struct static_deflate * static_deflate, const char *bytes, size_t size,
      struct buffer *bits),
     (static_deflate, bytes, size, bits))
WRAP_VOID(STAGE_DEFLATE, static_deflate_add,
          (struct static_deflate * static_deflate, const struct buffer *stream,
           const struct stream_part *parts, size_t count,
           struct buffer *buffer),
          (static_deflate, stream, parts, count, buffer))
WRAP_VOID(STAGE_DEFLATE, flate_add,
          (struct flate * flate, const void *bytes, size_t size,
           struct buffer *buffer),
          (flate, bytes, size, buffer))

static enum status write_letter(struct worker *worker,
                                const struct letter *letter, const char *folder,
                                struct error *err)
{
    unsigned char digest[HASH_SIZE];

    turn_to(STAGE_WRITE);
    if (atomic_file_write(
            arena_printf(worker->arena, "%s/%s.pdf", folder, letter->file),
            worker->file.bytes, worker->file.length, FILE_SYNC_NONE,
            err) != STATUS_OK)
        return STATUS_IO;
    turn_to(STAGE_DIGEST);
    pdf_painter_digest(worker->painter, &worker->file, digest);
    return STATUS_OK;
}

static enum status make_letter(struct worker *worker, size_t index,
                               const char *folder,
                               struct diagnostics *diagnostics)
{
    struct council council;
    struct letter letter;
    struct document document;
    struct error err = {.code = ""};
    enum status status;

    arena_reset(worker->arena);
    turn_to(STAGE_WORDS);
    status = worker_evaluate(worker, index, &council, &letter, diagnostics);
    turn_to(STAGE_PLACE);
    if (status == STATUS_OK)
        status = worker_lay_out(worker, &letter, &document, &err);
    turn_to(STAGE_SAVE);
    if (status == STATUS_OK)
        status = worker_print(worker, &letter, &document, &err);
    if (status == STATUS_OK)
        status = write_letter(worker, &letter, folder, &err);
    turn_to(STAGE_NONE);
    watch.letters += status == STATUS_OK;
    return status;
}

static void print(void)
{
    for (int i = STAGE_NONE + 1; i < STAGES; i++)
        printf("%.2f %s\n", watch.seconds[i] * 1e6 / (double)watch.letters,
               names[i]);
}

static int measure(const struct engine *engine, const char *folder,
                   struct diagnostics *diagnostics)
{
    struct worker *worker = worker_new(engine);
    int failed = 0;

    turn_to(STAGE_NONE);
    for (size_t i = 0; i < roster_count(engine->campaign.roster); i++)
        failed |= make_letter(worker, i, folder, diagnostics) != STATUS_OK;
    worker_free(worker);
    print();
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
