#include "verify/incremental_update.h"

#include <string.h>

#include "base/buffer.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "verify/pdf_scanner.h"
#include "verify/pdf_update.h"
#include "verify/validation_data.h"
#include "verify/xmp.h"

/*
 * Each update is compared with the file before it. It may have these objects:
 *
 *     the catalogue       with /DSS, /Extensions and fields of time stamps
 *     the form, its list  with fields of time stamps
 *     a page, its list    with widgets of time stamps
 *     a time stamp        a field without an extent, and its signature
 *     validation data     verify/validation_data.h
 *     Info and XMP        with another producer and date of change
 *
 * Any other object or entry is a change. This must be an allow-list: no list
 * of harmful changes is complete.
 */

enum {
    TOLD = 4, ///< maximum changes that are named
    WORDS_LIMIT = 64 * 1024,
    MAX_UPDATES = 32,
    EXTENSIONS_LIMIT = 1024, ///< characters of /Extensions
};

/** The reason for an object in an update. */
enum { REASON_REPLACED = 1, REASON_STAMP };

struct comparison {
    struct arena *arena;
    const char *bytes; ///< the whole file
    size_t size;
    struct pdf_update update;
    struct pdf_reader *old; ///< the file before the update
    struct pdf_reader *new; ///< the file with it
    struct buffer words;    ///< the changes
    size_t changes;
    size_t stamps; ///< time stamps that were added
    bool stored;   ///< validation data were added
};

/* --- changes ------------------------------------------------------------- */

static void tell(struct comparison *comparison, const char *where,
                 const char *what)
{
    const char *words = arena_printf(comparison->arena, "%s %s", where, what);

    if (comparison->words.length &&
        strstr(buffer_text(&comparison->words), words))
        return;
    if (++comparison->changes > TOLD)
        return;
    if (comparison->words.length)
        buffer_add_text(&comparison->words, "; ");
    buffer_add_text(&comparison->words, words);
}

static void tell_entry(struct comparison *comparison, const char *where,
                       const char *key, const char *what)
{
    tell(comparison, arena_printf(comparison->arena, "%s: %s", where, key),
         what);
}

/** A check of an entry that may differ; @p where names its dictionary. */
typedef void (*entry_check)(struct comparison *comparison, const char *where,
                            struct pdf_object old, struct pdf_object new);

struct entry_rule {
    const char *key; ///< NULL ends a list
    entry_check check;
};

/* The entry may be anything. */
static void check_nothing(struct comparison *comparison, const char *where,
                          struct pdf_object old, struct pdf_object new)
{
    (void)comparison;
    (void)where;
    (void)old;
    (void)new;
}

static bool has_rule(const struct entry_rule *rules, const char *key)
{
    for (; rules->key; rules++)
        if (strcmp(rules->key, key) == 0)
            return true;
    return false;
}

static bool is_same(const struct comparison *comparison, struct pdf_object old,
                    struct pdf_object new)
{
    return strcmp(pdf_reader_unparse(comparison->old, old),
                  pdf_reader_unparse(comparison->new, new)) == 0;
}

/* Reports entries that differ and have no rule; @p keys are those of one
 * dictionary. */
static void compare_keys(struct comparison *comparison, const char *where,
                         struct pdf_object old, struct pdf_object new,
                         const struct entry_rule *rules, const char **keys,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct pdf_object before =
            pdf_reader_entry(comparison->old, old, keys[i]);
        const struct pdf_object after =
            pdf_reader_entry(comparison->new, new, keys[i]);
        if (has_rule(rules, keys[i]) || is_same(comparison, before, after))
            continue;
        tell_entry(comparison, where, keys[i],
                   !pdf_reader_is_given(comparison->old, before) ? "was added"
                   : !pdf_reader_is_given(comparison->new, after)
                       ? "was taken away"
                       : "was changed");
    }
}

