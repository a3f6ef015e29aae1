#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"

/**
 * Memory that is freed all at once.
 *
 * One arena for the run (never changed once built, so threads may read it),
 * one for each letter, reset between letters. Under AddressSanitizer each
 * piece is followed by a poisoned gap. Out of memory ends the run: outputs are
 * renamed into place whole, so a rerun is safe.
 */
struct arena;

/** @owner the caller, who frees it with arena_free() */
struct arena *arena_new(void);

/** Frees the arena and all its memory; NULL is allowed. */
void arena_free(struct arena *arena);

/** Frees every piece, but keeps the memory for the next letter. */
void arena_reset(struct arena *arena);

/** @return @p size zeroed bytes, aligned for any type; never NULL */
void *arena_alloc(struct arena *arena, size_t size);

/** Like arena_alloc() but uninitialised. */
void *arena_alloc_raw(struct arena *arena, size_t size);

/** @return @p count zeroed elements of @p size bytes; the product may not
 *  overflow */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/** Like arena_alloc_array() but uninitialised. */
void *arena_alloc_array_raw(struct arena *arena, size_t count, size_t size);

/** @return a copy of @p size bytes */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);

/** @return a NUL-terminated copy of @p length bytes */
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);

/** @return a copy of a NUL-terminated string; NULL stays NULL */
char *arena_strdup(struct arena *arena, const char *text);

/** @return the concatenation of the texts up to NULL */
char *arena_join(struct arena *arena, const char *const *texts);

/** @return the printed text */
char *arena_printf(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list values)
    PRINTF_LIKE(2, 0);

/** @return the bytes in use, for benchmarks and for tests of memory */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
    ((type *)arena_alloc_array((arena), (count), sizeof(type)))
#define ARENA_ARRAY_RAW(arena, type, count)                                    \
    ((type *)arena_alloc_array_raw((arena), (count), sizeof(type)))

#define ARENA_JOIN(arena, ...)                                                 \
    arena_join((arena), (const char *const[]){__VA_ARGS__, NULL})

#endif
