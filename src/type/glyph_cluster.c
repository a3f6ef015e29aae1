#include "type/glyph_cluster.h"

#include "base/utf8.h"

struct glyph_cluster glyph_cluster_at(const struct glyph_run *run, size_t glyph)
{
    struct glyph_cluster cluster = {.count = 1};

    while (glyph && !run->glyphs[glyph].text_size)
        glyph--;
    cluster.first = glyph;
    cluster.text = run->text + run->glyphs[glyph].text_start;
    cluster.length = run->glyphs[glyph].text_size;
    while (glyph + cluster.count < run->count &&
           !run->glyphs[glyph + cluster.count].text_size)
        cluster.count++;
    return cluster;
}

bool glyph_cluster_is_overlong(const struct glyph_cluster *cluster)
{
    return cluster->count > 1 &&
           cluster->count > utf8_length(cluster->text, cluster->length);
}

struct glyph_cluster glyph_cluster_find_overlong(const struct glyph_run *run,
                                                 size_t from)
{
    for (size_t i = from + 1; i < run->count; i++)
        if (!run->glyphs[i].text_size) {
            const struct glyph_cluster cluster = glyph_cluster_at(run, i);
            if (glyph_cluster_is_overlong(&cluster))
                return cluster;
            i = cluster.first + cluster.count;
        }
    return (struct glyph_cluster){.first = run->count};
}
