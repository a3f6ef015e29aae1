#include "verify/incremental_update.h"

#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "verify/update_view.h"
#include "verify/validation_data.h"
#include "verify/xmp.h"

/*
 * Each update is compared with the file before it. It may hold these objects,
 * each for a reason:
 *
 *     the catalogue       with /DSS, /Extensions and fields of time stamps
 *     the form, its list  with fields of time stamps
 *     a page, its list    with widgets of time stamps
 *     a time stamp        a field without an extent, and its signature
 *     validation data     verify/validation_data.h
 *     Info and XMP        with another producer and date of change
 *
 * Anything else is reported with its place. It must be an allow-list: any list
 * of harmful objects is incomplete.
 */

enum {
    NAMED = 4, ///< maximum changes reported
    WORDS_LIMIT = 64 * 1024,
    UPDATES = 32,            ///< maximum updates read
    EXTENSIONS_LIMIT = 1024, ///< most characters of /Extensions, which is short
};

struct comparison {
    struct update_view view;
    size_t start; ///< of the update
    struct buffer *words;
    size_t changes;
    int stamps[NAMED]; ///< fields of time stamps that were added
    size_t stamp_count;
    bool stored; ///< validation data were added
};

/* --- what changed -------------------------------------------------------- */

static void tell(struct comparison *comparison, const char *where,
                 const char *what)
{
    struct arena *arena = comparison->view.arena;
    const char *words = arena_printf(arena, "%s %s", where, what);

    if (comparison->words->length &&
        strstr(buffer_text(comparison->words), words))
        return;
    if (++comparison->changes > NAMED)
        return;
    if (comparison->words->length)
        buffer_add_text(comparison->words, "; ");
    buffer_add_text(comparison->words, words);
}

static const char *under(struct comparison *comparison, const char *where,
                         const char *key)
{
    return arena_printf(comparison->view.arena, "%s: %s", where, key);
}

static bool is_among(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(*keys, key) == 0)
            return true;
    return false;
}

/* Reports entries that differ, except those that are checked elsewhere. */
static void compare_entries(struct comparison *comparison, const char *where,
                            struct view_item old, struct view_item new,
                            const char *const *but)
{
    const struct update_view *view = &comparison->view;
    size_t count;
    const char **keys = update_view_keys(new, &count);

    for (size_t i = 0; i < count; i++) {
        const struct view_item before = update_view_entry(view, old, keys[i]);
        if (is_among(keys[i], but))
            continue;
        if (!update_view_is_given(before))
            tell(comparison, under(comparison, where, keys[i]), "was added");
        else if (!update_view_is_same(before,
                                      update_view_entry(view, new, keys[i])))
            tell(comparison, under(comparison, where, keys[i]), "was changed");
    }
    keys = update_view_keys(old, &count);
    for (size_t i = 0; i < count; i++)
        if (!is_among(keys[i], but) &&
            !update_view_is_given(update_view_entry(view, new, keys[i])))
            tell(comparison, under(comparison, where, keys[i]),
                 "was taken away");
}

/* --- time stamps --------------------------------------------------------- */

static bool is_same_number(struct view_item array, size_t i, size_t other)
{
    const char *one =
        pdf_reader_unparse(array.in, pdf_reader_at(array.in, array.item, i));

    return *one && one[strspn(one, "-.0123456789")] == '\0' &&
           strcmp(one, pdf_reader_unparse(
                           array.in,
                           pdf_reader_at(array.in, array.item, other))) == 0;
}

/* A rectangle without an extent, written where it is used. */
static bool is_nowhere(struct view_item field)
{
    const struct view_item box = {
        field.in, pdf_reader_entry(field.in, field.item, "/Rect")};

    return update_view_count(box) == 4 && !update_view_number(box) &&
           is_same_number(box, 0, 2) && is_same_number(box, 1, 3);
}

