/* Published values: Liberation Sans has the metrics of Arial, 2048 units to
 * the em; advances are those of Arial's hmtx (A 1366, space 569, one 1139), the
 * vertical ones were read from the files' tables with another program. */
#include "face_fixture.h"

#include <hb-ot.h>

#include "base/memory.h"

static struct family sans;

static int open_all(void **state)
{
    open_family(&sans);
    return 0;
}

static int close_all(void **state)
{
    close_family();
    return 0;
}

static void metrics_are_those_published(void **state)
{
    const struct face_metrics *m = face_metrics(sans.faces[FACE_REGULAR]);

    assert_int_equal(m->units_per_em, 2048);
    assert_int_equal(m->ascent, 1854);
    assert_int_equal(m->descent, 434);
    assert_int_equal(m->cap_height, 1409);
    assert_int_equal(m->x_height, 1082);
    assert_int_equal(m->weight, 400);
    assert_int_equal(m->italic_angle, 0);
    assert_false(m->italic);
    assert_false(m->fixed_pitch);
    /* post: upper edge at -67, 150 thick: the middle lies at -142 */
    assert_int_equal(m->underline_thickness, 150);
    assert_int_equal(m->underline_position, 142);
    assert_true(m->box[0] < 0 && m->box[1] < 0);
    assert_true(m->box[2] > 2048 && m->box[3] > 1854);
}

static void styles_tell_themselves_apart(void **state)
{
    const struct face_metrics *bold = face_metrics(sans.faces[FACE_BOLD]);
    const struct face_metrics *slant = face_metrics(sans.faces[FACE_ITALIC]);
    const struct face_metrics *both =
        face_metrics(sans.faces[FACE_BOLD_ITALIC]);

    assert_int_equal(bold->weight, 700);
    assert_false(bold->italic);
    assert_int_equal(slant->weight, 400);
    assert_int_equal(slant->italic_angle, -12);
    assert_true(slant->italic);
    assert_int_equal(both->weight, 700);
    assert_true(both->italic);
    assert_string_equal(face_name(sans.faces[FACE_REGULAR]), "LiberationSans");
    assert_string_equal(face_name(sans.faces[FACE_BOLD_ITALIC]),
                        "LiberationSans-BoldItalic");
}

static void a_face_has_to_differ_from_the_regular_one(void **state)
{
    const struct face *regular = sans.faces[FACE_REGULAR];

    for (int style = FACE_BOLD; style < FACE_STYLES; style++) {
        assert_null(face_style_fault(sans.faces[style], style, regular));
        assert_string_equal(face_style_fault(regular, style, regular),
                            "is the regular face once more");
    }
    assert_string_equal(
        face_style_fault(sans.faces[FACE_ITALIC], FACE_BOLD, regular),
        "is no bolder than the regular face");
    assert_string_equal(
        face_style_fault(sans.faces[FACE_BOLD], FACE_ITALIC, regular),
        "is not italic");
    assert_string_equal(
        face_style_fault(sans.faces[FACE_BOLD], FACE_BOLD_ITALIC, regular),
        "is not italic");
}

static void advances_are_those_of_arial(void **state)
{
    const struct face *face = sans.faces[FACE_REGULAR];

    assert_int_equal(face_advance(face, face_glyph(face, 'A')), 1366);
    assert_int_equal(face_advance(face, face_glyph(face, ' ')), 569);
    assert_int_equal(face_advance(face, face_glyph(face, '1')), 1139);
    assert_int_equal(face_advance(face, face_glyph(face, 0xE9)), 1139);
}

static void character_without_glyph_is_glyph_0(void **state)
{
    assert_int_equal(face_glyph(sans.faces[FACE_REGULAR], 0x2603), 0);
    assert_true(face_glyph_count(sans.faces[FACE_REGULAR]) > 2000);
}

