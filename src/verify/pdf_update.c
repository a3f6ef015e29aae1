#include "verify/pdf_update.h"

#include <string.h>

#include "base/ascii.h"
#include "verify/pdf_scanner.h"

/*
 * libqpdf gives neither the positions of objects nor the entries of a
 * cross-reference section, and repairs many faults. Therefore the bytes of the
 * update are scanned here, and its cross-references are compared with the
 * objects:
 *
 *     12 0 obj ... endobj            objects, one after another
 *     xref ... trailer ...           or an object that is an xref stream
 *     startxref 40193 %%EOF          and at most one line end
 *
 * Where both agree, libqpdf reads the same objects as the scan found. It
 * decodes the streams.
 */

enum {
    OBJECT_LIMIT = 4096,
    NUMBER_LIMIT = 1000 * 1000,
    STREAM_LIMIT = 8 * 1024 * 1024,
    ENTRY_SIZE = 20, ///< bytes of an entry in an xref table
};

static const char OUT_OF_RANGE[] =
    "an object number or generation is out of range";
static const char MISFIT[] = "its cross-references do not fit its objects";

/** An entry of the cross-reference section. */
struct entry {
    size_t number;
    size_t kind;     ///< 0 free, 1 at an offset, 2 in an object stream
    size_t location; ///< offset, or the number of the stream
    size_t detail;   ///< generation, or the index in the stream
};

struct reading {
    struct pdf_update *update;
    const char *bytes;
    struct pdf_scanner scanner;
    struct pdf_scanner trailer; ///< empty where an xref stream is the trailer
    size_t section;             ///< offset of the cross-reference section
};

static bool fail(struct reading *reading, const char *fault)
{
    if (!reading->update->fault)
        reading->update->fault = fault;
    return false;
}

static struct pdf_update_object *find_object(const struct pdf_update *update,
                                             size_t number)
{
    for (size_t i = 0; i < update->count; i++)
        if ((size_t)update->objects[i].number == number)
            return &update->objects[i];
    return NULL;
}

/* --- explanations -------------------------------------------------------- */

bool pdf_update_has(const struct pdf_update *update, int number)
{
    return number > 0 && find_object(update, (size_t)number);
}

bool pdf_update_is_explained(const struct pdf_update *update, int number,
                             int reason)
{
    return pdf_update_has(update, number) &&
           find_object(update, (size_t)number)->explained == reason;
}

void pdf_update_explain(struct pdf_update *update, int number, int reason)
{
    if (pdf_update_has(update, number))
        find_object(update, (size_t)number)->explained = reason;
}

bool pdf_update_explain_new(struct pdf_update *update, int number, int reason)
{
    struct pdf_update_object *object =
        number > 0 ? find_object(update, (size_t)number) : NULL;

    if (!object || object->explained ||
        pdf_places_of(&update->places, number) ||
        pdf_reader_is_given(update->before,
                            pdf_reader_object(update->before, number)))
        return false;
    object->explained = reason;
    return true;
}

/* --- objects ------------------------------------------------------------- */

static bool add_object(struct reading *reading, struct pdf_update_object object,
                       size_t number)
{
    struct pdf_update *update = reading->update;

    if (update->count == OBJECT_LIMIT)
        return fail(reading, "it has more objects than validation data need");
    if (number < 1 || number > NUMBER_LIMIT)
        return fail(reading, OUT_OF_RANGE);
    if (find_object(update, number))
        return fail(reading, "an object occurs twice in it");
    object.number = (int)number;
    update->objects[update->count++] = object;
    return true;
}

/* Skips the line end, as many bytes as the dictionary says, "endstream". */
static bool skip_stream(struct reading *reading, size_t length)
{
    struct pdf_scanner *scanner = &reading->scanner;

    if (scanner->at < scanner->end && *scanner->at == '\r')
        scanner->at++;
    if (scanner->at == scanner->end || *scanner->at != '\n')
        return fail(reading, "a stream does not begin on a line of its own");
    scanner->at++;
    if (length > (size_t)(scanner->end - scanner->at))
        return fail(reading, "a stream does not state its length");
    scanner->at += length;
    return pdf_scanner_take(scanner, "endstream") ||
           fail(reading, "a stream has another length than it states");
}

/* @return the offset of the next token */
static size_t next_offset(const struct reading *reading)
{
    const char *at = reading->scanner.at;

    while (at < reading->scanner.end && (ascii_is_space(*at) || *at == '\f'))
        at++;
    return (size_t)(at - reading->bytes);
}

