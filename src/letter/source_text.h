#ifndef LETTER_SOURCE_TEXT_H
#define LETTER_SOURCE_TEXT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/diagnostics.h"

/**
 * A text with placeholders, unchanged from its file, with the line and column
 * of each byte.
 *
 * Lines end in LF, for all kinds of line ends in the file; there is no
 * byte-order mark.
 */
struct source_text {
    const char *file;       ///< as diagnostics show it
    const char *bytes;      ///< UTF-8, with a NUL after
    size_t length;          ///< bytes
    const size_t *lines;    ///< start of each line
    size_t line_count;      ///< at least 1
    const size_t *steps;    ///< characters before every 256th byte
    struct location origin; ///< of the first byte: 1:1, or inside campaign.yaml
};

/** Maximum bytes of one letter text. */
enum { SOURCE_TEXT_LIMIT = 1024 * 1024 };

/**
 * Reads a file.
 *
 * @param arena        owns the text
 * @param path         the file, which is also its name in diagnostics and must
 *                     outlive all locations in it
 * @param source       [out]
 * @return STATUS_OK or the status of the diagnostic
 * @errors those of encoding_read_text(), RULE_TEXT_PRIVATE, RULE_TEXT_CONTROL
 *         at a numeric entity for a control character; RULE_TEXT_MOJIBAKE and
 *         RULE_TEXT_INVISIBLE are warnings
 */
enum status source_text_read(struct arena *arena, const char *path,
                             struct source_text *source,
                             struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Copies a text in memory.
 *
 * @param arena        owns the copy
 * @param origin       of its first byte; its file must outlive the source
 * @param bytes        valid UTF-8 without NUL
 * @param length       bytes
 * @param source       [out]
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_TEXT_PRIVATE at each character of plane 16, literal or as a
 *         numeric entity: they are reserved for placeholders
 */
enum status source_text_set(struct arena *arena, struct location origin,
                            const char *bytes, size_t length,
                            struct source_text *source,
                            struct diagnostics *diagnostics) MUST_CHECK;

/** @return the location of the byte at @p offset, at most the length */
struct location source_text_location(const struct source_text *source,
                                     size_t offset);

#endif
