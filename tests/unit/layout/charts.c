/* Charts drawn alone, in places of many widths, from made-up figures. What must
 * hold is read from the display list: nothing leaves its place, no text lies
 * over another. `charts PNG-FOLDER` writes pictures to be looked at. */
#include "layout/chart.h"

#include <stdio.h>

#include "canvas/cairo_painter.h"
#include "layout_fixture.h"

enum { YEARS = 7, PEERS = 200, PARTS = 6 };

/** A figure made up for a test, with all that it points to. */
struct sample {
    struct chart_data data;
    struct chart_year years[YEARS];
    struct chart_part parts[PARTS];
    double peers[PEERS];
    char texts[4][64];
    char year_texts[YEARS][2][64];
    char part_texts[PARTS][64];
};

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static int by_value(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;

    return (a > b) - (a < b);
}

/** "71%", "7.1", "1,234,567" */
static void print_value(char text[static 64], const char *unit, double value)
{
    const bool is_rate = *unit == '%';

    snprintf(text, 64, "%s%.0f%s", is_rate ? "" : unit, value,
             is_rate ? unit : "");
}

static void fill_years(struct sample *sample, const char *unit, size_t count,
                       uint32_t *seed)
{
    static const char *const names[YEARS] = {"2018", "2019", "2020", "2021",
                                             "2022", "2023", "2024"};
    struct chart_data *data = &sample->data;

    for (size_t i = 0; i < count; i++) {
        struct chart_year *year = &sample->years[i];
        const bool last = i + 1 == count;

        year->year = names[YEARS - count + i];
        year->exists = last ? data->exists : next_random(seed) % 5 > 0;
        year->value = last ? data->value
                           : data->maximum * (next_random(seed) % 101) / 100;
        print_value(sample->year_texts[i][0], unit, year->value);
        year->text = sample->year_texts[i][0];
        year->cases = *unit == '%' ? "12 of 19" : "";
        year->average = data->average;
        year->average_text = data->average_text;
        year->break_note =
            i > 0 && next_random(seed) % 6 == 0 ? "Counted otherwise" : NULL;
    }
    data->years = sample->years;
    data->year_count = count;
}

static void fill_peers(struct sample *sample, size_t count, bool same,
                       uint32_t *seed)
{
    struct chart_data *data = &sample->data;

    for (size_t i = 0; i < count; i++)
        sample->peers[i] =
            same || (data->exists && i == 0)
                ? data->value
                : data->maximum * (next_random(seed) % 101) / 100;
    qsort(sample->peers, count, sizeof *sample->peers, by_value);
    data->peers = sample->peers;
    data->peer_count = count;
    data->own = SIZE_MAX;
    for (size_t i = 0; data->exists && i < count; i++)
        if (sample->peers[i] == data->value)
            data->own = i;
    data->peer = "unitary council";
    data->peer_plural = "unitary councils";
}

static void fill_parts(struct sample *sample, uint32_t *seed)
{
    static const char *const labels[PARTS] = {
        "Severe maladministration",
        "Maladministration with a remedy to pay b",
        "Dim camweinyddu",
        "Service failure",
        "Mediation",
        "Outside jurisdiction"};
    struct chart_data *data = &sample->data;

    for (size_t i = 0; i < PARTS; i++) {
        struct chart_part *part = &sample->parts[i];

        part->label = labels[i];
        part->count = next_random(seed) % 3 == 0 ? 0 : next_random(seed) % 200;
        snprintf(sample->part_texts[i], 64, "%d", (int)part->count);
        part->text = sample->part_texts[i];
    }
    data->parts = sample->parts;
    data->part_count = PARTS;
}

/** A rate of @p count in @p total, or an amount of pounds where the total is
 *  0; @p average -1: none. */
