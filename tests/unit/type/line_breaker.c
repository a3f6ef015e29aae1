#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "type/line_breaker.h"

enum { BOXES = 12 };

/* Boxes of the given widths, spaces of 1. */
static void make_boxes(struct line_breaker_box *boxes, const double *widths,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        boxes[i] = (struct line_breaker_box){.width = widths[i], .space = 1};
}

static size_t choose(const struct line_breaker_box *boxes, size_t count,
                     double first, double width, uint32_t *ends)
{
    const struct line_breaker_measure measure = {first, width, false};
    struct line_breaker breaker = {0};
    const size_t lines =
        line_breaker_choose(&breaker, boxes, count, &measure, ends);

    line_breaker_free(&breaker);
    return lines;
}

/* What a choice costs, worked out again from the definition. */
static double cost_of(const struct line_breaker_box *boxes,
                      const uint32_t *ends, size_t lines, double first,
                      double width)
{
    double cost = 0;
    uint32_t from = 0;

    for (size_t line = 0; line + 1 < lines; line++) {
        double filled = boxes[ends[line] - 1].extra;
        for (uint32_t i = from; i < ends[line]; i++)
            filled +=
                boxes[i].width + (i + 1 < ends[line] ? boxes[i].space : 0);
        cost += pow(((line ? width : first) - filled) / width, 2);
        cost += boxes[ends[line] - 1].penalty;
        from = ends[line];
    }
    return cost;
}

static bool is_allowed(const struct line_breaker_box *boxes,
                       const uint32_t *ends, size_t lines, double first,
                       double width)
{
    uint32_t from = 0;

    for (size_t line = 0; line < lines; line++) {
        double filled = line + 1 < lines ? boxes[ends[line] - 1].extra : 0;
        for (uint32_t i = from; i < ends[line]; i++)
            filled +=
                boxes[i].width + (i + 1 < ends[line] ? boxes[i].space : 0);
        if (filled > (line ? width : first) + LINE_BREAKER_SLACK)
            return false;
        from = ends[line];
    }
    return true;
}

static void one_box_is_one_line(void **state)
{
    struct line_breaker_box box = {.width = 10};
    uint32_t ends[1];

    assert_int_equal(choose(&box, 1, 10, 10, ends), 1);
    assert_int_equal(ends[0], 1);
}

static void boxes_that_fit_stay_on_one_line(void **state)
{
    static const double widths[] = {3, 3, 2};
    struct line_breaker_box boxes[3];
    uint32_t ends[3];

    make_boxes(boxes, widths, 3); /* 3 + 1 + 3 + 1 + 2 = 10 */
    assert_int_equal(choose(boxes, 3, 10, 10, ends), 1);
    assert_int_equal(choose(boxes, 3, 9.9, 9.9, ends), 2);
}

/* The textbook's example: "aaa bb cc ddddd" in six columns. First fit sets
 * "aaa bb|cc|ddddd" with 0 + 4^2; total fit "aaa|bb cc|ddddd", 3^2 + 1^2. */
static void first_line_gives_way_for_the_second(void **state)
{
    static const double widths[] = {3, 2, 2, 5};
    struct line_breaker_box boxes[4];
    uint32_t ends[4];

    make_boxes(boxes, widths, 4);
    assert_int_equal(choose(boxes, 4, 6, 6, ends), 3);
    assert_int_equal(ends[0], 1);
    assert_int_equal(ends[1], 3);
    assert_int_equal(ends[2], 4);
}

static void price_moves_a_break(void **state)
{
    static const double widths[] = {4, 4, 4, 4};
    struct line_breaker_box boxes[4];
    uint32_t ends[4];

    make_boxes(boxes, widths, 4); /* two a line */
    assert_int_equal(choose(boxes, 4, 9, 9, ends), 2);
    assert_int_equal(ends[0], 2);
    boxes[1].penalty = 1;
    assert_int_equal(choose(boxes, 4, 9, 9, ends), 3);
    assert_int_equal(ends[0], 1);
    assert_int_equal(ends[1], 3);
}

static void hyphen_takes_its_room(void **state)
{
    static const double widths[] = {4, 4, 4};
    struct line_breaker_box boxes[3];
    uint32_t ends[3];

    make_boxes(boxes, widths, 3);
    assert_int_equal(choose(boxes, 3, 9, 9, ends), 2);
    assert_int_equal(ends[0], 2);
    boxes[1].extra = 0.5; /* 9.5 does not fit any more */
    choose(boxes, 3, 9, 9, ends);
    assert_int_equal(ends[0], 1);
}

