#include "letter/codepoint_set.h"

#include <stdint.h>

#include "base/utf8.h"

enum { LETTERS = 0x110000, WORD = 64 };

struct codepoint_set {
    uint64_t words[LETTERS / WORD];
};

struct codepoint_set *codepoint_set_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct codepoint_set);
}

void codepoint_set_add(struct codepoint_set *codepoint_set, const char *text)
{
    uint32_t codepoint;

    while (text && (codepoint = utf8_next(&text)) != 0)
        codepoint_set->words[codepoint / WORD] |= UINT64_C(1)
                                                  << (codepoint % WORD);
}

/* Bits of the letters of a word; control characters are not printed. */
static uint64_t word_at(const struct codepoint_set *codepoint_set, uint32_t at)
{
    return at ? codepoint_set->words[at]
              : codepoint_set->words[0] >> ' ' << ' ';
}

const char *codepoint_set_text(struct arena *arena,
                               const struct codepoint_set *codepoint_set)
{
    size_t count = 0;
    char *text;
    char *end;

    for (uint32_t at = 0; at < LETTERS / WORD; at++)
        count += (size_t)__builtin_popcountll(word_at(codepoint_set, at));
    end = text = arena_alloc(arena, count * 4 + 1);
    for (uint32_t at = 0; at < LETTERS / WORD; at++)
        for (uint64_t word = word_at(codepoint_set, at); word; word &= word - 1)
            end +=
                utf8_encode(at * WORD + (uint32_t)__builtin_ctzll(word), end);
    return text;
}
