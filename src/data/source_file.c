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

struct source_file {
    const char *file;
    const struct source_file_limits *limits;
    struct buffer held; /* the text */
    int descriptor;     /* -1: it is held */
    size_t begin;       /* in the file, after a byte-order mark */
    size_t end;         /* of the file when it was opened */
    bool converts;      /* it is Windows-1252 */
    uint64_t checksum;  /* of all its bytes */
};

/* Threads may get here at the same time: nothing is tidied up. */
static _Noreturn void abort_run(const struct source_file *source_file, int line)
{
    char suffix[16] = "";

    if (line)
        snprintf(suffix, sizeof suffix, ":%d", line);
    fprintf(stderr,
            "%s%s: error: changed since it was first read; what is on disk is "
            "whole, run again\n",
            source_file->file, suffix);
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

/* Bytes from the beginning of a buffer go; those after move there. */
static void drop(struct buffer *buffer, size_t count)
{
    buffer->length -= count;
    memmove(buffer->bytes, buffer->bytes + count, buffer->length + 1);
}

/* The next stretch of the file that is read for the first time. */
static size_t stretch_size(const struct source_file *source_file, size_t next)
{
    const size_t rest = source_file->end - next;
    const size_t limit = source_file->limits->stretch;

    return rest < limit ? rest : limit;
}

/* Reads the whole file once, to know what its bytes are. @return whether they
 * can be read as text; if not, encoding_read_file() says why */
static bool survey(struct source_file *source_file, enum encoding encoding)
{
    struct encoding_stats stats = {0};
    struct buffer bytes = buffer_new(SIZE_MAX / 4);
    size_t size;
    bool good = true;

    for (size_t next = 0; good && next < source_file->end; next += size) {
        const size_t carried = bytes.length;
        size_t whole;
        size = stretch_size(source_file, next);
        good = read_bytes(source_file->descriptor, next, size, &bytes);
        if (!good)
            break;
        source_file->checksum =
            hash_fnv_bytes(source_file->checksum, bytes.bytes + carried, size);
        if (next == 0) {
            good = !encoding_utf16_name(bytes.bytes, bytes.length);
            source_file->begin = encoding_bom_length(bytes.bytes, bytes.length);
            drop(&bytes, source_file->begin);
        }
        whole = next + size < source_file->end
                    ? encoding_complete_length(bytes.bytes, bytes.length)
                    : bytes.length;
        encoding_count(&stats, bytes.bytes, whole);
        drop(&bytes, whole);
    }
    buffer_free(&bytes);
    return good && encoding_decide(&stats, encoding, &source_file->converts);
}

static bool is_large(const struct source_file *source_file,
                     const struct stat *facts, size_t limit)
{
    return S_ISREG(facts->st_mode) &&
           (uintmax_t)facts->st_size > source_file->limits->held &&
           (uintmax_t)facts->st_size <= limit;
}

/* Whether the file is large, can be read twice, and is text. Looked at before
 * it is opened, for that may wait for somebody where it is no file; and after,
 * for it may be another one by then. */
static bool open_large(struct source_file *source_file, const char *path,
                       enum encoding encoding, size_t limit)
{
    struct stat facts;

    if (stat(path, &facts) != 0 || !is_large(source_file, &facts, limit))
        return false;
    source_file->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (source_file->descriptor >= 0 &&
        fstat(source_file->descriptor, &facts) == 0 &&
        is_large(source_file, &facts, limit)) {
        source_file->end = (size_t)facts.st_size;
        if (survey(source_file, encoding))
            return true;
    }
    source_file_close(source_file);
    return false;
}

enum status
source_file_open(struct arena *arena, const struct source_file_input *source,
                 size_t limit, const struct source_file_limits *limits,
                 struct source_file **result, struct diagnostics *diagnostics)
{
    struct source_file *source_file = ARENA_NEW(arena, struct source_file);
    enum status status = STATUS_OK;

    *source_file = (struct source_file){.file = source->shown,
                                        .limits = limits,
                                        .held = buffer_new(limit),
                                        .descriptor = -1};
    if (!open_large(source_file, source->path, source->encoding, limit))
        status =
            encoding_read_file(source->path, source->shown, source->encoding,
                               &source_file->held, diagnostics);
    if (status)
        source_file_close(source_file);
    else
        *result = source_file;
    return status;
}

void source_file_close(struct source_file *source_file)
{
    if (!source_file)
        return;
    buffer_free(&source_file->held);
    if (source_file->descriptor >= 0)
        close(source_file->descriptor);
    source_file->descriptor = -1;
}

static uint32_t checksum_of(const char *text, size_t length)
{
    const uint64_t hash = hash_fnv_bytes(0, text, length);

    return (uint32_t)(hash ^ hash >> 32);
}

/* Turns bytes of the file into text. */
static void convert(const struct source_file *source_file, struct buffer *bytes)
{
    struct buffer text = buffer_new(SIZE_MAX / 4);

    if (!source_file->converts)
        return;
    encoding_convert(buffer_text(bytes), bytes->length, &text);
    buffer_free(bytes);
    *bytes = text;
}

const char *source_file_read(const struct source_file *source_file,
                             const struct file_range *range,
                             struct buffer *storage, size_t *length)
{
    *length = range->size;
    if (source_file->descriptor < 0)
        return buffer_text(&source_file->held) + range->offset;
    if (!read_bytes(source_file->descriptor, range->offset, range->size,
                    storage))
        abort_run(source_file, range->line);
    convert(source_file, storage);
    *length = storage->length;
    if (checksum_of(buffer_text(storage), storage->length) != range->checksum)
        abort_run(source_file, range->line);
    return buffer_text(storage);
}

static void show_held(struct file_window *window)
{
    const struct buffer *held = &window->source_file->held;

    window->bytes = buffer_text(held);
    window->length = held->length;
    window->last = true;
}

/* Sees one stretch more; the mark is no part of the text. */
static void extend(struct file_window *window)
{
    const struct source_file *source_file = window->source_file;
    const size_t size = stretch_size(source_file, window->next);
    struct buffer bytes = buffer_new(SIZE_MAX / 4);

    if (!read_bytes(source_file->descriptor, window->next, size, &bytes))
        abort_run(source_file, 0);
    window->checksum =
        hash_fnv_bytes(window->checksum, buffer_text(&bytes), size);
    if (window->next == 0)
        drop(&bytes, source_file->begin);
    window->next += size;
    window->last = window->next == source_file->end;
    if (window->last && window->checksum != source_file->checksum)
        abort_run(source_file, 0);
    convert(source_file, &bytes);
    buffer_add(&window->text, buffer_text(&bytes), bytes.length);
    buffer_free(&bytes);
    window->bytes = buffer_text(&window->text);
    window->length = window->text.length;
}

void source_file_window_open(const struct source_file *source_file,
                             struct file_window *window)
{
    *window = (struct file_window){.source_file = source_file,
                                   .text = buffer_new(SIZE_MAX / 4),
                                   .offset = source_file->begin};
    if (source_file->descriptor < 0)
        show_held(window);
    else
        extend(window);
}

void source_file_window_close(struct file_window *window)
{
    buffer_free(&window->text);
}

/* Bytes of the file that became these bytes of the text. */
static size_t file_size(const struct file_window *window, size_t from,
                        size_t to)
{
    return window->source_file->converts
               ? utf8_length(window->bytes + from, to - from)
               : to - from;
}

/* @return where in the file a place of the bytes is */
static size_t find(struct file_window *window, size_t at)
{
    assert(at >= window->known);
    window->offset += file_size(window, window->known, at);
    window->known = at;
    return window->offset;
}

void source_file_window_slide(struct file_window *window, size_t *at)
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

struct file_range source_file_window_range(struct file_window *window,
                                           size_t from, size_t to, int line)
{
    const bool held = window->source_file->descriptor < 0;
    struct file_range range = {.line = line};

    while (to < window->length && (window->bytes[to] & 0xC0) == 0x80)
        to++; /* no character is parted */
    if (to > from && to < window->length && window->bytes[to - 1] == '\r' &&
        window->bytes[to] == '\n')
        to++;
    range.offset = (uint32_t)(held ? from : find(window, from));
    range.size = (uint32_t)(held ? to - from : file_size(window, from, to));
    range.checksum = held ? 0 : checksum_of(window->bytes + from, to - from);
    return range;
}
