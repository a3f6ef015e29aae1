#include "canvas/svg/svg_use.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "canvas/svg/svg_element.h"

bool svg_use_fail(struct svg_reader *reader, const struct svg_node *node,
                  const char *id, size_t length)
{
    char message[160];

    snprintf(message, sizeof message, "no element has the id \"%.*s\"",
             (int)(length < 60 ? length : 60), id);
    utf8_trim_partial(message);
    svg_reader_fail_at(reader, node, RULE_ARTWORK_SYNTAX, message);
    return false;
}

static const char *href_of(const struct svg_node *node)
{
    const char *href = svg_tree_attribute(node, "href");

    return href
               ? href
               : svg_tree_attribute(node, "http://www.w3.org/1999/xlink\nhref");
}

/* Finds the target of a `use`. @return false if there is none */
bool svg_use_find(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_node **target)
{
    const char *href = href_of(node);

    *target = NULL;
    if (!href || !*href)
        return false; /* nothing is drawn */
    if (*href != '#') {
        svg_reader_fail_at(reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "other files are not read; export with all "
                           "symbols inside");
        return false;
    }
    *target = svg_tree_find(&reader->tree, href + 1);
    return *target || svg_use_fail(reader, node, href + 1, strlen(href + 1));
}

/* Reads the position of a `use`. */
bool svg_use_read(struct svg_reader *reader, const struct svg_node *node,
                  const struct svg_element *parent, struct svg_element *element)
{
    static const char *const names[] = {"x", "y"};
    double at[2] = {0, 0};

    if (!svg_element_read(reader, node, parent, element))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct svg_value value = svg_element_length(node, parent, names[i]);
        if (!svg_value_only_length(&value, &at[i])) {
            svg_reader_fail_value(reader, node, &value);
            return false;
        }
    }
    element->matrix = matrix_multiply((struct matrix){1, 0, 0, 1, at[0], at[1]},
                                      element->matrix);
    return true;
}
