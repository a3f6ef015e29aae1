#include "sample_document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "type/paragraph.h"
#include "type/shaper.h"

const char sample_document_characters[] =
    "The Council's \"office\" – flying, efficient; Ŵyth ŷd: £5 é è ½ © ≥";

enum { LEFT = 57, WIDTH = 480, LEADING = 17, SIZE = 12 };

static const struct colour ink = {0.043, 0.047, 0.047};
static const struct colour blue = {0.071, 0.263, 0.427};
static const struct colour orange = {0.957, 0.416, 0.145};
static const struct colour grey = {0.85, 0.85, 0.85};

/** The writing position on the pages. */
struct writer {
    struct sample_document *sample_document;
    struct display_list_builder *display_list;
    double y;
    size_t sentence; ///< of the prose, the next one
};

static void stop(const struct error *err)
{
    fprintf(stderr, "%s: %s\n",
            err->location.file ? err->location.file : "specimen", err->message);
    exit(2);
}

static const struct face *open_face(struct sample_document *sample_document,
                                    size_t index, const char *folder,
                                    const char *name)
{
    struct error err = {.code = ""};
    const char *path =
        arena_printf(sample_document->arena, "%s/%s", folder, name);

    if (face_open(path, &sample_document->faces[index], &err) != STATUS_OK)
        stop(&err);
    return sample_document->faces[index];
}

/* A picture of 60 by 40 with a soft edge. */
static struct artwork *make_raster(struct arena *arena)
{
    enum { COLUMNS = 60, ROWS = 40 };
    struct artwork *artwork = ARENA_NEW(arena, struct artwork);
    unsigned char *pixels =
        ARENA_ARRAY(arena, unsigned char, COLUMNS *ROWS * 3);
    unsigned char *alpha = ARENA_ARRAY(arena, unsigned char, COLUMNS *ROWS);

    for (int i = 0; i < COLUMNS * ROWS; i++) {
        pixels[3 * i] = (unsigned char)(i % COLUMNS * 4);
        pixels[3 * i + 2] = (unsigned char)(i / COLUMNS * 6);
        alpha[i] = (unsigned char)(255 - i % COLUMNS * 3);
    }
    *artwork = (struct artwork){.kind = ARTWORK_RASTER,
                                .path = "seal.png",
                                .width = COLUMNS,
                                .height = ROWS,
                                .pixels = pixels,
                                .alpha = alpha,
                                .digest = "a seal that only tests know"};
    return artwork;
}

static const struct artwork *make_vector(struct arena *arena)
{
    struct path_builder *builder = path_builder_new();
    struct artwork *artwork = ARENA_NEW(arena, struct artwork);
    struct artwork_shape *shapes = ARENA_ARRAY(arena, struct artwork_shape, 2);

    path_move(builder, 5, 25);
    path_curve(builder, 20, -10, 40, 60, 60, 20);
    path_curve(builder, 70, 0, 80, 40, 95, 15);
    shapes[0] = (struct artwork_shape){.path = path_finish(builder, arena),
                                       .stroked = true,
                                       .stroke = ink,
                                       .line_width = 1.5,
                                       .miter_limit = 4,
                                       .round_caps = true,
                                       .round_joins = true};
    path_circle(builder, 50, 20, 15);
    path_circle(builder, 50, 20, 10);
    shapes[1] = (struct artwork_shape){.path = path_finish(builder, arena),
                                       .filled = true,
                                       .even_odd = true,
                                       .fill = blue};
    path_builder_free(builder);
    *artwork = (struct artwork){.kind = ARTWORK_VECTOR,
                                .path = "flourish.svg",
                                .width = 100,
                                .height = 40,
                                .shapes = shapes,
                                .shape_count = 2,
                                .digest = "a flourish"};
    return artwork;
}

void sample_document_open(struct sample_document *sample_document,
                          const char *fonts)
{
    static const char *const names[] = {
        "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf",
        "LiberationSans-Italic.ttf", "LiberationSans-BoldItalic.ttf"};

    *sample_document = (struct sample_document){.arena = arena_new()};
    for (int i = 0; i < FACE_STYLES; i++)
        sample_document->family.faces[i] =
            open_face(sample_document, (size_t)i, fonts, names[i]);
    for (int i = 0; i < FACE_STYLES; i++)
        sample_document->fallback.faces[i] =
            i ? sample_document->fallback.faces[0]
              : open_face(sample_document, FACE_STYLES, fonts,
                          "DejaVuSans.ttf");
    sample_document->family.fallback = &sample_document->fallback;
    sample_document->shaper = shaper_new();
    sample_document->raster = make_raster(sample_document->arena);
    sample_document->vector = make_vector(sample_document->arena);
}

