#include "run/outdated.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The message names as many codes as fit. */
enum { CODES_LENGTH = 300 };

struct comparing {
    const struct output_state *output_state;
    const bool *faulty;
    bool *outdated; /* for each row of the roster */
};

static enum status compare_row(struct worker *worker, size_t index,
                               struct diagnostics *diagnostics, void *context)
{
    const struct comparing *comparing = context;
    struct manifest_entry old;
    struct council council;
    struct letter letter;

    if (!output_state_find(comparing->output_state, index, worker->arena, &old))
        return STATUS_OK;
    if (old.status == MANIFEST_MADE) {
        worker_read_row(worker, index, &council);
        comparing->outdated[index] =
            worker_letter_age(worker, &council, &old) == LETTER_STALE;
    } else if (!comparing->faulty[index]) {
        comparing->outdated[index] =
            worker_evaluate(worker, index, &council, &letter, diagnostics) ==
            STATUS_OK;
        diagnostics_clear(diagnostics); /* the row is not part of the run */
    }
    return STATUS_OK;
}

static void say(const struct worker_pool *worker_pool,
                const struct output_state *output_state, const bool *outdated,
                struct diagnostics *diagnostics)
{
    const struct roster *roster = worker_pool->engine->campaign.roster;
    struct buffer codes = buffer_new(64 * 1024);
    struct arena *arena = arena_new();
    size_t count = 0;
    size_t named = 0;

    for (size_t i = 0; i < roster_count(roster); i++) {
        if (!outdated[i] || ++count != named + 1 ||
            codes.length + strlen(roster_code(roster, i)) > CODES_LENGTH)
            continue;
        buffer_printf(&codes, "%s%s", named++ ? "," : "",
                      roster_code(roster, i));
    }
    if (count)
        diagnostics_add(
            diagnostics, RULE_LETTER_STALE,
            (struct location){
                output_state_path(output_state, arena, "manifest"), 0, 0},
            NULL, NULL,
            "%zu other letter%s to be made again, for the inputs have "
            "changed; render without --only, or --only %s%s",
            count, count == 1 ? " has" : "s have", buffer_text(&codes),
            count > named ? ",..." : "");
    arena_free(arena);
    buffer_free(&codes);
}

enum status outdated_report(const struct worker_pool *worker_pool,
                            const struct output_state *output_state,
                            const unsigned char *states, const bool *faulty,
                            struct diagnostics *diagnostics)
{
    const struct roster *roster = worker_pool->engine->campaign.roster;
    const size_t rows = roster_count(roster);
    size_t *others = memory_resize(NULL, rows + 1, sizeof *others);
    bool *outdated = memory_resize(NULL, rows + 1, sizeof *outdated);
    struct comparing comparing = {output_state, faulty, outdated};
    struct diagnostics *unsaid = diagnostics_new();
    struct worker_pool around = *worker_pool;
    enum status status;

    memset(outdated, 0, (rows + 1) * sizeof *outdated);
    around.rows = others;
    around.count = 0;
    around.progress = NULL;
    for (size_t i = 0; i < rows; i++)
        if (states[i] == ROW_UNASKED &&
            shard_contains(&output_state->shard, roster_code(roster, i)))
            others[around.count++] = i;
    status = worker_pool_run(&around, compare_row, &comparing, unsaid);
    if (status == STATUS_OK)
        say(worker_pool, output_state, outdated, diagnostics);
    diagnostics_free(unsaid);
    free(outdated);
    free(others);
    return status;
}
