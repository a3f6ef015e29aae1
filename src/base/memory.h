#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/**
 * Heap memory for what outlives every arena.
 *
 * @return at least one byte, uninitialised; never NULL: without memory the run
 *         ends
 * @owner  the caller: free()
 */
void *memory_alloc(size_t size);

/** Like memory_alloc(), for @p count items of @p size bytes; keeps the bytes of
 *  @p memory, which may be NULL. */
void *memory_resize(void *memory, size_t count, size_t size);

/** Ends the run for want of memory; for foreign libraries that report it. */
_Noreturn void memory_exhausted(void);

#endif