static void bytes_and_digest_are_those_of_the_file(void **state)
{
    unsigned char digest[HASH_SIZE];
    size_t size;
    const void *bytes = face_bytes(sans.faces[FACE_BOLD], &size);

    assert_memory_equal(bytes, "\0\1\0\0", 4);
    hash_bytes(bytes, size, digest);
    assert_memory_equal(face_digest(sans.faces[FACE_BOLD]), digest, HASH_SIZE);
}

/* An outline as numbers: how many of each operator, the box, a checksum. */
struct smart_code {
    int moves, lines, curves, closes;
    double left, bottom, right, top;
    double sum;
};

static void draw_point(struct smart_code *drawn, double x, double y)
{
    drawn->left = x < drawn->left ? x : drawn->left;
    drawn->right = x > drawn->right ? x : drawn->right;
    drawn->bottom = y < drawn->bottom ? y : drawn->bottom;
    drawn->top = y > drawn->top ? y : drawn->top;
    drawn->sum = drawn->sum * 0.75 + x + 3 * y;
}

static void draw_move(void *to, double x, double y)
{
    ((struct smart_code *)to)->moves++;
    draw_point(to, x, y);
}

static void draw_line(void *to, double x, double y)
{
    ((struct smart_code *)to)->lines++;
    draw_point(to, x, y);
}

static void draw_curve(void *to, double x1, double y1, double x2, double y2,
                       double x3, double y3)
{
    ((struct smart_code *)to)->curves++;
    draw_point(to, x1, y1);
    draw_point(to, x2, y2);
    draw_point(to, x3, y3);
}

static void draw_close(void *to)
{
    ((struct smart_code *)to)->closes++;
}

static struct smart_code draw(const struct face *face, uint32_t glyph)
{
    static const struct outline_sink sink = {draw_move, draw_line, draw_curve,
                                             draw_close};
    struct smart_code drawn = {
        .left = 9999, .bottom = 9999, .right = -9999, .top = -9999};

    face_outline(face, glyph, &sink, &drawn);
    return drawn;
}

static void outline_of_a_letter_fills_its_height(void **state)
{
    const struct face *face = sans.faces[FACE_REGULAR];
    const struct smart_code h = draw(face, face_glyph(face, 'H'));
    const struct smart_code o = draw(face, face_glyph(face, 'o'));

    /* an H is one contour of twelve straight sides, on the baseline */
    assert_int_equal(h.moves, 1);
    assert_int_equal(h.closes, 1);
    assert_int_equal(h.curves, 0);
    assert_true(h.bottom == 0 && h.top == 1409);
    /* an o is a ring of curves that dips below it */
    assert_int_equal(o.moves, 2);
    assert_int_equal(o.closes, 2);
    assert_true(o.curves > 8 && o.bottom < 0 && o.top > 1082);
}

static void space_has_no_outline(void **state)
{
    const struct face *face = sans.faces[FACE_REGULAR];

    assert_int_equal(draw(face, face_glyph(face, ' ')).moves, 0);
}

static void expect_unreadable(const void *bytes, size_t size,
                              const char *message)
{
    struct error err = {0};
    struct face *face = NULL;
    char path[64];

    write_file(path, bytes, size);
    assert_int_equal(face_open(path, &face, &err), STATUS_INPUT);
    unlink(path);
    assert_int_equal(err.rule, RULE_FONT_UNREADABLE);
    assert_string_equal(err.location.file, path);
    assert_string_equal(err.message, message);
    assert_null(face);
}

static void missing_file_is_reported_as_missing(void **state)
{
    struct error err = {0};
    struct face *face = NULL;

    assert_int_equal(face_open("../fonts/None.ttf", &face, &err), STATUS_INPUT);
    assert_int_equal(err.rule, RULE_FILE_MISSING);
    assert_string_equal(err.location.file, "../fonts/None.ttf");
}

