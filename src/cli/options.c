#include "cli/options.h"

#include <getopt.h>
#include <string.h>

#include "base/number.h"
#include "cli/option_list.h"
#include "run/shard.h"

enum {
    OPTION_FORMAT = 256,
    OPTION_AGAINST,
    OPTION_BY,
    OPTION_DPI,
    OPTION_FSYNC,
    OPTION_FONTS,
    OPTION_MANIFEST,
    OPTION_NO_PROGRESS,
    OPTION_ONLY,
    OPTION_PASSPHRASE_FILE,
    OPTION_SEAL,
    OPTION_STRICT,
    OPTION_VERSION,
    OPTION_WERROR,
    OPTION_FORCE,
    OPTION_PRUNE,
    OPTION_SHARD,
    OPTION_SHARDS,
    OPTION_TSA,
    OPTION_TRUST,
    OPTION_SEALED,
};

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"against", required_argument, NULL, OPTION_AGAINST},
    {"by", required_argument, NULL, OPTION_BY},
    {"dpi", required_argument, NULL, OPTION_DPI},
    {"jobs", required_argument, NULL, 'j'},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"fsync", required_argument, NULL, OPTION_FSYNC},
    {"fonts", required_argument, NULL, OPTION_FONTS},
    {"manifest", required_argument, NULL, OPTION_MANIFEST},
    {"force", no_argument, NULL, OPTION_FORCE},
    {"prune", no_argument, NULL, OPTION_PRUNE},
    {"seal", required_argument, NULL, OPTION_SEAL},
    {"passphrase-file", required_argument, NULL, OPTION_PASSPHRASE_FILE},
    {"tsa", required_argument, NULL, OPTION_TSA},
    {"shard", required_argument, NULL, OPTION_SHARD},
    {"shards", required_argument, NULL, OPTION_SHARDS},
    {"trust", required_argument, NULL, OPTION_TRUST},
    {"sealed", no_argument, NULL, OPTION_SEALED},
    {"no-progress", no_argument, NULL, OPTION_NO_PROGRESS},
    {"strict", no_argument, NULL, OPTION_STRICT},
    {"werror", no_argument, NULL, OPTION_WERROR},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"confirm", required_argument, NULL, MAIL_OPTION_CONFIRM},
    {"to-self", required_argument, NULL, MAIL_OPTION_TO_SELF},
    {"sample", required_argument, NULL, MAIL_OPTION_SAMPLE},
    {"limit", required_argument, NULL, MAIL_OPTION_LIMIT},
    {"not-before", required_argument, NULL, MAIL_OPTION_NOT_BEFORE},
    {"allow-domain", required_argument, NULL, MAIL_OPTION_ALLOW_DOMAIN},
    {"resend", required_argument, NULL, MAIL_OPTION_RESEND},
    {"password-file", required_argument, NULL, MAIL_OPTION_PASSWORD_FILE},
    {"timeout", required_argument, NULL, MAIL_OPTION_TIMEOUT},
    {"retry", required_argument, NULL, MAIL_OPTION_RETRY},
    {"wait", required_argument, NULL, MAIL_OPTION_WAIT},
    {NULL, 0, NULL, 0},
};

static enum status usage(struct error *err, const char *field,
                         const char *message, const char *value)
{
    return error_set(err, RULE_USAGE, NO_LOCATION, field, "%s%s%s", message,
                     value ? ": " : "", value ? value : "");
}

/* @return the index of @p word among @p words, or -1 */
static int find_word(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return i;
    return -1;
}

static enum status read_format(const char *word, struct options *options,
                               struct error *err)
{
    static const char *const words[] = {"text", "json", "csv"};
    const int found = find_word(word, words, 3);

    if (found < 0)
        return usage(err, "--format", "is text, json or csv, not", word);
    options->format = (enum diagnostics_format)found;
    return STATUS_OK;
}

static enum status read_sync(const char *word, struct options *options,
                             struct error *err)
{
    static const char *const words[] = {"each", "end", "none"};
    const int found = find_word(word, words, 3);

    if (found < 0)
        return usage(err, "--fsync", "is each, end or none, not", word);
    options->sync = (enum file_sync)found;
    return STATUS_OK;
}

static enum status read_jobs(const char *word, struct options *options,
                             struct error *err)
{
    int64_t jobs;

    if (!number_parse_count(word, &jobs) || jobs < 1 || jobs > 1024)
        return usage(err, "--jobs", "is a number from 1 to 1024, not", word);
    options->jobs = (unsigned)jobs;
    return STATUS_OK;
}

static enum status read_shards(const char *word, struct options *options,
                               struct error *err)
{
    int64_t shards;

