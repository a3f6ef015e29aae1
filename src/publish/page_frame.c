#include "publish/page_frame.h"

#include <string.h>

#include "publish/letter_html.h"

static const char navigation_begins[] = "<!--navigation-->";
static const char navigation_ends[] = "<!--/navigation-->";

static void add_meta(struct buffer *html, const char *kind, const char *name,
                     const char *content)
{
    buffer_printf(html, "<meta %s=\"%s\" content=\"", kind, name);
    letter_html_add(html, "", content, "\">\n");
}

/* Adds data, not a script. "<" is escaped, so that nothing can end the
 * element. */
static void add_data(struct buffer *html, const struct buffer *data)
{
    buffer_add_text(html, "<script type=\"application/ld+json\">");
    for (const char *at = buffer_text(data); *at; at++)
        if (*at == '<')
            buffer_add_text(html, "\\u003c");
        else
            buffer_add_char(html, *at);
    buffer_add_text(html, "</script>\n");
}

static void add_address(const struct page_frame *frame, size_t language,
                        struct buffer *html)
{
    buffer_add_xml(html, frame->site->settings->publish.url.text);
    buffer_add_xml(html, frame->address);
    if (language)
        buffer_add_xml(html, site_index_name(frame->site, language));
}

static bool has_translations(const struct page_frame *frame)
{
    return frame->translated && frame->site->settings->languages.count > 1;
}

/* Adds links to this page in each language, for search engines. */
static void add_alternates(const struct page_frame *frame, struct buffer *html)
{
    const struct value_list *languages = &frame->site->settings->languages;

    for (size_t i = 0; has_translations(frame) && i < languages->count; i++) {
        letter_html_add(html, "<link rel=\"alternate\" hreflang=\"",
                        languages->items[i].text, "\" href=\"");
        add_address(frame, i, html);
        buffer_add_text(html, "\">\n");
    }
}

/* Adds links to this page in each language, for readers. */
static void add_switch(const struct page_frame *frame, struct buffer *html)
{
    const struct value_list *languages = &frame->site->settings->languages;

    if (!has_translations(frame))
        return;
    buffer_add_text(html, "<ul class=\"languages\">\n");
    for (size_t i = 0; i < languages->count; i++) {
        const char *language = languages->items[i].text;
        letter_html_add(html, "<li><a href=\"", frame->root, "");
        letter_html_add(html, "", frame->address, "");
        letter_html_add(html, "", site_index_name(frame->site, i), "\"");
        letter_html_add(html, " hreflang=\"", language, "\"");
        letter_html_add(html, " lang=\"", language, "\"");
        buffer_add_text(html, i == frame->site->language_index
                                  ? " aria-current=\"true\">"
                                  : ">");
        letter_html_add(html, "", words_find(language)->name, "</a></li>\n");
    }
    buffer_add_text(html, "</ul>\n");
}

/* @return the start page; for languages after the first, the year's, because
 *         other years may not have this language */
static void add_home(const struct page_frame *frame, struct buffer *html)
{
    const struct site *site = frame->site;

    letter_html_add(html, "<p><a href=\"", frame->root, "");
    if (site->language_index)
        buffer_printf(html, "%d/", site->year);
    letter_html_add(html, "", site_index_name(site, site->language_index),
                    "\">");
}

