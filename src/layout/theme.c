#include "layout/theme.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/number.h"
#include "data/yaml.h"

/* The default background: white paper, which is not a setting. */
static const struct colour paper = {1, 1, 1};

static const double text_contrast = 4.5;
static const double graphic_contrast = 3.0;

/** Limits of the measures: points for text, millimetres for margins. */
static const double text_min = 12;
static const double text_max = 16;
static const double margin_min = 10;
static const double margin_top_min = 20; ///< the running head is in it
static const double margin_max = 50;

struct colour_key {
    const char *key;
    size_t offset;
};

struct measure_key {
    const char *key;
    size_t offset;
    bool top;
};

static const struct colour_key colour_keys[] = {
    {"text", offsetof(struct theme, text)},
    {"heading", offsetof(struct theme, heading)},
    {"wordmark", offsetof(struct theme, wordmark)},
    {"link", offsetof(struct theme, link)},
    {"quiet", offsetof(struct theme, quiet)},
    {"rule", offsetof(struct theme, rule)},
    {"fill", offsetof(struct theme, fill)},
    {"average", offsetof(struct theme, average)},
    {"track", offsetof(struct theme, track)},
    {"peers", offsetof(struct theme, peers)},
    {"grid", offsetof(struct theme, grid)},
    {"panel", offsetof(struct theme, panel)},
};

static const struct measure_key margin_keys[] = {
    {"left", offsetof(struct theme, margin_left), false},
    {"right", offsetof(struct theme, margin_right), false},
    {"top", offsetof(struct theme, margin_top), true},
    {"bottom", offsetof(struct theme, margin_bottom), false},
};

/** The required contrasts. */
struct contrast_rule {
    const char *key;
    const char *ground; ///< a key, or NULL: the paper
    bool graphic;       ///< true: needs 3:1; false: text, needs 4.5:1
};

/* The tick has a white casing, and the unfilled ring is white, so both are on
 * white even in a coloured card. */
