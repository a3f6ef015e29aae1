#include "verify/pdf_update.h"

#include <string.h>

#include "base/buffer.h"
#include "verify/pdf_scanner.h"

/*
 * libqpdf reports neither the offset of an object nor the entries of a
 * cross-reference section, and repairs silently. So the update is parsed here
 * and written again as a file of its own, in which libqpdf sees only its
 * objects:
 *
 *     12 0 obj ... endobj            objects, one after another
 *     xref ... trailer ...           or an object that is a stream of them
 *     startxref 40193 %%EOF          and at most one end of line
 */

enum {
    OBJECT_LIMIT = 4096,
    NUMBER_LIMIT = 1000 * 1000,
    STREAM_LIMIT = 8 * 1024 * 1024,
};

/** What an entry of the cross-reference section says. */
struct entry {
    size_t number;
    size_t kind;     ///< 0 free, 1 at an offset, 2 in an object stream
    size_t location; ///< offset; or the stream's number
    size_t detail;   ///< generation; or the index in the stream
};

struct reader {
    struct arena *arena;
    const char *bytes;
    size_t start;
    struct pdf_update *update;
    struct pdf_scanner scanner;
    struct pdf_update_object *objects;
    size_t count;
    int *references;
    struct entry *entries;
    size_t entry_count;
    const char *trailer; ///< the dictionary; NULL: that of a stream
    size_t trailer_length;
    size_t table;    ///< offset of the section
    int xref_stream; ///< the number of the stream that it is; 0: none
};

static bool fail(struct reader *reader, const char *fault)
{
    if (!reader->update->fault)
        reader->update->fault = fault;
    return false;
}

static size_t offset_of(const struct reader *reader)
{
    struct pdf_scanner ahead = reader->scanner;
    const struct pdf_token token = pdf_scanner_next(&ahead);

    return (size_t)(token.text - reader->bytes);
}

bool pdf_update_has(const struct pdf_update *update, int number)
{
    for (size_t i = 0; i < update->count; i++)
        if (update->objects[i].number == number)
            return true;
    return false;
}

/* --- objects ------------------------------------------------------------- */

static bool add_object(struct reader *reader, struct pdf_update_object object)
{
    if (reader->count == OBJECT_LIMIT)
        return fail(reader, "it has more objects than validation data need");
    if (object.number < 1 || object.number > NUMBER_LIMIT)
        return fail(reader, "an object has no number that readers agree on");
    if (pdf_update_has(reader->update, object.number))
        return fail(reader, "an object occurs twice in it");
    reader->objects[reader->count++] = object;
    reader->update->count = reader->count;
    return true;
}

/* Passes "stream", as many bytes as the dictionary says, and "endstream". */
static bool pass_stream(struct reader *reader, size_t length)
{
    struct pdf_scanner *scanner = &reader->scanner;

    if (scanner->at < scanner->end && *scanner->at == '\r')
        scanner->at++;
    if (scanner->at == scanner->end || *scanner->at != '\n')
        return fail(reader, "a stream does not begin as it has to");
    scanner->at++;
    if (length > (size_t)(scanner->end - scanner->at))
        return fail(reader, "a stream does not state its length");
    scanner->at += length;
    if (!pdf_scanner_take(scanner, "endstream"))
        return fail(reader, "a stream does not end where it says");
    return true;
}

static bool read_object(struct reader *reader)
{
    struct pdf_scanner *scanner = &reader->scanner;
    struct pdf_update_object object = {.offset = offset_of(reader)};
    size_t number;
    size_t generation;
    size_t length;

    if (!pdf_scanner_number(scanner, &number) ||
        !pdf_scanner_number(scanner, &generation) ||
        !pdf_scanner_take(scanner, "obj"))
        return fail(reader, "there is something between its objects");
    if (generation || number > NUMBER_LIMIT)
        return fail(reader, "an object has no number that readers agree on");
    object.number = (int)number;
    object.text = scanner->at;
    if (!pdf_scanner_value(scanner, &length))
        return fail(reader, "an object is not written as it has to be");
    if (pdf_scanner_take(scanner, "stream") && !pass_stream(reader, length))
        return false;
    object.length = (size_t)(scanner->at - object.text);
    if (!pdf_scanner_take(scanner, "endobj"))
        return fail(reader, "an object does not end");
    if (memmem(object.text, object.length, "endobj", 6))
        return fail(reader, "an object holds what reads as another");
    return add_object(reader, object);
}

