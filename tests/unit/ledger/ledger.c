#include "ledger/ledger.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "ledger_file.h"

/* The digest of the file that leaves. */
static const char file_sent[] = "0000000000000000000000000000000000000000"
                                "000000000000000000000000";

/* A letter whose hashes are full of one digit. */
static struct ledger_entry entry_of(const char *code, char digit)
{
    struct ledger_entry entry = {
        .code = code,
        .name = arena_printf(scratch.arena, "Council %s", code),
        .recipients = arena_printf(scratch.arena, "chief@%s.gov.uk", code),
        .file = arena_printf(scratch.arena, "letters/%s.pdf", code),
        .message_id =
            arena_printf(scratch.arena, "<%s.%c@example.org>", code, digit),
    };

    memset(entry.file_sha256, digit, HASH_HEX_SIZE - 1);
    memset(entry.content_sha256, digit, HASH_HEX_SIZE - 1);
    memset(entry.message_sha256, digit, HASH_HEX_SIZE - 1);
    return entry;
}

static enum status approve(struct ledger *ledger,
                           const struct ledger_entry *entries, size_t count)
{
    struct ledger_approval approval = {.by = "R. Head",
                                       .at = MORNING,
                                       .letters = count,
                                       .warnings = 2,
                                       .summary = "unitary: 2\n"};

    memset(approval.manifest_sha256, 'e', HASH_HEX_SIZE - 1);
    memset(approval.messages_sha256, 'f', HASH_HEX_SIZE - 1);
    return ledger_approve(ledger, &approval, entries, count, &err);
}

static struct ledger *open_approved(void)
{
    const struct ledger_entry entries[] = {entry_of("b", '2'),
                                           entry_of("a", '1')};
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    return ledger;
}

static struct ledger_entry read_entry(struct ledger *ledger, const char *code)
{
    struct ledger_entry *entries;
    size_t count;

    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(entries[i].code, code) == 0)
            return entries[i];
    fail_msg("no entry %s", code);
    return entries[0];
}

static enum status record_outcome(struct ledger *ledger, const char *code,
                                  enum ledger_state state)
{
    const struct ledger_outcome outcome = {
        .state = state,
        .reply_code = state == LEDGER_ACCEPTED ? 250 : 450,
        .reply = "as the server says",
        .queue_id = state == LEDGER_ACCEPTED ? "4XyZ" : "",
        .next = state == LEDGER_DEFERRED ? MORNING + 300 : 0};

    return ledger_record_outcome(ledger, code, MORNING + 20, &outcome, &err);
}

static void send(struct ledger *ledger, const char *code,
                 enum ledger_state state)
{
    assert_int_equal(ledger_begin(ledger, code, file_sent, MORNING + 10, &err),
                     STATUS_OK);
    assert_int_equal(record_outcome(ledger, code, state), STATUS_OK);
}

/* What happened to a letter, each word followed by a space. */
static const char *story(struct ledger *ledger, const char *code)
{
    const char *words = "";
    struct ledger_event *events;
    size_t count;

    assert_int_equal(
        ledger_history(ledger, scratch.arena, code, &events, &count, &err),
        STATUS_OK);
    for (size_t i = 0; i < count; i++)
        words = arena_printf(scratch.arena, "%s%s; ", words, events[i].event);
    return words;
}

