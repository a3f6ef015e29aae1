#include "face_fixture.h"

#include "type/paragraph.h"
#include "type/paragraph_cache.h"

/* What is kept is compared with what a shaper that has seen nothing makes. */

static struct family sans;
static struct arena *arena;

static const struct paragraph_style narrow = {.width = 200};
static const char words[] =
    "It is \"rare\" that well-connected offices, 12 of them, agree.";

static int set_up(void **state)
{
    open_family(&sans);
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(arena);
    close_family();
    return 0;
}

static struct span plain(const char *text)
{
    return (struct span){
        .text = arena_strdup(arena, text), .length = strlen(text), .size = 12};
}

static struct paragraph broken(struct shaper *shaper, const struct span *span,
                               const struct paragraph_style *style)
{
    struct paragraph paragraph;
    struct error err = {0};

    assert_int_equal(
        paragraph_break(shaper, arena, &sans, span, 1, style, &paragraph, &err),
        STATUS_OK);
    return paragraph;
}

static struct paragraph fresh(const struct span *span,
                              const struct paragraph_style *style)
{
    struct shaper *shaper = shaper_new();
    const struct paragraph paragraph = broken(shaper, span, style);

    shaper_free(shaper);
    return paragraph;
}

static void check_piece(const struct piece *a, const struct piece *b)
{
    assert_true(a->span == b->span);
    assert_true(a->x == b->x);
    assert_true(a->run.face == b->run.face && a->run.size == b->run.size);
    assert_true(a->run.width == b->run.width);
    assert_int_equal(a->run.text_size, b->run.text_size);
    assert_memory_equal(a->run.text, b->run.text, a->run.text_size);
    assert_int_equal(a->run.count, b->run.count);
    assert_memory_equal(a->run.glyphs, b->run.glyphs,
                        a->run.count * sizeof *a->run.glyphs);
}

static void check_equal(const struct paragraph *a, const struct paragraph *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_true(a->lines[i].width == b->lines[i].width);
        assert_int_equal(a->lines[i].count, b->lines[i].count);
        for (size_t j = 0; j < a->lines[i].count; j++)
            check_piece(&a->lines[i].pieces[j], &b->lines[i].pieces[j]);
    }
}

static void what_comes_again_has_the_same_lines(void **state)
{
    struct shaper *shaper = shaper_new();

    for (int i = 0; i < 4; i++) {
        const struct span span = plain(words);
        const struct paragraph again = broken(shaper, &span, &narrow);
        const struct paragraph first = fresh(&span, &narrow);
        assert_true(first.count > 1);
        check_equal(&again, &first);
    }
    shaper_free(shaper);
}

static void another_width_size_or_style_is_another_paragraph(void **state)
{
    const struct paragraph_style styles[] = {narrow,
                                             {.width = 210},
                                             {.width = 200, .first_indent = 40},
                                             {.width = 2000, .one_line = true}};
    struct shaper *shaper = shaper_new();

    for (int i = 0; i < 60; i++) {
        const struct paragraph_style *style = &styles[i % 4];
        struct span span = plain(words);
        struct paragraph again, first;
        span.size = 12 + i / 4 % 2;
        span.style = (enum face_style)(i / 8 % 2);
        again = broken(shaper, &span, style);
        first = fresh(&span, style);
        check_equal(&again, &first);
    }
    shaper_free(shaper);
}

/* More than a shaper caches. */
static void break_others(struct shaper *shaper)
{
    for (int i = 0; i < 10000; i++) {
        char text[32];
        struct span other;
        snprintf(text, sizeof text, "Number %d of many.", i);
        other = plain(text);
        broken(shaper, &other, &narrow);
        broken(shaper, &other, &narrow);
    }
}

static void lines_stay_until_the_next_letter(void **state)
{
    struct shaper *shaper = shaper_new();
    const struct span span = plain(words);
    const struct paragraph first = fresh(&span, &narrow);
    struct paragraph kept = {0};

    for (int i = 0; i < 3; i++)
        kept = broken(shaper, &span, &narrow);
    break_others(shaper);
    check_equal(&kept, &first);
    shaper_begin(shaper);
    break_others(shaper);
    kept = broken(shaper, &span, &narrow);
    check_equal(&kept, &first);
    shaper_free(shaper);
}

static void runs_alike_share_a_stamp_and_others_have_another(void **state)
{
    const struct span span = plain(words), other = plain("Another one.");
    struct shaper *shaper = shaper_new();
    uint64_t stamps[4], others = 0;

    for (int i = 0; i < 4; i++) {
        const struct paragraph set = broken(shaper, &span, &narrow);
        const struct paragraph rest = broken(shaper, &other, &narrow);
        stamps[i] = set.lines[0].pieces[0].run.stamp;
        others = rest.lines[0].pieces[0].run.stamp;
    }
    assert_true(stamps[0] == 0 && stamps[1] == 0);
    assert_true(stamps[2] != 0 && stamps[2] == stamps[3]);
    assert_true(others != 0 && others != stamps[3]);
    shaper_free(shaper);
}

