/* The UN's XML, as a whole list file. */
#include "fuzz.h"
#include "list/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    list_data list;
    cordon_error error;
    list_source source = {"un_sc_sanctions", fuzz_file(data, size), size % 3 == 0, false};
    (void)list_read(&source, &list, &error);
    list_free(&list);
    return 0;
}
