/* Stands before getaddrinfo: names that end in "rebind.example" lead to the addresses that REBIND_FILE holds now. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = dlsym(RTLD_NEXT, "getaddrinfo");
    const char *path = getenv("REBIND_FILE"), *ending = "rebind.example";
    if (!path || !node || strlen(node) < strlen(ending) || strcmp(node + strlen(node) - strlen(ending), ending) != 0)
        return real(node, service, hints, result);
    FILE *file = fopen(path, "r");
    if (!file) return EAI_AGAIN;
    char address[64];
    struct addrinfo *first = NULL, **end = &first;
    while (fscanf(file, "%63s", address) == 1) {
        struct addrinfo *found = NULL;
        if (real(address, service, hints, &found) != 0) continue;
        *end = found;
        while (*end) end = &(*end)->ai_next;
    }
    fclose(file);
    *result = first;
    return first ? 0 : EAI_NONAME;
}
