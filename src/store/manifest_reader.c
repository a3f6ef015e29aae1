#include "store/manifest_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/csv_reader.h"

/* Bytes read at once, and most bytes of one line: a cell has at most 64 KiB. */
enum { PIECE = 16 * 1024, LINE_LIMIT = 1024 * 1024, USUAL_LINE = 1024 };

struct manifest_file {
    int file;
    struct buffer window; /* what was read and not yet given */
    size_t at;            /* in the window */
    uint64_t offset;      /* of the window's first byte */
    bool ended;
};

/* A line in some bytes: where it begins (behind the last NUL before it), and
 * where it ends. */
struct span {
    size_t start;
    size_t end; /* behind the line end; 0: there is none */
};

/* A line end counts outside quotes only. A NUL is a hole that a killed run
 * left: what stands before it is no line. */
static struct span find_line(const char *bytes, size_t length)
{
    struct span span = {0, 0};
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\0') {
            span.start = i + 1;
            quoted = false;
        } else if (bytes[i] == '"') {
            quoted = !quoted;
        } else if (bytes[i] == '\n' && !quoted) {
            span.end = i + 1;
            return span;
        }
    }
    return span;
}

/* Reads another piece behind the window. */
static void read_more(struct manifest_file *file)
{
    char piece[PIECE];
    ssize_t done;

    do
        done = pread(file->file, piece, sizeof piece,
                     (off_t)(file->offset + file->window.length));
    while (done < 0 && errno == EINTR);
    if (done > 0)
        buffer_add(&file->window, piece, (size_t)done);
    if (done <= 0 || buffer_is_full(&file->window))
        file->ended = true;
}

/* Drops from the window what was given. */
static void move_window(struct manifest_file *file)
{
    struct buffer *window = &file->window;

    if (!file->at)
        return;
    memmove(window->bytes, window->bytes + file->at, window->length - file->at);
    window->length -= file->at;
    file->offset += file->at;
    file->at = 0;
}

bool manifest_next(struct manifest_file *file, struct manifest_line *line)
{
    for (;;) {
        const char *bytes = buffer_text(&file->window) + file->at;
        const struct span span =
            find_line(bytes, file->window.length - file->at);
        if (span.end) {
            *line = (struct manifest_line){
                bytes + span.start, span.end - span.start,
                file->offset + file->at + span.start};
            file->at += span.end;
            return true;
        }
        if (file->ended)
            return false;
        move_window(file);
        read_more(file);
    }
}

static bool is_header(const struct manifest_line *line)
{
    struct buffer header = buffer_new(1024);
    bool same;

    manifest_add_header(&header);
    same = header.length == line->length &&
           memcmp(header.bytes, line->bytes, line->length) == 0;
    buffer_free(&header);
    return same;
}

enum status manifest_open(const char *path, struct manifest_file **result,
                          struct error *err)
{
    const struct place place = {path, 1, 0};
    const int number = open(path, O_RDONLY | O_CLOEXEC);
    struct manifest_file *file;
    struct manifest_line line;

    *result = NULL;
    if (number < 0 && errno == ENOENT)
        return STATUS_OK;
    if (number < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, path, "read");
    file = memory_alloc(sizeof *file);
    *file = (struct manifest_file){.file = number,
                                   .window = buffer_new(LINE_LIMIT + PIECE)};
    if (manifest_next(file, &line) && !is_header(&line)) {
        manifest_close(file);
        return error_set(err, RULE_MANIFEST_DAMAGED, place, NULL,
                         "not a manifest that this program wrote");
    }
    *result = file;
    return STATUS_OK;
}

void manifest_close(struct manifest_file *file)
{
    if (!file)
        return;
    close(file->file);
    buffer_free(&file->window);
    free(file);
}

bool manifest_line_at(const struct manifest_file *file, uint64_t offset,
                      struct arena *arena, struct manifest_line *line)
{
    for (size_t room = USUAL_LINE; room <= LINE_LIMIT; room *= 16) {
        char *bytes = arena_alloc(arena, room);
        ssize_t done;
        struct span span;
        do
            done = pread(file->file, bytes, room, (off_t)offset);
        while (done < 0 && errno == EINTR);
        if (done <= 0)
            return false;
        span = find_line(bytes, (size_t)done);
        if (span.end) {
            *line = (struct manifest_line){bytes, span.end, offset};
            return span.start == 0;
        }
        if ((size_t)done < room)
            return false;
    }
    return false;
}

bool manifest_parse(const struct manifest_line *line, struct arena *arena,
                    struct manifest_entry *entry)
{
    struct record_reader reader = {
        .bytes = line->bytes, .length = line->length, .line = 1, .column = 1};
    struct record record = record_new();
    struct value cells[MANIFEST_COLUMNS];
    bool sound = record_read(&reader, &record, SIZE_MAX) && !record.faulty &&
                 record.count == MANIFEST_COLUMNS;

    for (size_t i = 0; sound && i < MANIFEST_COLUMNS; i++)
        cells[i] = (struct value){arena_string(arena, record_text(&record, i)),
                                  NO_PLACE};
    sound = sound && manifest_read_cells(cells, entry);
    record_free(&record);
    return sound;
}
