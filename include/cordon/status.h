/* Statuses and errors of the Cordon library. Their numbers never change. */
#ifndef CORDON_STATUS_H
#define CORDON_STATUS_H

#if defined(__GNUC__)
#define CORDON_PUBLIC  __attribute__((visibility("default")))
#define CORDON_CHECKED __attribute__((warn_unused_result))
#else
#define CORDON_PUBLIC
#define CORDON_CHECKED
#endif

typedef enum cordon_status {
    CORDON_OK = 0,
    CORDON_NO_MEMORY = 1,    /* an allocation failed; nothing was changed */
    CORDON_BAD_INPUT = 2,    /* a list, query or option is not what was expected */
    CORDON_BAD_FILE = 3,     /* the operating system could not read or write a file */
    CORDON_BAD_SNAPSHOT = 4, /* cut, corrupted, foreign or of another version */
    CORDON_OVER_LIMIT = 5,   /* longer or more than the limits of doc/limits.md */
    CORDON_REFUSED = 6,      /* a guard said no: a list shrank too far */
    CORDON_NOT_FOUND = 7     /* no such entry in the snapshot */
} cordon_status;

enum { CORDON_MESSAGE_MAX = 1024 };

/* What went wrong, for a person: names the file, the line or record, what was expected and what was found.
   Owned by the caller, written only when a function returns another status than CORDON_OK. */
typedef struct cordon_error {
    cordon_status status;
    char message[CORDON_MESSAGE_MAX];
} cordon_error;

#endif
