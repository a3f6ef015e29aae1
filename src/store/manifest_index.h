#ifndef DELIVERY_REGISTRY_H
#define DELIVERY_REGISTRY_H

#include "base/diagnostics.h"
#include "store/manifest.h"

/** A manifest to look letters up in. Immutable once open. */
struct registry;

/**
 * @param arena     owns the registry
 * @param path      the manifest
 * @param registry  filled in on success
 * @param report    gets what is wrong
 * @return STATUS_OK, or why the manifest cannot be read
 * @errors RULE_FILE_MISSING; those of manifest_read()
 */
enum status registry_open(struct arena *arena, const char *path,
                          struct registry **registry,
                          struct report *report) MUST_CHECK;

/** @return the manifest's path */
const char *registry_path(const struct registry *registry);

/** @return the row of a file of this name, whatever its folder; or NULL */
const struct manifest_entry *registry_by_name(const struct registry *registry,
                                              const char *name);

/** @return the row of a council, or NULL */
const struct manifest_entry *registry_by_code(const struct registry *registry,
                                              const char *code);

/** @return the row of a file with this content, or NULL */
const struct manifest_entry *registry_by_hash(const struct registry *registry,
                                              const char *sha256);

#endif
