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
    RATE_MAX = 100000,
    CONNECTIONS_DEFAULT = 2,
    CONNECTIONS_MAX = 10,
};

/* The text between quotes around all of it. */
static const char *unquote(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);

    if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
        return utf8_trim(arena, arena_strndup(arena, text + 1, length - 2));
    return text;
}

/* @return why a text is not an address, as the end of a sentence */
static const char *find_fault(const char *text)
{
    const char *at = strchr(text, '@');

    for (const char *c = text; at && *c; c++) {
        if ((unsigned char)*c < 128)
            continue;
        return c < at ? "is not an e-mail address: before the @ only ASCII "
                        "letters, digits and signs can be"
                      : "is not an e-mail address: its domain cannot be "
                        "written in ASCII; if it is right, give the form that "
                        "begins with xn--";
    }
    return "is not an e-mail address";
}

const char *mail_settings_parse_mailbox(struct arena *arena, const char *text,
                                        struct mailbox *mailbox)
{
    const char *trimmed = utf8_trim(arena, text);
    const char *angle = strrchr(trimmed, '<');
    const size_t length = strlen(trimmed);
    const char *name = "";
    const char *address = trimmed;

    if (!utf8_is_line(trimmed))
        return "holds a line end or a control character";
    if (angle && trimmed[length - 1] == '>') {
        name = utf8_trim(
            arena, arena_strndup(arena, trimmed, (size_t)(angle - trimmed)));
        name = unquote(arena, name);
        address = arena_strndup(arena, angle + 1,
                                (size_t)(trimmed + length - 1 - angle - 1));
    }
    mailbox->address = email_address_ascii(arena, address);
    if (!mailbox->address)
        return find_fault(address);
    if (strpbrk(name, "<>@"))
        return "has a name with < > or @ in it";
    if (strlen(name) > NAME_LIMIT)
        return "has a name that is too long";
    mailbox->name = name;
    return NULL;
}

/* Settings for all messages may not contain placeholders. */
static struct mailbox read_mailbox(struct settings_reader *reader,
                                   struct value value, const char *field)
{
    struct mailbox mailbox = {"", NULL, value.location};
    const char *why;

    if (!value.text || utf8_is_blank(value.text))
        return mailbox;
    why = mail_settings_parse_mailbox(reader->arena, value.text, &mailbox);
    if (why)
        settings_reader_refuse(
            reader, value, field,
            strstr(value.text, "((")
                ? "the same for all councils, without placeholders"
                : arena_printf(reader->arena, "%s; write %s", why,
                               "Name <name@example.org>"));
    return mailbox;
}

static void read_words(struct settings_reader *reader, const struct yaml *map)
{
    static const char *const attach[] = {"letter", NULL};
    struct mail_settings *mail = &reader->settings->mail;
    const struct value_list cc = settings_reader_list(reader, map, "cc");

    mail->from = read_mailbox(
        reader, settings_reader_require(reader, map, "from"), "from");
    mail->reply_to = read_mailbox(
        reader, settings_reader_value(reader, map, "reply_to"), "reply_to");
    mail->to = settings_reader_require(reader, map, "to");
    mail->cc = cc.items;
    mail->cc_count = cc.count;
    mail->subject = settings_reader_require(reader, map, "subject");
    mail->body = settings_reader_require(reader, map, "body");
    settings_reader_choice(
        reader, map, "attach", attach,
        "letter is wanted, the one thing that can be attached");
}

static void read_domains(struct settings_reader *reader, const struct yaml *map)
{
    const struct value_list domains =
        settings_reader_list(reader, map, "allow_domains");

    reader->settings->mail.allow_domains = domains.items;
    reader->settings->mail.allow_domain_count = domains.count;
    for (size_t i = 0; i < domains.count; i++)
        if (!email_address_domain_key(reader->arena, domains.items[i].text))
            settings_reader_refuse(
                reader, domains.items[i], "allow_domains",
                "a domain is wanted, such as example.gov.uk");
}

bool mail_settings_allow(struct arena *arena, const struct mail_settings *mail,
                         const char *address)
{
    for (size_t i = 0; i < mail->allow_domain_count; i++)
        if (email_address_is_within(arena, address,
                                    mail->allow_domains[i].text))
            return true;
    return false;
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
    mail->host = arena_strndup(arena, text, length);
    return true;
}

