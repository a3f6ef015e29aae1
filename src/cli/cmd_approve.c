#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/plural.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/approve.h"
#include "cli/program.h"
#include "cli/result.h"
#include "cli/sanitize.h"
#include "cli/sent_letters.h"
#include "cli/session.h"
#include "ledger/undelivered.h"
#include "run/made_letters.h"
#include "run/preflight.h"
#include "run/render.h"
#include "run/row_selection.h"
#include "run/signals.h"
#include "store/manifest_index.h"

/** Maximum bytes of a name. */
enum { NAME_LIMIT = 200 };

enum status approve_refuse(struct approving *approving, const char *message)
{
    diagnostics_add(approving->session.diagnostics, RULE_USAGE, NO_LOCATION,
                    NULL, NULL, "%s", message);
    return STATUS_INPUT;
}

/* Checks the approver's name, which the ledger records. */
static enum status check_usage(struct approving *approving)
{
    const struct options *options = approving->options;

    if (!options->by || utf8_is_blank(options->by))
        return approve_refuse(approving,
                              "who approves? as in: lettermill approve "
                              "input/2022 --by \"Jo Bloggs\"");
    if (!utf8_check(options->by, strlen(options->by), NULL) ||
        !utf8_is_line(options->by) || strlen(options->by) > NAME_LIMIT)
        return approve_refuse(approving, "--by is a name on one line");
    return STATUS_OK;
}

/* --- the rows ------------------------------------------------------------ */

/* Reports a row that was refused when the letters were made, and is now valid.
 */
static void compare_row(struct approving *approving,
                        const struct manifest_index *manifest_index, size_t row,
                        bool faulty)
{
    const struct roster *roster = approving->session.engine.campaign.roster;
    const struct manifest_entry *entry =
        manifest_index_by_code(manifest_index, roster_code(roster, row));
    struct council council;

    if (!entry || entry->status == MANIFEST_MADE)
        return;
    if (faulty) {
        approving->refused[approving->refusals++] = roster_code(roster, row);
        return;
    }
    roster_read(roster, row, approving->session.arena, &council);
    diagnostics_add(approving->session.diagnostics, RULE_LETTER_STALE,
                    council.location, council.code, NULL,
                    "the row was refused, and no longer is; render again");
}

/* Adds rows that the roster refuses, which never had a letter. */
static void add_refused_rows(struct approving *approving)
{
    const struct roster *roster = approving->session.engine.campaign.roster;

    for (size_t i = 0; i < roster_refused(roster); i++) {
        struct refused_row row;
        roster_read_refused(roster, i, approving->session.arena, &row);
        approving->refused[approving->refusals++] =
            *row.code ? row.code : "a row without code";
    }
}

static enum status compare_rows(struct approving *approving,
                                const struct preflight *preflight)
{
    struct session *session = &approving->session;
    const struct roster *roster = session->engine.campaign.roster;
    const char *path =
        arena_printf(session->arena, "%s/manifest.csv", session->output);
    const size_t before = diagnostics_error_count(session->diagnostics);
    struct manifest_index *manifest_index;
    const enum status status = manifest_index_open(
        session->arena, path, &manifest_index, session->diagnostics);

    if (status != STATUS_OK)
        return status;
    approving->refused =
        ARENA_ARRAY(session->arena, const char *,
                    roster_count(roster) + roster_refused(roster));
    for (size_t i = 0; i < roster_count(roster); i++)
        compare_row(approving, manifest_index, i, preflight->faulty[i]);
    add_refused_rows(approving);
    return diagnostics_error_count(session->diagnostics) > before ? STATUS_INPUT
                                                                  : STATUS_OK;
}

/* Checks all rows, like check. Errors are about rows without a letter;
 * warnings are accepted by the approval. */
static enum status inspect(struct approving *approving)
{
    struct session *session = &approving->session;
    struct diagnostics *seen = diagnostics_new();
    struct preflight preflight;
    struct row_selection selection;
    struct worker_pool worker_pool;
    enum status status =
        row_selection_make(session->arena, session->engine.campaign.roster,
                           NULL, 0, &selection, seen);

