#include "verify/pdf_reader.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/utf8.h"

/*
 * libqpdf turns its C++ exceptions into a flag; silenced, a call that fails
 * gives 0, "" or a null. Reading an item as another type is counted as a
 * warning about the file, so each function here asks for the type first.
 *
 * Two things libqpdf does not guard against are caught before it sees them: its
 * walk over the page tree recurses without limit, so the tree is measured
 * first; and a small stream may unpack to gigabytes, so the program bounds its
 * memory (cli/sandbox.c), and libqpdf reports that as an error. Against files
 * that are made to take forever, the number of reads is limited: after some
 * millions every item is a null.
 */

enum {
    PAGE_DEPTH = 64,          ///< deepest page tree
    WALK_LIMIT = 1000 * 1000, ///< maximum items in one walk
    WAITING_LIMIT = 4 * WALK_LIMIT,
    PATIENCE = 4 * 1000 * 1000, ///< maximum reads of items
};

struct pdf_reader {
    struct arena *arena;
    qpdf_data file;
    const struct pdf_object *pages; ///< NULL: not yet looked for
    size_t page_count;
    const char *damage; ///< first fault found by a walk, or NULL
    size_t questions;   ///< reads so far
};

static void note_damage(struct pdf_reader *pdf, const char *damage)
{
    if (!pdf->damage)
        pdf->damage = damage;
}

/* --- opening ------------------------------------------------------------- */

/* Readers look for the header in the first kibibyte. */
static bool has_header(const char *bytes, size_t size)
{
    return memmem(bytes, size < 1024 ? size : 1024, "%PDF-", 5) != NULL;
}

static const char *describe(struct pdf_reader *pdf, qpdf_error fault)
{
    const char *detail = qpdf_get_error_message_detail(pdf->file, fault);
    char *text = arena_strdup(pdf->arena, detail ? detail : "");
    const unsigned long long at =
        qpdf_get_error_file_position(pdf->file, fault);

    for (char *byte = text; *byte; byte++)
        if ((unsigned char)*byte < ' ' || (unsigned char)*byte > '~')
            *byte = '?'; /* it may quote the file */
    if (!at)
        return text;
    return arena_printf(pdf->arena, "%s (byte %llu)", text, at);
}

static enum status refuse(struct pdf_reader *pdf, const char *shown,
                          struct error *err)
{
    const struct location location = {shown, 0, 0};
    qpdf_error fault = qpdf_get_error(pdf->file);

    if (fault && qpdf_get_error_code(pdf->file, fault) == qpdf_e_password)
        return error_set(err, RULE_FILE_UNREADABLE, location, NULL,
                         "needs a password");
    return error_set(err, RULE_PDF_DAMAGED, location, NULL, "%s",
                     fault ? describe(pdf, fault) : "cannot be opened");
}

enum status pdf_reader_open(struct arena *arena, const char *shown,
                            const void *bytes, size_t size,
                            struct pdf_reader **pdf, struct error *err)
{
    const struct location location = {shown, 0, 0};
    enum status status = STATUS_OK;

    *pdf = NULL;
    if (!has_header(bytes, size))
        return error_set(err, RULE_PDF_FOREIGN, location, NULL,
                         "is not a PDF file");
    *pdf = ARENA_NEW(arena, struct pdf_reader);
    **pdf = (struct pdf_reader){.arena = arena, .file = qpdf_init()};
    qpdf_silence_errors((*pdf)->file);
    qpdf_set_suppress_warnings((*pdf)->file, QPDF_TRUE);
    if (qpdf_read_memory((*pdf)->file, shown, bytes, size, NULL) &
        (QPDF_ERRORS))
        status = refuse(*pdf, shown, err);
    else if (!pdf_reader_is_dictionary(*pdf, pdf_reader_catalog(*pdf)))
        status = error_set(err, RULE_PDF_DAMAGED, location, NULL,
                           "it has no catalogue");
    if (status == STATUS_OK)
        return STATUS_OK;
    pdf_reader_close(*pdf);
    *pdf = NULL;
    return status;
}

void pdf_reader_close(struct pdf_reader *pdf)
{
    if (pdf)
        qpdf_cleanup(&pdf->file);
}

struct pdf_object pdf_reader_trailer(struct pdf_reader *pdf)
{
    return (struct pdf_object){qpdf_get_trailer(pdf->file)};
}

/* Not qpdf_get_root(), which throws where there is none. */
struct pdf_object pdf_reader_catalog(struct pdf_reader *pdf)
{
    return pdf_reader_entry(pdf, pdf_reader_trailer(pdf), "/Root");
}

bool pdf_reader_is_encrypted(struct pdf_reader *pdf)
{
    return qpdf_is_encrypted(pdf->file);
}

/* --- items --------------------------------------------------------------- */

