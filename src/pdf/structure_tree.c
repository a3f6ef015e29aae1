#include "pdf/structure_tree.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "pdf/pdf_syntax.h"

/*
 * An element's kids, in the order in which marks first mention them:
 *
 *     P ---+--- sequence 7 of page 0       "See "
 *          +--- Link ---+--- sequence 8    "our map"
 *          |            +--- annotation    where it is active
 *          +--- sequence 9                 " for more."
 *
 * Sequences lead back to their elements through the parent tree: an array for
 * each page, by MCID; then one element for each annotation.
 */

enum tree_kid_kind {
    KID_SEQUENCE,
    KID_ELEMENT,
    KID_LINK,
};

struct tree_kid {
    enum tree_kid_kind kind;
    size_t page;  ///< sequence, link
    size_t index; ///< MCID, element or link
    struct tree_kid *next;
};

struct tagged_words {
    const char *text;
    size_t length;
    struct tagged_words *next;
};

struct tree_element {
    const struct tag *tag;
    bool mentioned;
    struct tree_kid *first_kid;
    struct tree_kid *last_kid;
    struct tree_element *figure; ///< itself or the nearest one above, or NULL
    struct tree_element *link;   ///< likewise; or the signature field
    size_t annotation;           ///< the last of a link, from 1; 0: none
    struct tagged_words *first_words; ///< of a link
    struct tagged_words *last_words;
    struct rect box; ///< of a figure, which stands on one page
    struct tag_position position;
    uint32_t number;
};

/* What a link covers on one line. */
struct link_quad {
    struct rect area;
    struct link_quad *next;
};

/* An annotation: all of a link on one page, or the signature field. */
struct link_annotation {
    const struct tree_element *tree_element;
    size_t page;
    struct rect area; ///< around its quads
    struct link_quad *first_quad;
    struct link_quad *last_quad;
    uint32_t number;
};

struct sequence_page {
    size_t first; ///< in sequences
    size_t count;
};

struct structure_tree {
    struct arena *arena;
    const struct document *document;
    struct tree_element *elements; ///< by tag number
    struct sequence_page *pages;
    size_t page;                           ///< the current one, from 1
    size_t noted;                          ///< first marks so far
    const struct tree_element **sequences; ///< of all pages
    size_t sequence_count;
    size_t sequence_capacity;
    struct link_annotation *links;
    size_t link_count;
    size_t link_capacity;
    bool has_emphasis;            ///< there are elements of no standard type
    const uint32_t *page_numbers; ///< while writing
    struct pdf_objects *pdf;
};

struct structure_tree *structure_tree_new(struct arena *arena,
                                          const struct document *document)
{
    struct structure_tree *tags = ARENA_NEW(arena, struct structure_tree);

    tags->arena = arena;
    tags->document = document;
    tags->elements =
        ARENA_ARRAY(arena, struct tree_element, document->tag_count);
    tags->pages =
        ARENA_ARRAY(arena, struct sequence_page, document->page_count);
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        struct tree_element *tree_element = &tags->elements[i];
        struct tree_element *parent =
            tag->parent ? &tags->elements[tag->parent->number] : NULL;
        assert(tag->number == i && (!tag->parent || tag->parent->number < i));
        tree_element->tag = tag;
        tree_element->position.page = SIZE_MAX;
        tree_element->figure = parent ? parent->figure : NULL;
        tree_element->link = parent ? parent->link : NULL;
        if (tag->kind == TAG_FIGURE)
            tree_element->figure = tree_element;
        if (tag->kind == TAG_LINK || tag->kind == TAG_FORM)
            tree_element->link = tree_element;
        if (tag->kind == TAG_STRONG || tag->kind == TAG_EM)
            tags->has_emphasis = true;
    }
    return tags;
}