/* Reports entries that were added to an object. */
static void compare_new(struct comparison *comparison, const char *where,
                        struct pdf_object old, struct pdf_object new,
                        const struct entry_rule *rules)
{
    size_t count;
    const char **keys = pdf_reader_keys(comparison->new, new, &count);

    compare_keys(comparison, where, old, new, rules, keys, count);
    for (; rules->key; rules++)
        rules->check(comparison, where,
                     pdf_reader_entry(comparison->old, old, rules->key),
                     pdf_reader_entry(comparison->new, new, rules->key));
}

/* Compares two states of a dictionary, or of a stream's. */
static void compare_object(struct comparison *comparison, const char *where,
                           struct pdf_object old, struct pdf_object new,
                           const struct entry_rule *rules)
{
    const int number = pdf_reader_number(comparison->new, new);
    size_t count;
    const char **keys = pdf_reader_keys(comparison->old, old, &count);

    if (pdf_reader_is_given(comparison->old, old) !=
            pdf_reader_is_given(comparison->new, new) ||
        pdf_reader_number(comparison->old, old) != number) {
        tell(comparison, where, "is another");
        return;
    }
    pdf_update_explain(&comparison->update, number, REASON_REPLACED);
    compare_keys(comparison, where, old, new, rules, keys, count);
    compare_new(comparison, where, old, new, rules);
}

/* --- time stamps --------------------------------------------------------- */

static bool is_same_number(struct pdf_reader *pdf, struct pdf_object array,
                           size_t i, size_t other)
{
    const char *one = pdf_reader_unparse(pdf, pdf_reader_at(pdf, array, i));

    return *one && one[strspn(one, "-.0123456789")] == '\0' &&
           strcmp(one, pdf_reader_unparse(
                           pdf, pdf_reader_at(pdf, array, other))) == 0;
}

/* A direct rectangle of no width and no height. */
static bool is_invisible(const struct comparison *comparison,
                         struct pdf_object field)
{
    struct pdf_reader *pdf = comparison->new;
    const struct pdf_object box = pdf_reader_entry(pdf, field, "/Rect");

    return pdf_reader_count(pdf, box) == 4 && !pdf_reader_number(pdf, box) &&
           is_same_number(pdf, box, 0, 2) && is_same_number(pdf, box, 1, 3);
}

/* Some programs add an appearance that draws nothing. */
static bool has_no_appearance(struct comparison *comparison,
                              struct pdf_object field)
{
    static const struct pdf_entry_rule normal[] = {{"/N", NULL}, {NULL, NULL}};
    static const struct pdf_entry_rule form[] = {{"/Type", "?/XObject"},
                                                 {"/Subtype", "?/Form"},
                                                 {"/FormType", NULL},
                                                 {"/BBox", NULL},
                                                 {"/Length", NULL},
                                                 {"/Filter", NULL},
                                                 {NULL, NULL}};
    struct pdf_reader *pdf = comparison->new;
    const struct pdf_object appearance = pdf_reader_entry(pdf, field, "/AP");
    const struct pdf_object drawing = pdf_reader_entry(pdf, appearance, "/N");
    const void *bytes;
    size_t size;

    if (!pdf_reader_is_given(pdf, appearance))
        return true;
    return !pdf_reader_number(pdf, appearance) &&
           pdf_reader_fits(pdf, appearance, normal) &&
           pdf_reader_is_stream(pdf, drawing) &&
           pdf_reader_fits(pdf, drawing, form) &&
           pdf_reader_stream(pdf, drawing, 1, &bytes, &size) && size == 0 &&
           pdf_update_explain_new(&comparison->update,
                                  pdf_reader_number(pdf, drawing),
                                  REASON_STAMP);
}

/* The time stamp covers the whole file, its own update included. */
static bool covers_all(const struct comparison *comparison,
                       struct pdf_object value)
{
    struct pdf_reader *pdf = comparison->new;
    const struct pdf_object range = pdf_reader_entry(pdf, value, "/ByteRange");
    const long long start = (long long)comparison->update.start;
    const long long end = (long long)comparison->update.end;
    long long parts[4];