/* Some programs add an appearance in which nothing is drawn. */
static bool is_empty_form(struct comparison *comparison, struct view_item form)
{
    static const char *const known[] = {"/Type", "/Subtype", "/FormType",
                                        "/BBox", "/Length",  "/Filter"};
    const void *bytes;
    size_t size;

    return update_view_is_new(&comparison->view, form) &&
           pdf_reader_is_stream(form.in, form.item) &&
           update_view_has_only(form, known, sizeof known / sizeof *known) &&
           pdf_reader_stream(form.in, form.item, 1, &bytes, &size) &&
           size == 0 &&
           update_view_claim_new(&comparison->view, update_view_number(form));
}

static bool is_invisible(struct comparison *comparison, struct view_item field)
{
    static const char *const known[] = {"/N"};
    const struct view_item looks =
        update_view_entry(&comparison->view, field, "/AP");

    if (!update_view_is_given(looks))
        return is_nowhere(field);
    return is_nowhere(field) && !update_view_number(looks) &&
           update_view_has_only(looks, known, 1) &&
           is_empty_form(comparison,
                         update_view_entry(&comparison->view, looks, "/N"));
}

/* A time stamp covers the whole file, its own update included. */
static bool is_over_all(const struct comparison *comparison,
                        struct view_item value)
{
    const struct pdf_object range =
        pdf_reader_entry(value.in, value.item, "/ByteRange");
    const size_t end = comparison->view.update->end;
    long long parts[4];

    if (pdf_reader_count(value.in, range) != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        parts[i] =
            pdf_reader_integer(value.in, pdf_reader_at(value.in, range, i), -1);
        if (parts[i] < 0 || (unsigned long long)parts[i] > end)
            return false;
    }
    return parts[0] == 0 && (size_t)parts[1] > comparison->start &&
           parts[2] > parts[1] && (size_t)(parts[2] + parts[3]) == end;
}

static bool is_stamp(struct comparison *comparison, struct view_item value)
{
    static const char *const known[] = {"/Type",     "/Filter",    "/SubFilter",
                                        "/Contents", "/ByteRange", "/V",
                                        "/M"};

    return update_view_is_new(&comparison->view, value) &&
           pdf_reader_is_dictionary(value.in, value.item) &&
           update_view_has_only(value, known, sizeof known / sizeof *known) &&
           strcmp(update_view_name(
                      update_view_entry(&comparison->view, value, "/Type")),
                  "/DocTimeStamp") == 0 &&
           strcmp(update_view_name(update_view_entry(&comparison->view, value,
                                                     "/SubFilter")),
                  "/ETSI.RFC3161") == 0 &&
           is_over_all(comparison, value);
}

static bool has_name(struct comparison *comparison, struct view_item item,
                     const char *key, const char *name)
{
    return strcmp(update_view_name(
                      update_view_entry(&comparison->view, item, key)),
                  name) == 0;
}

static bool has_text_only(struct view_item item, const char *key)
{
    const struct pdf_object entry = pdf_reader_entry(item.in, item.item, key);

    return !pdf_reader_is_given(item.in, entry) ||
           pdf_reader_text(item.in, entry);
}

/* Readers treat fields of one name as one field. */
static bool is_namesake(struct comparison *comparison, struct view_item field)
{
    struct pdf_reader *old = comparison->view.old;
    const struct pdf_object form =
        pdf_reader_entry(old, pdf_reader_catalog(old), "/AcroForm");
    const struct pdf_object all = pdf_reader_entry(old, form, "/Fields");
    const char *name =
        pdf_reader_text(field.in, pdf_reader_entry(field.in, field.item, "/T"));

    for (size_t i = 0; name && i < pdf_reader_count(old, all); i++) {
        const char *other = pdf_reader_text(
            old, pdf_reader_entry(old, pdf_reader_at(old, all, i), "/T"));
        if (other && strcmp(name, other) == 0)
            return true;
    }
    return false;
}

/* @return true if a new field is that of a time stamp, and nothing besides */
static bool is_stamp_field(struct comparison *comparison,
                           struct view_item field)
{
    static const char *const known[] = {"/Type", "/Subtype", "/FT",   "/T",
                                        "/TU",   "/F",       "/Rect", "/P",
                                        "/V",    "/AP"};
    struct update_view *view = &comparison->view;
    const struct view_item value = update_view_entry(view, field, "/V");