/* Runs SQL with all triggers out of the way, and puts them back as they were. */
static void tamper_unseen(const char *sql)
{
    const char *back = "";
    sqlite3 *base;
    sqlite3_stmt *row;

    assert_int_equal(sqlite3_open(path(), &base), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(base,
                                        "SELECT name, sql FROM sqlite_schema"
                                        " WHERE type = 'trigger'",
                                        -1, &row, NULL),
                     SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        sql = arena_printf(scratch.arena, "DROP TRIGGER %s; %s",
                           sqlite3_column_text(row, 0), sql);
        back = arena_printf(scratch.arena, "%s%s;", back,
                            sqlite3_column_text(row, 1));
    }
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_exec(base, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(base, back, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(base);
}

/* --- what is recorded ---------------------------------------------------- */

static void an_approval_and_its_letters_are_read_back(void **state)
{
    struct ledger *ledger = open_approved();
    struct ledger_approval approval;
    struct ledger_entry *entries;
    size_t count;

    ledger_close(ledger);
    ledger = open_ledger(LEDGER_READ);
    assert_true(ledger_approval(ledger, scratch.arena, &approval));
    assert_string_equal(approval.by, "R. Head");
    assert_int_equal(approval.at, MORNING);
    assert_int_equal(approval.letters, 2);
    assert_int_equal(approval.warnings, 2);
    assert_string_equal(approval.summary, "unitary: 2\n");
    assert_int_equal(approval.manifest_sha256[63], 'e');
    assert_int_equal(approval.messages_sha256[0], 'f');
    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].code, "a");
    assert_string_equal(entries[1].code, "b");
    assert_string_equal(entries[1].recipients, "chief@b.gov.uk");
    assert_string_equal(entries[1].message_id, "<b.2@example.org>");
    assert_int_equal(entries[1].file_sha256[0], '2');
    assert_int_equal(entries[1].content_sha256[0], '2');
    assert_int_equal(entries[1].message_sha256[0], '2');
    assert_int_equal(entries[1].state, LEDGER_READY);
    assert_int_equal(entries[1].since, MORNING);
    ledger_close(ledger);
}

static void a_new_ledger_has_no_approval(void **state)
{
    struct ledger *ledger = open_ledger(LEDGER_WRITE);
    struct ledger_approval approval;
    struct ledger_entry *entries;
    size_t count;

    assert_false(ledger_approval(ledger, scratch.arena, &approval));
    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    assert_int_equal(count, 0);
    ledger_close(ledger);
}

static void what_the_server_said_is_kept(void **state)
{
    struct ledger *ledger = open_approved();
    struct ledger_entry entry;

    send(ledger, "a", LEDGER_ACCEPTED);
    entry = read_entry(ledger, "a");
    assert_int_equal(entry.state, LEDGER_ACCEPTED);
    assert_int_equal(entry.attempts, 1);
    assert_int_equal(entry.since, MORNING + 20);
    assert_int_equal(entry.reply_code, 250);
    assert_string_equal(entry.reply, "as the server says");
    assert_string_equal(entry.queue_id, "4XyZ");
    assert_string_equal(story(ledger, "a"), "ready; in flight; accepted; ");
    assert_string_equal(story(ledger, "b"), "ready; ");
    ledger_close(ledger);
}

static void each_attempt_stays_in_the_history(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_DEFERRED);
    assert_int_equal(read_entry(ledger, "a").next, MORNING + 300);
    send(ledger, "a", LEDGER_DEFERRED);
    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(read_entry(ledger, "a").attempts, 3);
    assert_int_equal(read_entry(ledger, "a").next, 0);
    assert_string_equal(
        story(ledger, "a"),
        "ready; in flight; deferred; in flight; deferred; in flight; "
        "accepted; ");
    ledger_close(ledger);
}

/* --- steps --------------------------------------------------------------- */

static void nothing_leads_from_accepted(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(ledger_begin(ledger, "a", file_sent, MORNING, &err),
                     STATUS_INPUT);
    assert_int_equal(err.rule, RULE_LEDGER_STATE);
    assert_string_equal(err.code, "a");
    assert_int_equal(ledger_release(ledger, "a", MORNING, &err), STATUS_INPUT);
    for (int word = 0; word < LEDGER_STATES; word++)
        assert_int_equal(record_outcome(ledger, "a", (enum ledger_state)word),
                         STATUS_INPUT);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_ACCEPTED);
    ledger_close(ledger);
}

static void a_letter_is_begun_once(void **state)
{
    struct ledger *ledger = open_approved();

    assert_int_equal(ledger_begin(ledger, "a", file_sent, MORNING, &err),
                     STATUS_OK);
    assert_int_equal(ledger_begin(ledger, "a", file_sent, MORNING, &err),
                     STATUS_INPUT);
    assert_int_equal(ledger_begin(ledger, "none", file_sent, MORNING, &err),
                     STATUS_INPUT);
    ledger_close(ledger);
}

