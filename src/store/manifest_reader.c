#include "store/manifest_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "data/csv_reader.h"

/* Bytes of a read and maximum bytes of a line: a cell has at most 64 KiB. */
enum { PIECE = 16 * 1024, LINE_LIMIT = 1024 * 1024, USUAL_LINE = 1024 };

struct manifest_reader {
    int file;
    struct buffer window; /* bytes read but not yet returned */
    size_t at;            /* in the window */
    uint64_t offset;      /* of the window's first byte */
    bool ended;
};

/* A line's start (after the last NUL before it) and end. */
struct byte_span {
    size_t start;
    size_t end; /* after the line end; 0: there is none */
};

/* Line ends inside quotes do not count. A killed run leaves a hole of NULs:
 * the bytes before it are not a line. */
static struct byte_span find_line(const char *bytes, size_t length)
{
    struct byte_span byte_span = {0, 0};
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\0') {
            byte_span.start = i + 1;
            quoted = false;
        } else if (bytes[i] == '"') {
            quoted = !quoted;
        } else if (bytes[i] == '\n' && !quoted) {
            byte_span.end = i + 1;
            return byte_span;
        }
    }
    return byte_span;
}

/* Reads more bytes into the window. */
static void read_more(struct manifest_reader *file)
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

/* Removes returned bytes from the window. */
static void move_window(struct manifest_reader *file)
{
    struct buffer *window = &file->window;

    if (!file->at)
        return;
    memmove(window->bytes, window->bytes + file->at, window->length - file->at);
    window->length -= file->at;
    file->offset += file->at;
    file->at = 0;
}

bool manifest_reader_next(struct manifest_reader *file,
                          struct manifest_line *line)
{
    for (;;) {
        const char *bytes = buffer_text(&file->window) + file->at;
        const struct byte_span byte_span =
            find_line(bytes, file->window.length - file->at);
        if (byte_span.end) {
            *line = (struct manifest_line){
                bytes + byte_span.start, byte_span.end - byte_span.start,
                file->offset + file->at + byte_span.start};
            file->at += byte_span.end;
            return true;
        }
        if (file->ended)
            return false;
        move_window(file);
        read_more(file);
    }
}

/* gone.csv, which people open, begins with a byte-order mark. */
static bool is_header(const struct manifest_line *line)
{
    static const char mark[] = BUFFER_BYTE_ORDER_MARK;
    const size_t skipped =
        line->length >= sizeof mark - 1 &&
                memcmp(line->bytes, mark, sizeof mark - 1) == 0
            ? sizeof mark - 1
            : 0;
    struct buffer header = buffer_new(1024);
    bool same;

    manifest_add_header(&header);
    same = header.length == line->length - skipped &&
           memcmp(header.bytes, line->bytes + skipped, header.length) == 0;
    buffer_free(&header);
    return same;
}

enum status manifest_reader_open(const char *path,
                                 struct manifest_reader **result,
                                 struct error *err)
{
    const struct location location = {path, 1, 0};
    struct error fault = {.code = ""};
    struct manifest_reader *file;
    struct manifest_line line;
    int number;

    *result = NULL;
    if (buffer_open_file(path, path, &number, &fault) != STATUS_OK) {
        if (fault.rule == RULE_FILE_MISSING)
            return STATUS_OK;
        *err = fault;
        return rule_status(fault.rule);
    }
    file = memory_alloc(sizeof *file);
    *file = (struct manifest_reader){.file = number,
                                     .window = buffer_new(LINE_LIMIT + PIECE)};
    if (manifest_reader_next(file, &line) && !is_header(&line)) {
        manifest_reader_close(file);
        return error_set(err, RULE_MANIFEST_DAMAGED, location, NULL,
                         "not a manifest that this program wrote");
    }
    *result = file;
    return STATUS_OK;
}

void manifest_reader_close(struct manifest_reader *file)
{
    if (!file)
        return;
    close(file->file);
    buffer_free(&file->window);
    free(file);
}

bool manifest_reader_line_at(const struct manifest_reader *file,
                             uint64_t offset, struct arena *arena,
                             struct manifest_line *line)
{
    for (size_t capacity = USUAL_LINE; capacity <= LINE_LIMIT; capacity *= 16) {
        char *bytes = arena_alloc(arena, capacity);
        ssize_t done;
        struct byte_span byte_span;
        do
            done = pread(file->file, bytes, capacity, (off_t)offset);
        while (done < 0 && errno == EINTR);
        if (done <= 0)
            return false;
        byte_span = find_line(bytes, (size_t)done);
        if (byte_span.end) {
            *line = (struct manifest_line){bytes, byte_span.end, offset};
            return byte_span.start == 0;
        }
        if ((size_t)done < capacity)
            return false;
    }
    return false;
}

bool manifest_reader_parse(const struct manifest_line *line,
                           struct arena *arena, struct manifest_entry *entry)
{
    struct csv_reader reader = {
        .bytes = line->bytes, .length = line->length, .line = 1, .column = 1};
    struct csv_record record = csv_reader_record_new();
    struct value cells[MANIFEST_COLUMNS];
    bool sound = csv_reader_read(&reader, &record, SIZE_MAX) &&
                 !record.faulty && record.count == MANIFEST_COLUMNS;

    for (size_t i = 0; sound && i < MANIFEST_COLUMNS; i++)
        cells[i] = (struct value){
            arena_strdup(arena, csv_reader_text(&record, i)), NO_LOCATION};
    sound = sound && manifest_read_cells(cells, entry);
    csv_reader_record_free(&record);
    return sound;
}
