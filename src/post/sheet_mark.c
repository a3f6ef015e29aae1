#include "post/sheet_mark.h"

#include <inttypes.h>
#include <string.h>
#include <zint.h>

#include "base/memory.h"

/** Text: size in points, and baseline from the page's bottom. */
static const double text_size = 12;
static const double text_bottom_mm = 7;

/** Data Matrix: cell size, left edge, top, free space to the right. */
static const double cell_mm = 0.381;
static const double matrix_left_mm = 6.5;
static const double matrix_top_mm = 236;
static const double matrix_quiet_mm = 4;

enum status
sheet_mark_set_text(struct arena *arena, const struct layout_kit *kit,
                    const struct layout_tools *tools, const char *text,
                    double size, struct colour colour, struct point at,
                    struct mark **marks, size_t *count, struct error *err)
{
    const struct glyph_run *runs;
    const enum status status =
        shaper_shape_text(tools->shaper, arena, kit->family, FACE_REGULAR, size,
                          text, strlen(text), &runs, count, err);

    if (status != STATUS_OK)
        return status;
    *marks = ARENA_ARRAY(arena, struct mark, *count);
    for (size_t i = 0; i < *count; i++) {
        (*marks)[i] = (struct mark){.kind = MARK_GLYPHS,
                                    .artifact = ARTIFACT_FOOTER,
                                    .colour = colour,
                                    .at = at,
                                    .run = runs[i]};
        at.x += runs[i].width;
    }
    return STATUS_OK;
}

const char *sheet_mark_data(struct arena *arena, const struct sheet_mark *what)
{
    return arena_printf(arena, "%s %" PRId64 " %zu %zu", what->job, what->piece,
                        what->sheet, what->sheets);
}

static bool is_dark(const struct zint_symbol *symbol, int row, int column)
{
    return symbol->encoded_data[row][column / 8] >> (column % 8) & 1;
}

/* Draws one path, with a rectangle for neighbouring cells of a row. */
static struct path trace_symbol(const struct zint_symbol *symbol,
                                struct path_builder *builder,
                                struct arena *arena)
{
    const double cell = geometry_points(cell_mm);
    const double x = geometry_points(matrix_left_mm);
    const double y = geometry_points(matrix_top_mm);

    for (int row = 0; row < symbol->rows; row++)
        for (int from = 0; from < symbol->width;) {
            int end = from;
            while (end < symbol->width && is_dark(symbol, row, end))
                end++;
            if (end > from)
                path_rectangle(builder,
                               (struct rect){x + from * cell, y + row * cell,
                                             (end - from) * cell, cell});
            from = end + 1;
        }
    return path_finish(builder, arena);
}

static enum status check_margin(const struct layout_kit *kit, double width,
                                struct error *err)
{
    const double right = geometry_points(matrix_left_mm + matrix_quiet_mm);

    if (right + width <= kit->theme.margin_left)
        return STATUS_OK;
    return error_set(err, RULE_LAYOUT_WINDOW, kit->window_location, "mark",
                     "the left margin is too narrow for a Data Matrix: make "
                     "it %.0f mm or wider",
                     (right + width) * 25.4 / 72 + 0.5);
}

static enum status add_matrix(struct arena *arena, const struct layout_kit *kit,
                              const struct layout_tools *tools,
                              const struct sheet_mark *what,
                              struct mark **marks, size_t *count,
                              struct error *err)
{
    struct zint_symbol *symbol = ZBarcode_Create();
    const char *data = sheet_mark_data(arena, what);
    enum status status;

    if (!symbol)
        memory_exhausted();
    symbol->symbology = BARCODE_DATAMATRIX;
    symbol->option_3 = DM_SQUARE;
    if (ZBarcode_Encode(symbol, (const unsigned char *)data,
                        (int)strlen(data)) >= ZINT_ERROR)
        status = error_set(err, RULE_LAYOUT_WINDOW, kit->window_location,
                           "mark", "\"%s\" cannot be a Data Matrix: %s", data,
                           symbol->errtxt);
    else
        status =
            check_margin(kit, symbol->width * geometry_points(cell_mm), err);
    if (status == STATUS_OK) {
        *marks = ARENA_NEW(arena, struct mark);
        **marks =
            (struct mark){.kind = MARK_FILL,
                          .artifact = ARTIFACT_FOOTER,
                          .path = trace_symbol(symbol, tools->builder, arena)};
        *count = 1;
    }
    ZBarcode_Delete(symbol);
    return status;
}

enum status sheet_mark_make(struct arena *arena, const struct layout_kit *kit,
                            const struct layout_tools *tools,
                            enum sheet_mark_kind kind,
                            const struct sheet_mark *what, struct mark **marks,
                            size_t *count, struct error *err)
{
    const double bottom = geometry_points(text_bottom_mm);
    const struct point at = {kit->theme.margin_left, A4_HEIGHT - bottom};

    *count = 0;
    switch (kind) {
    case SHEET_MARK_NONE:
        return STATUS_OK;
    case SHEET_MARK_TEXT:
        if (bottom + 2 * text_size > kit->theme.margin_bottom)
            return error_set(err, RULE_LAYOUT_WINDOW, kit->window_location,
                             "mark",
                             "the bottom margin is too narrow for the marks: "
                             "make it 16 mm or wider");
        return sheet_mark_set_text(
            arena, kit, tools,
            arena_printf(arena, "%" PRId64 " \u00B7 %zu / %zu", what->piece,
                         what->sheet, what->sheets),
            text_size, (struct colour){0, 0, 0}, at, marks, count, err);
    case SHEET_MARK_DATA_MATRIX:
        return add_matrix(arena, kit, tools, what, marks, count, err);
    }
    return STATUS_OK;
}
