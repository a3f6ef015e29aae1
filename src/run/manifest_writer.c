#include "run/manifest_writer.h"

#include <stdint.h>
#include <string.h>

struct manifest_writer {
    const struct output_state *output_state;
    const struct campaign *campaign;
    const unsigned char *states;
    const bool *absent;
    struct atomic_file *stream;
    struct arena *arena; /* for the current row */
    struct buffer line;
};

static void add_refused(struct manifest_writer *manifest_writer,
                        const char *code, const char *name)
{
    const struct manifest_entry entry = {
        .code = code, .name = name, .file = "", .status = MANIFEST_REFUSED};

    buffer_clear(&manifest_writer->line);
    manifest_add(&manifest_writer->line, &entry);
    atomic_file_add(manifest_writer->stream, manifest_writer->line.bytes,
                    manifest_writer->line.length);
}

/* Adds the recorded line, if there is one. */
static void add_line(struct manifest_writer *manifest_writer, size_t row)
{
    struct manifest_line line;

    if (output_state_find_line(manifest_writer->output_state, row,
                               manifest_writer->arena, &line))
        atomic_file_add(manifest_writer->stream, line.bytes, line.length);
}

static void add_row(struct manifest_writer *manifest_writer, size_t row)
{
    struct council council;

    if (manifest_writer->states[row] != ROW_REFUSED) {
        add_line(manifest_writer, row);
        return;
    }
    roster_read(manifest_writer->campaign->roster, row, manifest_writer->arena,
                &council);
    add_refused(manifest_writer, council.code, council.name);
}

/* Adds a row that the roster refused; no row of its code is in the roster. */
static void add_absent(struct manifest_writer *manifest_writer, size_t index,
                       const struct refused_row *row)
{
    const struct roster *roster = manifest_writer->campaign->roster;
    const size_t name = roster_find_column(
        roster, manifest_writer->campaign->settings.name.text);

    if (!manifest_writer->absent[index])
        add_line(manifest_writer, roster_count(roster) + index);
    else
        add_refused(manifest_writer, row->code,
                    name != SIZE_MAX ? row->values[name].text : "");
}

/* Both kinds of rows are in order of code. */
static void add_rows(struct manifest_writer *manifest_writer)
{
    const struct roster *roster = manifest_writer->campaign->roster;
    struct arena *arena = arena_new();
    size_t next = 0;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        arena_reset(arena);
        roster_read_refused(roster, i, arena, &row);
        for (; next < roster_count(roster) &&
               strcmp(roster_code(roster, next), row.code) < 0;
             next++) {
            arena_reset(manifest_writer->arena);
            add_row(manifest_writer, next);
        }
        arena_reset(manifest_writer->arena);
        add_absent(manifest_writer, i, &row);
    }
    for (; next < roster_count(roster); next++) {
        arena_reset(manifest_writer->arena);
        add_row(manifest_writer, next);
    }
    arena_free(arena);
}

enum status manifest_writer_write(const char *path,
                                  const struct output_state *output_state,
                                  const struct campaign *campaign,
                                  const unsigned char *states,
                                  const bool *absent, enum file_sync sync,
                                  struct error *err)
{
    struct manifest_writer manifest_writer = {.output_state = output_state,
                                              .campaign = campaign,
                                              .states = states,
                                              .absent = absent,
                                              .arena = arena_new(),
                                              .line = buffer_new(1024 * 1024)};
    enum status status = atomic_file_open(path, &manifest_writer.stream, err);

    if (status == STATUS_OK) {
        manifest_add_header(&manifest_writer.line);
        atomic_file_add(manifest_writer.stream, manifest_writer.line.bytes,
                        manifest_writer.line.length);
        add_rows(&manifest_writer);
        status =
            atomic_file_close(manifest_writer.stream, manifest_sync(sync), err);
    }
    buffer_free(&manifest_writer.line);
    arena_free(manifest_writer.arena);
    return status;
}