static void short_last_word_draws_company(void **state)
{
    static const double widths[] = {30, 30, 30, 5};
    const struct line_breaker_measure measure = {100, 100, true};
    struct line_breaker_box boxes[4];
    struct line_breaker breaker = {0};
    uint32_t ends[4];

    make_boxes(boxes, widths, 4); /* 92 and 5 cost 0.0064, and 0.04 more */
    boxes[3].width = 10;
    assert_int_equal(line_breaker_choose(&breaker, boxes, 4, &measure, ends),
                     2);
    assert_int_equal(ends[0], 3); /* 61 and 41 would cost 0.15 */
    boxes[2].width = 15;
    boxes[1].width = 45; /* 92; or 76, which costs 0.0576 > 0.0464 */
    line_breaker_choose(&breaker, boxes, 4, &measure, ends);
    assert_int_equal(ends[0], 3);
    boxes[2].width = 10;
    boxes[1].width = 50; /* 92; or 81, which costs 0.0361 < 0.0464 */
    line_breaker_choose(&breaker, boxes, 4, &measure, ends);
    assert_int_equal(ends[0], 2);
    line_breaker_free(&breaker);
}

static void narrower_first_line_holds_less(void **state)
{
    static const double widths[] = {4, 4, 4, 4};
    struct line_breaker_box boxes[4];
    uint32_t ends[4];

    make_boxes(boxes, widths, 4);
    assert_int_equal(choose(boxes, 4, 5, 14, ends), 2);
    assert_int_equal(ends[0], 1);
    assert_int_equal(choose(boxes, 4, 14, 5, ends), 2);
    assert_int_equal(ends[0], 3);
}

/* All choices of up to 12 boxes, one bit a break. */
static double best_of_all(const struct line_breaker_box *boxes, size_t count,
                          double first, double width)
{
    double best = INFINITY;

    for (unsigned breaks = 0; breaks < 1u << (count - 1); breaks++) {
        uint32_t ends[BOXES];
        size_t lines = 0;
        double cost;
        for (uint32_t i = 0; i + 1 < count; i++)
            if (breaks >> i & 1)
                ends[lines++] = i + 1;
        ends[lines++] = (uint32_t)count;
        if (!is_allowed(boxes, ends, lines, first, width))
            continue;
        cost = cost_of(boxes, ends, lines, first, width);
        if (lines > 1) {
            double last = 0;
            for (uint32_t i = ends[lines - 2]; i < count; i++)
                last += boxes[i].width + (i + 1 < count ? boxes[i].space : 0);
            cost += last < 0.15 * width ? LINE_BREAKER_SHORT_LAST : 0;
        }
        best = cost < best ? cost : best;
    }
    return best;
}

static double random_part(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1;
    return (double)(*seed >> 40) / (1 << 24);
}

static void no_other_choice_is_better(void **state)
{
    uint64_t seed = 7;

    for (int round = 0; round < 100; round++) {
        const size_t count = 1 + (size_t)(random_part(&seed) * (BOXES - 1));
        const double width = 12 + 20 * random_part(&seed);
        const double first = 11 + 20 * random_part(&seed);
        struct line_breaker_box boxes[BOXES];
        uint32_t ends[BOXES];
        double cost, best;
        size_t lines;
        for (size_t i = 0; i < count; i++)
            boxes[i] = (struct line_breaker_box){
                .width = 1 + 8 * random_part(&seed),
                .space = random_part(&seed),
                .extra = random_part(&seed) < 0.2 ? 1 : 0,
                .penalty = random_part(&seed) < 0.3 ? random_part(&seed) : 0,
            };
        lines = choose(boxes, count, first, width, ends);
        assert_true(is_allowed(boxes, ends, lines, first, width));
        cost = cost_of(boxes, ends, lines, first, width);
        best = best_of_all(boxes, count, first, width);
        assert_true(cost <= best + 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_box_is_one_line),
        cmocka_unit_test(boxes_that_fit_stay_on_one_line),
        cmocka_unit_test(first_line_gives_way_for_the_second),
        cmocka_unit_test(price_moves_a_break),
        cmocka_unit_test(hyphen_takes_its_room),
        cmocka_unit_test(short_last_word_draws_company),
        cmocka_unit_test(narrower_first_line_holds_less),
        cmocka_unit_test(no_other_choice_is_better),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
