#include "layout/text_block.h"

#include <math.h>
#include <string.h>

static enum face_style face_style_of(const struct text_run *run,
                                     const struct text_style *text_style)
{
    return (enum face_style)((run->style | text_style->style) & 3U);
}

static enum status break_words(const struct layout_context *context,
                               struct inline_text words,
                               const struct text_style *text_style,
                               double width, struct paragraph *paragraph,
                               struct error *err)
{
    const struct paragraph_style style = {.width = width};
    struct span *spans =
        ARENA_ARRAY_RAW(context->arena, struct span, words.count);

    for (size_t i = 0; i < words.count; i++) {
        const struct text_run *run = &words.runs[i];

        spans[i] = (struct span){
            .text = run->text,
            .length = strlen(run->text),
            .style = face_style_of(run, text_style),
            .size = text_style->size,
            .location = run->location,
            .origins = run->origins,
        };
    }
    return paragraph_break(context->tools->shaper, context->arena,
                           context->kit->family, spans, words.count, &style,
                           paragraph, err);
}

/** Sets words; @p constant is the address of words that all letters share, or
 *  NULL. */
static enum status set_words(const struct layout_context *context,
                             struct inline_text words, const void *constant,
                             const struct text_style *text_style, double width,
                             struct text_block *text_block, struct error *err)
{
    struct shaper *shaper = context->tools->shaper;
    const struct paragraph_name name = {.words = constant,
                                        .family = context->kit->family,
                                        .style = text_style->style,
                                        .size = text_style->size,
                                        .width = width};
    enum status status;

    *text_block =
        (struct text_block){.runs = words.runs, .text_style = *text_style};
    if (words.count == 0 ||
        (constant && paragraph_find(shaper, &name, &text_block->paragraph)))
        return STATUS_OK;
    status = break_words(context, words, text_style, width,
                         &text_block->paragraph, err);
    if (status == STATUS_OK && constant)
        paragraph_remember(shaper, &name, &text_block->paragraph);
    return status;
}

enum status text_block_set(const struct layout_context *context,
                           struct inline_text words,
                           const struct text_style *text_style, double width,
                           struct text_block *text_block, struct error *err)
{
    return set_words(context, words, words.is_shared ? words.runs : NULL,
                     text_style, width, text_block, err);
}

/** Makes words of a text; NULL and "" give none. */
static struct inline_text words_of(const struct layout_context *context,
                                   const char *text, struct location location)
{
    struct text_run *run;

    if (text == NULL || text[0] == '\0')
        return (struct inline_text){.count = 0};
    run = ARENA_ARRAY_RAW(context->arena, struct text_run, 1);
    *run = (struct text_run){.text = text, .location = location};
    return (struct inline_text){.runs = run, .count = 1};
}

enum status text_block_set_text(const struct layout_context *context,
                                const char *text, struct location location,
                                const struct text_style *text_style,
                                double width, struct text_block *text_block,
                                struct error *err)
{
    return set_words(context, words_of(context, text, location), NULL,
                     text_style, width, text_block, err);
}

enum status text_block_set_constant(const struct layout_context *context,
                                    const char *text, struct location location,
                                    const struct text_style *text_style,
                                    double width, struct text_block *text_block,
                                    struct error *err)
{
    return set_words(context, words_of(context, text, location), text,
                     text_style, width, text_block, err);
}

/** Widens each advance of a piece. @return the added width */
static double track_piece(const struct layout_context *context,
                          struct piece *piece, double em)
{
    struct glyph_run *run = &piece->run;
    struct glyph *glyphs = arena_copy(context->arena, run->glyphs,
                                      run->count * sizeof *run->glyphs);
    int em_units = face_metrics(run->face)->units_per_em;
    int units = (int)lround(em * em_units);
    double wider;

