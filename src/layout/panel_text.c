#include "layout/panel_text.h"

#include <math.h>
#include <string.h>

/** Points at 12 point text. */
static const double number_gap = 8;
static const double note_indent = 11;
static const double number_share = 0.4; ///< of the column, at most
static const double digit_width = 0.56; ///< ems, of a bold figure

/** The state of setting the words. */
struct text_setting {
    const struct layout_context *context;
    const struct panel *panel;
    const struct chart_data *data;
    struct location location;
    struct panel_text *words;
    double width; ///< of the column
};

static struct text_style text_line_style(const struct layout_context *context,
                                         double size)
{
    return (struct text_style){.size = size,
                               .leading = context->scale.leading,
                               .colour = context->kit->theme.text};
}

static struct text_style panel_line_style(const struct layout_context *context,
                                          enum panel_line_kind kind)
{
    const struct type_scale *scale = &context->scale;
    struct text_style text_style = text_line_style(context, scale->text);

    switch (kind) {
    case PANEL_LINE_NUMBER:
        text_style.size = scale->number;
        text_style.style = STYLE_BOLD;
        text_style.colour = context->kit->theme.heading;
        break;
    case PANEL_LINE_BASIS:
    case PANEL_LINE_NOTE:
        text_style.size = scale->small;
        text_style.colour = context->kit->theme.quiet;
        break;
    case PANEL_LINE_TEXT:
    case PANEL_LINE_CAPTION:
        break;
    }
    return text_style;
}

/** Sets a text beside the picture, unless it is empty. */
static enum status add_panel_line(const struct text_setting *text_setting,
                                  struct inline_text text,
                                  enum panel_line_kind kind,
                                  struct text_style text_style, double indent,
                                  struct error *err)
{
    struct panel_text *words = text_setting->words;
    struct panel_line *panel_line = &words->panel_lines[words->count];
    enum status status = text_block_set(
        text_setting->context, text, &text_style, text_setting->width - indent,
        &panel_line->text_block, err);

    panel_line->kind = kind;
    panel_line->at.x = indent;
    if (status == STATUS_OK &&
        text_block_count_lines(&panel_line->text_block) > 0)
        words->count++;
    return status;
}

static enum status add_usual(const struct text_setting *text_setting,
                             struct inline_text text, enum panel_line_kind kind,
                             struct error *err)
{
    return add_panel_line(text_setting, text, kind,
                          panel_line_style(text_setting->context, kind), 0,
                          err);
}

/** Sets a note twice: in the column and over the whole width. */
static enum status add_note(const struct text_setting *text_setting,
                            struct inline_text text, struct error *err)
{
    const struct layout_context *context = text_setting->context;
    struct panel_text *words = text_setting->words;
    struct panel_line *panel_line = &words->panel_lines[words->count];
    const struct text_style text_style =
        panel_line_style(context, PANEL_LINE_NOTE);
    double indent = note_indent * context->scale.factor;
    size_t before = words->count;
    enum status status = add_panel_line(text_setting, text, PANEL_LINE_NOTE,
                                        text_style, indent, err);

    words->note_count += words->count - before;
    if (status == STATUS_OK) {
        panel_line->label = ARENA_NEW(context->arena, struct list_label);
        status = list_label_set_bullet(context, text_setting->location,
                                       &text_style, panel_line->label, err);
    }
    if (status != STATUS_OK || words->aside <= 0)
        return status;
    return text_block_set(context, text, &text_style,
                          context->scale.frame.width - indent,
                          &panel_line->wide, err);
}

/** @return the large number's style; the caption needs most of the column */
static struct text_style number_style(const struct text_setting *text_setting,
                                      const char *count)
{
    struct text_style text_style =
        panel_line_style(text_setting->context, PANEL_LINE_NUMBER);
    double digits = digit_width * (double)strlen(count);

    text_style.size =
        fmin(text_style.size, number_share * text_setting->width / digits);
    return text_style;
}

/** Sets the large number and its caption. */
static enum status add_number(const struct text_setting *text_setting,
                              struct error *err)
{
    const struct layout_context *context = text_setting->context;
    const struct panel_text *words = text_setting->words;
    const struct panel_line *number = &words->panel_lines[words->count];
    struct text_run *run = ARENA_NEW(context->arena, struct text_run);
    double beside = number_gap * context->scale.factor;
    const char *count = text_setting->data->number;
    enum status status;