    return pdf_reader_is_dictionary(field.in, field.item) &&
           update_view_has_only(field, known, sizeof known / sizeof *known) &&
           has_name(comparison, field, "/Type", "/Annot") &&
           has_name(comparison, field, "/Subtype", "/Widget") &&
           has_name(comparison, field, "/FT", "/Sig") &&
           has_text_only(field, "/T") && has_text_only(field, "/TU") &&
           !is_namesake(comparison, field) && is_stamp(comparison, value) &&
           is_invisible(comparison, field) &&
           update_view_claim_new(view, update_view_number(field)) &&
           update_view_claim_new(view, update_view_number(value));
}

static bool is_known_stamp(const struct comparison *comparison, int number)
{
    for (size_t i = 0; i < comparison->stamp_count; i++)
        if (comparison->stamps[i] == number)
            return true;
    return false;
}

/* --- lists of fields and of annotations ---------------------------------- */

/* Names may have any length. */
static const char *clip(struct arena *arena, const char *name)
{
    char *clipped = arena_printf(arena, "%.60s", name);

    utf8_trim_partial(clipped);
    return clipped;
}

/* "a FreeText annotation", "a signature, field "Second"", "a Tx field". */
static const char *describe(struct comparison *comparison,
                            struct view_item item)
{
    struct arena *arena = comparison->view.arena;
    const char *kind =
        update_view_name(update_view_entry(&comparison->view, item, "/FT"));
    const char *look = update_view_name(
        update_view_entry(&comparison->view, item, "/Subtype"));
    const char *name =
        item.in ? pdf_reader_text(item.in,
                                  pdf_reader_entry(item.in, item.item, "/T"))
                : NULL;
    const bool seal = strcmp(kind, "/Sig") == 0;

    if (*kind && name)
        return arena_printf(
            arena, "%s field \"%s\"%s", seal ? "a signature" : "a form",
            clip(arena, name),
            !seal || is_nowhere(item) ? "" : " that is seen on the page");
    if (*look)
        return arena_printf(arena, "a %s annotation", clip(arena, look + 1));
    return *kind ? "a field" : "an object that is no annotation";
}

/* A list may grow by time stamps; @p first: what is found there is taken for
 * one, else it has to be one that the form has. */
static void compare_lists(struct comparison *comparison, const char *where,
                          struct view_item old, struct view_item new,
                          bool first)
{
    struct update_view *view = &comparison->view;
    const size_t before = update_view_count(old);
    const size_t after = update_view_count(new);

    if ((update_view_number(old) != update_view_number(new) &&
         update_view_is_given(old)) ||
        (update_view_is_given(new) && !pdf_reader_is_array(new.in, new.item)))
        tell(comparison, where, "has another list");
    if (update_view_number(new) && update_view_is_given(old))
        update_view_claim(view, update_view_number(new));
    else if (update_view_number(new) &&
             !update_view_claim_new(view, update_view_number(new)))
        tell(comparison, where, "has another list");
    for (size_t i = 0; i < before; i++)
        if (i >= after || !update_view_is_same(update_view_at(view, old, i),
                                               update_view_at(view, new, i))) {
            tell(comparison, where, "lost or changed what was in it");
            return;
        }
    for (size_t i = before; i < after; i++) {
        const struct view_item item = update_view_at(view, new, i);
        const int number = update_view_number(item);
        if (first && comparison->stamp_count < NAMED &&
            is_stamp_field(comparison, item))
            comparison->stamps[comparison->stamp_count++] = number;
        else if (first || !is_known_stamp(comparison, number))
            tell(comparison,
                 under(comparison, where, describe(comparison, item)),
                 "was added");
    }
}

/* --- the parts of a document --------------------------------------------- */

/* Names, numbers and words alone, without a reference. */
static bool is_plain(struct view_item item, int depth)
{
    size_t count;
    const char **keys = update_view_keys(item, &count);

    if (depth == 4 || update_view_number(item) ||
        pdf_reader_is_stream(item.in, item.item))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_plain(
                (struct view_item){
                    item.in, pdf_reader_entry(item.in, item.item, keys[i])},
                depth + 1))
            return false;
    for (size_t i = 0; i < update_view_count(item); i++)
        if (!is_plain((struct view_item){item.in,
                                         pdf_reader_at(item.in, item.item, i)},
                      depth + 1))
            return false;
    return true;
}

