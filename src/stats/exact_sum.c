#include "stats/exact_sum.h"

#include <assert.h>
#include <gmp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

static_assert(ULONG_MAX >= INT64_MAX, "GMP takes counts as unsigned long");

/* GMP keeps a sum of rates in lowest terms, so its size is bounded by the
 * totals: some 14,400 bits for all totals up to 10,000. */
struct exact_sum {
    mpq_t sum;
    bool empty;
};

struct exact_sum *exact_sum_new(void)
{
    struct exact_sum *exact_sum = memory_alloc(sizeof *exact_sum);

    mpq_init(exact_sum->sum);
    exact_sum->empty = true;
    return exact_sum;
}

void exact_sum_free(struct exact_sum *exact_sum)
{
    if (!exact_sum)
        return;
    mpq_clear(exact_sum->sum);
    free(exact_sum);
}

void exact_sum_add(struct exact_sum *exact_sum, struct rate rate)
{
    mpq_t share;

    assert(rate_exists(rate));
    mpq_init(share);
    mpq_set_ui(share, (unsigned long)rate.count, (unsigned long)rate.total);
    mpq_canonicalize(share);
    mpq_add(exact_sum->sum, exact_sum->sum, share);
    mpq_clear(share);
    exact_sum->empty = false;
}

void exact_sum_pool(struct exact_sum *exact_sum, struct rate rate)
{
    mpz_ptr count = mpq_numref(exact_sum->sum);
    mpz_ptr total = mpq_denref(exact_sum->sum);

    assert(rate_exists(rate));
    if (exact_sum->empty)
        mpz_set_ui(total, 0);
    mpz_add_ui(count, count, (unsigned long)rate.count);
    mpz_add_ui(total, total, (unsigned long)rate.total);
    exact_sum->empty = false;
}

/* f n/d + 1/2 = (2 f n + d) / 2 d; to divide n/d by shares, d is multiplied.
 */
static int64_t scale(mpz_srcptr count, mpz_srcptr total, int64_t factor)
{
    mpz_t scaled;
    int64_t whole;

    mpz_init_set(scaled, total);
    mpz_addmul_ui(scaled, count, 2 * (unsigned long)factor);
    mpz_fdiv_q(scaled, scaled, total);
    mpz_fdiv_q_ui(scaled, scaled, 2);
    whole = (int64_t)mpz_get_ui(scaled);
    mpz_clear(scaled);
    return whole;
}

static double divide(mpz_srcptr count, mpz_srcptr total)
{
    mpq_t share;
    double result;

    mpq_init(share);
    mpz_set(mpq_numref(share), count);
    mpz_set(mpq_denref(share), total);
    mpq_canonicalize(share);
    result = mpq_get_d(share);
    mpq_clear(share);
    return result;
}

struct average exact_sum_average(const struct exact_sum *exact_sum,
                                 uint64_t shares,
                                 const struct figure_format *format)
{
    const int64_t factor = format_factor(format);
    const int64_t power = format_power(format->decimals);
    mpz_srcptr count = mpq_numref(exact_sum->sum);
    struct average average = {.exists = true};
    mpz_t total;

    assert(!exact_sum->empty && shares > 0);
    mpz_init(total);
    mpz_mul_ui(total, mpq_denref(exact_sum->sum), (unsigned long)shares);
    average.scaled = scale(count, total, factor);
    average.position = (double)(factor / power) * divide(count, total);
    if (format_is_share(format)) {
        if (average.scaled == factor && mpz_cmp(count, total) != 0)
            average.scaled = factor - 1;
        else if (average.scaled == 0 && mpz_sgn(count) > 0)
            average.scaled = 1;
    }
    mpz_clear(total);
    return average;
}
