#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/plural.h"
#include "base/time.h"
#include "cli/result.h"
#include "cli/sanitize.h"
#include "cli/sent_letters.h"
#include "cli/table_print.h"
#include "cli/terminal.h"
#include "ledger/ledger_post.h"
#include "ledger/ledger_site.h"
#include "ledger/undelivered.h"
#include "run/made_letters.h"

/** The data of the command. */
struct status_reading {
    const struct options *options;
    struct arena *arena;
    struct ledger *ledger;
    struct ledger_approval approval;
    bool approved;
    struct ledger_reading *readings; ///< in order of code
    size_t reading_count;
    struct ledger_entry *entries;
    size_t count;
    struct ledger_piece *pieces; ///< printed pieces, in order of code
    size_t piece_count;
    struct ledger_publication *publications; ///< in order of code
    size_t publication_count;
    struct ledger_event *events; ///< in order of time
    size_t event_count;
    struct map kept; ///< codes of letters kept as sent, with an old comparison
    size_t kept_count;                ///< of those asked for
    bool site_open;                   ///< a run that published was killed
    size_t sites[LEDGER_SITE_STATES]; ///< of the selected pages
    size_t printed;                   ///< selected and not returned
    size_t returned;                  ///< selected and returned
    size_t states[LEDGER_STATES]; ///< of the selected entries, without these
    size_t asked;
    size_t bounced;
    size_t unsettled;
};

enum column {
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_CHANNEL,
    COLUMN_STATE,
    COLUMN_SINCE,
    COLUMN_RECIPIENTS,
    COLUMN_REASON,
    COLUMN_ATTEMPTS,
    COLUMN_NEXT,
    COLUMN_REPLY_CODE,
    COLUMN_REPLY,
    COLUMN_QUEUE_ID,
    COLUMN_BOUNCED,
    COLUMN_BOUNCE,
    COLUMN_FILE,
    COLUMN_MESSAGE_ID,
    COLUMN_FILE_SHA256,
    COLUMN_CONTENT_SHA256,
    COLUMN_PIECE,
    COLUMN_JOB,
    COLUMN_READ_BY,
    COLUMN_STEPS,
    COLUMN_COMPARISON,
    COLUMNS
};

/** Maximum bytes of a cell with all steps of a letter. */
enum { STEPS_LIMIT = 1024 * 1024 };

static const struct table_print_column columns[COLUMNS] = {
    [COLUMN_CODE] = {"code", true, false},
    [COLUMN_NAME] = {"name", true, false},
    [COLUMN_CHANNEL] = {"channel", true, false},
    [COLUMN_STATE] = {"state", true, false},
    [COLUMN_SINCE] = {"since", true, false},
    [COLUMN_RECIPIENTS] = {"recipients", true, false},
    [COLUMN_REASON] = {"reason", true, false},
    [COLUMN_ATTEMPTS] = {"attempts", false, true},
    [COLUMN_NEXT] = {"next", false, false},
    [COLUMN_REPLY_CODE] = {"reply_code", false, true},
    [COLUMN_REPLY] = {"reply", false, false},
    [COLUMN_QUEUE_ID] = {"queue_id", false, false},
    [COLUMN_BOUNCED] = {"bounced", false, false},
    [COLUMN_BOUNCE] = {"bounce", false, false},
    [COLUMN_FILE] = {"file", false, false},
    [COLUMN_MESSAGE_ID] = {"message_id", false, false},
    [COLUMN_FILE_SHA256] = {"file_sha256", false, false},
    [COLUMN_CONTENT_SHA256] = {"content_sha256", false, false},
    [COLUMN_PIECE] = {"piece", false, true},
    [COLUMN_JOB] = {"job", false, false},
    [COLUMN_READ_BY] = {"read_by", false, false},
    [COLUMN_STEPS] = {"steps", false, false},
    [COLUMN_COMPARISON] = {"comparison", true, false},
};

static bool is_asked(const struct options *options, const char *code)
{
    return !options->only.items || options_list_has(options->only, code);
}

static const char *moment(struct arena *arena, int64_t at)
{
    char words[TIME_SIZE];

    return at ? arena_strdup(arena, time_print(words, at)) : "";
}

