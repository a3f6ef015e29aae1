#include "shaper_fixture.h"

#include <math.h>
#include <pthread.h>

struct runs {
    const struct glyph_run *items;
    size_t count;
};

static int units_per_em(const struct face *face)
{
    return face_metrics(face)->units_per_em;
}

/* What must hold for all runs: they cover the text in order, clusters lie in
 * it in order, and the width is that of the advances. */
static void check_runs(struct runs runs, const char *text, size_t length)
{
    size_t covered = 0;

    for (size_t i = 0; i < runs.count; i++) {
        const struct glyph_run *run = &runs.items[i];
        int64_t advance = 0;
        size_t end = 0;
        assert_ptr_equal(run->text, text + covered);
        for (size_t j = 0; j < run->count; j++) {
            const struct glyph *glyph = &run->glyphs[j];
            advance += glyph->advance;
            assert_true(glyph->id != 0);
            if (!glyph->text_size)
                continue;
            assert_true(glyph->text_start >= end);
            end = glyph->text_start + glyph->text_size;
        }
        assert_true(end <= run->text_size);
        assert_true(fabs(run->width - (double)advance * run->size /
                                          units_per_em(run->face)) < 1e-9);
        covered += run->text_size;
    }
    assert_int_equal(covered, length);
}

static struct runs shape_in(const struct family *family, enum face_style style,
                            const char *text)
{
    struct error err = {0};
    struct runs runs;

    assert_int_equal(shaper_shape_text(shaper, arena, family, style, 10, text,
                                       strlen(text), &runs.items, &runs.count,
                                       &err),
                     STATUS_OK);
    check_runs(runs, text, strlen(text));
    return runs;
}

static struct runs shape(const char *text)
{
    return shape_in(&sans, FACE_REGULAR, text);
}

static uint32_t glyph_for(uint32_t letter)
{
    return face_glyph(sans.faces[FACE_REGULAR], letter);
}

static void letters_advance_as_the_font_says(void **state)
{
    const struct runs runs = shape("HI");

    /* Arial: H 1479, I 569, no kerning between them; 10 points */
    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 2);
    assert_int_equal(runs.items->glyphs[0].advance, 1479);
    assert_int_equal(runs.items->glyphs[1].advance, 569);
    assert_true(fabs(runs.items->width - 10) < 1e-9); /* 1479 + 569: one em */
}

static void pairs_are_kerned(void **state)
{
    const struct runs runs = shape("AV");

    /* Arial kerns AV by -152 of 2048 */
    assert_int_equal(runs.items->glyphs[0].advance, 1366 - 152);
    assert_int_equal(runs.items->glyphs[1].advance, 1366);
}

static void style_chooses_the_face(void **state)
{
    assert_ptr_equal(shape_in(&sans, FACE_BOLD, "a").items->face,
                     sans.faces[FACE_BOLD]);
    assert_ptr_equal(shape_in(&sans, FACE_BOLD_ITALIC, "a").items->face,
                     sans.faces[FACE_BOLD_ITALIC]);
}

static void missing_style_is_set_in_regular(void **state)
{
    const struct family family = {{sans.faces[FACE_REGULAR]}, NULL};

    assert_ptr_equal(shape_in(&family, FACE_ITALIC, "a").items->face,
                     sans.faces[FACE_REGULAR]);
}

static void empty_text_has_no_runs(void **state)
{
    assert_int_equal(shape("").count, 0);
}

static void words_and_spaces_are_one_run(void **state)
{
    const struct runs runs = shape("a b  c");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(runs.items->glyphs[i].text_start, i);
        assert_int_equal(runs.items->glyphs[i].text_size, 1);
    }
    assert_int_equal(runs.items->glyphs[1].advance, 569);
}

static void tabs_and_line_ends_are_spaces(void **state)
{
    const struct runs runs = shape("a\tb\nc\r\nd\u2028e");

    assert_int_equal(runs.items->count, 10);
    assert_int_equal(runs.items->glyphs[1].id, glyph_for(' '));
    assert_int_equal(runs.items->glyphs[3].id, glyph_for(' '));
    assert_int_equal(runs.items->glyphs[8].id, glyph_for(' '));
    assert_int_equal(runs.items->glyphs[8].text_size, 3);
}

static void no_break_space_is_as_wide_as_a_space(void **state)
{
    const struct runs runs = shape("a\u00A0b");

    assert_int_equal(runs.items->count, 3);
    assert_int_equal(runs.items->glyphs[1].advance, 569);
}

/* The letter and its accent make one glyph, whose text is what was written. */
static void accent_that_follows_is_composed(void **state)
{
    const struct runs runs = shape("cafe\u0301s");

    assert_int_equal(runs.items->count, 5);
    assert_int_equal(runs.items->glyphs[3].id, glyph_for(0xE9));
    assert_int_equal(runs.items->glyphs[3].text_start, 3);
    assert_int_equal(runs.items->glyphs[3].text_size, 3);
    assert_int_equal(runs.items->glyphs[4].text_start, 6);
}

