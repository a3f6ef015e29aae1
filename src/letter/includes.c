#include "letter/includes.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"

/** Maximum nesting of files. */
enum { DEEPEST = 8 };

struct includes {
    const struct campaign *campaign;
    struct map texts; /* included files by a cell's text; many texts may name
                         one file */
    struct map paths; /* included files by their path */
};

/* Rows are read once; a file is compiled when a row first names it. */
struct loader {
    struct compile_context *context;
    struct includes *includes;
    const struct council *council;
};

/* The files that are being included, outermost first. */
struct trail {
    const struct included_file *items[DEEPEST];
    size_t depth;
    size_t item; /* list items around the files */
};

/* @return the number of a council's cells that a ((>column)) reads: one, or one
 *         in each row of a list */
static size_t count_cells(const struct includes *includes,
                          const struct include *include,
                          const struct council *council)
{
    if (include->symbol->kind == SYMBOL_COLUMN)
        return 1;
    return row_list_count(includes->campaign->lists[include->symbol->list],
                          council->index);
}

static struct value read_cell(const struct includes *includes,
                              const struct include *include,
                              const struct council *council, size_t row,
                              struct arena *arena)
{
    const struct symbol *symbol = include->symbol;

    if (symbol->kind == SYMBOL_COLUMN)
        return council->values[symbol->index];
    return row_list_read(includes->campaign->lists[symbol->list],
                         council->index, row, arena)
        .values[symbol->index];
}

const struct included_file *includes_find(const struct includes *includes,
                                          const char *text)
{
    return includes ? map_find_text(&includes->texts, text) : NULL;
}

/* The mistakes of a file. */
struct keeping {
    struct arena *arena;
    struct included_file *included_file;
};

static void record_fault(enum severity severity, const struct error *err,
                         void *context)
{
    const struct keeping *keeping = context;
    struct error *fault;

    if (severity != SEVERITY_ERROR || keeping->included_file->fault)
        return;
    fault = arena_copy(keeping->arena, err, sizeof *err);
    fault->location.file = arena_strdup(keeping->arena, err->location.file);
    keeping->included_file->fault = fault;
}

struct repeating {
    struct diagnostics *diagnostics;
    const char *code;
};

/* Names the row in the message: all rows that name the file share the
 * location.
 */
static void report_for_row(const struct error *err, const char *code,
                           struct diagnostics *diagnostics)
{
    const size_t length = strlen(err->message);
    const bool asks = length && err->message[length - 1] == '?';

    diagnostics_add(diagnostics, err->rule, err->location, code, err->field,
                    asks ? "%s (in the letter of %s)"
                         : "%s, in the letter of %s",
                    err->message, code);
}

/* Errors are reported for the row that names the file, warnings for the file.
 */
static void report_again(enum severity severity, const struct error *err,
                         void *context)
{
    const struct repeating *repeating = context;

    if (severity == SEVERITY_ERROR)
        report_for_row(err, repeating->code, repeating->diagnostics);
    else
        diagnostics_add_error(repeating->diagnostics, err);
}

static void read_included_file(struct compile_context *context,
                               const struct campaign *campaign,
                               struct included_file *included_file)
{
    struct source_text source = {.file = NULL};

    if (source_text_read(context->scratch, included_file->path, &source,
                         context->diagnostics) != STATUS_OK)
        return;
    hash_bytes(source.bytes, source.length, included_file->digest);
    block_template_compile(context, campaign, &source, BLOCK_TEMPLATE_INCLUDED,
                           &included_file->block_template);
}

/* Reads a file and reports its mistakes for the current row. */
static void load_file(struct loader *loader,
                      struct included_file *included_file)
{
    struct compile_context context = *loader->context;
    struct repeating repeating = {loader->context->diagnostics,
                                  loader->council->code};
    struct keeping keeping = {context.arena, included_file};

    context.scratch = arena_new();
    context.codepoint_set = NULL;
    context.diagnostics = diagnostics_new();
    read_included_file(&context, loader->includes->campaign, included_file);
    diagnostics_each(context.diagnostics, record_fault, &keeping);
    diagnostics_each(context.diagnostics, report_again, &repeating);
    diagnostics_free(context.diagnostics);
    arena_free(context.scratch);
}

