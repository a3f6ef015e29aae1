#ifndef CANVAS_SVG_TREE_H
#define CANVAS_SVG_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "canvas/svg/svg_value.h"

/**
 * The elements of an SVG document, each with its location in the file.
 *
 * Elements of other namespaces, `desc` and `metadata` are left out, with their
 * children. A document type may only declare entities of plain text, which are
 * expanded within limits.
 */
struct svg_node {
    const char *name;              ///< of the element, in SVG's namespace
    const char *const *attributes; ///< name, value, ..., NULL; a name with a
                                   ///< namespace is "namespace\nname"
    size_t offset;                 ///< of its tag
    size_t length;                 ///< of its tag
    struct svg_node *parent;       ///< NULL: the root
    struct svg_node *first;        ///< child
    struct svg_node *last;
    struct svg_node *next; ///< sibling
    const char *text;      ///< of `style` and `title`; else NULL
    size_t text_offset;    ///< start of text
    bool text_is_verbatim; ///< equal to the file's bytes
};

struct svg_tree {
    const char *path;  ///< the file, for diagnostics
    const char *bytes; ///< its content
    size_t size;
    struct svg_node *root;
    const struct svg_node **styles; ///< the `style` elements, in order
    size_t style_count;
    struct map ids; ///< id -> element
};

/**
 * Reads a document.
 *
 * @param arena  owns the tree
 * @param path   the file, for diagnostics; must outlive the tree
 * @param bytes  UTF-8; must outlive the tree
 * @param size   how many, 2 MiB at most
 * @param tree   [out]
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ARTWORK_SYNTAX: not XML, or the root is not `svg`;
 *         RULE_ARTWORK_UNSUPPORTED: other declarations, too many elements
 */
enum status svg_tree_read(struct arena *arena, const char *path,
                          const char *bytes, size_t size, struct svg_tree *tree,
                          struct error *err) MUST_CHECK;

/** @return true if it is the element of this name */
bool svg_tree_is(const struct svg_node *node, const char *name);

/** @return the value of an attribute, or NULL */
const char *svg_tree_attribute(const struct svg_node *node, const char *name);

/** @return the element of this id, the first of several, or NULL */
const struct svg_node *svg_tree_find(const struct svg_tree *tree,
                                     const char *id);

/** @return line and column of an offset */
struct location svg_tree_place(const struct svg_tree *tree, size_t offset);

/** @return the location of an error in an attribute's value: exact, unless an
 *         entity or a line end makes the value differ from the file */
struct location svg_tree_place_of_value(const struct svg_tree *tree,
                                        const struct svg_node *node,
                                        const struct svg_value *value);

/** @return the place in the file of byte @p at of an element's text */
struct location svg_tree_place_of_text(const struct svg_tree *tree,
                                       const struct svg_node *node, size_t at);

#endif
