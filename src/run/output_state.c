#include "run/output_state.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "store/atomic_file.h"

/* Which book a line stands in; later ones know better. */
enum book {
    BOOK_ALL_GONE, /* gone.csv and manifest.csv, where this run is a shard */
    BOOK_ALL,
    BOOK_GONE,
    BOOK_MANIFEST,
    BOOK_LEFT,    /* the journal of a run that was killed */
    BOOK_JOURNAL, /* of this run */
    BOOKS
};

/* Behind so many bits of a place stands its book, so that of two places the
 * greater one knows better. */
enum { OFFSET_BITS = 56 };

struct strays {
    pthread_mutex_t adding;
    struct stray *items;
    size_t count;
    size_t room;
};

/* Never 0: an offset behind a header is not. */
static uint64_t place_of(enum book book, uint64_t offset)
{
    return (uint64_t)book << OFFSET_BITS | offset;
}

static const struct manifest_file *book_of(const struct books *books,
                                           uint64_t where)
{
    return books->files[where >> OFFSET_BITS];
}

static uint64_t offset_of(uint64_t where)
{
    return where & ((UINT64_C(1) << OFFSET_BITS) - 1);
}

static bool read_place(const struct books *books, uint64_t where,
                       struct arena *arena, struct manifest_entry *entry)
{
    struct manifest_line line;

    return where &&
           manifest_line_at(book_of(books, where), offset_of(where), arena,
                            &line) &&
           manifest_parse(&line, arena, entry);
}

static void add_stray(struct books *books, uint64_t where, const char *file)
{
    struct strays *strays = books->strays;

    pthread_mutex_lock(&strays->adding);
    if (strays->count == strays->room) {
        strays->room = strays->room ? strays->room * 2 : 64;
        strays->items =
            memory_resize(strays->items, strays->room, sizeof *strays->items);
    }
    strays->items[strays->count++] = (struct stray){where, hash_short(file)};
    pthread_mutex_unlock(&strays->adding);
}

size_t books_row(const struct roster *roster, const char *code)
{
    const size_t row = roster_find(roster, code);
    const size_t refused =
        row == SIZE_MAX ? roster_find_refused(roster, code) : SIZE_MAX;

    if (refused != SIZE_MAX)
        return roster_count(roster) + refused;
    return row;
}

/* A row that has two lines had its letter under two names, perhaps. */
static void replace(struct books *books, size_t row, uint64_t where,
                    const struct manifest_entry *entry, struct arena *arena)
{
    struct manifest_entry old;

    if (read_place(books, books->where[row], arena, &old) && *old.file &&
        strcmp(old.file, entry->file) != 0)
        add_stray(books, books->where[row], old.file);
    books->where[row] = where;
}

static void enter(struct books *books, uint64_t where,
                  const struct manifest_entry *entry, struct arena *arena)
{
    size_t row;

    if (!shard_holds(&books->shard, entry->code))
        return;
    row = books_row(books->roster, entry->code);
    if (row != SIZE_MAX)
        replace(books, row, where, entry, arena);
    else if (*entry->file)
        add_stray(books, where, entry->file);
}

/* Counts what a killed run had in hand; a letter that was made is safe. */
static void count_ends(struct books *books, const struct manifest_entry *entry)
{
    const size_t row = books_row(books->roster, entry->code);
    unsigned char *ends;

    if (row == SIZE_MAX || !books->ends)
        return;
    ends = &books->ends[row];
    if (entry->status == MANIFEST_MADE)
        *ends = BOOKS_NEVER;
    else if (entry->status == MANIFEST_BEGUN && *ends == BOOKS_NEVER)
        *ends = BOOKS_AMONG_OTHERS;
    else if (entry->status == MANIFEST_ALONE)
        *ends = *ends < BOOKS_ALONE ? BOOKS_ALONE : BOOKS_ALONE_TWICE;
}