static void accent_without_composed_form_joins_the_cluster(void **state)
{
    const struct runs runs = shape("q\u0301x");

    assert_int_equal(runs.items->count, 3);
    assert_int_equal(runs.items->glyphs[0].text_size, 3);
    assert_int_equal(runs.items->glyphs[1].text_size, 0);
    assert_int_equal(runs.items->glyphs[1].advance, 0);
    assert_int_equal(runs.items->glyphs[2].text_start, 3);
}

static void quotes_are_drawn_curly_and_read_straight(void **state)
{
    const struct runs runs = shape("\"it's\" - 'so'");
    static const uint32_t drawn[] = {0x201C, 'i', 't',    0x2019, 's',
                                     0x201D, ' ', 0x2013, ' ',    0x2018,
                                     's',    'o', 0x2019};

    assert_int_equal(runs.items->count, 13);
    for (uint32_t i = 0; i < 13; i++) {
        assert_int_equal(runs.items->glyphs[i].id, glyph_for(drawn[i]));
        assert_int_equal(runs.items->glyphs[i].text_start, i);
        assert_int_equal(runs.items->glyphs[i].text_size, 1);
    }
}

static void face_without_curly_quotes_keeps_straight_ones(void **state)
{
    struct face *cut = open_cut_face("\u2018\u2019\u201C\u201D\u2013");
    const struct family family = {{cut}, NULL};
    const struct runs runs = shape_in(&family, FACE_REGULAR, "\"it's\" - a");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->glyphs[0].id, face_glyph(cut, '"'));
    assert_int_equal(runs.items->glyphs[3].id, face_glyph(cut, '\''));
    assert_int_equal(runs.items->glyphs[5].id, face_glyph(cut, '"'));
    assert_int_equal(runs.items->glyphs[7].id, face_glyph(cut, '-'));
    shaper_free(shaper);
    shaper = shaper_new();
    face_close(cut);
}

static void no_break_hyphen_may_be_drawn_as_a_plain_one(void **state)
{
    struct face *cut = open_cut_face("\u2010\u2011");
    const struct family family = {{cut}, NULL};
    const struct runs runs = shape_in(&family, FACE_REGULAR, "a\u2011b");

    assert_int_equal(runs.items->count, 3);
    assert_int_equal(runs.items->glyphs[1].id, face_glyph(cut, '-'));
    assert_int_equal(runs.items->glyphs[1].text_size, 3);
    shaper_free(shaper);
    shaper = shaper_new();
    face_close(cut);
}

static void invisible_characters_have_no_glyph(void **state)
{
    const struct runs runs = shape("co\u00ADop\u200Ber\u2060\x01\uFEFF!");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 7);
    /* the soft hyphen is in the run's text, but in no cluster */
    assert_int_equal(runs.items->glyphs[1].text_start, 1);
    assert_int_equal(runs.items->glyphs[1].text_size, 1);
    assert_int_equal(runs.items->glyphs[2].text_start, 4);
    assert_int_equal(runs.items->glyphs[6].text_start, 18);
}

static void text_of_nothing_visible_is_a_run_without_glyphs(void **state)
{
    const struct runs runs = shape("\u00AD\x01");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 0);
    assert_true(runs.items->width == 0);
}

static void leading_invisible_character_belongs_to_the_run(void **state)
{
    const struct runs runs = shape("\uFEFFab");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 2);
    assert_int_equal(runs.items->glyphs[0].text_start, 3);
}

static void fallback_sets_what_the_family_lacks(void **state)
{
    struct face *cut = open_cut_face("\u00F8\u00E9\u0301");
    const struct family family = {{cut}, &sans};
    const struct runs runs = shape_in(&family, FACE_BOLD, "br\u00F8d e\u0301");

    assert_int_equal(runs.count, 4);
    assert_ptr_equal(runs.items[0].face, cut);
    assert_int_equal(runs.items[0].count, 2);
    assert_ptr_equal(runs.items[1].face, sans.faces[FACE_BOLD]);
    assert_int_equal(runs.items[1].count, 1);
    assert_int_equal(runs.items[1].text_size, 2);
    assert_int_equal(runs.items[1].glyphs[0].text_start, 0);
    assert_int_equal(runs.items[1].glyphs[0].text_size, 2);
    assert_ptr_equal(runs.items[2].face, cut);
    assert_int_equal(runs.items[2].count, 2); /* "d " */
    assert_int_equal(runs.items[2].glyphs[1].text_start, 1);
    assert_ptr_equal(runs.items[3].face, sans.faces[FACE_BOLD]);
    shaper_free(shaper);
    shaper = shaper_new();
    face_close(cut);
}

