/* Answers every request with 204, as fast as one thread can: the far end of the webhook measure. usage: sink PORT */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static struct {
    char bytes[65536];
    int count;
} connections[1024];

static const char answer[] = "HTTP/1.1 204 No Content\r\n\r\n";

static void serve(int file) {
    char *bytes = connections[file].bytes;
    int room = (int)sizeof connections[file].bytes - connections[file].count - 1;
    ssize_t got = read(file, bytes + connections[file].count, room);
    if (got <= 0) {
        close(file);
        return;
    }
    connections[file].count += got;
    for (;;) {
        bytes[connections[file].count] = 0;
        char *end = strstr(bytes, "\r\n\r\n");
        if (!end) return;
        char *length = strcasestr(bytes, "content-length:");
        int body = length && length < end ? atoi(length + 15) : 0;
        int whole = (int)(end - bytes) + 4 + body;
        if (connections[file].count < whole) return;
        if (write(file, answer, sizeof answer - 1) < 0) return;
        memmove(bytes, bytes + whole, connections[file].count - whole);
        connections[file].count -= whole;
    }
}

int main(int count, char **arguments) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1, poller = epoll_create1(0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(atoi(arguments[count - 1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 512)) {
        perror("sink");
        return 1;
    }
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            int file = events[i].data.fd;
            if (file != listener) {
                serve(file);
                continue;
            }
            int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (client < 0 || client >= 1024) continue;
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            connections[client].count = 0;
            event.data.fd = client;
            epoll_ctl(poller, EPOLL_CTL_ADD, client, &event);
        }
    }
}
