#ifndef CANVAS_LIBRARY_H
#define CANVAS_LIBRARY_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void canvas_libraries(library_visit *visit, void *context);

#endif
