#include "layout/letterhead.h"

#include <math.h>
#include <string.h>

#include "layout/address_block.h"

/** A text with its first baseline on the page, in points. */
struct placed {
    struct text_block text_block;
    double baseline;
    double x; ///< from the frame's left edge
};

struct letterhead {
    const struct artwork *logo; ///< or NULL
    struct rect logo_box;
    const char *logo_alt;
    struct placed *texts;
    size_t count;
    struct address_block *address; ///< or NULL: the letter has no window
    size_t below_address;          ///< texts[] from here on
};

/** Points at 12 point text, from the page's top or between parts. */
static const double head_top = 56;
static const double head_gap = 48; ///< wordmark to date
static const double column_gap = 16;

/** The right column: contact lines, then the reference. */
static const double column_share = 0.4;

/** Its minimum width beside a window. */
static const double column_min_mm = 30;

/** The unprintable margin of printers. */
static const double edge_mm = 5;

/** The addressee's right edge. */
static const double address_right_mm = 120;

/** The logo's largest size, and the wordmark's sizes. */
static const double logo_width_mm = 60;
static const double logo_height_mm = 18;
static const double wordmark_small = 11;
static const double wordmark_small_leading = 14;
static const double wordmark_large = 24;
static const double wordmark_large_leading = 28;
static const double wordmark_tracking = 0.04;
static const double contact_leading = 14;

static double address_width(const struct layout_context *context)
{
    double right = geometry_points(address_right_mm);
    double left = context->scale.frame.x;

    return fmin(context->scale.frame.width,
                fmax(right - left, geometry_points(70)));
}

static double column_width(const struct layout_context *context)
{
    const double share = context->scale.frame.width * column_share;
    const struct rect frame = context->scale.frame;
    struct rect clear;

    if (!context->letter->has_window)
        return share;
    clear = context->kit->window->clear;
    return fmin(share, fmax(frame.x + frame.width - clear.x - clear.width,
                            geometry_points(column_min_mm)));
}

/** @return the width left of the right column, or the whole width if that is
 *         empty */
static double left_width(const struct layout_context *context, bool column)
{
    const double width = context->scale.frame.width;

    return column ? width - column_width(context) -
                        column_gap * context->scale.factor
                  : width;
}

static double sender_width(const struct layout_context *context)
{
    return left_width(context, context->letter->contact.count > 0);
}

/** The position of the letterhead's next text. */
static struct text_block *next_text_block(struct letterhead *head)
{
    return &head->texts[head->count].text_block;
}

/** Adds the text that was set, below @p y, unless it is empty. */
static void add_text_block(struct letterhead *head, double *y)
{
    struct placed *placed = &head->texts[head->count];

    if (text_block_count_lines(&placed->text_block) == 0)
        return;
    placed->baseline = *y + 0.75 * placed->text_block.text_style.leading;
    *y += text_block_height(&placed->text_block);
    head->count++;
}

/** Sets a line of the letterhead and adds it below @p y. */
static enum status add_text(const struct layout_context *context,
                            struct letterhead *head, const char *text,
                            struct text_origins origins,
                            const struct text_style *text_style, double width,
                            double *y, struct error *err)
{
    struct text_run *run = ARENA_NEW(context->arena, struct text_run);
    enum status status;

    *run =
        (struct text_run){.text = text,
                          .location = text_origins_at(
                              origins, 0, context->letter->addressee_location),
                          .origins = origins};
    status = text_block_set(
        context, (struct inline_text){.runs = run, .count = text[0] != '\0'},
        text_style, width, next_text_block(head), err);

    if (status == STATUS_OK)
        add_text_block(head, y);
    return status;
}

/** Like add_text(), for a text that all letters share. */
static enum status add_constant(const struct layout_context *context,
                                struct letterhead *head, struct value text,
                                const struct text_style *text_style,
                                double width, double *y, struct error *err)
{
    const enum status status =
        text_block_set_constant(context, text.text, text.location, text_style,
                                width, next_text_block(head), err);

    if (status == STATUS_OK)
        add_text_block(head, y);
    return status;
}

/** @return the size at which the last line of the wordmark does not wrap, or
 *         the small size */
static enum status fit_wordmark(const struct layout_context *context,
                                struct value word,
                                struct text_style *text_style,
                                struct error *err)
{
    double measure = sender_width(context);
    struct text_block text_block;
    enum status status =
        text_block_set_constant(context, word.text, word.location, text_style,
                                100 * measure, &text_block, err);
    double width;

