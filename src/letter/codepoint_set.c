#include "letter/codepoint_set.h"

#include <stdint.h>

#include "base/utf8.h"

enum { LETTERS = 0x110000, WORD = 64 };

struct alphabet {
    uint64_t words[LETTERS / WORD];
};

struct alphabet *alphabet_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct alphabet);
}

void alphabet_add(struct alphabet *alphabet, const char *text)
{
    uint32_t letter;

    while (text && (letter = text_next(&text)) != 0)
        alphabet->words[letter / WORD] |= UINT64_C(1) << (letter % WORD);
}

/* Bits of the letters of a word; control characters are not printed. */
static uint64_t word_at(const struct alphabet *alphabet, uint32_t at)
{
    return at ? alphabet->words[at] : alphabet->words[0] >> ' ' << ' ';
}

const char *alphabet_text(struct arena *arena, const struct alphabet *alphabet)
{
    size_t count = 0;
    char *text;
    char *end;

    for (uint32_t at = 0; at < LETTERS / WORD; at++)
        count += (size_t)__builtin_popcountll(word_at(alphabet, at));
    end = text = arena_alloc(arena, count * 4 + 1);
    for (uint32_t at = 0; at < LETTERS / WORD; at++)
        for (uint64_t word = word_at(alphabet, at); word; word &= word - 1)
            end +=
                text_encode(at * WORD + (uint32_t)__builtin_ctzll(word), end);
    return text;
}
