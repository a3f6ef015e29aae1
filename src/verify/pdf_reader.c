#include "verify/pdf_reader.h"

#include <qpdf/qpdf-c.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

/*
 * libqpdf turns its C++ exceptions into a flag; silenced, a call that fails
 * gives 0, "" or a null. Asking an item for what it is not is counted as a
 * warning about the file, so every question here asks for the type first.
 *
 * Two things libqpdf does not guard against are caught before it sees them:
 * its walk over the page tree recurses without limit, so the tree is measured
 * first; and a small stream may unpack to gigabytes, so the program bounds its
 * memory (cli/sandbox.c), and libqpdf reports that as an error. Files that
 * are made to take forever find the end of our patience: after some millions
 * of questions every item is nothing.
 */

enum {
    PAGE_DEPTH = 64,          ///< deepest page tree
    WALK_LIMIT = 1000 * 1000, ///< most items in one walk
    WAITING_LIMIT = 4 * WALK_LIMIT,
    PATIENCE = 4 * 1000 * 1000, ///< most questions about items
};

struct dossier {
    struct arena *arena;
    qpdf_data file;
    const struct dossier_item *pages; ///< NULL: not yet looked for
    size_t page_count;
    const char *damage; ///< what the walks found first, or NULL
    size_t questions;   ///< asked about items
};

static void note_damage(struct dossier *dossier, const char *damage)
{
    if (!dossier->damage)
        dossier->damage = damage;
}

/* --- opening ------------------------------------------------------------- */

/* Readers look for the header in the first kibibyte. */
static bool has_header(const char *bytes, size_t size)
{
    return memmem(bytes, size < 1024 ? size : 1024, "%PDF-", 5) != NULL;
}

static const char *describe(struct dossier *dossier, qpdf_error fault)
{
    const char *detail = qpdf_get_error_message_detail(dossier->file, fault);
    char *text = arena_string(dossier->arena, detail ? detail : "");
    const unsigned long long at =
        qpdf_get_error_file_position(dossier->file, fault);

    for (char *byte = text; *byte; byte++)
        if ((unsigned char)*byte < ' ' || (unsigned char)*byte > '~')
            *byte = '?'; /* it may quote the file */
    if (!at)
        return text;
    return arena_printf(dossier->arena, "%s (byte %llu)", text, at);
}

static enum status refuse(struct dossier *dossier, const char *shown,
                          struct error *err)
{
    const struct place place = {shown, 0, 0};
    qpdf_error fault = qpdf_get_error(dossier->file);

    if (fault && qpdf_get_error_code(dossier->file, fault) == qpdf_e_password)
        return error_set(err, RULE_FILE_UNREADABLE, place, NULL,
                         "needs a password");
    return error_set(err, RULE_PDF_DAMAGED, place, NULL, "%s",
                     fault ? describe(dossier, fault) : "cannot be opened");
}

enum status dossier_open(struct arena *arena, const char *shown,
                         const void *bytes, size_t size,
                         struct dossier **dossier, struct error *err)
{
    const struct place place = {shown, 0, 0};
    enum status status = STATUS_OK;

    *dossier = NULL;
    if (!has_header(bytes, size))
        return error_set(err, RULE_PDF_FOREIGN, place, NULL,
                         "is not a PDF file");
    *dossier = ARENA_NEW(arena, struct dossier);
    **dossier = (struct dossier){.arena = arena, .file = qpdf_init()};
    qpdf_silence_errors((*dossier)->file);
    qpdf_set_suppress_warnings((*dossier)->file, QPDF_TRUE);
    if (qpdf_read_memory((*dossier)->file, shown, bytes, size, NULL) &
        (QPDF_ERRORS))
        status = refuse(*dossier, shown, err);
    else if (!dossier_is_dictionary(*dossier, dossier_catalog(*dossier)))
        status = error_set(err, RULE_PDF_DAMAGED, place, NULL,
                           "it has no catalogue");
    if (status == STATUS_OK)
        return STATUS_OK;
    dossier_close(*dossier);
    *dossier = NULL;
    return status;
}