/* /Extensions lists extensions; it cannot hide anything. */
static bool is_extensions(struct view_item item)
{
    return is_plain(item, 0) &&
           strlen(pdf_reader_unparse(item.in, item.item)) <= EXTENSIONS_LIMIT;
}

static void check_form(struct comparison *comparison, struct view_item old,
                       struct view_item new)
{
    static const char *const but[] = {"/Fields", "/SigFlags", NULL};
    struct update_view *view = &comparison->view;
    const struct view_item flags = update_view_entry(view, new, "/SigFlags");

    if (!update_view_is_given(old) && !update_view_is_given(new))
        return;
    if (!update_view_is_given(old) || !update_view_is_given(new) ||
        update_view_number(old) != update_view_number(new)) {
        tell(comparison, "the form", "is another");
        return;
    }
    update_view_claim(view, update_view_number(new));
    compare_entries(comparison, "the form", old, new, but);
    if (update_view_is_given(flags) &&
        pdf_reader_integer(flags.in, flags.item, -1) != 3 &&
        !update_view_is_same(flags, update_view_entry(view, old, "/SigFlags")))
        tell(comparison, "the form: /SigFlags", "was changed");
    compare_lists(comparison, "the form",
                  update_view_entry(view, old, "/Fields"),
                  update_view_entry(view, new, "/Fields"), true);
}

static void check_store(struct comparison *comparison, struct view_item old,
                        struct view_item new)
{
    const size_t before = update_view_claims(&comparison->view);
    const char *fault;

    if (!update_view_is_given(old) && !update_view_is_given(new))
        return;
    fault = validation_data_fault(&comparison->view, old, new);
    comparison->stored = update_view_claims(&comparison->view) > before;
    if (fault)
        tell(comparison, "the validation data: /DSS", fault);
}

static void check_catalog(struct comparison *comparison)
{
    static const char *const but[] = {"/DSS", "/AcroForm", "/Extensions", NULL};
    struct update_view *view = &comparison->view;
    const struct view_item old = {view->old, pdf_reader_catalog(view->old)};
    const int number = update_view_number(old);
    const struct view_item new =
        pdf_update_has(view->update, number)
            ? (struct view_item){view->update->pdf,
                                 pdf_reader_object(view->update->pdf, number)}
            : old;
    const struct view_item extensions =
        update_view_entry(view, new, "/Extensions");

    update_view_claim(view, number);
    compare_entries(comparison, "the catalogue", old, new, but);
    if (update_view_is_given(extensions) && !is_extensions(extensions) &&
        !update_view_is_same(extensions,
                             update_view_entry(view, old, "/Extensions")))
        tell(comparison, "the catalogue: /Extensions", "was changed");
    check_form(
        comparison,
        (struct view_item){view->old,
                           pdf_reader_entry(view->old, old.item, "/AcroForm")},
        update_view_entry(view, new, "/AcroForm"));
    check_store(comparison,
                (struct view_item){
                    view->old, pdf_reader_entry(view->old, old.item, "/DSS")},
                update_view_entry(view, new, "/DSS"));
}

static void check_page(struct comparison *comparison, struct pdf_object page,
                       size_t number)
{
    static const char *const but[] = {"/Annots", NULL};
    struct update_view *view = &comparison->view;
    const char *where = arena_printf(view->arena, "page %zu", number);
    const struct view_item old = {view->old, page};
    const int object = update_view_number(old);
    struct view_item new = old;

    if (pdf_update_has(view->update, object)) {
        new = (struct view_item){view->update->pdf,
                                 pdf_reader_object(view->update->pdf, object)};
        update_view_claim(view, object);
        compare_entries(comparison, where, old, new, but);
    }
    compare_lists(comparison, where,
                  (struct view_item){
                      view->old, pdf_reader_entry(view->old, page, "/Annots")},
                  update_view_entry(view, new, "/Annots"), false);
}

