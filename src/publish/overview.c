#include "publish/overview.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/name_match.h"
#include "base/utf8.h"
#include "layout/ui_strings.h"
#include "publish/data_files.h"
#include "publish/letter_html.h"
#include "publish/page_frame.h"

/** From a statistic's page to the site's root. */
#define STATISTIC_ROOT "../../"

/** The page that is being written. */
struct listing {
    const struct site *site;
    const struct site_row **rows; ///< by name
    const char *root;
    struct buffer *html;
};

/** A row with its name in the page's language. */
struct named_row {
    const char *name;
    const struct site_row *row;
};

static int by_name(const void *a, const void *b)
{
    const struct named_row *first = a;
    const struct named_row *second = b;
    const int order = strcasecmp(first->name, second->name);

    return order ? order
                 : strcmp(first->row->cells[SITE_CODE],
                          second->row->cells[SITE_CODE]);
}

static struct listing open_listing(const struct site *site, const char *root,
                                   struct buffer *html)
{
    const size_t count = site->table.count;
    struct named_row *named = ARENA_ARRAY(site->arena, struct named_row, count);
    struct listing listing = {
        site, ARENA_ARRAY(site->arena, const struct site_row *, count), root,
        html};

    for (size_t i = 0; i < count; i++)
        named[i] = (struct named_row){
            site_table_name(&site->table, &site->table.rows[i]),
            &site->table.rows[i]};
    if (count)
        qsort(named, count, sizeof *named, by_name);
    for (size_t i = 0; i < count; i++)
        listing.rows[i] = named[i].row;
    return listing;
}

/* --- parts of pages ------------------------------------------------------ */

static void add_name(const struct listing *listing, const struct site_row *row)
{
    const struct site *site = listing->site;
    struct buffer *html = listing->html;

    letter_html_add(html, "<a href=\"", listing->root, "");
    letter_html_add(html, "", row->cells[SITE_PAGE], "");
    if (site->language_index) /* the letter's part */
        letter_html_add(html, "#", site->language, "");
    letter_html_add(html, "\">", site_table_name(&site->table, row), "</a>");
}

static const struct group_label *find_label(const struct site *site,
                                            const char *group)
{
    for (size_t i = 0; i < site->settings->group_label_count; i++)
        if (name_match_equal(site->settings->group_labels[i].group.text, group))
            return &site->settings->group_labels[i];
    return NULL;
}

static const char *label_of(const struct site *site, const char *group)
{
    const struct group_label *label = find_label(site, group);

    return label ? label->singular : group;
}

/** Adds the head of a column; NULL: no such column. */
struct head {
    const char *words;
    bool is_number;
};

static void add_heads(const struct listing *listing, const struct head *heads,
                      size_t count)
{
    struct buffer *html = listing->html;

    buffer_add_text(html, "<thead><tr>");
    for (size_t i = 0; i < count; i++)
        if (heads[i].words)
            letter_html_add(html,
                            heads[i].is_number
                                ? "<th scope=\"col\" class=\"number\">"
                                : "<th scope=\"col\">",
                            heads[i].words, "</th>");
    buffer_add_text(html, "</tr></thead>\n<tbody>\n");
}

static bool has_groups(const struct site *site)
{
    return site->settings->group_column.text != NULL;
}

/* --- lists --------------------------------------------------------------- */

static void add_list(const struct listing *listing, const char *group)
{
    struct buffer *html = listing->html;

    buffer_add_text(html, "<ul class=\"names\">\n");
    for (size_t i = 0; i < listing->site->table.count; i++) {
        const struct site_row *row = listing->rows[i];
        if (group && strcmp(row->cells[SITE_GROUP], group) != 0)
            continue;
        buffer_add_text(html, "<li>");
        add_name(listing, row);
        buffer_add_text(html, "</li>\n");
    }
    buffer_add_text(html, "</ul>\n");
}

/* Groups in the order of their first council's name. */
static void add_groups(const struct listing *listing)
{
    const struct site *site = listing->site;
    struct buffer *html = listing->html;
    struct map seen = {.arena = site->arena};

    letter_html_add(html, "<details>\n<summary>", site->words->by_group,
                    "</summary>\n");
    for (size_t i = 0; i < site->table.count; i++) {
        const char *group = listing->rows[i]->cells[SITE_GROUP];
        const struct group_label *label = find_label(site, group);
        void **entry = map_at_text(&seen, group);
        if (*entry)
            continue;
        *entry = &seen;
        letter_html_add(html, "<h3>",
                        !*group ? site->words->no_group
                        : label ? label->plural
                                : group,
                        "</h3>\n");
        add_list(listing, group);
    }
    buffer_add_text(html, "</details>\n");
}

