#include "layout/address_block.h"

#include <math.h>
#include <string.h>

struct address_block {
    struct text_block *lines; ///< a text each, possibly of two lines
    size_t count;
    double leading;
    struct point at; ///< the top left corner
};

/** Sizes that sorting machines read, points. */
static const double sizes[] = {12, 11, 10};

/** Line heights in sizes: preferred and minimum. */
static const double leading_usual = 1.2;
static const double leading_min = 1.05;

/** The text's distance from the window's left edge, unless the window begins
 *  further right. */
static const double align_mm = 12;

/** Fold marks, from the left edge. */
static const double fold_x_mm = 5;
static const double fold_length_mm = 2.5;
static const double fold_line = 0.25;

/** Tolerance for rounding, points. */
static const double slack = 0.1;

static size_t line_count(const struct letter *letter)
{
    return letter->addressee_count + letter->address_count;
}

/* @return line @p index of the addressee, then of the address */
static const char *line_text(const struct letter *letter, size_t index)
{
    return index < letter->addressee_count
               ? letter->addressee[index]
               : letter->address[index - letter->addressee_count];
}

static struct text_origins line_origins(const struct letter *letter,
                                        size_t index)
{
    if (index >= letter->addressee_count)
        return letter->address_origins[index - letter->addressee_count];
    return letter->addressee_origins ? letter->addressee_origins[index]
                                     : (struct text_origins){NULL, 0};
}

static struct location line_location(const struct letter *letter, size_t index)
{
    return text_origins_at(line_origins(letter, index), 0,
                           letter->addressee_location);
}

static enum status set_line(const struct layout_context *context, size_t index,
                            const struct text_style *text_style, double width,
                            struct text_block *text_block, struct error *err)
{
    struct text_run *run = ARENA_NEW(context->arena, struct text_run);

    *run = (struct text_run){.text = line_text(context->letter, index),
                             .location = line_location(context->letter, index),
                             .origins = line_origins(context->letter, index)};
    return text_block_set(
        context, (struct inline_text){.runs = run, .count = *run->text != 0},
        text_style, width, text_block, err);
}

static double left_edge(const struct layout_context *context)
{
    const struct rect window = context->kit->window->address;
    const double frame = context->scale.frame.x;

    return frame > window.x && frame < window.x + geometry_points(align_mm)
               ? frame
               : window.x;
}

/* @param lines [out] number of lines of all texts at this size */
static enum status set_lines(const struct layout_context *context, double size,
                             struct address_block *block, size_t *lines,
                             struct error *err)
{
    const struct rect window = context->kit->window->address;
    const struct text_style text_style = {.size = size,
                                          .leading = leading_usual * size,
                                          .colour = context->kit->theme.text};
    const double width = window.x + window.width - left_edge(context);

    *lines = 0;
    for (size_t i = 0; i < block->count; i++) {
        const enum status status =
            set_line(context, i, &text_style, width, &block->lines[i], err);
        if (status != STATUS_OK)
            return status;
        *lines += text_block_count_lines(&block->lines[i]);
    }
    return STATUS_OK;
}

/* Sets the leading. @return true if the lines fit into the window */
static bool fit(const struct layout_context *context, double size, size_t lines,
                struct address_block *block)
{
    const double height = context->kit->window->address.height;

    block->leading = fmin(leading_usual * size, height / (double)lines);
    for (size_t i = 0; i < block->count; i++)
        block->lines[i].text_style.leading = block->leading;
    return block->leading >= leading_min * size;
}

static enum status refuse(const struct layout_context *context, size_t lines,
                          struct error *err)
{
    const struct letter *letter = context->letter;
    const double height = context->kit->window->address.height;
    const size_t max =
        (size_t)(height / (leading_min * sizes[2]) + slack / sizes[2]);

    return error_set(
        err, RULE_LAYOUT_WINDOW, line_location(letter, line_count(letter) - 1),
        NULL,
        "addressee and address take %zu lines, and the window has room for %zu",
        lines, max);
}

/* Chooses the largest size at which no line is broken; else the smallest. */
enum status address_block_set(const struct layout_context *context,
                              struct address_block **result, struct error *err)
{
    struct address_block *block =
        ARENA_NEW(context->arena, struct address_block);
    const struct rect window = context->kit->window->address;
    size_t lines = 0;

