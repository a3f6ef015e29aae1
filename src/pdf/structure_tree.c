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

enum kid_kind {
    KID_SEQUENCE,
    KID_ELEMENT,
    KID_LINK,
};

struct kid {
    enum kid_kind kind;
    size_t page;  ///< sequence, link
    size_t index; ///< MCID, element or link
    struct kid *next;
};

struct words {
    const char *text;
    size_t length;
    struct words *next;
};

struct element {
    const struct tag *tag;
    bool mentioned;
    struct kid *first_kid;
    struct kid *last_kid;
    struct element *figure;    ///< itself or the nearest one above, or NULL
    struct element *link;      ///< likewise; or the signature field
    struct words *first_words; ///< of a link
    struct words *last_words;
    struct rect box; ///< of a figure, which stands on one page
    struct tag_position position;
    uint32_t number;
};

struct link {
    const struct element *element;
    size_t page;
    struct rect area;
    uint32_t number;
};

struct sequence_page {
    size_t first; ///< in sequences
    size_t count;
};

struct tags {
    struct arena *arena;
    const struct document *document;
    struct element *elements; ///< by tag number
    struct sequence_page *pages;
    size_t page;                      ///< in hand, from 1
    size_t noted;                     ///< first marks so far
    const struct element **sequences; ///< of all pages
    size_t sequence_count;
    size_t sequence_room;
    struct link *links;
    size_t link_count;
    size_t link_room;
    bool has_emphasis;            ///< there are elements of no standard type
    const uint32_t *page_numbers; ///< while writing
    struct haru *haru;
};

struct tags *tags_new(struct arena *arena, const struct document *document)
{
    struct tags *tags = ARENA_NEW(arena, struct tags);

    tags->arena = arena;
    tags->document = document;
    tags->elements = ARENA_ARRAY(arena, struct element, document->tag_count);
    tags->pages =
        ARENA_ARRAY(arena, struct sequence_page, document->page_count);
    for (size_t i = 0; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        struct element *element = &tags->elements[i];
        struct element *parent =
            tag->parent ? &tags->elements[tag->parent->number] : NULL;
        assert(tag->number == i && (!tag->parent || tag->parent->number < i));
        element->tag = tag;
        element->position.page = SIZE_MAX;
        element->figure = parent ? parent->figure : NULL;
        element->link = parent ? parent->link : NULL;
        if (tag->kind == TAG_FIGURE)
            element->figure = element;
        if (tag->kind == TAG_LINK || tag->kind == TAG_FORM)
            element->link = element;
        if (tag->kind == TAG_STRONG || tag->kind == TAG_EM)
            tags->has_emphasis = true;
    }
    return tags;
}

static void add_kid(struct tags *tags, struct element *element,
                    enum kid_kind kind, size_t index)
{
    struct kid *kid = ARENA_NEW(tags->arena, struct kid);

    *kid = (struct kid){kind, tags->page - 1, index, NULL};
    if (element->last_kid)
        element->last_kid->next = kid;
    else
        element->first_kid = kid;
    element->last_kid = kid;
}

/* Hangs an element below its parent, and that below its own. */
static struct element *mention(struct tags *tags, const struct tag *tag)
{
    struct element *element = &tags->elements[tag->number];

    if (element->mentioned)
        return element;
    element->mentioned = true;
    if (tag->parent)
        add_kid(tags, mention(tags, tag->parent), KID_ELEMENT, tag->number);
    return element;
}

void tags_begin_page(struct tags *tags)
{
    assert(tags->page < tags->document->page_count);
    tags->pages[tags->page].first = tags->sequence_count;
    tags->page++;
}