static bool is_next(const struct reader *reader, const char *word)
{
    struct pdf_scanner ahead = reader->scanner;

    return pdf_scanner_take(&ahead, word);
}

static bool read_objects(struct reader *reader)
{
    while (!is_next(reader, "xref") && !is_next(reader, "startxref"))
        if (!read_object(reader))
            return false;
    return true;
}

/* --- references ---------------------------------------------------------- */

static bool is_noted(const struct reader *reader, int number)
{
    for (size_t i = 0; i < reader->update->reference_count; i++)
        if (reader->references[i] == number)
            return true;
    return false;
}

static bool note_reference(struct reader *reader, size_t number)
{
    if (number < 1 || number > NUMBER_LIMIT ||
        reader->update->reference_count == OBJECT_LIMIT)
        return fail(reader, "it refers to more than can be looked at");
    if (!pdf_update_has(reader->update, (int)number) &&
        !is_noted(reader, (int)number))
        reader->references[reader->update->reference_count++] = (int)number;
    return true;
}

/* Notes each "N 0 R" in a value. */
static bool note_references(struct reader *reader, const char *text,
                            size_t length)
{
    struct pdf_scanner scanner = {text, text + length};
    size_t number = 0;
    size_t generation = 1;

    for (;;) {
        struct pdf_scanner ahead = scanner;
        const struct pdf_token token = pdf_scanner_next(&ahead);
        if (token.kind == PDF_TOKEN_END || token.kind == PDF_TOKEN_BAD ||
            pdf_scanner_take(&scanner, "stream"))
            return true;
        if (pdf_scanner_number(&scanner, &number)) {
            ahead = scanner;
            if (pdf_scanner_number(&ahead, &generation) &&
                pdf_scanner_take(&ahead, "R")) {
                if (generation || !note_reference(reader, number))
                    return fail(reader, "it refers to an earlier generation");
                scanner = ahead;
            }
            continue;
        }
        scanner = ahead;
    }
}

static bool find_references(struct reader *reader)
{
    reader->update->reference_count = 0;
    for (size_t i = 0; i < reader->count; i++)
        if (!note_references(reader, reader->objects[i].text,
                             reader->objects[i].length))
            return false;
    return !reader->trailer ||
           note_references(reader, reader->trailer, reader->trailer_length);
}

/* --- a file of the objects alone ----------------------------------------- */

/** The file of the update's objects, while it is written. */
struct copy {
    struct buffer body;
    struct buffer table;
    int last; ///< largest number
};

static void copy_object(struct copy *copy, int number, const char *text,
                        size_t length)
{
    buffer_printf(&copy->table, "%d 1\n%010zu 00000 n \n", number,
                  copy->body.length);
    buffer_printf(&copy->body, "%d 0 obj\n", number);
    buffer_add(&copy->body, text, length);
    buffer_add_text(&copy->body, "\nendobj\n");
    copy->last = number > copy->last ? number : copy->last;
}

static void copy_objects(const struct reader *reader, struct copy *copy)
{
    buffer_add_text(&copy->body, "%PDF-1.7\n");
    for (size_t i = 0; i < reader->count; i++)
        copy_object(copy, reader->objects[i].number, reader->objects[i].text,
                    reader->objects[i].length);
    for (size_t i = 0; i < reader->update->reference_count; i++)
        copy_object(copy, reader->references[i], "0", 1);
    copy_object(copy, copy->last + 1, reader->trailer ? reader->trailer : "0",
                reader->trailer ? reader->trailer_length : 1);
    copy_object(copy, copy->last + 1, "<</Type/Catalog>>", 17);
    buffer_printf(&copy->table, "trailer\n<</Size %d/Root %d 0 R>>\n",
                  copy->last + 1, copy->last);
    buffer_printf(&copy->table, "startxref\n%zu\n%%%%EOF\n", copy->body.length);
    buffer_add_text(&copy->body, "xref\n");
    buffer_add(&copy->body, buffer_text(&copy->table), copy->table.length);
}

/* libqpdf requires a catalogue, so an empty one is added, and null objects for
 * outside references, whose entries libqpdf would otherwise drop. */
