#include "cli/options.h"

#include <getopt.h>
#include <string.h>

#include "base/name_match.h"
#include "base/number.h"
#include "base/time.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "run/shard.h"

enum { LETTERS_LIMIT = 10000000, SECONDS_LIMIT = 7 * 86400 };

/* getopt_long()'s value for an option without a short form: this plus the
 * option's index. */
enum { LONG_OPTION = 256 };

/* An option that is being read. */
struct option_reading {
    struct arena *arena;
    const struct option_entry *entry;
    const char *value; /* NULL: no value */
    struct options *options;
    struct error *err;
};

bool options_list_has(struct word_list list, const char *word)
{
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i], word) == 0)
            return true;
    return false;
}

/* --- readers of values --------------------------------------------------- */

static void *field_of(const struct option_reading *reading)
{
    return (char *)reading->options + reading->entry->field;
}

static const char *name_of(const struct option_reading *reading)
{
    return ARENA_JOIN(reading->arena, "--", reading->entry->name);
}

static enum status refuse_value(const struct option_reading *reading,
                                const char *message, const char *value)
{
    return error_set(reading->err, RULE_USAGE, NO_LOCATION, name_of(reading),
                     "%s%s%s", message, value ? ": " : "", value ? value : "");
}

static enum status read_flag(const struct option_reading *reading)
{
    *(bool *)field_of(reading) = true;
    return STATUS_OK;
}

static enum status read_word(const struct option_reading *reading)
{
    *(const char **)field_of(reading) = reading->value;
    return STATUS_OK;
}

/* Refuses an empty word. */
static enum status read_path(const struct option_reading *reading)
{
    const char kind = *reading->entry->value;

    return *reading->value ? read_word(reading)
                           : refuse_value(reading,
                                          kind == 'D'   ? "names no folder"
                                          : kind == 'U' ? "names no URL"
                                                        : "names no file",
                                          NULL);
}

static enum status read_number(const struct option_reading *reading,
                               int64_t *number)
{
    const struct option_entry *entry = reading->entry;

    if (number_parse_count(reading->value, number) && *number >= entry->min &&
        *number <= entry->max)
        return STATUS_OK;
    *number = 0;
    return error_set(reading->err, RULE_USAGE, NO_LOCATION, name_of(reading),
                     "is a number from %lld to %lld, not: %s",
                     (long long)entry->min, (long long)entry->max,
                     reading->value);
}

static enum status read_unsigned(const struct option_reading *reading)
{
    int64_t number;
    const enum status status = read_number(reading, &number);

    *(unsigned *)field_of(reading) = (unsigned)number;
    return status;
}

static enum status read_size(const struct option_reading *reading)
{
    int64_t number;
    const enum status status = read_number(reading, &number);

    *(size_t *)field_of(reading) = (size_t)number;
    return status;
}

static enum status read_seconds(const struct option_reading *reading)
{
    int64_t number;
    const enum status status = read_number(reading, &number);

    *(int *)field_of(reading) = (int)number;
    return status;
}

/* @return the index of a word among three, or -1 */
static int find_word(const char *word, const char *const words[static 3])
{
    for (int i = 0; i < 3; i++)
        if (strcmp(word, words[i]) == 0)
            return i;
    return -1;
}

static bool set_format(const char *word, struct options *options)
{
    static const char *const words[] = {"text", "json", "csv"};
    const int found = find_word(word, words);

    if (found >= 0)
        options->format = (enum diagnostics_format)found;
    return found >= 0;
}

static enum status read_format(const struct option_reading *reading)
{
    return set_format(reading->value, reading->options)
               ? STATUS_OK
               : refuse_value(reading, "is text, json or csv, not",
                              reading->value);
}

static enum status read_sync(const struct option_reading *reading)
{
    static const char *const words[] = {"each", "end", "none"};
    const int found = find_word(reading->value, words);

    if (found < 0)
        return refuse_value(reading, "is each, end or none, not",
                            reading->value);
    reading->options->sync = (enum file_sync)found;
    return STATUS_OK;
}

/* --- lists --------------------------------------------------------------- */

