#ifndef PROOF_PROOF_SHARED_H
#define PROOF_PROOF_SHARED_H

#include "run/engine.h"
#include "store/atomic_file.h"

/**
 * What the letters of a proof share, a file each, named for its content: faces
 * and artwork. Letters as they were before need those of then, so none is
 * removed.
 */

/** Wraps JSON as a script that a page may load from its own folder. */
void proof_shared_wrap(const struct buffer *json, struct buffer *script);

/**
 * Writes "<folder>/shared/<id>.js" for each face and artwork of a run, where it
 * is not there yet, and copies those of another proof.
 *
 * @param engine  the run's
 * @param folder  "<output>/proof"
 * @param other   the folder of the proof that is held against this; or NULL
 * @param sync    when files must be on the disk
 */
enum status proof_shared_write(const struct engine *engine, const char *folder,
                               const char *other, enum file_sync sync,
                               struct error *err) MUST_CHECK;

#endif