static bool open_alone(struct reader *reader)
{
    struct pdf_update *update = reader->update;
    struct copy copy = {buffer_new((size_t)1024 * 1024 * 1024),
                        buffer_new((size_t)1024 * 1024), 0};
    struct error err = {.code = ""};
    const char *kept;
    enum status status;

    if (!find_references(reader))
        return false;
    copy_objects(reader, &copy);
    kept = arena_copy(reader->arena, buffer_text(&copy.body), copy.body.length);
    status = pdf_reader_open(reader->arena, "", kept, copy.body.length,
                             &update->pdf, &err);
    if (status == STATUS_OK && reader->trailer)
        update->trailer = pdf_reader_object(update->pdf, copy.last - 1);
    buffer_free(&copy.body);
    buffer_free(&copy.table);
    return status == STATUS_OK || fail(reader, "its objects cannot be read");
}

/* --- object streams ------------------------------------------------------ */

static struct pdf_object entry_of(const struct reader *reader, int number,
                                  const char *key)
{
    struct pdf_reader *pdf = reader->update->pdf;

    return pdf_reader_entry(pdf, pdf_reader_object(pdf, number), key);
}

static bool is_kind(const struct reader *reader, int number, const char *kind)
{
    return strcmp(pdf_reader_name(reader->update->pdf,
                                  entry_of(reader, number, "/Type")),
                  kind) == 0;
}

static bool decode(const struct reader *reader, int number,
                   struct pdf_scanner *data)
{
    struct pdf_reader *pdf = reader->update->pdf;
    const void *bytes;
    size_t size;

    if (!pdf_reader_stream(pdf, pdf_reader_object(pdf, number), STREAM_LIMIT,
                           &bytes, &size) ||
        size > STREAM_LIMIT)
        return false;
    *data = (struct pdf_scanner){bytes, (const char *)bytes + size};
    return true;
}

/* Takes the objects out of a stream: pairs of number and offset, then the
 * objects, in the same order and without a gap. */
static bool unpack(struct reader *reader, int container, size_t count,
                   size_t first, struct pdf_scanner data)
{
    const char *start = data.at;
    struct pdf_scanner head = data;
    struct pdf_scanner body = {start + first, data.end};

    head.end = body.at;
    for (size_t i = 0; i < count; i++) {
        struct pdf_update_object object = {.container = container, .offset = i};
        struct pdf_scanner ahead = head;
        size_t number;
        size_t location;
        size_t next = (size_t)(data.end - start) - first;
        if (!pdf_scanner_number(&head, &number) ||
            !pdf_scanner_number(&head, &location) || number > NUMBER_LIMIT)
            return false;
        ahead = head;
        if (i + 1 < count && (!pdf_scanner_number(&ahead, &next) ||
                              !pdf_scanner_number(&ahead, &next)))
            return false;
        if (location > next || next > (size_t)(data.end - start) - first ||
            body.at != start + first + location)
            return false;
        object.number = (int)number;
        object.text = body.at;
        object.length = next - location;
        body.end = body.at + object.length;
        if (!pdf_scanner_value(&body, &number) ||
            pdf_scanner_next(&body).kind != PDF_TOKEN_END ||
            !add_object(reader, object))
            return false;
        body.at = body.end;
    }
    return pdf_scanner_next(&head).kind == PDF_TOKEN_END;
}

static bool read_container(struct reader *reader, int number)
{
    static const char *const known[] = {"/Type",   "/N",      "/First",
                                        "/Length", "/Filter", "/DecodeParms"};
    struct pdf_reader *pdf = reader->update->pdf;
    const long long count =
        pdf_reader_integer(pdf, entry_of(reader, number, "/N"), -1);
    const long long first =
        pdf_reader_integer(pdf, entry_of(reader, number, "/First"), -1);
    struct pdf_scanner data;

    if (!pdf_reader_has_only(pdf, pdf_reader_object(pdf, number), known,
                             sizeof known / sizeof *known) ||
        !decode(reader, number, &data) || count < 0 || count > OBJECT_LIMIT ||
        first < 0 || first > data.end - data.at ||
        !unpack(reader, number, (size_t)count, (size_t)first, data))
        return fail(reader, "an object stream cannot be read");
    return true;
}

static bool read_containers(struct reader *reader)
{
    const size_t count = reader->count;

    for (size_t i = 0; i < count; i++)
        if (is_kind(reader, reader->objects[i].number, "/ObjStm") &&
            !read_container(reader, reader->objects[i].number))
            return false;
    if (reader->count == count)
        return true;
    pdf_reader_close(reader->update->pdf);
    reader->update->pdf = NULL;
    if (!open_alone(reader))
        return false;
    if (reader->xref_stream)
        reader->update->trailer =
            pdf_reader_object(reader->update->pdf, reader->xref_stream);
    return true;
}