static void file_that_is_no_font_is_refused(void **state)
{
    expect_unreadable("", 0, "the file is not a TrueType font");
    expect_unreadable("%PDF-1.7 and so on", 18,
                      "the file is not a TrueType font");
    expect_unreadable("OTTO\0\1\0\0\0\0\0\0", 12,
                      "the font has PostScript outlines (OTF), which are not "
                      "read; use the family's TrueType files, or convert it: "
                      "fontforge -lang=ff -c 'Open($1); Generate($2)' FILE.otf "
                      "NAME.ttf");
    expect_unreadable("ttcf\0\1\0\0\0\0\0\0", 12,
                      "the file is a collection of fonts (TTC), not one; take "
                      "each out: fonttools ttLib FILE.ttc -y NUMBER -o "
                      "NAME.ttf");
}

static void font_cut_short_is_refused(void **state)
{
    size_t size;
    const void *bytes = face_bytes(sans.faces[FACE_REGULAR], &size);

    expect_unreadable(bytes, size / 2, "the font is cut short");
    expect_unreadable(bytes, 40, "the font is cut short");
}

/* The record of a table in a copy of the regular face. */
static unsigned char *record_of(unsigned char *bytes, const char *tag)
{
    for (size_t i = 0; i < (size_t)(bytes[4] << 8 | bytes[5]); i++)
        if (memcmp(bytes + 12 + 16 * i, tag, 4) == 0)
            return bytes + 12 + 16 * i;
    fail_msg("no table %s", tag);
    return NULL;
}

static unsigned char *table_of(unsigned char *bytes, const char *tag)
{
    const unsigned char *at = record_of(bytes, tag) + 8;

    return bytes + ((size_t)at[0] << 24 | (size_t)at[1] << 16 |
                    (size_t)at[2] << 8 | at[3]);
}

static unsigned char *copy_regular(size_t *size)
{
    const void *bytes = face_bytes(sans.faces[FACE_REGULAR], size);

    return memcpy(memory_alloc(*size), bytes, *size);
}

static void expect_renamed_unreadable(const char *tag, const char *message)
{
    size_t size;
    unsigned char *bytes = copy_regular(&size);

    memcpy(record_of(bytes, tag), "zzzz", 4);
    expect_unreadable(bytes, size, message);
    free(bytes);
}

static void font_without_a_needed_table_is_refused(void **state)
{
    expect_renamed_unreadable("cmap", "the font has no character map");
    expect_renamed_unreadable("glyf", "the font has no TrueType outlines");
    expect_renamed_unreadable("loca", "the font has no TrueType outlines");
    expect_renamed_unreadable(
        "hmtx", "the font lacks its head, maxp, hhea or hmtx table");
}

static void font_with_damaged_tables_is_refused(void **state)
{
    size_t size;
    unsigned char *bytes = copy_regular(&size);

    memset(table_of(bytes, "loca") + 400, 0xFF, 4);
    expect_unreadable(bytes, size,
                      "the font's outlines or advances are damaged");
    memcpy(bytes, face_bytes(sans.faces[FACE_REGULAR], &size), size);
    memset(table_of(bytes, "head") + 18, 0, 2); /* no units to the em */
    expect_unreadable(bytes, size,
                      "the font's outlines or advances are damaged");
    memcpy(bytes, face_bytes(sans.faces[FACE_REGULAR], &size), size);
    memset(table_of(bytes, "cmap") + 2, 0, 2); /* no subtables */
    expect_unreadable(bytes, size, "the font's character map is empty");
    free(bytes);
}

static void font_whose_licence_forbids_embedding_is_refused(void **state)
{
    size_t size;
    unsigned char *bytes = copy_regular(&size);
    unsigned char *type = table_of(bytes, "OS/2") + 8;

    type[1] = 0x02;
    expect_unreadable(bytes, size,
                      "the font's licence bits (OS/2 fsType) forbid "
                      "embedding");
    type[0] = 0x01;
    type[1] = 0x00;
    expect_unreadable(bytes, size,
                      "the font's licence bits (OS/2 fsType) forbid "
                      "subsetting");
    type[0] = 0x02;
    expect_unreadable(bytes, size,
                      "the font's licence bits (OS/2 fsType) allow bitmaps "
                      "only");
    free(bytes);
}

