/* Setting the public error, and passing one on. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <cordon/status.h>

/* Writes the message (cut at CORDON_MESSAGE_MAX) into error, which may be NULL, and returns status. */
cordon_status error_set(cordon_error *error, cordon_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* CORDON_NO_MEMORY, with its message. */
cordon_status error_no_memory(cordon_error *error);

/* Leaves the calling function with the status of a call that failed. */
#define TRY(call)                                                                                                                          \
    do {                                                                                                                                   \
        cordon_status try_status = (call);                                                                                                 \
        if (try_status != CORDON_OK)                                                                                                       \
            return try_status;                                                                                                             \
    } while (0)

#endif
