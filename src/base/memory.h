#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/**
 * Allocates heap memory for data that outlives every arena.
 *
 * @return at least one byte, uninitialised; never NULL: out of memory ends the
 *         run
 * @owner  the caller: free()
 */
void *memory_alloc(size_t size);

/** Like memory_alloc(), for @p count items of @p size bytes; keeps the bytes of
 *  @p memory, which may be NULL. */
void *memory_resize(void *memory, size_t count, size_t size);

/** Ends the run when a foreign library reports that memory is exhausted. */
_Noreturn void memory_exhausted(void);

#endif