    if (pdf_reader_count(pdf, range) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        parts[i] = pdf_reader_integer(pdf, pdf_reader_at(pdf, range, i), -1);
        if (parts[i] < 0 || parts[i] > end)
            return false;
    }
    return parts[0] == 0 && parts[1] > start && parts[2] > parts[1] &&
           parts[2] + parts[3] == end;
}

/* To a reader, fields of one name are one field. */
static bool has_own_name(const struct comparison *comparison,
                         struct pdf_object field)
{
    struct pdf_reader *old = comparison->old;
    const struct pdf_object form =
        pdf_reader_entry(old, pdf_reader_catalog(old), "/AcroForm");
    const struct pdf_object all = pdf_reader_entry(old, form, "/Fields");
    const char *name = pdf_reader_text(
        comparison->new, pdf_reader_entry(comparison->new, field, "/T"));

    for (size_t i = 0; name && i < pdf_reader_count(old, all); i++) {
        const char *other = pdf_reader_text(
            old, pdf_reader_entry(old, pdf_reader_at(old, all, i), "/T"));
        if (other && strcmp(name, other) == 0)
            return false;
    }
    return true;
}

/* Explains a new field if it is an invisible time stamp and nothing else. */
static bool add_stamp(struct comparison *comparison, struct pdf_object field)
{
    static const struct pdf_entry_rule widget[] = {
        {"/Type", "/Annot"}, {"/Subtype", "/Widget"},
        {"/FT", "/Sig"},     {"/T", ""},
        {"/TU", ""},         {"/F", NULL},
        {"/Rect", NULL},     {"/P", NULL},
        {"/V", NULL},        {"/AP", NULL},
        {NULL, NULL}};
    static const struct pdf_entry_rule stamp[] = {
        {"/Type", "/DocTimeStamp"},
        {"/SubFilter", "/ETSI.RFC3161"},
        {"/Filter", NULL},
        {"/Contents", NULL},
        {"/ByteRange", NULL},
        {"/V", NULL},
        {"/M", NULL},
        {NULL, NULL}};
    struct pdf_reader *pdf = comparison->new;
    struct pdf_update *update = &comparison->update;
    const struct pdf_object value = pdf_reader_entry(pdf, field, "/V");

    if (!pdf_reader_is_dictionary(pdf, field) ||
        !pdf_reader_fits(pdf, field, widget) ||
        !pdf_reader_is_dictionary(pdf, value) ||
        !pdf_reader_fits(pdf, value, stamp) ||
        !has_own_name(comparison, field) || !covers_all(comparison, value) ||
        !is_invisible(comparison, field) ||
        !has_no_appearance(comparison, field) ||
        !pdf_update_explain_new(update, pdf_reader_number(pdf, field),
                                REASON_STAMP) ||
        !pdf_update_explain_new(update, pdf_reader_number(pdf, value),
                                REASON_STAMP))
        return false;
    comparison->stamps++;
    return true;
}

/* --- lists of fields and of annotations ---------------------------------- */

/* @return "a FreeText annotation", "a signature field "Second"" */
static const char *describe(const struct comparison *comparison,
                            struct pdf_object item)
{
    struct arena *arena = comparison->arena;
    struct pdf_reader *pdf = comparison->new;
    const char *kind = pdf_reader_name(pdf, pdf_reader_entry(pdf, item, "/FT"));
    const char *look =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, item, "/Subtype"));
    const char *name = pdf_reader_text(pdf, pdf_reader_entry(pdf, item, "/T"));
    const bool seal = strcmp(kind, "/Sig") == 0;
    char *clipped = arena_printf(arena, "%.60s", name ? name : look);

    utf8_trim_partial(clipped);
    if (*kind && name)
        return arena_printf(arena, "%s field \"%s\"%s",
                            seal ? "a signature" : "a form", clipped,
                            !seal || is_invisible(comparison, item)
                                ? ""
                                : " that is seen on the page");
    if (*look)
        return arena_printf(arena, "a %s annotation", clipped + 1);
    return *kind ? "a field" : "an object that is no annotation";
}