static void fill_figure(struct sample *sample, const char *unit, int64_t count,
                        int64_t total, double average)
{
    struct chart_data *data = &sample->data;

    *data = (struct chart_data){.exists = *unit != '%' || total > 0,
                                .is_rate = *unit == '%',
                                .count = count,
                                .total = total,
                                .maximum = *unit == '%' ? 100 : 2000000,
                                .axis = {"0%", "50%", "100%"},
                                .of = "investigations"};
    if (*unit != '%') {
        data->axis[0] = "£0";
        data->axis[1] = "£1,000,000";
        data->axis[2] = "£2,000,000";
        data->of = NULL;
    }
    if (data->exists)
        data->value = *unit == '%' ? 100.0 * (double)count / (double)total
                                   : (double)count;
    print_value(sample->texts[0], unit, data->value);
    snprintf(sample->texts[1], 64, "%d", (int)count);
    snprintf(sample->texts[2], 64, "%d", (int)total);
    snprintf(sample->texts[3], 64, "%d of %d investigations", (int)count,
             (int)total);
    data->text = data->exists ? sample->texts[0] : "";
    data->number = sample->texts[1];
    data->all = sample->texts[2];
    data->cases = data->is_rate ? sample->texts[3] : "";
    data->average = average < 0 ? 0 : average * data->maximum / 100;
    data->average_text = average < 0    ? NULL
                         : *unit == '%' ? "64%"
                                        : "£1,234,567";
}

/** What a chart is drawn in. */
struct drawing {
    struct layout_fixture *fixture;
    struct layout_context context;
    struct rect box;
};

static struct drawing begin_drawing(struct layout_fixture *fixture,
                                    const char *language)
{
    static const struct letter letter = {.code = "E1"};
    struct drawing drawing = {.fixture = fixture};

    arena_reset(fixture->arena);
    shaper_begin(fixture->tools.shaper);
    drawing.context = (struct layout_context){
        .kit = &fixture->kit,
        .tools = &fixture->tools,
        .arena = fixture->arena,
        .letter = &letter,
        .display_list = display_list_new(fixture->arena),
        .scale = type_scale_make(&fixture->kit.theme),
        .ui_strings = &words_find(language)->ui};
    drawing.context.root =
        display_list_add_tag(drawing.context.display_list, TAG_DOCUMENT, NULL);
    display_list_begin_page(drawing.context.display_list, A4_WIDTH, A4_HEIGHT);
    return drawing;
}

/** Draws a chart at @p corner. Returns its height. */
static double draw_chart(struct drawing *drawing, const struct chart *chart,
                         const struct chart_data *data, struct point corner,
                         double width, double closeness)
{
    struct chart_plan plan = {
        .chart = chart, .data = data, .width = width, .axis = chart->has_axis};
    struct tag *tag = display_list_add_tag(drawing->context.display_list,
                                           TAG_FIGURE, drawing->context.root);
    struct error err = {.code = ""};

    assert_int_equal(chart->set(&drawing->context, &plan, &err), STATUS_OK);
    plan.height = chart->measure(&drawing->context, &plan, width, closeness);
    drawing->box = (struct rect){corner.x, corner.y, width, plan.height};
    tag->alt = chart->alt(&drawing->context, &plan, "");
    chart->draw(&drawing->context, &plan, drawing->box,
                *tag->alt != '\0' ? tag : NULL);
    return plan.height;
}

static void assert_in_place(const struct document *document, struct rect box)
{
    const struct page *page = &document->pages[0];

    for (size_t i = 0; i < page->count; i++) {
        const struct rect mark = display_list_mark_box(&page->marks[i]);

        if (!rect_contains(box, mark, 2))
            fail_msg("mark %zu \"%.*s\" at %g %g, %g by %g, leaves %g %g, "
                     "%g by %g",
                     i,
                     page->marks[i].kind == MARK_GLYPHS
                         ? (int)page->marks[i].run.text_size
                         : 0,
                     page->marks[i].kind == MARK_GLYPHS
                         ? page->marks[i].run.text
                         : "",
                     mark.x, mark.y, mark.width, mark.height, box.x, box.y,
                     box.width, box.height);
    }
}

static const struct chart *const column_charts[] = {
    &chart_figure, &chart_peers, &chart_trend,
    &chart_bar,    &chart_parts, &chart_columns};

enum { CHARTS = sizeof column_charts / sizeof *column_charts };

/** Draws each chart at its least, which a row may squeeze, and at its most, and
 *  looks. */
static void assert_charts(struct layout_fixture *fixture,
                          const struct chart_data *data, const char *language)
{
    for (size_t i = 0; i < CHARTS; i++) {
        const struct chart *chart = column_charts[i];

        for (int large = 0; large < 2; large++) {
            struct drawing drawing = begin_drawing(fixture, language);
            struct document document;

            draw_chart(&drawing, chart, data, (struct point){80, 100},
                       drawing.context.scale.picture *
                           (large ? chart->most : 0.87 * chart->least),
                       large ? 0 : 1);
            document = display_list_finish(drawing.context.display_list);
            assert_in_place(&document, drawing.box);
            assert_no_text_over_text(&document.pages[0]);
        }
    }
}