static void only_what_is_in_flight_can_be_accepted_or_unknown(void **state)
{
    struct ledger *ledger = open_approved();

    assert_int_equal(record_outcome(ledger, "a", LEDGER_ACCEPTED),
                     STATUS_INPUT);
    assert_int_equal(record_outcome(ledger, "a", LEDGER_UNKNOWN), STATUS_INPUT);
    assert_int_equal(record_outcome(ledger, "a", LEDGER_DEFERRED), STATUS_OK);
    assert_int_equal(record_outcome(ledger, "a", LEDGER_REFUSED), STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").attempts, 2);
    assert_int_equal(record_outcome(ledger, "a", LEDGER_REFUSED), STATUS_INPUT);
    ledger_close(ledger);
}

static void a_letter_that_was_kept_back_is_ready_again(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_READY);
    send(ledger, "a", LEDGER_ACCEPTED);
    ledger_close(ledger);
}

static void unknown_goes_out_again_by_a_persons_word_only(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_UNKNOWN);
    assert_int_equal(ledger_begin(ledger, "a", file_sent, MORNING, &err),
                     STATUS_INPUT);
    assert_int_equal(ledger_release(ledger, "a", MORNING, &err), STATUS_OK);
    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(ledger_release(ledger, "b", MORNING, &err), STATUS_INPUT);
    ledger_close(ledger);
}

static void the_database_itself_knows_the_steps(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    ledger_close(ledger);
    assert_int_equal(tamper("UPDATE entry SET state = 'ready'"),
                     SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE entry SET state = 'accepted'"),
                     SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE entry SET state = 'sent'"),
                     SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE entry SET recipients = 'x@example.org'"),
                     SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM entry"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM history"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE history SET at = 0"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("DELETE FROM approval"), SQLITE_CONSTRAINT);
    assert_int_equal(tamper("UPDATE approval SET by = 'x'"), SQLITE_CONSTRAINT);
}

/* --- approving again ----------------------------------------------------- */

static void approving_again_leaves_what_has_left(void **state)
{
    const struct ledger_entry same[] = {entry_of("a", '1'), entry_of("b", '2'),
                                        entry_of("c", '3')};
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    send(ledger, "b", LEDGER_DEFERRED);
    assert_int_equal(approve(ledger, same, 3), STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_ACCEPTED);
    assert_int_equal(read_entry(ledger, "b").state, LEDGER_DEFERRED);
    assert_int_equal(read_entry(ledger, "c").state, LEDGER_READY);
    ledger_close(ledger);
}

static void a_letter_that_has_left_may_not_differ(void **state)
{
    const struct ledger_entry changed[] = {entry_of("a", '4'),
                                           entry_of("b", '5')};
    struct ledger_approval approval;
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_UNKNOWN);
    assert_int_equal(approve(ledger, changed, 2), STATUS_INPUT);
    assert_int_equal(err.rule, RULE_LEDGER_STATE);
    assert_string_equal(err.code, "a");
    /* nothing of that approval is kept */
    assert_int_equal(read_entry(ledger, "b").content_sha256[0], '2');
    assert_true(ledger_approval(ledger, scratch.arena, &approval));
    assert_string_equal(story(ledger, "b"), "ready; ");
    ledger_close(ledger);
}

static void a_letter_that_was_refused_may_differ(void **state)
{
    const struct ledger_entry changed[] = {entry_of("a", '4'),
                                           entry_of("b", '2')};
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_REFUSED);
    send(ledger, "b", LEDGER_REFUSED);
    assert_int_equal(approve(ledger, changed, 2), STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_READY);
    assert_int_equal(read_entry(ledger, "a").attempts, 0);
    assert_int_equal(read_entry(ledger, "b").state, LEDGER_REFUSED);
    assert_string_equal(story(ledger, "a"),
                        "ready; in flight; refused; ready; ");
    ledger_close(ledger);
}

static void a_letter_that_is_not_approved_any_more_is_withdrawn(void **state)
{
    const struct ledger_entry other[] = {entry_of("c", '3')};
    struct ledger_entry *entries;
    size_t count;
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(approve(ledger, other, 1), STATUS_OK);
    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(entries[0].code, "a");
    assert_string_equal(entries[1].code, "c");
    assert_string_equal(story(ledger, "b"), "ready; withdrawn; ");
    ledger_close(ledger);
}

