#include "letter/run_builder.h"

#include <stdlib.h>
#include <string.h>

/** Most bytes of a paragraph; a row's cells and a template are smaller. */
enum { PARAGRAPH_LIMIT = 16 * 1024 * 1024 };

static const char line_break[] = "\n";

struct pen pen_new(struct arena *arena)
{
    return (struct pen){
        .arena = arena, .text = buffer_new(PARAGRAPH_LIMIT), .spaced = true};
}

void pen_free(struct pen *pen)
{
    free(pen->runs);
    buffer_free(&pen->text);
}

static void add_run(struct pen *pen, const char *text, struct ink ink)
{
    if (pen->count == pen->room) {
        pen->room = pen->room ? pen->room * 2 : 32;
        pen->runs = memory_resize(pen->runs, pen->room, sizeof *pen->runs);
    }
    pen->runs[pen->count++] =
        (struct run){text, ink.style, ink.link, ink.language, ink.place};
}

/* Ends the run in hand. */
static void flush(struct pen *pen)
{
    const char *text = pen->whole;

    if (!pen->open)
        return;
    pen->open = false;
    if (!text && pen->text.length)
        text = arena_text(pen->arena, pen->text.bytes, pen->text.length);
    if (text)
        add_run(pen, text, pen->ink);
}

/* Takes the space off the end of a line. */
static void trim_line(struct pen *pen)
{
    flush(pen);
    while (pen->count) {
        struct run *run = &pen->runs[pen->count - 1];
        const size_t length = strlen(run->text);
        if (run->text[length - 1] != ' ')
            return;
        run->text = arena_text(pen->arena, run->text, length - 1);
        pen->count -= length == 1;
    }
}

static bool looks_same(const struct pen *pen, struct ink ink)
{
    return pen->open && pen->ink.style == ink.style &&
           pen->ink.link == ink.link && pen->ink.language == ink.language;
}

/* Makes the buffer hold the run in hand, to add to it. */
static void begin_adding(struct pen *pen, struct ink ink)
{
    const char *whole = looks_same(pen, ink) ? pen->whole : NULL;

    if (!looks_same(pen, ink)) {
        flush(pen);
        pen->ink = ink;
        pen->open = true;
        pen->of_value = false;
        buffer_clear(&pen->text);
    }
    if (whole) {
        buffer_clear(&pen->text);
        buffer_add_text(&pen->text, whole);
    }
    pen->whole = NULL;
}

void pen_text(struct pen *pen, const char *text, struct ink ink)
{
    if (pen->spaced && *text == ' ')
        text++;
    if (!*text)
        return;
    if (looks_same(pen, ink)) {
        begin_adding(pen, ink);
        buffer_add_text(&pen->text, text);
    } else {
        flush(pen);
        pen->ink = ink;
        pen->open = true;
        pen->of_value = false;
        pen->whole = text;
    }
    pen->spaced = text[strlen(text) - 1] == ' ';
}

/* A run's place is that of the first value in it: what a run holds besides
 * was looked at when the template was compiled. */
static void begin_value(struct pen *pen, struct ink ink)
{
    begin_adding(pen, ink);
    if (!pen->of_value)
        pen->ink.place = ink.place;
    pen->of_value = true;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\v' || byte == '\f';
}

static void add_line(struct pen *pen, const char *line, size_t length,
                     struct ink ink)
{
    begin_value(pen, ink);
    for (size_t i = 0; i < length; i++) {
        const size_t from = i;
        while (i < length && !is_space(line[i]))
            i++;
        buffer_add(&pen->text, line + from, i - from);
        pen->spaced = pen->spaced && i == from;
        if (i < length && !pen->spaced)
            buffer_add_char(&pen->text, ' ');
        pen->spaced = pen->spaced || i < length;
    }
}

static void end_line(struct pen *pen, struct ink ink)
{
    trim_line(pen);
    pen->spaced = true;
    pen->vanished = false;
    if (pen->count)
        add_run(pen, line_break, ink);
}

void pen_value(struct pen *pen, const char *value, struct ink ink)
{
    for (;;) {
        const size_t length = strcspn(value, "\r\n");
        if (length)
            add_line(pen, value, length, ink);
        value += length;
        if (!*value)
            return;
        value += value[0] == '\r' && value[1] == '\n' ? 2 : 1;
        end_line(pen, ink);
    }
}

static bool is_line_empty(const struct pen *pen)
{
    return !pen->open &&
           (!pen->count || pen->runs[pen->count - 1].text == line_break);
}

void pen_break(struct pen *pen, struct ink ink)
{
    if (is_line_empty(pen) && pen->vanished) {
        pen->vanished = false;
        return;
    }
    end_line(pen, ink);
}

void pen_vanish(struct pen *pen)
{
    pen->vanished = true;
}

struct words pen_finish(struct pen *pen)
{
    struct words words = {.count = 0};

    trim_line(pen);
    while (pen->count && pen->runs[pen->count - 1].text == line_break)
        pen->count--;
    if (pen->count)
        words =
            (struct words){.runs = arena_copy(pen->arena, pen->runs,
                                              pen->count * sizeof *pen->runs),
                           .count = pen->count};
    pen->count = 0;
    pen->spaced = true;
    pen->vanished = false;
    return words;
}
