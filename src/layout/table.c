#include "layout/table.h"

#include "layout/table_columns.h"

/** Ems between two columns. */
static const double gap_ems = 1.25;

/** Points. */
static const double hairline = 0.35;
static const double head_line = 1;

/** The share of a page up to which a table stays whole. */
static const double whole_share = 1.0 / 3;

/** Wider than any line, so that a cell has one line. */
static const double unlimited = 1e6;

struct table_plan {
    const struct table *table; ///< the words
    struct table_column *columns;
    double width;
    struct tag *tag;
    struct table_row *head;
};

struct table_row {
    struct table_plan *plan;
    struct table_cell *cells; ///< one a column
    struct tag **tags;        ///< likewise
    double height;
    bool is_head;
};

static struct text_style cell_style(const struct layout_context *context,
                                    bool is_head)
{
    return (struct text_style){.size = context->scale.text,
                               .leading = context->scale.leading,
                               .style = is_head ? STYLE_BOLD : 0,
                               .colour = context->kit->theme.text};
}

static enum status set_cells(const struct layout_context *context,
                             const struct inline_text *words,
                             struct table_row *row, struct error *err)
{
    const size_t columns = row->plan->table->column_count;
    const struct text_style text_style = cell_style(context, row->is_head);

    row->cells = ARENA_ARRAY(context->arena, struct table_cell, columns);
    for (size_t i = 0; i < columns; i++) {
        const enum status status =
            text_block_set(context, words[i], &text_style, unlimited,
                           &row->cells[i].text_block, err);
        if (status != STATUS_OK)
            return status;
        table_columns_measure(&row->plan->columns[i], &row->cells[i]);
    }
    return STATUS_OK;
}

/** The first column has row heads if its own head is not empty. */
static enum tag_kind cell_kind(const struct table_row *row, size_t column)
{
    const bool names_row = column == 0 && row->plan->table->heads[0].count > 0;

    if (row->is_head)
        return row->plan->table->heads[column].count > 0 ? TAG_TH : TAG_TD;
    return names_row ? TAG_TH : TAG_TD;
}

static void add_tags(const struct layout_context *context,
                     struct table_row *row)
{
    const size_t columns = row->plan->table->column_count;
    struct tag *parent =
        display_list_add_tag(context->display_list, TAG_TR, row->plan->tag);

    row->tags = ARENA_ARRAY(context->arena, struct tag *, columns);
    for (size_t i = 0; i < columns; i++) {
        const enum tag_kind kind = cell_kind(row, i);
        row->tags[i] =
            display_list_add_tag(context->display_list, kind, parent);
        if (kind == TAG_TH)
            row->tags[i]->scope =
                row->is_head ? TAG_SCOPE_COLUMN : TAG_SCOPE_ROW;
    }
}

/** Breaks the cells that are wider than their columns. */
static enum status fit_row(const struct layout_context *context,
                           const struct inline_text *words,
                           struct table_row *row, struct error *err)
{
    const struct text_style text_style = cell_style(context, row->is_head);
    size_t lines = 1;

    for (size_t i = 0; i < row->plan->table->column_count; i++) {
        struct text_block *text_block = &row->cells[i].text_block;
        const double width = row->plan->columns[i].width;
        if (text_block_width(text_block) > width) {
            const enum status status = text_block_set(
                context, words[i], &text_style, width, text_block, err);
            if (status != STATUS_OK)
                return status;
        }
        if (text_block_count_lines(text_block) > lines)
            lines = text_block_count_lines(text_block);
    }
    row->height = (double)lines * context->scale.leading + context->scale.grid;
    return STATUS_OK;
}

static enum status refuse_width(const struct table_plan *plan,
                                const struct block *block, double width,
                                double available, struct error *err)
{
    const struct table_column *widest = &plan->columns[0];

    for (size_t i = 1; i < plan->table->column_count; i++)
        if (plan->columns[i].minimum > widest->minimum)
            widest = &plan->columns[i];
    return error_set(
        err, RULE_LAYOUT_TABLE_TOO_WIDE, block->location, NULL,
        "the longest words of its columns make the table %.0f mm "
        "wide, and the page holds %.0f mm; the longest is "
        "\"%.*s\"",
        width / geometry_points(1), available / geometry_points(1),
        (int)(widest->longest_size < 60 ? widest->longest_size : 60),
        widest->longest);
}

/** A table that is being set. */
struct table_setting {
    const struct layout_context *context;
    const struct block *block;
    struct table_plan *plan;
    struct table_row *rows; ///< the head first
    size_t count;
};

