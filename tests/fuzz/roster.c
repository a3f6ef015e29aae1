#include <assert.h>
#include <string.h>

#include "data/row_checks.h"
#include "folder.h"
#include "stats/average_checks.h"
#include "stats/figures.h"

/*
 * Any bytes as two data files, parted by a byte 0x1E: joined, counted, looked
 * at side by side. Every row is either a council or refused with a reason.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char settings[] =
    "title: T\nletter: l.md\ndata: [a.csv, b.csv]\n"
    "dates: {letter: 2022-07-20}\n"
    "statistics: {x: {count: a, total: b, stated: p}}\n"
    "groups: {column: g, compared: [x, county]}\n"
    "averages: {method: mean}\n";

static void check_councils(const struct campaign *campaign,
                           const struct averages *averages,
                           struct diagnostics *diagnostics)
{
    const struct roster *roster = campaign->roster;
    struct average_checks *checks = average_checks_new(campaign, averages);
    struct arena *arena = arena_new();

    for (size_t i = 0; i < roster_count(roster); i++) {
        struct council council;
        struct figures figures;
        arena_reset(arena);
        roster_read(roster, i, arena, &council);
        assert(*council.code && *council.name);
        assert(roster_find(roster, council.code) == i);
        assert(!i || strcmp(roster_code(roster, i - 1), council.code) < 0);
        if (figures_read(arena, campaign, averages, &council, &figures,
                         diagnostics))
            assert(diagnostics_error_count(diagnostics) > 0);
        average_checks_add(checks, &council, diagnostics);
    }
    average_checks_finish(checks, diagnostics);
    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        assert(*row.reason && diagnostics_error_count(diagnostics) > 0);
    }
    arena_free(arena);
}

static void check_campaign(struct arena *arena, struct diagnostics *diagnostics)
{
    struct campaign campaign;
    struct averages *averages;

    if (campaign_open(arena, fuzz_folder, &campaign, diagnostics)) {
        assert(diagnostics_error_count(diagnostics) > 0);
        return;
    }
    if (averages_open(arena, &campaign, &averages, diagnostics))
        assert(diagnostics_error_count(diagnostics) > 0);
    check_councils(&campaign, averages, diagnostics);
    row_checks_run(&campaign, NULL, diagnostics);
    campaign_close(&campaign);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *part = size ? memchr(bytes, 0x1E, size) : NULL;
    const size_t first = part ? (size_t)(part - bytes) : size;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();

    fuzz_write("campaign.yaml", (const uint8_t *)settings, sizeof settings - 1);
    fuzz_write("a.csv", bytes, first);
    fuzz_write("b.csv", part ? part + 1 : bytes, part ? size - first - 1 : 0);
    check_campaign(arena, diagnostics);
    diagnostics_free(diagnostics);
    arena_free(arena);
    return 0;
}
