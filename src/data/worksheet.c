#include "data/worksheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/memory.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/csv_table.h"
#include "data/suggestion.h"
#include "data/workbook.h"

/* Rows of a sheet; maximum bytes of the CSV text. */
enum { ROWS = 1048576, TEXT_LIMIT = 512 * 1024 * 1024 };

/* The common form of a column's text codes: E06000032. */
struct code_form {
    int column;
    size_t length;
    char letters[8]; /* of its beginning */
    bool known;
    bool mixed; /* there are others */
};

/* The cell that is being read. */
struct cell {
    int column;
    const char *type; /* "s": a shared string ... ; "": a number */
    char type_text[16];
    struct number_format format;
    bool has_formula, has_value;
    struct buffer value;
};

struct worksheet_reading {
    struct arena *arena;
    struct workbook workbook;
    struct worksheet *sheet;
    struct diagnostics *diagnostics;
    size_t fault_capacity;
    size_t line_capacity;
    struct cell cell;
    int row;
    int width; /* columns of the header */
    int last;  /* column of the row that was added last; 0: none */
    bool row_hidden;
    struct buffer *text_of; /* target of text; NULL: dropped */
    int phonetic;
    struct code_form *forms; /* of columns with codes or postcodes */
    size_t form_count;
    int hidden_rows, first_hidden;
    int hidden_columns, first_hidden_column;
    bool full;
};

/* --- faults -------------------------------------------------------------- */

static void add_fault(struct worksheet_reading *reading, int row, int column,
                      enum diagnostic_id rule, const char *message)
{
    struct worksheet *sheet = reading->sheet;

    if (sheet->fault_count == ROWS) {
        reading->full = true;
        return;
    }
    ARRAY_GROW(sheet->faults, sheet->fault_count, reading->fault_capacity);
    sheet->faults[sheet->fault_count++] =
        (struct worksheet_fault){row, column, rule, message};
}

static int compare_faults(const void *left, const void *right)
{
    const struct worksheet_fault *a = left;
    const struct worksheet_fault *b = right;

    return a->row != b->row ? (a->row > b->row) - (a->row < b->row)
                            : (a->column > b->column) - (a->column < b->column);
}

