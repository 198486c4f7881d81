#pragma once

#include <libpq-fe.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/* Swift cannot import macros that are character constants. */
enum {
    POSTGRES_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    POSTGRES_DIAG_SQLSTATE = PG_DIAG_SQLSTATE,
    POSTGRES_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    POSTGRES_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    POSTGRES_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME,
    POSTGRES_DIAG_TABLE = PG_DIAG_TABLE_NAME
};

/* prctl is variadic, which Swift cannot call. */
static inline void postgres_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