/* Reports that a list of the old file is now a different one, or not a list.
 */
static void check_list_object(struct comparison *comparison, const char *where,
                              struct pdf_object old, struct pdf_object new)
{
    const bool given = pdf_reader_is_given(comparison->old, old);
    const int number = pdf_reader_number(comparison->new, new);
    const bool is_array = pdf_reader_is_array(comparison->new, new) ||
                          !pdf_reader_is_given(comparison->new, new);

    if (given)
        pdf_update_explain(&comparison->update, number, REASON_REPLACED);
    if (!is_array ||
        (given ? pdf_reader_number(comparison->old, old) != number
               : number && !pdf_update_explain_new(&comparison->update, number,
                                                   REASON_REPLACED)))
        tell(comparison, where, "has another list");
}

/* A list may grow by time stamps. The form's is compared first, and explains
 * them. */
static void compare_lists(struct comparison *comparison, const char *where,
                          struct pdf_object old, struct pdf_object new,
                          bool is_form)
{
    struct pdf_reader *pdf = comparison->new;
    const size_t before = pdf_reader_count(comparison->old, old);
    const size_t after = pdf_reader_count(pdf, new);

    check_list_object(comparison, where, old, new);
    for (size_t i = 0; i < before; i++)
        if (i >= after ||
            !is_same(comparison, pdf_reader_at(comparison->old, old, i),
                     pdf_reader_at(pdf, new, i))) {
            tell(comparison, where, "lost or changed what was in it");
            return;
        }
    for (size_t i = before; i < after; i++) {
        const struct pdf_object item = pdf_reader_at(pdf, new, i);
        if (is_form ? !add_stamp(comparison, item)
                    : !pdf_update_is_explained(&comparison->update,
                                               pdf_reader_number(pdf, item),
                                               REASON_STAMP))
            tell_entry(comparison, where, describe(comparison, item),
                       "was added");
    }
}

static void check_fields(struct comparison *comparison, const char *where,
                         struct pdf_object old, struct pdf_object new)
{
    compare_lists(comparison, where, old, new, true);
}

static void check_annotations(struct comparison *comparison, const char *where,
                              struct pdf_object old, struct pdf_object new)
{
    compare_lists(comparison, where, old, new, false);
}

/* --- the parts of a document --------------------------------------------- */

/* 3: there are signatures, and later changes are to be appended. */
static void check_flags(struct comparison *comparison, const char *where,
                        struct pdf_object old, struct pdf_object new)
{
    if (pdf_reader_is_given(comparison->new, new) &&
        pdf_reader_integer(comparison->new, new, -1) != 3 &&
        !is_same(comparison, old, new))
        tell_entry(comparison, where, "/SigFlags", "was changed");
}

static void check_form(struct comparison *comparison, const char *where,
                       struct pdf_object old, struct pdf_object new)
{
    static const struct entry_rule rules[] = {
        {"/Fields", check_fields}, {"/SigFlags", check_flags}, {NULL, NULL}};

    (void)where;
    compare_object(comparison, "the form", old, new, rules);
}

/* Short and without references, so that nothing is hidden in it. */
static void check_extensions(struct comparison *comparison, const char *where,
                             struct pdf_object old, struct pdf_object new)
{
    const char *text = pdf_reader_unparse(comparison->new, new);
    struct pdf_scanner scanner = {text, text + strlen(text)};
    size_t number;
    size_t generation;

    if (pdf_reader_is_given(comparison->new, new) &&
        (strlen(text) > EXTENSIONS_LIMIT ||
         pdf_scanner_reference(&scanner, &number, &generation)) &&
        !is_same(comparison, old, new))
        tell_entry(comparison, where, "/Extensions", "was changed");
}

