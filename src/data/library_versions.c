#include "data/library_versions.h"

#include <csv.h>
#include <yaml.h>

#define WORD_OF(number) #number
#define WORD(number) WORD_OF(number)

void library_versions_data(library_versions_visit *visit, void *context)
{
    /* libcsv cannot be asked. */
    visit("libcsv", WORD(CSV_MAJOR) "." WORD(CSV_MINOR) "." WORD(CSV_RELEASE),
          context);
    visit("libyaml", yaml_get_version_string(), context);
}