void sample_document_close(struct sample_document *sample_document)
{
    shaper_free(sample_document->shaper);
    for (size_t i = 0;
         i < sizeof sample_document->faces / sizeof *sample_document->faces;
         i++)
        face_close(sample_document->faces[i]);
    arena_free(sample_document->arena);
}

static void add_run(struct display_list_builder *display_list,
                    const struct tag *tag, enum artifact_kind artifact,
                    struct colour colour, struct point at,
                    const struct glyph_run *run)
{
    const struct mark mark = {.kind = MARK_GLYPHS,
                              .tag = tag,
                              .artifact = artifact,
                              .colour = colour,
                              .at = at,
                              .run = *run};

    display_list_add_mark(display_list, &mark);
}

static void set_line(struct sample_document *sample_document,
                     struct display_list_builder *display_list, struct tag *tag,
                     enum artifact_kind artifact, enum face_style style,
                     double size, struct point at, const char *words)
{
    const struct glyph_run *runs;
    size_t count;
    struct error err = {.code = ""};

    if (shaper_shape_text(sample_document->shaper, sample_document->arena,
                          &sample_document->family, style, size, words,
                          strlen(words), &runs, &count, &err) != STATUS_OK)
        stop(&err);
    for (size_t i = 0; i < count; i++) {
        add_run(display_list, tag, artifact, ink, at, &runs[i]);
        at.x += runs[i].width;
    }
}

void sample_document_words(struct sample_document *sample_document,
                           struct display_list_builder *display_list,
                           struct tag *tag, enum face_style style, double x,
                           double y, const char *words)
{
    set_line(sample_document, display_list, tag, ARTIFACT_NONE, style, SIZE,
             (struct point){x, y}, words);
}

static struct tag *new_tag(struct writer *writer, enum tag_kind kind,
                           struct tag *parent)
{
    return display_list_add_tag(writer->display_list, kind, parent);
}

/* Sets spans, each with its tag; a link's pieces get their areas. */
static void set_paragraph(struct writer *writer, const struct span *spans,
                          struct tag *const *tags, size_t count)
{
    const struct paragraph_style style = {.width = WIDTH};
    struct paragraph paragraph;
    struct error err = {.code = ""};

    if (paragraph_break(writer->sample_document->shaper,
                        writer->sample_document->arena,
                        &writer->sample_document->family, spans, count, &style,
                        &paragraph, &err) != STATUS_OK)
        stop(&err);
    for (size_t i = 0; i < paragraph.count; i++, writer->y += LEADING)
        for (size_t j = 0; j < paragraph.lines[i].count; j++) {
            const struct piece *piece = &paragraph.lines[i].pieces[j];
            const struct tag *tag = tags[piece->span];
            const struct point at = {LEFT + piece->x, writer->y};
            const struct mark area = {
                .kind = MARK_LINK,
                .tag = tag,
                .box = {at.x, at.y - 10, piece->run.width, 13}};
            add_run(writer->display_list, tag, ARTIFACT_NONE,
                    tag->kind == TAG_LINK ? blue : ink, at, &piece->run);
            if (tag->kind == TAG_LINK)
                display_list_add_mark(writer->display_list, &area);
        }
    writer->y += 8;
}

static struct span make_span(const char *text, enum face_style style)
{
    return (struct span){
        .text = text, .length = strlen(text), .style = style, .size = SIZE};
}

static void set_plain(struct writer *writer, struct tag *parent,
                      const char *text)
{
    const struct span span = make_span(text, FACE_REGULAR);
    struct tag *tag = new_tag(writer, TAG_P, parent);

    set_paragraph(writer, &span, &tag, 1);
}

static void set_heading(struct writer *writer, enum tag_kind kind,
                        struct tag *parent, const char *title)
{
    struct tag *tag = new_tag(writer, kind, parent);

    tag->title = title;
    set_line(writer->sample_document, writer->display_list, tag, ARTIFACT_NONE,
             FACE_BOLD, kind == TAG_H1 ? 18 : 14,
             (struct point){LEFT, writer->y}, title);
    writer->y += 26;
}

static void begin_page(struct writer *writer, int number)
{
    struct path_builder *builder = path_builder_new();
    struct mark rule = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_HEADER,
                        .colour = grey,
                        .line_width = 0.5};

    display_list_begin_page(writer->display_list, A4_WIDTH, A4_HEIGHT);
    writer->y = 90;
    set_line(writer->sample_document, writer->display_list, NULL,
             ARTIFACT_HEADER, FACE_REGULAR, 9, (struct point){LEFT, 40},
             "Specimen Borough Council");
    path_move(builder, LEFT, 46);
    path_line(builder, LEFT + WIDTH, 46);
    rule.path = path_finish(builder, writer->sample_document->arena);
    display_list_add_mark(writer->display_list, &rule);
    set_line(writer->sample_document, writer->display_list, NULL,
             ARTIFACT_FOOTER, FACE_REGULAR, 9,
             (struct point){LEFT + WIDTH - 40, 810},
             arena_printf(writer->sample_document->arena, "Page %d", number));
    path_builder_free(builder);
}