static struct included_file *load_path(struct loader *loader, const char *path)
{
    struct included_file *included_file =
        map_find_text(&loader->includes->paths, path);

    if (included_file)
        return included_file;
    included_file = ARENA_NEW(loader->context->arena, struct included_file);
    included_file->path = arena_strdup(loader->context->arena, path);
    load_file(loader, included_file);
    *map_at_text(&loader->includes->paths, included_file->path) = included_file;
    return included_file;
}

/* Finds the file that a cell names, unless an earlier row named it. */
static void load_cell(struct loader *loader, const struct include *include,
                      struct value cell)
{
    struct compile_context *context = loader->context;
    struct error err = {.code = ""};
    struct included_file *included_file;
    const char *path;

    if (!symbols_is_true(cell.text) ||
        map_find_text(&loader->includes->texts, cell.text))
        return;
    if (campaign_find_file(context->scratch, loader->includes->campaign, cell,
                           include->symbol->name, &path, &err) == STATUS_OK) {
        included_file = load_path(loader, path);
    } else {
        included_file = ARENA_NEW(context->arena, struct included_file);
        included_file->path = NULL;
        included_file->fault = arena_copy(context->arena, &err, sizeof err);
    }
    *map_at_text(&loader->includes->texts,
                 arena_strdup(context->arena, cell.text)) = included_file;
}

/* A missing file is reported at the cell of each row. */
static void report_included_file(const struct included_file *included_file,
                                 struct value cell, const char *code,
                                 struct diagnostics *diagnostics)
{
    struct error err = *included_file->fault;

    if (included_file->path) {
        report_for_row(&err, code, diagnostics);
        return;
    }
    err.location = cell.location;
    utf8_copy(err.code, sizeof err.code, code);
    diagnostics_add_error(diagnostics, &err);
}

static bool is_on(const struct trail *trail,
                  const struct included_file *included_file)
{
    for (size_t i = 0; i < trail->depth; i++)
        if (trail->items[i] == included_file)
            return true;
    return false;
}

static bool report_depth(const struct include *include,
                         const struct included_file *included_file, bool circle,
                         const struct council *council,
                         struct diagnostics *diagnostics)
{
    const char *path = included_file->path ? included_file->path : "a file";

    if (circle)
        diagnostics_add(diagnostics, RULE_INCLUDE_DEPTH, include->location,
                        council->code, NULL,
                        "%s includes itself through %s, in the letter of %s",
                        path, include->written, council->code);
    else
        diagnostics_add(diagnostics, RULE_INCLUDE_DEPTH, include->location,
                        council->code, NULL,
                        "%s is more than %d files deep, in the letter of %s",
                        include->written, DEEPEST, council->code);
    return false;
}

/* Headings, panels and the like are not allowed in a list item. */
static bool check_item(const struct include *include,
                       const struct included_file *included_file,
                       const struct trail *trail, const struct council *council,
                       struct diagnostics *diagnostics)
{
    if (!trail->item || !included_file->block_template.has_pages)
        return true;
    diagnostics_add(diagnostics, RULE_TEMPLATE_UNSUPPORTED, include->location,
                    council->code, NULL,
                    "%s is in a list item, but %s holds more than paragraphs "
                    "and lists, in the letter of %s",
                    include->written, included_file->path, council->code);
    return false;
}

static bool check(const struct includes *includes, struct loader *loader,
                  const struct block_template *block_template,
                  struct trail *trail, const struct council *council,
                  struct diagnostics *diagnostics);

static bool check_included_file(const struct includes *includes,
                                struct loader *loader,
                                const struct include *include,
                                struct value cell, struct trail *trail,
                                const struct council *council,
                                struct diagnostics *diagnostics)
{
    const struct included_file *included_file =
        includes_find(includes, cell.text);
    const bool circle = is_on(trail, included_file);
    bool fine;

    if (!included_file)
        return true;
    if (included_file->fault) {
        report_included_file(included_file, cell, council->code, diagnostics);
        return false;
    }
    if (circle || trail->depth == DEEPEST)
        return report_depth(include, included_file, circle, council,
                            diagnostics);
    trail->items[trail->depth++] = included_file;
    trail->item += include->in_item;
    fine = check_item(include, included_file, trail, council, diagnostics) &&
           check(includes, loader, &included_file->block_template, trail,
                 council, diagnostics);
    trail->item -= include->in_item;
    trail->depth--;
    return fine;
}

