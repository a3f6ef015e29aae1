#include "layout/pagination.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Columns are written as one character an item, each 10 points high, on pages
 * of 40 points (four items): '.' may end a page, '+' keeps with the next, '|'
 * begins a page and may end one, 'T' is 50 high; 'f' and 'l' keep with the next
 * and yield first and last; 'r' has 10 points repeated above it where it begins
 * a page. Pages come out as counts. */

static const double page_height = 40;

static enum break_priority break_priority(char letter)
{
    return letter == 'f'   ? BREAK_PRIORITY_FIRST
           : letter == 'l' ? BREAK_PRIORITY_LAST
                           : BREAK_PRIORITY_NEVER;
}

static enum status cut(const char *column, char pages[static 64],
                       struct error *err)
{
    struct arena *arena = arena_new();
    struct column_item *column_items =
        ARENA_ARRAY(arena, struct column_item, strlen(column) + 1);
    struct pagination pagination;
    size_t used = 0;
    enum status status;

    for (size_t i = 0; column[i] != '\0'; i++)
        column_items[i] = (struct column_item){
            .location = {"letter.md", (int)i + 1, 1},
            .height = column[i] == 'T' ? 50 : 10,
            .repeated = column[i] == 'r' ? 10 : 0,
            .keep_with_next = strchr("+fl", column[i]) != NULL,
            .break_priority = break_priority(column[i]),
            .page_break_before = column[i] == '|'};
    status = pagination_make(arena, column_items, strlen(column), page_height,
                             &pagination, err);
    pages[0] = '\0';
    for (size_t i = 0; status == STATUS_OK && i < pagination.count; i++)
        used +=
            (size_t)snprintf(pages + used, 64 - used, "%s%zu", i > 0 ? " " : "",
                             pagination.starts[i + 1] - pagination.starts[i]);
    arena_free(arena);
    return status;
}

static void assert_pages(const char *column, const char *expected)
{
    struct error err = {0};
    char pages[64];

    assert_int_equal(cut(column, pages, &err), STATUS_OK);
    if (strcmp(pages, expected) != 0)
        fail_msg("\"%s\" gave \"%s\" and not \"%s\"", column, pages, expected);
}

static void nothing_is_one_empty_page(void **state)
{
    assert_pages("", "0");
}

static void pages_are_filled_in_turn(void **state)
{
    assert_pages("....", "4");
    assert_pages("......", "4 2");
    assert_pages("..........", "4 4 2");
}

static void what_keeps_together_moves_together(void **state)
{
    assert_pages("...+..", "3 3");
    assert_pages("..++..", "2 4");
    assert_pages(".+++.", "1 4");
}

static void a_page_break_begins_a_page(void **state)
{
    assert_pages("..|.", "2 2");
    assert_pages("..+|.", "3 2");
    assert_pages("....|...|", "4 4 1");
}

static void pages_are_as_few_as_can_be(void **state)
{
    assert_pages("..+..+..", "4 4");
    assert_pages(".+.+.+.++", "3 4 2");
}

/* Space above an item does not count at the top of a page. */
static void space_above_vanishes_at_a_page_head(void **state)
{
    struct arena *arena = arena_new();
    struct column_item column_items[4] = {{.height = 20, .before = 30},
                                          {.height = 20, .before = 5},
                                          {.height = 30, .before = 5},
                                          {.height = 5, .before = 5}};
    struct pagination pagination;
    struct error err = {0};

    assert_int_equal(
        pagination_make(arena, column_items, 4, page_height, &pagination, &err),
        STATUS_OK);
    assert_int_equal(pagination.count, 3);
    assert_int_equal(pagination.starts[1], 1);
    assert_int_equal(pagination.starts[2], 2);
    arena_free(arena);
}

/* 21 lines of which 20 fit: the last line alone goes on. */
static void a_page_is_filled_down_before_a_short_last_page(void **state)
{
    assert_pages("....................|", "4 4 4 4 4 1");
    assert_pages(".....", "4 1");
    assert_pages("...+.", "3 2");
}

/* Whether a page from strip @p from up to strip @p to, 100 points high, may
 * be. */