static bool read_object(struct reading *reading)
{
    struct pdf_scanner *scanner = &reading->scanner;
    struct pdf_update_object object = {.location = next_offset(reading)};
    size_t number;
    size_t generation;
    size_t length;

    if (!pdf_scanner_number(scanner, &number) ||
        !pdf_scanner_number(scanner, &generation) ||
        !pdf_scanner_take(scanner, "obj"))
        return fail(reading, "there is something between its objects");
    if (generation)
        return fail(reading, OUT_OF_RANGE);
    object.text = scanner->at;
    if (!pdf_scanner_value(scanner, &length))
        return fail(reading, "an object is not valid PDF");
    if (pdf_scanner_take(scanner, "stream") && !skip_stream(reading, length))
        return false;
    object.length = (size_t)(scanner->at - object.text);
    if (!pdf_scanner_take(scanner, "endobj"))
        return fail(reading, "an object does not end");
    if (memmem(object.text, object.length, "endobj", 6))
        return fail(reading, "an object contains \"endobj\"");
    return add_object(reading, object, number);
}

/* --- object streams ------------------------------------------------------ */

static struct pdf_object entry_of(const struct reading *reading, int number,
                                  const char *key)
{
    struct pdf_reader *pdf = reading->update->after;

    return pdf_reader_entry(pdf, pdf_reader_object(pdf, number), key);
}

static bool decode(const struct reading *reading, int number,
                   struct pdf_scanner *data)
{
    struct pdf_reader *pdf = reading->update->after;
    const void *bytes;
    size_t size;

    if (!pdf_reader_stream(pdf, pdf_reader_object(pdf, number), STREAM_LIMIT,
                           &bytes, &size) ||
        size > STREAM_LIMIT)
        return false;
    *data = (struct pdf_scanner){bytes, (const char *)bytes + size};
    return true;
}

/* Reads the objects of a stream: pairs of number and offset, then the objects
 * in the same order and without gaps. */
static bool read_members(struct reading *reading, int container, size_t count,
                         struct pdf_scanner head, struct pdf_scanner body)
{
    const char *first = body.at;

    for (size_t i = 0; i < count; i++) {
        struct pdf_update_object object = {.container = container,
                                           .location = i};
        size_t number;
        size_t offset;
        size_t length;
        while (body.at < body.end && i && ascii_is_space(*body.at))
            body.at++;
        object.text = body.at;
        if (!pdf_scanner_number(&head, &number) ||
            !pdf_scanner_number(&head, &offset) || body.at != first + offset ||
            !pdf_scanner_value(&body, &length))
            return false;
        object.length = (size_t)(body.at - object.text);
        if (!add_object(reading, object, number))
            return false;
    }
    return pdf_scanner_is_done(&head) && pdf_scanner_is_done(&body);
}

static bool read_container(struct reading *reading, int number)
{
    static const struct pdf_entry_rule rules[] = {
        {"/Type", "/ObjStm"}, {"/N", NULL},      {"/First", NULL},
        {"/Length", NULL},    {"/Filter", NULL}, {"/DecodeParms", NULL},
        {NULL, NULL}};
    struct pdf_reader *pdf = reading->update->after;
    const long long count =
        pdf_reader_integer(pdf, entry_of(reading, number, "/N"), -1);
    const long long first =
        pdf_reader_integer(pdf, entry_of(reading, number, "/First"), -1);
    struct pdf_scanner data;

    if (!pdf_reader_fits(pdf, pdf_reader_object(pdf, number), rules) ||
        !decode(reading, number, &data) || count < 0 || first < 0 ||
        first > data.end - data.at ||
        !read_members(reading, number, (size_t)count,
                      (struct pdf_scanner){data.at, data.at + first},
                      (struct pdf_scanner){data.at + first, data.end}))
        return fail(reading, "an object stream cannot be read");
    return true;
}

static bool read_containers(struct reading *reading)
{
    struct pdf_update *update = reading->update;
    const size_t count = update->count;

    for (size_t i = 0; i < count; i++) {
        const int number = update->objects[i].number;
        if (strcmp(pdf_reader_name(update->after,
                                   entry_of(reading, number, "/Type")),
                   "/ObjStm") == 0 &&
            !read_container(reading, number))
            return false;
    }
    return true;
}

/* --- cross-references ---------------------------------------------------- */

