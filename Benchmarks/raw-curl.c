/* Posts a body of 1 KB again and again, so many in flight, with libcurl's multi interface alone: what the webhook measure
   is compared with. usage: raw-curl PORT REQUESTS IN_FLIGHT; prints requests a second. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static size_t ignore(char *bytes, size_t size, size_t count, void *nothing) {
    (void)bytes, (void)nothing;
    return size * count;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    int wanted = atoi(arguments[2]), in_flight = atoi(arguments[3]), started = 0, done = 0;
    char url[64], body[1024];
    snprintf(url, sizeof url, "http://127.0.0.1:%s/hook", arguments[1]);
    memset(body, 'x', sizeof body);
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    double begin = now();
    for (; started < in_flight; started++) {
        CURL *easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, url);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)sizeof body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_multi_add_handle(multi, easy);
    }
    while (done < wanted) {
        int running, left, again = 0;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            done++;
            curl_multi_remove_handle(multi, message->easy_handle);
            if (started++ < wanted) {
                curl_multi_add_handle(multi, message->easy_handle);
                again = 1;
            }
        }
        if (!again) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    printf("%.0f\n", wanted / (now() - begin));
    return 0;
}
