#ifndef WATCH_PREVIEW_SERVER_H
#define WATCH_PREVIEW_SERVER_H

#include "watch/preview.h"

/**
 * Shows a preview in browsers of this machine, over HTTP on 127.0.0.1 only. A
 * request for another host is refused, so that a foreign page cannot read
 * letters by DNS rebinding. All paths begin with a random folder: other users
 * of the machine can connect, but do not know it.
 *
 * A browser requests the current state (`/state`) and is answered as soon as
 * that has changed. Everything runs in the caller's thread.
 */
struct preview_server;

/** The first port to try, and the number of ports, if none is given. */
enum { PREVIEW_SERVER_PORT = 8022, PREVIEW_SERVER_PORTS = 20 };

/**
 * @param preview  must be loaded whenever preview_server_run() is called
 * @param port     0: the first free one from PREVIEW_SERVER_PORT
 * @param server   [out]
 * @owner  the caller, who frees it with preview_server_close()
 * @errors RULE_USAGE: the port is taken; RULE_FILE_UNREADABLE: no
 *         random bytes
 */
enum status preview_server_open(struct preview *preview, unsigned port,
                                struct preview_server **server,
                                struct error *err) MUST_CHECK;

/** Answers waiting requests and closes the server; NULL is allowed. */
void preview_server_close(struct preview_server *server);

/** @return the page's address, with its secret folder; the server owns it */
const char *preview_server_url(const struct preview_server *server);

/** @return a descriptor that poll() finds readable when there is work */
int preview_server_descriptor(const struct preview_server *server);

/** @return milliseconds until there is work without a request, at most a second
 */
int preview_server_timeout(const struct preview_server *server);

/** Answers requests. */
void preview_server_run(struct preview_server *server);

/** Answers waiting requests if the preview, loaded again, has changed for
 *  them. */
void preview_server_update(struct preview_server *server);

#endif