static void no_letter_stands_twice(void **state)
{
    struct ledger_entry twice[] = {entry_of("a", '1'), entry_of("b", '2')};
    struct ledger_entry *entries;
    size_t count;
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    memset(twice[1].content_sha256, '1', HASH_HEX_SIZE - 1);
    assert_int_equal(approve(ledger, twice, 2), STATUS_INPUT);
    assert_int_equal(err.rule, RULE_LEDGER_STATE);
    twice[1] = twice[0];
    assert_int_equal(approve(ledger, twice, 2), STATUS_INPUT);
    assert_int_equal(
        ledger_entries(ledger, scratch.arena, &entries, &count, &err),
        STATUS_OK);
    assert_int_equal(count, 0);
    ledger_close(ledger);
}

/* --- bounces ------------------------------------------------------------- */

static void a_bounce_is_noted_once(void **state)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    for (int i = 0; i < 2; i++)
        assert_int_equal(ledger_note_bounce(ledger, "<a.1@example.org>",
                                            MORNING + 60 + i, "5.1.1 no", &err),
                         STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_ACCEPTED);
    assert_int_equal(read_entry(ledger, "a").bounced, MORNING + 60);
    assert_string_equal(read_entry(ledger, "a").bounce, "5.1.1 no");
    assert_string_equal(story(ledger, "a"),
                        "ready; in flight; accepted; bounced; ");
    assert_int_equal(ledger_note_bounce(ledger, "<x@y>", MORNING, "5", &err),
                     STATUS_INPUT);
    ledger_close(ledger);
}

static void an_old_bounce_does_not_mark_the_second_sending(void **state)
{
    struct ledger_entry mended[] = {entry_of("a", '1'), entry_of("b", '2')};
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(ledger_note_bounce(ledger, "<a.1@example.org>", MORNING,
                                        "5.1.1 no", &err),
                     STATUS_OK);
    mended[0].recipients = "right@a.gov.uk";
    memset(mended[0].message_sha256, '9', HASH_HEX_SIZE - 1);
    assert_int_equal(approve(ledger, mended, 2), STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_READY);
    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(ledger_note_bounce(ledger, "<a.1@example.org>", MORNING,
                                        "5.1.1 no", &err),
                     STATUS_OK);
    assert_int_equal(read_entry(ledger, "a").bounced, 0);
    ledger_close(ledger);
}

/* --- who may open it ----------------------------------------------------- */

static void the_second_writer_is_told_and_a_reader_is_let_in(void **state)
{
    struct ledger *ledger = open_approved();
    struct ledger *other = ledger;
    struct ledger *reader;
    int status;
    pid_t child;

    child = fork();
    if (!child)
        _exit(ledger_open(arena_new(), path(), LEDGER_WRITE, &other, &err) ==
                          STATUS_AGAIN &&
                      err.rule == RULE_LEDGER_BUSY && !other
                  ? 0
                  : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(ledger_begin(ledger, "a", file_sent, MORNING, &err),
                     STATUS_OK);
    reader = open_ledger(LEDGER_READ);
    assert_true(ledger_is_live(reader));
    assert_int_equal(read_entry(reader, "a").state, LEDGER_IN_FLIGHT);
    assert_int_equal(ledger_begin(reader, "b", file_sent, MORNING, &err),
                     STATUS_IO);
    assert_int_equal(record_outcome(ledger, "a", LEDGER_ACCEPTED), STATUS_OK);
    assert_int_equal(read_entry(reader, "a").state, LEDGER_ACCEPTED);
    ledger_close(ledger);
    assert_false(ledger_is_live(reader));
    ledger_close(reader);
}

/* Another process begins a letter and is killed. */
static void die_in_flight(const char *code)
{
    int pipes[2];
    char byte;
    int status;
    pid_t child;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    if (!child) {
        struct ledger *ledger;
        close(pipes[0]);
        if (ledger_open(arena_new(), path(), LEDGER_WRITE, &ledger, &err) ==
                STATUS_OK &&
            ledger_begin(ledger, code, file_sent, MORNING, &err) == STATUS_OK &&
            write(pipes[1], "", 1) == 1)
            pause();
        _exit(1);
    }
    close(pipes[1]);
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    close(pipes[0]);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
}

static void what_a_killed_run_had_in_flight_is_unknown(void **state)
{
    struct ledger *ledger;

    ledger_close(open_approved());
    die_in_flight("b");
    ledger = open_ledger(LEDGER_READ);
    assert_int_equal(read_entry(ledger, "b").state, LEDGER_UNKNOWN);
    ledger_close(ledger);
    ledger = open_ledger(LEDGER_WRITE);
    assert_int_equal(ledger_lost(ledger), 1);
    assert_int_equal(read_entry(ledger, "b").state, LEDGER_UNKNOWN);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_READY);
    assert_int_equal(ledger_begin(ledger, "b", file_sent, MORNING, &err),
                     STATUS_INPUT);
    assert_string_equal(story(ledger, "b"), "ready; in flight; unknown; ");
    ledger_close(ledger);
    ledger = open_ledger(LEDGER_WRITE);
    assert_int_equal(ledger_lost(ledger), 0);
    ledger_close(ledger);
}