/* With a loader, new files are read. */
static bool check_include(const struct includes *includes,
                          struct loader *loader, const struct include *include,
                          struct trail *trail, const struct council *council,
                          struct diagnostics *diagnostics)
{
    const size_t count = count_cells(includes, include, council);
    struct arena *arena = arena_new();
    bool fine = true;

    for (size_t row = 0; row < count; row++) {
        const struct value cell =
            read_cell(includes, include, council, row, arena);
        if (loader)
            load_cell(loader, include, cell);
        if (!check_included_file(includes, loader, include, cell, trail,
                                 council, diagnostics))
            fine = false;
    }
    arena_free(arena);
    return fine;
}

static bool check(const struct includes *includes, struct loader *loader,
                  const struct block_template *block_template,
                  struct trail *trail, const struct council *council,
                  struct diagnostics *diagnostics)
{
    bool fine = true;

    for (size_t i = 0; i < block_template->include_count; i++)
        if (!check_include(includes, loader, &block_template->includes[i],
                           trail, council, diagnostics))
            fine = false;
    return fine;
}

bool includes_check(const struct includes *includes,
                    const struct block_template *block_template,
                    const struct council *council,
                    struct diagnostics *diagnostics)
{
    struct trail trail = {.depth = 0};

    return !block_template->include_count ||
           check(includes, NULL, block_template, &trail, council, diagnostics);
}

static void load_row(struct loader *loader,
                     const struct block_template *block_template,
                     const struct council *council)
{
    struct trail trail = {.depth = 0};

    loader->council = council;
    /* Errors are in the diagnostics; other rows continue. */
    (void)check(loader->includes, loader, block_template, &trail, council,
                loader->context->diagnostics);
}

struct includes *includes_new(struct compile_context *context,
                              const struct campaign *campaign,
                              const struct block_template *block_template)
{
    struct includes *includes = memory_alloc(sizeof *includes);
    struct compile_context own = *context;
    struct loader loader = {&own, includes, NULL};
    struct arena *row = arena_new();
    const size_t count =
        block_template->include_count ? roster_count(campaign->roster) : 0;

    *includes = (struct includes){.campaign = campaign};
    own.scratch = row;
    for (size_t i = 0; i < count; i++) {
        struct council council;
        arena_reset(row);
        roster_read(campaign->roster, i, row, &council);
        load_row(&loader, block_template, &council);
    }
    arena_free(row);
    return includes;
}

size_t includes_paths(const struct includes *includes, const char **paths)
{
    const struct map_entry *entry = NULL;
    size_t count = 0;

    while (includes && (entry = map_next(&includes->paths, entry))) {
        if (paths)
            paths[count] = entry->key;
        count++;
    }
    return count;
}

void includes_free(struct includes *includes)
{
    if (!includes)
        return;
    map_free(&includes->texts);
    map_free(&includes->paths);
    free(includes);
}

static void hash_block_template(const struct includes *includes,
                                const struct block_template *block_template,
                                const struct council *council, size_t depth,
                                struct hash *hash);

static void hash_file(const struct includes *includes, const char *text,
                      const struct council *council, size_t depth,
                      struct hash *hash)
{
    const struct included_file *included_file = includes_find(includes, text);

    hash_add_integer(hash, included_file != NULL);
    if (!included_file || depth == DEEPEST)
        return;
    hash_add(hash, included_file->digest, sizeof included_file->digest);
    hash_block_template(includes, &included_file->block_template, council,
                        depth + 1, hash);
}

static void hash_block_template(const struct includes *includes,
                                const struct block_template *block_template,
                                const struct council *council, size_t depth,
                                struct hash *hash)
{
    struct arena *arena = arena_new();

    for (size_t i = 0; i < block_template->include_count; i++) {
        const struct include *include = &block_template->includes[i];
        const size_t count = count_cells(includes, include, council);
        for (size_t row = 0; row < count; row++)
            hash_file(includes,
                      read_cell(includes, include, council, row, arena).text,
                      council, depth, hash);
    }
    arena_free(arena);
}

void includes_hash(const struct includes *includes,
                   const struct block_template *block_template,
                   const struct council *council, struct hash *hash)
{
    if (block_template->include_count)
        hash_block_template(includes, block_template, council, 0, hash);
}