static void check_info(struct comparison *comparison)
{
    static const char *const but[] = {"/ModDate", "/Producer", NULL};
    struct update_view *view = &comparison->view;
    const struct view_item trailer = {view->old, pdf_reader_trailer(view->old)};
    const struct view_item old = {
        view->old, pdf_reader_entry(view->old, trailer.item, "/Info")};
    const struct view_item new = update_view_entry(view, trailer, "/Info");

    if (!update_view_is_new(view, new))
        return;
    update_view_claim(view, update_view_number(new));
    compare_entries(comparison, "the document information", old, new, but);
    if (!has_text_only(new, "/ModDate") || !has_text_only(new, "/Producer"))
        tell(comparison, "the document information", "is no text");
}

static bool read_metadata(struct comparison *comparison,
                          struct view_item stream, struct xmp *xmp)
{
    const void *bytes;
    size_t size;

    return pdf_reader_stream(stream.in, stream.item, XMP_LIMIT, &bytes,
                             &size) &&
           !xmp_read(comparison->view.arena, bytes, size, xmp);
}

static void check_metadata(struct comparison *comparison)
{
    static const char *const but[] = {"/Length", "/Filter", "/DecodeParms",
                                      NULL};
    struct update_view *view = &comparison->view;
    const struct view_item catalog = {view->old, pdf_reader_catalog(view->old)};
    const struct view_item old = {
        view->old, pdf_reader_entry(view->old, catalog.item, "/Metadata")};
    const struct view_item new = update_view_entry(view, catalog, "/Metadata");
    struct xmp before;
    struct xmp after;

    if (!update_view_is_new(view, new))
        return;
    update_view_claim(view, update_view_number(new));
    compare_entries(comparison, "the metadata", old, new, but);
    if (!read_metadata(comparison, old, &before) ||
        !read_metadata(comparison, new, &after) ||
        !xmp_is_same(&before, &after))
        tell(comparison, "the metadata", "says something else");
}

/* --- the trailer --------------------------------------------------------- */

/* The number that the file before states last, after "startxref". */
static bool find_startxref(const char *bytes, size_t end, size_t *location)
{
    static const char word[] = "startxref";
    const size_t length = sizeof word - 1;
    size_t at = end;

    *location = 0;
    while (at > 0 && (bytes[at - 1] == '\n' || bytes[at - 1] == '\r'))
        at--;
    if (end - at > 2 || at < 5 || memcmp(bytes + at - 5, "%%EOF", 5) != 0)
        return false;
    for (at -= 5; at > length && end - at < 64; at--)
        if (memcmp(bytes + at - length, word, length) == 0)
            break;
    if (at <= length || end - at >= 64)
        return false;
    for (; at < end &&
           (bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == ' ');)
        at++;
    for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++)
        *location = *location * 10 + (size_t)(bytes[at] - '0');
    return true;
}

static bool is_same_identifier(struct pdf_reader *old, struct pdf_reader *new,
                               struct pdf_object trailer)
{
    const struct pdf_object before =
        pdf_reader_entry(old, pdf_reader_trailer(old), "/ID");
    const struct pdf_object after = pdf_reader_entry(new, trailer, "/ID");

    if (!pdf_reader_is_given(new, after))
        return true;
    return pdf_reader_count(new, after) == 2 &&
           pdf_reader_count(old, before) == 2 &&
           strcmp(pdf_reader_unparse(old, pdf_reader_at(old, before, 0)),
                  pdf_reader_unparse(new, pdf_reader_at(new, after, 0))) == 0;
}

/* Readers ignore objects beyond /Size. */
static bool is_large_enough(const struct update_view *view)
{
    struct pdf_reader *new = view->update->pdf;
    const long long before = pdf_reader_integer(
        view->old,
        pdf_reader_entry(view->old, pdf_reader_trailer(view->old), "/Size"), 0);
    const long long after = pdf_reader_integer(
        new, pdf_reader_entry(new, view->update->trailer, "/Size"), -1);

    for (size_t i = 0; i < view->update->count; i++)
        if (view->update->objects[i].number >= after)
            return false;
    return after >= before;
}

