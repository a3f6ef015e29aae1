#include "letter/library_versions.h"

#include <cmark.h>

void letter_libraries(library_visit *visit, void *context)
{
    visit("cmark", cmark_version_string(), context);
}
