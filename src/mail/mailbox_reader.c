#include "mail/mailbox_reader.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Most bytes of a file. */
static const size_t file_limit = (size_t)1024 * 1024 * 1024;

static const char separator[] = "From ";

struct mailbox_reader {
    struct arena *arena; ///< owns the names
    mailbox_reader_visit *visit;
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

/* Takes the ">" off that keeps "From " from beginning a message. */
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
    bool empty = true; /* the line before is empty, or there is none */

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

static int is_message(const struct dirent *entry)
{
    return *entry->d_name != '.';
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

static enum status open_folder(const struct mailbox_reader *mailbox_reader,
                               const char *path, struct error *err)
{
    enum status status = STATUS_OK;
    struct dirent **entries;
    const int count = scandir(path, &entries, is_message, by_name);

    if (count < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, path, "read");
    for (int i = 0; i < count; i++) {
        const char *file = arena_printf(mailbox_reader->arena, "%s/%s", path,
                                        entries[i]->d_name);
        if (status == STATUS_OK)
            status = open_file(mailbox_reader, file, err);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static bool is_folder(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static enum status open_maildir(const struct mailbox_reader *mailbox_reader,
                                const char *path, struct error *err)
{
    static const char *const parts[] = {"new", "cur"};
    bool found = false;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *part =
            arena_printf(mailbox_reader->arena, "%s/%s", path, parts[i]);
        enum status status;
        if (!is_folder(part))
            continue;
        found = true;
        status = open_folder(mailbox_reader, part, err);
        if (status != STATUS_OK)
            return status;
    }
    if (!found)
        return error_set(err, RULE_FILE_UNREADABLE,
                         (struct location){path, 0, 0}, NULL,
                         "is no Maildir: it has neither \"new\" nor \"cur\"");
    return STATUS_OK;
}

enum status mailbox_reader_walk(struct arena *arena, const char *path,
                                mailbox_reader_visit *visit, void *context,
                                struct error *err)
{
    const struct mailbox_reader mailbox_reader = {arena, visit, context};

    return is_folder(path) ? open_maildir(&mailbox_reader, path, err)
                           : open_file(&mailbox_reader, path, err);
}
