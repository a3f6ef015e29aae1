#include "publish/hex_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/number.h"
#include "data/yaml.h"
#include "publish/letter_html.h"
#include "stats/format.h"

/** Half a cell's height, in the picture's units. */
static const double radius = 20;

enum { CLASSES = 5 };

/** From light to dark, distinguishable by lightness alone; the text on each
 *  has a contrast of at least 4.5:1. */
static const struct {
    const char *fill;
    const char *text;
} colours[CLASSES] = {{"#edf3fa", "#0b0c0c"},
                      {"#bcd4ec", "#0b0c0c"},
                      {"#86b1d9", "#0b0c0c"},
                      {"#2f6dab", "#ffffff"},
                      {"#10396b", "#ffffff"}};

struct hex_cell {
    const char *code;
    int column;
    int row; ///< upwards
};

struct hex_map {
    struct hex_cell *cells; ///< in reading order: rows from the top
    size_t count;
    struct map by_code;
};

/* --- reading ------------------------------------------------------------- */

static enum status refuse(struct diagnostics *diagnostics,
                          struct location location, const char *message)
{
    diagnostics_add(diagnostics, RULE_PUBLISH_MAP, location, NULL, "map", "%s",
                    message);
    return STATUS_INPUT;
}

static bool read_coordinate(const struct yaml *cell, const char *key,
                            int *value)
{
    const struct yaml *node = yaml_find(cell, key);
    double number;

    if (!node || !node->text || !number_parse_real(node->text, &number) ||
        fabs(number) > 10000 || number != floor(number))
        return false;
    *value = (int)number;
    return true;
}

static int compare_cells(const void *a, const void *b)
{
    const struct hex_cell *first = a;
    const struct hex_cell *second = b;

    return first->row != second->row ? (first->row > second->row ? -1 : 1)
                                     : (first->column > second->column) -
                                           (first->column < second->column);
}

/* The centre's distance from column 0, in cells. */
static double across(const struct hex_cell *cell)
{
    return cell->column + (cell->row & 1 ? 0.5 : 0);
}

static enum status read_cells(struct hex_map *map, const struct yaml *hexes,
                              struct diagnostics *diagnostics)
{
    for (const struct yaml *node = hexes->first; node; node = node->next) {
        struct hex_cell *cell = &map->cells[map->count++];
        cell->code = node->key;
        if (!read_coordinate(node, "q", &cell->column) ||
            !read_coordinate(node, "r", &cell->row))
            return refuse(diagnostics, node->key_location,
                          "a cell wants its column q and its row r, whole "
                          "numbers");
    }
    qsort(map->cells, map->count, sizeof *map->cells, compare_cells);
    for (size_t i = 0; i < map->count; i++) {
        if (i && compare_cells(&map->cells[i - 1], &map->cells[i]) == 0)
            return refuse(diagnostics, hexes->location,
                          "two councils have the same cell");
        *map_at_text(&map->by_code, map->cells[i].code) = &map->cells[i];
    }
    return STATUS_OK;
}

enum status hex_map_read(struct arena *arena, const char *path,
                         struct hex_map **map, struct diagnostics *diagnostics)
{
    struct hex_map *made = ARENA_NEW(arena, struct hex_map);
    const struct yaml *root;
    const struct yaml *layout;
    const struct yaml *hexes;
    enum status status = yaml_read(arena, path, path, &root, diagnostics);

    if (status != STATUS_OK)
        return status;
    layout = yaml_find(root, "layout");
    hexes = yaml_find(root, "hexes");
    if (!layout || !layout->text || strcmp(layout->text, "odd-r") != 0)
        return refuse(diagnostics, root->location,
                      "HexJSON of the layout odd-r is wanted");
    if (!hexes || hexes->kind != YAML_MAP || !hexes->count)
        return refuse(diagnostics, root->location, "there are no hexes");
    made->cells = ARENA_ARRAY(arena, struct hex_cell, hexes->count);
    made->by_code.arena = arena;
    status = read_cells(made, hexes, diagnostics);
    *map = made;
    return status;
}

bool hex_map_has(const struct hex_map *map, const char *code)
{
    return map_find_text(&map->by_code, code) != NULL;
}

/* --- classes ------------------------------------------------------------- */

/** Five classes of one width, from the lowest figure to the highest. */
struct classes {
    size_t column; ///< of the values
    int64_t low;
    int64_t high;
    int64_t width; ///< of a class, in units of the last decimal
    bool exist;
};

