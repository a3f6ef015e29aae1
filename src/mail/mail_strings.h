#ifndef MAIL_MAIL_STRINGS_H
#define MAIL_MAIL_STRINGS_H

/** The words of an e-mail that come from the program and not from its text. */
struct mail_strings {
    const char *language; ///< primary subtag of BCP 47
    const char *figures;  ///< caption of the table
    const char *compared; ///< the same where there are averages in it
    const char *measure;  ///< headings of its columns
    const char *result;
    const char *cases;
    const char *average;
    const char *out_of;       ///< between count and total
    const char *no_rate;      ///< zero out of zero
    const char *not_compared; ///< a figure without an average
};

/** @return the strings for a language; English for one that is not known */
const struct mail_strings *mail_strings_find(const char *language);

#endif