/* @return the printed piece of a letter, or NULL */
static const struct ledger_piece *
find_piece(const struct status_reading *status_reading, const char *code)
{
    const size_t at =
        ARRAY_FIND_TEXT(struct ledger_piece, code, status_reading->pieces,
                        status_reading->piece_count, code);

    return at == SIZE_MAX ? NULL : &status_reading->pieces[at];
}

static const char *last_job(const struct ledger_piece *piece)
{
    return *piece->again ? piece->again : piece->job;
}

/* @return why a letter needs a person, or NULL */
static const char *undone_reason(const struct status_reading *status_reading,
                                 const struct ledger_entry *entry)
{
    const struct ledger_piece *piece = find_piece(status_reading, entry->code);

    if (piece && piece->returned)
        return arena_printf(status_reading->arena,
                            "piece %" PRId64 " came back: %s", piece->number,
                            piece->reason);
    return undelivered_reason(status_reading->arena, entry);
}

static const char *word_of(const struct ledger_entry *entry,
                           const struct ledger_piece *piece)
{
    if (!piece)
        return ledger_state_word(entry->state);
    return piece->returned ? "returned" : "printed";
}

/* @return the reason for a state, in a few words */
static const char *reason_of(const struct status_reading *status_reading,
                             const struct ledger_entry *entry)
{
    struct arena *arena = status_reading->arena;
    const struct ledger_piece *piece = find_piece(status_reading, entry->code);
    const char *reason = undone_reason(status_reading, entry);

    if (reason)
        return reason;
    if (piece)
        return arena_printf(arena, "piece %" PRId64 " of job %s", piece->number,
                            last_job(piece));
    if (entry->state == LEDGER_DEFERRED)
        return arena_printf(arena, "not before %s: %s",
                            moment(arena, entry->next), entry->reply);
    if (entry->state == LEDGER_UNMAILED)
        return "no e-mail address";
    if (entry->state == LEDGER_ACCEPTED && *entry->queue_id)
        return arena_printf(arena, "queued as %s", entry->queue_id);
    return entry->reply;
}

/* "Jo, Sam"; "nobody" for a letter approved unread; "" without sign-off files.
 */
static const char *readers_of(const struct status_reading *status_reading,
                              const char *code)
{
    const char *words = "";

    for (size_t i = 0; i < status_reading->reading_count; i++) {
        const struct ledger_reading *reading = &status_reading->readings[i];
        if (strcmp(reading->code, code) == 0)
            words = arena_printf(status_reading->arena, "%s%s%s", words,
                                 *words ? ", " : "",
                                 *reading->by ? reading->by : "nobody");
    }
    return words;
}

/* "2022-07-27T09:00:00Z ready; ...": the events of a letter or its page. */
static const char *steps_of(const struct status_reading *status_reading,
                            const char *code, bool on_site)
{
    struct buffer steps = buffer_new(STEPS_LIMIT);
    const char *words;

    for (size_t i = 0; i < status_reading->event_count; i++) {
        const struct ledger_event *event = &status_reading->events[i];
        if (strcmp(event->code, code) == 0 &&
            ledger_site_has_event(event->event) == on_site)
            buffer_printf(&steps, "%s%s %s", steps.length ? "; " : "",
                          moment(status_reading->arena, event->at),
                          event->event);
    }
    words = arena_strdup(status_reading->arena, buffer_text(&steps));
    buffer_free(&steps);
    return words;
}

static const char *comparison_of(const struct status_reading *status_reading,
                                 const char *code)
{
    return map_find_text(&status_reading->kept, code) ? "comparison changed"
                                                      : "";
}

