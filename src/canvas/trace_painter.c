#include "canvas/trace_painter.h"

#include <math.h>
#include <string.h>

#include "canvas/structure.h"

/*
 * The marks come first, page by page, then the structure tree:
 *
 *     page 1 595.3 x 841.9
 *     glyphs Document/H1#1 at 56.7 120.0 wide 88.9 Face-Bold 14.0 #000000 "..."
 *     fill [decoration] #e6e6e6 m 1.0 2.0 l 3.0 4.0 z
 *     tags
 *     Document
 *       H1#1 title "..."
 *         text "..."
 *
 * The tree is the document's structure, the same as in a PDF. Consecutive
 * marks of one kind in an element are one line.
 */

static const char *const ARTIFACT_NAMES[] = {
    [ARTIFACT_NONE] = "",
    [ARTIFACT_HEADER] = " [header]",
    [ARTIFACT_FOOTER] = " [footer]",
    [ARTIFACT_DECORATION] = " [decoration]",
};

static const char *const SCOPE_NAMES[] = {
    [TAG_SCOPE_NONE] = "",
    [TAG_SCOPE_COLUMN] = " scope column",
    [TAG_SCOPE_ROW] = " scope row",
};

static const char *const MARK_NAMES[] = {
    [MARK_GLYPHS] = "glyphs",   [MARK_FILL] = "fill", [MARK_STROKE] = "stroke",
    [MARK_ARTWORK] = "artwork", [MARK_LINK] = "link", [MARK_SEAL] = "seal",
};

/* To a tenth, always with its decimal; halves away from zero. */
static void add_tenth(struct buffer *trace, double value)
{
    const long long tenths = llround(value * 10);
    const long long size = tenths < 0 ? -tenths : tenths;

    buffer_add_text(trace, tenths < 0 ? " -" : " ");
    buffer_add_integer(trace, size / 10);
    buffer_add_char(trace, '.');
    buffer_add_integer(trace, size % 10);
}

static void add_point(struct buffer *trace, struct point point)
{
    add_tenth(trace, point.x);
    add_tenth(trace, point.y);
}

static void add_box(struct buffer *trace, struct rect box)
{
    buffer_add_text(trace, " box");
    add_tenth(trace, box.x);
    add_tenth(trace, box.y);
    add_tenth(trace, box.width);
    add_tenth(trace, box.height);
}

static unsigned colour_byte(double share)
{
    return (unsigned)lround(fmin(fmax(share, 0), 1) * 255);
}

static void add_colour(struct buffer *trace, struct colour colour)
{
    buffer_printf(trace, " #%02x%02x%02x", colour_byte(colour.red),
                  colour_byte(colour.green), colour_byte(colour.blue));
}

static void add_quoted(struct buffer *trace, struct arena *arena,
                       const char *text, size_t length)
{
    buffer_add_char(trace, ' ');
    buffer_add_json(trace, arena_strndup(arena, text, length));
}

static void add_tag_name(struct buffer *trace, const struct tag *tag)
{
    buffer_add_text(trace, display_list_tag_name(tag->kind));
    if (tag->parent) {
        buffer_add_char(trace, '#');
        buffer_add_integer(trace, (long long)tag->number);
    }
}

static void add_tag_path(struct buffer *trace, const struct tag *tag)
{
    if (tag->parent) {
        add_tag_path(trace, tag->parent);
        buffer_add_char(trace, '/');
    }
    add_tag_name(trace, tag);
}

static void add_glyphs(struct buffer *trace, struct arena *arena,
                       const struct mark *mark)
{
    const struct glyph_run *run = &mark->run;

    buffer_add_text(trace, " at");
    add_point(trace, mark->at);
    buffer_add_text(trace, " wide");
    add_tenth(trace, run->width);
    buffer_add_char(trace, ' ');
    buffer_add_text(trace, face_name(run->face));
    add_tenth(trace, run->size);
    add_colour(trace, mark->colour);
    add_quoted(trace, arena, run->text, run->text_size);
}

static void add_path(struct buffer *trace, const struct path *path)
{
    static const char *const letters[] = {
        [PATH_MOVE] = " m",
        [PATH_LINE] = " l",
        [PATH_CURVE] = " c",
        [PATH_CLOSE] = " z",
    };
    struct path_walk walk = {0};

    while (path_walk_next(&walk, path)) {
        buffer_add_text(trace, letters[walk.operator]);
        for (size_t i = 0; i < walk.point_count; i++)
            add_point(trace, walk.points[i]);
    }
}

static void add_stroke(struct buffer *trace, const struct mark *mark)
{
    add_colour(trace, mark->colour);
    buffer_add_text(trace, " line");
    add_tenth(trace, mark->line_width);
    buffer_add_text(trace, mark->round_caps ? " round" : "");
    add_path(trace, &mark->path);
}

/* The file's name without its folders, which differ from machine to machine. */
static void add_artwork(struct buffer *trace, const struct mark *mark)
{
    const struct artwork *artwork = mark->artwork;
    const char *slash = strrchr(artwork->path, '/');

    add_box(trace, mark->box);
    buffer_add_text(trace,
                    artwork->kind == ARTWORK_VECTOR ? " vector" : " raster");
    add_tenth(trace, artwork->width);
    buffer_add_text(trace, " x");
    add_tenth(trace, artwork->height);
    buffer_add_char(trace, ' ');
    buffer_add_json(trace, slash ? slash + 1 : artwork->path);
}

