#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/plural.h"
#include "base/time.h"
#include "cli/print_returns.h"
#include "cli/result.h"
#include "cli/sent_letters.h"
#include "cli/session.h"
#include "ledger/ledger_post.h"
#include "post/mailpiece_survey.h"
#include "post/print_job.h"
#include "run/made_letters.h"
#include "run/render.h"
#include "run/signals.h"

/** The state of the command. */
struct printing {
    const struct options *options;
    struct session session;
    struct ledger *ledger; ///< NULL for a specimen
    struct ledger_approval approval;
    struct ledger_entry *entries;
    size_t entry_count;
    struct ledger_piece *printed; ///< printed earlier, in order of code
    size_t printed_count;
    struct mailpiece *pieces; ///< all letters, then those to print
    size_t count;
    size_t records; ///< examined letters
    size_t emailed;
    size_t before; ///< pieces printed earlier
    struct print_job *jobs;
    size_t job_count;
};

static struct arena *arena_of(const struct printing *printing)
{
    return printing->session.arena;
}

static enum status report(struct printing *printing, enum diagnostic_id rule,
                          const char *code, const char *message)
{
    diagnostics_add(printing->session.diagnostics, rule, NO_LOCATION, code,
                    NULL, "%s%s%s", code ? code : "", code ? ": " : "",
                    message);
    return rule_status(rule);
}

static enum status check_usage(struct printing *printing)
{
    const struct options *options = printing->options;

    if (!printing->session.engine.campaign.settings.post.given)
        return report(printing, RULE_USAGE, NULL,
                      "campaign.yaml has no post:, which says where the "
                      "address is and how letters are printed");
    if ((options->specimen != 0) + (options->reprint.items != NULL) +
            (options->returned != NULL) >
        1)
        return report(printing, RULE_USAGE, NULL,
                      "--proof, --reprint and --returned are three things; "
                      "give one");
    return STATUS_OK;
}

/* --- which letters ------------------------------------------------------- */

static const struct ledger_entry *find_entry(const struct printing *printing,
                                             const char *code)
{
    const size_t index =
        ARRAY_FIND_TEXT(struct ledger_entry, code, printing->entries,
                        printing->entry_count, code);

    return index == SIZE_MAX ? NULL : &printing->entries[index];
}

static const struct ledger_piece *find_printed(const struct printing *printing,
                                               const char *code)
{
    const size_t index =
        ARRAY_FIND_TEXT(struct ledger_piece, code, printing->printed,
                        printing->printed_count, code);

    return index == SIZE_MAX ? NULL : &printing->printed[index];
}

/* @return true if --reprint names a letter by its code or its piece */
static bool is_named(const struct options *options,
                     const struct ledger_piece *printed)
{
    char number[32];

    snprintf(number, sizeof number, "%" PRId64, printed->number);
    return options_list_has(options->reprint, printed->code) ||
           options_list_has(options->reprint, number);
}

static bool is_wanted(const struct printing *printing, const char *code)
{
    const struct options *options = printing->options;
    const struct ledger_piece *printed = find_printed(printing, code);

    if (options->only.items && !options_list_has(options->only, code))
        return false;
    if (options->reprint.items)
        return printed && is_named(options, printed);
    return !printed;
}

/* Reports unknown names in the command line. */
static enum status check_names(struct printing *printing)
{
    const struct options *options = printing->options;
    enum status status = STATUS_OK;

    for (size_t i = 0; i < options->reprint.count; i++) {
        bool known = false;
        for (size_t j = 0; j < printing->printed_count && !known; j++) {
            const struct options one = {
                .reprint = {options->reprint.items + i, 1}};
            known = is_named(&one, &printing->printed[j]);
        }
        if (!known)
            status =
                report(printing, RULE_CODE_UNKNOWN, options->reprint.items[i],
                       "no piece was printed that has this code or "
                       "number");
    }
    for (size_t i = 0; i < options->only.count; i++)
        if (roster_find(printing->session.engine.campaign.roster,
                        options->only.items[i]) == SIZE_MAX)
            status = report(printing, RULE_CODE_UNKNOWN, options->only.items[i],
                            "no row has this code");
    return status;
}

