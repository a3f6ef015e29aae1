#include "shaper_fixture.h"

#include <math.h>

#include "base/buffer.h"
#include "type/paragraph.h"

static struct span plain(const char *text)
{
    return (struct span){.text = text,
                         .length = strlen(text),
                         .size = 12,
                         .location = {"letter.md", 7, 3}};
}

/* The run's glyphs stand for its text, in order. @return their advances */
static int64_t check_run(const struct glyph_run *run)
{
    int64_t advance = 0;
    size_t end = 0;

    for (size_t i = 0; i < run->count; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        const size_t start = glyph->text_start;
        advance += glyph->advance;
        if (!glyph->text_size)
            continue;
        assert_true(start >= end);
        end = start + glyph->text_size;
        assert_true(end <= run->text_size);
        assert_true(utf8_check(run->text + start, glyph->text_size, NULL));
    }
    return advance;
}

/* The line's pieces follow one another. @return where the text goes on */
static const char *check_line(const struct line *line, double indent,
                              const char *text, const struct span *spans,
                              size_t *span)
{
    double x = indent;

    assert_true(line->count > 0);
    for (size_t i = 0; i < line->count; i++) {
        const struct piece *piece = &line->pieces[i];
        const struct glyph_run *run = &piece->run;
        const int64_t advance = check_run(run);
        while (text == spans[*span].text + spans[*span].length)
            text = spans[++*span].text;
        assert_int_equal(piece->span, *span);
        assert_memory_equal(run->text, text, run->text_size);
        assert_true(run->size == spans[*span].size);
        assert_true(fabs(piece->x - x) < 1e-6);
        assert_true(fabs(run->width - (double)advance * run->size / 2048) <
                    1e-6);
        x += run->width;
        text += run->text_size;
    }
    assert_true(line->width <= x + 1e-6);
    return text;
}

/* What must hold for all paragraphs: pieces in order are the source, byte for
 * byte, and no line is too wide. */
static void check(const struct paragraph *paragraph, const struct span *spans,
                  size_t count, const struct paragraph_style *style)
{
    const char *text = spans->text;
    size_t span = 0;

    for (size_t i = 0; i < paragraph->count; i++) {
        const struct line *line = &paragraph->lines[i];
        const double indent = i ? 0 : style->first_indent;
        text = check_line(line, indent, text, spans, &span);
        assert_true(line->width <= style->width + 0.001);
    }
    while (text == spans[span].text + spans[span].length && span < count - 1)
        text = spans[++span].text;
    assert_int_equal(span, count - 1);
    assert_ptr_equal(text, spans[span].text + spans[span].length);
}

static struct paragraph break_spans(const struct span *spans, size_t count,
                                    double width)
{
    const struct paragraph_style style = {.width = width};
    struct error err = {0};
    struct paragraph paragraph;

    if (paragraph_break(shaper, arena, &sans, spans, count, &style, &paragraph,
                        &err) != STATUS_OK)
        fail_msg("%s", err.message);
    check(&paragraph, spans, count, &style);
    return paragraph;
}

/* The natural width of a text. */
static double measure(const char *text)
{
    const struct span span = plain(text);

    return break_spans(&span, 1, 1e6).lines[0].width;
}

/* The texts of the lines, each with "|" behind it. */
static const char *lines_of(const struct paragraph *paragraph)
{
    struct buffer all = buffer_new(100000);
    const char *copy;

    for (size_t i = 0; i < paragraph->count; i++) {
        for (size_t j = 0; j < paragraph->lines[i].count; j++) {
            const struct glyph_run *run = &paragraph->lines[i].pieces[j].run;
            buffer_add(&all, run->text, run->text_size);
        }
        buffer_add_char(&all, '|');
    }
    copy = arena_strndup(arena, buffer_text(&all), all.length);
    buffer_free(&all);
    return copy;
}

/* Breaks a text in a line as wide as @p widest is. */
static const char *break_as(const char *text, const char *widest)
{
    const struct span span = plain(text);
    const struct paragraph paragraph =
        break_spans(&span, 1, measure(widest) + 0.01);

    return lines_of(&paragraph);
}

static const char *const sample =
    "I write to you with our annual summary of complaint statistics for the "
    "year ending 31 March 2022. The information offers valuable insight about "
    "your organisation's approach to complaints, and I know you will want to "
    "consider it as part of your corporate governance processes. We recorded "
    "17 investigations by Mr Porter & Sons - all of them well-documented.";