static void what_came_once_is_not_kept(void **state)
{
    struct paragraph_cache *paragraph_cache = paragraph_cache_new();
    const struct span span = plain(words);
    const struct paragraph_cache_key key = {&sans, &span, 1, &narrow};
    const struct paragraph lines = fresh(&span, &narrow);
    struct paragraph found;

    assert_false(paragraph_cache_find(paragraph_cache, &key, &found));
    paragraph_cache_add(paragraph_cache, &key, &lines);
    assert_false(paragraph_cache_find(paragraph_cache, &key, &found));
    paragraph_cache_add(paragraph_cache, &key, &lines);
    assert_true(paragraph_cache_find(paragraph_cache, &key, &found));
    check_equal(&found, &lines);
    paragraph_cache_free(paragraph_cache);
}

static void a_name_finds_the_lines_that_were_found_by_their_words(void **state)
{
    struct shaper *shaper = shaper_new();
    const struct span span = plain(words);
    const struct paragraph first = fresh(&span, &narrow);
    const struct paragraph_name name = {words, &sans, 0, 12, narrow.width};
    struct paragraph set, found;

    for (int i = 0; i < 3; i++) {
        assert_false(paragraph_find(shaper, &name, &found));
        set = broken(shaper, &span, &narrow);
        paragraph_remember(shaper, &name, &set);
    }
    assert_true(paragraph_find(shaper, &name, &found));
    assert_ptr_equal(found.lines, set.lines);
    check_equal(&found, &first);
    shaper_free(shaper);
}

static void another_setting_has_another_name(void **state)
{
    struct shaper *shaper = shaper_new();
    const struct span span = plain(words);
    const struct paragraph_name name = {words, &sans, 0, 12, narrow.width};
    const struct paragraph_name others[] = {
        {span.text, &sans, 0, 12, narrow.width},
        {words, NULL, 0, 12, narrow.width},
        {words, &sans, 1, 12, narrow.width},
        {words, &sans, 0, 11, narrow.width},
        {words, &sans, 0, 12, 201}};
    struct paragraph set;

    for (int i = 0; i < 3; i++)
        set = broken(shaper, &span, &narrow);
    paragraph_remember(shaper, &name, &set);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(paragraph_find(shaper, &others[i], &set));
    assert_true(paragraph_find(shaper, &name, &set));
    shaper_free(shaper);
}

/* Names are many, and those that come when there is no room have to do without:
 * the lines are found by their words. */
static void names_beyond_measure_are_not_kept(void **state)
{
    struct shaper *shaper = shaper_new();
    const struct span span = plain(words);
    struct paragraph set;
    size_t kept = 0;

    for (int i = 0; i < 3; i++)
        set = broken(shaper, &span, &narrow);
    for (size_t i = 0; i < 5000; i++) {
        const struct paragraph_name name = {words, &sans, 0, (double)i, 200};
        struct paragraph found;
        paragraph_remember(shaper, &name, &set);
        kept += paragraph_find(shaper, &name, &found);
    }
    assert_in_range(kept, 100, 4999);
    shaper_free(shaper);
}

static void a_refusal_is_repeated(void **state)
{
    const struct span span = plain("Uncharacteristically");
    const struct paragraph_style slim = {.width = 30, .one_line = true};
    struct shaper *shaper = shaper_new();

    for (int i = 0; i < 3; i++) {
        struct paragraph none;
        struct error err = {0};
        assert_int_equal(
            paragraph_break(shaper, arena, &sans, &span, 1, &slim, &none, &err),
            STATUS_LAYOUT);
        assert_int_equal(err.rule, RULE_LAYOUT_WORD_TOO_WIDE);
    }
    shaper_free(shaper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_again_has_the_same_lines),
        cmocka_unit_test(another_width_size_or_style_is_another_paragraph),
        cmocka_unit_test(lines_stay_until_the_next_letter),
        cmocka_unit_test(runs_alike_share_a_stamp_and_others_have_another),
        cmocka_unit_test(what_came_once_is_not_kept),
        cmocka_unit_test(a_name_finds_the_lines_that_were_found_by_their_words),
        cmocka_unit_test(another_setting_has_another_name),
        cmocka_unit_test(names_beyond_measure_are_not_kept),
        cmocka_unit_test(a_refusal_is_repeated),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
