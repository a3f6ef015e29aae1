#include "mail/outbox.h"

#include <dirent.h>
#include <string.h>

#include "base/plural.h"
#include "base/reserved_name.h"
#include "mail/mail_assets.h"
#include "store/atomic_file.h"

enum { PAGE_LIMIT = 256 << 20 };

struct outbox_writing {
    struct arena *arena; /* owns the lines */
    const struct mailout *mailout;
    const char *output;
    const char *folder;
    int64_t now;
    struct diagnostics *diagnostics;
};

static const char *join_recipients(struct arena *arena,
                                   const struct message *message)
{
    const char *joined = message->recipients[0];

    for (size_t i = 1; i < message->recipient_count; i++)
        joined = arena_printf(arena, "%s, %s", joined, message->recipients[i]);
    return arena_strdup(arena, joined);
}

/* A prefix for codes that cannot be file names on Windows; no code begins with
 * it. */
#define RESERVED_MARK "+"

static enum status file_message(const struct outbox_writing *outbox_writing,
                                const struct message *message,
                                struct outbox_line *line)
{
    struct arena *arena = outbox_writing->arena;
    struct error err = {.code = ""};
    enum status status;

    *line = (struct outbox_line){
        .code = arena_strdup(arena, message->code),
        .name = arena_strdup(arena, message->name),
        .recipients = join_recipients(arena, message),
        .subject = arena_strdup(arena, message->subject),
        .file =
            arena_printf(arena, "outbox/%s%s.eml",
                         reserved_name_is(message->code) ? RESERVED_MARK : "",
                         message->code),
        .size = message->bytes.length,
    };
    status = atomic_file_write(
        arena_printf(arena, "%s/%s", outbox_writing->output, line->file),
        message->bytes.bytes, message->bytes.length, FILE_SYNC_NONE, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(outbox_writing->diagnostics, &err);
    return status;
}

static enum status write_one(const struct outbox_writing *outbox_writing,
                             size_t index, struct arena *letter,
                             struct outbox_line *line)
{
    struct message message;
    enum status status =
        mailout_compose(outbox_writing->mailout, index, outbox_writing->now,
                        letter, &message, outbox_writing->diagnostics);

    if (status != STATUS_OK)
        return status;
    status = file_message(outbox_writing, &message, line);
    message_free(&message);
    return status;
}

static enum status write_all(const struct outbox_writing *outbox_writing,
                             const size_t *indices, struct outbox_line *lines,
                             size_t count)
{
    struct arena *letter = arena_new();
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        arena_reset(letter);
        status = write_one(outbox_writing, indices ? indices[i] : i, letter,
                           &lines[i]);
    }
    arena_free(letter);
    return status;
}

/* Leftovers */

/* @return true if "<code>.eml" is the message of a letter, by binary search:
 *         entries are in order of code */
