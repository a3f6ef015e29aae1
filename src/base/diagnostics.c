#include "base/diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"

/* Most bytes of a diagnostic as it is printed. */
enum { LINE_LIMIT = 64 * 1024 };

/* A diagnostic as it is kept: strings in the arena, no room wasted. */
struct entry {
    enum rule rule;
    struct place place;
    const char *code;
    const char *field;
    const char *message;
};

struct report {
    struct arena *arena;
    struct entry *entries;
    size_t count;
    size_t room;
    size_t errors;
    size_t warnings;
    const char *last_file; /* neighbours mostly share it */
    bool sorted;
    bool warnings_are_errors;
};

struct report *report_new(void)
{
    struct report *report = memory_alloc(sizeof *report);

    *report = (struct report){.arena = arena_new()};
    return report;
}

void report_free(struct report *report)
{
    if (!report)
        return;
    arena_free(report->arena);
    free(report->entries);
    free(report);
}

void report_clear(struct report *report)
{
    if (!report->count)
        return;
    arena_reset(report->arena);
    report->count = report->errors = report->warnings = 0;
    report->last_file = NULL;
}

static const char *keep_file(struct report *report, const char *file)
{
    if (!file)
        return NULL;
    if (!report->last_file || strcmp(report->last_file, file) != 0)
        report->last_file = arena_string(report->arena, file);
    return report->last_file;
}

static void add_entry(struct report *report, struct entry entry)
{
    if (report->count == report->room) {
        report->room = report->room ? report->room * 2 : 64;
        report->entries =
            memory_resize(report->entries, report->room, sizeof entry);
    }
    entry.place.file = keep_file(report, entry.place.file);
    entry.code = entry.code && *entry.code
                     ? arena_string(report->arena, entry.code)
                     : "";
    entry.field = entry.field && *entry.field
                      ? arena_string(report->arena, entry.field)
                      : "";
    entry.message = arena_string(report->arena, entry.message);
    report->entries[report->count++] = entry;
    report->sorted = false;
    if (rule_severity(entry.rule) == SEVERITY_ERROR)
        report->errors++;
    else
        report->warnings++;
}

void report_add(struct report *report, const struct error *err)
{
    add_entry(report, (struct entry){err->rule, err->place, err->code,
                                     err->field, err->message});
}

void report_say(struct report *report, enum rule rule, struct place place,
                const char *code, const char *field, const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_trim_partial(message);
    add_entry(report, (struct entry){rule, place, code, field, message});
}

void report_join(struct report *report, const struct report *other)
{
    for (size_t i = 0; i < other->count; i++)
        add_entry(report, other->entries[i]);
}

struct code_list {
    const char *const *codes;
    size_t count;
};

static bool is_listed(const char *code, void *context)
{
    const struct code_list *list = context;

    for (size_t i = 0; i < list->count; i++)
        if (strcmp(code, list->codes[i]) == 0)
            return true;
    return false;
}

void report_keep(struct report *report,
                 bool (*keep)(const char *code, void *context), void *context)
{
    size_t kept = 0;

    report->errors = report->warnings = 0;
    for (size_t i = 0; i < report->count; i++) {
        const struct entry entry = report->entries[i];
        if (*entry.code && !keep(entry.code, context))
            continue;
        report->entries[kept++] = entry;
        if (rule_severity(entry.rule) == SEVERITY_ERROR)
            report->errors++;
        else
            report->warnings++;
    }
    report->count = kept;
}

void report_keep_codes(struct report *report, const char *const *codes,
                       size_t count)
{
    struct code_list list = {codes, count};

    report_keep(report, is_listed, &list);
}

void report_warnings_are_errors(struct report *report)
{
    report->warnings_are_errors = true;
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = compare_text(a->place.file, b->place.file);

    if (!order)
        order =
            (a->place.line > b->place.line) - (a->place.line < b->place.line);
    if (!order)
        order = (a->place.column > b->place.column) -
                (a->place.column < b->place.column);
    if (!order)
        order = (a->rule > b->rule) - (a->rule < b->rule);
    if (!order)
        order = strcmp(a->field, b->field);
    if (!order)
        order = strcmp(a->message, b->message);
    return order ? order : strcmp(a->code, b->code);
}

/* Sorts, drops duplicates, counts again. */
static void sort(struct report *report)
{
    size_t kept = 0;

    if (report->sorted || !report->count)
        return;
    qsort(report->entries, report->count, sizeof *report->entries, compare);
    report->errors = report->warnings = 0;
    for (size_t i = 0; i < report->count; i++) {
        if (kept && !compare(&report->entries[kept - 1], &report->entries[i]))
            continue;
        report->entries[kept++] = report->entries[i];
        if (rule_severity(report->entries[i].rule) == SEVERITY_ERROR)
            report->errors++;
        else
            report->warnings++;
    }
    report->count = kept;
    report->sorted = true;
}

size_t report_errors(const struct report *report)
{
    return report->errors +
           (report->warnings_are_errors ? report->warnings : 0);
}

size_t report_warnings(const struct report *report)
{
    return report->warnings_are_errors ? 0 : report->warnings;
}

