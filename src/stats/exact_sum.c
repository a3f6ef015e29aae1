#include "stats/exact_sum.h"

#include <assert.h>
#include <gmp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

static_assert(ULONG_MAX >= INT64_MAX, "GMP takes counts as unsigned long");

/* While rates are added, GMP keeps the fraction in lowest terms, so it stays as
 * short as the totals allow: some 14,400 bits for every total up to 10,000. */
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

/* 100 n/d + 1/2 is (200 n + d) / 2 d; of n/d over shares, d counts as often. */
int exact_sum_percent(const struct exact_sum *exact_sum, uint64_t shares)
{
    mpz_srcptr count = mpq_numref(exact_sum->sum);
    mpz_t total, percent;
    int whole;

    assert(!exact_sum->empty && shares > 0);
    mpz_inits(total, percent, NULL);
    mpz_mul_ui(total, mpq_denref(exact_sum->sum), (unsigned long)shares);
    mpz_set(percent, total);
    mpz_addmul_ui(percent, count, 200);
    mpz_fdiv_q(percent, percent, total);
    mpz_fdiv_q_ui(percent, percent, 2);
    whole = (int)mpz_get_ui(percent);
    if (whole == 100 && mpz_cmp(count, total) != 0)
        whole = 99;
    else if (whole == 0 && mpz_sgn(count) > 0)
        whole = 1;
    mpz_clears(total, percent, NULL);
    return whole;
}
