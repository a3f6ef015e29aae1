#include "type/shaper.h"

#include <stdlib.h>

#include "type/face_internal.h"
#include "type/shaper_internal.h"

struct shaper *shaper_new(void)
{
    struct shaper *shaper = memory_alloc(sizeof *shaper);

    *shaper =
        (struct shaper){.galley = galley_new(), .standing = standing_new()};
    return shaper;
}

void shaper_free(struct shaper *shaper)
{
    if (!shaper)
        return;
    galley_free(shaper->galley);
    standing_free(shaper->standing);
    fit_free(&shaper->fit);
    free(shaper->fits);
    free(shaper->boxes);
    free(shaper->ends);
    free(shaper->line_ends);
    free(shaper);
}

/* A newline is a space here: there are no lines. */
static size_t cut_next(struct galley *galley, size_t at)
{
    bool soft;
    size_t end = galley_word_end(galley, at, &soft);

    if (end > at) {
        galley_cut_word(galley, (struct stretch){at, end});
        return end;
    }
    end = galley_space_end(galley, at);
    if (end == at)
        end++;
    galley_cut_space(galley, (struct stretch){at, end}, false);
    return end;
}

void shaper_begin(struct shaper *shaper)
{
    standing_trim(shaper->standing);
}

enum status shape_text(struct shaper *shaper, struct arena *arena,
                       const struct family *family, enum face_style style,
                       double size, const char *text, size_t length,
                       const struct glyph_run **runs, size_t *count,
                       struct error *err)
{
    const struct span span = {
        .text = text, .length = length, .style = style, .size = size};
    struct galley *galley = shaper->galley;
    struct glyph_run *list;
    enum status status;
    struct line line;

    galley_load(galley, family, &span, 1);
    for (size_t at = 0; at < length;)
        at = cut_next(galley, at);
    status = galley_check(galley, err);
    if (status != STATUS_OK)
        return status;
    galley_begin(galley, arena, 1);
    line = galley_set(galley, 0, galley->atom_count, 0);
    list = ARENA_ARRAY(arena, struct glyph_run, line.count);
    for (size_t i = 0; i < line.count; i++)
        list[i] = line.pieces[i].run;
    *runs = list;
    *count = line.count;
    return STATUS_OK;
}

/* Whether a text is ASCII that the face has: most are, and need no shaping. */
static bool is_plain(const struct face *face, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~' ||
            !face_glyph(face, (unsigned char)text[i]))
            return false;
    return true;
}

uint32_t shape_lack(struct shaper *shaper, const struct family *family,
                    enum face_style style, const char *text, size_t length)
{
    const struct span span = {
        .text = text, .length = length, .style = style, .size = 1};
    struct galley *galley = shaper->galley;

    if (is_plain(family_face(family, style), text, length))
        return 0;
    shaper_begin(shaper);
    galley_load(galley, family, &span, 1);
    for (size_t at = 0; at < length;)
        at = cut_next(galley, at);
    return galley->missing;
}
