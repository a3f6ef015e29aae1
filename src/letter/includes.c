#include "letter/includes.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "letter/evaluator.h"

/** Files in files in files. */
enum { DEEPEST = 8 };

/* What a cell's text names. Many texts may name one file. */
struct entry {
    const char *text; /* NULL: free */
    struct insert *insert;
};

struct table {
    struct entry *entries;
    size_t count;
    size_t room; /* a power of two */
};

struct inserts {
    struct table texts; /* by a cell's text */
    struct table paths; /* by a file's path */
};

/* The rows are gone through once; each file is compiled when it is met. */
struct loader {
    struct compiler *compiler;
    const struct campaign *campaign;
    struct inserts *inserts;
    const struct council *council;
};

/* The files that are being included, outermost first. */
struct trail {
    const struct insert *items[DEEPEST];
    size_t depth;
    size_t item; /* list items that the files stand in */
};

static struct entry *find_entry(const struct table *table, const char *text)
{
    size_t at = (size_t)hash_short(text) & (table->room - 1);

    while (table->entries[at].text &&
           strcmp(table->entries[at].text, text) != 0)
        at = (at + 1) & (table->room - 1);
    return &table->entries[at];
}

static struct insert *find(const struct table *table, const char *text)
{
    return table->room ? find_entry(table, text)->insert : NULL;
}

static void grow(struct table *table)
{
    const struct table old = *table;

    table->room = old.room ? old.room * 2 : 64;
    table->entries = memory_alloc(table->room * sizeof *table->entries);
    memset(table->entries, 0, table->room * sizeof *table->entries);
    for (size_t i = 0; i < old.room; i++)
        if (old.entries[i].text)
            *find_entry(table, old.entries[i].text) = old.entries[i];
    free(old.entries);
}

static void add(struct table *table, const char *text, struct insert *insert)
{
    if ((table->count + 1) * 2 > table->room)
        grow(table);
    *find_entry(table, text) = (struct entry){text, insert};
    table->count++;
}

const struct insert *inserts_find(const struct inserts *inserts,
                                  const char *text)
{
    return inserts ? find(&inserts->texts, text) : NULL;
}

/* What is kept of a file's mistakes. */
struct keeping {
    struct arena *arena;
    struct insert *insert;
};

static void keep_fault(enum severity severity, const struct error *err,
                       void *context)
{
    const struct keeping *keeping = context;
    struct error *fault;

    if (severity != SEVERITY_ERROR || keeping->insert->fault)
        return;
    fault = arena_copy(keeping->arena, err, sizeof *err);
    fault->place.file = arena_string(keeping->arena, err->place.file);
    keeping->insert->fault = fault;
}

struct retelling {
    struct report *report;
    const char *code;
};

/* A place in a file is the same for all rows that name it: say which it is. */
static void blame_row(const struct error *err, const char *code,
                      struct report *report)
{
    const size_t length = strlen(err->message);
    const bool asks = length && err->message[length - 1] == '?';

    report_say(report, err->rule, err->place, code, err->field,
               asks ? "%s (in the letter of %s)" : "%s, in the letter of %s",
               err->message, code);
}

/* Mistakes belong to the row that names the file, warnings to the file. */
static void retell(enum severity severity, const struct error *err,
                   void *context)
{
    const struct retelling *retelling = context;

    if (severity == SEVERITY_ERROR)
        blame_row(err, retelling->code, retelling->report);
    else
        report_add(retelling->report, err);
}

static void read_insert(struct compiler *compiler,
                        const struct campaign *campaign, struct insert *insert)
{
    struct source source = {.file = NULL};

    if (source_read(compiler->scratch, insert->path, &source,
                    compiler->report) != STATUS_OK)
        return;
    hash_bytes(source.bytes, source.length, insert->digest);
    program_compile(compiler, campaign, &source, PROGRAM_INCLUDED,
                    &insert->program);
}

