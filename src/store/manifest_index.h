#ifndef STORE_MANIFEST_INDEX_H
#define STORE_MANIFEST_INDEX_H

#include "base/diagnostics.h"
#include "store/manifest.h"

/** A manifest indexed by name, code and digest. Immutable once open. */
struct manifest_index;

/**
 * @param arena           owns the index
 * @param path            the manifest
 * @param manifest_index  [out]
 * @param diagnostics     gets what is wrong
 * @return STATUS_OK or the status of the first error
 * @errors RULE_FILE_MISSING; those of manifest_read()
 */
enum status manifest_index_open(struct arena *arena, const char *path,
                                struct manifest_index **manifest_index,
                                struct diagnostics *diagnostics) MUST_CHECK;

/** @return the manifest's path */
const char *manifest_index_path(const struct manifest_index *manifest_index);

/** @return the row of a file of this name in any folder, or NULL */
const struct manifest_entry *
manifest_index_by_name(const struct manifest_index *manifest_index,
                       const char *name);

/** @return the row of a council, or NULL */
const struct manifest_entry *
manifest_index_by_code(const struct manifest_index *manifest_index,
                       const char *code);

/** @return the row of a file with this content, or NULL */
const struct manifest_entry *
manifest_index_by_hash(const struct manifest_index *manifest_index,
                       const char *sha256);

#endif
