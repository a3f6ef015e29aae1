#include "pdf/structure_tree.h"

#include <stdbool.h>

#include "pdf/pdf_syntax.h"

/*
 * The parent tree maps sequences to their elements: an array for each page, by
 * MCID; then one element for each annotation.
 */

struct structure_tree {
    const struct structure *structure;
    struct pdf_objects *pdf;
    const uint32_t *pages; ///< object numbers
    uint32_t *elements;    ///< object numbers, by tag number
    uint32_t *annotations;
};

static void add_box(const struct structure_tree *tree, struct buffer *body,
                    struct rect box, size_t page)
{
    const double height = tree->structure->document->pages[page].height;

    buffer_add_char(body, '[');
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(box.x));
    pdf_syntax_add_hundredths(
        body, pdf_syntax_hundredths(height - box.y - box.height));
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(box.x + box.width));
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(height - box.y));
    buffer_add_char(body, ']');
}

/* Adds corners in the order of Acrobat, which readers expect: top left, top
 * right, bottom left, bottom right. */
static void add_quads(const struct structure_tree *tree, struct buffer *body,
                      const struct structure_annotation *annotation)
{
    const double height =
        tree->structure->document->pages[annotation->page].height;

    buffer_add_text(body, "/QuadPoints[");
    for (const struct structure_quad *quad = annotation->first_quad; quad;
         quad = quad->next) {
        const double x[] = {quad->area.x, quad->area.x + quad->area.width};
        const double y[] = {height - quad->area.y,
                            height - quad->area.y - quad->area.height};
        for (int corner = 0; corner < 4; corner++) {
            pdf_syntax_add_hundredths(body,
                                      pdf_syntax_hundredths(x[corner % 2]));
            pdf_syntax_add_hundredths(body,
                                      pdf_syntax_hundredths(y[corner / 2]));
        }
    }
    buffer_add_char(body, ']');
}

static void add_attributes(const struct structure_tree *tree,
                           struct buffer *body,
                           const struct structure_element *element)
{
    const struct tag *tag = element->tag;

    if (tag->alt) {
        buffer_add_text(body, "/Alt");
        pdf_syntax_add_text(body, tag->alt);
    }
    if (tag->language) {
        buffer_add_text(body, "/Lang");
        pdf_syntax_add_text(body, tag->language);
    }
    if (tag->kind == TAG_L)
        buffer_add_text(body, tag->ordered
                                  ? "/A<</O/List/ListNumbering/Decimal>>"
                                  : "/A<</O/List/ListNumbering/Disc>>");
    if (tag->scope)
        buffer_add_text(body, tag->scope == TAG_SCOPE_COLUMN
                                  ? "/A<</O/Table/Scope/Column>>"
                                  : "/A<</O/Table/Scope/Row>>");
    if (tag->kind == TAG_FIGURE && element->page != SIZE_MAX) {
        buffer_add_text(body, "/A<</O/Layout/Placement/Block/BBox");
        add_box(tree, body, element->box, element->page);
        buffer_add_text(body, ">>");
    }
}

static size_t kid_page(const struct structure *structure,
                       const struct structure_kid *kid)
{
    switch (kid->kind) {
    case STRUCTURE_SEQUENCE:
        return structure->sequences[kid->index].page;
    case STRUCTURE_ANNOTATION:
        return structure->annotations[kid->index].page;
    case STRUCTURE_ELEMENT:
        break;
    }
    return SIZE_MAX;
}

/* @return the page of an element's /Pg, so that its sequences there need none
 */
static size_t home_page(const struct structure *structure,
                        const struct structure_element *element)
{
    for (const struct structure_kid *kid = element->first_kid; kid;
         kid = kid->next)
        if (kid->kind == STRUCTURE_SEQUENCE)
            return kid_page(structure, kid);
    return SIZE_MAX;
}

static void add_page(const struct structure_tree *tree, struct buffer *body,
                     size_t page)
{
    buffer_add_text(body, "/Pg");
    pdf_syntax_add_reference(body, tree->pages[page]);
}

static void add_sequence(const struct structure_tree *tree, struct buffer *body,
                         const struct structure_sequence *sequence, size_t home)
{
    const bool at_home = sequence->page == home;

    if (!at_home) {
        buffer_add_text(body, "<</Type/MCR");
        add_page(tree, body, sequence->page);
        buffer_add_text(body, "/MCID");
    }
    buffer_add_char(body, ' ');
    buffer_add_integer(body, (long long)sequence->number);
    buffer_add_text(body, at_home ? "" : ">>");
}

