#ifndef TESTS_LAYOUT_SAMPLE_LETTERS_H
#define TESTS_LAYOUT_SAMPLE_LETTERS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "layout/layout.h"

/**
 * Letters for tests, made from a small markup of lines:
 *
 *     # subject        ## section        - item        1. item
 *     ***              page break
 *     ~~~              signature
 *     % COUNT TOTAL AVERAGE NOTES   a panel; AVERAGE -1: none; NOTES: how many
 *     =h text          another headline for the panel above; t title,
 *                      C charts in columns, c comparison, k caption, b basis, o none, n a note
 *     anything else    a paragraph; "|" is a hard break; *bold*, <link>
 */

static const char *const sample_titles[] = {
    "Complaints upheld", "Compliance with our recommendations",
    "Satisfactory remedy offered by the organisation"};

static struct inline_text sample_words(struct arena *arena, const char *text)
{
    struct text_run *runs =
        ARENA_ARRAY(arena, struct text_run, strlen(text) + 1);
    size_t count = 0;
    unsigned style = 0;
    const char *link = NULL;

    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "*<>|");

        if (length > 0)
            runs[count++] =
                (struct text_run){.text = arena_strndup(arena, at, length),
                                  .style = style,
                                  .link = link,
                                  .location = {"letter.md", 1, 1}};
        at += length;
        if (*at == '*')
            style ^= STYLE_BOLD;
        if (*at == '|')
            runs[count++] = (struct text_run){.text = "\n"};
        if (*at == '<' || *at == '>')
            link = *at == '<' ? "https://www.example.org/" : NULL;
        at += *at != '\0';
    }
    return (struct inline_text){.runs = runs, .count = count};
}

static const enum chart_kind sample_charts[] = {CHART_RING, CHART_MARKS};
static const enum chart_kind sample_columns[] = {CHART_FIGURE, CHART_PEERS,
                                                 CHART_TREND};

/** The words of a panel as a template of ours would make them. */
static const struct panel *sample_panel(struct arena *arena, size_t which,
                                        long long count, long long total,
                                        int average, size_t notes)
{
    struct figure *figure = ARENA_NEW(arena, struct figure);
    struct panel *panel = ARENA_NEW(arena, struct panel);
    struct inline_text *note =
        ARENA_ARRAY(arena, struct inline_text, notes + 1);
    char rate[FORMAT_TEXT_SIZE];

    *figure = (struct figure){.name = "upheld",
                              .rate = {count, total},
                              .counted = {count, total},
                              .average = {average >= 0, average, average}};
    if (total > 0)
        format_print(rate, &figure->format,
                     format_scale(&figure->format, figure->rate));
    *panel =
        (struct panel){.figure = figure,
                       .charts = sample_charts,
                       .chart_count = 2,
                       .title = sample_words(arena, sample_titles[which % 3])};
    if (total == 0)
        panel->none = sample_words(
            arena, "We had no cases of this kind to report on this year.");
    else
        panel->headline = sample_words(
            arena,
            arena_printf(arena,
                         which % 3 == 2
                             ? "In *%s* of upheld cases we found that the "
                               "organisation had offered a satisfactory "
                               "remedy before the complaint reached us."
                             : "We upheld *%s* of the complaints that we "
                               "investigated.",
                         rate));
    if (total > 0 && average >= 0)
        panel->comparison = sample_words(
            arena, arena_printf(arena,
                                "This compares with an average of *%d%%* in "
                                "similar organisations.",
                                average));
    if (total > 0 && which % 3 != 1)
        panel->caption = sample_words(
            arena, which % 3 == 0 ? "upheld decisions"
                                  : "satisfactory remedy decisions");
    panel->basis = sample_words(
        arena, arena_printf(arena,
                            "Based on a total of *%lld* investigations "
                            "between 1 April 2021 and 31 March 2022",
                            total));
    for (size_t i = 0; i < notes; i++)
        note[i] = sample_words(
            arena, "It is rare for our recommendations not to be followed. "
                   "An organisation with less than 100% should look at the "
                   "complaints in which it did not comply, and learn from "
                   "them.");
    panel->notes = note;
    panel->note_count = notes;
    return panel;
}

static struct block *sample_block(struct arena *arena, enum block_kind kind,
                                  int line)
{
    struct block *block = ARENA_NEW(arena, struct block);

    *block = (struct block){
        .kind = kind, .location = {"letter.md", line, 1}, .start = 1};
    return block;
}

/** Adds an item to the list at the end, or begins one. */
static struct block *sample_item(struct arena *arena, struct block *last,
                                 const char *text, bool ordered, int line)
{
    struct block *list = last;
    struct block *paragraph = sample_block(arena, BLOCK_PARAGRAPH, line);
    const struct block **items = ARENA_ARRAY(arena, const struct block *, 1);
    struct block_list *all;

    if (last == NULL || last->kind != BLOCK_LIST || last->ordered != ordered) {
        list = sample_block(arena, BLOCK_LIST, line);
        list->ordered = ordered;
    }
    paragraph->words = sample_words(arena, text);
    items[0] = paragraph;
    all = ARENA_ARRAY(arena, struct block_list, list->item_count + 1);
    if (list->item_count > 0)
        memcpy(all, list->items, list->item_count * sizeof *all);
    all[list->item_count++] = (struct block_list){items, 1};
    list->items = all;
    return list;
}