static enum status read_book(struct books *books, enum book book,
                             const char *path, struct error *err)
{
    struct manifest_file *file;
    struct manifest_line line;
    struct arena *arena;
    const enum status status = manifest_open(path, &file, err);
    const size_t rows =
        roster_count(books->roster) + roster_refused(books->roster);

    books->files[book] = file;
    if (file && book == BOOK_LEFT)
        books->ends = memset(memory_alloc(rows + 1), BOOKS_NEVER, rows + 1);
    if (status != STATUS_OK || !file)
        return status;
    arena = arena_new();
    while (manifest_next(file, &line)) {
        struct manifest_entry entry;
        arena_reset(arena);
        if (!manifest_parse(&line, arena, &entry))
            continue;
        if (book == BOOK_LEFT)
            count_ends(books, &entry);
        if (entry.status == MANIFEST_MADE || entry.status == MANIFEST_REFUSED)
            enter(books, place_of(book, line.offset), &entry, arena);
    }
    arena_free(arena);
    return STATUS_OK;
}

const char *books_path(const struct books *books, struct arena *arena,
                       const char *name)
{
    char part[SHARD_NAME_SIZE];

    return arena_printf(arena, "%s/%s%s.csv", books->output, name,
                        shard_name(&books->shard, part));
}

static const char *journal_name(const struct books *books, struct arena *arena)
{
    char part[SHARD_NAME_SIZE];

    return arena_printf(arena, "manifest%s.unfinished.csv",
                        shard_name(&books->shard, part));
}

/* What the last undivided run or merge left is of use to a shard too; where
 * another shard has begun to change letters, it is the journal. */
static enum status read_whole(struct books *books, struct arena *arena,
                              struct error *err)
{
    static const char *const names[] = {"manifest.csv",
                                        "manifest.unfinished.csv"};
    enum status status =
        read_book(books, BOOK_ALL_GONE,
                  arena_printf(arena, "%s/gone.csv", books->output), err);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (status == STATUS_OK && !books->files[BOOK_ALL])
            status = read_book(
                books, BOOK_ALL,
                arena_printf(arena, "%s/%s", books->output, names[i]), err);
    return status;
}

enum status books_open(struct books *books, const char *output,
                       const struct roster *roster, const struct shard *shard,
                       struct error *err)
{
    const size_t rows = roster_count(roster) + roster_refused(roster);
    struct arena *arena = arena_new();
    enum status status = STATUS_OK;

    *books = (struct books){
        .arena = arena, .output = output, .roster = roster, .shard = *shard};
    books->where = memory_resize(NULL, rows + 1, sizeof *books->where);
    memset(books->where, 0, rows * sizeof *books->where);
    books->strays = memory_alloc(sizeof *books->strays);
    *books->strays = (struct strays){.count = 0};
    pthread_mutex_init(&books->strays->adding, NULL);
    if (shard->index)
        status = read_whole(books, arena, err);
    if (status == STATUS_OK)
        status =
            read_book(books, BOOK_GONE, books_path(books, arena, "gone"), err);
    if (status == STATUS_OK)
        status = read_book(books, BOOK_MANIFEST,
                           books_path(books, arena, "manifest"), err);
    if (status == STATUS_OK)
        status = read_book(
            books, BOOK_LEFT,
            arena_printf(arena, "%s/%s", output, journal_name(books, arena)),
            err);
    return status;
}

void books_close(struct books *books)
{
    if (!books->strays)
        return;
    for (size_t i = 0; i < BOOKS; i++)
        manifest_close(books->files[i]);
    journal_close(books->journal);
    pthread_mutex_destroy(&books->strays->adding);
    free(books->strays->items);
    free(books->strays);
    free(books->where);
    free(books->ends);
    arena_free(books->arena);
}

static enum status turn(const struct books *books, struct arena *arena,
                        const char *from, const char *to, struct error *err)
{
    from = arena_printf(arena, "%s/%s", books->output, from);
    to = arena_printf(arena, "%s/%s", books->output, to);
    if (rename(from, to) == 0 || errno == ENOENT)
        return STATUS_OK;
    return error_set_errno(err, RULE_FILE_WRITE, from, "rename");
}

