#ifndef PUBLISH_SITE_WITHDRAWAL_H
#define PUBLISH_SITE_WITHDRAWAL_H

#include <stdbool.h>

#include "base/diagnostics.h"

/**
 * withdrawn.csv in the output folder: the codes of councils withdrawn from the
 * site, until --only names them.
 */
struct site_withdrawal {
    const char **codes;
    size_t count;
    size_t capacity;
    bool changed; ///< since it was read
};

/** Reads the file; a missing one has no codes. @owner @p arena */
enum status site_withdrawal_read(struct site_withdrawal *withdrawal,
                                 struct arena *arena, const char *output,
                                 struct diagnostics *diagnostics) MUST_CHECK;

/** @return true if a code is withdrawn */
bool site_withdrawal_names(const struct site_withdrawal *withdrawal,
                           const char *code);

void site_withdrawal_add(struct site_withdrawal *withdrawal,
                         struct arena *arena, const char *code);

void site_withdrawal_remove(struct site_withdrawal *withdrawal,
                            const char *code);

/** Writes the file if it has changed. */
enum status site_withdrawal_write(const struct site_withdrawal *withdrawal,
                                  const char *output,
                                  struct error *err) MUST_CHECK;

#endif