/* Makes room for one more; an arena gives nothing back, so arrays double. */
static void *grow(struct arena *arena, void *array, size_t size, size_t count,
                  size_t *room)
{
    void *larger;

    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 128;
    larger = arena_alloc_array(arena, *room, size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

size_t tags_begin_sequence(struct tags *tags, const struct tag *tag)
{
    struct element *element = mention(tags, tag);
    struct sequence_page *page = &tags->pages[tags->page - 1];

    tags->sequences =
        grow(tags->arena, tags->sequences, sizeof *tags->sequences,
             tags->sequence_count, &tags->sequence_room);
    tags->sequences[tags->sequence_count++] = element;
    add_kid(tags, element, KID_SEQUENCE, page->count);
    return page->count++;
}

static void note_words(struct tags *tags, struct element *link,
                       const struct glyph_run *run)
{
    struct words *words = ARENA_NEW(tags->arena, struct words);

    *words = (struct words){run->text, run->text_length, NULL};
    if (link->last_words)
        link->last_words->next = words;
    else
        link->first_words = words;
    link->last_words = words;
}

static void note_position(struct tags *tags, struct element *element,
                          double top)
{
    if (element->position.page == SIZE_MAX)
        element->position =
            (struct tag_position){tags->page - 1, top, tags->noted};
    if (element->tag->parent &&
        tags->elements[element->tag->parent->number].position.page == SIZE_MAX)
        note_position(tags, &tags->elements[element->tag->parent->number], top);
}

void tags_note(struct tags *tags, const struct mark *mark)
{
    struct element *element = &tags->elements[mark->tag->number];
    struct element *figure = element->figure;

    if (element->position.page == SIZE_MAX) {
        note_position(tags, element, mark_box(mark).y);
        tags->noted++;
    }
    if (element->link && mark->kind == MARK_GLYPHS)
        note_words(tags, element->link, &mark->run);
    assert(!figure || figure->position.page == tags->page - 1);
    if (figure)
        figure->box = rect_union(figure->box, mark_box(mark));
}

/* Links and the signature field are both annotations of an element. */
static void add_annotation(struct tags *tags, struct element *element,
                           const struct mark *mark)
{
    tags->links = grow(tags->arena, tags->links, sizeof *tags->links,
                       tags->link_count, &tags->link_room);
    tags->links[tags->link_count] =
        (struct link){element, tags->page - 1, mark->box, 0};
    add_kid(tags, element, KID_LINK, tags->link_count++);
}

void tags_add_link(struct tags *tags, const struct mark *mark)
{
    struct element *element = mention(tags, mark->tag)->link;

    assert(element && element->tag->uri);
    add_annotation(tags, element, mark);
}

void tags_add_field(struct tags *tags, const struct mark *mark)
{
    struct element *element = mention(tags, mark->tag);

    assert(element->tag->kind == TAG_FORM && !element->first_kid);
    add_annotation(tags, element, mark);
}

struct tag_position tags_position(const struct tags *tags,
                                  const struct tag *tag)
{
    return tags->elements[tag->number].position;
}

static void add_box(const struct tags *tags, struct buffer *body,
                    struct rect box, size_t page)
{
    const double height = tags->document->pages[page].height;

    buffer_add_char(body, '[');
    syntax_add_hundredths(body, syntax_hundredths(box.x));
    syntax_add_hundredths(body, syntax_hundredths(height - box.y - box.height));
    syntax_add_hundredths(body, syntax_hundredths(box.x + box.width));
    syntax_add_hundredths(body, syntax_hundredths(height - box.y));
    buffer_add_char(body, ']');
}

static void add_attributes(const struct tags *tags, struct buffer *body,
                           const struct element *element)
{
    const struct tag *tag = element->tag;

    if (tag->alt) {
        buffer_add_text(body, "/Alt");
        syntax_add_text(body, tag->alt);
    }
    if (tag->language) {
        buffer_add_text(body, "/Lang");
        syntax_add_text(body, tag->language);
    }
    if (tag->kind == TAG_L)
        buffer_add_text(body, tag->ordered
                                  ? "/A<</O/List/ListNumbering/Decimal>>"
                                  : "/A<</O/List/ListNumbering/Disc>>");
    if (tag->kind == TAG_FIGURE && element->position.page != SIZE_MAX) {
        buffer_add_text(body, "/A<</O/Layout/Placement/Block/BBox");
        add_box(tags, body, element->box, element->position.page);
        buffer_add_text(body, ">>");
    }
}

/* The page that an element names, so that its sequences there need not. */
static size_t home_page(const struct element *element)
{
    for (const struct kid *kid = element->first_kid; kid; kid = kid->next)
        if (kid->kind == KID_SEQUENCE)
            return kid->page;
    return SIZE_MAX;
}

static void add_page(const struct tags *tags, struct buffer *body,
                     const struct kid *kid, size_t home)
{
    if (kid->page == home)
        return;
    buffer_add_text(body, "/Pg");
    syntax_add_reference(body, tags->page_numbers[kid->page]);
}

static void add_reference(const struct tags *tags, struct buffer *body,
                          const struct kid *kid, size_t home)
{
    switch (kid->kind) {
    case KID_SEQUENCE:
        if (kid->page == home) {
            buffer_add_char(body, ' ');
            buffer_add_integer(body, (long long)kid->index);
            return;
        }
        buffer_add_text(body, "<</Type/MCR");
        add_page(tags, body, kid, home);
        buffer_add_text(body, "/MCID ");
        buffer_add_integer(body, (long long)kid->index);
        buffer_add_text(body, ">>");
        return;
    case KID_ELEMENT:
        syntax_add_reference(body, tags->elements[kid->index].number);
        return;
    case KID_LINK:
        buffer_add_text(body, "<</Type/OBJR");
        add_page(tags, body, kid, home);
        buffer_add_text(body, "/Obj");
        syntax_add_reference(body, tags->links[kid->index].number);
        buffer_add_text(body, ">>");
        return;
    }
}

static void add_kids(const struct tags *tags, struct buffer *body,
                     const struct element *element)
{
    const bool many = element->first_kid != element->last_kid;
    const size_t home = home_page(element);

    if (home != SIZE_MAX) {
        buffer_add_text(body, "/Pg");
        syntax_add_reference(body, tags->page_numbers[home]);
    }
    buffer_add_text(body, many ? "/K[" : "/K");
    for (const struct kid *kid = element->first_kid; kid; kid = kid->next)
        add_reference(tags, body, kid, home);
    if (many)
        buffer_add_char(body, ']');
}

static void write_element(const struct tags *tags,
                          const struct element *element, uint32_t root)
{
    struct buffer *body = haru_begin(tags->haru, element->number);
    const struct tag *parent = element->tag->parent;

    buffer_add_text(body, "/S/");
    buffer_add_text(body, tag_kind_name(element->tag->kind));
    buffer_add_text(body, "/P");
    syntax_add_reference(body,
                         parent ? tags->elements[parent->number].number : root);
    add_attributes(tags, body, element);
    if (element->first_kid)
        add_kids(tags, body, element);
    haru_end(tags->haru);
}

/* What a link says, or where it leads if it says nothing. White space is made
 * one space, for a link may run over the end of a line. */
static void add_contents(const struct tags *tags, struct buffer *body,
                         const struct element *element)
{
    struct buffer text = buffer_new(64 * 1024);
    bool space = false;

    (void)tags;
    for (const struct words *words = element->first_words; words;
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
    syntax_add_text(body, text.length ? text.bytes : element->tag->uri);
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
    syntax_add_string(body, buffer_text(&escaped));
    buffer_free(&escaped);
}

static bool is_field(const struct link *link)
{
    return link->element->tag->kind == TAG_FORM;
}

static void write_field(const struct tags *tags, const struct link *link,
                        const struct buffer *field)
{
    enum { PRINT = 4, LOCKED = 128 };
    struct buffer *body = haru_begin(tags->haru, link->number);

    buffer_add_text(body, "/Type/Annot/Subtype/Widget/Rect");
    add_box(tags, body, link->area, link->page);
    buffer_printf(body, "/F %d/StructParent %zu/P", PRINT | LOCKED,
                  tags->document->page_count + (size_t)(link - tags->links));
    syntax_add_reference(body, tags->page_numbers[link->page]);
    buffer_add(body, field->bytes, field->length);
    haru_end(tags->haru);
}

static void write_link(const struct tags *tags, const struct link *link)
{
    enum { PRINT = 4 };
    struct buffer *body = haru_begin(tags->haru, link->number);

    buffer_add_text(body, "/Subtype/Link/Rect");
    add_box(tags, body, link->area, link->page);
    buffer_printf(body, "/Border[0 0 0]/F %d/StructParent %zu/Contents", PRINT,
                  tags->document->page_count + (size_t)(link - tags->links));
    add_contents(tags, body, link->element);
    buffer_add_text(body, "/A<</S/URI/URI");
    add_uri(body, link->element->tag->uri);
    buffer_add_text(body, ">>");
    haru_end(tags->haru);
}

static uint32_t write_parent_tree(const struct tags *tags)
{
    const uint32_t number = haru_add(tags->haru);
    struct buffer *body = haru_begin(tags->haru, number);

    buffer_add_text(body, "/Nums[");
    for (size_t i = 0; i < tags->document->page_count; i++) {
        const struct sequence_page *page = &tags->pages[i];
        buffer_add_integer(body, (long long)i);
        buffer_add_char(body, '[');
        for (size_t j = 0; j < page->count; j++)
            syntax_add_reference(body,
                                 tags->sequences[page->first + j]->number);
        buffer_add_char(body, ']');
    }
    for (size_t i = 0; i < tags->link_count; i++) {
        buffer_add_integer(body, (long long)(tags->document->page_count + i));
        syntax_add_reference(body, tags->links[i].element->number);
        buffer_add_char(body, ' ');
    }
    buffer_add_char(body, ']');
    haru_end(tags->haru);
    return number;
}

static void write_root(const struct tags *tags, uint32_t root)
{
    const uint32_t parents = write_parent_tree(tags);
    struct buffer *body = haru_begin(tags->haru, root);

    buffer_add_text(body, "/Type/StructTreeRoot/ParentTree");
    syntax_add_reference(body, parents);
    buffer_add_text(body, "/ParentTreeNextKey ");
    buffer_add_integer(
        body, (long long)(tags->document->page_count + tags->link_count));
    if (tags->has_emphasis)
        buffer_add_text(body, "/RoleMap<</Strong/Span/Em/Span>>");
    if (tags->document->tag_count) {
        buffer_add_text(body, "/K");
        syntax_add_reference(body, tags->elements[0].number);
    }
    haru_end(tags->haru);
}

uint32_t tags_write(struct tags *tags, struct haru *haru, const uint32_t *pages,
                    const struct buffer *field)
{
    const uint32_t root = haru_add(haru);

    tags->haru = haru;
    tags->page_numbers = pages;
    if (tags->document->tag_count)
        mention(tags, tags->document->tags[0]);
    for (size_t i = 0; i < tags->document->tag_count; i++)
        if (tags->elements[i].mentioned)
            tags->elements[i].number = haru_add(haru);
    for (size_t i = 0; i < tags->link_count; i++)
        tags->links[i].number = haru_add(haru);
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

uint32_t tags_field(const struct tags *tags)
{
    for (size_t i = 0; i < tags->link_count; i++)
        if (is_field(&tags->links[i]))
            return tags->links[i].number;
    return 0;
}

void tags_add_annotations(const struct tags *tags, size_t page,
                          struct buffer *body)
{
    bool some = false;

    for (size_t i = 0; i < tags->link_count; i++) {
        if (tags->links[i].page != page)
            continue;
        buffer_add_text(body, some ? "" : "/Annots[");
        syntax_add_reference(body, tags->links[i].number);
        some = true;
    }
    if (some)
        buffer_add_char(body, ']');
}
