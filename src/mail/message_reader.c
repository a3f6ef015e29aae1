#include "mail/message_reader.h"

#include <gmime/gmime.h>

static void hash_part(GMimePart *part, char hex[HASH_HEX_SIZE])
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    unsigned char digest[HASH_SIZE];
    const GByteArray *bytes;

    if (content)
        g_mime_data_wrapper_write_to_stream(content, stream);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    hash_bytes(bytes->data, bytes->len, digest);
    hash_hex(digest, hex);
    g_object_unref(stream);
}

static void add_part(GMimeObject *parent, GMimeObject *part, gpointer context)
{
    struct message_contents *message_contents = context;
    GMimeContentType *type = g_mime_object_get_content_type(part);

    (void)parent;
    if (!GMIME_IS_PART(part) || !type ||
        !g_mime_content_type_is_type(type, "application", "pdf"))
        return;
    message_contents->letters++;
    hash_part(GMIME_PART(part), message_contents->sha256);
}

static const char *bare_address(struct arena *arena, InternetAddress *address)
{
    const char *bare = INTERNET_ADDRESS_IS_MAILBOX(address)
                           ? internet_address_mailbox_get_addr(
                                 INTERNET_ADDRESS_MAILBOX(address))
                           : NULL;

    return arena_strdup(arena, bare ? bare : "");
}

const char *message_reader_address(struct arena *arena, const char *address)
{
    InternetAddressList *list = internet_address_list_parse(NULL, address);
    const char *shown = address;

    if (list && internet_address_list_length(list) == 1)
        shown = bare_address(arena, internet_address_list_get_address(list, 0));
    if (list)
        g_object_unref(list);
    return shown;
}

static void read_recipients(struct arena *arena, GMimeMessage *message,
                            struct message_contents *message_contents)
{
    InternetAddressList *all = g_mime_message_get_all_recipients(message);
    const int count = all ? internet_address_list_length(all) : 0;
    const char **recipients = ARENA_ARRAY(arena, const char *, (size_t)count);

    for (int i = 0; i < count; i++)
        recipients[i] =
            bare_address(arena, internet_address_list_get_address(all, i));
    if (all)
        g_object_unref(all);
    message_contents->recipients = recipients;
    message_contents->recipient_count = (size_t)count;
}

static void read_message(struct arena *arena, GMimeMessage *message,
                         struct message_contents *message_contents)
{
    const char *id = g_mime_message_get_message_id(message);

    if (id)
        message_contents->message_id = arena_printf(arena, "<%s>", id);
    read_recipients(arena, message, message_contents);
    g_mime_message_foreach(message, add_part, message_contents);
}

void message_reader_read(struct arena *arena, const void *bytes, size_t size,
                         struct message_contents *message_contents)
{
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *message;

    *message_contents = (struct message_contents){.letters = 0};
    g_mime_init();
    stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    parser = g_mime_parser_new_with_stream(stream);
    message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        read_message(arena, message, message_contents);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}
