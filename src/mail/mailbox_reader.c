#include "mail/mailbox_reader.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Maximum bytes of a file. */
static const size_t file_limit = (size_t)1024 * 1024 * 1024;

static const char separator[] = "From ";

struct mailbox_reader {
    struct arena *arena; ///< owns the names
    mailbox_reader_visit *visit;
    mailbag_fault *fault;
    void *context;
};

/* --- mailboxes ----------------------------------------------------------- */

static bool begins_with(const char *at, const char *end, const char *word)
{
    const size_t length = strlen(word);

    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

static const char *next_line(const char *at, const char *end)
{
    const char *stop = memchr(at, '\n', (size_t)(end - at));

    return stop ? stop + 1 : end;
}

/* Removes the ">" that escapes "From ". */
static void add_line(struct buffer *message, const char *at, const char *stop)
{
    const char *from = at;

    while (from < stop && *from == '>')
        from++;
    if (from > at && begins_with(from, stop, separator))
        at++;
    buffer_add(message, at, (size_t)(stop - at));
}

static bool is_empty_line(const char *at, const char *stop)
{
    return stop - at == 1 || (stop - at == 2 && *at == '\r');
}

static void visit_message(const struct mailbox_reader *mailbox_reader,
                          struct location location,
                          const struct buffer *message)
{
    mailbox_reader->visit(location, buffer_text(message), message->length,
                          mailbox_reader->context);
}

static void open_mailbox(const struct mailbox_reader *mailbox_reader,
                         const char *path, const struct buffer *bytes)
{
    const char *at = bytes->bytes;
    const char *end = at + bytes->length;
    struct buffer message = buffer_new(file_limit);
    struct location location = {path, 0, 0};
    bool empty = true; /* at the beginning or after an empty line */

    for (int line = 1; at < end; line++) {
        const char *stop = next_line(at, end);
        if (empty && begins_with(at, stop, separator)) {
            if (location.line)
                visit_message(mailbox_reader, location, &message);
            buffer_clear(&message);
            location.line = line;
        } else {
            add_line(&message, at, stop);
        }
        empty = is_empty_line(at, stop);
        at = stop;
    }
    visit_message(mailbox_reader, location, &message);
    buffer_free(&message);
}

/* --- files --------------------------------------------------------------- */

static enum status open_file(const struct mailbox_reader *mailbox_reader,
                             const char *path, struct error *err)
{
    struct buffer bytes = buffer_new(file_limit);
    const enum status status = buffer_read_file(&bytes, path, path, err);

    if (status == STATUS_OK && bytes.length &&
        begins_with(bytes.bytes, bytes.bytes + bytes.length, separator))
        open_mailbox(mailbox_reader, path, &bytes);
    else if (status == STATUS_OK)
        visit_message(mailbox_reader, (struct location){path, 0, 0}, &bytes);
    buffer_free(&bytes);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* --- Maildirs ------------------------------------------------------------ */

/* A mail program may move a message from new/ to cur/, or mark it, at any
 * moment. Up to the colon its name stays the same. */
static size_t unique_length(const char *name)
{
    return strcspn(name, ":");
}

static int compare_names(const char *left, const char *right)
{
    const size_t one = unique_length(left);
    const size_t other = unique_length(right);
    const int order = strncmp(left, right, one < other ? one : other);

    return order ? order : (one > other) - (one < other);
}

static int is_message(const struct dirent *entry)
{
    return *entry->d_name != '.';
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
    return compare_names((*left)->d_name, (*right)->d_name);
}

/** The messages of a folder when it was listed. */
struct message_list {
    const char *folder;
    struct dirent **entries; ///< in order of their names
    bool *settled;           ///< by entry: read, or its error was reported
    size_t count;
};

static enum status list_folder(const struct mailbox_reader *mailbox_reader,
                               const char *folder, struct message_list *list,
                               struct error *err)
{
    const int count = scandir(folder, &list->entries, is_message, by_name);

    list->folder = folder;
    if (count < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, folder, "read");
    list->count = (size_t)count;
    list->settled = ARENA_ARRAY(mailbox_reader->arena, bool, list->count + 1);
    return STATUS_OK;
}

static void free_list(struct message_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->entries[i]);
    if (list->count)
        free(list->entries);
}

/* @return the place of the message with this name, or SIZE_MAX */
static size_t find_name(const struct message_list *list, const char *name)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_names(list->entries[middle]->d_name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count &&
                   compare_names(list->entries[low]->d_name, name) == 0
               ? low
               : SIZE_MAX;
}

static void tell(const struct mailbox_reader *mailbox_reader, const char *path,
                 const char *words)
{
    struct error err = {.code = ""};

    (void)error_set(&err, RULE_FILE_UNREADABLE, (struct location){path, 0, 0},
                    NULL, "%s", words);
    mailbox_reader->fault(&err, mailbox_reader->context);
}

/* Reads a message, or reports an error. Pipes and devices are not opened,
 * because that could block. @return false if it is gone */
static bool read_entry(const struct mailbox_reader *mailbox_reader,
                       const char *path)
{
    struct stat facts;
    struct error err = {.code = ""};

    if (stat(path, &facts) != 0) {
        if (lstat(path, &facts) != 0 && errno == ENOENT)
            return false;
        tell(mailbox_reader, path,
             S_ISLNK(facts.st_mode) ? "is a link to what is not there"
                                    : "cannot be read");
        return true;
    }
    if (!S_ISREG(facts.st_mode)) {
        tell(mailbox_reader, path,
             "is no message: a folder, a pipe or a device");
        return true;
    }
    if (open_file(mailbox_reader, path, &err) == STATUS_OK)
        return true;
    if (err.rule == RULE_FILE_MISSING)
        return false;
    mailbox_reader->fault(&err, mailbox_reader->context);
    return true;
}

static const char *path_of(const struct mailbox_reader *mailbox_reader,
                           const struct message_list *list, size_t index)
{
    return arena_printf(mailbox_reader->arena, "%s/%s", list->folder,
                        list->entries[index]->d_name);
}

/* Reads the listed messages that are not settled in the earlier list @p
 * before; messages lost there and found here are then settled there too. */
static void read_list(const struct mailbox_reader *mailbox_reader,
                      struct message_list *list, struct message_list *before)
{
    for (size_t i = 0; i < list->count; i++) {
        const size_t same = find_name(before, list->entries[i]->d_name);
        if (same != SIZE_MAX && before->settled[same]) {
            list->settled[i] = true;
            continue;
        }
        list->settled[i] =
            read_entry(mailbox_reader, path_of(mailbox_reader, list, i));
        if (same != SIZE_MAX && list->settled[i])
            before->settled[same] = true;
    }
}

/* Searches cur/ again for messages that were moved meanwhile. */
static void find_lost(const struct mailbox_reader *mailbox_reader,
                      struct message_list *list,
                      const struct message_list *again)
{
    for (size_t i = 0; i < list->count; i++) {
        const size_t same = find_name(again, list->entries[i]->d_name);
        if (list->settled[i] ||
            (same != SIZE_MAX &&
             read_entry(mailbox_reader, path_of(mailbox_reader, again, same))))
            continue;
        tell(mailbox_reader, path_of(mailbox_reader, list, i),
             "was removed while the folder was read");
    }
}

static enum status open_maildir(const struct mailbox_reader *mailbox_reader,
                                const char *path, struct error *err)
{
    const char *arrived = arena_printf(mailbox_reader->arena, "%s/new", path);
    const char *seen = arena_printf(mailbox_reader->arena, "%s/cur", path);
    struct message_list fresh = {.count = 0}, old = fresh, again = fresh;
    enum status status = STATUS_OK;
    enum status other = STATUS_OK;

    if (!is_folder(arrived) && !is_folder(seen))
        return error_set(err, RULE_FILE_UNREADABLE,
                         (struct location){path, 0, 0}, NULL,
                         "is no Maildir: it has neither \"new\" nor \"cur\"");
    if (is_folder(arrived))
        status = list_folder(mailbox_reader, arrived, &fresh, err);
    read_list(mailbox_reader, &fresh, &(struct message_list){.count = 0});
    if (is_folder(seen))
        other = list_folder(mailbox_reader, seen, &old, err);
    read_list(mailbox_reader, &old, &fresh);
    if (other == STATUS_OK && is_folder(seen))
        other = list_folder(mailbox_reader, seen, &again, err);
    find_lost(mailbox_reader, &old, &again);
    find_lost(mailbox_reader, &fresh, &again);
    free_list(&fresh);
    free_list(&old);
    free_list(&again);
    return status != STATUS_OK ? status : other;
}

enum status mailbox_reader_walk(struct arena *arena, const char *path,
                                mailbox_reader_visit *visit,
                                mailbag_fault *fault, void *context,
                                struct error *err)
{
    const struct mailbox_reader mailbox_reader = {arena, visit, fault, context};

    return is_folder(path) ? open_maildir(&mailbox_reader, path, err)
                           : open_file(&mailbox_reader, path, err);
}
