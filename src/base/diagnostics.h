#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

/**
 * All diagnostics of a run, collected rather than first-fail.
 *
 * Printed in order of file, line and column; the same diagnostic at the same
 * place counts once. A report is not locked: one thread writes to it.
 */
struct report;

enum report_format {
    REPORT_TEXT, ///< file:line:column: error: field: message
    REPORT_JSON, ///< one object a line
    REPORT_CSV,  ///< header line, then one row a diagnostic
};

/** @owner the caller, who frees it with report_free() */
struct report *report_new(void);

void report_free(struct report *report);

/** Forgets everything, but keeps the memory. */
void report_clear(struct report *report);

/** Adds a copy of @p err. The file name is copied too. */
void report_add(struct report *report, const struct error *err);

/**
 * Adds a diagnostic that is made up here.
 *
 * @param report  the report
 * @param rule    what is wrong
 * @param place   where
 * @param code    the council it is about, or NULL
 * @param field   the column, key or statistic, or NULL
 * @param format  the message, as for printf
 */
void report_say(struct report *report, enum rule rule, struct place place,
                const char *code, const char *field, const char *format, ...)
    PRINTF_LIKE(6, 7);

/** Adds all of @p other to @p report. */
void report_join(struct report *report, const struct report *other);

/** Forgets what is about councils other than those with these codes. */
void report_keep_codes(struct report *report, const char *const *codes,
                       size_t count);

/** Forgets what is about councils that @p keep does not want; what is about
 *  no council stays. */
void report_keep(struct report *report,
                 bool (*keep)(const char *code, void *context), void *context);

/** Counts warnings as errors from now on, those already there included. */
void report_warnings_are_errors(struct report *report);

size_t report_errors(const struct report *report);
size_t report_warnings(const struct report *report);

/** @return whether a diagnostic of @p code of the grade error is there */
bool report_blames(const struct report *report, const char *code);

/** @return whether a warning that counts as an error is about no row, but the
 *  campaign: then no letter may be made */
bool report_stops(const struct report *report);

/**
 * Calls @p visit for each diagnostic, sorted, duplicates left out.
 *
 * @param report   the report; sorted on the way
 * @param visit    called with the severity in force and the diagnostic
 * @param context  handed on
 */
void report_each(struct report *report,
                 void (*visit)(enum severity severity, const struct error *err,
                               void *context),
                 void *context);

/** Prints the whole report, sorted. */
void report_print(struct report *report, enum report_format format, FILE *out);

/** Prints one diagnostic in the text form, with its line end. */
void error_print(enum severity severity, const struct error *err, FILE *out);

#endif
