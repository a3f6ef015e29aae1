#ifndef CANVAS_SVG_CSS_H
#define CANVAS_SVG_CSS_H

#include "canvas/svg/svg_style.h"
#include "canvas/svg/svg_tree.h"

/**
 * The style sheets of a document: rules whose selectors are elements, classes
 * and ids, combined or nested.
 *
 * @source CSS 2.1, 5 (selectors), 6.4.1 (which rule wins)
 */
struct svg_css;

/**
 * Reads all `style` elements of a document.
 *
 * @param arena  owns the rules
 * @param tree   the document; must outlive the rules
 * @param css    [out]
 * @return STATUS_OK or STATUS_INPUT
 * @errors RULE_ARTWORK_SYNTAX; RULE_ARTWORK_UNSUPPORTED: an unsupported
 *         selector or at-rule that could change the picture
 */
enum status svg_css_read(struct arena *arena, const struct svg_tree *tree,
                         const struct svg_css **css,
                         struct error *err) MUST_CHECK;

/** @return the number of rules; each element is matched with all of them */
size_t svg_css_count(const struct svg_css *css);

/**
 * Applies the rules that match an element, the strongest last.
 *
 * @param css     the rules
 * @param node    the element, within its document
 * @param parent  the style for "inherit"
 * @param style   to change
 * @param err     [out] on failure, with the place in the style sheet
 * @return STATUS_OK or STATUS_INPUT
 */
enum status
svg_css_apply(const struct svg_css *css, const struct svg_tree *tree,
              const struct svg_node *node, const struct svg_style *parent,
              struct svg_style *style, struct error *err) MUST_CHECK;

#endif
