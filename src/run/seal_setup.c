#include "run/seal_setup.h"

#include <string.h>

#include "seal/trial_signature.h"

static bool is_uri(const char *source)
{
    return strncmp(source, "pkcs11:", strlen("pkcs11:")) == 0;
}

/* Resolves a file named in campaign.yaml, relative to its folder. */
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

/* A missing passphrase is no error if the certificate is only examined. */
static bool is_only_locked(const struct seal_options *options,
                           const struct error *err)
{
    return options->use == SEAL_EXAMINE && err->rule == RULE_SEAL_PASSPHRASE &&
           !options->ways.file && !options->ways.variable;
}

struct pdf_seal seal_setup_words(const struct seal_settings *seal,
                                 const char *signer)
{
    return (struct pdf_seal){
        .name = seal->name.text ? seal->name.text : signer,
        .reason = seal->reason.text,
        .location = seal->signing_location.text,
        .contact = seal->contact.text,
        .certify = seal->certify,
    };
}

static void find_digest(struct seal_setup *seal_setup)
{
    struct hash *hash = hash_new();

    hash_add(hash, signer_fingerprint(seal_setup->signer), HASH_SIZE);
    hash_add_text(hash, seal_setup->words.name);
    hash_add_text(hash, seal_setup->words.reason);
    hash_add_text(hash, seal_setup->words.location);
    hash_add_text(hash, seal_setup->words.contact);
    hash_add_integer(hash, seal_setup->words.certify);
    hash_add_integer(hash, seal_setup->hidden);
    hash_add_text(hash, seal_setup->url);
    hash_finish(hash, seal_setup->digest);
    hash_free(hash);
    seal_setup->known = true;
}

/* Refuses options for sealing without a certificate. */
static enum status refuse_unused_options(const struct seal_options *options,
                                         struct diagnostics *diagnostics)
{
    const char *unused_option = options->tsa         ? "--tsa"
                                : options->ways.file ? "--passphrase-file"
                                                     : NULL;

    if (!unused_option)
        return STATUS_OK;
    diagnostics_add(diagnostics, RULE_USAGE, NO_LOCATION, NULL, unused_option,
                    "needs --seal, or seal: in campaign.yaml");
    return STATUS_INPUT;
}

enum status seal_setup_open(struct arena *arena,
                            const struct campaign *campaign,
                            const struct seal_options *options,
                            struct seal_setup *seal_setup,
                            struct diagnostics *diagnostics)
{
    const struct seal_settings *seal = &campaign->settings.seal;
    const struct signer_source source = find_source(arena, campaign, options);
    struct error err = {.code = ""};
    enum status status;

    *seal_setup = (struct seal_setup){.now = options->now};
    if (options->use == SEAL_NOT)
        return STATUS_OK;
    if (!options->source && !seal->given)
        return refuse_unused_options(options, diagnostics);
    status = signer_open(&source, &options->ways, options->now,
                         &seal_setup->signer, &err);
    if (status != STATUS_OK && is_only_locked(options, &err))
        return STATUS_OK;
    if (status == STATUS_OK)
        status =
            trial_signature_check(seal_setup->signer, NULL, options->now, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    seal_setup->words = seal_setup_words(seal, signer_name(seal_setup->signer));
    seal_setup->hidden = seal->hidden;
    seal_setup->url = options->tsa ? options->tsa : seal->tsa.text;
    find_digest(seal_setup);
    if (seal_setup->url)
        status = tsa_client_open(seal_setup->url, &seal_setup->stamps, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

enum status seal_setup_prepare(struct seal_setup *seal_setup,
                               struct diagnostics *diagnostics)
{
    struct error err = {.code = ""};
    enum status status;

    if (!seal_setup->stamps || tsa_client_size_max(seal_setup->stamps))
        return STATUS_OK;
    status = trial_signature_check(seal_setup->signer, seal_setup->stamps,
                                   seal_setup->now, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(diagnostics, &err);
    return status;
}

void seal_setup_close(struct seal_setup *seal_setup)
{
    tsa_client_close(seal_setup->stamps);
    signer_close(seal_setup->signer);
    *seal_setup = (struct seal_setup){.signer = NULL};
}

void seal_setup_hash(const struct seal_setup *seal_setup, struct hash *hash)
{
    hash_add_integer(hash, seal_setup->known);
    if (seal_setup->known)
        hash_add(hash, seal_setup->digest, sizeof seal_setup->digest);
}