/* Glyphs of a text, sorted, without duplicates. */
static size_t glyphs_of(const struct face *face, const char *text,
                        uint32_t glyphs[static 256])
{
    hb_set_t *set = hb_set_create();
    hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
    size_t count = 0;
    uint32_t letter;

    while ((letter = utf8_next(&text)) != 0)
        hb_set_add(set, face_glyph(face, letter));
    while (hb_set_next(set, &glyph))
        glyphs[count++] = glyph;
    hb_set_destroy(set);
    return count;
}

static struct font_subset cut(const struct face *face, const char *text)
{
    struct error err = {0};
    struct font_subset subset;
    uint32_t glyphs[256];
    const size_t count = glyphs_of(face, text, glyphs);

    assert_int_equal(font_subset_make(face, glyphs, count, &subset, &err),
                     STATUS_OK);
    return subset;
}

static void hb_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                    float x, float y, void *move)
{
    (void)funcs, (void)state;
    if (move)
        draw_move(data, (double)x, (double)y);
    else
        draw_line(data, (double)x, (double)y);
}

static void hb_curve(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                     float x1, float y1, float x2, float y2, float x3, float y3,
                     void *unused)
{
    (void)funcs, (void)state, (void)unused;
    draw_curve(data, (double)x1, (double)y1, (double)x2, (double)y2, (double)x3,
               (double)y3);
}

static void hb_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                     void *unused)
{
    (void)funcs, (void)state, (void)unused;
    draw_close(data);
}

static struct smart_code draw_reopened(hb_font_t *font, uint32_t glyph)
{
    static int yes = 1;
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    struct smart_code drawn = {
        .left = 9999, .bottom = 9999, .right = -9999, .top = -9999};

    hb_draw_funcs_set_move_to_func(funcs, hb_line, &yes, NULL);
    hb_draw_funcs_set_line_to_func(funcs, hb_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, hb_curve, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, hb_close, NULL, NULL);
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(font, glyph, funcs, &drawn);
#else
    hb_font_get_glyph_shape(font, glyph, funcs, &drawn);
#endif
    hb_draw_funcs_destroy(funcs);
    return drawn;
}

static void expect_same_glyphs(const struct face *face,
                               const struct font_subset *subset)
{
    hb_blob_t *blob =
        hb_blob_create((const char *)subset->bytes, (unsigned)subset->size,
                       HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *tables = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(tables);

    assert_int_equal(hb_face_get_glyph_count(tables), subset->glyph_count);
    for (size_t i = 0; i < subset->glyph_count; i++) {
        const uint32_t old = subset->old_glyphs[i];
        const struct smart_code was = draw(face, old);
        const struct smart_code is = draw_reopened(font, (uint32_t)i);
        assert_int_equal(hb_font_get_glyph_h_advance(font, (uint32_t)i),
                         face_advance(face, old));
        assert_memory_equal(&was, &is, sizeof was);
    }
    hb_font_destroy(font);
    hb_face_destroy(tables);
    hb_blob_destroy(blob);
}

static const char printable[] =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
    "abcdefghijklmnopqrstuvwxyz{|}~\u2018\u2019\u201C\u201D\u2013\u2022\u00A3"
    "\u00E9";

static void subset_draws_and_advances_as_the_face_does(void **state)
{
    for (int i = 0; i < FACE_STYLES; i++) {
        struct font_subset subset = cut(sans.faces[i], printable);
        expect_same_glyphs(sans.faces[i], &subset);
        font_subset_free(&subset);
    }
}

static void subset_numbers_glyphs_in_order_from_notdef(void **state)
{
    const struct face *face = sans.faces[FACE_REGULAR];
    struct font_subset subset = cut(face, "AV fi");

    assert_int_equal(subset.glyph_count, 6);
    assert_int_equal(subset.old_glyphs[0], 0);
    assert_int_equal(subset.old_glyphs[1], face_glyph(face, ' '));
    assert_int_equal(subset.old_glyphs[2], face_glyph(face, 'A'));
    assert_int_equal(subset.old_glyphs[3], face_glyph(face, 'V'));
    assert_int_equal(subset.old_glyphs[4], face_glyph(face, 'f'));
    assert_int_equal(subset.old_glyphs[5], face_glyph(face, 'i'));
    font_subset_free(&subset);
}

static void subset_takes_the_parts_of_composed_glyphs_along(void **state)
{
    struct font_subset subset = cut(sans.faces[FACE_REGULAR], "\u00E9");

    /* .notdef, e acute, and the e and the acute it may be made of */
    assert_true(subset.glyph_count >= 2);
    expect_same_glyphs(sans.faces[FACE_REGULAR], &subset);
    font_subset_free(&subset);
}

static void subset_of_nothing_is_notdef(void **state)
{
    struct error err = {0};
    struct font_subset subset;

    assert_int_equal(
        font_subset_make(sans.faces[FACE_REGULAR], NULL, 0, &subset, &err),
        STATUS_OK);
    assert_int_equal(subset.glyph_count, 1);
    assert_int_equal(subset.old_glyphs[0], 0);
    font_subset_free(&subset);
}

static void subset_bytes_are_the_same_every_time(void **state)
{
    struct face *again = open_face(face_files[FACE_BOLD]);
    struct font_subset one = cut(sans.faces[FACE_BOLD], printable);
    struct font_subset two = cut(again, printable);

    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.bytes, two.bytes, one.size);
    font_subset_free(&one);
    font_subset_free(&two);
    face_close(again);
}

