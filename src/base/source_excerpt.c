#include "base/source_excerpt.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/utf8.h"

enum {
    LINE_LIMIT = 1024 * 1024, /* bytes of a line that are read */
    HEAD = 512,               /* leading bytes that show if a file is binary */
    TAB = 8,
    NUMBER = 5, /* minimum digits of a line number */
    MARGIN = 3, /* of the number: " | " */
    LEAST = 20, /* columns of text on any terminal */
};

struct source_excerpt {
    size_t columns;
    char *path;         /* of the file, or NULL */
    FILE *file;         /* NULL: not shown */
    int number;         /* of the line; 0: none was read */
    struct buffer line; /* without its end */
    struct buffer shown;
};

struct source_excerpt *source_excerpt_new(size_t columns)
{
    struct source_excerpt *excerpt = memory_alloc(sizeof *excerpt);

    *excerpt = (struct source_excerpt){.columns = columns,
                                       .line = buffer_new(LINE_LIMIT),
                                       .shown = buffer_new(LINE_LIMIT)};
    return excerpt;
}

static void close_file(struct source_excerpt *excerpt)
{
    if (excerpt->file)
        fclose(excerpt->file);
    free(excerpt->path);
    excerpt->file = NULL;
    excerpt->path = NULL;
    excerpt->number = 0;
}

void source_excerpt_free(struct source_excerpt *excerpt)
{
    if (!excerpt)
        return;
    close_file(excerpt);
    buffer_free(&excerpt->line);
    buffer_free(&excerpt->shown);
    free(excerpt);
}

/* --- the file ------------------------------------------------------------ */

/* Signatures of archives (XLSX and others), pictures and documents. */
static bool is_binary(const char *head, size_t length)
{
    static const char *const marks[] = {"PK\x03\x04", "%PDF", "\x89PNG",
                                        "\xD0\xCF\x11\xE0"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= strlen(marks[i]) &&
            memcmp(head, marks[i], strlen(marks[i])) == 0)
            return true;
    return memchr(head, '\0', length) != NULL;
}

static FILE *open_text(const char *path)
{
    const int number = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    char head[HEAD];
    struct stat facts;
    FILE *file;

    if (number < 0)
        return NULL;
    file = fstat(number, &facts) == 0 && S_ISREG(facts.st_mode)
               ? fdopen(number, "rb")
               : NULL;
    if (!file) {
        close(number);
        return NULL;
    }
    if (is_binary(head, fread(head, 1, sizeof head, file))) {
        fclose(file);
        return NULL;
    }
    rewind(file);
    return file;
}

static void find_file(struct source_excerpt *excerpt, const char *path)
{
    if (excerpt->path && strcmp(excerpt->path, path) == 0)
        return;
    close_file(excerpt);
    excerpt->path = memory_alloc(strlen(path) + 1);
    utf8_copy(excerpt->path, strlen(path) + 1, path);
    excerpt->file = open_text(path);
}

/* Reads the next line, cut if it is too long. @return false at the end */
static bool read_line(struct source_excerpt *excerpt)
{
    int byte = getc_unlocked(excerpt->file);

    if (byte == EOF)
        return false;
    buffer_clear(&excerpt->line);
    for (; byte != EOF && byte != '\n'; byte = getc_unlocked(excerpt->file))
        if (excerpt->line.length < LINE_LIMIT - 1)
            buffer_add_char(&excerpt->line, (char)byte);
    excerpt->number++;
    return true;
}

static bool find_line(struct source_excerpt *excerpt, int number)
{
    if (!excerpt->file)
        return false;
    if (excerpt->number > number) {
        rewind(excerpt->file);
        excerpt->number = 0;
    }
    while (excerpt->number < number)
        if (!read_line(excerpt))
            return false;
    return strlen(buffer_text(&excerpt->line)) == excerpt->line.length;
}

/* --- the line ------------------------------------------------------------ */

