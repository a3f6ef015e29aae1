#include "publish/site_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "store/atomic_file.h"

/** Maximum bytes of a file. */
enum { FILE_LIMIT = 256 * 1024 * 1024 };

struct site_folder {
    struct arena *arena;
    const char *path;   ///< of the site
    const char *parent; ///< its folder
    const char *built;  ///< folder of the new site
    int lock;           ///< of the parent
    bool had_old;
    struct buffer scratch;
    struct site_changes changes;
};

/* --- opening ------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *facts, int kind,
                        struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

/* Without following links. */
static int remove_tree(const char *path)
{
    return access(path, F_OK) != 0 && errno == ENOENT
               ? 0
               : nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* A file that every site has, unlike a folder named by mistake. */
static bool is_site(const struct site_folder *site)
{
    struct buffer marker = buffer_new(1024 * 1024);
    const bool found =
        site_folder_read_old(site, "data/datapackage.json", &marker);

    buffer_free(&marker);
    return found;
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;

    while (folder && readdir(folder))
        count++;
    if (folder)
        closedir(folder);
    return count <= 2; /* "." and ".." */
}

static enum status check_old(struct site_folder *site, struct error *err)
{
    struct stat facts;

    site->had_old = lstat(site->path, &facts) == 0;
    if (!site->had_old ||
        (S_ISDIR(facts.st_mode) && (is_empty(site->path) || is_site(site))))
        return STATUS_OK;
    return error_set(err, RULE_PUBLISH_FOLDER,
                     (struct location){site->path, 0, 0}, NULL,
                     "is there, and is no site that publish made; name a "
                     "folder of its own as publish.folder");
}

static enum status lock_parent(struct site_folder *site, struct error *err)
{
    enum status status = atomic_file_make_folder(site->parent, err);

    if (status != STATUS_OK)
        return status;
    site->lock = open(site->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (site->lock < 0)
        return error_set_errno(err, RULE_FILE_WRITE, site->parent, "open");
    if (flock(site->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return error_set(err, RULE_RUN_OTHER,
                         (struct location){site->path, 0, 0}, NULL,
                         "another run publishes here; wait for its end");
    return STATUS_OK;
}

/* "output/2022/site" is built as "output/2022/.lettermill-site". */
static void name_parts(struct site_folder *site, const char *path)
{
    size_t length = strlen(path);
    const char *slash;

    while (length > 1 && path[length - 1] == '/')
        length--;
    site->path = arena_strndup(site->arena, path, length);
    slash = strrchr(site->path, '/');
    site->parent = !slash ? "."
                          : arena_strndup(site->arena, site->path,
                                          slash == site->path
                                              ? 1
                                              : (size_t)(slash - site->path));
    site->built = ARENA_JOIN(site->arena, site->parent, "/.lettermill-",
                             slash ? slash + 1 : site->path);
}

enum status site_folder_open(struct arena *arena, const char *path,
                             struct site_folder **site, struct error *err)
{
    struct site_folder *made = ARENA_NEW(arena, struct site_folder);
    enum status status;

    made->arena = arena;
    made->lock = -1;
    made->scratch = buffer_new(FILE_LIMIT);
    name_parts(made, path);
    status = check_old(made, err);
    if (status == STATUS_OK)
        status = lock_parent(made, err);
    if (status == STATUS_OK && remove_tree(made->built) != 0)
        status = error_set_errno(err, RULE_FILE_WRITE, made->built, "remove");
    if (status == STATUS_OK)
        status = atomic_file_make_folder(made->built, err);
    *site = status == STATUS_OK ? made : NULL;
    if (status != STATUS_OK) {
        if (made->lock >= 0)
            close(made->lock);
        buffer_free(&made->scratch);
    }
    return status;
}

/* --- reading ------------------------------------------------------------- */

const char *site_folder_old_path(const struct site_folder *site,
                                 struct arena *arena, const char *name)
{
    return ARENA_JOIN(arena, site->path, "/", name);
}

static bool read_file(const char *folder, const char *name,
                      struct buffer *bytes)
{
    char path[PATH_MAX];
    struct error err;

    buffer_clear(bytes);
    return snprintf(path, sizeof path, "%s/%s", folder, name) <
               (int)sizeof path &&
           access(path, R_OK) == 0 &&
           buffer_read_file(bytes, path, path, &err) == STATUS_OK;
}

bool site_folder_read_old(const struct site_folder *site, const char *name,
                          struct buffer *bytes)
{
    return read_file(site->path, name, bytes);
}

/* --- writing ------------------------------------------------------------- */

/* @return the path of a file of the new site, after making its folders */
static enum status make_place(const struct site_folder *site, const char *name,
                              char path[static PATH_MAX], struct error *err)
{
    char *slash;
    enum status status;

    if (snprintf(path, PATH_MAX, "%s/%s", site->built, name) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return error_set_errno(err, RULE_FILE_WRITE, site->built, "write");
    }
    slash = strrchr(path, '/');
    *slash = '\0';
    status = access(path, F_OK) == 0 ? STATUS_OK
                                     : atomic_file_make_folder(path, err);
    *slash = '/';
    if (status != STATUS_OK)
        err->location.file = site->built;
    return status;
}

static bool link_old(const struct site_folder *site, const char *name,
                     const char *path)
{
    char old[PATH_MAX];

    return snprintf(old, sizeof old, "%s/%s", site->path, name) <
               (int)sizeof old &&
           link(old, path) == 0;
}

/* File systems without hard links get a copy. */
static enum status write_new(const struct site_folder *site, const char *path,
                             const void *bytes, size_t size, struct error *err)
{
    const enum status status =
        atomic_file_write(path, bytes, size, FILE_SYNC_END, err);

    if (status != STATUS_OK)
        err->location.file = site->path;
    return status;
}

enum status site_folder_write(struct site_folder *site, const char *name,
                              const void *bytes, size_t size, struct error *err)
{
    char path[PATH_MAX];
    const enum status status = make_place(site, name, path, err);
    bool is_same;

    if (status != STATUS_OK)
        return status;
    is_same = site_folder_read_old(site, name, &site->scratch) &&
              site->scratch.length == size &&
              memcmp(buffer_text(&site->scratch), bytes, size) == 0;
    if (unlink(path) != 0) /* it was kept from the old site */
        site->changes.files++;
    if (is_same && link_old(site, name, path))
        return STATUS_OK;
    site->changes.written += !is_same;
    return write_new(site, path, bytes, size, err);
}

/* --- all files ----------------------------------------------------------- */

struct name_list {
    const char **items;
    size_t count;
    size_t capacity;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lists the files below a folder; other objects are not part of a site. */
static void list_files(struct arena *arena, const char *folder,
                       const char *below, struct name_list *list)
{
    const char *path = *below ? ARENA_JOIN(arena, folder, "/", below) : folder;
    DIR *entries = opendir(path);
    struct dirent *entry;

    while (entries && (entry = readdir(entries)) != NULL) {
        const char *name =
            ARENA_JOIN(arena, below, *below ? "/" : "", entry->d_name);
        struct stat facts;
        if (strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0 ||
            lstat(ARENA_JOIN(arena, folder, "/", name), &facts) != 0)
            continue;
        if (S_ISDIR(facts.st_mode))
            list_files(arena, folder, name, list);
        if (!S_ISREG(facts.st_mode))
            continue;
        ARENA_GROW(arena, list->items, list->count, list->capacity);
        list->items[list->count++] = name;
    }
    if (entries)
        closedir(entries);
}

static void list_sorted(struct arena *arena, const char *folder,
                        struct name_list *list)
{
    list_files(arena, folder, "", list);
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare_names);
}

static enum status keep_file(struct site_folder *site, const char *name,
                             struct error *err)
{
    char path[PATH_MAX];
    const enum status status = make_place(site, name, path, err);

    if (status != STATUS_OK || access(path, F_OK) == 0)
        return status;
    site->changes.files++;
    if (link_old(site, name, path))
        return STATUS_OK;
    if (!site_folder_read_old(site, name, &site->scratch))
        return error_set_errno(err, RULE_FILE_UNREADABLE, site->path, "read");
    return write_new(site, path, buffer_text(&site->scratch),
                     site->scratch.length, err);
}

static bool is_built(const struct site_folder *site, const char *name)
{
    char path[PATH_MAX];

    return snprintf(path, sizeof path, "%s/%s", site->built, name) <
               (int)sizeof path &&
           access(path, F_OK) == 0;
}

enum status site_folder_keep(struct site_folder *site,
                             bool (*is_kept)(const char *name, void *context),
                             void *context, struct error *err)
{
    struct name_list list = {NULL, 0, 0};
    enum status status = STATUS_OK;

    if (site->had_old)
        list_sorted(site->arena, site->path, &list);
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++) {
        if (is_built(site, list.items[i]))
            continue;
        if (is_kept(list.items[i], context))
            status = keep_file(site, list.items[i], err);
        else
            site->changes.removed++;
    }
    return status;
}

enum status
site_folder_each(struct site_folder *site,
                 enum status (*visit)(const char *name, const char *path,
                                      void *context, struct error *err),
                 void *context, struct error *err)
{
    struct name_list list = {NULL, 0, 0};
    enum status status = STATUS_OK;

    list_sorted(site->arena, site->built, &list);
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        status = visit(list.items[i],
                       ARENA_JOIN(site->arena, site->built, "/", list.items[i]),
                       context, err);
    return status;
}

/* --- the end ------------------------------------------------------------- */

static void release(struct site_folder *site)
{
    close(site->lock);
    buffer_free(&site->scratch);
}

/* Syncs everything before the step that replaces the old site. */
static int flush_site(const struct site_folder *site)
{
    const int folder = open(site->built, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int done = folder < 0 ? -1 : syncfs(folder);

    if (folder >= 0)
        close(folder);
    return done;
}

/* If the file system cannot exchange two folders, there is briefly none. */
static int exchange(const struct site_folder *site)
{
    const char *aside = ARENA_JOIN(site->arena, site->built, "-old");

    if (!site->had_old)
        return rename(site->built, site->path);
    if (renameat2(AT_FDCWD, site->built, AT_FDCWD, site->path,
                  RENAME_EXCHANGE) == 0)
        return 0;
    if ((errno != EINVAL && errno != ENOSYS) || remove_tree(aside) != 0 ||
        rename(site->path, aside) != 0)
        return -1;
    if (rename(site->built, site->path) != 0) {
        (void)rename(aside, site->path);
        return -1;
    }
    return remove_tree(aside);
}

enum status site_folder_swap(struct site_folder *site,
                             struct site_changes *changes, struct error *err)
{
    *changes = site->changes;
    if (site->had_old && !changes->written && !changes->removed) {
        site_folder_drop(site); /* unchanged */
        return STATUS_OK;
    }
    if (flush_site(site) != 0 || exchange(site) != 0) {
        const enum status status =
            error_set_errno(err, RULE_FILE_WRITE, site->path, "replace");
        site_folder_drop(site);
        return status;
    }
    (void)remove_tree(site->built); /* the old one; the next run removes it */
    (void)fsync(site->lock);
    release(site);
    return STATUS_OK;
}

void site_folder_drop(struct site_folder *site)
{
    if (!site)
        return;
    (void)remove_tree(site->built);
    release(site);
}