static void empty_paragraph_has_no_lines(void **state)
{
    const struct paragraph_style style = {.width = 100};
    static const char *const texts[] = {"", " ", "\t \n\n "};
    struct error err = {0};
    struct paragraph paragraph;

    for (size_t i = 0; i < 3; i++) {
        const struct span span = plain(texts[i]);
        assert_int_equal(paragraph_break(shaper, arena, &sans, &span, 1, &style,
                                         &paragraph, &err),
                         STATUS_OK);
        assert_int_equal(paragraph.count, 0);
    }
    assert_int_equal(paragraph_break(shaper, arena, &sans, NULL, 0, &style,
                                     &paragraph, &err),
                     STATUS_OK);
    assert_int_equal(paragraph.count, 0);
}

static void text_that_fits_is_one_line(void **state)
{
    const struct span span = plain("HI HI");
    const struct paragraph paragraph = break_spans(&span, 1, 100);

    assert_int_equal(paragraph.count, 1);
    /* 2 (1479 + 569) + 569 units at 12 points */
    assert_true(fabs(paragraph.lines[0].width - 4665.0 * 12 / 2048) < 1e-9);
}

static void space_at_a_break_stays_and_is_not_counted(void **state)
{
    const struct span span = plain("HI HI");
    const struct paragraph paragraph = break_spans(&span, 1, 13);
    const struct piece *piece = paragraph.lines[0].pieces;

    assert_int_equal(paragraph.count, 2);
    assert_true(fabs(paragraph.lines[0].width - 12) < 1e-9);
    assert_int_equal(piece->run.count, 3);
    assert_int_equal(piece->run.text_size, 3);
    assert_true(fabs(piece->run.width - 2617.0 * 12 / 2048) < 1e-9);
    assert_true(paragraph.lines[1].pieces->x == 0);
}

static void white_space_never_begins_a_line(void **state)
{
    const struct span span = plain("  HI   HI\n  HI");
    const struct paragraph paragraph = break_spans(&span, 1, 13);

    assert_int_equal(paragraph.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(fabs(paragraph.lines[i].width - 12) < 1e-9);
        assert_int_equal(paragraph.lines[i].pieces->run.glyphs[0].id,
                         face_glyph(sans.faces[FACE_REGULAR], 'H'));
    }
    assert_int_equal(paragraph.lines[0].pieces->run.glyphs[0].text_start, 2);
    assert_string_equal(lines_of(&paragraph), "  HI   |HI\n|  HI|");
}

static void newline_ends_a_line_with_a_space(void **state)
{
    const struct span span = plain("Mr Porter\nChief Executive\n\nLuton ");
    const struct paragraph paragraph = break_spans(&span, 1, 500);
    const struct piece *piece = paragraph.lines[0].pieces;

    assert_string_equal(lines_of(&paragraph),
                        "Mr Porter\n|Chief Executive\n|\n|Luton |");
    assert_int_equal(piece->run.count, 10);
    assert_int_equal(piece->run.glyphs[9].id,
                     face_glyph(sans.faces[FACE_REGULAR], ' '));
    assert_int_equal(piece->run.glyphs[9].text_start, 9);
    assert_true(paragraph.lines[2].width == 0);
}

static void newline_after_a_space_needs_no_other(void **state)
{
    const struct span span = plain("one \ntwo\n ");
    const struct paragraph paragraph = break_spans(&span, 1, 500);

    assert_int_equal(paragraph.count, 2);
    assert_int_equal(paragraph.lines[0].pieces->run.count, 4);
    assert_int_equal(paragraph.lines[0].pieces->run.text_size, 5);
    assert_string_equal(lines_of(&paragraph), "one \n|two\n |");
}

static void words_are_not_broken_where_spans_meet(void **state)
{
    struct span spans[] = {plain("we upheld com"), plain("plai"), plain("nts")};
    struct paragraph paragraph;

    spans[1].style = FACE_BOLD;
    paragraph = break_spans(spans, 3, measure("we upheld compla"));
    assert_string_equal(lines_of(&paragraph), "we upheld |complaints|");
    assert_int_equal(paragraph.lines[1].count, 3);
    assert_ptr_equal(paragraph.lines[1].pieces[1].run.face,
                     sans.faces[FACE_BOLD]);
}

