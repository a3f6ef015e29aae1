#ifndef BASE_DIAGNOSTICS_H
#define BASE_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

/**
 * All diagnostics of a run, collected rather than first-fail.
 *
 * They are printed in order of file, line and column; duplicates count once.
 * Not locked: only one thread may add to them.
 */
struct diagnostics;

enum diagnostics_format {
    DIAGNOSTICS_TEXT, ///< file:line:column: error: field: message
    DIAGNOSTICS_JSON, ///< one object a line
    DIAGNOSTICS_CSV,  ///< header line, then one row a diagnostic
};

/** @owner the caller, who frees it with diagnostics_free() */
struct diagnostics *diagnostics_new(void);

void diagnostics_free(struct diagnostics *diagnostics);

/** Removes all diagnostics, but keeps the memory. */
void diagnostics_clear(struct diagnostics *diagnostics);

/** Adds a copy of @p err. The file name is copied too. */
void diagnostics_add_error(struct diagnostics *diagnostics,
                           const struct error *err);

/**
 * Adds a diagnostic.
 *
 * @param rule         what is wrong
 * @param location     where
 * @param code         the council it is about, or NULL
 * @param field        the column, key or statistic, or NULL
 * @param format       the message, as for printf
 */
void diagnostics_add(struct diagnostics *diagnostics, enum diagnostic_id rule,
                     struct location location, const char *code,
                     const char *field, const char *format, ...)
    PRINTF_LIKE(6, 7);

/** Adds all of @p other to @p diagnostics. */
void diagnostics_join(struct diagnostics *diagnostics,
                      const struct diagnostics *other);

/** Removes the diagnostics of councils other than those with these codes. */
void diagnostics_filter_codes(struct diagnostics *diagnostics,
                              const char *const *codes, size_t count);

/** Removes the diagnostics of councils for which @p wanted returns false. Those
 *  about no council remain. */
void diagnostics_filter(struct diagnostics *diagnostics,
                        bool (*wanted)(const char *code, void *context),
                        void *context);

/** Counts all warnings as errors, earlier ones included. */
void diagnostics_warnings_are_errors(struct diagnostics *diagnostics);

/** Removes duplicates, so that the counts match the printed lines. */
void diagnostics_remove_duplicates(struct diagnostics *diagnostics);

size_t diagnostics_error_count(const struct diagnostics *diagnostics);
size_t diagnostics_warning_count(const struct diagnostics *diagnostics);

/** @return true if there is an error about the council @p code */
bool diagnostics_has_error(const struct diagnostics *diagnostics,
                           const char *code);

/** @return true if a warning counts as an error and is about the campaign, not
 *  a row: then no letter may be made */
bool diagnostics_stops_run(const struct diagnostics *diagnostics);

/**
 * Calls @p visit for each diagnostic in order, without duplicates.
 *
 * @param diagnostics  sorted on the way
 * @param visit        called with the severity after any change of warnings to
 *                     errors
 * @param context      passed to @p visit
 */
void diagnostics_each(struct diagnostics *diagnostics,
                      void (*visit)(enum severity severity,
                                    const struct error *err, void *context),
                      void *context);

/** Prints all diagnostics, sorted. */
void diagnostics_print(struct diagnostics *diagnostics,
                       enum diagnostics_format format, FILE *out);

/** The style of diagnostics as text; all zero: as in a file. */
struct diagnostics_style {
    bool colour;
    size_t columns; ///< of the terminal, to show the line of the source
                    ///< file below a diagnostic; 0: not shown
};

/** Like diagnostics_print(), with a style. */
void diagnostics_show(struct diagnostics *diagnostics,
                      enum diagnostics_format format,
                      struct diagnostics_style look, FILE *out);

/** Prints one error with a style, its line end included. */
void diagnostics_show_error(const struct error *err,
                            enum diagnostics_format format,
                            struct diagnostics_style look, FILE *out);

#endif
