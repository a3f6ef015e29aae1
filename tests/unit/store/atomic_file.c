#include "store/atomic_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "store/manifest.h"

static char folder[] = "filing-test-XXXXXX";
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

static const char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static void write_text(const char *path, const char *text)
{
    struct error err;

    assert_int_equal(
        atomic_file_write(path, text, strlen(text), FILE_SYNC_EACH, &err),
        STATUS_OK);
}

static void assert_text(const char *path, const char *text)
{
    struct buffer buffer = buffer_new(1000);
    struct error err;

    assert_int_equal(buffer_read_file(&buffer, path, path, &err), STATUS_OK);
    assert_string_equal(buffer_text(&buffer), text);
    buffer_free(&buffer);
}

static void a_file_is_replaced_whole(void **state)
{
    const char *path = in_folder("a.txt");

    write_text(path, "one");
    assert_text(path, "one");
    write_text(path, "");
    assert_text(path, "");
    assert_int_equal(unlink(path), 0);
}

static void a_write_that_fails_leaves_nothing(void **state)
{
    const char *path = in_folder("missing/a.txt");
    struct error err;

    assert_int_equal(atomic_file_write(path, "x", 1, FILE_SYNC_EACH, &err),
                     STATUS_IO);
    assert_int_equal(err.rule, RULE_FILE_WRITE);
    assert_string_equal(err.location.file, path);
    /* a folder is in the way of the rename */
    path = in_folder("taken");
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(atomic_file_write(path, "x", 1, FILE_SYNC_EACH, &err),
                     STATUS_IO);
    assert_int_equal(rmdir(path), 0);
    /* remove_folder() fails if a temporary file is left */
}

static void folders_are_made_with_those_above(void **state)
{
    struct error err;

    assert_int_equal(atomic_file_make_folder(in_folder("x/y/z"), &err),
                     STATUS_OK);
    assert_int_equal(atomic_file_make_folder(in_folder("x/y/z"), &err),
                     STATUS_OK);
    assert_int_equal(atomic_file_make_folder("/", &err), STATUS_OK);
    assert_int_equal(rmdir(in_folder("x/y/z")), 0);
    assert_int_equal(rmdir(in_folder("x/y")), 0);
    assert_int_equal(rmdir(in_folder("x")), 0);
    write_text(in_folder("file"), "x");
    assert_int_equal(atomic_file_make_folder(in_folder("file/y"), &err),
                     STATUS_IO);
    assert_int_equal(atomic_file_make_folder(in_folder("file"), &err),
                     STATUS_IO);
    assert_int_equal(unlink(in_folder("file")), 0);
}

static void a_sweep_takes_what_a_dead_run_left(void **state)
{
    write_text(in_folder(".lettermill-1-2"), "half");
    write_text(in_folder("keep.pdf"), "whole");
    atomic_file_sweep(folder);
    assert_int_not_equal(access(in_folder(".lettermill-1-2"), F_OK), 0);
    assert_text(in_folder("keep.pdf"), "whole");
    assert_int_equal(unlink(in_folder("keep.pdf")), 0);
}

static void a_manifest_is_sorted_and_reads_back(void **state)
{
    struct manifest_entry entries[] = {
        {.code = "E2", .name = "B, C", .file = "", .status = MANIFEST_REFUSED},
        {.code = "E1",
         .name = "A",
         .file = "letters/a.pdf",
         .pages = 4,
         .bytes = 31234,
         .sha256 = "aa",
         .inputs_sha256 = "bb",
         .status = MANIFEST_MADE,
         .content_sha256 = "cc"},
    };
    const char *path = in_folder("manifest.csv");
    struct manifest_entry *read;
    struct diagnostics *diagnostics = diagnostics_new();
    struct error err;
    size_t count;

    assert_int_equal(manifest_write(path, entries, 2, FILE_SYNC_NONE, &err),
                     STATUS_OK);
    assert_text(path, "code,name,file,pages,bytes,sha256,inputs_sha256,status,"
                      "content_sha256\n"
                      "E1,A,letters/a.pdf,4,31234,aa,bb,made,cc\n"
                      "E2,\"B, C\",,,,,,refused,\n");
    assert_int_equal(manifest_read(arena, path, &read, &count, diagnostics),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(read[0].code, "E1");
    assert_int_equal(read[0].bytes, 31234);
    assert_string_equal(read[0].content_sha256, "cc");
    assert_string_equal(read[1].name, "B, C");
    assert_int_equal(read[1].status, MANIFEST_REFUSED);
    write_text(path, "code,name\nE1,A\n");
    assert_int_equal(manifest_read(arena, path, &read, &count, diagnostics),
                     STATUS_INPUT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(manifest_read(arena, path, &read, &count, diagnostics),
                     STATUS_OK);
    assert_int_equal(count, 0);
    diagnostics_free(diagnostics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_replaced_whole),
        cmocka_unit_test(a_write_that_fails_leaves_nothing),
        cmocka_unit_test(folders_are_made_with_those_above),
        cmocka_unit_test(a_sweep_takes_what_a_dead_run_left),
        cmocka_unit_test(a_manifest_is_sorted_and_reads_back),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