static void add_row(const struct status_reading *status_reading,
                    struct table_print *table_print,
                    const struct ledger_entry *entry)
{
    struct arena *arena = status_reading->arena;
    const struct ledger_piece *piece = find_piece(status_reading, entry->code);
    const char *cells[COLUMNS] = {
        [COLUMN_CODE] = entry->code,
        [COLUMN_NAME] = entry->name,
        [COLUMN_CHANNEL] = piece                ? "post"
                           : *entry->recipients ? "e-mail"
                                                : "",
        [COLUMN_STATE] = word_of(entry, piece),
        [COLUMN_SINCE] = moment(arena, !piece            ? entry->since
                                       : piece->returned ? piece->returned
                                                         : piece->at),
        [COLUMN_RECIPIENTS] = entry->recipients,
        [COLUMN_REASON] = reason_of(status_reading, entry),
        [COLUMN_ATTEMPTS] = arena_printf(arena, "%d", entry->attempts),
        [COLUMN_NEXT] = moment(arena, entry->next),
        [COLUMN_REPLY_CODE] = arena_printf(arena, "%d", entry->reply_code),
        [COLUMN_REPLY] = entry->reply,
        [COLUMN_QUEUE_ID] = entry->queue_id,
        [COLUMN_BOUNCED] = moment(arena, entry->bounced),
        [COLUMN_BOUNCE] = entry->bounce,
        [COLUMN_FILE] = entry->file,
        [COLUMN_MESSAGE_ID] = entry->message_id,
        [COLUMN_FILE_SHA256] = entry->file_sha256,
        [COLUMN_CONTENT_SHA256] = entry->content_sha256,
        [COLUMN_PIECE] =
            piece ? arena_printf(arena, "%" PRId64, piece->number) : "",
        [COLUMN_JOB] = piece ? last_job(piece) : "",
        [COLUMN_READ_BY] = readers_of(status_reading, entry->code),
        [COLUMN_STEPS] = steps_of(status_reading, entry->code, false),
        [COLUMN_COMPARISON] = comparison_of(status_reading, entry->code),
    };

    table_print_add(table_print, cells);
}

static void add_page(const struct status_reading *status_reading,
                     struct table_print *table_print, const char *name,
                     const struct ledger_publication *page)
{
    const char *cells[COLUMNS];

    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = "";
    cells[COLUMN_CODE] = page->code;
    cells[COLUMN_NAME] = name;
    cells[COLUMN_CHANNEL] = "site";
    cells[COLUMN_STATE] = ledger_site_word(page->state);
    cells[COLUMN_SINCE] = moment(status_reading->arena, page->at);
    cells[COLUMN_REASON] = page->text;
    cells[COLUMN_FILE_SHA256] = page->file_sha256;
    cells[COLUMN_CONTENT_SHA256] = page->content_sha256;
    cells[COLUMN_STEPS] = steps_of(status_reading, page->code, true);
    table_print_add(table_print, cells);
}

static void count_state(struct status_reading *status_reading,
                        const struct ledger_entry *entry)
{
    const struct ledger_piece *piece = find_piece(status_reading, entry->code);

    if (!piece)
        status_reading->states[entry->state]++;
    else if (piece->returned)
        status_reading->returned++;
    else
        status_reading->printed++;
}

static void count_states(struct status_reading *status_reading)
{
    for (size_t i = 0; i < status_reading->count; i++) {
        const struct ledger_entry *entry = &status_reading->entries[i];
        if (!is_asked(status_reading->options, entry->code))
            continue;
        status_reading->asked++;
        status_reading->kept_count +=
            map_find_text(&status_reading->kept, entry->code) != NULL;
        count_state(status_reading, entry);
        status_reading->bounced += entry->bounced != 0;
        status_reading->unsettled +=
            undone_reason(status_reading, entry) != NULL;
    }
    for (size_t i = 0; i < status_reading->publication_count; i++) {
        const struct ledger_publication *page =
            &status_reading->publications[i];
        status_reading->sites[page->state] +=
            is_asked(status_reading->options, page->code);
    }
}

static void print_state(size_t count, const char *word, const char *remark)
{
    if (count)
        printf("  %-12s %zu%s\n", word, count, remark);
}

/* Prints the number of letters read before the approval. */
static void print_readers(const struct status_reading *status_reading)
{
    size_t unread = 0;
    size_t read = 0;

    for (size_t i = 0; i < status_reading->reading_count; i++) {
        const struct ledger_reading *reading = &status_reading->readings[i];
        if (!is_asked(status_reading->options, reading->code))
            continue;
        unread += !*reading->by;
        read += *reading->by &&
                (i == 0 || strcmp(reading[-1].code, reading->code) != 0);
    }
    print_state(read, "read", " before they were approved");
    print_state(unread, "unread", " and approved all the same");
}

