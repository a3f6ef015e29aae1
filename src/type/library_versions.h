#ifndef TYPE_LIBRARY_H
#define TYPE_LIBRARY_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void type_libraries(library_visit *visit, void *context);

#endif
