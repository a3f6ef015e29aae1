#include "run/output_state.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/hash.h"
#include "base/memory.h"

/* The file that holds a line; later files override earlier ones. */
enum state_file {
    STATE_FILE_ALL_GONE, /* gone.csv and manifest.csv, where this run is a shard */
    STATE_FILE_ALL,
    STATE_FILE_GONE,
    STATE_FILE_MANIFEST,
    STATE_FILE_LEFT,    /* the journal of a run that was killed */
    STATE_FILE_JOURNAL, /* of this run */
    STATE_FILES
};

/* The bits above these hold the file, so that the greater of two positions
 * overrides the other. */
enum { OFFSET_BITS = 56 };

struct orphans {
    pthread_mutex_t adding;
    struct orphan *items;
    size_t count;
    size_t capacity;
};

/* Never 0, because a line follows the header. */
static uint64_t place_of(enum state_file state_file, uint64_t offset)
{
    return (uint64_t)state_file << OFFSET_BITS | offset;
}

static const struct manifest_reader *
state_file_of(const struct output_state *output_state, uint64_t where)
{
    return output_state->files[where >> OFFSET_BITS];
}

static uint64_t offset_of(uint64_t where)
{
    return where & ((UINT64_C(1) << OFFSET_BITS) - 1);
}

static bool read_place(const struct output_state *output_state, uint64_t where,
                       struct arena *arena, struct manifest_entry *entry)
{
    struct manifest_line line;

    return where &&
           manifest_reader_line_at(state_file_of(output_state, where),
                                   offset_of(where), arena, &line) &&
           manifest_reader_parse(&line, arena, entry);
}

static void add_orphan(struct output_state *output_state, uint64_t where,
                       const char *file)
{
    struct orphans *orphans = output_state->orphans;

    pthread_mutex_lock(&orphans->adding);
    ARRAY_GROW(orphans->items, orphans->count, orphans->capacity);
    orphans->items[orphans->count++] = (struct orphan){where, hash_fnv(file)};
    pthread_mutex_unlock(&orphans->adding);
}

size_t output_state_row(const struct roster *roster, const char *code)
{
    const size_t row = roster_find(roster, code);
    const size_t refused =
        row == SIZE_MAX ? roster_find_refused(roster, code) : SIZE_MAX;

    if (refused != SIZE_MAX)
        return roster_count(roster) + refused;
    return row;
}

/* A row with two lines may have had its letter under two names. */
static void replace(struct output_state *output_state, size_t row,
                    uint64_t where, const struct manifest_entry *entry,
                    struct arena *arena)
{
    struct manifest_entry old;

    if (read_place(output_state, output_state->where[row], arena, &old) &&
        *old.file && strcmp(old.file, entry->file) != 0)
        add_orphan(output_state, output_state->where[row], old.file);
    output_state->where[row] = where;
}

static void enter(struct output_state *output_state, uint64_t where,
                  const struct manifest_entry *entry, struct arena *arena)
{
    size_t row;

    if (!shard_contains(&output_state->shard, entry->code))
        return;
    row = output_state_row(output_state->roster, entry->code);
    if (row != SIZE_MAX)
        replace(output_state, row, where, entry, arena);
    else if (*entry->file)
        add_orphan(output_state, where, entry->file);
}

static enum status read_state_file(struct output_state *output_state,
                                   enum state_file state_file, const char *path,
                                   struct error *err)
{
    struct manifest_reader *file;
    struct manifest_line line;
    struct arena *arena;
    const enum status status = manifest_reader_open(path, &file, err);

    output_state->files[state_file] = file;
    if (status != STATUS_OK || !file)
        return status;
    arena = arena_new();
    while (manifest_reader_next(file, &line)) {
        struct manifest_entry entry;
        arena_reset(arena);
        if (manifest_reader_parse(&line, arena, &entry))
            enter(output_state, place_of(state_file, line.offset), &entry,
                  arena);
    }
    arena_free(arena);
    return STATUS_OK;
}

const char *output_state_path(const struct output_state *output_state,
                              struct arena *arena, const char *name)
{
    char part[SHARD_NAME_SIZE];

    return arena_printf(arena, "%s/%s%s.csv", output_state->output, name,
                        shard_name(&output_state->shard, part));
}

static const char *journal_name(const struct output_state *output_state,
                                struct arena *arena)
{
    char part[SHARD_NAME_SIZE];

    return arena_printf(arena, "manifest%s.unfinished.csv",
                        shard_name(&output_state->shard, part));
}

/* A shard also reads the manifest of the last undivided run or merge; after
 * another shard has begun to change letters, it is the journal. */
static enum status read_whole(struct output_state *output_state,
                              struct arena *arena, struct error *err)
{
    static const char *const names[] = {"manifest.csv",
                                        "manifest.unfinished.csv"};
    enum status status = read_state_file(
        output_state, STATE_FILE_ALL_GONE,
        arena_printf(arena, "%s/gone.csv", output_state->output), err);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (status == STATUS_OK && !output_state->files[STATE_FILE_ALL])
            status = read_state_file(
                output_state, STATE_FILE_ALL,
                arena_printf(arena, "%s/%s", output_state->output, names[i]),
                err);
    return status;
}