    if (!number_parse_count(word, &shards) || shards < 1 ||
        shards > SHARD_LIMIT)
        return usage(err, "--shards", "is a number from 1 to 10000, not", word);
    options->shards = (unsigned)shards;
    return STATUS_OK;
}

static enum status read_dpi(const char *word, struct options *options,
                            struct error *err)
{
    int64_t dpi;

    if (!number_parse_count(word, &dpi) || dpi < 30 || dpi > 300)
        return usage(err, "--dpi", "is a number from 30 to 300, not", word);
    options->dpi = (unsigned)dpi;
    return STATUS_OK;
}

/* Adds a file to those that are there. */
static enum status read_trust(struct arena *arena, const char *path,
                              struct options *options, struct error *err)
{
    const char **paths;

    if (!*path)
        return usage(err, "--trust", "names no file", NULL);
    paths = ARENA_ARRAY(arena, const char *, options->trust_count + 1);
    if (options->trust_count)
        memcpy(paths, options->trust, options->trust_count * sizeof *paths);
    paths[options->trust_count++] = path;
    options->trust = paths;
    return STATUS_OK;
}

static enum status read_option(struct arena *arena, int option,
                               const char *value, struct options *options,
                               struct error *err)
{
    switch (option) {
    case 'o':
        options->output = value;
        return *value ? STATUS_OK
                      : usage(err, "--output", "names no folder", NULL);
    case 'j':
        return read_jobs(value, options, err);
    case OPTION_ONLY:
        return option_list_add(arena, "--only", value, &options->only,
                               &options->only_count, err);
    case OPTION_AGAINST:
        options->against = value;
        return *value ? STATUS_OK
                      : usage(err, "--against", "names no folder", NULL);
    case OPTION_BY:
        options->by = value;
        return STATUS_OK;
    case OPTION_DPI:
        return read_dpi(value, options, err);
    case OPTION_FORMAT:
        return read_format(value, options, err);
    case OPTION_FSYNC:
        return read_sync(value, options, err);
    case OPTION_FONTS:
        options->fonts = value;
        return STATUS_OK;
    case OPTION_FORCE:
        options->force = true;
        return STATUS_OK;
    case OPTION_PRUNE:
        options->prune = true;
        return STATUS_OK;
    case OPTION_SHARD:
        options->shard = value;
        return STATUS_OK;
    case OPTION_SHARDS:
        return read_shards(value, options, err);
    case OPTION_MANIFEST:
        options->manifest = value;
        return *value ? STATUS_OK
                      : usage(err, "--manifest", "names no file", NULL);
    case OPTION_SEAL:
        options->seal = value;
        return *value ? STATUS_OK : usage(err, "--seal", "names no file", NULL);
    case OPTION_PASSPHRASE_FILE:
        options->passphrase = value;
        return *value ? STATUS_OK
                      : usage(err, "--passphrase-file", "names no file", NULL);
    case OPTION_TSA:
        options->tsa = value;
        return *value ? STATUS_OK : usage(err, "--tsa", "names no URL", NULL);
    case OPTION_TRUST:
        return read_trust(arena, value, options, err);
    case OPTION_SEALED:
        options->sealed = true;
        return STATUS_OK;
    case OPTION_NO_PROGRESS:
        options->no_progress = true;
        return STATUS_OK;
    case OPTION_STRICT:
        options->strict = true;
        return STATUS_OK;
    case OPTION_WERROR:
        options->werror = true;
        return STATUS_OK;
    case 'q':
        options->quiet = true;
        return STATUS_OK;
    case 'v':
        options->verbose = true;
        return STATUS_OK;
    case 'h':
        options->help = true;
        return STATUS_OK;
    case OPTION_VERSION:
        options->version = true;
        return STATUS_OK;
    default:
        return mail_options_read(arena, option, value, &options->mail, err);
    }
}

/* What getopt met and did not know. */
static enum status refuse_option(int option, char **words, struct error *err)
{
    const char *word = words[optind - 1];
    char letter[3] = {'-', (char)optopt, '\0'};

    if (optopt && optopt < OPTION_FORMAT)
        word = letter;
    return usage(err, NULL,
                 option == ':' ? "option needs a value" : "unknown option",
                 word);
}

enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err)
{
    int option;

    *options = (struct options){.sync = FILE_SYNC_END, .mail = {.wait = -1}};
    opterr = 0;
    while ((option = getopt_long(count, words, ":o:j:qvh", long_options,
                                 NULL)) != -1) {
        enum status status;
        if (option == '?' || option == ':')
            return refuse_option(option, words, err);
        status = read_option(arena, option, optarg, options, err);
        if (status != STATUS_OK)
            return status;
    }
    if (optind < count)
        options->command = words[optind++];
    options->arguments = (const char *const *)&words[optind];
    options->argument_count = (size_t)(count - optind);
    return STATUS_OK;
}
