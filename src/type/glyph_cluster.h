#ifndef TYPE_GLYPH_CLUSTER_H
#define TYPE_GLYPH_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "type/shaper.h"

/** Glyphs of a run that were shaped together. */
struct glyph_cluster {
    size_t first;
    size_t count;
    const char *text; ///< within the run's; not terminated
    size_t length;    ///< bytes of text
};

/** @return the cluster to which a glyph of the run belongs */
struct glyph_cluster glyph_cluster_at(const struct glyph_run *run,
                                      size_t glyph);

/** @return true if a cluster has more glyphs than characters, so that mapping
 *         each glyph to characters cannot give its text */
bool glyph_cluster_is_overlong(const struct glyph_cluster *cluster);

/**
 * Finds the next overlong cluster.
 *
 * @param run   the run
 * @param from  the first glyph of a cluster, or the run's end
 * @return the cluster; without glyphs, at the run's end, if there is none
 */
struct glyph_cluster glyph_cluster_find_overlong(const struct glyph_run *run,
                                                 size_t from);

#endif