/* Reads a file, and tells the row in hand what is wrong with it. */
static void load_file(struct loader *loader, struct insert *insert)
{
    struct compiler compiler = *loader->compiler;
    struct retelling retelling = {loader->compiler->report,
                                  loader->council->code};
    struct keeping keeping = {compiler.arena, insert};

    compiler.scratch = arena_new();
    compiler.alphabet = NULL;
    compiler.report = report_new();
    read_insert(&compiler, loader->campaign, insert);
    report_each(compiler.report, keep_fault, &keeping);
    report_each(compiler.report, retell, &retelling);
    report_free(compiler.report);
    arena_free(compiler.scratch);
}

static struct insert *load_path(struct loader *loader, const char *path)
{
    struct insert *insert = find(&loader->inserts->paths, path);

    if (insert)
        return insert;
    insert = ARENA_NEW(loader->compiler->arena, struct insert);
    insert->path = arena_string(loader->compiler->arena, path);
    load_file(loader, insert);
    add(&loader->inserts->paths, insert->path, insert);
    return insert;
}

/* Finds the file that a cell names, if no row before did. */
static void load_cell(struct loader *loader, const struct include *include)
{
    const struct campaign *campaign = loader->campaign;
    const struct value cell = loader->council->values[include->column];
    struct compiler *compiler = loader->compiler;
    struct error err = {.code = ""};
    struct insert *insert;
    const char *path;

    if (!glossary_is_true(cell.text) ||
        find(&loader->inserts->texts, cell.text))
        return;
    if (campaign_find_file(
            compiler->scratch, campaign, cell,
            roster_column(campaign->roster, include->column).text, &path,
            &err) == STATUS_OK) {
        insert = load_path(loader, path);
    } else {
        insert = ARENA_NEW(compiler->arena, struct insert);
        insert->path = NULL;
        insert->fault = arena_copy(compiler->arena, &err, sizeof err);
    }
    add(&loader->inserts->texts, arena_string(compiler->arena, cell.text),
        insert);
}

/* The place of a file that is not there is the cell's, row by row. */
static void blame_insert(const struct insert *insert, struct value cell,
                         const char *code, struct report *report)
{
    struct error err = *insert->fault;

    if (insert->path) {
        blame_row(&err, code, report);
        return;
    }
    err.place = cell.place;
    text_copy(err.code, sizeof err.code, code);
    report_add(report, &err);
}

static bool is_on(const struct trail *trail, const struct insert *insert)
{
    for (size_t i = 0; i < trail->depth; i++)
        if (trail->items[i] == insert)
            return true;
    return false;
}

static bool blame_depth(const struct include *include,
                        const struct insert *insert, bool circle,
                        const struct council *council, struct report *report)
{
    const char *path = insert->path ? insert->path : "a file";

    if (circle)
        report_say(report, RULE_INCLUDE_DEPTH, include->place, council->code,
                   NULL, "%s includes itself through %s, in the letter of %s",
                   path, include->written, council->code);
    else
        report_say(report, RULE_INCLUDE_DEPTH, include->place, council->code,
                   NULL,
                   "%s stands more than %d files deep, in the letter of %s",
                   include->written, DEEPEST, council->code);
    return false;
}

/* Headings, panels and the like cannot stand in a list item. */
static bool check_item(const struct include *include,
                       const struct insert *insert, const struct trail *trail,
                       const struct council *council, struct report *report)
{
    if (!trail->item || !insert->program.has_pages)
        return true;
    report_say(report, RULE_TEMPLATE_UNSUPPORTED, include->place, council->code,
               NULL,
               "%s stands in a list item, but %s holds more than paragraphs "
               "and lists, in the letter of %s",
               include->written, insert->path, council->code);
    return false;
}

static bool check(const struct inserts *inserts, struct loader *loader,
                  const struct program *program, struct trail *trail,
                  const struct council *council, struct report *report);