static enum qpdf_object_type_e type_of(struct pdf_reader *pdf,
                                       struct pdf_object item)
{
    if (!item.handle)
        return ot_null;
    if (pdf->questions++ >= PATIENCE) {
        note_damage(pdf, "it has more objects than can be looked at");
        return ot_null;
    }
    return qpdf_oh_get_type_code(pdf->file, item.handle);
}

bool pdf_reader_is_dictionary(struct pdf_reader *pdf, struct pdf_object item)
{
    return type_of(pdf, item) == ot_dictionary;
}

bool pdf_reader_is_stream(struct pdf_reader *pdf, struct pdf_object item)
{
    return type_of(pdf, item) == ot_stream;
}

bool pdf_reader_is_array(struct pdf_reader *pdf, struct pdf_object item)
{
    return type_of(pdf, item) == ot_array;
}

bool pdf_reader_is_given(struct pdf_reader *pdf, struct pdf_object item)
{
    const enum qpdf_object_type_e type = type_of(pdf, item);

    return type != ot_null && type != ot_uninitialized;
}

bool pdf_reader_is_true(struct pdf_reader *pdf, struct pdf_object item)
{
    return type_of(pdf, item) == ot_boolean &&
           qpdf_oh_get_bool_value(pdf->file, item.handle);
}

int pdf_reader_number(struct pdf_reader *pdf, struct pdf_object item)
{
    return item.handle ? qpdf_oh_get_object_id(pdf->file, item.handle) : 0;
}

struct pdf_object pdf_reader_object(struct pdf_reader *pdf, int number)
{
    return (struct pdf_object){qpdf_get_object_by_id(pdf->file, number, 0)};
}

const char *pdf_reader_unparse(struct pdf_reader *pdf, struct pdf_object item)
{
    if (!item.handle)
        return "null";
    return arena_strdup(pdf->arena, qpdf_oh_unparse(pdf->file, item.handle));
}

/* @return text for people: valid, without NUL */
static const char *copy_text(struct pdf_reader *pdf, const char *bytes,
                             size_t length)
{
    struct buffer text = buffer_new(length * 3);
    const char *kept;
    size_t at = 0;

    while (at < length) {
        size_t bad = length - at;
        const bool good = utf8_check(bytes + at, length - at, &bad);
        buffer_add(&text, bytes + at, bad);
        if (!good)
            buffer_add_text(&text, "\uFFFD");
        at += bad + !good;
    }
    kept = arena_strndup(pdf->arena, buffer_text(&text), text.length);
    buffer_free(&text);
    return kept;
}

const char *pdf_reader_name(struct pdf_reader *pdf, struct pdf_object item)
{
    const char *name;

    if (type_of(pdf, item) != ot_name)
        return "";
    name = qpdf_oh_get_name(pdf->file, item.handle);
    return copy_text(pdf, name, strlen(name));
}

const char *pdf_reader_text(struct pdf_reader *pdf, struct pdf_object item)
{
    size_t length = 0;
    const char *text;

    if (type_of(pdf, item) != ot_string)
        return NULL;
    text = qpdf_oh_get_binary_utf8_value(pdf->file, item.handle, &length);
    return copy_text(pdf, text, length);
}

const unsigned char *pdf_reader_bytes(struct pdf_reader *pdf,
                                      struct pdf_object item, size_t *size)
{
    const char *bytes;

    *size = 0;
    if (type_of(pdf, item) != ot_string)
        return NULL;
    bytes = qpdf_oh_get_binary_string_value(pdf->file, item.handle, size);
    return arena_copy(pdf->arena, bytes, *size);
}

long long pdf_reader_integer(struct pdf_reader *pdf, struct pdf_object item,
                             long long otherwise)
{
    if (type_of(pdf, item) != ot_integer)
        return otherwise;
    return qpdf_oh_get_int_value(pdf->file, item.handle);
}

/* A stream's dictionary, or the item itself. */
static struct pdf_object dictionary_of(struct pdf_reader *pdf,
                                       struct pdf_object item)
{
    const enum qpdf_object_type_e type = type_of(pdf, item);

    if (type == ot_stream)
        return (struct pdf_object){qpdf_oh_get_dict(pdf->file, item.handle)};
    return type == ot_dictionary ? item : PDF_OBJECT_NONE;
}

struct pdf_object pdf_reader_entry(struct pdf_reader *pdf,
                                   struct pdf_object item, const char *key)
{
    const struct pdf_object dictionary = dictionary_of(pdf, item);

    if (!dictionary.handle)
        return PDF_OBJECT_NONE;
    return (struct pdf_object){
        qpdf_oh_get_key(pdf->file, dictionary.handle, key)};
}

