#include "run/orphans.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Most bytes of a letter. */
enum { LETTER_LIMIT = 64 * 1024 * 1024 };

/* A line of gone.csv. */
struct gone {
    const char *code;
    const char *line;
};

struct settling {
    struct books *books;
    struct arena *arena; /* for the letter in hand */
    struct digester *digester;
    struct buffer bytes;
    struct arena *kept; /* owns what gone.csv is to hold */
    struct gone *list;
    uint64_t *claimed; /* hashes of the files that rows stand for */
    size_t claimed_count;
    bool prune;
    size_t gone;
    size_t pruned;
    struct report *report;
};

bool stale_is_whole(const char *output, const struct manifest_entry *entry,
                    struct digester *digester, struct buffer *bytes)
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
        digester_hash_alike(digester, buffer_text(bytes), bytes->length,
                            digest);
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

static void claim_files(struct settling *settling)
{
    const struct books *books = settling->books;
    const size_t rows = roster_count(books->roster);

    settling->claimed = memory_resize(NULL, rows + 1, sizeof(uint64_t));
    for (size_t i = 0; i < rows; i++) {
        struct manifest_entry entry;
        arena_reset(settling->arena);
        if (books_find(books, i, settling->arena, &entry) && *entry.file)
            settling->claimed[settling->claimed_count++] =
                hash_short(entry.file);
    }
    if (settling->claimed_count)
        qsort(settling->claimed, settling->claimed_count, sizeof(uint64_t),
              by_hash);
}

static bool is_claimed(const struct settling *settling, const char *file)
{
    const uint64_t hash = hash_short(file);

    return settling->claimed_count &&
           bsearch(&hash, settling->claimed, settling->claimed_count,
                   sizeof hash, by_hash);
}

/* A letter of a council that is still there: refused now, or renamed. */
static void withdraw(struct settling *settling, size_t row,
                     const struct manifest_entry *entry, const char *path)
{
    const struct place place = {path, 0, 0};
    struct error err = {.code = ""};
    struct manifest_entry now;

    if (filing_remove(path, &err) != STATUS_OK)
        report_add(settling->report, &err);
    else if (!books_find(settling->books, row, settling->arena, &now) ||
             !*now.file)
        report_say(settling->report, RULE_LETTER_WITHDRAWN, place, entry->code,
                   NULL, "removed: the row of %s is refused now", entry->code);
}

static void list_gone(struct settling *settling,
                      const struct manifest_entry *entry)
{
    struct buffer line = buffer_new(1024 * 1024);
    struct gone gone;

    manifest_add(&line, entry);
    gone.code = arena_string(settling->kept, entry->code);
    gone.line = arena_string(settling->kept, buffer_text(&line));
    buffer_free(&line);
    settling->list = memory_resize(settling->list, settling->gone + 1,
                                   sizeof *settling->list);
    settling->list[settling->gone++] = gone;
}

static void handle_gone(struct settling *settling,
                        const struct manifest_entry *entry, const char *path)
{
    const struct place place = {path, 0, 0};

    if (settling->prune && unlink(path) == 0) {
        settling->pruned++;
        return;
    }
    list_gone(settling, entry);
    report_say(settling->report, RULE_LETTER_GONE, place, entry->code, NULL,
               "the row of %s has gone; --prune removes its letter",
               entry->code);
}

static void handle(struct settling *settling,
                   const struct manifest_entry *entry)
{
    const struct books *books = settling->books;
    const char *path =
        arena_printf(settling->arena, "%s/%s", books->output, entry->file);
    const struct place place = {path, 0, 0};
    const size_t row = books_row(books->roster, entry->code);

    if (is_claimed(settling, entry->file) || access(path, F_OK) != 0)
        return;
    if (!stale_is_whole(books->output, entry, settling->digester,
                        &settling->bytes)) {
        list_gone(settling, entry);
        report_say(settling->report, RULE_LETTER_STRANGE, place, entry->code,
                   NULL,
                   "no letter of this campaign, but changed since it was made; "
                   "left where it is");
    } else if (row == SIZE_MAX) {
        handle_gone(settling, entry, path);
    } else {
        withdraw(settling, row, entry, path);
    }
}

static int by_code(const void *left, const void *right)
{
    const struct gone *a = left;
    const struct gone *b = right;
    const int order = strcmp(a->code, b->code);

    return order ? order : strcmp(a->line, b->line);
}

static enum status fill_list(const struct settling *settling, const char *path,
                             enum filing_sync sync, struct error *err)
{
    struct buffer csv = buffer_new(SIZE_MAX / 4);
    enum status status;

    qsort(settling->list, settling->gone, sizeof *settling->list, by_code);
    manifest_add_header(&csv);
    for (size_t i = 0; i < settling->gone; i++)
        buffer_add_text(&csv, settling->list[i].line);
    status = filing_write(path, csv.bytes, csv.length, sync, err);
    buffer_free(&csv);
    return status;
}

static enum status write_list(struct settling *settling, enum filing_sync sync)
{
    const char *path = books_path(settling->books, settling->arena, "gone");
    struct error err = {.code = ""};
    const enum status status = settling->gone
                                   ? fill_list(settling, path, sync, &err)
                                   : filing_remove(path, &err);

    if (status != STATUS_OK)
        report_add(settling->report, &err);
    return status;
}

enum status stale_settle(struct books *books, bool prune, enum filing_sync sync,
                         size_t *gone, size_t *pruned, struct report *report)
{
    const size_t strays = books_strays(books);
    struct settling settling = {.books = books,
                                .arena = arena_new(),
                                .digester = digester_new(),
                                .bytes = buffer_new(LETTER_LIMIT),
                                .kept = arena_new(),
                                .prune = prune,
                                .report = report};
    enum status status;

    if (strays)
        claim_files(&settling);
    for (size_t i = 0; i < strays; i++) {
        struct manifest_entry entry;
        arena_reset(settling.arena);
        if (books_read_stray(books, i, settling.arena, &entry) && *entry.file)
            handle(&settling, &entry);
    }
    arena_reset(settling.arena);
    status = write_list(&settling, sync);
    *gone = settling.gone;
    *pruned = settling.pruned;
    free(settling.claimed);
    free(settling.list);
    buffer_free(&settling.bytes);
    digester_free(settling.digester);
    arena_free(settling.kept);
    arena_free(settling.arena);
    return status;
}