static void check_store(struct comparison *comparison, const char *where,
                        struct pdf_object old, struct pdf_object new)
{
    const char *fault;

    (void)where;
    if (!pdf_reader_is_given(comparison->old, old) &&
        !pdf_reader_is_given(comparison->new, new))
        return;
    fault = validation_data_fault(&comparison->update, new);
    if (fault)
        tell(comparison, "the validation data: /DSS", fault);
}

static bool read_metadata(struct arena *arena, struct pdf_reader *pdf,
                          struct pdf_object stream, struct xmp *xmp)
{
    const void *bytes;
    size_t size;

    return pdf_reader_stream(pdf, stream, XMP_LIMIT, &bytes, &size) &&
           !xmp_read(arena, bytes, size, xmp);
}

static void check_metadata(struct comparison *comparison, const char *where,
                           struct pdf_object old, struct pdf_object new)
{
    static const struct entry_rule rules[] = {{"/Length", check_nothing},
                                              {"/Filter", check_nothing},
                                              {"/DecodeParms", check_nothing},
                                              {NULL, NULL}};
    struct xmp before;
    struct xmp after;

    (void)where;
    compare_object(comparison, "the metadata", old, new, rules);
    if (pdf_update_has(&comparison->update,
                       pdf_reader_number(comparison->new, new)) &&
        (!read_metadata(comparison->arena, comparison->old, old, &before) ||
         !read_metadata(comparison->arena, comparison->new, new, &after) ||
         !xmp_is_same(&before, &after)))
        tell(comparison, "the metadata", "says something else");
}

static void check_catalog(struct comparison *comparison, const char *where,
                          struct pdf_object old, struct pdf_object new)
{
    static const struct entry_rule rules[] = {{"/AcroForm", check_form},
                                              {"/DSS", check_store},
                                              {"/Extensions", check_extensions},
                                              {"/Metadata", check_metadata},
                                              {NULL, NULL}};

    (void)where;
    compare_object(comparison, "the catalogue", old, new, rules);
}

static void check_pages(struct comparison *comparison)
{
    static const struct entry_rule rules[] = {{"/Annots", check_annotations},
                                              {NULL, NULL}};
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(comparison->old, &pages);

    for (size_t i = 0; i < count; i++) {
        const int number = pdf_reader_number(comparison->old, pages[i]);
        if (number)
            compare_object(
                comparison, arena_printf(comparison->arena, "page %zu", i + 1),
                pages[i], pdf_reader_object(comparison->new, number), rules);
    }
}

/* --- the trailer --------------------------------------------------------- */

static void check_text(struct comparison *comparison, const char *where,
                       struct pdf_object old, struct pdf_object new)
{
    (void)old;
    if (pdf_reader_is_given(comparison->new, new) &&
        !pdf_reader_text(comparison->new, new))
        tell(comparison, where, "is no text");
}

static void check_info(struct comparison *comparison, const char *where,
                       struct pdf_object old, struct pdf_object new)
{
    static const struct entry_rule rules[] = {
        {"/ModDate", check_text}, {"/Producer", check_text}, {NULL, NULL}};

    (void)where;
    compare_object(comparison, "the document information", old, new, rules);
}

/* Finds the offset that the file before the update ends with. */
static bool find_startxref(const char *bytes, size_t end, size_t *offset)
{
    static const char word[] = "startxref";

    for (size_t at = end; at > 0 && end - at < 64; at--) {
        struct pdf_scanner scanner = {bytes + at, bytes + end};
        if (end - at < sizeof word || memcmp(bytes + at, word, 9) != 0)
            continue;
        return pdf_scanner_startxref(&scanner, offset) &&
               pdf_scanner_is_done(&scanner);
    }
    return false;
}

