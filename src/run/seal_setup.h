#ifndef RUN_SEAL_SETUP_H
#define RUN_SEAL_SETUP_H

#include <stdbool.h>
#include <time.h>

#include "base/diagnostics.h"
#include "base/hash.h"
#include "data/campaign.h"
#include "pdf/pdf_painter.h"
#include "seal/signer.h"
#include "seal/tsa_client.h"

/**
 * The signer and the time-stamp server of a run, opened once. The command line
 * overrides the campaign.
 */

/** How a command uses seals. */
enum seal_use {
    SEAL_NOT,     ///< makes no letters
    SEAL_EXAMINE, ///< reports errors, but does not ask for the passphrase
    SEAL_LETTERS,
};

struct seal_options {
    enum seal_use use;
    const char *source; ///< file or "pkcs11:..." URI; NULL: the campaign's
    const char *tsa;    ///< URL; NULL: the campaign's
    struct secret_ways ways;
    time_t now; ///< by the clock, for the validity of certificates
};

/** Immutable once opened, so that workers share it. */
struct seal_setup {
    struct signer *signer;     ///< NULL: letters are not sealed
    const char *url;           ///< of the time-stamp server, or NULL
    struct tsa_client *stamps; ///< or NULL: none
    struct pdf_seal words;     ///< without maker and description
    bool hidden;
    unsigned char digest[HASH_SIZE]; ///< of the certificate, the words and the
                                     ///< time-stamp server
    time_t now;
    bool known; ///< the digest is known; else nothing is sealed
};

/**
 * Opens the signer, if letters are sealed.
 *
 * @param arena  owns what @p seal_setup points to
 * @param campaign its settings
 * @param options      the command's
 * @param seal_setup   [out] close it even after a failure
 * @param diagnostics  gets what is wrong
 */
enum status seal_setup_open(struct arena *arena,
                            const struct campaign *campaign,
                            const struct seal_options *options,
                            struct seal_setup *seal_setup,
                            struct diagnostics *diagnostics) MUST_CHECK;

/**
 * Makes a trial seal with a time stamp, if letters get one, and checks it as a
 * reader would. Called before the first letter.
 *
 * @return STATUS_OK, STATUS_INPUT or STATUS_AGAIN
 */
enum status seal_setup_prepare(struct seal_setup *seal_setup,
                               struct diagnostics *diagnostics) MUST_CHECK;

/**
 * @param seal    from campaign.yaml
 * @param signer  the name in the certificate
 * @return the texts of a seal, without maker and description
 */
struct pdf_seal seal_setup_words(const struct seal_settings *seal,
                                 const char *signer);

void seal_setup_close(struct seal_setup *seal_setup);

/** Adds the digest, or a marker for letters without a seal. */
void seal_setup_hash(const struct seal_setup *seal_setup, struct hash *hash);

#endif
