#include "layout/text_block.h"

#include <math.h>
#include <string.h>

static enum face_style face_style_of(const struct run *run,
                                     const struct ink *ink)
{
    return (enum face_style)((run->style | ink->style) & 3U);
}

static enum status break_words(const struct composer *composer,
                               struct words words, const struct ink *ink,
                               double width, struct paragraph *paragraph,
                               struct error *err)
{
    const struct paragraph_style style = {.width = width};
    struct span *spans = ARENA_ROOM(composer->arena, struct span, words.count);

    for (size_t i = 0; i < words.count; i++) {
        const struct run *run = &words.runs[i];

        spans[i] = (struct span){
            .text = run->text,
            .length = strlen(run->text),
            .style = face_style_of(run, ink),
            .size = ink->size,
            .place = run->place,
        };
    }
    return paragraph_break(composer->tools->shaper, composer->arena,
                           composer->kit->family, spans, words.count, &style,
                           paragraph, err);
}

/** Sets words; @p constant is where what is the same in all letters stands, or
 *  NULL. */
static enum status set_words(const struct composer *composer,
                             struct words words, const void *constant,
                             const struct ink *ink, double width,
                             struct prose *prose, struct error *err)
{
    struct shaper *shaper = composer->tools->shaper;
    const struct paragraph_name name = {.words = constant,
                                        .family = composer->kit->family,
                                        .style = ink->style,
                                        .size = ink->size,
                                        .width = width};
    enum status status;

    *prose = (struct prose){.runs = words.runs, .ink = *ink};
    if (words.count == 0 ||
        (constant && paragraph_find(shaper, &name, &prose->paragraph)))
        return STATUS_OK;
    status = break_words(composer, words, ink, width, &prose->paragraph, err);
    if (status == STATUS_OK && constant)
        paragraph_keep(shaper, &name, &prose->paragraph);
    return status;
}

enum status prose_set(const struct composer *composer, struct words words,
                      const struct ink *ink, double width, struct prose *prose,
                      struct error *err)
{
    return set_words(composer, words, words.standing ? words.runs : NULL, ink,
                     width, prose, err);
}

/** A text as words; NULL and "" are none. */
static struct words words_of(const struct composer *composer, const char *text,
                             struct place place)
{
    struct run *run;

    if (text == NULL || text[0] == '\0')
        return (struct words){.count = 0};
    run = ARENA_ROOM(composer->arena, struct run, 1);
    *run = (struct run){.text = text, .place = place};
    return (struct words){.runs = run, .count = 1};
}

enum status prose_set_text(const struct composer *composer, const char *text,
                           struct place place, const struct ink *ink,
                           double width, struct prose *prose, struct error *err)
{
    return set_words(composer, words_of(composer, text, place), NULL, ink,
                     width, prose, err);
}

enum status prose_set_constant(const struct composer *composer,
                               const char *text, struct place place,
                               const struct ink *ink, double width,
                               struct prose *prose, struct error *err)
{
    return set_words(composer, words_of(composer, text, place), text, ink,
                     width, prose, err);
}