static void check_trailer(struct comparison *comparison, const char *bytes)
{
    static const char *const known[] = {
        "/Type",   "/W",    "/Index", "/Filter", "/DecodeParms", "/Size",
        "/Length", "/Root", "/Info",  "/ID",     "/Prev"};
    struct update_view *view = &comparison->view;
    struct pdf_reader *new = view->update->pdf;
    const struct pdf_object trailer = view->update->trailer;
    const struct pdf_object old = pdf_reader_trailer(view->old);
    static const char *const same[] = {"/Root", "/Info"};
    size_t location;

    if (!pdf_reader_has_only(new, trailer, known, sizeof known / sizeof *known))
        tell(comparison, "the trailer", "says something else");
    for (size_t i = 0; i < 2; i++)
        if (strcmp(pdf_reader_unparse(
                       view->old, pdf_reader_entry(view->old, old, same[i])),
                   pdf_reader_unparse(
                       new, pdf_reader_entry(new, trailer, same[i]))) != 0)
            tell(comparison, under(comparison, "the trailer", same[i]),
                 "was changed");
    if (!is_large_enough(view))
        tell(comparison, "the trailer: /Size", "leaves objects out");
    if (!is_same_identifier(view->old, new, trailer))
        tell(comparison, "the trailer: /ID", "was changed");
    if (!find_startxref(bytes, comparison->start, &location) ||
        pdf_reader_integer(new, pdf_reader_entry(new, trailer, "/Prev"), -1) !=
            (long long)location)
        tell(comparison, "the trailer: /Prev",
             "does not lead to what was sealed");
}

/* --- one update ---------------------------------------------------------- */

static bool is_structure(const struct update_view *view, int number)
{
    const struct view_item object = {
        view->update->pdf, pdf_reader_object(view->update->pdf, number)};
    const char *kind =
        update_view_name(update_view_entry(view, object, "/Type"));

    return pdf_reader_is_stream(object.in, object.item) &&
           (strcmp(kind, "/XRef") == 0 || strcmp(kind, "/ObjStm") == 0);
}

/* Reports objects that no rule admits. New objects are reported only if nothing
 * else is: they belong to the other change. */
static void tell_rest(struct comparison *comparison)
{
    struct update_view *view = &comparison->view;
    const char *where = NULL;

    for (size_t i = 0; i < view->update->count; i++) {
        const int number = view->update->objects[i].number;
        const bool had = pdf_reader_is_given(
            view->old, pdf_reader_object(view->old, number));
        if (view->claimed[i] || (is_structure(view, number) && !had &&
                                 !pdf_places_of(&view->places, number)))
            continue;
        where = pdf_places_of(&view->places, number);
        if (where && had)
            tell(comparison, where, "was replaced");
        else if (where || had)
            tell(comparison, where ? where : "an object", "was put in");
        else if (!comparison->changes)
            tell(comparison, arena_printf(view->arena, "object %d", number),
                 "was added, which is no validation data");
    }
}

static void compare(struct comparison *comparison, const char *bytes)
{
    struct update_view *view = &comparison->view;
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(view->old, &pages);

    check_trailer(comparison, bytes);
    check_catalog(comparison);
    for (size_t i = 0; i < count; i++)
        check_page(comparison, pages[i], i + 1);
    check_info(comparison);
    check_metadata(comparison);
    tell_rest(comparison);
    for (size_t i = 0; i < view->update->reference_count; i++)
        if (!pdf_reader_is_given(
                view->old,
                pdf_reader_object(view->old, view->update->references[i])))
            tell(comparison, "the update", "refers to what is not there");
    if (!comparison->changes && pdf_reader_is_encrypted(view->old))
        tell(comparison, "the file", "is encrypted");
    if (!comparison->changes && !pdf_reader_is_sound(view->update->pdf))
        tell(comparison, "the update", "is damaged");
    if (!comparison->changes && !comparison->stored && !comparison->stamp_count)
        tell(comparison, "the update", "adds no validation data");
}

