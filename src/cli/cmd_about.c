#include <stdio.h>

#include "cli/commands.h"
#include "run/build_id.h"

int cmd_about(const struct options *options)
{
    if (!options->quiet)
        printf("build id %s\nlibraries %s\n", build_id, build_id_libraries);
    return EXIT_WELL;
}
