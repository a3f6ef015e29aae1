#include <string.h>

#include "verify/pdf_report_internal.h"

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

static bool is_picture(const char *type)
{
    return strcmp(type, "/Figure") == 0 || strcmp(type, "/Formula") == 0;
}

/* An empty /ActualText says that the picture says nothing. */
static bool is_described(struct dossier *dossier, struct dossier_item element)
{
    return says_something(dossier, element, "/Alt") ||
           dossier_text(dossier,
                        dossier_entry(dossier, element, "/ActualText"));
}

/* @return whether marked content hangs right on an element: as its number, or
 * as a reference with one */
static bool has_content(struct dossier *dossier, struct dossier_item element)
{
    const struct dossier_item kids = dossier_entry(dossier, element, "/K");
    const size_t count = dossier_count(dossier, kids);

    if (dossier_integer(dossier, kids, -1) >= 0 ||
        dossier_is_given(dossier, dossier_entry(dossier, kids, "/MCID")))
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct dossier_item kid = dossier_at(dossier, kids, i);
        if (dossier_integer(dossier, kid, -1) >= 0 ||
            dossier_is_given(dossier, dossier_entry(dossier, kid, "/MCID")))
            return true;
    }
    return false;
}

static bool has_language(struct dossier *dossier, struct dossier_item element)
{
    const struct dossier_item language =
        dossier_inherited(dossier, element, "/P", "/Lang");

    return dossier_length(dossier, language) > 0;
}

/* @return the level of "/H1" to "/H6", or 0 */
static int heading_level(const char *type)
{
    if (strlen(type) != 3 || memcmp(type, "/H", 2) != 0 || type[2] < '1' ||
        type[2] > '6')
        return 0;
    return type[2] - '0';
}

/** A walk over the elements, in order. */
struct reading {
    struct dossier *dossier;
    struct dossier_item roles;
    struct evidence_tags *tags;
    bool spoken; ///< the document as a whole states its language
    int level;   ///< of the last heading
};

static void read_element(struct reading *reading, struct dossier_item element,
                         const char *type)
{
    struct evidence_tags *tags = reading->tags;
    const char *standard =
        standard_type(reading->dossier, reading->roles, type);
    const int level = heading_level(standard);

    tags->elements++;
    tags->mute_figures +=
        is_picture(standard) && !is_described(reading->dossier, element);
    if (level > reading->level + 1)
        tags->heading_skipped = true;
    if (level)
        reading->level = level;
    if (!reading->spoken && has_content(reading->dossier, element) &&
        !has_language(reading->dossier, element))
        tags->tongueless++;
}

static void walk_tree(struct dossier *dossier, struct dossier_item root,
                      struct evidence *evidence)
{
    struct dossier_walk *walk = dossier_walk_new(dossier);
    struct reading reading = {
        .dossier = dossier,
        .roles = dossier_entry(dossier, root, "/RoleMap"),
        .tags = &evidence->tags,
        .spoken = evidence->language && *evidence->language,
    };
    struct dossier_item element;

    dossier_walk_add_all(walk, dossier_entry(dossier, root, "/K"));
    while (dossier_walk_next(walk, &element)) {
        const char *type =
            dossier_name(dossier, dossier_entry(dossier, element, "/S"));
        if (!*type)
            continue; /* marked content, a reference */
        read_element(&reading, element, type);
        dossier_walk_add_all(walk, dossier_entry(dossier, element, "/K"));
    }
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

/* Marked content may state its language right in a page's content. Where any
 * does, nothing is said of elements without one. */
static bool speaks_in_content(struct dossier *dossier)
{
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);

    for (size_t i = 0; i < count; i++)
        if (dossier_page_has(dossier, pages[i], "/Lang"))
            return true;
    return false;
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
    walk_tree(dossier, root, evidence);
    if (tags->tongueless && speaks_in_content(dossier))
        tags->tongueless = 0;
    for (size_t i = 0; i < count; i++)
        add_page(dossier, pages[i], tags);
}