/* --- the cross-references ------------------------------------------------ */

static bool add_entry(struct reader *reader, struct entry entry)
{
    if (!entry.kind && !entry.number)
        return true; /* the head of the list of free objects */
    if (reader->entry_count == OBJECT_LIMIT)
        return fail(reader, "its cross-references are too many");
    reader->entries[reader->entry_count++] = entry;
    return true;
}

static bool read_table(struct reader *reader)
{
    struct pdf_scanner *scanner = &reader->scanner;
    size_t length;
    size_t number;
    size_t count;

    while (!pdf_scanner_take(scanner, "trailer")) {
        if (!pdf_scanner_number(scanner, &number) ||
            !pdf_scanner_number(scanner, &count))
            return fail(reader, "its cross-references cannot be read");
        for (; count > 0; count--) {
            struct entry entry = {.number = number++, .kind = 1};
            if (!pdf_scanner_number(scanner, &entry.location) ||
                !pdf_scanner_number(scanner, &entry.detail))
                return fail(reader, "its cross-references cannot be read");
            if (pdf_scanner_take(scanner, "f"))
                entry.kind = 0;
            else if (!pdf_scanner_take(scanner, "n"))
                return fail(reader, "its cross-references cannot be read");
            if (!add_entry(reader, entry))
                return false;
        }
    }
    reader->trailer = scanner->at;
    if (!pdf_scanner_value(scanner, &length))
        return fail(reader, "its trailer cannot be read");
    reader->trailer_length = (size_t)(scanner->at - reader->trailer);
    return true;
}

/* Takes a number of so many bytes, the highest first. */
static size_t take_field(struct pdf_scanner *data, size_t width)
{
    size_t number = 0;

    for (; width > 0; width--)
        number = number << 8 | (unsigned char)*data->at++;
    return number;
}

static bool read_widths(const struct reader *reader, int number,
                        size_t widths[3])
{
    struct pdf_reader *pdf = reader->update->pdf;
    const struct pdf_object array = entry_of(reader, number, "/W");

    if (pdf_reader_count(pdf, array) != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const long long width =
            pdf_reader_integer(pdf, pdf_reader_at(pdf, array, i), -1);
        if (width < 0 || width > 8)
            return false;
        widths[i] = (size_t)width;
    }
    return true;
}

static bool read_run(struct reader *reader, struct pdf_scanner *data,
                     const size_t widths[3], size_t number, size_t count)
{
    for (; count > 0; count--) {
        struct entry entry = {.number = number++, .kind = 1};
        if ((size_t)(data->end - data->at) < widths[0] + widths[1] + widths[2])
            return false;
        if (widths[0])
            entry.kind = take_field(data, widths[0]);
        entry.location = take_field(data, widths[1]);
        entry.detail = take_field(data, widths[2]);
        if (!add_entry(reader, entry))
            return false;
    }
    return true;
}

static bool read_entries(struct reader *reader, int number)
{
    struct pdf_reader *pdf = reader->update->pdf;
    const struct pdf_object index = entry_of(reader, number, "/Index");
    const size_t parts = pdf_reader_count(pdf, index);
    struct pdf_scanner data;
    size_t widths[3];

    if (!parts || parts % 2 || !read_widths(reader, number, widths) ||
        !decode(reader, number, &data))
        return false;
    for (size_t i = 0; i < parts; i += 2) {
        const long long from =
            pdf_reader_integer(pdf, pdf_reader_at(pdf, index, i), -1);
        const long long count =
            pdf_reader_integer(pdf, pdf_reader_at(pdf, index, i + 1), -1);
        if (from < 0 || from > NUMBER_LIMIT || count < 0 ||
            !read_run(reader, &data, widths, (size_t)from, (size_t)count))
            return false;
    }
    return data.at == data.end;
}