/* Adds a character at column @p at. @return its columns */
static size_t show(const char **text, size_t at, struct buffer *shown)
{
    const char *start = *text;
    const uint32_t letter = utf8_next(text);
    char one[8];

    buffer_clear(shown);
    if (letter == '\t') {
        do
            buffer_add_char(shown, ' ');
        while (++at % TAB);
        return shown->length;
    }
    utf8_copy(one, (size_t)(*text - start) + 1, start);
    if (*text - start == 1 && (unsigned char)*start >= 0x80)
        buffer_printf(shown, "\\x%02x", (unsigned char)*start);
    else
        buffer_add_escaped(shown, one);
    return utf8_is_unprintable(letter) || letter == 0xFFFD
               ? utf8_length(shown->bytes, shown->length)
               : utf8_columns(letter);
}

/* The visible part of a line. */
struct file_window {
    size_t from; /* columns of the line */
    size_t to;
    size_t caret;
    bool before; /* the line continues */
    bool after;
};

/* Finds the column in which a character begins, and the line's width. */
static size_t measure(struct source_excerpt *excerpt, const char *text,
                      int column, size_t *caret)
{
    size_t at = 0;

    *caret = SIZE_MAX;
    for (int i = 1; *text; i++) {
        if (i == column)
            *caret = at;
        at += show(&text, at, &excerpt->shown);
    }
    if (*caret == SIZE_MAX)
        *caret = at;
    return at;
}

static struct file_window find_window(size_t length, size_t caret, size_t room)
{
    struct file_window window = {.to = length, .caret = caret};

    if (length + 1 <= room || room < LEAST)
        return window;
    if (caret > room / 2)
        window.from = caret - room / 2;
    if (window.from + room > length + 1)
        window.from = length + 1 - room;
    window.before = window.from > 0;
    window.after = window.from + room < length;
    window.to = window.after ? window.from + room : length;
    return window;
}

static void add_spaces(struct buffer *out, size_t count)
{
    while (count--)
        buffer_add_char(out, ' ');
}

static void add_part(struct source_excerpt *excerpt, const char *text,
                     struct file_window window, struct buffer *out)
{
    const size_t from = window.from + (window.before ? strlen("...") : 0);
    const size_t to = window.to - (window.after ? strlen("...") : 0);
    size_t at = 0;
    size_t done = from;

    buffer_add_text(out, window.before ? "..." : "");
    while (*text && at < to) {
        const size_t width = show(&text, at, &excerpt->shown);
        if (at >= from && at + width <= to) {
            add_spaces(out, at - done);
            buffer_add(out, excerpt->shown.bytes, excerpt->shown.length);
            done = at + width;
        }
        at += width;
    }
    if (window.after) {
        add_spaces(out, to - done);
        buffer_add_text(out, "...");
    }
    buffer_add_char(out, '\n');
}

static const char *text_of(struct source_excerpt *excerpt)
{
    struct buffer *line = &excerpt->line;
    const char *text = buffer_text(line);

    while (line->length && line->bytes[line->length - 1] == '\r')
        line->bytes[--line->length] = '\0';
    if (excerpt->number == 1 && strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    return text;
}

void source_excerpt_add(struct source_excerpt *excerpt,
                        struct location location, bool colour,
                        struct buffer *out)
{
    char number[16];
    const char *text;
    struct file_window window;
    size_t length, caret, margin;

    if (!location.file || location.line <= 0)
        return;
    find_file(excerpt, location.file);
    if (!find_line(excerpt, location.line))
        return;
    text = text_of(excerpt);
    snprintf(number, sizeof number, "%*d", NUMBER, location.line);
    margin = strlen(number) + MARGIN;
    length = measure(excerpt, text, location.column, &caret);
    window = find_window(length, caret,
                         excerpt->columns > margin + LEAST
                             ? excerpt->columns - margin - 1
                             : LEAST);
    buffer_printf(out, "%s | ", number);
    add_part(excerpt, text, window, out);
    if (location.column <= 0)
        return;
    add_spaces(out, strlen(number));
    buffer_add_text(out, " | ");
    add_spaces(out, window.caret - window.from);
    buffer_add_text(out, colour ? "\033[1;32m^\033[m\n" : "^\n");
}
