#include "mail/sender.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/time.h"
#include "mail/circuit_breaker.h"
#include "mail/rate_limit.h"
#include "mail/send_queue.h"
#include "run/signals.h"

/* Seconds before each attempt to reconnect. */
static const int away_seconds[] = {2, 10, 30};
enum { AWAY_TRIES = sizeof away_seconds / sizeof *away_seconds };

static const double nap = 0.02;

/* The state that the threads share, protected by the lock. */
struct sender {
    const struct mailout *mailout;
    struct ledger *ledger;
    struct readback_check *readback_check;
    const struct send_selection *send_selection;
    const struct sender_options *options;
    struct sender_summary *summary;
    struct diagnostics *diagnostics;
    struct progress *progress;
    pthread_mutex_t lock;
    struct send_queue queue;
    struct circuit_breaker circuit_breaker;
    struct rate_limit rate_limit;
    bool *read_back;   /* by letter */
    double idle_since; /* only deferred letters are left; 0: not so */
    enum status status;
};

struct sender_thread {
    struct sender *sender;
    struct smtp_client *smtp_client;
    struct arena *arena;
    pthread_t thread;
    int away; /* times in a row that the server was */
};

/* One letter that is being sent. */
struct delivery {
    struct sender *sender;
    const struct send_selection_letter *letter;
    const struct message *message;
};

static void stop(struct sender *sender, enum status status)
{
    if (sender->status == STATUS_OK)
        sender->status = status;
}

static void stop_by(struct sender *sender, const struct error *err,
                    enum status status)
{
    diagnostics_add_error(sender->diagnostics, err);
    stop(sender, status);
}

static bool is_over(struct sender *sender)
{
    if (signals_interrupted())
        stop(sender, STATUS_STOPPED);
    return sender->status != STATUS_OK;
}

/* Sleeps briefly without the lock. */
static void doze(struct sender *sender)
{
    const struct timespec pause = {0, (long)(nap * 1e9)};

    pthread_mutex_unlock(&sender->lock);
    nanosleep(&pause, NULL);
    pthread_mutex_lock(&sender->lock);
}

static bool wait_until(struct sender *sender, double moment)
{
    while (!is_over(sender) && time_elapsed() < moment)
        doze(sender);
    return !is_over(sender);
}

/* @return true if there is no letter left that this run sends or waits for */
static bool is_done(struct sender *sender)
{
    const int64_t due = send_queue_due(&sender->queue);
    double left;

    if (sender->queue.out) {
        sender->idle_since = 0;
        return false;
    }
    if (due == INT64_MAX)
        return true;
    if (sender->idle_since <= 0)
        sender->idle_since = time_elapsed();
    left = sender->options->wait - (time_elapsed() - sender->idle_since);
    return (double)(due - time_now()) > left;
}

/* Takes the next letter. @return false if sending is over */
static bool take_letter(struct sender *sender, struct send_queue_item *item)
{
    while (!is_over(sender) && !is_done(sender)) {
        if (!send_queue_take(&sender->queue, time_now(), item)) {
            doze(sender);
            continue;
        }
        sender->idle_since = 0;
        if (wait_until(sender,
                       rate_limit_reserve(&sender->rate_limit, time_elapsed())))
            return true;
        send_queue_return(&sender->queue, item);
    }
    return false;
}

/* Composes the letter's message and reads it back. */
static enum status prepare(struct sender_thread *sender_thread,
                           const struct send_selection_letter *letter,
                           struct message *message)
{
    struct sender *sender = sender_thread->sender;
    const size_t at = (size_t)(letter - sender->send_selection->letters);
    struct error err = {.code = ""};
    enum status status;

    arena_reset(sender_thread->arena);
    status = send_selection_compose(sender->mailout, letter, time_now(),
                                    sender_thread->arena, message,
                                    sender->diagnostics);
    if (status != STATUS_OK || sender->read_back[at])
        return status;
    status = readback_check_message(sender->readback_check, letter->index,
                                    message, &err);
    if (status != STATUS_OK) {
        diagnostics_add_error(sender->diagnostics, &err);
        message_free(message);
    }
    sender->read_back[at] = true;
    return status;
}

/* Called before the last bytes are sent. */
static bool release_last_bytes(void *context)
{
    struct delivery *delivery = context;
    struct sender *sender = delivery->sender;
    struct error err = {.code = ""};
    enum status status;

    pthread_mutex_lock(&sender->lock);
    if (!is_over(sender)) {
        status = ledger_begin(sender->ledger, delivery->letter->entry->code,
                              delivery->message->file_sha256, time_now(), &err);
        if (status != STATUS_OK)
            stop_by(sender, &err, status);
    }
    status = sender->status;
    pthread_mutex_unlock(&sender->lock);
    return status == STATUS_OK;
}

