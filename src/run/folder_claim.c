#include "run/folder_claim.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "run/run_json.h"

/* A record that cannot be read says nothing: it is about to be written anew. */
static void compare(struct arena *arena, const char *path, const char *title,
                    struct report *report)
{
    struct report *unsaid = report_new();
    struct run_record record;

    if (access(path, R_OK) == 0 &&
        run_record_read(arena, path, &record, unsaid) == STATUS_OK &&
        strcmp(record.title, title) != 0)
        report_say(report, RULE_OUTPUT_OTHER, (struct place){path, 0, 0}, NULL,
                   NULL,
                   "the folder has letters of \"%s\", and now gets those of "
                   "\"%s\"; -o names another",
                   record.title, title);
    report_free(unsaid);
}

void tenant_check(const char *output, const char *title, struct report *report)
{
    struct arena *arena = arena_new();

    compare(arena, arena_printf(arena, "%s/run.json", output), title, report);
    arena_free(arena);
}

/* Equal for runs that make the same files. */
static void describe_work(const struct run_options *options, const char *inputs,
                          char hex[static HASH_HEX_SIZE])
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

enum status tenant_enter(const struct run_options *options, const char *inputs,
                         struct presence **presence, struct report *report)
{
    char work[HASH_HEX_SIZE];
    struct error err = {.code = ""};
    enum status status;

    describe_work(options, inputs, work);
    status = presence_note(options->output, work, presence, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}