/* Compares an entry with the object that it lists. */
static bool check_entry(struct reading *reading, struct entry entry)
{
    struct pdf_update_object *object =
        find_object(reading->update, entry.number);
    const size_t container = object ? (size_t)object->container : 0;

    if (!entry.kind && !entry.number)
        return true; /* the head of the list of free objects */
    if (!object || object->listed)
        return fail(reading, "its cross-references point at other objects");
    object->listed = true;
    if (container ? entry.kind == 2 && entry.location == container &&
                        entry.detail == object->location
                  : entry.kind == 1 && entry.location == object->location &&
                        entry.detail == 0)
        return true;
    return fail(reading, MISFIT);
}

/* Reads "0000000123 00000 n" and its two-byte line end. */
static bool take_entry(struct pdf_scanner *scanner, struct entry *entry)
{
    static const char form[] = "0000000000 00000 ";
    const char *text = scanner->at;

    if (scanner->end - text < ENTRY_SIZE)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        size_t *number = i < 10 ? &entry->location : &entry->detail;
        if (form[i] == '0' ? !ascii_is_digit(text[i]) : text[i] != ' ')
            return false;
        if (form[i] == '0')
            *number = *number * 10 + (size_t)(text[i] - '0');
    }
    entry->kind = text[17] == 'n';
    scanner->at += ENTRY_SIZE;
    return (text[17] == 'n' || text[17] == 'f') &&
           (memcmp(text + 18, " \n", 2) == 0 ||
            memcmp(text + 18, " \r", 2) == 0 ||
            memcmp(text + 18, "\r\n", 2) == 0);
}

static void skip_line(struct pdf_scanner *scanner)
{
    while (scanner->at < scanner->end && *scanner->at == ' ')
        scanner->at++;
    if (scanner->at < scanner->end && *scanner->at == '\r')
        scanner->at++;
    if (scanner->at < scanner->end && *scanner->at == '\n')
        scanner->at++;
}

static bool read_table(struct reading *reading)
{
    struct pdf_scanner *scanner = &reading->scanner;
    size_t length;
    size_t number;
    size_t count;

    while (!pdf_scanner_take(scanner, "trailer")) {
        if (!pdf_scanner_number(scanner, &number) ||
            !pdf_scanner_number(scanner, &count))
            return fail(reading, "its cross-references cannot be read");
        skip_line(scanner);
        for (; count > 0; count--) {
            struct entry entry = {.number = number++};
            if (!take_entry(scanner, &entry))
                return fail(reading, "its cross-references cannot be read");
            if (!check_entry(reading, entry))
                return false;
        }
    }
    reading->trailer.at = scanner->at;
    if (!pdf_scanner_value(scanner, &length))
        return fail(reading, "its trailer cannot be read");
    reading->trailer.end = scanner->at;
    return true;
}

/* Reads an unsigned number of @p width bytes, the highest first. */
static size_t take_field(struct pdf_scanner *data, size_t width)
{
    size_t number = 0;

    for (; width > 0; width--)
        number = number << 8 | (unsigned char)*data->at++;
    return number;
}

static bool read_numbers(const struct reading *reading, struct pdf_object array,
                         size_t count, size_t *numbers, long long max)
{
    struct pdf_reader *pdf = reading->update->after;

    for (size_t i = 0; i < count; i++) {
        const long long number =
            pdf_reader_integer(pdf, pdf_reader_at(pdf, array, i), -1);
        if (number < 0 || number > max)
            return false;
        numbers[i] = (size_t)number;
    }
    return true;
}

static bool read_subsection(struct reading *reading, struct pdf_scanner *data,
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
        if (!check_entry(reading, entry))
            return false;
    }
    return true;
}

static bool read_stream_entries(struct reading *reading, int number)
{
    struct pdf_reader *pdf = reading->update->after;
    const struct pdf_object index = entry_of(reading, number, "/Index");
    const struct pdf_object width = entry_of(reading, number, "/W");
    const size_t parts = pdf_reader_count(pdf, index);
    struct pdf_scanner data;
    size_t widths[3];
    size_t *bounds = ARENA_ARRAY(reading->update->arena, size_t, parts);

    if (!parts || parts % 2 || pdf_reader_count(pdf, width) != 3 ||
        !read_numbers(reading, width, 3, widths, 8) ||
        !read_numbers(reading, index, parts, bounds, NUMBER_LIMIT) ||
        !decode(reading, number, &data))
        return false;
    for (size_t i = 0; i < parts; i += 2)
        if (!read_subsection(reading, &data, widths, bounds[i], bounds[i + 1]))
            return false;
    return data.at == data.end;
}

