#include "base/base_status.h"

#include <stdarg.h>
#include <stdio.h>

cordon_status error_set(cordon_error *error, cordon_status status, const char *format, ...)
{
    if (error) {
        va_list args;
        error->status = status;
        va_start(args, format);
        vsnprintf(error->message, sizeof error->message, format, args);
        va_end(args);
    }
    return status;
}

cordon_status error_no_memory(cordon_error *error)
{
    return error_set(error, CORDON_NO_MEMORY, "out of memory");
}
