#include "mail/bounce.h"

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/utf8.h"

/* Maximum bytes of a report's part, of a text, most recipients and identifiers.
 */
enum {
    PART_LIMIT = 1024 * 1024,
    TEXT_LIMIT = 400,
    RECIPIENT_LIMIT = 1000,
    IDENTIFIER_LIMIT = 32,
    DEPTH_LIMIT = 8,
};

const char *bounce_action_word(enum bounce_action action)
{
    static const char *const words[] = {"failed", "delayed", "delivered"};

    return words[action];
}

/* --- texts --------------------------------------------------------------- */

/* Makes one line of UTF-8: white space becomes one space, controls and invalid
 * bytes become question marks. */
static const char *clean(struct arena *arena, const char *text, size_t length)
{
    struct buffer line = buffer_new(TEXT_LIMIT);
    const char *copy;

    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (ascii_is_space(text[i])) {
            if (line.length && i + 1 < length && !ascii_is_space(text[i + 1]))
                buffer_add_char(&line, ' ');
        } else {
            buffer_add_char(&line, byte < 32 || byte == 127 ? '?' : text[i]);
        }
    }
    for (size_t bad; !utf8_check(line.bytes ? line.bytes : "",
                                 strlen(buffer_text(&line)), &bad);)
        line.bytes[bad] = '?';
    copy = arena_strdup(arena, buffer_text(&line));
    buffer_free(&line);
    return copy;
}

static const char *clean_string(struct arena *arena, const char *text)
{
    return text ? clean(arena, text, strlen(text)) : "";
}

/* --- fields -------------------------------------------------------------- */

/** Consecutive fields: a header, or a group of a report. */
struct fields {
    const char *at;
    const char *end; ///< after the last line, before the blank one
};

static const char *line_end(const char *at, const char *end)
{
    const char *stop = memchr(at, '\n', (size_t)(end - at));

    return stop ? stop + 1 : end;
}

static bool is_blank_line(const char *at, const char *stop)
{
    while (at < stop && ascii_is_space(*at))
        at++;
    return at == stop;
}

/* Reads the next group of fields. @return false at the end */
static bool next_group(const char **at, const char *end, struct fields *group)
{
    while (*at < end && is_blank_line(*at, line_end(*at, end)))
        *at = line_end(*at, end);
    group->at = *at;
    while (*at < end && !is_blank_line(*at, line_end(*at, end)))
        *at = line_end(*at, end);
    group->end = *at;
    return group->at < group->end;
}

/* The end of a field that begins at @p at: lines that begin with white space
 * belong to it. */
static const char *field_end(const char *at, const char *end)
{
    do
        at = line_end(at, end);
    while (at < end && ascii_is_blank(*at));
    return at;
}

/* @return a field's value on one line, or NULL */
static const char *field_value(struct arena *arena, const struct fields *group,
                               const char *name)
{
    const size_t length = strlen(name);
    const char *stop;

    for (const char *at = group->at; at < group->end; at = stop) {
        const char *colon = at + length;
        stop = field_end(at, group->end);
        if ((size_t)(stop - at) <= length || strncasecmp(at, name, length) != 0)
            continue;
        while (colon < stop && ascii_is_blank(*colon))
            colon++;
        if (colon < stop && *colon == ':')
            return clean(arena, colon + 1, (size_t)(stop - colon - 1));
    }
    return NULL;
}

/* The text after the type in "rfc822; x@example.org". */
static const char *without_type(struct arena *arena, const char *value)
{
    const char *semicolon = value ? strchr(value, ';') : NULL;

    if (!value)
        return "";
    return utf8_trim(arena, semicolon ? semicolon + 1 : value);
}

static const char *bare_address(struct arena *arena, const char *value)
{
    const char *address = without_type(arena, value);
    const size_t length = strlen(address);

    if (length >= 2 && *address == '<' && address[length - 1] == '>')
        return arena_strndup(arena, address + 1, length - 2);
    return address;
}

/* --- the report ---------------------------------------------------------- */

/** A report that is being read. */
struct bounce_reading {
    struct arena *arena;
    struct bounce *bounces;
    size_t count;
    const char **ids;
    size_t id_count;
    bool original; ///< the first id is that of the e-mail itself
    bool status;   ///< there was a part with the status
};

static void add_id(struct bounce_reading *bounce_reading, const char *id)
{
    if (*id && bounce_reading->id_count < IDENTIFIER_LIMIT)
        bounce_reading->ids[bounce_reading->id_count++] = id;
}

