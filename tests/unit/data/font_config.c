#include "data/font_config.h"

#include "../scratch.h"

struct opened {
    struct scratch scratch;
    struct font_config font_config;
    enum status status;
};

static struct opened open_text(const char *text)
{
    struct opened opened = {.scratch = scratch_open()};

    scratch_write(&opened.scratch, "fonts.yaml", text);
    scratch_write(&opened.scratch, "a.ttf", "");
    scratch_write(&opened.scratch, "b.ttf", "");
    opened.status =
        font_config_read(opened.scratch.arena, opened.scratch.folder,
                         &opened.font_config, opened.scratch.diagnostics);
    return opened;
}

static void assert_said(const char *text, const char *said)
{
    struct opened opened = open_text(text);

    assert_string_equal(scratch_said_but_keys(&opened.scratch), said);
    assert_int_equal(opened.status, STATUS_INPUT);
    scratch_close(&opened.scratch);
}

static void text_family_comes_first_then_the_fallbacks(void **state)
{
    struct opened opened = open_text("text: Sans One\n"
                                     "fallback: [Noto]\n"
                                     "families:\n"
                                     "  Unused: {regular: not-staged.ttf}\n"
                                     "  Noto: {regular: b.ttf}\n"
                                     "  Sans One:\n"
                                     "    regular: a.ttf\n"
                                     "    bold_italic: b.ttf\n"
                                     "    licence: OFL-1.1\n"
                                     "    package: fonts-one\n"
                                     "    files: [x, y]\n");
    const struct font_family *items = opened.font_config.items;

    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_int_equal(opened.font_config.count, 2);
    assert_string_equal(items[0].family, "Sans One");
    assert_int_equal(items[0].location.line, 6);
    assert_string_equal(items[0].files[0].text,
                        scratch_path(&opened.scratch, "a.ttf"));
    assert_null(items[0].files[1].text);
    assert_string_equal(items[0].files[3].text,
                        scratch_path(&opened.scratch, "b.ttf"));
    assert_string_equal(items[1].family, "Noto");
    scratch_close(&opened.scratch);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
    assert_said("text: Sans\nfamilies: {Sanss: {regular: a.ttf}}\n",
                "fonts.yaml:1:7: error: text: no family Sans is described "
                "below; did you mean Sanss?\n");
    assert_said("families: {A: {regular: a.ttf}}\n",
                "fonts.yaml:1:1: error: text: the family that letters are set "
                "in is wanted\n");
    assert_said("text: A\n",
                "fonts.yaml:1:1: error: families: the families and their "
                "files are wanted\n");
    assert_said("text: A\nfallback: B\nfamilies:\n"
                "  A: {bold: c.ttf, bald: x}\n",
                "fonts.yaml:2:11: error: fallback: a list of families is "
                "wanted\n"
                "fonts.yaml:4:3: error: A: the family has no regular style\n"
                "fonts.yaml:4:13: error: bold: no font file c.ttf in \n"
                "fonts.yaml:4:20: error: bald: unknown key; did you mean "
                "bold?\n");
    assert_said("text: A\nfamilies: {A: a.ttf}\n",
                "fonts.yaml:2:15: error: A: the family's files are wanted; "
                "write regular: file.ttf\n");
    assert_said("text: [A]\nfamilies: {A: {regular: [a.ttf]}}\n",
                "fonts.yaml:1:7: error: text: the name of a family is "
                "wanted\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_family_comes_first_then_the_fallbacks),
        cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
