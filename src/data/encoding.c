#include "data/encoding.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/file_kind.h"

/* 0x80 to 0x9F; 0: unassigned. Bytes from 0xA0 are as in Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static uint32_t codepoint_of(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
}

bool encoding_to_byte(uint32_t codepoint, unsigned char *byte)
{
    for (unsigned i = 0; i < 32; i++)
        if (windows_1252[i] == codepoint) {
            *byte = (unsigned char)(0x80 + i);
            return codepoint != 0;
        }
    *byte = (unsigned char)codepoint;
    return codepoint && codepoint <= 0xFF;
}

struct location encoding_location(const char *file, const char *bytes,
                                  size_t offset)
{
    struct location location = {file, 1, 1};

    for (size_t i = 0; i < offset; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        const bool second = byte == '\n' && i > 0 && bytes[i - 1] == '\r';
        if (second)
            continue;
        if (byte == '\n' || byte == '\r') {
            location.line++;
            location.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            location.column++;
        }
    }
    return location;
}

/* Detects UTF-16 in a sample of the bytes: every other byte is NUL. */
static const char *utf16_name(const char *bytes, size_t length)
{
    size_t nuls[2] = {0, 0};
    const size_t sample = length < 1024 ? length & ~(size_t)1 : 1024;

    if (length >= 4 && (memcmp(bytes, "\xFF\xFE\0\0", 4) == 0 ||
                        memcmp(bytes, "\0\0\xFE\xFF", 4) == 0))
        return "UTF-32";
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 ||
                        memcmp(bytes, "\xFE\xFF", 2) == 0))
        return "UTF-16";
    for (size_t i = 0; i < sample; i++)
        nuls[i % 2] += bytes[i] == '\0';
    if (sample >= 4 && (!nuls[0] || !nuls[1]) &&
        (nuls[0] + nuls[1]) * 5 >= sample)
        return "UTF-16 without a byte-order mark";
    return NULL;
}

/* Counts of bytes by which the encoding is recognised. */
struct encoding_stats {
    size_t wide;      /* sequences that only UTF-8 has */
    size_t bad;       /* bytes that are not UTF-8, NUL apart */
    size_t first_bad; /* offset */
    size_t unknown;   /* bytes unassigned in Windows-1252 too */
};

static struct encoding_stats count_bytes(const char *bytes, size_t length)
{
    struct encoding_stats stats = {0};
    size_t at = 0;

    while (at < length) {
        size_t bad = length - at;
        if (utf8_check(bytes + at, length - at, &bad))
            bad = length - at;
        for (const size_t end = at + bad; at < end; at++)
            stats.wide += (unsigned char)bytes[at] >= 0xC0;
        if (at < length && bytes[at]) {
            if (!stats.bad++)
                stats.first_bad = at;
            stats.unknown += !codepoint_of((unsigned char)bytes[at]);
        }
        at++;
    }
    return stats;
}

static enum status refuse_bytes(const struct encoding_stats *stats,
                                const char *shown, const struct buffer *text,
                                const char *suggestion,
                                struct diagnostics *diagnostics)
{
    const unsigned char byte = (unsigned char)text->bytes[stats->first_bad];
    const struct location location =
        encoding_location(shown, text->bytes, stats->first_bad);
    char character[8] = "";

    if (stats->wide || stats->unknown) {
        diagnostics_add(diagnostics, RULE_TEXT_NOT_UTF8, location, NULL, NULL,
                        "byte %02X is not UTF-8", byte);
        return rule_status(RULE_TEXT_NOT_UTF8);
    }
    character[utf8_encode(codepoint_of(byte), character)] = '\0';
    diagnostics_add(
        diagnostics, RULE_TEXT_WINDOWS_1252, location, NULL, NULL,
        "byte %02X is \"%s\" in Windows-1252; save the file as UTF-8%s", byte,
        character, suggestion);
    return rule_status(RULE_TEXT_WINDOWS_1252);
}

/* Converts Windows-1252 to UTF-8. */
static void convert(struct buffer *text)
{
    struct buffer converted = buffer_new(text->limit * 3);

    for (size_t i = 0; i < text->length; i++) {
        char encoded[4];
        buffer_add(
            &converted, encoded,
            utf8_encode(codepoint_of((unsigned char)text->bytes[i]), encoded));
    }
    buffer_free(text);
    *text = converted;
}

static enum status refuse_unknown(const struct buffer *text, const char *shown,
                                  struct diagnostics *diagnostics)
{
    size_t at = 0;

    while (at < text->length &&
           (!text->bytes[at] || codepoint_of((unsigned char)text->bytes[at])))
        at++;
    diagnostics_add(diagnostics, RULE_TEXT_NOT_UTF8,
                    encoding_location(shown, text->bytes, at), NULL, NULL,
                    "byte %02X is neither UTF-8 nor Windows-1252",
                    (unsigned char)text->bytes[at]);
    return rule_status(RULE_TEXT_NOT_UTF8);
}