static struct classes find_classes(const struct hex_map *map,
                                   const struct site_table *table,
                                   size_t statistic)
{
    struct classes classes = {
        .column = site_table_column(table, statistic, SITE_VALUE)};
    int64_t value;

    for (size_t i = 0; i < table->count; i++) {
        const struct site_row *row = &table->rows[i];
        if (!hex_map_has(map, row->cells[SITE_CODE]) ||
            !site_table_scaled(table, row, classes.column, &value))
            continue;
        classes.low =
            classes.exist && classes.low < value ? classes.low : value;
        classes.high =
            classes.exist && classes.high > value ? classes.high : value;
        classes.exist = true;
    }
    classes.width = (classes.high - classes.low) / CLASSES + 1;
    return classes;
}

static size_t class_of(const struct classes *classes, int64_t value)
{
    return (size_t)((value - classes->low) / classes->width);
}

/** Cells without a figure are hatched. */
static const char hatch[] =
    "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
    "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
    "<rect width=\"1.5\" height=\"6\" fill=\"#505a5f\"/></pattern></defs>";

/* --- drawing ------------------------------------------------------------- */

/** The state of drawing a map. */
struct drawing {
    int top;     ///< the highest row
    int bottom;  ///< the lowest
    double left; ///< of the leftmost centre, in cells
    double right;
    const struct hex_map *map;
    const struct site_table *table;
    size_t statistic;
    struct classes classes;
    const char *root;
    struct arena *arena;
    struct buffer *html;
};

/* Measures the drawn area: cells of missing councils leave no gap at the
 * edges. */
static void measure(struct drawing *drawing)
{
    bool is_first = true;

    for (size_t i = 0; i < drawing->map->count; i++) {
        const struct hex_cell *cell = &drawing->map->cells[i];
        const double x = across(cell);
        if (!site_table_find(drawing->table, cell->code))
            continue;
        if (is_first) {
            drawing->top = cell->row;
            drawing->left = drawing->right = x;
        }
        drawing->bottom = cell->row;
        drawing->left = fmin(drawing->left, x);
        drawing->right = fmax(drawing->right, x);
        is_first = false;
    }
}

/* A hexagon with a corner at its top, and its centre. */
static void add_hexagon(struct buffer *html, double x, double y,
                        const char *fill)
{
    static const double corners[6][2] = {{0, -1}, {1, -0.5}, {1, 0.5},
                                         {0, 1},  {-1, 0.5}, {-1, -0.5}};
    const double half = radius * sqrt(3) / 2;

    buffer_add_text(html, "<path d=\"");
    for (int i = 0; i < 6; i++) {
        buffer_add_char(html, i ? 'L' : 'M');
        buffer_add_real(html, x + corners[i][0] * half);
        buffer_add_char(html, ' ');
        buffer_add_real(html, y + corners[i][1] * radius);
    }
    buffer_printf(html, "Z\" fill=\"%s\"/>", fill);
}

static void add_figure(struct buffer *html, double x, double y,
                       const char *colour, const char *text)
{
    buffer_add_text(html, "<text aria-hidden=\"true\" x=\"");
    buffer_add_real(html, x);
    buffer_add_text(html, "\" y=\"");
    buffer_add_real(html, y + 4);
    buffer_printf(html, "\" fill=\"%s\">", colour);
    buffer_add_xml(html, text);
    buffer_add_text(html, "</text>");
}

/* "71%, 12 of 17 investigations"; "no rate" */
static const char *describe(const struct drawing *drawing,
                            const struct site_row *row)
{
    const struct site_table *table = drawing->table;
    const size_t note = site_table_column(table, drawing->statistic, SITE_NOTE);
    const char *value =
        site_table_print(table, drawing->arena, row, drawing->classes.column);
    const char *cases =
        site_table_cases(table, drawing->arena, row, drawing->statistic);

    return *value ? ARENA_JOIN(drawing->arena, value, *cases ? ", " : "", cases)
                  : row->cells[note];
}

