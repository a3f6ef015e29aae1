#include "pdf/library_versions.h"

#include <libdeflate.h>

#include "pdf/pdf_objects.h"

void pdf_libraries(library_visit *visit, void *context)
{
    visit("libharu", haru_version(), context);
    visit("libdeflate", LIBDEFLATE_VERSION_STRING, context);
}