static void read_server(struct settings_reader *reader, const struct yaml *map)
{
    struct mail_settings *mail = &reader->settings->mail;
    const struct value server = settings_reader_value(reader, map, "server");
    const char *text = server.text;
    bool encrypted;

    if (!text) {
        diagnostics_add(
            reader->diagnostics, RULE_MAIL_SERVER, map->key_location, NULL,
            "mail.server",
            "is missing: nothing can be sent; give it as in server: "
            "smtps://mail.example.org:465");
        return;
    }
    encrypted = strncmp(text, "smtps://", 8) == 0;
    if (strchr(text, '@')) {
        settings_reader_refuse(
            reader, server, "server",
            "no name and no password here; the name is given under user, and "
            "the password in no campaign");
        return;
    }
    mail->implicit_tls = encrypted;
    if ((!encrypted && strncmp(text, "smtp://", 7) != 0) ||
        !read_authority(mail, reader->arena, text + (encrypted ? 8 : 7))) {
        settings_reader_refuse(reader, server, "server",
                               "smtps://host:465 or smtp://host:587 is wanted");
        return;
    }
    mail->server = server;
    mail->url =
        arena_printf(reader->arena, "%s://%s:%d", encrypted ? "smtps" : "smtp",
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

    if (!slash ||
        !number_parse_count(arena_strndup(arena, text, (size_t)(slash - text)),
                            &number))
        return false;
    if (number < 1 || number > RATE_MAX)
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

static void read_pace(struct settings_reader *reader, const struct yaml *map)
{
    struct mail_settings *mail = &reader->settings->mail;
    const struct value rate = settings_reader_value(reader, map, "rate");

    mail->rate = RATE_DEFAULT;
    mail->rate_seconds = 60;
    if (rate.text && !parse_rate(reader->arena, rate.text, mail))
        settings_reader_refuse(
            reader, rate, "rate",
            "messages a second, minute or hour are wanted, such as 60/min, "
            "1/s or 3600/h");
    mail->connections = (int)settings_reader_number(
        reader, map, "connections",
        (struct setting_range){1, CONNECTIONS_MAX, CONNECTIONS_DEFAULT},
        "a whole number from 1 to 10 is wanted");
}

static void read_line(struct settings_reader *reader, const struct yaml *map)
{
    struct mail_settings *mail = &reader->settings->mail;
    static const char *const tls[] = {"required", NULL};

    read_server(reader, map);
    mail->user = settings_reader_value(reader, map, "user");
    if (mail->user.text && !utf8_is_line(mail->user.text))
        settings_reader_refuse(reader, mail->user, "user",
                               "holds a line end or a control character");
    settings_reader_choice(reader, map, "tls", tls,
                           "required is wanted: nothing is sent in the clear");
    read_pace(reader, map);
}

/* Keys of other programs, and why they are refused. */
static void refuse_keys(struct settings_reader *reader, const struct yaml *map)
{
    static const char *const refused[][2] = {
        {"bcc", "nobody gets a council's letter unseen; name them under cc"},
        {"password",
         "a password does not belong in a campaign; it is read from a "
         "file, the environment or netrc"},
    };

    for (size_t i = 0; i < LENGTH(refused); i++) {
        const struct yaml *node = yaml_find(map, refused[i][0]);
        if (node)
            settings_reader_report(reader, RULE_SETTING_VALUE,
                                   node->key_location, refused[i][0],
                                   refused[i][1]);
    }
}

void mail_settings_read(struct settings_reader *reader, const struct yaml *root)
{
    static const char *const keys[] = {
        "from",          "reply_to",         "to",     "cc",       "subject",
        "body",          "attach",           "server", "user",     "tls",
        "rate",          "connections",      "bcc",    "password", "not_before",
        "allow_domains", "shared_recipients"};
    const struct yaml *map =
        settings_reader_map(reader, root, "mail", keys, LENGTH(keys));
    struct mail_settings *mail = &reader->settings->mail;

    if (!map)
        return;
    mail->given = true;
    mail->location = map->key_location;
    refuse_keys(reader, map);
    read_words(reader, map);
    read_domains(reader, map);
    mail->shared_recipients = settings_reader_truth(
        reader, map, "shared_recipients", false,
        "true or false is wanted: whether two councils may have one "
        "recipient");
    read_line(reader, map);
    mail->not_before_location =
        settings_reader_date(reader, map, "not_before", &mail->not_before)
            .location;
}
