#ifndef CANVAS_LIBRARY_VERSIONS_H
#define CANVAS_LIBRARY_VERSIONS_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void library_versions_canvas(library_versions_visit *visit, void *context);

#endif
