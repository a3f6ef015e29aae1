#include "cli/stdio_setup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/diagnostics.h"
#include "base/error.h"
#include "cli/commands.h"
#include "cli/terminal.h"

int stdio_setup_begin(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigaction(SIGXFSZ, &ignore, NULL);
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++)
        if (fcntl(number, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", O_RDWR) != number)
            return -1;
    return 0;
}

/* @return true if standard output is a pipe without a reader */
static bool reader_has_left(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR);
}

int stdio_setup_finish(int code, enum diagnostics_format format)
{
    const int failed = ferror(stdout);
    struct error err = {.code = ""};

    errno = EIO; /* the errno of an earlier write is lost */
    if ((fflush(stdout) == 0 && !failed) || reader_has_left())
        return code;
    (void)!error_set_errno(&err, RULE_FILE_WRITE, "standard output", "write");
    terminal_error(&err, format);
    return code == EXIT_WELL ? EXIT_AGAIN : code;
}
