#include "base/name_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static bool is_ignored(uint32_t codepoint)
{
    return codepoint == ' ' || codepoint == '-' || codepoint == '_' ||
           codepoint == '\t' || codepoint == 0xA0 || codepoint == '\n' ||
           codepoint == '\r';
}

/* @return the next significant character, folded; 0 at the end */
static uint32_t next_codepoint(const char **at)
{
    for (;;) {
        const uint32_t codepoint = utf8_next(at);
        if (!is_ignored(codepoint))
            return utf8_lower(codepoint);
    }
}

char *name_match_fold(struct arena *arena, const char *name)
{
    /* Lower case may take more bytes than upper case: at most 4 a character. */
    char *folded = arena_alloc(arena, strlen(name) * 4 + 1);
    char *end = folded;
    uint32_t codepoint;

    while ((codepoint = next_codepoint(&name)) != 0)
        end += utf8_encode(codepoint, end);
    *end = '\0';
    return folded;
}

bool name_match_equal(const char *a, const char *b)
{
    for (;;) {
        const uint32_t x = next_codepoint(&a);
        const uint32_t y = next_codepoint(&b);
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

size_t name_match_in_language(struct arena *arena, const char *const *names,
                              size_t count, size_t index, const char *language)
{
    const size_t suffix = strcspn(language, "-");
    const char *wanted =
        arena_printf(arena, "%s_%.*s", names[index], (int)suffix, language);

    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(names[i]);
        /* "fancy" is not "fan" in Welsh */
        if (length > suffix && strchr("_- ", names[i][length - suffix - 1]) &&
            name_match_equal(names[i], wanted))
            return i;
    }
    return index;
}

enum { LONGEST = 64 };

static size_t fold_codepoints(const char *name, uint32_t codepoints[LONGEST])
{
    size_t length = 0;
    uint32_t codepoint;

    while (length < LONGEST && (codepoint = next_codepoint(&name)) != 0)
        codepoints[length++] = codepoint;
    return length;
}

static size_t min_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* @return the number of insertions, deletions, changes and swaps of neighbours
 * between two names: Damerau's distance, optimal string alignment */
static size_t distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
    size_t rows[3][LONGEST + 1] = {{0}};

    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = min_of(row[j], min_of(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = min_of(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

/* @return the distance of two names; SIZE_MAX: too far to suggest */
static size_t difference_of(const uint32_t *name, size_t m,
                            const char *candidate)
{
    uint32_t other[LONGEST];
    const size_t n = fold_codepoints(candidate, other);
    const size_t shorter = m < n ? m : n;
    const size_t longer = m < n ? n : m;
    const size_t apart = distance(name, m, other, n);

    if (shorter >= 3 && memcmp(name, other, shorter * sizeof *name) == 0)
        return longer - shorter < apart ? longer - shorter : apart;
    return longer && apart * 3 <= longer ? apart : (size_t)-1;
}

const char *name_match_suggest(const char *name, const char *const *candidates,
                               size_t count)
{
    uint32_t codepoints[LONGEST];
    const size_t length = fold_codepoints(name, codepoints);
    const char *best = NULL;
    size_t nearest = (size_t)-1;

    for (size_t i = 0; i < count; i++) {
        const size_t apart = difference_of(codepoints, length, candidates[i]);
        if (apart < nearest) {
            nearest = apart;
            best = candidates[i];
        }
    }
    return best;
}
