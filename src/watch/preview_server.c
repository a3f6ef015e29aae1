#include "watch/preview_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/time.h"
#include "watch/watch_assets.h"

/* Maximum bytes of an answer. */
#define STATE_LIMIT ((size_t)256 * 1024 * 1024)

/* Seconds after which a waiting request is answered without news, and after
 * which an idle connection is closed. */
enum { PATIENCE = 20, IDLE = 60 };

enum { CONNECTIONS = 64 };

/* Characters of the secret folder, each of four bits. */
enum { SECRET = 32 };

/* A request. */
struct exchange {
    struct MHD_Connection *connection;
    struct exchange *next; /* of all */
    double since;          /* seconds */
    bool waits;            /* suspended until there is news */
    bool overdue;
};

struct preview_server {
    struct preview *preview;
    struct MHD_Daemon *daemon;
    struct exchange *exchanges;
    struct buffer state;
    unsigned port;
    char secret[SECRET + 3]; /* with a slash on each side */
    char url[80];
    bool ends; /* waiting requests are answered */
};

/* --- answers ------------------------------------------------------------- */

/* Restricts the browser: run and load only files of this server, do not embed
 * them in other pages, do not send referrers. */
static void add_policies(struct MHD_Response *response, const char *kind,
                         const char *cache)
{
    static const char *const policies[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self' "
         "'unsafe-inline'; font-src 'self'; img-src data:; connect-src 'self'; "
         "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
    };

    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        MHD_add_response_header(response, policies[i][0], policies[i][1]);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, kind);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, cache);
}

/* The bytes are copied, because they may change before they are sent. */
static enum MHD_Result answer(struct MHD_Connection *connection,
                              unsigned status, const char *kind,
                              const char *cache, const void *bytes, size_t size)
{
    void *copy = memory_alloc(size);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, copy, MHD_RESPMEM_MUST_FREE);
    enum MHD_Result result;

    if (!response)
        memory_exhausted();
    memcpy(copy, bytes, size);
    add_policies(response, kind, cache);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer_words(struct MHD_Connection *connection,
                                    unsigned status, const char *words)
{
    return answer(connection, status, "text/plain; charset=utf-8", "no-store",
                  words, strlen(words));
}

static enum MHD_Result answer_font(struct preview_server *server,
                                   struct MHD_Connection *connection,
                                   const char *name)
{
    int64_t index;
    size_t size;
    const void *bytes =
        number_parse_count(name, &index)
            ? preview_font(server->preview, (size_t)index, &size)
            : NULL;

    return bytes ? answer(connection, MHD_HTTP_OK, "font/ttf",
                          "private, max-age=3600", bytes, size)
                 : answer_words(connection, MHD_HTTP_NOT_FOUND,
                                "There is no such font.\n");
}

/* --- what is new --------------------------------------------------------- */

static const char *argument(struct MHD_Connection *connection, const char *name)
{
    const char *value =
        MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);

    return value ? value : "";
}

/* Reads the browser's state, in hexadecimal: the hash of the letter, then that
 * of the problems. */
enum { SEEN_HALF = 32 };

/* @return true if the hash of a part differs from the browser's; @p seen is
 *         then the new one */