static void lengthen(struct arena *arena, struct word_list *list, size_t more)
{
    const char **longer = ARENA_ARRAY(arena, const char *, list->count + more);

    if (list->count)
        memcpy(longer, list->items, list->count * sizeof *longer);
    list->items = longer;
}

/* Adds a file. */
static enum status read_file(const struct option_reading *reading)
{
    struct word_list *list = field_of(reading);

    if (!*reading->value)
        return refuse_value(reading, "names no file", NULL);
    lengthen(reading->arena, list, 1);
    list->items[list->count++] = reading->value;
    return STATUS_OK;
}

/* Adds the words of "A, B" without white space; a comma may end the list. */
static enum status read_words(const struct option_reading *reading)
{
    struct word_list *list = field_of(reading);
    const size_t before = list->count;

    lengthen(reading->arena, list, strlen(reading->value) + 1);
    for (const char *at = reading->value; *at;) {
        const size_t length = strcspn(at, ",");
        const char *word = utf8_trim(reading->arena,
                                     arena_strndup(reading->arena, at, length));
        if (*word)
            list->items[list->count++] = word;
        else if (at[length] == ',')
            return refuse_value(reading, "has nothing before a comma",
                                reading->value);
        at += length + (at[length] == ',');
    }
    return list->count > before ? STATUS_OK
                                : refuse_value(reading, "names nothing", NULL);
}

static enum status read_domains(const struct option_reading *reading)
{
    const struct word_list *list = field_of(reading);
    const enum status status = read_words(reading);

    for (size_t i = 0; status == STATUS_OK && i < list->count; i++)
        if (!email_address_domain_key(reading->arena, list->items[i]))
            return refuse_value(reading,
                                "is a domain, as in example.gov.uk, not",
                                list->items[i]);
    return status;
}

/* --- mail ---------------------------------------------------------------- */

static enum status read_self(const struct option_reading *reading)
{
    struct mail_options *mail = &reading->options->mail;

    mail->self = email_address_ascii(reading->arena, reading->value);
    return mail->self ? STATUS_OK
                      : refuse_value(reading, "is an e-mail address, not",
                                     reading->value);
}

static enum status read_confirm(const struct option_reading *reading)
{
    reading->options->mail.confirmed = true;
    return read_size(reading);
}

static enum status read_not_before(const struct option_reading *reading)
{
    struct mail_options *mail = &reading->options->mail;

    mail->embargoed = true;
    return time_parse(reading->value, &mail->not_before)
               ? STATUS_OK
               : refuse_value(reading,
                              "is as 2022-07-27 or 2022-07-27T09:00+01:00, not",
                              reading->value);
}

/* --- the table ----------------------------------------------------------- */

#define FIELD(field) offsetof(struct options, field)
#define FLAG(name, letter, field, help)                                        \
    {                                                                          \
        name, letter, NULL, help, read_flag, FIELD(field), 0, 0                \
    }
#define VALUE(name, letter, value, read, field, help)                          \
    {                                                                          \
        name, letter, value, help, read, FIELD(field), 0, 0                    \
    }
#define NUMBER(name, letter, value, read, field, min, max, help)               \
    {                                                                          \
        name, letter, value, help, read, FIELD(field), min, max                \
    }

/* Every option, in the order of help. commands.def has the options of each
 * command. */
