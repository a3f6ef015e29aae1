#include "run/build_id.h"

#include "base/library_versions.h"
#include "canvas/library_versions.h"
#include "data/library_versions.h"
#include "letter/library_versions.h"
#include "pdf/library_versions.h"
#include "type/library_versions.h"

static void visit_all(library_versions_visit *visit, void *context)
{
    library_versions_base(visit, context);
    library_versions_data(visit, context);
    library_versions_letter(visit, context);
    library_versions_type(visit, context);
    library_versions_canvas(visit, context);
    library_versions_pdf(visit, context);
}

static void hash_library(const char *name, const char *version, void *context)
{
    hash_add_text(context, name);
    hash_add_text(context, version);
}

void build_id_hash(struct hash *hash)
{
    hash_add_text(hash, LETTERMILL_VERSION);
    hash_add_text(hash, build_id_sources);
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

void build_id_add_libraries(struct buffer *json)
{
    buffer_add_char(json, '{');
    visit_all(add_library, json);
    buffer_add_char(json, '}');
}
