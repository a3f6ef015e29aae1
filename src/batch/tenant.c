#include "batch/tenant.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "batch/run_record.h"

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
