#include "data/file_kind.h"

#include <stdbool.h>
#include <string.h>

/* Bytes that may include NUL. */
#define BYTES(text) text, sizeof(text) - 1

struct kind {
    const char *magic;
    size_t magic_length;
    const char *inside; /* bytes that occur later */
    size_t inside_length;
    const char *words;
};

#define EXCEL                                                                  \
    "an Excel workbook and no text; in Excel choose Save As, CSV UTF-8"
#define CALC                                                                   \
    "an OpenDocument spreadsheet and no text; save it as Text CSV, in UTF-8"
#define WORD "a Word document and no text; save it as plain text, in UTF-8"
#define WRITER                                                                 \
    "an OpenDocument text and no plain text; save it as Text, in UTF-8"

#define ZIP BYTES("PK\3\4")
#define COMPOUND BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")

/* The last row of a signature has no bytes to look for. */
static const struct kind kinds[] = {
    {ZIP, BYTES("opendocument.spreadsheet"), CALC},
    {ZIP, BYTES("opendocument.text"), WRITER},
    {ZIP, BYTES("xl/"), EXCEL},
    {ZIP, BYTES("word/"), WORD},
    {ZIP, BYTES(""),
     "a ZIP archive or an office document and no text; save a table as CSV "
     "UTF-8, a text as plain text"},
    {COMPOUND, BYTES("W\0o\0r\0k\0b\0o\0o\0k"), EXCEL},
    {COMPOUND, BYTES("W\0o\0r\0d\0D\0o\0c"), WORD},
    {COMPOUND, BYTES(""),
     "an office document of an old kind (.xls, .doc) and no text; save a "
     "table as CSV UTF-8, a text as plain text"},
    {BYTES("%PDF-"), BYTES(""), "a PDF file and no text"},
    {BYTES("{\\rtf"), BYTES(""),
     "rich text (RTF); save it as plain text, in UTF-8"},
    {BYTES("<?xml"), BYTES("progid=\"Excel.Sheet\""), EXCEL},
    {BYTES("<html"), BYTES(""), "a web page (HTML) and no text"},
    {BYTES("<!DOCTYPE html"), BYTES(""), "a web page (HTML) and no text"},
    {BYTES("\x1F\x8B"), BYTES(""), "compressed (gzip); unpack it first"},
};

static bool holds(const char *bytes, size_t length, const char *word,
                  size_t word_length)
{
    for (size_t i = 0; i + word_length <= length; i++)
        if (memcmp(bytes + i, word, word_length) == 0)
            return true;
    return false;
}

const char *file_kind_name(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct kind *kind = &kinds[i];
        if (length >= kind->magic_length &&
            memcmp(bytes, kind->magic, kind->magic_length) == 0 &&
            holds(bytes, length, kind->inside, kind->inside_length))
            return kind->words;
    }
    return NULL;
}
