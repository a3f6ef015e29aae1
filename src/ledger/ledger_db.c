#include "ledger/ledger_db.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/ledger_schema.h"
#include "store/atomic_file.h"

/** What the file says it is; as in assets/mail/ledger.sql. */
enum { APPLICATION = 1280592204, EDITION = 1 };

/* The byte that a writer locks, behind those that SQLite does; SQLite puts
 * nothing there. */
enum { LOCK_BYTE = 0x40000000 + 1024 };

/* A reader beside a writer waits at moments; so many milliseconds at most. */
enum { PATIENCE = 10000 };

static struct place place_of(const struct store *store)
{
    return (struct place){store->path, 0, 0};
}

/* --- faults -------------------------------------------------------------- */

static enum status system_fault(const struct store *store, int number,
                                struct error *err)
{
    const bool writes = store->access == LEDGER_WRITE;

    errno = number ? number : EIO;
    return error_set_errno(err, writes ? RULE_FILE_WRITE : RULE_FILE_UNREADABLE,
                           store->path, writes ? "write" : "read");
}

static enum status damaged(const struct store *store, const char *why,
                           struct error *err)
{
    return error_set(err, RULE_LEDGER_DAMAGED, place_of(store), NULL,
                     "is no ledger that can be read: %s; nothing was changed",
                     why);
}

enum status store_fault(const struct store *store, struct error *err)
{
    switch (sqlite3_errcode(store->base)) {
    case SQLITE_FULL:
        return system_fault(store, ENOSPC, err);
    case SQLITE_READONLY:
        return system_fault(store, EROFS, err);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return system_fault(store, sqlite3_system_errno(store->base), err);
    case SQLITE_NOMEM:
        memory_exhausted();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, RULE_LEDGER_BUSY, place_of(store), NULL,
                         "another program holds it");
    case SQLITE_CONSTRAINT:
        return error_set(err, RULE_LEDGER_STATE, place_of(store), NULL,
                         "not allowed by the ledger: %s",
                         sqlite3_errmsg(store->base));
    default:
        return damaged(store, sqlite3_errmsg(store->base), err);
    }
}

/* --- statements ---------------------------------------------------------- */

enum status store_prepare(const struct store *store, const char *sql,
                          const struct argument *arguments, size_t count,
                          sqlite3_stmt **statement, struct error *err)
{
    if (sqlite3_prepare_v2(store->base, sql, -1, statement, NULL) != SQLITE_OK)
        return store_fault(store, err);
    for (size_t i = 0; i < count; i++) {
        if (arguments[i].text)
            sqlite3_bind_text(*statement, (int)i + 1, arguments[i].text, -1,
                              SQLITE_STATIC);
        else
            sqlite3_bind_int64(*statement, (int)i + 1, arguments[i].number);
    }
    return STATUS_OK;
}

enum status store_run(const struct store *store, const char *sql,
                      const struct argument *arguments, size_t count,
                      struct error *err)
{
    sqlite3_stmt *statement;
    enum status status =
        store_prepare(store, sql, arguments, count, &statement, err);

    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_DONE)
        status = store_fault(store, err);
    sqlite3_finalize(statement);
    return status;
}

enum status store_run_all(const struct store *store, const char *sql,
                          struct error *err)
{
    if (sqlite3_exec(store->base, sql, NULL, NULL, NULL) != SQLITE_OK)
        return store_fault(store, err);
    return STATUS_OK;
}

enum status store_end(const struct store *store, enum status status,
                      struct error *err)
{
    if (status == STATUS_OK)
        status = store_run_all(store, "COMMIT", err);
    if (status != STATUS_OK)
        sqlite3_exec(store->base, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* Asks for one value, as text. */
static enum status ask(const struct store *store, struct arena *arena,
                       const char *sql, const char **answer, struct error *err)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, NULL, 0, &statement, err);
    const char *text;

    *answer = "";
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = store_fault(store, err);
    else if ((text = (const char *)sqlite3_column_text(statement, 0)))
        *answer = arena_string(arena, text);
    sqlite3_finalize(statement);
    return status;
}

static enum status ask_number(const struct store *store, const char *sql,
                              int64_t *answer, struct error *err)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, sql, NULL, 0, &statement, err);

    *answer = 0;
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *answer = sqlite3_column_int64(statement, 0);
    else
        status = store_fault(store, err);
    sqlite3_finalize(statement);
    return status;
}

