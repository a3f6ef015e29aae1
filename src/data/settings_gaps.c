#include "data/settings_gaps.h"

#include <string.h>

#include "base/name_match.h"
#include "data/yaml.h"

void doubts_add(struct arena *arena, struct doubts *doubts, const char *name)
{
    struct doubt *doubt = ARENA_NEW(arena, struct doubt);

    *doubt = (struct doubt){name, doubts->names};
    doubts->names = doubt;
}

bool doubts_is_misspelt(const struct yaml *map, const char *key)
{
    if (!map || yaml_find(map, key))
        return false;
    for (const struct yaml *node = map->first; node; node = node->next)
        if (name_suggest(node->key, &key, 1))
            return true;
    return false;
}

static bool is_in_doubt(const struct yaml *root, const char *key)
{
    const struct yaml *node = yaml_find(root, key);

    if (!node)
        return doubts_is_misspelt(root, key);
    return node->kind != YAML_MAP &&
           !(node->kind == YAML_SCALAR && !node->quoted && !*node->text);
}

void doubts_note_sections(struct doubts *doubts, const struct yaml *root)
{
    doubts->statistics = is_in_doubt(root, "statistics");
    doubts->constants = is_in_doubt(root, "text");
    doubts->dates = is_in_doubt(root, "dates");
    doubts->signatory = is_in_doubt(root, "signatory");
    doubts->groups = is_in_doubt(root, "groups");
}

static bool is_listed(const struct doubts *doubts, const char *name)
{
    for (const struct doubt *at = doubts->names; at; at = at->next)
        if (name_equal(at->name, name))
            return true;
    return false;
}

bool doubts_statistic(const struct doubts *doubts, const char *name)
{
    return doubts->statistics || is_listed(doubts, name);
}

static bool is_date(const char *name)
{
    static const char *const dates[] = {"date", "period_start", "period_end",
                                        "publication"};

    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (name_equal(dates[i], name))
            return true;
    return false;
}

bool doubts_placeholder(const struct doubts *doubts, const char *name,
                        bool misspelt)
{
    const char *dot = strrchr(name, '.');

    if (!dot)
        return (is_date(name) ? doubts->dates
                              : doubts->constants && !misspelt) ||
               is_listed(doubts, name);
    if (doubts->statistics)
        return true;
    for (const struct doubt *at = doubts->names; at; at = at->next)
        if (strlen(at->name) == (size_t)(dot - name) &&
            strncmp(at->name, name, (size_t)(dot - name)) == 0)
            return true;
    return false;
}