/* The object before "startxref" is the xref stream; it may leave itself out. */
static bool read_xref_stream(struct reading *reading,
                             struct pdf_update_object *stream)
{
    struct pdf_reader *pdf = reading->update->after;

    if (!stream ||
        strcmp(pdf_reader_name(pdf, entry_of(reading, stream->number, "/Type")),
               "/XRef") != 0)
        return fail(reading, "it has no cross-references");
    if (!read_stream_entries(reading, stream->number))
        return fail(reading, "its cross-references cannot be read");
    stream->listed = true;
    return true;
}

/* --- the update as a whole ----------------------------------------------- */

/* Some programs name themselves in a comment before "startxref". */
static void skip_comment(struct pdf_scanner *scanner)
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

static bool read_end(struct reading *reading)
{
    size_t location;

    skip_comment(&reading->scanner);
    if (!pdf_scanner_startxref(&reading->scanner, &location))
        return fail(reading, "it does not end with startxref and %%EOF");
    if (location != reading->section)
        return fail(reading, "its startxref points elsewhere");
    reading->update->end = (size_t)(reading->scanner.at - reading->bytes);
    return true;
}

static bool open_after(struct reading *reading)
{
    struct pdf_update *update = reading->update;
    struct error err = {.code = ""};

    return pdf_reader_open(update->arena, "", reading->bytes, update->end,
                           &update->after, &err) == STATUS_OK ||
           fail(reading, "its objects cannot be read");
}

/* An object that is missing might be put in by a later update. */
static bool check_references(struct reading *reading, struct pdf_scanner text)
{
    struct pdf_reader *pdf = reading->update->after;
    size_t number;
    size_t generation;

    while (pdf_scanner_reference(&text, &number, &generation)) {
        if (generation || number < 1 || number > NUMBER_LIMIT)
            return fail(reading, OUT_OF_RANGE);
        if (!pdf_reader_is_given(pdf, pdf_reader_object(pdf, (int)number)))
            reading->update->flaw = "refers to an object that is missing";
    }
    return true;
}

static bool check_objects(struct reading *reading)
{
    struct pdf_update *update = reading->update;

    for (size_t i = 0; i < update->count; i++) {
        const struct pdf_update_object *object = &update->objects[i];
        const struct pdf_scanner text = {object->text,
                                         object->text + object->length};
        if (!object->listed)
            return fail(reading, MISFIT);
        if (!check_references(reading, text))
            return false;
        (void)pdf_reader_is_given(
            update->after, pdf_reader_object(update->after, object->number));
    }
    if (!pdf_reader_is_sound(update->after))
        update->flaw = "is damaged";
    return check_references(reading, reading->trailer);
}

static bool read_all(struct reading *reading)
{
    struct pdf_update *update = reading->update;
    struct pdf_update_object *stream = NULL;
    struct pdf_scanner ahead = reading->scanner;
    bool table;

    for (;;) {
        ahead = reading->scanner;
        table = pdf_scanner_take(&ahead, "xref");
        if (table || pdf_scanner_take(&ahead, "startxref"))
            break;
        if (!read_object(reading))
            return false;
    }
    if (table) {
        reading->section = next_offset(reading);
        reading->scanner = ahead;
        if (!read_table(reading))
            return false;
    } else if (update->count) {
        stream = &update->objects[update->count - 1];
        reading->section = stream->location;
    }
    return read_end(reading) && open_after(reading) &&
           read_containers(reading) &&
           (table || read_xref_stream(reading, stream)) &&
           check_objects(reading);
}

void pdf_update_read(struct arena *arena, const void *bytes, size_t size,
                     size_t start, struct pdf_reader *before,
                     struct pdf_update *update)
{
    struct reading reading = {
        .update = update,
        .bytes = bytes,
        .scanner = {(const char *)bytes + start, (const char *)bytes + size},
    };

    *update = (struct pdf_update){
        .arena = arena,
        .before = before,
        .places = pdf_places_find(arena, before, NULL, NULL),
        .start = start,
        .end = size,
        .objects = ARENA_ARRAY(arena, struct pdf_update_object, OBJECT_LIMIT)};
    (void)read_all(&reading);
}
