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
enum role {
    PLAIN,
    TRAILER,
    INFO,
    CATALOG,
    FORM,
    FIELDS, ///< an array of fields, or of annotations
    FIELD,
};

struct pair {
    struct dossier_item old;
    struct dossier_item new;
    enum role role;
    size_t page; ///< that it belongs to, from 1; 0: none
};

struct comparison {
    struct arena *arena;
    struct dossier *old;
    struct dossier *new;
    struct pair *pairs; ///< the last is next
    size_t count;
    size_t room;
    size_t compared;
    int *partners; ///< by number in the new revision: that in the old one + 1
    size_t partner_room;
    struct buffer words; ///< what changed
    size_t changes;
};

/* --- what changed -------------------------------------------------------- */

static void tell(struct comparison *comparison, const struct pair *pair,
                 const char *key)
{
    struct buffer *words = &comparison->words;
    const char *const owners[] = {
        "an object",     "the trailer", "the document information",
        "the catalogue", "the form",    "a list of fields",
        "a field"};
    char what[160];

    if (pair->page)
        snprintf(what, sizeof what, "page %zu%s%s", pair->page, key ? ": " : "",
                 key ? key : "");
    else
        snprintf(what, sizeof what, "%s%s%s", owners[pair->role],
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

static void push(struct comparison *comparison, struct pair pair)
{
    if (comparison->count == comparison->room) {
        const size_t room = comparison->room * 2 + 64;
        struct pair *more = ARENA_ARRAY(comparison->arena, struct pair, room);
        if (comparison->count)
            memcpy(more, comparison->pairs, comparison->count * sizeof *more);
        comparison->pairs = more;
        comparison->room = room;
    }
    comparison->pairs[comparison->count++] = pair;
}

static void grow_partners(struct comparison *comparison, size_t number)
{
    const size_t room = number * 2 + 64;
    int *more = ARENA_ARRAY(comparison->arena, int, room);

    if (comparison->partner_room)
        memcpy(more, comparison->partners,
               comparison->partner_room * sizeof *more);
    comparison->partners = more;
    comparison->partner_room = room;
}

/* An object is compared once; met again, it has to have the same partner.
 * @return whether the pair has yet to be compared */
static bool is_fresh(struct comparison *comparison, const struct pair *pair)
{
    const int new = dossier_number(comparison->new, pair->new);
    const int old = dossier_number(comparison->old, pair->old);
    const size_t number = new > 0 ? (size_t) new : 0;

    if (!number)
        return true;
    if (number > NUMBERS) {
        tell(comparison, pair, NULL);
        return false;
    }
    if (number >= comparison->partner_room)
        grow_partners(comparison, number);
    if (comparison->partners[number] && comparison->partners[number] != old + 1)
        tell(comparison, pair, NULL);
    if (comparison->partners[number])
        return false;
    comparison->partners[number] = old + 1;
    return true;
}

/* --- dictionaries -------------------------------------------------------- */

/* @return the number of the page that it is, from 1; 0: none */
static size_t page_number(struct comparison *comparison,
                          const struct pair *pair)
{
    const struct dossier_item *pages;
    const size_t count = dossier_pages(comparison->new, &pages);
    const int number = dossier_number(comparison->new, pair->new);

    if (strcmp(dossier_name(comparison->new,
                            dossier_entry(comparison->new, pair->new, "/Type")),
               "/Page") != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (number && dossier_number(comparison->new, pages[i]) == number)
            return i + 1;
    return 0;
}

static bool is_seal_field(struct dossier *dossier, struct dossier_item field)
{
    return strcmp(dossier_name(dossier, dossier_inherited(dossier, field,
                                                          "/Parent", "/FT")),
                  "/Sig") == 0;
}

static bool is_blank_seal(struct comparison *comparison,
                          const struct pair *pair)
{
    struct dossier *old = comparison->old;

    return is_seal_field(old, pair->old) &&
           !dossier_is_given(old, dossier_entry(old, pair->old, "/V"));
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

static bool read_metadata(struct comparison *comparison,
                          struct dossier *dossier, struct dossier_item catalog,
                          struct xmp *xmp)
{
    const void *bytes;
    size_t size;

    return dossier_stream(dossier, dossier_entry(dossier, catalog, "/Metadata"),
                          XMP_LIMIT, &bytes, &size) &&
           size <= XMP_LIMIT && !xmp_read(comparison->arena, bytes, size, xmp);
}

static bool is_same_metadata(struct comparison *comparison,
                             const struct pair *pair)
{
    struct xmp old;
    struct xmp new;

    return read_metadata(comparison, comparison->old, pair->old, &old) &&
           read_metadata(comparison, comparison->new, pair->new, &new) &&
           is_in(&old, &new) && is_in(&new, &old);
}

/* @return whether a signature may change what stands under the key */
static bool may_change(struct comparison *comparison, const struct pair *pair,
                       const char *key)
{
    static const char *const of_catalog[] = {"/DSS", "/Extensions", "/Version",
                                             NULL};
    static const char *const of_info[] = {"/ModDate", "/Producer", NULL};
    static const char *const of_form[] = {"/SigFlags", NULL};
    static const char *const of_field[] = {"/V", "/AP", "/M", "/F", NULL};

    switch (pair->role) {
    case CATALOG:
        return is_among(key, of_catalog) ||
               (strcmp(key, "/Metadata") == 0 &&
                is_same_metadata(comparison, pair)) ||
               (strcmp(key, "/AcroForm") == 0 &&
                !dossier_is_given(
                    comparison->old,
                    dossier_entry(comparison->old, pair->old, key)));
    case INFO:
        return is_among(key, of_info);
    case FORM:
        return is_among(key, of_form);
    case FIELD:
        return is_among(key, of_field) && is_blank_seal(comparison, pair);
    case PLAIN:
    case TRAILER:
    case FIELDS:
        return false;
    }
    return false;
}

static enum role role_under(const struct pair *pair, const char *key,
                            bool of_page)
{
    if (pair->role == CATALOG && strcmp(key, "/AcroForm") == 0)
        return FORM;
    if ((pair->role == FORM && strcmp(key, "/Fields") == 0) ||
        (of_page && strcmp(key, "/Annots") == 0) ||
        (pair->role == FIELD && strcmp(key, "/Kids") == 0))
        return FIELDS;
    return PLAIN;
}

static void compare_entry(struct comparison *comparison,
                          const struct pair *pair, const char *key,
                          bool of_page)
{
    struct pair below = {
        dossier_entry(comparison->old, pair->old, key),
        dossier_entry(comparison->new, pair->new, key),
        role_under(pair, key, of_page),
        pair->page,
    };
    const bool had = dossier_is_given(comparison->old, below.old);

    if (may_change(comparison, pair, key))
        return;
    if (below.role == FIELDS && !had)
        below.old = NO_ITEM; /* as if it were empty */
    else if (!dossier_is_same(comparison->old, below.old, comparison->new,
                              below.new)) {
        tell(comparison, pair, key);
        return;
    }
    push(comparison, below);
}

static void compare_dictionaries(struct comparison *comparison,
                                 struct pair *pair)
{
    const size_t page = page_number(comparison, pair);
    const bool of_page = page > 0;
    size_t count;
    const char **keys;

    if (of_page)
        pair->page = page;
    if (pair->role == PLAIN && is_seal_field(comparison->new, pair->new))
        pair->role = FIELD;
    keys = dossier_keys(comparison->new, pair->new, &count);
    for (size_t i = 0; i < count; i++)
        compare_entry(comparison, pair, keys[i], of_page);
    keys = dossier_keys(comparison->old, pair->old, &count);
    for (size_t i = 0; i < count; i++)
        if (!dossier_is_given(
                comparison->new,
                dossier_entry(comparison->new, pair->new, keys[i])))
            compare_entry(comparison, pair, keys[i], of_page);
}

/* --- arrays -------------------------------------------------------------- */

static void compare_arrays(struct comparison *comparison,
                           const struct pair *pair)
{
    const size_t old = dossier_count(comparison->old, pair->old);
    const size_t new = dossier_count(comparison->new, pair->new);

    if (new < old || (new > old && pair->role != FIELDS)) {
        tell(comparison, pair, NULL);
        return;
    }
    for (size_t i = 0; i < new; i++) {
        const struct pair below = {
            i < old ? dossier_at(comparison->old, pair->old, i) : NO_ITEM,
            dossier_at(comparison->new, pair->new, i),
            pair->role == FIELDS ? FIELD : PLAIN, pair->page};
        if (i >= old && is_seal_field(comparison->new, below.new))
            continue;
        if (i >= old || !dossier_is_same(comparison->old, below.old,
                                         comparison->new, below.new))
            tell(comparison, pair, NULL);
        else
            push(comparison, below);
    }
}

/* --- the whole ----------------------------------------------------------- */

static void start(struct comparison *comparison)
{
    const struct dossier_item old = dossier_trailer(comparison->old);
    const struct dossier_item new = dossier_trailer(comparison->new);

    push(comparison,
         (struct pair){dossier_entry(comparison->old, old, "/Info"),
                       dossier_entry(comparison->new, new, "/Info"), INFO, 0});
    push(comparison,
         (struct pair){dossier_catalog(comparison->old),
                       dossier_catalog(comparison->new), CATALOG, 0});
}

static void compare(struct comparison *comparison)
{
    start(comparison);
    while (comparison->count > 0) {
        struct pair pair = comparison->pairs[--comparison->count];
        if (comparison->compared++ == PAIRS) {
            tell(comparison, &pair, "more than can be compared");
            return;
        }
        if (!is_fresh(comparison, &pair))
            continue;
        if (dossier_count(comparison->new, pair.new) ||
            dossier_count(comparison->old, pair.old))
            compare_arrays(comparison, &pair);
        else
            compare_dictionaries(comparison, &pair);
    }
}

static const char *in_words(struct comparison *comparison)
{
    const char *words = buffer_text(&comparison->words);

    if (comparison->changes > NAMED)
        return arena_printf(comparison->arena, "%s and %zu more", words,
                            comparison->changes - NAMED);
    return arena_string(comparison->arena, words);
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

const char *revision_changes(struct arena *arena, struct dossier *dossier,
                             const void *bytes, size_t size, size_t end,
                             bool *additive)
{
    struct comparison comparison = {.arena = arena, .new = dossier};
    const char *tail = (const char *)bytes + end;
    struct error err = {.code = ""};
    const char *words;

    *additive = true;
    if (end == size)
        return NULL;
    words = extent(arena, tail, size - end);
    if (dossier_open(arena, "", bytes, end, &comparison.old, &err) !=
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
    dossier_close(comparison.old);
    return words;
}
