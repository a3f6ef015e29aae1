#include "pdf/pdf_objects.h"

#include <assert.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "pdf/object_stream.h"
#include "pdf/xref_stream.h"

/*
 * How objects get into the file
 *
 * Objects of ours are libharu dictionaries without entries. When libharu writes
 * one, it calls us twice:
 *
 *     12 0 obj
 *     <<                libharu
 *     /Type/Font ...    write_fn: our finished bytes, /Length
 *     >>                libharu
 *     stream ...        after_write_fn: our finished stream
 *     endobj
 *
 * That is far cheaper than building libharu's own tree of names and numbers,
 * and a stream is written from where it lies: libharu's streams would copy it
 * in pieces of 4 kB and spend a second object on its length. after_write_fn is
 * not told where to write, so write_fn notes it down.
 *
 * The stream that libharu writes to is ours too and adds to a buffer.
 * Dictionaries without streams share an object stream: a letter has 150, a
 * third of its bytes before. They need no libharu but for the catalogue, the
 * information and the pages, which it has links to.
 */

/** libharu's memory comes in pieces of this size and goes all at once. Under
 *  128 kB, where malloc would ask the system each time. */
enum { POOL_SIZE = 96 * 1024 };

/** A body's bytes are a range of `text`, which moves while it grows. */
struct object {
    struct haru *haru;
    uint32_t number;
    HPDF_Dict dict; ///< or NULL
    size_t start;
    size_t length;
    size_t first_insert;
    size_t insert_count;
    const void *stream; ///< or NULL
    size_t stream_size;
    bool shared;     ///< the stream is
    bool clear;      ///< in no object stream
    size_t place;    ///< of the entries in the file
    HPDF_Stream out; ///< while being written
};

/** A preset in the text. */
struct insert {
    size_t start;
    const struct preset *preset;
};

struct haru {
    HPDF_Doc doc;
    HPDF_STATUS fault; ///< libharu's first error number
    struct arena *arena;
    struct object **objects; ///< by number
    size_t count;
    size_t room;
    struct buffer text;
    struct insert *inserts; ///< first to last
    size_t insert_count;
    size_t insert_room;
    struct object *open; ///< between begin and end
    size_t beginning; ///< bytes of the file before the first object of its own
};

/** Most bytes of all dictionaries together. */
static const size_t text_limit = (size_t)256 * 1024 * 1024;

static void note_fault(HPDF_STATUS number, HPDF_STATUS detail, void *context)
{
    struct haru *haru = context;

    (void)detail;
    if (!haru->fault)
        haru->fault = number;
}

/*
 * libharu's pool does not align: behind a 12-byte number every dictionary lies
 * askew, which C does not allow us to look at as one. So its fields are copied.
 */
#define FIELD_READ(dict, field, value)                                         \
    memcpy((value), (const char *)(dict) + offsetof(HPDF_Dict_Rec, field),     \
           sizeof *(value))
#define FIELD_WRITE(dict, field, value)                                        \
    memcpy((char *)(dict) + offsetof(HPDF_Dict_Rec, field), (value),           \
           sizeof *(value))

static uint32_t number_of(HPDF_Dict dict)
{
    HPDF_Obj_Header header;

    FIELD_READ(dict, header, &header);
    return header.obj_id & 0x00FFFFFF;
}

static struct object *object_of(HPDF_Dict dict)
{
    struct object *object;

    FIELD_READ(dict, attr, &object);
    return object;
}

static HPDF_STATUS write_bytes(HPDF_Stream out, const void *bytes, size_t size)
{
    return HPDF_Stream_Write(out, bytes, (HPDF_UINT)size);
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out)
{
    struct object *object = object_of(dict);
    struct buffer length = buffer_new(64);
    HPDF_STATUS status;

    object->out = out;
    object->place = ((const struct buffer *)out->attr)->length;
    status = write_bytes(out, buffer_text(&object->haru->text) + object->start,
                         object->length);
    if (status != HPDF_OK || !object->stream)
        return status;
    buffer_add_text(&length, "/Length ");
    buffer_add_integer(&length, (long long)object->stream_size);
    status = write_bytes(out, length.bytes, length.length);
    buffer_free(&length);
    return status;
}

static HPDF_STATUS write_stream(HPDF_Dict dict)
{
    static const char begin[] = "\nstream\n";
    static const char end[] = "\nendstream";
    const struct object *object = object_of(dict);
    HPDF_STATUS status;

    if (!object->stream)
        return HPDF_OK;
    status = write_bytes(object->out, begin, sizeof begin - 1);
    if (status == HPDF_OK)
        status = write_bytes(object->out, object->stream, object->stream_size);
    if (status == HPDF_OK)
        status = write_bytes(object->out, end, sizeof end - 1);
    return status;
}

