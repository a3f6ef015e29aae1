#ifndef MAIL_TCP_SOCKET_H
#define MAIL_TCP_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

/**
 * The system's counters of a TCP connection that a library reads and writes.
 * Nothing is read or written here.
 */

/** @return the bytes that have come in, whether they were read or not; -1: the
 *          system cannot say */
int64_t tcp_socket_received(int file);

/** @return true if bytes have come in that nobody has read yet */
bool tcp_socket_has_unread(int file);

/**
 * Waits until the peer's system has all that was written, and then for bytes
 * that come in.
 *
 * @param file   the socket
 * @param flush  maximum milliseconds to wait for the peer's system
 * @param patience milliseconds to wait for bytes
 * @return as tcp_socket_has_unread()
 */
bool tcp_socket_await(int file, int flush, int patience);

#endif
