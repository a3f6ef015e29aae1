#include "type/library_versions.h"

#include <hb.h>
#include <linebreak.h>
#include <stdio.h>

void library_versions_type(library_versions_visit *visit, void *context)
{
    char version[32];

    snprintf(version, sizeof version, "%d.%d", linebreak_version >> 8,
             linebreak_version & 0xFF);
    visit("HarfBuzz", hb_version_string(), context);
    visit("libunibreak", version, context);
}
