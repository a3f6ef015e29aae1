#ifndef DATA_LIBRARY_H
#define DATA_LIBRARY_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void data_libraries(library_visit *visit, void *context);

#endif