/** Widens each advance of a piece; returns how much wider the piece is. */
static double track_piece(const struct composer *composer, struct piece *piece,
                          double em)
{
    struct glyph_run *run = &piece->run;
    struct glyph *glyphs = arena_copy(composer->arena, run->glyphs,
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

void prose_track(const struct composer *composer, struct prose *prose,
                 double em)
{
    struct paragraph *paragraph = &prose->paragraph;
    struct line *lines;

    if (paragraph->count == 0)
        return;
    lines = arena_copy(composer->arena, paragraph->lines,
                       paragraph->count * sizeof *lines);
    for (size_t i = 0; i < paragraph->count; i++) {
        struct piece *pieces =
            arena_copy(composer->arena, lines[i].pieces,
                       lines[i].count * sizeof *lines[i].pieces);
        double wider = 0;

        for (size_t j = 0; j < lines[i].count; j++) {
            pieces[j].x += wider;
            wider += track_piece(composer, &pieces[j], em);
        }
        lines[i].pieces = pieces;
        lines[i].width += wider;
    }
    paragraph->lines = lines;
}

size_t prose_lines(const struct prose *prose)
{
    return prose->paragraph.count;
}

double prose_height(const struct prose *prose)
{
    return (double)prose->paragraph.count * prose->ink.leading;
}

double prose_width(const struct prose *prose)
{
    double width = 0;

    for (size_t i = 0; i < prose->paragraph.count; i++)
        width = fmax(width, prose->paragraph.lines[i].width);
    return width;
}

/** The tags of a run inside its paragraph, outermost first. */
static size_t inline_tags(const struct run *run,
                          struct inline_tag tags[static INLINE_TAGS])
{
    size_t count = 0;

    if (run->language != NULL)
        tags[count++] = (struct inline_tag){TAG_SPAN, run->language, NULL};
    if (run->link != NULL)
        tags[count++] = (struct inline_tag){TAG_LINK, run->link, NULL};
    if (run->style & STYLE_BOLD)
        tags[count++] = (struct inline_tag){TAG_STRONG, NULL, NULL};
    if (run->style & STYLE_ITALIC)
        tags[count++] = (struct inline_tag){TAG_EM, NULL, NULL};
    return count;
}

static struct tag *open_tag(const struct composer *composer,
                            const struct inline_tag *wanted, struct tag *parent)
{
    struct tag *tag = easel_tag(composer->easel, wanted->kind, parent);

    if (wanted->kind == TAG_LINK)
        tag->uri = wanted->value;
    if (wanted->kind == TAG_SPAN)
        tag->language = wanted->value;
    return tag;
}

/** Finds the tag of a piece; what the piece before it has, too, stays open. */
static struct tag *piece_tag(const struct composer *composer,
                             struct prose *prose, const struct run *run,
                             struct tag *tag)
{
    struct inline_tag wanted[INLINE_TAGS];
    const size_t count =
        tag == NULL || tag->kind == TAG_FIGURE ? 0 : inline_tags(run, wanted);
    size_t same = 0;

    while (same < count && same < prose->open_count &&
           prose->open[same].kind == wanted[same].kind &&
           prose->open[same].value == wanted[same].value)
        tag = prose->open[same++].tag;
    for (; same < count; same++) {
        tag = open_tag(composer, &wanted[same], tag);
        wanted[same].tag = tag;
        prose->open[same] = wanted[same];
    }
    prose->open_count = count;
    return tag;
}

/** Underlines a link's piece and makes it active, up to @p right. */
static void draw_link(const struct composer *composer,
                      const struct piece *piece, struct point at, double right,
                      const struct tag *tag)
{
    const struct face_metrics *face = face_metrics(piece->run.face);
    double unit = piece->run.size / face->units_per_em;
    double y = at.y + face->underline_position * unit;
    struct path_builder *builder = composer->tools->builder;
    struct mark line = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = composer->kit->theme.link};
    struct mark area = {.kind = MARK_LINK, .tag = tag};

    if (right <= at.x)
        return;
    path_move(builder, at.x, y);
    path_line(builder, right, y);
    line.path = path_finish(builder, composer->arena);
    line.line_width = face->underline_thickness * unit;
    easel_mark(composer->easel, &line);
    area.box = (struct rect){at.x, at.y - face->ascent * unit, right - at.x,
                             (face->ascent + face->descent) * unit};
    easel_mark(composer->easel, &area);
}

void prose_draw_line(const struct composer *composer, struct prose *prose,
                     size_t line, struct point at, struct tag *tag,
                     enum artifact_kind artifact)
{
    const struct line *set = &prose->paragraph.lines[line];

    for (size_t i = 0; i < set->count; i++) {
        const struct piece *piece = &set->pieces[i];
        const struct run *run = &prose->runs[piece->span];
        struct tag *owner = piece_tag(composer, prose, run, tag);
        const bool linked = tag != NULL && run->link != NULL;
        struct mark mark = {
            .kind = MARK_GLYPHS,
            .tag = owner,
            .artifact = owner == NULL ? artifact : ARTIFACT_NONE,
            .colour = linked ? composer->kit->theme.link : prose->ink.colour,
            .at = {at.x + piece->x, at.y},
            .run = piece->run};

        easel_mark(composer->easel, &mark);
        if (linked)
            draw_link(composer, piece, mark.at,
                      fmin(mark.at.x + piece->run.width, at.x + set->width),
                      owner);
    }
}

void prose_draw(const struct composer *composer, struct prose *prose,
                struct point at, struct tag *tag, enum artifact_kind artifact)
{
    for (size_t i = 0; i < prose->paragraph.count; i++) {
        prose_draw_line(composer, prose, i, at, tag, artifact);
        at.y += prose->ink.leading;
    }
}

/** Adds a text to a plain one that begins at @p from and ends at @p to; white
 *  space is one space, and none at the beginning. */
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

const char *prose_plain(const struct composer *composer, struct words words)
{
    size_t length = 0;
    char *plain;
    char *end;

    for (size_t i = 0; i < words.count; i++)
        length += strlen(words.runs[i].text);
    plain = end = arena_room(composer->arena, length + 1);
    for (size_t i = 0; i < words.count; i++)
        end = add_plain(words.runs[i].text, plain, end);
    if (end > plain && end[-1] == ' ')
        end--;
    *end = '\0';
    return plain;
}