static int64_t next_try(const struct sender *sender, int tries)
{
    static const int ladder[] = {1, 5, 15, 60};
    const int last = sizeof ladder / sizeof *ladder - 1;

    return time_now() + (int64_t)ladder[tries < last ? tries : last] *
                            sender->options->retry;
}

static void record_outcome(struct sender *sender,
                           const struct send_selection_letter *letter,
                           enum ledger_state state,
                           const struct smtp_receipt *receipt,
                           struct send_queue_item *item)
{
    const struct ledger_outcome outcome = {
        .state = state,
        .reply_code = receipt->code,
        .reply = receipt->reply,
        .queue_id = receipt->queue_id,
        .next = state == LEDGER_DEFERRED ? next_try(sender, item->tries) : 0,
    };
    struct error err = {.code = ""};
    const enum status status = ledger_record_outcome(
        sender->ledger, letter->entry->code, time_now(), &outcome, &err);

    if (status != STATUS_OK)
        stop_by(sender, &err, status);
    circuit_breaker_count(&sender->circuit_breaker, state);
    item->due = outcome.next;
    item->tries++;
    if (state == LEDGER_DEFERRED)
        send_queue_return(&sender->queue, item);
    else
        send_queue_remove(&sender->queue);
}

static void tell(struct sender *sender, enum diagnostic_id rule,
                 const struct send_selection_letter *letter,
                 const struct smtp_receipt *receipt, const char *words)
{
    diagnostics_add(sender->diagnostics, rule, NO_LOCATION, letter->entry->code,
                    NULL, "%s: %s: %s", letter->entry->code, words,
                    receipt->reply);
}

/* A failure of the server does not count against the letter: it waits for
 * another attempt or another run. */
static void lose_server(struct sender_thread *sender_thread,
                        const struct smtp_receipt *receipt)
{
    struct sender *sender = sender_thread->sender;
    const bool barred = receipt->outcome == SMTP_BARRED;
    const struct location location = {sender->options->server.url, 0, 0};

    if (!barred && sender->summary->accepted &&
        sender_thread->away < AWAY_TRIES) {
        wait_until(sender,
                   time_elapsed() + away_seconds[sender_thread->away++]);
        return;
    }
    if (sender->status != STATUS_OK)
        return;
    diagnostics_add(sender->diagnostics,
                    barred ? RULE_MAIL_BARRED : RULE_MAIL_AWAY, location, NULL,
                    NULL, "%s", receipt->reply);
    stop(sender, barred ? STATUS_INPUT : STATUS_AGAIN);
}

static void trip_breaker(struct sender *sender)
{
    const struct circuit_breaker *circuit_breaker = &sender->circuit_breaker;

    if (sender->status != STATUS_OK)
        return;
    if (circuit_breaker_is_open(circuit_breaker)) {
        diagnostics_add(
            sender->diagnostics, RULE_MAIL_FAILING, NO_LOCATION, NULL, NULL,
            "stopped: %zu of %zu letters refused or unknown, the last "
            "%zu in a row",
            circuit_breaker->failed, circuit_breaker->tried,
            circuit_breaker->in_a_row);
        stop(sender, STATUS_INPUT);
    } else if (circuit_breaker_is_stalled(circuit_breaker)) {
        diagnostics_add(sender->diagnostics, RULE_MAIL_AWAY, NO_LOCATION, NULL,
                        NULL,
                        "stopped: the server deferred the last %zu letters",
                        circuit_breaker->put_off);
        stop(sender, STATUS_AGAIN);
    }
}

static void take_receipt(struct sender_thread *sender_thread,
                         const struct send_selection_letter *letter,
                         const struct smtp_receipt *receipt,
                         struct send_queue_item *item)
{
    struct sender *sender = sender_thread->sender;

    switch (receipt->outcome) {
    case SMTP_ACCEPTED:
        sender->summary->accepted++;
        record_outcome(sender, letter, LEDGER_ACCEPTED, receipt, item);
        break;
    case SMTP_DEFERRED:
        record_outcome(sender, letter, LEDGER_DEFERRED, receipt, item);
        break;
    case SMTP_REFUSED:
        sender->summary->refused++;
        tell(sender, RULE_MAIL_REFUSED, letter, receipt, "refused");
        record_outcome(sender, letter, LEDGER_REFUSED, receipt, item);
        break;
    case SMTP_UNKNOWN:
        sender->summary->unknown++;
        tell(sender, RULE_MAIL_UNKNOWN, letter, receipt,
             "may have arrived or not; not sent again without --resend");
        record_outcome(sender, letter, LEDGER_UNKNOWN, receipt, item);
        break;
    case SMTP_STOPPED:
        send_queue_return(&sender->queue, item);
        break;
    case SMTP_UNREACHABLE:
    case SMTP_BARRED:
        send_queue_return(&sender->queue, item);
        lose_server(sender_thread, receipt);
        return;
    }
    sender_thread->away = 0;
    trip_breaker(sender);
}

