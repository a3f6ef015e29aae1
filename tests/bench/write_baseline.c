/* The floor of a run: writes the files of a folder again, each under a
 * temporary name and renamed, from memory. Prints the seconds it took.
 * usage: floor FROM TO */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"

struct file {
    char *name;
    struct buffer bytes;
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t read_folder(const char *folder, struct file **files)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    size_t count = 0;

    *files = NULL;
    while (entries && (entry = readdir(entries)) != NULL) {
        struct error err;
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        *files = memory_resize(*files, count + 1, sizeof **files);
        (*files)[count].name = strdup(entry->d_name);
        (*files)[count].bytes = buffer_new(64 * 1024 * 1024);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (buffer_read_file(&(*files)[count].bytes, path, path, &err) !=
            STATUS_OK)
            exit(1);
        count++;
    }
    if (entries)
        closedir(entries);
    return count;
}

static void write_file(const struct file *file, const char *folder)
{
    char part[4096];
    char path[4096];
    int out;

    snprintf(part, sizeof part, "%s/.part", folder);
    snprintf(path, sizeof path, "%s/%s", folder, file->name);
    out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (out < 0 ||
        write(out, file->bytes.bytes, file->bytes.length) !=
            (ssize_t)file->bytes.length ||
        close(out) != 0 || rename(part, path) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int count, char **words)
{
    struct file *files;
    size_t all;
    double start;

    if (count != 3)
        return 2;
    all = read_folder(words[1], &files);
    start = seconds();
    for (size_t i = 0; i < all; i++)
        write_file(&files[i], words[2]);
    printf("%.6f\n", seconds() - start);
    for (size_t i = 0; i < all; i++) {
        free(files[i].name);
        buffer_free(&files[i].bytes);
    }
    free(files);
    return 0;
}
