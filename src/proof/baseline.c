#include "proof/baseline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int by_code(const void *left, const void *right)
{
    const struct manifest_entry *a = left;
    const struct manifest_entry *b = right;

    return strcmp(a->code, b->code);
}

static int match_code(const void *key, const void *item)
{
    return strcmp(key, ((const struct manifest_entry *)item)->code);
}

/* @return "<folder>/<name>" where there is such a file, or NULL */
static const char *find_file(struct arena *arena, const char *folder,
                             const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);

    return access(path, R_OK) == 0 ? path : NULL;
}

static enum status read_manifest(struct arena *arena, const char *path,
                                 struct earlier *earlier, struct report *report)
{
    struct manifest_entry *entries;
    size_t count;
    size_t made = 0;
    const enum status status =
        manifest_read(arena, path, &entries, &count, report);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (entries[i].status == MANIFEST_MADE)
            entries[made++] = entries[i];
    if (made)
        qsort(entries, made, sizeof *entries, by_code);
    earlier->letters = entries;
    earlier->letter_count = made;
    return STATUS_OK;
}

static enum status open_named(struct arena *arena, const char *against,
                              struct earlier *earlier, struct report *report)
{
    const char *inner = arena_printf(arena, "%s/proof", against);
    const char *record = find_file(arena, against, "proof.csv");
    const char *manifest = find_file(arena, against, "manifest.csv");

    earlier->what = against;
    earlier->folder = record ? against : inner;
    if (!record)
        record = find_file(arena, inner, "proof.csv");
    if (record)
        return proof_record_read(arena, record, &earlier->record, report);
    if (manifest)
        return read_manifest(arena, manifest, earlier, report);
    report_say(report, RULE_FILE_MISSING, (struct place){against, 0, 0}, NULL,
               "--against",
               "neither proof.csv, proof/proof.csv nor manifest.csv is there");
    return STATUS_INPUT;
}

enum status earlier_open(struct arena *arena, const char *against,
                         const struct proof_record *last, const char *folder,
                         struct earlier *earlier, struct report *report)
{
    *earlier = (struct earlier){.what = ""};
    if (against)
        return open_named(arena, against, earlier, report);
    if (last->count)
        *earlier = (struct earlier){
            .what = "the last proof", .folder = folder, .record = *last};
    return STATUS_OK;
}

bool earlier_exists(const struct earlier *earlier)
{
    return *earlier->what != '\0';
}

const struct manifest_entry *earlier_letter(const struct earlier *earlier,
                                            const char *code)
{
    return earlier->letter_count
               ? bsearch(code, earlier->letters, earlier->letter_count,
                         sizeof *earlier->letters, match_code)
               : NULL;
}

const char *change_word(enum change change)
{
    static const char *const words[] = {"unchanged", "changed", "new"};

    return words[change];
}