const char **pdf_reader_keys(struct pdf_reader *pdf, struct pdf_object item,
                             size_t *count)
{
    const struct pdf_object dictionary = dictionary_of(pdf, item);
    const char **keys;
    size_t at = 0;

    *count = 0;
    if (!dictionary.handle)
        return NULL;
    qpdf_oh_begin_dict_key_iter(pdf->file, dictionary.handle);
    for (; qpdf_oh_dict_more_keys(pdf->file); (*count)++)
        (void)qpdf_oh_dict_next_key(pdf->file);
    keys = ARENA_ARRAY(pdf->arena, const char *, *count + 1);
    qpdf_oh_begin_dict_key_iter(pdf->file, dictionary.handle);
    while (at < *count && qpdf_oh_dict_more_keys(pdf->file))
        keys[at++] = arena_strdup(pdf->arena, qpdf_oh_dict_next_key(pdf->file));
    return keys;
}

const char *pdf_reader_unparse_object(struct pdf_reader *pdf,
                                      struct pdf_object item)
{
    const struct pdf_object stream = dictionary_of(pdf, item);

    return arena_strdup(pdf->arena,
                        qpdf_oh_unparse_resolved(pdf->file, stream.handle
                                                                ? stream.handle
                                                                : item.handle));
}

static bool keeps_rule(struct pdf_reader *pdf, struct pdf_object item,
                       const char *value)
{
    if (!value)
        return true;
    if (!pdf_reader_is_given(pdf, item))
        return *value != '/';
    if (!*value)
        return type_of(pdf, item) == ot_string;
    return strcmp(pdf_reader_name(pdf, item), value + (*value == '?')) == 0;
}

bool pdf_reader_fits(struct pdf_reader *pdf, struct pdf_object item,
                     const struct pdf_entry_rule *rules)
{
    size_t count;
    const char **keys = pdf_reader_keys(pdf, item, &count);
    size_t allowed = 0;

    for (; rules->key; rules++) {
        if (!keeps_rule(pdf, pdf_reader_entry(pdf, item, rules->key),
                        rules->value))
            return false;
        for (size_t i = 0; i < count; i++)
            allowed += strcmp(keys[i], rules->key) == 0;
    }
    return allowed == count;
}

size_t pdf_reader_count(struct pdf_reader *pdf, struct pdf_object array)
{
    int count;

    if (type_of(pdf, array) != ot_array)
        return 0;
    count = qpdf_oh_get_array_n_items(pdf->file, array.handle);
    return count > 0 ? (size_t)count : 0;
}

struct pdf_object pdf_reader_at(struct pdf_reader *pdf, struct pdf_object array,
                                size_t index)
{
    return (struct pdf_object){
        qpdf_oh_get_array_item(pdf->file, array.handle, (int)index)};
}

bool pdf_reader_stream(struct pdf_reader *pdf, struct pdf_object item,
                       size_t limit, const void **bytes, size_t *size)
{
    QPDF_BOOL decoded = QPDF_FALSE;
    unsigned char *data = NULL;
    size_t length = 0;
    bool good;

    if (!pdf_reader_is_stream(pdf, item))
        return false;
    good =
        !(qpdf_oh_get_stream_data(pdf->file, item.handle, qpdf_dl_generalized,
                                  &decoded, &data, &length) &
          (QPDF_ERRORS)) &&
        decoded;
    if (good) {
        *bytes = arena_copy(pdf->arena, data, length < limit ? length : limit);
        *size = length;
    }
    free(data);
    return good;
}

/* --- walks --------------------------------------------------------------- */

struct waiting {
    struct pdf_object item;
    size_t depth;
};

struct pdf_reader_walk {
    struct pdf_reader *pdf;
    struct waiting *waiting; ///< the last is next
    size_t count;
    size_t capacity;
    struct map seen; ///< objects by their number
    size_t visited;
    size_t depth; ///< of the current object
};

struct pdf_reader_walk *pdf_reader_walk_new(struct pdf_reader *pdf)
{
    struct pdf_reader_walk *walk =
        ARENA_NEW(pdf->arena, struct pdf_reader_walk);

    walk->pdf = pdf;
    walk->seen.arena = pdf->arena;
    return walk;
}

/* @return true if an object is met for the first time; always for direct ones
 * */
static bool see(struct pdf_reader_walk *walk, int number)
{
    const int *key;

    if (!number)
        return true;
    if (map_find(&walk->seen, &number, sizeof number))
        return false;
    key = arena_copy(walk->pdf->arena, &number, sizeof number);
    *map_at(&walk->seen, key, sizeof number) = walk;
    return true;
}

static void cut(struct pdf_reader_walk *walk)
{
    note_damage(walk->pdf, "it has more objects than can be looked at");
    walk->count = 0;
}

