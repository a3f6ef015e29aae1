#ifndef MAIL_WORDING_H
#define MAIL_WORDING_H

/** The few words that an e-mail has from the program and not from its text. */
struct wording {
    const char *language; ///< primary subtag of BCP 47
    const char *figures;  ///< caption of the table
    const char *compared; ///< the same where there are averages in it
    const char *measure;  ///< headings of its columns
    const char *result;
    const char *cases;
    const char *average;
    const char *out_of;       ///< between count and total
    const char *no_rate;      ///< nought out of nought
    const char *not_compared; ///< a figure without an average
};

/** @return the wording for a language; English for one that is not known */
const struct wording *wording_find(const char *language);

#endif
