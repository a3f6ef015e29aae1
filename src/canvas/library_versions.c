#include "canvas/library_versions.h"

#include <cairo.h>
#include <expat.h>
#include <png.h>

void library_versions_canvas(library_versions_visit *visit, void *context)
{
    visit("cairo", cairo_version_string(), context);
    visit("Expat", XML_ExpatVersion(), context);
    visit("libpng", png_get_libpng_ver(NULL), context);
}
