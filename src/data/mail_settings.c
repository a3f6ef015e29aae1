#include "data/mail_settings.h"

#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "data/email_address.h"
#include "data/settings_reader.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum {
    NAME_LIMIT = 200, /* bytes of a name beside an address */
    HOST_LIMIT = 253,
    RATE_DEFAULT = 60,
    RATE_MOST = 100000,
    CONNECTIONS_DEFAULT = 2,
    CONNECTIONS_MOST = 10,
};

/* The text between quotes that stand around all of it. */
static const char *unquote(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);

    if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
        return text_trim(arena, arena_text(arena, text + 1, length - 2));
    return text;
}

const char *mailbox_parse(struct arena *arena, const char *text,
                          struct mailbox *mailbox)
{
    const char *trimmed = text_trim(arena, text);
    const char *angle = strrchr(trimmed, '<');
    const size_t length = strlen(trimmed);
    const char *name = "";
    const char *address = trimmed;

    if (!text_is_line(trimmed))
        return "holds a line end or a control character";
    if (angle && trimmed[length - 1] == '>') {
        name = text_trim(arena,
                         arena_text(arena, trimmed, (size_t)(angle - trimmed)));
        name = unquote(arena, name);
        address = arena_text(arena, angle + 1,
                             (size_t)(trimmed + length - 1 - angle - 1));
    }
    if (!email_is_valid(address))
        return "is not an e-mail address";
    if (strpbrk(name, "<>@"))
        return "has a name with < > or @ in it";
    if (strlen(name) > NAME_LIMIT)
        return "has a name that is too long";
    mailbox->name = name;
    mailbox->address = address;
    return NULL;
}

static void blame(struct reading *reading, struct value value,
                  const char *field, const char *message)
{
    reading_blame(reading, RULE_SETTING_VALUE, value.place, field, message);
}

/* What stands in all messages, so nothing of a row may be in it. */
static struct mailbox read_mailbox(struct reading *reading, struct value value,
                                   const char *field)
{
    struct mailbox mailbox = {"", NULL, value.place};
    const char *why;

    if (!value.text || text_is_blank(value.text))
        return mailbox;
    why = mailbox_parse(reading->arena, value.text, &mailbox);
    if (why)
        blame(reading, value, field,
              strstr(value.text, "((")
                  ? "the same for all councils, without placeholders"
                  : arena_printf(reading->arena, "%s; write %s", why,
                                 "Name <name@example.org>"));
    return mailbox;
}

static void read_words(struct reading *reading, const struct yaml *map)
{
    struct mail_settings *mail = &reading->settings->mail;
    const struct value_list cc = reading_list(reading, map, "cc");
    const struct value attach = reading_value(reading, map, "attach");

    mail->from =
        read_mailbox(reading, reading_require(reading, map, "from"), "from");
    mail->reply_to = read_mailbox(
        reading, reading_value(reading, map, "reply_to"), "reply_to");
    mail->to = reading_require(reading, map, "to");
    mail->cc = cc.items;
    mail->cc_count = cc.count;
    mail->subject = reading_require(reading, map, "subject");
    mail->body = reading_require(reading, map, "body");
    if (attach.text && strcmp(attach.text, "letter") != 0)
        blame(reading, attach, "attach",
              "letter is wanted, the one thing that can be attached");
}

static bool is_host(const char *text, size_t length)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

    return length && length <= HOST_LIMIT && text[0] != '.' && text[0] != '-' &&
           strspn(text, allowed) >= length;
}

/* "[::1]": an address as URLs write it. */
static bool is_bracketed(const char *text, size_t length)
{
    return length > 4 && text[0] == '[' && text[length - 1] == ']' &&
           strspn(text + 1, "0123456789abcdefABCDEF:.") == length - 2;
}

static bool read_port(const char *text, int *port)
{
    int64_t number;

    if (!*text || strlen(text) > 5 || strspn(text, "0123456789") < strlen(text))
        return false;
    if (!number_parse_count(text, &number) || number < 1 || number > 65535)
        return false;
    *port = (int)number;
    return true;
}

/* Reads "host:port" or "host". */
static bool read_authority(struct mail_settings *mail, struct arena *arena,
                           const char *text)
{
    const char *bracket = strrchr(text, ']');
    const char *colon = strrchr(bracket ? bracket : text, ':');
    const size_t length = colon ? (size_t)(colon - text) : strlen(text);

    mail->port = mail->implicit_tls ? 465 : 587;
    if (!is_host(text, length) && !is_bracketed(text, length))
        return false;
    if (colon && !read_port(colon + 1, &mail->port))
        return false;
    mail->host = arena_text(arena, text, length);
    return true;
}