/* The last object before "startxref" is the stream of cross-references. */
static bool read_xref_stream(struct reader *reader)
{
    const struct pdf_update_object *last =
        reader->count ? &reader->objects[reader->count - 1] : NULL;

    if (!last || !is_kind(reader, last->number, "/XRef"))
        return fail(reader, "it has no cross-references");
    reader->table = last->offset;
    reader->xref_stream = last->number;
    reader->update->trailer =
        pdf_reader_object(reader->update->pdf, last->number);
    if (!read_entries(reader, last->number))
        return fail(reader, "its cross-references cannot be read");
    return true;
}

static const struct entry *find_entry(const struct reader *reader, int number)
{
    const struct entry *found = NULL;

    for (size_t i = 0; i < reader->entry_count; i++) {
        if (reader->entries[i].number != (size_t)number)
            continue;
        if (found)
            return NULL;
        found = &reader->entries[i];
    }
    return found;
}

/* The section must list every object at its offset and nothing else; a
 * cross-reference stream may omit itself. */
static bool check_entries(struct reader *reader)
{
    size_t listed = 0;

    for (size_t i = 0; i < reader->count; i++) {
        const struct pdf_update_object *object = &reader->objects[i];
        const struct entry *entry = find_entry(reader, object->number);
        const size_t kind = object->container ? 2 : 1;
        const size_t location =
            object->container ? (size_t)object->container : object->offset;
        const size_t detail = object->container ? object->offset : 0;
        if (!entry && !object->container && object->offset == reader->table)
            continue;
        listed++;
        if (!entry || entry->kind != kind || entry->location != location ||
            entry->detail != detail)
            return fail(reader, "its cross-references do not fit its objects");
    }
    if (listed != reader->entry_count)
        return fail(reader, "its cross-references point at other objects");
    return true;
}

/* --- the whole ----------------------------------------------------------- */

/* Some programs name themselves in a comment here. */
static void pass_remark(struct pdf_scanner *scanner)
{
    const char *at = scanner->at;

    while (at < scanner->end && (*at == '\r' || *at == '\n'))
        at++;
    if (at == scanner->end || *at != '%')
        return;
    while (at<scanner->end && * at> ' ' && *at <= '~')
        at++;
    if (at < scanner->end && (*at == '\r' || *at == '\n'))
        scanner->at = at;
}

static bool read_end(struct reader *reader)
{
    struct pdf_scanner *scanner = &reader->scanner;
    size_t location;

    pass_remark(scanner);
    if (!pdf_scanner_take(scanner, "startxref") ||
        !pdf_scanner_number(scanner, &location))
        return fail(reader, "it has no startxref");
    if (location != reader->table)
        return fail(reader, "its startxref points elsewhere");
    while (scanner->at < scanner->end &&
           (*scanner->at == '\r' || *scanner->at == '\n'))
        scanner->at++;
    if (scanner->end - scanner->at < 5 || memcmp(scanner->at, "%%EOF", 5) != 0)
        return fail(reader, "it does not end with %%EOF");
    scanner->at += 5;
    if (scanner->at < scanner->end && *scanner->at == '\r')
        scanner->at++;
    if (scanner->at < scanner->end && *scanner->at == '\n')
        scanner->at++;
    reader->update->end = (size_t)(scanner->at - reader->bytes);
    return true;
}

static bool read_all(struct reader *reader)
{
    if (!read_objects(reader))
        return false;
    reader->table = offset_of(reader);
    if (pdf_scanner_take(&reader->scanner, "xref")) {
        if (!read_table(reader) || !open_alone(reader))
            return false;
    } else if (!open_alone(reader) || !read_xref_stream(reader)) {
        return false;
    }
    return read_end(reader) && read_containers(reader) && check_entries(reader);
}

void pdf_update_read(struct arena *arena, const void *bytes, size_t size,
                     size_t start, struct pdf_update *update)
{
    struct reader reader = {
        .arena = arena,
        .bytes = bytes,
        .start = start,
        .update = update,
        .scanner = {(const char *)bytes + start, (const char *)bytes + size},
        .objects = ARENA_ARRAY(arena, struct pdf_update_object, OBJECT_LIMIT),
        .references = ARENA_ARRAY(arena, int, OBJECT_LIMIT),
        .entries = ARENA_ARRAY(arena, struct entry, OBJECT_LIMIT),
    };

    *update = (struct pdf_update){.objects = reader.objects,
                                  .references = reader.references,
                                  .end = size};
    (void)read_all(&reader);
    update->count = reader.count;
}

void pdf_update_close(struct pdf_update *update)
{
    pdf_reader_close(update->pdf);
    update->pdf = NULL;
}