/* Lets us write a dictionary of libharu's. */
static void adopt(struct object *object, HPDF_Dict dict)
{
    static const HPDF_Dict_OnWriteFunc write_fn = write_entries;
    static const HPDF_Dict_AfterWriteFunc after_write_fn = write_stream;

    object->dict = dict;
    FIELD_WRITE(dict, attr, &object);
    FIELD_WRITE(dict, write_fn, &write_fn);
    FIELD_WRITE(dict, after_write_fn, &after_write_fn);
}

/* Makes a dictionary of libharu's for an object that has none yet. */
static void make_dict(struct object *object, HPDF_UINT16 subclass)
{
    const HPDF_Obj_Header header = {
        .obj_id = object->number | HPDF_OTYPE_INDIRECT,
        .obj_class = HPDF_OCLASS_DICT | subclass,
    };
    HPDF_Dict dict = HPDF_Dict_New(object->haru->doc->mmgr);

    if (!dict)
        memory_exhausted();
    FIELD_WRITE(dict, header, &header);
    adopt(object, dict);
}

static struct object *enter(struct haru *haru, uint32_t number)
{
    struct object *object = ARENA_NEW(haru->arena, struct object);

    object->haru = haru;
    object->number = number;
    while (number >= haru->room) {
        haru->room = haru->room ? haru->room * 2 : 256;
        haru->objects =
            memory_resize(haru->objects, haru->room, sizeof(struct object *));
    }
    for (; haru->count <= number; haru->count++)
        haru->objects[haru->count] = NULL;
    haru->objects[number] = object;
    return object;
}

const char *haru_version(void)
{
    return HPDF_GetVersion();
}

struct haru *haru_open(struct arena *arena)
{
    struct haru *haru = memory_alloc(sizeof *haru);

    *haru = (struct haru){.arena = arena, .text = buffer_new(text_limit)};
    haru->doc = HPDF_NewEx(note_fault, NULL, NULL, POOL_SIZE, haru);
    if (!haru->doc)
        memory_exhausted();
    HPDF_Dict_RemoveElement(haru->doc->info, "Producer");
    adopt(enter(haru, number_of(haru->doc->catalog)), haru->doc->catalog);
    adopt(enter(haru, number_of(haru->doc->info)), haru->doc->info);
    enter(haru, haru_pages(haru))->dict = haru->doc->root_pages;
    return haru;
}

void haru_close(struct haru *haru)
{
    if (!haru)
        return;
    HPDF_Free(haru->doc);
    free(haru->objects);
    buffer_free(&haru->text);
    free(haru->inserts);
    free(haru);
}

uint32_t haru_add(struct haru *haru)
{
    return haru->fault ? 0 : enter(haru, (uint32_t)haru->count)->number;
}

uint32_t haru_add_page(struct haru *haru)
{
    const uint32_t number = haru_add(haru);
    HPDF_Array kids;
    HPDF_STATUS status;

    if (!number)
        return 0;
    make_dict(haru->objects[number], HPDF_OSUBCLASS_PAGE);
    kids = HPDF_Dict_GetItem(haru->doc->root_pages, "Kids", HPDF_OCLASS_ARRAY);
    status = HPDF_Array_Add(kids, haru->objects[number]->dict);
    if (status != HPDF_OK)
        note_fault(status, 0, haru);
    return number;
}

uint32_t haru_catalog(const struct haru *haru)
{
    return number_of(haru->doc->catalog);
}

uint32_t haru_info(const struct haru *haru)
{
    return number_of(haru->doc->info);
}

uint32_t haru_pages(const struct haru *haru)
{
    return number_of(haru->doc->root_pages);
}

/* Number 0 is what an earlier error gave: it is no object, and what is written
 * to it goes nowhere. */
struct buffer *haru_begin(struct haru *haru, uint32_t number)
{
    assert(!haru->open);
    assert(number < haru->count || haru->fault);
    if (number && number < haru->count) {
        haru->open = haru->objects[number];
        assert(haru->open && !haru->open->length);
        haru->open->start = haru->text.length;
        haru->open->first_insert = haru->insert_count;
    }
    return &haru->text;
}

void haru_add_preset(struct haru *haru, const struct preset *preset)
{
    if (haru->insert_count == haru->insert_room) {
        haru->insert_room = haru->insert_room * 2 + 16;
        haru->inserts = memory_resize(haru->inserts, haru->insert_room,
                                      sizeof *haru->inserts);
    }
    haru->inserts[haru->insert_count++] =
        (struct insert){haru->text.length, preset};
    buffer_add(&haru->text, preset->text.bytes, preset->text.length);
}