static const struct option_entry entries[] = {
    VALUE("output", 'o', "DIR", read_path, output,
          "where to write; default output/<campaign>"),
    VALUE("from", 0, "FILE", read_path, from,
          "a table (CSV, .xlsx), or last year's campaign"),
    VALUE("template", 0, "FILE", read_path, template,
          "write an empty table with these columns"),
    VALUE("only", 0, "CODE[,CODE]", read_words, only,
          "these councils and no others"),
    NUMBER("jobs", 'j', "N", read_unsigned, jobs, 1, 1024,
           "threads; default: as many as processors"),
    FLAG("strict", 0, strict, "make nothing if anything is wrong"),
    FLAG("werror", 0, werror, "take warnings for errors"),
    VALUE("format", 0, "FORMAT", read_format, format,
          "text, json (all that is printed is JSON, an\n"
          "object a line) or csv"),
    VALUE("shard", 0, "K/N", read_word, shard,
          "these rows of N parts; auto: as Slurm, Kubernetes,\n"
          "AWS Batch, GNU parallel ... say"),
    NUMBER("shards", 0, "N", read_unsigned, shards, 1, SHARD_LIMIT,
           "how many parts there are, for --shard auto"),
    VALUE("seal", 0, "FILE", read_path, seal,
          "sign the letters: PKCS#12, PEM or pkcs11: URI"),
    VALUE("passphrase-file", 0, "FILE", read_path, passphrase,
          "with the passphrase of the key"),
    VALUE("tsa", 0, "URL", read_path, tsa,
          "time-stamp the signatures by this server"),
    FLAG("force", 0, force, "make again what did not change"),
    FLAG("prune", 0, prune, "remove letters whose row has gone"),
    VALUE("fsync", 0, "WHEN", read_sync, sync,
          "end (default): once for all, each, or none"),
    VALUE("fonts", 0, "DIR", read_word, fonts, "folder with fonts.yaml"),
    NUMBER("port", 0, "N", read_unsigned, port, 1024, 65535,
           "of 127.0.0.1 to show the letters on; default: the\n"
           "first free one from 8022"),
    VALUE("against", 0, "DIR", read_path, against,
          "an older proof or output to hold a proof against"),
    VALUE("manifest", 0, "FILE", read_path, manifest,
          "to verify against; default: the one beside the\n"
          "letters' folder"),
    VALUE("signoff", 0, "FILE", read_file, signoffs,
          "what a reader of the proof saved; as many as there are"),
    FLAG("unread-ok", 0, unread_ok,
         "approve letters that nobody read, and record it"),
    VALUE("trust", 0, "FILE", read_file, trust,
          "PEM: certificates to trust when seals are verified\n"
          "or e-mails are sent"),
    FLAG("sealed", 0, sealed, "what bears no seal does not hold"),
    VALUE("by", 0, "NAME", read_word, by, "who approves"),
    FLAG("proof", 0, specimen,
         "a job of what is there now, approved or not, with\n"
         "SPECIMEN on each page; none of it counts as printed"),
    VALUE("reprint", 0, "CODE[,CODE]", read_words, reprint,
          "pieces again, by code or number: the same numbers"),
    VALUE("returned", 0, "FILE", read_path, returned,
          "a table of pieces that came back: piece,reason"),
    FLAG("embargoed", 0, embargoed,
         "publish before the day; every page says so"),
    VALUE("withdraw", 0, "CODE[,CODE]", read_words, withdraw,
          "take councils out of the public pages"),
    VALUE("allow-domain", 0, "DOMAIN[,DOMAIN]", read_domains, mail.domains,
          "a recipient's domain that is right though it\n"
          "has nothing of the council's name"),
    NUMBER("confirm", 0, "N", read_confirm, mail.confirm, 1, LETTERS_LIMIT,
           "send, and N letters it has to be"),
    NUMBER("limit", 0, "N", read_size, mail.limit, 1, LETTERS_LIMIT,
           "at most so many letters"),
    VALUE("resend", 0, "CODE[,CODE]", read_words, mail.resend,
          "again: refused, unknown or bounced"),
    VALUE("to-self", 0, "ADDRESS", read_self, mail.self, "samples to oneself"),
    NUMBER("sample", 0, "N", read_size, mail.sample, 1, LETTERS_LIMIT,
           "how many of them; default 5"),
    VALUE("not-before", 0, "TIME", read_not_before, mail.not_before,
          "no letter leaves before, as 2022-07-27T09:00+01:00"),
    VALUE("password-file", 0, "FILE", read_path, mail.password_file,
          "with the mail server's password"),
    NUMBER("timeout", 0, "SECONDS", read_seconds, mail.timeout, 1,
           SECONDS_LIMIT, "to wait for an answer"),
    NUMBER("retry", 0, "SECONDS", read_seconds, mail.retry, 1, SECONDS_LIMIT,
           "to the first new try"),
    NUMBER("wait", 0, "SECONDS", read_seconds, mail.wait, 0, SECONDS_LIMIT,
           "for letters that were put off"),
    FLAG("no-progress", 0, no_progress, "no progress on the terminal"),
    FLAG("quiet", 'q', quiet, "diagnostics only"),
    FLAG("verbose", 'v', verbose, "progress into a log file too"),
    FLAG("help", 'h', help, "this, or: lettermill COMMAND --help"),
    FLAG("version", 0, version, "which this is"),
};

