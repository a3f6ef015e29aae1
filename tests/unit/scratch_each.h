#ifndef UNIT_SCRATCH_EACH_H
#define UNIT_SCRATCH_EACH_H

#include "scratch.h"

/* A folder, an arena and an error of its own for each test of a program:
 * cmocka_unit_test_setup_teardown(test, open_scratch, close_scratch). Included
 * once by each test program. */

static struct scratch scratch;
static struct error err;

static int open_scratch(void **state)
{
    scratch = scratch_open();
    err = (struct error){.code = ""};
    return 0;
}

static int close_scratch(void **state)
{
    scratch_close(&scratch);
    return 0;
}

#endif