    *run = (struct text_run){.text = ARENA_JOIN(context->arena, count, " "),
                             .location = text_setting->location};
    status = add_panel_line(
        text_setting, (struct inline_text){.runs = run, .count = 1},
        PANEL_LINE_NUMBER, number_style(text_setting, count), 0, err);
    if (status != STATUS_OK)
        return status;
    beside += text_block_width(&number->text_block);
    return add_panel_line(
        text_setting, text_setting->panel->caption, PANEL_LINE_CAPTION,
        panel_line_style(context, PANEL_LINE_CAPTION), beside, err);
}

static enum status add_headline(const struct text_setting *text_setting,
                                struct inline_text text, struct error *err)
{
    const struct layout_context *context = text_setting->context;

    return add_panel_line(text_setting, text, PANEL_LINE_TEXT,
                          text_line_style(context, context->scale.headline), 0,
                          err);
}

/** Sets the texts between the title and the basis. */
static enum status add_statement(const struct text_setting *text_setting,
                                 struct error *err)
{
    const struct panel *panel = text_setting->panel;
    enum status status;

    if (!text_setting->data->exists)
        return add_headline(text_setting, panel->none, err);
    status = add_headline(text_setting, panel->headline, err);
    if (status == STATUS_OK)
        status =
            add_usual(text_setting, panel->comparison, PANEL_LINE_TEXT, err);
    if (status == STATUS_OK && panel->caption.count > 0)
        status = add_number(text_setting, err);
    return status;
}

enum status panel_text_set(const struct layout_context *context,
                           const struct panel *panel,
                           const struct chart_data *data,
                           struct location location, double aside,
                           struct panel_text *words, struct error *err)
{
    const struct text_setting text_setting = {
        context,  panel, data,
        location, words, context->scale.frame.width - aside};
    enum status status;

    *words = (struct panel_text){.aside = aside};
    words->panel_lines =
        ARENA_ARRAY(context->arena, struct panel_line, 6 + panel->note_count);
    status = add_statement(&text_setting, err);
    if (status == STATUS_OK)
        status = add_usual(&text_setting, panel->basis, PANEL_LINE_BASIS, err);
    for (size_t i = 0; status == STATUS_OK && i < panel->note_count; i++)
        status = add_note(&text_setting, panel->notes[i], err);
    return status;
}

/** Places a line below @p y. Returns its bottom. */
static double place_panel_line(const struct layout_context *context,
                               struct panel_line *panel_line,
                               const struct panel_spacing *spacing, double y)
{
    double descent = context->scale.leading / 4;
    struct text_style *text_style = &panel_line->text_block.text_style;

    switch (panel_line->kind) {
    case PANEL_LINE_NUMBER:
        panel_line->at.y = y + spacing->number - descent;
        return y + spacing->number;
    case PANEL_LINE_CAPTION: /* on the number's line */
        panel_line->at.y = y - descent;
        return y + text_block_height(&panel_line->text_block) -
               text_style->leading;
    case PANEL_LINE_BASIS:
        text_style->leading = spacing->small_leading;
        break;
    case PANEL_LINE_TEXT:
    case PANEL_LINE_NOTE:
        break;
    }
    panel_line->at.y = y + 0.75 * text_style->leading;
    return y + text_block_height(&panel_line->text_block);
}

/** Places the passages except the notes. @return their bottom */
static double place_column(const struct layout_context *context,
                           struct panel_text *words,
                           const struct panel_spacing *spacing, double y)
{
    for (size_t i = 0; i < words->count - words->note_count; i++) {
        struct panel_line *panel_line = &words->panel_lines[i];

        if (i > 0 && panel_line->kind != PANEL_LINE_CAPTION)
            y += spacing->panel_line;
        y = place_panel_line(context, panel_line, spacing, y);
    }
    return y;
}

static struct text_block *note_text_block(struct panel_line *note, bool below)
{
    return below ? &note->wide : &note->text_block;
}