const struct worksheet_fault *
worksheet_find_fault(const struct worksheet *worksheet, int row)
{
    size_t low = 0;
    size_t high = worksheet->fault_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (worksheet->faults[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < worksheet->fault_count && worksheet->faults[low].row == row
               ? &worksheet->faults[low]
               : NULL;
}

void worksheet_set_error(const struct worksheet *worksheet,
                         const struct worksheet_fault *fault, struct error *err)
{
    (void)error_set(err, fault->rule,
                    (struct location){worksheet->file, fault->row,
                                      LOCATION_CELL + fault->column},
                    NULL, "%s", fault->message);
}

/* --- codes --------------------------------------------------------------- */

static bool is_code_name(struct arena *arena, const char *name)
{
    static const char ending[] = "postcode";
    const char *folded = name_match_fold(arena, name);
    const size_t length = strlen(folded);

    return strcmp(folded, "code") == 0 ||
           (length >= strlen(ending) &&
            strcmp(folded + length - strlen(ending), ending) == 0);
}

static struct code_form *find_form(struct worksheet_reading *reading,
                                   int column)
{
    for (size_t i = 0; i < reading->form_count; i++)
        if (reading->forms[i].column == column)
            return &reading->forms[i];
    return NULL;
}

static void add_form(struct worksheet_reading *reading, int column)
{
    reading->forms = memory_resize(reading->forms, reading->form_count + 1,
                                   sizeof *reading->forms);
    reading->forms[reading->form_count++] =
        (struct code_form){.column = column};
}

static void note_code(struct code_form *form, const char *code)
{
    const size_t letters = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const size_t length = strlen(code);
    char start[sizeof form->letters] = "";

    if (letters < sizeof start)
        memcpy(start, code, letters);
    if (form->known &&
        (form->length != length || strcmp(form->letters, start) != 0))
        form->mixed = true;
    form->known = true;
    form->length = length;
    memcpy(form->letters, start, sizeof start);
}

/* Reports a number among codes, with the code that it may have been. */
static const char *explain_number(struct worksheet_reading *reading,
                                  const struct code_form *form,
                                  const char *number)
{
    const size_t used = strlen(form->letters) + strlen(number);

    if (form->known && !form->mixed && used <= form->length &&
        !number[strspn(number, "0123456789")])
        return arena_printf(reading->arena,
                            "lost zeros: %s may be %s%.*s%s; format the column "
                            "as Text and type it again",
                            number, form->letters, (int)(form->length - used),
                            "00000000000000000000", number);
    return arena_printf(reading->arena,
                        "%s is a number, which loses the zeros at its "
                        "beginning; format the column as Text and type it "
                        "again",
                        number);
}

/* Reports numbers among codes, once all codes are known. */
static void explain_numbers(struct worksheet_reading *reading)
{
    struct worksheet *sheet = reading->sheet;

    for (size_t i = 0; i < sheet->fault_count; i++) {
        struct worksheet_fault *fault = &sheet->faults[i];
        if (fault->rule == RULE_CELL_NUMBER)
            fault->message = explain_number(
                reading, find_form(reading, fault->column), fault->message);
    }
}

/* --- the text ------------------------------------------------------------ */

/* Records the row of each line that begins after @p from in the text. */
static void add_lines(struct worksheet_reading *reading, const char *text)
{
    struct worksheet *sheet = reading->sheet;

    for (; (text = strchr(text, '\n')) != NULL; text++) {
        ARRAY_GROW(sheet->rows, sheet->line_count, reading->line_capacity);
        sheet->rows[sheet->line_count++] = reading->row;
    }
}

/* Adds a cell in quotes, with the commas before it. */
static void add_cell(struct worksheet_reading *reading, int column,
                     const char *text)
{
    struct buffer *csv = &reading->sheet->text;

    for (int i = reading->last ? reading->last : 1; i < column; i++)
        buffer_add_char(csv, ',');
    buffer_add_char(csv, '"');
    for (; *text; text++) {
        if (*text == '"')
            buffer_add_char(csv, '"');
        if (*text == '\n')
            add_lines(reading, "\n");
        buffer_add_char(csv, *text);
    }
    buffer_add_char(csv, '"');
    reading->last = column;
}

static void end_row(struct worksheet_reading *reading)
{
    struct worksheet *sheet = reading->sheet;

    if (!reading->last)
        return;
    if (!sheet->header) {
        sheet->header = reading->row;
        reading->width = reading->last;
    } else if (reading->row_hidden && !reading->hidden_rows++) {
        reading->first_hidden = reading->row;
    }
    for (; reading->last < reading->width; reading->last++)
        buffer_add_char(&sheet->text, ',');
    buffer_add_char(&sheet->text, '\n');
    add_lines(reading, "\n");
    reading->last = 0;
}

/* --- cells --------------------------------------------------------------- */

/* Reads the escape "_x000D_". @return its bytes, or 0 */
static size_t read_escape(const char *at, uint32_t *codepoint)
{
    *codepoint = 0;
    if (at[0] != '_' || at[1] != 'x')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        const int digit = ascii_hex_value(at[i]);
        if (digit < 0)
            return 0;
        *codepoint = *codepoint * 16 + (uint32_t)digit;
    }
    return at[6] == '_' && *codepoint &&
                   (*codepoint < 0xD800 || *codepoint > 0xDFFF)
               ? 7
               : 0;
}

/* Adds text, with escapes decoded and line ends as line feeds. */
static const char *plain_text(struct arena *arena, const char *text)
{
    char *plain = arena_strdup(arena, text);
    char *to = plain;
    bool after_return = false;

    while (*text) {
        uint32_t codepoint;
        const size_t escape = read_escape(text, &codepoint);
        const bool returns = escape ? codepoint == '\r' : *text == '\r';
        const bool feeds = escape ? codepoint == '\n' : *text == '\n';
        if (returns)
            *to++ = '\n';
        else if (escape && !feeds)
            to += utf8_encode(codepoint, to);
        else if (!feeds || !after_return)
            *to++ = feeds ? '\n' : *text;
        after_return = returns;
        text += escape ? escape : 1;
    }
    *to = '\0';
    return plain;
}

/* Adds a text: a shared string, or the cell's own. */
static const char *text_of_cell(struct worksheet_reading *reading,
                                struct arena *arena)
{
    const struct cell *cell = &reading->cell;
    const struct workbook *workbook = &reading->workbook;
    const char *value = buffer_text(&cell->value);
    size_t index;

    if (strcmp(cell->type, "s") != 0)
        return plain_text(arena, value);
    index = strtoul(value, NULL, 10);
    return index < workbook->string_count
               ? plain_text(arena, buffer_text(&workbook->strings) +
                                       workbook->string_offsets[index])
               : "";
}

static void refuse_cell(struct worksheet_reading *reading,
                        enum diagnostic_id rule, const char *message)
{
    add_fault(reading, reading->row, reading->cell.column, rule, message);
}

/* Adds a cell with a number. */
static void add_number(struct worksheet_reading *reading)
{
    const struct cell *cell = &reading->cell;
    struct code_form *form = find_form(reading, cell->column);
    char text[NUMBER_FORMAT_SIZE];

    number_format_print(buffer_text(&cell->value), cell->format,
                        reading->workbook.since_1904, text);
    if (form && reading->sheet->header)
        refuse_cell(reading, RULE_CELL_NUMBER,
                    arena_strdup(reading->arena, text));
    add_cell(reading, cell->column, text);
}

static void add_text(struct worksheet_reading *reading)
{
    const struct cell *cell = &reading->cell;
    struct arena *scratch = arena_new();
    const char *text = text_of_cell(reading, scratch);
    struct code_form *form = find_form(reading, cell->column);

    if (strlen(text) > CSV_TABLE_CELL_LIMIT) {
        refuse_cell(reading, RULE_CSV_CELL_TOO_LARGE,
                    "the cell is larger than 64 KiB");
        text = "";
    }
    if (!utf8_is_blank(text)) {
        if (!reading->sheet->header && is_code_name(scratch, text))
            add_form(reading, cell->column);
        if (form && reading->sheet->header)
            note_code(form, text);
        add_cell(reading, cell->column, text);
    }
    arena_free(scratch);
}

/* Adds an ISO 8601 date, the form of strict workbooks; midnight is dropped. */
static void add_date(struct worksheet_reading *reading)
{
    char text[NUMBER_FORMAT_SIZE];
    char *time;

    utf8_copy(text, sizeof text, buffer_text(&reading->cell.value));
    time = strchr(text, 'T');
    if (time && strspn(time, "T0:.Z") == strlen(time))
        *time = '\0';
    add_cell(reading, reading->cell.column, text);
}

static void end_cell(struct worksheet_reading *reading)
{
    const struct cell *cell = &reading->cell;
    const char *type = cell->type;
    const bool empty = !cell->value.length;
    char shown[SUGGESTION_SIZE];

    if (reading->sheet->text.length > TEXT_LIMIT - 2 * CSV_TABLE_CELL_LIMIT) {
        reading->full = true;
        return;
    }
    if (strcmp(type, "e") == 0) {
        refuse_cell(
            reading, RULE_CELL_WITHOUT_VALUE,
            arena_printf(reading->arena,
                         "%s is an error of the spreadsheet; correct it "
                         "there",
                         suggestion_quote(shown, buffer_text(&cell->value))));
        add_cell(reading, cell->column, buffer_text(&cell->value));
    } else if (cell->has_formula && empty && strcmp(type, "str") != 0) {
        refuse_cell(reading, RULE_CELL_WITHOUT_VALUE,
                    "a formula that was never worked out; open the workbook in "
                    "a spreadsheet program and save it");
        add_cell(reading, cell->column, "=");
    } else if (empty) {
        return;
    } else if (strcmp(type, "b") == 0) {
        add_cell(reading, cell->column,
                 *buffer_text(&cell->value) == '0' ? "FALSE" : "TRUE");
    } else if (strcmp(type, "d") == 0) {
        add_date(reading);
    } else if (!*type || strcmp(type, "n") == 0) {
        add_number(reading);
    } else {
        add_text(reading);
    }
}

/* --- places -------------------------------------------------------------- */

/* Reads "C14". @return the rest, or NULL */
static const char *read_place(const char *text, int *column, int *row)
{
    char *end;
    long number;

    *column = 0;
    for (; *text >= 'A' && *text <= 'Z' && *column <= WORKBOOK_COLUMNS; text++)
        *column = *column * 26 + (*text - 'A' + 1);
    number = strtol(text, &end, 10);
    if (*column < 1 || *column > WORKBOOK_COLUMNS || end == text ||
        number < 1 || number > ROWS)
        return NULL;
    *row = (int)number;
    return end;
}

static void add_merged(struct worksheet_reading *reading, const char *range)
{
    const int below = reading->sheet->header;
    int from_column, from_row, to_column, to_row;
    const char *rest =
        range ? read_place(range, &from_column, &from_row) : NULL;
    const char *message;

    if (!rest || *rest != ':' || !read_place(rest + 1, &to_column, &to_row))
        return;
    message = arena_printf(reading->arena,
                           "cells %.32s are merged: only the first has a "
                           "value; split them and fill in each",
                           range);
    for (int row = from_row < below ? below : from_row;
         row <= to_row && row <= reading->row; row++)
        add_fault(reading, row, from_column, RULE_CELL_MERGED, message);
}

static void note_columns(struct worksheet_reading *reading,
                         const char **attributes)
{
    const char *hidden = workbook_attribute(attributes, "hidden");
    const char *from = workbook_attribute(attributes, "min");
    const char *to = workbook_attribute(attributes, "max");
    const long first = from ? strtol(from, NULL, 10) : 0;
    const long last = to ? strtol(to, NULL, 10) : first;

    if (!hidden || *hidden == '0' || *hidden == 'f' || first < 1 ||
        last < first || last > WORKBOOK_COLUMNS)
        return;
    if (!reading->hidden_columns)
        reading->first_hidden_column = (int)first;
    reading->hidden_columns += (int)(last - first) + 1;
}

/* --- elements ------------------------------------------------------------ */

static void start_row(struct worksheet_reading *reading,
                      const char **attributes)
{
    const char *number = workbook_attribute(attributes, "r");
    const char *hidden = workbook_attribute(attributes, "hidden");
    const long row = number ? strtol(number, NULL, 10) : reading->row + 1;

    reading->full = reading->full || row <= reading->row || row > ROWS;
    reading->row = reading->full ? reading->row : (int)row;
    reading->row_hidden = hidden && *hidden != '0' && *hidden != 'f';
    reading->cell.column = 0;
}

static void start_cell(struct worksheet_reading *reading,
                       const char **attributes)
{
    struct cell *cell = &reading->cell;
    const char *place = workbook_attribute(attributes, "r");
    const char *type = workbook_attribute(attributes, "t");
    const char *style = workbook_attribute(attributes, "s");
    const unsigned long format = style ? strtoul(style, NULL, 10) : 0;
    int column = cell->column + 1;
    int row = reading->row;

    if (place && !read_place(place, &column, &row))
        reading->full = true;
    reading->full = reading->full || column <= cell->column ||
                    column > WORKBOOK_COLUMNS || row != reading->row;
    cell->column = reading->full ? cell->column : column;
    cell->has_formula = cell->has_value = false;
    cell->format = format < reading->workbook.format_count
                       ? reading->workbook.formats[format]
                       : number_format_built_in(0);
    utf8_copy(cell->type_text, sizeof cell->type_text, type ? type : "");
    cell->type = cell->type_text;
    buffer_clear(&cell->value);
}

static void start_element(void *context, const char *name,
                          const char **attributes)
{
    struct worksheet_reading *reading = context;

    reading->phonetic += strcmp(name, "rPh") == 0;
    reading->text_of = NULL;
    if (strcmp(name, "row") == 0)
        start_row(reading, attributes);
    else if (strcmp(name, "c") == 0)
        start_cell(reading, attributes);
    else if (strcmp(name, "f") == 0)
        reading->cell.has_formula = true;
    else if (strcmp(name, "v") == 0 ||
             (strcmp(name, "t") == 0 && !reading->phonetic))
        reading->text_of = &reading->cell.value;
    else if (strcmp(name, "col") == 0)
        note_columns(reading, attributes);
    else if (strcmp(name, "mergeCell") == 0)
        add_merged(reading, workbook_attribute(attributes, "ref"));
}

static void end_element(void *context, const char *name)
{
    struct worksheet_reading *reading = context;

    reading->phonetic -= strcmp(name, "rPh") == 0;
    reading->text_of = NULL;
    if (reading->full)
        return;
    if (strcmp(name, "c") == 0)
        end_cell(reading);
    else if (strcmp(name, "row") == 0)
        end_row(reading);
}

static void element_text(void *context, const char *text, size_t length)
{
    struct worksheet_reading *reading = context;

    if (reading->text_of)
        buffer_add(reading->text_of, text, length);
}

/* --- sheets -------------------------------------------------------------- */

static const char *list_sheets(struct worksheet_reading *reading)
{
    const struct workbook *workbook = &reading->workbook;
    const char *list = "";

    for (size_t i = 0; i < workbook->sheet_count && i < 10; i++)
        list = arena_printf(reading->arena, "%s%s%s", list, i ? ", " : "",
                            workbook->sheets[i].name);
    return list;
}

static const struct workbook_sheet *
find_sheet(struct worksheet_reading *reading, const char *wanted,
           struct error *err)
{
    const struct workbook *workbook = &reading->workbook;
    const struct location whole = {workbook->file, 0, 0};
    const struct workbook_sheet *found = NULL;
    size_t visible = 0;

    for (size_t i = 0; i < workbook->sheet_count; i++) {
        const struct workbook_sheet *sheet = &workbook->sheets[i];
        const bool fits =
            *wanted ? strcmp(sheet->name, wanted) == 0 : !sheet->hidden;
        if (sheet->part && fits)
            found = sheet;
        visible += sheet->part && !sheet->hidden;
    }
    if (!*wanted && visible > 1) {
        (void)error_set(err, RULE_SHEET_MISSING, whole, NULL,
                        "several sheets: %s; say which, as in %s#%s",
                        list_sheets(reading), workbook->file,
                        workbook->sheets[0].name);
        return NULL;
    }
    if (!found)
        (void)error_set(err, RULE_SHEET_MISSING, whole, NULL,
                        "no sheet %s; there is: %s",
                        *wanted ? wanted : "with a table that is not hidden",
                        list_sheets(reading));
    return found;
}

static void warn_hidden(const struct worksheet_reading *reading, int count,
                        struct location first, const char *what)
{
    if (count)
        diagnostics_add(reading->diagnostics, RULE_SHEET_HIDDEN, first, NULL,
                        NULL,
                        "%d %s%s hidden, from here on; what is hidden is "
                        "read all the same",
                        count, what, count == 1 ? " is" : "s are");
}

static void report_hidden(const struct worksheet_reading *reading,
                          const struct workbook_sheet *sheet)
{
    const char *file = reading->sheet->file;

    if (sheet->hidden)
        diagnostics_add(reading->diagnostics, RULE_SHEET_HIDDEN,
                        (struct location){file, 0, 0}, NULL, NULL,
                        "the sheet is hidden");
    warn_hidden(reading, reading->hidden_rows,
                (struct location){file, reading->first_hidden, 0}, "row");
    warn_hidden(reading, reading->hidden_columns,
                (struct location){
                    file, reading->sheet->header ? reading->sheet->header : 1,
                    LOCATION_CELL + reading->first_hidden_column},
                "column");
}

static enum status read_sheet(struct worksheet_reading *reading,
                              const char *wanted, struct error *err)
{
    const struct workbook_handlers handlers = {
        start_element, end_element, element_text, reading, &reading->full};
    const struct workbook_sheet *sheet = find_sheet(reading, wanted, err);
    enum status status;

    if (!sheet)
        return rule_status(RULE_SHEET_MISSING);
    reading->sheet->file = arena_printf(reading->arena, "%s:%s",
                                        reading->workbook.file, sheet->name);
    reading->cell.type = "";
    status =
        workbook_read_part(&reading->workbook, sheet->part, &handlers, err);
    if (status)
        return status;
    if (reading->full)
        return error_set(err, RULE_WORKBOOK_UNREADABLE,
                         (struct location){reading->sheet->file, 0, 0}, NULL,
                         "the sheet is no table, or too large for one");
    explain_numbers(reading);
    if (reading->sheet->fault_count)
        qsort(reading->sheet->faults, reading->sheet->fault_count,
              sizeof *reading->sheet->faults, compare_faults);
    report_hidden(reading, sheet);
    return STATUS_OK;
}

enum status worksheet_read(struct arena *arena, const char *path,
                           const char *shown, struct worksheet **worksheet,
                           struct diagnostics *diagnostics)
{
    struct worksheet_reading reading = {
        .arena = arena,
        .sheet = ARENA_NEW(arena, struct worksheet),
        .diagnostics = diagnostics,
        .cell = {.value = buffer_new(WORKBOOK_PART_LIMIT)}};
    const char *file = arena_strndup(arena, path, workbook_path_length(path));
    const char *name = arena_strndup(arena, shown, workbook_path_length(shown));
    struct error err = {0};
    enum status status =
        workbook_open(arena, file, name, &reading.workbook, &err);

    reading.sheet->text = buffer_new(TEXT_LIMIT);
    if (!status)
        status = read_sheet(&reading, workbook_sheet_name(path), &err);
    workbook_close(&reading.workbook);
    buffer_free(&reading.cell.value);
    free(reading.forms);
    if (status) {
        diagnostics_add_error(diagnostics, &err);
        worksheet_free(reading.sheet);
    } else {
        *worksheet = reading.sheet;
    }
    return status;
}

void worksheet_free(struct worksheet *worksheet)
{
    if (!worksheet)
        return;
    buffer_free(&worksheet->text);
    free(worksheet->rows);
    free(worksheet->faults);
    worksheet->rows = NULL;
    worksheet->faults = NULL;
    worksheet->fault_count = 0;
}
