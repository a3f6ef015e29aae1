#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_COLUMNS = 80, LEAST_COLUMNS = 20 };

bool terminal_is_capable(void)
{
    const char *terminal = getenv("TERM");

    return isatty(STDERR_FILENO) && terminal && *terminal &&
           strcmp(terminal, "dumb") != 0;
}

static struct diagnostics_style find_look(void)
{
    const char *colourless = getenv("NO_COLOR");
    struct winsize size;

    if (!isatty(STDERR_FILENO))
        return (struct diagnostics_style){.columns = 0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 ||
        size.ws_col < LEAST_COLUMNS)
        size.ws_col = USUAL_COLUMNS;
    return (struct diagnostics_style){.colour = terminal_is_capable() &&
                                                !(colourless && *colourless),
                                      .columns = size.ws_col};
}

void terminal_diagnostics(struct diagnostics *diagnostics,
                          enum diagnostics_format format)
{
    diagnostics_show(diagnostics, format, find_look(), stderr);
}

void terminal_error(const struct error *err, enum diagnostics_format format)
{
    diagnostics_show_error(err, format, find_look(), stderr);
}