enum status output_state_open(struct output_state *output_state,
                              const char *output, const struct roster *roster,
                              const struct shard *shard, struct error *err)
{
    const size_t rows = roster_count(roster) + roster_refused(roster);
    struct arena *arena = arena_new();
    enum status status = STATUS_OK;

    *output_state = (struct output_state){
        .arena = arena, .output = output, .roster = roster, .shard = *shard};
    output_state->where =
        memory_resize(NULL, rows + 1, sizeof *output_state->where);
    memset(output_state->where, 0, rows * sizeof *output_state->where);
    output_state->orphans = memory_alloc(sizeof *output_state->orphans);
    *output_state->orphans = (struct orphans){.count = 0};
    pthread_mutex_init(&output_state->orphans->adding, NULL);
    if (shard->index)
        status = read_whole(output_state, arena, err);
    if (status == STATUS_OK)
        status = read_state_file(output_state, STATE_FILE_GONE,
                                 output_state_path(output_state, arena, "gone"),
                                 err);
    if (status == STATUS_OK)
        status = read_state_file(
            output_state, STATE_FILE_MANIFEST,
            output_state_path(output_state, arena, "manifest"), err);
    if (status == STATUS_OK)
        status =
            read_state_file(output_state, STATE_FILE_LEFT,
                            arena_printf(arena, "%s/%s", output,
                                         journal_name(output_state, arena)),
                            err);
    return status;
}

void output_state_close(struct output_state *output_state)
{
    if (!output_state->orphans)
        return;
    for (size_t i = 0; i < STATE_FILES; i++)
        manifest_reader_close(output_state->files[i]);
    journal_close(output_state->journal);
    pthread_mutex_destroy(&output_state->orphans->adding);
    free(output_state->orphans->items);
    free(output_state->orphans);
    free(output_state->where);
    arena_free(output_state->arena);
}

static enum status rename_file(const struct output_state *output_state,
                               struct arena *arena, const char *from,
                               const char *to, struct error *err)
{
    from = arena_printf(arena, "%s/%s", output_state->output, from);
    to = arena_printf(arena, "%s/%s", output_state->output, to);
    if (rename(from, to) == 0 || errno == ENOENT)
        return STATUS_OK;
    return error_set_errno(err, RULE_FILE_WRITE, from, "rename");
}

/* The manifest of the last run becomes the journal of this one, unless a
 * killed run left one, which then remains until it is replaced. */
static enum status manifest_to_journal(const struct output_state *output_state,
                                       struct arena *arena, struct error *err)
{
    char part[SHARD_NAME_SIZE];
    enum status status = STATUS_OK;

    if (output_state->shard.index)
        status = rename_file(output_state, arena, "manifest.csv",
                             "manifest.unfinished.csv", err);
    if (status == STATUS_OK && !output_state->files[STATE_FILE_LEFT] &&
        output_state->files[STATE_FILE_MANIFEST])
        status =
            rename_file(output_state, arena,
                        arena_printf(arena, "manifest%s.csv",
                                     shard_name(&output_state->shard, part)),
                        journal_name(output_state, arena), err);
    return status;
}

enum status output_state_begin(struct output_state *output_state,
                               struct error *err)
{
    struct arena *arena = output_state->arena;
    enum status status = STATUS_OK;

    if (output_state->journal)
        return STATUS_OK;
    status = manifest_to_journal(output_state, arena, err);
    if (status == STATUS_OK)
        status = journal_open(output_state->output,
                              journal_name(output_state, arena),
                              &output_state->journal, err);
    if (status == STATUS_OK)
        status =
            manifest_reader_open(journal_path(output_state->journal),
                                 &output_state->files[STATE_FILE_JOURNAL], err);
    return status;
}

bool output_state_find(const struct output_state *output_state, size_t row,
                       struct arena *arena, struct manifest_entry *entry)
{
    return read_place(output_state, output_state->where[row], arena, entry);
}

bool output_state_find_line(const struct output_state *output_state, size_t row,
                            struct arena *arena, struct manifest_line *line)
{
    const uint64_t where = output_state->where[row];

    return where && manifest_reader_line_at(state_file_of(output_state, where),
                                            offset_of(where), arena, line);
}

void output_state_forget(struct output_state *output_state, size_t row)
{
    output_state->where[row] = 0;
}

enum status output_state_record(struct output_state *output_state, size_t row,
                                const struct manifest_entry *entry,
                                struct error *err)
{
    uint64_t offset;
    const enum status status =
        journal_add(output_state->journal, entry, &offset, err);

    if (status == STATUS_OK)
        output_state->where[row] = place_of(STATE_FILE_JOURNAL, offset);
    return status;
}

void output_state_add_orphan(struct output_state *output_state, size_t row,
                             const struct manifest_entry *entry)
{
    add_orphan(output_state, output_state->where[row], entry->file);
    atomic_store(&output_state->withdrawn, true);
}

static int by_file(const void *left, const void *right)
{
    const struct orphan *a = left;
    const struct orphan *b = right;

    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->where > b->where) - (a->where < b->where);
}

size_t output_state_orphans(struct output_state *output_state)
{
    struct orphans *orphans = output_state->orphans;
    size_t kept = 0;

    if (orphans->count)
        qsort(orphans->items, orphans->count, sizeof *orphans->items, by_file);
    for (size_t i = 0; i < orphans->count; i++) {
        /* The last line about a file is valid. */
        if (i + 1 < orphans->count &&
            orphans->items[i].file == orphans->items[i + 1].file)
            continue;
        orphans->items[kept++] = orphans->items[i];
    }
    orphans->count = kept;
    return kept;
}

bool output_state_read_orphan(const struct output_state *output_state,
                              size_t index, struct arena *arena,
                              struct manifest_entry *entry)
{
    return read_place(output_state, output_state->orphans->items[index].where,
                      arena, entry);
}

void output_state_finish(struct output_state *output_state)
{
    struct arena *arena = arena_new();

    journal_remove(output_state->journal);
    output_state->journal = NULL;
    if (output_state->files[STATE_FILE_LEFT])
        unlink(arena_printf(arena, "%s/%s", output_state->output,
                            journal_name(output_state, arena)));
    arena_free(arena);
}
