#include "store/atomic_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"

#define PREFIX ".lettermill-"

static int fail_with(int number)
{
    errno = number;
    return -1;
}

enum status atomic_file_make_folder(const char *path, struct error *err)
{
    char part[PATH_MAX];
    const size_t length = strlen(path);
    struct stat facts;
    int number;

    if (length >= sizeof part) {
        fail_with(ENAMETOOLONG);
        return error_set_errno(err, RULE_FILE_WRITE, path, "make the folder");
    }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) == 0 || errno == EEXIST)
            continue;
        number = errno;
        if (stat(part, &facts) == 0 && S_ISDIR(facts.st_mode))
            continue; /* "/" and mount points may answer EROFS or EPERM */
        fail_with(number);
        return error_set_errno(err, RULE_FILE_WRITE, path, "make the folder");
    }
    if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
        return STATUS_OK;
    fail_with(ENOTDIR);
    return error_set_errno(err, RULE_FILE_WRITE, path, "make the folder");
}

/* Length of the folder part of a path, the slash included. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* Opens and locks a new file next to @p path; @p part is set to its name. */
static int open_part(const char *path, char part[static PATH_MAX])
{
    static atomic_uint counter;
    const int folder = (int)folder_length(path);

    for (int tries = 0; tries < 1000; tries++) {
        int file;
        const unsigned number = atomic_fetch_add(&counter, 1);
        const int length = snprintf(part, PATH_MAX, "%.*s" PREFIX "%ld-%u",
                                    folder, path, (long)getpid(), number);
        if (length < 0 || length >= PATH_MAX)
            return fail_with(ENAMETOOLONG);
        file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno == EEXIST)
            continue;
        if (file >= 0)
            (void)flock(file, LOCK_EX | LOCK_NB); /* not all systems can */
        return file;
    }
    return fail_with(EEXIST);
}

static int write_all(int file, const char *bytes, size_t size)
{
    while (size) {
        const ssize_t done = write(file, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done ? -1 : fail_with(ENOSPC);
        bytes += done;
        size -= (size_t)done;
    }
    return 0;
}

/* Makes one attempt. @return -1 with errno set, and no file, on failure */
static int write_once(const char *path, const void *bytes, size_t size,
                      enum file_sync sync)
{
    char part[PATH_MAX];
    const int file = open_part(path, part);
    int number;

    if (file < 0)
        return -1;
    if (write_all(file, bytes, size) == 0 &&
        (sync != FILE_SYNC_EACH || fsync(file) == 0) &&
        rename(part, path) == 0) {
        /* close() reports write errors of network file systems. */
        return close(file);
    }
    number = errno;
    unlink(part);
    close(file);
    return fail_with(number);
}

enum status atomic_file_write(const char *path, const void *bytes, size_t size,
                              enum file_sync sync, struct error *err)
{
    int done = write_once(path, bytes, size, sync);

    /* Another run's sweep may remove the file before it is locked. */
    if (done < 0 && errno == ENOENT)
        done = write_once(path, bytes, size, sync);
    if (done < 0)
        return error_set_errno(err, RULE_FILE_WRITE, path, "write");
    return STATUS_OK;
}

/* Bytes written at once. */
enum { STREAM_CAPACITY = 64 * 1024 };

struct atomic_file {
    const char *path;
    char part[PATH_MAX];
    int file;
    int fault; /* errno of the first error, or 0 */
    size_t length;
    char bytes[STREAM_CAPACITY];
};

enum status atomic_file_open(const char *path, struct atomic_file **result,
                             struct error *err)
{
    struct atomic_file *stream = memory_alloc(sizeof *stream);

    stream->path = path;
    stream->fault = 0;
    stream->length = 0;
    stream->file = open_part(path, stream->part);
    if (stream->file < 0) {
        const enum status status =
            error_set_errno(err, RULE_FILE_WRITE, path, "write");
        free(stream);
        return status;
    }
    *result = stream;
    return STATUS_OK;
}

static void flush(struct atomic_file *stream)
{
    if (!stream->fault &&
        write_all(stream->file, stream->bytes, stream->length) != 0)
        stream->fault = errno;
    stream->length = 0;
}

void atomic_file_add(struct atomic_file *stream, const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size) {
        const size_t capacity = STREAM_CAPACITY - stream->length;
        const size_t piece = size < capacity ? size : capacity;
        memcpy(stream->bytes + stream->length, from, piece);
        stream->length += piece;
        from += piece;
        size -= piece;
        if (stream->length == STREAM_CAPACITY)
            flush(stream);
    }
}

