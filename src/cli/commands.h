#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

/**
 * The commands. Each gives the exit status: 0 all well; 1 some rows refused;
 * 2 nothing could start; 75 try again; 130 interrupted.
 */
enum {
    EXIT_WELL = 0,
    EXIT_REFUSED = 1,
    EXIT_UNSTARTED = 2,
    EXIT_AGAIN = 75,
    EXIT_INTERRUPTED = 130,
};

int command_check(const struct options *options);
int command_render(const struct options *options);
int command_merge_manifest(const struct options *options);
int command_proof(const struct options *options);
int command_approve(const struct options *options);
int command_send(const struct options *options);
int command_status(const struct options *options);
int command_bounces(const struct options *options);
int command_verify(const struct options *options);

#endif
