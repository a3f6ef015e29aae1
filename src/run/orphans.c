#include "run/orphans.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"

/* Maximum bytes of a letter. */
enum { LETTER_LIMIT = 64 * 1024 * 1024 };

/* A line of gone.csv. */
struct gone {
    const char *code;
    const char *line;
};

struct orphan_pass {
    struct output_state *output_state;
    struct arena *arena; /* for the current letter */
    struct buffer bytes;
    struct arena *kept; /* owns what gone.csv is to hold */
    struct gone *list;
    uint64_t *claimed; /* hashes of the files that belong to rows */
    size_t claimed_count;
    bool prune;
    size_t gone;
    size_t pruned;
    struct diagnostics *diagnostics;
};

bool orphans_is_intact(const char *output, const struct manifest_entry *entry,
                       struct buffer *bytes)
{
    struct error ignored = {.code = ""};
    struct buffer path = buffer_new(64 * 1024);
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];
    bool whole = false;

    buffer_printf(&path, "%s/%s", output, entry->file);
    buffer_clear(bytes);
    if (buffer_read_file(bytes, buffer_text(&path), "", &ignored) ==
            STATUS_OK &&
        bytes->length == entry->bytes) {
        hash_bytes(buffer_text(bytes), bytes->length, digest);
        whole = strcmp(hash_hex(digest, hex), entry->sha256) == 0;
    }
    buffer_free(&path);
    return whole;
}