static void add_find(const struct listing *listing)
{
    letter_html_add(listing->html, "<h2 id=\"find\">",
                    listing->site->words->find, "</h2>\n");
    add_list(listing, NULL);
    if (has_groups(listing->site))
        add_groups(listing);
}

/* --- the map ------------------------------------------------------------- */

static void add_unmapped(const struct listing *listing)
{
    const struct site *site = listing->site;
    const char *before = site->words->not_on_map;

    for (size_t i = 0; i < site->table.count; i++) {
        const struct site_row *row = listing->rows[i];
        if (hex_map_has(site->map, row->cells[SITE_CODE]))
            continue;
        letter_html_add(listing->html,
                        before == site->words->not_on_map ? "<p>" : "", before,
                        " ");
        add_name(listing, row);
        before = ",";
    }
    if (before != site->words->not_on_map)
        buffer_add_text(listing->html, "</p>\n");
}

static void add_map(const struct listing *listing, size_t statistic)
{
    const struct site *site = listing->site;

    if (!site->map)
        return;
    letter_html_add(listing->html, "<h2 id=\"map\">", site->words->map,
                    "</h2>\n");
    hex_map_write(site->map, &site->table, statistic, listing->root,
                  site->arena, listing->html);
    add_unmapped(listing);
}

/* --- tables -------------------------------------------------------------- */

/* Adds "71%" and "12 of 17 investigations", or the reason for a missing
 * figure. */
static void add_figure(const struct listing *listing,
                       const struct site_row *row, size_t statistic)
{
    const struct site_table *table = &listing->site->table;
    struct arena *arena = listing->site->arena;
    const bool is_number = overview_has_statistic(listing->site, statistic);
    const char *figure = site_table_figure(table, arena, row, statistic);
    const char *cases = site_table_cases(table, arena, row, statistic);

    if (!*figure) {
        letter_html_add(
            listing->html,
            is_number ? "<td class=\"none number\">" : "<td class=\"none\">",
            site_table_reason(table, arena, row, statistic), "</td>");
        return;
    }
    letter_html_add(listing->html, is_number ? "<td class=\"number\">" : "<td>",
                    figure, "");
    if (*cases)
        letter_html_add(listing->html, " <small>", cases, "</small>");
    buffer_add_text(listing->html, "</td>");
}

static void add_all_figures(const struct listing *listing)
{
    const struct site *site = listing->site;
    const struct settings *settings = site->settings;
    struct buffer *html = listing->html;
    struct head *heads =
        ARENA_ARRAY(site->arena, struct head, settings->statistic_count + 2);

    heads[0].words = site->words->name;
    heads[1].words = has_groups(site) ? site->words->group : NULL;
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (!settings->statistics[i].hidden)
            heads[i + 2] = (struct head){site->table.labels[i],
                                         overview_has_statistic(site, i)};
    letter_html_open_table(html, site->words->all_figures);
    add_heads(listing, heads, settings->statistic_count + 2);
    for (size_t i = 0; i < site->table.count; i++) {
        const struct site_row *row = listing->rows[i];
        buffer_add_text(html, "<tr><th scope=\"row\">");
        add_name(listing, row);
        buffer_add_text(html, "</th>");
        if (has_groups(site))
            letter_html_add(html, "<td>",
                            label_of(site, row->cells[SITE_GROUP]), "</td>");
        for (size_t j = 0; j < settings->statistic_count; j++)
            if (!settings->statistics[j].hidden)
                add_figure(listing, row, j);
        buffer_add_text(html, "</tr>\n");
    }
    buffer_add_text(html, "</tbody>\n</table>\n</div>\n");
}

bool overview_has_statistic(const struct site *site, size_t statistic)
{
    return site_table_column(&site->table, statistic, SITE_VALUE) != SIZE_MAX;
}

const char *overview_slug(const struct site *site, size_t statistic)
{
    const char *slug =
        utf8_slug(site->arena, site->settings->statistics[statistic].name, 60);

    return *slug ? slug
                 : arena_printf(site->arena, "statistic-%zu", statistic + 1);
}

