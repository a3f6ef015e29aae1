#ifndef PDF_COMPACTOR_CODES_H
#define PDF_COMPACTOR_CODES_H

enum {
    COMPACTOR_LITERALS = 286,
    COMPACTOR_DISTANCES = 30,
    COMPACTOR_TELLERS = 19,
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
struct compactor_codes {
    unsigned char literals[COMPACTOR_LITERALS];   ///< bytes, the end, lengths
                                                  ///< of repeats
    unsigned char distances[COMPACTOR_DISTANCES]; ///< how far back repeats are
    unsigned char tellers[COMPACTOR_TELLERS];     ///< what tells the lengths
                                                  ///< themselves
};

/** For content streams. */
extern const struct compactor_codes compactor_page_codes;

/** For dictionaries in an object stream. */
extern const struct compactor_codes compactor_object_codes;

#endif