void dossier_close(struct dossier *dossier)
{
    if (dossier)
        qpdf_cleanup(&dossier->file);
}

struct dossier_item dossier_trailer(struct dossier *dossier)
{
    return (struct dossier_item){qpdf_get_trailer(dossier->file)};
}

/* Not qpdf_get_root(), which throws where there is none. */
struct dossier_item dossier_catalog(struct dossier *dossier)
{
    return dossier_entry(dossier, dossier_trailer(dossier), "/Root");
}

bool dossier_is_encrypted(struct dossier *dossier)
{
    return qpdf_is_encrypted(dossier->file);
}

bool dossier_is_accessible(struct dossier *dossier)
{
    return qpdf_allow_accessibility(dossier->file);
}

/* --- items --------------------------------------------------------------- */

static enum qpdf_object_type_e type_of(struct dossier *dossier,
                                       struct dossier_item item)
{
    if (!item.handle)
        return ot_null;
    if (dossier->questions++ >= PATIENCE) {
        note_damage(dossier, "it has more objects than can be looked at");
        return ot_null;
    }
    return qpdf_oh_get_type_code(dossier->file, item.handle);
}

bool dossier_is_dictionary(struct dossier *dossier, struct dossier_item item)
{
    return type_of(dossier, item) == ot_dictionary;
}

bool dossier_is_stream(struct dossier *dossier, struct dossier_item item)
{
    return type_of(dossier, item) == ot_stream;
}

bool dossier_is_given(struct dossier *dossier, struct dossier_item item)
{
    const enum qpdf_object_type_e type = type_of(dossier, item);

    return type != ot_null && type != ot_uninitialized;
}

bool dossier_is_true(struct dossier *dossier, struct dossier_item item)
{
    return type_of(dossier, item) == ot_boolean &&
           qpdf_oh_get_bool_value(dossier->file, item.handle);
}

int dossier_number(struct dossier *dossier, struct dossier_item item)
{
    return item.handle ? qpdf_oh_get_object_id(dossier->file, item.handle) : 0;
}

