#ifndef PROOF_PROOF_SHARED_H
#define PROOF_PROOF_SHARED_H

#include "run/engine.h"
#include "store/atomic_file.h"

/**
 * Files that the letters of a proof share, named by content: faces and
 * artwork. Previous versions of letters need the old ones, so none is removed.
 */

/** Wraps JSON as a script, which a page can load from its folder. */
void proof_shared_wrap(const struct buffer *json, struct buffer *script);

/**
 * Writes "<folder>/shared/<id>.js" for each face and artwork of a run, unless
 * it exists, and copies those of another proof.
 *
 * @param engine  the run's
 * @param folder  "<output>/proof"
 * @param other   the folder of the baseline's proof; or NULL
 * @param sync    when files must be on the disk
 */
enum status proof_shared_write(const struct engine *engine, const char *folder,
                               const char *other, enum file_sync sync,
                               struct error *err) MUST_CHECK;

#endif