/* Reads until @p size bytes or the end. @return how many, or -1 */
static ssize_t read_piece(int file, char *bytes, size_t size)
{
    size_t length = 0;

    while (length < size) {
        const ssize_t done = read(file, bytes + length, size - length);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        if (!done)
            break;
        length += (size_t)done;
    }
    return (ssize_t)length;
}

static bool have_same_bytes(int one, int other)
{
    char left[4096];
    char right[4096];
    ssize_t length;

    do {
        length = read_piece(one, left, sizeof left);
        if (length < 0 || read_piece(other, right, sizeof right) != length ||
            memcmp(left, right, (size_t)length) != 0)
            return false;
    } while (length);
    return true;
}

/* @return true if the existing file has the written bytes */
static bool is_there_already(const struct atomic_file *stream)
{
    const int old = open(stream->path, O_RDONLY | O_CLOEXEC);
    const int new = old < 0 ? -1 : open(stream->part, O_RDONLY | O_CLOEXEC);
    struct stat before = {.st_size = 0};
    struct stat after = {.st_size = 0};
    const bool same =
        new >= 0 && fstat(old, &before) == 0 && fstat(new, &after) == 0 &&
        before.st_size == after.st_size &&have_same_bytes(old, new);

    if (old >= 0)
        close(old);
    if (new >= 0)
        close(new);
    return same;
}

enum status atomic_file_close(struct atomic_file *stream, enum file_sync sync,
                              struct error *err)
{
    enum status status = STATUS_OK;

    flush(stream);
    if (!stream->fault && is_there_already(stream)) {
        atomic_file_drop(stream);
        return STATUS_OK;
    }
    if (!stream->fault && ((sync == FILE_SYNC_EACH && fsync(stream->file)) ||
                           rename(stream->part, stream->path) != 0))
        stream->fault = errno;
    if (stream->fault)
        unlink(stream->part);
    if (close(stream->file) != 0 && !stream->fault)
        stream->fault = errno;
    if (stream->fault) {
        errno = stream->fault;
        status = error_set_errno(err, RULE_FILE_WRITE, stream->path, "write");
    }
    free(stream);
    return status;
}

void atomic_file_drop(struct atomic_file *stream)
{
    if (!stream)
        return;
    unlink(stream->part);
    close(stream->file);
    free(stream);
}

enum status atomic_file_sync_folder(const char *path, enum file_sync sync,
                                    struct error *err)
{
    enum status status = STATUS_OK;
    int folder;
    int done;

    if (sync == FILE_SYNC_NONE)
        return STATUS_OK;
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return error_set_errno(err, RULE_FILE_WRITE, path, "open");
    done = sync == FILE_SYNC_END ? syncfs(folder) : fsync(folder);
    if (done < 0)
        status = error_set_errno(err, RULE_FILE_WRITE, path, "sync");
    close(folder);
    return status;
}

static void sweep_file(int folder, const char *name)
{
    const int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (file < 0)
        return;
    /* shared: run_lock_acquire() uses the other kind for a run's lock */
    if (flock(file, LOCK_SH | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(file);
}

void atomic_file_sweep(const char *folder)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    if (!entries)
        return;
    while ((entry = readdir(entries)) != NULL)
        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0)
            sweep_file(dirfd(entries), entry->d_name);
    closedir(entries);
}

enum status atomic_file_remove(const char *path, struct error *err)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return STATUS_OK;
    return error_set_errno(err, RULE_FILE_WRITE, path, "remove");
}
