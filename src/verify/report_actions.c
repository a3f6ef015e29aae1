#include <string.h>

#include "verify/pdf_places.h"
#include "verify/pdf_report_internal.h"

/*
 * The document, a page, an annotation, a field, a bookmark, a name or another
 * action may have a script or a launch, so every dictionary that the trailer
 * leads to is checked, and so are enclosed PDF files.
 */

enum {
    ENCLOSED_LIMIT =
        64 * 1024 * 1024, ///< maximum size of an enclosed file that is read
    DEPTH_LIMIT = 3,      ///< levels of enclosed files
};

struct search {
    struct arena *arena;
    struct pdf_reader *pdf;
    struct pdf_report_action *actions;
    size_t count;
    const char *enclosed; ///< "attachment a.pdf: "; or ""
    int depth;
};

static void add(struct search *search, const char *where, const char *what)
{
    const char *location =
        arena_printf(search->arena, "%s%s", search->enclosed, where);

    for (size_t i = 0; i < search->count && i < PDF_REPORT_ACTIONS; i++)
        if (strcmp(search->actions[i].where, location) == 0 &&
            strcmp(search->actions[i].what, what) == 0)
            return;
    if (search->count < PDF_REPORT_ACTIONS)
        search->actions[search->count] =
            (struct pdf_report_action){location, what};
    search->count++;
}

/** Kinds of action that do more than lead to a page or a web address. */
static const struct {
    const char *kind;
    const char *what;
} kinds[] = {
    {"/JavaScript", "runs a script (JavaScript)"},
    {"/Launch", "starts a program or opens a file (Launch)"},
    {"/GoToR", "opens another file (GoToR)"},
    {"/GoToE", "opens an enclosed file (GoToE)"},
    {"/SubmitForm", "sends data away (SubmitForm)"},
    {"/ImportData", "takes in data (ImportData)"},
    {"/ResetForm", "changes a form (ResetForm)"},
    {"/Hide", "hides or shows something (Hide)"},
    {"/SetOCGState", "hides or shows layers (SetOCGState)"},
    {"/Rendition", "plays something (Rendition)"},
    {"/RichMediaExecute", "runs a script (RichMediaExecute)"},
    {"/Movie", "plays something (Movie)"},
    {"/Sound", "plays something (Sound)"},
};

/* A web address leads to a page; others may run what they name. */
static bool is_web(const char *address)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:", "tel:"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return address[strcspn(address, ":/?#")] != ':';
}

static const char *action_of(struct pdf_reader *pdf, struct pdf_object item)
{
    const char *kind = pdf_reader_name(pdf, pdf_reader_entry(pdf, item, "/S"));
    const char *address =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, item, "/URI"));

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].what;
    if (pdf_reader_is_given(pdf, pdf_reader_entry(pdf, item, "/JS")))
        return kinds[0].what;
    if (strcmp(kind, "/URI") == 0 && address && !is_web(address))
        return "leads to what is no web address (URI)";
    return NULL;
}

/* Things that run without an action: XFA forms, films, 3D models. */
static const char *other_of(struct pdf_reader *pdf, struct pdf_object item)
{
    const char *kind =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, item, "/Subtype"));

    if (pdf_reader_is_given(pdf, pdf_reader_entry(pdf, item, "/XFA")))
        return "holds a form with scripts of its own (XFA)";
    if (pdf_reader_is_given(pdf, pdf_reader_entry(pdf, item, "/OnInstantiate")))
        return "runs a script (3D)";
    return strcmp(kind, "/RichMedia") == 0 ? "plays something (RichMedia)"
                                           : NULL;
}

static void look_into(struct search *search, struct pdf_object specification);

static void look_at(void *context, struct pdf_object item, const char *where)
{
    struct search *search = context;
    struct pdf_reader *pdf = search->pdf;
    const char *what = action_of(pdf, item);

    /* There "S" is a kind of element. */
    if (strcmp(where, PDF_PLACES_TREE) == 0)
        return;
    if (!what)
        what = other_of(pdf, item);
    if (what)
        add(search, where, what);
    if (pdf_reader_is_given(pdf, pdf_reader_entry(pdf, item, "/EF")))
        look_into(search, item);
}

static void look_through(struct search *search)
{
    (void)pdf_places_find(search->arena, search->pdf, look_at, search);
}

/* --- enclosed files ------------------------------------------------------ */

static bool ends_with(const char *name, const char *end)
{
    const size_t length = strlen(name);

    return length >= strlen(end) &&
           strcasecmp(name + length - strlen(end), end) == 0;
}

/* Files that a computer runs when they are opened. */
static bool is_program(const char *name, const void *bytes, size_t size)
{
    static const char *const ends[] = {
        ".exe", ".com", ".bat", ".cmd", ".scr",  ".msi",  ".ps1",  ".vbs",
        ".js",  ".jse", ".wsf", ".hta", ".lnk",  ".jar",  ".app",  ".sh",
        ".pif", ".vbe", ".cpl", ".dll", ".docm", ".xlsm", ".html", ".htm"};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(name, ends[i]))
            return true;
    return size >= 4 && (memcmp(bytes, "MZ", 2) == 0 ||
                         memcmp(bytes,
                                "\x7F"
                                "ELF",
                                4) == 0 ||
                         memcmp(bytes, "#!", 2) == 0);
}

static void look_into_file(struct search *search, const char *name,
                           const void *bytes, size_t size)
{
    struct search below = *search;
    struct error err = {.code = ""};

    below.enclosed = arena_printf(search->arena,
                                  "%sattachment %s: ", search->enclosed, name);
    below.depth++;
    if (below.depth > DEPTH_LIMIT ||
        pdf_reader_open(search->arena, "", bytes, size, &below.pdf, &err) !=
            STATUS_OK)
        return;
    look_through(&below);
    search->count = below.count;
    pdf_reader_close(below.pdf);
}

static void look_into(struct search *search, struct pdf_object specification)
{
    struct pdf_reader *pdf = search->pdf;
    const struct pdf_object stream = pdf_reader_entry(
        pdf, pdf_reader_entry(pdf, specification, "/EF"), "/F");
    const char *name =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, specification, "/UF"));
    const void *bytes;
    size_t size;

    if (!name)
        name = pdf_reader_text(pdf, pdf_reader_entry(pdf, specification, "/F"));
    if (!name)
        name = "without a name";
    if (!pdf_reader_stream(pdf, stream, ENCLOSED_LIMIT, &bytes, &size))
        return;
    if (is_program(name, bytes, size))
        add(search, arena_printf(search->arena, "attachment %s", name),
            "is a program");
    else if (size <= ENCLOSED_LIMIT)
        look_into_file(search, name, bytes, size);
}

void pdf_report_add_actions(struct arena *arena, struct pdf_reader *pdf,
                            struct pdf_report *pdf_report)
{
    struct search search = {
        .arena = arena,
        .pdf = pdf,
        .actions =
            ARENA_ARRAY(arena, struct pdf_report_action, PDF_REPORT_ACTIONS),
        .enclosed = "",
    };

    look_through(&search);
    pdf_report->actions = search.actions;
    pdf_report->action_count = search.count;
}
