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

struct bag {
    struct arena *arena; ///< owns the names
    mailbag_visit *visit;
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

static void visit_message(const struct bag *bag, struct place place,
                          const struct buffer *message)
{
    bag->visit(place, buffer_text(message), message->length, bag->context);
}

static void open_mailbox(const struct bag *bag, const char *path,
                         const struct buffer *bytes)
{
    const char *at = bytes->bytes;
    const char *end = at + bytes->length;
    struct buffer message = buffer_new(file_limit);
    struct place place = {path, 0, 0};
    bool empty = true; /* the line before is empty, or there is none */

    for (int line = 1; at < end; line++) {
        const char *stop = next_line(at, end);
        if (empty && begins_with(at, stop, separator)) {
            if (place.line)
                visit_message(bag, place, &message);
            buffer_clear(&message);
            place.line = line;
        } else {
            add_line(&message, at, stop);
        }
        empty = is_empty_line(at, stop);
        at = stop;
    }
    visit_message(bag, place, &message);
    buffer_free(&message);
}

/* --- files --------------------------------------------------------------- */

static enum status open_file(const struct bag *bag, const char *path,
                             struct error *err)
{
    struct buffer bytes = buffer_new(file_limit);
    const enum status status = buffer_read_file(&bytes, path, path, err);

    if (status == STATUS_OK && bytes.length &&
        begins_with(bytes.bytes, bytes.bytes + bytes.length, separator))
        open_mailbox(bag, path, &bytes);
    else if (status == STATUS_OK)
        visit_message(bag, (struct place){path, 0, 0}, &bytes);
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

static enum status open_folder(const struct bag *bag, const char *path,
                               struct error *err)
{
    enum status status = STATUS_OK;
    struct dirent **entries;
    const int count = scandir(path, &entries, is_message, by_name);

    if (count < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, path, "read");
    for (int i = 0; i < count; i++) {
        const char *file =
            arena_printf(bag->arena, "%s/%s", path, entries[i]->d_name);
        if (status == STATUS_OK)
            status = open_file(bag, file, err);
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

static enum status open_maildir(const struct bag *bag, const char *path,
                                struct error *err)
{
    static const char *const parts[] = {"new", "cur"};
    bool found = false;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *part = arena_printf(bag->arena, "%s/%s", path, parts[i]);
        enum status status;
        if (!is_folder(part))
            continue;
        found = true;
        status = open_folder(bag, part, err);
        if (status != STATUS_OK)
            return status;
    }
    if (!found)
        return error_set(err, RULE_FILE_UNREADABLE, (struct place){path, 0, 0},
                         NULL,
                         "is no Maildir: it has neither \"new\" nor \"cur\"");
    return STATUS_OK;
}

enum status mailbag_open(struct arena *arena, const char *path,
                         mailbag_visit *visit, void *context, struct error *err)
{
    const struct bag bag = {arena, visit, context};

    return is_folder(path) ? open_maildir(&bag, path, err)
                           : open_file(&bag, path, err);
}
