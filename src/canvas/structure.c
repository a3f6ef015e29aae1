#include "canvas/structure.h"

#include <assert.h>
#include <stdint.h>

#include "base/array.h"
#include "type/glyph_cluster.h"

/*
 * The kids of an element are in the order of their first marks:
 *
 *     P ---+--- sequence 7           "See "
 *          +--- Link ---+--- sequence 8    "our map"
 *          |            +--- annotation    its active area
 *          +--- sequence 9           " for more."
 */

struct derivation {
    struct structure structure;
    struct arena *arena;
    size_t sequence_capacity;
    size_t annotation_capacity;
    size_t page;
    size_t mcids;                       /* of the page so far */
    size_t order;                       /* first marks so far */
    struct structure_sequence *current; /* open, or NULL */
};

static struct structure_element *element_of(struct derivation *derivation,
                                            const struct tag *tag)
{
    return &derivation->structure.elements[tag->number];
}

static void add_kid(struct derivation *derivation,
                    struct structure_element *element,
                    enum structure_kid_kind kind, size_t index)
{
    struct structure_kid *kid =
        ARENA_NEW(derivation->arena, struct structure_kid);

    *kid = (struct structure_kid){kind, index, NULL};
    if (element->last_kid)
        element->last_kid->next = kid;
    else
        element->first_kid = kid;
    element->last_kid = kid;
}

/* Adds an element to its parent's kids, and that to its own parent's. */
static struct structure_element *use(struct derivation *derivation,
                                     const struct tag *tag)
{
    struct structure_element *element = element_of(derivation, tag);

    if (element->is_used)
        return element;
    element->is_used = true;
    if (tag->parent)
        add_kid(derivation, use(derivation, tag->parent), STRUCTURE_ELEMENT,
                tag->number);
    return element;
}

static void set_position(struct derivation *derivation,
                         struct structure_element *element, double top)
{
    const struct tag *tag = element->tag;

    for (; tag && element_of(derivation, tag)->page == SIZE_MAX;
         tag = tag->parent) {
        element = element_of(derivation, tag);
        element->page = derivation->page;
        element->top = top;
        element->order = derivation->order;
    }
}

/* Records an element's start and a figure's area. */
static void place(struct derivation *derivation, const struct mark *mark)
{
    struct structure_element *element = element_of(derivation, mark->tag);
    struct structure_element *figure = element->figure;

    if (element->page == SIZE_MAX) {
        set_position(derivation, element, display_list_mark_box(mark).y);
        derivation->order++;
    }
    assert(!figure || figure->page == derivation->page);
    if (figure)
        figure->box = rect_union(figure->box, display_list_mark_box(mark));
}

static struct structure_sequence *add_sequence(struct derivation *derivation,
                                               const struct mark *mark,
                                               size_t index, size_t glyph)
{
    struct structure *structure = &derivation->structure;
    struct structure_sequence *sequence;

    ARENA_GROW(derivation->arena, structure->sequences,
               structure->sequence_count, derivation->sequence_capacity);
    sequence = &structure->sequences[structure->sequence_count];
    *sequence = (struct structure_sequence){.tag = mark->tag,
                                            .artifact = mark->artifact,
                                            .page = derivation->page,
                                            .number = SIZE_MAX,
                                            .mark = index,
                                            .glyph = glyph};
    if (mark->tag) {
        sequence->number = derivation->mcids++;
        add_kid(derivation, use(derivation, mark->tag), STRUCTURE_SEQUENCE,
                structure->sequence_count);
    }
    structure->sequence_count++;
    structure->pages[derivation->page].count++;
    return sequence;
}

/* Adds a mark, from @p glyph on, to the open sequence or to a new one. */
static void add_content(struct derivation *derivation, const struct mark *mark,
                        size_t index, size_t glyph)
{
    const struct structure_sequence *current = derivation->current;

    if (!current || current->tag != mark->tag ||
        current->artifact != mark->artifact)
        derivation->current = add_sequence(derivation, mark, index, glyph);
}

static void add_cluster(struct derivation *derivation, const struct mark *mark,
                        size_t index, const struct glyph_cluster *cluster)
{
    struct structure_sequence *sequence =
        add_sequence(derivation, mark, index, cluster->first);

    sequence->text = cluster->text;
    sequence->text_size = cluster->length;
    derivation->current = NULL;
}

static void add_glyphs(struct derivation *derivation, const struct mark *mark,
                       size_t index)
{
    const size_t count = mark->run.count;
    struct glyph_cluster cluster;

    if (!mark->tag) {
        add_content(derivation, mark, index, 0);
        return;
    }
    for (size_t i = 0; i < count; i = cluster.first + cluster.count) {
        cluster = glyph_cluster_find_overlong(&mark->run, i);
        if (cluster.first > i)
            add_content(derivation, mark, index, i);
        if (cluster.count)
            add_cluster(derivation, mark, index, &cluster);
    }
}

static void add_annotation(struct derivation *derivation,
                           struct structure_element *element)
{
    struct structure *structure = &derivation->structure;

    ARENA_GROW(derivation->arena, structure->annotations,
               structure->annotation_count, derivation->annotation_capacity);
    structure->annotations[structure->annotation_count] =
        (struct structure_annotation){.element = element,
                                      .page = derivation->page};
    add_kid(derivation, element, STRUCTURE_ANNOTATION,
            structure->annotation_count++);
    element->annotation = structure->annotation_count;
}