    for (size_t i = 0; i < run->count; i++)
        glyphs[i].advance += units;
    wider = (double)run->count * units * run->size / em_units;
    run->glyphs = glyphs;
    run->stamp = 0;
    run->width += wider;
    return wider;
}

void text_block_track(const struct layout_context *context,
                      struct text_block *text_block, double em)
{
    struct paragraph *paragraph = &text_block->paragraph;
    struct line *lines;

    if (paragraph->count == 0)
        return;
    lines = arena_copy(context->arena, paragraph->lines,
                       paragraph->count * sizeof *lines);
    for (size_t i = 0; i < paragraph->count; i++) {
        struct piece *pieces =
            arena_copy(context->arena, lines[i].pieces,
                       lines[i].count * sizeof *lines[i].pieces);
        double wider = 0;

        for (size_t j = 0; j < lines[i].count; j++) {
            pieces[j].x += wider;
            wider += track_piece(context, &pieces[j], em);
        }
        lines[i].pieces = pieces;
        lines[i].width += wider;
    }
    paragraph->lines = lines;
}

size_t text_block_count_lines(const struct text_block *text_block)
{
    return text_block->paragraph.count;
}

double text_block_height(const struct text_block *text_block)
{
    return (double)text_block->paragraph.count * text_block->text_style.leading;
}

double text_block_width(const struct text_block *text_block)
{
    double width = 0;

    for (size_t i = 0; i < text_block->paragraph.count; i++)
        width = fmax(width, text_block->paragraph.lines[i].width);
    return width;
}

/** @return the tags of a run inside its paragraph, outermost first */
static size_t inline_tags(const struct text_run *run,
                          struct inline_tag tags[static INLINE_TAGS])
{
    size_t count = 0;

    if (run->link != NULL)
        tags[count++] = (struct inline_tag){TAG_LINK, run->link, NULL};
    if (run->language != NULL)
        tags[count++] = (struct inline_tag){TAG_SPAN, run->language, NULL};
    if (run->style & STYLE_BOLD)
        tags[count++] = (struct inline_tag){TAG_STRONG, NULL, NULL};
    if (run->style & STYLE_ITALIC)
        tags[count++] = (struct inline_tag){TAG_EM, NULL, NULL};
    return count;
}

static struct tag *open_tag(const struct layout_context *context,
                            const struct inline_tag *wanted, struct tag *parent)
{
    struct tag *tag =
        display_list_add_tag(context->display_list, wanted->kind, parent);

    if (wanted->kind == TAG_LINK)
        tag->uri = wanted->value;
    if (wanted->kind == TAG_SPAN)
        tag->language = wanted->value;
    return tag;
}

/** Finds the tag of a piece; tags shared with the previous piece remain open.
 */
static struct tag *piece_tag(const struct layout_context *context,
                             struct text_block *text_block,
                             const struct text_run *run, struct tag *tag)
{
    struct inline_tag wanted[INLINE_TAGS];
    const size_t count =
        tag == NULL || tag->kind == TAG_FIGURE ? 0 : inline_tags(run, wanted);
    size_t same = 0;

    while (same < count && same < text_block->open_count &&
           text_block->open[same].kind == wanted[same].kind &&
           text_block->open[same].value == wanted[same].value)
        tag = text_block->open[same++].tag;
    for (; same < count; same++) {
        tag = open_tag(context, &wanted[same], tag);
        wanted[same].tag = tag;
        text_block->open[same] = wanted[same];
    }
    text_block->open_count = count;
    return tag;
}

/** A link's part of a line. */
struct link_area {
    const struct tag *tag;   ///< the link's; NULL: no link is open
    const struct face *face; ///< of its first piece
    double size;
    struct point at; ///< the baseline's start
    double right;
};

