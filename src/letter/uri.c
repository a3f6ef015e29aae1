#include "letter/uri.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"

struct scheme {
    const char *begins; /* with */
    const char *prefix; /* put before it */
};

static const struct scheme schemes[] = {
    {"https://", ""},
    {"http://", ""},
    {"mailto:", ""},
    {"www.", "https://"},
};

static const struct scheme *scheme_of(const char *target)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(target, schemes[i].begins, strlen(schemes[i].begins)) ==
            0)
            return &schemes[i];
    return NULL;
}

bool uri_may_begin(const char *beginning)
{
    return scheme_of(beginning) != NULL;
}

/* @return true if a URI may contain the byte unescaped */
static bool is_legal(const char *at)
{
    if (*at == '%')
        return ascii_hex_value(at[1]) >= 0 && ascii_hex_value(at[2]) >= 0;
    return ascii_is_alphanumeric(*at) || strchr("-._~:/?#[]@!$&'()*+,;=", *at);
}

static void add_encoded(struct buffer *buffer, char byte)
{
    buffer_printf(buffer, "%%%02X", (unsigned)(unsigned char)byte);
}

void uri_add_value(struct buffer *target, const char *value)
{
    const bool data = strpbrk(buffer_text(target), "?#") != NULL;

    for (; *value; value++) {
        if (data && strchr("&#+", *value))
            add_encoded(target, *value);
        else
            buffer_add_char(target, *value);
    }
}

/* A host needs a letter or digit, a mailbox text on both sides of @. */
static bool has_target(const char *target)
{
    const char *rest = strchr(target, ':');
    const char *at;

    if (strncasecmp(target, "mailto:", 7) == 0) {
        at = strchr(rest + 1, '@');
        return at && at > rest + 1 && ascii_is_alphanumeric(at[1]);
    }
    if (strncasecmp(target, "www.", 4) == 0)
        return ascii_is_alphanumeric(target[4]);
    return rest && (ascii_is_alphanumeric(rest[3]) || rest[3] == '[' ||
                    (unsigned char)rest[3] >= 0x80);
}

static bool is_address(const char *target)
{
    return strchr(target, '@') && !strpbrk(target, " :/");
}

static const char *prefix_of(const char *target, bool bare)
{
    const struct scheme *scheme = scheme_of(target);

    if (scheme)
        return scheme->prefix;
    return bare && is_address(target) ? "mailto:" : NULL;
}

const char *uri_make(struct arena *arena, const char *target, bool bare,
                     const char **uri)
{
    const char *prefix = prefix_of(target, bare);
    struct buffer buffer = buffer_new(64 * 1024);

    if (!*target)
        return "the link leads nowhere";
    if (strpbrk(target, "\n\r\t"))
        return arena_printf(arena, "\"%s\" holds a line end or a tab", target);
    if (!prefix)
        return arena_printf(arena,
                            "\"%s\" is no http, https or mailto address; "
                            "a web address begins with https://",
                            target);
    if (scheme_of(target) && !has_target(target))
        return arena_printf(arena, "\"%s\" leads nowhere", target);
    buffer_add_text(&buffer, prefix);
    for (; *target; target++) {
        if (is_legal(target))
            buffer_add_char(&buffer, *target);
        else
            add_encoded(&buffer, *target);
    }
    *uri = arena_strndup(arena, buffer_text(&buffer), buffer.length);
    buffer_free(&buffer);
    return NULL;
}