static void check_previous(struct comparison *comparison, const char *where,
                           struct pdf_object old, struct pdf_object new)
{
    size_t offset;

    (void)old;
    if (!find_startxref(comparison->bytes, comparison->update.start, &offset) ||
        pdf_reader_integer(comparison->new, new, -1) != (long long)offset)
        tell_entry(comparison, where, "/Prev",
                   "does not lead to what was sealed");
}

/* The first half of an identifier is the file's for good. */
static void check_identifier(struct comparison *comparison, const char *where,
                             struct pdf_object old, struct pdf_object new)
{
    if (pdf_reader_is_given(comparison->new, new) &&
        (pdf_reader_count(comparison->new, new) != 2 ||
         pdf_reader_count(comparison->old, old) != 2 ||
         !is_same(comparison, pdf_reader_at(comparison->old, old, 0),
                  pdf_reader_at(comparison->new, new, 0))))
        tell_entry(comparison, where, "/ID", "was changed");
}

/* To a reader, objects beyond /Size do not exist. */
static void check_size(struct comparison *comparison, const char *where,
                       struct pdf_object old, struct pdf_object new)
{
    const long long size = pdf_reader_integer(comparison->new, new, -1);
    bool fits = size >= pdf_reader_integer(comparison->old, old, 0);

    for (size_t i = 0; i < comparison->update.count; i++)
        fits = fits && comparison->update.objects[i].number < size;
    if (!fits)
        tell_entry(comparison, where, "/Size", "leaves objects out");
}

/* An xref stream has the trailer's entries and its own. */
static void check_trailer(struct comparison *comparison)
{
    static const struct entry_rule rules[] = {
        {"/Prev", check_previous},  {"/ID", check_identifier},
        {"/Size", check_size},      {"/Root", check_catalog},
        {"/Info", check_info},      {"/Type", check_nothing},
        {"/W", check_nothing},      {"/Index", check_nothing},
        {"/Filter", check_nothing}, {"/DecodeParms", check_nothing},
        {"/Length", check_nothing}, {NULL, NULL}};

    compare_new(comparison, "the trailer", pdf_reader_trailer(comparison->old),
                pdf_reader_trailer(comparison->new), rules);
}

/* --- one update ---------------------------------------------------------- */

/* @return true for an object stream or an xref stream */
static bool is_structure(const struct comparison *comparison, int number)
{
    struct pdf_reader *pdf = comparison->new;
    const struct pdf_object object = pdf_reader_object(pdf, number);
    const char *kind =
        pdf_reader_name(pdf, pdf_reader_entry(pdf, object, "/Type"));

    return pdf_reader_is_stream(pdf, object) &&
           (strcmp(kind, "/XRef") == 0 || strcmp(kind, "/ObjStm") == 0);
}

/* Reports objects without an explanation. A new one without references is
 * reported only if there are no other changes, which would explain it. */
static void tell_rest(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->update.count; i++) {
        const int number = comparison->update.objects[i].number;
        const bool had = pdf_reader_is_given(
            comparison->old, pdf_reader_object(comparison->old, number));
        const char *where = pdf_places_of(&comparison->update.places, number);
        if (comparison->update.objects[i].explained ||
            (!had && !where && is_structure(comparison, number)))
            continue;
        if (where || had)
            tell(comparison, where ? where : "an object",
                 where && had ? "was replaced" : "was put in");
        else if (!comparison->changes)
            tell(comparison,
                 arena_printf(comparison->arena, "object %d", number),
                 "was added, which is no validation data");
    }
}

static void compare(struct comparison *comparison)
{
    const size_t stamps = comparison->stamps;
    bool stored = false;

    check_trailer(comparison);
    check_pages(comparison);
    tell_rest(comparison);
    if (!comparison->changes && comparison->update.flaw)
        tell(comparison, "the update", comparison->update.flaw);
    if (!comparison->changes && pdf_reader_is_encrypted(comparison->old))
        tell(comparison, "the file", "is encrypted");
    for (size_t i = 0; i < comparison->update.count; i++)
        if (comparison->update.objects[i].explained >= VALIDATION_DATA_REASON)
            stored = true;
    if (!comparison->changes && !stored && comparison->stamps == stamps)
        tell(comparison, "the update", "adds no validation data");
    comparison->stored = comparison->stored || stored;
}