    if (status != STATUS_OK)
        return status;
    text_block_track(context, &text_block, wordmark_tracking);
    width = text_block_width(&text_block);
    if (width > measure) {
        double min = wordmark_small * context->scale.factor;

        text_style->leading *= fmax(measure / width, min / text_style->size);
        text_style->size = fmax(text_style->size * measure / width - 0.01, min);
    }
    return STATUS_OK;
}

static enum status set_last_word(const struct layout_context *context,
                                 struct letterhead *head, struct value word,
                                 double *y, struct error *err)
{
    double factor = context->scale.factor;
    struct text_style text_style = {.size = wordmark_large * factor,
                                    .leading = wordmark_large_leading * factor,
                                    .style = STYLE_BOLD,
                                    .colour = context->kit->theme.wordmark};
    size_t before = head->count;
    enum status status = fit_wordmark(context, word, &text_style, err);

    if (status != STATUS_OK)
        return status;
    /* Tracking widens the lines after they were broken. */
    status =
        add_constant(context, head, word, &text_style,
                     sender_width(context) / (1 + wordmark_tracking), y, err);
    if (head->count > before)
        text_block_track(context, &head->texts[before].text_block,
                         wordmark_tracking);
    return status;
}

static enum status set_wordmark(const struct layout_context *context,
                                struct letterhead *head, double *y,
                                struct error *err)
{
    const struct value_list *words = &context->letter->wordmark;
    double factor = context->scale.factor;
    const struct text_style small = {.size = wordmark_small * factor,
                                     .leading = wordmark_small_leading * factor,
                                     .colour = context->kit->theme.wordmark};

    for (size_t i = 0; i + 1 < words->count; i++) {
        enum status status =
            add_constant(context, head, words->items[i], &small,
                         sender_width(context), y, err);

        if (status != STATUS_OK)
            return status;
    }
    if (words->count == 0)
        return STATUS_OK;
    return set_last_word(context, head, words->items[words->count - 1], y, err);
}

static void place_logo(const struct layout_context *context,
                       struct letterhead *head, double height_mm, double *y)
{
    const struct artwork *logo = context->sender->logo;
    double scale = fmin(geometry_points(logo_width_mm) / logo->width,
                        geometry_points(height_mm) / logo->height);

    head->logo = logo;
    head->logo_alt = context->sender->office;
    head->logo_box = (struct rect){context->scale.frame.x, *y,
                                   scale * logo->width, scale * logo->height};
    *y += head->logo_box.height;
}

static double grid_up(const struct layout_context *context, double y)
{
    double grid = context->scale.grid;
    double top = context->scale.frame.y;

    return top + ceil((y - top) / grid - 0.01) * grid;
}

static struct text_style letterhead_style(const struct layout_context *context)
{
    return (struct text_style){.size = context->scale.text,
                               .leading = context->scale.leading,
                               .colour = context->kit->theme.text};
}

/** Moves the texts from @p first to the right column. */
static void move_right(const struct layout_context *context,
                       struct letterhead *head, size_t first)
{
    for (size_t i = first; i < head->count; i++)
        head->texts[i].x = context->scale.frame.width - column_width(context);
}

static enum status set_contact(const struct layout_context *context,
                               struct letterhead *head, double *y,
                               struct error *err)
{
    const struct value_list *lines = &context->letter->contact;
    const struct text_style text_style = {.size = context->scale.small,
                                          .leading = contact_leading *
                                                     context->scale.factor,
                                          .colour = context->kit->theme.text};
    const size_t first = head->count;

    for (size_t i = 0; i < lines->count; i++) {
        enum status status =
            add_constant(context, head, lines->items[i], &text_style,
                         column_width(context), y, err);

        if (status != STATUS_OK)
            return status;
    }
    move_right(context, head, first);
    return STATUS_OK;
}

/* Moves the texts above a window further up if they would be too near. */
static enum status raise(const struct layout_context *context,
                         struct letterhead *head, double *top, double bottom,
                         struct error *err)
{
    const double over = bottom - context->kit->window->clear.y;

    if (over <= 0)
        return STATUS_OK;
    *top -= over;
    head->logo_box.y -= over;
    for (size_t i = 0; i < head->count; i++)
        head->texts[i].baseline -= over;
    if (*top >= geometry_points(edge_mm))
        return STATUS_OK;
    return error_set(err, RULE_LAYOUT_WINDOW, context->kit->window_location,
                     "post",
                     "the letterhead does not fit above the envelope's window");
}

static enum status set_sender(const struct layout_context *context,
                              struct letterhead *head, double *y,
                              struct error *err)
{
    double column = *y;
    enum status status = STATUS_OK;

    if (context->sender->logo == NULL)
        status = set_wordmark(context, head, y, err);
    else
        place_logo(context, head, logo_height_mm, y);
    if (status == STATUS_OK && context->letter->has_window)
        status = raise(context, head, &column, *y, err);
    if (status == STATUS_OK)
        status = set_contact(context, head, &column, err);
    *y = fmax(*y, column);
    return status;
}