struct race {
    struct ledger *ledger;
    int won;
};

static void *begin_all(void *context)
{
    struct race *race = context;
    struct error own = {.code = ""};

    for (int i = 0; i < 40; i++) {
        char code[8];
        snprintf(code, sizeof code, "c%02d", i);
        if (ledger_begin(race->ledger, code, file_sent, MORNING, &own) ==
            STATUS_OK) {
            const struct ledger_outcome outcome = {
                .state = LEDGER_ACCEPTED, .reply = "", .queue_id = ""};
            race->won++;
            if (ledger_record_outcome(race->ledger, code, MORNING, &outcome,
                                      &own))
                race->won += 1000;
        }
    }
    return NULL;
}

static void threads_share_a_ledger_and_each_letter_is_one_threads(void **state)
{
    struct ledger_entry entries[40];
    struct race races[3] = {{.won = 0}};
    pthread_t threads[3];
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    for (int i = 0; i < 40; i++) {
        entries[i] = entry_of(arena_printf(scratch.arena, "c%02d", i), '0');
        snprintf(entries[i].file_sha256, HASH_HEX_SIZE, "%064d", i);
        snprintf(entries[i].message_sha256, HASH_HEX_SIZE, "%064d", i);
        snprintf(entries[i].content_sha256, HASH_HEX_SIZE, "%064d", i);
    }
    assert_int_equal(approve(ledger, entries, 40), STATUS_OK);
    for (int i = 0; i < 3; i++) {
        races[i].ledger = ledger;
        pthread_create(&threads[i], NULL, begin_all, &races[i]);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(races[0].won + races[1].won + races[2].won, 40);
    ledger_close(ledger);
}

/* --- files that are no good ---------------------------------------------- */

static void refuse(enum ledger_access access, enum diagnostic_id rule)
{
    struct ledger *ledger;

    assert_int_equal(ledger_open(scratch.arena, path(), access, &ledger, &err),
                     rule_status(rule));
    assert_null(ledger);
    assert_int_equal(err.rule, rule);
    assert_string_equal(err.location.file, path());
}

static void a_ledger_that_is_not_there_is_missing(void **state)
{
    refuse(LEDGER_READ, RULE_LEDGER_MISSING);
    assert_int_not_equal(access(path(), F_OK), 0);
    scratch_write(&scratch, "ledger.db", "");
    refuse(LEDGER_READ, RULE_LEDGER_MISSING);
}

static void another_file_is_left_as_it_is(void **state)
{
    char bytes[4096];
    struct stat facts;

    memset(bytes, 'x', sizeof bytes);
    scratch_write_bytes(&scratch, "ledger.db", bytes, sizeof bytes);
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    refuse(LEDGER_READ, RULE_LEDGER_DAMAGED);
    assert_int_equal(stat(path(), &facts), 0);
    assert_int_equal(facts.st_size, sizeof bytes);
    unlink(path());
    assert_int_equal(tamper("CREATE TABLE accounts (id)"), SQLITE_OK);
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    assert_non_null(strstr(err.message, "another program's database"));
    assert_int_equal(tamper("INSERT INTO accounts VALUES (1)"), SQLITE_OK);
}

static void another_version_is_refused(void **state)
{
    ledger_close(open_approved());
    assert_int_equal(tamper("PRAGMA user_version = 4"), SQLITE_OK);
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    assert_non_null(strstr(err.message, "a later version"));
    assert_int_equal(tamper("PRAGMA user_version = 2"), SQLITE_OK);
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    assert_non_null(strstr(err.message, "approve again"));
}

static void refuse_tampered(const char *said)
{
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    if (!strstr(err.message, said))
        fail_msg("not \"%s\" but \"%s\"", said, err.message);
    refuse(LEDGER_READ, RULE_LEDGER_DAMAGED);
    unlink(path());
}

static void a_schema_that_was_changed_is_refused(void **state)
{
    static const char *const changes[][2] = {
        {"DROP TRIGGER entry_steps", "it lacks the trigger entry_steps"},
        {"DROP TRIGGER history_goes_on", "lacks the trigger history_goes_on"},
        {"DROP INDEX history_of", "lacks the index history_of"},
        {"DROP TRIGGER entry_steps; CREATE TRIGGER entry_steps BEFORE UPDATE"
         " OF state ON entry WHEN 0 BEGIN SELECT 1; END",
         "another text of the trigger entry_steps"},
        {"CREATE TRIGGER more AFTER INSERT ON history BEGIN DELETE FROM"
         " history WHERE 0; END",
         "an addition, trigger more"},
        {"ALTER TABLE entry ADD COLUMN more TEXT",
         "another text of the table entry"},
        {"CREATE VIEW aside AS SELECT 1", "an addition, view aside"},
    };

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        ledger_close(open_approved());
        assert_int_equal(tamper(changes[i][0]), SQLITE_OK);
        refuse_tampered(changes[i][1]);
    }
}