static void labels_keep_clear_in_three_thousand_random_figures(void **state)
{
    struct layout_fixture *fixture = *state;
    struct sample *sample = test_malloc(sizeof *sample);
    uint32_t seed = 16;

    for (int i = 0; i < 3000; i++) {
        const char *unit = i % 4 == 3 ? "£" : "%";
        const int64_t total =
            *unit == '%' ? next_random(&seed) % 60 : INT64_C(0);
        const int64_t count =
            *unit == '%' ? (total ? next_random(&seed) % (total + 1) : 0)
                         : next_random(&seed) % 2000001;

        fill_figure(sample, unit, count, total,
                    (double)(next_random(&seed) % 111) - 10);
        fill_peers(sample, 1 + next_random(&seed) % PEERS, i % 10 == 0, &seed);
        fill_years(sample, unit, 1 + next_random(&seed) % YEARS, &seed);
        fill_parts(sample, &seed);
        fixture->kit.theme.text_size = i % 2 ? 12 : 16;
        assert_charts(fixture, &sample->data, i % 3 == 0 ? "cy" : "en");
    }
    fixture->kit.theme.text_size = 12;
    test_free(sample);
}

static void no_peers_and_no_years_draw_an_empty_plot(void **state)
{
    struct sample *sample = test_calloc(1, sizeof *sample);

    fill_figure(sample, "%", 0, 0, -1);
    sample->data.own = SIZE_MAX;
    sample->data.peer = "unitary council";
    sample->data.peer_plural = "unitary councils";
    assert_charts(*state, &sample->data, "en");
    test_free(sample);
}

static const char *alt_of(struct layout_fixture *fixture,
                          const struct chart *chart,
                          const struct chart_data *data, const char *said)
{
    struct drawing drawing = begin_drawing(fixture, "en");
    struct chart_plan plan = {.chart = chart, .data = data, .width = 200};
    struct error err = {.code = ""};

    assert_int_equal(chart->set(&drawing.context, &plan, &err), STATUS_OK);
    return chart->alt(&drawing.context, &plan, said);
}

static void the_alt_says_what_the_chart_adds(void **state)
{
    static const struct chart_year years[] = {
        {"2018", true, 58, "58%", "", "59%", 59, NULL},
        {"2019", true, 65, "65%", "", "60%", 60, NULL},
        {"2020", false, 0, "", "", NULL, 0, NULL},
        {"2021", true, 63, "63%", "12 of 19", "62%", 62, NULL},
        {"2022", true, 71, "71%", "", "64%", 64, NULL}};
    static const double peers[] = {40, 60, 1200 / 17.0, 80, 90};
    const struct chart_data data = {.exists = true,
                                    .is_rate = true,
                                    .value = 1200 / 17.0,
                                    .text = "71%",
                                    .count = 12,
                                    .total = 17,
                                    .number = "12",
                                    .all = "17",
                                    .cases = "12 of 17 investigations",
                                    .average_text = "64%",
                                    .average = 64,
                                    .peers = peers,
                                    .peer_count = 5,
                                    .own = 2,
                                    .peer = "unitary council",
                                    .peer_plural = "unitary councils",
                                    .years = years,
                                    .year_count = 5,
                                    .maximum = 100,
                                    .axis = {"0%", "50%", "100%"}};

    assert_string_equal(alt_of(*state, &chart_trend, &data, ""),
                        "Five years: 58, 65, no figure, 63, 71%; average 59 "
                        "to 64%");
    assert_string_equal(alt_of(*state, &chart_peers, &data, ""),
                        "All unitary councils, in order: 2 of the 5 are "
                        "higher. Average 64%");
    assert_string_equal(alt_of(*state, &chart_peers, &data, "64% is usual"),
                        "All unitary councils, in order: 2 of the 5 are "
                        "higher.");
    assert_string_equal(alt_of(*state, &chart_figure, &data, "We upheld 71%."),
                        "12 of 17 investigations");
    assert_string_equal(alt_of(*state, &chart_figure, &data, "We upheld 171%"),
                        "71%, 12 of 17 investigations");
}

/** The element of a title that has this text. */
static const struct tag *titled(const struct document *document,
                                const char *title, enum tag_kind kind)
{
    for (size_t i = 0; i < document->tag_count; i++)
        if (document->tags[i]->kind == kind &&
            document->tags[i]->title != NULL &&
            strcmp(document->tags[i]->title, title) == 0)
            return document->tags[i];
    fail_msg("there is no %s", title);
    return NULL;
}

