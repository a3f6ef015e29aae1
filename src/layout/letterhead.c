#include "layout/letterhead.h"

#include <math.h>
#include <string.h>

/** A text and where its first baseline is on the page, in points. */
struct placed {
    struct prose prose;
    double baseline;
};

struct letterhead {
    const struct artwork *logo; ///< or NULL
    struct rect logo_box;
    const char *logo_alt;
    struct placed *texts;
    size_t count;
};

/** Points at 12 point text, from the page's top or between parts. */
static const double airy_top = 56;
static const double airy_gap = 48; ///< wordmark to date
static const double postal_top = 20;
static const double postal_gap = 6;
static const double postal_leading = 14; ///< of date and delivery line
static const double postal_clear = 10;   ///< between these and the window

/** The window, in millimetres. */
static const double window_top_mm = 39.5;
static const double window_foot_mm = 66.3;
static const double window_right_mm = 120;

/** From this many lines on an addressee is a postal address. */
enum { POSTAL_LINES = 4 };

/** An address may be drawn together to this leading, over its size. */
static const double address_least = 1.08;

/** The logo's largest size, and the wordmark's sizes. */
static const double logo_width_mm = 60;
static const double logo_height_mm = 18;
static const double logo_postal_mm = 13;
static const double wordmark_small = 11;
static const double wordmark_small_leading = 14;
static const double wordmark_large = 24;
static const double wordmark_large_leading = 28;
static const double wordmark_tracking = 0.04;

/** The width of the window right of our margin. */
static double address_width(const struct composer *composer)
{
    double right = geometry_points(window_right_mm);
    double left = composer->scale.frame.x;

    return fmin(composer->scale.frame.width,
                fmax(right - left, geometry_points(70)));
}

/** Where the next text of the letterhead is set. */
static struct prose *next_prose(struct letterhead *head)
{
    return &head->texts[head->count].prose;
}

/** Adds what was set there below @p y; no line is no text. */
static void add_prose(struct letterhead *head, double *y)
{
    struct placed *placed = &head->texts[head->count];

    if (prose_lines(&placed->prose) == 0)
        return;
    placed->baseline = *y + 0.75 * placed->prose.ink.leading;
    *y += prose_height(&placed->prose);
    head->count++;
}

/** Sets a line of the letterhead and adds it below @p y. */
static enum status add_text(const struct composer *composer,
                            struct letterhead *head, const char *text,
                            struct place place, const struct ink *ink,
                            double width, double *y, struct error *err)
{
    const enum status status = prose_set_text(composer, text, place, ink, width,
                                              next_prose(head), err);

    if (status == STATUS_OK)
        add_prose(head, y);
    return status;
}

/** The same for one that all letters have. */
static enum status add_constant(const struct composer *composer,
                                struct letterhead *head, struct value text,
                                const struct ink *ink, double width, double *y,
                                struct error *err)
{
    const enum status status = prose_set_constant(
        composer, text.text, text.place, ink, width, next_prose(head), err);

    if (status == STATUS_OK)
        add_prose(head, y);
    return status;
}

/** The size at which the last line of the wordmark goes on one line, or the
 *  small size, at which it may wrap. */
static enum status fit_wordmark(const struct composer *composer,
                                struct value word, struct ink *ink,
                                struct error *err)
{
    double measure = composer->scale.frame.width;
    struct prose prose;
    enum status status = prose_set_constant(composer, word.text, word.place,
                                            ink, 100 * measure, &prose, err);
    double width;

    if (status != STATUS_OK)
        return status;
    prose_track(composer, &prose, wordmark_tracking);
    width = prose_width(&prose);
    if (width > measure) {
        double least = wordmark_small * composer->scale.factor;

        ink->leading *= fmax(measure / width, least / ink->size);
        ink->size = fmax(ink->size * measure / width - 0.01, least);
    }
    return STATUS_OK;
}