/* Links to the pages of the statistics. */
static void add_orders(const struct listing *listing, const char *to_year)
{
    const struct settings *settings = listing->site->settings;
    const char *before = listing->site->words->in_order;

    for (size_t i = 0; i < settings->statistic_count; i++) {
        if (!overview_has_statistic(listing->site, i))
            continue;
        letter_html_add(listing->html,
                        before == listing->site->words->in_order ? "<p>" : "",
                        before, " ");
        letter_html_add(listing->html, "<a href=\"", to_year, "");
        letter_html_add(listing->html, "", overview_slug(listing->site, i),
                        "/");
        letter_html_add(
            listing->html, "",
            site_index_name(listing->site, listing->site->language_index),
            "\">");
        letter_html_add(listing->html, "", listing->site->table.labels[i],
                        "</a>");
        before = ",";
    }
    if (before != listing->site->words->in_order)
        buffer_add_text(listing->html, "</p>\n");
}

/* --- the data ------------------------------------------------------------ */

static void add_file(const struct listing *listing, const char *path,
                     const char *words)
{
    letter_html_add(listing->html, "<li><a href=\"", listing->root, "");
    letter_html_add(listing->html, "", path, "\">");
    letter_html_add(listing->html, "", path, "</a>: ");
    letter_html_add(listing->html, "", words, "</li>\n");
}

static void add_data(const struct listing *listing)
{
    const struct site *site = listing->site;
    const struct site_strings *words = site->words;
    struct arena *arena = site->arena;
    const char *year = site_table_integer(arena, site->year);
    const char *csv = ARENA_JOIN(arena, "data/", year, ".csv");

    letter_html_add(listing->html, "<h2 id=\"data\">", words->data,
                    "</h2>\n<ul>\n");
    add_file(listing, csv, ui_strings_fill(arena, words->data_csv, &year));
    add_file(listing, ARENA_JOIN(arena, csv, "-metadata.json"),
             words->data_metadata);
    add_file(listing, ARENA_JOIN(arena, "data/", year, ".json"),
             words->data_json);
    add_file(listing, "data/history.csv", words->data_history);
    add_file(listing, "data/datapackage.json", words->data_package);
    add_file(listing, "SHA256SUMS", words->data_sums);
    buffer_add_text(listing->html, "</ul>\n");
}

/* --- pages --------------------------------------------------------------- */

static const char *lead_of(const struct site *site)
{
    const struct settings *settings = site->settings;
    const bool has_start = date_is_given(settings->period_start);
    const char *const *forms =
        has_start ? site->words->lead : site->words->lead_undated;
    char start[DATE_WORDS_SIZE];
    char end[DATE_WORDS_SIZE];
    const char *values[] = {
        has_start
            ? date_print_words(start, settings->period_start, site->language)
            : "",
        date_print_words(end, settings->period_end, site->language)};

    return ui_strings_count(site->arena, forms, site->table.count, values);
}

static void add_download(const struct listing *listing)
{
    const struct site *site = listing->site;

    letter_html_add(listing->html, "<p class=\"download\"><a href=\"",
                    listing->root, "");
    buffer_printf(listing->html, "data/%d.csv\">", site->year);
    letter_html_add(listing->html, "", site->words->download,
                    " (CSV)</a></p>\n");
}

/* Below publish.url; a folder is its first language's page. */
static const char *page_address(const struct site *site, const char *folder)
{
    return site->language_index
               ? ARENA_JOIN(site->arena, folder,
                            site_index_name(site, site->language_index))
               : folder;
}

void overview_write(const struct site *site, struct buffer *html)
{
    const struct listing listing = open_listing(site, OVERVIEW_ROOT, html);
    const char *year = arena_printf(site->arena, "%d/", site->year);
    const char *title = ARENA_JOIN(site->arena, site->settings->title.text,
                                   " - ", site->office);
    const char *lead = lead_of(site);
    struct buffer data = buffer_new(64 * 1024);
    const struct page_frame frame = {site,          title, lead, year,
                                     OVERVIEW_ROOT, &data, true};
    size_t first = 0;

    data_files_describe(
        site, &(struct data_set){title, lead, page_address(site, year), ""},
        &data);
    page_frame_open(&frame, html);
    letter_html_add(html, "<h1>", site->settings->title.text, "</h1>\n");
    letter_html_add(html, "<p class=\"lead\">", lead, "</p>\n");
    page_frame_add_navigation(html);
    add_download(&listing);
    add_find(&listing);
    while (first < site->settings->statistic_count &&
           !overview_has_statistic(site, first))
        first++;
    if (first < site->settings->statistic_count)
        add_map(&listing, first);
    letter_html_add(html, "<h2 id=\"figures\">", site->words->all_figures,
                    "</h2>\n");
    add_orders(&listing, ARENA_JOIN(site->arena, OVERVIEW_ROOT, year));
    add_all_figures(&listing);
    add_data(&listing);
    page_frame_close(&frame, html);
    buffer_free(&data);
}

