#include "stats/exact_sum.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/number.h"

static int percent_of(const struct exact_sum *sum, uint64_t shares)
{
    const struct figure_format whole = {.decimals = 0};

    return (int)exact_sum_average(sum, shares, &whole).scaled;
}

static int mean(const struct rate *rates, size_t count)
{
    struct exact_sum *sum = exact_sum_new();
    int percent;

    for (size_t i = 0; i < count; i++)
        exact_sum_add(sum, rates[i]);
    percent = percent_of(sum, count);
    exact_sum_free(sum);
    return percent;
}

static int pooled(const struct rate *rates, size_t count)
{
    struct exact_sum *sum = exact_sum_new();
    int percent;

    for (size_t i = 0; i < count; i++)
        exact_sum_pool(sum, rates[i]);
    percent = percent_of(sum, 1);
    exact_sum_free(sum);
    return percent;
}

#define MEAN(...)                                                              \
    mean((const struct rate[]){__VA_ARGS__},                                   \
         sizeof((const struct rate[]){__VA_ARGS__}) / sizeof(struct rate))
#define POOLED(...)                                                            \
    pooled((const struct rate[]){__VA_ARGS__},                                 \
           sizeof((const struct rate[]){__VA_ARGS__}) / sizeof(struct rate))

static void means_are_those_worked_out_by_hand(void **state)
{
    /* (1/2 + 1/4) / 2 = 3/8 = 37.5, up */
    assert_int_equal(MEAN({1, 2}, {1, 4}), 38);
    /* (1/3 + 1/3 + 1/3) / 3 = 1/3 */
    assert_int_equal(MEAN({1, 3}, {1, 3}, {1, 3}), 33);
    /* (12/17 + 31/39) / 2 = (468 + 527) / 1326 = 995/1326 = 75.04 */
    assert_int_equal(MEAN({12, 17}, {31, 39}), 75);
    /* (0/1 + 1/1 + 1/2) / 3 = 1/2 */
    assert_int_equal(MEAN({0, 1}, {1, 1}, {1, 2}), 50);
}

/* 1/3 + 1/7 + 11/21 = 1, over 8 = 12.5: in doubles the sum is a little off. */
static void halves_go_up_however_they_come_about(void **state)
{
    assert_int_equal(
        MEAN({1, 3}, {1, 7}, {11, 21}, {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}),
        13);
    /* 37.5 less one part in 10^15 */
    assert_int_equal(MEAN({1, 2}, {249999999999999, 999999999999997}), 37);
}

static void means_of_all_or_nothing_are_exact(void **state)
{
    assert_int_equal(MEAN({5, 5}, {7, 7}), 100);
    assert_int_equal(MEAN({0, 5}, {0, 7}), 0);
    assert_int_equal(MEAN({1, 1}, {999, 1000}), 99);
    assert_int_equal(MEAN({0, 1}, {1, 1000}), 1);
}

static void pooled_averages_are_those_worked_out_by_hand(void **state)
{
    /* 13 of 56 = 23.2; the mean would be (12/17 + 1/39) / 2 = 36.6 */
    assert_int_equal(POOLED({12, 17}, {1, 39}), 23);
    assert_int_equal(MEAN({12, 17}, {1, 39}), 37);
    /* 1 of 200 = 0.5, up; 399 of 400 is not all */
    assert_int_equal(POOLED({1, 100}, {0, 100}), 1);
    assert_int_equal(POOLED({199, 200}, {200, 200}), 99);
    assert_int_equal(POOLED({0, 3}, {0, 4}), 0);
    assert_int_equal(POOLED({3, 3}, {4, 4}), 100);
}

static void largest_counts_carry_over_words(void **state)
{
    struct exact_sum *sum = exact_sum_new();
    struct exact_sum *pool = exact_sum_new();

    for (int i = 0; i < 20000; i++) {
        const struct rate half = {NUMBER_COUNT_MAX / 2, NUMBER_COUNT_MAX - 1};
        exact_sum_add(sum, half);
        exact_sum_pool(pool, half);
    }
    assert_int_equal(percent_of(sum, 20000), 50);
    assert_int_equal(percent_of(pool, 1), 50);
    exact_sum_free(sum);
    exact_sum_free(pool);
}

/* Primes have no common divisor: the denominator grows past many words. The
 * mean of (p - 1) / p stays under all, that of 1 / p over nothing. */
static void totals_without_common_divisor_stay_exact(void **state)
{
    struct exact_sum *high = exact_sum_new();
    struct exact_sum *low = exact_sum_new();
    uint64_t count = 0;

    for (int n = 1009; n < 3000; n++) {
        int divisor = 2;
        while (divisor * divisor <= n && n % divisor)
            divisor++;
        if (divisor * divisor <= n)
            continue;
        exact_sum_add(high, (struct rate){n - 1, n});
        exact_sum_add(low, (struct rate){1, n});
        count++;
    }
    assert_int_equal(percent_of(high, count), 99);
    assert_int_equal(percent_of(low, count), 1);
    exact_sum_free(high);
    exact_sum_free(low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_are_those_worked_out_by_hand),
        cmocka_unit_test(halves_go_up_however_they_come_about),
        cmocka_unit_test(means_of_all_or_nothing_are_exact),
        cmocka_unit_test(pooled_averages_are_those_worked_out_by_hand),
        cmocka_unit_test(largest_counts_carry_over_words),
        cmocka_unit_test(totals_without_common_divisor_stay_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
