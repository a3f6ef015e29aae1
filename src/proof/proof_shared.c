#include "proof/proof_shared.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "canvas/json_painter.h"

/** Maximum bytes of one file. */
enum { FILE_LIMIT = 128 * 1024 * 1024 };

void proof_shared_wrap(const struct buffer *json, struct buffer *script)
{
    buffer_add_text(script, "lettermill(");
    buffer_add(script, json->bytes, json->length);
    buffer_add_text(script, ");\n");
}

static enum status write_json(const char *path, const struct buffer *json,
                              enum file_sync sync, struct error *err)
{
    struct buffer script = buffer_new(FILE_LIMIT);
    enum status status;

    proof_shared_wrap(json, &script);
    status = atomic_file_write(path, script.bytes, script.length, sync, err);
    buffer_free(&script);
    return status;
}

/* @return the path, or NULL if the file exists */
static const char *missing(struct arena *arena, const char *folder,
                           const unsigned char *digest)
{
    char id[JSON_PAINTER_ID_SIZE];
    const char *path = arena_printf(arena, "%s/shared/%s.js", folder,
                                    json_painter_id(digest, id));

    return access(path, R_OK) == 0 ? NULL : path;
}

static enum status write_face(const char *path, const struct face *face,
                              enum file_sync sync, struct error *err)
{
    struct buffer json = buffer_new(FILE_LIMIT);
    enum status status;

    json_painter_face(face, &json);
    status = write_json(path, &json, sync, err);
    buffer_free(&json);
    return status;
}

static enum status write_artwork(struct arena *arena, const char *folder,
                                 const struct artwork *artwork,
                                 enum file_sync sync, struct error *err)
{
    const char *path = artwork ? missing(arena, folder, artwork->digest) : NULL;
    struct buffer json = buffer_new(FILE_LIMIT);
    enum status status = STATUS_OK;

    if (path)
        status = json_painter_artwork(artwork, &json, err);
    if (path && status == STATUS_OK)
        status = write_json(path, &json, sync, err);
    buffer_free(&json);
    return status;
}

static enum status copy_file(struct arena *arena, const char *from,
                             const char *to, const char *name,
                             enum file_sync sync, struct error *err)
{
    const char *source = arena_printf(arena, "%s/shared/%s", from, name);
    const char *path = arena_printf(arena, "%s/shared/%s", to, name);
    struct buffer file = buffer_new(FILE_LIMIT);
    enum status status = STATUS_OK;

    if (access(path, R_OK) != 0)
        status = buffer_read_file(&file, source, source, err);
    if (file.length && status == STATUS_OK)
        status = atomic_file_write(path, file.bytes, file.length, sync, err);
    buffer_free(&file);
    return status;
}

static enum status copy_files(struct arena *arena, const char *from,
                              const char *to, enum file_sync sync,
                              struct error *err)
{
    DIR *folder = opendir(arena_printf(arena, "%s/shared", from));
    const struct dirent *entry;
    enum status status = STATUS_OK;

    while (folder && status == STATUS_OK && (entry = readdir(folder)) != NULL)
        if (strlen(entry->d_name) == JSON_PAINTER_ID_SIZE + 2 &&
            strspn(entry->d_name, "0123456789abcdef") ==
                JSON_PAINTER_ID_SIZE - 1)
            status = copy_file(arena, from, to, entry->d_name, sync, err);
    if (folder)
        closedir(folder);
    return status;
}

static enum status write_all(struct arena *arena, const struct engine *engine,
                             const char *folder, enum file_sync sync,
                             struct error *err)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < engine->face_count && status == STATUS_OK; i++) {
        const char *path =
            missing(arena, folder, face_digest(engine->faces[i]));
        if (path)
            status = write_face(path, engine->faces[i], sync, err);
    }
    for (size_t i = 0;
         i < engine->campaign.settings.languages.count && status == STATUS_OK;
         i++)
        status = write_artwork(arena, folder, engine->layout.senders[i].logo,
                               sync, err);
    if (status == STATUS_OK)
        status =
            write_artwork(arena, folder, engine->layout.signature, sync, err);
    return status;
}

enum status proof_shared_write(const struct engine *engine, const char *folder,
                               const char *other, enum file_sync sync,
                               struct error *err)
{
    struct arena *arena = arena_new();
    const char *shared = arena_printf(arena, "%s/shared", folder);
    enum status status = atomic_file_make_folder(shared, err);

    if (status == STATUS_OK) {
        atomic_file_sweep(shared);
        status = write_all(arena, engine, folder, sync, err);
    }
    if (status == STATUS_OK && other && strcmp(other, folder) != 0)
        status = copy_files(arena, other, folder, sync, err);
    if (status == STATUS_OK)
        status = atomic_file_sync_folder(shared, sync, err);
    arena_free(arena);
    return status;
}
