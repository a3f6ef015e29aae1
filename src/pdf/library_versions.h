#ifndef PDF_LIBRARY_H
#define PDF_LIBRARY_H

#include "base/library_versions.h"

/** Names the foreign libraries of this module. */
void pdf_libraries(library_visit *visit, void *context);

#endif