/** @return the height of the notes with the gaps above them */
static double notes_height(const struct panel_text *words,
                           const struct panel_spacing *spacing, bool below)
{
    double height = below ? spacing->panel_line / 2 : 0;

    if (words->note_count == 0)
        return 0;
    for (size_t i = words->count - words->note_count; i < words->count; i++) {
        const struct text_block *text_block =
            note_text_block(&words->panel_lines[i], below);

        height +=
            spacing->panel_line +
            (double)text_block_count_lines(text_block) * spacing->small_leading;
    }
    return height;
}

static void place_notes(const struct layout_context *context,
                        struct panel_text *words,
                        const struct panel_spacing *spacing, double y)
{
    y += words->below ? spacing->panel_line / 2 : 0;
    for (size_t i = words->count - words->note_count; i < words->count; i++) {
        struct panel_line *note = &words->panel_lines[i];
        struct text_block *text_block = note_text_block(note, words->below);

        y += spacing->panel_line;
        text_block->text_style.leading = spacing->small_leading;
        note->at = (struct point){note_indent * context->scale.factor,
                                  y + 0.75 * spacing->small_leading};
        y += text_block_height(text_block);
    }
}

double panel_text_place(const struct layout_context *context,
                        struct panel_text *words,
                        const struct panel_spacing *spacing, double y,
                        double figure)
{
    double column = place_column(context, words, spacing, y);
    double body = fmax(column, figure);
    double beside = column + notes_height(words, spacing, false);
    double tail = notes_height(words, spacing, true);

    words->below =
        words->aside > 0 && body + tail < fmax(beside, figure) - 0.01;
    words->tail = words->below ? tail : 0;
    place_notes(context, words, spacing, words->below ? body : column);
    return words->below ? body + tail : fmax(beside, figure);
}

/** Elements that several passages share. */
struct word_tags {
    struct tag *sect;
    struct tag *number; ///< P of the large number and its caption
    struct tag *list;   ///< L of the notes
};

static struct tag *panel_line_tag(const struct layout_context *context,
                                  enum panel_line_kind kind,
                                  struct word_tags *tags)
{
    struct display_list_builder *display_list = context->display_list;

    switch (kind) {
    case PANEL_LINE_NUMBER:
        tags->number = display_list_add_tag(display_list, TAG_P, tags->sect);
        return tags->number;
    case PANEL_LINE_CAPTION:
        return tags->number;
    case PANEL_LINE_NOTE:
        if (tags->list == NULL)
            tags->list = display_list_add_tag(display_list, TAG_L, tags->sect);
        return display_list_add_tag(display_list, TAG_LI, tags->list);
    case PANEL_LINE_TEXT:
    case PANEL_LINE_BASIS:
        break;
    }
    return display_list_add_tag(display_list, TAG_P, tags->sect);
}

static void draw_note(const struct layout_context *context,
                      struct panel_line *note, bool below, struct point at,
                      struct tag *item)
{
    const struct point edge = {at.x - note_indent * context->scale.factor,
                               at.y};

    note->label->item = item;
    list_label_draw(context, note->label, edge);
    text_block_draw(
        context, note_text_block(note, below), at,
        display_list_add_tag(context->display_list, TAG_LBODY, item),
        ARTIFACT_NONE);
}

static void draw_panel_line(const struct layout_context *context,
                            const struct panel_text *words,
                            struct panel_line *panel_line, struct point corner,
                            struct word_tags *tags)
{
    struct point at = {corner.x + panel_line->at.x,
                       corner.y + panel_line->at.y};
    struct tag *tag = panel_line_tag(context, panel_line->kind, tags);

    if (panel_line->kind == PANEL_LINE_NOTE)
        draw_note(context, panel_line, words->below, at, tag);
    else
        text_block_draw(context, &panel_line->text_block, at, tag,
                        ARTIFACT_NONE);
}

void panel_text_draw(const struct layout_context *context,
                     struct panel_text *words, struct point corner,
                     double stretch, struct tag *sect)
{
    struct word_tags tags = {.sect = sect};

    for (size_t i = 0; i < words->count; i++) {
        struct panel_line *panel_line = &words->panel_lines[i];
        struct point moved = corner;

        if (panel_line->kind == PANEL_LINE_NOTE && words->below)
            moved.y += stretch;
        draw_panel_line(context, words, panel_line, moved, &tags);
    }
}
