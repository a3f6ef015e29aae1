#include "base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

struct buffer buffer_new(size_t limit)
{
    return (struct buffer){NULL, 0, 0, limit, false};
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = buffer_new(buffer->limit);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->full = false;
    if (buffer->bytes)
        buffer->bytes[0] = '\0';
}

bool buffer_is_full(const struct buffer *buffer)
{
    return buffer->full;
}

/* Makes space for @p size more bytes and a NUL. @return false past the limit */
static bool ensure_capacity(struct buffer *buffer, size_t size)
{
    size_t capacity = buffer->capacity ? buffer->capacity : 256;

    if (size > buffer->limit - buffer->length) {
        buffer->full = true;
        return false;
    }
    while (capacity < buffer->length + size + 1)
        capacity *= 2;
    capacity = capacity - 1 > buffer->limit ? buffer->limit + 1 : capacity;
    if (capacity > buffer->capacity) {
        buffer->bytes = memory_resize(buffer->bytes, capacity, 1);
        buffer->capacity = capacity;
    }
    return true;
}

void buffer_grow(struct buffer *buffer, const void *bytes, size_t size)
{
    if (!ensure_capacity(buffer, size))
        return;
    if (size)
        memcpy(buffer->bytes + buffer->length, bytes, size);
    buffer->length += size;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_add_integer(struct buffer *buffer, long long value)
{
    char digits[NUMBER_DIGITS_MAX + 1];
    char *end = digits + sizeof digits;
    char *at = number_put_digits(end, value < 0 ? 0 - (uint64_t)value
                                                : (uint64_t)value);

    if (value < 0)
        *--at = '-';
    buffer_add(buffer, at, (size_t)(end - at));
}

void buffer_add_real(struct buffer *buffer, double value)
{
    char digits[NUMBER_REAL_SIZE];

    buffer_add(buffer, digits, number_print_real(digits, value));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    char text[256];
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length < sizeof text) {
        buffer_add(buffer, text, (size_t)length);
    } else if (length >= 0 && ensure_capacity(buffer, (size_t)length)) {
        vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format,
                  again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

static bool begins_formula(char byte)
{
    return byte && strchr("=+-@\t\r", byte);
}

/* @return true if a spreadsheet may read the cell as a formula */
static bool is_formula(const char *text)
{
    if (!begins_formula(*text))
        return false;
    if ((*text == '-' || *text == '+') && text[1] &&
        text[1 + strspn(text + 1, "0123456789.")] == '\0')
        return false;
    return true;
}

void buffer_add_csv(struct buffer *buffer, const char *text)
{
    const bool formula = is_formula(text);

    if (!formula && !text[strcspn(text, ",\"\r\n")]) {
        buffer_add_text(buffer, text);
        return;
    }
    buffer_add_char(buffer, '"');
    if (formula)
        buffer_add_char(buffer, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buffer_add_char(buffer, '"');
        buffer_add_char(buffer, *text);
    }
    buffer_add_char(buffer, '"');
}

const char *buffer_unguard_csv(const char *text)
{
    return text + (*text == '\'' && begins_formula(text[1]));
}

/* Reads the next character of any bytes. @return false for an invalid byte */
static bool next_character(const char **at, uint32_t *letter)
{
    const char *start = *at;

    *letter = utf8_next(at);
    return *letter != 0xFFFD || *at - start > 1;
}

void buffer_add_escaped(struct buffer *buffer, const char *bytes)
{
    while (*bytes) {
        const char *start = bytes;
        uint32_t letter;
        const bool valid = next_character(&bytes, &letter);
        if (!valid || letter < 0x20 || letter == 0x7F)
            buffer_printf(buffer, "\\x%02x", (unsigned char)*start);
        else if (utf8_is_unprintable(letter))
            buffer_printf(buffer, "\\u%04x", (unsigned)letter);
        else
            buffer_add(buffer, start, (size_t)(bytes - start));
    }
}

void buffer_add_json(struct buffer *buffer, const char *text)
{
    buffer_add_char(buffer, '"');
    while (*text) {
        const char *start = text;
        uint32_t letter;
        const bool valid = next_character(&text, &letter);
        if (letter == '"' || letter == '\\')
            buffer_printf(buffer, "\\%c", (int)letter);
        else if (!valid || utf8_is_unprintable(letter))
            buffer_printf(buffer, "\\u%04x", (unsigned)letter);
        else
            buffer_add(buffer, start, (size_t)(text - start));
    }
    buffer_add_char(buffer, '"');
}

void buffer_add_xml(struct buffer *buffer, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buffer_add_text(buffer, "&amp;");
            break;
        case '<':
            buffer_add_text(buffer, "&lt;");
            break;
        case '>':
            buffer_add_text(buffer, "&gt;");
            break;
        case '"':
            buffer_add_text(buffer, "&quot;");
            break;
        case '\'':
            buffer_add_text(buffer, "&#39;");
            break;
        default:
            buffer_add_char(buffer, *text);
        }
    }
}