static void pieces_carry_their_span(void **state)
{
    struct span spans[] = {plain("See "), plain("our site"), plain(""),
                           plain(", please.")};
    struct paragraph paragraph;

    spans[1].size = 14;
    paragraph = break_spans(spans, 4, 500);
    assert_int_equal(paragraph.lines[0].count, 3);
    assert_int_equal(paragraph.lines[0].pieces[0].span, 0);
    assert_int_equal(paragraph.lines[0].pieces[1].span, 1);
    assert_int_equal(paragraph.lines[0].pieces[2].span, 3);
    assert_true(paragraph.lines[0].pieces[1].run.size == 14);
}

static void quotes_look_over_the_border_of_spans(void **state)
{
    struct span spans[] = {plain("a \""), plain("bold"), plain("\" 'n' b")};
    const struct face *face = sans.faces[FACE_REGULAR];
    struct paragraph paragraph;

    spans[1].style = FACE_BOLD;
    paragraph = break_spans(spans, 3, 500);
    assert_int_equal(paragraph.lines[0].pieces[0].run.glyphs[2].id,
                     face_glyph(face, 0x201C));
    assert_int_equal(paragraph.lines[0].pieces[2].run.glyphs[0].id,
                     face_glyph(face, 0x201D));
    assert_int_equal(paragraph.lines[0].pieces[2].run.glyphs[2].id,
                     face_glyph(face, 0x2019));
}

static void day_and_month_stay_together(void **state)
{
    /* "20" would fit the first line */
    assert_string_equal(break_as("the letter of 20 July", "the letter of 20 "),
                        "the letter of |20 July|");
}

static void number_and_noun_stay_together_where_they_can(void **state)
{
    assert_string_equal(
        break_as("a total number of 17 investigations this year alone",
                 "a total number of 17 in"),
        "a total number of |17 investigations this |year alone|");
}

static void title_and_name_stay_together(void **state)
{
    assert_string_equal(break_as("a letter for Mr Porter", "a letter for Mr"),
                        "a letter for |Mr Porter|");
}

static void dash_stays_at_the_end_of_its_line(void **state)
{
    assert_string_equal(break_as("one more thing - this", "one more thing"),
                        "one more |thing - this|");
    assert_string_equal(
        break_as("one more thing \u2013 this", "one more thing"),
        "one more |thing \u2013 this|");
}

static void keep_gives_way_where_nothing_else_fits(void **state)
{
    assert_string_equal(break_as("20 July", "July"), "20 |July|");
    assert_string_equal(break_as("Mr Porter", "Porter"), "Mr |Porter|");
    assert_string_equal(break_as("what ?", "what"), "what |?|");
}

static void compound_is_not_broken_while_it_fits(void **state)
{
    assert_string_equal(
        break_as("this is a well-connected place", "this is a well-conn"),
        "this is a |well-connected |place|");
    assert_string_equal(break_as("read it at www.lgo.org.uk/training today",
                                 "www.lgo.org.uk/training"),
                        "read it at |www.lgo.org.uk/training |today|");
}

static void compound_wider_than_the_line_is_broken(void **state)
{
    assert_string_equal(break_as("a well-connected place", "connected"),
                        "a well-|connected |place|");
    assert_string_equal(break_as("www.lgo.org.uk/information-centre/reports",
                                 "www.lgo.org.uk/inform"),
                        "www.lgo.org.uk/|information-centre/|reports|");
}

static void soft_hyphen_shows_where_a_line_ends(void **state)
{
    const struct span span = plain("a co\u00ADoperation");
    struct paragraph paragraph = break_spans(&span, 1, measure("operation"));
    const struct glyph_run *run = &paragraph.lines[0].pieces[0].run;

    assert_string_equal(lines_of(&paragraph), "a co\u00AD|operation|");
    assert_int_equal(run->count, 5);
    assert_int_equal(run->glyphs[4].id,
                     face_glyph(sans.faces[FACE_REGULAR], '-'));
    assert_int_equal(run->glyphs[4].text_start, 4);
    assert_int_equal(run->glyphs[4].text_size, 2);
    assert_true(fabs(paragraph.lines[0].width - measure("a co-")) < 0.5);
    paragraph = break_spans(&span, 1, 500);
    assert_int_equal(paragraph.lines[0].pieces[0].run.count, 13);
}