static bool is_news(const struct buffer *state, size_t begin, char *seen)
{
    unsigned char digest[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    hash_bytes(state->bytes + begin, state->length - begin, digest);
    hash_hex(digest, hex);
    if (memcmp(seen, hex, SEEN_HALF) == 0)
        return false;
    memcpy(seen, hex, SEEN_HALF);
    return true;
}

/* Writes the letter, and the problems once they are known; a letter that
 * cannot be made is reported with them. @return true if there is news for the
 * browser */
static bool write_state(struct preview_server *server,
                        struct MHD_Connection *connection)
{
    struct buffer *state = &server->state;
    char seen[2 * SEEN_HALF + 1] = "";
    size_t problems;
    bool shown;
    bool news;

    snprintf(seen, sizeof seen, "%-*.*s", 2 * SEEN_HALF, 2 * SEEN_HALF,
             argument(connection, "seen"));
    buffer_clear(state);
    buffer_add_char(state, '{');
    shown = preview_write_letter(server->preview,
                                 argument(connection, "council"), state);
    if (!shown && !server->preview->checked)
        return false;
    news = is_news(state, 0, seen);
    problems = state->length;
    if (server->preview->checked) {
        preview_write_problems(server->preview, state);
        news = is_news(state, problems, seen + SEEN_HALF) || news;
    }
    buffer_add_text(state, "\"seen\":");
    buffer_add_json(state, seen);
    buffer_add_char(state, '}');
    return news;
}

static enum MHD_Result answer_state(struct preview_server *server,
                                    struct exchange *exchange)
{
    struct MHD_Connection *connection = exchange->connection;

    if (exchange->overdue || server->ends)
        return answer(connection, MHD_HTTP_NO_CONTENT, "application/json",
                      "no-store", "", 0);
    if (write_state(server, connection)) {
        if (buffer_is_full(&server->state))
            return answer_words(connection, MHD_HTTP_INTERNAL_SERVER_ERROR,
                                "The letter is too large to be shown.\n");
        return answer(connection, MHD_HTTP_OK, "application/json", "no-store",
                      server->state.bytes, server->state.length);
    }
    exchange->waits = true;
    MHD_suspend_connection(connection);
    return MHD_YES;
}

/* --- requests ------------------------------------------------------------ */

/* @return true if a request's host is a name of this machine */
static bool is_host(const struct preview_server *server,
                    struct MHD_Connection *connection)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                   MHD_HTTP_HEADER_HOST);
    char expected[32];

    for (size_t i = 0; host && i < sizeof names / sizeof *names; i++) {
        snprintf(expected, sizeof expected, "%s:%u", names[i], server->port);
        if (strcmp(host, expected) == 0)
            return true;
    }
    return false;
}

/* Takes equally long for all wrong secrets. @return the path after the secret,
 * with its slash; NULL for a wrong secret */
static const char *after_secret(const struct preview_server *server,
                                const char *path)
{
    const size_t length = strlen(server->secret);
    unsigned differences = 0;

    if (strlen(path) < length)
        return NULL;
    for (size_t i = 0; i < length; i++)
        differences |= (unsigned char)(path[i] ^ server->secret[i]);
    return differences ? NULL : path + length - 1;
}

static enum MHD_Result route(struct preview_server *server,
                             struct exchange *exchange, const char *path)
{
    static const struct {
        const char *path;
        const char *kind;
        const unsigned char *bytes;
    } files[] = {
        {"/", "text/html; charset=utf-8", watch_html},
        {"/watch.css", "text/css; charset=utf-8", watch_css},
        {"/watch.js", "text/javascript; charset=utf-8", watch_js},
    };
    struct MHD_Connection *connection = exchange->connection;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(path, files[i].path) == 0)
            return answer(connection, MHD_HTTP_OK, files[i].kind, "no-cache",
                          files[i].bytes, strlen((const char *)files[i].bytes));
    if (strcmp(path, "/state") == 0)
        return answer_state(server, exchange);
    if (strncmp(path, "/font/", strlen("/font/")) == 0)
        return answer_font(server, connection, path + strlen("/font/"));
    return answer_words(connection, MHD_HTTP_NOT_FOUND,
                        "There is nothing here.\n");
}

/* Called for each request, and again when a waiting one is resumed. */
static enum MHD_Result take(void *context, struct MHD_Connection *connection,
                            const char *path, const char *method,
                            const char *version, const char *body,
                            size_t *body_size, void **own)
{
    struct preview_server *server = context;
    struct exchange *exchange = *own;

    (void)version;
    (void)body;
    path = after_secret(server, path);
    if (!exchange) {
        exchange = memory_alloc(sizeof *exchange);
        *exchange = (struct exchange){.connection = connection,
                                      .next = server->exchanges,
                                      .since = time_elapsed()};
        server->exchanges = exchange;
        *own = exchange;
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 || *body_size) {
        *body_size = 0;
        return answer_words(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
                            "This server only shows.\n");
    }
    if (!is_host(server, connection))
        return answer_words(connection, MHD_HTTP_FORBIDDEN,
                            "This server answers to 127.0.0.1 alone.\n");
    if (!path)
        return answer_words(connection, MHD_HTTP_FORBIDDEN,
                            "Open the whole address that lettermill watch "
                            "prints.\n");
    return route(server, exchange, path);
}

