#include "cli/needed_columns.h"

#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "letter/placeholder.h"

enum { TEXT_LIMIT = 16 * 1024 * 1024 };

static const char a_text[] = "text";
static const char a_number[] = "a whole number";

/* Adds a column, or another user of an existing one. */
static void add(struct needed_columns *columns, const char *name,
                const char *holds, const char *example, const char *user)
{
    struct needed_column *item = NULL;

    for (size_t i = 0; !item && i < columns->count; i++)
        if (name_match_equal(columns->items[i].name, name))
            item = &columns->items[i];
    if (!item) {
        ARENA_GROW(columns->arena, columns->items, columns->count,
                   columns->capacity);
        item = &columns->items[columns->count++];
        *item = (struct needed_column){arena_strdup(columns->arena, name),
                                       holds, example, user};
        return;
    }
    if (!strstr(item->users, user))
        item->users = arena_printf(columns->arena, "%s, %s", item->users, user);
}

static void add_setting(struct needed_columns *columns, struct value setting,
                        const char *holds, const char *example,
                        const char *user)
{
    if (setting.text && *setting.text)
        add(columns, setting.text, holds, example, user);
}

static void add_statistic(struct needed_columns *columns,
                          const struct statistic_setting *statistic)
{
    const char *user =
        ARENA_JOIN(columns->arena, "statistics.", statistic->name);
    const bool amount = statistic->format.unit && *statistic->format.unit;

    for (size_t i = 0; i < statistic->part_count; i++)
        add_setting(columns, statistic->parts[i].count, a_number, "3", user);
    add_setting(columns, statistic->count, amount ? "an amount" : a_number,
                amount ? "1250.50" : "7", user);
    add_setting(columns, statistic->total, a_number, "12", user);
    add_setting(columns, statistic->stated, "a percentage", "58%", user);
}

/* @return true if a name is a statistic, a date, a constant or a list */
static bool is_other(const struct settings *settings, const char *name)
{
    static const char *const dates[] = {"date", "period_start", "period_end",
                                        "publication"};
    bool found = strchr(name, '.') != NULL;

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        found = found || name_match_equal(name, dates[i]);
    for (size_t i = 0; i < settings->constant_count; i++)
        found = found || name_match_equal(name, settings->constants[i].name);
    for (size_t i = 0; i < settings->list_count; i++)
        found = found || name_match_equal(name, settings->lists[i].name);
    return found;
}

static bool is_list(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->list_count; i++)
        if (name_match_equal(name, settings->lists[i].name))
            return true;
    return false;
}

/* @return the depth in lists' tags after a placeholder */
static int depth_after(const struct settings *settings, int depth,
                       const struct placeholder *placeholder)
{
    if (!is_list(settings, placeholder->name) || placeholder->negated)
        return depth;
    if (placeholder->kind == PLACEHOLDER_OPEN)
        return depth + 1;
    return depth - (placeholder->kind == PLACEHOLDER_CLOSE && depth > 0);
}

static void add_name(struct needed_columns *columns,
                     const struct placeholder *placeholder, const char *user)
{
    const bool condition = placeholder->kind == PLACEHOLDER_CHOICE ||
                           placeholder->kind == PLACEHOLDER_OPEN;

    if (placeholder->kind == PLACEHOLDER_INCLUDE)
        add(columns, placeholder->name, "the name of a Markdown file",
            "case.md", user);
    else if (condition)
        add(columns, placeholder->name, "yes or no", "yes", user);
    else
        add(columns, placeholder->name,
            placeholder->kind == PLACEHOLDER_OPTIONAL ? "text, or nothing"
                                                      : a_text,
            "Example", user);
}

/* Adds the names in a text's placeholders; inside lists' tags they are columns
 * of lists. */
static void add_placeholders(struct needed_columns *columns,
                             const struct settings *settings, const char *text,
                             const char *user)
{
    const size_t end = strlen(text);
    struct bracket bracket;
    int depth = 0;

    for (size_t at = 0; placeholder_find(text, at, end, &bracket);) {
        struct placeholder placeholder = {.name = ""};
        at = bracket.to;
        if (!bracket.closed || placeholder_read(columns->arena, text, bracket,
                                                &placeholder) != NULL)
            continue;
        if (placeholder.kind == PLACEHOLDER_CHOICE)
            at = placeholder.text;
        depth = depth_after(settings, depth, &placeholder);
        if (!depth && placeholder.kind != PLACEHOLDER_CLOSE &&
            !is_other(settings, placeholder.name))
            add_name(columns, &placeholder, user);
    }
}

static void add_value(struct needed_columns *columns,
                      const struct settings *settings, struct value value,
                      const char *user)
{
    if (value.text)
        add_placeholders(columns, settings, value.text, user);
}

static void add_file(struct needed_columns *columns,
                     const struct settings *settings, const char *folder,
                     struct value file)
{
    struct buffer text = buffer_new(TEXT_LIMIT);
    struct error err = {0};
    const char *path;

    if (!file.text)
        return;
    path = arena_printf(columns->arena, "%s/%s", folder, file.text);
    if (buffer_read_file(&text, path, path, &err) == STATUS_OK)
        add_placeholders(columns, settings, buffer_text(&text), file.text);
    buffer_free(&text);
}

static void add_mail(struct needed_columns *columns,
                     const struct settings *settings, const char *folder)
{
    const struct mail_settings *mail = &settings->mail;

    add_value(columns, settings, mail->to, "mail.to");
    for (size_t i = 0; i < mail->cc_count; i++)
        add_value(columns, settings, mail->cc[i], "mail.cc");
    add_value(columns, settings, mail->subject, "mail.subject");
    add_file(columns, settings, folder, mail->body);
}

/* Adds the columns in an equation of `checks:`, as "received = upheld". */
static void add_check(struct needed_columns *columns,
                      const struct settings *settings, const char *check)
{
    for (const char *side = check; side;) {
        const char *end = strchr(side, '=');
        const size_t length = end ? (size_t)(end - side) : strlen(side);
        const char *name = utf8_trim(
            columns->arena, arena_strndup(columns->arena, side, length));
        if (*name && !is_other(settings, name))
            add(columns, name, a_number, "3", "checks");
        side = end ? end + 1 : NULL;
    }
}

void needed_columns_add(struct needed_columns *columns, const char *folder,
                        const struct settings *settings)
{
    add(columns, "code", "the council's own, in all tables", "E07000001",
        "every table");
    add_setting(columns, settings->name, "the council's name",
                "Example District Council", "name");
    add_setting(columns, settings->group_column,
                "one of the groups, or another word",
                settings->groups_compared.count
                    ? settings->groups_compared.items[0].text
                    : "district",
                "groups.column");
    for (size_t i = 0; i < settings->statistic_count; i++)
        add_statistic(columns, &settings->statistics[i]);
    for (size_t i = 0; i < settings->post.address_count; i++)
        add_setting(columns, settings->post.address[i], "a line of the address",
                    "1 Example Street", "post.address");
    for (size_t i = 0; i < settings->addressee.count; i++)
        add_value(columns, settings, settings->addressee.items[i], "addressee");
    add_value(columns, settings, settings->delivery, "delivery");
    add_value(columns, settings, settings->delivery_post, "delivery");
    add_value(columns, settings, settings->reference, "reference");
    add_value(columns, settings, settings->file_name, "file_name");
    add_value(columns, settings, settings->post.when, "post.when");
    for (size_t i = 0; i < settings->checks.count; i++)
        add_check(columns, settings, settings->checks.items[i].text);
    add_file(columns, settings, folder, settings->letter);
    add_mail(columns, settings, folder);
}
