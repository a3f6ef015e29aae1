#include "run/signals.h"

#include <signal.h>
#include <string.h>

/* Set by the signal handler. */
static volatile sig_atomic_t seen;

static void note(int number)
{
    (void)number;
    seen = 1;
}

void signals_watch(void)
{
    struct sigaction action;
    struct sigaction before;

    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

bool signals_interrupted(void)
{
    return seen != 0;
}