/** Underlines a link's part of a line and adds its active area. */
static void end_link(const struct layout_context *context,
                     struct link_area *link)
{
    struct path_builder *builder = context->tools->builder;
    struct mark line = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = context->kit->theme.link};
    struct mark area = {.kind = MARK_LINK, .tag = link->tag};

    if (link->tag != NULL && link->right > link->at.x) {
        const struct face_metrics *face = face_metrics(link->face);
        const double unit = link->size / face->units_per_em;
        const double y = link->at.y + face->underline_position * unit;

        path_move(builder, link->at.x, y);
        path_line(builder, link->right, y);
        line.path = path_finish(builder, context->arena);
        line.line_width = face->underline_thickness * unit;
        display_list_add_mark(context->display_list, &line);
        area.box = (struct rect){link->at.x, link->at.y - face->ascent * unit,
                                 link->right - link->at.x,
                                 (face->ascent + face->descent) * unit};
        display_list_add_mark(context->display_list, &area);
    }
    link->tag = NULL;
}

/** Adds a piece to the open link, or opens the one of @p tag. */
static void add_to_link(struct link_area *link, const struct tag *tag,
                        const struct glyph_run *run, struct point at,
                        double right)
{
    if (link->tag == NULL)
        *link = (struct link_area){tag, run->face, run->size, at, right};
    link->right = right;
}

/** @return the link of the piece that was just drawn, or NULL */
static const struct tag *open_link(const struct text_block *text_block)
{
    return text_block->open_count > 0 && text_block->open[0].kind == TAG_LINK
               ? text_block->open[0].tag
               : NULL;
}

void text_block_draw_line(const struct layout_context *context,
                          struct text_block *text_block, size_t line,
                          struct point at, struct tag *tag,
                          enum artifact_kind artifact)
{
    const struct line *set = &text_block->paragraph.lines[line];
    struct link_area link = {.tag = NULL};

    for (size_t i = 0; i < set->count; i++) {
        const struct piece *piece = &set->pieces[i];
        const struct text_run *run = &text_block->runs[piece->span];
        struct tag *owner = piece_tag(context, text_block, run, tag);
        const struct tag *linked = open_link(text_block);
        struct mark mark = {.kind = MARK_GLYPHS,
                            .tag = owner,
                            .artifact =
                                owner == NULL ? artifact : ARTIFACT_NONE,
                            .colour = linked ? context->kit->theme.link
                                             : text_block->text_style.colour,
                            .at = {at.x + piece->x, at.y},
                            .run = piece->run};

        if (linked != link.tag)
            end_link(context, &link);
        display_list_add_mark(context->display_list, &mark);
        if (linked != NULL)
            add_to_link(&link, linked, &piece->run, mark.at,
                        fmin(mark.at.x + piece->run.width, at.x + set->width));
    }
    end_link(context, &link);
}

void text_block_draw(const struct layout_context *context,
                     struct text_block *text_block, struct point at,
                     struct tag *tag, enum artifact_kind artifact)
{
    for (size_t i = 0; i < text_block->paragraph.count; i++) {
        text_block_draw_line(context, text_block, i, at, tag, artifact);
        at.y += text_block->text_style.leading;
    }
}

/** Appends a text to the plain text from @p from to @p to; white space becomes
 *  one space, none at the beginning. */
static char *add_plain(const char *text, const char *from, char *to)
{
    for (; *text != '\0'; text++) {
        if (*text != ' ' && *text != '\t' && *text != '\n')
            *to++ = *text;
        else if (to > from && to[-1] != ' ')
            *to++ = ' ';
    }
    return to;
}

const char *text_block_plain(const struct layout_context *context,
                             struct inline_text words)
{
    size_t length = 0;
    char *plain;
    char *end;

    for (size_t i = 0; i < words.count; i++)
        length += strlen(words.runs[i].text);
    plain = end = arena_alloc_raw(context->arena, length + 1);
    for (size_t i = 0; i < words.count; i++)
        end = add_plain(words.runs[i].text, plain, end);
    if (end > plain && end[-1] == ' ')
        end--;
    *end = '\0';
    return plain;
}
