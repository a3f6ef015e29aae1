#include "cli/mail_options.h"

#include "base/number.h"
#include "base/time.h"
#include "cli/option_list.h"
#include "data/email_address.h"

enum { LETTERS_LIMIT = 10000000, SECONDS_LIMIT = 7 * 86400 };

static enum status usage(struct error *err, const char *field,
                         const char *message, const char *value)
{
    return error_set(err, RULE_USAGE, NO_LOCATION, field, "%s: %s", message,
                     value);
}

static enum status read_number(const char *field, const char *word, int64_t min,
                               int64_t max, int64_t *number, struct error *err)
{
    if (number_parse_count(word, number) && *number >= min && *number <= max)
        return STATUS_OK;
    return error_set(err, RULE_USAGE, NO_LOCATION, field,
                     "is a number from %lld to %lld, not: %s", (long long)min,
                     (long long)max, word);
}

static enum status read_letters(const char *field, const char *word,
                                size_t *letters, struct error *err)
{
    int64_t number = 0;
    const enum status status =
        read_number(field, word, 1, LETTERS_LIMIT, &number, err);

    *letters = (size_t)number;
    return status;
}

static enum status read_seconds(const char *field, const char *word, int min,
                                int *seconds, struct error *err)
{
    int64_t number = 0;
    const enum status status =
        read_number(field, word, min, SECONDS_LIMIT, &number, err);

    *seconds = (int)number;
    return status;
}

static enum status read_self(struct arena *arena, const char *word,
                             struct mail_options *options, struct error *err)
{
    options->self = email_address_ascii(arena, word);
    return options->self
               ? STATUS_OK
               : usage(err, "--to-self", "is an e-mail address, not", word);
}

static enum status read_domains(struct arena *arena, const char *list,
                                struct mail_options *options, struct error *err)
{
    const enum status status =
        option_list_add(arena, "--allow-domain", list, &options->domains,
                        &options->domain_count, err);

    for (size_t i = 0; status == STATUS_OK && i < options->domain_count; i++)
        if (!email_address_domain_key(arena, options->domains[i]))
            return usage(err, "--allow-domain",
                         "is a domain, as in example.gov.uk, not",
                         options->domains[i]);
    return status;
}

static enum status read_not_before(const char *word,
                                   struct mail_options *options,
                                   struct error *err)
{
    options->embargoed = true;
    return time_parse(word, &options->not_before)
               ? STATUS_OK
               : usage(err, "--not-before",
                       "is as 2022-07-27 or 2022-07-27T09:00+01:00, not", word);
}

static enum status read_file(const char *field, const char *word,
                             const char **file, struct error *err)
{
    *file = word;
    return *word ? STATUS_OK : usage(err, field, "names no file", word);
}

enum status mail_options_read(struct arena *arena, int option,
                              const char *value, struct mail_options *options,
                              struct error *err)
{
    switch ((enum mail_option)option) {
    case MAIL_OPTION_CONFIRM:
        options->confirmed = true;
        return read_letters("--confirm", value, &options->confirm, err);
    case MAIL_OPTION_TO_SELF:
        return read_self(arena, value, options, err);
    case MAIL_OPTION_SAMPLE:
        return read_letters("--sample", value, &options->sample, err);
    case MAIL_OPTION_LIMIT:
        return read_letters("--limit", value, &options->limit, err);
    case MAIL_OPTION_NOT_BEFORE:
        return read_not_before(value, options, err);
    case MAIL_OPTION_ALLOW_DOMAIN:
        return read_domains(arena, value, options, err);
    case MAIL_OPTION_RESEND:
        return option_list_add(arena, "--resend", value, &options->resend,
                               &options->resend_count, err);
    case MAIL_OPTION_PASSWORD_FILE:
        return read_file("--password-file", value, &options->password_file,
                         err);
    case MAIL_OPTION_TIMEOUT:
        return read_seconds("--timeout", value, 1, &options->timeout, err);
    case MAIL_OPTION_RETRY:
        return read_seconds("--retry", value, 1, &options->retry, err);
    case MAIL_OPTION_WAIT:
        return read_seconds("--wait", value, 0, &options->wait, err);
    }
    return STATUS_OK;
}