static void print_summary(const struct status_reading *status_reading)
{
    const bool live = ledger_is_live(status_reading->ledger);
    const size_t asked = status_reading->asked;

    printf("%zu letter%s", asked, plural_s(asked));
    if (status_reading->approved)
        printf(
            ", approved by %s at %s",
            sanitize_text(status_reading->arena, status_reading->approval.by),
            moment(status_reading->arena, status_reading->approval.at));
    puts(live ? "; a run is at work" : "");
    print_readers(status_reading);
    for (int state = 0; state < LEDGER_STATES; state++)
        print_state(status_reading->states[state],
                    ledger_state_word((enum ledger_state)state), "");
    print_state(status_reading->printed, "printed", "");
    print_state(status_reading->returned, "returned", "");
    print_state(status_reading->bounced, "bounced", " of these");
    for (int state = 1; state < LEDGER_SITE_STATES; state++)
        print_state(status_reading->sites[state],
                    ledger_site_word((enum ledger_site_state)state), "");
    if (status_reading->kept_count)
        printf("%zu stay%s as sent: comparison changed\n",
               status_reading->kept_count,
               status_reading->kept_count == 1 ? "s" : "");
    if (status_reading->site_open)
        puts("a run ended while it replaced the site, and what is there is not "
             "recorded; publish again");
    if (status_reading->unsettled)
        printf("%zu need%s a person: refused, unknown%s\n",
               status_reading->unsettled,
               status_reading->unsettled == 1 ? "s" : "",
               status_reading->returned ? ", bounced or returned"
                                        : " or bounced");
}

static void print_json(const struct status_reading *status_reading)
{
    struct result result = result_begin("summary", "status");

    result_number(&result, "letters", status_reading->asked);
    result_text(&result, "approved_by",
                status_reading->approved ? status_reading->approval.by : NULL);
    result_text(&result, "approved_at",
                status_reading->approved
                    ? moment(status_reading->arena, status_reading->approval.at)
                    : NULL);
    result_flag(&result, "running", ledger_is_live(status_reading->ledger));
    result_open(&result, "states", '{');
    for (int state = 0; state < LEDGER_STATES; state++)
        if (status_reading->states[state])
            result_number(&result, ledger_state_word((enum ledger_state)state),
                          status_reading->states[state]);
    if (status_reading->printed)
        result_number(&result, "printed", status_reading->printed);
    if (status_reading->returned)
        result_number(&result, "returned", status_reading->returned);
    result_close(&result, '}');
    result_open(&result, "site", '{');
    for (int state = 1; state < LEDGER_SITE_STATES; state++)
        if (status_reading->sites[state])
            result_number(&result,
                          ledger_site_word((enum ledger_site_state)state),
                          status_reading->sites[state]);
    result_close(&result, '}');
    result_number(&result, "comparison_changed", status_reading->kept_count);
    result_flag(&result, "site_unrecorded", status_reading->site_open);
    result_number(&result, "bounced", status_reading->bounced);
    result_number(&result, "unsettled", status_reading->unsettled);
    result_end(&result);
}

/* Adds pages before the letter of a code; NULL: all remaining ones. */
static size_t add_pages(const struct status_reading *status_reading,
                        struct table_print *table_print, size_t next,
                        const char *code, const char *name)
{
    for (; next < status_reading->publication_count; next++) {
        const struct ledger_publication *page =
            &status_reading->publications[next];
        const int order = code ? strcmp(page->code, code) : -1;
        if (order > 0)
            break;
        if (is_asked(status_reading->options, page->code))
            add_page(status_reading, table_print, order == 0 ? name : "", page);
    }
    return next;
}

/* With -q only letters that need a person. */
static void print_rows(const struct status_reading *status_reading)
{
    const struct options *options = status_reading->options;
    struct table_print *table_print =
        table_print_new(status_reading->arena, columns, COLUMNS);
    size_t page = 0;

    for (size_t i = 0; i < status_reading->count; i++) {
        const struct ledger_entry *entry = &status_reading->entries[i];
        if (is_asked(options, entry->code) &&
            (!options->quiet || undone_reason(status_reading, entry)))
            add_row(status_reading, table_print, entry);
        if (!options->quiet)
            page = add_pages(status_reading, table_print, page, entry->code,
                             entry->name);
    }
    if (!options->quiet)
        add_pages(status_reading, table_print, page, NULL, "");
    if (options->format == DIAGNOSTICS_TEXT && !options->quiet &&
        (status_reading->asked || status_reading->publication_count))
        putchar('\n');
    table_print_write(table_print, options->format, stdout);
}

