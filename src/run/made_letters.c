#include "run/made_letters.h"

#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "run/run_json.h"
#include "run/worker.h"

enum { MANIFEST_LIMIT = 64 * 1024 * 1024, LETTER_LIMIT = 64 * 1024 * 1024 };

/** The state of comparing letters with the campaign. */
struct comparison {
    const struct engine *engine;
    const char *output;
    struct worker *worker;
    struct made_letters *letters;
    struct run_json record; ///< of the run that made the letters
    bool recorded;          ///< the record exists
    bool *seen;             ///< for each row: the manifest has it
    bool *stale;            ///< for each letter
    size_t stale_count;
    struct diagnostics *diagnostics;
};

static void report(const struct comparison *comparison,
                   struct location location, const char *code, const char *why)
{
    diagnostics_add(comparison->diagnostics, RULE_LETTER_STALE, location, code,
                    NULL, "%s", why);
}

/* --- what has changed ---------------------------------------------------- */

/* The names of the shared parts in messages. */
static const char *const part_words[ENGINE_PARTS] = {
    [ENGINE_PROGRAM] = "the program",
    [ENGINE_SETTINGS] = "the settings (campaign.yaml)",
    [ENGINE_TEXT] = "the letter text",
    [ENGINE_THEME] = "the theme",
    [ENGINE_FONTS] = "the fonts",
    [ENGINE_ARTWORK] = "the logo or the signature",
};

/* @return the names of the shared parts that differ from those of the run that
 *         made the letters; the program only if it is the sole one; NULL if
 *         none differs or that run has no record of them */
static const char *find_changed_parts(const struct comparison *comparison,
                                      struct arena *arena)
{
    const struct run_json *record = &comparison->record;
    const char *parts = "";
    char hex[HASH_HEX_SIZE];

    if (!comparison->recorded || !*record->parts[ENGINE_PROGRAM] ||
        record->summary.rows < record->rows)
        return NULL;
    for (int i = ENGINE_PROGRAM + 1; i < ENGINE_PARTS; i++) {
        hash_hex(comparison->engine->parts[i], hex);
        if (strcmp(hex, record->parts[i]) != 0)
            parts = ARENA_JOIN(arena, parts, *parts ? ", " : "", part_words[i]);
    }
    return parts;
}

/* If all letters are stale, a shared part has changed, which is reported once.
 */
static void report_stale(const struct comparison *comparison)
{
    const struct made_letters *letters = comparison->letters;
    const struct location settings = {
        comparison->engine->campaign.settings.file, 0, 0};
    struct arena *arena = arena_new();
    const bool all = comparison->stale_count > 0 &&
                     comparison->stale_count == letters->count;
    const char *parts = all ? find_changed_parts(comparison, arena) : NULL;

    if (all && letters->count > 1)
        diagnostics_add(
            comparison->diagnostics, RULE_LETTER_STALE, settings, NULL, NULL,
            "%s changed since the %zu letters were made; render "
            "again",
            parts ? parts : "what all letters share", letters->count);
    for (size_t i = 0; i < letters->count && !(all && letters->count > 1); i++)
        if (comparison->stale[i])
            report(comparison, letters->items[i].location,
                   letters->items[i].entry->code,
                   arena_printf(arena,
                                "%s changed since the letter was made; render "
                                "it again",
                                parts
                                    ? parts
                                    : "the row, or an average or text that it "
                                      "takes,"));
    arena_free(arena);
}

/* --- the file ------------------------------------------------------------ */

/* @return the position of the signature in a sealed file, with its brackets */
static bool find_hole(const struct buffer *file, size_t *at, size_t *size)
{
    static const char field[] = "/SubFilter/ETSI.CAdES.detached/M";
    static const char key[] = "/Contents<";
    const char *end = file->bytes + file->length;
    const char *start =
        memmem(file->bytes, file->length, field, sizeof field - 1);
    const char *hole =
        start ? memmem(start, (size_t)(end - start), key, sizeof key - 1)
              : NULL;
    const char *last;

    if (!hole)
        return false;
    hole += sizeof key - 2;
    last = memchr(hole, '>', (size_t)(end - hole));
    *at = (size_t)(hole - file->bytes);
    *size = last ? (size_t)(last + 1 - hole) : 0;
    return last != NULL;
}

static bool are_equal(const struct buffer *a, const struct buffer *b,
                      size_t hole, size_t size)
{
    const size_t after = hole + size;

    return a->length == b->length && after <= a->length &&
           memcmp(a->bytes, b->bytes, hole) == 0 &&
           memcmp(a->bytes + after, b->bytes + after, a->length - after) == 0;
}