/* Text for people: valid, without NUL. */
static const char *keep_text(struct dossier *dossier, const char *bytes,
                             size_t length)
{
    struct buffer text = buffer_new(length * 3);
    const char *kept;
    size_t at = 0;

    while (at < length) {
        size_t bad = length - at;
        const bool good = text_check(bytes + at, length - at, &bad);
        buffer_add(&text, bytes + at, bad);
        if (!good)
            buffer_add_text(&text, "\uFFFD");
        at += bad + !good;
    }
    kept = arena_text(dossier->arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return kept;
}

const char *dossier_name(struct dossier *dossier, struct dossier_item item)
{
    const char *name;

    if (type_of(dossier, item) != ot_name)
        return "";
    name = qpdf_oh_get_name(dossier->file, item.handle);
    return keep_text(dossier, name, strlen(name));
}

const char *dossier_text(struct dossier *dossier, struct dossier_item item)
{
    size_t length = 0;
    const char *text;

    if (type_of(dossier, item) != ot_string)
        return NULL;
    text = qpdf_oh_get_binary_utf8_value(dossier->file, item.handle, &length);
    return keep_text(dossier, text, length);
}

size_t dossier_length(struct dossier *dossier, struct dossier_item item)
{
    size_t length = 0;

    if (type_of(dossier, item) == ot_string)
        qpdf_oh_get_binary_string_value(dossier->file, item.handle, &length);
    return length;
}

const unsigned char *dossier_bytes(struct dossier *dossier,
                                   struct dossier_item item, size_t *size)
{
    const char *bytes;

    *size = 0;
    if (type_of(dossier, item) != ot_string)
        return NULL;
    bytes = qpdf_oh_get_binary_string_value(dossier->file, item.handle, size);
    return arena_copy(dossier->arena, bytes, *size);
}

long long dossier_integer(struct dossier *dossier, struct dossier_item item,
                          long long otherwise)
{
    if (type_of(dossier, item) != ot_integer)
        return otherwise;
    return qpdf_oh_get_int_value(dossier->file, item.handle);
}

/* A stream's dictionary, or the item itself. */
static struct dossier_item dictionary_of(struct dossier *dossier,
                                         struct dossier_item item)
{
    const enum qpdf_object_type_e type = type_of(dossier, item);

    if (type == ot_stream)
        return (struct dossier_item){
            qpdf_oh_get_dict(dossier->file, item.handle)};
    return type == ot_dictionary ? item : NO_ITEM;
}

struct dossier_item dossier_entry(struct dossier *dossier,
                                  struct dossier_item item, const char *key)
{
    const struct dossier_item dictionary = dictionary_of(dossier, item);

    if (!dictionary.handle)
        return NO_ITEM;
    return (struct dossier_item){
        qpdf_oh_get_key(dossier->file, dictionary.handle, key)};
}

const char **dossier_keys(struct dossier *dossier, struct dossier_item item,
                          size_t *count)
{
    const struct dossier_item dictionary = dictionary_of(dossier, item);
    const char **keys;
    size_t at = 0;

    *count = 0;
    if (!dictionary.handle)
        return NULL;
    qpdf_oh_begin_dict_key_iter(dossier->file, dictionary.handle);
    for (; qpdf_oh_dict_more_keys(dossier->file); (*count)++)
        (void)qpdf_oh_dict_next_key(dossier->file);
    keys = ARENA_ARRAY(dossier->arena, const char *, *count + 1);
    qpdf_oh_begin_dict_key_iter(dossier->file, dictionary.handle);
    while (at < *count && qpdf_oh_dict_more_keys(dossier->file))
        keys[at++] =
            arena_string(dossier->arena, qpdf_oh_dict_next_key(dossier->file));
    return keys;
}

size_t dossier_count(struct dossier *dossier, struct dossier_item array)
{
    int count;

    if (type_of(dossier, array) != ot_array)
        return 0;
    count = qpdf_oh_get_array_n_items(dossier->file, array.handle);
    return count > 0 ? (size_t)count : 0;
}

struct dossier_item dossier_at(struct dossier *dossier,
                               struct dossier_item array, size_t index)
{
    return (struct dossier_item){
        qpdf_oh_get_array_item(dossier->file, array.handle, (int)index)};
}

bool dossier_stream(struct dossier *dossier, struct dossier_item item,
                    size_t limit, const void **bytes, size_t *size)
{
    QPDF_BOOL decoded = QPDF_FALSE;
    unsigned char *data = NULL;
    size_t length = 0;
    bool good;

    if (!dossier_is_stream(dossier, item))
        return false;
    good = !(qpdf_oh_get_stream_data(dossier->file, item.handle,
                                     qpdf_dl_generalized, &decoded, &data,
                                     &length) &
             (QPDF_ERRORS)) &&
           decoded;
    if (good) {
        *bytes = arena_copy(dossier->arena, data ? data : (void *)"",
                            length < limit ? length : limit);
        *size = length;
    }
    free(data);
    return good;
}

static bool is_same_stream(struct dossier *dossier, struct dossier_item item,
                           struct dossier *other,
                           struct dossier_item other_item)
{
    unsigned char *data = NULL;
    unsigned char *other_data = NULL;
    size_t length = 0;
    size_t other_length = 0;
    bool same;

    same =
        !(qpdf_oh_get_stream_data(dossier->file, item.handle, qpdf_dl_none,
                                  NULL, &data, &length) &
          (QPDF_ERRORS)) &&
        !(qpdf_oh_get_stream_data(other->file, other_item.handle, qpdf_dl_none,
                                  NULL, &other_data, &other_length) &
          (QPDF_ERRORS)) &&
        length == other_length &&
        (length == 0 || memcmp(data, other_data, length) == 0);
    free(data);
    free(other_data);
    return same;
}

bool dossier_is_same(struct dossier *dossier, struct dossier_item item,
                     struct dossier *other, struct dossier_item other_item)
{
    const enum qpdf_object_type_e type = type_of(dossier, item);
    const char *text;

    if (type != type_of(other, other_item))
        return false;
    if (type == ot_stream)
        return is_same_stream(dossier, item, other, other_item);
    if (type == ot_null || type == ot_array || type == ot_dictionary)
        return true;
    text = arena_string(dossier->arena,
                        qpdf_oh_unparse_resolved(dossier->file, item.handle));
    return strcmp(text, qpdf_oh_unparse_resolved(other->file,
                                                 other_item.handle)) == 0;
}

/* --- walks --------------------------------------------------------------- */

struct waiting {
    struct dossier_item item;
    size_t depth;
};

struct dossier_walk {
    struct dossier *dossier;
    struct waiting *waiting; ///< the last is next
    size_t count;
    size_t room;
    int *seen; ///< a hash table of object numbers; 0: free
    size_t seen_count;
    size_t seen_room; ///< a power of two
    size_t visited;
    size_t depth; ///< of the item in hand
};

struct dossier_walk *dossier_walk_new(struct dossier *dossier)
{
    struct dossier_walk *walk = ARENA_NEW(dossier->arena, struct dossier_walk);

    walk->dossier = dossier;
    walk->room = 32;
    walk->waiting = ARENA_ARRAY(dossier->arena, struct waiting, walk->room);
    walk->seen_room = 64;
    walk->seen = ARENA_ARRAY(dossier->arena, int, walk->seen_room);
    return walk;
}

/* @return the place of a number, or the free one where it would go */
static int *find_seen(const struct dossier_walk *walk, int number)
{
    size_t at = (size_t)((uint32_t)number * UINT32_C(2654435769));

    for (;; at++) {
        int *place = &walk->seen[at & (walk->seen_room - 1)];
        if (!*place || *place == number)
            return place;
    }
}

static void grow_seen(struct dossier_walk *walk)
{
    const size_t room = walk->seen_room;
    const int *old = walk->seen;

    walk->seen_room = room * 2;
    walk->seen = ARENA_ARRAY(walk->dossier->arena, int, walk->seen_room);
    for (size_t i = 0; i < room; i++)
        if (old[i])
            *find_seen(walk, old[i]) = old[i];
}

/* @return whether an object is met for the first time; direct ones always */
static bool see(struct dossier_walk *walk, int number)
{
    int *place;

    if (!number)
        return true;
    place = find_seen(walk, number);
    if (*place)
        return false;
    *place = number;
    if (++walk->seen_count * 2 > walk->seen_room)
        grow_seen(walk);
    return true;
}

static void cut(struct dossier_walk *walk)
{
    note_damage(walk->dossier, "it has more objects than can be looked at");
    walk->count = 0;
}

void dossier_walk_add(struct dossier_walk *walk, struct dossier_item item)
{
    if (!item.handle)
        return;
    if (walk->count == WAITING_LIMIT) {
        cut(walk);
        return;
    }
    if (walk->count == walk->room) {
        struct waiting *more =
            ARENA_ARRAY(walk->dossier->arena, struct waiting, walk->room * 2);
        memcpy(more, walk->waiting, walk->room * sizeof *more);
        walk->waiting = more;
        walk->room *= 2;
    }
    walk->waiting[walk->count++] = (struct waiting){item, walk->depth + 1};
}

void dossier_walk_add_all(struct dossier_walk *walk, struct dossier_item item)
{
    size_t at = dossier_count(walk->dossier, item);

    if (type_of(walk->dossier, item) != ot_array) {
        dossier_walk_add(walk, item);
        return;
    }
    if (at > WAITING_LIMIT) {
        cut(walk);
        return;
    }
    while (at-- > 0)
        dossier_walk_add(walk, dossier_at(walk->dossier, item, at));
}

bool dossier_walk_next(struct dossier_walk *walk, struct dossier_item *item)
{
    while (walk->count > 0) {
        const struct waiting next = walk->waiting[--walk->count];
        if (walk->visited == WALK_LIMIT) {
            cut(walk);
            return false;
        }
        if (!see(walk, dossier_number(walk->dossier, next.item)))
            continue;
        walk->visited++;
        walk->depth = next.depth;
        *item = next.item;
        return true;
    }
    return false;
}

/* --- the file as a whole ------------------------------------------------- */

static void add_page(struct dossier *dossier, struct dossier_item **pages,
                     size_t *room, struct dossier_item page)
{
    if (dossier->page_count == *room) {
        struct dossier_item *more =
            ARENA_ARRAY(dossier->arena, struct dossier_item, *room * 2);
        memcpy(more, *pages, *room * sizeof *more);
        *pages = more;
        *room *= 2;
    }
    (*pages)[dossier->page_count++] = page;
}

static const struct dossier_item *find_pages(struct dossier *dossier)
{
    struct dossier_walk *walk = dossier_walk_new(dossier);
    size_t room = 16;
    struct dossier_item *pages =
        ARENA_ARRAY(dossier->arena, struct dossier_item, room);
    struct dossier_item item;

    dossier_walk_add(
        walk, dossier_entry(dossier, dossier_catalog(dossier), "/Pages"));
    while (dossier_walk_next(walk, &item)) {
        const struct dossier_item kids = dossier_entry(dossier, item, "/Kids");
        if (walk->depth > PAGE_DEPTH)
            note_damage(dossier, "its page tree is too deep");
        else if (dossier_is_given(dossier, kids))
            dossier_walk_add_all(walk, kids);
        else if (dossier_is_dictionary(dossier, item))
            add_page(dossier, &pages, &room, item);
    }
    return pages;
}

size_t dossier_pages(struct dossier *dossier, const struct dossier_item **pages)
{
    if (!dossier->pages)
        dossier->pages = find_pages(dossier);
    *pages = dossier->pages;
    return dossier->page_count;
}

struct dossier_item dossier_inherited(struct dossier *dossier,
                                      struct dossier_item item,
                                      const char *parent, const char *key)
{
    for (int depth = 0; depth <= PAGE_DEPTH && item.handle; depth++) {
        const struct dossier_item entry = dossier_entry(dossier, item, key);
        if (dossier_is_given(dossier, entry))
            return entry;
        item = dossier_entry(dossier, item, parent);
    }
    return NO_ITEM;
}

bool dossier_page_has(struct dossier *dossier, struct dossier_item page,
                      const char *bytes)
{
    unsigned char *content = NULL;
    size_t size = 0;
    bool found = false;

    if (!(qpdf_oh_get_page_content_data(dossier->file, page.handle, &content,
                                        &size) &
          (QPDF_ERRORS)) &&
        content)
        found = memmem(content, size, bytes, strlen(bytes)) != NULL;
    free(content);
    return found;
}

/* A wrong /Size in the trailer loses nothing, and many programs write it. */
static bool is_harmless(struct dossier *dossier, qpdf_error warning)
{
    const char *detail = qpdf_get_error_message_detail(dossier->file, warning);

    return strncmp(detail, "reported number of objects", 26) == 0;
}

static size_t count_warnings(struct dossier *dossier)
{
    size_t count = 0;

    while (qpdf_more_warnings(dossier->file)) {
        qpdf_error warning = qpdf_next_warning(dossier->file);
        if (is_harmless(dossier, warning))
            continue;
        if (!dossier->damage)
            note_damage(dossier, describe(dossier, warning));
        count++;
    }
    return count;
}

static size_t count_error(struct dossier *dossier)
{
    qpdf_error fault = qpdf_get_error(dossier->file);

    if (!fault)
        return 0;
    note_damage(dossier, describe(dossier, fault));
    return 1;
}

size_t dossier_check(struct dossier *dossier, const char **first)
{
    const struct dossier_item *pages;
    const bool counted = dossier_pages(dossier, &pages) > 0;
    size_t count;

    if (!counted)
        note_damage(dossier, "it has no pages");
    count = (dossier->damage != NULL) + count_warnings(dossier) +
            count_error(dossier);
    if (counted && !dossier->damage) {
        (void)qpdf_check_pdf(dossier->file);
        count += count_warnings(dossier) + count_error(dossier);
    }
    *first = dossier->damage;
    return count;
}
