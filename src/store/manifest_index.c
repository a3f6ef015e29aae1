#include "store/manifest_index.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct index_key {
    const char *text;
    const struct manifest_entry *entry;
};

/** Rows sorted by one of their texts. */
struct index {
    struct index_key *keys;
    size_t count;
};

struct manifest_index {
    const char *path;
    struct index names;
    struct index codes;
    struct index hashes;
};

static int by_text(const void *left, const void *right)
{
    const struct index_key *a = left;
    const struct index_key *b = right;

    return strcmp(a->text, b->text);
}

static const char *file_name(const struct manifest_entry *entry)
{
    const char *slash = strrchr(entry->file, '/');

    return slash ? slash + 1 : entry->file;
}

static const char *code(const struct manifest_entry *entry)
{
    return entry->code;
}

static const char *hash(const struct manifest_entry *entry)
{
    return entry->sha256;
}

static struct index
make_index(struct arena *arena, const struct manifest_entry *entries,
           size_t count, const char *(*text)(const struct manifest_entry *))
{
    struct index index = {ARENA_ARRAY(arena, struct index_key, count), 0};

    for (size_t i = 0; i < count; i++)
        if (*text(&entries[i]))
            index.keys[index.count++] =
                (struct index_key){text(&entries[i]), &entries[i]};
    if (index.count)
        qsort(index.keys, index.count, sizeof *index.keys, by_text);
    return index;
}

static const struct manifest_entry *find_text(const struct index *index,
                                              const char *text)
{
    const struct index_key wanted = {text, NULL};
    const struct index_key *found = NULL;

    if (index->count)
        found = bsearch(&wanted, index->keys, index->count, sizeof *index->keys,
                        by_text);
    return found ? found->entry : NULL;
}

enum status manifest_index_open(struct arena *arena, const char *path,
                                struct manifest_index **manifest_index,
                                struct diagnostics *diagnostics)
{
    const struct location location = {path, 0, 0};
    struct manifest_entry *entries;
    enum status status;
    size_t count;

    *manifest_index = NULL;
    if (access(path, F_OK) != 0) {
        diagnostics_add(diagnostics, RULE_FILE_MISSING, location, NULL, NULL,
                        "no such file");
        return STATUS_INPUT;
    }
    status = manifest_read(arena, path, &entries, &count, diagnostics);
    if (status != STATUS_OK)
        return status;
    *manifest_index = ARENA_NEW(arena, struct manifest_index);
    **manifest_index = (struct manifest_index){
        .path = arena_strdup(arena, path),
        .names = make_index(arena, entries, count, file_name),
        .codes = make_index(arena, entries, count, code),
        .hashes = make_index(arena, entries, count, hash),
    };
    return STATUS_OK;
}

const char *manifest_index_path(const struct manifest_index *manifest_index)
{
    return manifest_index->path;
}

const struct manifest_entry *
manifest_index_by_name(const struct manifest_index *manifest_index,
                       const char *name)
{
    return find_text(&manifest_index->names, name);
}

const struct manifest_entry *
manifest_index_by_code(const struct manifest_index *manifest_index,
                       const char *code_text)
{
    return find_text(&manifest_index->codes, code_text);
}

const struct manifest_entry *
manifest_index_by_hash(const struct manifest_index *manifest_index,
                       const char *sha256)
{
    return find_text(&manifest_index->hashes, sha256);
}