static void set_artwork(struct writer *writer, struct tag *parent,
                        const struct artwork *artwork, const char *alt,
                        double height)
{
    struct tag *figure = new_tag(writer, TAG_FIGURE, parent);
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = figure,
                              .artwork = artwork,
                              .box = {LEFT, writer->y,
                                      height * artwork->width / artwork->height,
                                      height}};

    figure->alt = alt;
    display_list_add_mark(writer->display_list, &mark);
    writer->y += height + 20;
}

static const char *const sentences[] = {
    "We received fewer complaints this year than before, and we want your "
    "office's officers to know where the difference lies.",
    "The figures count what we decided between April and March, whenever it "
    "reached us; a complaint that we're still looking into counts next year.",
    "We do not publish anything that would identify the person who complained "
    "– they would be easily found in a small district.",
    "Where a council has put things right before the complaint came to us, we "
    "say so, because a fair remedy offered early is worth a good deal to "
    "everybody.",
    "Our investigators visited nine town halls, spoke with 140 caseworkers and "
    "read through some 2,300 replies to people who had waited too long.",
    "Housing, special educational needs and adult care make up two thirds of "
    "all the work; planning and highways follow at a distance.",
    "If a figure looks wrong, please write to the data team by 3 August, "
    "quoting the reference at the top of this page.",
    "A promise kept late is recorded as late, even if the delay was explained "
    "and the apology was handsome.",
    "You may share this letter with scrutiny members, your monitoring officer "
    "and anyone else who oversees how complaints are handled.",
    "Training remains free for the first four courses that a council books in "
    "a year, and joining instructions go out a fortnight ahead.",
    "I would single out the prompt way in which your link officer dealt with "
    "requests; few organisations answered as quickly or as fully.",
    "Uphold rates differ from service to service, so a comparison with similar "
    "organisations says more than a league table of them all.",
    "Six recommendations asked for a changed procedure, five for staff "
    "guidance, and one for a review of charges going back to 2017.",
    "Nothing in the annexed tables replaces the public reports, which remain "
    "on our website for ten years.",
};

static void set_prose(struct writer *writer, struct tag *parent, int paragraphs)
{
    enum { SENTENCES = sizeof sentences / sizeof *sentences, EACH = 4 };
    struct buffer text = buffer_new(4096);

    for (int i = 0; i < paragraphs; i++) {
        buffer_clear(&text);
        buffer_printf(&text, "%d.", i + 1);
        for (int j = 0; j < EACH; j++, writer->sentence++)
            buffer_printf(&text, " %s",
                          sentences[(writer->sentence * 5) % SENTENCES]);
        set_plain(writer, parent,
                  arena_strdup(writer->sample_document->arena, text.bytes));
    }
    buffer_free(&text);
}

static void set_list(struct writer *writer, struct tag *parent, bool ordered)
{
    struct tag *list = new_tag(writer, TAG_L, parent);

    list->ordered = ordered;
    for (int i = 0; i < 3; i++) {
        struct tag *item = new_tag(writer, TAG_LI, list);
        struct tag *label = new_tag(writer, TAG_LBL, item);
        set_line(writer->sample_document, writer->display_list, label,
                 ARTIFACT_NONE, FACE_REGULAR, SIZE,
                 (struct point){LEFT - 14, writer->y},
                 ordered ? arena_printf(writer->sample_document->arena, "%d. ",
                                        i + 1)
                         : "• ");
        set_plain(writer, new_tag(writer, TAG_LBODY, item),
                  "an efficient office, flying the flag; \"first-class\" "
                  "affairs");
    }
}

static void set_mixed(struct writer *writer, struct tag *parent,
                      const char *name)
{
    struct tag *p = new_tag(writer, TAG_P, parent);
    struct tag *strong = new_tag(writer, TAG_SPAN, p);
    struct tag *link = new_tag(writer, TAG_LINK, p);
    struct tag *welsh = new_tag(writer, TAG_SPAN, p);
    struct tag *const tags[] = {p, strong, p, link, p, welsh, p};
    const struct span spans[] = {
        make_span("See ", FACE_REGULAR),
        make_span(name, FACE_BOLD),
        make_span(" on ", FACE_REGULAR),
        make_span("the map of what councils have agreed to do, which we keep "
                  "up to date through the year",
                  FACE_REGULAR),
        make_span(" (Welsh: ", FACE_REGULAR),
        make_span("cŵyn, tŷ, gwên, môr", FACE_ITALIC),
        make_span("); it isn't – we think – complete: 5 ≥ 4, ½\u00A0km.",
                  FACE_REGULAR),
    };

    link->uri = "https://example.org/map?a=1&b=(2)";
    welsh->language = "cy";
    set_paragraph(writer, spans, tags, sizeof spans / sizeof *spans);
}

