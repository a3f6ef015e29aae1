#include "letter/block_count_check.h"

#include <stdlib.h>

/** Flags that can be told apart; 2 to this power are the rows tried. */
enum { FLAGS = 10 };

struct flags {
    const struct binding *items[FLAGS];
    size_t count;
};

void census_add(struct census *census, struct place place,
                const struct condition *condition)
{
    if (census->count == census->room) {
        census->room = census->room ? census->room * 2 : 4;
        census->items =
            memory_resize(census->items, census->room, sizeof *census->items);
    }
    census->items[census->count++] = (struct sighting){place, condition};
}

void census_free(struct census *census)
{
    free(census->items);
    *census = (struct census){NULL, 0, 0};
}

/* The flag's bit; a flag too many is taken for one that is always true. */
static unsigned bit_of(struct flags *flags, const struct binding *binding)
{
    for (size_t i = 0; i < flags->count; i++)
        if (flags->items[i] == binding)
            return 1u << i;
    if (flags->count == FLAGS)
        return 1u << FLAGS;
    flags->items[flags->count] = binding;
    return 1u << flags->count++;
}

static bool is_true(struct flags *flags, const struct binding *binding,
                    unsigned row)
{
    if (binding->kind == BINDING_CONSTANT)
        return binding->text && glossary_is_true(binding->text);
    return (bit_of(flags, binding) & row) != 0;
}

static bool is_printed(struct flags *flags, const struct sighting *sighting,
                       unsigned row)
{
    for (const struct condition *at = sighting->condition; at; at = at->outer)
        if (at->binding && is_true(flags, at->binding, row) == at->negated)
            return false;
    return true;
}

static void collect(const struct census *census, struct flags *flags)
{
    for (size_t i = 0; i < census->count; i++)
        for (const struct condition *at = census->items[i].condition; at;
             at = at->outer)
            if (at->binding && at->binding->kind != BINDING_CONSTANT)
                (void)bit_of(flags, at->binding);
}

/* What one row prints. @return the first of two, or NULL */
static const struct sighting *count_row(const struct census *census,
                                        struct flags *flags, unsigned row,
                                        size_t *count,
                                        const struct sighting **again)
{
    const struct sighting *first = NULL;

    *count = 0;
    for (size_t i = 0; i < census->count; i++) {
        const struct sighting *sighting = &census->items[i];
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

const struct sighting *census_count(const struct census *census, size_t *fewest,
                                    const struct sighting **again)
{
    struct flags flags = {.count = 0};
    const struct sighting *first = NULL;

    *fewest = census->count;
    *again = NULL;
    collect(census, &flags);
    for (unsigned row = 0; row < 1u << flags.count && !first; row++) {
        size_t count;
        first = count_row(census, &flags, row | 1u << FLAGS, &count, again);
        if (count < *fewest)
            *fewest = count;
    }
    return first;
}