static void zero_width_space_breaks_without_a_sign(void **state)
{
    const struct span span = plain("long\u200Bword");
    const struct paragraph paragraph = break_spans(&span, 1, measure("word"));

    assert_string_equal(lines_of(&paragraph), "long\u200B|word|");
    assert_int_equal(paragraph.lines[0].pieces[0].run.count, 4);
}

static void no_break_space_holds(void **state)
{
    assert_string_equal(break_as("one more\u00A0thing", "one more th"),
                        "one |more\u00A0thing|");
}

static enum status try_width(const char *text, double width, bool one_line,
                             struct error *err)
{
    const struct paragraph_style style = {.width = width, .one_line = one_line};
    const struct span span = plain(text);
    struct paragraph paragraph;

    *err = (struct error){0};
    return paragraph_break(shaper, arena, &sans, &span, 1, &style, &paragraph,
                           err);
}

static void word_wider_than_the_line_breaks_anywhere(void **state)
{
    assert_string_equal(break_as("an oooooooo", "oooo"), "an |oooo|oooo|");
    assert_string_equal(break_as("oooooooo", "ooo"), "ooo|ooo|oo|");
    assert_string_equal(break_as("so-oooooooo x", "oooo"), "so-|oooo|oooo |x|");
}

static void accents_stay_with_their_letters(void **state)
{
    assert_string_equal(
        break_as("o\u0323\u0302o\u0323\u0302o\u0323\u0302", "oo"),
        "o\u0323\u0302o\u0323\u0302|o\u0323\u0302|");
}

static void character_wider_than_the_line_is_named(void **state)
{
    char word[201];
    struct error err;

    assert_int_equal(try_width("wide", 3, false, &err), STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_WORD_TOO_WIDE);
    assert_string_equal(err.message, "\"wide\" is wider than the line");
    assert_string_equal(err.location.file, "letter.md");
    assert_int_equal(err.location.line, 7);
    memset(word, 'x', 200);
    word[200] = '\0';
    assert_int_equal(try_width(word, 3, false, &err), STATUS_LAYOUT);
    word[59] = '\0';
    assert_memory_equal(err.message + 1, word, 59);
    assert_string_equal(err.message + 60, "\u2026\" is wider than the line");
}

