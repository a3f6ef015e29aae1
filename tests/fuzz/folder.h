#ifndef FUZZ_FOLDER_H
#define FUZZ_FOLDER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/** A folder for the files that a target reads; removed in the end. */
static char fuzz_folder[] = "/tmp/lettermill-fuzz-XXXXXX";
static const char *const fuzz_files[] = {"campaign.yaml", "a.csv", "b.csv"};

static void fuzz_remove(void)
{
    char path[64];

    for (size_t i = 0; i < sizeof fuzz_files / sizeof *fuzz_files; i++) {
        snprintf(path, sizeof path, "%s/%s", fuzz_folder, fuzz_files[i]);
        unlink(path);
    }
    rmdir(fuzz_folder);
}

static void fuzz_open(void)
{
    static int opened;

    if (opened)
        return;
    opened = 1;
    if (!mkdtemp(fuzz_folder))
        abort();
    atexit(fuzz_remove);
}

static void fuzz_write(const char *name, const uint8_t *bytes, size_t size)
{
    char path[64];
    FILE *file;

    fuzz_open();
    snprintf(path, sizeof path, "%s/%s", fuzz_folder, name);
    file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
}

#endif
