#include "pdf/pdf_objects.h"

#include <assert.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/hash.h"
#include "base/memory.h"
#include "pdf/object_stream.h"
#include "pdf/xref_stream.h"

/*
 * How objects are written to the file
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
 * This is much cheaper than libharu's trees of names and numbers, and a stream
 * is written without a copy: libharu's streams would copy it in pieces of 4 kB
 * and use a second object for its length. after_write_fn has no stream
 * parameter, so write_fn stores it.
 *
 * The stream that libharu writes to is also ours and adds to a buffer.
 * Dictionaries without streams share an object stream: a letter has 150, which
 * took a third of its bytes. Of these, libharu needs only the catalogue, the
 * information dictionary and the pages, which it refers to.
 */

/** A body's bytes are a range of `text`, which may be moved when it grows. */
struct object {
    struct pdf_objects *pdf;
    uint32_t number;
    HPDF_Dict dict; ///< or NULL
    bool is_ours;   ///< the dictionary is ours: libharu does not free it
    size_t start;
    size_t length;
    const void *stream; ///< or NULL
    size_t stream_size;
    bool clear;      ///< not in an object stream
    bool is_ahead;   ///< already written, at `position`
    size_t position; ///< of the entries in the file
    HPDF_Stream out; ///< while being written
};

struct pdf_objects {
    HPDF_Doc doc;
    HPDF_STATUS fault; ///< libharu's first error number
    struct arena *arena;
    struct object **objects; ///< by number
    size_t count;
    size_t capacity;
    struct buffer text;
    struct object *open; ///< between begin and end
    size_t hashed;       ///< of the file
    size_t ahead;        ///< bytes of the file that were written ahead
};

/** Maximum bytes of all dictionaries together. */
static const size_t text_limit = (size_t)256 * 1024 * 1024;

static void note_fault(HPDF_STATUS number, HPDF_STATUS detail, void *context)
{
    struct pdf_objects *pdf = context;

    (void)detail;
    if (!pdf->fault)
        pdf->fault = number;
}

static uint32_t number_of(HPDF_Dict dict)
{
    return dict->header.obj_id & 0x00FFFFFF;
}

