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

int cmd_check(const struct options *options);
int cmd_render(const struct options *options);
int cmd_merge_manifest(const struct options *options);
int cmd_proof(const struct options *options);
int cmd_approve(const struct options *options);
int cmd_send(const struct options *options);
int cmd_status(const struct options *options);
int cmd_bounces(const struct options *options);
int cmd_verify(const struct options *options);

#endif
