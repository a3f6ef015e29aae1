#include "cli/options.h"

#include <getopt.h>
#include <string.h>

#include "base/name_match.h"
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

/* Every option, in the order in which help lists them. Which command takes
 * which stands in commands.c. */
static const struct option_entry entries[] = {
    {"output", 'o', "DIR", "where to write; default output/<campaign>"},
    {"only", OPTION_ONLY, "CODE[,CODE]", "these councils and no others"},
    {"jobs", 'j', "N", "threads; default: as many as processors"},
    {"strict", OPTION_STRICT, NULL, "make nothing if anything is wrong"},
    {"werror", OPTION_WERROR, NULL, "take warnings for errors"},
    {"format", OPTION_FORMAT, "FORMAT",
     "text, json (all that is printed is JSON, an\n"
     "object a line) or csv"},
    {"shard", OPTION_SHARD, "K/N",
     "these rows of N parts; auto: as Slurm, Kubernetes,\n"
     "AWS Batch, GNU parallel ... say"},
    {"shards", OPTION_SHARDS, "N",
     "how many parts there are, for --shard auto"},
    {"seal", OPTION_SEAL, "FILE",
     "sign the letters: PKCS#12, PEM or pkcs11: URI"},
    {"passphrase-file", OPTION_PASSPHRASE_FILE, "FILE",
     "with the passphrase of the key"},
    {"tsa", OPTION_TSA, "URL", "time-stamp the signatures by this server"},
    {"force", OPTION_FORCE, NULL, "make again what did not change"},
    {"prune", OPTION_PRUNE, NULL, "remove letters whose row has gone"},
    {"fsync", OPTION_FSYNC, "WHEN",
     "end (default): once for all, each, or none"},
    {"fonts", OPTION_FONTS, "DIR", "folder with fonts.yaml"},
    {"dpi", OPTION_DPI, "N", "of a proof's pages, 30 to 300; default 144"},
    {"against", OPTION_AGAINST, "DIR",
     "an older proof or output to hold a proof against"},
    {"manifest", OPTION_MANIFEST, "FILE",
     "to verify against; default: the one beside the\n"
     "letters' folder"},
    {"trust", OPTION_TRUST, "FILE",
     "PEM: certificates to trust when seals are verified\n"
     "or e-mails are sent"},
    {"sealed", OPTION_SEALED, NULL, "what bears no seal does not hold"},
    {"by", OPTION_BY, "NAME", "who approves"},
    {"allow-domain", MAIL_OPTION_ALLOW_DOMAIN, "DOMAIN[,DOMAIN]",
     "a recipient's domain that is right though it\n"
     "has nothing of the council's name"},
    {"confirm", MAIL_OPTION_CONFIRM, "N", "send, and N letters it has to be"},
    {"limit", MAIL_OPTION_LIMIT, "N", "at most so many letters"},
    {"resend", MAIL_OPTION_RESEND, "CODE[,CODE]",
     "again: refused, unknown or bounced"},
    {"to-self", MAIL_OPTION_TO_SELF, "ADDRESS", "samples to oneself"},
    {"sample", MAIL_OPTION_SAMPLE, "N", "how many of them; default 5"},
    {"not-before", MAIL_OPTION_NOT_BEFORE, "TIME",
     "no letter leaves before, as 2022-07-27T09:00+01:00"},
    {"password-file", MAIL_OPTION_PASSWORD_FILE, "FILE",
     "with the mail server's password"},
    {"timeout", MAIL_OPTION_TIMEOUT, "SECONDS", "to wait for an answer"},
    {"retry", MAIL_OPTION_RETRY, "SECONDS", "to the first new try"},
    {"wait", MAIL_OPTION_WAIT, "SECONDS", "for letters that were put off"},
    {"no-progress", OPTION_NO_PROGRESS, NULL, "no progress on the terminal"},
    {"quiet", 'q', NULL, "diagnostics only"},
    {"verbose", 'v', NULL, "progress into a log file too"},
    {"help", 'h', NULL, "this, or: lettermill COMMAND --help"},
    {"version", OPTION_VERSION, NULL, "which this is"},
};

enum { ENTRIES = sizeof entries / sizeof *entries };

const struct option_entry *options_all(size_t *count)
{
    *count = ENTRIES;
    return entries;
}

static const struct option_entry *find_entry(int id)
{
    for (size_t i = 0; i < ENTRIES; i++)
        if (entries[i].id == id)
            return &entries[i];
    return NULL;
}

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

static const char *suggest_option(const char *word)
{
    const char *names[ENTRIES];

    for (size_t i = 0; i < ENTRIES; i++)
        names[i] = entries[i].name;
    return name_match_suggest(word, names, ENTRIES);
}

/* What getopt met and did not know. */
static enum status refuse_option(struct arena *arena, int option, char **words,
                                 struct error *err)
{
    const char *word = words[optind - 1];
    const char *near = NULL;
    char letter[3] = {'-', (char)optopt, '\0'};

    if (optopt && optopt < OPTION_FORMAT)
        word = letter;
    else if (option == '?' && strncmp(word, "--", 2) == 0)
        near = suggest_option(
            arena_strndup(arena, word + 2, strcspn(word + 2, "=")));
    if (option == ':')
        return usage(err, NULL, "option needs a value", word);
    if (!near)
        return usage(err, NULL, "unknown option", word);
    return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                     "unknown option: %s; did you mean --%s?", word, near);
}

/* The options as getopt_long() wants them. */
static void list_options(struct option list[ENTRIES + 1])
{
    for (size_t i = 0; i < ENTRIES; i++)
        list[i] = (struct option){
            entries[i].name, entries[i].value ? required_argument : no_argument,
            NULL, entries[i].id};
    list[ENTRIES] = (struct option){NULL, 0, NULL, 0};
}

/* Notes that an option was given, once. */
static void note_given(struct options *options, const char *name)
{
    for (size_t i = 0; i < options->given_count; i++)
        if (options->given[i] == name)
            return;
    options->given[options->given_count++] = name;
}

/* Errors of the command line are printed as it asks for, wherever the faulty
 * word stands. */
static void find_format(int count, char **words, struct options *options)
{
    struct error unsaid;

    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        const char *word = words[i];
        if (strcmp(word, "--format") == 0 && i + 1 < count)
            (void)!read_format(words[i + 1], options, &unsaid);
        else if (strncmp(word, "--format=", strlen("--format=")) == 0)
            (void)!read_format(word + strlen("--format="), options, &unsaid);
    }
}

enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err)
{
    struct option list[ENTRIES + 1];
    int option;

    *options = (struct options){.sync = FILE_SYNC_END, .mail = {.wait = -1}};
    options->given = ARENA_ARRAY(arena, const char *, ENTRIES);
    find_format(count, words, options);
    list_options(list);
    opterr = 0;
    while ((option = getopt_long(count, words, ":o:j:qvh", list, NULL)) != -1) {
        enum status status;
        if (option == '?' || option == ':')
            return refuse_option(arena, option, words, err);
        note_given(options, find_entry(option)->name);
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
