#include "letter/unused_files.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/** The identity of a file, independent of its path. */
struct identity {
    dev_t device;
    ino_t number;
};

struct unused_search {
    struct arena *arena;
    struct identity *named; /* sorted */
    size_t named_count;
    struct diagnostics *diagnostics;
};

static int compare_identities(const void *left, const void *right)
{
    const struct identity *a = left;
    const struct identity *b = right;

    if (a->device != b->device)
        return a->device < b->device ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool identify(const char *path, struct identity *identity)
{
    struct stat facts;

    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode))
        return false;
    *identity = (struct identity){facts.st_dev, facts.st_ino};
    return true;
}

static bool is_named(const struct unused_search *search, const char *path)
{
    struct identity identity;

    return !identify(path, &identity) ||
           bsearch(&identity, search->named, search->named_count,
                   sizeof identity, compare_identities);
}

static bool is_markdown(const char *name)
{
    const size_t length = strlen(name);

    return name[0] != '.' && length > 3 &&
           strcmp(name + length - 3, ".md") == 0;
}

static void search_folder(const struct unused_search *search,
                          const char *folder)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    while (entries && (entry = readdir(entries)) != NULL) {
        const char *path;
        if (!is_markdown(entry->d_name))
            continue;
        path = arena_printf(search->arena, "%s/%s", folder, entry->d_name);
        if (!is_named(search, path))
            diagnostics_add(search->diagnostics, RULE_FILE_UNUSED,
                            (struct location){path, 0, 0}, NULL, NULL,
                            "no row names this file");
    }
    if (entries)
        closedir(entries);
}

static char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return arena_strndup(arena, path, slash ? (size_t)(slash - path) : 0);
}

static void note_text(struct unused_search *search,
                      const struct campaign *campaign, struct value file)
{
    if (file.text)
        search->named_count +=
            identify(campaign_path(search->arena, campaign, file.text),
                     &search->named[search->named_count]);
}

/* Collects the named files and the texts that name them. */
static void note_named(struct unused_search *search, const char *const *paths,
                       size_t count, const struct campaign *campaign)
{
    const size_t texts = 2 * campaign->settings.languages.count;

    search->named = ARENA_ARRAY(search->arena, struct identity, count + texts);
    for (size_t i = 0; i < count; i++)
        search->named_count +=
            identify(paths[i], &search->named[search->named_count]);
    for (; campaign; campaign = campaign->next) {
        note_text(search, campaign, campaign->settings.letter);
        note_text(search, campaign, campaign->settings.mail.body);
    }
    if (search->named_count)
        qsort(search->named, search->named_count, sizeof *search->named,
              compare_identities);
}

/* @return the paths of the files that texts include */
static const char **list_paths(struct arena *arena,
                               const struct includes *const *includes,
                               size_t texts, size_t *count)
{
    const char **paths;

    *count = 0;
    for (size_t i = 0; i < texts; i++)
        *count += includes_paths(includes[i], NULL);
    paths = ARENA_ARRAY(arena, const char *, *count + 1);
    *count = 0;
    for (size_t i = 0; i < texts; i++)
        *count += includes_paths(includes[i], paths + *count);
    return paths;
}

void unused_files_find(const struct includes *const *includes, size_t texts,
                       const struct campaign *campaign,
                       struct diagnostics *diagnostics)
{
    struct arena *arena = arena_new();
    struct unused_search search = {.arena = arena, .diagnostics = diagnostics};
    size_t count;
    const char **paths = list_paths(arena, includes, texts, &count);
    char **folders = ARENA_ARRAY(arena, char *, count + 1);

    note_named(&search, paths, count, campaign);
    for (size_t i = 0; i < count; i++)
        folders[i] = folder_of(arena, paths[i]);
    if (count)
        qsort(folders, count, sizeof *folders, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (!i || strcmp(folders[i - 1], folders[i]) != 0)
            search_folder(&search, folders[i]);
    arena_free(arena);
}
