#include "type/shaper.h"

#include <stdlib.h>

#include "base/memory.h"
#include "type/face_internal.h"
#include "type/shaper_internal.h"

struct shaper *shaper_new(void)
{
    struct shaper *shaper = memory_alloc(sizeof *shaper);

    *shaper = (struct shaper){.builder = line_builder_new(),
                              .paragraph_cache = paragraph_cache_new()};
    return shaper;
}

void shaper_free(struct shaper *shaper)
{
    if (!shaper)
        return;
    line_builder_free(shaper->builder);
    paragraph_cache_free(shaper->paragraph_cache);
    line_breaker_free(&shaper->fit);
    free(shaper->breaker_boxes);
    free(shaper->boxes);
    free(shaper->ends);
    free(shaper->line_ends);
    free(shaper);
}

/* Newlines become spaces: there are no lines. */
static size_t cut_next(struct line_builder *builder, size_t at)
{
    bool soft;
    size_t end = line_builder_word_end(builder, at, &soft);

    if (end > at) {
        line_builder_cut_word(builder, (struct text_range){at, end});
        return end;
    }
    end = line_builder_space_end(builder, at);
    if (end == at)
        end++;
    line_builder_cut_space(builder, (struct text_range){at, end}, false);
    return end;
}

void shaper_begin(struct shaper *shaper)
{
    paragraph_cache_trim(shaper->paragraph_cache);
}

enum status shaper_shape_text(struct shaper *shaper, struct arena *arena,
                              const struct family *family,
                              enum face_style style, double size,
                              const char *text, size_t length,
                              const struct glyph_run **runs, size_t *count,
                              struct error *err)
{
    const struct span span = {
        .text = text, .length = length, .style = style, .size = size};
    struct line_builder *builder = shaper->builder;
    struct glyph_run *list;
    enum status status;
    struct line line;

    line_builder_load(builder, family, &span, 1);
    for (size_t at = 0; at < length;)
        at = cut_next(builder, at);
    status = line_builder_check(builder, err);
    if (status != STATUS_OK)
        return status;
    line_builder_begin(builder, arena, 1);
    line = line_builder_set_line(builder, 0, builder->segment_count, 0);
    list = ARENA_ARRAY(arena, struct glyph_run, line.count);
    for (size_t i = 0; i < line.count; i++)
        list[i] = line.pieces[i].run;
    *runs = list;
    *count = line.count;
    return STATUS_OK;
}

/* @return true for ASCII with glyphs in the face: most texts, which need no
 *         shaping */
static bool is_plain(const struct face *face, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~' ||
            !face_glyph(face, (unsigned char)text[i]))
            return false;
    return true;
}

uint32_t shaper_find_missing(struct shaper *shaper, const struct family *family,
                             enum face_style style, const char *text,
                             size_t length)
{
    const struct span span = {
        .text = text, .length = length, .style = style, .size = 1};
    struct line_builder *builder = shaper->builder;

    if (is_plain(face_of_family(family, style), text, length))
        return 0;
    shaper_begin(shaper);
    line_builder_load(builder, family, &span, 1);
    for (size_t at = 0; at < length;)
        at = cut_next(builder, at);
    return builder->missing;
}