/* --- the lock ------------------------------------------------------------ */

/* The lock belongs to the open file, so it ends with the process however that
 * ends. To close that file takes SQLite's own locks away: it is opened before
 * SQLite opens its own and closed after. */
static enum status open_file(struct store *store, struct error *err)
{
    const bool writes = store->access == LEDGER_WRITE;

    store->file = writes ? open(store->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666)
                         : open(store->path, O_RDONLY | O_CLOEXEC);
    if (store->file >= 0)
        return STATUS_OK;
    if (!writes && errno == ENOENT)
        return error_set(err, RULE_LEDGER_MISSING, place_of(store), NULL,
                         "is not there: nothing was approved yet");
    return error_set_errno(err, writes ? RULE_FILE_WRITE : RULE_FILE_UNREADABLE,
                           store->path, "open");
}

static enum status take_lock(const struct store *store, struct error *err)
{
    struct flock range = {.l_type = F_WRLCK,
                          .l_whence = SEEK_SET,
                          .l_start = LOCK_BYTE,
                          .l_len = 1};

    if (fcntl(store->file, F_OFD_SETLK, &range) == 0)
        return STATUS_OK;
    if (errno != EAGAIN && errno != EACCES)
        return error_set_errno(err, RULE_FILE_WRITE, store->path, "lock");
    return error_set(err, RULE_LEDGER_BUSY, place_of(store), NULL,
                     "another run is at work with this ledger; when it has "
                     "ended, try again");
}

bool store_is_live(const struct store *store)
{
    struct flock range = {.l_type = F_RDLCK,
                          .l_whence = SEEK_SET,
                          .l_start = LOCK_BYTE,
                          .l_len = 1};

    return store->access == LEDGER_WRITE ||
           (fcntl(store->file, F_OFD_GETLK, &range) == 0 &&
            range.l_type != F_UNLCK);
}

/* --- opening ------------------------------------------------------------- */

static enum status open_base(struct store *store, const char *name, int flags,
                             struct error *err)
{
    const int done = sqlite3_open_v2(name, &store->base,
                                     flags | SQLITE_OPEN_FULLMUTEX, NULL);

    if (!store->base)
        memory_exhausted();
    sqlite3_busy_timeout(store->base, PATIENCE);
    return done == SQLITE_OK ? STATUS_OK : store_fault(store, err);
}

/* The name as a URI; % ? and # mean something there. */
static const char *as_uri(struct arena *arena, const char *path)
{
    const char *uri = *path == '/' ? "file://" : "file:";

    for (; *path; path++)
        uri = strchr("%?#", *path)
                  ? arena_printf(arena, "%s%%%02X", uri, (unsigned char)*path)
                  : arena_printf(arena, "%s%c", uri, *path);
    return arena_printf(arena, "%s?immutable=1", uri);
}

/* A reader that may not make the file of shared memory, or finds no room for
 * it, can read a ledger that was closed well, for all of it is in one file. */
static enum status open_whole(struct store *store, struct arena *arena,
                              struct error *err)
{
    const char *log = arena_printf(arena, "%s-wal", store->path);
    struct stat facts;

    if (store_is_live(store) || (stat(log, &facts) == 0 && facts.st_size))
        return store_fault(store, err);
    sqlite3_close(store->base);
    store->base = NULL;
    return open_base(store, as_uri(arena, store->path),
                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
}

static enum status open_beside(struct store *store, struct arena *arena,
                               struct error *err)
{
    enum status status =
        open_base(store, store->path, SQLITE_OPEN_READONLY, err);
    int code;

    if (status != STATUS_OK)
        return status;
    sqlite3_exec(store->base, "PRAGMA schema_version", NULL, NULL, NULL);
    code = sqlite3_errcode(store->base);
    if (code == SQLITE_OK)
        return STATUS_OK;
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY ||
        code == SQLITE_IOERR || code == SQLITE_FULL)
        return open_whole(store, arena, err);
    return store_fault(store, err);
}