/* Reports a refused update as far as libqpdf can read it. */
static void tell_differences(struct comparison *comparison)
{
    const struct pdf_places *places = &comparison->update.places;
    struct pdf_reader *old = comparison->old;
    struct pdf_reader *new;
    struct error err = {.code = ""};

    if (pdf_reader_open(comparison->arena, "", comparison->bytes,
                        comparison->size, &new, &err) != STATUS_OK)
        return;
    for (size_t i = 1; i < places->count; i++) {
        const struct pdf_object before = pdf_reader_object(old, (int)i);
        const struct pdf_object after = pdf_reader_object(new, (int)i);
        if (places->words[i] &&
            strcmp(pdf_reader_unparse_object(old, before),
                   pdf_reader_unparse_object(new, after)) != 0)
            tell(comparison, places->words[i], "was changed");
    }
    pdf_reader_close(new);
}

/* @return where the update ends; a refused one ends with the file */
static size_t check_update(struct comparison *comparison, size_t start)
{
    struct pdf_update *update = &comparison->update;

    pdf_update_read(comparison->arena, comparison->bytes, comparison->size,
                    start, comparison->old, update);
    comparison->new = update->after;
    if (update->fault) {
        tell(comparison, "the update cannot be followed:", update->fault);
        tell_differences(comparison);
    } else {
        compare(comparison);
    }
    pdf_reader_close(comparison->old);
    comparison->old = update->after;
    return update->fault ? comparison->size : update->end;
}

static void check_updates(struct comparison *comparison, size_t end)
{
    struct error err = {.code = ""};
    size_t updates = 0;

    if (pdf_reader_open(comparison->arena, "", comparison->bytes, end,
                        &comparison->old, &err) != STATUS_OK) {
        tell(comparison,
             "the update cannot be followed:", "without it there is no file");
        return;
    }
    while (end < comparison->size && !comparison->changes) {
        if (updates++ == MAX_UPDATES)
            tell(comparison, "more updates", "than can be looked at");
        else
            end = check_update(comparison, end);
    }
    pdf_reader_close(comparison->old);
}

static const char *additions(const struct comparison *comparison)
{
    const char *stamps = comparison->stamps == 1 ? "a document time stamp"
                                                 : "document time stamps";

    if (!comparison->stamps)
        return "validation data were added";
    return arena_printf(
        comparison->arena, "%s%s %s added",
        comparison->stored ? "validation data and " : "", stamps,
        comparison->stored || comparison->stamps > 1 ? "were" : "was");
}

const char *incremental_update_changes(struct arena *arena, const void *bytes,
                                       size_t size, size_t end, bool *admitted)
{
    struct comparison comparison = {
        .arena = arena, .bytes = bytes, .size = size};
    const size_t added = size - end;
    const char *words;
    const char *more = "";

    *admitted = !added;
    if (!added)
        return NULL;
    if (!memmem((const char *)bytes + end, added, "startxref", 9))
        return arena_printf(arena, "%zu byte%s behind its end", added,
                            plural_s(added));
    comparison.words = buffer_new(WORDS_LIMIT);
    check_updates(&comparison, end);
    *admitted = !comparison.changes;
    if (comparison.changes > TOLD)
        more = arena_printf(arena, " and %zu more", comparison.changes - TOLD);
    words = arena_printf(arena, "%s%s (%zu bytes)",
                         comparison.changes ? buffer_text(&comparison.words)
                                            : additions(&comparison),
                         more, added);
    buffer_free(&comparison.words);
    return words;
}