static bool is_mailed(const struct mailout *mailout, const char *code)
{
    size_t low = 0;
    size_t high = mailout_count(mailout);

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(mailout_entry(mailout, middle)->code, code);
        if (!order)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_leftover(const struct outbox_writing *outbox_writing,
                        struct arena *arena, const char *name)
{
    const size_t length = strlen(name);
    const size_t marked = *name == *RESERVED_MARK;

    return name[0] != '.' && length > 4 &&
           strcmp(name + length - 4, ".eml") == 0 &&
           !is_mailed(outbox_writing->mailout,
                      arena_strndup(arena, name + marked, length - 4 - marked));
}

static enum status remove_leftovers(const struct outbox_writing *outbox_writing)
{
    struct arena *arena = arena_new();
    DIR *entries = opendir(outbox_writing->folder);
    struct error err = {.code = ""};
    const struct dirent *entry;
    enum status status = STATUS_OK;

    while (entries && status == STATUS_OK && (entry = readdir(entries)) != NULL)
        if (is_leftover(outbox_writing, arena, entry->d_name))
            status = atomic_file_remove(arena_printf(arena, "%s/%s",
                                                     outbox_writing->folder,
                                                     entry->d_name),
                                        &err);
    if (entries)
        closedir(entries);
    if (status != STATUS_OK)
        diagnostics_add_error(outbox_writing->diagnostics, &err);
    arena_free(arena);
    return status;
}

/* The page */

static void add_cell(struct buffer *page, const char *text)
{
    buffer_add_text(page, "<td>");
    buffer_add_xml(page, text);
    buffer_add_text(page, "</td>");
}

static void add_line(struct buffer *page, const struct outbox_line *line)
{
    const char *file = strchr(line->file, '/') + 1;

    buffer_add_text(page, "<tr><th scope=\"row\">");
    buffer_add_xml(page, line->code);
    buffer_add_text(page, "</th>");
    add_cell(page, line->name);
    add_cell(page, line->recipients);
    add_cell(page, line->subject);
    buffer_add_text(page, "<td><a href=\"");
    buffer_add_xml(page, file);
    buffer_add_text(page, "\">");
    buffer_add_xml(page, file);
    buffer_printf(page, "</a></td><td>%zu</td></tr>\n",
                  (line->size + 1023) / 1024);
}

static void add_page(struct buffer *page, const struct outbox *outbox)
{
    buffer_printf(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n"
        "<title>Outbox: %zu message%s</title>\n"
        "<style>\n%smain { max-width: none; }\n</style>\n</head>\n"
        "<body>\n<main>\n<h1>Outbox</h1>\n"
        "<table>\n<caption>%zu message%s, of which none has been sent "
        "by writing this</caption>\n<thead><tr>",
        outbox->count, plural_s(outbox->count), (const char *)mail_css,
        outbox->count, plural_s(outbox->count));
    buffer_add_text(page, "<th scope=\"col\">Code</th>"
                          "<th scope=\"col\">Council</th>"
                          "<th scope=\"col\">Recipients</th>"
                          "<th scope=\"col\">Subject</th>"
                          "<th scope=\"col\">File</th>"
                          "<th scope=\"col\">Size in kB</th>"
                          "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < outbox->count; i++)
        add_line(page, &outbox->lines[i]);
    buffer_add_text(page, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
}

static enum status write_page(const struct outbox_writing *outbox_writing,
                              const struct outbox *outbox)
{
    struct buffer page = buffer_new(PAGE_LIMIT);
    struct error err = {.code = ""};
    enum status status;

    add_page(&page, outbox);
    status =
        atomic_file_write(arena_printf(outbox_writing->arena, "%s/index.html",
                                       outbox_writing->folder),
                          page.bytes, page.length, FILE_SYNC_NONE, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(outbox_writing->diagnostics, &err);
    buffer_free(&page);
    return status;
}

enum status outbox_write(struct arena *arena, const struct mailout *mailout,
                         const char *output, const size_t *indices,
                         size_t count, int64_t now, struct outbox *outbox,
                         struct diagnostics *diagnostics)
{
    const size_t chosen = indices ? count : mailout_count(mailout);
    struct outbox_line *lines = ARENA_ARRAY(arena, struct outbox_line, chosen);
    const struct outbox_writing outbox_writing = {
        arena, mailout,    output, arena_printf(arena, "%s/outbox", output),
        now,   diagnostics};
    struct error err = {.code = ""};
    enum status status = atomic_file_make_folder(outbox_writing.folder, &err);

    *outbox = (struct outbox){lines, chosen};
    if (status != STATUS_OK) {
        diagnostics_add_error(diagnostics, &err);
        return status;
    }
    atomic_file_sweep(outbox_writing.folder);
    status = write_all(&outbox_writing, indices, lines, chosen);
    if (status == STATUS_OK)
        status = remove_leftovers(&outbox_writing);
    return status == STATUS_OK ? write_page(&outbox_writing, outbox) : status;
}