void pdf_reader_walk_add(struct pdf_reader_walk *walk, struct pdf_object item)
{
    if (!item.handle)
        return;
    if (walk->count == WAITING_LIMIT) {
        cut(walk);
        return;
    }
    ARENA_GROW(walk->pdf->arena, walk->waiting, walk->count, walk->capacity);
    walk->waiting[walk->count++] = (struct waiting){item, walk->depth + 1};
}

void pdf_reader_walk_add_all(struct pdf_reader_walk *walk,
                             struct pdf_object item)
{
    size_t at = pdf_reader_count(walk->pdf, item);

    if (type_of(walk->pdf, item) != ot_array) {
        pdf_reader_walk_add(walk, item);
        return;
    }
    if (at > WAITING_LIMIT) {
        cut(walk);
        return;
    }
    while (at-- > 0)
        pdf_reader_walk_add(walk, pdf_reader_at(walk->pdf, item, at));
}

bool pdf_reader_walk_next(struct pdf_reader_walk *walk, struct pdf_object *item)
{
    while (walk->count > 0) {
        const struct waiting next = walk->waiting[--walk->count];
        if (walk->visited == WALK_LIMIT) {
            cut(walk);
            return false;
        }
        if (!see(walk, pdf_reader_number(walk->pdf, next.item)))
            continue;
        walk->visited++;
        walk->depth = next.depth;
        *item = next.item;
        return true;
    }
    return false;
}

/* --- the file as a whole ------------------------------------------------- */

static const struct pdf_object *find_pages(struct pdf_reader *pdf)
{
    struct pdf_reader_walk *walk = pdf_reader_walk_new(pdf);
    struct pdf_object *pages = NULL;
    size_t capacity = 0;
    struct pdf_object item;

    pdf_reader_walk_add(
        walk, pdf_reader_entry(pdf, pdf_reader_catalog(pdf), "/Pages"));
    while (pdf_reader_walk_next(walk, &item)) {
        const struct pdf_object kids = pdf_reader_entry(pdf, item, "/Kids");
        if (walk->depth > PAGE_DEPTH)
            note_damage(pdf, "its page tree is too deep");
        else if (pdf_reader_is_given(pdf, kids))
            pdf_reader_walk_add_all(walk, kids);
        else if (pdf_reader_is_dictionary(pdf, item)) {
            ARENA_GROW(pdf->arena, pages, pdf->page_count, capacity);
            pages[pdf->page_count++] = item;
        }
    }
    return pages;
}

size_t pdf_reader_pages(struct pdf_reader *pdf, const struct pdf_object **pages)
{
    if (!pdf->pages)
        pdf->pages = find_pages(pdf);
    *pages = pdf->pages;
    return pdf->page_count;
}

struct pdf_object pdf_reader_inherited(struct pdf_reader *pdf,
                                       struct pdf_object item,
                                       const char *parent, const char *key)
{
    for (int depth = 0; depth <= PAGE_DEPTH && item.handle; depth++) {
        const struct pdf_object entry = pdf_reader_entry(pdf, item, key);
        if (pdf_reader_is_given(pdf, entry))
            return entry;
        item = pdf_reader_entry(pdf, item, parent);
    }
    return PDF_OBJECT_NONE;
}

/* A wrong /Size in the trailer loses nothing, and many programs write it. */
static bool is_harmless(struct pdf_reader *pdf, qpdf_error warning)
{
    const char *detail = qpdf_get_error_message_detail(pdf->file, warning);

    return strncmp(detail, "reported number of objects", 26) == 0;
}

static size_t count_warnings(struct pdf_reader *pdf)
{
    size_t count = 0;

    while (qpdf_more_warnings(pdf->file)) {
        qpdf_error warning = qpdf_next_warning(pdf->file);
        if (is_harmless(pdf, warning))
            continue;
        if (!pdf->damage)
            note_damage(pdf, describe(pdf, warning));
        count++;
    }
    return count;
}

static size_t count_error(struct pdf_reader *pdf)
{
    qpdf_error fault = qpdf_get_error(pdf->file);

    if (!fault)
        return 0;
    note_damage(pdf, describe(pdf, fault));
    return 1;
}

bool pdf_reader_is_sound(struct pdf_reader *pdf)
{
    return !pdf->damage && !count_warnings(pdf) && !count_error(pdf);
}

size_t pdf_reader_check(struct pdf_reader *pdf, const char **first)
{
    const struct pdf_object *pages;
    const bool counted = pdf_reader_pages(pdf, &pages) > 0;
    size_t count;

    if (!counted)
        note_damage(pdf, "it has no pages");
    count = (pdf->damage != NULL) + count_warnings(pdf) + count_error(pdf);
    if (counted && !pdf->damage) {
        (void)qpdf_check_pdf(pdf->file);
        count += count_warnings(pdf) + count_error(pdf);
    }
    *first = pdf->damage;
    return count;
}
