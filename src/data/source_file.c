#include "data/source_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/utf8.h"

/* Bytes that are read at once. */
enum { CHUNK = 16 * 1024 };

struct original {
    const char *file;
    const struct original_limits *limits;
    struct buffer held; /* the text */
    int descriptor;     /* -1: it is held */
    size_t begin;       /* in the file, behind a byte-order mark */
    size_t end;         /* of the file when it was opened */
    bool converts;      /* it is Windows-1252 */
    uint64_t label;     /* of all its bytes */
};

/* Threads may get here at the same time: nothing is tidied up. */
static _Noreturn void end_run(const struct original *original, int line)
{
    char place[16] = "";

    if (line)
        snprintf(place, sizeof place, ":%d", line);
    fprintf(stderr,
            "%s%s: error: changed since it was first read; what is on disk is "
            "whole, run again\n",
            original->file, place);
    _exit(75);
}

/* Adds bytes of the file. @return whether all of them are there */
static bool read_bytes(int descriptor, size_t offset, size_t size,
                       struct buffer *bytes)
{
    char chunk[CHUNK];

    while (size) {
        const ssize_t got = pread(descriptor, chunk,
                                  size < CHUNK ? size : CHUNK, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        buffer_add(bytes, chunk, (size_t)got);
        offset += (size_t)got;
        size -= (size_t)got;
    }
    return true;
}

/* Bytes from the beginning of a buffer go; those behind move there. */
static void drop(struct buffer *buffer, size_t count)
{
    buffer->length -= count;
    memmove(buffer->bytes, buffer->bytes + count, buffer->length + 1);
}

/* The next stretch of the file that is read for the first time. */
static size_t stretch_size(const struct original *original, size_t next)
{
    const size_t rest = original->end - next;
    const size_t most = original->limits->stretch;

    return rest < most ? rest : most;
}

/* Reads the whole file once, to know what its bytes are. @return whether they
 * can be read as text; if not, encoding_read_file() says why */
static bool survey(struct original *original, enum encoding encoding)
{
    struct encoding_census census = {0};
    struct buffer bytes = buffer_new(SIZE_MAX / 4);
    size_t size;
    bool good = true;

    for (size_t next = 0; good && next < original->end; next += size) {
        const size_t carried = bytes.length;
        size_t whole;
        size = stretch_size(original, next);
        good = read_bytes(original->descriptor, next, size, &bytes);
        if (!good)
            break;
        original->label =
            hash_swift(original->label, bytes.bytes + carried, size);
        if (next == 0) {
            good = !encoding_name_wide(bytes.bytes, bytes.length);
            original->begin = encoding_mark(bytes.bytes, bytes.length);
            drop(&bytes, original->begin);
        }
        whole = next + size < original->end
                    ? encoding_whole(bytes.bytes, bytes.length)
                    : bytes.length;
        encoding_count(&census, bytes.bytes, whole);
        drop(&bytes, whole);
    }
    buffer_free(&bytes);
    return good && encoding_settle(&census, encoding, &original->converts);
}

static bool is_large(const struct original *original, const struct stat *facts,
                     size_t limit)
{
    return S_ISREG(facts->st_mode) &&
           (uintmax_t)facts->st_size > original->limits->held &&
           (uintmax_t)facts->st_size <= limit;
}

/* Whether the file is large, can be read twice, and is text. Looked at before
 * it is opened, for that may wait for somebody where it is no file; and after,
 * for it may be another one by then. */
static bool open_large(struct original *original, const char *path,
                       enum encoding encoding, size_t limit)
{
    struct stat facts;

    if (stat(path, &facts) != 0 || !is_large(original, &facts, limit))
        return false;
    original->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (original->descriptor >= 0 && fstat(original->descriptor, &facts) == 0 &&
        is_large(original, &facts, limit)) {
        original->end = (size_t)facts.st_size;
        if (survey(original, encoding))
            return true;
    }
    original_close(original);
    return false;
}

enum status original_open(struct arena *arena,
                          const struct original_source *source, size_t limit,
                          const struct original_limits *limits,
                          struct original **result, struct report *report)
{
    struct original *original = ARENA_NEW(arena, struct original);
    enum status status = STATUS_OK;

