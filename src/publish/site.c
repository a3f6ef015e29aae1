#include "publish/site.h"

#include "layout/ui_strings.h"

static struct date day_of(const struct settings *settings)
{
    return date_is_given(settings->publication) ? settings->publication
                                                : settings->letter_date;
}

static const char *embargo_words(const struct site *site)
{
    char day[DATE_WORDS_SIZE];
    const char *value = day;

    date_print_words(day, day_of(site->settings), site->language);
    return ui_strings_fill(site->arena, site->words->embargoed, &value);
}

struct site site_in_language(const struct site *site, size_t index)
{
    const struct engine *engine = site->engine;
    const struct layout_sender *sender = &engine->layout.senders[index];
    const struct campaign *campaign = &engine->campaign;
    const struct template *template = engine->template;
    struct site other = *site;
    const struct settings *settings;

    for (size_t i = 0; i < index; i++) {
        campaign = campaign->next;
        template = template_next(template);
    }
    other.settings = settings = &campaign->settings;
    other.language_index = index;
    other.language =
        settings->language.text ? settings->language.text : "en-GB";
    other.words = &words_find(other.language)->site;
    other.office = sender->office ? sender->office : settings->title.text;
    if (other.embargo_date)
        other.embargo = embargo_words(&other);
    site_table_translate(&other.table, site->arena, settings, other.words,
                         index);
    for (size_t i = 0; i < settings->statistic_count; i++)
        other.table.labels[i] = template_statistic_label(template, i);
    other.catalogue.words = other.words;
    return other;
}

const char *site_index_name(const struct site *site, size_t index)
{
    return index ? ARENA_JOIN(site->arena, "index.",
                              site->settings->languages.items[index].text,
                              ".html")
                 : "index.html";
}