void haru_end(struct haru *haru)
{
    struct object *object = haru->open;

    haru->open = NULL;
    if (!object)
        return;
    object->length = haru->text.length - object->start;
    object->insert_count = haru->insert_count - object->first_insert;
}

void haru_keep_clear(struct haru *haru, uint32_t number)
{
    if (number && !haru->fault)
        haru->objects[number]->clear = true;
}

size_t haru_beginning(const struct haru *haru)
{
    return haru->beginning;
}

size_t haru_place(const struct haru *haru, uint32_t number)
{
    assert(number < haru->count && haru->objects[number]->clear);
    return haru->objects[number]->place;
}

void haru_attach(struct haru *haru, uint32_t number, const void *bytes,
                 size_t size)
{
    struct object *object;

    if (!number || haru->fault)
        return;
    object = haru->objects[number];
    object->stream = bytes;
    object->stream_size = size;
}

void haru_attach_shared(struct haru *haru, uint32_t number, const void *bytes,
                        size_t size)
{
    haru_attach(haru, number, bytes, size);
    if (number && !haru->fault)
        haru->objects[number]->shared = true;
}

static HPDF_STATUS add_to_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes,
                                 HPDF_UINT size)
{
    buffer_add(stream->attr, bytes, size);
    return HPDF_OK;
}

/* Hashing fonts again for each letter would be half the work of hashing. */
static void label_content(const struct haru *haru,
                          unsigned char bytes[static HASH_LABEL_SIZE])
{
    struct hash_label label = {{0}};

    hash_label_add(&label, haru->text.bytes, haru->text.length);
    for (size_t i = 0; i < haru->count; i++) {
        const struct object *object = haru->objects[i];
        if (object && object->stream && !object->shared)
            hash_label_add(&label, object->stream, object->stream_size);
    }
    hash_label_finish(&label, bytes);
}

static void add_identity(const struct haru *haru, struct buffer *entries)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char label[HASH_LABEL_SIZE];
    char hex[2 * HASH_LABEL_SIZE + 1] = "";

    label_content(haru, label);
    for (size_t i = 0; i < HASH_LABEL_SIZE; i++) {
        hex[2 * i] = digits[label[i] >> 4];
        hex[2 * i + 1] = digits[label[i] & 15];
    }
    buffer_printf(entries, "/ID[<%s><%s>]", hex, hex);
}

/** A file while it is written. */
struct saving {
    struct haru *haru;
    struct compactor *compactor; ///< or NULL
    struct buffer *file;
    struct shelf shelf;
    struct location *locations;
    size_t count; ///< of numbers
};

/* Adds a dictionary in libharu's way. */
static void add_dict(struct haru *haru, HPDF_Dict dict, struct buffer *buffer)
{
    HPDF_Stream_Rec stream = {
        .sig_bytes = HPDF_STREAM_SIG_BYTES,
        .type = HPDF_STREAM_UNKNOWN,
        .mmgr = haru->doc->mmgr,
        .error = &haru->doc->error,
        .write_fn = add_to_buffer,
        .attr = buffer,
    };
    const HPDF_STATUS status = HPDF_Obj_WriteValue(dict, &stream, NULL);

    if (status != HPDF_OK)
        note_fault(status, 0, haru);
}

static void begin_object(struct saving *saving, size_t number)
{
    saving->locations[number] = (struct location){0, saving->file->length};
    buffer_add_integer(saving->file, (long long)number);
    buffer_add_text(saving->file, " 0 obj\n");
}

static void write_clear(struct saving *saving, size_t number, HPDF_Dict dict)
{
    begin_object(saving, number);
    add_dict(saving->haru, dict, saving->file);
    buffer_add_text(saving->file, "\nendobj\n");
}

static void pack_entries(struct saving *saving, const struct object *object)
{
    const struct haru *haru = saving->haru;
    const char *text = buffer_text(&haru->text);
    const struct insert *insert = haru->inserts + object->first_insert;
    size_t at = object->start;

    for (size_t i = 0; i < object->insert_count; i++, insert++) {
        const size_t size = insert->preset->text.length;
        buffer_add(&saving->shelf.objects, text + at, insert->start - at);
        shelf_add_packed(&saving->shelf, text + insert->start, size,
                         &insert->preset->packing);
        at = insert->start + size;
    }
    buffer_add(&saving->shelf.objects, text + at,
               object->start + object->length - at);
}

/* The object stream has the number after all others. What has no dictionary of
 * libharu's needs none. */