void buffer_add_base64(struct buffer *buffer, const void *bytes, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = bytes;

    for (size_t i = 0; i < size; i += 3) {
        const size_t left = size - i;
        const unsigned triple = (unsigned)from[i] << 16 |
                                (left > 1 ? (unsigned)from[i + 1] << 8 : 0) |
                                (left > 2 ? (unsigned)from[i + 2] : 0);
        buffer_add_char(buffer, digits[triple >> 18]);
        buffer_add_char(buffer, digits[triple >> 12 & 63]);
        buffer_add_char(buffer, left > 1 ? digits[triple >> 6 & 63] : '=');
        buffer_add_char(buffer, left > 2 ? digits[triple & 63] : '=');
    }
}

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->bytes ? buffer->bytes : "";
}

/* Makes space for exactly @p size bytes: doubling could take twice the file's
 * size. */
static void reserve(struct buffer *buffer, size_t size)
{
    const size_t capacity = buffer->length + size + 1;

    if (size > buffer->limit - buffer->length || capacity <= buffer->capacity)
        return;
    buffer->bytes = memory_resize(buffer->bytes, capacity, 1);
    buffer->bytes[buffer->length] = '\0';
    buffer->capacity = capacity;
}

/* Reads as much as fits and one byte more, which detects the end. @return as
 * read() does */
static ssize_t read_some(struct buffer *buffer, int file)
{
    char more[16 * 1024];
    const size_t space =
        buffer->capacity ? buffer->capacity - buffer->length - 1 : 0;
    const ssize_t got = space
                            ? read(file, buffer->bytes + buffer->length, space)
                            : read(file, more, sizeof more);

    if (got <= 0)
        return got;
    if (!space) {
        buffer_add(buffer, more, (size_t)got);
        return got;
    }
    buffer->length += (size_t)got;
    buffer->bytes[buffer->length] = '\0';
    return got;
}

static enum status read_all(struct buffer *buffer, int file, const char *shown,
                            struct error *err)
{
    ssize_t got;

    while ((got = read_some(buffer, file)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(err, RULE_FILE_UNREADABLE, shown, "read");
        if (buffer->full)
            return error_set(err, RULE_FILE_TOO_LARGE,
                             (struct location){shown, 0, 0}, NULL,
                             "larger than %zu bytes", buffer->limit);
    }
    return STATUS_OK;
}

/* Without O_NONBLOCK, opening a named pipe blocks until it has a writer. */
enum status buffer_open_file(const char *path, const char *shown, int *file,
                             struct error *err)
{
    const struct location location = {shown, 0, 0};
    struct stat facts = {.st_mode = 0};

    *file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return error_set(err, RULE_FILE_MISSING, location, NULL,
                         "no such file");
    if (*file < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, shown, "open");
    if (fstat(*file, &facts) == 0 && S_ISREG(facts.st_mode))
        return STATUS_OK;
    close(*file);
    *file = -1;
    return error_set(err, RULE_FILE_UNREADABLE, location, NULL,
                     S_ISDIR(facts.st_mode)
                         ? "is a folder, not a file"
                         : "is a pipe or a device, not a file");
}

/* A table that is saved while it is read would be read half old, half new. */
static bool was_changed(int file, const struct stat *before)
{
    struct stat after;

    return S_ISREG(before->st_mode) &&
           (fstat(file, &after) != 0 || after.st_size != before->st_size ||
            after.st_mtim.tv_sec != before->st_mtim.tv_sec ||
            after.st_mtim.tv_nsec != before->st_mtim.tv_nsec);
}

enum status buffer_read_file(struct buffer *buffer, const char *path,
                             const char *shown, struct error *err)
{
    const struct location location = {shown, 0, 0};
    struct stat facts = {.st_mode = 0};
    int file;
    enum status status = buffer_open_file(path, shown, &file, err);

    if (status != STATUS_OK)
        return status;
    if (fstat(file, &facts) == 0 && (uintmax_t)facts.st_size > buffer->limit) {
        close(file);
        return error_set(err, RULE_FILE_TOO_LARGE, location, NULL,
                         "larger than %zu bytes", buffer->limit);
    }
    reserve(buffer, (size_t)facts.st_size);
    status = read_all(buffer, file, shown, err);
    if (status == STATUS_OK && was_changed(file, &facts))
        status = error_set(err, RULE_FILE_UNREADABLE, location, NULL,
                           "changed while it was read; save it, run again");
    close(file);
    return status;
}