/* Reports an update that cannot be followed by what libqpdf reads in it. */
static void tell_differences(struct comparison *comparison, const char *bytes,
                             size_t size)
{
    const struct update_view *view = &comparison->view;
    struct pdf_reader *now;
    struct error err = {.code = ""};

    if (pdf_reader_open(view->arena, "", bytes, size, &now, &err) != STATUS_OK)
        return;
    for (size_t i = 1; i < view->places.count; i++) {
        const struct pdf_object before = pdf_reader_object(view->old, (int)i);
        const struct pdf_object after = pdf_reader_object(now, (int)i);
        if (view->places.words[i] &&
            !pdf_reader_is_equal(view->old, before, now, after))
            tell(comparison, view->places.words[i], "was changed");
    }
    pdf_reader_close(now);
}

/** All updates after a seal. */
struct sequence {
    struct arena *arena;
    const char *bytes;
    size_t size;
    struct buffer words; ///< what changed
    size_t changes;
    bool stored;   ///< validation data were added
    size_t stamps; ///< and so many time stamps
    size_t updates;
};

/* @return where the update ends; what cannot be read ends with the file */
static size_t look_at(struct sequence *sequence, size_t start)
{
    struct pdf_update update;
    struct comparison comparison = {.start = start, .words = &sequence->words};
    struct update_view *view = &comparison.view;
    struct error err = {.code = ""};

    pdf_update_read(sequence->arena, sequence->bytes, sequence->size, start,
                    &update);
    *view = (struct update_view){
        .arena = sequence->arena,
        .update = &update,
        .claimed = ARENA_ARRAY(sequence->arena, bool, update.count + 1)};
    if (pdf_reader_open(sequence->arena, "", sequence->bytes, start, &view->old,
                        &err) != STATUS_OK)
        update.fault = "without it there is no file";
    if (view->old)
        view->places = pdf_places_find(sequence->arena, view->old, NULL, NULL);
    if (update.fault)
        tell(&comparison, "the update cannot be followed:", update.fault);
    if (update.fault && view->old)
        tell_differences(&comparison, sequence->bytes, sequence->size);
    if (!update.fault)
        compare(&comparison, sequence->bytes);
    sequence->changes += comparison.changes;
    sequence->stored = sequence->stored || comparison.stored;
    sequence->stamps += comparison.stamp_count;
    pdf_reader_close(view->old);
    pdf_update_close(&update);
    return update.fault ? sequence->size : update.end;
}

static const char *added(const struct sequence *sequence)
{
    if (sequence->stored && sequence->stamps)
        return sequence->stamps == 1
                   ? "validation data and a document time stamp were added"
                   : "validation data and document time stamps were added";
    if (sequence->stored)
        return "validation data were added";
    return sequence->stamps == 1 ? "a document time stamp was added"
                                 : "document time stamps were added";
}

static const char *in_words(struct sequence *sequence, size_t size)
{
    const char *words =
        sequence->changes ? buffer_text(&sequence->words) : added(sequence);
    const char *more = "";

    if (sequence->changes > NAMED)
        more = arena_printf(sequence->arena, " and %zu more",
                            sequence->changes - NAMED);
    return arena_printf(sequence->arena, "%s%s (%zu byte%s)", words, more, size,
                        size == 1 ? "" : "s");
}

const char *incremental_update_changes(struct arena *arena, const void *bytes,
                                       size_t size, size_t end, bool *admitted)
{
    struct sequence sequence = {.arena = arena, .bytes = bytes, .size = size};
    const char *words;

    *admitted = true;
    if (end == size)
        return NULL;
    if (!memmem(sequence.bytes + end, size - end, "startxref", 9)) {
        *admitted = false;
        return arena_printf(arena, "%zu byte%s behind its end", size - end,
                            size - end == 1 ? "" : "s");
    }
    sequence.words = buffer_new(WORDS_LIMIT);
    for (size_t at = end; at < size && !sequence.changes;) {
        if (sequence.updates++ < UPDATES) {
            at = look_at(&sequence, at);
            continue;
        }
        buffer_add_text(&sequence.words, "more updates than can be looked at");
        sequence.changes++;
    }
    *admitted = !sequence.changes;
    words = in_words(&sequence, size - end);
    buffer_free(&sequence.words);
    return words;
}