static const struct contrast_rule contrast_rules[] = {
    {"text", NULL, false},    {"text", "panel", false},
    {"heading", NULL, false}, {"wordmark", NULL, false},
    {"link", NULL, false},    {"quiet", NULL, false},
    {"fill", NULL, true},     {"fill", "panel", true},
    {"track", NULL, true},    {"track", "panel", true},
    {"average", NULL, true},  {"peers", NULL, true},
};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static struct colour colour_hex(unsigned rgb)
{
    return (struct colour){(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                           (rgb & 255) / 255.0};
}

static struct colour *colour_of(struct theme *theme, size_t key)
{
    return (struct colour *)(void *)((char *)theme + colour_keys[key].offset);
}

static double *margin_of(struct theme *theme, size_t key)
{
    return (double *)(void *)((char *)theme + margin_keys[key].offset);
}

/** Hashes printed values, so that rounding errors do not matter. */
static void take_digest(struct theme *theme)
{
    struct hash *hash = hash_new();

    for (size_t i = 0; i < COUNT_OF(colour_keys); i++) {
        const struct colour *colour = colour_of(theme, i);

        hash_add_integer(hash, lround(colour->red * 255));
        hash_add_integer(hash, lround(colour->green * 255));
        hash_add_integer(hash, lround(colour->blue * 255));
    }
    for (size_t i = 0; i < COUNT_OF(margin_keys); i++)
        hash_add_integer(hash, lround(*margin_of(theme, i) * 1000));
    hash_add_integer(hash, lround(theme->text_size * 1000));
    hash_finish(hash, theme->digest);
    hash_free(hash);
}

struct theme theme_default(void)
{
    struct theme theme = {
        .text = colour_hex(0x000000),
        .heading = colour_hex(0x12436d),
        .wordmark = colour_hex(0x12436d),
        .link = colour_hex(0x1a5a96),
        .quiet = colour_hex(0x404040),
        .rule = colour_hex(0x12436d),
        .fill = colour_hex(0x12436d),
        .average = colour_hex(0xf46a25),
        .track = colour_hex(0x12436d),
        .peers = colour_hex(0x8595a3),
        .grid = colour_hex(0xb1b9c1),
        .panel = colour_hex(0xffffff),
        .text_size = 12,
        .margin_left = geometry_points(30),
        .margin_right = geometry_points(30),
        .margin_top = geometry_points(25),
        .margin_bottom = geometry_points(25),
    };

    take_digest(&theme);
    return theme;
}

/** @return the linear light of an sRGB channel */
static double channel_light(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour colour)
{
    return 0.2126 * channel_light(colour.red) +
           0.7152 * channel_light(colour.green) +
           0.0722 * channel_light(colour.blue);
}

double theme_contrast(struct colour a, struct colour b)
{
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;

    return fmax(one, other) / fmin(one, other);
}

/** Reads "#12436d". @return true if it is that */
static bool parse_colour(const char *text, struct colour *colour)
{
    unsigned rgb = 0;

    if (text[0] != '#' || strlen(text) != 7)
        return false;
    for (size_t i = 1; i < 7; i++) {
        int digit = ascii_hex_value(text[i]);

        if (digit < 0)
            return false;
        rgb = rgb << 4 | (unsigned)digit;
    }
    *colour = colour_hex(rgb);
    return true;
}

static void read_colour(const struct yaml *node, struct colour *colour,
                        struct diagnostics *diagnostics)
{
    if (node->kind != YAML_SCALAR) {
        diagnostics_add(diagnostics, RULE_SETTING_TYPE, node->location, NULL,
                        node->key, "a colour is one value");
        return;
    }
    if (!parse_colour(node->text, colour))
        diagnostics_add(diagnostics, RULE_THEME_VALUE, node->location, NULL,
                        node->key,
                        "not a colour; one is written \"#12436d\", in quotes");
}

/** Finds a map below @p root; any other value is reported. */
static const struct yaml *find_map(const struct yaml *root, const char *key,
                                   struct diagnostics *diagnostics)
{
    const struct yaml *map = yaml_find(root, key);

    if (map == NULL || map->kind == YAML_MAP)
        return map;
    diagnostics_add(diagnostics, RULE_SETTING_TYPE, map->location, NULL, key,
                    "this is a map of keys and values");
    return NULL;
}

static void read_colours(const struct yaml *root, struct theme *theme,
                         struct diagnostics *diagnostics)
{
    const struct yaml *map = find_map(root, "colours", diagnostics);
    const char *known[COUNT_OF(colour_keys)];

    if (map == NULL)
        return;
    for (size_t i = 0; i < COUNT_OF(colour_keys); i++) {
        const struct yaml *node = yaml_find(map, colour_keys[i].key);

        known[i] = colour_keys[i].key;
        if (node != NULL)
            read_colour(node, colour_of(theme, i), diagnostics);
    }
    yaml_check_keys(map, known, COUNT_OF(known), diagnostics);
}

/** Reads a number between limits. @return true if there is one */
static bool read_measure(const struct yaml *node, double min, double max,
                         const char *unit, double *value,
                         struct diagnostics *diagnostics)
{
    double read = 0;

    if (node->kind != YAML_SCALAR || !number_parse_real(node->text, &read)) {
        diagnostics_add(diagnostics, RULE_SETTING_TYPE, node->location, NULL,
                        node->key, "not a number");
        return false;
    }
    if (read < min || read > max) {
        diagnostics_add(diagnostics, RULE_THEME_VALUE, node->location, NULL,
                        node->key, "%s is not between %.0f and %.0f %s",
                        node->text, min, max, unit);
        return false;
    }
    *value = read;
    return true;
}

static void read_margins(const struct yaml *root, struct theme *theme,
                         struct diagnostics *diagnostics)
{
    const struct yaml *map = find_map(root, "margins", diagnostics);
    const char *known[COUNT_OF(margin_keys)];

    if (map == NULL)
        return;
    for (size_t i = 0; i < COUNT_OF(margin_keys); i++) {
        const struct yaml *node = yaml_find(map, margin_keys[i].key);
        double min = margin_keys[i].top ? margin_top_min : margin_min;
        double mm;

        known[i] = margin_keys[i].key;
        if (node != NULL && read_measure(node, min, margin_max, "millimetres",
                                         &mm, diagnostics))
            *margin_of(theme, i) = geometry_points(mm);
    }
    yaml_check_keys(map, known, COUNT_OF(known), diagnostics);
}

/** @return the colour of a key, the paper's for NULL */
static struct colour named_colour(struct theme *theme, const char *key)
{
    for (size_t i = 0; key != NULL && i < COUNT_OF(colour_keys); i++) {
        if (strcmp(colour_keys[i].key, key) == 0)
            return *colour_of(theme, i);
    }
    return paper;
}

/** @return the location of a colour in the file: its own, its background's, or
 *         the file */
static struct location colour_location(const struct yaml *root,
                                       const struct contrast_rule *rule)
{
    const struct yaml *map = yaml_find(root, "colours");
    const struct yaml *node;

    if (map == NULL || map->kind != YAML_MAP)
        return root->location;
    node = yaml_find(map, rule->key);
    if (node == NULL && rule->ground != NULL)
        node = yaml_find(map, rule->ground);
    return node == NULL ? root->location : node->location;
}

/** Reports a contrast, cut to two decimals: 4.496 is not 4.5. */
static void report_contrast(const struct contrast_rule *rule,
                            struct location location, double contrast,
                            struct diagnostics *diagnostics)
{
    char is[NUMBER_REAL_SIZE];
    char min[NUMBER_REAL_SIZE];

    number_print_real(is, floor(contrast * 100) / 100);
    number_print_real(min, rule->graphic ? graphic_contrast : text_contrast);
    diagnostics_add(diagnostics, RULE_THEME_VALUE, location, NULL, rule->key,
                    "contrast with %s is %s:1, %s needs %s:1",
                    rule->ground == NULL ? "paper" : rule->ground, is,
                    rule->graphic ? "a graphic" : "text", min);
}

static void check_contrast(const struct yaml *root, struct theme *theme,
                           struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < COUNT_OF(contrast_rules); i++) {
        const struct contrast_rule *rule = &contrast_rules[i];
        double contrast = theme_contrast(named_colour(theme, rule->key),
                                         named_colour(theme, rule->ground));

        if (contrast < (rule->graphic ? graphic_contrast : text_contrast) &&
            !(rule->ground && theme_contrast(theme->panel, paper) <= 1))
            report_contrast(rule, colour_location(root, rule), contrast,
                            diagnostics);
    }
}

/** Reads all values of an open file into @p theme. */
static void read_values(const struct yaml *root, struct theme *theme,
                        struct diagnostics *diagnostics)
{
    static const char *const known[] = {"colours", "margins", "text_size"};
    const struct yaml *size = yaml_find(root, "text_size");

    yaml_check_keys(root, known, COUNT_OF(known), diagnostics);
    read_colours(root, theme, diagnostics);
    read_margins(root, theme, diagnostics);
    if (size != NULL)
        (void)read_measure(size, text_min, text_max, "points",
                           &theme->text_size, diagnostics);
    check_contrast(root, theme, diagnostics);
    take_digest(theme);
}

enum status theme_read(const char *path, struct theme *theme,
                       struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    const struct yaml *root = NULL;
    size_t errors = diagnostics_error_count(diagnostics);
    enum status status = yaml_read(arena, path, path, &root, diagnostics);

    if (status == STATUS_OK) {
        read_values(root, theme, diagnostics);
        if (diagnostics_error_count(diagnostics) > errors)
            status = STATUS_INPUT;
    }
    arena_free(arena);
    return status;
}
