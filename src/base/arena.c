#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* gcc defines __SANITIZE_ADDRESS__, clang answers __has_feature. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>

#include "base/memory.h"
#define POISON(memory, size) ASAN_POISON_MEMORY_REGION(memory, size)
#define UNPOISON(memory, size) ASAN_UNPOISON_MEMORY_REGION(memory, size)
enum { GAP = 16 };
#else
#define POISON(memory, size) ((void)(memory), (void)(size))
#define UNPOISON(memory, size) ((void)(memory), (void)(size))
enum { GAP = 0 };
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK = 64 * 1024 };

/*
 * Blocks form a list, the current one first. A reset moves them to the list
 * `spare`, which is reused in the same order.
 *
 *     current -> older -> oldest          spare -> next spare
 *     [piece gap piece gap | free ]       [ free            ]
 */
struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct arena {
    struct arena_block *current;
    struct arena_block *spare;
    size_t used;
};

struct arena *arena_new(void)
{
    struct arena *arena = memory_alloc(sizeof *arena);

    *arena = (struct arena){NULL, NULL, 0};
    return arena;
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        UNPOISON(block->bytes, block->size);
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->current);
    free_blocks(arena->spare);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    while (arena->current) {
        struct arena_block *block = arena->current;
        arena->current = block->next;
        UNPOISON(block->bytes, block->size);
        POISON(block->bytes, block->size);
        block->used = 0;
        block->next = arena->spare;
        arena->spare = block;
    }
    arena->used = 0;
}

static struct arena_block *block_new(size_t size)
{
    struct arena_block *block = memory_alloc(sizeof *block + size);

    block->next = NULL;
    block->size = size;
    block->used = 0;
    POISON(block->bytes, size);
    return block;
}

/* Makes a block with @p size free bytes current. */
static void add_block(struct arena *arena, size_t size)
{
    size_t wanted = arena->current ? arena->current->size * 2 : FIRST_BLOCK;
    struct arena_block *block = arena->spare;

    if (wanted > 4u * 1024 * 1024)
        wanted = 4u * 1024 * 1024;
    if (block && block->size >= size)
        arena->spare = block->next;
    else
        block = block_new(size > wanted ? size : wanted);
    block->next = arena->current;
    arena->current = block;
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
    const size_t rounded_size =
        (size + GAP + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct arena_block *block = arena->current;
    unsigned char *piece;

    if (rounded_size < size)
        memory_exhausted();
    if (!block || block->size - block->used < rounded_size) {
        add_block(arena, rounded_size);
        block = arena->current;
    }
    piece = block->bytes + block->used;
    block->used += rounded_size;
    arena->used += rounded_size;
    UNPOISON(piece, size);
    return piece;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_alloc_raw(arena, size), 0, size);
}

static size_t array_size(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    return bytes;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc(arena, array_size(count, size));
}

void *arena_alloc_array_raw(struct arena *arena, size_t count, size_t size)
{
    return arena_alloc_raw(arena, array_size(count, size));
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *copy = arena_alloc_raw(arena, size);

    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc_raw(arena, length + 1);

    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_join(struct arena *arena, const char *const *texts)
{
    size_t length = 0;
    char *joined;
    char *to;

    for (size_t i = 0; texts[i]; i++)
        length += strlen(texts[i]);
    joined = to = arena_alloc_raw(arena, length + 1);
    for (size_t i = 0; texts[i]; i++) {
        const size_t more = strlen(texts[i]);
        memcpy(to, texts[i], more);
        to += more;
    }
    *to = '\0';
    return joined;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list values)
{
    va_list again;
    char brief[256];
    int length;
    char *text;

    va_copy(again, values);
    length = vsnprintf(brief, sizeof brief, format, values);
    text = arena_alloc_raw(arena, (size_t)length + 1);
    if ((size_t)length < sizeof brief)
        memcpy(text, brief, (size_t)length + 1);
    else
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list values;
    char *text;

    va_start(values, format);
    text = arena_vprintf(arena, format, values);
    va_end(values);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