static void fallbacks_follow_one_another(void **state)
{
    struct face *none = open_cut_face("\u00F8\u00E6");
    struct face *one = open_cut_face("\u00F8");
    const struct family second = {{one}, &sans};
    const struct family first = {{none}, &second};
    const struct runs runs = shape_in(&first, FACE_REGULAR, "\u00E6\u00F8a");

    assert_int_equal(runs.count, 3);
    assert_ptr_equal(runs.items[0].face, one);
    assert_ptr_equal(runs.items[1].face, sans.faces[FACE_REGULAR]);
    assert_ptr_equal(runs.items[2].face, none);
    shaper_free(shaper);
    shaper = shaper_new();
    face_close(none);
    face_close(one);
}

static void character_no_family_has_is_named(void **state)
{
    const struct family family = {{sans.faces[FACE_REGULAR]}, &sans};
    struct error err = {0};
    struct runs runs;

    assert_int_equal(shaper_shape_text(shaper, arena, &family, FACE_REGULAR, 10,
                                       "a \u2603b", 6, &runs.items, &runs.count,
                                       &err),
                     STATUS_LAYOUT);
    assert_int_equal(err.rule, RULE_GLYPH_MISSING);
    assert_string_equal(err.message,
                        "the font has no glyph for \"\u2603\" (U+2603)");
    assert_null(err.location.file);
    /* and again, from what is remembered */
    assert_int_equal(shaper_shape_text(shaper, arena, &family, FACE_REGULAR, 10,
                                       "\u2603b", 4, &runs.items, &runs.count,
                                       &err),
                     STATUS_LAYOUT);
}

static void scripts_may_follow_one_another(void **state)
{
    const struct runs runs = shape("Luton\u0391\u03B8\u0416\u0437x");

    assert_int_equal(runs.count, 1);
    assert_int_equal(runs.items->count, 10);
}

static const char *const sample =
    "\"We upheld 12 of the council's 17 cases\" - AV To Wa caf\u00E9 q\u0301.";

static void expect_same_runs(struct runs a, struct runs b)
{
    assert_int_equal(a.count, b.count);
    for (size_t i = 0; i < a.count; i++) {
        assert_int_equal(a.items[i].count, b.items[i].count);
        assert_memory_equal(a.items[i].glyphs, b.items[i].glyphs,
                            a.items[i].count * sizeof(struct glyph));
        assert_true(a.items[i].width == b.items[i].width);
    }
}

static void remembered_words_are_as_new_ones(void **state)
{
    struct shaper *used = shaper;
    const struct runs first = shape(sample);
    const struct runs again = shape(sample);

    shaper = shaper_new();
    expect_same_runs(first, again);
    expect_same_runs(first, shape(sample));
    shaper_free(shaper);
    shaper = used;
}

/* What a thread makes of the sample, many times over. */
static void *shape_in_thread(void *failed)
{
    struct shaper *own = shaper_new();
    struct arena *room = arena_new();
    struct error err = {0};
    struct runs runs, first = {NULL, 0};

    for (int i = 0; i < 50; i++) {
        if (shaper_shape_text(own, room, &sans, FACE_REGULAR, 10, sample,
                              strlen(sample), &runs.items, &runs.count,
                              &err) != STATUS_OK)
            *(int *)failed = 1;
        if (i && memcmp(runs.items[0].glyphs, first.items[0].glyphs,
                        runs.items[0].count * sizeof(struct glyph)) != 0)
            *(int *)failed = 1;
        first = runs;
        if (i % 10 == 0) {
            shaper_free(own);
            own = shaper_new();
        }
    }
    shaper_free(own);
    arena_free(room);
    return NULL;
}

static void threads_share_faces(void **state)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    int failed[THREADS] = {0};

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, shape_in_thread, &failed[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(failed[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_advance_as_the_font_says),
        cmocka_unit_test(pairs_are_kerned),
        cmocka_unit_test(style_chooses_the_face),
        cmocka_unit_test(missing_style_is_set_in_regular),
        cmocka_unit_test(empty_text_has_no_runs),
        cmocka_unit_test(words_and_spaces_are_one_run),
        cmocka_unit_test(tabs_and_line_ends_are_spaces),
        cmocka_unit_test(no_break_space_is_as_wide_as_a_space),
        cmocka_unit_test(accent_that_follows_is_composed),
        cmocka_unit_test(accent_without_composed_form_joins_the_cluster),
        cmocka_unit_test(quotes_are_drawn_curly_and_read_straight),
        cmocka_unit_test(face_without_curly_quotes_keeps_straight_ones),
        cmocka_unit_test(no_break_hyphen_may_be_drawn_as_a_plain_one),
        cmocka_unit_test(invisible_characters_have_no_glyph),
        cmocka_unit_test(text_of_nothing_visible_is_a_run_without_glyphs),
        cmocka_unit_test(leading_invisible_character_belongs_to_the_run),
        cmocka_unit_test(fallback_sets_what_the_family_lacks),
        cmocka_unit_test(fallbacks_follow_one_another),
        cmocka_unit_test(character_no_family_has_is_named),
        cmocka_unit_test(scripts_may_follow_one_another),
        cmocka_unit_test(remembered_words_are_as_new_ones),
        cmocka_unit_test(threads_share_faces),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
