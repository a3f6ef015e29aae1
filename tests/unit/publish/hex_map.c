#include "publish/hex_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static const char file[] = "hexes.hexjson.test";

struct desk {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct hex_map *map;
    struct settings settings;
    struct statistic_setting statistic;
    struct site_table table;
    struct buffer html;
};

static int set_up(void **state)
{
    static struct desk desk;

    desk = (struct desk){
        .arena = arena_new(),
        .diagnostics = diagnostics_new(),
        .statistic = {.name = "upheld", .label = "Complaints upheld"},
        .html = buffer_new(1024 * 1024)};
    desk.settings.statistics = &desk.statistic;
    desk.settings.statistic_count = 1;
    desk.table = site_table_new(desk.arena, &desk.settings, false);
    site_table_translate(&desk.table, desk.arena, &desk.settings,
                         &words_find("en")->site, 0);
    desk.table.labels[0] = desk.statistic.label;
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;

    unlink(file);
    buffer_free(&desk->html);
    diagnostics_free(desk->diagnostics);
    arena_free(desk->arena);
    return 0;
}

static enum status read_map(struct desk *desk, const char *text)
{
    FILE *to = fopen(file, "w");

    assert_non_null(to);
    fputs(text, to);
    fclose(to);
    return hex_map_read(desk->arena, file, &desk->map, desk->diagnostics);
}

/* The columns: code, name, group, page, letter, its pages and bytes, then
 * value, count, total, average, note. */
static void add_council(struct desk *desk, const char *code, const char *name,
                        const char *value, const char *count, const char *note)
{
    const char *const row[] = {code, name,  "",    "p.html", "", "",
                               "",   value, count, "17",     "", note};
    const char **cells =
        ARENA_ARRAY(desk->arena, const char *, sizeof row / sizeof *row);

    memcpy(cells, row, sizeof row);
    site_table_put(&desk->table, desk->arena, (struct site_row){cells});
}

static const char *draw(struct desk *desk)
{
    hex_map_write(desk->map, &desk->table, 0, "../", desk->arena, &desk->html);
    return buffer_text(&desk->html);
}

static void assert_refused(struct desk *desk, const char *text)
{
    assert_int_equal(read_map(desk, text), STATUS_INPUT);
    assert_int_equal(diagnostics_error_count(desk->diagnostics), 1);
    diagnostics_free(desk->diagnostics);
    desk->diagnostics = diagnostics_new();
}

static void what_is_no_map_is_refused(void **state)
{
    struct desk *desk = *state;

    assert_refused(desk, "{\"layout\":\"even-r\",\"hexes\":{\"A\":{\"q\":0,"
                         "\"r\":0}}}");
    assert_refused(desk, "{\"layout\":\"odd-r\"}");
    assert_refused(desk, "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0.5,"
                         "\"r\":0}}}");
    assert_refused(desk, "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0}}}");
    assert_refused(desk, "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0,"
                         "\"r\":0},\"B\":{\"q\":0,\"r\":0}}}");
}

/* Rows are counted upwards: B, of row 1, comes first though A is first in the
 * file. */
static void cells_are_in_reading_order(void **state)
{
    struct desk *desk = *state;
    const char *html;

    assert_int_equal(read_map(desk,
                              "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0,"
                              "\"r\":0},\"C\":{\"q\":1,\"r\":1},\"B\":{\"q\":0,"
                              "\"r\":1}}}"),
                     STATUS_OK);
    add_council(desk, "A", "Ash", "71", "12", "");
    add_council(desk, "B", "Bee & Co", "60", "11", "");
    add_council(desk, "C", "Cam", "", "", "no rate");
    html = draw(desk);
    assert_non_null(strstr(html, "aria-label=\"Bee &amp; Co: 60%, 11 of 17\""));
    assert_non_null(strstr(html, "aria-label=\"Cam: no rate\""));
    assert_true(strstr(html, "Bee &amp; Co") < strstr(html, "Cam:"));
    assert_true(strstr(html, "Cam:") < strstr(html, "Ash:"));
}

/* 60 to 71 in five classes of three: 60 to 62 is the lightest, 69 to 71 the
 * fourth; there is no fifth. */
static void figures_have_five_classes_of_one_width(void **state)
{
    struct desk *desk = *state;
    const char *html;

    assert_int_equal(read_map(desk,
                              "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0,"
                              "\"r\":0},\"B\":{\"q\":1,\"r\":0}}}"),
                     STATUS_OK);
    add_council(desk, "A", "Ash", "71", "12", "");
    add_council(desk, "B", "Bee", "60", "11", "");
    html = draw(desk);
    assert_non_null(strstr(html, "60% to 62%</li>"));
    assert_non_null(strstr(html, "69% to 71%</li>"));
    assert_null(strstr(html, "72%"));
    assert_non_null(strstr(strstr(html, "Ash:"), "fill=\"#2f6dab\""));
}

/* An odd row is shifted half a cell to the right: half of the square root of
 * three times the radius, 17.321. */
static void odd_rows_are_shifted(void **state)
{
    struct desk *desk = *state;
    const char *html;

    assert_int_equal(read_map(desk,
                              "{\"layout\":\"odd-r\",\"hexes\":{\"A\":{\"q\":0,"
                              "\"r\":0},\"B\":{\"q\":0,\"r\":1}}}"),
                     STATUS_OK);
    add_council(desk, "A", "Ash", "71", "12", "");
    add_council(desk, "B", "Bee", "60", "11", "");
    html = draw(desk);
    assert_non_null(strstr(html, "d=\"M36.641 2"));
    assert_non_null(strstr(html, "d=\"M19.321 32"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_map_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(cells_are_in_reading_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(figures_have_five_classes_of_one_width,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(odd_rows_are_shifted, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