    worker_pool = (struct worker_pool){
        .engine = &session->engine,
        .rows = selection.rows,
        .count = selection.count,
        .jobs = render_jobs(approving->options->jobs),
        .progress = progress_start(session_progress(approving->options),
                                   "rows checked", selection.count),
    };
    if (status == STATUS_OK)
        status = preflight_run(session->arena, &worker_pool, PREFLIGHT_PAGES,
                               &preflight, seen);
    progress_finish(worker_pool.progress);
    diagnostics_remove_duplicates(seen);
    diagnostics_join(session->diagnostics, seen);
    approving->warnings = diagnostics_warning_count(session->diagnostics);
    diagnostics_free(seen);
    return status == STATUS_OK ? compare_rows(approving, &preflight) : status;
}

/* --- the run ------------------------------------------------------------- */

static enum status check_run(struct approving *approving)
{
    struct session *session = &approving->session;
    const char *path =
        arena_printf(session->arena, "%s/manifest.csv", session->output);

    if (access(path, F_OK) == 0)
        return STATUS_OK;
    diagnostics_add(
        session->diagnostics, RULE_FILE_MISSING, (struct location){path, 0, 0},
        NULL, NULL,
        "no run of render has come to its end here; render, proof, then "
        "approve");
    return rule_status(RULE_FILE_MISSING);
}

static enum status check_warnings(struct approving *approving)
{
    if (!approving->options->werror || !approving->warnings)
        return STATUS_OK;
    return approve_refuse(approving,
                          "there are warnings; without --werror they are "
                          "accepted");
}

/* There are no e-mails: only letters are approved. */
static enum status gather_letters(struct approving *approving)
{
    struct session *session = &approving->session;
    struct ledger_approval *record = &approving->record;
    struct made_letters letters;
    enum status status =
        made_letters_open(session->arena, &session->engine, session->output,
                          &letters, session->diagnostics);
    unsigned char digest[HASH_SIZE];
    struct hash *hash;

    if (status == STATUS_OK)
        status =
            made_letters_prove(&session->engine, session->output, letters.items,
                               letters.count, session->diagnostics);
    if (status != STATUS_OK)
        return status;
    approving->entries =
        ARENA_ARRAY(session->arena, struct ledger_entry, letters.count);
    approving->count = letters.count;
    approving->kept = letters.kept_count;
    hash = hash_new();
    for (size_t i = 0; i < letters.count; i++) {
        approving->entries[i] = ledger_entry_of(letters.items[i].entry);
        hash_add_text(hash, approving->entries[i].content_sha256);
    }
    hash_finish(hash, digest);
    hash_free(hash);
    hash_hex(digest, record->messages_sha256);
    memcpy(record->manifest_sha256, letters.manifest_sha256, HASH_HEX_SIZE);
    record->summary = arena_printf(
        session->arena,
        "%zu letter%s of %s\nno e-mail: campaign.yaml has no mail:\n"
        "%zu row%s without a letter\n",
        letters.count, plural_s(letters.count),
        session->engine.campaign.settings.title.text, approving->refusals,
        plural_s(approving->refusals));
    return STATUS_OK;
}

static enum status gather(struct approving *approving,
                          enum status (*messages)(struct approving *))
{
    struct session *session = &approving->session;
    enum status status = engine_prepare(&session->engine, session->diagnostics);

    if (status == STATUS_OK)
        status = messages && session->engine.channel
                     ? messages(approving)
                     : gather_letters(approving);
    if (status == STATUS_OK && !approving->count && !approving->kept)
        return approve_refuse(approving, "there is no letter to approve");
    return status;
}

/* --- the ledger ---------------------------------------------------------- */

static enum status record(struct approving *approving, struct error *err)
{
    struct ledger_approval *record = &approving->record;

    record->by = approving->options->by;
    record->at = approving->now;
    record->letters = approving->count;
    record->warnings = approving->warnings;
    return ledger_approve(approving->ledger, record, approving->entries,
                          approving->count, err);
}

static enum status count_states(struct approving *approving, size_t *states,
                                struct error *err)
{
    struct ledger_entry *entries;
    size_t count;
    const enum status status = ledger_entries(
        approving->ledger, approving->session.arena, &entries, &count, err);

    for (size_t i = 0; i < count; i++)
        states[entries[i].state]++;
    return status;
}

