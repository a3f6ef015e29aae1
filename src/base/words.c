#include "base/words.h"

#include "base/language_tag.h"

/* Each is a file of its own. */
extern const struct words words_cy;
extern const struct words words_en;

static const struct words *const languages[] = {&words_en, &words_cy};

enum { LANGUAGES = sizeof languages / sizeof *languages };

static const struct words *find(const char *language)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (language_tag_is(language, languages[i]->language))
            return languages[i];
    return NULL;
}

const struct words *words_find(const char *language)
{
    const struct words *found = find(language);

    return found ? found : languages[0];
}

bool words_exist(const char *language)
{
    return find(language) != NULL;
}

const char *words_list(struct arena *arena)
{
    const char *list = "";

    for (size_t i = 0; i < LANGUAGES; i++)
        list = ARENA_JOIN(arena, list,
                          !i                  ? ""
                          : i + 1 < LANGUAGES ? ", "
                                              : " and ",
                          languages[i]->language);
    return list;
}

const struct words *words_at(size_t index)
{
    return index < LANGUAGES ? languages[index] : NULL;
}
