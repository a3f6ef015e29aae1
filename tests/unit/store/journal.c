#include "store/journal.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "store/manifest_reader.h"

static char folder[] = "journal-test-XXXXXX";
static struct arena *arena;

static int make_folder(void **state)
{
    arena = arena_new();
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    arena_free(arena);
    return rmdir(folder);
}

static struct manifest_entry entry_of(const char *code)
{
    struct manifest_entry entry = {
        .code = code,
        .name = "A \"quoted\" name,\nin two lines",
        .file = arena_printf(arena, "letters/%s.pdf", code),
        .pages = 4,
        .bytes = 1000,
        .status = MANIFEST_MADE,
    };

    memset(entry.sha256, 'a', HASH_HEX_SIZE - 1);
    memset(entry.inputs_sha256, 'b', HASH_HEX_SIZE - 1);
    return entry;
}

static struct journal *open_journal(void)
{
    struct journal *journal;
    struct error err;

    assert_int_equal(journal_open(folder, "j.csv", &journal, &err), STATUS_OK);
    return journal;
}

static uint64_t add(struct journal *journal, const char *code)
{
    const struct manifest_entry entry = entry_of(code);
    struct error err;
    uint64_t offset;

    assert_int_equal(journal_add(journal, &entry, &offset, &err), STATUS_OK);
    return offset;
}

static void append(const char *path, const void *bytes, size_t size)
{
    const int file = open(path, O_WRONLY | O_APPEND);

    assert_int_equal(write(file, bytes, size), size);
    close(file);
}

/* The codes in a file, in their order, with a space behind each. */
static const char *codes_in(const char *path)
{
    const char *codes = "";
    struct manifest_reader *file;
    struct manifest_line line;
    struct manifest_entry entry;
    struct error err;

    assert_int_equal(manifest_reader_open(path, &file, &err), STATUS_OK);
    assert_non_null(file);
    while (manifest_reader_next(file, &line))
        if (manifest_reader_parse(&line, arena, &entry))
            codes = arena_printf(arena, "%s%s ", codes, entry.code);
    manifest_reader_close(file);
    return codes;
}

static void lines_are_read_back_where_they_stand(void **state)
{
    struct journal *journal = open_journal();
    const uint64_t first = add(journal, "one");
    const uint64_t second = add(journal, "two");
    struct manifest_reader *file;
    struct manifest_line line;
    struct manifest_entry entry;
    struct error err;

    assert_int_equal(manifest_reader_open(journal_path(journal), &file, &err),
                     STATUS_OK);
    assert_true(manifest_reader_line_at(file, second, arena, &line));
    assert_true(manifest_reader_parse(&line, arena, &entry));
    assert_string_equal(entry.code, "two");
    assert_string_equal(entry.name, "A \"quoted\" name,\nin two lines");
    assert_int_equal(entry.pages, 4);
    assert_true(manifest_reader_line_at(file, first, arena, &line));
    assert_true(manifest_reader_parse(&line, arena, &entry));
    assert_string_equal(entry.code, "one");
    assert_false(manifest_reader_line_at(file, 1000000, arena, &line));
    manifest_reader_close(file);
    journal_remove(journal);
}

static void a_journal_is_gone_on_with(void **state)
{
    struct journal *journal = open_journal();
    char *path = arena_strdup(arena, journal_path(journal));

    add(journal, "one");
    journal_close(journal);
    journal = open_journal();
    assert_string_equal(journal_path(journal), path);
    add(journal, "two");
    assert_string_equal(codes_in(path), "one two ");
    journal_remove(journal);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void half_a_line_hides_no_other(void **state)
{
    struct journal *journal = open_journal();
    char *path = arena_strdup(arena, journal_path(journal));

    add(journal, "one");
    journal_close(journal);
    append(path, "two,\"half a na", 14);
    journal = open_journal();
    add(journal, "three");
    assert_string_equal(codes_in(path), "one three ");
    journal_remove(journal);
}

static void a_hole_hides_no_other_line(void **state)
{
    static const char hole[300];
    struct journal *journal = open_journal();
    char *path = arena_strdup(arena, journal_path(journal));

    add(journal, "one");
    journal_close(journal);
    append(path, hole, sizeof hole);
    journal = open_journal();
    add(journal, "three");
    assert_string_equal(codes_in(path), "one three ");
    journal_remove(journal);
}

static void two_runs_at_once_keep_a_journal_each(void **state)
{
    struct journal *one = open_journal();
    struct journal *other = open_journal();

    assert_string_not_equal(journal_path(one), journal_path(other));
    add(one, "one");
    add(other, "two");
    assert_string_equal(codes_in(journal_path(one)), "one ");
    assert_string_equal(codes_in(journal_path(other)), "two ");
    journal_remove(one);
    journal_remove(other);
}

static void another_files_first_line_is_refused(void **state)
{
    const char *path = arena_printf(arena, "%s/x.csv", folder);
    struct manifest_reader *file;
    struct error err;

    close(open(path, O_CREAT | O_WRONLY, 0600));
    append(path, "code,name\nx,y\n", 14);
    assert_int_equal(manifest_reader_open(path, &file, &err), STATUS_INPUT);
    assert_int_equal(err.rule, RULE_MANIFEST_DAMAGED);
    unlink(path);
    assert_int_equal(manifest_reader_open(path, &file, &err), STATUS_OK);
    assert_null(file);
}

static void files_elsewhere_are_not_ours(void **state)
{
    assert_true(manifest_file_is_ours("letters/a.pdf"));
    assert_false(manifest_file_is_ours("letters/../a.pdf"));
    assert_false(manifest_file_is_ours("letters/b/a.pdf"));
    assert_false(manifest_file_is_ours("/etc/a.pdf"));
    assert_false(manifest_file_is_ours("letters/.pdf"));
    assert_false(manifest_file_is_ours("letters/a.csv"));
    assert_false(manifest_file_is_ours(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_back_where_they_stand),
        cmocka_unit_test(a_journal_is_gone_on_with),
        cmocka_unit_test(half_a_line_hides_no_other),
        cmocka_unit_test(a_hole_hides_no_other_line),
        cmocka_unit_test(two_runs_at_once_keep_a_journal_each),
        cmocka_unit_test(another_files_first_line_is_refused),
        cmocka_unit_test(files_elsewhere_are_not_ours),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
