#include "data/seal_settings.h"

#include <string.h>

#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void blame(struct reading *reading, struct value value,
                  const char *field, const char *message)
{
    reading_blame(reading, RULE_SETTING_VALUE, value.place, field, message);
}

static bool is_one_of(const char *text, const char *const words[2])
{
    return strcmp(text, words[0]) == 0 || strcmp(text, words[1]) == 0;
}

/* A choice of two words; the first is what holds where none is written. */
static bool read_choice(struct reading *reading, const struct yaml *map,
                        const char *key, const char *const words[2],
                        const char *message)
{
    const struct value value = reading_value(reading, map, key);

    if (value.text && !is_one_of(value.text, words))
        blame(reading, value, key, message);
    return value.text && strcmp(value.text, words[1]) == 0;
}

static void read_source(struct reading *reading, const struct yaml *map)
{
    struct seal_settings *seal = &reading->settings->seal;

    seal->certificate = reading_value(reading, map, "certificate");
    seal->key = reading_value(reading, map, "key");
    seal->pkcs11 = reading_value(reading, map, "pkcs11");
    seal->chain = reading_value(reading, map, "chain");
    if (!reading_find(map, "certificate") && !reading_find(map, "pkcs11"))
        reading_blame(reading, RULE_SETTING_MISSING, map->place, "certificate",
                      "a PKCS#12 or PEM file is wanted, or the pkcs11 URI of a "
                      "token");
    if (seal->key.text && !seal->certificate.text)
        blame(reading, seal->key, "key",
              "the certificate of this key is wanted too");
    if (seal->key.text && seal->pkcs11.text)
        blame(reading, seal->key, "key", "either a file or a token, not both");
    if (seal->pkcs11.text && strncmp(seal->pkcs11.text, "pkcs11:", 7) != 0)
        blame(reading, seal->pkcs11, "pkcs11",
              "a URI is wanted, such as pkcs11:token=office;object=seal");
    if (seal->pkcs11.text && strstr(seal->pkcs11.text, "pin-value="))
        blame(reading, seal->pkcs11, "pkcs11",
              "a PIN stands in no campaign; it is read from a file, the "
              "environment or the terminal");
}

static void read_words(struct reading *reading, const struct yaml *map)
{
    static const char *const certify[2] = {"false", "true"};
    static const char *const appearance[2] = {"visible", "hidden"};
    struct seal_settings *seal = &reading->settings->seal;

    seal->name = reading_plain(reading, map, "name");
    seal->reason = reading_plain(reading, map, "reason");
    seal->location = reading_plain(reading, map, "location");
    seal->contact = reading_plain(reading, map, "contact");
    seal->tsa = reading_value(reading, map, "tsa");
    if (seal->tsa.text && strncmp(seal->tsa.text, "http://", 7) != 0 &&
        strncmp(seal->tsa.text, "https://", 8) != 0)
        blame(reading, seal->tsa, "tsa",
              "a URL is wanted, such as http://tsa.example.org/");
    seal->certify = read_choice(reading, map, "certify", certify,
                                "true or false is wanted");
    seal->hidden = read_choice(reading, map, "appearance", appearance,
                               "visible or hidden is wanted");
}

/* What would be a secret in a file that many read. */
static void refuse_secrets(struct reading *reading, const struct yaml *map)
{
    static const char *const secrets[] = {"passphrase", "pin"};

    for (size_t i = 0; i < LENGTH(secrets); i++) {
        const struct yaml *node = yaml_find(map, secrets[i]);
        if (node)
            reading_blame(reading, RULE_SETTING_VALUE, node->key_place,
                          secrets[i],
                          "a secret stands in no campaign; it is read from a "
                          "file, the environment or the terminal");
    }
}

void seal_settings_read(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {
        "certificate", "key",        "pkcs11",  "chain",   "name",
        "reason",      "location",   "contact", "certify", "appearance",
        "tsa",         "passphrase", "pin"};
    const struct yaml *map =
        reading_map(reading, root, "seal", keys, LENGTH(keys));
    struct seal_settings *seal = &reading->settings->seal;

    if (!map)
        return;
    seal->given = true;
    seal->place = map->key_place;
    refuse_secrets(reading, map);
    read_source(reading, map);
    read_words(reading, map);
}
