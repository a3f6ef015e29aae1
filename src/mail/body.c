#include "mail/body.h"

#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "letter/evaluator.h"

static const char *panel_title(struct arena *arena, struct block_list blocks,
                               const char *name)
{
    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *block = blocks.items[i];
        if (block->kind == BLOCK_PANEL &&
            name_match_equal(block->panel->figure->name, name))
            return evaluator_join(arena, block->panel->title, " ");
    }
    return "";
}

/* A key or a column as words: "compliance_outcomes" has spaces. */
static const char *spaced(struct arena *arena, const char *name)
{
    char *words = arena_strdup(arena, name);

    for (char *at = words; *at; at++)
        if (*at == '_')
            *at = ' ';
    return words;
}

static const char *title_of(struct arena *arena,
                            const struct email_content *note,
                            const struct letter *letter,
                            const struct figure *figure)
{
    const char *title = panel_title(arena, note->blocks, figure->name);

    if (!*title)
        title = panel_title(arena, letter->blocks, figure->name);
    return *title ? title : spaced(arena, figure->name);
}

static struct figure_row make_row(struct arena *arena,
                                  const struct mail_strings *mail_strings,
                                  const struct figure *figure,
                                  const char *title)
{
    char rate[RATE_TEXT_SIZE];
    char count[NUMBER_COUNT_SIZE];
    char total[NUMBER_COUNT_SIZE];

    return (struct figure_row){
        .title = title,
        .result = rate_exists(figure->rate)
                      ? arena_strdup(arena, rate_print(rate, figure->rate))
                      : mail_strings->no_rate,
        .cases = arena_printf(arena, "%s%s%s",
                              number_print_count(count, figure->rate.count),
                              mail_strings->out_of,
                              number_print_count(total, figure->rate.total)),
        .noun = figure->base ? spaced(arena, figure->base) : "",
        .average = figure->average >= 0
                       ? arena_printf(arena, "%d%%", figure->average)
                       : mail_strings->not_compared,
    };
}

struct body body_make(struct arena *arena, const struct email_content *note,
                      const struct letter *letter, const char *sample)
{
    const struct figures *figures = &note->figures;
    struct figure_row *rows =
        ARENA_ARRAY(arena, struct figure_row, figures->count);
    struct body body = {.note = note,
                        .mail_strings = mail_strings_find(note->language),
                        .rows = rows,
                        .row_count = figures->count,
                        .sample = sample};

    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        rows[i] = make_row(arena, body.mail_strings, figure,
                           title_of(arena, note, letter, figure));
        body.compared |= figure->average >= 0;
    }
    body.caption = body.compared ? body.mail_strings->compared
                                 : body.mail_strings->figures;
    return body;
}

bool body_is_same_link(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}
