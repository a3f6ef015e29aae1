#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/** A folder of files that a test writes, and what is said about them. */
struct scratch {
    char folder[64];
    struct arena *arena;
    struct diagnostics *diagnostics;
};

static inline struct scratch scratch_open(void)
{
    struct scratch scratch = {"/tmp/lettermill-unit-XXXXXX", arena_new(),
                              diagnostics_new()};

    assert_non_null(mkdtemp(scratch.folder));
    return scratch;
}

static inline void scratch_close(struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder)) != NULL)
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(scratch->folder);
    arena_free(scratch->arena);
    diagnostics_free(scratch->diagnostics);
}

static inline const char *scratch_path(struct scratch *scratch,
                                       const char *name)
{
    return arena_printf(scratch->arena, "%s/%s", scratch->folder, name);
}

static inline void scratch_write_bytes(struct scratch *scratch,
                                       const char *name, const void *bytes,
                                       size_t size)
{
    FILE *file = fopen(scratch_path(scratch, name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void scratch_write(struct scratch *scratch, const char *name,
                                 const char *text)
{
    scratch_write_bytes(scratch, name, text, strlen(text));
}

/* Takes "<folder>/" out of a text. */
static inline void scratch_shorten(const struct scratch *scratch, char *text)
{
    const size_t length = strlen(scratch->folder);
    char *at;

    while ((at = strstr(text, scratch->folder)) != NULL) {
        const size_t skip = length + (at[length] == '/');
        memmove(at, at + skip, strlen(at + skip) + 1);
    }
}

/** @return all diagnostics as text, file names without the folder */
static inline const char *scratch_said(struct scratch *scratch)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    char *kept;

    assert_non_null(out);
    diagnostics_print(scratch->diagnostics, DIAGNOSTICS_TEXT, out);
    fclose(out);
    kept = arena_strdup(scratch->arena, text);
    free(text);
    scratch_shorten(scratch, kept);
    return kept;
}

/** The same, each line only as far as the list of the keys that there are,
 *  which grows with the program. */
static inline const char *scratch_said_but_keys(struct scratch *scratch)
{
    char *said = arena_strdup(scratch->arena, scratch_said(scratch));
    char *at = said;

    while ((at = strstr(at, " (the keys are ")) != NULL) {
        const char *end = strchr(at, '\n');
        memmove(at, end, strlen(end) + 1);
    }
    return said;
}

#endif