static enum status set_reference(const struct layout_context *context,
                                 struct letterhead *head, double *y,
                                 struct error *err)
{
    const struct letter *letter = context->letter;
    const struct text_style text_style = letterhead_style(context);
    const size_t first = head->count;
    const enum status status =
        add_text(context, head, letter->reference, letter->reference_origins,
                 &text_style, column_width(context), y, err);

    move_right(context, head, first);
    return status;
}

/** The date, the delivery line below it and the reference beside them. */
static enum status set_date(const struct layout_context *context,
                            struct letterhead *head, double *y,
                            struct error *err)
{
    const struct letter *letter = context->letter;
    const struct text_style text_style = letterhead_style(context);
    double width = left_width(context, letter->reference[0] != '\0');
    const struct value date = {letter->date, letter->date_location};
    double column = *y;
    enum status status =
        add_constant(context, head, date, &text_style, width, y, err);

    if (status == STATUS_OK)
        status = add_text(context, head, letter->delivery,
                          letter->delivery_origins, &text_style, width, y, err);
    if (status == STATUS_OK)
        status = set_reference(context, head, &column, err);
    *y = fmax(*y, column);
    return status;
}

static enum status set_addressee(const struct layout_context *context,
                                 struct letterhead *head, double *y,
                                 struct error *err)
{
    const struct letter *letter = context->letter;
    const struct text_style text_style = letterhead_style(context);

    for (size_t i = 0; i < letter->addressee_count; i++) {
        enum status status =
            add_text(context, head, letter->addressee[i],
                     letter->addressee_origins ? letter->addressee_origins[i]
                                               : (struct text_origins){NULL, 0},
                     &text_style, address_width(context), y, err);

        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The date comes below the window, and is read after it. */
static enum status set_window(const struct layout_context *context,
                              struct letterhead *head, double *y,
                              struct error *err)
{
    const struct rect clear = context->kit->window->clear;
    enum status status = address_block_set(context, &head->address, err);

    head->below_address = head->count;
    *y = grid_up(context, fmax(*y, clear.y + clear.height));
    if (status == STATUS_OK)
        status = set_date(context, head, y, err);
    return status;
}

static enum status set_parts(const struct layout_context *context,
                             struct letterhead *head, double *y,
                             struct error *err)
{
    double factor = context->scale.factor;
    enum status status;

    *y = head_top * factor;
    status = set_sender(context, head, y, err);
    if (status != STATUS_OK)
        return status;
    if (context->letter->has_window)
        return set_window(context, head, y, err);
    *y = grid_up(context, *y + head_gap * factor);
    status = set_date(context, head, y, err);
    if (status != STATUS_OK)
        return status;
    *y = grid_up(context, *y + context->scale.leading);
    return set_addressee(context, head, y, err);
}

enum status letterhead_set(const struct layout_context *context,
                           struct letterhead **letterhead, double *height,
                           struct error *err)
{
    const struct letter *letter = context->letter;
    struct letterhead *head = ARENA_NEW(context->arena, struct letterhead);
    double y = 0;
    enum status status;

    head->texts = ARENA_ARRAY(context->arena, struct placed,
                              letter->wordmark.count + letter->contact.count +
                                  letter->addressee_count + 4);
    status = set_parts(context, head, &y, err);
    y = grid_up(context, y);
    *letterhead = head;
    *height = fmax(0, y - context->scale.frame.y);
    return status;
}

static void draw_logo(const struct layout_context *context,
                      const struct letterhead *head)
{
    struct tag *figure =
        display_list_add_tag(context->display_list, TAG_FIGURE, context->root);
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = figure,
                              .artwork = head->logo,
                              .box = head->logo_box};

    figure->alt = head->logo_alt;
    display_list_add_mark(context->display_list, &mark);
}

static void draw_texts(const struct layout_context *context,
                       struct letterhead *head, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        struct placed *placed = &head->texts[i];
        struct point at = {context->scale.frame.x + placed->x,
                           placed->baseline};

        text_block_draw(
            context, &placed->text_block, at,
            display_list_add_tag(context->display_list, TAG_P, context->root),
            ARTIFACT_NONE);
    }
}

void letterhead_draw(const struct layout_context *context,
                     struct letterhead *head)
{
    if (head->logo != NULL)
        draw_logo(context, head);
    draw_texts(context, head, 0, head->address ? head->below_address : 0);
    if (head->address)
        address_block_draw(context, head->address);
    draw_texts(context, head, head->below_address, head->count);
    if (head->address)
        address_block_draw_folds(context);
}