static void add_head(const struct page_frame *frame, struct buffer *html)
{
    const struct site *site = frame->site;

    letter_html_add(html, "<!DOCTYPE html>\n<html lang=\"", site->language,
                    "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">\n");
    letter_html_add(html, "<title>", frame->title, "</title>\n");
    add_meta(html, "name", "description", frame->description);
    if (site->embargo)
        add_meta(html, "name", "robots", "noindex");
    buffer_add_text(html, "<link rel=\"canonical\" href=\"");
    add_address(frame, site->language_index, html);
    buffer_add_text(html, "\">\n");
    add_alternates(frame, html);
    buffer_add_text(html, "<meta property=\"og:type\" "
                          "content=\"website\">\n<meta property=\"og:url\" "
                          "content=\"");
    add_address(frame, site->language_index, html);
    buffer_add_text(html, "\">\n");
    add_meta(html, "property", "og:site_name", site->office);
    add_meta(html, "property", "og:title", frame->title);
    add_meta(html, "property", "og:description", frame->description);
    letter_html_add(html, "<link rel=\"stylesheet\" href=\"", frame->root,
                    "site.css\">\n<link rel=\"icon\" href=\"data:,\">\n");
    if (frame->data)
        add_data(html, frame->data);
    buffer_add_text(html, "</head>\n");
}

void page_frame_open(const struct page_frame *frame, struct buffer *html)
{
    const struct site *site = frame->site;

    add_head(frame, html);
    letter_html_add(html, "<body>\n<a class=\"skip\" href=\"#main\">",
                    site->words->skip, "</a>\n<header>\n");
    add_home(frame, html);
    letter_html_add(html, "", site->office, "</a></p>\n");
    add_switch(frame, html);
    if (site->embargo)
        letter_html_add(html, "<p class=\"embargo\"><strong>", site->embargo,
                        "</strong></p>\n");
    buffer_add_text(html, "</header>\n<main id=\"main\">\n");
}

void page_frame_close(const struct page_frame *frame, struct buffer *html)
{
    const struct site *site = frame->site;
    const struct publish_settings *publish = &site->settings->publish;

    letter_html_add(html, "</main>\n<footer>\n<p>", site->words->published_by,
                    " ");
    letter_html_add(html, "", site->office, ". ");
    letter_html_add(html, "", site->words->licence, " ");
    letter_html_add(html, "<a href=\"", publish->licence_url.text, "\">");
    letter_html_add(html, "", publish->licence_name.text, "</a>.</p>\n");
    add_home(frame, html);
    letter_html_add(html, "", site->words->home,
                    "</a></p>\n</footer>\n</body>\n</html>\n");
}

void page_frame_add_navigation(struct buffer *html)
{
    buffer_add_text(html, navigation_begins);
    buffer_add_text(html, navigation_ends);
    buffer_add_char(html, '\n');
}

void page_frame_set_navigation(const char *page, const char *navigation,
                               struct buffer *html)
{
    const char *begin = strstr(page, navigation_begins);
    const char *end = begin ? strstr(begin, navigation_ends) : NULL;

    if (!end) {
        buffer_add_text(html, page);
        return;
    }
    begin += strlen(navigation_begins);
    buffer_add(html, page, (size_t)(begin - page));
    buffer_add_text(html, navigation);
    buffer_add_text(html, end);
}

void page_frame_lead_on(const struct site *site, const char *title,
                        const char *target, struct buffer *html)
{
    letter_html_add(html, "<!DOCTYPE html>\n<html lang=\"", site->language,
                    "\">\n<head>\n<meta charset=\"utf-8\">\n");
    letter_html_add(html, "<title>", title, "</title>\n");
    letter_html_add(html,
                    "<meta http-equiv=\"refresh\" content=\"0; url=", target,
                    "\">\n<link rel=\"canonical\" href=\"");
    letter_html_add(html, "", target, "\">\n");
    if (site->embargo)
        add_meta(html, "name", "robots", "noindex");
    letter_html_add(html, "</head>\n<body>\n<h1><a href=\"", target, "\">");
    letter_html_add(html, "", title, "</a></h1>\n");
    if (site->embargo)
        letter_html_add(html, "<p>", site->embargo, "</p>\n");
    buffer_add_text(html, "</body>\n</html>\n");
}

void page_frame_move(const char *page, const char *root, const char *new_root,
                     struct buffer *html)
{
    const char *at;

    while ((at = strstr(page, "=\"")) != NULL) {
        at += 2;
        buffer_add(html, page, (size_t)(at - page));
        page = at;
        if (strncmp(at, root, strlen(root)) == 0) {
            buffer_add_text(html, new_root);
            page = at + strlen(root);
        }
    }
    buffer_add_text(html, page);
}
