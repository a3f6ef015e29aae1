#ifndef DATA_SEAL_SETTINGS_H
#define DATA_SEAL_SETTINGS_H

#include <stdbool.h>

#include "base/error.h"

/**
 * The settings under `seal:` in campaign.yaml: who seals the letters, and what
 * a seal says. There is no passphrase here: `passphrase` and `pin` are refused
 * by name.
 *
 * Files are looked for from the campaign's folder, and may be outside of it, as
 * keys should be.
 */
struct seal_settings {
    bool given; ///< there is a `seal:`; what follows holds only then
    struct location location; ///< of the key

    struct value certificate; ///< PKCS#12 or PEM; or none
    struct value key;         ///< PEM; or none: in the same file
    struct value pkcs11;      ///< a URI; or none
    struct value chain;       ///< PEM; or none

    struct value name;   ///< who seals; or none: as the certificate says
    struct value reason; ///< or none
    struct value signing_location; ///< or none
    struct value contact;          ///< or none
    struct value tsa;              ///< URL of a time-stamp server; or none
    bool certify;                  ///< no change is allowed after
    bool hidden;                   ///< the field is out of sight
};

struct settings_reader;
struct yaml;

/** Reads `seal:` of @p root into the settings that are being read.
 *  @errors RULE_SETTING_* */
void seal_settings_read(struct settings_reader *reader,
                        const struct yaml *root);

#endif
