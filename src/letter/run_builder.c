#include "letter/run_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"

/** Maximum bytes of a paragraph; a row's cells and a template are smaller. */
enum { PARAGRAPH_LIMIT = 16 * 1024 * 1024 };

static const char line_break[] = "\n";

struct run_builder run_builder_new(struct arena *arena)
{
    return (struct run_builder){
        .arena = arena, .text = buffer_new(PARAGRAPH_LIMIT), .spaced = true};
}

void run_builder_free(struct run_builder *run_builder)
{
    free(run_builder->runs);
    free(run_builder->origins);
    buffer_free(&run_builder->text);
}

static void add_origin(struct run_builder *run_builder, size_t offset,
                       struct location location)
{
    ARRAY_GROW(run_builder->origins, run_builder->origin_count,
               run_builder->origin_capacity);
    run_builder->origins[run_builder->origin_count++] =
        (struct text_origin){offset, location};
}

/* Begins a run whose first part has the location of @p run_style. */
static void open_run(struct run_builder *run_builder,
                     struct run_style run_style)
{
    run_builder->run_style = run_style;
    run_builder->open = true;
    run_builder->of_value = false;
    run_builder->origin_count = 0;
    add_origin(run_builder, 0, run_style.location);
}

static struct text_origins copy_origins(const struct run_builder *run_builder)
{
    const size_t count = run_builder->origin_count;

    if (count < 2)
        return (struct text_origins){NULL, 0};
    return (struct text_origins){
        arena_copy(run_builder->arena, run_builder->origins,
                   count * sizeof *run_builder->origins),
        count};
}

static void add_run(struct run_builder *run_builder, const char *text,
                    struct run_style run_style, struct text_origins origins)
{
    ARRAY_GROW(run_builder->runs, run_builder->count, run_builder->capacity);
    run_builder->runs[run_builder->count++] =
        (struct text_run){text,
                          run_style.style,
                          run_style.link,
                          run_style.language,
                          run_style.location,
                          origins};
}

/* Ends the current run. */
static void flush(struct run_builder *run_builder)
{
    if (run_builder->open && run_builder->text.length)
        add_run(run_builder,
                arena_strndup(run_builder->arena, run_builder->text.bytes,
                              run_builder->text.length),
                run_builder->run_style, copy_origins(run_builder));
    run_builder->open = false;
}

/* Removes the space at the end of a line. */
static void trim_line(struct run_builder *run_builder)
{
    flush(run_builder);
    while (run_builder->count) {
        struct text_run *run = &run_builder->runs[run_builder->count - 1];
        const size_t length = strlen(run->text);
        if (run->text[length - 1] != ' ')
            return;
        run->text = arena_strndup(run_builder->arena, run->text, length - 1);
        run_builder->count -= length == 1;
    }
}

static bool looks_same(const struct run_builder *run_builder,
                       struct run_style run_style)
{
    return run_builder->open &&
           run_builder->run_style.style == run_style.style &&
           run_builder->run_style.link == run_style.link &&
           run_builder->run_style.language == run_style.language;
}

/* Loads the current run into the buffer, to extend it. */
static void begin_adding(struct run_builder *run_builder,
                         struct run_style run_style)
{
    if (looks_same(run_builder, run_style)) {
        add_origin(run_builder, run_builder->text.length, run_style.location);
        return;
    }
    flush(run_builder);
    open_run(run_builder, run_style);
    buffer_clear(&run_builder->text);
}

void run_builder_text(struct run_builder *run_builder, const char *text,
                      struct run_style run_style)
{
    if (run_builder->spaced && *text == ' ')
        text++;
    if (!*text)
        return;
    begin_adding(run_builder, run_style);
    buffer_add_text(&run_builder->text, text);
    run_builder->spaced = text[strlen(text) - 1] == ' ';
}

/* A run has the location of its first value: its other text was checked when
 * the template was compiled. */
static void begin_value(struct run_builder *run_builder,
                        struct run_style run_style)
{
    begin_adding(run_builder, run_style);
    if (!run_builder->of_value)
        run_builder->run_style.location = run_style.location;
    run_builder->of_value = true;
}

static bool is_space(char byte)
{
    return ascii_is_blank(byte) || byte == '\v' || byte == '\f';
}

static void add_line(struct run_builder *run_builder, const char *line,
                     size_t length, struct run_style run_style)
{
    begin_value(run_builder, run_style);
    for (size_t i = 0; i < length; i++) {
        const size_t from = i;
        while (i < length && !is_space(line[i]))
            i++;
        buffer_add(&run_builder->text, line + from, i - from);
        run_builder->spaced = run_builder->spaced && i == from;
        if (i < length && !run_builder->spaced)
            buffer_add_char(&run_builder->text, ' ');
        run_builder->spaced = run_builder->spaced || i < length;
    }
}

static void end_line(struct run_builder *run_builder,
                     struct run_style run_style)
{
    trim_line(run_builder);
    run_builder->spaced = true;
    run_builder->vanished = false;
    if (run_builder->count)
        add_run(run_builder, line_break, run_style,
                (struct text_origins){NULL, 0});
}

void run_builder_value(struct run_builder *run_builder, const char *value,
                       struct run_style run_style)
{
    for (;;) {
        const size_t length = strcspn(value, "\r\n");
        if (length)
            add_line(run_builder, value, length, run_style);
        value += length;
        if (!*value)
            return;
        value += value[0] == '\r' && value[1] == '\n' ? 2 : 1;
        end_line(run_builder, run_style);
    }
}

static bool is_line_empty(const struct run_builder *run_builder)
{
    return !run_builder->open &&
           (!run_builder->count ||
            run_builder->runs[run_builder->count - 1].text == line_break);
}

void run_builder_break(struct run_builder *run_builder,
                       struct run_style run_style)
{
    if (is_line_empty(run_builder) && run_builder->vanished) {
        run_builder->vanished = false;
        return;
    }
    end_line(run_builder, run_style);
}

void run_builder_vanish(struct run_builder *run_builder)
{
    run_builder->vanished = true;
}

struct inline_text run_builder_finish(struct run_builder *run_builder)
{
    struct inline_text words = {.count = 0};

    trim_line(run_builder);
    while (run_builder->count &&
           run_builder->runs[run_builder->count - 1].text == line_break)
        run_builder->count--;
    if (run_builder->count)
        words = (struct inline_text){
            .runs = arena_copy(run_builder->arena, run_builder->runs,
                               run_builder->count * sizeof *run_builder->runs),
            .count = run_builder->count};
    run_builder->count = 0;
    run_builder->spaced = true;
    run_builder->vanished = false;
    return words;
}