static void read_server(struct reading *reading, const struct yaml *map)
{
    struct mail_settings *mail = &reading->settings->mail;
    const struct value server = reading_value(reading, map, "server");
    const char *text = server.text;
    bool encrypted;

    if (!text)
        return;
    encrypted = strncmp(text, "smtps://", 8) == 0;
    if (strchr(text, '@')) {
        blame(reading, server, "server",
              "no name and no password here; the name stands under user, and "
              "the password in no campaign");
        return;
    }
    mail->implicit_tls = encrypted;
    if ((!encrypted && strncmp(text, "smtp://", 7) != 0) ||
        !read_authority(mail, reading->arena, text + (encrypted ? 8 : 7))) {
        blame(reading, server, "server",
              "smtps://host:465 or smtp://host:587 is wanted");
        return;
    }
    mail->server = server;
    mail->url =
        arena_printf(reading->arena, "%s://%s:%d", encrypted ? "smtps" : "smtp",
                     mail->host, mail->port);
}

/* "60/min" */
static bool parse_rate(struct arena *arena, const char *text,
                       struct mail_settings *mail)
{
    static const struct {
        const char *unit;
        int seconds;
    } units[] = {{"s", 1}, {"min", 60}, {"h", 3600}};
    const char *slash = strchr(text, '/');
    int64_t number;

    if (!slash || !number_parse_count(
                      arena_text(arena, text, (size_t)(slash - text)), &number))
        return false;
    if (number < 1 || number > RATE_MOST)
        return false;
    for (size_t i = 0; i < LENGTH(units); i++) {
        if (strcmp(slash + 1, units[i].unit) != 0)
            continue;
        mail->rate = (int)number;
        mail->rate_seconds = units[i].seconds;
        return true;
    }
    return false;
}

static void read_pace(struct reading *reading, const struct yaml *map)
{
    struct mail_settings *mail = &reading->settings->mail;
    const struct value rate = reading_value(reading, map, "rate");
    const struct value connections = reading_value(reading, map, "connections");
    int64_t number = CONNECTIONS_DEFAULT;

    mail->rate = RATE_DEFAULT;
    mail->rate_seconds = 60;
    if (rate.text && !parse_rate(reading->arena, rate.text, mail))
        blame(reading, rate, "rate",
              "messages a second, minute or hour are wanted, such as 60/min, "
              "1/s or 3600/h");
    if (connections.text && (!number_parse_count(connections.text, &number) ||
                             number < 1 || number > CONNECTIONS_MOST)) {
        blame(reading, connections, "connections",
              "a whole number from 1 to 10 is wanted");
        number = CONNECTIONS_DEFAULT;
    }
    mail->connections = (int)number;
}

static void read_day(struct reading *reading, const struct yaml *map)
{
    struct mail_settings *mail = &reading->settings->mail;
    const struct value day = reading_value(reading, map, "not_before");

    mail->not_before_place = day.place;
    if (day.text && !date_parse(day.text, &mail->not_before))
        blame(reading, day, "not_before",
              "not a date; write the year, month and day as 2022-07-20");
}

static void read_line(struct reading *reading, const struct yaml *map)
{
    struct mail_settings *mail = &reading->settings->mail;
    const struct value tls = reading_value(reading, map, "tls");

    read_server(reading, map);
    mail->user = reading_value(reading, map, "user");
    if (mail->user.text && !text_is_line(mail->user.text))
        blame(reading, mail->user, "user",
              "holds a line end or a control character");
    if (tls.text && strcmp(tls.text, "required") != 0)
        blame(reading, tls, "tls",
              "required is wanted: nothing is sent in the clear");
    read_pace(reading, map);
}

/* Keys that other programs have, and why they are none here. */
static void refuse_keys(struct reading *reading, const struct yaml *map)
{
    static const char *const refused[][2] = {
        {"bcc", "nobody gets a council's letter unseen; name them under cc"},
        {"password", "a password stands in no campaign; it is read from a "
                     "file, the environment or netrc"},
    };

    for (size_t i = 0; i < LENGTH(refused); i++) {
        const struct yaml *node = yaml_find(map, refused[i][0]);
        if (node)
            reading_blame(reading, RULE_SETTING_VALUE, node->key_place,
                          refused[i][0], refused[i][1]);
    }
}

void mail_settings_read(struct reading *reading, const struct yaml *root)
{
    static const char *const keys[] = {
        "from", "reply_to",    "to",     "cc",       "subject",
        "body", "attach",      "server", "user",     "tls",
        "rate", "connections", "bcc",    "password", "not_before"};
    const struct yaml *map =
        reading_map(reading, root, "mail", keys, LENGTH(keys));
    struct mail_settings *mail = &reading->settings->mail;

    if (!map)
        return;
    mail->given = true;
    mail->place = map->key_place;
    refuse_keys(reading, map);
    read_words(reading, map);
    read_line(reading, map);
    read_day(reading, map);
}
