#include "mail/mime_writer.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

void mime_writer_open(void)
{
    g_mime_init();
}

void mime_writer_close(void)
{
    g_mime_shutdown();
}

/* Headers */

static void add_mailbox(GMimeMessage *message, GMimeAddressType type,
                        const struct mailbox *mailbox)
{
    InternetAddress *address;

    assert(utf8_is_line(mailbox->name) && utf8_is_line(mailbox->address));
    address = internet_address_mailbox_new(
        *mailbox->name ? mailbox->name : NULL, mailbox->address);
    internet_address_set_charset(address, "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type),
                              address);
    g_object_unref(address);
}

/* GMime decodes "xn--ls8h" and cannot always encode it again; the domain is
 * written unchanged. */
static void keep_domain(GMimeMessage *message, GMimeAddressType type,
                        const char *header, size_t index, const char *address)
{
    GMimeHeader *line = g_mime_header_list_get_header(
        g_mime_object_get_header_list(GMIME_OBJECT(message)), header);
    InternetAddress *added = internet_address_list_get_address(
        g_mime_message_get_addresses(message, type), (int)index);
    const char *shown =
        internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(added));
    GString *value;

    if (strcmp(shown, address) == 0)
        return;
    value = g_string_new(g_mime_header_get_raw_value(line));
    g_string_replace(value, strchr(shown, '@'), strchr(address, '@'), 0);
    g_mime_header_set_raw_value(line, value->str);
    g_string_free(value, TRUE);
}

static void set_date(GMimeMessage *message, int64_t seconds)
{
    GDateTime *date = g_date_time_new_from_unix_utc(seconds);

    if (!date)
        return;
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
}

static void add_headers(GMimeMessage *message, const struct mime_message *draft)
{
    GMimeObject *object = GMIME_OBJECT(message);

    assert(utf8_is_line(draft->subject));
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, draft->from);
    if (draft->reply_to)
        add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, draft->reply_to);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, draft->to);
    for (size_t i = 0; i < draft->cc_count; i++)
        add_mailbox(message, GMIME_ADDRESS_TYPE_CC, &draft->cc[i]);
    keep_domain(message, GMIME_ADDRESS_TYPE_FROM, "From", 0,
                draft->from->address);
    keep_domain(message, GMIME_ADDRESS_TYPE_TO, "To", 0, draft->to->address);
    for (size_t i = 0; i < draft->cc_count; i++)
        keep_domain(message, GMIME_ADDRESS_TYPE_CC, "Cc", i,
                    draft->cc[i].address);
    g_mime_message_set_subject(message, draft->subject, "utf-8");
    set_date(message, draft->date);
    g_mime_message_set_message_id(message, draft->id);
    g_mime_object_append_header(object, "Content-Language", draft->language,
                                "utf-8");
    g_mime_object_append_header(object, "X-Lettermill-Code", draft->code,
                                "utf-8");
}

/* Parts */

static void set_content(GMimePart *part, const void *bytes, size_t size,
                        GMimeContentEncoding encoding)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
        stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_object_unref(stream);
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    g_mime_part_set_content_encoding(part, encoding);
}

static GMimeObject *new_text(const char *subtype, const char *text)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);

    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset",
                                             "utf-8");
    set_content(part, text, strlen(text),
                GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return GMIME_OBJECT(part);
}

static GMimeObject *new_attachment(const struct mime_message *draft)
{
    GMimePart *part = g_mime_part_new_with_type("application", "pdf");

    g_mime_object_set_disposition(GMIME_OBJECT(part),
                                  GMIME_DISPOSITION_ATTACHMENT);
    g_mime_part_set_filename(part, draft->file_name);
    g_mime_part_set_content_description(part, draft->description);
    set_content(part, draft->pdf, draft->pdf_size,
                GMIME_CONTENT_ENCODING_BASE64);
    return GMIME_OBJECT(part);
}

/* "=_" cannot occur in quoted-printable or base64. */
static void set_boundary(GMimeMultipart *multipart,
                         const char hex[static HASH_HEX_SIZE], char which)
{
    char boundary[48];

    snprintf(boundary, sizeof boundary, "=_%.32s_%c", hex, which);
    g_mime_multipart_set_boundary(multipart, boundary);
}

static void add_part(GMimeMultipart *multipart, GMimeObject *part)
{
    g_mime_multipart_add(multipart, part);
    g_object_unref(part);
}

static void digest_draft(const struct mime_message *draft,
                         char hex[static HASH_HEX_SIZE])
{
    unsigned char digest[HASH_SIZE];
    struct hash *hash = hash_new();

    hash_add_text(hash, draft->id);
    hash_add_text(hash, draft->text);
    hash_add_text(hash, draft->html);
    hash_add(hash, draft->pdf, draft->pdf_size);
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, hex);
}

static GMimeObject *new_content(const struct mime_message *draft)
{
    GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
    GMimeMultipart *bodies = g_mime_multipart_new_with_subtype("alternative");
    char hex[HASH_HEX_SIZE];

    digest_draft(draft, hex);
    set_boundary(mixed, hex, 'm');
    set_boundary(bodies, hex, 'a');
    add_part(bodies, new_text("plain", draft->text));
    add_part(bodies, new_text("html", draft->html));
    add_part(mixed, GMIME_OBJECT(bodies));
    add_part(mixed, new_attachment(draft));
    return GMIME_OBJECT(mixed);
}

static void write_message(GMimeMessage *message, struct buffer *bytes)
{
    GMimeFormatOptions *options = g_mime_format_options_new();
    GByteArray *array;
    GMimeStream *stream = g_mime_stream_mem_new();

    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream);
    array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    buffer_add(bytes, array->data, array->len);
    g_object_unref(stream);
    g_mime_format_options_free(options);
}

void mime_writer_write(const struct mime_message *draft, struct buffer *bytes)
{
    GMimeMessage *message = g_mime_message_new(TRUE);
    GMimeObject *content = new_content(draft);

    add_headers(message, draft);
    g_mime_message_set_mime_part(message, content);
    g_object_unref(content);
    write_message(message, bytes);
    g_object_unref(message);
}