static bool read_action(const char *word, enum bounce_action *action)
{
    static const struct {
        const char *word;
        enum bounce_action action;
    } actions[] = {{"failed", BOUNCE_FAILED},
                   {"delayed", BOUNCE_DELAYED},
                   {"delivered", BOUNCE_DELIVERED},
                   {"relayed", BOUNCE_DELIVERED},
                   {"expanded", BOUNCE_DELIVERED}};
    const size_t length = strcspn(word, " (;");

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strlen(actions[i].word) == length &&
            strncasecmp(actions[i].word, word, length) == 0) {
            *action = actions[i].action;
            return true;
        }
    return false;
}

/* Reads a group of fields, which is about a recipient if it has an action. */
static void add_group(struct bounce_reading *bounce_reading,
                      const struct fields *group)
{
    struct arena *arena = bounce_reading->arena;
    const char *action = field_value(arena, group, "Action");
    const char *status = field_value(arena, group, "Status");
    const char *recipient = field_value(arena, group, "Original-Recipient");
    struct bounce bounce = {.action = BOUNCE_FAILED};

    if (!action || bounce_reading->count == RECIPIENT_LIMIT ||
        !read_action(action, &bounce.action))
        return;
    if (!recipient || !*without_type(arena, recipient))
        recipient = field_value(arena, group, "Final-Recipient");
    bounce.recipient = bare_address(arena, recipient);
    bounce.status =
        status ? arena_strndup(arena, status, strcspn(status, " (")) : "";
    bounce.diagnostic =
        without_type(arena, field_value(arena, group, "Diagnostic-Code"));
    bounce_reading->bounces[bounce_reading->count++] = bounce;
}

/* The content of a part, decoded. */
static struct buffer part_content(GMimeObject *object)
{
    struct buffer bytes = buffer_new(PART_LIMIT);
    GMimeStream *stream = g_mime_stream_mem_new();
    const GByteArray *array;

    if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        if (content)
            g_mime_data_wrapper_write_to_stream(content, stream);
    }
    array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    buffer_add(&bytes, array->data,
               array->len < PART_LIMIT ? array->len : PART_LIMIT);
    g_object_unref(stream);
    return bytes;
}

static void read_status(struct bounce_reading *bounce_reading,
                        GMimeObject *object)
{
    struct buffer bytes = part_content(object);
    const char *at = buffer_text(&bytes);
    const char *end = at + bytes.length;
    struct fields group;

    bounce_reading->status = true;
    while (next_group(&at, end, &group))
        add_group(bounce_reading, &group);
    buffer_free(&bytes);
}

/* The header of the e-mail itself. */
static void read_header(struct bounce_reading *bounce_reading,
                        const struct fields *header)
{
    const char *id = field_value(bounce_reading->arena, header, "Message-ID");

    if (id && *id) {
        bounce_reading->original = true;
        add_id(bounce_reading, id);
    }
}

static void read_headers(struct bounce_reading *bounce_reading,
                         GMimeObject *object)
{
    struct buffer bytes = part_content(object);
    const char *at = buffer_text(&bytes);
    struct fields group;

    if (next_group(&at, at + bytes.length, &group))
        read_header(bounce_reading, &group);
    buffer_free(&bytes);
}

static void read_original(struct bounce_reading *bounce_reading,
                          GMimeObject *object)
{
    GMimeMessage *message =
        g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    const char *id = message ? g_mime_message_get_message_id(message) : NULL;

    if (!id || !*id)
        return;
    bounce_reading->original = true;
    add_id(bounce_reading,
           clean_string(bounce_reading->arena,
                        arena_printf(bounce_reading->arena, "<%s>", id)));
}

static bool is_of_type(GMimeObject *object, const char *type,
                       const char *subtype)
{
    GMimeContentType *content = g_mime_object_get_content_type(object);

    return content && g_mime_content_type_is_type(content, type, subtype);
}

static bool is_status(GMimeObject *object)
{
    return is_of_type(object, "message", "delivery-status") ||
           is_of_type(object, "message", "global-delivery-status");
}

/* Reads a part of a report. Only the first part of each kind counts. */
static void read_part(struct bounce_reading *bounce_reading,
                      GMimeObject *object)
{
    if (is_status(object)) {
        if (!bounce_reading->status)
            read_status(bounce_reading, object);
    } else if (bounce_reading->original) {
        return;
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        read_original(bounce_reading, object);
    } else if (is_of_type(object, "text", "rfc822-headers") ||
               is_of_type(object, "message", "rfc822-headers") ||
               is_of_type(object, "message", "global-headers")) {
        read_headers(bounce_reading, object);
    }
}