    block->count = line_count(context->letter);
    block->lines = ARENA_ARRAY(context->arena, struct text_block, block->count);
    block->at = (struct point){left_edge(context), window.y};
    *result = block;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const bool last = i + 1 == sizeof sizes / sizeof *sizes;
        const enum status status =
            set_lines(context, sizes[i], block, &lines, err);
        if (status != STATUS_OK)
            return status;
        if (!lines || (fit(context, sizes[i], lines, block) &&
                       (last || lines == block->count)))
            return STATUS_OK;
    }
    return refuse(context, lines, err);
}

void address_block_draw(const struct layout_context *context,
                        struct address_block *block)
{
    struct point at = block->at;

    for (size_t i = 0; i < block->count; i++) {
        struct text_block *line = &block->lines[i];
        const struct point baseline = {at.x, at.y + 0.75 * block->leading};
        if (text_block_count_lines(line) == 0)
            continue;
        text_block_draw(
            context, line, baseline,
            display_list_add_tag(context->display_list, TAG_P, context->root),
            ARTIFACT_NONE);
        at.y += text_block_height(line);
    }
}

static void draw_fold(const struct layout_context *context, double y)
{
    struct path_builder *builder = context->tools->builder;
    const double x = geometry_points(fold_x_mm);

    path_move(builder, x, y);
    path_line(builder, x + geometry_points(fold_length_mm), y);
    display_list_add_mark(
        context->display_list,
        &(struct mark){.kind = MARK_STROKE,
                       .artifact = ARTIFACT_DECORATION,
                       .colour = context->kit->theme.text,
                       .path = path_finish(builder, context->arena),
                       .line_width = fold_line});
}

void address_block_draw_folds(const struct layout_context *context)
{
    for (size_t i = 0; context->kit->fold_marks && i < 2; i++)
        if (context->kit->window->folds[i] > 0)
            draw_fold(context, context->kit->window->folds[i]);
}

/** The state of reading a page back. */
struct window_reading {
    const struct letter *letter;
    size_t line;      ///< the current one, from 0
    const char *rest; ///< rest of its text
};

static const char *skip_spaces(const char *text)
{
    return text + strspn(text, " ");
}

/* Matches a run's text with the letter's lines. A broken text lacks its spaces
 * at line ends. @return false for any other text */
static bool read_run(struct window_reading *reading,
                     const struct glyph_run *run)
{
    const char *at = skip_spaces(reading->rest);
    size_t size = run->text_size;

    while (size && run->text[size - 1] == ' ')
        size--;
    while (!*at && reading->line + 1 < line_count(reading->letter))
        at = skip_spaces(line_text(reading->letter, ++reading->line));
    if (strncmp(at, run->text, size) != 0)
        return false;
    reading->rest = at + size;
    return true;
}

static bool is_whole(struct window_reading *reading)
{
    const char *at = skip_spaces(reading->rest);

    while (!*at && reading->line + 1 < line_count(reading->letter))
        at = skip_spaces(line_text(reading->letter, ++reading->line));
    return !*at;
}

enum status address_block_check(const struct layout_kit *kit,
                                const struct letter *letter,
                                const struct page *page, struct error *err)
{
    struct window_reading reading = {letter, 0, ""};

    if (line_count(letter))
        reading.rest = line_text(letter, 0);
    for (size_t i = 0; i < page->count; i++) {
        const struct mark *mark = &page->marks[i];
        const struct rect box = display_list_mark_box(mark);
        if (mark->kind == MARK_LINK || mark->kind == MARK_SEAL ||
            !rect_overlaps(kit->window->clear, box, slack))
            continue;
        if (mark->kind != MARK_GLYPHS ||
            !rect_overlaps(kit->window->address, box, slack) ||
            !read_run(&reading, &mark->run))
            return error_set(
                err, RULE_LAYOUT_WINDOW, kit->window_location, "post",
                "something besides the address is in the envelope's window or "
                "near it: the letterhead above it is too tall or too wide");
    }
    if (is_whole(&reading))
        return STATUS_OK;
    return error_set(err, RULE_LAYOUT_WINDOW, kit->window_location, "post",
                     "the envelope's window does not show the whole address");
}