/* A ledger of one letter that was accepted and one that waits. */
static void make_half_sent(void)
{
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    ledger_close(ledger);
}

static void a_state_that_has_no_history_is_refused(void **state)
{
    static const char *const changes[][2] = {
        {"UPDATE entry SET state = 'ready' WHERE code = 'a'",
         "not that of its history: a"},
        {"UPDATE entry SET state = 'accepted' WHERE code = 'b'",
         "not that of its history: b"},
        {"UPDATE entry SET recipients = 'x@x.example' WHERE code = 'b'",
         "not that of its history: b"},
        {"UPDATE entry SET content_sha256 = replace(content_sha256, '2', '3')"
         " WHERE code = 'b'",
         "not that of its history: b"},
        {"UPDATE entry SET bounced = 5, bounce = 'x' WHERE code = 'a'",
         "no report of the bounce of a"},
        {"DELETE FROM entry WHERE code = 'a'", "no entry of a"},
        {"DELETE FROM history WHERE id = 3", "its history has gaps"},
        {"DELETE FROM history WHERE id = (SELECT max(id) FROM history)",
         "its history has gaps"},
        {"DELETE FROM approval", "no approval of a"},
        {"UPDATE entry SET state = 'ready' WHERE code = 'a'; INSERT INTO"
         " history SELECT NULL, code, since, state, approval, recipients,"
         " message_id, file_sha256, content_sha256, message_sha256,"
         " reply_code, reply, queue_id FROM entry WHERE code = 'a'",
         "no such step as in the history of a"},
    };

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        make_half_sent();
        tamper_unseen(changes[i][0]);
        refuse_tampered(changes[i][1]);
    }
    make_half_sent();
    tamper_unseen("SELECT 1");
    ledger_close(open_ledger(LEDGER_READ));
}

