#include "data/yaml.h"

#include "../scratch.h"

struct opened {
    struct scratch scratch;
    const struct yaml *root;
    enum status status;
};

static struct opened open_text(const char *text)
{
    struct opened opened = {.scratch = scratch_open()};
    const char *path = scratch_path(&opened.scratch, "f.yaml");

    scratch_write(&opened.scratch, "f.yaml", text);
    opened.status = yaml_read(opened.scratch.arena, path, path, &opened.root,
                              opened.scratch.diagnostics);
    return opened;
}

static void assert_location(struct location location, int line, int column)
{
    assert_int_equal(location.line, line);
    assert_int_equal(location.column, column);
}

static void assert_said(const char *text, const char *said)
{
    struct opened opened = open_text(text);

    assert_string_equal(scratch_said(&opened.scratch), said);
    assert_int_equal(opened.status, *said ? STATUS_INPUT : STATUS_OK);
    scratch_close(&opened.scratch);
}

static void every_node_knows_its_line_and_column(void **state)
{
    struct opened opened = open_text("# a comment\n"
                                     "caf\xC3\xA9: {a: 1, b: [x, \"y z\"]}\n"
                                     "list:\n"
                                     "  - one\n"
                                     "  - |\n"
                                     "    two\n");
    const struct yaml *map = yaml_find(opened.root, "caf\xC3\xA9");
    const struct yaml *b = yaml_find(map, "b");
    const struct yaml *list = yaml_find(opened.root, "list");

    assert_int_equal(opened.root->count, 2);
    assert_location(map->key_location, 2, 1);
    assert_location(map->location, 2, 7);
    assert_location(b->key_location, 2, 14);
    assert_int_equal(b->kind, YAML_LIST);
    assert_location(b->first->next->location, 2, 21);
    assert_string_equal(b->first->next->text, "y z");
    assert_true(b->first->next->quoted);
    assert_false(b->first->quoted);
    assert_string_equal(list->first->next->text, "two\n");
    assert_location(list->first->location, 4, 5);
    scratch_close(&opened.scratch);
}

static void scalars_are_text_whatever_they_look_like(void **state)
{
    struct opened opened = open_text("a: 2022\nb: no\nc: ~\nd: 1e3\ne:\n");

    assert_string_equal(yaml_find(opened.root, "a")->text, "2022");
    assert_string_equal(yaml_find(opened.root, "b")->text, "no");
    assert_string_equal(yaml_find(opened.root, "c")->text, "~");
    assert_string_equal(yaml_find(opened.root, "d")->text, "1e3");
    assert_string_equal(yaml_find(opened.root, "e")->text, "");
    assert_null(yaml_find(opened.root, "f"));
    assert_null(yaml_value(yaml_find(opened.root, "f")).text);
    scratch_close(&opened.scratch);
}

static void nothing_is_an_empty_map(void **state)
{
    static const char *const texts[] = {"", "# only a comment\n", "---\n",
                                        "\xEF\xBB\xBF"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct opened opened = open_text(texts[i]);
        assert_int_equal(opened.status, STATUS_OK);
        assert_int_equal(opened.root->kind, YAML_MAP);
        assert_int_equal(opened.root->count, 0);
        scratch_close(&opened.scratch);
    }
}

static void duplicate_keys_are_refused_where_they_stand(void **state)
{
    assert_said("a: 1\nb: {x: 1, x: 2}\na: 3\n",
                "f.yaml:2:11: error: x: is already on line 2\n"
                "f.yaml:3:1: error: a: is already on line 1\n");
}

static void faults_of_syntax_have_a_place(void **state)
{
    assert_said(
        "a: [1, 2\nb: 3\n",
        "f.yaml:2:2: error: the list that begins on line 1 is not closed by ], "
        "or lacks a comma: put texts with , : [ ] { } or quotes in quotes\n");
    assert_said("a: 1\n\tb: 2\n", "f.yaml:2:1: error: a tab: use spaces, as "
                                  "many as the lines beside it have\n");
    assert_said(
        "a: \"x\n",
        "f.yaml:2:1: error: the quote that opens on line 1 is not closed\n");
    assert_said("a: b: c\n",
                "f.yaml:1:5: error: a colon where none may be: put the text "
                "in quotes, as in title: \"Letter: 2022\"; indent the line as "
                "those above it; or put a colon and a space behind the key "
                "above it\n");
    assert_said("a:b\nc: d\n",
                "f.yaml:2:2: error: a colon where none may be: put the text "
                "in quotes, as in title: \"Letter: 2022\"; indent the line as "
                "those above it; or put a colon and a space behind the key "
                "above it\n");
    assert_said("a: \"x\nb: \"y\"\n",
                "f.yaml:2:5: error: this does not belong to what is before "
                "it: indent it as the lines above; or put the whole text "
                "before it in quotes, and close them\n");
    assert_said("a: \xC3\xA9\nb: @x\n",
                "f.yaml:2:4: error: a text cannot begin with @: put it in "
                "quotes\n");
    assert_said("a: 1\nb\n",
                "f.yaml:3:1: error: the text that begins on line 2 has no key: "
                "write key: value, with a space after the colon, and put a "
                "text of several lines in quotes\n");
    assert_said("a: \"C:\\Users\"\n",
                "f.yaml:1:9: error: a \\ in double quotes: write \\\\, or use "
                "single quotes\n");
    assert_said("a: x\nb: \x01y\n", "f.yaml:2:4: error: the control character "
                                    "U+0001 cannot be printed; delete it\n");
}

static void what_settings_do_not_need_is_refused(void **state)
{
    assert_said("a: &x 1\n", "f.yaml:1:4: error: a text cannot begin with & * "
                             "or !; put it in quotes\n");
    assert_said("a: !!str 1\n", "f.yaml:1:4: error: a text cannot begin with & "
                                "* or !; put it in quotes\n");
    assert_said("a: 1\n---\nb: 2\n",
                "f.yaml:2:1: error: a second document in the file\n");
    assert_said("? [a]\n: 1\n", "f.yaml:1:3: error: a key must be a word\n");
    assert_said("- a\n", "f.yaml:1:1: error: keys with values are wanted, with "
                         "a space after the colon\n");
    assert_said("hello\n", "f.yaml:1:1: error: keys with values are wanted, "
                           "with a space after the colon\n");
    assert_said("a: \"x\\0y\"\n", "f.yaml:1:4: error: NUL in a text\n");
}

static void deep_nesting_is_refused(void **state)
{
    char text[256] = "a: ";

    memset(text + 3, '[', 100);
    assert_said(text, "f.yaml:1:35: error: nested too deeply\n");
}

static void unknown_keys_come_with_a_suggestion(void **state)
{
    static const char *const known[] = {"title", "letter"};
    struct opened opened = open_text("titl: 1\nletter: 2\nzzz: 3\n");

    yaml_check_keys(opened.root, known, 2, opened.scratch.diagnostics);
    assert_string_equal(
        scratch_said(&opened.scratch),
        "f.yaml:1:1: error: titl: unknown key; did you mean title? (the keys "
        "are title and letter)\n"
        "f.yaml:3:1: error: zzz: unknown key (the keys are title and "
        "letter)\n");
    scratch_close(&opened.scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_knows_its_line_and_column),
        cmocka_unit_test(scalars_are_text_whatever_they_look_like),
        cmocka_unit_test(nothing_is_an_empty_map),
        cmocka_unit_test(duplicate_keys_are_refused_where_they_stand),
        cmocka_unit_test(faults_of_syntax_have_a_place),
        cmocka_unit_test(what_settings_do_not_need_is_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(unknown_keys_come_with_a_suggestion),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