static void finish(void *context, struct MHD_Connection *connection, void **own,
                   enum MHD_RequestTerminationCode how)
{
    struct preview_server *server = context;
    struct exchange **at = &server->exchanges;

    (void)connection;
    (void)how;
    while (*at && *at != *own)
        at = &(*at)->next;
    if (*at)
        *at = (*at)->next;
    free(*own);
    *own = NULL;
}

/* Resumes waiting requests that are overdue, or @p all. */
static void resume(struct preview_server *server, bool all)
{
    const double now = time_elapsed();

    for (struct exchange *each = server->exchanges; each; each = each->next) {
        if (!each->waits || (!all && now - each->since < PATIENCE))
            continue;
        each->overdue = now - each->since >= PATIENCE;
        each->waits = false;
        MHD_resume_connection(each->connection);
    }
}

/* --- the server ---------------------------------------------------------- */

/* Makes the secret folder. */
static enum status make_secret(struct preview_server *server, struct error *err)
{
    unsigned char bytes[HASH_SIZE];
    char hex[HASH_HEX_SIZE];

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return error_set(err, RULE_FILE_UNREADABLE, NO_LOCATION, NULL,
                         "the system gives no random bytes");
    hash_hex(bytes, hex);
    snprintf(server->secret, sizeof server->secret, "/%.*s/", SECRET, hex);
    return STATUS_OK;
}

static struct MHD_Daemon *listen_on(struct preview_server *server,
                                    unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    server->port = port;
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, (uint16_t)port, NULL, NULL,
        take, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE,
        MHD_OPTION_NOTIFY_COMPLETED, finish, server, MHD_OPTION_END);
}

enum status preview_server_open(struct preview *preview, unsigned port,
                                struct preview_server **opened,
                                struct error *err)
{
    const unsigned first = port ? port : PREVIEW_SERVER_PORT;
    const unsigned end = port ? port + 1 : first + PREVIEW_SERVER_PORTS;
    struct preview_server *server = memory_alloc(sizeof *server);
    enum status status;

    *server = (struct preview_server){.preview = preview,
                                      .state = buffer_new(STATE_LIMIT)};
    *opened = NULL;
    status = make_secret(server, err);
    if (status != STATUS_OK) {
        preview_server_close(server);
        return status;
    }
    for (unsigned each = first; each < end && !server->daemon; each++)
        server->daemon = listen_on(server, each);
    if (server->daemon) {
        snprintf(server->url, sizeof server->url, "http://127.0.0.1:%u%s",
                 server->port, server->secret);
        *opened = server;
        return STATUS_OK;
    }
    preview_server_close(server);
    if (port)
        return error_set(err, RULE_USAGE, NO_LOCATION, "--port",
                         "%u is in use or not allowed; name another", port);
    return error_set(err, RULE_USAGE, NO_LOCATION, NULL,
                     "the ports %u to %u are in use; name another with --port",
                     first, end - 1);
}

void preview_server_close(struct preview_server *server)
{
    if (!server)
        return;
    if (server->daemon) {
        server->ends = true;
        resume(server, true);
        MHD_run(server->daemon);
        MHD_stop_daemon(server->daemon);
    }
    buffer_free(&server->state);
    free(server);
}

const char *preview_server_url(const struct preview_server *server)
{
    return server->url;
}

int preview_server_descriptor(const struct preview_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)
        ->epoll_fd;
}

int preview_server_timeout(const struct preview_server *server)
{
    MHD_UNSIGNED_LONG_LONG wanted;

    return MHD_get_timeout(server->daemon, &wanted) == MHD_YES && wanted < 1000
               ? (int)wanted
               : 1000;
}

void preview_server_run(struct preview_server *server)
{
    resume(server, false);
    MHD_run(server->daemon);
}

/* Runs several rounds, so that answers are sent before the caller continues.
 */
void preview_server_update(struct preview_server *server)
{
    resume(server, true);
    for (int round = 0; round < 8; round++) {
        MHD_run(server->daemon);
        if (preview_server_timeout(server) > 0)
            break;
    }
}