static void pack(struct saving *saving, const struct object *object)
{
    struct haru *haru = saving->haru;
    struct buffer *objects = shelf_add(&saving->shelf, object->number);

    saving->locations[object->number] =
        (struct location){(uint32_t)saving->count, saving->shelf.count - 1};
    if (object->dict) {
        add_dict(haru, object->dict, objects);
        return;
    }
    buffer_add(objects, "<<", 2);
    pack_entries(saving, object);
    buffer_add(objects, ">>", 2);
}

static void write_object(struct saving *saving, struct object *object)
{
    struct haru *haru = saving->haru;

    if (saving->compactor && !object->stream && !object->clear) {
        pack(saving, object);
        return;
    }
    if (!object->shared && !haru->beginning)
        haru->beginning = saving->file->length;
    if (!object->dict)
        make_dict(object, 0);
    write_clear(saving, object->number, object->dict);
}

/* libharu writes objects; what is around them is ours, for it knows neither
 * object streams nor cross-reference streams. */
static void write_objects(struct saving *saving)
{
    static const char header[] = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n";
    struct haru *haru = saving->haru;

    buffer_add(saving->file, header, sizeof header - 1);
    for (size_t i = 1; i < haru->count; i++)
        if (!haru->objects[i]->clear)
            write_object(saving, haru->objects[i]);
}

/* What will be filled in when the file is there comes as late as can be. */
static void write_last(struct saving *saving)
{
    struct haru *haru = saving->haru;

    for (size_t i = 1; i < haru->count; i++)
        if (haru->objects[i]->clear)
            write_object(saving, haru->objects[i]);
}

static void add_stream(struct buffer *file, const struct buffer *entries,
                       const struct buffer *bytes)
{
    buffer_add_text(file, "<<");
    buffer_add(file, entries->bytes, entries->length);
    buffer_printf(file, "/Length %zu>>\nstream\n", bytes->length);
    buffer_add(file, bytes->bytes, bytes->length);
    buffer_add_text(file, "\nendstream\nendobj\n");
}

static void write_shelf(struct saving *saving)
{
    struct buffer entries = buffer_new(128);
    struct buffer bytes = buffer_new(text_limit);

    shelf_finish(&saving->shelf, saving->compactor, &entries, &bytes);
    begin_object(saving, saving->count++);
    add_stream(saving->file, &entries, &bytes);
    buffer_free(&entries);
    buffer_free(&bytes);
}

static void add_trailer(const struct haru *haru, struct buffer *entries)
{
    buffer_printf(entries, "/Root %u 0 R/Info %u 0 R",
                  (unsigned)haru_catalog(haru), (unsigned)haru_info(haru));
    add_identity(haru, entries);
}

static void write_crossrefs(struct saving *saving)
{
    const size_t place = saving->file->length;
    struct buffer entries = buffer_new(512);
    struct buffer rows = buffer_new(text_limit);

    begin_object(saving, saving->count++);
    crossrefs_make(saving->locations, saving->count, saving->compactor,
                   &entries, &rows);
    add_trailer(saving->haru, &entries);
    add_stream(saving->file, &entries, &rows);
    buffer_printf(saving->file, "startxref\n%zu\n%%%%EOF\n", place);
    buffer_free(&entries);
    buffer_free(&rows);
}

static void save(struct haru *haru, struct compactor *compactor,
                 struct buffer *file)
{
    enum { SHELF_AND_CROSSREFS = 2 };
    struct saving saving = {
        .haru = haru,
        .compactor = compactor,
        .file = file,
        .shelf = shelf_new(text_limit),
        .locations = ARENA_ARRAY(haru->arena, struct location,
                                 haru->count + SHELF_AND_CROSSREFS),
        .count = haru->count,
    };

    write_objects(&saving);
    if (saving.shelf.count)
        write_shelf(&saving);
    write_last(&saving);
    write_crossrefs(&saving);
    if (buffer_is_full(&saving.shelf.objects) || buffer_is_full(file))
        note_fault(HPDF_FILE_IO_ERROR, 0, haru);
    shelf_free(&saving.shelf);
}

enum status haru_save(struct haru *haru, struct compactor *compactor,
                      struct buffer *file, struct error *err)
{
    assert(!haru->open);
    buffer_clear(file);
    if (!haru->fault && !buffer_is_full(&haru->text))
        save(haru, compactor, file);
    if (buffer_is_full(&haru->text))
        note_fault(HPDF_FILE_IO_ERROR, 0, haru);
    if (haru->fault)
        return error_set(err, RULE_PDF_LIBRARY, NO_PLACE, NULL,
                         "libharu refuses the file, error 0x%04lX",
                         (unsigned long)haru->fault);
    return STATUS_OK;
}
