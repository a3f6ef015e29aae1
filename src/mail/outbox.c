#include "mail/outbox.h"

#include <dirent.h>
#include <string.h>

#include "mail/mail_assets.h"
#include "store/atomic_file.h"

enum { PAGE_LIMIT = 256 << 20 };

struct writing {
    struct arena *arena; /* owns the lines */
    const struct mailing *mailing;
    const char *output;
    const char *folder;
    int64_t now;
    struct report *report;
};

static const char *join_recipients(struct arena *arena,
                                   const struct message *message)
{
    const char *joined = message->recipients[0];

    for (size_t i = 1; i < message->recipient_count; i++)
        joined = arena_printf(arena, "%s, %s", joined, message->recipients[i]);
    return arena_string(arena, joined);
}

static enum status file_message(const struct writing *writing,
                                const struct message *message,
                                struct outbox_line *line)
{
    struct arena *arena = writing->arena;
    struct error err = {.code = ""};
    enum status status;

    *line = (struct outbox_line){
        .code = arena_string(arena, message->code),
        .name = arena_string(arena, message->name),
        .recipients = join_recipients(arena, message),
        .subject = arena_string(arena, message->subject),
        .file = arena_printf(arena, "outbox/%s.eml", message->code),
        .size = message->bytes.length,
    };
    status = filing_write(
        arena_printf(arena, "%s/%s", writing->output, line->file),
        message->bytes.bytes, message->bytes.length, FILING_SYNC_NONE, &err);
    if (status != STATUS_OK)
        report_add(writing->report, &err);
    return status;
}

static enum status write_one(const struct writing *writing, size_t index,
                             struct arena *letter, struct outbox_line *line)
{
    struct message message;
    enum status status = mailing_compose(writing->mailing, index, writing->now,
                                         letter, &message, writing->report);

    if (status != STATUS_OK)
        return status;
    status = file_message(writing, &message, line);
    message_free(&message);
    return status;
}

static enum status write_all(const struct writing *writing,
                             const size_t *indices, struct outbox_line *lines,
                             size_t count)
{
    struct arena *letter = arena_new();
    enum status status = STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        arena_reset(letter);
        status =
            write_one(writing, indices ? indices[i] : i, letter, &lines[i]);
    }
    arena_free(letter);
    return status;
}

/* Leftovers */

/* Whether "<code>.eml" is the message of a letter, by halving: entries stand
 * in order of code. */
static bool is_mailed(const struct mailing *mailing, const char *code)
{
    size_t low = 0;
    size_t high = mailing_count(mailing);

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(mailing_entry(mailing, middle)->code, code);
        if (!order)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_leftover(const struct writing *writing, struct arena *arena,
                        const char *name)
{
    const size_t length = strlen(name);

    return name[0] != '.' && length > 4 &&
           strcmp(name + length - 4, ".eml") == 0 &&
           !is_mailed(writing->mailing, arena_text(arena, name, length - 4));
}

static enum status remove_leftovers(const struct writing *writing)
{
    struct arena *arena = arena_new();
    DIR *entries = opendir(writing->folder);
    struct error err = {.code = ""};
    const struct dirent *entry;
    enum status status = STATUS_OK;

    while (entries && status == STATUS_OK && (entry = readdir(entries)) != NULL)
        if (is_leftover(writing, arena, entry->d_name))
            status = filing_remove(
                arena_printf(arena, "%s/%s", writing->folder, entry->d_name),
                &err);
    if (entries)
        closedir(entries);
    if (status != STATUS_OK)
        report_add(writing->report, &err);
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
    buffer_printf(page,
                  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                  "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                  "content=\"width=device-width, initial-scale=1\">\n"
                  "<title>Outbox: %zu messages</title>\n"
                  "<style>\n%smain { max-width: none; }\n</style>\n</head>\n"
                  "<body>\n<main>\n<h1>Outbox</h1>\n"
                  "<table>\n<caption>%zu messages, of which none has been sent "
                  "by writing this</caption>\n<thead><tr>",
                  outbox->count, (const char *)mail_css, outbox->count);
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

static enum status write_page(const struct writing *writing,
                              const struct outbox *outbox)
{
    struct buffer page = buffer_new(PAGE_LIMIT);
    struct error err = {.code = ""};
    enum status status;

    add_page(&page, outbox);
    status = filing_write(
        arena_printf(writing->arena, "%s/index.html", writing->folder),
        page.bytes, page.length, FILING_SYNC_NONE, &err);
    if (status != STATUS_OK)
        report_add(writing->report, &err);
    buffer_free(&page);
    return status;
}

enum status outbox_write(struct arena *arena, const struct mailing *mailing,
                         const char *output, const size_t *indices,
                         size_t count, int64_t now, struct outbox *outbox,
                         struct report *report)
{
    const size_t chosen = indices ? count : mailing_count(mailing);
    struct outbox_line *lines = ARENA_ARRAY(arena, struct outbox_line, chosen);
    const struct writing writing = {
        arena, mailing, output, arena_printf(arena, "%s/outbox", output),
        now,   report};
    struct error err = {.code = ""};
    enum status status = filing_make_folder(writing.folder, &err);

    *outbox = (struct outbox){lines, chosen};
    if (status != STATUS_OK) {
        report_add(report, &err);
        return status;
    }
    filing_sweep(writing.folder);
    status = write_all(&writing, indices, lines, chosen);
    if (status == STATUS_OK)
        status = remove_leftovers(&writing);
    return status == STATUS_OK ? write_page(&writing, outbox) : status;
}
