#include <string.h>

#include "verify/pdf_report_internal.h"

/*
 * Fonts hang on resource dictionaries. A page has one; so has everything that
 * a page draws: form XObjects, tiling patterns, soft masks, the glyphs of a
 * Type 3 font, the faces of annotations. The walk is over those dictionaries.
 */

struct search {
    struct arena *arena;
    struct dossier *dossier;
    struct dossier_walk *resources; ///< to look into
    struct dossier_walk *found;     ///< fonts
};

/* --- what draws ---------------------------------------------------------- */

/* Adds the resources of each value of a dictionary of things that draw. */
static void add_drawn(struct search *search, struct dossier_item things)
{
    size_t count;
    const char **keys = dossier_keys(search->dossier, things, &count);

    for (size_t i = 0; i < count; i++) {
        const struct dossier_item thing =
            dossier_entry(search->dossier, things, keys[i]);
        dossier_walk_add(search->resources,
                         dossier_entry(search->dossier, thing, "/Resources"));
    }
}

/* Soft masks, and the fonts that a graphics state may set. */
static void add_states(struct search *search, struct dossier_item states)
{
    size_t count;
    struct dossier *dossier = search->dossier;
    const char **keys = dossier_keys(dossier, states, &count);

    for (size_t i = 0; i < count; i++) {
        const struct dossier_item state =
            dossier_entry(dossier, states, keys[i]);
        const struct dossier_item font = dossier_entry(dossier, state, "/Font");
        const struct dossier_item group = dossier_entry(
            dossier, dossier_entry(dossier, state, "/SMask"), "/G");
        if (dossier_count(dossier, font))
            dossier_walk_add(search->found, dossier_at(dossier, font, 0));
        dossier_walk_add(search->resources,
                         dossier_entry(dossier, group, "/Resources"));
    }
}

static void add_fonts(struct search *search, struct dossier_item fonts)
{
    size_t count;
    const char **keys = dossier_keys(search->dossier, fonts, &count);

    for (size_t i = 0; i < count; i++)
        dossier_walk_add(search->found,
                         dossier_entry(search->dossier, fonts, keys[i]));
    add_drawn(search, fonts); /* the glyphs of Type 3 */
}

/* An appearance is a stream, or a dictionary of them by state. */
static void add_appearance(struct search *search,
                           struct dossier_item annotation)
{
    struct dossier *dossier = search->dossier;
    const struct dossier_item face =
        dossier_entry(dossier, dossier_entry(dossier, annotation, "/AP"), "/N");

    if (dossier_is_stream(dossier, face))
        dossier_walk_add(search->resources,
                         dossier_entry(dossier, face, "/Resources"));
    else
        add_drawn(search, face);
}

static void add_pages(struct search *search)
{
    const struct dossier_item *pages;
    struct dossier *dossier = search->dossier;
    const size_t count = dossier_pages(dossier, &pages);

    for (size_t i = 0; i < count; i++) {
        const struct dossier_item annotations =
            dossier_entry(dossier, pages[i], "/Annots");
        dossier_walk_add(
            search->resources,
            dossier_inherited(dossier, pages[i], "/Parent", "/Resources"));
        for (size_t j = 0; j < dossier_count(dossier, annotations); j++)
            add_appearance(search, dossier_at(dossier, annotations, j));
    }
}

static void look_into(struct search *search)
{
    struct dossier *dossier = search->dossier;
    struct dossier_item item;

    while (dossier_walk_next(search->resources, &item)) {
        add_fonts(search, dossier_entry(dossier, item, "/Font"));
        add_drawn(search, dossier_entry(dossier, item, "/XObject"));
        add_drawn(search, dossier_entry(dossier, item, "/Pattern"));
        add_states(search, dossier_entry(dossier, item, "/ExtGState"));
    }
}

/* --- one font ------------------------------------------------------------ */

/* "ABCDEF+Name" */
static bool is_subset(const char *name)
{
    for (int i = 0; i < 6; i++)
        if (name[i] < 'A' || name[i] > 'Z')
            return false;
    return name[6] == '+';
}

