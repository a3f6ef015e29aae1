#include "data/workbook.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <expat.h>
#include <zip.h>

#include "base/array.h"

enum { PIECE = 64 * 1024, LIST_LIMIT = 100000, DEPTH_LIMIT = 64 };

/* --- paths --------------------------------------------------------------- */

size_t workbook_path_length(const char *path)
{
    static const char *const endings[] = {".xlsx", ".xlsm"};
    const size_t ending = strlen(endings[0]);

    for (const char *at = path; *at; at++)
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (strncasecmp(at, endings[i], ending) == 0 &&
                (at[ending] == '#' || at[ending] == '\0'))
                return (size_t)(at - path) + ending;
    return strlen(path);
}

const char *workbook_sheet_name(const char *path)
{
    const size_t length = workbook_path_length(path);
    const size_t ending = strlen(".xlsx");

    if (path[length] == '#')
        return path + length + 1;
    if (length >= ending && (strcasecmp(path + length - ending, ".xlsx") == 0 ||
                             strcasecmp(path + length - ending, ".xlsm") == 0))
        return "";
    return NULL;
}

/* --- parts --------------------------------------------------------------- */

struct part_reading {
    XML_Parser parser;
    const struct workbook_handlers *handlers;
    size_t depth;
    const char *fault;
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

static void stop(struct part_reading *reading, const char *fault)
{
    if (!reading->fault)
        reading->fault = fault;
    XML_StopParser(reading->parser, XML_FALSE);
}

/* Stops also if a handler asks for it. */
static void start_element(void *context, const XML_Char *name,
                          const XML_Char **attributes)
{
    struct part_reading *reading = context;
    const struct workbook_handlers *handlers = reading->handlers;

    if (++reading->depth > DEPTH_LIMIT)
        stop(reading, "is nested too deeply");
    else if (handlers->start)
        handlers->start(handlers->context, local_name(name), attributes);
    if (handlers->full && *handlers->full)
        stop(reading, "is no table, or too large for one");
}

static void end_element(void *context, const XML_Char *name)
{
    struct part_reading *reading = context;

    reading->depth--;
    if (reading->handlers->end)
        reading->handlers->end(reading->handlers->context, local_name(name));
}

static void add_text(void *context, const XML_Char *text, int length)
{
    const struct part_reading *reading = context;

    if (reading->handlers->text)
        reading->handlers->text(reading->handlers->context, text,
                                (size_t)length);
}

/* Refuses document types: no office program writes one, and their entities
 * could expand without limit. */
static void refuse_doctype(void *context, const XML_Char *name,
                           const XML_Char *system, const XML_Char *public,
                           int subset)
{
    (void)name, (void)system, (void)public, (void)subset;
    stop(context, "has a document type");
}

static void inflate_part(struct part_reading *reading, zip_file_t *file)
{
    size_t total = 0;
    zip_int64_t count;

    do {
        void *piece = XML_GetBuffer(reading->parser, PIECE);
        count = piece ? zip_fread(file, piece, PIECE) : -1;
        total += count > 0 ? (size_t)count : 0;
        if (count < 0)
            reading->fault = "is damaged or protected";
        else if (total > WORKBOOK_PART_LIMIT)
            reading->fault = "is larger than 256 MiB";
        else if (XML_ParseBuffer(reading->parser, (int)count, count == 0) !=
                     XML_STATUS_OK &&
                 !reading->fault)
            reading->fault = "is damaged";
    } while (count > 0 && !reading->fault);
}

static enum status refuse(const struct workbook *workbook, const char *part,
                          const char *fault, struct error *err)
{
    return error_set(
        err, RULE_WORKBOOK_UNREADABLE, (struct location){workbook->file, 0, 0},
        NULL, "the workbook cannot be read: its part %s %s", part, fault);
}

const char *workbook_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

enum status workbook_read_part(struct workbook *workbook, const char *part,
                               const struct workbook_handlers *handlers,
                               struct error *err)
{
    struct part_reading reading = {.handlers = handlers};
    zip_file_t *file =
        zip_fopen(workbook->archive, part, ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS);

