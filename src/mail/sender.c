#include "mail/sender.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "mail/circuit_breaker.h"
#include "mail/rate_limit.h"
#include "mail/send_queue.h"
#include "run/signals.h"

/* How long a connection that was lost is waited for, once letters have gone
 * through: so many seconds before each new try. */
static const int away_seconds[] = {2, 10, 30};
enum { AWAY_TRIES = sizeof away_seconds / sizeof *away_seconds };

static const double nap = 0.02;

/* What the postmen share; the lock is on all of it, mailing and assay too. */
struct round {
    const struct mailing *mailing;
    struct ledger *ledger;
    struct assay *assay;
    const struct clearance *clearance;
    const struct round_options *options;
    struct round_summary *summary;
    struct report *report;
    struct progress *progress;
    pthread_mutex_t lock;
    struct queue queue;
    struct fuse fuse;
    struct pace pace;
    bool *assayed;     /* by letter */
    double idle_since; /* nothing but waiting is left; 0: not so */
    enum status status;
};

struct postman {
    struct round *round;
    struct post *post;
    struct arena *arena;
    pthread_t thread;
    int away; /* times in a row that the server was */
};

/* One letter on its way. */
struct errand {
    struct round *round;
    const struct cleared_letter *letter;
};

static int64_t now_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static double now_steady(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void stop(struct round *round, enum status status)
{
    if (round->status == STATUS_OK)
        round->status = status;
}

static void stop_by(struct round *round, const struct error *err,
                    enum status status)
{
    report_add(round->report, err);
    stop(round, status);
}

static bool is_over(struct round *round)
{
    if (interrupt_seen())
        stop(round, STATUS_STOPPED);
    return round->status != STATUS_OK;
}

/* Sleeps a little without the lock. */
static void doze(struct round *round)
{
    const struct timespec pause = {0, (long)(nap * 1e9)};

    pthread_mutex_unlock(&round->lock);
    nanosleep(&pause, NULL);
    pthread_mutex_lock(&round->lock);
}

static bool wait_until(struct round *round, double moment)
{
    while (!is_over(round) && now_steady() < moment)
        doze(round);
    return !is_over(round);
}

/* @return whether nothing is left that this round would wait for */
static bool is_done(struct round *round)
{
    const int64_t due = queue_due(&round->queue);
    double left;

    if (round->queue.out) {
        round->idle_since = 0;
        return false;
    }
    if (due == INT64_MAX)
        return true;
    if (round->idle_since <= 0)
        round->idle_since = now_steady();
    left = round->options->wait - (now_steady() - round->idle_since);
    return (double)(due - now_seconds()) > left;
}

/* Takes the next letter, in its turn. @return false where the round is over */
static bool take_letter(struct round *round, struct queue_item *item)
{
    while (!is_over(round) && !is_done(round)) {
        if (!queue_take(&round->queue, now_seconds(), item)) {
            doze(round);
            continue;
        }
        round->idle_since = 0;
        if (wait_until(round, pace_reserve(&round->pace, now_steady())))
            return true;
        queue_return(&round->queue, item);
    }
    return false;
}

/* Composes the letter's message and looks it through. */
static enum status prepare(struct postman *postman,
                           const struct cleared_letter *letter,
                           struct message *message)
{
    struct round *round = postman->round;
    const size_t at = (size_t)(letter - round->clearance->letters);
    struct error err = {.code = ""};
    enum status status;

    arena_reset(postman->arena);
    status = clearance_compose(round->mailing, letter, now_seconds(),
                               postman->arena, message, round->report);
    if (status != STATUS_OK || round->assayed[at])
        return status;
    status = assay_message(round->assay, letter->index, message, &err);
    if (status != STATUS_OK) {
        report_add(round->report, &err);
        message_free(message);
    }
    round->assayed[at] = true;
    return status;
}

/* The last bytes are about to leave. */
static bool let_go(void *context)
{
    struct errand *errand = context;
    struct round *round = errand->round;
    struct error err = {.code = ""};
    enum status status;

    pthread_mutex_lock(&round->lock);
    if (!is_over(round)) {
        status = ledger_begin(round->ledger, errand->letter->entry->code,
                              now_seconds(), &err);
        if (status != STATUS_OK)
            stop_by(round, &err, status);
    }
    status = round->status;
    pthread_mutex_unlock(&round->lock);
    return status == STATUS_OK;
}

static int64_t next_try(const struct round *round, int tries)
{
    static const int ladder[] = {1, 5, 15, 60};
    const int last = sizeof ladder / sizeof *ladder - 1;

    return now_seconds() +
           (int64_t)ladder[tries < last ? tries : last] * round->options->retry;
}

static void settle(struct round *round, const struct cleared_letter *letter,
                   enum mail_state state, const struct post_receipt *receipt,
                   struct queue_item *item)
{
    const struct ledger_outcome outcome = {
        .state = state,
        .reply_code = receipt->code,
        .reply = receipt->reply,
        .queue_id = receipt->queue_id,
        .next = state == MAIL_DEFERRED ? next_try(round, item->tries) : 0,
    };
    struct error err = {.code = ""};
    const enum status status = ledger_settle(round->ledger, letter->entry->code,
                                             now_seconds(), &outcome, &err);

    if (status != STATUS_OK)
        stop_by(round, &err, status);
    fuse_note(&round->fuse, state);
    item->due = outcome.next;
    item->tries++;
    if (state == MAIL_DEFERRED)
        queue_return(&round->queue, item);
    else
        queue_strike(&round->queue);
}

static void tell(struct round *round, enum rule rule,
                 const struct cleared_letter *letter,
                 const struct post_receipt *receipt, const char *words)
{
    report_say(round->report, rule, NO_PLACE, letter->entry->code, NULL,
               "%s: %s: %s", letter->entry->code, words, receipt->reply);
}

/* The server is no letter's fault: it waits for another try, or for another
 * round. */
static void lose_server(struct postman *postman,
                        const struct post_receipt *receipt)
{
    struct round *round = postman->round;
    const bool barred = receipt->outcome == POST_BARRED;
    const struct place place = {round->options->server.url, 0, 0};

    if (!barred && round->summary->accepted && postman->away < AWAY_TRIES) {
        wait_until(round, now_steady() + away_seconds[postman->away++]);
        return;
    }
    if (round->status != STATUS_OK)
        return;
    report_say(round->report, barred ? RULE_MAIL_BARRED : RULE_MAIL_AWAY, place,
               NULL, NULL, "%s", receipt->reply);
    stop(round, barred ? STATUS_INPUT : STATUS_AGAIN);
}

static void blow_fuse(struct round *round)
{
    const struct fuse *fuse = &round->fuse;

    if (round->status != STATUS_OK)
        return;
    if (fuse_is_blown(fuse)) {
        report_say(round->report, RULE_MAIL_FAILING, NO_PLACE, NULL, NULL,
                   "stopped: %zu of %zu letters refused or unknown, the last "
                   "%zu in a row",
                   fuse->failed, fuse->tried, fuse->in_a_row);
        stop(round, STATUS_INPUT);
    } else if (fuse_is_stuck(fuse)) {
        report_say(round->report, RULE_MAIL_AWAY, NO_PLACE, NULL, NULL,
                   "stopped: the server put off the last %zu letters",
                   fuse->put_off);
        stop(round, STATUS_AGAIN);
    }
}

static void take_receipt(struct postman *postman,
                         const struct cleared_letter *letter,
                         const struct post_receipt *receipt,
                         struct queue_item *item)
{
    struct round *round = postman->round;

    switch (receipt->outcome) {
    case POST_ACCEPTED:
        round->summary->accepted++;
        settle(round, letter, MAIL_ACCEPTED, receipt, item);
        break;
    case POST_DEFERRED:
        settle(round, letter, MAIL_DEFERRED, receipt, item);
        break;
    case POST_REFUSED:
        round->summary->refused++;
        tell(round, RULE_MAIL_REFUSED, letter, receipt, "refused");
        settle(round, letter, MAIL_REFUSED, receipt, item);
        break;
    case POST_UNKNOWN:
        round->summary->unknown++;
        tell(round, RULE_MAIL_UNKNOWN, letter, receipt,
             "may have arrived or not; not sent again without --resend");
        settle(round, letter, MAIL_UNKNOWN, receipt, item);
        break;
    case POST_STOPPED:
        queue_return(&round->queue, item);
        break;
    case POST_AWAY:
    case POST_BARRED:
        queue_return(&round->queue, item);
        lose_server(postman, receipt);
        return;
    }
    postman->away = 0;
    blow_fuse(round);
}

static void deliver(struct postman *postman, struct queue_item *item)
{
    struct round *round = postman->round;
    const struct cleared_letter *letter =
        &round->clearance->letters[item->index];
    struct errand errand = {round, letter};
    struct post_receipt receipt;
    struct message message;
    const enum status status = prepare(postman, letter, &message);

    if (status != STATUS_OK) {
        stop(round, status);
        queue_return(&round->queue, item);
        return;
    }
    pthread_mutex_unlock(&round->lock);
    post_send(postman->post, &message, let_go, &errand, &receipt);
    message_free(&message);
    pthread_mutex_lock(&round->lock);
    take_receipt(postman, letter, &receipt, item);
    if (receipt.outcome == POST_ACCEPTED || receipt.outcome == POST_REFUSED ||
        receipt.outcome == POST_UNKNOWN)
        progress_step(round->progress, receipt.outcome != POST_ACCEPTED);
}

static void *go_round(void *argument)
{
    struct postman *postman = argument;
    struct round *round = postman->round;
    struct queue_item item;

    pthread_mutex_lock(&round->lock);
    while (take_letter(round, &item))
        deliver(postman, &item);
    pthread_mutex_unlock(&round->lock);
    return NULL;
}

static void fill_queue(struct round *round, struct arena *arena)
{
    const struct clearance *clearance = round->clearance;
    struct queue_item *items =
        ARENA_ARRAY(arena, struct queue_item, clearance->count + 1);

    for (size_t i = 0; i < clearance->count; i++) {
        const struct ledger_entry *entry = clearance->letters[i].entry;
        items[i] = (struct queue_item){
            .index = i,
            .due = entry->state == MAIL_DEFERRED ? entry->next : 0,
            .tries = entry->attempts};
    }
    round->queue = queue_make(arena, items, clearance->count);
    round->assayed = ARENA_ARRAY(arena, bool, clearance->count + 1);
}

/* What waits in the end was put off or was never tried. */
static void count_waiting(struct round *round)
{
    const struct queue *queue = &round->queue;

    round->summary->next = INT64_MAX;
    for (size_t i = 0; i < queue->waiting; i++) {
        const struct queue_item *item = &queue->items[i];
        if (!item->due) {
            round->summary->untried++;
            continue;
        }
        round->summary->deferred++;
        if (item->due < round->summary->next)
            round->summary->next = item->due;
    }
}

/* The first postman is this thread: with none to spare, the letters still
 * go. */
static void send_out(struct round *round, size_t count)
{
    struct postman *postmen = memory_alloc(count * sizeof *postmen);
    size_t started = 1;

    for (size_t i = 0; i < count; i++)
        postmen[i] = (struct postman){
            .round = round,
            .post = post_open(&round->options->server),
            .arena = arena_new(),
        };
    while (started < count && pthread_create(&postmen[started].thread, NULL,
                                             go_round, &postmen[started]) == 0)
        started++;
    go_round(&postmen[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(postmen[i].thread, NULL);
    for (size_t i = 0; i < count; i++) {
        post_close(postmen[i].post);
        arena_free(postmen[i].arena);
    }
    free(postmen);
}

enum status round_run(const struct mailing *mailing, struct ledger *ledger,
                      struct assay *assay, const struct clearance *clearance,
                      const struct round_options *options,
                      struct round_summary *summary, struct report *report)
{
    struct round round = {.mailing = mailing,
                          .ledger = ledger,
                          .assay = assay,
                          .clearance = clearance,
                          .options = options,
                          .summary = summary,
                          .report = report,
                          .lock = PTHREAD_MUTEX_INITIALIZER,
                          .pace =
                              pace_of(options->rate, options->rate_seconds)};
    struct arena *arena = arena_new();

    *summary = (struct round_summary){.accepted = 0};
    fill_queue(&round, arena);
    round.progress =
        progress_start(options->progress, "letters sent", clearance->count);
    send_out(&round, (size_t)options->connections);
    progress_finish(round.progress);
    count_waiting(&round);
    pthread_mutex_destroy(&round.lock);
    arena_free(arena);
    return round.status;
}
