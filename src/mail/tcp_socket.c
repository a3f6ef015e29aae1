#include "mail/tcp_socket.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* Milliseconds between checks for unacknowledged bytes. */
enum { INTERVAL = 5 };

int64_t tcp_socket_received(int file)
{
    struct tcp_info facts;
    socklen_t size = sizeof facts;

    if (getsockopt(file, IPPROTO_TCP, TCP_INFO, &facts, &size) != 0 ||
        size < offsetof(struct tcp_info, tcpi_bytes_received) +
                   sizeof facts.tcpi_bytes_received)
        return -1;
    return (int64_t)facts.tcpi_bytes_received;
}

bool tcp_socket_has_unread(int file)
{
    char byte;

    return recv(file, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

bool tcp_socket_await(int file, int flush, int patience)
{
    struct pollfd wait = {.fd = file, .events = POLLIN};
    int left = 0;

    for (; flush > 0 && ioctl(file, SIOCOUTQ, &left) == 0 && left > 0;
         flush -= INTERVAL)
        if (poll(&wait, 1, INTERVAL) != 0)
            return tcp_socket_has_unread(file);
    (void)poll(&wait, 1, patience);
    return tcp_socket_has_unread(file);
}
