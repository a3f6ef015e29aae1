#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

/**
 * Classes of bytes, for syntaxes defined in ASCII. They ignore the locale;
 * bytes of 128 and more are in no class.
 */

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_letter(char c)
{
    return ascii_is_upper(c) || ascii_is_lower(c);
}

static inline bool ascii_is_alphanumeric(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

/** @return true for a space and a tab */
static inline bool ascii_is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/** @return true for a blank and a byte that ends a line */
static inline bool ascii_is_space(char c)
{
    return ascii_is_blank(c) || c == '\n' || c == '\r';
}

static inline char ascii_to_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/** @return the value of a hexadecimal digit; -1 for any other character */
static inline int ascii_hex_value(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
