#include "letter/library.h"

#include <cmark.h>

void letter_libraries(library_visit *visit, void *context)
{
    visit("cmark", cmark_version_string(), context);
}
