#include <string.h>

#include "verify/pdf_report_internal.h"

/*
 * Fonts hang on resource dictionaries. A page has one; so has everything that
 * a page draws: form XObjects, tiling patterns, soft masks, the glyphs of a
 * Type 3 font, the faces of annotations. The walk is over those dictionaries.
 */

struct font_search {
    struct arena *arena;
    struct pdf_reader *pdf;
    struct pdf_reader_walk *resources; ///< to look into
    struct pdf_reader_walk *found;     ///< fonts
};

/* --- what draws ---------------------------------------------------------- */

/* Adds the resources of each value of a dictionary of things that draw. */
static void add_drawn(struct font_search *font_search, struct pdf_object things)
{
    size_t count;
    const char **keys = pdf_reader_keys(font_search->pdf, things, &count);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object thing =
            pdf_reader_entry(font_search->pdf, things, keys[i]);
        pdf_reader_walk_add(
            font_search->resources,
            pdf_reader_entry(font_search->pdf, thing, "/Resources"));
    }
}

/* Soft masks, and the fonts that a graphics state may set. */
static void add_states(struct font_search *font_search,
                       struct pdf_object states)
{
    size_t count;
    struct pdf_reader *pdf = font_search->pdf;
    const char **keys = pdf_reader_keys(pdf, states, &count);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object state = pdf_reader_entry(pdf, states, keys[i]);
        const struct pdf_object font = pdf_reader_entry(pdf, state, "/Font");
        const struct pdf_object group =
            pdf_reader_entry(pdf, pdf_reader_entry(pdf, state, "/SMask"), "/G");
        if (pdf_reader_count(pdf, font))
            pdf_reader_walk_add(font_search->found,
                                pdf_reader_at(pdf, font, 0));
        pdf_reader_walk_add(font_search->resources,
                            pdf_reader_entry(pdf, group, "/Resources"));
    }
}

static void add_fonts(struct font_search *font_search, struct pdf_object fonts)
{
    size_t count;
    const char **keys = pdf_reader_keys(font_search->pdf, fonts, &count);

    for (size_t i = 0; i < count; i++)
        pdf_reader_walk_add(font_search->found,
                            pdf_reader_entry(font_search->pdf, fonts, keys[i]));
    add_drawn(font_search, fonts); /* the glyphs of Type 3 */
}

/* An appearance is a stream, or a dictionary of them by state. */
static void add_appearance(struct font_search *font_search,
                           struct pdf_object annotation)
{
    struct pdf_reader *pdf = font_search->pdf;
    const struct pdf_object face =
        pdf_reader_entry(pdf, pdf_reader_entry(pdf, annotation, "/AP"), "/N");

    if (pdf_reader_is_stream(pdf, face))
        pdf_reader_walk_add(font_search->resources,
                            pdf_reader_entry(pdf, face, "/Resources"));
    else
        add_drawn(font_search, face);
}

static void add_pages(struct font_search *font_search)
{
    const struct pdf_object *pages;
    struct pdf_reader *pdf = font_search->pdf;
    const size_t count = pdf_reader_pages(pdf, &pages);

    for (size_t i = 0; i < count; i++) {
        const struct pdf_object annotations =
            pdf_reader_entry(pdf, pages[i], "/Annots");
        pdf_reader_walk_add(
            font_search->resources,
            pdf_reader_inherited(pdf, pages[i], "/Parent", "/Resources"));
        for (size_t j = 0; j < pdf_reader_count(pdf, annotations); j++)
            add_appearance(font_search, pdf_reader_at(pdf, annotations, j));
    }
}