static const struct inline_text *words_of(const struct table_setting *setting,
                                          size_t row)
{
    return row == 0 ? setting->plan->table->heads
                    : setting->plan->table->rows.items[row - 1]->cells;
}

static double fit_columns(const struct table_setting *setting, double available)
{
    const struct table_cell **rows = ARENA_ARRAY(
        setting->context->arena, const struct table_cell *, setting->count);

    for (size_t i = 0; i < setting->count; i++)
        rows[i] = setting->rows[i].cells;
    return table_columns_fit(
        setting->plan->columns, setting->plan->table->column_count, rows,
        setting->count, gap_ems * setting->context->scale.text, available);
}

static enum status set_rows(struct table_setting *setting, struct error *err)
{
    const double available = setting->context->scale.frame.width;
    struct table_plan *plan = setting->plan;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < setting->count && status == STATUS_OK; i++) {
        setting->rows[i] = (struct table_row){.plan = plan, .is_head = i == 0};
        status = set_cells(setting->context, words_of(setting, i),
                           &setting->rows[i], err);
    }
    if (status != STATUS_OK)
        return status;
    plan->width = fit_columns(setting, available);
    if (plan->width > available)
        return refuse_width(plan, setting->block, plan->width, available, err);
    for (size_t i = 0; i < setting->count && status == STATUS_OK; i++) {
        status = fit_row(setting->context, words_of(setting, i),
                         &setting->rows[i], err);
        add_tags(setting->context, &setting->rows[i]);
    }
    return status;
}

static enum status add_caption(const struct table_setting *setting,
                               struct layout_column *list, struct error *err)
{
    const struct layout_context *context = setting->context;
    struct text_style text_style = cell_style(context, true);
    struct text_block *text_block =
        ARENA_NEW(context->arena, struct text_block);
    enum status status =
        text_block_set(context, setting->block->words, &text_style,
                       context->scale.frame.width, text_block, err);
    struct tag *tag;

    if (status != STATUS_OK || text_block_count_lines(text_block) == 0)
        return status;
    tag = display_list_add_tag(context->display_list, TAG_CAPTION,
                               setting->plan->tag);
    for (size_t i = 0; i < text_block_count_lines(text_block); i++) {
        const struct column_item column_item = {.kind = COLUMN_ITEM_LINE,
                                                .location =
                                                    setting->block->location,
                                                .height = text_style.leading,
                                                .keep_with_next = true,
                                                .text_block = text_block,
                                                .line = i,
                                                .tag = tag};
        column_item_add(list, context->arena, &column_item);
    }
    return STATUS_OK;
}

static bool is_short(const struct table_setting *setting)
{
    double height = 0;

    for (size_t i = 0; i < setting->count; i++)
        height += setting->rows[i].height;
    return height <= whole_share * setting->context->scale.frame.height;
}

/** Keeps a row with the next: the head with the first row, no row alone on a
 *  page, all rows of a short table. */
static void keep_row(const struct table_setting *setting, size_t row,
                     struct column_item *column_item)
{
    const bool lonely = row == 1 || row + 2 == setting->count;

    if (row + 1 == setting->count)
        return;
    column_item->keep_with_next = row == 0 || lonely || is_short(setting);
    if (row > 0 && column_item->keep_with_next)
        column_item->break_priority =
            lonely ? BREAK_PRIORITY_LAST : BREAK_PRIORITY_FIRST;
}

/** @return the location of a row's highest cell */
static struct location row_location(const struct table_setting *setting,
                                    size_t row)
{
    const struct table_cell *cells = setting->rows[row].cells;
    const size_t columns = setting->plan->table->column_count;
    size_t highest = 0;

    for (size_t i = 1; i < columns; i++)
        if (text_block_count_lines(&cells[i].text_block) >
            text_block_count_lines(&cells[highest].text_block))
            highest = i;
    return words_of(setting, row)[highest].count > 0
               ? words_of(setting, row)[highest].runs[0].location
               : setting->block->location;
}

static void add_rows(const struct table_setting *setting,
                     struct layout_column *list)
{
    for (size_t i = 0; i < setting->count; i++) {
        struct column_item column_item = {
            .kind = COLUMN_ITEM_ROW,
            .location = row_location(setting, i),
            .height = setting->rows[i].height,
            .repeated = i == 0 ? 0 : setting->rows[0].height,
            .row = &setting->rows[i]};
        keep_row(setting, i, &column_item);
        column_item_add(list, setting->context->arena, &column_item);
    }
}

