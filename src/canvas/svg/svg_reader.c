#include "canvas/svg/svg_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Keeps the first failure, which ends the walk. */
static void fail(struct svg_reader *reader, enum diagnostic_id rule,
                 struct location location, const char *field,
                 const char *message)
{
    if (reader->status == STATUS_OK)
        reader->status =
            error_set(reader->err, rule, location, field, "%s", message);
}

void svg_reader_fail_at(struct svg_reader *reader, const struct svg_node *node,
                        enum diagnostic_id rule, const char *message)
{
    fail(reader, rule, svg_tree_place(&reader->tree, node->offset), NULL,
         message);
}

void svg_reader_fail_value(struct svg_reader *reader,
                           const struct svg_node *node,
                           const struct svg_value *value)
{
    fail(reader, value->rule,
         svg_tree_place_of_value(&reader->tree, node, value), value->name,
         value->message);
}

void svg_reader_refuse(struct svg_reader *reader, const struct svg_node *node)
{
    static const struct {
        const char *name;
        const char *advice;
    } hints[] = {
        {"text", "convert text to outlines (paths) before exporting"},
        {"tspan", "convert text to outlines (paths) before exporting"},
        {"flowRoot", "convert text to outlines (paths) before exporting"},
        {"image", "trace the picture to paths, or give all of it as PNG"},
        {"foreignObject", "only SVG's own shapes are"},
        {"script", "no script is run; export without interaction"},
        {"animate", "nothing moves on paper; export without animation"},
        {"animateMotion", "nothing moves on paper; export without animation"},
        {"animateTransform",
         "nothing moves on paper; export without animation"},
        {"set", "nothing moves on paper; export without animation"},
    };
    const char *advice = "draw it with paths and plain colours";
    char message[160];

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(node->name, hints[i].name) == 0)
            advice = hints[i].advice;
    snprintf(message, sizeof message, "<%.60s> is not drawn; %s", node->name,
             advice);
    utf8_trim_partial(message);
    svg_reader_fail_at(reader, node, RULE_ARTWORK_UNSUPPORTED, message);
}