static void search_resources(struct font_search *font_search)
{
    struct pdf_reader *pdf = font_search->pdf;
    struct pdf_object item;

    while (pdf_reader_walk_next(font_search->resources, &item)) {
        add_fonts(font_search, pdf_reader_entry(pdf, item, "/Font"));
        add_drawn(font_search, pdf_reader_entry(pdf, item, "/XObject"));
        add_drawn(font_search, pdf_reader_entry(pdf, item, "/Pattern"));
        add_states(font_search, pdf_reader_entry(pdf, item, "/ExtGState"));
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

static const char *program_fault(struct pdf_reader *pdf,
                                 struct pdf_object descriptor)
{
    static const char *const keys[] = {"/FontFile", "/FontFile2", "/FontFile3"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct pdf_object program =
            pdf_reader_entry(pdf, descriptor, keys[i]);
        const void *bytes;
        size_t size;
        if (!pdf_reader_is_given(pdf, program))
            continue;
        if (!pdf_reader_stream(pdf, program, 12, &bytes, &size))
            return "its program cannot be read";
        return is_font_program(keys[i], bytes, size) ? NULL
                                                     : "its program is no font";
    }
    return "it is not embedded";
}

/* ISO 14289-1, 7.21.7: character collections of Adobe's need no map. */
static bool is_known_collection(struct pdf_reader *pdf,
                                struct pdf_object descendant)
{
    static const char *const known[] = {"GB1", "CNS1", "Japan1", "Korea1"};
    const char *ordering = pdf_reader_text(
        pdf, pdf_reader_entry(
                 pdf, pdf_reader_entry(pdf, descendant, "/CIDSystemInfo"),
                 "/Ordering"));

    for (size_t i = 0; ordering && i < sizeof known / sizeof *known; i++)
        if (strcmp(ordering, known[i]) == 0)
            return true;
    return false;
}

/* A composite font without a map cannot be told, nor a symbolic TrueType font
 * without an encoding; of other simple fonts the encoding has names. */
static bool has_unicode(struct pdf_reader *pdf, struct pdf_object font,
                        struct pdf_object descendant, const char *kind)
{
    if (pdf_reader_is_stream(pdf, pdf_reader_entry(pdf, font, "/ToUnicode")))
        return true;
    if (strcmp(kind, "/Type0") == 0)
        return is_known_collection(pdf, descendant);
    return strcmp(kind, "/TrueType") != 0 ||
           pdf_reader_is_given(pdf, pdf_reader_entry(pdf, font, "/Encoding"));
}

static struct pdf_report_font read_font(struct pdf_reader *pdf,
                                        struct pdf_object font)
{
    const char *kind =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, font, "/Subtype"));
    const char *name =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, font, "/BaseFont"));
    const struct pdf_object descendants =
        pdf_reader_entry(pdf, font, "/DescendantFonts");
    const struct pdf_object descendant =
        pdf_reader_count(pdf, descendants) ? pdf_reader_at(pdf, descendants, 0)
                                           : font;
    struct pdf_report_font found = {.name = *name ? name + 1 : name};

    /* The glyphs of Type 3 are in the file by their nature. */
    if (strcmp(kind, "/Type3") != 0)
        found.fault = program_fault(
            pdf, pdf_reader_entry(pdf, descendant, "/FontDescriptor"));
    found.embedded = !found.fault;
    found.subset = is_subset(found.name);
    found.unicode = has_unicode(pdf, font, descendant, kind);
    return found;
}

void pdf_report_add_fonts(struct arena *arena, struct pdf_reader *pdf,
                          struct pdf_report *pdf_report)
{
    struct font_search font_search = {
        .arena = arena,
        .pdf = pdf,
        .resources = pdf_reader_walk_new(pdf),
        .found = pdf_reader_walk_new(pdf),
    };
    struct pdf_report_font *fonts = NULL;
    struct pdf_object font;
    size_t capacity = 0;

    add_pages(&font_search);
    search_resources(&font_search);
    while (pdf_reader_walk_next(font_search.found, &font)) {
        if (pdf_report->font_count == capacity) {
            struct pdf_report_font *more =
                ARENA_ARRAY(arena, struct pdf_report_font, capacity * 2 + 8);
            if (capacity)
                memcpy(more, fonts, capacity * sizeof *more);
            fonts = more;
            capacity = capacity * 2 + 8;
        }
        fonts[pdf_report->font_count++] = read_font(pdf, font);
    }
    pdf_report->fonts = fonts;
}