/** The state of proving letters. */
struct proof {
    struct worker *worker;
    const char *output;
    struct run_json record; ///< of the run that made them
};

static enum status blame(const char *path, const char *code, struct error *err)
{
    utf8_copy(err->code, sizeof err->code, code);
    return error_set(err, RULE_MAIL_LETTER, (struct location){path, 0, 0}, NULL,
                     "is not the letter that the campaign makes for %s; render "
                     "with --force",
                     code);
}

static enum status compare_file(struct proof *proof,
                                const struct manifest_entry *entry,
                                const struct letter *letter,
                                const struct buffer *file, const char *path,
                                struct error *err)
{
    struct worker *worker = proof->worker;
    struct pdf_seal seal = seal_setup_words(
        &worker->engine->campaign.settings.seal, proof->record.seal_name);
    size_t hole = file->length;
    const bool sealed = find_hole(file, &hole, &seal.hole);
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    enum status status = worker_digest_content(worker, letter, digest, err);

    if (status != STATUS_OK)
        return status;
    if (strcmp(hash_hex(digest, hex), entry->content_sha256) != 0)
        return blame(path, entry->code, err);
    if (sealed)
        status = worker_print_again(worker, letter, &seal, err);
    if (status != STATUS_OK || are_equal(file, &worker->file, hole, seal.hole))
        return status;
    return blame(path, entry->code, err);
}

static enum status prove(struct proof *proof, const struct made_letter *made,
                         struct error *err)
{
    struct worker *worker = proof->worker;
    struct diagnostics *discarded = diagnostics_new();
    struct buffer file = buffer_new(LETTER_LIMIT);
    struct council council;
    struct letter letter;
    const char *path;
    enum status status;

    arena_reset(worker->arena);
    path =
        arena_printf(worker->arena, "%s/%s", proof->output, made->entry->file);
    status = worker_evaluate(worker, made->row, &council, &letter, discarded);
    diagnostics_free(discarded);
    if (status != STATUS_OK)
        return blame(path, made->entry->code, err);
    status = buffer_read_file(&file, path, path, err);
    if (status == STATUS_OK)
        status = compare_file(proof, made->entry, &letter, &file, path, err);
    buffer_free(&file);
    return status;
}

static bool read_record(struct arena *arena, const char *output,
                        struct run_json *record)
{
    const char *path = ARENA_JOIN(arena, output, "/run.json");
    struct diagnostics *discarded = diagnostics_new();
    const bool found =
        access(path, R_OK) == 0 &&
        run_json_read(arena, path, record, discarded) == STATUS_OK;

    diagnostics_free(discarded);
    return found;
}

enum status made_letters_prove(const struct engine *engine, const char *output,
                               const struct made_letter *letters, size_t count,
                               struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    struct proof proof = {.worker = worker_new(engine), .output = output};
    enum status first = STATUS_OK;

    (void)read_record(arena, output, &proof.record);
    for (size_t i = 0; i < count; i++) {
        struct error err = {.code = ""};
        const enum status status = prove(&proof, &letters[i], &err);
        if (status != STATUS_OK)
            diagnostics_add_error(diagnostics, &err);
        first = first == STATUS_OK ? status : first;
    }
    worker_free(proof.worker);
    arena_free(arena);
    return first;
}

/* --- comparing ----------------------------------------------------------- */