static HPDF_STATUS write_bytes(HPDF_Stream out, const void *bytes, size_t size)
{
    return HPDF_Stream_Write(out, bytes, (HPDF_UINT)size);
}

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out)
{
    struct object *object = dict->attr;
    struct buffer length = buffer_new(64);
    HPDF_STATUS status;

    object->out = out;
    object->position = ((const struct buffer *)out->attr)->length;
    status = write_bytes(out, buffer_text(&object->pdf->text) + object->start,
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
    const struct object *object = dict->attr;
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

/* Makes libharu call us to write its dictionary. */
static void adopt(struct object *object, HPDF_Dict dict)
{
    object->dict = dict;
    dict->attr = object;
    dict->write_fn = write_entries;
    dict->after_write_fn = write_stream;
}

/* Makes a libharu dictionary for an object without one. */
static void make_dict(struct object *object, HPDF_UINT16 subclass)
{
    HPDF_Dict dict = HPDF_Dict_New(object->pdf->doc->mmgr);

    if (!dict)
        memory_exhausted();
    dict->header.obj_id = object->number | HPDF_OTYPE_INDIRECT;
    dict->header.obj_class = HPDF_OCLASS_DICT | subclass;
    object->is_ours = true;
    adopt(object, dict);
}

static struct object *enter(struct pdf_objects *pdf, uint32_t number)
{
    struct object *object = ARENA_NEW(pdf->arena, struct object);

    object->pdf = pdf;
    object->number = number;
    ARRAY_GROW(pdf->objects, number, pdf->capacity);
    for (; pdf->count <= number; pdf->count++)
        pdf->objects[pdf->count] = NULL;
    pdf->objects[number] = object;
    return object;
}

struct pdf_objects *pdf_objects_open(struct arena *arena)
{
    struct pdf_objects *pdf = memory_alloc(sizeof *pdf);

    *pdf = (struct pdf_objects){.arena = arena, .text = buffer_new(text_limit)};
    pdf->doc = HPDF_New(note_fault, pdf);
    if (!pdf->doc)
        memory_exhausted();
    HPDF_Dict_RemoveElement(pdf->doc->info, "Producer");
    adopt(enter(pdf, number_of(pdf->doc->catalog)), pdf->doc->catalog);
    adopt(enter(pdf, number_of(pdf->doc->info)), pdf->doc->info);
    enter(pdf, pdf_objects_pages(pdf))->dict = pdf->doc->root_pages;
    return pdf;
}

void pdf_objects_close(struct pdf_objects *pdf)
{
    if (!pdf)
        return;
    for (size_t i = 1; i < pdf->count; i++)
        if (pdf->objects[i]->is_ours)
            HPDF_Dict_Free(pdf->objects[i]->dict);
    HPDF_Free(pdf->doc);
    free(pdf->objects);
    buffer_free(&pdf->text);
    free(pdf);
}

uint32_t pdf_objects_add(struct pdf_objects *pdf)
{
    return pdf->fault ? 0 : enter(pdf, (uint32_t)pdf->count)->number;
}

uint32_t pdf_objects_add_page(struct pdf_objects *pdf)
{
    const uint32_t number = pdf_objects_add(pdf);
    HPDF_Array kids;
    HPDF_STATUS status;

    if (!number)
        return 0;
    make_dict(pdf->objects[number], HPDF_OSUBCLASS_PAGE);
    kids = HPDF_Dict_GetItem(pdf->doc->root_pages, "Kids", HPDF_OCLASS_ARRAY);
    status = HPDF_Array_Add(kids, pdf->objects[number]->dict);
    if (status != HPDF_OK)
        note_fault(status, 0, pdf);
    return number;
}

uint32_t pdf_objects_catalog(const struct pdf_objects *pdf)
{
    return number_of(pdf->doc->catalog);
}

uint32_t pdf_objects_info(const struct pdf_objects *pdf)
{
    return number_of(pdf->doc->info);
}

uint32_t pdf_objects_pages(const struct pdf_objects *pdf)
{
    return number_of(pdf->doc->root_pages);
}

/* Number 0 is the result of an earlier error: its bytes are discarded. */
struct buffer *pdf_objects_begin(struct pdf_objects *pdf, uint32_t number)
{
    assert(!pdf->open);
    assert(number < pdf->count || pdf->fault);
    if (number && number < pdf->count) {
        pdf->open = pdf->objects[number];
        assert(pdf->open && !pdf->open->length);
        pdf->open->start = pdf->text.length;
    }
    return &pdf->text;
}

void pdf_objects_finish(struct pdf_objects *pdf)
{
    struct object *object = pdf->open;

    pdf->open = NULL;
    if (!object)
        return;
    object->length = pdf->text.length - object->start;
}

void pdf_objects_leave_clear(struct pdf_objects *pdf, uint32_t number)
{
    if (number && !pdf->fault)
        pdf->objects[number]->clear = true;
}

size_t pdf_objects_hashed(const struct pdf_objects *pdf)
{
    return pdf->hashed;
}

size_t pdf_objects_offset(const struct pdf_objects *pdf, uint32_t number)
{
    assert(number < pdf->count && pdf->objects[number]->clear);
    return pdf->objects[number]->position;
}

void pdf_objects_set_stream(struct pdf_objects *pdf, uint32_t number,
                            const void *bytes, size_t size)
{
    struct object *object;

    if (!number || pdf->fault)
        return;
    object = pdf->objects[number];
    object->stream = bytes;
    object->stream_size = size;
}

static const char file_header[] = "%PDF-1.7\n%\xB7\xBE\xAD\xAA\n";

uint32_t pdf_objects_write_ahead(struct pdf_objects *pdf, const char *entries,
                                 const void *bytes, size_t size,
                                 struct buffer *out)
{
    const size_t before = out->length;
    const uint32_t number = pdf_objects_add(pdf);

    if (!number)
        return 0;
    if (!pdf->ahead)
        buffer_add(out, file_header, sizeof file_header - 1);
    pdf->objects[number]->is_ahead = true;
    pdf->objects[number]->position = pdf->ahead + out->length - before;
    buffer_printf(out, "%u 0 obj\n<<%s/Length %zu>>\nstream\n",
                  (unsigned)number, entries, size);
    buffer_add(out, bytes, size);
    buffer_add_text(out, "\nendstream\nendobj\n");
    pdf->ahead += out->length - before;
    return number;
}

static HPDF_STATUS add_to_buffer(HPDF_Stream stream, const HPDF_BYTE *bytes,
                                 HPDF_UINT size)
{
    buffer_add(stream->attr, bytes, size);
    return HPDF_OK;
}

/* @param hash  has the objects */
static void add_identity(const struct hash *hash, struct buffer *entries)
{
    enum { ID_DIGITS = 32 };
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_peek(hash, digest);
    hash_hex(digest, hex);
    hex[ID_DIGITS] = '\0';
    buffer_printf(entries, "/ID[<%s><%s>]", hex, hex);
}

/** A file that is being written. */
struct saving {
    struct pdf_objects *pdf;
    struct static_deflate *static_deflate; ///< or NULL
    struct hash *hash;
    struct buffer *file;
    struct object_stream object_stream;
    struct xref_entry *xref_entries;
    size_t count; ///< of numbers
};

/* Writes a dictionary through libharu. */
static void add_dict(struct pdf_objects *pdf, HPDF_Dict dict,
                     struct buffer *buffer)
{
    HPDF_Stream_Rec stream = {
        .sig_bytes = HPDF_STREAM_SIG_BYTES,
        .type = HPDF_STREAM_UNKNOWN,
        .mmgr = pdf->doc->mmgr,
        .error = &pdf->doc->error,
        .write_fn = add_to_buffer,
        .attr = buffer,
    };
    const HPDF_STATUS status = HPDF_Obj_WriteValue(dict, &stream, NULL);

    if (status != HPDF_OK)
        note_fault(status, 0, pdf);
}

static void begin_object(struct saving *saving, size_t number)
{
    saving->xref_entries[number] =
        (struct xref_entry){0, saving->pdf->ahead + saving->file->length};
    buffer_add_integer(saving->file, (long long)number);
    buffer_add_text(saving->file, " 0 obj\n");
}

static void write_clear(struct saving *saving, size_t number, HPDF_Dict dict)
{
    begin_object(saving, number);
    add_dict(saving->pdf, dict, saving->file);
    buffer_add_text(saving->file, "\nendobj\n");
}

/* The object stream has the last number. Objects without a libharu dictionary
 * do not need one. */
static void pack(struct saving *saving, const struct object *object)
{
    struct pdf_objects *pdf = saving->pdf;
    struct buffer *objects =
        object_stream_add(&saving->object_stream, object->number);

    saving->xref_entries[object->number] = (struct xref_entry){
        (uint32_t)saving->count, saving->object_stream.count - 1};
    if (object->dict) {
        add_dict(pdf, object->dict, objects);
        return;
    }
    buffer_add(objects, "<<", 2);
    buffer_add(objects, buffer_text(&pdf->text) + object->start,
               object->length);
    buffer_add(objects, ">>", 2);
}

static void write_object(struct saving *saving, struct object *object)
{
    if (object->is_ahead) {
        saving->xref_entries[object->number] =
            (struct xref_entry){0, object->position};
        return;
    }
    if (saving->static_deflate && !object->stream && !object->clear) {
        pack(saving, object);
        return;
    }
    if (!object->dict)
        make_dict(object, 0);
    write_clear(saving, object->number, object->dict);
}

/* libharu writes objects; we write the rest, because it supports neither
 * object streams nor cross-reference streams. */
static void write_objects(struct saving *saving)
{
    struct pdf_objects *pdf = saving->pdf;

    if (!pdf->ahead)
        buffer_add(saving->file, file_header, sizeof file_header - 1);
    for (size_t i = 1; i < pdf->count; i++)
        if (!pdf->objects[i]->clear)
            write_object(saving, pdf->objects[i]);
}

/* The digest for the /ID is also the beginning of the file's. */
static void hash_objects(struct saving *saving)
{
    if (!saving->pdf->ahead)
        hash_restart(saving->hash);
    hash_add(saving->hash, saving->file->bytes, saving->file->length);
    saving->pdf->hashed = saving->file->length;
}

/* Objects that are filled in later are written last. */
static void write_last(struct saving *saving)
{
    struct pdf_objects *pdf = saving->pdf;

    for (size_t i = 1; i < pdf->count; i++)
        if (pdf->objects[i]->clear)
            write_object(saving, pdf->objects[i]);
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

static void write_object_stream(struct saving *saving)
{
    struct buffer entries = buffer_new(128);
    struct buffer bytes = buffer_new(text_limit);

    object_stream_finish(&saving->object_stream, saving->static_deflate,
                         &entries, &bytes);
    begin_object(saving, saving->count++);
    add_stream(saving->file, &entries, &bytes);
    buffer_free(&entries);
    buffer_free(&bytes);
}

static void add_trailer(const struct saving *saving, struct buffer *entries)
{
    const struct pdf_objects *pdf = saving->pdf;

    buffer_printf(entries, "/Root %u 0 R/Info %u 0 R",
                  (unsigned)pdf_objects_catalog(pdf),
                  (unsigned)pdf_objects_info(pdf));
    add_identity(saving->hash, entries);
}

static void write_xref_stream(struct saving *saving)
{
    const size_t position = saving->pdf->ahead + saving->file->length;
    struct buffer entries = buffer_new(512);
    struct buffer rows = buffer_new(text_limit);

    begin_object(saving, saving->count++);
    xref_stream_make(saving->xref_entries, saving->count,
                     saving->static_deflate, &entries, &rows);
    add_trailer(saving, &entries);
    add_stream(saving->file, &entries, &rows);
    buffer_printf(saving->file, "startxref\n%zu\n%%%%EOF\n", position);
    buffer_free(&entries);
    buffer_free(&rows);
}

static void save(struct pdf_objects *pdf, struct static_deflate *static_deflate,
                 struct hash *hash, struct buffer *file)
{
    enum { OBJECT_STREAM_AND_XREFS = 2 };
    struct saving saving = {
        .pdf = pdf,
        .static_deflate = static_deflate,
        .hash = hash,
        .file = file,
        .object_stream = object_stream_new(text_limit),
        .xref_entries = ARENA_ARRAY(pdf->arena, struct xref_entry,
                                    pdf->count + OBJECT_STREAM_AND_XREFS),
        .count = pdf->count,
    };

    write_objects(&saving);
    if (saving.object_stream.count)
        write_object_stream(&saving);
    hash_objects(&saving);
    write_last(&saving);
    write_xref_stream(&saving);
    if (buffer_is_full(&saving.object_stream.objects) || buffer_is_full(file))
        note_fault(HPDF_FILE_IO_ERROR, 0, pdf);
    object_stream_free(&saving.object_stream);
}

enum status pdf_objects_save(struct pdf_objects *pdf,
                             struct static_deflate *static_deflate,
                             struct hash *hash, struct buffer *file,
                             struct error *err)
{
    assert(!pdf->open);
    buffer_clear(file);
    if (!pdf->fault && !buffer_is_full(&pdf->text))
        save(pdf, static_deflate, hash, file);
    if (buffer_is_full(&pdf->text))
        note_fault(HPDF_FILE_IO_ERROR, 0, pdf);
    if (pdf->fault)
        return error_set(err, RULE_PDF_LIBRARY, NO_LOCATION, NULL,
                         "libharu refuses the file, error 0x%04lX",
                         (unsigned long)pdf->fault);
    return STATUS_OK;
}