static void add_quad(struct derivation *derivation,
                     struct structure_annotation *annotation, struct rect area)
{
    struct structure_quad *quad =
        ARENA_NEW(derivation->arena, struct structure_quad);

    quad->area = area;
    if (annotation->last_quad)
        annotation->last_quad->next = quad;
    else
        annotation->first_quad = quad;
    annotation->last_quad = quad;
    annotation->area = rect_union(annotation->area, area);
}

/* Adds annotations: one a page for a link, one for the signature field. */
static void add_area(struct derivation *derivation, const struct mark *mark)
{
    struct structure *structure = &derivation->structure;
    struct structure_element *element;

    if (!mark->tag) /* in a page traced without its tags */
        return;
    element = use(derivation, mark->tag)->link;
    assert(element && (element->tag->uri || !element->first_kid));
    if (!element->annotation ||
        structure->annotations[element->annotation - 1].page !=
            derivation->page)
        add_annotation(derivation, element);
    add_quad(derivation, &structure->annotations[element->annotation - 1],
             mark->box);
}

/* @return true if a mark paints, so that it is in a sequence */
static bool is_content(const struct mark *mark)
{
    switch (mark->kind) {
    case MARK_GLYPHS:
        return mark->run.count > 0;
    case MARK_FILL:
    case MARK_STROKE:
    case MARK_ARTWORK:
        return true;
    case MARK_LINK:
    case MARK_SEAL:
        break;
    }
    return false;
}

static void add_mark(struct derivation *derivation, const struct mark *mark,
                     size_t index)
{
    if (mark->tag)
        place(derivation, mark);
    if (mark->kind == MARK_LINK || mark->kind == MARK_SEAL)
        add_area(derivation, mark);
    else if (mark->kind == MARK_GLYPHS && mark->run.count)
        add_glyphs(derivation, mark, index);
    else if (is_content(mark))
        add_content(derivation, mark, index, 0);
    else if (mark->tag) /* a cell without words */
        (void)use(derivation, mark->tag);
}

static void begin_elements(struct derivation *derivation)
{
    const struct document *document = derivation->structure.document;

    for (size_t i = 0; i < document->tag_count; i++) {
        const struct tag *tag = document->tags[i];
        struct structure_element *element = &derivation->structure.elements[i];
        const struct structure_element *parent =
            tag->parent ? element_of(derivation, tag->parent) : NULL;
        assert(tag->number == i && (!tag->parent || tag->parent->number < i));
        element->tag = tag;
        element->page = SIZE_MAX;
        element->figure = tag->kind == TAG_FIGURE ? element
                          : parent                ? parent->figure
                                                  : NULL;
        element->link = tag->kind == TAG_LINK || tag->kind == TAG_FORM ? element
                        : parent ? parent->link
                                 : NULL;
    }
}

const struct structure *structure_derive(struct arena *arena,
                                         const struct document *document)
{
    struct derivation *derivation = ARENA_NEW(arena, struct derivation);
    struct structure *structure = &derivation->structure;

    derivation->arena = arena;
    structure->document = document;
    structure->element_count = document->tag_count;
    structure->elements =
        ARENA_ARRAY(arena, struct structure_element, document->tag_count);
    structure->pages =
        ARENA_ARRAY(arena, struct structure_page, document->page_count);
    begin_elements(derivation);
    for (size_t i = 0; i < document->page_count; i++) {
        const struct page *page = &document->pages[i];
        derivation->page = i;
        derivation->mcids = 0;
        derivation->current = NULL;
        structure->pages[i].first = structure->sequence_count;
        for (size_t j = 0; j < page->count; j++)
            add_mark(derivation, &page->marks[j], j);
    }
    if (document->tag_count)
        use(derivation, document->tags[0]);
    return structure;
}

/* @return the mark at which the next sequence begins */
static size_t end_of(const struct structure *structure,
                     const struct structure_sequence *sequence)
{
    const struct structure_page *page = &structure->pages[sequence->page];
    const struct structure_sequence *next = sequence + 1;

    if (next == structure->sequences + page->first + page->count)
        return structure->document->pages[sequence->page].count;
    return next->mark + (next->glyph > 0);
}

void structure_visit_marks(const struct structure *structure,
                           const struct structure_sequence *sequence,
                           void (*visit)(void *to, const struct mark *mark),
                           void *to)
{
    const struct mark *marks = structure->document->pages[sequence->page].marks;
    const size_t end = end_of(structure, sequence);

    for (size_t i = sequence->mark + (sequence->glyph > 0); i < end; i++)
        if (is_content(&marks[i]))
            visit(to, &marks[i]);
}

static void add_mark_text(void *to, const struct mark *mark)
{
    if (mark->kind == MARK_GLYPHS)
        buffer_add(to, mark->run.text, mark->run.text_size);
}

void structure_add_text(const struct structure *structure,
                        const struct structure_element *element,
                        struct buffer *text)
{
    for (const struct structure_kid *kid = element->first_kid; kid;
         kid = kid->next)
        if (kid->kind == STRUCTURE_SEQUENCE)
            structure_visit_marks(structure, &structure->sequences[kid->index],
                                  add_mark_text, text);
        else if (kid->kind == STRUCTURE_ELEMENT)
            structure_add_text(structure, &structure->elements[kid->index],
                               text);
}
