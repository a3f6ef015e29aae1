#include "ledger/signoff.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/time.h"
#include "base/utf8.h"
#include "store/csv_file.h"

enum column {
    COLUMN_CODE,
    COLUMN_SHA256,
    COLUMN_STATE,
    COLUMN_REASON,
    COLUMN_BY,
    COLUMN_WHEN,
    COLUMNS
};

static const char *const titles[COLUMNS] = {"code",   "sha256", "state",
                                            "reason", "by",     "when"};

/* --- files --------------------------------------------------------------- */

/* Orders by code, person and time, so that a person's last mark is last. */
static int by_code_person_time(const void *left, const void *right)
{
    const struct signoff_mark *a = left;
    const struct signoff_mark *b = right;
    int order = strcmp(a->code, b->code);

    if (order == 0)
        order = strcmp(a->by, b->by);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

struct signoff_reading {
    struct arena *arena;
    struct signoff *signoff;
    size_t capacity;
};

static void begin_marks(size_t rows, void *context)
{
    (void)rows;
    (void)context;
}

static bool is_digest(const char *text)
{
    return strlen(text) == HASH_HEX_SIZE - 1 &&
           strspn(text, "0123456789abcdef") == HASH_HEX_SIZE - 1;
}

static bool take_mark(size_t row, const struct value *cells, void *context)
{
    struct signoff_reading *reading = context;
    struct signoff *signoff = reading->signoff;
    const char *state = cells[COLUMN_STATE].text;
    struct signoff_mark mark = {
        .code = buffer_unguard_csv(cells[COLUMN_CODE].text),
        .sent_back = strcmp(state, "send back") == 0,
        .reason = buffer_unguard_csv(cells[COLUMN_REASON].text),
        .by = buffer_unguard_csv(cells[COLUMN_BY].text),
        .location = cells[COLUMN_CODE].location,
    };

    (void)row;
    if (!*mark.code || utf8_is_blank(mark.by) || !utf8_is_line(mark.by) ||
        (!mark.sent_back && strcmp(state, "read") != 0) ||
        !is_digest(cells[COLUMN_SHA256].text) ||
        !time_parse(cells[COLUMN_WHEN].text, &mark.at))
        return false;
    utf8_copy(mark.sha256, sizeof mark.sha256, cells[COLUMN_SHA256].text);
    ARENA_GROW(reading->arena, signoff->marks, signoff->count,
               reading->capacity);
    signoff->marks[signoff->count++] = mark;
    return true;
}

static enum status read_file(struct signoff_reading *reading, const char *path,
                             struct diagnostics *diagnostics)
{
    static const struct csv_file own = {
        titles, COLUMNS,
        "not a sign-off file; the proof's \"Save sign-off\" writes one",
        begin_marks, take_mark};

    if (access(path, R_OK) != 0) {
        diagnostics_add(diagnostics, RULE_FILE_MISSING,
                        (struct location){path, 0, 0}, NULL, "--signoff",
                        "there is no such file");
        return rule_status(RULE_FILE_MISSING);
    }
    return csv_file_read(reading->arena, path, &own, reading, diagnostics);
}

static void keep_last_words(struct signoff *signoff)
{
    size_t kept = 0;

    if (signoff->count)
        qsort(signoff->marks, signoff->count, sizeof *signoff->marks,
              by_code_person_time);
    for (size_t i = 0; i < signoff->count; i++) {
        const struct signoff_mark *mark = &signoff->marks[i];
        if (kept && strcmp(signoff->marks[kept - 1].code, mark->code) == 0 &&
            strcmp(signoff->marks[kept - 1].by, mark->by) == 0)
            kept--;
        signoff->marks[kept++] = *mark;
    }
    signoff->count = kept;
}

enum status signoff_read(struct arena *arena, const char *const *files,
                         size_t count, struct signoff *signoff,
                         struct diagnostics *diagnostics)
{
    struct signoff_reading reading = {arena, signoff, 0};
    enum status first = STATUS_OK;

    *signoff = (struct signoff){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        const enum status status = read_file(&reading, files[i], diagnostics);
        if (first == STATUS_OK)
            first = status;
    }
    keep_last_words(signoff);
    return first;
}

/* --- letters ------------------------------------------------------------- */

static void add_reading(struct ledger_approval *approval,
                        const struct ledger_entry *entry,
                        const struct signoff_mark *mark)
{
    struct ledger_reading *reading =
        &approval->readings[approval->reading_count++];

    *reading = (struct ledger_reading){.code = entry->code,
                                       .by = mark ? mark->by : "",
                                       .at = mark ? mark->at : approval->at};
    memcpy(reading->content_sha256, entry->content_sha256, HASH_HEX_SIZE);
}

/* The marks on one letter. */
struct signoff_state {
    size_t read;
    const struct signoff_mark *back;  ///< NULL: not sent back
    const struct signoff_mark *other; ///< a mark on another letter of the code
};

static enum status refuse_unread(const struct ledger_entry *entry,
                                 const struct signoff_mark *other,
                                 struct diagnostics *diagnostics)
{
    char day[TIME_SIZE];

    if (other)
        diagnostics_add(diagnostics, RULE_LETTER_UNREAD, other->location,
                        entry->code, NULL,
                        "the letter of %s (%s) has changed since %s read it "
                        "on %s",
                        entry->name, entry->code, other->by,
                        time_print_day(day, other->at));
    else
        diagnostics_add(
            diagnostics, RULE_LETTER_UNREAD, NO_LOCATION, entry->code, NULL,
            "nobody has read the letter of %s (%s)", entry->name, entry->code);
    return rule_status(RULE_LETTER_UNREAD);
}

static enum status judge(const struct ledger_entry *entry,
                         const struct signoff_state *state, bool unread_ok,
                         struct ledger_approval *approval,
                         struct diagnostics *diagnostics)
{
    const struct signoff_mark *back = state->back;

    if (back) {
        diagnostics_add(
            diagnostics, RULE_LETTER_SENT_BACK, back->location, entry->code,
            NULL, "%s sent back the letter of %s (%s)%s%s", back->by,
            entry->name, entry->code, *back->reason ? ": " : "", back->reason);
        return rule_status(RULE_LETTER_SENT_BACK);
    }
    if (state->read)
        return STATUS_OK;
    if (!unread_ok)
        return refuse_unread(entry, state->other, diagnostics);
    add_reading(approval, entry, NULL);
    return STATUS_OK;
}

static enum status check_entry(const struct signoff *signoff,
                               const struct ledger_entry *entry, bool unread_ok,
                               struct ledger_approval *approval,
                               struct diagnostics *diagnostics)
{
    struct signoff_state state = {0, NULL, NULL};

    for (size_t i = ARRAY_LOWER_BOUND(struct signoff_mark, code, signoff->marks,
                                      signoff->count, entry->code);
         i < signoff->count && strcmp(signoff->marks[i].code, entry->code) == 0;
         i++) {
        const struct signoff_mark *mark = &signoff->marks[i];
        if (strcmp(mark->sha256, entry->content_sha256) != 0) {
            state.other = mark;
        } else if (mark->sent_back) {
            state.back = mark;
        } else {
            state.read++;
            add_reading(approval, entry, mark);
        }
    }
    return judge(entry, &state, unread_ok, approval, diagnostics);
}

enum status signoff_check(struct arena *arena, const struct signoff *signoff,
                          const struct ledger_entry *entries, size_t count,
                          bool unread_ok, struct ledger_approval *approval,
                          struct diagnostics *diagnostics)
{
    enum status first = STATUS_OK;

    approval->readings =
        ARENA_ARRAY(arena, struct ledger_reading, signoff->count + count);
    approval->reading_count = 0;
    for (size_t i = 0; i < count; i++) {
        const enum status status =
            check_entry(signoff, &entries[i], unread_ok, approval, diagnostics);
        if (first == STATUS_OK)
            first = status;
    }
    return first;
}