static enum status open_ledger(struct printing *printing, struct error *err)
{
    struct session *session = &printing->session;
    enum status status = ledger_open_in(session->arena, session->output,
                                        LEDGER_WRITE, &printing->ledger, err);

    if (status == STATUS_OK &&
        !ledger_approval(printing->ledger, session->arena, &printing->approval))
        return error_set(err, RULE_MAIL_UNAPPROVED, NO_LOCATION, NULL,
                         "nothing has been approved; after a look at the "
                         "proof: lettermill approve CAMPAIGN --by NAME");
    if (status == STATUS_OK)
        status =
            ledger_entries(printing->ledger, session->arena, &printing->entries,
                           &printing->entry_count, err);
    if (status == STATUS_OK)
        status = ledger_post_pieces(printing->ledger, session->arena,
                                    &printing->printed,
                                    &printing->printed_count, err);
    return status;
}

/* A letter kept as sent cannot be printed again, because it cannot be made
 * again. */
static enum status check_kept(struct printing *printing,
                              const struct made_letters *letters)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < letters->kept_count; i++)
        if (printing->options->reprint.items &&
            is_wanted(printing, letters->kept[i].entry->code))
            status = report(printing, RULE_MAIL_CHANGED,
                            letters->kept[i].entry->code,
                            "the comparison in it has changed since it was "
                            "printed; print --returned first, then render and "
                            "approve it");
    return status;
}

/* Collects all letters of the folder. The approved manifest has the inputs of
 * the approved letters. */
static enum status gather_made(struct printing *printing)
{
    struct session *session = &printing->session;
    struct made_letters letters;
    const enum status status =
        made_letters_open(session->arena, &session->engine, session->output,
                          &letters, session->diagnostics);
    bool is_approved_manifest;

    if (status != STATUS_OK)
        return status;
    if (check_kept(printing, &letters) != STATUS_OK)
        return STATUS_INPUT;
    is_approved_manifest = strcmp(letters.manifest_sha256,
                                  printing->approval.manifest_sha256) == 0;
    printing->pieces =
        ARENA_ARRAY(session->arena, struct mailpiece, letters.count);
    printing->count = letters.count;
    for (size_t i = 0; i < letters.count; i++) {
        const struct manifest_entry *entry = letters.items[i].entry;
        const struct ledger_entry *approved = find_entry(printing, entry->code);
        struct mailpiece *piece = &printing->pieces[i];
        piece->row = letters.items[i].row;
        piece->code = entry->code;
        piece->is_wanted = is_wanted(printing, entry->code);
        memcpy(piece->content_sha256,
               approved ? approved->content_sha256 : entry->content_sha256,
               HASH_HEX_SIZE);
        memcpy(piece->sha256, entry->sha256, HASH_HEX_SIZE);
        if (approved && is_approved_manifest &&
            strcmp(approved->content_sha256, entry->content_sha256) == 0)
            memcpy(piece->inputs_sha256, entry->inputs_sha256, HASH_HEX_SIZE);
    }
    return STATUS_OK;
}

/* A specimen prints the campaign's current letters, approved or not. */
static void gather_rows(struct printing *printing)
{
    const struct roster *roster = printing->session.engine.campaign.roster;

    printing->count = roster_count(roster);
    printing->pieces =
        ARENA_ARRAY(arena_of(printing), struct mailpiece, printing->count);
    for (size_t i = 0; i < printing->count; i++)
        printing->pieces[i] = (struct mailpiece){
            .row = i,
            .code = roster_code(roster, i),
            .is_wanted = is_wanted(printing, roster_code(roster, i))};
}

