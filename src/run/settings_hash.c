#include "run/settings_hash.h"

#include <string.h>

/* YAML has several line ends; lines are counted here only if LF is the only
 * one. */
static bool has_odd_breaks(const char *text)
{
    static const char *const breaks[] = {"\xC2\x85", "\xE2\x80\xA8",
                                         "\xE2\x80\xA9"};

    for (const char *at = strchr(text, '\r'); at; at = strchr(at + 1, '\r'))
        if (at[1] != '\n')
            return true;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
        if (strstr(text, breaks[i]))
            return true;
    return false;
}

static const char *next_line(const char *line)
{
    return line + strcspn(line, "\n") + (strchr(line, '\n') != NULL);
}

/* @return the line that a section's key begins, or NULL */
static const char *find_key(const char *text, struct location location,
                            const char *key)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    const char *line = text;

    if (location.column != 1 || has_odd_breaks(text) ||
        strncmp(text, byte_order_mark, sizeof byte_order_mark - 1) == 0)
        return NULL;
    for (int i = 1; i < location.line && *line; i++)
        line = next_line(line);
    return strncmp(line, key, strlen(key)) == 0 ? line : NULL;
}

/* An indented line continues the one above it. */
static const char *find_end(const char *key)
{
    const char *line = next_line(key);

    while (*line && strchr(" \t\r\n#", *line))
        line = next_line(line);
    return line;
}

void settings_hash_add(struct hash *hash, const char *text,
                       const struct settings *settings)
{
    const char *sections[] = {
        find_key(text, settings->mail.location, "mail:"),
        find_key(text, settings->publish.location, "publish:")};
    const char *from = text;

    if (sections[0] && sections[1] && sections[1] < sections[0]) {
        const char *first = sections[1];
        sections[1] = sections[0];
        sections[0] = first;
    }
    for (size_t i = 0; i < 2; i++) {
        if (!sections[i])
            continue;
        hash_add_integer(hash, sections[i] - from);
        hash_add(hash, from, (size_t)(sections[i] - from));
        from = find_end(sections[i]);
    }
    hash_add_text(hash, from);
}
