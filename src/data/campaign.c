#include "data/campaign.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/safe_path.h"
#include "data/suggestion.h"

static const char *trim_slashes(struct arena *arena, const char *folder)
{
    size_t length = strlen(folder);

    while (length > 1 && folder[length - 1] == '/')
        length--;
    return arena_strndup(arena, folder, length);
}

const char *campaign_name(struct arena *arena, const char *folder)
{
    char *path = realpath(folder, NULL);
    const char *slash = path ? strrchr(path, '/') : NULL;
    const char *name =
        arena_strdup(arena, slash && slash[1] ? slash + 1 : "campaign");

    free(path);
    return name;
}

static enum status check_folder(const char *folder,
                                struct diagnostics *diagnostics)
{
    struct stat facts;
    const bool there = stat(folder, &facts) == 0;

    if (there && S_ISDIR(facts.st_mode))
        return STATUS_OK;
    diagnostics_add(diagnostics, RULE_FILE_MISSING,
                    (struct location){folder, 0, 0}, NULL, NULL,
                    there ? "not a folder; a campaign is one"
                          : "no such campaign folder");
    return rule_status(RULE_FILE_MISSING);
}

static enum status open_lists(struct arena *arena, struct campaign *campaign,
                              struct diagnostics *diagnostics)
{
    const struct settings *settings = &campaign->settings;
    enum status status = STATUS_OK;

    campaign->lists =
        ARENA_ARRAY(arena, struct row_list *, settings->list_count);
    for (size_t i = 0; i < settings->list_count; i++) {
        const enum status opened = row_list_open(
            arena, campaign->folder, settings, &settings->lists[i],
            campaign->roster, &campaign->lists[i], diagnostics);
        campaign->settings.gaps.lists |= opened != STATUS_OK;
        status = status ? status : opened;
    }
    return status;
}

/* A withheld column must exist: a misspelt name would publish its values. */
static enum status check_withheld(const struct campaign *campaign,
                                  struct diagnostics *diagnostics)
{
    const struct publish_settings *publish = &campaign->settings.publish;
    const struct roster *roster = campaign->roster;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < publish->withheld_count; i++) {
        const struct value column = publish->withheld[i].column;
        char shown[SUGGESTION_SIZE];
        char suggestion[SUGGESTION_SIZE];
        if (roster_find_column(roster, column.text) != SIZE_MAX)
            continue;
        diagnostics_add(diagnostics, RULE_COLUMN_MISSING, column.location, NULL,
                        "withhold", "no column %s%s",
                        suggestion_quote(shown, column.text),
                        suggestion_similar(suggestion, column.text,
                                           roster_column_names(roster),
                                           roster_columns(roster)));
        status = rule_status(RULE_COLUMN_MISSING);
    }
    return status;
}

/* Adds the settings in the other languages. */
static enum status add_languages(struct arena *arena, struct campaign *campaign,
                                 struct diagnostics *diagnostics)
{
    struct campaign *last = campaign;
    enum status status = STATUS_OK;

    for (size_t i = 1; i < campaign->settings.languages.count; i++) {
        struct campaign *next = ARENA_NEW(arena, struct campaign);
        const enum status read = settings_read(arena, campaign->folder, i,
                                               &next->settings, diagnostics);
        next->folder = campaign->folder;
        next->name = campaign->name;
        last->next = next;
        last = next;
        status = status ? status : read;
    }
    return status;
}

/* All languages have the same data. */
static void share_data(struct campaign *campaign)
{
    for (struct campaign *next = campaign->next; next; next = next->next) {
        next->roster = campaign->roster;
        next->lists = campaign->lists;
        next->settings.gaps.lists = campaign->settings.gaps.lists;
    }
}

enum status campaign_open(struct arena *arena, const char *folder,
                          struct campaign *campaign,
                          struct diagnostics *diagnostics)
{
    enum status settings_status;
    enum status status;

    *campaign = (struct campaign){.folder = trim_slashes(arena, folder)};
    status = check_folder(campaign->folder, diagnostics);
    if (status)
        return status;
    campaign->name = campaign_name(arena, campaign->folder);
    settings_status = settings_read(arena, campaign->folder, 0,
                                    &campaign->settings, diagnostics);
    status = add_languages(arena, campaign, diagnostics);
    settings_status = settings_status ? settings_status : status;
    /* Errors in the data are reported even if the settings have errors. */
    if (!campaign->settings.data.count)
        return settings_status;
    status = roster_open(arena, campaign->folder, &campaign->settings,
                         &campaign->roster, diagnostics);
    if (!status)
        status = open_lists(arena, campaign, diagnostics);
    share_data(campaign);
    if (!status)
        status = check_withheld(campaign, diagnostics);
    return settings_status ? settings_status : status;
}

void campaign_close(struct campaign *campaign)
{
    for (size_t i = 0; campaign->roster && i < campaign->settings.list_count;
         i++)
        row_list_close(campaign->lists[i]);
    roster_close(campaign->roster);
    campaign->roster = NULL;
}

const char *campaign_path(struct arena *arena, const struct campaign *campaign,
                          const char *name)
{
    return arena_printf(arena, "%s/%s", campaign->folder, name);
}

enum status campaign_find_file(struct arena *arena,
                               const struct campaign *campaign,
                               struct value name, const char *field,
                               const char **path, struct error *err)
{
    return safe_path_find(arena, campaign->folder, name, field, path, err);
}
