#ifndef WATCH_PREVIEW_SERVER_H
#define WATCH_PREVIEW_SERVER_H

#include "watch/preview.h"

/**
 * Shows a preview in browsers of this machine, over HTTP on 127.0.0.1 and
 * nowhere else. A request that names another host is refused, so that no page
 * from elsewhere reads letters through a name that it makes point here (DNS
 * rebinding). All paths begin with a folder of random name, which is in the
 * address alone: other users of the machine can connect, but read nothing.
 *
 * A browser asks for what it lacks (`/state`) and gets no answer before there
 * is something new. It all happens in the caller's thread.
 */
struct preview_server;

/** The first port that is tried, and how many, where none is asked for. */
enum { PREVIEW_SERVER_PORT = 8022, PREVIEW_SERVER_PORTS = 20 };

/**
 * @param preview  shown; it must be loaded whenever preview_server_run() is
 *                 called
 * @param port     0: the first free one from PREVIEW_SERVER_PORT
 * @param server   [out]
 * @owner  the caller, who frees it with preview_server_close()
 * @errors RULE_USAGE: the port is taken; RULE_FILE_UNREADABLE: no
 *         random bytes
 */
enum status preview_server_open(struct preview *preview, unsigned port,
                                struct preview_server **server,
                                struct error *err) MUST_CHECK;

/** Answers those who wait, and closes. NULL is allowed. */
void preview_server_close(struct preview_server *server);

/** @return the page's address, with its secret folder; the server owns it */
const char *preview_server_url(const struct preview_server *server);

/** @return a descriptor that poll() finds readable when there is work */
int preview_server_descriptor(const struct preview_server *server);

/** @return milliseconds until there is work in any case, at most a second */
int preview_server_timeout(const struct preview_server *server);

/** Takes requests and answers them. */
void preview_server_run(struct preview_server *server);

/** Says that the preview was loaded again: who waits and sees something else
 *  now is answered. */
void preview_server_update(struct preview_server *server);

#endif