/** Gives the panel another text. */
static void sample_field(struct arena *arena, const struct panel *panel,
                         const char *text)
{
    struct panel *given = (struct panel *)(void *)(uintptr_t)panel;
    struct inline_text words = sample_words(arena, text + 3);
    struct inline_text *notes =
        ARENA_ARRAY(arena, struct inline_text, panel->note_count + 1);

    switch (text[1]) {
    case 'C':
        given->charts = sample_columns;
        given->chart_count = 3;
        break;
    case 't':
        given->title = words;
        break;
    case 'h':
        given->headline = words;
        break;
    case 'c':
        given->comparison = words;
        break;
    case 'k':
        given->caption = words;
        break;
    case 'b':
        given->basis = words;
        break;
    case 'o':
        given->none = words;
        break;
    case 'n':
        if (panel->note_count > 0)
            memcpy(notes, panel->notes, panel->note_count * sizeof *notes);
        notes[given->note_count++] = words;
        given->notes = notes;
        break;
    }
}

/** The block that a line of markup makes; the last one if it grew. */
static struct block *sample_line(struct arena *arena, struct block *last,
                                 const char *text, int line, size_t *panels)
{
    struct block *block = sample_block(arena, BLOCK_PARAGRAPH, line);
    char *end;

    if (text[0] == '=' && last != NULL && last->kind == BLOCK_PANEL) {
        sample_field(arena, last->panel, text);
        return last;
    }
    if (strncmp(text, "- ", 2) == 0 || strncmp(text, "1. ", 3) == 0)
        return sample_item(arena, last, strchr(text, ' ') + 1, text[0] == '1',
                           line);
    if (strcmp(text, "***") == 0)
        block->kind = BLOCK_PAGE_BREAK;
    else if (strcmp(text, "~~~") == 0)
        block->kind = BLOCK_SIGNATURE;
    else if (text[0] == '#')
        block->kind = text[1] == '#' ? BLOCK_SECTION : BLOCK_SUBJECT;
    if (block->kind == BLOCK_SUBJECT || block->kind == BLOCK_SECTION)
        text = strchr(text, ' ') + 1;
    if (text[0] == '%') {
        long long count = strtoll(text + 1, &end, 10);
        long long total = strtoll(end, &end, 10);
        int average = (int)strtol(end, &end, 10);

        block->kind = BLOCK_PANEL;
        block->panel = sample_panel(arena, (*panels)++, count, total, average,
                                    (size_t)strtol(end, NULL, 10));
        return block;
    }
    block->words = sample_words(arena, text);
    return block;
}

/** Markup into blocks. */
static struct block_list sample_blocks(struct arena *arena, const char *markup)
{
    const struct block **items =
        ARENA_ARRAY(arena, const struct block *, strlen(markup) + 1);
    struct block *last = NULL;
    size_t panels = 0;
    size_t count = 0;
    int line = 0;

    for (const char *at = markup; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        char *text = arena_strndup(arena, at, length);
        struct block *block;

        line++;
        at += length + (at[length] == '\n');
        if (text[0] == '\0') {
            last = NULL;
            continue;
        }
        block = sample_line(arena, last, text, line, &panels);
        if (block != last)
            items[count++] = block;
        last = block;
    }
    return (struct block_list){items, count};
}

/** A letter with the given body and otherwise usual parts. */
static struct letter sample_letter(struct arena *arena, const char *markup)
{
    static const struct value wordmark[] = {
        {"Local Government & Social Care", {"campaign.yaml", 1, 1}},
        {"OMBUDSMAN", {"campaign.yaml", 1, 1}}};
    static const struct value roles[] = {
        {"Local Government and Social Care Ombudsman", {"campaign.yaml", 2, 1}},
        {"Chair, Commission for Local Administration in England",
         {"campaign.yaml", 3, 1}}};
    static const char *const addressee[] = {"Ms A Sample", "Chief Executive",
                                            "Newborough Council"};

    return (struct letter){.code = "E00000001",
                           .name = "Newborough Council",
                           .campaign_title = "Annual letter",
                           .title = "Annual letter - Newborough Council",
                           .language = "en-GB",
                           .file = "e00000001",
                           .wordmark = {wordmark, 2},
                           .date = "20 July 2022",
                           .delivery = "By email",
                           .reference = "",
                           .addressee = addressee,
                           .addressee_count = 3,
                           .addressee_location = {"councils.csv", 2, 1},
                           .signatory = "Alex Specimen",
                           .roles = {roles, 2},
                           .signature_alt = "",
                           .blocks = sample_blocks(arena, markup)};
}

#endif