static struct table_plan *plan_table(const struct layout_context *context,
                                     const struct block *block,
                                     struct tag *parent)
{
    const struct table *table = block->table;
    struct table_plan *plan = ARENA_NEW(context->arena, struct table_plan);

    plan->table = table;
    plan->columns =
        ARENA_ARRAY(context->arena, struct table_column, table->column_count);
    for (size_t i = 0; i < table->column_count; i++)
        plan->columns[i].align = table->aligns[i];
    plan->tag = display_list_add_tag(context->display_list, TAG_TABLE, parent);
    return plan;
}

enum status table_add(const struct layout_context *context,
                      const struct block *block, struct tag *parent,
                      struct layout_column *list, struct error *err)
{
    const size_t count = block->table->rows.count + 1;
    struct table_setting setting = {
        .context = context,
        .block = block,
        .plan = plan_table(context, block, parent),
        .rows = ARENA_ARRAY(context->arena, struct table_row, count),
        .count = count};
    enum status status;

    setting.plan->head = &setting.rows[0];
    status = add_caption(&setting, list, err);
    if (status == STATUS_OK)
        status = set_rows(&setting, err);
    if (status != STATUS_OK)
        return status;
    add_rows(&setting, list);
    return STATUS_OK;
}

/** From the column's left edge to a line of a cell. */
static double line_offset(const struct table_column *column,
                          const struct table_cell *cell, size_t line)
{
    const struct paragraph *paragraph = &cell->text_block.paragraph;
    const double rest = column->width - paragraph->lines[line].width;

    switch (column->align) {
    case TABLE_ALIGN_LEFT:
        break;
    case TABLE_ALIGN_CENTRE:
        return rest / 2;
    case TABLE_ALIGN_RIGHT:
        return cell->is_number && table_columns_align_numbers(column)
                   ? rest - (column->tail - cell->tail)
                   : rest;
    }
    return 0;
}

/** An empty cell has a mark without glyphs, so that its element is in the
 *  structure and all rows have equal columns. */
static void draw_empty(const struct layout_context *context, struct tag *tag,
                       struct point at)
{
    const struct mark mark = {
        .kind = MARK_GLYPHS,
        .tag = tag,
        .at = at,
        .run = {.face = context->kit->family->faces[FACE_REGULAR],
                .size = context->scale.text,
                .text = ""}};

    display_list_add_mark(context->display_list, &mark);
}

static void draw_cell(const struct layout_context *context,
                      struct table_row *row, size_t i, double y, bool again)
{
    const struct table_column *column = &row->plan->columns[i];
    struct table_cell *cell = &row->cells[i];
    const size_t lines = text_block_count_lines(&cell->text_block);
    struct tag *tag = again ? NULL : row->tags[i];
    struct point at = {context->scale.frame.x + column->left,
                       y + context->scale.grid / 2 +
                           context->scale.leading * 3 / 4};

    if (lines == 0 && tag != NULL)
        draw_empty(context, tag, at);
    if (row->is_head) /* the last lines of its cells are beside each other */
        at.y += row->height - context->scale.grid -
                (double)lines * context->scale.leading;
    for (size_t line = 0; line < lines; line++) {
        const struct point start = {at.x + line_offset(column, cell, line),
                                    at.y};
        text_block_draw_line(context, &cell->text_block, line, start, tag,
                             ARTIFACT_HEADER);
        at.y += context->scale.leading;
    }
}

static void draw_rule(const struct layout_context *context,
                      const struct table_row *row, double y)
{
    struct path_builder *builder = context->tools->builder;
    const double x = context->scale.frame.x;
    struct mark mark = {.kind = MARK_STROKE,
                        .artifact = ARTIFACT_DECORATION,
                        .colour = row->is_head ? context->kit->theme.text
                                               : context->kit->theme.quiet,
                        .line_width = row->is_head ? head_line : hairline};

    path_move(builder, x, y);
    path_line(builder, x + row->plan->width, y);
    mark.path = path_finish(builder, context->arena);
    display_list_add_mark(context->display_list, &mark);
}

static void draw_row(const struct layout_context *context,
                     struct table_row *row, double y, bool again)
{
    for (size_t i = 0; i < row->plan->table->column_count; i++)
        draw_cell(context, row, i, y, again);
    draw_rule(context, row, y + row->height);
}

void table_draw_row(const struct layout_context *context, struct table_row *row,
                    double y)
{
    draw_row(context, row, y, false);
}

void table_repeat_head(const struct layout_context *context,
                       const struct table_row *row, double y)
{
    draw_row(context, row->plan->head, y, true);
}