static enum status set_last_word(const struct composer *composer,
                                 struct letterhead *head, struct value word,
                                 double *y, struct error *err)
{
    double factor = composer->scale.factor;
    struct ink ink = {.size = wordmark_large * factor,
                      .leading = wordmark_large_leading * factor,
                      .style = STYLE_BOLD,
                      .colour = composer->kit->theme.wordmark};
    size_t before = head->count;
    enum status status = fit_wordmark(composer, word, &ink, err);

    if (status != STATUS_OK)
        return status;
    /* Tracking widens the lines after they were broken. */
    status = add_constant(composer, head, word, &ink,
                          composer->scale.frame.width / (1 + wordmark_tracking),
                          y, err);
    if (head->count > before)
        prose_track(composer, &head->texts[before].prose, wordmark_tracking);
    return status;
}

static enum status set_wordmark(const struct composer *composer,
                                struct letterhead *head, double *y,
                                struct error *err)
{
    const struct value_list *words = &composer->letter->wordmark;
    double factor = composer->scale.factor;
    const struct ink small = {.size = wordmark_small * factor,
                              .leading = wordmark_small_leading * factor,
                              .colour = composer->kit->theme.wordmark};

    for (size_t i = 0; i + 1 < words->count; i++) {
        enum status status =
            add_constant(composer, head, words->items[i], &small,
                         composer->scale.frame.width, y, err);

        if (status != STATUS_OK)
            return status;
    }
    if (words->count == 0)
        return STATUS_OK;
    return set_last_word(composer, head, words->items[words->count - 1], y,
                         err);
}

/** A logo's description: the wordmark's words, which it stands for. */
static const char *logo_alt(const struct composer *composer)
{
    const struct value_list *words = &composer->letter->wordmark;
    const char *alt = "";

    for (size_t i = 0; i < words->count; i++)
        alt = arena_printf(composer->arena, "%s%s%s", alt, i > 0 ? " " : "",
                           words->items[i].text);
    return alt[0] == '\0' ? "Logo" : alt;
}

static void place_logo(const struct composer *composer, struct letterhead *head,
                       double height_mm, double *y)
{
    const struct artwork *logo = composer->kit->logo;
    double scale = fmin(geometry_points(logo_width_mm) / logo->width,
                        geometry_points(height_mm) / logo->height);

    head->logo = logo;
    head->logo_alt = logo_alt(composer);
    head->logo_box = (struct rect){composer->scale.frame.x, *y,
                                   scale * logo->width, scale * logo->height};
    *y += head->logo_box.height;
}

static double grid_up(const struct composer *composer, double y)
{
    double grid = composer->scale.grid;
    double top = composer->scale.frame.y;

    return top + ceil((y - top) / grid - 0.01) * grid;
}

static struct ink letterhead_ink(const struct composer *composer,
                                 double leading)
{
    return (struct ink){.size = composer->scale.text,
                        .leading = leading,
                        .colour = composer->kit->theme.text};
}

static enum status set_sender(const struct composer *composer,
                              struct letterhead *head, double height_mm,
                              double *y, struct error *err)
{
    if (composer->kit->logo == NULL)
        return set_wordmark(composer, head, y, err);
    place_logo(composer, head, height_mm, y);
    return STATUS_OK;
}

static enum status set_date(const struct composer *composer,
                            struct letterhead *head, double leading, double *y,
                            struct error *err)
{
    const struct letter *letter = composer->letter;
    const struct ink ink = letterhead_ink(composer, leading);
    double width = composer->scale.frame.width;
    const struct value date = {letter->date, letter->date_place};
    enum status status =
        add_constant(composer, head, date, &ink, width, y, err);

    if (status != STATUS_OK)
        return status;
    return add_text(composer, head, letter->delivery, letter->delivery_place,
                    &ink, width, y, err);
}

