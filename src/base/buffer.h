#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"

/**
 * Bytes that grow, with a stated limit.
 *
 * A buffer that would pass its limit keeps its bytes and drops the addition;
 * buffer_is_full() then returns true. There is always a NUL after the last
 * byte, so a buffer of text is a string.
 */
struct buffer {
    char *bytes;     ///< never NULL once something was added
    size_t length;   ///< bytes in use, the NUL not counted
    size_t capacity; ///< bytes allocated, at most limit + 1
    size_t limit;    ///< the largest length
    bool full;       ///< something was dropped
};

/** @return an empty buffer that grows to @p limit bytes @owner the caller:
 *  buffer_free() */
struct buffer buffer_new(size_t limit);

/** Frees the memory and leaves an empty buffer. */
void buffer_free(struct buffer *buffer);

/** Empties the buffer, but keeps its memory. */
void buffer_clear(struct buffer *buffer);

bool buffer_is_full(const struct buffer *buffer);

/** The slow path of buffer_add(), for a buffer that must grow. */
void buffer_grow(struct buffer *buffer, const void *bytes, size_t size);

/* Inline, because each letter makes some ten thousand calls. */
static inline void buffer_add(struct buffer *buffer, const void *bytes,
                              size_t size)
{
    if (size >= buffer->capacity - buffer->length) {
        buffer_grow(buffer, bytes, size);
        return;
    }
    if (size)
        memcpy(buffer->bytes + buffer->length, bytes, size);
    buffer->length += size;
    buffer->bytes[buffer->length] = '\0';
}

static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

static inline void buffer_add_char(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

/** Adds @p value in decimal digits. */
void buffer_add_integer(struct buffer *buffer, long long value);

/** Adds @p value with at most three decimals, as number_print_real() does. */
void buffer_add_real(struct buffer *buffer, double value);

void buffer_printf(struct buffer *buffer, const char *format, ...)
    PRINTF_LIKE(2, 3);

/** The byte-order mark of a CSV file for people: spreadsheets recognise UTF-8
 *  by it. This program's readers skip it. */
#define BUFFER_BYTE_ORDER_MARK "\xEF\xBB\xBF"

/** Adds a CSV field and quotes it where RFC 4180 asks for it. A field that a
 *  spreadsheet would run as a formula (= + - @, tab or return first, and not a
 *  plain number) gets an apostrophe in front. */
void buffer_add_csv(struct buffer *buffer, const char *text);

/** @return a field's text without the apostrophe of buffer_add_csv() */
const char *buffer_unguard_csv(const char *text);

/** Adds any bytes as text for a terminal. Unprintable characters
 *  (utf8_is_unprintable()) and invalid bytes are escaped: "\x1b", "\u202e". */
void buffer_add_escaped(struct buffer *buffer, const char *bytes);

/** Adds any bytes as a JSON string, quotes included. Each invalid byte becomes
 *  U+FFFD; unprintable characters (utf8_is_unprintable()) are escaped. */
void buffer_add_json(struct buffer *buffer, const char *text);

/** Adds text with & < > and both quotes as XML entities. */
void buffer_add_xml(struct buffer *buffer, const char *text);

/** Adds any bytes in base64, without line breaks. @source RFC 4648, 4 */
void buffer_add_base64(struct buffer *buffer, const void *bytes, size_t size);

/** @return the text, "" if nothing was added */
const char *buffer_text(const struct buffer *buffer);

/**
 * Opens a file for reading; pipes and devices are refused, because
 * reading them may block.
 *
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE; the place is @p shown
 * @owner  the caller, who closes @p file
 */
enum status buffer_open_file(const char *path, const char *shown, int *file,
                             struct error *err) MUST_CHECK;

/**
 * Adds the whole of a file.
 *
 * @errors those of buffer_open_file(); RULE_FILE_TOO_LARGE when it passes the
 *         limit
 */
enum status buffer_read_file(struct buffer *buffer, const char *path,
                             const char *shown, struct error *err) MUST_CHECK;

#endif