static enum status survey(struct printing *printing)
{
    struct session *session = &printing->session;
    size_t *rows = ARENA_ARRAY(session->arena, size_t, printing->count);
    struct worker_pool worker_pool = {
        .engine = &session->engine,
        .rows = rows,
        .count = printing->count,
        .jobs = render_jobs(printing->options->jobs),
        .progress = progress_start(session_progress(printing->options),
                                   "letters checked", printing->count),
    };
    enum status status;

    for (size_t i = 0; i < printing->count; i++)
        rows[i] = printing->pieces[i].row;
    status = mailpiece_survey_run(session->arena, &worker_pool,
                                  printing->pieces, session->diagnostics);
    progress_finish(worker_pool.progress);
    return status;
}

/* Letters to be posted must be approved, even for a reprint. */
static enum status check_approved(struct printing *printing)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < printing->count && printing->ledger; i++) {
        const struct mailpiece *piece = &printing->pieces[i];
        const struct ledger_entry *entry = find_entry(printing, piece->code);
        if (!piece->is_posted)
            continue;
        if (!entry)
            status = report(printing, RULE_MAIL_UNAPPROVED, piece->code,
                            "the letter was made after the approval");
        else if (entry->state != LEDGER_UNMAILED)
            status = report(printing, RULE_MAIL_CHANGED, piece->code,
                            "was approved to be e-mailed, and goes by post "
                            "now");
    }
    return status;
}

/* --returned releases a piece, unless it was printed again since. */
static enum status check_again(struct printing *printing,
                               const struct mailpiece *piece)
{
    const struct ledger_piece *printed = find_printed(printing, piece->code);

    if (!printed || printed->returned ||
        strcmp(printed->content_sha256, piece->content_sha256) == 0)
        return STATUS_OK;
    return report(printing, RULE_MAIL_CHANGED, piece->code,
                  "the letter is not the one that was printed");
}

/* Keeps the pieces to print, in order of row. */
static enum status select_pieces(struct printing *printing)
{
    enum status status = STATUS_OK;
    size_t count = 0;

    printing->records = printing->count;
    for (size_t i = 0; i < printing->count; i++) {
        const struct mailpiece piece = printing->pieces[i];
        printing->emailed += !piece.is_posted;
        printing->before +=
            piece.is_posted && find_printed(printing, piece.code) != NULL;
        if (!piece.is_posted || !piece.is_wanted)
            continue;
        if (check_again(printing, &piece) != STATUS_OK)
            status = STATUS_INPUT;
        printing->pieces[count++] = piece;
    }
    printing->count = count;
    return status;
}

/* --- jobs ---------------------------------------------------------------- */

static void add_job(struct printing *printing, const char *name, int again,
                    struct mailpiece *pieces, size_t count)
{
    printing->jobs[printing->job_count++] =
        (struct print_job){.name = name,
                           .again = again,
                           .pieces = pieces,
                           .count = count,
                           .records = printing->records,
                           .is_specimen = printing->options->specimen};
}

/* Numbers new pieces and prints them in jobs of at most max_letters. */
static enum status plan_new(struct printing *printing, struct error *err)
{
    const struct campaign *campaign = &printing->session.engine.campaign;
    const size_t max = (size_t)campaign->settings.post.max_letters;
    int64_t jobs = 0;
    int64_t number = 0;
    enum status status = STATUS_OK;

    if (printing->ledger)
        status = ledger_post_count_jobs(printing->ledger, &jobs, err);
    for (size_t i = 0; i < printing->printed_count; i++)
        if (printing->printed[i].number > number)
            number = printing->printed[i].number;
    print_job_sort(&printing->session.engine, printing->pieces,
                   printing->count);
    for (size_t i = 0; i < printing->count; i++)
        printing->pieces[i].number = ++number;
    for (size_t i = 0; i < printing->count; i += max) {
        const size_t left = printing->count - i;
        const char *name = arena_printf(arena_of(printing), "%s-%" PRId64,
                                        campaign->name, ++jobs);
        add_job(printing, name, 0, printing->pieces + i,
                left < max ? left : max);
    }
    return status;
}

