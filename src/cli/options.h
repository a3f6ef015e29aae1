#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostics.h"
#include "cli/mail_options.h"
#include "store/atomic_file.h"

/** What the command line says. */
struct options {
    const char *command;          ///< "render"
    const char *const *arguments; ///< campaigns, files
    size_t argument_count;
    const char *output; ///< or NULL: output/<campaign>
    const char **only;  ///< codes, or NULL
    size_t only_count;
    unsigned jobs;       ///< 0: as many as processors
    unsigned dpi;        ///< of a proof's pages; 0: the usual
    const char *against; ///< what a proof is held against, or NULL
    const char **trust;  ///< files with certificates, or NULL
    size_t trust_count;
    bool sealed;                    ///< what is verified has to bear a seal
    const char *manifest;           ///< to verify against, or NULL
    enum diagnostics_format format; ///< of diagnostics and verifications
    enum file_sync sync;
    const char *fonts; ///< folder, or NULL: the program's own
    bool quiet;
    bool verbose;
    bool no_progress;
    const char *shard;      ///< "2/4", "auto" or NULL
    unsigned shards;        ///< how many there are; 0: not said
    const char *seal;       ///< certificate and key, or NULL: the campaign's
    const char *passphrase; ///< a file with the key's, or NULL
    const char *tsa;        ///< URL of a time-stamp server, or NULL
    bool force;
    bool prune;
    bool strict;
    bool werror;
    struct mail_options mail;
    const char *by; ///< who approves, or NULL
    bool help;
    bool version;
    const char **given; ///< names of the options that were given
    size_t given_count;
};

/** An option as help tells it. */
struct option_entry {
    const char *name;  ///< without the dashes
    int id;            ///< a letter: its short form
    const char *value; ///< what it wants, as in "DIR"; NULL: nothing
    const char *help;  ///< what it is for; one line or two
};

/** @return all options, in the order of help */
const struct option_entry *options_all(size_t *count);

/**
 * Reads the command line.
 *
 * @param arena    owns what @p options points to
 * @param count    as main() got it
 * @param words    as main() got it; reordered
 * @param options  filled in
 * @param err      RULE_USAGE on failure
 * @return STATUS_OK or STATUS_INPUT
 */
enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err) MUST_CHECK;

#endif
