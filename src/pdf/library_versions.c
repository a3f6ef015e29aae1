#include "pdf/library_versions.h"

#include <libdeflate.h>

#include "pdf/pdf_objects.h"

void library_versions_pdf(library_versions_visit *visit, void *context)
{
    visit("libharu", pdf_objects_library_version(), context);
    visit("libdeflate", LIBDEFLATE_VERSION_STRING, context);
}
