#include "data/seal_settings.h"

#include <string.h>

#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void read_source(struct settings_reader *reader, const struct yaml *map)
{
    struct seal_settings *seal = &reader->settings->seal;

    seal->certificate = settings_reader_value(reader, map, "certificate");
    seal->key = settings_reader_value(reader, map, "key");
    seal->pkcs11 = settings_reader_value(reader, map, "pkcs11");
    seal->chain = settings_reader_value(reader, map, "chain");
    if (!settings_reader_find(map, "certificate") &&
        !settings_reader_find(map, "pkcs11"))
        settings_reader_report(
            reader, RULE_SETTING_MISSING, map->location, "certificate",
            "a PKCS#12 or PEM file is wanted, or the pkcs11 URI of a "
            "token");
    if (seal->key.text && !seal->certificate.text)
        settings_reader_refuse(reader, seal->key, "key",
                               "the certificate of this key is wanted too");
    if (seal->key.text && seal->pkcs11.text)
        settings_reader_refuse(reader, seal->key, "key",
                               "either a file or a token, not both");
    if (seal->pkcs11.text && strncmp(seal->pkcs11.text, "pkcs11:", 7) != 0)
        settings_reader_refuse(
            reader, seal->pkcs11, "pkcs11",
            "a URI is wanted, such as pkcs11:token=office;object=seal");
    if (seal->pkcs11.text && strstr(seal->pkcs11.text, "pin-value="))
        settings_reader_refuse(
            reader, seal->pkcs11, "pkcs11",
            "a PIN does not belong in a campaign; it is read from a file, the "
            "environment or the terminal");
}

static void read_words(struct settings_reader *reader, const struct yaml *map)
{
    static const char *const appearance[] = {"visible", "hidden", NULL};
    struct seal_settings *seal = &reader->settings->seal;

    seal->name = settings_reader_plain(reader, map, "name");
    seal->reason = settings_reader_plain(reader, map, "reason");
    seal->signing_location = settings_reader_plain(reader, map, "location");
    seal->contact = settings_reader_plain(reader, map, "contact");
    seal->tsa = settings_reader_value(reader, map, "tsa");
    if (seal->tsa.text && strncmp(seal->tsa.text, "http://", 7) != 0 &&
        strncmp(seal->tsa.text, "https://", 8) != 0)
        settings_reader_refuse(
            reader, seal->tsa, "tsa",
            "a URL is wanted, such as http://tsa.example.org/");
    seal->certify = settings_reader_truth(reader, map, "certify", false,
                                          "true or false is wanted");
    seal->hidden = settings_reader_choice(reader, map, "appearance", appearance,
                                          "visible or hidden is wanted") == 1;
}

/* Keys that would put a secret into a shared file. */
static void refuse_secrets(struct settings_reader *reader,
                           const struct yaml *map)
{
    static const char *const secrets[] = {"passphrase", "pin"};

    for (size_t i = 0; i < LENGTH(secrets); i++) {
        const struct yaml *node = yaml_find(map, secrets[i]);
        if (node)
            settings_reader_report(
                reader, RULE_SETTING_VALUE, node->key_location, secrets[i],
                "a secret does not belong in a campaign; it is read from a "
                "file, the environment or the terminal");
    }
}

void seal_settings_read(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {
        "certificate", "key",        "pkcs11",  "chain",   "name",
        "reason",      "location",   "contact", "certify", "appearance",
        "tsa",         "passphrase", "pin"};
    const struct yaml *map =
        settings_reader_map(reader, root, "seal", keys, LENGTH(keys));
    struct seal_settings *seal = &reader->settings->seal;

    if (!map)
        return;
    seal->given = true;
    seal->location = map->key_location;
    refuse_secrets(reader, map);
    read_source(reader, map);
    read_words(reader, map);
}