    if (!file)
        return refuse(workbook, part, "is missing or protected", err);
    reading.parser = XML_ParserCreate(NULL);
    if (!reading.parser)
        abort();
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, start_element, end_element);
    XML_SetCharacterDataHandler(reading.parser, add_text);
    XML_SetStartDoctypeDeclHandler(reading.parser, refuse_doctype);
    inflate_part(&reading, file);
    XML_ParserFree(reading.parser);
    zip_fclose(file);
    return reading.fault ? refuse(workbook, part, reading.fault, err)
                         : STATUS_OK;
}

/* --- the workbook's own parts -------------------------------------------- */

struct workbook_opening {
    struct arena *arena;
    struct workbook *workbook;
    size_t sheet_capacity;
    size_t format_capacity;
    size_t string_capacity;
    const char **codes; /* of formats, by their ids */
    size_t code_count;
    bool in_cell_formats;
    bool in_text;
    int phonetic; /* depth in phonetic elements */
};

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static size_t read_index(const char *text)
{
    char *end;
    const unsigned long number = text ? strtoul(text, &end, 10) : 0;

    return text && end != text && *text != '-' ? number : 0;
}

static void start_in_workbook(void *context, const char *name,
                              const char **attributes)
{
    struct workbook_opening *opening = context;
    struct workbook *workbook = opening->workbook;
    const char *state = workbook_attribute(attributes, "state");
    const char *title = workbook_attribute(attributes, "name");
    const char *relation = workbook_attribute(attributes, "id");

    if (strcmp(name, "workbookPr") == 0)
        workbook->since_1904 =
            is_true(workbook_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0 || !title || !relation ||
        workbook->sheet_count == LIST_LIMIT)
        return;
    ARENA_GROW(opening->arena, workbook->sheets, workbook->sheet_count,
               opening->sheet_capacity);
    workbook->sheets[workbook->sheet_count++] = (struct workbook_sheet){
        .name = arena_strdup(opening->arena, title),
        .relation = arena_strdup(opening->arena, relation),
        .hidden = state && strcmp(state, "visible") != 0};
}

/* Targets are relative to xl/ or to the archive's root. */
static void start_in_relations(void *context, const char *name,
                               const char **attributes)
{
    struct workbook_opening *opening = context;
    const struct workbook *workbook = opening->workbook;
    const char *id = workbook_attribute(attributes, "Id");
    const char *type = workbook_attribute(attributes, "Type");
    const char *target = workbook_attribute(attributes, "Target");
    const char *end = type ? strrchr(type, '/') : NULL;

    (void)name;
    if (!id || !target || !end || strcmp(end, "/worksheet") != 0)
        return;
    for (size_t i = 0; i < workbook->sheet_count; i++)
        if (strcmp(workbook->sheets[i].relation, id) == 0)
            workbook->sheets[i].part =
                *target == '/' ? arena_strdup(opening->arena, target + 1)
                               : ARENA_JOIN(opening->arena, "xl/", target);
}

static void start_in_styles(void *context, const char *name,
                            const char **attributes)
{
    struct workbook_opening *opening = context;
    struct workbook *workbook = opening->workbook;
    const char *code = workbook_attribute(attributes, "formatCode");
    const size_t id = read_index(workbook_attribute(attributes, "numFmtId"));

    if (strcmp(name, "cellXfs") == 0)
        opening->in_cell_formats = true;
    if (strcmp(name, "numFmt") == 0 && code && id < opening->code_count)
        opening->codes[id] = arena_strdup(opening->arena, code);
    if (strcmp(name, "xf") != 0 || !opening->in_cell_formats ||
        workbook->format_count == LIST_LIMIT)
        return;
    ARENA_GROW(opening->arena, workbook->formats, workbook->format_count,
               opening->format_capacity);
    workbook->formats[workbook->format_count++] =
        id < opening->code_count && opening->codes[id]
            ? number_format_read(opening->codes[id])
            : number_format_built_in((int)(id < 1000 ? id : 0));
}

