#ifndef PDF_COMPACTOR_CODES_H
#define PDF_COMPACTOR_CODES_H

/**
 * How long the code of each symbol is, in bits.
 *
 * A Huffman code for the pages of a thousand letters as tests/generate makes
 * them: how often each symbol came, and once more for each in forty thousand,
 * so that every symbol has a code.
 *
 * @source RFC 1951, 3.2.5 for the symbols
 */
enum {
    COMPACTOR_LITERALS = 286,
    COMPACTOR_DISTANCES = 30,
    COMPACTOR_TELLERS = 19,
};

/** Bytes, the end, lengths of repeats. */
extern const unsigned char compactor_literal_lengths[COMPACTOR_LITERALS];

/** How far back repeats are. */
extern const unsigned char compactor_distance_lengths[COMPACTOR_DISTANCES];

/** What tells the lengths themselves. */
extern const unsigned char compactor_teller_lengths[COMPACTOR_TELLERS];

#endif