enum { ENTRIES = sizeof entries / sizeof *entries };

const struct option_entry *options_all(size_t *count)
{
    *count = ENTRIES;
    return entries;
}

static const struct option_entry *find_entry(int option)
{
    for (size_t i = 0; i < ENTRIES; i++)
        if (entries[i].letter == option || (int)i + LONG_OPTION == option)
            return &entries[i];
    return NULL;
}

/* --- the command line ---------------------------------------------------- */

static enum status usage(struct error *err, const char *message,
                         const char *word)
{
    return error_set(err, RULE_USAGE, NO_LOCATION, NULL, "%s: %s", message,
                     word);
}

static const char *suggest_option(const char *word)
{
    const char *names[ENTRIES];

    for (size_t i = 0; i < ENTRIES; i++)
        names[i] = entries[i].name;
    return name_match_suggest(word, names, ENTRIES);
}

/* Reports an option that getopt refused. */
static enum status refuse_option(struct arena *arena, int option, char **words,
                                 struct error *err)
{
    const char *word = words[optind - 1];
    const char *near = NULL;
    char letter[3] = {'-', (char)optopt, '\0'};

    if (optopt && optopt < LONG_OPTION)
        word = letter;
    else if (option == '?' && strncmp(word, "--", 2) == 0)
        near = suggest_option(
            arena_strndup(arena, word + 2, strcspn(word + 2, "=")));
    if (option == ':')
        return usage(err, "option needs a value", word);
    if (!near)
        return usage(err, "unknown option", word);
    return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                     "unknown option: %s; did you mean --%s?", word, near);
}

/* Lists the options for getopt_long(). */
static void list_options(struct option list[ENTRIES + 1])
{
    for (size_t i = 0; i < ENTRIES; i++)
        list[i] = (struct option){
            entries[i].name, entries[i].value ? required_argument : no_argument,
            NULL, entries[i].letter ? entries[i].letter : (int)i + LONG_OPTION};
    list[ENTRIES] = (struct option){NULL, 0, NULL, 0};
}

/* Records the name of a given option, once. */
static void note_given(struct options *options, const char *name)
{
    for (size_t i = 0; i < options->given_count; i++)
        if (options->given[i] == name)
            return;
    options->given[options->given_count++] = name;
}

/* Finds --format first, because it also applies to errors in earlier words. */
static void find_format(int count, char **words, struct options *options)
{
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        const char *word = words[i];
        if (strcmp(word, "--format") == 0 && i + 1 < count)
            (void)set_format(words[i + 1], options);
        else if (strncmp(word, "--format=", strlen("--format=")) == 0)
            (void)set_format(word + strlen("--format="), options);
    }
}

enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err)
{
    struct option_reading reading = {
        .arena = arena, .options = options, .err = err};
    struct option list[ENTRIES + 1];
    int option;

    *options = (struct options){
        .words = words, .sync = FILE_SYNC_END, .mail = {.wait = -1}};
    options->given = ARENA_ARRAY(arena, const char *, ENTRIES);
    find_format(count, words, options);
    list_options(list);
    opterr = 0;
    while ((option = getopt_long(count, words, ":o:j:qvh", list, NULL)) != -1) {
        enum status status;
        if (option == '?' || option == ':')
            return refuse_option(arena, option, words, err);
        reading.entry = find_entry(option);
        reading.value = optarg;
        note_given(options, reading.entry->name);
        status = reading.entry->read(&reading);
        if (status != STATUS_OK)
            return status;
    }
    if (optind < count)
        options->command = words[optind++];
    options->arguments = (const char *const *)&words[optind];
    options->argument_count = (size_t)(count - optind);
    return STATUS_OK;
}
