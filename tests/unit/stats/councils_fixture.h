#ifndef UNIT_REGION_H
#define UNIT_REGION_H

#include "../scratch.h"

#include "stats/figures.h"

/** A campaign of a few councils with two statistics. */
struct region {
    struct scratch scratch;
    struct campaign campaign;
    struct averages *averages;
    enum status status; ///< of averages_open()
};

/** Rows of @p data are "code,name,type,a,b,c" with statistics x = a/b and
 *  y = c/a; @p more goes behind the settings, from line 7. */
static inline struct region region_open(const char *data, const char *averages,
                                        const char *more)
{
    struct region region = {.scratch = scratch_open()};
    struct scratch *scratch = &region.scratch;

    scratch_write(scratch, "campaign.yaml",
                  arena_printf(scratch->arena,
                               "title: T\nletter: l.md\ndata: d.csv\n"
                               "dates: {letter: 2022-07-20}\n"
                               "statistics: {x: {count: a, total: b}, "
                               "y: {count: c, total: a}}\n"
                               "groups: {column: type, compared: [county, "
                               "inner london]}\n%s",
                               more));
    scratch_write(scratch, "d.csv", data);
    if (averages)
        scratch_write(scratch, "averages.csv", averages);
    assert_int_equal(campaign_open(scratch->arena, scratch->folder,
                                   &region.campaign, scratch->diagnostics),
                     STATUS_OK);
    region.status = averages_open(scratch->arena, &region.campaign,
                                  &region.averages, scratch->diagnostics);
    return region;
}

static inline void region_close(struct region *region)
{
    campaign_close(&region->campaign);
    scratch_close(&region->scratch);
}

#endif
