#include "letter/setting_lines.h"

#include <string.h>

struct text_origins setting_lines_origins(struct arena *arena,
                                          struct inline_text words)
{
    struct text_origin *items;
    size_t count = 0;
    size_t offset = 0;

    for (size_t i = 0; i < words.count; i++)
        count += words.runs[i].origins.count + 1;
    items = ARENA_ARRAY(arena, struct text_origin, count);
    count = 0;
    for (size_t i = 0; i < words.count; i++) {
        const struct text_run *run = &words.runs[i];
        if (!run->origins.count)
            items[count++] = (struct text_origin){offset, run->location};
        for (size_t j = 0; j < run->origins.count; j++)
            items[count++] =
                (struct text_origin){offset + run->origins.items[j].offset,
                                     run->origins.items[j].location};
        offset += strlen(run->text);
    }
    return (struct text_origins){items, count};
}

/* Adds the lines of a text, with their origins; a value may have several. */
static size_t add_lines(struct arena *arena, struct inline_text words,
                        const char **lines, struct text_origins *origins)
{
    size_t count = 0;
    size_t from = 0;

    for (size_t i = 0; i <= words.count; i++) {
        const bool ends =
            i == words.count || strcmp(words.runs[i].text, "\n") == 0;
        const struct inline_text line = {.runs = words.runs + from,
                                         .count = i - from};
        if (ends && i > from) {
            origins[count] = setting_lines_origins(arena, line);
            lines[count++] = evaluator_join(arena, line, "");
        }
        if (ends)
            from = i + 1;
    }
    return count;
}

struct setting_lines
setting_lines_write(struct evaluator *evaluator,
                    const struct inline_template *const *inline_templates,
                    size_t template_count, struct arena *arena)
{
    struct inline_text *words =
        ARENA_ARRAY(arena, struct inline_text, template_count);
    struct setting_lines lines = {.count = 0};
    const char **texts;
    struct text_origins *origins;
    size_t *sources;
    size_t max = 0;

    for (size_t i = 0; i < template_count; i++) {
        words[i] = evaluator_inline_text(evaluator, inline_templates[i]);
        max += words[i].count;
    }
    texts = ARENA_ARRAY(arena, const char *, max);
    origins = ARENA_ARRAY(arena, struct text_origins, max);
    sources = ARENA_ARRAY(arena, size_t, max);
    for (size_t i = 0; i < template_count; i++) {
        const size_t added = add_lines(arena, words[i], texts + lines.count,
                                       origins + lines.count);
        for (size_t j = 0; j < added; j++)
            sources[lines.count++] = i;
    }
    lines.texts = texts;
    lines.origins = origins;
    lines.sources = sources;
    return lines;
}