/* --- a statistic's page -------------------------------------------------- */

/** A row with its figure, to be sorted. */
struct ranked {
    const struct site_row *row;
    int64_t scaled;
    bool exists;
    size_t place; ///< by name
};

static int by_figure(const void *a, const void *b)
{
    const struct ranked *first = a;
    const struct ranked *second = b;

    if (first->exists != second->exists)
        return first->exists ? -1 : 1;
    if (first->exists && first->scaled != second->scaled)
        return first->scaled > second->scaled ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

static void add_ranked(const struct listing *listing,
                       const struct site_row *row, size_t statistic)
{
    const struct site *site = listing->site;
    const size_t average =
        site_table_column(&site->table, statistic, SITE_AVERAGE);
    struct buffer *html = listing->html;

    buffer_add_text(html, "<tr><th scope=\"row\">");
    add_name(listing, row);
    buffer_add_text(html, "</th>");
    add_figure(listing, row, statistic);
    letter_html_add(html, "<td class=\"number\">",
                    site_table_print(&site->table, site->arena, row, average),
                    "</td>");
    if (has_groups(site))
        letter_html_add(html, "<td>", label_of(site, row->cells[SITE_GROUP]),
                        "</td>");
    buffer_add_text(html, "</tr>\n");
}

static void add_ranking(const struct listing *listing, size_t statistic)
{
    const struct site *site = listing->site;
    const struct site_strings *words = site->words;
    const size_t column =
        site_table_column(&site->table, statistic, SITE_VALUE);
    const char *label = site->table.labels[statistic];
    const struct head heads[] = {
        {words->name, false},
        {label, true},
        {words->average, true},
        {has_groups(site) ? words->group : NULL, false}};
    struct ranked *ranked =
        ARENA_ARRAY(site->arena, struct ranked, site->table.count);

    for (size_t i = 0; i < site->table.count; i++) {
        ranked[i] = (struct ranked){.row = listing->rows[i], .place = i};
        ranked[i].exists = site_table_scaled(&site->table, listing->rows[i],
                                             column, &ranked[i].scaled);
    }
    if (site->table.count)
        qsort(ranked, site->table.count, sizeof *ranked, by_figure);
    letter_html_open_table(listing->html, label);
    add_heads(listing, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < site->table.count; i++)
        add_ranked(listing, ranked[i].row, statistic);
    buffer_add_text(listing->html, "</tbody>\n</table>\n</div>\n");
}

void overview_write_statistic(const struct site *site, size_t statistic,
                              struct buffer *html)
{
    const struct listing listing = open_listing(site, STATISTIC_ROOT, html);
    const char *label = site->table.labels[statistic];
    const char *year = arena_printf(site->arena, "%d/", site->year);
    const char *title =
        ARENA_JOIN(site->arena, label, " - ", site->settings->title.text);
    const char *address =
        ARENA_JOIN(site->arena, year, overview_slug(site, statistic), "/");
    struct buffer data = buffer_new(64 * 1024);
    const struct page_frame frame = {
        site,  title, site->words->in_order_lead, address, STATISTIC_ROOT,
        &data, true};

    data_files_describe(site,
                        &(struct data_set){title, site->words->in_order_lead,
                                           page_address(site, address), ""},
                        &data);
    page_frame_open(&frame, html);
    letter_html_add(html, "<h1>", label, "</h1>\n");
    letter_html_add(html, "<p class=\"lead\">", site->settings->title.text,
                    ". ");
    letter_html_add(html, "", site->words->in_order_lead, "</p>\n");
    add_download(&listing);
    add_orders(&listing, ARENA_JOIN(site->arena, STATISTIC_ROOT, year));
    add_map(&listing, statistic);
    letter_html_add(html, "<h2 id=\"figures\">", site->words->figures,
                    "</h2>\n");
    add_ranking(&listing, statistic);
    page_frame_close(&frame, html);
    buffer_free(&data);
}