/* Every way that leads through the states is one that is let in again. */
static void whatever_is_recorded_is_let_in_again(void **state)
{
    const struct ledger_entry entries[] = {entry_of("a", '1'),
                                           entry_of("b", '2')};
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_DEFERRED);
    send(ledger, "a", LEDGER_ACCEPTED);
    assert_int_equal(ledger_note_bounce(ledger, "<a.1@example.org>",
                                        MORNING + 30, "5.1.1", &err),
                     STATUS_OK);
    assert_int_equal(ledger_note_bounce(ledger, "<a.1@example.org>",
                                        MORNING + 40, "5.2.2", &err),
                     STATUS_OK);
    assert_int_equal(ledger_release(ledger, "a", MORNING + 50, &err),
                     STATUS_OK);
    send(ledger, "a", LEDGER_REFUSED);
    assert_int_equal(approve(ledger, entries, 1), STATUS_OK);
    ledger_close(ledger);
    ledger = open_ledger(LEDGER_WRITE);
    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    assert_int_equal(ledger_release(ledger, "a", MORNING + 60, &err),
                     STATUS_OK);
    assert_int_equal(ledger_begin(ledger, "b", file_sent, MORNING + 60, &err),
                     STATUS_OK);
    ledger_close(ledger);
    ledger_close(open_ledger(LEDGER_WRITE)); /* b is unknown now */
    ledger_close(open_ledger(LEDGER_WRITE));
}

/* A letter whose row has no address. */
static struct ledger_entry unmailed_of(const char *code, char digit)
{
    struct manifest_entry letter = {
        .code = code, .name = "Council P", .file = "letters/p.pdf"};

    memset(letter.sha256, digit, HASH_HEX_SIZE - 1);
    memset(letter.content_sha256, digit, HASH_HEX_SIZE - 1);
    return ledger_entry_of(&letter);
}

static void letters_without_an_address_are_kept(void **state)
{
    struct ledger_entry entries[] = {entry_of("a", '1'), unmailed_of("p", '7')};
    struct ledger *ledger = open_ledger(LEDGER_WRITE);

    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    assert_int_equal(read_entry(ledger, "p").state, LEDGER_UNMAILED);
    assert_string_equal(read_entry(ledger, "p").name, "Council P");
    assert_int_equal(read_entry(ledger, "p").content_sha256[0], '7');
    assert_int_equal(ledger_begin(ledger, "p", file_sent, MORNING, &err),
                     STATUS_INPUT);
    entries[1] = entry_of("p", '7'); /* it has one now */
    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    assert_int_equal(read_entry(ledger, "p").state, LEDGER_READY);
    entries[1] = unmailed_of("p", '7');
    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    assert_int_equal(approve(ledger, entries, 1), STATUS_OK);
    assert_string_equal(story(ledger, "p"),
                        "not e-mailed; ready; not e-mailed; withdrawn; ");
    ledger_close(ledger);
    ledger_close(open_ledger(LEDGER_WRITE));
}

/* The same letter under a new seal needs no new approval; which file left is on
 * record. */
static void another_seal_is_the_same_letter(void **state)
{
    struct ledger_entry entries[] = {entry_of("a", '1'), entry_of("b", '2')};
    struct ledger *ledger = open_approved();

    send(ledger, "a", LEDGER_ACCEPTED);
    assert_string_equal(read_entry(ledger, "a").file_sha256, file_sent);
    memset(entries[0].file_sha256, '8', HASH_HEX_SIZE - 1);
    memset(entries[1].file_sha256, '9', HASH_HEX_SIZE - 1);
    assert_int_equal(approve(ledger, entries, 2), STATUS_OK);
    assert_string_equal(read_entry(ledger, "a").file_sha256, file_sent);
    assert_int_equal(read_entry(ledger, "b").file_sha256[0], '9');
    ledger_close(ledger);
    ledger_close(open_ledger(LEDGER_WRITE));
}

static void damage_is_found_before_anything_is_sent(void **state)
{
    struct stat facts;
    int file;

    ledger_close(open_approved());
    assert_int_equal(stat(path(), &facts), 0);
    file = open(path(), O_WRONLY);
    for (off_t at = 4096; at < facts.st_size; at += 4096)
        assert_int_equal(
            pwrite(file, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, at), 8);
    close(file);
    refuse(LEDGER_WRITE, RULE_LEDGER_DAMAGED);
    refuse(LEDGER_READ, RULE_LEDGER_DAMAGED);
}

/* A child that may write no more than so many bytes to a file begins and
 * settles letters. @return how many it begun before the first fault */
