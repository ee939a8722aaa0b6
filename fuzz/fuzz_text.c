/* Bytes as a name: folding, preparing, and the flat piece read back. */
#include "fuzz.h"
#include "name/name_prepare.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static name_scratch scratch;
    prepared_name name, again;
    cordon_error error;
    for (int kind = NAME_ANY; kind <= NAME_VESSEL; kind++)
        if (name_prepare((slice){(const char *)data, size}, (name_kind)kind, &scratch, &name, &error) == CORDON_OK &&
            !name_view(name.head, name.head->size, &again))
            abort();
    return 0;
}
