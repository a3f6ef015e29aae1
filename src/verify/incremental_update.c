#include "verify/incremental_update.h"

#include <string.h>

#include "base/buffer.h"
#include "verify/xmp.h"

/*
 * Both revisions are walked in step from the trailer down, as a reader would
 * reach what is in them, and every pair of items has to be the same. Numbers
 * of objects prove nothing: what was a reference to nothing may have become
 * one to something.
 *
 * Where a signature is added, a few places change: the catalogue gets a form,
 * the form and a page get a field, a blank field gets a value. Those are
 * allowed for, and nothing besides.
 */

enum {
    NUMBERS = 1000 * 1000, ///< largest number of an object
    PAIRS = 1000 * 1000,   ///< most items compared
    NAMED = 4,             ///< most changes that are told by name
    WORDS_LIMIT = 64 * 1024,
    STATEMENTS = 256, ///< most properties that matter in a packet
};

/** What an item is to the document. */
enum change_role {
    PLAIN,
    TRAILER,
    INFO,
    CATALOG,
    FORM,
    FIELDS, ///< an array of fields, or of annotations
    FIELD,
};

struct object_pair {
    struct pdf_object old;
    struct pdf_object new;
    enum change_role change_role;
    size_t page; ///< that it belongs to, from 1; 0: none
};

struct comparison {
    struct arena *arena;
    struct pdf_reader *old;
    struct pdf_reader *new;
    struct object_pair *pairs; ///< the last is next
    size_t count;
    size_t capacity;
    size_t compared;
    int *partners; ///< by number in the new revision: that in the old one + 1
    size_t partner_capacity;
    struct buffer words; ///< what changed
    size_t changes;
};

/* --- what changed -------------------------------------------------------- */

static void tell(struct comparison *comparison,
                 const struct object_pair *object_pair, const char *key)
{
    struct buffer *words = &comparison->words;
    const char *const owners[] = {
        "an object",     "the trailer", "the document information",
        "the catalogue", "the form",    "a list of fields",
        "a field"};
    char what[160];

    if (object_pair->page)
        snprintf(what, sizeof what, "page %zu%s%s", object_pair->page,
                 key ? ": " : "", key ? key : "");
    else
        snprintf(what, sizeof what, "%s%s%s", owners[object_pair->change_role],
                 key ? ": " : "", key ? key : "");
    if (words->length && strstr(buffer_text(words), what))
        return;
    if (++comparison->changes > NAMED)
        return;
    if (words->length)
        buffer_add_text(words, ", ");
    buffer_add_text(words, what);
}

/* --- pairs --------------------------------------------------------------- */

static void push(struct comparison *comparison, struct object_pair object_pair)
{
    if (comparison->count == comparison->capacity) {
        const size_t capacity = comparison->capacity * 2 + 64;
        struct object_pair *more =
            ARENA_ARRAY(comparison->arena, struct object_pair, capacity);
        if (comparison->count)
            memcpy(more, comparison->pairs, comparison->count * sizeof *more);
        comparison->pairs = more;
        comparison->capacity = capacity;
    }
    comparison->pairs[comparison->count++] = object_pair;
}

static void grow_partners(struct comparison *comparison, size_t number)
{
    const size_t capacity = number * 2 + 64;
    int *more = ARENA_ARRAY(comparison->arena, int, capacity);

    if (comparison->partner_capacity)
        memcpy(more, comparison->partners,
               comparison->partner_capacity * sizeof *more);
    comparison->partners = more;
    comparison->partner_capacity = capacity;
}

/* An object is compared once; met again, it has to have the same partner.
 * @return whether the pair has yet to be compared */
static bool is_fresh(struct comparison *comparison,
                     const struct object_pair *object_pair)
{
    const int new = pdf_reader_number(comparison->new, object_pair->new);
    const int old = pdf_reader_number(comparison->old, object_pair->old);
    const size_t number = new > 0 ? (size_t) new : 0;

    if (!number)
        return true;
    if (number > NUMBERS) {
        tell(comparison, object_pair, NULL);
        return false;
    }
    if (number >= comparison->partner_capacity)
        grow_partners(comparison, number);
    if (comparison->partners[number] && comparison->partners[number] != old + 1)
        tell(comparison, object_pair, NULL);
    if (comparison->partners[number])
        return false;
    comparison->partners[number] = old + 1;
    return true;
}

/* --- dictionaries -------------------------------------------------------- */