/* A specimen has one file for all letters. */
static void plan_specimen(struct printing *printing)
{
    const struct campaign *campaign = &printing->session.engine.campaign;

    print_job_sort(&printing->session.engine, printing->pieces,
                   printing->count);
    for (size_t i = 0; i < printing->count; i++)
        printing->pieces[i].number = (int64_t)i + 1;
    if (printing->count)
        add_job(printing,
                arena_printf(arena_of(printing), "%s-proof", campaign->name), 0,
                printing->pieces, printing->count);
}

/* Moves the pieces of one job to the front, in their order in it. @return
 * their number */
static size_t take_job(struct printing *printing, struct mailpiece *pieces,
                       size_t count, const char *job)
{
    size_t taken = 0;

    for (size_t i = 0; i < count; i++) {
        const struct mailpiece piece = pieces[i];
        const struct ledger_piece *printed = find_printed(printing, piece.code);
        if (strcmp(printed->job, job) != 0)
            continue;
        memmove(&pieces[taken + 1], &pieces[taken],
                (i - taken) * sizeof *pieces);
        pieces[taken] = piece;
        pieces[taken++].number = printed->number;
    }
    return taken;
}

/* Pieces keep their numbers when printed again, in one new job for each
 * original job. */
static enum status plan_again(struct printing *printing, struct error *err)
{
    size_t taken;

    for (size_t i = 0; i < printing->count; i += taken) {
        struct mailpiece *pieces = printing->pieces + i;
        const char *job = find_printed(printing, pieces->code)->job;
        int64_t again;
        const enum status status =
            ledger_post_count_again(printing->ledger, job, &again, err);
        if (status != STATUS_OK)
            return status;
        taken = take_job(printing, pieces, printing->count - i, job);
        add_job(
            printing,
            arena_printf(arena_of(printing), "%s-R%" PRId64, job, again + 1),
            (int)again + 1, pieces, taken);
    }
    return STATUS_OK;
}

static enum status plan(struct printing *printing, struct error *err)
{
    printing->jobs =
        ARENA_ARRAY(arena_of(printing), struct print_job, printing->count + 1);
    if (printing->options->reprint.items)
        return plan_again(printing, err);
    if (!printing->options->specimen)
        return plan_new(printing, err);
    plan_specimen(printing);
    return STATUS_OK;
}

static enum status record(struct printing *printing,
                          const struct print_job *job, struct error *err)
{
    struct arena *arena = arena_new();
    struct ledger_piece *pieces =
        ARENA_ARRAY(arena, struct ledger_piece, job->count);
    const struct ledger_job made = {
        .name = job->name,
        .again = job->again,
        .at = time_now(),
        .pages = job->pages,
        .sheets = job->sheets,
        .pdf_sha256 = job->pdf_sha256,
    };
    enum status status;

    for (size_t i = 0; i < job->count; i++) {
        const struct mailpiece *piece = &job->pieces[i];
        pieces[i] = (struct ledger_piece){.number = piece->number,
                                          .code = piece->code,
                                          .sheets = piece->sheets};
        memcpy(pieces[i].content_sha256, piece->content_sha256, HASH_HEX_SIZE);
    }
    status =
        ledger_post_record(printing->ledger, &made, pieces, job->count, err);
    arena_free(arena);
    return status;
}

static enum status print_job(struct printing *printing, struct print_job *job,
                             struct error *err)
{
    const char *folder =
        arena_printf(arena_of(printing), "%s/print", printing->session.output);
    const enum status status =
        print_job_write(&printing->session.engine, folder, job, err);

    return status == STATUS_OK && printing->ledger ? record(printing, job, err)
                                                   : status;
}

/* --- what is said -------------------------------------------------------- */

