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

/* @return "<folder>/<name>" if the file exists, or NULL */
static const char *find_file(struct arena *arena, const char *folder,
                             const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);

    return access(path, R_OK) == 0 ? path : NULL;
}

static enum status read_manifest(struct arena *arena, const char *path,
                                 struct baseline *baseline,
                                 struct diagnostics *diagnostics)
{
    struct manifest_entry *entries;
    size_t count;
    size_t made = 0;
    const enum status status =
        manifest_read(arena, path, &entries, &count, diagnostics);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (entries[i].status == MANIFEST_MADE)
            entries[made++] = entries[i];
    if (made)
        qsort(entries, made, sizeof *entries, by_code);
    baseline->letters = entries;
    baseline->letter_count = made;
    return STATUS_OK;
}

static enum status open_named(struct arena *arena, const char *against,
                              struct baseline *baseline,
                              struct diagnostics *diagnostics)
{
    const char *inner = arena_printf(arena, "%s/proof", against);
    const char *record = find_file(arena, against, "proof.csv");
    const char *manifest = find_file(arena, against, "manifest.csv");

    baseline->what = against;
    baseline->folder = record ? against : inner;
    if (!record)
        record = find_file(arena, inner, "proof.csv");
    if (record)
        return proof_record_read(arena, record, &baseline->record, diagnostics);
    if (manifest)
        return read_manifest(arena, manifest, baseline, diagnostics);
    diagnostics_add(
        diagnostics, RULE_FILE_MISSING, (struct location){against, 0, 0}, NULL,
        "--against",
        "neither proof.csv, proof/proof.csv nor manifest.csv is there");
    return STATUS_INPUT;
}

enum status baseline_open(struct arena *arena, const char *against,
                          const struct proof_record *last, const char *folder,
                          struct baseline *baseline,
                          struct diagnostics *diagnostics)
{
    *baseline = (struct baseline){.what = ""};
    if (against)
        return open_named(arena, against, baseline, diagnostics);
    if (last->count)
        *baseline = (struct baseline){
            .what = "the last proof", .folder = folder, .record = *last};
    return STATUS_OK;
}

bool baseline_exists(const struct baseline *baseline)
{
    return *baseline->what != '\0';
}

const struct manifest_entry *baseline_letter(const struct baseline *baseline,
                                             const char *code)
{
    return baseline->letter_count
               ? bsearch(code, baseline->letters, baseline->letter_count,
                         sizeof *baseline->letters, match_code)
               : NULL;
}

const char *baseline_change_word(enum baseline_change change)
{
    static const char *const words[] = {"unchanged", "changed", "new"};

    return words[change];
}