static void add_link(struct buffer *trace, const struct mark *mark)
{
    add_box(trace, mark->box);
    if (!mark->tag || !mark->tag->uri)
        return;
    buffer_add_char(trace, ' ');
    buffer_add_json(trace, mark->tag->uri);
}

static void add_mark(struct buffer *trace, struct arena *arena,
                     const struct mark *mark)
{
    buffer_add_text(trace, MARK_NAMES[mark->kind]);
    buffer_add_text(trace, ARTIFACT_NAMES[mark->artifact]);
    if (mark->tag) {
        buffer_add_char(trace, ' ');
        add_tag_path(trace, mark->tag);
    }
    switch (mark->kind) {
    case MARK_GLYPHS:
        add_glyphs(trace, arena, mark);
        break;
    case MARK_FILL:
        add_colour(trace, mark->colour);
        add_path(trace, &mark->path);
        break;
    case MARK_STROKE:
        add_stroke(trace, mark);
        break;
    case MARK_ARTWORK:
        add_artwork(trace, mark);
        break;
    case MARK_LINK:
        add_link(trace, mark);
        break;
    case MARK_SEAL:
        add_box(trace, mark->box);
        break;
    }
    buffer_add_char(trace, '\n');
}

static void add_page(struct buffer *trace, struct arena *arena,
                     const struct page *page, size_t number)
{
    buffer_add_text(trace, "page ");
    buffer_add_integer(trace, (long long)number);
    add_tenth(trace, page->width);
    buffer_add_text(trace, " x");
    add_tenth(trace, page->height);
    buffer_add_char(trace, '\n');
    for (size_t i = 0; i < page->count; i++)
        add_mark(trace, arena, &page->marks[i]);
}

static void add_attribute(struct buffer *trace, const char *name,
                          const char *text)
{
    if (!text)
        return;
    buffer_add_text(trace, name);
    buffer_add_json(trace, text);
}

static void indent(struct buffer *trace, int depth)
{
    for (int i = 0; i < depth; i++)
        buffer_add_text(trace, "  ");
}

/* The current line of an element's content. */
struct trace_content {
    struct buffer *trace;
    struct arena *arena;
    int depth;
    bool is_open;
    enum mark_kind kind;
    struct buffer text;
};

static void finish_content(struct trace_content *content)
{
    if (!content->is_open)
        return;
    indent(content->trace, content->depth);
    if (content->kind == MARK_GLYPHS) {
        buffer_add_text(content->trace, "text");
        add_quoted(content->trace, content->arena, buffer_text(&content->text),
                   content->text.length);
    } else {
        buffer_add_text(content->trace, MARK_NAMES[content->kind]);
    }
    buffer_add_char(content->trace, '\n');
    buffer_clear(&content->text);
    content->is_open = false;
}

static void begin_content(struct trace_content *content, enum mark_kind kind)
{
    if (content->is_open && content->kind != kind)
        finish_content(content);
    content->is_open = true;
    content->kind = kind;
}

static void add_content(void *to, const struct mark *mark)
{
    struct trace_content *content = to;

    begin_content(content, mark->kind);
    if (mark->kind == MARK_GLYPHS)
        buffer_add(&content->text, mark->run.text, mark->run.text_size);
}

static void add_element(struct buffer *trace, struct arena *arena,
                        const struct structure *structure, size_t index,
                        int depth);

static void add_kids(struct buffer *trace, struct arena *arena,
                     const struct structure *structure,
                     const struct structure_element *element, int depth)
{
    struct trace_content content = {
        trace, arena, depth, false, MARK_GLYPHS, buffer_new(1024 * 1024)};

    for (const struct structure_kid *kid = element->first_kid; kid;
         kid = kid->next)
        switch (kid->kind) {
        case STRUCTURE_SEQUENCE:
            structure_visit_marks(structure, &structure->sequences[kid->index],
                                  add_content, &content);
            break;
        case STRUCTURE_ELEMENT:
            finish_content(&content);
            add_element(trace, arena, structure, kid->index, depth);
            break;
        case STRUCTURE_ANNOTATION:
            begin_content(&content, element->tag->kind == TAG_FORM ? MARK_SEAL
                                                                   : MARK_LINK);
            break;
        }
    finish_content(&content);
    buffer_free(&content.text);
}

static void add_element(struct buffer *trace, struct arena *arena,
                        const struct structure *structure, size_t index,
                        int depth)
{
    const struct structure_element *element = &structure->elements[index];
    const struct tag *tag = element->tag;

    indent(trace, depth);
    add_tag_name(trace, tag);
    buffer_add_text(trace, tag->ordered ? " ordered" : "");
    buffer_add_text(trace, SCOPE_NAMES[tag->scope]);
    add_attribute(trace, " language ", tag->language);
    add_attribute(trace, " title ", tag->title);
    add_attribute(trace, " alt ", tag->alt);
    add_attribute(trace, " uri ", tag->uri);
    buffer_add_char(trace, '\n');
    add_kids(trace, arena, structure, element, depth + 1);
}

static enum status paint(void *state, const struct document *document,
                         struct buffer *trace, struct error *err)
{
    struct arena *arena = arena_new();
    const struct structure *structure = structure_derive(arena, document);

    (void)state;
    (void)err;
    for (size_t i = 0; i < document->page_count; i++)
        add_page(trace, arena, &document->pages[i], i + 1);
    if (structure->element_count) {
        buffer_add_text(trace, "tags\n");
        add_element(trace, arena, structure, 0, 0);
    }
    arena_free(arena);
    return STATUS_OK;
}

struct painter trace_painter(void)
{
    return (struct painter){paint, NULL};
}