/* @return whether bytes begin as TrueType, OpenType, CFF or Type 1 do */
static bool is_font_program(const char *key, const unsigned char *bytes,
                            size_t size)
{
    if (size < 12)
        return false;
    if (strcmp(key, "/FontFile") == 0)
        return memcmp(bytes, "%!", 2) == 0 || bytes[0] == 0x80;
    if (memcmp(bytes, "\0\1\0\0", 4) == 0 || memcmp(bytes, "true", 4) == 0 ||
        memcmp(bytes, "OTTO", 4) == 0)
        return true;
    return strcmp(key, "/FontFile3") == 0 && bytes[0] == 1;
}

static const char *program_fault(struct dossier *dossier,
                                 struct dossier_item descriptor)
{
    static const char *const keys[] = {"/FontFile", "/FontFile2", "/FontFile3"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct dossier_item program =
            dossier_entry(dossier, descriptor, keys[i]);
        const void *bytes;
        size_t size;
        if (!dossier_is_given(dossier, program))
            continue;
        if (!dossier_stream(dossier, program, 12, &bytes, &size))
            return "its program cannot be read";
        return is_font_program(keys[i], bytes, size) ? NULL
                                                     : "its program is no font";
    }
    return "it is not embedded";
}

/* ISO 14289-1, 7.21.7: character collections of Adobe's need no map. */
static bool is_known_collection(struct dossier *dossier,
                                struct dossier_item descendant)
{
    static const char *const known[] = {"GB1", "CNS1", "Japan1", "Korea1"};
    const char *ordering = dossier_text(
        dossier,
        dossier_entry(dossier,
                      dossier_entry(dossier, descendant, "/CIDSystemInfo"),
                      "/Ordering"));

    for (size_t i = 0; ordering && i < sizeof known / sizeof *known; i++)
        if (strcmp(ordering, known[i]) == 0)
            return true;
    return false;
}

/* A composite font without a map cannot be told, nor a symbolic TrueType font
 * without an encoding; of other simple fonts the encoding has names. */
static bool has_unicode(struct dossier *dossier, struct dossier_item font,
                        struct dossier_item descendant, const char *kind)
{
    if (dossier_is_stream(dossier, dossier_entry(dossier, font, "/ToUnicode")))
        return true;
    if (strcmp(kind, "/Type0") == 0)
        return is_known_collection(dossier, descendant);
    return strcmp(kind, "/TrueType") != 0 ||
           dossier_is_given(dossier, dossier_entry(dossier, font, "/Encoding"));
}

static struct evidence_font read_font(struct dossier *dossier,
                                      struct dossier_item font)
{
    const char *kind =
        dossier_name(dossier, dossier_entry(dossier, font, "/Subtype"));
    const char *name =
        dossier_name(dossier, dossier_entry(dossier, font, "/BaseFont"));
    const struct dossier_item descendants =
        dossier_entry(dossier, font, "/DescendantFonts");
    const struct dossier_item descendant =
        dossier_count(dossier, descendants)
            ? dossier_at(dossier, descendants, 0)
            : font;
    struct evidence_font found = {.name = *name ? name + 1 : name};

    /* The glyphs of Type 3 are in the file by their nature. */
    if (strcmp(kind, "/Type3") != 0)
        found.fault = program_fault(
            dossier, dossier_entry(dossier, descendant, "/FontDescriptor"));
    found.embedded = !found.fault;
    found.subset = is_subset(found.name);
    found.unicode = has_unicode(dossier, font, descendant, kind);
    return found;
}

void evidence_add_fonts(struct arena *arena, struct dossier *dossier,
                        struct evidence *evidence)
{
    struct search search = {
        .arena = arena,
        .dossier = dossier,
        .resources = dossier_walk_new(dossier),
        .found = dossier_walk_new(dossier),
    };
    struct evidence_font *fonts = NULL;
    struct dossier_item font;
    size_t room = 0;

    add_pages(&search);
    look_into(&search);
    while (dossier_walk_next(search.found, &font)) {
        if (evidence->font_count == room) {
            struct evidence_font *more =
                ARENA_ARRAY(arena, struct evidence_font, room * 2 + 8);
            if (room)
                memcpy(more, fonts, room * sizeof *more);
            fonts = more;
            room = room * 2 + 8;
        }
        fonts[evidence->font_count++] = read_font(dossier, font);
    }
    evidence->fonts = fonts;
}