static enum severity severity_in_force(const struct report *report,
                                       enum rule rule)
{
    return report->warnings_are_errors ? SEVERITY_ERROR : rule_severity(rule);
}

bool report_blames(const struct report *report, const char *code)
{
    for (size_t i = 0; i < report->count; i++)
        if (severity_in_force(report, report->entries[i].rule) ==
                SEVERITY_ERROR &&
            strcmp(report->entries[i].code, code) == 0)
            return true;
    return false;
}

bool report_stops(const struct report *report)
{
    for (size_t i = 0; report->warnings_are_errors && i < report->count; i++)
        if (rule_severity(report->entries[i].rule) == SEVERITY_WARNING &&
            !*report->entries[i].code)
            return true;
    return false;
}

void report_each(struct report *report,
                 void (*visit)(enum severity severity, const struct error *err,
                               void *context),
                 void *context)
{
    sort(report);
    for (size_t i = 0; i < report->count; i++) {
        const struct entry *entry = &report->entries[i];
        struct error err = {.rule = entry->rule, .place = entry->place};
        text_copy(err.code, sizeof err.code, entry->code);
        text_copy(err.field, sizeof err.field, entry->field);
        text_copy(err.message, sizeof err.message, entry->message);
        visit(severity_in_force(report, entry->rule), &err, context);
    }
}

/* One line may not become two, whatever a cell held. */
static void add_line(struct buffer *line, const char *text)
{
    for (; *text; text++) {
        const unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7F)
            buffer_printf(line, "\\x%02x", byte);
        else
            buffer_add_char(line, *text);
    }
}

static void add_text(struct buffer *line, enum severity severity,
                     const struct error *err)
{
    add_line(line, err->place.file ? err->place.file : "lettermill");
    if (err->place.file && err->place.line) {
        buffer_add_char(line, ':');
        buffer_add_integer(line, err->place.line);
    }
    if (err->place.file && err->place.line && err->place.column) {
        buffer_add_char(line, ':');
        buffer_add_integer(line, err->place.column);
    }
    buffer_add_text(line, ": ");
    buffer_add_text(line, severity_word(severity));
    buffer_add_text(line, ": ");
    if (*err->field) {
        add_line(line, err->field);
        buffer_add_text(line, ": ");
    }
    add_line(line, err->message);
    buffer_add_char(line, '\n');
}

static void add_json(struct buffer *line, enum severity severity,
                     const struct error *err)
{
    buffer_add_text(line, "{\"file\":");
    buffer_add_json(line, err->place.file ? err->place.file : "");
    buffer_printf(line, ",\"line\":%d,\"column\":%d,\"severity\":\"%s\"",
                  err->place.line, err->place.column, severity_word(severity));
    buffer_printf(line, ",\"rule\":\"%s\",\"code\":", rule_id(err->rule));
    buffer_add_json(line, err->code);
    buffer_add_text(line, ",\"field\":");
    buffer_add_json(line, err->field);
    buffer_add_text(line, ",\"message\":");
    buffer_add_json(line, err->message);
    buffer_add_text(line, "}\n");
}

static void add_csv(struct buffer *line, enum severity severity,
                    const struct error *err)
{
    buffer_add_csv(line, err->place.file ? err->place.file : "");
    buffer_printf(line, ",%d,%d,%s,%s,", err->place.line, err->place.column,
                  severity_word(severity), rule_id(err->rule));
    buffer_add_csv(line, err->code);
    buffer_add_char(line, ',');
    buffer_add_csv(line, err->field);
    buffer_add_char(line, ',');
    buffer_add_csv(line, err->message);
    buffer_add_char(line, '\n');
}

void error_print(enum severity severity, const struct error *err, FILE *out)
{
    struct buffer line = buffer_new(LINE_LIMIT);

    add_text(&line, severity, err);
    fputs(buffer_text(&line), out);
    buffer_free(&line);
}

/* Lines go out many at a time: standard error keeps none back. */
struct printing {
    enum report_format format;
    struct buffer lines;
    FILE *out;
};

static void flush(struct printing *printing)
{
    fwrite(printing->lines.bytes, 1, printing->lines.length, printing->out);
    buffer_clear(&printing->lines);
}

static void print(enum severity severity, const struct error *err,
                  void *context)
{
    struct printing *printing = context;

    switch (printing->format) {
    case REPORT_TEXT:
        add_text(&printing->lines, severity, err);
        break;
    case REPORT_JSON:
        add_json(&printing->lines, severity, err);
        break;
    case REPORT_CSV:
        add_csv(&printing->lines, severity, err);
        break;
    }
    if (printing->lines.length >= LINE_LIMIT)
        flush(printing);
}

void report_print(struct report *report, enum report_format format, FILE *out)
{
    struct printing printing = {format, buffer_new(2 * LINE_LIMIT), out};

    if (format == REPORT_CSV)
        buffer_add_text(&printing.lines,
                        "file,line,column,severity,rule,code,field,message\n");
    report_each(report, print, &printing);
    if (printing.lines.length)
        flush(&printing);
    buffer_free(&printing.lines);
}