static enum status set_addressee(const struct composer *composer,
                                 struct letterhead *head, double leading,
                                 double *y, struct error *err)
{
    const struct letter *letter = composer->letter;
    const struct ink ink = letterhead_ink(composer, leading);

    for (size_t i = 0; i < letter->addressee_count; i++) {
        enum status status =
            add_text(composer, head, letter->addressee[i],
                     letter->addressee_places ? letter->addressee_places[i]
                                              : letter->addressee_place,
                     &ink, address_width(composer), y, err);

        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status set_airy(const struct composer *composer,
                            struct letterhead *head, double *y,
                            struct error *err)
{
    double factor = composer->scale.factor;
    double leading = composer->scale.leading;
    enum status status;

    *y = airy_top * factor;
    status = set_sender(composer, head, logo_height_mm, y, err);
    if (status != STATUS_OK)
        return status;
    *y = grid_up(composer, *y + airy_gap * factor);
    status = set_date(composer, head, leading, y, err);
    if (status != STATUS_OK)
        return status;
    *y = grid_up(composer, *y + leading);
    return set_addressee(composer, head, leading, y, err);
}

/** The leading at which all lines of an address, wrapped ones too, stand in
 *  the window, or the least there is. */
static enum status window_leading(const struct composer *composer,
                                  double *leading, struct error *err)
{
    struct letterhead trial = {0};
    double height = geometry_points(window_foot_mm - window_top_mm);
    double least = address_least * composer->scale.text;
    double lines = 0;
    enum status status;

    trial.texts = ARENA_ARRAY(composer->arena, struct placed,
                              composer->letter->addressee_count);
    status = set_addressee(composer, &trial, 1, &lines, err);
    *leading =
        fmin(composer->scale.leading, fmax(least, height / fmax(1, lines)));
    return status;
}

/** The date stands just above the window, but below the wordmark. */
static enum status set_postal(const struct composer *composer,
                              struct letterhead *head, double *y,
                              struct error *err)
{
    double factor = composer->scale.factor;
    double leading = postal_leading * factor;
    double top = geometry_points(window_top_mm);
    double date = top - postal_clear * factor - 2 * leading;
    enum status status;

    *y = postal_top;
    status = set_sender(composer, head, logo_postal_mm, y, err);
    if (status != STATUS_OK)
        return status;
    *y = fmax(*y + postal_gap * factor, date);
    status = set_date(composer, head, leading, y, err);
    if (status == STATUS_OK)
        status = window_leading(composer, &leading, err);
    if (status != STATUS_OK)
        return status;
    *y = fmax(*y + postal_gap * factor, top);
    return set_addressee(composer, head, leading, y, err);
}

enum status letterhead_set(const struct composer *composer,
                           struct letterhead **letterhead, double *height,
                           struct error *err)
{
    const struct letter *letter = composer->letter;
    bool postal = letter->addressee_count >= POSTAL_LINES;
    struct letterhead *head = ARENA_NEW(composer->arena, struct letterhead);
    double y = 0;
    enum status status;

    head->texts =
        ARENA_ARRAY(composer->arena, struct placed,
                    letter->wordmark.count + letter->addressee_count + 2);
    status = postal ? set_postal(composer, head, &y, err)
                    : set_airy(composer, head, &y, err);
    y = grid_up(composer, y);
    *letterhead = head;
    *height = fmax(0, y - composer->scale.frame.y);
    return status;
}

static void draw_logo(const struct composer *composer,
                      const struct letterhead *head)
{
    struct tag *figure = easel_tag(composer->easel, TAG_FIGURE, composer->root);
    const struct mark mark = {.kind = MARK_ARTWORK,
                              .tag = figure,
                              .artwork = head->logo,
                              .box = head->logo_box};

    figure->alt = head->logo_alt;
    easel_mark(composer->easel, &mark);
}

void letterhead_draw(const struct composer *composer, struct letterhead *head)
{
    if (head->logo != NULL)
        draw_logo(composer, head);
    for (size_t i = 0; i < head->count; i++) {
        struct placed *placed = &head->texts[i];
        struct point at = {composer->scale.frame.x, placed->baseline};

        prose_draw(composer, &placed->prose, at,
                   easel_tag(composer->easel, TAG_P, composer->root),
                   ARTIFACT_NONE);
    }
}