static const struct table_print_column event_columns[] = {
    {"at", true, false},   {"code", true, false},       {"event", true, false},
    {"text", true, false}, {"reply_code", false, true},
};

/* With -v all events. */
static void print_history(const struct status_reading *status_reading)
{
    struct table_print *table_print =
        table_print_new(status_reading->arena, event_columns, 5);

    for (size_t i = 0; i < status_reading->event_count; i++) {
        const struct ledger_event *event = &status_reading->events[i];
        const char *cells[] = {
            moment(status_reading->arena, event->at), event->code, event->event,
            event->text,
            arena_printf(status_reading->arena, "%d", event->reply_code)};
        if (is_asked(status_reading->options, event->code))
            table_print_add(table_print, cells);
    }
    if (status_reading->options->format == DIAGNOSTICS_TEXT)
        putchar('\n');
    table_print_write(table_print, status_reading->options->format, stdout);
}

static enum status read_ledger(struct status_reading *status_reading,
                               struct error *err)
{
    struct ledger *ledger = status_reading->ledger;
    struct arena *arena = status_reading->arena;
    enum status status = ledger_entries(ledger, arena, &status_reading->entries,
                                        &status_reading->count, err);

    if (status == STATUS_OK)
        status = ledger_post_pieces(ledger, arena, &status_reading->pieces,
                                    &status_reading->piece_count, err);
    if (status == STATUS_OK)
        status = ledger_readings(ledger, arena, &status_reading->readings,
                                 &status_reading->reading_count, err);
    if (status == STATUS_OK)
        status = ledger_site_read(ledger, arena, &status_reading->publications,
                                  &status_reading->publication_count,
                                  &status_reading->site_open, err);
    if (status == STATUS_OK)
        status = ledger_history(ledger, arena, NULL, &status_reading->events,
                                &status_reading->event_count, err);
    status_reading->approved =
        ledger_approval(ledger, arena, &status_reading->approval);
    status_reading->site_open =
        status_reading->site_open && !ledger_is_live(ledger);
    return status;
}

static void print_all(struct status_reading *status_reading)
{
    const struct options *options = status_reading->options;

    count_states(status_reading);
    if (options->format == DIAGNOSTICS_TEXT && !options->quiet)
        print_summary(status_reading);
    if (!options->verbose || options->format == DIAGNOSTICS_TEXT)
        print_rows(status_reading);
    if (options->verbose)
        print_history(status_reading);
}

/* Compares with the campaign, if the command line names one that can make
 * letters. */
static void read_campaign(struct status_reading *status_reading,
                          const char *output)
{
    struct options silent = *status_reading->options;
    struct session session;

    if (!silent.argument_count)
        return;
    silent.werror = false;
    if (session_open(&session, &silent) == STATUS_OK) {
        session.output = output;
        if (sent_letters_recall(&session) == STATUS_OK)
            (void)!made_letters_kept(status_reading->arena, &session.engine,
                                     output, &status_reading->kept,
                                     session.diagnostics);
    }
    diagnostics_clear(session.diagnostics);
    session_close(&session, &silent);
}

static int exit_of(enum status status,
                   const struct status_reading *status_reading)
{
    if (status != STATUS_OK)
        return session_exit(status);
    return status_reading->unsettled || status_reading->site_open ? EXIT_REFUSED
                                                                  : EXIT_WELL;
}

int cmd_status(const struct options *options)
{
    struct status_reading status_reading = {.options = options,
                                            .arena = arena_new()};
    struct error err = {.code = ""};
    const char *output;
    enum status status =
        session_find_output(status_reading.arena, options, &output, &err);
    int code;

    status_reading.kept.arena = status_reading.arena;
    if (status == STATUS_OK)
        status = ledger_open_in(status_reading.arena, output, LEDGER_READ,
                                &status_reading.ledger, &err);
    if (status == STATUS_OK)
        status = read_ledger(&status_reading, &err);
    if (status == STATUS_OK) {
        read_campaign(&status_reading, output);
        print_all(&status_reading);
    }
    if (status != STATUS_OK)
        terminal_error(&err, options->format);
    else if (options->format == DIAGNOSTICS_JSON && !options->quiet)
        print_json(&status_reading);
    code = exit_of(status, &status_reading);
    ledger_close(status_reading.ledger);
    arena_free(status_reading.arena);
    return code;
}
