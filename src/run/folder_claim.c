#include "run/folder_claim.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "run/run_json.h"

/* Errors in the record are ignored: it will be replaced. */
static void compare(struct arena *arena, const char *path, const char *title,
                    struct diagnostics *diagnostics)
{
    struct diagnostics *discarded = diagnostics_new();
    struct run_json record;

    if (access(path, R_OK) == 0 &&
        run_json_read(arena, path, &record, discarded) == STATUS_OK &&
        strcmp(record.title, title) != 0)
        diagnostics_add(
            diagnostics, RULE_OUTPUT_OTHER, (struct location){path, 0, 0}, NULL,
            NULL,
            "the folder has letters of \"%s\", and now gets those of "
            "\"%s\"; -o names another",
            record.title, title);
    diagnostics_free(discarded);
}

void folder_claim_check(const char *output, const char *title,
                        struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();

    compare(arena, arena_printf(arena, "%s/run.json", output), title,
            diagnostics);
    arena_free(arena);
}

/* Equal for runs that make the same files. */
static void describe_work(const struct render_options *options,
                          const char *inputs, char hex[static HASH_HEX_SIZE])
{
    struct hash *hash = hash_new();
    unsigned char digest[HASH_SIZE];

    hash_add_text(hash, inputs);
    for (size_t i = 0; options->only && i < options->only_count; i++)
        hash_add_text(hash, options->only[i]);
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, hex);
}

enum status folder_claim_enter(const struct render_options *options,
                               const char *inputs, struct run_lock **run_lock,
                               struct diagnostics *diagnostics)
{
    char work[HASH_HEX_SIZE];
    struct error err = {.code = ""};
    enum status status;

    describe_work(options, inputs, work);
    status = run_lock_acquire(options->output, work, run_lock, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}
