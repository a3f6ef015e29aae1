#include "data/post_settings.h"

#include <string.h>

#include "base/number.h"
#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { MAX_SHEETS = 5, MAX_LETTERS = 1000, LETTERS_LIMIT = 100000 };

/** Clear space around an address, in millimetres. */
static const double clear_around = 5;

/*
 * Windows, and the parts of a loose sheet that they show: `address` is always
 * visible, `clear` may be visible as the sheet slides. An A4 sheet folded at 99
 * mm can move 11 mm in DL (110 by 220 mm, its window 90 by 35 mm, 20 mm from
 * the left and 18 mm from the bottom); folded at 148.5 mm it can move 13.5 by
 * 19 mm in C5 (162 by 229 mm; the window 60 mm from the bottom).
 *
 *     DL:  99 - 53 = 46 .. 81 at the bottom, 57 .. 92 at the top: 57 .. 81
 *     C5:  148.5 - 95 = 53.5 .. 88.5, 67 .. 102: 67 .. 88.5
 *
 * Millimetres from the page's top left.
 */
static const struct named_window {
    const char *name;
    struct post_window window;
} windows[] = {
    {"notify",
     {{24.6, 39.5, 95.4, 26.8}, {19.6, 34.5, 105.4, 36.8}, {148.5, 0}}},
    {"dl", {{20, 57, 80, 24}, {10, 46, 100, 46}, {99, 198}}},
    {"c5", {{20, 67, 71, 21.5}, {1, 53.5, 109, 48.5}, {148.5, 0}}},
    {"din-5008-b", {{25, 62.7, 80, 27.3}, {15, 40, 95, 55}, {105, 210}}},
};

static struct rect in_points(struct rect mm)
{
    return (struct rect){geometry_points(mm.x), geometry_points(mm.y),
                         geometry_points(mm.width), geometry_points(mm.height)};
}

static struct post_window window_in_points(struct post_window window)
{
    return (struct post_window){
        in_points(window.address),
        in_points(window.clear),
        {geometry_points(window.folds[0]), geometry_points(window.folds[1])}};
}

static double read_millimetres(struct settings_reader *reader,
                               const struct yaml *map, const char *key)
{
    const struct value value = settings_reader_require(reader, map, key);
    double number = 0;

    if (value.text && !number_parse_real(value.text, &number))
        settings_reader_refuse(reader, value, key,
                               "millimetres are wanted, such as 24.6");
    return number;
}

/* A window that the user measured; it already allows for the sheet's movement.
 */
static void read_measured(struct settings_reader *reader,
                          const struct yaml *map)
{
    static const char *const keys[] = {"x", "y", "width", "height"};
    struct rect at = {0};

    settings_reader_check_keys(reader, map, keys, LENGTH(keys));
    at.x = read_millimetres(reader, map, "x");
    at.y = read_millimetres(reader, map, "y");
    at.width = read_millimetres(reader, map, "width");
    at.height = read_millimetres(reader, map, "height");
    if (at.x < 5 || at.y < 5 || at.width < 40 || at.height < 10 ||
        at.x + at.width > 205 || at.y + at.height > 148)
        settings_reader_report(
            reader, RULE_SETTING_VALUE, map->location, "window",
            "the window must lie in the page's upper half, 5 mm from its "
            "edges, and be 40 by 10 mm or larger");
    reader->settings->post.window = window_in_points((struct post_window){
        at,
        {at.x - clear_around, at.y - clear_around, at.width + 2 * clear_around,
         at.height + 2 * clear_around},
        {0, 0}});
}

static void read_window(struct settings_reader *reader, const struct yaml *map)
{
    const struct yaml *node = settings_reader_find(map, "window");
    struct value name;

    reader->settings->post.window = window_in_points(windows[0].window);
    if (node && node->kind == YAML_MAP) {
        read_measured(reader, node);
        return;
    }
    name = settings_reader_value(reader, map, "window");
    for (size_t i = 0; name.text && i < LENGTH(windows); i++)
        if (strcmp(windows[i].name, name.text) == 0) {
            reader->settings->post.window = window_in_points(windows[i].window);
            return;
        }
    if (name.text)
        settings_reader_refuse(
            reader, name, "window",
            "notify, dl, c5 or din-5008-b is wanted, or millimetres as in "
            "{x: 20, y: 45, width: 85, height: 45}");
}

static int read_number(struct settings_reader *reader, const struct yaml *map,
                       const char *key, int usual, int max)
{
    return (int)settings_reader_number(
        reader, map, key, (struct setting_range){1, max, usual},
        arena_printf(reader->arena,
                     "a number from 1 to %d is wanted, such as %d", max,
                     usual));
}

static void read_printing(struct settings_reader *reader,
                          const struct yaml *map)
{
    static const char *const sides[] = {"duplex", "simplex", NULL};
    static const char *const marks[] = {"text", "none", "datamatrix", NULL};
    static const char *const orders[] = {"row", "postcode", "sheets", NULL};
    struct post_settings *post = &reader->settings->post;

    post->simplex = settings_reader_choice(reader, map, "sides", sides,
                                           "duplex or simplex is wanted") == 1;
    post->mark = (enum sheet_mark_kind)settings_reader_choice(
        reader, map, "mark", marks, "text, none or datamatrix is wanted");
    post->order = (enum piece_order)settings_reader_choice(
        reader, map, "order", orders, "row, postcode or sheets is wanted");
    post->fold_marks = settings_reader_truth(
        reader, map, "fold_marks", false,
        "true or false is wanted: small lines at the left edge where the "
        "sheet is folded");
    post->max_sheets = read_number(reader, map, "max_sheets", MAX_SHEETS, 99);
    post->max_letters =
        read_number(reader, map, "max_letters", MAX_LETTERS, LETTERS_LIMIT);
}

static void read_address(struct settings_reader *reader, const struct yaml *map)
{
    struct post_settings *post = &reader->settings->post;
    const struct yaml *node = settings_reader_find(map, "address");
    const struct value_list list =
        settings_reader_one_or_list(reader, map, "address");

    post->address = list.items;
    post->address_count = list.count;
    if (node && node->kind == YAML_SCALAR)
        (void)settings_reader_require(reader, map, "address");
    if (!post->address_count && !settings_gaps_is_misspelt(map, "address"))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->key_location, "address",
            "is missing: the columns with the lines of the address, as in "
            "address: [address_1, town, postcode]");
    for (size_t i = 0; i < post->address_count; i++)
        settings_reader_check_plain(reader, post->address[i], "address");
}

void post_settings_read(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {
        "when",  "address",    "window",     "sides",      "mark",
        "order", "max_sheets", "fold_marks", "max_letters"};
    struct post_settings *post = &reader->settings->post;
    const struct yaml *map =
        settings_reader_map(reader, root, "post", keys, LENGTH(keys));

    if (!map)
        return;
    post->given = true;
    post->location = map->key_location;
    post->when = settings_reader_value(reader, map, "when");
    read_address(reader, map);
    read_window(reader, map);
    read_printing(reader, map);
}