static void read_parts(struct bounce_reading *bounce_reading,
                       GMimeMultipart *parts)
{
    const int count = g_mime_multipart_get_count(parts);

    for (int i = 0; i < count; i++)
        read_part(bounce_reading, g_mime_multipart_get_part(parts, i));
}

/* A report is the message itself, or is wrapped by a list or a filter. Some
 * servers send its parts in a multipart/mixed, or send the status alone. */
static void find_report(struct bounce_reading *bounce_reading,
                        GMimeObject *object, int depth)
{
    int count;

    if (!object || depth > DEPTH_LIMIT)
        return;
    if (!GMIME_IS_MULTIPART(object)) {
        if (is_status(object))
            read_part(bounce_reading, object);
        return;
    }
    count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
    for (int i = 0; i < count && !bounce_reading->status; i++)
        find_report(bounce_reading,
                    g_mime_multipart_get_part(GMIME_MULTIPART(object), i),
                    depth + 1);
    if (bounce_reading->status || is_of_type(object, "multipart", "report"))
        read_parts(bounce_reading, GMIME_MULTIPART(object));
}

/* --- qmail's report ------------------------------------------------------ */

/* "(#5.1.1)" in the words about a recipient. */
static const char *qsbmf_status(struct arena *arena, const char *words)
{
    const char *open = strstr(words, "(#");
    const size_t length = open ? strspn(open + 2, "0123456789.") : 0;

    return length >= 5 && open[2 + length] == ')'
               ? arena_strndup(arena, open + 2, length)
               : "";
}

/* Reads a paragraph "<x@example.org>:"; its further lines say what happened. */
static void add_qsbmf_recipient(struct bounce_reading *bounce_reading,
                                const struct fields *paragraph)
{
    struct arena *arena = bounce_reading->arena;
    const char *stop = line_end(paragraph->at, paragraph->end);
    const char *close =
        memrchr(paragraph->at, '>', (size_t)(stop - paragraph->at));
    const char *words;

    if (!close || close[1] != ':' || bounce_reading->count == RECIPIENT_LIMIT)
        return;
    words = clean(arena, stop, (size_t)(paragraph->end - stop));
    bounce_reading->bounces[bounce_reading->count++] =
        (struct bounce){.action = BOUNCE_FAILED,
                        .recipient = clean(arena, paragraph->at + 1,
                                           (size_t)(close - paragraph->at - 1)),
                        .status = qsbmf_status(arena, words),
                        .diagnostic = words};
}

static bool paragraph_begins(const struct fields *paragraph, const char *words)
{
    const size_t length = strlen(words);

    return (size_t)(paragraph->end - paragraph->at) >= length &&
           memcmp(paragraph->at, words, length) == 0;
}

/* A QSBMF report has a fixed greeting, a paragraph for each recipient, a line
 * of dashes and the e-mail itself. A message that lacks one of them is no
 * report. */
static void read_qsbmf_text(struct bounce_reading *bounce_reading,
                            const char *at, const char *end)
{
    const size_t before = bounce_reading->count;
    struct fields paragraph;

    if (!next_group(&at, end, &paragraph) ||
        !paragraph_begins(&paragraph, "Hi. This is the"))
        return;
    while (next_group(&at, end, &paragraph) &&
           !paragraph_begins(&paragraph, "-"))
        if (paragraph_begins(&paragraph, "<"))
            add_qsbmf_recipient(bounce_reading, &paragraph);
    if (!paragraph_begins(&paragraph, "-"))
        bounce_reading->count = before;
    else if (next_group(&at, end, &paragraph) && bounce_reading->count > before)
        read_header(bounce_reading, &paragraph);
}

/* The first text of a message, which a list may have wrapped. */
static void read_qsbmf(struct bounce_reading *bounce_reading,
                       GMimeObject *object, int depth)
{
    struct buffer bytes;

    if (!object || depth > DEPTH_LIMIT)
        return;
    if (GMIME_IS_MULTIPART(object)) {
        if (g_mime_multipart_get_count(GMIME_MULTIPART(object)) > 0)
            read_qsbmf(bounce_reading,
                       g_mime_multipart_get_part(GMIME_MULTIPART(object), 0),
                       depth + 1);
        return;
    }
    if (!is_of_type(object, "text", "plain"))
        return;
    bytes = part_content(object);
    read_qsbmf_text(bounce_reading, buffer_text(&bytes),
                    buffer_text(&bytes) + bytes.length);
    buffer_free(&bytes);
}

