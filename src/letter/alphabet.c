#include "letter/alphabet.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

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

static bool is_there(const struct alphabet *alphabet, uint32_t letter)
{
    return alphabet->words[letter / WORD] >> (letter % WORD) & 1;
}

const char *alphabet_text(struct arena *arena, const struct alphabet *alphabet)
{
    size_t count = 0;
    char *text;
    char *end;

    for (uint32_t letter = ' '; letter < LETTERS; letter++)
        count += is_there(alphabet, letter);
    end = text = arena_alloc(arena, count * 4 + 1);
    for (uint32_t letter = ' '; letter < LETTERS; letter++)
        if (is_there(alphabet, letter))
            end += text_encode(letter, end);
    return text;
}
