#ifndef VERIFY_PDF_SCANNER_H
#define VERIFY_PDF_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

/**
 * A strict scanner of PDF tokens: bytes that readers could read in two ways are
 * no token, nor are comments.
 *
 * @source ISO 32000-1, 7.2 and 7.3
 */

enum pdf_token_kind {
    PDF_TOKEN_END,  ///< of the bytes
    PDF_TOKEN_BAD,  ///< no token
    PDF_TOKEN_WORD, ///< "obj", "12", "true"
    PDF_TOKEN_NAME, ///< with its slash
    PDF_TOKEN_STRING,
    PDF_TOKEN_OPEN,  ///< "<<" or "["
    PDF_TOKEN_CLOSE, ///< ">>" or "]"
};

struct pdf_token {
    enum pdf_token_kind kind;
    const char *text;
    size_t length;
};

struct pdf_scanner {
    const char *at;
    const char *end;
};

/** Takes the next token, and the white space before it. */
struct pdf_token pdf_scanner_next(struct pdf_scanner *scanner);

/** Takes the next token if it is the word @p word. */
bool pdf_scanner_take(struct pdf_scanner *scanner, const char *word);

/** Takes a whole number without sign, if it is the next token. */
bool pdf_scanner_number(struct pdf_scanner *scanner, size_t *number);

/**
 * Takes a value: up to the word that follows it, or the end.
 *
 * @param scanner  moves on
 * @param length   gets /Length, if the value is a dictionary that has it
 * @return false: it is no value
 */
bool pdf_scanner_value(struct pdf_scanner *scanner, size_t *length);

#endif