static bool check_insert(const struct inserts *inserts, struct loader *loader,
                         const struct include *include,
                         const struct insert *insert, struct trail *trail,
                         const struct council *council, struct report *report)
{
    const bool circle = is_on(trail, insert);
    bool fine;

    if (insert->fault) {
        blame_insert(insert, council->values[include->column], council->code,
                     report);
        return false;
    }
    if (circle || trail->depth == DEEPEST)
        return blame_depth(include, insert, circle, council, report);
    trail->items[trail->depth++] = insert;
    trail->item += include->in_item;
    fine = check_item(include, insert, trail, council, report) &&
           check(inserts, loader, &insert->program, trail, council, report);
    trail->item -= include->in_item;
    trail->depth--;
    return fine;
}

/* With a loader, files that are not there yet are read on the way. */
static bool check(const struct inserts *inserts, struct loader *loader,
                  const struct program *program, struct trail *trail,
                  const struct council *council, struct report *report)
{
    bool fine = true;

    for (size_t i = 0; i < program->include_count; i++) {
        const struct include *include = &program->includes[i];
        const struct insert *insert;
        if (loader)
            load_cell(loader, include);
        insert = inserts_find(inserts, council->values[include->column].text);
        if (insert && !check_insert(inserts, loader, include, insert, trail,
                                    council, report))
            fine = false;
    }
    return fine;
}

bool inserts_check(const struct inserts *inserts, const struct program *program,
                   const struct council *council, struct report *report)
{
    struct trail trail = {.depth = 0};

    return !program->include_count ||
           check(inserts, NULL, program, &trail, council, report);
}

static void load_row(struct loader *loader, const struct program *program,
                     const struct council *council)
{
    struct trail trail = {.depth = 0};

    loader->council = council;
    /* The faults are in the report; other rows go on. */
    (void)check(loader->inserts, loader, program, &trail, council,
                loader->compiler->report);
}

struct inserts *inserts_new(struct compiler *compiler,
                            const struct campaign *campaign,
                            const struct program *program)
{
    struct inserts *inserts = memory_alloc(sizeof *inserts);
    struct compiler own = *compiler;
    struct loader loader = {&own, campaign, inserts, NULL};
    struct arena *row = arena_new();
    const size_t count =
        program->include_count ? roster_count(campaign->roster) : 0;

    *inserts = (struct inserts){{NULL, 0, 0}, {NULL, 0, 0}};
    own.scratch = row;
    for (size_t i = 0; i < count; i++) {
        struct council council;
        arena_reset(row);
        roster_read(campaign->roster, i, row, &council);
        load_row(&loader, program, &council);
    }
    arena_free(row);
    return inserts;
}

size_t inserts_paths(const struct inserts *inserts, const char **paths)
{
    size_t count = 0;

    for (size_t i = 0; inserts && i < inserts->paths.room; i++) {
        if (!inserts->paths.entries[i].text)
            continue;
        if (paths)
            paths[count] = inserts->paths.entries[i].text;
        count++;
    }
    return count;
}

void inserts_prepare(struct arena *arena, struct inserts *inserts)
{
    for (size_t i = 0; i < inserts->paths.room; i++)
        if (inserts->paths.entries[i].text)
            writer_prepare(arena, &inserts->paths.entries[i].insert->program);
}

void inserts_free(struct inserts *inserts)
{
    if (!inserts)
        return;
    free(inserts->texts.entries);
    free(inserts->paths.entries);
    free(inserts);
}

static void hash_program(const struct inserts *inserts,
                         const struct program *program,
                         const struct council *council, size_t depth,
                         struct hash *hash)
{
    for (size_t i = 0; i < program->include_count; i++) {
        const size_t column = program->includes[i].column;
        const struct insert *insert =
            inserts_find(inserts, council->values[column].text);
        hash_add_integer(hash, insert != NULL);
        if (!insert || depth == DEEPEST)
            continue;
        hash_add(hash, insert->digest, sizeof insert->digest);
        hash_program(inserts, &insert->program, council, depth + 1, hash);
    }
}

void inserts_hash(const struct inserts *inserts, const struct program *program,
                  const struct council *council, struct hash *hash)
{
    hash_program(inserts, program, council, 0, hash);
}
