#ifndef DATA_SEAL_SETTINGS_H
#define DATA_SEAL_SETTINGS_H

#include <stdbool.h>

#include "base/error.h"

/**
 * The settings under `seal:` in campaign.yaml: the certificate and the texts
 * of the seal. `passphrase` and `pin` are refused by name.
 *
 * Paths are relative to the campaign's folder and may lead outside it, where
 * keys should be.
 */
struct seal_settings {
    bool given; ///< `seal:` exists; else all other members are unset
    struct location location; ///< of the key

    struct value certificate; ///< PKCS#12 or PEM; or none
    struct value key;         ///< PEM; or none: in the same file
    struct value pkcs11;      ///< a URI; or none
    struct value chain;       ///< PEM; or none

    struct value name;   ///< of the sealer; none: as in the certificate
    struct value reason; ///< or none
    struct value signing_location; ///< or none
    struct value contact;          ///< or none
    struct value tsa;              ///< URL of a time-stamp server; or none
    bool certify;                  ///< the seal forbids later changes
    bool hidden;                   ///< the field is invisible
};

struct settings_reader;
struct yaml;

/** Reads `seal:` of @p root into the settings.
 *  @errors RULE_SETTING_* */
void seal_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

#endif
