#ifndef UNIT_LEDGER_FILE_H
#define UNIT_LEDGER_FILE_H

#include <sqlite3.h>

#include "../scratch.h"
#include "ledger/ledger.h"

/* 2022-07-27 09:00:00 UTC */
enum { MORNING = 1658912400 };

static struct scratch scratch;
static struct error err;

static inline int open_scratch(void **state)
{
    (void)state;
    scratch = scratch_open();
    err = (struct error){.code = ""};
    return 0;
}

static inline int close_scratch(void **state)
{
    (void)state;
    scratch_close(&scratch);
    return 0;
}

static inline const char *path(void)
{
    return scratch_path(&scratch, "ledger.db");
}

static inline struct ledger *open_ledger(enum ledger_access access)
{
    struct ledger *ledger;

    assert_int_equal(ledger_open(scratch.arena, path(), access, &ledger, &err),
                     STATUS_OK);
    return ledger;
}

/* Changes the file as another program would. @return what SQLite says */
static inline int tamper(const char *sql)
{
    sqlite3 *base;
    int code;

    assert_int_equal(sqlite3_open(path(), &base), SQLITE_OK);
    code = sqlite3_exec(base, sql, NULL, NULL, NULL);
    sqlite3_close(base);
    return code;
}

#endif
