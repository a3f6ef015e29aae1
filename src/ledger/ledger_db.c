#include "ledger/ledger_db.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "ledger/ledger_schema.h"
#include "store/atomic_file.h"

/** The file's application id and version, as in assets/mail/ledger.sql. */
enum { APPLICATION = 1280592204, SCHEMA_VERSION = 3 };

/* The byte that a writer locks, after the bytes that SQLite locks; it is not
 * used for data. */
enum { LOCK_BYTE = 0x40000000 + 1024 };

/* Maximum milliseconds that a reader waits for a writer. */
enum { PATIENCE = 10000 };

static struct location place_of(const struct ledger_db *db)
{
    return (struct location){db->path, 0, 0};
}

/* --- faults -------------------------------------------------------------- */

static enum status system_fault(const struct ledger_db *db, int number,
                                struct error *err)
{
    const bool writes = db->access == LEDGER_WRITE;

    errno = number ? number : EIO;
    return error_set_errno(err, writes ? RULE_FILE_WRITE : RULE_FILE_UNREADABLE,
                           db->path, writes ? "write" : "read");
}

static enum status damaged(const struct ledger_db *db, const char *why,
                           struct error *err)
{
    return error_set(err, RULE_LEDGER_DAMAGED, place_of(db), NULL,
                     "is no ledger that can be read: %s; nothing was changed",
                     why);
}

enum status ledger_db_fault(const struct ledger_db *db, struct error *err)
{
    switch (sqlite3_errcode(db->base)) {
    case SQLITE_FULL:
        return system_fault(db, ENOSPC, err);
    case SQLITE_READONLY:
        return system_fault(db, EROFS, err);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return system_fault(db, sqlite3_system_errno(db->base), err);
    case SQLITE_NOMEM:
        memory_exhausted();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, RULE_LEDGER_BUSY, place_of(db), NULL,
                         "another program holds it");
    case SQLITE_CONSTRAINT:
        return error_set(err, RULE_LEDGER_STATE, place_of(db), NULL,
                         "not allowed by the ledger: %s",
                         sqlite3_errmsg(db->base));
    default:
        return damaged(db, sqlite3_errmsg(db->base), err);
    }
}

/* --- statements ---------------------------------------------------------- */

enum status ledger_db_prepare(const struct ledger_db *db, const char *sql,
                              const struct ledger_db_argument *arguments,
                              size_t count, sqlite3_stmt **statement,
                              struct error *err)
{
    if (sqlite3_prepare_v2(db->base, sql, -1, statement, NULL) != SQLITE_OK)
        return ledger_db_fault(db, err);
    for (size_t i = 0; i < count; i++) {
        if (arguments[i].text)
            sqlite3_bind_text(*statement, (int)i + 1, arguments[i].text, -1,
                              SQLITE_STATIC);
        else
            sqlite3_bind_int64(*statement, (int)i + 1, arguments[i].number);
    }
    return STATUS_OK;
}

enum status ledger_db_run(const struct ledger_db *db, const char *sql,
                          const struct ledger_db_argument *arguments,
                          size_t count, struct error *err)
{
    sqlite3_stmt *statement;
    enum status status =
        ledger_db_prepare(db, sql, arguments, count, &statement, err);

    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_DONE)
        status = ledger_db_fault(db, err);
    sqlite3_finalize(statement);
    return status;
}

enum status ledger_db_run_all(const struct ledger_db *db, const char *sql,
                              struct error *err)
{
    if (sqlite3_exec(db->base, sql, NULL, NULL, NULL) != SQLITE_OK)
        return ledger_db_fault(db, err);
    return STATUS_OK;
}

