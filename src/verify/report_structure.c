#include <string.h>

#include "verify/pdf_report_internal.h"

/* --- the structure tree -------------------------------------------------- */

/* A structure type as the standard knows it; roles may be mapped more than
 * once, and in a hostile file forever. */
static const char *standard_type(struct pdf_reader *pdf,
                                 struct pdf_object roles, const char *type)
{
    for (int i = 0; i < 8 && *type; i++) {
        const char *mapped =
            pdf_reader_name(pdf, pdf_reader_entry(pdf, roles, type));
        if (!*mapped)
            break;
        type = mapped;
    }
    return type;
}

static bool says_something(struct pdf_reader *pdf, struct pdf_object element,
                           const char *key)
{
    return pdf_reader_length(pdf, pdf_reader_entry(pdf, element, key)) > 0;
}

static bool is_picture(const char *type)
{
    return strcmp(type, "/Figure") == 0 || strcmp(type, "/Formula") == 0;
}

/* An empty /ActualText says that the picture says nothing. */
static bool is_described(struct pdf_reader *pdf, struct pdf_object element)
{
    return says_something(pdf, element, "/Alt") ||
           pdf_reader_text(pdf, pdf_reader_entry(pdf, element, "/ActualText"));
}

/* @return whether marked content hangs right on an element: as its number, or
 * as a reference with one */
static bool has_content(struct pdf_reader *pdf, struct pdf_object element)
{
    const struct pdf_object kids = pdf_reader_entry(pdf, element, "/K");
    const size_t count = pdf_reader_count(pdf, kids);

    if (pdf_reader_integer(pdf, kids, -1) >= 0 ||
        pdf_reader_is_given(pdf, pdf_reader_entry(pdf, kids, "/MCID")))
        return true;
    for (size_t i = 0; i < count; i++) {
        const struct pdf_object kid = pdf_reader_at(pdf, kids, i);
        if (pdf_reader_integer(pdf, kid, -1) >= 0 ||
            pdf_reader_is_given(pdf, pdf_reader_entry(pdf, kid, "/MCID")))
            return true;
    }
    return false;
}

static bool has_language(struct pdf_reader *pdf, struct pdf_object element)
{
    const struct pdf_object language =
        pdf_reader_inherited(pdf, element, "/P", "/Lang");

    return pdf_reader_length(pdf, language) > 0;
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
struct structure_reading {
    struct pdf_reader *pdf;
    struct pdf_object roles;
    struct pdf_report_structure *tags;
    bool spoken; ///< the document as a whole states its language
    int level;   ///< of the last heading
};

static void read_element(struct structure_reading *structure_reading,
                         struct pdf_object element, const char *type)
{
    struct pdf_report_structure *tags = structure_reading->tags;
    const char *standard =
        standard_type(structure_reading->pdf, structure_reading->roles, type);
    const int level = heading_level(standard);

    tags->elements++;
    tags->mute_figures +=
        is_picture(standard) && !is_described(structure_reading->pdf, element);
    if (level > structure_reading->level + 1)
        tags->heading_skipped = true;
    if (level)
        structure_reading->level = level;
    if (!structure_reading->spoken &&
        has_content(structure_reading->pdf, element) &&
        !has_language(structure_reading->pdf, element))
        tags->languageless++;
}

static void walk_tree(struct pdf_reader *pdf, struct pdf_object root,
                      struct pdf_report *pdf_report)
{
    struct pdf_reader_walk *walk = pdf_reader_walk_new(pdf);
    struct structure_reading structure_reading = {
        .pdf = pdf,
        .roles = pdf_reader_entry(pdf, root, "/RoleMap"),
        .tags = &pdf_report->tags,
        .spoken = pdf_report->language && *pdf_report->language,
    };
    struct pdf_object element;

    pdf_reader_walk_add_all(walk, pdf_reader_entry(pdf, root, "/K"));
    while (pdf_reader_walk_next(walk, &element)) {
        const char *type =
            pdf_reader_name(pdf, pdf_reader_entry(pdf, element, "/S"));
        if (!*type)
            continue; /* marked content, a reference */
        read_element(&structure_reading, element, type);
        pdf_reader_walk_add_all(walk, pdf_reader_entry(pdf, element, "/K"));
    }
}

/* --- pages --------------------------------------------------------------- */

static bool is_link(struct pdf_reader *pdf, struct pdf_object annotation)
{
    const char *kind =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, annotation, "/Subtype"));

    return strcmp(kind, "/Link") == 0;
}

static void add_page(struct pdf_reader *pdf, struct pdf_object page,
                     struct pdf_report_structure *tags)
{
    const struct pdf_object annotations =
        pdf_reader_entry(pdf, page, "/Annots");
    const size_t count = pdf_reader_count(pdf, annotations);
    const char *order =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, page, "/Tabs"));

    tags->tied_pages +=
        pdf_reader_is_given(pdf, pdf_reader_entry(pdf, page, "/StructParents"));
    tags->unsorted_pages += count > 0 && strcmp(order, "/S") != 0;
    for (size_t i = 0; i < count; i++) {
        const struct pdf_object annotation = pdf_reader_at(pdf, annotations, i);
        tags->mute_links += is_link(pdf, annotation) &&
                            !says_something(pdf, annotation, "/Contents");
    }
}

/* Marked content may state its language right in a page's content. Where any
 * does, nothing is said of elements without one. */
static bool speaks_in_content(struct pdf_reader *pdf)
{
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);

    for (size_t i = 0; i < count; i++)
        if (pdf_reader_page_has(pdf, pages[i], "/Lang"))
            return true;
    return false;
}

void pdf_report_add_structure(struct pdf_reader *pdf,
                              struct pdf_report *pdf_report)
{
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    const struct pdf_object mark = pdf_reader_entry(pdf, catalog, "/MarkInfo");
    const struct pdf_object root =
        pdf_reader_entry(pdf, catalog, "/StructTreeRoot");
    struct pdf_report_structure *tags = &pdf_report->tags;
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);

    tags->marked =
        pdf_reader_is_true(pdf, pdf_reader_entry(pdf, mark, "/Marked"));
    tags->suspects =
        pdf_reader_is_true(pdf, pdf_reader_entry(pdf, mark, "/Suspects"));
    tags->rooted = pdf_reader_is_dictionary(pdf, root);
    tags->indexed =
        pdf_reader_is_given(pdf, pdf_reader_entry(pdf, root, "/ParentTree"));
    walk_tree(pdf, root, pdf_report);
    if (tags->languageless && speaks_in_content(pdf))
        tags->languageless = 0;
    for (size_t i = 0; i < count; i++)
        add_page(pdf, pages[i], tags);
}
