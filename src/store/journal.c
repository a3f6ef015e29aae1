#include "store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"

/* Maximum bytes of a line: a name is a cell. */
enum { LINE_LIMIT = 512 * 1024 };

struct journal {
    int file;
    atomic_ullong end;
    char path[PATH_MAX];
};

/* Opens and locks the file. @return -1 with EWOULDBLOCK if another run has it
 */
static int open_locked(const char *path)
{
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    struct stat opened;
    struct stat there;

    if (file < 0)
        return -1;
    if (flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(file);
        errno = EWOULDBLOCK;
        return -1;
    }
    /* The previous owner of the lock has removed the file: open a new one. */
    if (fstat(file, &opened) == 0 && stat(path, &there) == 0 &&
        opened.st_ino == there.st_ino && opened.st_dev == there.st_dev)
        return file;
    close(file);
    errno = EWOULDBLOCK;
    return -1;
}

static int write_at(const struct journal *journal, const char *bytes,
                    size_t size, uint64_t offset)
{
    while (size) {
        const ssize_t done = pwrite(journal->file, bytes, size, (off_t)offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return -1;
        bytes += done;
        size -= (size_t)done;
        offset += (uint64_t)done;
    }
    return 0;
}

/* Writes the header of an empty journal; after a partial line, a NUL that
 * separates it from the next. */
static int begin(struct journal *journal)
{
    struct buffer header = buffer_new(1024);
    struct stat facts;
    char last = '\n';
    int done = fstat(journal->file, &facts);

    if (done == 0 && !facts.st_size) {
        manifest_add_header(&header);
    } else if (done == 0) {
        if (pread(journal->file, &last, 1, facts.st_size - 1) != 1)
            done = -1;
        if (last != '\n')
            buffer_add_char(&header, '\0');
    }
    if (done == 0)
        done = write_at(journal, buffer_text(&header), header.length,
                        (uint64_t)facts.st_size);
    if (done == 0)
        atomic_init(&journal->end, (uint64_t)facts.st_size + header.length);
    buffer_free(&header);
    return done;
}

enum status journal_open(const char *folder, const char *name,
                         struct journal **result, struct error *err)
{
    struct journal *journal = memory_alloc(sizeof *journal);
    enum status status;

    snprintf(journal->path, sizeof journal->path, "%s/%s", folder, name);
    journal->file = open_locked(journal->path);
    if (journal->file < 0 && errno == EWOULDBLOCK) {
        /* A later run removes it, like any temporary file. */
        snprintf(journal->path, sizeof journal->path,
                 "%s/.lettermill-%ld-journal", folder, (long)getpid());
        journal->file = open_locked(journal->path);
    }
    if (journal->file >= 0 && begin(journal) == 0) {
        *result = journal;
        return STATUS_OK;
    }
    status = error_set_errno(err, RULE_FILE_WRITE, folder, "write");
    if (journal->file >= 0)
        close(journal->file);
    free(journal);
    return status;
}

const char *journal_path(const struct journal *journal)
{
    return journal->path;
}

enum status journal_add(struct journal *journal,
                        const struct manifest_entry *entry, uint64_t *offset,
                        struct error *err)
{
    struct buffer line = buffer_new(LINE_LIMIT);
    enum status status = STATUS_OK;

    manifest_add(&line, entry);
    *offset = atomic_fetch_add(&journal->end, line.length);
    if (write_at(journal, line.bytes, line.length, *offset) != 0)
        status = error_set_errno(err, RULE_FILE_WRITE, "manifest.csv", "write");
    buffer_free(&line);
    return status;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    close(journal->file);
    free(journal);
}

void journal_remove(struct journal *journal)
{
    if (!journal)
        return;
    unlink(journal->path);
    journal_close(journal);
}
