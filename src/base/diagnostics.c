#include "base/diagnostics.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/source_excerpt.h"
#include "base/utf8.h"

/* Maximum bytes of a printed diagnostic. */
enum { LINE_LIMIT = 64 * 1024 };

/* A stored diagnostic; its strings are in the arena. */
struct entry {
    enum diagnostic_id rule;
    struct location location;
    const char *code;
    const char *field;
    const char *message;
};

struct diagnostics {
    struct arena *arena;
    struct entry *entries;
    size_t count;
    size_t capacity;
    size_t errors;
    size_t warnings;
    bool sorted;
    bool warnings_are_errors;
};

struct diagnostics *diagnostics_new(void)
{
    struct diagnostics *diagnostics = memory_alloc(sizeof *diagnostics);

    *diagnostics = (struct diagnostics){.arena = arena_new()};
    return diagnostics;
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    if (!diagnostics)
        return;
    arena_free(diagnostics->arena);
    free(diagnostics->entries);
    free(diagnostics);
}

void diagnostics_clear(struct diagnostics *diagnostics)
{
    if (!diagnostics->count)
        return;
    arena_reset(diagnostics->arena);
    diagnostics->count = diagnostics->errors = diagnostics->warnings = 0;
}

static void count(struct diagnostics *diagnostics, enum diagnostic_id rule)
{
    if (rule_severity(rule) == SEVERITY_ERROR)
        diagnostics->errors++;
    else
        diagnostics->warnings++;
}

static void add_entry(struct diagnostics *diagnostics, struct entry entry)
{
    ARRAY_GROW(diagnostics->entries, diagnostics->count, diagnostics->capacity);
    entry.location.file = arena_strdup(diagnostics->arena, entry.location.file);
    entry.code = entry.code && *entry.code
                     ? arena_strdup(diagnostics->arena, entry.code)
                     : "";
    entry.field = entry.field && *entry.field
                      ? arena_strdup(diagnostics->arena, entry.field)
                      : "";
    entry.message = arena_strdup(diagnostics->arena, entry.message);
    diagnostics->entries[diagnostics->count++] = entry;
    diagnostics->sorted = false;
    count(diagnostics, entry.rule);
}

void diagnostics_add_error(struct diagnostics *diagnostics,
                           const struct error *err)
{
    add_entry(diagnostics, (struct entry){err->rule, err->location, err->code,
                                          err->field, err->message});
}

void diagnostics_add(struct diagnostics *diagnostics, enum diagnostic_id rule,
                     struct location location, const char *code,
                     const char *field, const char *format, ...)
{
    char message[sizeof((struct error *)0)->message];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    utf8_trim_partial(message);
    add_entry(diagnostics,
              (struct entry){rule, location, code, field, message});
}

void diagnostics_join(struct diagnostics *diagnostics,
                      const struct diagnostics *other)
{
    for (size_t i = 0; i < other->count; i++)
        add_entry(diagnostics, other->entries[i]);
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

void diagnostics_filter(struct diagnostics *diagnostics,
                        bool (*wanted)(const char *code, void *context),
                        void *context)
{
    size_t kept = 0;

    diagnostics->errors = diagnostics->warnings = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct entry entry = diagnostics->entries[i];
        if (*entry.code && !wanted(entry.code, context))
            continue;
        diagnostics->entries[kept++] = entry;
        count(diagnostics, entry.rule);
    }
    diagnostics->count = kept;
}

void diagnostics_filter_codes(struct diagnostics *diagnostics,
                              const char *const *codes, size_t count)
{
    struct code_list list = {codes, count};

    diagnostics_filter(diagnostics, is_listed, &list);
}

void diagnostics_warnings_are_errors(struct diagnostics *diagnostics)
{
    diagnostics->warnings_are_errors = true;
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = compare_text(a->location.file, b->location.file);

    if (!order)
        order = (a->location.line > b->location.line) -
                (a->location.line < b->location.line);
    if (!order)
        order = (a->location.column > b->location.column) -
                (a->location.column < b->location.column);
    if (!order)
        order = (a->rule > b->rule) - (a->rule < b->rule);
    if (!order)
        order = strcmp(a->field, b->field);
    if (!order)
        order = strcmp(a->message, b->message);
    return order ? order : strcmp(a->code, b->code);
}

