#include "stats/exact_sum.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/memory.h"

/* A whole number of any size, least word first, no zero word on top. */
struct whole {
    uint64_t *words;
    size_t count;
    size_t capacity;
};

/* The denominator is the least common multiple of those added, so it stays as
 * short as the totals allow: some 14,400 bits for every total up to 10,000. */
struct exact_sum {
    struct whole numerator;
    struct whole denominator;
    bool empty;
};

/* a * b + carry fits in two words. */
static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *carry)
{
    __extension__ const unsigned __int128 product =
        (unsigned __int128)a * b + *carry;

    *carry = (uint64_t)(product >> 64);
    return (uint64_t)product;
}

static void append(struct whole *whole, uint64_t word)
{
    if (whole->count == whole->capacity) {
        whole->capacity = whole->capacity ? whole->capacity * 2 : 4;
        whole->words =
            memory_resize(whole->words, whole->capacity, sizeof *whole->words);
    }
    whole->words[whole->count++] = word;
}

static void scale(struct whole *whole, uint64_t factor)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < whole->count; i++)
        whole->words[i] = multiply(whole->words[i], factor, &carry);
    if (carry)
        append(whole, carry);
    while (whole->count && !whole->words[whole->count - 1])
        whole->count--;
}

/* Adds other * factor. */
static void add_scaled(struct whole *whole, const struct whole *other,
                       uint64_t factor)
{
    uint64_t product = 0; /* carried from one word to the next */
    uint64_t carry = 0;

    for (size_t i = 0; i < other->count || product || carry; i++) {
        const uint64_t word = i < other->count ? other->words[i] : 0;
        const uint64_t low = multiply(word, factor, &product);
        bool over;
        if (i == whole->count)
            append(whole, 0);
        over = __builtin_add_overflow(whole->words[i], low, &whole->words[i]);
        over |=
            __builtin_add_overflow(whole->words[i], carry, &whole->words[i]);
        carry = over;
    }
    while (whole->count && !whole->words[whole->count - 1])
        whole->count--;
}

static void add_small(struct whole *whole, uint64_t small)
{
    const struct whole one = {(uint64_t[]){1}, 1, 1};

    add_scaled(whole, &one, small);
}

static uint64_t remainder_of(const struct whole *whole, uint64_t divisor)
{
    uint64_t rest = 0;

    for (size_t i = whole->count; i-- > 0;) {
        __extension__ const unsigned __int128 both =
            ((unsigned __int128)rest << 64) | whole->words[i];
        rest = (uint64_t)(both % divisor);
    }
    return rest;
}

/* Divides by a divisor that leaves no rest. */
static void divide(struct whole *whole, uint64_t divisor)
{
    uint64_t rest = 0;

    for (size_t i = whole->count; i-- > 0;) {
        __extension__ const unsigned __int128 both =
            ((unsigned __int128)rest << 64) | whole->words[i];
        whole->words[i] = (uint64_t)(both / divisor);
        rest = (uint64_t)(both % divisor);
    }
    while (whole->count && !whole->words[whole->count - 1])
        whole->count--;
}

static int compare(const struct whole *a, const struct whole *b)
{
    if (a->count != b->count)
        return a->count > b->count ? 1 : -1;
    for (size_t i = a->count; i-- > 0;)
        if (a->words[i] != b->words[i])
            return a->words[i] > b->words[i] ? 1 : -1;
    return 0;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        const uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct exact_sum *exact_sum_new(void)
{
    struct exact_sum *exact_sum = memory_alloc(sizeof *exact_sum);

    *exact_sum = (struct exact_sum){.empty = true};
    add_small(&exact_sum->denominator, 1);
    return exact_sum;
}

void exact_sum_free(struct exact_sum *exact_sum)
{
    if (!exact_sum)
        return;
    free(exact_sum->numerator.words);
    free(exact_sum->denominator.words);
    free(exact_sum);
}

/* With g = gcd(b, d): a/b + c/d = (a (d/g) + c (b/g)) / (b (d/g)). */
void exact_sum_add(struct exact_sum *exact_sum, struct rate rate)
{
    const uint64_t count = (uint64_t)rate.count;
    const uint64_t total = (uint64_t)rate.total;
    uint64_t common;

    assert(rate_exists(rate));
    common =
        common_divisor(total, remainder_of(&exact_sum->denominator, total));
    scale(&exact_sum->numerator, total / common);
    divide(&exact_sum->denominator, common);
    add_scaled(&exact_sum->numerator, &exact_sum->denominator, count);
    scale(&exact_sum->denominator, total);
    exact_sum->empty = false;
}

void exact_sum_pool(struct exact_sum *exact_sum, struct rate rate)
{
    assert(rate_exists(rate));
    if (exact_sum->empty)
        scale(&exact_sum->denominator, 0);
    add_small(&exact_sum->numerator, (uint64_t)rate.count);
    add_small(&exact_sum->denominator, (uint64_t)rate.total);
    exact_sum->empty = false;
}

/* Whether a * numerator + b * denominator >= c * denominator, over shares. */
static bool reaches(const struct exact_sum *exact_sum, uint64_t shares,
                    uint64_t percent)
{
    struct whole left = {0};
    struct whole right = {0};
    bool reached;

    add_scaled(&left, &exact_sum->numerator, 200);
    add_scaled(&left, &exact_sum->denominator, shares);
    add_scaled(&right, &exact_sum->denominator, shares);
    scale(&right, 2 * percent);
    reached = compare(&left, &right) >= 0;
    free(left.words);
    free(right.words);
    return reached;
}

static bool is_whole(const struct exact_sum *exact_sum, uint64_t shares)
{
    struct whole all = {0};
    bool equal;

    add_scaled(&all, &exact_sum->denominator, shares);
    equal = compare(&exact_sum->numerator, &all) == 0;
    free(all.words);
    return equal;
}

/* The largest p with p <= 100 n/d + 1/2, that is 2 p d <= 200 n + d. */
int exact_sum_percent(const struct exact_sum *exact_sum, uint64_t shares)
{
    int low = 0;
    int high = 100;

    assert(!exact_sum->empty && shares > 0);
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (reaches(exact_sum, shares, (uint64_t)middle))
            low = middle;
        else
            high = middle - 1;
    }
    if (low == 100 && !is_whole(exact_sum, shares))
        return 99;
    if (low == 0 && exact_sum->numerator.count)
        return 1;
    return low;
}
