#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

void memory_exhausted(void)
{
    fputs("lettermill: out of memory; what is on disk is whole, run again\n",
          stderr);
    exit(75);
}

void *memory_alloc(size_t size)
{
    void *memory = malloc(size ? size : 1);

    if (!memory)
        memory_exhausted();
    return memory;
}

void *memory_resize(void *memory, size_t count, size_t size)
{
    memory = reallocarray(memory, count ? count : 1, size ? size : 1);
    if (!memory)
        memory_exhausted();
    return memory;
}
