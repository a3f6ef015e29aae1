#include "letter/library_versions.h"

#include <cmark.h>

void library_versions_letter(library_versions_visit *visit, void *context)
{
    visit("cmark", cmark_version_string(), context);
}
