#include <stdint.h>

#include "seal/signature_check.h"

/*
 * Any bytes as a signature, of each form that a file may say it has. The
 * corpus are signatures over these words, and a time stamp on one.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void hear(enum signature_check_form form, const uint8_t *bytes,
                 size_t size)
{
    static const struct signature_check_piece pieces[] = {{"Dear ", 5},
                                                          {"reader", 6}};
    const struct signature_check_input question = {
        .form = form,
        .pieces = pieces,
        .piece_count = 2,
        .signature = bytes,
        .signature_size = size,
        .now = 1800000000, /* 2027-01-15 */
    };
    struct arena *arena = arena_new();
    struct signature_report signature_report;

    signature_check(arena, &question, &signature_report);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    hear(SIGNATURE_CHECK_CADES, bytes, size);
    hear(SIGNATURE_CHECK_PKCS7, bytes, size);
    hear(SIGNATURE_CHECK_TIMESTAMP, bytes, size);
    return 0;
}