static int send_until_full(rlim_t bytes)
{
    const struct rlimit limit = {bytes, bytes};
    int state;
    pid_t child = fork();

    if (!child) {
        struct ledger *ledger;
        int done = 0;
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
            ledger_open(arena_new(), path(), LEDGER_WRITE, &ledger, &err) !=
                STATUS_OK)
            _exit(200);
        while (done < 100 &&
               ledger_begin(ledger, "a", file_sent, MORNING, &err) ==
                   STATUS_OK &&
               record_outcome(ledger, "a", LEDGER_DEFERRED) == STATUS_OK)
            done++;
        _exit(err.rule == RULE_FILE_WRITE || err.rule == RULE_FILE_FULL ? done
                                                                        : 201);
    }
    assert_int_equal(waitpid(child, &state, 0), child);
    assert_true(WIFEXITED(state));
    return WEXITSTATUS(state);
}

static void a_step_that_finds_no_room_is_not_taken(void **state)
{
    struct ledger *ledger;
    struct ledger_event *events;
    size_t count;
    int done;

    ledger_close(open_approved());
    done = send_until_full((rlim_t)256 * 1024);
    assert_in_range(done, 1, 99);
    ledger = open_ledger(LEDGER_WRITE);
    assert_int_equal(
        ledger_history(ledger, scratch.arena, "a", &events, &count, &err),
        STATUS_OK);
    /* ready, then two steps each time, and at most a begun one that is lost */
    assert_in_range(count, 1 + 2 * (size_t)done, 3 + 2 * (size_t)done);
    if (count > 1 + 2 * (size_t)done)
        assert_int_equal(read_entry(ledger, "a").state, LEDGER_UNKNOWN);
    else
        assert_int_equal(read_entry(ledger, "a").state, LEDGER_DEFERRED);
    ledger_close(ledger);
}

static void a_ledger_that_may_not_be_written_can_be_read(void **state)
{
    struct ledger *ledger;

    ledger_close(open_approved());
    assert_int_equal(chmod(path(), 0444), 0);
    assert_int_equal(chmod(scratch.folder, 0555), 0);
    ledger = open_ledger(LEDGER_READ);
    assert_int_equal(read_entry(ledger, "a").state, LEDGER_READY);
    ledger_close(ledger);
    if (geteuid() != 0)
        refuse(LEDGER_WRITE, RULE_FILE_WRITE);
    assert_int_equal(chmod(scratch.folder, 0755), 0);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)
    const struct CMUnitTest tests[] = {
        TEST(an_approval_and_its_letters_are_read_back),
        TEST(a_new_ledger_has_no_approval),
        TEST(what_the_server_said_is_kept),
        TEST(each_attempt_stays_in_the_history),
        TEST(nothing_leads_from_accepted),
        TEST(a_letter_is_begun_once),
        TEST(only_what_is_in_flight_can_be_accepted_or_unknown),
        TEST(a_letter_that_was_kept_back_is_ready_again),
        TEST(unknown_goes_out_again_by_a_persons_word_only),
        TEST(the_database_itself_knows_the_steps),
        TEST(approving_again_leaves_what_has_left),
        TEST(a_letter_that_has_left_may_not_differ),
        TEST(a_letter_that_was_refused_may_differ),
        TEST(a_letter_that_is_not_approved_any_more_is_withdrawn),
        TEST(no_letter_stands_twice),
        TEST(a_bounce_is_noted_once),
        TEST(an_old_bounce_does_not_mark_the_second_sending),
        TEST(the_second_writer_is_told_and_a_reader_is_let_in),
        TEST(what_a_killed_run_had_in_flight_is_unknown),
        TEST(threads_share_a_ledger_and_each_letter_is_one_threads),
        TEST(a_ledger_that_is_not_there_is_missing),
        TEST(another_file_is_left_as_it_is),
        TEST(another_version_is_refused),
        TEST(a_schema_that_was_changed_is_refused),
        TEST(a_state_that_has_no_history_is_refused),
        TEST(whatever_is_recorded_is_let_in_again),
        TEST(letters_without_an_address_are_kept),
        TEST(another_seal_is_the_same_letter),
        TEST(damage_is_found_before_anything_is_sent),
        TEST(a_step_that_finds_no_room_is_not_taken),
        TEST(a_ledger_that_may_not_be_written_can_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