static enum status digest_content(const struct comparison *comparison,
                                  const struct made_letter *made,
                                  char content[HASH_HEX_SIZE])
{
    struct worker *worker = comparison->worker;
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    struct council council;
    struct letter letter;
    enum status status = worker_evaluate(worker, made->row, &council, &letter,
                                         comparison->diagnostics);

    if (status != STATUS_OK)
        return status;
    status = worker_digest_content(worker, &letter, digest, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(comparison->diagnostics, &err);
    hash_hex(digest, content);
    return status;
}

/* @return true if the campaign would now make a different letter; errors in the
 *         row are reported */
static bool has_other_content(const struct comparison *comparison,
                              const struct made_letter *made)
{
    char hex[HASH_HEX_SIZE];

    return digest_content(comparison, made, hex) == STATUS_OK &&
           strcmp(hex, made->entry->content_sha256) != 0;
}

static void add_letter(struct comparison *comparison,
                       const struct manifest_entry *entry)
{
    struct made_letters *letters = comparison->letters;
    struct made_letter made;
    enum letter_age age;
    const size_t row =
        roster_find(comparison->engine->campaign.roster, entry->code);
    struct council council;

    if (row != SIZE_MAX)
        comparison->seen[row] = true;
    if (entry->status != MANIFEST_MADE)
        return;
    if (row == SIZE_MAX) {
        report(comparison, NO_LOCATION, entry->code,
               "a letter is on record, but its row is gone or at fault; "
               "render again");
        return;
    }
    arena_reset(comparison->worker->arena);
    worker_read_row(comparison->worker, row, &council);
    made = (struct made_letter){entry, row, council.location};
    age = worker_letter_age(comparison->worker, &council, entry);
    if (age == LETTER_KEPT) {
        letters->kept[letters->kept_count++] = made;
        return;
    }
    comparison->stale[letters->count] =
        age == LETTER_STALE && has_other_content(comparison, &made);
    comparison->stale_count += comparison->stale[letters->count];
    letters->items[letters->count++] = made;
}

static void report_unmade(const struct comparison *comparison,
                          struct arena *arena)
{
    const struct roster *roster = comparison->engine->campaign.roster;

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        if (comparison->seen[i])
            continue;
        roster_read(roster, i, arena, &council);
        report(comparison, council.location, council.code,
               "no letter was made of this row; render it");
    }
}

/* --- opening ------------------------------------------------------------- */

static enum status read_manifest(struct arena *arena, const char *output,
                                 struct made_letters *letters,
                                 struct manifest_entry **entries, size_t *count,
                                 struct diagnostics *diagnostics)
{
    const char *path = arena_printf(arena, "%s/manifest.csv", output);
    struct buffer bytes = buffer_new(MANIFEST_LIMIT);
    unsigned char digest[HASH_SIZE];
    struct error err = {.code = ""};
    enum status status = buffer_read_file(&bytes, path, path, &err);

    if (err.rule == RULE_FILE_MISSING && status != STATUS_OK)
        status =
            error_set(&err, RULE_FILE_MISSING, (struct location){path, 0, 0},
                      NULL, "no letters are on record; render them first");
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    hash_bytes(buffer_text(&bytes), bytes.length, digest);
    hash_hex(digest, letters->manifest_sha256);
    buffer_free(&bytes);
    if (status != STATUS_OK)
        return status;
    return manifest_read(arena, path, entries, count, diagnostics);
}

enum status made_letters_open(struct arena *arena, const struct engine *engine,
                              const char *output,
                              struct made_letters *made_letters,
                              struct diagnostics *diagnostics)
{
    const size_t before = diagnostics_error_count(diagnostics);
    struct comparison comparison = {.engine = engine,
                                    .output = output,
                                    .letters = made_letters,
                                    .diagnostics = diagnostics};
    struct manifest_entry *entries;
    size_t count;
    enum status status;

    *made_letters = (struct made_letters){.count = 0};
    status = read_manifest(arena, output, made_letters, &entries, &count,
                           diagnostics);
    if (status != STATUS_OK)
        return status;
    made_letters->items = ARENA_ARRAY(arena, struct made_letter, count);
    made_letters->kept = ARENA_ARRAY(arena, struct made_letter, count);
    comparison.stale = ARENA_ARRAY(arena, bool, count);
    comparison.seen =
        ARENA_ARRAY(arena, bool, roster_count(engine->campaign.roster));
    comparison.recorded = read_record(arena, output, &comparison.record);
    comparison.worker = worker_new(engine);
    for (size_t i = 0; i < count; i++)
        add_letter(&comparison, &entries[i]);
    worker_free(comparison.worker);
    report_stale(&comparison);
    report_unmade(&comparison, arena);
    return diagnostics_error_count(diagnostics) > before ? STATUS_INPUT
                                                         : STATUS_OK;
}

enum status made_letters_kept(struct arena *arena, const struct engine *engine,
                              const char *output, struct map *codes,
                              struct diagnostics *diagnostics)
{
    const struct roster *roster = engine->campaign.roster;
    struct worker *worker = worker_new(engine);
    struct made_letters letters;
    struct manifest_entry *entries;
    struct council council;
    size_t count = 0;
    const enum status status =
        read_manifest(arena, output, &letters, &entries, &count, diagnostics);

    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const size_t row = roster_find(roster, entries[i].code);
        if (row == SIZE_MAX || entries[i].status != MANIFEST_MADE)
            continue;
        arena_reset(worker->arena);
        worker_read_row(worker, row, &council);
        if (worker_letter_age(worker, &council, &entries[i]) == LETTER_KEPT)
            *map_at_text(codes, entries[i].code) = codes;
    }
    worker_free(worker);
    return status;
}