/* @return the number of the page that it is, from 1; 0: none */
static size_t page_number(struct comparison *comparison,
                          const struct object_pair *object_pair)
{
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(comparison->new, &pages);
    const int number = pdf_reader_number(comparison->new, object_pair->new);

    if (strcmp(pdf_reader_name(comparison->new,
                               pdf_reader_entry(comparison->new,
                                                object_pair->new, "/Type")),
               "/Page") != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (number && pdf_reader_number(comparison->new, pages[i]) == number)
            return i + 1;
    return 0;
}

static bool is_seal_field(struct pdf_reader *pdf, struct pdf_object field)
{
    return strcmp(pdf_reader_name(
                      pdf, pdf_reader_inherited(pdf, field, "/Parent", "/FT")),
                  "/Sig") == 0;
}

static bool is_blank_seal(struct comparison *comparison,
                          const struct object_pair *object_pair)
{
    struct pdf_reader *old = comparison->old;

    return is_seal_field(old, object_pair->old) &&
           !pdf_reader_is_given(old,
                                pdf_reader_entry(old, object_pair->old, "/V"));
}

static bool is_among(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (strcmp(*keys, key) == 0)
            return true;
    return false;
}

/* What readers go by: title, language, conformance, whose letter it is. The
 * rest says which program wrote last, and when. */
static bool matters(const struct xmp_property *property)
{
    static const char *const spaces[] = {XMP_DC, XMP_PDFA, XMP_PDFUA,
                                         XMP_LETTERMILL, NULL};

    return is_among(property->space, spaces);
}

/* @return whether all that matters in one packet is in the other, in any
 * order */
static bool is_in(const struct xmp *packet, const struct xmp *other)
{
    size_t looked_at = 0;

    for (size_t i = 0; i < packet->count; i++) {
        const struct xmp_property *property = &packet->properties[i];
        const char *value;
        if (!matters(property))
            continue;
        value = xmp_value(other, property->space, property->name);
        if (looked_at++ == STATEMENTS || !value ||
            strcmp(value, property->value) != 0)
            return false;
    }
    return true;
}

static bool read_metadata(struct comparison *comparison, struct pdf_reader *pdf,
                          struct pdf_object catalog, struct xmp *xmp)
{
    const void *bytes;
    size_t size;

    return pdf_reader_stream(pdf, pdf_reader_entry(pdf, catalog, "/Metadata"),
                             XMP_LIMIT, &bytes, &size) &&
           size <= XMP_LIMIT && !xmp_read(comparison->arena, bytes, size, xmp);
}

static bool is_same_metadata(struct comparison *comparison,
                             const struct object_pair *object_pair)
{
    struct xmp old;
    struct xmp new;

    return read_metadata(comparison, comparison->old, object_pair->old, &old) &&
           read_metadata(comparison, comparison->new, object_pair->new, &new) &&
           is_in(&old, &new) && is_in(&new, &old);
}

/* @return whether a signature may change what stands under the key */
static bool may_change(struct comparison *comparison,
                       const struct object_pair *object_pair, const char *key)
{
    static const char *const of_catalog[] = {"/DSS", "/Extensions", "/Version",
                                             NULL};
    static const char *const of_info[] = {"/ModDate", "/Producer", NULL};
    static const char *const of_form[] = {"/SigFlags", NULL};
    static const char *const of_field[] = {"/V", "/AP", "/M", "/F", NULL};

    switch (object_pair->change_role) {
    case CATALOG:
        return is_among(key, of_catalog) ||
               (strcmp(key, "/Metadata") == 0 &&
                is_same_metadata(comparison, object_pair)) ||
               (strcmp(key, "/AcroForm") == 0 &&
                !pdf_reader_is_given(
                    comparison->old,
                    pdf_reader_entry(comparison->old, object_pair->old, key)));
    case INFO:
        return is_among(key, of_info);
    case FORM:
        return is_among(key, of_form);
    case FIELD:
        return is_among(key, of_field) &&
               is_blank_seal(comparison, object_pair);
    case PLAIN:
    case TRAILER:
    case FIELDS:
        return false;
    }
    return false;
}

static enum change_role role_under(const struct object_pair *object_pair,
                                   const char *key, bool of_page)
{
    if (object_pair->change_role == CATALOG && strcmp(key, "/AcroForm") == 0)
        return FORM;
    if ((object_pair->change_role == FORM && strcmp(key, "/Fields") == 0) ||
        (of_page && strcmp(key, "/Annots") == 0) ||
        (object_pair->change_role == FIELD && strcmp(key, "/Kids") == 0))
        return FIELDS;
    return PLAIN;
}

static void compare_entry(struct comparison *comparison,
                          const struct object_pair *object_pair,
                          const char *key, bool of_page)
{
    struct object_pair below = {
        pdf_reader_entry(comparison->old, object_pair->old, key),
        pdf_reader_entry(comparison->new, object_pair->new, key),
        role_under(object_pair, key, of_page),
        object_pair->page,
    };
    const bool had = pdf_reader_is_given(comparison->old, below.old);

    if (may_change(comparison, object_pair, key))
        return;
    if (below.change_role == FIELDS && !had)
        below.old = PDF_OBJECT_NONE; /* as if it were empty */
    else if (!pdf_reader_is_same(comparison->old, below.old, comparison->new,
                                 below.new)) {
        tell(comparison, object_pair, key);
        return;
    }
    push(comparison, below);
}

static void compare_dictionaries(struct comparison *comparison,
                                 struct object_pair *object_pair)
{
    const size_t page = page_number(comparison, object_pair);
    const bool of_page = page > 0;
    size_t count;
    const char **keys;

    if (of_page)
        object_pair->page = page;
    if (object_pair->change_role == PLAIN &&
        is_seal_field(comparison->new, object_pair->new))
        object_pair->change_role = FIELD;
    keys = pdf_reader_keys(comparison->new, object_pair->new, &count);
    for (size_t i = 0; i < count; i++)
        compare_entry(comparison, object_pair, keys[i], of_page);
    keys = pdf_reader_keys(comparison->old, object_pair->old, &count);
    for (size_t i = 0; i < count; i++)
        if (!pdf_reader_is_given(
                comparison->new,
                pdf_reader_entry(comparison->new, object_pair->new, keys[i])))
            compare_entry(comparison, object_pair, keys[i], of_page);
}

/* --- arrays -------------------------------------------------------------- */

static void compare_arrays(struct comparison *comparison,
                           const struct object_pair *object_pair)
{
    const size_t old = pdf_reader_count(comparison->old, object_pair->old);
    const size_t new = pdf_reader_count(comparison->new, object_pair->new);

    if (new < old || (new > old && object_pair->change_role != FIELDS)) {
        tell(comparison, object_pair, NULL);
        return;
    }
    for (size_t i = 0; i < new; i++) {
        const struct object_pair below = {
            i < old ? pdf_reader_at(comparison->old, object_pair->old, i)
                    : PDF_OBJECT_NONE,
            pdf_reader_at(comparison->new, object_pair->new, i),
            object_pair->change_role == FIELDS ? FIELD : PLAIN,
            object_pair->page};
        if (i >= old && is_seal_field(comparison->new, below.new))
            continue;
        if (i >= old || !pdf_reader_is_same(comparison->old, below.old,
                                            comparison->new, below.new))
            tell(comparison, object_pair, NULL);
        else
            push(comparison, below);
    }
}

/* --- the whole ----------------------------------------------------------- */

static void start(struct comparison *comparison)
{
    const struct pdf_object old = pdf_reader_trailer(comparison->old);
    const struct pdf_object new = pdf_reader_trailer(comparison->new);

    push(comparison,
         (struct object_pair){pdf_reader_entry(comparison->old, old, "/Info"),
                              pdf_reader_entry(comparison->new, new, "/Info"),
                              INFO, 0});
    push(comparison,
         (struct object_pair){pdf_reader_catalog(comparison->old),
                              pdf_reader_catalog(comparison->new), CATALOG, 0});
}

static void compare(struct comparison *comparison)
{
    start(comparison);
    while (comparison->count > 0) {
        struct object_pair object_pair = comparison->pairs[--comparison->count];
        if (comparison->compared++ == PAIRS) {
            tell(comparison, &object_pair, "more than can be compared");
            return;
        }
        if (!is_fresh(comparison, &object_pair))
            continue;
        if (pdf_reader_count(comparison->new, object_pair.new) ||
            pdf_reader_count(comparison->old, object_pair.old))
            compare_arrays(comparison, &object_pair);
        else
            compare_dictionaries(comparison, &object_pair);
    }
}

static const char *in_words(struct comparison *comparison)
{
    const char *words = buffer_text(&comparison->words);

    if (comparison->changes > NAMED)
        return arena_printf(comparison->arena, "%s and %zu more", words,
                            comparison->changes - NAMED);
    return arena_strdup(comparison->arena, words);
}

/* How often a word stands in bytes. */
static size_t count_word(const char *bytes, size_t size, const char *word)
{
    const char *end = bytes + size;
    size_t count = 0;

    while ((bytes = memmem(bytes, (size_t)(end - bytes), word, strlen(word))) !=
           NULL) {
        bytes += strlen(word);
        count++;
    }
    return count;
}

static const char *extent(struct arena *arena, const char *tail, size_t size)
{
    const size_t updates = count_word(tail, size, "startxref");

    if (!updates)
        return arena_printf(arena, "%zu byte%s behind its end", size,
                            size == 1 ? "" : "s");
    return arena_printf(arena, "%zu update%s of %zu bytes", updates,
                        updates == 1 ? "" : "s", size);
}

const char *incremental_update_changes(struct arena *arena,
                                       struct pdf_reader *pdf,
                                       const void *bytes, size_t size,
                                       size_t end, bool *additive)
{
    struct comparison comparison = {.arena = arena, .new = pdf};
    const char *tail = (const char *)bytes + end;
    struct error err = {.code = ""};
    const char *words;

    *additive = true;
    if (end == size)
        return NULL;
    words = extent(arena, tail, size - end);
    if (pdf_reader_open(arena, "", bytes, end, &comparison.old, &err) !=
        STATUS_OK) {
        *additive = false;
        return arena_printf(arena, "%s, without which it is no file", words);
    }
    comparison.words = buffer_new(WORDS_LIMIT);
    compare(&comparison);
    *additive = !comparison.changes;
    words = *additive ? arena_printf(arena, "%s (signatures alone)", words)
                      : arena_printf(arena, "%s (changed: %s)", words,
                                     in_words(&comparison));
    buffer_free(&comparison.words);
    pdf_reader_close(comparison.old);
    return words;
}