/* A new file: the tables at once or not at all. */
static enum status found(const struct store *store, struct arena *arena,
                         struct error *err)
{
    const char *slash = strrchr(store->path, '/');
    const char *folder = slash ? arena_text(arena, store->path,
                                            (size_t)(slash - store->path) + 1)
                               : ".";
    enum status status = store_run_all(store, "BEGIN IMMEDIATE", err);

    if (status != STATUS_OK)
        return status;
    status = store_run_all(store, (const char *)ledger_schema, err);
    status = store_end(store, status, err);
    if (status == STATUS_OK)
        status = filing_sync_folder(folder, FILING_SYNC_EACH, err);
    return status;
}

/* What is not ours is left alone; an empty file may become ours. */
static enum status check_owner(const struct store *store, bool *fresh,
                               struct error *err)
{
    int64_t owner = 0;
    int64_t edition = 0;
    int64_t tables = 0;
    enum status status =
        ask_number(store, "PRAGMA application_id", &owner, err);

    if (status == STATUS_OK)
        status = ask_number(store, "PRAGMA user_version", &edition, err);
    if (status == STATUS_OK)
        status = ask_number(store, "SELECT count(*) FROM sqlite_schema",
                            &tables, err);
    if (status != STATUS_OK)
        return status;
    *fresh = !owner && !edition && !tables;
    if (*fresh)
        return STATUS_OK;
    if (owner != APPLICATION)
        return damaged(store, "another program's database", err);
    if (edition != EDITION)
        return damaged(store, "written by another version of the program", err);
    return STATUS_OK;
}

/* A transaction is on the disk when its COMMIT returns. */
static enum status be_durable(const struct store *store, struct arena *arena,
                              struct error *err)
{
    const char *mode;
    const enum status status =
        ask(store, arena, "PRAGMA journal_mode = WAL", &mode, err);

    if (status != STATUS_OK)
        return status;
    if (strcmp(mode, "wal") != 0)
        return error_set(err, RULE_FILE_WRITE, place_of(store), NULL,
                         "this file system cannot hold a ledger; name a local "
                         "folder with --output");
    return store_run_all(store,
                         "PRAGMA synchronous = FULL;"
                         "PRAGMA foreign_keys = ON;"
                         "PRAGMA trusted_schema = OFF;",
                         err);
}

/* SQLite meets damage where it reads; a ledger is read through before any
 * letter leaves. */
static enum status check_pages(const struct store *store, struct arena *arena,
                               struct error *err)
{
    const char *answer;
    const enum status status =
        ask(store, arena, "PRAGMA integrity_check(1)", &answer, err);

    if (status != STATUS_OK)
        return status;
    return strcmp(answer, "ok") == 0 ? STATUS_OK : damaged(store, answer, err);
}

static enum status open_to_write(struct store *store, struct arena *arena,
                                 struct error *err)
{
    bool fresh = false;
    enum status status = take_lock(store, err);

    if (status == STATUS_OK)
        status = open_base(store, store->path, SQLITE_OPEN_READWRITE, err);
    if (status == STATUS_OK)
        status = check_owner(store, &fresh, err);
    if (status == STATUS_OK)
        status = be_durable(store, arena, err);
    if (status == STATUS_OK && fresh)
        status = found(store, arena, err);
    return status;
}

static enum status open_to_read(struct store *store, struct arena *arena,
                                struct error *err)
{
    bool fresh = false;
    enum status status = open_beside(store, arena, err);

    if (status == STATUS_OK)
        status = check_owner(store, &fresh, err);
    if (status == STATUS_OK && fresh)
        return error_set(err, RULE_LEDGER_MISSING, place_of(store), NULL,
                         "is empty: nothing was approved yet");
    return status;
}

enum status store_open(struct store *store, struct arena *arena,
                       const char *path, enum ledger_access access,
                       struct error *err)
{
    enum status status;

    *store = (struct store){
        .path = arena_string(arena, path), .access = access, .file = -1};
    status = open_file(store, err);
    if (status == STATUS_OK)
        status = access == LEDGER_WRITE ? open_to_write(store, arena, err)
                                        : open_to_read(store, arena, err);
    if (status == STATUS_OK)
        status = check_pages(store, arena, err);
    if (status != STATUS_OK)
        store_close(store);
    return status;
}

void store_close(struct store *store)
{
    sqlite3_close(store->base);
    if (store->file >= 0)
        close(store->file);
    store->base = NULL;
    store->file = -1;
}