static void end_in_styles(void *context, const char *name)
{
    struct workbook_opening *opening = context;

    if (strcmp(name, "cellXfs") == 0)
        opening->in_cell_formats = false;
}

static void start_in_strings(void *context, const char *name,
                             const char **attributes)
{
    struct workbook_opening *opening = context;
    struct workbook *workbook = opening->workbook;

    (void)attributes;
    opening->phonetic += strcmp(name, "rPh") == 0;
    opening->in_text = strcmp(name, "t") == 0 && !opening->phonetic;
    if (strcmp(name, "si") != 0)
        return;
    ARRAY_GROW(workbook->string_offsets, workbook->string_count,
               opening->string_capacity);
    workbook->string_offsets[workbook->string_count++] =
        workbook->strings.length;
}

static void end_in_strings(void *context, const char *name)
{
    struct workbook_opening *opening = context;

    opening->phonetic -= strcmp(name, "rPh") == 0;
    opening->in_text = false;
    if (strcmp(name, "si") == 0)
        buffer_add_char(&opening->workbook->strings, '\0');
}

static void text_in_strings(void *context, const char *text, size_t length)
{
    struct workbook_opening *opening = context;

    if (opening->in_text)
        buffer_add(&opening->workbook->strings, text, length);
}

static bool has_part(const struct workbook *workbook, const char *part)
{
    return zip_name_locate(workbook->archive, part,
                           ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS) >= 0;
}

static enum status read_parts(struct workbook_opening *opening,
                              struct error *err)
{
    enum { FORMAT_IDS = 4096 };
    const struct {
        const char *name;
        bool needed;
        struct workbook_handlers handlers;
    } parts[] = {
        {"xl/workbook.xml",
         true,
         {start_in_workbook, NULL, NULL, opening, NULL}},
        {"xl/_rels/workbook.xml.rels",
         true,
         {start_in_relations, NULL, NULL, opening, NULL}},
        {"xl/styles.xml",
         false,
         {start_in_styles, end_in_styles, NULL, opening, NULL}},
        {"xl/sharedStrings.xml",
         false,
         {start_in_strings, end_in_strings, text_in_strings, opening, NULL}},
    };

    opening->codes = ARENA_ARRAY(opening->arena, const char *, FORMAT_IDS);
    opening->code_count = FORMAT_IDS;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].needed || has_part(opening->workbook, parts[i].name)) {
            const enum status status = workbook_read_part(
                opening->workbook, parts[i].name, &parts[i].handlers, err);
            if (status)
                return status;
        }
    return STATUS_OK;
}

enum status workbook_open(struct arena *arena, const char *path,
                          const char *shown, struct workbook *workbook,
                          struct error *err)
{
    struct workbook_opening opening = {.arena = arena, .workbook = workbook};
    int fault = 0;

    *workbook = (struct workbook){.file = shown,
                                  .strings = buffer_new(WORKBOOK_PART_LIMIT)};
    workbook->archive = zip_open(path, ZIP_RDONLY, &fault);
    if (!workbook->archive && (fault == ZIP_ER_OPEN || fault == ZIP_ER_READ))
        return error_set_errno(err, RULE_FILE_UNREADABLE, shown, "open");
    if (!workbook->archive || !has_part(workbook, "xl/workbook.xml"))
        return error_set(err, RULE_WORKBOOK_UNREADABLE,
                         (struct location){shown, 0, 0}, NULL,
                         "this is no .xlsx workbook, or one with a password; "
                         "in Excel choose Save As, Excel Workbook");
    return read_parts(&opening, err);
}

void workbook_close(struct workbook *workbook)
{
    buffer_free(&workbook->strings);
    free(workbook->string_offsets);
    if (workbook->archive)
        zip_discard(workbook->archive);
    *workbook = (struct workbook){0};
}
