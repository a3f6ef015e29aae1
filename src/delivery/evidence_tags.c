#include <string.h>

#include "delivery/evidence_parts.h"

/* --- the structure tree -------------------------------------------------- */

/* A structure type as the standard knows it; roles may be mapped more than
 * once, and in a hostile file forever. */
static const char *standard_type(struct dossier *dossier,
                                 struct dossier_item roles, const char *type)
{
    for (int i = 0; i < 8 && *type; i++) {
        const char *mapped =
            dossier_name(dossier, dossier_entry(dossier, roles, type));
        if (!*mapped)
            break;
        type = mapped;
    }
    return type;
}

static bool says_something(struct dossier *dossier, struct dossier_item element,
                           const char *key)
{
    return dossier_length(dossier, dossier_entry(dossier, element, key)) > 0;
}

/* @return whether it is a picture that nothing describes */
static bool is_mute(struct dossier *dossier, struct dossier_item roles,
                    struct dossier_item element)
{
    const char *type = standard_type(
        dossier, roles,
        dossier_name(dossier, dossier_entry(dossier, element, "/S")));

    if (strcmp(type, "/Figure") != 0 && strcmp(type, "/Formula") != 0)
        return false;
    return !says_something(dossier, element, "/Alt") &&
           !says_something(dossier, element, "/ActualText");
}

static void walk_tree(struct dossier *dossier, struct dossier_item root,
                      struct evidence_tags *tags)
{
    struct dossier_walk *walk = dossier_walk_new(dossier);
    const struct dossier_item roles = dossier_entry(dossier, root, "/RoleMap");
    struct dossier_item element;

    dossier_walk_add_all(walk, dossier_entry(dossier, root, "/K"));
    while (dossier_walk_next(walk, &element)) {
        const struct dossier_item type = dossier_entry(dossier, element, "/S");
        if (!*dossier_name(dossier, type))
            continue; /* a marked sequence, a reference */
        tags->elements++;
        tags->mute_figures += is_mute(dossier, roles, element);
        dossier_walk_add_all(walk, dossier_entry(dossier, element, "/K"));
    }
}

/* @return whether every topmost element states its language */
static bool is_translated(struct dossier *dossier, struct dossier_item root)
{
    struct dossier_walk *walk = dossier_walk_new(dossier);
    struct dossier_item element;
    bool any = false;

    dossier_walk_add_all(walk, dossier_entry(dossier, root, "/K"));
    while (dossier_walk_next(walk, &element)) {
        if (!says_something(dossier, element, "/Lang"))
            return false;
        any = true;
    }
    return any;
}

/* --- pages --------------------------------------------------------------- */

static bool is_link(struct dossier *dossier, struct dossier_item annotation)
{
    const char *kind =
        dossier_name(dossier, dossier_entry(dossier, annotation, "/Subtype"));

    return strcmp(kind, "/Link") == 0;
}

static void add_page(struct dossier *dossier, struct dossier_item page,
                     struct evidence_tags *tags)
{
    const struct dossier_item annotations =
        dossier_entry(dossier, page, "/Annots");
    const size_t count = dossier_count(dossier, annotations);
    const char *order =
        dossier_name(dossier, dossier_entry(dossier, page, "/Tabs"));

    tags->tied_pages += dossier_is_given(
        dossier, dossier_entry(dossier, page, "/StructParents"));
    tags->unsorted_pages += count > 0 && strcmp(order, "/S") != 0;
    for (size_t i = 0; i < count; i++) {
        const struct dossier_item annotation =
            dossier_at(dossier, annotations, i);
        tags->mute_links += is_link(dossier, annotation) &&
                            !says_something(dossier, annotation, "/Contents");
    }
}

void evidence_add_tags(struct dossier *dossier, struct evidence *evidence)
{
    const struct dossier_item catalog = dossier_catalog(dossier);
    const struct dossier_item mark =
        dossier_entry(dossier, catalog, "/MarkInfo");
    const struct dossier_item root =
        dossier_entry(dossier, catalog, "/StructTreeRoot");
    struct evidence_tags *tags = &evidence->tags;
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);

    tags->marked =
        dossier_is_true(dossier, dossier_entry(dossier, mark, "/Marked"));
    tags->suspects =
        dossier_is_true(dossier, dossier_entry(dossier, mark, "/Suspects"));
    tags->rooted = dossier_is_dictionary(dossier, root);
    tags->indexed =
        dossier_is_given(dossier, dossier_entry(dossier, root, "/ParentTree"));
    tags->translated = is_translated(dossier, root);
    walk_tree(dossier, root, tags);
    for (size_t i = 0; i < count; i++)
        add_page(dossier, pages[i], tags);
}