static void drop_mark(struct buffer *text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t size = sizeof mark - 1;

    if (text->length < size || memcmp(text->bytes, mark, size) != 0)
        return;
    text->length -= size;
    memmove(text->bytes, text->bytes + size, text->length + 1);
}

static enum status refuse_kind(const char *shown, const char *kind,
                               struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, RULE_FILE_KIND, (struct location){shown, 0, 0},
                    NULL, NULL, "the file is %s", kind);
    return rule_status(RULE_FILE_KIND);
}

/* A file that is too large is possibly not text. */
static const char *peek_kind(const char *path)
{
    char bytes[64 * 1024];
    FILE *file = fopen(path, "rb");
    const char *kind;

    if (!file)
        return NULL;
    kind = file_kind_name(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
    return kind;
}

static enum status read_bytes(const char *path, const char *shown,
                              struct buffer *text,
                              struct diagnostics *diagnostics)
{
    struct error err = {0};
    const enum status status = buffer_read_file(text, path, shown, &err);
    const char *kind = NULL;

    if (status && err.rule == RULE_FILE_TOO_LARGE)
        kind = peek_kind(path);
    else if (!status)
        kind = file_kind_name(buffer_text(text), text->length);
    if (kind)
        return refuse_kind(shown, kind, diagnostics);
    if (status)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

static enum status decode(const char *shown, enum encoding encoding,
                          const char *suggestion, struct buffer *text,
                          struct diagnostics *diagnostics)
{
    const char *wide = utf16_name(buffer_text(text), text->length);
    struct encoding_stats stats;

    if (wide) {
        diagnostics_add(diagnostics, RULE_TEXT_UTF16,
                        (struct location){shown, 1, 1}, NULL, NULL,
                        "the file is %s; save it as UTF-8", wide);
        return rule_status(RULE_TEXT_UTF16);
    }
    drop_mark(text);
    stats = count_bytes(buffer_text(text), text->length);
    if (!stats.bad)
        return STATUS_OK;
    if (encoding == ENCODING_UTF8)
        return refuse_bytes(&stats, shown, text, suggestion, diagnostics);
    if (stats.unknown)
        return refuse_unknown(text, shown, diagnostics);
    convert(text);
    return STATUS_OK;
}

enum status encoding_read_file(const char *path, const char *shown,
                               enum encoding encoding, struct buffer *text,
                               struct diagnostics *diagnostics)
{
    const enum status status = read_bytes(path, shown, text, diagnostics);

    if (status)
        return status;
    return decode(shown, encoding, ", or set encoding: windows-1252", text,
                  diagnostics);
}

/** Counts a file's messages about control characters. */
enum { CONTROLS_MAX = 20 };

static enum status check_controls(const char *shown, struct buffer *text,
                                  struct diagnostics *diagnostics)
{
    enum status status = STATUS_OK;
    const char *start = buffer_text(text);
    const char *at = start;
    uint32_t codepoint;

    for (int i = 0; (at = utf8_find_control(at, &codepoint)) != NULL; i++) {
        const size_t offset = (size_t)(at - start);
        const bool office = utf8_is_office_break(codepoint);
        utf8_next(&at);
        /* an error is reported even after many warnings */
        if (i < CONTROLS_MAX || (!office && status == STATUS_OK))
            encoding_report_control(diagnostics,
                                    encoding_location(shown, start, offset),
                                    NULL, NULL, codepoint);
        if (office)
            text->bytes[offset] = ' ';
        else
            status = rule_status(RULE_TEXT_CONTROL);
    }
    return status;
}

void encoding_report_control(struct diagnostics *diagnostics,
                             struct location location, const char *code,
                             const char *field, uint32_t codepoint)
{
    if (utf8_is_office_break(codepoint))
        diagnostics_add(
            diagnostics, RULE_TEXT_OFFICE_BREAK, location, code, field,
            "U+%04X, a break that an office program left, is printed "
            "as a space",
            (unsigned)codepoint);
    else
        diagnostics_add(
            diagnostics, RULE_TEXT_CONTROL, location, code, field,
            "the control character U+%04X cannot be printed; delete it",
            (unsigned)codepoint);
}

enum status encoding_read_text(const char *path, const char *shown,
                               struct buffer *text,
                               struct diagnostics *diagnostics)
{
    enum status status = read_bytes(path, shown, text, diagnostics);
    const char *nul;

    if (status)
        return status;
    status = decode(shown, ENCODING_UTF8, "", text, diagnostics);
    nul = text->length ? memchr(text->bytes, '\0', text->length) : NULL;
    if (status)
        return status;
    if (!nul)
        return check_controls(shown, text, diagnostics);
    diagnostics_add(
        diagnostics, RULE_TEXT_NUL,
        encoding_location(shown, text->bytes, (size_t)(nul - text->bytes)),
        NULL, NULL, "NUL byte in the text");
    return rule_status(RULE_TEXT_NUL);
}