static void fill(struct writer *writer, struct tag *tag,
                 enum artifact_kind artifact, struct colour colour,
                 struct path_builder *builder)
{
    const struct mark mark = {
        .kind = MARK_FILL,
        .tag = tag,
        .artifact = artifact,
        .colour = colour,
        .path = path_finish(builder, writer->sample_document->arena)};

    display_list_add_mark(writer->display_list, &mark);
}

/* Marks to be counted: ten in a row, all of a colour in one path. */
static void draw_marks(struct writer *writer, struct tag *figure,
                       struct path_builder *builder, double top, int first,
                       int end, struct colour colour)
{
    for (int i = first; i < end; i++)
        path_circle(builder, LEFT + 160 + i % 10 * 13, top + i / 10 * 13.0, 5);
    fill(writer, figure, ARTIFACT_NONE, colour, builder);
}

/* Ring, number, forty marks to be counted. */
static void set_panel(struct writer *writer, struct tag *parent,
                      const char *title)
{
    struct path_builder *builder = path_builder_new();
    struct tag *sect = new_tag(writer, TAG_SECT, parent);
    struct tag *figure;
    const double y = writer->y;

    sect->title = title;
    path_rounded_rectangle(builder,
                           (struct rect){LEFT - 8, y - 24, WIDTH + 16, 190}, 6);
    fill(writer, NULL, ARTIFACT_DECORATION, (struct colour){0.96, 0.96, 0.96},
         builder);
    set_heading(writer, TAG_H2, sect, title);
    figure = new_tag(writer, TAG_FIGURE, sect);
    figure->alt = arena_printf(writer->sample_document->arena,
                               "%s: 71%%, 12 of 17; average of similar "
                               "organisations 64%%",
                               title);
    path_ring(builder, LEFT + 50, y + 70, 30, 46, 0, 6.2831853);
    fill(writer, figure, ARTIFACT_NONE, grey, builder);
    path_ring(builder, LEFT + 50, y + 70, 30, 46, -1.57, 2.9);
    fill(writer, figure, ARTIFACT_NONE, blue, builder);
    set_line(writer->sample_document, writer->display_list, figure,
             ARTIFACT_NONE, FACE_BOLD, 20, (struct point){LEFT + 30, y + 77},
             "71%");
    draw_marks(writer, figure, builder, y + 30, 0, 28, orange);
    draw_marks(writer, figure, builder, y + 30, 28, 40, grey);
    path_builder_free(builder);
    writer->y = y + 130;
    set_plain(writer, sect, "71% of complaints we investigated were upheld.");
    writer->y += 50;
}

struct document sample_document_letter(struct sample_document *sample_document,
                                       const char *name)
{
    struct writer writer = {sample_document,
                            display_list_new(sample_document->arena), 0, 0};
    struct tag *document =
        display_list_add_tag(writer.display_list, TAG_DOCUMENT, NULL);

    begin_page(&writer, 1);
    set_artwork(&writer, document, sample_document->raster,
                "The seal of the office", 40);
    set_heading(&writer, TAG_H1, document, "Annual letter of the specimen");
    set_plain(&writer, document,
              arena_printf(sample_document->arena, "Dear %s", name));
    set_prose(&writer, document, 5);
    begin_page(&writer, 2);
    set_heading(&writer, TAG_H2, document, "What we found");
    set_mixed(&writer, document, name);
    set_prose(&writer, document, 4);
    set_list(&writer, document, false);
    begin_page(&writer, 3);
    set_list(&writer, document, true);
    set_prose(&writer, document, 4);
    set_artwork(&writer, document, sample_document->vector,
                "Signature, a flourish", 40);
    begin_page(&writer, 4);
    set_panel(&writer, document, "Complaints upheld");
    set_panel(&writer, document, "Compliance");
    set_panel(&writer, document, "Satisfactory remedy");
    return display_list_finish(writer.display_list);
}

struct pdf_metadata
sample_document_facts(struct sample_document *sample_document, const char *name)
{
    static const char figures[] =
        "\uFEFFstatistic,count,total,rate\r\nupheld,12,17,71%\r\n";
    static const struct attachment attachment = {
        .name = "figures.csv",
        .mime = "text/csv",
        .description = "The figures of this letter",
        .bytes = figures,
        .size = sizeof figures - 1,
    };

    return (struct pdf_metadata){
        .title = arena_printf(sample_document->arena, "Specimen - %s", name),
        .author = "Office of <Tests> & Co",
        .subject = "A letter that tests print",
        .language = "en-GB",
        .date = {2022, 7, 20},
        .code = "E08000032",
        .council = name,
        .campaign = "Specimen letter 2022",
        .attachments = &attachment,
        .attachment_count = 1,
    };
}