static int by_hash(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

static void claim_files(struct orphan_pass *orphan_pass)
{
    const struct output_state *output_state = orphan_pass->output_state;
    const size_t rows = roster_count(output_state->roster);

    orphan_pass->claimed = memory_resize(NULL, rows + 1, sizeof(uint64_t));
    for (size_t i = 0; i < rows; i++) {
        struct manifest_entry entry;
        arena_reset(orphan_pass->arena);
        if (output_state_find(output_state, i, orphan_pass->arena, &entry) &&
            *entry.file)
            orphan_pass->claimed[orphan_pass->claimed_count++] =
                hash_fnv(entry.file);
    }
    if (orphan_pass->claimed_count)
        qsort(orphan_pass->claimed, orphan_pass->claimed_count,
              sizeof(uint64_t), by_hash);
}

static bool is_claimed(const struct orphan_pass *orphan_pass, const char *file)
{
    const uint64_t hash = hash_fnv(file);

    return orphan_pass->claimed_count &&
           bsearch(&hash, orphan_pass->claimed, orphan_pass->claimed_count,
                   sizeof hash, by_hash);
}

/* Handles a letter whose council still has a row, which is refused or has
 * another file name. */
static void withdraw(struct orphan_pass *orphan_pass, size_t row,
                     const struct manifest_entry *entry, const char *path)
{
    const struct location location = {path, 0, 0};
    struct error err = {.code = ""};
    struct manifest_entry now;

    if (atomic_file_remove(path, &err) != STATUS_OK)
        diagnostics_add_error(orphan_pass->diagnostics, &err);
    else if (!output_state_find(orphan_pass->output_state, row,
                                orphan_pass->arena, &now) ||
             !*now.file)
        diagnostics_add(orphan_pass->diagnostics, RULE_LETTER_WITHDRAWN,
                        location, entry->code, NULL,
                        "removed: the row of %s is refused now", entry->code);
}

static void list_gone(struct orphan_pass *orphan_pass,
                      const struct manifest_entry *entry)
{
    struct buffer line = buffer_new(1024 * 1024);
    struct gone gone;

    manifest_add(&line, entry);
    gone.code = arena_strdup(orphan_pass->kept, entry->code);
    gone.line = arena_strdup(orphan_pass->kept, buffer_text(&line));
    buffer_free(&line);
    orphan_pass->list = memory_resize(orphan_pass->list, orphan_pass->gone + 1,
                                      sizeof *orphan_pass->list);
    orphan_pass->list[orphan_pass->gone++] = gone;
}

static void handle_gone(struct orphan_pass *orphan_pass,
                        const struct manifest_entry *entry, const char *path)
{
    const struct location location = {path, 0, 0};

    if (orphan_pass->prune && unlink(path) == 0) {
        orphan_pass->pruned++;
        return;
    }
    list_gone(orphan_pass, entry);
    diagnostics_add(
        orphan_pass->diagnostics, RULE_LETTER_GONE, location, entry->code, NULL,
        "the row of %s has gone; --prune removes its letter", entry->code);
}

static void handle(struct orphan_pass *orphan_pass,
                   const struct manifest_entry *entry)
{
    const struct output_state *output_state = orphan_pass->output_state;
    const char *path = arena_printf(orphan_pass->arena, "%s/%s",
                                    output_state->output, entry->file);
    const struct location location = {path, 0, 0};
    const size_t row = output_state_row(output_state->roster, entry->code);

    if (is_claimed(orphan_pass, entry->file) || access(path, F_OK) != 0)
        return;
    if (!orphans_is_intact(output_state->output, entry, &orphan_pass->bytes)) {
        list_gone(orphan_pass, entry);
        diagnostics_add(
            orphan_pass->diagnostics, RULE_LETTER_STRANGE, location,
            entry->code, NULL,
            "no letter of this campaign, but changed since it was made; "
            "left where it is");
    } else if (row == SIZE_MAX) {
        handle_gone(orphan_pass, entry, path);
    } else {
        withdraw(orphan_pass, row, entry, path);
    }
}

static int by_code(const void *left, const void *right)
{
    const struct gone *a = left;
    const struct gone *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : strcmp(a->line, b->line);
}

static enum status fill_list(const struct orphan_pass *orphan_pass,
                             const char *path, enum file_sync sync,
                             struct error *err)
{
    struct buffer csv = buffer_new(SIZE_MAX / 4);
    enum status status;

    qsort(orphan_pass->list, orphan_pass->gone, sizeof *orphan_pass->list,
          by_code);
    buffer_add_text(&csv, BUFFER_BYTE_ORDER_MARK); /* for spreadsheets */
    manifest_add_header(&csv);
    for (size_t i = 0; i < orphan_pass->gone; i++)
        buffer_add_text(&csv, orphan_pass->list[i].line);
    status = atomic_file_write(path, csv.bytes, csv.length, sync, err);
    buffer_free(&csv);
    return status;
}

static enum status write_list(struct orphan_pass *orphan_pass,
                              enum file_sync sync)
{
    const char *path = output_state_path(orphan_pass->output_state,
                                         orphan_pass->arena, "gone");
    struct error err = {.code = ""};
    const enum status status = orphan_pass->gone
                                   ? fill_list(orphan_pass, path, sync, &err)
                                   : atomic_file_remove(path, &err);

    if (status != STATUS_OK)
        diagnostics_add_error(orphan_pass->diagnostics, &err);
    return status;
}

enum status orphans_process(struct output_state *output_state, bool prune,
                            enum file_sync sync, size_t *gone, size_t *pruned,
                            struct diagnostics *diagnostics)
{
    const size_t orphans = output_state_orphans(output_state);
    struct orphan_pass orphan_pass = {.output_state = output_state,
                                      .arena = arena_new(),
                                      .bytes = buffer_new(LETTER_LIMIT),
                                      .kept = arena_new(),
                                      .prune = prune,
                                      .diagnostics = diagnostics};
    enum status status;

    if (orphans)
        claim_files(&orphan_pass);
    for (size_t i = 0; i < orphans; i++) {
        struct manifest_entry entry;
        arena_reset(orphan_pass.arena);
        if (output_state_read_orphan(output_state, i, orphan_pass.arena,
                                     &entry) &&
            *entry.file)
            handle(&orphan_pass, &entry);
    }
    arena_reset(orphan_pass.arena);
    status = write_list(&orphan_pass, sync);
    *gone = orphan_pass.gone;
    *pruned = orphan_pass.pruned;
    free(orphan_pass.claimed);
    free(orphan_pass.list);
    buffer_free(&orphan_pass.bytes);
    arena_free(orphan_pass.kept);
    arena_free(orphan_pass.arena);
    return status;
}