/* --- what is no report --------------------------------------------------- */

static const char *header(GMimeMessage *message, const char *name)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(message), name);

    return value ? value : "";
}

/* "X-Failed-Recipients: a@example.org, b@example.org", of Exim and others. */
static void read_failed_recipients(struct bounce_reading *bounce_reading,
                                   const char *list)
{
    while (*list && bounce_reading->count < RECIPIENT_LIMIT) {
        const size_t length = strcspn(list, ",");
        const char *address = bare_address(
            bounce_reading->arena, clean(bounce_reading->arena, list, length));
        if (*address)
            bounce_reading->bounces[bounce_reading->count++] =
                (struct bounce){BOUNCE_FAILED, address, "", ""};
        list += length + (list[length] == ',');
    }
}

/* "<a@b> <c@d>": each with its brackets. */
static void read_references(struct bounce_reading *bounce_reading,
                            const char *list)
{
    const char *open;

    while ((open = strchr(list, '<')) != NULL) {
        const char *close = strchr(open, '>');
        if (!close)
            return;
        add_id(bounce_reading,
               clean(bounce_reading->arena, open, (size_t)(close + 1 - open)));
        list = close + 1;
    }
}

/* Returned mail has no sender and does not come from an autoresponder. */
static bool came_back(GMimeMessage *message)
{
    const char *sender = header(message, "Return-Path");
    const char *from = header(message, "From");
    const char *automatic = header(message, "Auto-Submitted");

    if (strncasecmp(automatic, "auto-replied", 12) == 0)
        return strcasestr(from, "mailer-daemon") != NULL;
    return strstr(sender, "<>") != NULL ||
           strcasestr(from, "mailer-daemon") != NULL ||
           strcasestr(from, "postmaster@") != NULL;
}

static const char *date_of(struct arena *arena, GMimeMessage *message)
{
    GDateTime *date = g_mime_message_get_date(message);
    GDateTime *universal = date ? g_date_time_to_utc(date) : NULL;
    char *text =
        universal ? g_date_time_format(universal, "%Y-%m-%d %H:%M UTC") : NULL;
    const char *copy = clean_string(arena, text);

    g_free(text);
    if (universal)
        g_date_time_unref(universal);
    return copy;
}

/* --- messages ------------------------------------------------------------ */

static GMimeMessage *parse(const void *bytes, size_t size)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void read_message(struct bounce_reading *bounce_reading,
                         GMimeMessage *message, struct bounce_report *dsn)
{
    GMimeObject *part = g_mime_message_get_mime_part(message);

    find_report(bounce_reading, part, 0);
    if (!bounce_reading->status)
        read_qsbmf(bounce_reading, part, 0);
    if (!bounce_reading->count && !bounce_reading->status)
        read_failed_recipients(bounce_reading,
                               header(message, "X-Failed-Recipients"));
    if (!bounce_reading->original) {
        read_references(bounce_reading, header(message, "In-Reply-To"));
        read_references(bounce_reading, header(message, "References"));
    }
    if (bounce_reading->count)
        dsn->kind = BOUNCE_REPORT;
    else if (bounce_reading->status || came_back(message))
        dsn->kind = BOUNCE_OPAQUE;
    dsn->subject = clean_string(bounce_reading->arena,
                                g_mime_message_get_subject(message));
    dsn->date = date_of(bounce_reading->arena, message);
}

void bounce_read(struct arena *arena, const void *bytes, size_t size,
                 struct bounce_report *dsn)
{
    struct bounce_reading bounce_reading = {
        .arena = arena,
        .bounces = ARENA_ARRAY(arena, struct bounce, RECIPIENT_LIMIT),
        .ids = ARENA_ARRAY(arena, const char *, IDENTIFIER_LIMIT)};
    GMimeMessage *message;

    *dsn = (struct bounce_report){.subject = "", .date = ""};
    g_mime_init();
    message = parse(bytes, size);
    if (message) {
        read_message(&bounce_reading, message, dsn);
        g_object_unref(message);
    }
    dsn->bounces = bounce_reading.bounces;
    dsn->count = bounce_reading.count;
    dsn->message_ids = bounce_reading.ids;
    dsn->message_id_count = bounce_reading.id_count;
}
