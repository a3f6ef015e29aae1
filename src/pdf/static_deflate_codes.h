#ifndef PDF_STATIC_DEFLATE_CODES_H
#define PDF_STATIC_DEFLATE_CODES_H

enum {
    STATIC_DEFLATE_LITERALS = 286,
    STATIC_DEFLATE_DISTANCES = 30,
    STATIC_DEFLATE_CODE_LENGTHS = 19,
};

/**
 * The length of each symbol's code, in bits.
 *
 * Huffman codes for a thousand letters of tests/generate: from the frequency
 * of each symbol, increased by one in forty thousand, so that every symbol has
 * a code.
 *
 * @source RFC 1951, 3.2.5 for the symbols
 */
struct static_deflate_codes {
    unsigned char
        literals[STATIC_DEFLATE_LITERALS]; ///< bytes, the end, lengths
                                           ///< of repeats
    unsigned char distances[STATIC_DEFLATE_DISTANCES]; ///< distances of repeats
    unsigned char
        code_lengths[STATIC_DEFLATE_CODE_LENGTHS]; ///< for the lengths
                                                   ///< themselves
};

/** For content streams. */
extern const struct static_deflate_codes static_deflate_page_codes;

/** For dictionaries in an object stream. */
extern const struct static_deflate_codes static_deflate_object_codes;

#endif
