#ifndef LETTER_LIBRARY_H
#define LETTER_LIBRARY_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void letter_libraries(library_visit *visit, void *context);

#endif