/* "3 ready, 1 accepted" */
static enum status print_states(struct approving *approving, struct error *err)
{
    size_t states[LEDGER_STATES] = {0};
    const char *before = "";
    const enum status status = count_states(approving, states, err);

    for (int state = 0; state < LEDGER_STATES; state++) {
        if (!states[state])
            continue;
        printf("%s%zu %s", before, states[state],
               ledger_state_word((enum ledger_state)state));
        before = ", ";
    }
    putchar('\n');
    return status;
}

static enum status print_json(struct approving *approving, struct error *err)
{
    struct result result = result_begin("summary", "approve");
    size_t states[LEDGER_STATES] = {0};
    char when[TIME_SIZE];
    const enum status status = count_states(approving, states, err);

    result_text(&result, "by", approving->options->by);
    result_text(&result, "at", time_print(when, approving->now));
    result_text(&result, "manifest_sha256", approving->record.manifest_sha256);
    result_number(&result, "letters", approving->count);
    result_number(&result, "kept", approving->kept);
    result_number(&result, "refused", approving->refusals);
    result_number(&result, "warnings", approving->warnings);
    result_text(&result, "seen", approving->record.summary);
    result_open(&result, "states", '{');
    for (int state = 0; state < LEDGER_STATES; state++)
        if (states[state])
            result_number(&result, ledger_state_word((enum ledger_state)state),
                          states[state]);
    result_close(&result, '}');
    result_end(&result);
    return status;
}

static enum status print(struct approving *approving, struct error *err)
{
    char when[TIME_SIZE];

    if (approving->options->quiet)
        return STATUS_OK;
    if (approving->options->format == DIAGNOSTICS_JSON)
        return print_json(approving, err);
    fputs(sanitize_lines(approving->session.arena, approving->record.summary),
          stdout);
    if (approving->kept)
        printf("%zu letter%s as sent, with another comparison than now\n",
               approving->kept, approving->kept == 1 ? " stays" : "s stay");
    printf("%zu warning%s accepted\n", approving->warnings,
           plural_s(approving->warnings));
    printf("approved by %s at %s; manifest %.12s...; ", approving->options->by,
           time_print(when, approving->now), approving->record.manifest_sha256);
    return print_states(approving, err);
}

static enum status save(struct approving *approving)
{
    struct session *session = &approving->session;
    struct error err = {.code = ""};
    size_t unsettled;
    enum status status = ledger_open_in(session->arena, session->output,
                                        LEDGER_WRITE, &approving->ledger, &err);

    if (status == STATUS_OK)
        status = record(approving, &err);
    if (status == STATUS_OK)
        status = undelivered_write(approving->ledger, session->output,
                                   &unsettled, &err);
    if (status == STATUS_OK)
        status = print(approving, &err);
    if (status != STATUS_OK)
        diagnostics_add_error(session->diagnostics, &err);
    return status;
}

static enum status approve(struct approving *approving,
                           enum status (*messages)(struct approving *))
{
    enum status status = check_run(approving);

    if (status == STATUS_OK)
        status = inspect(approving);
    if (status == STATUS_OK)
        status = check_warnings(approving);
    if (status == STATUS_OK)
        status = gather(approving, messages);
    if (status == STATUS_OK)
        status = approve_signoff(approving);
    if (status == STATUS_OK)
        status = save(approving);
    return status;
}

int approve_run(const struct options *options,
                enum status (*messages)(struct approving *))
{
    struct options lenient = *options;
    struct approving approving = {.options = options, .now = time_now()};
    enum status status;

    signals_watch();
    lenient.werror = false; /* see check_warnings() */
    status = session_open_with_seal(&approving.session, &lenient, SEAL_EXAMINE);
    if (status == STATUS_OK)
        status = check_usage(&approving);
    if (status == STATUS_OK && !messages && approving.session.engine.channel)
        return program_become(PROGRAM_MAIL, "approve", options);
    if (status == STATUS_OK)
        status = sent_letters_recall(&approving.session);
    if (status == STATUS_OK)
        status = approve(&approving, messages);
    ledger_close(approving.ledger);
    session_close(&approving.session, &lenient);
    /* rows without a letter are accepted */
    return session_exit(status);
}

int cmd_approve(const struct options *options)
{
    return approve_run(options, NULL);
}
