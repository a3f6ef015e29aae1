#include "base/core_dump.h"

#include <sys/prctl.h>

void core_dump_forbid(void)
{
#ifndef __SANITIZE_ADDRESS__
    /* AddressSanitizer forbids dumps itself, and its leak check must trace the
     * process. */
    (void)prctl(PR_SET_DUMPABLE, 0);
#endif
}