static void add_kid(struct structure_tree *tags,
                    struct tree_element *tree_element, enum tree_kid_kind kind,
                    size_t index)
{
    struct tree_kid *tree_kid = ARENA_NEW(tags->arena, struct tree_kid);

    *tree_kid = (struct tree_kid){kind, tags->page - 1, index, NULL};
    if (tree_element->last_kid)
        tree_element->last_kid->next = tree_kid;
    else
        tree_element->first_kid = tree_kid;
    tree_element->last_kid = tree_kid;
}

/* Hangs an element below its parent, and that below its own. */
static struct tree_element *mention(struct structure_tree *tags,
                                    const struct tag *tag)
{
    struct tree_element *tree_element = &tags->elements[tag->number];

    if (tree_element->mentioned)
        return tree_element;
    tree_element->mentioned = true;
    if (tag->parent)
        add_kid(tags, mention(tags, tag->parent), KID_ELEMENT, tag->number);
    return tree_element;
}

void structure_tree_begin_page(struct structure_tree *tags)
{
    assert(tags->page < tags->document->page_count);
    tags->pages[tags->page].first = tags->sequence_count;
    tags->page++;
}

/* Makes room for one more; an arena gives nothing back, so arrays double. */
static void *grow(struct arena *arena, void *array, size_t size, size_t count,
                  size_t *capacity)
{
    void *larger;

    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 128;
    larger = arena_alloc_array(arena, *capacity, size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

size_t structure_tree_begin_sequence(struct structure_tree *tags,
                                     const struct tag *tag)
{
    struct tree_element *tree_element = mention(tags, tag);
    struct sequence_page *page = &tags->pages[tags->page - 1];

    tags->sequences =
        grow(tags->arena, tags->sequences, sizeof *tags->sequences,
             tags->sequence_count, &tags->sequence_capacity);
    tags->sequences[tags->sequence_count++] = tree_element;
    add_kid(tags, tree_element, KID_SEQUENCE, page->count);
    return page->count++;
}

static void note_words(struct structure_tree *tags, struct tree_element *link,
                       const struct glyph_run *run)
{
    struct tagged_words *words = ARENA_NEW(tags->arena, struct tagged_words);

    *words = (struct tagged_words){run->text, run->text_size, NULL};
    if (link->last_words)
        link->last_words->next = words;
    else
        link->first_words = words;
    link->last_words = words;
}

static void note_position(struct structure_tree *tags,
                          struct tree_element *tree_element, double top)
{
    if (tree_element->position.page == SIZE_MAX)
        tree_element->position =
            (struct tag_position){tags->page - 1, top, tags->noted};
    if (tree_element->tag->parent &&
        tags->elements[tree_element->tag->parent->number].position.page ==
            SIZE_MAX)
        note_position(tags, &tags->elements[tree_element->tag->parent->number],
                      top);
}

void structure_tree_note(struct structure_tree *tags, const struct mark *mark)
{
    struct tree_element *tree_element = &tags->elements[mark->tag->number];
    struct tree_element *figure = tree_element->figure;

    if (tree_element->position.page == SIZE_MAX) {
        note_position(tags, tree_element, display_list_mark_box(mark).y);
        tags->noted++;
    }
    if (tree_element->link && mark->kind == MARK_GLYPHS)
        note_words(tags, tree_element->link, &mark->run);
    assert(!figure || figure->position.page == tags->page - 1);
    if (figure)
        figure->box = rect_union(figure->box, display_list_mark_box(mark));
}

/* Links and the signature field are both annotations of an element. */
static void add_annotation(struct structure_tree *tags,
                           struct tree_element *tree_element,
                           const struct mark *mark)
{
    tags->links = grow(tags->arena, tags->links, sizeof *tags->links,
                       tags->link_count, &tags->link_capacity);
    tags->links[tags->link_count] =
        (struct link_annotation){.tree_element = tree_element,
                                 .page = tags->page - 1,
                                 .area = mark->box};
    add_kid(tags, tree_element, KID_LINK, tags->link_count++);
    tree_element->annotation = tags->link_count;
}

static void add_quad(struct structure_tree *tags, struct link_annotation *link,
                     struct rect area)
{
    struct link_quad *quad = ARENA_NEW(tags->arena, struct link_quad);

    quad->area = area;
    if (link->last_quad)
        link->last_quad->next = quad;
    else
        link->first_quad = quad;
    link->last_quad = quad;
    link->area = rect_union(link->area, area);
}

void structure_tree_add_link(struct structure_tree *tags,
                             const struct mark *mark)
{
    struct tree_element *tree_element = mention(tags, mark->tag)->link;

    assert(tree_element && tree_element->tag->uri);
    if (!tree_element->annotation ||
        tags->links[tree_element->annotation - 1].page != tags->page - 1)
        add_annotation(tags, tree_element, mark);
    add_quad(tags, &tags->links[tree_element->annotation - 1], mark->box);
}

void structure_tree_add_field(struct structure_tree *tags,
                              const struct mark *mark)
{
    struct tree_element *tree_element = mention(tags, mark->tag);

    assert(tree_element->tag->kind == TAG_FORM && !tree_element->first_kid);
    add_annotation(tags, tree_element, mark);
}

struct tag_position structure_tree_position(const struct structure_tree *tags,
                                            const struct tag *tag)
{
    return tags->elements[tag->number].position;
}

static void add_box(const struct structure_tree *tags, struct buffer *body,
                    struct rect box, size_t page)
{
    const double height = tags->document->pages[page].height;

    buffer_add_char(body, '[');
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(box.x));
    pdf_syntax_add_hundredths(
        body, pdf_syntax_hundredths(height - box.y - box.height));
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(box.x + box.width));
    pdf_syntax_add_hundredths(body, pdf_syntax_hundredths(height - box.y));
    buffer_add_char(body, ']');
}