static void add_kid(const struct structure_tree *tree, struct buffer *body,
                    const struct structure_kid *kid, size_t home)
{
    const struct structure *structure = tree->structure;

    switch (kid->kind) {
    case STRUCTURE_SEQUENCE:
        add_sequence(tree, body, &structure->sequences[kid->index], home);
        return;
    case STRUCTURE_ELEMENT:
        pdf_syntax_add_reference(body, tree->elements[kid->index]);
        return;
    case STRUCTURE_ANNOTATION:
        buffer_add_text(body, "<</Type/OBJR");
        if (kid_page(structure, kid) != home)
            add_page(tree, body, kid_page(structure, kid));
        buffer_add_text(body, "/Obj");
        pdf_syntax_add_reference(body, tree->annotations[kid->index]);
        buffer_add_text(body, ">>");
        return;
    }
}

static void add_kids(const struct structure_tree *tree, struct buffer *body,
                     const struct structure_element *element)
{
    const bool many = element->first_kid != element->last_kid;
    const size_t home = home_page(tree->structure, element);

    if (home != SIZE_MAX)
        add_page(tree, body, home);
    buffer_add_text(body, many ? "/K[" : "/K");
    for (const struct structure_kid *kid = element->first_kid; kid;
         kid = kid->next)
        add_kid(tree, body, kid, home);
    if (many)
        buffer_add_char(body, ']');
}

static void write_element(const struct structure_tree *tree,
                          const struct structure_element *element,
                          uint32_t root)
{
    const struct tag *tag = element->tag;
    struct buffer *body =
        pdf_objects_begin(tree->pdf, tree->elements[tag->number]);

    buffer_add_text(body, "/S/");
    buffer_add_text(body, display_list_tag_name(tag->kind));
    buffer_add_text(body, "/P");
    pdf_syntax_add_reference(
        body, tag->parent ? tree->elements[tag->parent->number] : root);
    add_attributes(tree, body, element);
    if (element->first_kid)
        add_kids(tree, body, element);
    pdf_objects_finish(tree->pdf);
}

/* Adds a link's text, or its target if it has none. White space becomes one
 * space, because a link may continue on the next line. */
static void add_contents(const struct structure_tree *tree, struct buffer *body,
                         const struct structure_element *element)
{
    struct buffer said = buffer_new(64 * 1024);
    struct buffer text = buffer_new(64 * 1024);
    bool space = false;

    structure_add_text(tree->structure, element, &said);
    for (size_t i = 0; i < said.length; i++) {
        const char byte = said.bytes[i];
        if (byte == ' ' || byte == '\n' || byte == '\t') {
            space = text.length > 0;
            continue;
        }
        if (space)
            buffer_add_char(&text, ' ');
        space = false;
        buffer_add_char(&text, byte);
    }
    pdf_syntax_add_text(body, text.length ? text.bytes : element->tag->uri);
    buffer_free(&text);
    buffer_free(&said);
}

/* URIs are ASCII: other bytes are escaped. */
static void add_uri(struct buffer *body, const char *uri)
{
    struct buffer escaped = buffer_new(64 * 1024);

    for (; *uri; uri++) {
        const unsigned char byte = (unsigned char)*uri;
        if (byte > ' ' && byte <= '~')
            buffer_add_char(&escaped, *uri);
        else
            buffer_printf(&escaped, "%%%02X", byte);
    }
    pdf_syntax_add_string(body, buffer_text(&escaped));
    buffer_free(&escaped);
}

static bool is_field(const struct structure_annotation *annotation)
{
    return annotation->element->tag->kind == TAG_FORM;
}

/* The parent tree's key of an annotation; those before are the pages'. */
static size_t parent_key(const struct structure *structure, size_t annotation)
{
    return structure->document->page_count + annotation;
}

static void write_field(const struct structure_tree *tree, size_t index,
                        const struct buffer *field)
{
    enum { PRINT = 4, LOCKED = 128 };
    const struct structure_annotation *annotation =
        &tree->structure->annotations[index];
    struct buffer *body =
        pdf_objects_begin(tree->pdf, tree->annotations[index]);

    buffer_add_text(body, "/Type/Annot/Subtype/Widget/Rect");
    add_box(tree, body, annotation->area, annotation->page);
    buffer_printf(body, "/F %d/StructParent %zu/P", PRINT | LOCKED,
                  parent_key(tree->structure, index));
    pdf_syntax_add_reference(body, tree->pages[annotation->page]);
    buffer_add(body, field->bytes, field->length);
    pdf_objects_finish(tree->pdf);
}

static void write_link(const struct structure_tree *tree, size_t index)
{
    enum { PRINT = 4 };
    const struct structure_annotation *annotation =
        &tree->structure->annotations[index];
    struct buffer *body =
        pdf_objects_begin(tree->pdf, tree->annotations[index]);

    buffer_add_text(body, "/Subtype/Link/Rect");
    add_box(tree, body, annotation->area, annotation->page);
    add_quads(tree, body, annotation);
    buffer_printf(body, "/Border[0 0 0]/F %d/StructParent %zu/Contents", PRINT,
                  parent_key(tree->structure, index));
    add_contents(tree, body, annotation->element);
    buffer_add_text(body, "/A<</S/URI/URI");
    add_uri(body, annotation->element->tag->uri);
    buffer_add_text(body, ">>");
    pdf_objects_finish(tree->pdf);
}

