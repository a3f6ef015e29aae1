#include "canvas/artwork.h"

#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "canvas/png.h"
#include "canvas/svg/svg.h"
#include "canvas/svg/svg_encoding.h"

enum { BYTES_MAX = 16 * 1024 * 1024 };

/* @return true if "<" is first after a byte-order mark and white space */
static bool looks_like_xml(const char *bytes, size_t size)
{
    size_t at = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (at < size && strchr(" \t\r\n", bytes[at]) && bytes[at])
        at++;
    return at < size && bytes[at] == '<';
}

static enum status read_wide_svg(struct arena *arena, const char *path,
                                 const char *bytes, size_t size,
                                 struct artwork *artwork, struct error *err)
{
    const char *text = svg_encoding_convert(arena, bytes, &size);

    return svg_read(arena, path, text, size, artwork, err);
}

enum status artwork_read_bytes(struct arena *arena, const char *path,
                               const void *bytes, size_t size,
                               const struct artwork **artwork,
                               struct error *err)
{
    struct artwork *made = ARENA_NEW(arena, struct artwork);
    enum status status;

    made->path = arena_strdup(arena, path);
    hash_bytes(bytes, size, made->digest);
    if (png_check(bytes, size))
        status = png_read(arena, path, bytes, size, made, err);
    else if (svg_encoding_is_utf16(bytes, size))
        status = read_wide_svg(arena, path, bytes, size, made, err);
    else if (looks_like_xml(bytes, size))
        status = svg_read(arena, path, bytes, size, made, err);
    else
        status = error_set(err, RULE_ARTWORK_UNSUPPORTED,
                           (struct location){path, 0, 0}, NULL,
                           "neither SVG nor PNG");
    if (status == STATUS_OK)
        *artwork = made;
    return status;
}

enum status artwork_read(struct arena *arena, const char *path,
                         const struct artwork **artwork, struct error *err)
{
    struct buffer file = buffer_new(BYTES_MAX);
    enum status status = buffer_read_file(&file, path, path, err);

    if (status == STATUS_OK)
        status = artwork_read_bytes(arena, path, buffer_text(&file),
                                    file.length, artwork, err);
    buffer_free(&file);
    return status;
}
