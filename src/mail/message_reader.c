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

static void look_at(GMimeObject *parent, GMimeObject *part, gpointer context)
{
    struct enclosure *enclosure = context;
    GMimeContentType *type = g_mime_object_get_content_type(part);

    (void)parent;
    if (!GMIME_IS_PART(part) || !type ||
        !g_mime_content_type_is_type(type, "application", "pdf"))
        return;
    enclosure->letters++;
    hash_part(GMIME_PART(part), enclosure->sha256);
}

static void read_recipients(struct arena *arena, GMimeMessage *message,
                            struct enclosure *enclosure)
{
    InternetAddressList *all = g_mime_message_get_all_recipients(message);
    const int count = all ? internet_address_list_length(all) : 0;
    const char **recipients = ARENA_ARRAY(arena, const char *, (size_t)count);

    for (int i = 0; i < count; i++) {
        InternetAddress *address = internet_address_list_get_address(all, i);
        const char *bare = INTERNET_ADDRESS_IS_MAILBOX(address)
                               ? internet_address_mailbox_get_addr(
                                     INTERNET_ADDRESS_MAILBOX(address))
                               : NULL;
        recipients[i] = arena_string(arena, bare ? bare : "");
    }
    if (all)
        g_object_unref(all);
    enclosure->recipients = recipients;
    enclosure->recipient_count = (size_t)count;
}

static void read_message(struct arena *arena, GMimeMessage *message,
                         struct enclosure *enclosure)
{
    const char *id = g_mime_message_get_message_id(message);

    if (id)
        enclosure->message_id = arena_printf(arena, "<%s>", id);
    read_recipients(arena, message, enclosure);
    g_mime_message_foreach(message, look_at, enclosure);
}

void enclosure_read(struct arena *arena, const void *bytes, size_t size,
                    struct enclosure *enclosure)
{
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *message;

    *enclosure = (struct enclosure){.letters = 0};
    g_mime_init();
    stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    parser = g_mime_parser_new_with_stream(stream);
    message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        read_message(arena, message, enclosure);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}
