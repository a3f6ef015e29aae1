#include "store/run_lock.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>

#include "../scratch.h"
#include "store/atomic_file.h"

static const char work[] = "0123456789abcdef0123";
static const char other[] = "0123456789abcdee0123";

static size_t files_in(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    size_t count = 0;

    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
    closedir(folder);
    return count;
}

/* A run that is let in. */
static struct run_lock *note(const struct scratch *scratch, const char *what)
{
    struct run_lock *run_lock;
    struct error err = {.code = ""};

    assert_int_equal(run_lock_acquire(scratch->folder, what, &run_lock, &err),
                     STATUS_OK);
    return run_lock;
}

static void other_work_waits_until_a_run_is_over(void **state)
{
    struct scratch scratch = scratch_open();
    struct run_lock *first = note(&scratch, work);
    struct run_lock *second;
    struct error err = {.code = ""};

    assert_int_equal(run_lock_acquire(scratch.folder, other, &second, &err),
                     STATUS_AGAIN);
    assert_int_equal(err.rule, RULE_RUN_OTHER);
    assert_null(second);
    assert_int_equal(files_in(scratch.folder), 1);
    run_lock_release(first);
    second = note(&scratch, other);
    run_lock_release(second);
    assert_int_equal(files_in(scratch.folder), 0);
    scratch_close(&scratch);
}

/* In containers all runs have process number 1: here, too, it is the same. */
static void runs_of_one_work_and_number_do_not_wait(void **state)
{
    struct scratch scratch = scratch_open();
    struct run_lock *first = note(&scratch, work);
    struct run_lock *second = note(&scratch, work);

    assert_int_equal(files_in(scratch.folder), 2);
    run_lock_release(first);
    assert_int_equal(files_in(scratch.folder), 1);
    run_lock_release(second);
    assert_int_equal(files_in(scratch.folder), 0);
    scratch_close(&scratch);
}

static void who_only_asks_keeps_nobody_away(void **state)
{
    static const char name[] = ".lettermill-run-0123456789abcdee-1-0";
    struct scratch scratch = scratch_open();
    struct run_lock *run_lock;
    char path[PATH_MAX];
    int asking;

    scratch_write_bytes(&scratch, name, "", 0);
    snprintf(path, sizeof path, "%s/%s", scratch.folder, name);
    asking = open(path, O_RDONLY);
    assert_int_equal(flock(asking, LOCK_SH), 0);
    run_lock = note(&scratch, work);
    close(asking);
    run_lock_release(run_lock);
    scratch_close(&scratch);
}

static void what_a_living_run_noted_is_not_swept_up(void **state)
{
    struct scratch scratch = scratch_open();
    struct run_lock *run_lock = note(&scratch, work);

    atomic_file_sweep(scratch.folder);
    assert_int_equal(files_in(scratch.folder), 1);
    run_lock_release(run_lock);
    scratch_close(&scratch);
}

static void what_a_killed_run_noted_keeps_nobody_away(void **state)
{
    struct scratch scratch = scratch_open();
    struct run_lock *run_lock;

    scratch_write_bytes(&scratch, ".lettermill-run-0123456789abcdee-1", "", 0);
    run_lock = note(&scratch, work);
    atomic_file_sweep(scratch.folder);
    assert_int_equal(files_in(scratch.folder), 1);
    run_lock_release(run_lock);
    scratch_close(&scratch);
}

static void a_folder_that_is_not_there_is_for_others_to_find(void **state)
{
    struct run_lock *run_lock;
    struct error err = {.code = ""};

    assert_int_equal(run_lock_acquire("no/such/folder", work, &run_lock, &err),
                     STATUS_OK);
    assert_null(run_lock);
    run_lock_release(run_lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_work_waits_until_a_run_is_over),
        cmocka_unit_test(runs_of_one_work_and_number_do_not_wait),
        cmocka_unit_test(who_only_asks_keeps_nobody_away),
        cmocka_unit_test(what_a_living_run_noted_is_not_swept_up),
        cmocka_unit_test(what_a_killed_run_noted_keeps_nobody_away),
        cmocka_unit_test(a_folder_that_is_not_there_is_for_others_to_find),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