    *original = (struct original){.file = source->shown,
                                  .limits = limits,
                                  .held = buffer_new(limit),
                                  .descriptor = -1};
    if (!open_large(original, source->path, source->encoding, limit))
        status = encoding_read_file(source->path, source->shown,
                                    source->encoding, &original->held, report);
    if (status)
        original_close(original);
    else
        *result = original;
    return status;
}

void original_close(struct original *original)
{
    if (!original)
        return;
    buffer_free(&original->held);
    if (original->descriptor >= 0)
        close(original->descriptor);
    original->descriptor = -1;
}

static uint32_t label_of(const char *text, size_t length)
{
    const uint64_t hash = hash_swift(0, text, length);

    return (uint32_t)(hash ^ hash >> 32);
}

/* Turns bytes of the file into text. */
static void convert(const struct original *original, struct buffer *bytes)
{
    struct buffer text = buffer_new(SIZE_MAX / 4);

    if (!original->converts)
        return;
    encoding_convert(buffer_text(bytes), bytes->length, &text);
    buffer_free(bytes);
    *bytes = text;
}

const char *original_read(const struct original *original,
                          const struct passage *passage, struct buffer *room,
                          size_t *length)
{
    *length = passage->size;
    if (original->descriptor < 0)
        return buffer_text(&original->held) + passage->offset;
    if (!read_bytes(original->descriptor, passage->offset, passage->size, room))
        end_run(original, passage->line);
    convert(original, room);
    *length = room->length;
    if (label_of(buffer_text(room), room->length) != passage->label)
        end_run(original, passage->line);
    return buffer_text(room);
}

static void show_held(struct window *window)
{
    const struct buffer *held = &window->original->held;

    window->bytes = buffer_text(held);
    window->length = held->length;
    window->last = true;
}

/* Sees one stretch more; the mark is no part of the text. */
static void extend(struct window *window)
{
    const struct original *original = window->original;
    const size_t size = stretch_size(original, window->next);
    struct buffer bytes = buffer_new(SIZE_MAX / 4);

    if (!read_bytes(original->descriptor, window->next, size, &bytes))
        end_run(original, 0);
    window->label = hash_swift(window->label, buffer_text(&bytes), size);
    if (window->next == 0)
        drop(&bytes, original->begin);
    window->next += size;
    window->last = window->next == original->end;
    if (window->last && window->label != original->label)
        end_run(original, 0);
    convert(original, &bytes);
    buffer_add(&window->text, buffer_text(&bytes), bytes.length);
    buffer_free(&bytes);
    window->bytes = buffer_text(&window->text);
    window->length = window->text.length;
}

void window_open(const struct original *original, struct window *window)
{
    *window = (struct window){.original = original,
                              .text = buffer_new(SIZE_MAX / 4),
                              .offset = original->begin};
    if (original->descriptor < 0)
        show_held(window);
    else
        extend(window);
}

void window_close(struct window *window)
{
    buffer_free(&window->text);
}

/* Bytes of the file that became these bytes of the text. */
static size_t file_size(const struct window *window, size_t from, size_t to)
{
    return window->original->converts
               ? text_length(window->bytes + from, to - from)
               : to - from;
}

/* @return where in the file a place of the bytes is */
static size_t find(struct window *window, size_t at)
{
    assert(at >= window->known);
    window->offset += file_size(window, window->known, at);
    window->known = at;
    return window->offset;
}

void window_slide(struct window *window, size_t *at)
{
    const size_t dropped = *at ? *at - 1 : 0;
    const size_t wanted = 2 * (window->length - dropped);

    (void)find(window, dropped);
    window->known = 0;
    drop(&window->text, dropped);
    *at -= dropped;
    do
        extend(window);
    while (!window->last && window->length < wanted);
}

struct passage window_passage(struct window *window, size_t from, size_t to,
                              int line)
{
    const bool held = window->original->descriptor < 0;
    struct passage passage = {.line = line};

    while (to < window->length && (window->bytes[to] & 0xC0) == 0x80)
        to++; /* no character is parted */
    if (to > from && to < window->length && window->bytes[to - 1] == '\r' &&
        window->bytes[to] == '\n')
        to++;
    passage.offset = (uint32_t)(held ? from : find(window, from));
    passage.size = (uint32_t)(held ? to - from : file_size(window, from, to));
    passage.label = held ? 0 : label_of(window->bytes + from, to - from);
    return passage;
}
