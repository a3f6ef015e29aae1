#include "run/build_id.h"

#include "base/library_versions.h"
#include "canvas/library_versions.h"
#include "data/library_versions.h"
#include "letter/library_versions.h"
#include "pdf/library_versions.h"
#include "type/library_versions.h"

static void visit_all(library_visit *visit, void *context)
{
    base_libraries(visit, context);
    data_libraries(visit, context);
    letter_libraries(visit, context);
    type_libraries(visit, context);
    canvas_libraries(visit, context);
    pdf_libraries(visit, context);
}

static void hash_library(const char *name, const char *version, void *context)
{
    hash_add_text(context, name);
    hash_add_text(context, version);
}

void edition_hash(struct hash *hash)
{
    hash_add_text(hash, LETTERMILL_VERSION);
    hash_add_text(hash, edition_sources);
    visit_all(hash_library, hash);
}

static void add_library(const char *name, const char *version, void *context)
{
    struct buffer *json = context;

    if (json->bytes[json->length - 1] != '{')
        buffer_add_text(json, ", ");
    buffer_add_json(json, name);
    buffer_add_text(json, ": ");
    buffer_add_json(json, version);
}

void edition_add_libraries(struct buffer *json)
{
    buffer_add_char(json, '{');
    visit_all(add_library, json);
    buffer_add_char(json, '}');
}
