#include "run/seal_setup.h"

#include <string.h>

static bool is_uri(const char *source)
{
    return strncmp(source, "pkcs11:", strlen("pkcs11:")) == 0;
}

/* A file as named in campaign.yaml, from there. */
static const char *find_file(struct arena *arena,
                             const struct campaign *campaign, struct value file)
{
    if (!file.text || *file.text == '/')
        return file.text;
    return campaign_path(arena, campaign, file.text);
}

static struct signer_source find_source(struct arena *arena,
                                        const struct campaign *campaign,
                                        const struct seal_options *options)
{
    const struct seal_settings *seal = &campaign->settings.seal;
    struct signer_source source = {.certificate = NULL};

    if (options->source && is_uri(options->source)) {
        source.pkcs11 = options->source;
        source.certificate = find_file(arena, campaign, seal->certificate);
    } else if (options->source) {
        source.certificate = options->source;
    } else {
        source.certificate = find_file(arena, campaign, seal->certificate);
        source.key = find_file(arena, campaign, seal->key);
        source.pkcs11 = seal->pkcs11.text;
    }
    source.chain = find_file(arena, campaign, seal->chain);
    return source;
}

/* That a passphrase was not to be had is no fault of what is examined. */
static bool is_only_locked(const struct seal_options *options,
                           const struct error *err)
{
    return options->use == SEAL_EXAMINE && err->rule == RULE_SEAL_PASSPHRASE &&
           !options->ways.file && !options->ways.variable;
}

static void find_words(const struct campaign *campaign, struct sealing *sealing)
{
    const struct seal_settings *seal = &campaign->settings.seal;

    sealing->words = (struct pdf_seal){
        .name =
            seal->name.text ? seal->name.text : signer_name(sealing->signer),
        .reason = seal->reason.text,
        .location = seal->location.text,
        .contact = seal->contact.text,
        .certify = seal->certify,
    };
    sealing->hidden = seal->hidden;
}

/* A key on a token may refuse to sign: that had better show before the first
 * letter. */
static enum status try_signer(const struct signer *signer, struct error *err)
{
    const unsigned char digest[HASH_SIZE] = {0};
    struct signature_maker *maker = signature_maker_new(signer, NULL);
    struct buffer cms = buffer_new(signature_maker_room(maker));
    const enum status status = signature_make(maker, digest, &cms, err);

    buffer_free(&cms);
    signature_maker_free(maker);
    return status;
}

static void find_digest(struct sealing *sealing)
{
    struct hash *hash = hash_new();

    hash_add(hash, signer_fingerprint(sealing->signer), HASH_SIZE);
    hash_add_text(hash, sealing->words.name);
    hash_add_text(hash, sealing->words.reason);
    hash_add_text(hash, sealing->words.location);
    hash_add_text(hash, sealing->words.contact);
    hash_add_integer(hash, sealing->words.certify);
    hash_add_integer(hash, sealing->hidden);
    hash_add_text(hash, sealing->url);
    hash_finish(hash, sealing->digest);
    hash_free(hash);
    sealing->known = true;
}

/* What says how to seal where nothing says with what. */
static enum status refuse_strays(const struct seal_options *options,
                                 struct report *report)
{
    const char *stray = options->tsa         ? "--tsa"
                        : options->ways.file ? "--passphrase-file"
                                             : NULL;

    if (!stray)
        return STATUS_OK;
    report_say(report, RULE_USAGE, NO_PLACE, NULL, stray,
               "needs --seal, or seal: in campaign.yaml");
    return STATUS_INPUT;
}

enum status sealing_open(struct arena *arena, const struct campaign *campaign,
                         const struct seal_options *options,
                         struct sealing *sealing, struct report *report)
{
    const struct seal_settings *seal = &campaign->settings.seal;
    const struct signer_source source = find_source(arena, campaign, options);
    struct error err = {.code = ""};
    enum status status;

    *sealing = (struct sealing){.signer = NULL};
    if (options->use == SEAL_NOT)
        return STATUS_OK;
    if (!options->source && !seal->given)
        return refuse_strays(options, report);
    status = signer_open(&source, &options->ways, options->now,
                         &sealing->signer, &err);
    if (status != STATUS_OK && is_only_locked(options, &err))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = try_signer(sealing->signer, &err);
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    find_words(campaign, sealing);
    sealing->url = options->tsa ? options->tsa : seal->tsa.text;
    find_digest(sealing);
    if (sealing->url)
        status = timestamp_service_open(sealing->url, &sealing->stamps, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

enum status sealing_ready(struct sealing *sealing, struct report *report)
{
    struct error err = {.code = ""};
    enum status status;

    if (!sealing->stamps || timestamp_service_room(sealing->stamps))
        return STATUS_OK;
    status = timestamp_service_try(sealing->stamps, &err);
    if (status != STATUS_OK)
        report_add(report, &err);
    return status;
}

void sealing_close(struct sealing *sealing)
{
    timestamp_service_close(sealing->stamps);
    signer_close(sealing->signer);
    *sealing = (struct sealing){.signer = NULL};
}

void sealing_hash(const struct sealing *sealing, struct hash *hash)
{
    hash_add_integer(hash, sealing->known);
    if (sealing->known)
        hash_add(hash, sealing->digest, sizeof sealing->digest);
}
