#ifndef PDF_STATIC_DEFLATE_CODES_H
#define PDF_STATIC_DEFLATE_CODES_H

enum {
    STATIC_DEFLATE_LITERALS = 286,
    STATIC_DEFLATE_DISTANCES = 30,
    STATIC_DEFLATE_CODE_LENGTHS = 19,
};

/**
 * How long the code of each symbol is, in bits.
 *
 * Huffman codes for a thousand letters as tests/generate makes them: how often
 * each symbol came, and once more for each in forty thousand, so that every
 * symbol has a code.
 *
 * @source RFC 1951, 3.2.5 for the symbols
 */
struct static_deflate_codes {
    unsigned char
        literals[STATIC_DEFLATE_LITERALS]; ///< bytes, the end, lengths
                                           ///< of repeats
    unsigned char
        distances[STATIC_DEFLATE_DISTANCES]; ///< how far back repeats are
    unsigned char
        code_lengths[STATIC_DEFLATE_CODE_LENGTHS]; ///< what tells the lengths
                                                   ///< themselves
};

/** For content streams. */
extern const struct static_deflate_codes static_deflate_page_codes;

/** For dictionaries in an object stream. */
extern const struct static_deflate_codes static_deflate_object_codes;

#endif
