#include "canvas/svg/svg_clip_path.h"

#include <string.h>

#include "canvas/svg/svg_element.h"
#include "canvas/svg/svg_use.h"

enum {
    MOST_EDGES = 500 * 1000, ///< of all, once for each use
};

/* Hides everything outside the regions. */
static bool add_clip(struct svg_reader *reader, const struct svg_node *node,
                     struct svg_element *element,
                     const struct svg_region *regions)
{
    struct svg_clip *clip = ARENA_NEW(reader->arena, struct svg_clip);
    size_t count = 0;

    for (const struct svg_region *at = regions; at; at = at->next)
        count += at->edge_count;
    *clip = (struct svg_clip){
        .regions = regions,
        .outer = element->clip,
        .edge_count = count + (element->clip ? element->clip->edge_count : 0),
    };
    element->clip = clip;
    reader->edges += count;
    if (reader->edges > MOST_EDGES)
        svg_reader_fail_at(reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "clip paths are used too often");
    return reader->status == STATUS_OK;
}

static struct svg_region *make_region(struct svg_reader *reader,
                                      const struct svg_node *node,
                                      struct matrix matrix)
{
    const struct path path =
        path_buffer_copy(&reader->outline, reader->arena, matrix);
    struct svg_region *region = svg_clip_region(reader->arena, &path);

    if (!region)
        svg_reader_fail_at(
            reader, node, RULE_ARTWORK_UNSUPPORTED,
            "a clip path of more than a thousand lines is not read; "
            "release the clipping before exporting");
    return region;
}

static void refuse_clipped_clip(struct svg_reader *reader,
                                const struct svg_node *node)
{
    svg_reader_fail_at(
        reader, node, RULE_ARTWORK_UNSUPPORTED,
        "a clip path that is clipped itself is not read; release the "
        "clipping before exporting");
}

/* One shape of a clip path. */
static bool add_region(struct svg_reader *reader, const struct svg_node *node,
                       const struct svg_element *parent,
                       const struct svg_region **regions)
{
    const struct svg_shape *shape = svg_shape_find(node->name);
    struct svg_region *region;
    struct svg_element element;

    if (!shape) {
        svg_reader_refuse(reader, node);
        return false;
    }
    if (!svg_element_read(reader, node, parent, &element))
        return false;
    if (element.clip) {
        refuse_clipped_clip(reader, node);
        return false;
    }
    if (!svg_element_is_shown(&element) || element.style.hidden)
        return true;
    if (!svg_element_trace(reader, node, shape, &element))
        return false;
    region = make_region(reader, node, element.matrix);
    if (!region)
        return false;
    region->next = *regions;
    *regions = region;
    return true;
}

static bool add_used_region(struct svg_reader *reader,
                            const struct svg_node *node,
                            const struct svg_element *parent,
                            const struct svg_region **regions)
{
    const struct svg_node *target;
    struct svg_element element;

    if (!svg_tree_is(node, "use"))
        return svg_element_is_undrawn(node) ||
               add_region(reader, node, parent, regions);
    if (!svg_use_read(reader, node, parent, &element))
        return false;
    if (!svg_use_find(reader, node, &target))
        return reader->status == STATUS_OK;
    return !svg_element_is_shown(&element) ||
           add_region(reader, target, &element, regions);
}

static bool is_clip_path(struct svg_reader *reader, const struct svg_node *node,
                         const struct svg_node *path)
{
    const char *units = svg_tree_attribute(path, "clipPathUnits");

    if (!svg_tree_is(path, "clipPath"))
        svg_reader_fail_at(reader, node, RULE_ARTWORK_SYNTAX,
                           "what its clip-path refers to is no clipPath");
    else if (units && strcmp(units, "userSpaceOnUse") != 0)
        svg_reader_fail_at(
            reader, path, RULE_ARTWORK_UNSUPPORTED,
            "a clip path in the units of what it clips is not read; "
            "release the clipping before exporting");
    return reader->status == STATUS_OK;
}

/* Reads the clip path that an element names, in the element's own units. */
bool svg_clip_path_add(struct svg_reader *reader, const struct svg_node *node,
                       struct svg_element *element)
{
    const struct svg_reference clip = element->style.clip;
    const char *id = arena_strndup(reader->arena, clip.id, clip.length);
    const struct svg_node *path = svg_tree_find(&reader->tree, id);
    const struct svg_region *regions = NULL;
    struct svg_element base = *element;
    struct svg_element inner;

    if (!path)
        return svg_use_fail(reader, node, id, clip.length);
    if (++reader->depth > SVG_DEPTH_MAX) {
        svg_reader_fail_at(reader, node, RULE_ARTWORK_UNSUPPORTED,
                           "clip paths refer to themselves");
        return false;
    }
    base.style = svg_style_initial();
    base.clip = NULL;
    if (!is_clip_path(reader, node, path) ||
        !svg_element_read(reader, path, &base, &inner))
        return false;
    for (const struct svg_node *child = path->first; child; child = child->next)
        if (!add_used_region(reader, child, &inner, &regions))
            return false;
    reader->depth--;
    if (inner.clip)
        refuse_clipped_clip(reader, path);
    return !inner.clip && add_clip(reader, path, element, regions);
}

/* Hides everything outside a viewport. */
bool svg_clip_path_add_edge(struct svg_reader *reader,
                            const struct svg_node *node, struct rect viewport,
                            struct svg_element *element)
{
    path_buffer_clear(&reader->outline);
    path_buffer_move(&reader->outline, (struct point){viewport.x, viewport.y});
    path_buffer_line(&reader->outline,
                     (struct point){viewport.x + viewport.width, viewport.y});
    path_buffer_line(&reader->outline,
                     (struct point){viewport.x + viewport.width,
                                    viewport.y + viewport.height});
    path_buffer_line(&reader->outline,
                     (struct point){viewport.x, viewport.y + viewport.height});
    path_buffer_close(&reader->outline);
    return add_clip(reader, node, element,
                    make_region(reader, node, element->matrix));
}