/* Sorts, removes duplicates, and counts again. */
static void sort(struct diagnostics *diagnostics)
{
    size_t kept = 0;

    if (diagnostics->sorted || !diagnostics->count)
        return;
    qsort(diagnostics->entries, diagnostics->count,
          sizeof *diagnostics->entries, compare);
    diagnostics->errors = diagnostics->warnings = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        if (kept &&
            !compare(&diagnostics->entries[kept - 1], &diagnostics->entries[i]))
            continue;
        diagnostics->entries[kept++] = diagnostics->entries[i];
        count(diagnostics, diagnostics->entries[i].rule);
    }
    diagnostics->count = kept;
    diagnostics->sorted = true;
}

size_t diagnostics_error_count(const struct diagnostics *diagnostics)
{
    return diagnostics->errors +
           (diagnostics->warnings_are_errors ? diagnostics->warnings : 0);
}

size_t diagnostics_warning_count(const struct diagnostics *diagnostics)
{
    return diagnostics->warnings_are_errors ? 0 : diagnostics->warnings;
}

void diagnostics_remove_duplicates(struct diagnostics *diagnostics)
{
    sort(diagnostics);
}

static enum severity severity_in_force(const struct diagnostics *diagnostics,
                                       enum diagnostic_id rule)
{
    return diagnostics->warnings_are_errors ? SEVERITY_ERROR
                                            : rule_severity(rule);
}

bool diagnostics_has_error(const struct diagnostics *diagnostics,
                           const char *code)
{
    for (size_t i = 0; i < diagnostics->count; i++)
        if (severity_in_force(diagnostics, diagnostics->entries[i].rule) ==
                SEVERITY_ERROR &&
            strcmp(diagnostics->entries[i].code, code) == 0)
            return true;
    return false;
}

bool diagnostics_stops_run(const struct diagnostics *diagnostics)
{
    for (size_t i = 0;
         diagnostics->warnings_are_errors && i < diagnostics->count; i++)
        if (rule_severity(diagnostics->entries[i].rule) == SEVERITY_WARNING &&
            !*diagnostics->entries[i].code)
            return true;
    return false;
}

void diagnostics_each(struct diagnostics *diagnostics,
                      void (*visit)(enum severity severity,
                                    const struct error *err, void *context),
                      void *context)
{
    sort(diagnostics);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct entry *entry = &diagnostics->entries[i];
        struct error err = {.rule = entry->rule, .location = entry->location};
        utf8_copy(err.code, sizeof err.code, entry->code);
        utf8_copy(err.field, sizeof err.field, entry->field);
        utf8_copy(err.message, sizeof err.message, entry->message);
        visit(severity_in_force(diagnostics, entry->rule), &err, context);
    }
}

/* The colours of a diagnostic on a terminal, those of compilers. */
static const char bold[] = "\033[1m";
static const char red[] = "\033[1;31m";
static const char magenta[] = "\033[1;35m";
static const char plain[] = "\033[m";

static void add_place(struct buffer *line, struct location location)
{
    char text[LOCATION_SIZE];

    buffer_add_escaped(line, error_print_location(location, text));
    buffer_add_char(line, ':');
}

/* Line ends in a cell must not split a diagnostic. */
static void add_text(struct buffer *line, bool colour, enum severity severity,
                     const struct error *err)
{
    buffer_add_text(line, colour ? bold : "");
    add_place(line, err->location);
    buffer_add_text(line, colour ? plain : "");
    buffer_add_char(line, ' ');
    if (colour)
        buffer_add_text(line, severity == SEVERITY_ERROR ? red : magenta);
    buffer_add_text(line, rule_severity_word(severity));
    buffer_add_text(line, ": ");
    buffer_add_text(line, colour ? plain : "");
    if (*err->field) {
        buffer_add_escaped(line, err->field);
        buffer_add_text(line, ": ");
    }
    buffer_add_escaped(line, err->message);
    buffer_add_char(line, '\n');
}

