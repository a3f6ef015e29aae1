#include "verify/pdf_scanner.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

enum { DEPTH_LIMIT = 64 };

enum token_kind {
    TOKEN_END,
    TOKEN_BAD,
    TOKEN_WORD, ///< "obj", "12", "true"
    TOKEN_NAME, ///< with its slash
    TOKEN_STRING,
    TOKEN_OPEN,  ///< "<<" or "["
    TOKEN_CLOSE, ///< ">>" or "]"
};

struct token {
    enum token_kind kind;
    const char *text;
    size_t length;
};

static bool is_space(char byte)
{
    return ascii_is_space(byte) || byte == '\f';
}

static bool is_regular(char byte)
{
    return byte > ' ' && byte <= '~' && !strchr("()<>[]{}/%", byte);
}

static size_t literal_length(const char *start, const char *end)
{
    size_t depth = 0;

    for (const char *at = start; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return (size_t)(at + 1 - start);
    }
    return 0;
}

static size_t hex_length(const char *start, const char *end)
{
    const char *at = start + 1;

    while (at < end && (ascii_hex_value(*at) >= 0 || is_space(*at)))
        at++;
    return at < end && *at == '>' ? (size_t)(at + 1 - start) : 0;
}

static size_t regular_length(const char *start, const char *end)
{
    const char *at = start;

    while (at < end && is_regular(*at))
        at++;
    return (size_t)(at - start);
}

static struct token token_at(const char *at, const char *end)
{
    const bool twice = end - at >= 2 && at[0] == at[1];

    if (at == end)
        return (struct token){TOKEN_END, at, 0};
    if (*at == '[' || (twice && *at == '<'))
        return (struct token){TOKEN_OPEN, at, *at == '[' ? 1 : 2};
    if (*at == ']' || (twice && *at == '>'))
        return (struct token){TOKEN_CLOSE, at, *at == ']' ? 1 : 2};
    if (*at == '(')
        return (struct token){TOKEN_STRING, at, literal_length(at, end)};
    if (*at == '<')
        return (struct token){TOKEN_STRING, at, hex_length(at, end)};
    if (*at == '/')
        return (struct token){TOKEN_NAME, at, 1 + regular_length(at + 1, end)};
    return (struct token){TOKEN_WORD, at, regular_length(at, end)};
}

static struct token next_token(struct pdf_scanner *scanner)
{
    struct token token;

    while (scanner->at < scanner->end && is_space(*scanner->at))
        scanner->at++;
    token = token_at(scanner->at, scanner->end);
    if (!token.length && token.kind != TOKEN_END)
        token.kind = TOKEN_BAD;
    scanner->at += token.length;
    return token;
}

static bool is_text(struct token token, const char *text)
{
    return token.length == strlen(text) &&
           memcmp(token.text, text, token.length) == 0;
}

bool pdf_scanner_take(struct pdf_scanner *scanner, const char *word)
{
    struct pdf_scanner ahead = *scanner;

    if (!is_text(next_token(&ahead), word))
        return false;
    *scanner = ahead;
    return true;
}

bool pdf_scanner_number(struct pdf_scanner *scanner, size_t *number)
{
    struct pdf_scanner ahead = *scanner;
    const struct token token = next_token(&ahead);

    *number = 0;
    if (token.kind != TOKEN_WORD || token.length > 15)
        return false;
    for (size_t i = 0; i < token.length; i++) {
        if (!ascii_is_digit(token.text[i]))
            return false;
        *number = *number * 10 + (size_t)(token.text[i] - '0');
    }
    *scanner = ahead;
    return true;
}

bool pdf_scanner_value(struct pdf_scanner *scanner, size_t *length)
{
    char close[DEPTH_LIMIT];
    size_t depth = 0;

    *length = SIZE_MAX;
    do {
        const struct token token = next_token(scanner);
        struct pdf_scanner ahead = *scanner;
        if (token.kind == TOKEN_BAD || token.kind == TOKEN_END)
            return false;
        if (token.kind == TOKEN_OPEN && depth == DEPTH_LIMIT)
            return false;
        if (token.kind == TOKEN_OPEN)
            close[depth++] = *token.text == '[' ? ']' : '>';
        if (token.kind == TOKEN_CLOSE &&
            (depth == 0 || close[--depth] != *token.text))
            return false;
        if (depth == 1 && close[0] == '>' && is_text(token, "/Length") &&
            !pdf_scanner_number(&ahead, length))
            *length = SIZE_MAX;
    } while (depth > 0);
    return true;
}

bool pdf_scanner_reference(struct pdf_scanner *scanner, size_t *number,
                           size_t *generation)
{
    while (!pdf_scanner_take(scanner, "stream")) {
        struct pdf_scanner ahead = *scanner;
        if (pdf_scanner_number(&ahead, number) &&
            pdf_scanner_number(&ahead, generation) &&
            pdf_scanner_take(&ahead, "R")) {
            *scanner = ahead;
            return true;
        }
        if (next_token(scanner).kind <= TOKEN_BAD)
            return false;
    }
    return false;
}

static void skip_line_ends(struct pdf_scanner *scanner)
{
    while (scanner->at < scanner->end &&
           (*scanner->at == '\r' || *scanner->at == '\n'))
        scanner->at++;
}

bool pdf_scanner_startxref(struct pdf_scanner *scanner, size_t *offset)
{
    if (!pdf_scanner_take(scanner, "startxref") ||
        !pdf_scanner_number(scanner, offset))
        return false;
    skip_line_ends(scanner);
    if (scanner->end - scanner->at < 5 || memcmp(scanner->at, "%%EOF", 5) != 0)
        return false;
    scanner->at += 5;
    if (scanner->at < scanner->end && *scanner->at == '\r')
        scanner->at++;
    if (scanner->at < scanner->end && *scanner->at == '\n')
        scanner->at++;
    return true;
}

bool pdf_scanner_is_done(const struct pdf_scanner *scanner)
{
    struct pdf_scanner ahead = *scanner;

    return next_token(&ahead).kind == TOKEN_END;
}
