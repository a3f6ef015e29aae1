#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diagnostics.h"
#include "store/atomic_file.h"

/** What an option names that takes many; all zero: it was not given. */
struct word_list {
    const char **items; ///< NULL: none
    size_t count;
};

/** @return true if a list has a word */
bool options_list_has(struct word_list list, const char *word);

/** What the command line says of a mail-out. */
struct mail_options {
    bool confirmed;   ///< --confirm was given:
    size_t confirm;   ///< the number of letters that are to be sent
    const char *self; ///< --to-self: an address for samples, or NULL
    size_t sample;    ///< how many of them; 0: not said
    size_t limit;     ///< at most so many letters; 0: all
    bool embargoed;   ///< --not-before was given:
    int64_t not_before;
    struct word_list domains;  ///< --allow-domain
    struct word_list resend;   ///< --resend: codes
    const char *password_file; ///< or NULL
    int timeout;               ///< seconds to wait for an answer; 0: not said
    int retry;                 ///< seconds to the first new try; 0: not said
    int wait; ///< seconds to wait for letters put off; -1: not said
};

/** What the command line says. */
struct options {
    char **words;                 ///< of the command line, as given
    const char *command;          ///< "render"
    const char *const *arguments; ///< campaigns, files
    size_t argument_count;
    const char *output;        ///< or NULL: output/<campaign>
    struct word_list only;     ///< codes
    unsigned jobs;             ///< 0: as many as processors
    const char *against;       ///< what a proof is held against, or NULL
    struct word_list signoffs; ///< files of the proof's readers
    bool unread_ok;            ///< letters that nobody read may be approved
    struct word_list trust;    ///< files with certificates
    bool sealed;               ///< what is verified has to bear a seal
    const char *manifest;      ///< to verify against, or NULL
    enum diagnostics_format format; ///< of diagnostics and verifications
    enum file_sync sync;
    const char *fonts;    ///< folder, or NULL: the program's own
    const char *from;     ///< table or campaign that a new one is made from
    const char *template; ///< where an empty table is written, or NULL
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
    const char *by;            ///< who approves, or NULL
    bool embargoed;            ///< --embargoed: pages before their day
    struct word_list withdraw; ///< --withdraw: codes
    bool specimen; ///< --proof: print what was not approved, and stamp it
    struct word_list reprint; ///< codes or pieces
    const char *returned;     ///< a list of pieces that came back, or NULL
    unsigned port;            ///< of watch; 0: the first free one
    bool help;
    bool version;
    const char **given; ///< names of the options that were given
    size_t given_count;
};

struct option_reading;

/** An option: how help tells it, and where its value goes. */
struct option_entry {
    const char *name;  ///< without the dashes
    int letter;        ///< its short form; 0: none
    const char *value; ///< what it wants, as in "DIR"; NULL: nothing
    const char *help;  ///< what it is for; one line or two
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
 * @param words    as main() got it; reordered
 * @param options  [out]
 * @param err      RULE_USAGE on failure
 * @return STATUS_OK or STATUS_INPUT
 */
enum status options_read(struct arena *arena, int count, char **words,
                         struct options *options, struct error *err) MUST_CHECK;

#endif
