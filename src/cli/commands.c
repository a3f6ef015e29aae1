#include "cli/commands.h"

#include <string.h>

#include "base/name_match.h"

/* What all commands about a campaign take. */
#define COMMON "output format no-progress quiet verbose help version"

/* The commands, in the order of help, with the options that each takes. */
static const struct command commands[] = {
    {"check", cmd_check, "CAMPAIGN",
     "every problem in the inputs; makes nothing",
     "only jobs werror seal passphrase-file tsa fonts " COMMON},
    {"render", cmd_render, "CAMPAIGN", "the letters and their manifest",
     "only jobs strict werror shard shards seal passphrase-file tsa force "
     "prune fsync fonts " COMMON},
    {"proof", cmd_proof, "CAMPAIGN",
     "pictures of all pages, and a page to read them on",
     "only jobs werror dpi against force fsync fonts " COMMON},
    {"merge-manifest", cmd_merge_manifest, "DIR",
     "joins what shards wrote, if it makes one whole",
     "fsync format quiet help version"},
    {"verify", cmd_verify, "FILE.pdf...",
     "what a letter claims, and whether it holds",
     "manifest trust sealed format quiet verbose help version"},
    {"approve", cmd_approve, "--by NAME CAMPAIGN",
     "binds what was proofed: only that can be sent",
     "by allow-domain werror jobs fonts " COMMON},
    {"send", cmd_send, "CAMPAIGN",
     "the e-mails into DIR/outbox, to be read; with --confirm\n"
     "to the councils, each once",
     "only jobs confirm limit resend to-self sample not-before retry wait "
     "password-file timeout trust allow-domain werror fonts " COMMON},
    {"status", cmd_status, "CAMPAIGN", "what became of the letters' e-mails",
     "only " COMMON},
    {"bounces", cmd_bounces, "CAMPAIGN MAILDIR|FILE...",
     "notes which e-mails came back", COMMON},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

const struct command *commands_all(size_t *count)
{
    *count = COMMANDS;
    return commands;
}

const struct command *commands_find(const char *name)
{
    for (size_t i = 0; name && i < COMMANDS; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

const char *commands_suggest(const char *name)
{
    const char *names[COMMANDS];

    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    return name_match_suggest(name, names, COMMANDS);
}

bool commands_takes(const struct command *command, const char *option)
{
    const size_t length = strlen(option);

    for (const char *at = command->options; *at;) {
        const size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, option, length) == 0)
            return true;
        at += word + (at[word] == ' ');
    }
    return false;
}
