#include "base/name.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool is_ignored(uint32_t letter)
{
    return letter == ' ' || letter == '-' || letter == '_' || letter == '\t' ||
           letter == 0xA0 || letter == '\n' || letter == '\r';
}

/* The next letter that counts, folded; 0 at the end. */
static uint32_t next_letter(const char **at)
{
    for (;;) {
        const uint32_t letter = text_next(at);
        if (!is_ignored(letter))
            return text_lower(letter);
    }
}

char *name_fold(struct arena *arena, const char *name)
{
    /* Lower case may take more bytes than upper case: at most 4 a letter. */
    char *folded = arena_alloc(arena, strlen(name) * 4 + 1);
    char *end = folded;
    uint32_t letter;

    while ((letter = next_letter(&name)) != 0)
        end += text_encode(letter, end);
    *end = '\0';
    return folded;
}

bool name_equal(const char *a, const char *b)
{
    for (;;) {
        const uint32_t x = next_letter(&a);
        const uint32_t y = next_letter(&b);
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

enum { LONGEST = 64 };

static size_t fold_letters(const char *name, uint32_t letters[LONGEST])
{
    size_t length = 0;
    uint32_t letter;

    while (length < LONGEST && (letter = next_letter(&name)) != 0)
        letters[length++] = letter;
    return length;
}

/* Levenshtein distance, one row at a time. */
static size_t distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            const size_t above = row[j];
            size_t best = corner + (a[i - 1] != b[j - 1]);
            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            corner = above;
            row[j] = best;
        }
    }
    return row[n];
}

/* How unlike two names are; SIZE_MAX: not alike at all. */
static size_t unlikeness(const uint32_t *name, size_t m, const char *candidate)
{
    uint32_t other[LONGEST];
    const size_t n = fold_letters(candidate, other);
    const size_t shorter = m < n ? m : n;
    const size_t longer = m < n ? n : m;
    const size_t apart = distance(name, m, other, n);

    if (shorter >= 3 && memcmp(name, other, shorter * sizeof *name) == 0)
        return longer - shorter < apart ? longer - shorter : apart;
    return longer && apart * 3 <= longer ? apart : (size_t)-1;
}

const char *name_suggest(const char *name, const char *const *candidates,
                         size_t count)
{
    uint32_t letters[LONGEST];
    const size_t length = fold_letters(name, letters);
    const char *best = NULL;
    size_t nearest = (size_t)-1;

    for (size_t i = 0; i < count; i++) {
        const size_t apart = unlikeness(letters, length, candidates[i]);
        if (apart < nearest) {
            nearest = apart;
            best = candidates[i];
        }
    }
    return best;
}
