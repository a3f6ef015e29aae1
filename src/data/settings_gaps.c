#include "data/settings_gaps.h"

#include <string.h>

#include "base/name_match.h"
#include "data/yaml.h"

void settings_gaps_add(struct arena *arena, struct settings_gaps *gaps,
                       const char *name)
{
    struct settings_gap *gap = ARENA_NEW(arena, struct settings_gap);

    *gap = (struct settings_gap){name, gaps->names};
    gaps->names = gap;
}

/* A valid key that resembles another one. */
static bool is_right(const char *key)
{
    return name_match_equal(key, "data_folder");
}

bool settings_gaps_is_misspelt(const struct yaml *map, const char *key)
{
    if (!map || yaml_find(map, key))
        return false;
    for (const struct yaml *node = map->first; node; node = node->next)
        if (!is_right(node->key) && name_match_suggest(node->key, &key, 1))
            return true;
    return false;
}

static bool is_gap(const struct yaml *root, const char *key)
{
    const struct yaml *node = yaml_find(root, key);

    if (!node)
        return settings_gaps_is_misspelt(root, key);
    return node->kind != YAML_MAP &&
           !(node->kind == YAML_SCALAR && !node->quoted && !*node->text);
}

void settings_gaps_add_sections(struct settings_gaps *gaps,
                                const struct yaml *root)
{
    gaps->statistics = is_gap(root, "statistics");
    gaps->constants = is_gap(root, "text");
    gaps->lists = is_gap(root, "lists");
    gaps->dates = is_gap(root, "dates");
    gaps->signatory = is_gap(root, "signatory");
    gaps->groups = is_gap(root, "groups");
}

static bool is_listed(const struct settings_gaps *gaps, const char *name)
{
    for (const struct settings_gap *at = gaps->names; at; at = at->next)
        if (name_match_equal(at->name, name))
            return true;
    return false;
}

bool settings_gaps_has_statistic(const struct settings_gaps *gaps,
                                 const char *name)
{
    return gaps->statistics || is_listed(gaps, name);
}

static bool is_date(const char *name)
{
    static const char *const dates[] = {"date", "period_start", "period_end",
                                        "publication"};

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (name_match_equal(dates[i], name))
            return true;
    return false;
}

bool settings_gaps_has_placeholder(const struct settings_gaps *gaps,
                                   const char *name, bool misspelt)
{
    const char *dot = strchr(name, '.');

    if (!dot)
        return (is_date(name)
                    ? gaps->dates
                    : (gaps->constants || gaps->lists) && !misspelt) ||
               is_listed(gaps, name);
    if (gaps->statistics || gaps->lists)
        return true;
    for (const struct settings_gap *at = gaps->names; at; at = at->next)
        if (strlen(at->name) == (size_t)(dot - name) &&
            strncmp(at->name, name, (size_t)(dot - name)) == 0)
            return true;
    return false;
}
