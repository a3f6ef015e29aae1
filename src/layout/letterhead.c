#include "layout/letterhead.h"

#include <math.h>
#include <string.h>

/** A text and where its first baseline is on the page. */
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

/** Distances down the page, in points at 12 point text. */
struct drop {
    double wordmark; ///< top of the wordmark, from the page's top
    double date;     ///< from the wordmark's foot to the date's line
    double postal;   ///< the least top of the address, from the page's top
};

enum { POSTAL_LINES = 4 };

static const struct drop airy = {.wordmark = 56, .date = 48, .postal = 0};
static const struct drop window = {.wordmark = 28, .date = 8, .postal = 112};

/** The logo's largest size, and the wordmark's sizes. */
static const double logo_width_mm = 60;
static const double logo_height_mm = 18;
static const double wordmark_small = 11;
static const double wordmark_small_leading = 14;
static const double wordmark_large = 24;
static const double wordmark_large_leading = 26;
static const double wordmark_tracking = 0.04;

/** The width of Notify's window right of our margin. */
static double address_width(const struct composer *composer)
{
    double window_right = geometry_points(120);
    double left = composer->scale.frame.x;

    return fmin(composer->scale.frame.width,
                fmax(window_right - left, geometry_points(70)));
}

/** Sets a line of the letterhead and adds it below @p y. */
static enum status add_text(const struct composer *composer,
                            struct letterhead *head, const char *text,
                            struct place place, const struct ink *ink,
                            double width, double *y, struct error *err)
{
    struct placed *placed = &head->texts[head->count];
    enum status status =
        prose_set_text(composer, text, place, ink, width, &placed->prose, err);

    if (status != STATUS_OK || prose_lines(&placed->prose) == 0)
        return status;
    placed->baseline = *y + 0.75 * ink->leading;
    *y += prose_height(&placed->prose);
    head->count++;
    return STATUS_OK;
}

/** The size at which the last line of the wordmark goes on one line, or the
 *  small size, at which it may wrap. */
static enum status fit_wordmark(const struct composer *composer,
                                struct value word, struct ink *ink,
                                struct error *err)
{
    double measure = composer->scale.frame.width;
    struct prose prose;
    enum status status = prose_set_text(composer, word.text, word.place, ink,
                                        100 * measure, &prose, err);
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
    status =
        add_text(composer, head, word.text, word.place, &ink,
                 composer->scale.frame.width / (1 + wordmark_tracking), y, err);
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
        enum status status = add_text(composer, head, words->items[i].text,
                                      words->items[i].place, &small,
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
                       double *y)
{
    const struct artwork *logo = composer->kit->logo;
    double scale = fmin(geometry_points(logo_width_mm) / logo->width,
                        geometry_points(logo_height_mm) / logo->height);

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

static enum status set_date(const struct composer *composer,
                            struct letterhead *head, const struct ink *ink,
                            double *y, struct error *err)
{
    const struct letter *letter = composer->letter;
    double width = composer->scale.frame.width;
    enum status status =
        add_text(composer, head, letter->date, NO_PLACE, ink, width, y, err);

    if (status != STATUS_OK)
        return status;
    return add_text(composer, head, letter->delivery, NO_PLACE, ink, width, y,
                    err);
}

static enum status set_addressee(const struct composer *composer,
                                 struct letterhead *head, const struct ink *ink,
                                 double *y, struct error *err)
{
    const struct letter *letter = composer->letter;

    for (size_t i = 0; i < letter->addressee_count; i++) {
        enum status status = add_text(composer, head, letter->addressee[i],
                                      letter->addressee_place, ink,
                                      address_width(composer), y, err);

        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/** Sets everything from @p drop's places on; @p y ends at the foot. */
static enum status set_all(const struct composer *composer,
                           struct letterhead *head, const struct drop *drop,
                           double *y, struct error *err)
{
    double factor = composer->scale.factor;
    const struct ink ink = {.size = composer->scale.text,
                            .leading = composer->scale.leading,
                            .colour = composer->kit->theme.text};
    enum status status = STATUS_OK;

    *y = drop->wordmark * factor;
    if (composer->kit->logo != NULL)
        place_logo(composer, head, y);
    else
        status = set_wordmark(composer, head, y, err);
    if (status != STATUS_OK)
        return status;
    *y = grid_up(composer, *y + drop->date * factor);
    status = set_date(composer, head, &ink, y, err);
    if (status != STATUS_OK)
        return status;
    *y += drop->postal > 0 ? 0 : composer->scale.leading;
    *y = grid_up(composer, fmax(*y, drop->postal));
    return set_addressee(composer, head, &ink, y, err);
}

enum status letterhead_set(const struct composer *composer,
                           struct letterhead **letterhead, double *height,
                           struct error *err)
{
    const struct letter *letter = composer->letter;
    bool postal = letter->addressee_count >= POSTAL_LINES;
    struct letterhead *head = ARENA_NEW(composer->arena, struct letterhead);
    double y;
    enum status status;

    head->texts =
        ARENA_ARRAY(composer->arena, struct placed,
                    letter->wordmark.count + letter->addressee_count + 2);
    status = set_all(composer, head, postal ? &window : &airy, &y, err);
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
