#include "mail/password.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/core_dump.h"

enum { PASSWORD_LIMIT = 4096 };

static enum status read_file(struct arena *arena, const char *file,
                             const char **password, struct error *err)
{
    struct buffer bytes = buffer_new(PASSWORD_LIMIT);
    enum status status = buffer_read_file(&bytes, file, file, err);
    size_t length;
    size_t first; /* after a byte-order mark */

    if (status == STATUS_OK) {
        first = strncmp(buffer_text(&bytes), "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        length = strcspn(buffer_text(&bytes) + first, "\r\n");
        if (length == 0)
            status =
                error_set(err, RULE_PASSWORD, (struct location){file, 1, 0},
                          NULL, "the first line has to be the password");
        else
            *password = arena_strndup(arena, bytes.bytes + first, length);
    }
    if (bytes.bytes)
        explicit_bzero(bytes.bytes, bytes.capacity);
    buffer_free(&bytes);
    return status;
}

enum status password_find(struct arena *arena, const char *file,
                          const char **password, struct error *err)
{
    const char *given = getenv(PASSWORD_VARIABLE);

    core_dump_forbid();
    *password = NULL;
    if (file)
        return read_file(arena, file, password, err);
    if (given && *given)
        *password = arena_strdup(arena, given);
    return STATUS_OK;
}