static void subset_has_the_tables_a_pdf_needs_and_no_others(void **state)
{
    struct font_subset subset = cut(sans.faces[FACE_REGULAR], printable);
    static const char *const tags[] = {"glyf", "head", "hhea",
                                       "hmtx", "loca", "maxp"};

    assert_int_equal(subset.bytes[4] << 8 | subset.bytes[5], 6);
    for (size_t i = 0; i < 6; i++)
        assert_non_null(record_of(subset.bytes, tags[i]));
    font_subset_free(&subset);
}

/* Four faces of ASCII, quotes, dashes and signs, before deflating. */
static void subsets_of_four_faces_stay_small(void **state)
{
    size_t total = 0;

    for (int i = 0; i < FACE_STYLES; i++) {
        struct font_subset subset = cut(sans.faces[i], printable);
        total += subset.size;
        font_subset_free(&subset);
    }
    assert_true(total < 40 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_are_those_published),
        cmocka_unit_test(styles_tell_themselves_apart),
        cmocka_unit_test(a_face_has_to_differ_from_the_regular_one),
        cmocka_unit_test(advances_are_those_of_arial),
        cmocka_unit_test(character_without_glyph_is_glyph_0),
        cmocka_unit_test(bytes_and_digest_are_those_of_the_file),
        cmocka_unit_test(outline_of_a_letter_fills_its_height),
        cmocka_unit_test(space_has_no_outline),
        cmocka_unit_test(missing_file_is_reported_as_missing),
        cmocka_unit_test(file_that_is_no_font_is_refused),
        cmocka_unit_test(font_cut_short_is_refused),
        cmocka_unit_test(font_without_a_needed_table_is_refused),
        cmocka_unit_test(font_with_damaged_tables_is_refused),
        cmocka_unit_test(font_whose_licence_forbids_embedding_is_refused),
        cmocka_unit_test(subset_draws_and_advances_as_the_face_does),
        cmocka_unit_test(subset_numbers_glyphs_in_order_from_notdef),
        cmocka_unit_test(subset_takes_the_parts_of_composed_glyphs_along),
        cmocka_unit_test(subset_of_nothing_is_notdef),
        cmocka_unit_test(subset_bytes_are_the_same_every_time),
        cmocka_unit_test(subset_has_the_tables_a_pdf_needs_and_no_others),
        cmocka_unit_test(subsets_of_four_faces_stay_small),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