/* The manifest of the last run becomes the journal of this one, unless a
 * killed run left one: then it stays until it is replaced. */
static enum status turn_manifest(const struct books *books, struct arena *arena,
                                 struct error *err)
{
    char part[SHARD_NAME_SIZE];
    enum status status = STATUS_OK;

    if (books->shard.index)
        status =
            turn(books, arena, "manifest.csv", "manifest.unfinished.csv", err);
    if (status == STATUS_OK && !books->files[BOOK_LEFT] &&
        books->files[BOOK_MANIFEST])
        status = turn(books, arena,
                      arena_printf(arena, "manifest%s.csv",
                                   shard_name(&books->shard, part)),
                      journal_name(books, arena), err);
    return status;
}

enum status books_begin(struct books *books, struct error *err)
{
    struct arena *arena = books->arena;
    enum status status = STATUS_OK;

    if (books->journal)
        return STATUS_OK;
    status = turn_manifest(books, arena, err);
    if (status == STATUS_OK)
        status = journal_open(books->output, journal_name(books, arena),
                              &books->journal, err);
    if (status == STATUS_OK)
        status = manifest_open(journal_path(books->journal),
                               &books->files[BOOK_JOURNAL], err);
    return status;
}

bool books_find(const struct books *books, size_t row, struct arena *arena,
                struct manifest_entry *entry)
{
    return read_place(books, books->where[row], arena, entry);
}

bool books_find_line(const struct books *books, size_t row, struct arena *arena,
                     struct manifest_line *line)
{
    const uint64_t where = books->where[row];

    return where && manifest_line_at(book_of(books, where), offset_of(where),
                                     arena, line);
}

void books_forget(struct books *books, size_t row)
{
    books->where[row] = 0;
}

unsigned books_ends(const struct books *books, size_t row)
{
    return books->ends ? books->ends[row] : BOOKS_NEVER;
}

enum status books_note_begun(struct books *books, const char *code, bool alone,
                             struct error *err)
{
    const struct manifest_entry entry = {.code = code,
                                         .name = "",
                                         .file = "",
                                         .status = alone ? MANIFEST_ALONE
                                                         : MANIFEST_BEGUN};
    uint64_t offset;

    return journal_add(books->journal, &entry, &offset, err);
}

enum status books_note(struct books *books, size_t row,
                       const struct manifest_entry *entry, struct error *err)
{
    uint64_t offset;
    const enum status status = journal_add(books->journal, entry, &offset, err);

    if (status == STATUS_OK)
        books->where[row] = place_of(BOOK_JOURNAL, offset);
    return status;
}

void books_stray(struct books *books, size_t row,
                 const struct manifest_entry *entry)
{
    add_stray(books, books->where[row], entry->file);
    atomic_store(&books->withdrawn, true);
}

static int by_file(const void *left, const void *right)
{
    const struct stray *a = left;
    const struct stray *b = right;

    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->where > b->where) - (a->where < b->where);
}

size_t books_strays(struct books *books)
{
    struct strays *strays = books->strays;
    size_t kept = 0;

    if (strays->count)
        qsort(strays->items, strays->count, sizeof *strays->items, by_file);
    for (size_t i = 0; i < strays->count; i++) {
        /* The last line about a file is the one that holds. */
        if (i + 1 < strays->count &&
            strays->items[i].file == strays->items[i + 1].file)
            continue;
        strays->items[kept++] = strays->items[i];
    }
    strays->count = kept;
    return kept;
}

bool books_read_stray(const struct books *books, size_t index,
                      struct arena *arena, struct manifest_entry *entry)
{
    return read_place(books, books->strays->items[index].where, arena, entry);
}

void books_settle(struct books *books)
{
    struct arena *arena = arena_new();

    journal_remove(books->journal);
    books->journal = NULL;
    if (books->files[BOOK_LEFT])
        unlink(arena_printf(arena, "%s/%s", books->output,
                            journal_name(books, arena)));
    arena_free(arena);
}