static void add_json(struct buffer *line, enum severity severity,
                     const struct error *err)
{
    buffer_add_text(line, "{\"file\":");
    buffer_add_json(line, err->location.file ? err->location.file : "");
    buffer_printf(line, ",\"line\":%d,\"column\":%d,\"severity\":\"%s\"",
                  err->location.line, location_column(err->location),
                  rule_severity_word(severity));
    buffer_printf(line, ",\"rule\":\"%s\",\"code\":", rule_id(err->rule));
    buffer_add_json(line, err->code);
    buffer_add_text(line, ",\"field\":");
    buffer_add_json(line, err->field);
    buffer_add_text(line, ",\"message\":");
    buffer_add_json(line, err->message);
    buffer_add_text(line, "}\n");
}

/* Adds a cell on one line, with controls escaped and formulas guarded. */
static void add_cell(struct buffer *line, const char *text)
{
    struct buffer cell = buffer_new(LINE_LIMIT);

    buffer_add_escaped(&cell, text);
    buffer_add_csv(line, buffer_text(&cell));
    buffer_free(&cell);
}

static void add_csv(struct buffer *line, enum severity severity,
                    const struct error *err)
{
    add_cell(line, err->location.file ? err->location.file : "");
    buffer_printf(line, ",%d,%d,%s,%s,", err->location.line,
                  location_column(err->location), rule_severity_word(severity),
                  rule_id(err->rule));
    add_cell(line, err->code);
    buffer_add_char(line, ',');
    add_cell(line, err->field);
    buffer_add_char(line, ',');
    add_cell(line, err->message);
    buffer_add_char(line, '\n');
}

/* Writes many lines in one call: standard error is unbuffered. */
struct printing {
    enum diagnostics_format format;
    struct diagnostics_style look;
    struct source_excerpt *excerpt;
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
    case DIAGNOSTICS_TEXT:
        add_text(&printing->lines, printing->look.colour, severity, err);
        if (printing->excerpt)
            source_excerpt_add(printing->excerpt, err->location,
                               printing->look.colour, &printing->lines);
        break;
    case DIAGNOSTICS_JSON:
        add_json(&printing->lines, severity, err);
        break;
    case DIAGNOSTICS_CSV:
        add_csv(&printing->lines, severity, err);
        break;
    }
    if (printing->lines.length >= LINE_LIMIT)
        flush(printing);
}

static struct printing begin_printing(enum diagnostics_format format,
                                      struct diagnostics_style look, FILE *out)
{
    return (struct printing){
        .format = format,
        .look = look,
        .excerpt = look.columns ? source_excerpt_new(look.columns) : NULL,
        .lines = buffer_new(2 * LINE_LIMIT),
        .out = out};
}

static void end_printing(struct printing *printing)
{
    if (printing->lines.length)
        flush(printing);
    source_excerpt_free(printing->excerpt);
    buffer_free(&printing->lines);
}

void diagnostics_show_error(const struct error *err,
                            enum diagnostics_format format,
                            struct diagnostics_style look, FILE *out)
{
    struct printing printing = begin_printing(format, look, out);

    print(SEVERITY_ERROR, err, &printing);
    end_printing(&printing);
}

void diagnostics_show(struct diagnostics *diagnostics,
                      enum diagnostics_format format,
                      struct diagnostics_style look, FILE *out)
{
    struct printing printing = begin_printing(format, look, out);

    if (format == DIAGNOSTICS_CSV)
        buffer_add_text(&printing.lines,
                        "file,line,column,severity,rule,code,field,message\n");
    diagnostics_each(diagnostics, print, &printing);
    end_printing(&printing);
}

void diagnostics_print(struct diagnostics *diagnostics,
                       enum diagnostics_format format, FILE *out)
{
    diagnostics_show(diagnostics, format,
                     (struct diagnostics_style){.columns = 0}, out);
}