static void panels_are_a_section_under_their_heading(void **state)
{
    struct document document = layout_fixture_markup(
        *state, "Before.\n\n***\n\n## Your year\n\nBeside others.\n\n"
                "% 12 17 64 0\n=C columns\n\n% 11 11 99 1\n=C columns\n\n"
                "% 0 12 12 0\n=C columns\n");
    const struct tag *section = titled(&document, "Your year", TAG_SECT);

    assert_sound(*state, &document);
    assert_int_equal(document.page_count, 2);
    assert_ptr_equal(titled(&document, "Your year", TAG_H2)->parent, section);
    assert_ptr_equal(titled(&document, "Complaints upheld", TAG_SECT)->parent,
                     section);
    assert_ptr_equal(titled(&document, "Complaints upheld", TAG_H3)->parent,
                     titled(&document, "Complaints upheld", TAG_SECT));
}

static void seven_panels_flow_over_two_pages(void **state)
{
    char markup[1024] = "One.\n\n***\n\n## Your year\n\n";
    struct document document;

    for (int i = 0; i < 7; i++)
        strcat(markup,
               "% 12 17 64 0\n=h We upheld *71%*.\n=c \n=b \n=C columns\n\n");
    document = layout_fixture_markup(*state, markup);
    assert_int_equal(document.page_count, 3);
    assert_sound(*state, &document);
}

/** Paints the charts of hard cases, a page each, for eyes. */
static void paint_all(struct layout_fixture *fixture, const char *folder)
{
    static const struct {
        const char *unit;
        int64_t count, total;
        double average;
        size_t peers, years;
        bool same;
    } cases[] = {
        {"%", 12, 17, 64, 57, 5, false},      {"%", 0, 12, 12, 57, 5, false},
        {"%", 11, 11, 99, 57, 5, false},      {"%", 0, 0, 64, 57, 5, false},
        {"%", 1, 1, 64, 1, 1, false},         {"%", 30, 50, 61, 200, 7, true},
        {"£", 1234567, 0, 80, 200, 7, false}, {"%", 3, 40, 5, 199, 2, false}};
    struct sample *sample = test_malloc(sizeof *sample);
    uint32_t seed = 1;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct drawing drawing = begin_drawing(fixture, "en");
        struct buffer png = buffer_new(64 * 1024 * 1024);
        struct point at = {60, 60};
        struct cairo_page page = {0, 100};
        const struct painter painter = cairo_painter(&page);
        struct document document;
        struct error err;
        char path[256];
        FILE *file;

        fill_figure(sample, cases[i].unit, cases[i].count, cases[i].total,
                    cases[i].average);
        fill_peers(sample, cases[i].peers, cases[i].same, &seed);
        fill_years(sample, cases[i].unit, cases[i].years, &seed);
        for (size_t j = 0; j < CHARTS; j++) {
            if (column_charts[j] == &chart_parts)
                fill_parts(sample, &seed);
            at.x = j % 2 ? 330 : 60;
            draw_chart(&drawing, column_charts[j], &sample->data, at,
                       fmin(240, column_charts[j]->most), 0);
            at.y += j % 2 ? 200 : 0;
        }
        document = display_list_finish(drawing.context.display_list);
        assert_int_equal(painter_paint(painter, &document, &png, &err),
                         STATUS_OK);
        snprintf(path, sizeof path, "%s/charts-%zu.png", folder, i);
        file = fopen(path, "wb");
        assert_non_null(file);
        fwrite(buffer_text(&png), 1, png.length, file);
        fclose(file);
        buffer_free(&png);
    }
    test_free(sample);
}

static const char *png_folder;

static void pictures_are_painted_where_they_are_wanted(void **state)
{
    if (png_folder == NULL)
        skip();
    paint_all(*state, png_folder);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_alt_says_what_the_chart_adds),
        cmocka_unit_test(no_peers_and_no_years_draw_an_empty_plot),
        cmocka_unit_test(labels_keep_clear_in_three_thousand_random_figures),
        cmocka_unit_test(panels_are_a_section_under_their_heading),
        cmocka_unit_test(seven_panels_flow_over_two_pages),
        cmocka_unit_test(pictures_are_painted_where_they_are_wanted),
    };

    png_folder = count > 1 ? words[1] : NULL;
    return cmocka_run_group_tests(tests, layout_fixture_open,
                                  layout_fixture_close);
}
