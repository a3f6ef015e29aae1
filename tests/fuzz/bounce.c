#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "mail/bounce.h"

/*
 * Any bytes as a message. Whatever is found in it is text on one line, and
 * there is no recipient without a report.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void check_text(const char *text)
{
    assert(utf8_check(text, strlen(text), NULL));
    for (; *text; text++)
        assert((unsigned char)*text >= 0x20 && *text != 0x7F);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct bounce_report dsn;

    bounce_read(arena, bytes, size, &dsn);
    assert((dsn.kind == BOUNCE_REPORT) == (dsn.count > 0));
    check_text(dsn.subject);
    check_text(dsn.date);
    for (size_t i = 0; i < dsn.message_id_count; i++)
        check_text(dsn.message_ids[i]);
    for (size_t i = 0; i < dsn.count; i++) {
        check_text(dsn.bounces[i].recipient);
        check_text(dsn.bounces[i].status);
        check_text(dsn.bounces[i].diagnostic);
    }
    arena_free(arena);
    return 0;
}
