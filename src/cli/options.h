#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diagnostics.h"
#include "store/atomic_file.h"

/** The values of an option that takes several; all zero: not given. */
struct word_list {
    const char **items; ///< NULL: none
    size_t count;
};

/** @return true if a list has a word */
bool options_list_has(struct word_list list, const char *word);

/** The options for a mail-out. */
struct mail_options {
    bool confirmed;   ///< --confirm was given:
    size_t confirm;   ///< the expected number of letters
    const char *self; ///< --to-self: an address for samples, or NULL
    size_t sample;    ///< number of samples; 0: not given
    size_t limit;     ///< maximum letters; 0: all
    bool embargoed;   ///< --not-before was given:
    int64_t not_before;
    struct word_list domains;  ///< --allow-domain
    struct word_list resend;   ///< --resend: codes
    const char *password_file; ///< or NULL
    int timeout;               ///< seconds to wait for an answer; 0: not given
    int retry;                 ///< seconds to the first retry; 0: not given
    int wait; ///< seconds to wait for deferred letters; -1: not given
};

/** The command line. */
struct options {
    char **words;                 ///< of the command line, as given
    const char *command;          ///< "render"
    const char *const *arguments; ///< campaigns, files
    size_t argument_count;
    const char *output;             ///< or NULL: output/<campaign>
    struct word_list only;          ///< codes
    unsigned jobs;                  ///< 0: as many as processors
    const char *against;            ///< baseline of a proof, or NULL
    struct word_list signoffs;      ///< files of the proof's readers
    bool unread_ok;                 ///< unread letters may be approved
    struct word_list trust;         ///< files with certificates
    bool sealed;                    ///< verified files must have a seal
    const char *manifest;           ///< to verify against, or NULL
    enum diagnostics_format format; ///< of diagnostics and verifications
    enum file_sync sync;
    const char *fonts;    ///< folder, or NULL: the program's own
    const char *from;     ///< source of a new campaign: a table or a campaign
    const char *template; ///< file for an empty table, or NULL
    bool quiet;
    bool verbose;
    bool no_progress;
    const char *shard;      ///< "2/4", "auto" or NULL
    unsigned shards;        ///< number of shards; 0: not given
    const char *seal;       ///< certificate and key, or NULL: the campaign's
    const char *passphrase; ///< a file with the key's, or NULL
    const char *tsa;        ///< URL of a time-stamp server, or NULL
    bool force;
    bool prune;
    bool strict;
    bool werror;
    struct mail_options mail;
    const char *by;            ///< the approver, or NULL
    bool embargoed;            ///< --embargoed: pages before their day
    struct word_list withdraw; ///< --withdraw: codes
    bool specimen; ///< --proof: print a marked specimen, approved or not
    struct word_list reprint; ///< codes or pieces
    const char *returned;     ///< a list of returned pieces, or NULL
    unsigned port;            ///< of watch; 0: the first free one
    bool help;
    bool version;
    const char **given; ///< names of the options that were given
    size_t given_count;
};

struct option_reading;

/** An option: its help, and the field of its value. */
struct option_entry {
    const char *name;  ///< without the dashes
    int letter;        ///< its short form; 0: none
    const char *value; ///< name of its value: "DIR"; NULL: no value
    const char *help;  ///< description; one line or two
    enum status (*read)(const struct option_reading *reading);
    size_t field; ///< of struct options, as an offset
    int64_t min;  ///< of a number
    int64_t max;
};

/** @return all options, in the order of help */
const struct option_entry *options_all(size_t *count);

/**
 * Reads the command line.
 *
 * @param arena    owns what @p options points to
 * @param count    as main() got it
 * @param words    of main(); reordered
 * @param options  [out]
 * @param err      RULE_USAGE on failure
 * @return STATUS_OK or STATUS_INPUT
 */
enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err) MUST_CHECK;

#endif