/* Corners in the order that Acrobat writes and readers expect: top left, top
 * right, bottom left, bottom right. */
static void add_quads(const struct structure_tree *tags, struct buffer *body,
                      const struct link_annotation *link)
{
    const double height = tags->document->pages[link->page].height;

    buffer_add_text(body, "/QuadPoints[");
    for (const struct link_quad *quad = link->first_quad; quad;
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

static void add_attributes(const struct structure_tree *tags,
                           struct buffer *body,
                           const struct tree_element *tree_element)
{
    const struct tag *tag = tree_element->tag;

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
    if (tag->kind == TAG_FIGURE && tree_element->position.page != SIZE_MAX) {
        buffer_add_text(body, "/A<</O/Layout/Placement/Block/BBox");
        add_box(tags, body, tree_element->box, tree_element->position.page);
        buffer_add_text(body, ">>");
    }
}

/* The page that an element names, so that its sequences there need not. */
static size_t home_page(const struct tree_element *tree_element)
{
    for (const struct tree_kid *tree_kid = tree_element->first_kid; tree_kid;
         tree_kid = tree_kid->next)
        if (tree_kid->kind == KID_SEQUENCE)
            return tree_kid->page;
    return SIZE_MAX;
}

static void add_page(const struct structure_tree *tags, struct buffer *body,
                     const struct tree_kid *tree_kid, size_t home)
{
    if (tree_kid->page == home)
        return;
    buffer_add_text(body, "/Pg");
    pdf_syntax_add_reference(body, tags->page_numbers[tree_kid->page]);
}

static void add_reference(const struct structure_tree *tags,
                          struct buffer *body, const struct tree_kid *tree_kid,
                          size_t home)
{
    switch (tree_kid->kind) {
    case KID_SEQUENCE:
        if (tree_kid->page == home) {
            buffer_add_char(body, ' ');
            buffer_add_integer(body, (long long)tree_kid->index);
            return;
        }
        buffer_add_text(body, "<</Type/MCR");
        add_page(tags, body, tree_kid, home);
        buffer_add_text(body, "/MCID ");
        buffer_add_integer(body, (long long)tree_kid->index);
        buffer_add_text(body, ">>");
        return;
    case KID_ELEMENT:
        pdf_syntax_add_reference(body, tags->elements[tree_kid->index].number);
        return;
    case KID_LINK:
        buffer_add_text(body, "<</Type/OBJR");
        add_page(tags, body, tree_kid, home);
        buffer_add_text(body, "/Obj");
        pdf_syntax_add_reference(body, tags->links[tree_kid->index].number);
        buffer_add_text(body, ">>");
        return;
    }
}

static void add_kids(const struct structure_tree *tags, struct buffer *body,
                     const struct tree_element *tree_element)
{
    const bool many = tree_element->first_kid != tree_element->last_kid;
    const size_t home = home_page(tree_element);

    if (home != SIZE_MAX) {
        buffer_add_text(body, "/Pg");
        pdf_syntax_add_reference(body, tags->page_numbers[home]);
    }
    buffer_add_text(body, many ? "/K[" : "/K");
    for (const struct tree_kid *tree_kid = tree_element->first_kid; tree_kid;
         tree_kid = tree_kid->next)
        add_reference(tags, body, tree_kid, home);
    if (many)
        buffer_add_char(body, ']');
}

static void write_element(const struct structure_tree *tags,
                          const struct tree_element *tree_element,
                          uint32_t root)
{
    struct buffer *body = pdf_objects_begin(tags->pdf, tree_element->number);
    const struct tag *parent = tree_element->tag->parent;

    buffer_add_text(body, "/S/");
    buffer_add_text(body, display_list_tag_name(tree_element->tag->kind));
    buffer_add_text(body, "/P");
    pdf_syntax_add_reference(
        body, parent ? tags->elements[parent->number].number : root);
    add_attributes(tags, body, tree_element);
    if (tree_element->first_kid)
        add_kids(tags, body, tree_element);
    pdf_objects_finish(tags->pdf);
}

/* What a link says, or where it leads if it says nothing. White space is made
 * one space, for a link may run over the end of a line. */
static void add_contents(const struct structure_tree *tags, struct buffer *body,
                         const struct tree_element *tree_element)
{
    struct buffer text = buffer_new(64 * 1024);
    bool space = false;

    (void)tags;
    for (const struct tagged_words *words = tree_element->first_words; words;
         words = words->next)
        for (size_t i = 0; i < words->length; i++) {
            const char byte = words->text[i];
            if (byte == ' ' || byte == '\n' || byte == '\t') {
                space = text.length > 0;
                continue;
            }
            if (space)
                buffer_add_char(&text, ' ');
            space = false;
            buffer_add_char(&text, byte);
        }
    pdf_syntax_add_text(body,
                        text.length ? text.bytes : tree_element->tag->uri);
    buffer_free(&text);
}

/* A URI is ASCII: what is not is escaped as its bytes. */
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

static bool is_field(const struct link_annotation *link)
{
    return link->tree_element->tag->kind == TAG_FORM;
}

static void write_field(const struct structure_tree *tags,
                        const struct link_annotation *link,
                        const struct buffer *field)
{
    enum { PRINT = 4, LOCKED = 128 };
    struct buffer *body = pdf_objects_begin(tags->pdf, link->number);

    buffer_add_text(body, "/Type/Annot/Subtype/Widget/Rect");
    add_box(tags, body, link->area, link->page);
    buffer_printf(body, "/F %d/StructParent %zu/P", PRINT | LOCKED,
                  tags->document->page_count + (size_t)(link - tags->links));
    pdf_syntax_add_reference(body, tags->page_numbers[link->page]);
    buffer_add(body, field->bytes, field->length);
    pdf_objects_finish(tags->pdf);
}

static void write_link(const struct structure_tree *tags,
                       const struct link_annotation *link)
{
    enum { PRINT = 4 };
    struct buffer *body = pdf_objects_begin(tags->pdf, link->number);

    buffer_add_text(body, "/Subtype/Link/Rect");
    add_box(tags, body, link->area, link->page);
    add_quads(tags, body, link);
    buffer_printf(body, "/Border[0 0 0]/F %d/StructParent %zu/Contents", PRINT,
                  tags->document->page_count + (size_t)(link - tags->links));
    add_contents(tags, body, link->tree_element);
    buffer_add_text(body, "/A<</S/URI/URI");
    add_uri(body, link->tree_element->tag->uri);
    buffer_add_text(body, ">>");
    pdf_objects_finish(tags->pdf);
}

static uint32_t write_parent_tree(const struct structure_tree *tags)
{
    const uint32_t number = pdf_objects_add(tags->pdf);
    struct buffer *body = pdf_objects_begin(tags->pdf, number);

    buffer_add_text(body, "/Nums[");
    for (size_t i = 0; i < tags->document->page_count; i++) {
        const struct sequence_page *page = &tags->pages[i];
        buffer_add_integer(body, (long long)i);
        buffer_add_char(body, '[');
        for (size_t j = 0; j < page->count; j++)
            pdf_syntax_add_reference(body,
                                     tags->sequences[page->first + j]->number);
        buffer_add_char(body, ']');
    }
    for (size_t i = 0; i < tags->link_count; i++) {
        buffer_add_integer(body, (long long)(tags->document->page_count + i));
        pdf_syntax_add_reference(body, tags->links[i].tree_element->number);
        buffer_add_char(body, ' ');
    }
    buffer_add_char(body, ']');
    pdf_objects_finish(tags->pdf);
    return number;
}

static void write_root(const struct structure_tree *tags, uint32_t root)
{
    const uint32_t parents = write_parent_tree(tags);
    struct buffer *body = pdf_objects_begin(tags->pdf, root);

    buffer_add_text(body, "/Type/StructTreeRoot/ParentTree");
    pdf_syntax_add_reference(body, parents);
    buffer_add_text(body, "/ParentTreeNextKey ");
    buffer_add_integer(
        body, (long long)(tags->document->page_count + tags->link_count));
    if (tags->has_emphasis)
        buffer_add_text(body, "/RoleMap<</Strong/Span/Em/Span>>");
    if (tags->document->tag_count) {
        buffer_add_text(body, "/K");
        pdf_syntax_add_reference(body, tags->elements[0].number);
    }
    pdf_objects_finish(tags->pdf);
}

uint32_t structure_tree_write(struct structure_tree *tags,
                              struct pdf_objects *pdf, const uint32_t *pages,
                              const struct buffer *field)
{
    const uint32_t root = pdf_objects_add(pdf);

    tags->pdf = pdf;
    tags->page_numbers = pages;
    if (tags->document->tag_count)
        mention(tags, tags->document->tags[0]);
    for (size_t i = 0; i < tags->document->tag_count; i++)
        if (tags->elements[i].mentioned)
            tags->elements[i].number = pdf_objects_add(pdf);
    for (size_t i = 0; i < tags->link_count; i++)
        tags->links[i].number = pdf_objects_add(pdf);
    for (size_t i = 0; i < tags->document->tag_count; i++)
        if (tags->elements[i].mentioned)
            write_element(tags, &tags->elements[i], root);
    for (size_t i = 0; i < tags->link_count; i++)
        if (is_field(&tags->links[i]))
            write_field(tags, &tags->links[i], field);
        else
            write_link(tags, &tags->links[i]);
    write_root(tags, root);
    return root;
}

uint32_t structure_tree_field(const struct structure_tree *tags)
{
    for (size_t i = 0; i < tags->link_count; i++)
        if (is_field(&tags->links[i]))
            return tags->links[i].number;
    return 0;
}

void structure_tree_add_annotations(const struct structure_tree *tags,
                                    size_t page, struct buffer *body)
{
    bool some = false;

    for (size_t i = 0; i < tags->link_count; i++) {
        if (tags->links[i].page != page)
            continue;
        buffer_add_text(body, some ? "" : "/Annots[");
        pdf_syntax_add_reference(body, tags->links[i].number);
        some = true;
    }
    if (some)
        buffer_add_char(body, ']');
}