static void print_result(const struct printing *printing,
                         const struct print_job *job)
{
    struct result result;

    if (printing->options->quiet)
        return;
    if (printing->options->format != DIAGNOSTICS_JSON) {
        printf("%s/print/%s.pdf: %zu letter%s, %zu page%s (%zu blank), %zu "
               "sheet%s\n",
               printing->session.output, job->name, job->count,
               plural_s(job->count), job->pages, plural_s(job->pages),
               job->blanks, job->sheets, plural_s(job->sheets));
        return;
    }
    result = result_begin("job", job->name);
    result_number(&result, "letters", job->count);
    result_number(&result, "pages", job->pages);
    result_number(&result, "blanks", job->blanks);
    result_number(&result, "sheets", job->sheets);
    result_text(&result, "sha256", job->pdf_sha256);
    result_end(&result);
}

static void print_summary(const struct printing *printing, size_t done)
{
    struct result result;

    if (printing->options->quiet)
        return;
    if (printing->options->format != DIAGNOSTICS_JSON) {
        if (!done && !printing->before)
            printf("nothing to print: none of %zu letters goes by post\n",
                   printing->records);
        else if (!done)
            printf("nothing to print: %zu of %zu letters were printed "
                   "before\n",
                   printing->before, printing->records);
        return;
    }
    result = result_begin("summary", "print");
    result_text(&result, "output", printing->session.output);
    result_number(&result, "records", printing->records);
    result_number(&result, "emailed", printing->emailed);
    result_number(&result, "printed_before", printing->before);
    result_number(&result, "jobs", done);
    result_end(&result);
}

static enum status print_all(struct printing *printing, struct error *err)
{
    size_t done = 0;
    enum status status = plan(printing, err);

    for (; status == STATUS_OK && done < printing->job_count; done++) {
        struct print_job *job = &printing->jobs[done];
        status = print_job(printing, job, err);
        if (status == STATUS_OK)
            print_result(printing, job);
    }
    if (status == STATUS_OK)
        print_summary(printing, done);
    return status;
}

/* --- the command --------------------------------------------------------- */

static enum status gather(struct printing *printing)
{
    enum status status = check_names(printing);

    if (status == STATUS_OK)
        status = engine_prepare(&printing->session.engine,
                                printing->session.diagnostics);
    if (status == STATUS_OK && printing->options->specimen)
        gather_rows(printing);
    else if (status == STATUS_OK)
        status = gather_made(printing);
    if (status == STATUS_OK)
        status = survey(printing);
    if (status == STATUS_OK)
        status = check_approved(printing);
    return status == STATUS_OK ? select_pieces(printing) : status;
}

static enum status run(struct printing *printing)
{
    struct session *session = &printing->session;
    struct error err = {.code = ""};
    enum status status = check_usage(printing);

    if (status != STATUS_OK)
        return status;
    if (!printing->options->specimen)
        status = open_ledger(printing, &err);
    if (status == STATUS_OK && printing->options->returned)
        return print_returns(printing->ledger, printing->options,
                             session->diagnostics);
    if (status == STATUS_OK)
        status = gather(printing);
    if (status == STATUS_OK)
        status = print_all(printing, &err);
    if (*err.message)
        diagnostics_add_error(session->diagnostics, &err);
    return status;
}

/* Letters that are not approved stop the whole command. */
static int exit_of(struct printing *printing, enum status status)
{
    const int code =
        session_finish(&printing->session, printing->options, status);

    return status == STATUS_LAYOUT ? EXIT_UNSTARTED : code;
}

int cmd_print(const struct options *options)
{
    struct printing printing = {.options = options};
    enum status status;
    int code;

    signals_watch();
    status = session_open(&printing.session, options);
    if (status == STATUS_OK)
        status = sent_letters_recall(&printing.session);
    if (status == STATUS_OK)
        status = run(&printing);
    code = exit_of(&printing, status);
    ledger_close(printing.ledger);
    session_close(&printing.session, options);
    return code;
}