static void add_page_parents(const struct structure_tree *tree,
                             struct buffer *body, size_t page)
{
    const struct structure *structure = tree->structure;
    const struct structure_sequence *sequence =
        structure->sequences + structure->pages[page].first;

    buffer_add_integer(body, (long long)page);
    buffer_add_char(body, '[');
    for (size_t i = 0; i < structure->pages[page].count; i++, sequence++)
        if (sequence->tag)
            pdf_syntax_add_reference(body,
                                     tree->elements[sequence->tag->number]);
    buffer_add_char(body, ']');
}

static uint32_t write_parent_tree(const struct structure_tree *tree)
{
    const struct structure *structure = tree->structure;
    const uint32_t number = pdf_objects_add(tree->pdf);
    struct buffer *body = pdf_objects_begin(tree->pdf, number);

    buffer_add_text(body, "/Nums[");
    for (size_t i = 0; i < structure->document->page_count; i++)
        add_page_parents(tree, body, i);
    for (size_t i = 0; i < structure->annotation_count; i++) {
        const struct tag *tag = structure->annotations[i].element->tag;
        buffer_add_integer(body, (long long)parent_key(structure, i));
        pdf_syntax_add_reference(body, tree->elements[tag->number]);
        buffer_add_char(body, ' ');
    }
    buffer_add_char(body, ']');
    pdf_objects_finish(tree->pdf);
    return number;
}

/* Strong and Em are not standard types. */
static bool needs_role_map(const struct document *document)
{
    for (size_t i = 0; i < document->tag_count; i++)
        if (document->tags[i]->kind == TAG_STRONG ||
            document->tags[i]->kind == TAG_EM)
            return true;
    return false;
}

static void write_root(const struct structure_tree *tree, uint32_t root)
{
    const struct structure *structure = tree->structure;
    const uint32_t parents = write_parent_tree(tree);
    struct buffer *body = pdf_objects_begin(tree->pdf, root);

    buffer_add_text(body, "/Type/StructTreeRoot/ParentTree");
    pdf_syntax_add_reference(body, parents);
    buffer_printf(body, "/ParentTreeNextKey %zu",
                  parent_key(structure, structure->annotation_count));
    if (needs_role_map(structure->document))
        buffer_add_text(body, "/RoleMap<</Strong/Span/Em/Span>>");
    if (structure->element_count) {
        buffer_add_text(body, "/K");
        pdf_syntax_add_reference(body, tree->elements[0]);
    }
    pdf_objects_finish(tree->pdf);
}

struct structure_tree *structure_tree_new(struct arena *arena,
                                          const struct structure *structure,
                                          struct pdf_objects *pdf,
                                          const uint32_t *pages)
{
    struct structure_tree *tree = ARENA_NEW(arena, struct structure_tree);

    *tree = (struct structure_tree){
        .structure = structure,
        .pdf = pdf,
        .pages = pages,
        .elements = ARENA_ARRAY(arena, uint32_t, structure->element_count),
        .annotations =
            ARENA_ARRAY(arena, uint32_t, structure->annotation_count),
    };
    return tree;
}

uint32_t structure_tree_write(struct structure_tree *tree,
                              const struct buffer *field)
{
    const struct structure *structure = tree->structure;
    const uint32_t root = pdf_objects_add(tree->pdf);

    for (size_t i = 0; i < structure->element_count; i++)
        if (structure->elements[i].is_used)
            tree->elements[i] = pdf_objects_add(tree->pdf);
    for (size_t i = 0; i < structure->annotation_count; i++)
        tree->annotations[i] = pdf_objects_add(tree->pdf);
    for (size_t i = 0; i < structure->element_count; i++)
        if (structure->elements[i].is_used)
            write_element(tree, &structure->elements[i], root);
    for (size_t i = 0; i < structure->annotation_count; i++)
        if (is_field(&structure->annotations[i]))
            write_field(tree, i, field);
        else
            write_link(tree, i);
    write_root(tree, root);
    return root;
}

uint32_t structure_tree_field(const struct structure_tree *tree)
{
    for (size_t i = 0; i < tree->structure->annotation_count; i++)
        if (is_field(&tree->structure->annotations[i]))
            return tree->annotations[i];
    return 0;
}

void structure_tree_add_annotations(const struct structure_tree *tree,
                                    size_t page, struct buffer *body)
{
    bool some = false;

    for (size_t i = 0; i < tree->structure->annotation_count; i++) {
        if (tree->structure->annotations[i].page != page)
            continue;
        buffer_add_text(body, some ? "" : "/Annots[");
        pdf_syntax_add_reference(body, tree->annotations[i]);
        some = true;
    }
    if (some)
        buffer_add_char(body, ']');
}
