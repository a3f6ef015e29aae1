#include "verify/pdf_scanner.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

enum { DEPTH_LIMIT = 64 };

static bool is_space(char byte)
{
    return ascii_is_space(byte) || byte == '\f';
}

static bool is_delimiter(char byte)
{
    return byte && strchr("()<>[]{}/%", byte);
}

static bool is_regular(char byte)
{
    return byte > ' ' && byte <= '~' && !is_delimiter(byte);
}

/* The length of "(...)", or 0. */
static size_t literal_length(const char *at, const char *end)
{
    const char *start = at;
    size_t depth = 0;

    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return (size_t)(at + 1 - start);
    }
    return 0;
}

/* The length of "<...>", or 0. */
static size_t hex_length(const char *at, const char *end)
{
    const char *start = at++;

    while (at < end && (ascii_hex_value(*at) >= 0 || is_space(*at)))
        at++;
    return at < end && *at == '>' ? (size_t)(at + 1 - start) : 0;
}

static size_t regular_length(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && is_regular(*at))
        at++;
    return (size_t)(at - start);
}

static bool is_twice(const char *at, const char *end, char byte)
{
    return end - at >= 2 && at[0] == byte && at[1] == byte;
}

static struct pdf_token token_at(const char *at, const char *end)
{
    struct pdf_token token = {PDF_TOKEN_WORD, at, 0};

    if (at == end)
        return (struct pdf_token){PDF_TOKEN_END, at, 0};
    if (*at == '[' || is_twice(at, end, '<')) {
        token.kind = PDF_TOKEN_OPEN;
        token.length = *at == '[' ? 1 : 2;
    } else if (*at == ']' || is_twice(at, end, '>')) {
        token.kind = PDF_TOKEN_CLOSE;
        token.length = *at == ']' ? 1 : 2;
    } else if (*at == '(' || *at == '<') {
        token.kind = PDF_TOKEN_STRING;
        token.length =
            *at == '(' ? literal_length(at, end) : hex_length(at, end);
    } else if (*at == '/') {
        token.kind = PDF_TOKEN_NAME;
        token.length = 1 + regular_length(at + 1, end);
    } else {
        token.length = regular_length(at, end);
    }
    if (!token.length)
        token.kind = PDF_TOKEN_BAD;
    return token;
}

struct pdf_token pdf_scanner_next(struct pdf_scanner *scanner)
{
    struct pdf_token token;

    while (scanner->at < scanner->end && is_space(*scanner->at))
        scanner->at++;
    token = token_at(scanner->at, scanner->end);
    scanner->at += token.length;
    return token;
}

static bool is_text(struct pdf_token token, const char *text)
{
    return token.length == strlen(text) &&
           memcmp(token.text, text, token.length) == 0;
}

bool pdf_scanner_take(struct pdf_scanner *scanner, const char *word)
{
    struct pdf_scanner ahead = *scanner;
    const struct pdf_token token = pdf_scanner_next(&ahead);

    if (token.kind != PDF_TOKEN_WORD || !is_text(token, word))
        return false;
    *scanner = ahead;
    return true;
}

static bool parse_number(struct pdf_token token, size_t *number)
{
    *number = 0;
    if (token.kind != PDF_TOKEN_WORD || token.length > 15)
        return false;
    for (size_t i = 0; i < token.length; i++) {
        if (token.text[i] < '0' || token.text[i] > '9')
            return false;
        *number = *number * 10 + (size_t)(token.text[i] - '0');
    }
    return true;
}

bool pdf_scanner_number(struct pdf_scanner *scanner, size_t *number)
{
    struct pdf_scanner ahead = *scanner;

    if (!parse_number(pdf_scanner_next(&ahead), number))
        return false;
    *scanner = ahead;
    return true;
}

bool pdf_scanner_value(struct pdf_scanner *scanner, size_t *length)
{
    char open[DEPTH_LIMIT];
    size_t depth = 0;

    *length = SIZE_MAX;
    do {
        const struct pdf_token token = pdf_scanner_next(scanner);
        struct pdf_scanner ahead = *scanner;
        if (token.kind == PDF_TOKEN_BAD || token.kind == PDF_TOKEN_END)
            return false;
        if (token.kind == PDF_TOKEN_OPEN && depth == DEPTH_LIMIT)
            return false;
        if (token.kind == PDF_TOKEN_OPEN)
            open[depth++] = *token.text == '[' ? ']' : '>';
        if (token.kind == PDF_TOKEN_CLOSE &&
            (depth == 0 || open[--depth] != *token.text))
            return false;
        if (depth == 1 && open[0] == '>' && token.kind == PDF_TOKEN_NAME &&
            is_text(token, "/Length"))
            (void)parse_number(pdf_scanner_next(&ahead), length);
    } while (depth > 0);
    return true;
}
