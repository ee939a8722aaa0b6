/* FollowTheMoney entities, as a whole list file. */
#include "fuzz.h"
#include "list/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    list_data list;
    cordon_error error;
    list_source source = {.code = "made", .path = fuzz_file(data, size), .skip_bad_records = size % 3 == 0, .grade_aliases = size % 2 == 0};
    (void)list_read(&source, &list, &error);
    list_free(&list);
    return 0;
}
