#ifndef MAIL_TCP_SOCKET_H
#define MAIL_TCP_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

/**
 * Reads the system's counters of a library's TCP connection, without reading
 * or writing data.
 */

/** @return the number of received bytes, read or not; -1 if it is unknown */
int64_t tcp_socket_received(int file);

/** @return true if there are received bytes that were not read */
bool tcp_socket_has_unread(int file);

/**
 * Waits until the peer has acknowledged all written bytes, and then for
 * received bytes.
 *
 * @param file   the socket
 * @param flush  maximum milliseconds to wait for acknowledgements
 * @param patience milliseconds to wait for bytes
 * @return like tcp_socket_has_unread()
 */
bool tcp_socket_await(int file, int flush, int patience);

#endif