static void missing_glyph_is_blamed_on_its_span(void **state)
{
    const struct paragraph_style style = {.width = 300};
    struct span spans[] = {plain("snow "), plain("\u2603 man")};
    struct error err = {0};
    struct paragraph paragraph;

    spans[1].location = (struct location){"councils.csv", 3, 9};
    assert_int_equal(paragraph_break(shaper, arena, &sans, spans, 2, &style,
                                     &paragraph, &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_GLYPH_MISSING);
    assert_string_equal(err.location.file, "councils.csv");
    assert_string_equal(err.message,
                        "the font has no glyph for \"\u2603\" (U+2603)");
}

/* "Mr " of the letter text, "ab" of a cell, "c\u2603" of another: the snowman
 * is the last one's; of "abc" most is the first one's. */
static void a_part_of_a_span_is_blamed_on_its_own_place(void **state)
{
    static const struct text_origin items[] = {{0, {"letter.md", 1, 1}},
                                               {3, {"councils.csv", 2, 5}},
                                               {5, {"councils.csv", 2, 9}}};
    const struct paragraph_style style = {.width = 300};
    struct span span = plain("Mr abc\u2603");
    struct paragraph paragraph;
    struct error err = {0};

    span.origins = (struct text_origins){items, 3};
    assert_int_equal(paragraph_break(shaper, arena, &sans, &span, 1, &style,
                                     &paragraph, &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_GLYPH_MISSING);
    assert_int_equal(err.location.column, 9);
    assert_int_equal(text_origins_most(span.origins, 3, 6, NO_LOCATION).column,
                     5);
    assert_string_equal(text_origins_at(span.origins, 2, NO_LOCATION).file,
                        "letter.md");
    assert_int_equal(text_origins_at(span.origins, 3, NO_LOCATION).column, 5);
}

static void a_word_that_is_too_wide_is_blamed_on_most_of_it(void **state)
{
    static const struct text_origin items[] = {{0, {"councils.csv", 2, 5}},
                                               {1, {"councils.csv", 2, 9}}};
    const struct paragraph_style style = {.width = 20, .one_line = true};
    struct span span = plain("complaints");
    struct paragraph paragraph;
    struct error err = {0};

    span.origins = (struct text_origins){items, 2};
    assert_int_equal(paragraph_break(shaper, arena, &sans, &span, 1, &style,
                                     &paragraph, &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_WORD_TOO_WIDE);
    assert_int_equal(err.location.column, 9);
}

static void one_line_is_not_broken(void **state)
{
    struct error err;

    assert_int_equal(
        try_width("one more thing", measure("one more thing"), true, &err),
        STATUS_OK);
    assert_int_equal(try_width("one more thing", 60, true, &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_LAYOUT_WORD_TOO_WIDE);
    assert_string_equal(err.message,
                        "\"one more thing\" is wider than the line");
    assert_int_equal(try_width("one more\nthing", 60, true, &err), STATUS_OK);
}

static void first_line_is_indented(void **state)
{
    const struct paragraph_style style = {.width = 200, .first_indent = 40};
    const struct span span = plain(sample);
    struct error err = {0};
    struct paragraph paragraph;

    assert_int_equal(paragraph_break(shaper, arena, &sans, &span, 1, &style,
                                     &paragraph, &err),
                     STATUS_OK);
    check(&paragraph, &span, 1, &style);
    assert_true(paragraph.lines[0].pieces[0].x == 40);
    assert_true(paragraph.lines[1].pieces[0].x == 0);
}

/* Greedy lines, and what they cost: the square of each gap but the last. */
static double first_fit_cost(const char *text, double width)
{
    const double space = measure("a a") - 2 * measure("a");
    double at = 0, cost = 0;

    while (*text) {
        char word[64];
        const size_t length = strcspn(text, " ");
        double size;
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        size = measure(word);
        text += length + strspn(text + length, " ");
        if (at > 0 && at + space + size > width) {
            cost += pow(1 - at / width, 2);
            at = 0;
        }
        at += (at > 0 ? space : 0) + size;
    }
    return cost;
}

static void rag_is_more_even_than_first_fits(void **state)
{
    const char *text =
        "Each complaint is a chance to put things right and to learn. We "
        "expect every organisation to remedy quickly, to tell us when it has "
        "done so, and to share what it found with everyone who could have "
        "made the same mistake, councillors and contractors included.";
    const struct span span = plain(text);
    double greedy = 0, ours = 0;

    for (double width = 150; width < 460; width += 10) {
        const struct paragraph paragraph = break_spans(&span, 1, width);
        double cost = 0;
        for (size_t i = 0; i + 1 < paragraph.count; i++)
            cost += pow(1 - paragraph.lines[i].width / width, 2);
        /* it may pay for a short last word, and lean on "a" */
        assert_true(cost <= first_fit_cost(text, width) + 0.06);
        greedy += first_fit_cost(text, width);
        ours += cost;
    }
    assert_true(ours < 0.95 * greedy);
}

static void last_line_is_not_one_short_word(void **state)
{
    assert_string_equal(break_as("we have not yet been able to do so",
                                 "we have not yet been able to do"),
                        "we have not yet been able to |do so|");
}

static uint64_t next_random(uint64_t *seed)
{
    *seed =
        *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static const char *const scraps[] = {
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\t",
    "a",
    "I",
    "the",
    "of",
    "council",
    "17",
    "20",
    "July",
    "2022",
    "Mr",
    "Porter",
    "-",
    "\u2013",
    "well-known",
    "and/or",
    "\"",
    "'",
    "it's",
    "(",
    ")",
    ".",
    ",",
    "&",
    "\u00A0",
    "\u00AD",
    "\u200B",
    "caf\u00E9",
    "e\u0301",
    "q\u0301",
    "\u2028",
    "\u2003",
    "\x01",
    "\uFEFF",
    "\r\n",
    "https://a.org/b-c/d",
    "\u00A3",
    "100%",
    "J.",
    "\u2026",
    "\u0391\u03B8",
    "\u0416",
};

static void any_text_keeps_its_bytes_and_its_width(void **state)
{
    uint64_t seed = 2022;

    for (int round = 0; round < 3000; round++) {
        const size_t span_count = 1 + next_random(&seed) % 4;
        struct buffer texts[4];
        struct span spans[4];
        arena_reset(arena);
        for (size_t i = 0; i < span_count; i++) {
            const size_t length = next_random(&seed) % 40;
            texts[i] = buffer_new(10000);
            for (size_t j = 0; j < length; j++)
                buffer_add_text(&texts[i],
                                scraps[next_random(&seed) %
                                       (sizeof scraps / sizeof *scraps)]);
            spans[i] = plain(buffer_text(&texts[i]));
            spans[i].style = (enum face_style)(next_random(&seed) % 4);
            spans[i].size = 8 + (double)(next_random(&seed) % 8);
        }
        {
            const struct paragraph_style style = {
                .width = 60 + (double)(next_random(&seed) % 400),
                .first_indent = (double)(next_random(&seed) % 40) - 10,
            };
            struct paragraph paragraph = {NULL, 0};
            struct error err = {0};
            const enum status status =
                paragraph_break(shaper, arena, &sans, spans, span_count, &style,
                                &paragraph, &err);
            if (status == STATUS_OK && paragraph.count)
                check(&paragraph, spans, span_count, &style);
            else if (status != STATUS_OK)
                assert_int_equal(err.rule, RULE_LAYOUT_WORD_TOO_WIDE);
        }
        for (size_t i = 0; i < span_count; i++)
            buffer_free(&texts[i]);
    }
}

static void lines_are_the_same_from_every_shaper(void **state)
{
    const struct span span = plain(sample);
    const struct paragraph one = break_spans(&span, 1, 300);
    struct shaper *used = shaper;
    struct paragraph two;

    shaper = shaper_new();
    two = break_spans(&span, 1, 300);
    assert_string_equal(lines_of(&one), lines_of(&two));
    for (size_t i = 0; i < one.count; i++) {
        const struct glyph_run *a = &one.lines[i].pieces[0].run;
        const struct glyph_run *b = &two.lines[i].pieces[0].run;
        assert_true(one.lines[i].width == two.lines[i].width);
        assert_int_equal(a->count, b->count);
        assert_memory_equal(a->glyphs, b->glyphs, a->count * sizeof *a->glyphs);
    }
    shaper_free(shaper);
    shaper = used;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_paragraph_has_no_lines),
        cmocka_unit_test(text_that_fits_is_one_line),
        cmocka_unit_test(space_at_a_break_stays_and_is_not_counted),
        cmocka_unit_test(white_space_never_begins_a_line),
        cmocka_unit_test(newline_ends_a_line_with_a_space),
        cmocka_unit_test(newline_after_a_space_needs_no_other),
        cmocka_unit_test(words_are_not_broken_where_spans_meet),
        cmocka_unit_test(pieces_carry_their_span),
        cmocka_unit_test(quotes_look_over_the_border_of_spans),
        cmocka_unit_test(day_and_month_stay_together),
        cmocka_unit_test(number_and_noun_stay_together_where_they_can),
        cmocka_unit_test(title_and_name_stay_together),
        cmocka_unit_test(dash_stays_at_the_end_of_its_line),
        cmocka_unit_test(keep_gives_way_where_nothing_else_fits),
        cmocka_unit_test(compound_is_not_broken_while_it_fits),
        cmocka_unit_test(compound_wider_than_the_line_is_broken),
        cmocka_unit_test(soft_hyphen_shows_where_a_line_ends),
        cmocka_unit_test(zero_width_space_breaks_without_a_sign),
        cmocka_unit_test(no_break_space_holds),
        cmocka_unit_test(word_wider_than_the_line_breaks_anywhere),
        cmocka_unit_test(accents_stay_with_their_letters),
        cmocka_unit_test(character_wider_than_the_line_is_named),
        cmocka_unit_test(missing_glyph_is_blamed_on_its_span),
        cmocka_unit_test(a_part_of_a_span_is_blamed_on_its_own_place),
        cmocka_unit_test(a_word_that_is_too_wide_is_blamed_on_most_of_it),
        cmocka_unit_test(one_line_is_not_broken),
        cmocka_unit_test(first_line_is_indented),
        cmocka_unit_test(rag_is_more_even_than_first_fits),
        cmocka_unit_test(last_line_is_not_one_short_word),
        cmocka_unit_test(any_text_keeps_its_bytes_and_its_width),
        cmocka_unit_test(lines_are_the_same_from_every_shaper),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