static bool is_page(const struct column_item *column_items, size_t count,
                    size_t from, size_t to)
{
    double used = column_items[from].height;

    for (size_t i = from + 1; i < to; i++) {
        if (column_items[i].page_break_before)
            return false;
        used += column_items[i].before + column_items[i].height;
    }
    return used <= 100 && (to == count || column_items[to].page_break_before ||
                           !column_items[to - 1].keep_with_next);
}

static unsigned draw(uint64_t *state, unsigned sides)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(*state >> 33) % sides;
}

static void no_page_could_reach_further(void **state)
{
    struct column_item column_items[10];
    uint64_t seed = 1;

    for (int column = 0; column < 500; column++) {
        struct arena *arena = arena_new();
        const size_t count = 1 + draw(&seed, 10);
        struct pagination pagination;
        struct error err = {0};

        for (size_t i = 0; i < count; i++)
            column_items[i] = (struct column_item){
                .height = 8 * (1 + draw(&seed, 4)),
                .before = 8 * draw(&seed, 2),
                .keep_with_next = i % 3 == 0 && draw(&seed, 2) == 0,
                .page_break_before = i > 0 && draw(&seed, 8) == 0,
            };
        assert_int_equal(
            pagination_make(arena, column_items, count, 100, &pagination, &err),
            STATUS_OK);
        for (size_t i = 0; i < pagination.count; i++) {
            const size_t *page = &pagination.starts[i];
            assert_true(is_page(column_items, count, page[0], page[1]));
            for (size_t to = page[1] + 1; to <= count; to++)
                assert_false(is_page(column_items, count, page[0], to));
        }
        arena_free(arena);
    }
}

static void what_is_taller_than_a_page_is_blamed(void **state)
{
    struct error err = {0};
    char pages[64];

    assert_int_equal(cut("..T.", pages, &err), STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_TOO_TALL);
    assert_int_equal(err.location.line, 3);
    assert_int_equal(cut(".++++.", pages, &err), STATUS_LAYOUT);
    assert_int_equal(err.location.line, 2);
}

static void keeps_yield_where_a_page_cannot_hold_them(void **state)
{
    /* on one page, none is given up */
    assert_pages(".fl+.", "1 4");
    /* three panels and a signature of two items: the third goes with it */
    assert_pages("ffl+.", "2 3");
    /* one panel and a signature of four */
    assert_pages("l+++.", "1 4");
    assert_pages("ffl+..f.", "2 4 2");
    assert_pages("fffffff.", "4 4");
}

static void what_a_page_repeats_takes_its_room(void **state)
{
    struct error err = {0};
    char pages[64];

    assert_pages("+rrrrrrr.", "4 3 2");
    assert_pages(".+rr", "4");
    assert_pages("+rr.....", "4 4");
    /* an item of 50 fits nowhere */
    assert_int_equal(cut("+rT", pages, &err), STATUS_LAYOUT);
}

static void a_letter_without_end_is_refused(void **state)
{
    struct error err = {0};
    char pages[64];
    char column[PAGES_MAX + 2];

    memset(column, '|', PAGES_MAX + 1);
    column[PAGES_MAX + 1] = '\0';
    assert_int_equal(cut(column, pages, &err), STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_TOO_LONG);
    assert_int_equal(err.location.line, PAGES_MAX + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_one_empty_page),
        cmocka_unit_test(pages_are_filled_in_turn),
        cmocka_unit_test(what_keeps_together_moves_together),
        cmocka_unit_test(a_page_break_begins_a_page),
        cmocka_unit_test(pages_are_as_few_as_can_be),
        cmocka_unit_test(space_above_vanishes_at_a_page_head),
        cmocka_unit_test(a_page_is_filled_down_before_a_short_last_page),
        cmocka_unit_test(no_page_could_reach_further),
        cmocka_unit_test(what_is_taller_than_a_page_is_blamed),
        cmocka_unit_test(keeps_yield_where_a_page_cannot_hold_them),
        cmocka_unit_test(what_a_page_repeats_takes_its_room),
        cmocka_unit_test(a_letter_without_end_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
