#include "canvas/display_list.h"

#include <assert.h>
#include <string.h>

struct sheet {
    double width;
    double height;
    struct mark *marks;
    size_t count;
    size_t room;
};

struct easel {
    struct arena *arena;
    struct sheet *sheets;
    size_t sheet_count;
    size_t sheet_room;
    struct tag **tags;
    size_t tag_count;
    size_t tag_room;
};

const char *tag_kind_name(enum tag_kind kind)
{
    static const char *const names[] = {
        [TAG_DOCUMENT] = "Document",
        [TAG_SECT] = "Sect",
        [TAG_H1] = "H1",
        [TAG_H2] = "H2",
        [TAG_P] = "P",
        [TAG_L] = "L",
        [TAG_LI] = "LI",
        [TAG_LBL] = "Lbl",
        [TAG_LBODY] = "LBody",
        [TAG_LINK] = "Link",
        [TAG_SPAN] = "Span",
        [TAG_STRONG] = "Strong",
        [TAG_EM] = "Em",
        [TAG_FIGURE] = "Figure",
        [TAG_FORM] = "Form",
    };

    return names[kind];
}

struct easel *easel_new(struct arena *arena)
{
    struct easel *easel = ARENA_NEW(arena, struct easel);

    easel->arena = arena;
    return easel;
}

/* Makes room for one more element. An arena gives nothing back, so the array
 * doubles into a new place and all copies together stay below twice that. */
static void *grow(struct arena *arena, void *array, size_t size, size_t count,
                  size_t *room, size_t first)
{
    void *larger;

    if (count < *room)
        return array;
    *room = *room ? *room * 2 : first;
    larger = arena_room_array(arena, *room, size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

struct tag *easel_tag(struct easel *easel, enum tag_kind kind,
                      struct tag *parent)
{
    struct tag *tag = ARENA_NEW(easel->arena, struct tag);

    assert((kind == TAG_DOCUMENT) == (easel->tag_count == 0));
    assert((kind == TAG_DOCUMENT) == (parent == NULL));
    tag->kind = kind;
    tag->parent = parent;
    tag->number = easel->tag_count;
    easel->tags = grow(easel->arena, easel->tags, sizeof(struct tag *),
                       easel->tag_count, &easel->tag_room, 64);
    easel->tags[easel->tag_count++] = tag;
    return tag;
}

void easel_page(struct easel *easel, double width, double height)
{
    easel->sheets = grow(easel->arena, easel->sheets, sizeof(struct sheet),
                         easel->sheet_count, &easel->sheet_room, 8);
    easel->sheets[easel->sheet_count++] =
        (struct sheet){width, height, NULL, 0, 0};
}

size_t easel_pages(const struct easel *easel)
{
    return easel->sheet_count;
}

void easel_mark(struct easel *easel, const struct mark *mark)
{
    assert(easel->sheet_count > 0);
    easel_mark_page(easel, easel->sheet_count - 1, mark);
}

void easel_mark_page(struct easel *easel, size_t page, const struct mark *mark)
{
    struct sheet *sheet;

    assert(page < easel->sheet_count);
    assert((mark->tag == NULL) == (mark->artifact != ARTIFACT_NONE));
    sheet = &easel->sheets[page];
    sheet->marks = grow(easel->arena, sheet->marks, sizeof(struct mark),
                        sheet->count, &sheet->room, 64);
    sheet->marks[sheet->count++] = *mark;
}

struct document easel_finish(struct easel *easel)
{
    struct page *pages =
        ARENA_ARRAY(easel->arena, struct page, easel->sheet_count);

    for (size_t i = 0; i < easel->sheet_count; i++) {
        const struct sheet *sheet = &easel->sheets[i];
        pages[i] = (struct page){sheet->width, sheet->height, sheet->marks,
                                 sheet->count};
    }
    return (struct document){pages, easel->sheet_count,
                             (const struct tag *const *)easel->tags,
                             easel->tag_count};
}

static struct rect glyphs_box(const struct mark *mark)
{
    const struct face_metrics *metrics = face_metrics(mark->run.face);
    const double scale = mark->run.size / metrics->units_per_em;
    const double ascent = metrics->ascent * scale;
    const double descent = metrics->descent * scale;

    return (struct rect){mark->at.x, mark->at.y - ascent, mark->run.width,
                         ascent + descent};
}

static struct rect stroke_box(const struct mark *mark)
{
    struct rect box = path_box(&mark->path);
    const double half = mark->line_width / 2;

    return (struct rect){box.x - half, box.y - half,
                         box.width + mark->line_width,
                         box.height + mark->line_width};
}

struct rect mark_box(const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        return glyphs_box(mark);
    case MARK_FILL:
        return path_box(&mark->path);
    case MARK_STROKE:
        return stroke_box(mark);
    case MARK_ARTWORK:
    case MARK_LINK:
    case MARK_SEAL:
        return mark->box;
    }
    return (struct rect){0, 0, 0, 0};
}
