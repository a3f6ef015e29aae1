#include "layout/signature_block.h"

#include <math.h>

/** Grid steps: artwork, what is clear below it, room for a pen. */
enum { ARTWORK_STEPS = 6, CLEAR_STEPS = 1, PEN_STEPS = 7 };

static const double artwork_width_mm = 60;

/** A paragraph of at most this many lines is a closing, not text. */
enum { CLOSING_LINES = 2, LEAD_LINES = 2 };

/** Keeps the last @p count strips with what follows. A page break ends it, and
 *  so does a panel: panels keep together by themselves. */
static void keep_last(struct strip_list *list, size_t count)
{
    for (size_t i = list->count; i-- > 0 && count > 0; count--) {
        struct strip *strip = &list->items[i];
        bool panel = strip->kind == STRIP_PANEL;

        strip->keep = true;
        if (panel)
            strip->yields = YIELD_LAST;
        if (panel || strip->fresh)
            return;
    }
}

/** @return how many strips lead up to the block */
static size_t lead_length(const struct strip_list *list)
{
    const struct strip *last;
    size_t lines;

    if (list->count == 0)
        return 0;
    last = &list->items[list->count - 1];
    if (last->kind != STRIP_LINE)
        return 1;
    lines = prose_lines(last->prose);
    if (lines > CLOSING_LINES)
        return LEAD_LINES;
    return lines + LEAD_LINES;
}

static enum status add_line(const struct composer *composer, const char *text,
                            struct place place, unsigned style,
                            struct strip_list *list, struct error *err)
{
    const struct ink ink = {.size = composer->scale.text,
                            .leading = composer->scale.leading,
                            .style = style,
                            .colour = composer->kit->theme.text};
    struct prose *prose = ARENA_NEW(composer->arena, struct prose);
    struct tag *tag = easel_tag(composer->easel, TAG_P, composer->root);
    enum status status = prose_set_constant(
        composer, text, place, &ink, composer->scale.frame.width, prose, err);

    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < prose_lines(prose); i++) {
        const struct strip strip = {.kind = STRIP_LINE,
                                    .place = place,
                                    .height = ink.leading,
                                    .keep = true,
                                    .prose = prose,
                                    .line = i,
                                    .tag = tag};

        strip_add(list, composer->arena, &strip);
    }
    return STATUS_OK;
}

enum status signature_add(const struct composer *composer,
                          const struct block *block, bool fresh,
                          struct strip_list *list, struct error *err)
{
    const struct letter *letter = composer->letter;
    bool drawn = composer->kit->signature != NULL;
    const struct strip room = {
        .kind = STRIP_SIGNATURE,
        .place = block->place,
        .before = drawn ? composer->scale.grid : 0,
        .height = composer->scale.grid *
                  (drawn ? ARTWORK_STEPS + CLEAR_STEPS : PEN_STEPS),
        .keep = true,
        .fresh = fresh};
    enum status status;

    if (!fresh)
        keep_last(list, lead_length(list));
    strip_add(list, composer->arena, &room);
    status = add_line(composer, letter->signatory, block->place, STYLE_BOLD,
                      list, err);
    for (size_t i = 0; status == STATUS_OK && i < letter->roles.count; i++)
        status = add_line(composer, letter->roles.items[i].text,
                          letter->roles.items[i].place, 0, list, err);
    list->items[list->count - 1].keep = false;
    return status;
}

static const char *signature_alt(const struct composer *composer)
{
    const struct letter *letter = composer->letter;

    if (letter->signature_alt != NULL && letter->signature_alt[0] != '\0')
        return letter->signature_alt;
    return arena_printf(composer->arena, "%s%s", composer->phrases->signature,
                        letter->signatory == NULL ? "" : letter->signatory);
}

struct rect signature_draw(const struct composer *composer, double y)
{
    const struct artwork *artwork = composer->kit->signature;
    const double room = composer->scale.grid * ARTWORK_STEPS;
    const double width = geometry_points(artwork_width_mm);
    struct mark mark = {.kind = MARK_ARTWORK, .artwork = artwork};
    struct tag *figure;
    double scale;

    if (artwork == NULL)
        return (struct rect){composer->scale.frame.x, y, width, room};
    scale = fmin(width / artwork->width, room / artwork->height);
    figure = easel_tag(composer->easel, TAG_FIGURE, composer->root);
    figure->alt = signature_alt(composer);
    mark.tag = figure;
    mark.box = (struct rect){composer->scale.frame.x,
                             y + room - scale * artwork->height,
                             scale * artwork->width, scale * artwork->height};
    easel_mark(composer->easel, &mark);
    return mark.box;
}

void signature_draw_seal(const struct composer *composer, struct rect area)
{
    const struct mark mark = {
        .kind = MARK_SEAL,
        .tag = easel_tag(composer->easel, TAG_FORM, composer->root),
        .box = area};

    easel_mark(composer->easel, &mark);
}
