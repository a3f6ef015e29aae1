#include "store/manifest_index.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct key {
    const char *text;
    const struct manifest_entry *entry;
};

/** Rows sorted by one of their texts. */
struct index {
    struct key *keys;
    size_t count;
};

struct registry {
    const char *path;
    struct index names;
    struct index codes;
    struct index hashes;
};

static int by_text(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;

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
    struct index index = {ARENA_ARRAY(arena, struct key, count), 0};

    for (size_t i = 0; i < count; i++)
        if (*text(&entries[i]))
            index.keys[index.count++] =
                (struct key){text(&entries[i]), &entries[i]};
    if (index.count)
        qsort(index.keys, index.count, sizeof *index.keys, by_text);
    return index;
}

static const struct manifest_entry *look_up(const struct index *index,
                                            const char *text)
{
    const struct key wanted = {text, NULL};
    const struct key *found = NULL;

    if (index->count)
        found = bsearch(&wanted, index->keys, index->count, sizeof *index->keys,
                        by_text);
    return found ? found->entry : NULL;
}

enum status registry_open(struct arena *arena, const char *path,
                          struct registry **registry, struct report *report)
{
    const struct place place = {path, 0, 0};
    struct manifest_entry *entries;
    enum status status;
    size_t count;

    *registry = NULL;
    if (access(path, F_OK) != 0) {
        report_say(report, RULE_FILE_MISSING, place, NULL, NULL,
                   "no such file");
        return STATUS_INPUT;
    }
    status = manifest_read(arena, path, &entries, &count, report);
    if (status != STATUS_OK)
        return status;
    *registry = ARENA_NEW(arena, struct registry);
    **registry = (struct registry){
        .path = arena_string(arena, path),
        .names = make_index(arena, entries, count, file_name),
        .codes = make_index(arena, entries, count, code),
        .hashes = make_index(arena, entries, count, hash),
    };
    return STATUS_OK;
}

const char *registry_path(const struct registry *registry)
{
    return registry->path;
}

const struct manifest_entry *registry_by_name(const struct registry *registry,
                                              const char *name)
{
    return look_up(&registry->names, name);
}

const struct manifest_entry *registry_by_code(const struct registry *registry,
                                              const char *code_text)
{
    return look_up(&registry->codes, code_text);
}

const struct manifest_entry *registry_by_hash(const struct registry *registry,
                                              const char *sha256)
{
    return look_up(&registry->hashes, sha256);
}
