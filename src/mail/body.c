#include "mail/body.h"

#include <string.h>

#include "layout/ui_strings.h"
#include "stats/figure.h"

/* Handles a letter that prints the count but not the rate. */
static const char *result_of(struct arena *arena,
                             const struct mail_strings *mail_strings,
                             const struct figure *figure, const char *cases)
{
    char text[FIGURE_TEXT_SIZE];

    if (*figure_print_given(text, figure, FIGURE_RATE))
        return arena_strdup(arena, text);
    if (figure_gives(figure, FIGURE_PARTS) && figure->part_count)
        return figure->parts_text;
    if (!figure->counted.total && *figure_print(text, figure, FIGURE_TOTAL))
        return mail_strings->no_rate;
    if (*cases)
        return cases;
    return arena_strdup(arena, figure_print_given(text, figure, FIGURE_COUNT));
}

static struct figure_row make_row(struct arena *arena,
                                  const struct mail_strings *mail_strings,
                                  const struct figure *figure)
{
    const bool whole = figure_gives(figure, FIGURE_COUNT) &&
                       figure_gives(figure, FIGURE_TOTAL);
    struct figure bare = *figure;
    char text[FIGURE_TEXT_SIZE];
    struct figure_row row = {
        .title = figure->label,
        .noun = whole && figure->of ? figure->of : "",
        .average = arena_strdup(
            arena, figure_print_given(text, figure, FIGURE_AVERAGE))};

    bare.of = NULL;
    row.cases = whole ? figure_cases(arena, &bare, mail_strings->out_of) : "";
    row.result = result_of(arena, mail_strings, figure, row.cases);
    if (row.result == row.cases)
        row.cases = "";
    if (!*row.average)
        row.average = mail_strings->not_compared;
    return row;
}

/* @return true for closing words, "Yours sincerely,": a paragraph without an
 * end of a sentence */
static bool is_closing(const struct block *block)
{
    const struct inline_text words = block->words;
    const char *last;
    size_t length;

    if (block->kind != BLOCK_PARAGRAPH || !words.count)
        return false;
    last = words.runs[words.count - 1].text;
    length = strlen(last);
    return !length || !strchr(".!?:", last[length - 1]);
}

/* The table follows the sentences: it comes before the first panel, else before
 * the closing words and the signature. */
static size_t find_table(struct block_list blocks)
{
    size_t at = blocks.count;

    for (size_t i = 0; i < blocks.count; i++)
        if (blocks.items[i]->kind == BLOCK_PANEL)
            return i;
    for (size_t i = blocks.count; i > 0; i--)
        if (blocks.items[i - 1]->kind == BLOCK_SIGNATURE)
            at = i - 1;
    return at && at < blocks.count && is_closing(blocks.items[at - 1]) ? at - 1
                                                                       : at;
}

static struct body make(struct arena *arena, const struct email_content *note,
                        const char *sample)
{
    const struct figures *figures = &note->figures;
    struct figure_row *rows =
        ARENA_ARRAY(arena, struct figure_row, figures->count);
    struct body body = {.note = note,
                        .mail_strings = &words_find(note->language)->mail,
                        .rows = rows,
                        .table_at = find_table(note->blocks)};

    if (sample)
        body.sample = ui_strings_fill(arena, body.mail_strings->sample,
                                      (const char *[]){note->name, sample});
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        if (!figure_is_given(figure))
            continue;
        rows[body.row_count++] = make_row(arena, body.mail_strings, figure);
        body.compared |= figure_gives(figure, FIGURE_AVERAGE);
    }
    body.caption = body.compared ? body.mail_strings->compared
                                 : body.mail_strings->figures;
    return body;
}

struct body body_make(struct arena *arena, const struct email_content *note,
                      const char *sample)
{
    struct body body = make(arena, note, sample);
    struct body *last = &body;

    body.subject = body_subject(arena, note);
    while ((note = note->next) != NULL) {
        struct body *next = ARENA_NEW(arena, struct body);
        *next = make(arena, note, sample);
        last->next = next;
        last = next;
    }
    return body;
}

const char *body_subject(struct arena *arena, const struct email_content *note)
{
    const char *first = note->subject;
    const char *subject = first;

    while ((note = note->next) != NULL)
        if (strcmp(note->subject, first) != 0)
            subject = ARENA_JOIN(arena, subject, " / ", note->subject);
    return subject;
}

bool body_is_same_link(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}
