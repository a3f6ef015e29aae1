#include "verify/pdf_places.h"

#include <string.h>

#include "base/array.h"

/*
 * The pages come first, then the form, the catalogue and the document
 * information; the structure tree, which leads to everything, comes last.
 * References to containers are not followed.
 */

enum {
    NUMBER_LIMIT = 8 * 1000 * 1000,
    ITEM_LIMIT = 1000 * 1000,
};

/** How the entries of an item are named. */
enum level {
    LEVEL_TRAILER,
    LEVEL_CATALOG,
    LEVEL_NAMES,
    LEVEL_FORM,
    LEVEL_FIELDS,
    LEVEL_PAGE,
    LEVEL_ANNOTATIONS,
    LEVEL_BELOW, ///< after what they are part of
};

struct waiting {
    struct pdf_object item;
    const char *where;
    enum level level;
};

struct walk {
    struct arena *arena;
    struct pdf_reader *pdf;
    struct pdf_places places;
    struct waiting *waiting;
    size_t next;
    size_t count;
    size_t room;
};

const char *pdf_places_of(const struct pdf_places *places, int number)
{
    return number > 0 && (size_t)number < places->count ? places->words[number]
                                                        : NULL;
}

static void grow_places(struct walk *walk, size_t number)
{
    const size_t count = number * 2 + 64;
    const char **more = ARENA_ARRAY(walk->arena, const char *, count);

    if (walk->places.count)
        memcpy(more, walk->places.words, walk->places.count * sizeof *more);
    walk->places.words = more;
    walk->places.count = count;
}

/* @return true if the item has yet to be visited */
static bool take_note(struct walk *walk, struct pdf_object item,
                      const char *where)
{
    const int number = pdf_reader_number(walk->pdf, item);

    if (number <= 0)
        return true;
    if (number > NUMBER_LIMIT)
        return false;
    if ((size_t)number >= walk->places.count)
        grow_places(walk, (size_t)number);
    if (walk->places.words[number])
        return false;
    walk->places.words[number] = where;
    return true;
}

static void append(struct walk *walk, struct pdf_object item, const char *where,
                   enum level level)
{
    ARENA_GROW(walk->arena, walk->waiting, walk->count, walk->room);
    walk->waiting[walk->count++] = (struct waiting){item, where, level};
}

static void push(struct walk *walk, struct pdf_object item, const char *where,
                 enum level level)
{
    if (item.handle && walk->count < ITEM_LIMIT && take_note(walk, item, where))
        append(walk, item, where, level);
}

/* --- words --------------------------------------------------------------- */

static const char *annotation_words(struct walk *walk, struct pdf_object item,
                                    const char *page)
{
    const char *kind = pdf_reader_name(
        walk->pdf, pdf_reader_entry(walk->pdf, item, "/Subtype"));

    return arena_printf(walk->arena, "%s: %s annotation", page,
                        *kind ? arena_printf(walk->arena, "a %s", kind + 1)
                              : "an");
}

static const char *field_words(struct walk *walk, struct pdf_object item)
{
    const char *name =
        pdf_reader_text(walk->pdf, pdf_reader_entry(walk->pdf, item, "/T"));

    return name ? arena_printf(walk->arena, "the form: field \"%s\"", name)
                : "the form: a field";
}

static void push_entry(struct walk *walk, const struct waiting *above,
                       struct pdf_object item, const char *key)
{
    static const struct {
        const char *key;
        const char *where;
        enum level level;
    } known[] = {
        {"/AcroForm", "the form", LEVEL_FORM},
        {"/Names", "the name tree", LEVEL_NAMES},
        {"/Pages", "the page tree", LEVEL_BELOW},
        {"/StructTreeRoot", PDF_PLACES_TREE, LEVEL_BELOW},
        {"/Outlines", "the outline", LEVEL_BELOW},
        {"/Metadata", "the metadata", LEVEL_BELOW},
        {"/DSS", PDF_PLACES_STORE, LEVEL_BELOW},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (above->level == LEVEL_CATALOG && strcmp(known[i].key, key) == 0) {
            push(walk, item, known[i].where, known[i].level);
            return;
        }
    if (above->level == LEVEL_BELOW)
        push(walk, item, above->where, LEVEL_BELOW);
    else if (above->level == LEVEL_PAGE && strcmp(key, "/Annots") == 0)
        push(walk, item, above->where, LEVEL_ANNOTATIONS);
    else if (above->level == LEVEL_FORM && strcmp(key, "/Fields") == 0)
        push(walk, item, above->where, LEVEL_FIELDS);
    else
        push(walk, item, arena_printf(walk->arena, "%s: %s", above->where, key),
             LEVEL_BELOW);
}

/* --- the walk ------------------------------------------------------------ */

static bool leads_up(const char *key)
{
    return strcmp(key, "/Parent") == 0 || strcmp(key, "/P") == 0;
}

static void expand_dictionary(struct walk *walk, const struct waiting *above)
{
    size_t count;
    const char **keys = pdf_reader_keys(walk->pdf, above->item, &count);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object item =
            pdf_reader_entry(walk->pdf, above->item, keys[i]);
        if (leads_up(keys[i]) && above->level != LEVEL_CATALOG)
            continue;
        push_entry(walk, above, item, keys[i]);
    }
}

static void expand_array(struct walk *walk, const struct waiting *above)
{
    const size_t count = pdf_reader_count(walk->pdf, above->item);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object item = pdf_reader_at(walk->pdf, above->item, i);
        const char *where = above->where;
        if (above->level == LEVEL_ANNOTATIONS)
            where = annotation_words(walk, item, where);
        if (above->level == LEVEL_FIELDS)
            where = field_words(walk, item);
        push(walk, item, where, LEVEL_BELOW);
    }
}

static void run(struct walk *walk, pdf_places_visit visit, void *context)
{
    while (walk->next < walk->count) {
        const struct waiting above = walk->waiting[walk->next++];
        if (pdf_reader_is_dictionary(walk->pdf, above.item) ||
            pdf_reader_is_stream(walk->pdf, above.item)) {
            if (visit)
                visit(context, above.item, above.where);
            expand_dictionary(walk, &above);
        } else {
            expand_array(walk, &above);
        }
    }
}

struct pdf_places pdf_places_find(struct arena *arena, struct pdf_reader *pdf,
                                  pdf_places_visit visit, void *context)
{
    struct walk walk = {.arena = arena, .pdf = pdf};
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    const struct pdf_object trailer = pdf_reader_trailer(pdf);
    const struct pdf_object tree =
        pdf_reader_entry(pdf, catalog, "/StructTreeRoot");
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);

    (void)take_note(&walk, tree, PDF_PLACES_TREE);
    for (size_t i = 0; i < count; i++)
        push(&walk, pages[i], arena_printf(arena, "page %zu", i + 1),
             LEVEL_PAGE);
    run(&walk, visit, context);
    push(&walk, catalog, "the catalogue", LEVEL_CATALOG);
    run(&walk, visit, context);
    push(&walk, pdf_reader_entry(pdf, trailer, "/Info"),
         "the document information", LEVEL_BELOW);
    push(&walk, trailer, "the trailer", LEVEL_TRAILER);
    append(&walk, tree, PDF_PLACES_TREE, LEVEL_BELOW);
    run(&walk, visit, context);
    return walk.places;
}
