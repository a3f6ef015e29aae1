#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"

/**
 * A result under `--format json`: one object on one line of standard output.
 *
 *     struct result result = result_begin("summary", "render");
 *     result_number(&result, "letters", 3);
 *     result_end(&result);
 */
struct result {
    struct buffer line;
};

/** Begins a result, whose first member @p kind has the value @p word. */
struct result result_begin(const char *kind, const char *word);

/** Adds a member; NULL is null. */
void result_text(struct result *result, const char *name, const char *text);
void result_number(struct result *result, const char *name, size_t number);
void result_flag(struct result *result, const char *name, bool flag);

/** Adds a member whose value is JSON on one line. */
void result_json(struct result *result, const char *name, const char *json);

/** Opens an object ('{') or a list ('[') as a member; in a list @p name is
 *  NULL. */
void result_open(struct result *result, const char *name, char bracket);

/** @param bracket  '}' or ']' */
void result_close(struct result *result, char bracket);

/** Prints the line and frees the result. */
void result_end(struct result *result);

/** Like result_end(), to another file. */
void result_write(struct result *result, FILE *out);

#endif
