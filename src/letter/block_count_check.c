#include "letter/block_count_check.h"

#include <stdlib.h>

#include "base/array.h"

/** Maximum flags that are distinguished; all combinations are tried. */
enum { FLAGS = 10 };

struct flags {
    const struct symbol *items[FLAGS];
    size_t count;
};

void block_count_check_add(struct block_count_check *block_count_check,
                           struct location location,
                           const struct block_condition *condition)
{
    ARRAY_GROW(block_count_check->items, block_count_check->count,
               block_count_check->capacity);
    block_count_check->items[block_count_check->count++] =
        (struct block_sighting){location, condition};
}

void block_count_check_free(struct block_count_check *block_count_check)
{
    free(block_count_check->items);
    *block_count_check = (struct block_count_check){NULL, 0, 0};
}

/* @return the flag's bit; flags over the maximum count as always true */
static unsigned bit_of(struct flags *flags, const struct symbol *symbol)
{
    for (size_t i = 0; i < flags->count; i++)
        if (flags->items[i] == symbol)
            return 1u << i;
    if (flags->count == FLAGS)
        return 1u << FLAGS;
    flags->items[flags->count] = symbol;
    return 1u << flags->count++;
}

static bool is_true(struct flags *flags, const struct symbol *symbol,
                    unsigned row)
{
    if (symbol->kind == SYMBOL_CONSTANT)
        return symbol->text && symbols_is_true(symbol->text);
    return (bit_of(flags, symbol) & row) != 0;
}

static bool is_printed(struct flags *flags,
                       const struct block_sighting *sighting, unsigned row)
{
    for (const struct block_condition *at = sighting->condition; at;
         at = at->outer)
        if (at->symbol && is_true(flags, at->symbol, row) == at->negated)
            return false;
    return true;
}

static void collect(const struct block_count_check *block_count_check,
                    struct flags *flags)
{
    for (size_t i = 0; i < block_count_check->count; i++)
        for (const struct block_condition *at =
                 block_count_check->items[i].condition;
             at; at = at->outer)
            if (at->symbol && at->symbol->kind != SYMBOL_CONSTANT)
                (void)bit_of(flags, at->symbol);
}

/* Counts the blocks of one row. @return the first of two, or NULL */
static const struct block_sighting *
count_row(const struct block_count_check *block_count_check,
          struct flags *flags, unsigned row, size_t *count,
          const struct block_sighting **again)
{
    const struct block_sighting *first = NULL;

    *count = 0;
    for (size_t i = 0; i < block_count_check->count; i++) {
        const struct block_sighting *sighting = &block_count_check->items[i];
        if (!is_printed(flags, sighting, row))
            continue;
        if (++*count == 1)
            first = sighting;
        if (*count == 2) {
            *again = sighting;
            return first;
        }
    }
    return NULL;
}

const struct block_sighting *
block_count_check_run(const struct block_count_check *block_count_check,
                      size_t *fewest, const struct block_sighting **again)
{
    struct flags flags = {.count = 0};
    const struct block_sighting *first = NULL;

    *fewest = block_count_check->count;
    *again = NULL;
    collect(block_count_check, &flags);
    for (unsigned row = 0; row < 1u << flags.count && !first; row++) {
        size_t count;
        first = count_row(block_count_check, &flags, row | 1u << FLAGS, &count,
                          again);
        if (count < *fewest)
            *fewest = count;
    }
    return first;
}
