#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/verification_print.h"

/*
 * Any bytes as a PDF file that `verify --sealed` reads, prints included. The
 * corpus are small sealed files, with updates of every kind behind the seal.
 * Since nobody is trusted, no file may be.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static char path[] = "/tmp/lettermill-fuzz-verify-XXXXXX";
static FILE *nowhere;

static void leave(void)
{
    unlink(path);
    fclose(nowhere);
}

static void fuzz_open(void)
{
    const int file = nowhere ? -1 : mkstemp(path);

    if (nowhere)
        return;
    nowhere = fopen("/dev/null", "w");
    if (file < 0 || !nowhere || close(file) != 0)
        abort();
    atexit(leave);
}

static void write_file(const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct verification_lookup shelf = {.manifest_index = NULL};
    const struct verification_policy terms = {.sealed = true,
                                              .now = 1800000000};
    struct arena *arena = arena_new();
    struct verification verification;
    struct error err = {.code = ""};

    fuzz_open();
    write_file(bytes, size);
    if (verification_run(arena, path, &shelf, &terms, &verification, &err) ==
            STATUS_OK &&
        verification.seal_state == VERIFICATION_TRUSTED)
        abort();
    verification_print_block(&verification, nowhere);
    verification_print_json(&verification, nowhere);
    verification_print_csv(&verification, nowhere);
    arena_free(arena);
    return 0;
}