enum status ledger_db_end(const struct ledger_db *db, enum status status,
                          struct error *err)
{
    if (status == STATUS_OK)
        status = ledger_db_run_all(db, "COMMIT", err);
    if (status != STATUS_OK)
        sqlite3_exec(db->base, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

const char *ledger_db_text(struct arena *arena, sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    return arena_strdup(arena, text ? text : "");
}

void ledger_db_hash(sqlite3_stmt *row, int column, char hex[HASH_HEX_SIZE])
{
    const char *text = (const char *)sqlite3_column_text(row, column);

    utf8_copy(hex, HASH_HEX_SIZE, text ? text : "");
}

/** The state of reading a query's rows. */
struct row_reading {
    struct arena *arena;
    const struct ledger_db_query *query;
    char *items;
    size_t count;
    size_t capacity;
};

static void read_row(struct row_reading *reading, sqlite3_stmt *row)
{
    const size_t size = reading->query->size;

    reading->items = array_reserve_in(reading->arena, reading->items,
                                      reading->count, &reading->capacity, size);
    reading->query->read(reading->arena, row,
                         reading->items + reading->count++ * size);
}

enum status ledger_db_select(const struct ledger_db *db, struct arena *arena,
                             const struct ledger_db_query *query, void *items,
                             size_t *count, struct error *err)
{
    struct row_reading reading = {.arena = arena, .query = query};
    sqlite3_stmt *row;
    int step;
    enum status status = ledger_db_prepare(db, query->sql, query->arguments,
                                           query->argument_count, &row, err);

    if (status == STATUS_OK) {
        while ((step = sqlite3_step(row)) == SQLITE_ROW)
            read_row(&reading, row);
        if (step != SQLITE_DONE)
            status = ledger_db_fault(db, err);
        sqlite3_finalize(row);
    }
    memcpy(items, &reading.items, sizeof reading.items);
    *count = reading.count;
    return status;
}

static void read_text(struct arena *arena, sqlite3_stmt *row, void *item)
{
    const char *text = ledger_db_text(arena, row, 0);

    memcpy(item, &text, sizeof text);
}

/* Queries one value, as text. */
static enum status ask(const struct ledger_db *db, struct arena *arena,
                       const char *sql, const char **answer, struct error *err)
{
    const struct ledger_db_query query = {
        .sql = sql, .size = sizeof *answer, .read = read_text};
    const char **texts;
    size_t count;
    const enum status status =
        ledger_db_select(db, arena, &query, &texts, &count, err);

    *answer = count ? *texts : "";
    return status;
}

enum status ledger_db_ask(const struct ledger_db *db, const char *sql,
                          const struct ledger_db_argument *arguments,
                          size_t count, int64_t *answer, struct error *err)
{
    sqlite3_stmt *statement;
    enum status status =
        ledger_db_prepare(db, sql, arguments, count, &statement, err);

    *answer = 0;
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *answer = sqlite3_column_int64(statement, 0);
    else
        status = ledger_db_fault(db, err);
    sqlite3_finalize(statement);
    return status;
}

/* --- the lock ------------------------------------------------------------ */

/* The lock belongs to the open file, so it ends with the process. Closing this
 * file would remove SQLite's locks: it is opened before SQLite opens its own
 * and closed after. */
static enum status open_file(struct ledger_db *db, struct error *err)
{
    const bool writes = db->access == LEDGER_WRITE;

    db->file = writes ? open(db->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666)
                      : open(db->path, O_RDONLY | O_CLOEXEC);
    if (db->file >= 0)
        return STATUS_OK;
    if (!writes && errno == ENOENT)
        return error_set(err, RULE_LEDGER_MISSING, place_of(db), NULL,
                         "is not there: nothing was approved yet");
    return error_set_errno(err, writes ? RULE_FILE_WRITE : RULE_FILE_UNREADABLE,
                           db->path, "open");
}

static enum status take_lock(const struct ledger_db *db, struct error *err)
{
    struct flock range = {.l_type = F_WRLCK,
                          .l_whence = SEEK_SET,
                          .l_start = LOCK_BYTE,
                          .l_len = 1};

    if (fcntl(db->file, F_OFD_SETLK, &range) == 0)
        return STATUS_OK;
    if (errno != EAGAIN && errno != EACCES)
        return error_set_errno(err, RULE_FILE_WRITE, db->path, "lock");
    return error_set(err, RULE_LEDGER_BUSY, place_of(db), NULL,
                     "another run is at work with this ledger; when it has "
                     "ended, try again");
}

bool ledger_db_is_live(const struct ledger_db *db)
{
    struct flock range = {.l_type = F_RDLCK,
                          .l_whence = SEEK_SET,
                          .l_start = LOCK_BYTE,
                          .l_len = 1};

    return db->access == LEDGER_WRITE ||
           (fcntl(db->file, F_OFD_GETLK, &range) == 0 &&
            range.l_type != F_UNLCK);
}

/* --- opening ------------------------------------------------------------- */

static enum status open_base(struct ledger_db *db, const char *name, int flags,
                             struct error *err)
{
    const int done =
        sqlite3_open_v2(name, &db->base, flags | SQLITE_OPEN_FULLMUTEX, NULL);

    if (!db->base)
        memory_exhausted();
    sqlite3_busy_timeout(db->base, PATIENCE);
    return done == SQLITE_OK ? STATUS_OK : ledger_db_fault(db, err);
}

/* Escapes the name for a URI, in which % ? and # are special. */
static const char *as_uri(struct arena *arena, const char *path)
{
    const char *uri = *path == '/' ? "file://" : "file:";

    for (; *path; path++)
        uri = strchr("%?#", *path)
                  ? arena_printf(arena, "%s%%%02X", uri, (unsigned char)*path)
                  : arena_printf(arena, "%s%c", uri, *path);
    return arena_printf(arena, "%s?immutable=1", uri);
}

/* A reader that cannot make the shared-memory file can still read a ledger
 * that was closed cleanly, because it is complete in one file. */
static enum status open_whole(struct ledger_db *db, struct arena *arena,
                              struct error *err)
{
    const char *log = arena_printf(arena, "%s-wal", db->path);
    struct stat facts;

    if (ledger_db_is_live(db) || (stat(log, &facts) == 0 && facts.st_size))
        return ledger_db_fault(db, err);
    sqlite3_close(db->base);
    db->base = NULL;
    return open_base(db, as_uri(arena, db->path),
                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
}

static enum status open_beside(struct ledger_db *db, struct arena *arena,
                               struct error *err)
{
    enum status status = open_base(db, db->path, SQLITE_OPEN_READONLY, err);
    int code;

    if (status != STATUS_OK)
        return status;
    sqlite3_exec(db->base, "PRAGMA schema_version", NULL, NULL, NULL);
    code = sqlite3_errcode(db->base);
    if (code == SQLITE_OK)
        return STATUS_OK;
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY ||
        code == SQLITE_IOERR || code == SQLITE_FULL)
        return open_whole(db, arena, err);
    return ledger_db_fault(db, err);
}

/* Makes the tables of a new file, all or none. */
static enum status found(const struct ledger_db *db, struct arena *arena,
                         struct error *err)
{
    const char *slash = strrchr(db->path, '/');
    const char *folder =
        slash ? arena_strndup(arena, db->path, (size_t)(slash - db->path) + 1)
              : ".";
    enum status status = ledger_db_run_all(db, "BEGIN IMMEDIATE", err);

    if (status != STATUS_OK)
        return status;
    status = ledger_db_run_all(db, (const char *)ledger_schema, err);
    status = ledger_db_end(db, status, err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(folder, FILE_SYNC_EACH, err);
    return status;
}

/* Refuses a database that is not a ledger; an empty file becomes one. */
static enum status check_owner(const struct ledger_db *db, bool *fresh,
                               struct error *err)
{
    int64_t owner = 0;
    int64_t version = 0;
    int64_t tables = 0;
    enum status status =
        ledger_db_ask(db, "PRAGMA application_id", NULL, 0, &owner, err);

    if (status == STATUS_OK)
        status =
            ledger_db_ask(db, "PRAGMA user_version", NULL, 0, &version, err);
    if (status == STATUS_OK)
        status = ledger_db_ask(db, "SELECT count(*) FROM sqlite_schema", NULL,
                               0, &tables, err);
    if (status != STATUS_OK)
        return status;
    *fresh = !owner && !version && !tables;
    if (*fresh)
        return STATUS_OK;
    if (owner != APPLICATION)
        return damaged(db, "another program's database", err);
    if (version < SCHEMA_VERSION)
        return damaged(db,
                       "written by an earlier version of the program: finish "
                       "the mail-out with that one, or move the file away and "
                       "approve again",
                       err);
    if (version > SCHEMA_VERSION)
        return damaged(db, "written by a later version of the program", err);
    return STATUS_OK;
}

/* A transaction is on the disk when its COMMIT returns. */
static enum status be_durable(const struct ledger_db *db, struct arena *arena,
                              struct error *err)
{
    const char *mode;
    const enum status status =
        ask(db, arena, "PRAGMA journal_mode = WAL", &mode, err);

    if (status != STATUS_OK)
        return status;
    if (strcmp(mode, "wal") != 0)
        return error_set(err, RULE_FILE_WRITE, place_of(db), NULL,
                         "this file system cannot hold a ledger; name a local "
                         "folder with --output");
    return ledger_db_run_all(db,
                             "PRAGMA synchronous = FULL;"
                             "PRAGMA foreign_keys = ON;"
                             "PRAGMA trusted_schema = OFF;",
                             err);
}

/* SQLite detects damage only where it reads; the whole ledger is checked
 * before any letter is sent. */
static enum status check_pages(const struct ledger_db *db, struct arena *arena,
                               struct error *err)
{
    const char *answer;
    const enum status status =
        ask(db, arena, "PRAGMA integrity_check(1)", &answer, err);

    if (status != STATUS_OK)
        return status;
    return strcmp(answer, "ok") == 0 ? STATUS_OK : damaged(db, answer, err);
}

static enum status open_to_write(struct ledger_db *db, struct arena *arena,
                                 struct error *err)
{
    bool fresh = false;
    enum status status = take_lock(db, err);

    if (status == STATUS_OK)
        status = open_base(db, db->path, SQLITE_OPEN_READWRITE, err);
    if (status == STATUS_OK)
        status = check_owner(db, &fresh, err);
    if (status == STATUS_OK)
        status = be_durable(db, arena, err);
    if (status == STATUS_OK && fresh)
        status = found(db, arena, err);
    return status;
}

static enum status open_to_read(struct ledger_db *db, struct arena *arena,
                                struct error *err)
{
    bool fresh = false;
    enum status status = open_beside(db, arena, err);

    if (status == STATUS_OK)
        status = check_owner(db, &fresh, err);
    if (status == STATUS_OK && fresh)
        return error_set(err, RULE_LEDGER_MISSING, place_of(db), NULL,
                         "is empty: nothing was approved yet");
    return status;
}

enum status ledger_db_open(struct ledger_db *db, struct arena *arena,
                           const char *path, enum ledger_access access,
                           struct error *err)
{
    enum status status;

    *db = (struct ledger_db){
        .path = arena_strdup(arena, path), .access = access, .file = -1};
    status = open_file(db, err);
    if (status == STATUS_OK)
        status = access == LEDGER_WRITE ? open_to_write(db, arena, err)
                                        : open_to_read(db, arena, err);
    if (status == STATUS_OK)
        status = check_pages(db, arena, err);
    if (status != STATUS_OK)
        ledger_db_close(db);
    return status;
}

void ledger_db_close(struct ledger_db *db)
{
    sqlite3_close(db->base);
    if (db->file >= 0)
        close(db->file);
    db->base = NULL;
    db->file = -1;
}