static void deliver(struct sender_thread *sender_thread,
                    struct send_queue_item *item)
{
    struct sender *sender = sender_thread->sender;
    const struct send_selection_letter *letter =
        &sender->send_selection->letters[item->index];
    struct delivery delivery = {sender, letter, NULL};
    struct smtp_receipt receipt;
    struct message message;
    const enum status status = prepare(sender_thread, letter, &message);

    delivery.message = &message;

    if (status != STATUS_OK) {
        stop(sender, status);
        send_queue_return(&sender->queue, item);
        return;
    }
    pthread_mutex_unlock(&sender->lock);
    smtp_client_send(sender_thread->smtp_client, &message, release_last_bytes,
                     &delivery, &receipt);
    message_free(&message);
    pthread_mutex_lock(&sender->lock);
    take_receipt(sender_thread, letter, &receipt, item);
    if (receipt.outcome == SMTP_ACCEPTED || receipt.outcome == SMTP_REFUSED ||
        receipt.outcome == SMTP_UNKNOWN)
        progress_step(sender->progress, receipt.outcome != SMTP_ACCEPTED);
}

static void *send_letters(void *argument)
{
    struct sender_thread *sender_thread = argument;
    struct sender *sender = sender_thread->sender;
    struct send_queue_item item;

    pthread_mutex_lock(&sender->lock);
    while (take_letter(sender, &item))
        deliver(sender_thread, &item);
    pthread_mutex_unlock(&sender->lock);
    return NULL;
}

static void fill_queue(struct sender *sender, struct arena *arena)
{
    const struct send_selection *send_selection = sender->send_selection;
    struct send_queue_item *items =
        ARENA_ARRAY(arena, struct send_queue_item, send_selection->count + 1);

    for (size_t i = 0; i < send_selection->count; i++) {
        const struct ledger_entry *entry = send_selection->letters[i].entry;
        items[i] = (struct send_queue_item){
            .index = i,
            .due = entry->state == LEDGER_DEFERRED ? entry->next : 0,
            .tries = entry->attempts};
    }
    sender->queue = send_queue_make(arena, items, send_selection->count);
    sender->read_back = ARENA_ARRAY(arena, bool, send_selection->count + 1);
}

/* Waiting letters at the end were deferred or never tried. */
static void count_waiting(struct sender *sender)
{
    const struct send_queue *queue = &sender->queue;

    sender->summary->next = INT64_MAX;
    for (size_t i = 0; i < queue->waiting; i++) {
        const struct send_queue_item *item = &queue->items[i];
        if (!item->due) {
            sender->summary->untried++;
            continue;
        }
        sender->summary->deferred++;
        if (item->due < sender->summary->next)
            sender->summary->next = item->due;
    }
}

/* The first sender is this thread, so that letters are sent even if no thread
 * can be started. */
static void send_out(struct sender *sender, size_t count)
{
    struct sender_thread *postmen = memory_alloc(count * sizeof *postmen);
    size_t started = 1;

    for (size_t i = 0; i < count; i++)
        postmen[i] = (struct sender_thread){
            .sender = sender,
            .smtp_client = smtp_client_open(&sender->options->server),
            .arena = arena_new(),
        };
    while (started < count &&
           pthread_create(&postmen[started].thread, NULL, send_letters,
                          &postmen[started]) == 0)
        started++;
    send_letters(&postmen[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(postmen[i].thread, NULL);
    for (size_t i = 0; i < count; i++) {
        smtp_client_close(postmen[i].smtp_client);
        arena_free(postmen[i].arena);
    }
    free(postmen);
}

enum status sender_run(const struct mailout *mailout, struct ledger *ledger,
                       struct readback_check *readback_check,
                       const struct send_selection *send_selection,
                       const struct sender_options *options,
                       struct sender_summary *summary,
                       struct diagnostics *diagnostics)
{
    struct sender sender = {
        .mailout = mailout,
        .ledger = ledger,
        .readback_check = readback_check,
        .send_selection = send_selection,
        .options = options,
        .summary = summary,
        .diagnostics = diagnostics,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .rate_limit = rate_limit_of(options->rate, options->rate_seconds)};
    struct arena *arena = arena_new();

    *summary = (struct sender_summary){.accepted = 0};
    fill_queue(&sender, arena);
    sender.progress = progress_start(options->progress, "letters sent",
                                     send_selection->count);
    send_out(&sender, (size_t)options->connections);
    progress_finish(sender.progress);
    count_waiting(&sender);
    pthread_mutex_destroy(&sender.lock);
    arena_free(arena);
    return sender.status;
}