static void add_cell(const struct drawing *drawing, const struct hex_cell *cell)
{
    const struct site_row *row = site_table_find(drawing->table, cell->code);
    const double x =
        (across(cell) - drawing->left + 0.5) * sqrt(3) * radius + 2;
    const double y = (drawing->top - cell->row) * 1.5 * radius + radius + 2;
    struct buffer *html = drawing->html;
    const char *name;
    int64_t value;
    size_t class;

    if (!row)
        return;
    name = ARENA_JOIN(drawing->arena, site_table_name(drawing->table, row),
                      ": ", describe(drawing, row));
    letter_html_add(
        html, "<a href=\"",
        ARENA_JOIN(drawing->arena, drawing->root, row->cells[SITE_PAGE]),
        "\" aria-label=\"");
    letter_html_add(html, "", name, "\">");
    letter_html_add(html, "<title>", name, "</title>");
    if (!site_table_scaled(drawing->table, row, drawing->classes.column,
                           &value)) {
        add_hexagon(html, x, y, "url(#hatch)");
    } else {
        class = class_of(&drawing->classes, value);
        add_hexagon(html, x, y, colours[class].fill);
        add_figure(html, x, y, colours[class].text,
                   site_table_print(drawing->table, drawing->arena, row,
                                    drawing->classes.column));
    }
    buffer_add_text(html, "</a>\n");
}

/* --- the key ------------------------------------------------------------- */

static void open_key_item(struct buffer *html, const char *fill)
{
    buffer_add_text(
        html, "<li><svg aria-hidden=\"true\" width=\"2em\" "
              "height=\"1.2em\" viewBox=\"0 0 40 24\"><rect x=\"1\" "
              "y=\"1\" width=\"38\" height=\"22\" stroke=\"currentColor\" ");
    buffer_printf(html, "fill=\"%s\"/></svg> ", fill);
}

static void add_key(const struct drawing *drawing)
{
    const struct site_strings *words = drawing->table->words;
    const struct figure_format *format =
        &drawing->table->settings->statistics[drawing->statistic].format;
    const struct classes *classes = &drawing->classes;
    struct buffer *html = drawing->html;

    buffer_add_text(html, "<ul class=\"key\">\n");
    for (int i = 0; classes->exist && i < CLASSES; i++) {
        const int64_t low = classes->low + i * classes->width;
        const int64_t last = low + classes->width - 1;
        const int64_t high = last < classes->high ? last : classes->high;
        char text[FORMAT_TEXT_SIZE];
        if (low > classes->high)
            break;
        open_key_item(html, colours[i].fill);
        buffer_add_xml(html, format_print(text, format, low));
        if (high > low) {
            letter_html_add_text(html, words->to);
            buffer_add_xml(html, format_print(text, format, high));
        }
        buffer_add_text(html, "</li>\n");
    }
    open_key_item(html, "url(#hatch)");
    letter_html_add(html, "", words->map_key_none, "</li>\n</ul>\n");
}

void hex_map_write(const struct hex_map *map, const struct site_table *table,
                   size_t statistic, const char *root, struct arena *arena,
                   struct buffer *html)
{
    struct drawing drawing = {.map = map,
                              .table = table,
                              .statistic = statistic,
                              .classes = find_classes(map, table, statistic),
                              .root = root,
                              .arena = arena,
                              .html = html};
    const char *label = table->labels[statistic];
    double width;
    double height;

    measure(&drawing);
    width = ceil((drawing.right - drawing.left + 1) * sqrt(3) * radius + 4);
    height =
        ceil((drawing.top - drawing.bottom) * 1.5 * radius + 2 * radius + 4);

    buffer_add_text(html, "<figure class=\"map\">\n");
    letter_html_add(html, "<figcaption>", label, ". ");
    letter_html_add(html, "", table->words->map_help, "</figcaption>\n");
    add_key(&drawing);
    letter_html_add(html, "<a class=\"skip\" href=\"#after-map\">",
                    table->words->skip_map, "</a>\n");
    letter_html_add(html,
                    "<div class=\"wide\"><svg role=\"group\" "
                    "aria-label=\"",
                    table->words->map, ": ");
    letter_html_add(html, "", label, "\" viewBox=\"0 0 ");
    buffer_add_real(html, width);
    buffer_add_char(html, ' ');
    buffer_add_real(html, height);
    buffer_printf(html, "\" style=\"width:%.0fpx\">\n%s\n",
                  width * (width < 500 ? 1.5 : 1), hatch);
    for (size_t i = 0; i < map->count; i++)
        add_cell(&drawing, &map->cells[i]);
    buffer_add_text(html, "</svg></div>\n</figure>\n"
                          "<div id=\"after-map\"></div>\n");
}
